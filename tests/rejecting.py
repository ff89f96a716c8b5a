"""One author's revisions taken back in a document, as Word does for one reviewer; written for the tests, apart from goalgen."""

from __future__ import annotations

from constructs import Doc, Element, W
from lxml import etree

INS, DEL, P_PR, R_PR, TR_PR = (f"{W}{name}" for name in ("ins", "del", "pPr", "rPr", "trPr"))
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
NAMES = {f"{W}delText": f"{W}t", f"{W}delInstrText": f"{W}instrText"}


def rejected(data: bytes, author: str) -> bytes:
    """A document after all revisions of an author are rejected; those of others wait on."""
    doc = Doc(data)
    strict = doc.tree.tag.startswith(STRICT)
    if strict:
        doc.tree = _renamed(doc.tree, STRICT, W)
    own = [node for node in doc.tree.iter(INS, DEL, f"{W}pPrChange") if node.get(f"{W}author") == author]
    assert {node.getparent().tag for node in own}.isdisjoint({f"{W}tcPr"})
    ends = []
    for node in own:
        above = node.getparent()
        if above is None:
            continue
        if node.tag == f"{W}pPrChange":
            _properties(node)
        elif above.tag == TR_PR:
            _remove(above.getparent() if node.tag == INS else node)
        elif above.tag == R_PR:
            if node.tag == INS:
                ends.append(above.getparent().getparent())
            _remove(node)
        elif node.tag == INS:
            _remove(node)
        else:
            for text in node.iter(*NAMES):
                text.tag = NAMES[text.tag]
            for child in list(node):
                node.addprevious(child)
            _remove(node)
    for paragraph in ends:
        if doc.tree in paragraph.iterancestors():  # else it went with its row
            _join(paragraph)
    if strict:
        doc.tree = _renamed(doc.tree, W, STRICT)
    return doc.save()


def _renamed(tree: Element, old: str, new: str) -> Element:
    """The same part in the other names of OOXML, the usual or the strict ones."""
    return etree.fromstring(etree.tostring(tree).replace(old[1:-1].encode(), new[1:-1].encode()))


def _properties(change: Element) -> None:
    """The former properties of a paragraph back in their place; its mark and its section are not among them."""
    now, (before,) = change.getparent(), change
    for child in [child for child in now if child.tag not in (R_PR, f"{W}sectPr")]:
        now.remove(child)
    for place, child in enumerate(list(before)):
        now.insert(place, child)


def _join(paragraph: Element) -> None:
    """A paragraph whose end is gone: the next one goes on with what it holds."""
    following = paragraph.getnext()
    while following is not None and following.tag != f"{W}p":
        following = following.getnext()
    rest = [child for child in paragraph if child.tag != P_PR]
    assert following is not None or not rest, "the end of the last paragraph was put in"
    if following is not None:
        at = 1 if len(following) and following[0].tag == P_PR else 0
        for place, child in enumerate(rest):
            following.insert(at + place, child)
    _remove(paragraph)


def _remove(node: Element) -> None:
    above = node.getparent()
    if above is not None:
        above.remove(node)
