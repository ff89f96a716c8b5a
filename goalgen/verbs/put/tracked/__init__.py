"""Verbs floor: the edits of a document as revisions, which whoever has the document can accept or reject one by one.

What is to be written is decided elsewhere; here it is only told in another way. Of a document and its edits others are made
that give the edited document once all revisions are accepted, and the document as it was once they are rejected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from goalgen.docx import Address, Row
from goalgen.docx import names as n
from goalgen.docx.splice import inside
from goalgen.text import Edit, Span, apply_edits
from goalgen.verbs.put.paper import Paper, Refusal
from goalgen.verbs.put.tracked.again import Copy, taken
from goalgen.verbs.put.tracked.flow import Flow, Sources, flowed, taken_back
from goalgen.verbs.put.tracked.fragment import Fragment
from goalgen.verbs.put.tracked.pen import AUTHOR, Kind, Pen, Tracking
from goalgen.verbs.put.tracked.rows import Line, Writer, cells_of, settled, was_put_in
from goalgen.verbs.put.tracked.sorting import Layout, Sorted, sorted_out
from goalgen.verbs.put.tracked.text import Cut, Unspeakable, revised
from goalgen.verbs.put.tracked.wholes import end_mark

__all__ = ["AUTHOR", "Revised", "Tracking", "revisions"]

Element = etree._Element


class Revised(NamedTuple):
    """Edits with revisions in them, and the elements of the document that they lie in, or stand beside."""

    edits: list[Edit]
    zones: list[Span]


def revisions(paper: Paper, edits: Sequence[Edit], tracking: Tracking) -> Revised:
    """The same edits as revisions. Raises Refusal, by name of the cell, for an edit that would cut through a revision of
    another author, and for one that no revision can say."""
    root = paper.package.document
    place = paper.place(root)
    layout = Layout(root, {**inside(paper.part, root, place)})
    start = paper.part.text[place.start : place.opened]
    work = _Work(paper, layout, start, Pen.of(paper.package, tracking), sorted_out(layout, edits, start), edits)
    work.tables()
    work.flows()
    work.paragraphs()
    return Revised([*work.sorted.plain, *work.made], work.zones)


@dataclass
class _Work:
    """The revisions of one document, as they are made."""

    paper: Paper
    layout: Layout
    root: str
    pen: Pen
    sorted: Sorted
    edits: Sequence[Edit]
    made: list[Edit] = field(default_factory=list)
    zones: list[Span] = field(default_factory=list)
    done: set[Element] = field(default_factory=set)
    """rows that are written as wholes"""
    ends: dict[Element, Kind] = field(default_factory=dict)
    backs: set[Element] = field(default_factory=set)

    def tables(self) -> None:
        """Rows that come and go, and those whose merges change."""
        changed = {next(row.iterancestors(n.TBL)) for row in self.sorted.rows}
        for holder in self.sorted.tables:
            changed.add(holder if holder.tag == n.TBL else next(holder.iterancestors(n.TBL)))
        for table in sorted(changed, key=lambda one: self.layout.places[one].outer.start):  # a set has no order (L5)
            if any(table in up.iterdescendants(n.TBL) for up in table.iterancestors(n.TR) if up in self.sorted.rows):
                continue
            with _At(self, table):
                lines = settled(self._lines(table), self._again, self.sorted.rows)
                self.done |= {line.node for line in lines if line.kind == "del" and line.node is not None}
                writer = Writer(self.layout, self.paper.part.text, self.root, self.pen, lambda node: _At(self, node))
                rows = list(writer.written(lines))
                self.made += rows
                self.zones += [edit.span for edit in rows]

    def _lines(self, table: Element) -> list[Line]:
        """The rows of a table as they stand, with those that come."""
        lines: list[tuple[int, int, Line]] = []
        holders = [
            table,
            *(one for one in self.sorted.tables if next(one.iterancestors(n.TBL), None) is table and one is not table),
        ]
        gone = {
            row
            for holder in holders
            for edit in self.sorted.tables.get(holder, ())
            for one in self.layout.covered(holder, edit.span)
            if edit.span.start < edit.span.end
            for row in one.iter(n.TR)
        }
        for row in table.iter(n.TR):
            parent = row.getparent()
            if next(row.iterancestors(n.TBL)) is table and parent is not None:
                at = self.layout.places[row].start
                kind, own = "del" if row in gone else "keep", was_put_in(row, self.pen)
                lines.append((at, 1, Line(kind, cells_of(row), parent, row, "", at, own)))
        for holder in holders:
            for edit in self.sorted.tables.get(holder, ()):
                at = edit.span.end if edit.span.start < edit.span.end else edit.span.start
                lines += [
                    (at, 0, line) for line in self._coming(holder, edit, at, gone=edit.span.start < edit.span.end)
                ]
        return [line for _, _, line in sorted(lines, key=lambda one: one[:2])]

    def _coming(self, holder: Element, edit: Edit, at: int, *, gone: bool) -> Iterator[Line]:
        """The rows that an edit puts in."""
        fragment = Fragment(self.root, edit.text) if edit.text and not gone else None
        for one in fragment.elements if fragment is not None else ():
            rows = [one] if one.tag == n.TR else list(one.iter(n.TR))
            if fragment is None or not rows:
                continue
            xml = self._copy.renewed(fragment.source(one), again=False)
            for place, row in enumerate(rows):
                yield Line("ins", cells_of(row), holder, None, xml if place == 0 else "", at)

    def _again(self, line: Line) -> Line:
        """A row that cannot stay, as it comes again."""
        assert line.node is not None
        with _At(self, line.node):
            xml = self._copy.renewed(self._source(line.node, self.layout.inside(line.node, self.edits)), again=True)
        fragment = Fragment(self.root, xml)
        if not fragment.elements:  # somebody took it out before: there is no row to come again
            raise Unspeakable("这几行的上下合并")
        return Line("ins", cells_of(fragment.only), line.parent, None, xml, self.layout.places[line.node].end)

    @cached_property
    def _copy(self) -> Copy:
        return Copy(self.root, taken(self.paper.package.document), self.paper.control)

    def _source(self, node: Element, edits: Iterable[Edit] = ()) -> str:
        """An element as it is written, with edits in it."""
        start, _, _, end = self.layout.places[node]
        moved = [Edit(Span(span.start - start, span.end - start), text) for span, text in edits]
        return apply_edits(self.paper.part.text[start:end], moved)

    def _is_done(self, node: Element) -> bool:
        return any(up in self.done for up in node.iterancestors(n.TR))

    def flows(self) -> None:
        """Paragraphs that come and go."""
        for holder, edits in self.sorted.flows.items():
            if self._is_done(holder):
                continue
            with _At(self, holder):
                flow: Flow = flowed(self.layout, holder, edits, Sources(self.root, self.paper.part.text), self.pen)
                self.made += flow.edits
                self.ends |= flow.ends
                self.backs |= flow.backs
                place = self.layout.places[holder]
                self.zones += (
                    [place.outer]
                    if holder.tag == n.TC
                    else [edit.span for edit in flow.edits if edit.span.start < edit.span.end]
                )

    def paragraphs(self) -> None:
        """What changes inside paragraphs, and their ends."""
        for paragraph in dict.fromkeys([*self.sorted.paragraphs, *self.ends, *self.backs]):
            if self._is_done(paragraph):
                continue
            with _At(self, paragraph):
                old = Fragment(self.root, self._source(paragraph))
                edits = self.sorted.paragraphs.get(paragraph, [])
                new = Fragment(self.root, self._source(paragraph, edits))
                inside_it = revised(old, new, self.pen) if edits else []
                if paragraph in self.ends:
                    inside_it += end_mark(old, old.only, self.ends[paragraph], self.pen)
                if paragraph in self.backs:
                    inside_it += taken_back(old, self.pen)
                outer = self.layout.places[paragraph].outer
                self.made.append(Edit(outer, old.written(inside_it)))
                self.zones.append(outer)

    def address(self, node: Element) -> Address | None:
        """The cell, the row or the paragraph that an element stands in."""
        around = [node, *node.iterancestors()]
        for block in self.paper.reading.blocks:
            if isinstance(block, Row) and block.node in around:
                return next((block.address(cell) for cell in block.cells if cell.node in around), block.address())
            if not isinstance(block, Row) and block.node in around:
                return block.address()
        table = next((one for one in around if one.tag == n.TBL), None)
        rows = (block for block in self.paper.reading.blocks if isinstance(block, Row))
        return next(
            (Address(row.table) for row in rows if table is not None and table in row.node.iterancestors(n.TBL)), None
        )


class _At(AbstractContextManager[None]):
    """Where in the document something is done, for what cannot be done there."""

    def __init__(self, work: _Work, node: Element) -> None:
        self._work, self._node = work, node

    def __enter__(self) -> None:
        """Nothing is held."""

    def __exit__(self, _: object, reason: BaseException | None, __: object) -> None:
        if isinstance(reason, Cut):
            who = f"（{reason}）" if str(reason) else ""
            message = f"这里有别人{who}还没有接受的修订，改这几个字要把它切断，没有动；确实要改，加 --over"
            raise Refusal("P308", message, self._work.address(self._node)) from reason
        if isinstance(reason, Unspeakable):
            message = f"{reason}，用修订表示不了，没有动；可以不加 --track-changes 直接写"
            raise Refusal("P309", message, self._work.address(self._node)) from reason
