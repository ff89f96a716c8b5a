"""Verbs floor: a copy of a Word file with native comments at its cells; all other parts keep their bytes.

The comments of an earlier run are replaced, those of people stay. They bear no date: the same notes give the same bytes (L5).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from goalgen.docx import Address, Block, Package, Revisions, Row, children, content, open_package
from goalgen.docx import names as n
from goalgen.docx.archive import SpliceError, replace_members
from goalgen.docx.parts import NewPart, free_name, is_strict, with_part, written
from goalgen.ledger import AUTHOR
from goalgen.problem import Problem, Where

_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_COMMENT, _START, _END = f"{n.W}comment", f"{n.W}commentRangeStart", f"{n.W}commentRangeEnd"
_UNWRITABLE = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NUMBER = re.compile(r"[0-9]{1,9}")
"""An id of a comment; one that is no number is in nobody's way."""
_OUTER = re.compile(r" ?第\d+[行列]$")

Element = etree._Element
Ends = tuple[Element, Element]
"""The first and the last paragraph of what a comment is about."""


class Note(NamedTuple):
    """A text for a place: an address as it is printed, `表1 第3行第5列`."""

    place: str
    text: str


class Annotated(NamedTuple):
    """The copy, None when the file is none to be annotated; and why not."""

    data: bytes | None
    problems: list[Problem]


def annotate(
    data: bytes, name: str, notes: Iterable[tuple[str, str]], revisions: Revisions = Revisions.FINAL
) -> Annotated:
    """A copy of the document with a comment at each place that a note is about, the notes of one place in one comment.

    A place that is not there gives way to its row's first cell, its table's, the beginning. Places are those of the
    version that was read (`revisions`).
    """
    package, problems = open_package(data, name)
    if package is None:
        return Annotated(None, problems)
    wanted = [Note(*note) for note in notes]
    places = _places(content(package, revisions).blocks)
    part = _part(package)
    comments = package.parse(part)
    if comments is None:
        comments = etree.Element(f"{n.W}comments", nsmap={"w": n.W[1:-1]})
    gone = _forget(package.document, comments)
    if not wanted and not gone:
        return Annotated(data, [])
    used = [int(text) for comment in comments.iter(_COMMENT) if _NUMBER.fullmatch(text := comment.get(n.ID) or "")]
    texts: dict[Ends, list[str]] = {}
    for note in wanted:
        ends = _find(places, note.place, package.document)
        if ends is not None:
            texts.setdefault(ends, []).append(note.text)
    for number, (ends, lines) in enumerate(texts.items(), max(used, default=-1) + 1):
        comments.append(_comment(str(number), "\n".join(lines)))
        _mark(ends, str(number))
    try:
        return Annotated(replace_members(data, _parts(package, part, comments)), [])
    except SpliceError as error:
        return Annotated(None, [Problem("P101", Where(name), str(error))])


def _places(blocks: Sequence[Block]) -> Mapping[str, Ends]:
    """The ends of each cell and paragraph by address; a row and a table are at the first of their cells that has a text.

    What is about a cell that is merged away is seen at the cell it is merged into.
    """
    places: dict[str, Ends] = {}
    for block in blocks:
        if not isinstance(block, Row):
            if (ends := _ends(block.node)) is not None:
                places[str(block.address())] = ends
            continue
        cells = [(cell, ends) for cell in block.cells if (ends := _ends((cell.origin or cell).node)) is not None]
        for cell, ends in cells:
            places.setdefault(str(block.address(cell)), ends)
        if cells:
            first = next((ends for cell, ends in cells if cell.text.strip()), cells[0][1])
            places.setdefault(str(block.address()), first)
            places.setdefault(str(Address(block.table)), first)
    return places


def _ends(node: Element) -> Ends | None:
    """Where the paragraphs of a cell begin and end. No comment stands in a text box: it stands where the box hangs."""
    inside = [node] if node.tag == n.P else [child for child in children(node) if child.tag == n.P]
    if not inside:
        inside = list(node.iter(n.P)) or list(node.iterancestors(n.P))[:1]
    if not inside:
        return None
    boxes = [*inside[0].iterancestors(n.TXBX)]
    if boxes:
        above = next(boxes[-1].iterancestors(n.P), None)
        return None if above is None else (above, above)
    return inside[0], inside[-1]


def _find(places: Mapping[str, Ends], place: str, document: Element) -> Ends | None:
    while place and place not in places:
        place, cut = _OUTER.subn("", place)
        if not cut:
            break
    if place in places:
        return places[place]
    first = next(document.iter(n.P), None)
    return None if first is None else (first, first)


def _mark(ends: Ends, number: str) -> None:
    """Put the range of a comment around paragraphs, and its mark after them."""
    first, last = ends
    at = 0 if next(first.iterchildren(n.P_PR), None) is None else 1
    first.insert(at, etree.Element(_START, {n.ID: number}))
    etree.SubElement(last, _END, {n.ID: number})
    etree.SubElement(etree.SubElement(last, n.R_), n.COMMENT_REFERENCE, {n.ID: number})


def _comment(number: str, text: str) -> Element:
    comment = etree.Element(_COMMENT, {n.ID: number, n.AUTHOR: AUTHOR, f"{n.W}initials": AUTHOR[0]})
    for line in text.split("\n"):
        run = etree.SubElement(etree.SubElement(comment, n.P), n.R_)
        shown = etree.SubElement(run, n.T, {n.XML_SPACE: "preserve"})
        shown.text = _UNWRITABLE.sub(" ", line)
    return comment


def _forget(document: Element, comments: Element) -> bool:
    """Take out the comments of an earlier run, with their marks; whether there were any."""
    mine = [comment for comment in comments.iter(_COMMENT) if comment.get(n.AUTHOR) == AUTHOR]
    numbers = {comment.get(n.ID) for comment in mine}
    for comment in mine:
        comments.remove(comment)
    for mark in list(document.iter(_START, _END, n.COMMENT_REFERENCE)):
        above = mark.getparent()
        if mark.get(n.ID) in numbers and above is not None:
            above.remove(mark)
            run = above.getparent()
            if above.tag == n.R_ and run is not None and all(child.tag == n.R_PR for child in above):
                run.remove(above)
    return bool(mine)


def _part(package: Package) -> str:
    """The part with the comments, or a name for it that is free."""
    linked = [part for part in package.links.get("comments", ()) if part in package.parts]
    return (
        linked[0]
        if linked
        else free_name(package.parts, posixpath.join(posixpath.dirname(package.main), "comments.xml"))
    )


def _parts(package: Package, part: str, comments: Element) -> dict[str, bytes]:
    """The parts that change; a new part is named in the relationships and the content types."""
    strict = is_strict(package.parts[package.main])
    changed = {package.main: written(package.document, strict=strict)}
    content = written(comments, strict=strict)
    if part in package.parts:
        return {**changed, part: content}
    return {**changed, **with_part(package.parts, package.main, NewPart(part, content, "comments", _CONTENT_TYPE))}
