"""Form floor: the numbers that Word counts by itself, made text, so that a template shows what a reader sees (law L1).

Before a label such a number becomes typed text. Before a tag it is taken away: the numbers in a document that is read are
part of its values, and a template that wants to count writes `{{ loop.index }}`.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from goalgen.docx import Package, Row, children, content, walk
from goalgen.docx import names as n

_BEFORE = {f"{n.W}{tag}" for tag in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")}
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"


def type_numbers(package: Package) -> list[str]:
    """Make counted numbers text in the document part; the places of the tags that lost theirs."""
    lost = []
    for paragraph, place, number in list(_numbered(package)):
        text = "".join(paragraph.itertext(n.T))
        if "{{" in text or "{%" in text:
            lost.append(place)
        else:
            _type(paragraph, number)
        _uncount(paragraph)
    return list(dict.fromkeys(lost))


def _numbered(package: Package) -> Iterator[tuple[etree._Element, str, str]]:
    """The paragraphs that show more than they hold: with their place, and the number before their text."""
    for plain, shown in zip(walk(package.document), content(package).blocks, strict=False):
        if not isinstance(plain, Row):
            if not isinstance(shown, Row) and (number := _number(plain.text, shown.text)):
                yield plain.node, str(plain.address()), number
            continue
        for cell, seen in zip(plain.cells, shown.cells if isinstance(shown, Row) else (), strict=False):
            paragraphs = [node for node in children(cell.node) if node.tag == n.P]
            lines = zip(paragraphs, cell.text.split("\n"), seen.text.split("\n"), strict=False)
            for paragraph, before, after in lines:
                if number := _number(before, after):
                    yield paragraph, str(plain.address(cell)), number


def _number(plain: str, shown: str) -> str:
    return shown.removesuffix(plain) if shown != plain and shown.endswith(plain) else ""


def _type(paragraph: etree._Element, number: str) -> None:
    """Put the number before the first run, in its look."""
    first = next(paragraph.iter(n.R_), None)
    run = etree.Element(n.R_)
    look = None if first is None else first.find(n.R_PR)
    if look is not None:
        run.append(etree.fromstring(etree.tostring(look)))
    etree.SubElement(run, n.T, {_PRESERVE: "preserve"}).text = number
    properties = next(paragraph.iterchildren(n.P_PR), None)
    paragraph.insert(0 if properties is None else 1, run)


def _uncount(paragraph: etree._Element) -> None:
    """Say that the paragraph is in no list, whatever its style says."""
    properties = next(paragraph.iterchildren(n.P_PR), None)
    if properties is None:
        properties = etree.Element(n.P_PR)
        paragraph.insert(0, properties)
    for old in list(properties.iterchildren(n.NUM_PR)):
        properties.remove(old)
    none = etree.Element(n.NUM_PR)
    etree.SubElement(none, n.NUM_ID, {n.VAL: "0"})
    properties.insert(sum(child.tag in _BEFORE for child in properties), none)
