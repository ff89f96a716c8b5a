"""What Word, WPS, LibreOffice and other programs do to a document, as small changes of its XML.

Each construct shows the same text in another way, or adds what must not be read as data. They make the conformance suite
(`tests/conformance`) and, at random places, the metamorphic tests.
"""

from __future__ import annotations

import copy
import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import NamedTuple

from lxml import etree

from goalgen.docx import DOCUMENT, open_package

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = {
    "w": W_NS,
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "v": "urn:schemas-microsoft-com:vml",
}
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
W = f"{{{W_NS}}}"
BY = 'w:id="9" w:author="张三" w:date="2022-03-01T08:00:00Z"'
Element = etree._Element
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
WORD_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."


class Doc:
    """A document that is being changed."""

    def __init__(self, data: bytes) -> None:
        package, problems = open_package(data, "")
        assert package is not None, problems
        self.parts = {name: package.parts[name] for name in package.parts}
        self.tree = etree.fromstring(self.parts[DOCUMENT])

    def save(self) -> bytes:
        content = etree.tostring(self.tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        for prefix in ("wps", "w14"):
            if f'Requires="{prefix}"'.encode() in content and prefix not in self.tree.nsmap:
                declared = f'<w:document xmlns:{prefix}="{NAMESPACES[prefix]}"'.encode()
                content = content.replace(b"<w:document", declared, 1)
        self.parts[DOCUMENT] = content
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.parts.items():
                archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        return out.getvalue()

    def add(self, kind: str, xml: str, name: str = "") -> str:
        """Add a part of the document; gives the id of its relationship."""
        name = name or f"word/{kind}.xml"
        self.parts[name] = xml.encode()
        rels = "word/_rels/document.xml.rels"
        empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
        links = etree.fromstring(self.parts.get(rels, empty))
        identifier = f"rX{len(links) + 1}"
        target = "/" + name
        for link in links:
            if link.get("Type") == OFFICE + kind and kind in ("numbering", "styles"):
                links.remove(link)
        etree.SubElement(
            links, f"{{{links.nsmap[None]}}}Relationship", Id=identifier, Type=OFFICE + kind, Target=target
        )
        self.parts[rels] = etree.tostring(links)
        types = etree.fromstring(self.parts["[Content_Types].xml"])
        if not any(override.get("PartName") == target for override in types):
            override = f"{{{types.nsmap[None]}}}Override"
            etree.SubElement(types, override, PartName=target, ContentType=f"{WORD_TYPES}{kind}+xml")
        self.parts["[Content_Types].xml"] = etree.tostring(types)
        return identifier

    def attach(self, kind: str, name: str, content: str | bytes, content_type: str) -> str:
        """Add a part of any kind, such as a picture; gives the id of its relationship."""
        identifier = self.add(kind, "", name)
        self.parts[name] = content if isinstance(content, bytes) else content.encode()
        old = f"{WORD_TYPES}{kind}+xml".encode()
        self.parts["[Content_Types].xml"] = self.parts["[Content_Types].xml"].replace(old, content_type.encode())
        return identifier

    def style(self, xml: str) -> None:
        """Add a style."""
        name = "word/styles.xml"
        if name not in self.parts:
            self.add("styles", f"<w:styles {DECLARED}/>")
        self.parts[name] = re.sub(rb"(</w:styles>|/>)\s*$", b"", self.parts[name].rstrip())
        self.parts[name] += (b">" if self.parts[name].count(b"<") == 1 else b"") + f"{xml}</w:styles>".encode()


def xml(text: str) -> list[Element]:
    """The elements that a piece of XML makes."""
    root = etree.fromstring(f"<x {DECLARED}>{text}</x>")
    return list(root)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}{run(text)}</w:p>"


def after(node: Element, text: str) -> None:
    for new in reversed(xml(text)):
        node.addnext(new)


def before(node: Element, text: str) -> None:
    for new in xml(text):
        node.addprevious(new)


def wrap(node: Element, text: str) -> None:
    """Put a node at the place of `<here/>` in a piece of XML."""
    outer = xml(text)[0]
    parent = node.getparent()
    assert parent is not None
    parent.replace(node, outer)
    here = next(outer.iter("here"))
    around = here.getparent()
    assert around is not None
    around.replace(here, node)


def run_of(text: Element) -> Element:
    parent = text.getparent()
    assert parent is not None
    return parent


def cut(text: Element, rng: random.Random) -> tuple[Element, Element]:
    """Cut a run in two; both keep its formatting."""
    one = run_of(text)
    whole = text.text or ""
    at = rng.randint(1, len(whole) - 1) if len(whole) > 1 else len(whole)
    two = copy.deepcopy(one)
    for part, piece in ((one, whole[:at]), (two, whole[at:])):
        typed = next(part.iter(f"{W}t"))
        typed.text = piece
        typed.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    one.addnext(two)
    return one, two


Change = Callable[[Doc, Element, random.Random], None]


class Construct(NamedTuple):
    """A change: its name, what it is done to, and whether the text that a person reads stays the same."""

    name: str
    target: str
    change: Change
    same: bool = True


CONSTRUCTS: dict[str, Construct] = {}


def construct(target: str, *, same: bool = True) -> Callable[[Change], Change]:
    def note(change: Change) -> Change:
        name = change.__name__
        CONSTRUCTS[name] = Construct(name, target, change, same)
        return change

    return note


def targets(doc: Doc, target: str) -> list[Element]:
    """Where a construct can be applied."""
    found: dict[str, Callable[[], Iterator[Element]]] = {
        "text": lambda: (t for t in doc.tree.iter(f"{W}t") if (t.text or "").strip()),
        "≥": lambda: (t for t in doc.tree.iter(f"{W}t") if "≥" in (t.text or "")),
        "paragraph": lambda: (p for p in doc.tree.iter(f"{W}p") if p.find(f".//{W}t") is not None and p.find(f".//{W}moveFrom") is None),
        "cell": lambda: (c for c in doc.tree.iter(f"{W}tc") if next(c.iter(f"{W}t"), None) is not None),
        "wide": lambda: (c for c in doc.tree.iter(f"{W}tc") if c.find(f"{W}tcPr/{W}gridSpan") is not None),
        "covered": lambda: (c for c in doc.tree.iter(f"{W}tc") if _is_covered(c)),
        "row": lambda: doc.tree.iter(f"{W}tr"),
        "table": lambda: doc.tree.iter(f"{W}tbl"),
        "body": lambda: iter([doc.tree.find(f"{W}body")]),
        "numbered": lambda: (p for p in doc.tree.iter(f"{W}p") if re.match(r"1\.", "".join(p.itertext(f"{W}t")))),
        "heading": lambda: (p for p in doc.tree.iter(f"{W}p") if p.getparent().tag != f"{W}tc" and re.match(r"\d+\.\S", "".join(p.itertext(f"{W}t")))),
        "label": lambda: (c for c in doc.tree.iter(f"{W}tc") if "".join(c.itertext(f"{W}t")) in ("项目名称", "绩效目标", "指标值")),
    }  # fmt: skip
    gone = {f"{W}moveFrom", f"{W}del", f"{{{NAMESPACES['mc']}}}Fallback"}
    return [
        node for node in found[target]() if node is not None and not any(a.tag in gone for a in node.iterancestors())
    ]


def _is_covered(cell: Element) -> bool:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val") != "restart"


def apply(data: bytes, name: str, rng: random.Random, where: int | None = None) -> bytes:
    """A document with one construct at a random place, or at that number of its places."""
    doc = Doc(data)
    one = CONSTRUCTS[name]
    places = targets(doc, one.target)
    if places:
        one.change(doc, places[where] if where is not None else rng.choice(places), rng)
    return doc.save()
