"""Things floor: what Word shows of a drawing, an old picture or an embedded object: text boxes, and what is not looked into."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from goalgen.docx import names as n
from goalgen.docx.blocks import Medium

Element = etree._Element

_KNOWN = ("http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/")
_PREFIXES = {"wps", "wpg", "wpc", "wpi", "w14", "w15", "wp14", "a14"}
_TEXT_PATH = f"{n.VML}textpath"
_GRAPHICS = {"diagram": Medium.SMART_ART, "chart": Medium.CHART, "chartex": Medium.CHART}
_EQUATIONS = ("equation", "mathtype")


def alternative(node: Element) -> Element | None:
    """The branch of `mc:AlternateContent` that Word shows: the first it understands, else the fallback."""
    for choice in node.iterchildren(n.CHOICE):
        unknown = set((choice.get("Requires") or "").split()) - _PREFIXES
        names = choice.nsmap if unknown else {}
        if all(names.get(prefix, "").startswith(_KNOWN) for prefix in unknown):
            return choice
    return next(node.iterchildren(n.FALLBACK), None)


def shown(node: Element) -> Iterator[Element]:
    """The elements of a graphic that Word shows, in reading order; those in a text box are for whoever reads the box."""
    waiting = [node.iterchildren(etree.Element)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag == n.ALTERNATE:
            branch = alternative(child)
            waiting += [branch.iterchildren(etree.Element)] if branch is not None else []
        else:
            yield child
            if child.tag != n.TXBX:
                waiting.append(child.iterchildren(etree.Element))


def is_box(element: Element) -> bool:
    """Whether an element holds the text of a text box; WordArt keeps it in an attribute."""
    return element.tag == n.TXBX or (element.tag == _TEXT_PATH and bool(element.get("string")))


def media(elements: Sequence[Element]) -> Iterator[tuple[Medium, str]]:
    """What the elements of a graphic show that is not looked into, with the program that made it.

    The picture of an object is the object's.
    """
    objects = [one for one in elements if one.tag in (n.OLE_OBJECT, n.CONTROL)]
    for one in objects:
        program = one.get("ProgID", "")
        drawn = Medium.FORMULA if program.lower().startswith(_EQUATIONS) else Medium.OBJECT
        medium = Medium.CONTROL if one.tag == n.CONTROL else drawn
        yield medium, program or one.get(n.NAME, "")
    for one in elements:
        if one.tag == n.GRAPHIC_DATA:
            kind = one.get("uri", "").rpartition("/")[2]
            if kind in _GRAPHICS:
                yield _GRAPHICS[kind], ""
        elif one.tag in (n.BLIP, n.IMAGE_DATA) and not objects:
            yield Medium.PICTURE, ""
