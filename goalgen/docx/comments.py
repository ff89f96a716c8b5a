"""Things floor: findings as native Word comments, at their places, in a copy of a document."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence

from lxml import etree

from goalgen.docx import DOCUMENT, Address, Package, Row, parse, walk
from goalgen.docx import names as n

_PART, _LINKS, _TYPES = "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_TYPE = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_EMPTY = f'<w:comments xmlns:w="{n.W[1:-1]}"/>'.encode()
_NO_LINKS = f'<Relationships xmlns="{n.PKG_RELATIONSHIPS[1:-1]}"/>'.encode()


def annotate(package: Package, notes: Sequence[tuple[str, str]]) -> dict[str, bytes]:
    """The parts with a comment for each note: an address as it is printed, and a text. A note without a place that is
    there goes to the beginning."""
    document = copy.deepcopy(package.document)
    places = _places(document)
    comments = parse(package.parts.get(_PART, _EMPTY))
    first = next(document.iter(n.P), None)
    used = [int(comment.get(n.ID, "0")) for comment in comments]
    for number, (place, text) in enumerate(notes, max(used, default=-1) + 1):
        paragraphs = places.get(place, [] if first is None else [first])
        if paragraphs:
            _mark(paragraphs, str(number))
            comments.append(_comment(str(number), text))
    parts = {**package.parts, DOCUMENT: _xml(document), _PART: _xml(comments)}
    return parts if _PART in package.parts else _linked(parts)


def _places(document: etree._Element) -> Mapping[str, list[etree._Element]]:
    """The paragraphs at each address, a cell's or a paragraph's; at a row's, those of its first cell with a text."""
    places: dict[str, list[etree._Element]] = {}
    for block in walk(document):
        if not isinstance(block, Row):
            places[str(Address(paragraph=block.number))] = [block.node]
            continue
        for cell in block.cells:
            places[str(block.address(cell))] = list(cell.node.iter(n.P))
        shown = next((cell for cell in block.cells if cell.text.strip()), block.cells[0] if block.cells else None)
        if shown is not None:
            places[str(block.address())] = list(shown.node.iter(n.P))
    return places


def _mark(paragraphs: Sequence[etree._Element], number: str) -> None:
    """Put a comment's range around paragraphs, and its mark after them."""
    first, last = paragraphs[0], paragraphs[-1]
    properties = next(first.iterchildren(n.P_PR), None)
    first.insert(0 if properties is None else 1, etree.Element(f"{n.W}commentRangeStart", {n.ID: number}))
    last.append(etree.Element(f"{n.W}commentRangeEnd", {n.ID: number}))
    run = etree.SubElement(last, n.R_)
    etree.SubElement(run, f"{n.W}commentReference", {n.ID: number})


def _comment(number: str, text: str) -> etree._Element:
    attributes = {n.ID: number, f"{n.W}author": "goalgen", f"{n.W}initials": "g"}
    comment = etree.Element(f"{n.W}comment", attributes)
    for line in text.split("\n"):
        run = etree.SubElement(etree.SubElement(comment, n.P), n.R_)
        etree.SubElement(run, n.T).text = line
    return comment


def _linked(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts with the comments' part named in the relationships and the content types."""
    links = parse(parts.get(_LINKS, _NO_LINKS))
    link = {"Id": f"goalgenComments{len(links) + 1}", "Type": _KIND, "Target": "comments.xml"}
    etree.SubElement(links, f"{n.PKG_RELATIONSHIPS}Relationship", link)
    types = parse(parts[_TYPES])
    etree.SubElement(types, f"{_TYPE}Override", {"PartName": f"/{_PART}", "ContentType": _CONTENT})
    return {**parts, _LINKS: _xml(links), _TYPES: _xml(types)}


def _xml(tree: etree._Element) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
