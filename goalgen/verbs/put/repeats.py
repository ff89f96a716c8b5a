"""Verbs floor: what repeats a heading elsewhere changes along with it: tables of contents, cross-references (17.16.5).

Word computes them from the bookmarks in the heading. Where the old text is not found in one as it should be there, the field
is marked to be computed again when the document is opened (`w:dirty`), and named.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from lxml import etree

from goalgen.docx import Address, Cell, Paragraph, Row
from goalgen.docx import names as n
from goalgen.docx.splice import with_attribute
from goalgen.text import Edit, Span, apply_edits
from goalgen.verbs.put.cells import typed
from goalgen.verbs.put.differences import differences
from goalgen.verbs.put.line import Wording
from goalgen.verbs.put.paper import Paper, attribute, pieces
from goalgen.verbs.put.words import by_text

Element = etree._Element
Holder = Cell | Paragraph

_INSTRUCTION, _ANCHOR = f"{n.W}instr", f"{n.W}anchor"
_NAME = re.compile(r'[^\s"\\]+')


@dataclass
class Repeated:
    """What is done to the repeats of some texts."""

    edits: list[Edit] = field(default_factory=list)
    zones: list[Span] = field(default_factory=list)
    changed: list[tuple[Address, str, str]] = field(default_factory=list)
    """where, what it said, what it says now"""
    marked: list[tuple[Address, str]] = field(default_factory=list)
    """where a field is to be computed again, and the text that it should show"""
    begins: set[Element] = field(default_factory=set)
    """what these fields begin with"""


class _Text(NamedTuple):
    """The text of a bookmark, and of the heading that it stands in, before and after."""

    old: str
    new: str
    whole: str
    whole_new: str


def repeats(paper: Paper, said: Sequence[Wording]) -> Repeated:
    """See to whatever repeats texts that are to change."""
    texts = {name: text for wording in said for name, text in _bookmarks(wording)}
    done = Repeated()
    if not texts:
        return done
    places = dict(_holders(paper, {wording.holder.node for wording in said}))
    found: dict[Element, list[Edit]] = defaultdict(list)
    for mark, name in references(paper.package.document, texts):
        holder = next((places[up] for up in mark.iterancestors(n.P, n.TC) if up in places), None)
        if holder is not None and texts[name].old != texts[name].new:
            _see(paper, done, found[holder[1].node], *holder, mark, texts[name])
    for node, edits in found.items():
        if edits:
            _write(paper, done, *places[node], edits)
    return done


def _bookmarks(wording: Wording) -> Iterator[tuple[str, _Text]]:
    """The bookmarks in a text that changes."""
    marks = list(wording.holder.node.iter(n.BOOKMARK_START))
    if not marks:
        return
    old, new = wording.holder.text, wording.text
    edits = differences(old, new)
    for mark in marks:
        start, end = _range(wording, mark)
        first, last = (_moved(at, edits, end=at == end) for at in (start, end))
        yield mark.get(n.NAME, ""), _Text(old[start:end], new[first:last], old, new)


def _range(wording: Wording, mark: Element) -> tuple[int, int]:
    """From where to where in a text a bookmark goes."""
    all_pieces = pieces(wording.holder, wording.address)
    ends = dict(
        zip((piece.node for piece in all_pieces), accumulate(len(piece.text) for piece in all_pieces), strict=True)
    )
    at = start = ends.get(None, 0)
    for node in wording.holder.node.iter(etree.Element):
        if node is mark:
            start = at
        elif node.tag == n.BOOKMARK_END and node.get(n.ID) == mark.get(n.ID):
            return start, max(start, at)
        at = ends.get(node, at)
    return start, len(wording.holder.text)


def _moved(at: int, edits: Sequence[Edit], *, end: bool) -> int:
    """Where a place of a text is after edits; what comes in at the end of a range belongs to it."""
    shift = 0
    for span, text in edits:
        if span.end < at or (span.end == at and (end or span.start < at)):
            shift += len(text) - (span.end - span.start)
        elif span.start < at:
            shift += (len(text) if end else 0) - (at - span.start)
    return at + shift


def _holders(paper: Paper, but: set[Element]) -> Iterator[tuple[Element, tuple[Address, Holder]]]:
    """The cells and paragraphs of the document, by their nodes."""
    for block in paper.reading.blocks:
        if isinstance(block, Row):
            for cell in block.cells:
                if cell.node not in but and cell.origin is None:
                    yield cell.node, (block.address(cell), cell)
        elif block.node not in but:
            yield block.node, (block.address(), block)


def references(document: Element, names: Collection[str]) -> Iterator[tuple[Element, str]]:
    """What refers to bookmarks: instructions of fields, and hyperlinks without a field in them."""
    for node in document.iter(n.INSTR_TEXT, n.FLD_SIMPLE, n.HYPERLINK):
        if node.tag == n.HYPERLINK:
            if (name := node.get(_ANCHOR, "")) in names:
                yield node, name
            continue
        code = node.text if node.tag == n.INSTR_TEXT else node.get(_INSTRUCTION)
        for word in _NAME.findall(code or ""):
            if word in names:
                yield node, word


def _see(
    paper: Paper, done: Repeated, edits: list[Edit], address: Address, holder: Holder, mark: Element, text: _Text
) -> None:
    """Note what is to change in a cell or paragraph for one reference in it."""
    span = _shown(holder, address, mark, text)
    if span is None:
        begin = field_of(mark)
        if begin is not None and begin not in done.begins:
            done.begins.add(begin)
            done.edits.append(with_attribute(paper.part, paper.place(begin), attribute(begin, "dirty"), "true"))
            done.zones.append(paper.place(holder.node).outer)
            done.marked.append((address, text.new))
        return
    new = text.new if holder.text[slice(*span)] == text.old else text.whole_new
    if not any(edit.span == span for edit in edits):
        edits.append(Edit(span, new))


def _shown(holder: Holder, address: Address, mark: Element, text: _Text) -> Span | None:
    """Where in a text a reference shows what it refers to; None when it does not show it."""
    all_pieces = pieces(holder, address)
    inside = _result(mark)
    starts = [0, *accumulate(len(piece.text) for piece in all_pieces)]
    own = [place for place, piece in enumerate(all_pieces) if piece.node in inside]
    if own:
        span = Span(starts[own[0]], starts[own[-1] + 1])
        if holder.text[slice(*span)] == text.old:
            return span
    for said in (text.whole, text.old):
        if said and holder.text.count(said) == 1:
            at = holder.text.index(said)
            return Span(at, at + len(said))
    return None


def _result(mark: Element) -> set[Element]:
    """The texts that a field, or a hyperlink, shows."""
    if mark.tag != n.INSTR_TEXT:
        return set(mark.iter(n.T))
    paragraph = next(mark.iterancestors(n.P), mark)
    nodes = list(paragraph.iter(n.FLD_CHAR, n.INSTR_TEXT, n.T))
    depth, shown = 0, False
    found: set[Element] = set()
    for node in nodes[nodes.index(mark) :]:
        kind = node.get(n.FLD_CHAR_TYPE)
        if node.tag == n.T and shown:
            found.add(node)
        elif kind == "begin":
            depth += 1
        elif kind == "separate" and not depth:
            shown = True
        elif kind == "end":
            if not depth:
                return found
            depth -= 1
    return set()


def field_of(mark: Element) -> Element | None:
    """What a field begins with, to be marked: that of the table of contents around an entry, else its own."""
    if mark.tag == n.FLD_SIMPLE:
        return mark
    root = mark.getroottree().getroot()
    opened: list[Element] = []
    contents: dict[Element, bool] = {}
    for node in root.iter(n.FLD_CHAR, n.INSTR_TEXT, n.HYPERLINK):
        if node is mark:
            return next((one for one in opened if contents.get(one)), opened[-1] if opened else None)
        kind = node.get(n.FLD_CHAR_TYPE)
        if kind == "begin":
            opened.append(node)
        elif kind == "end" and opened:
            opened.pop()
        elif node.tag == n.INSTR_TEXT and opened and (node.text or "").split()[:1] == ["TOC"]:
            contents[opened[-1]] = True
    return None


def _write(paper: Paper, done: Repeated, address: Address, holder: Holder, edits: Sequence[Edit]) -> None:
    new = apply_edits(holder.text, edits)
    done.edits += typed(paper, Wording(address, holder, by_text(holder.text, new)))
    done.zones.append(paper.place(holder.node).outer)
    done.changed += [(address, holder.text[slice(*span)], text) for span, text in edits]
