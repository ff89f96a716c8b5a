"""Verbs floor: rows that come and go as revisions, and the merges that all states of a table must share.

While revisions wait, the rows that are taken out and those that are put in stand in one table, and programs follow merges
down all of them (LibreOffice does, and it ignores tracked merges on rejecting). So a row stays only where its cells go on
with the same cell before, after and meanwhile; else it is taken out and put in again, with the rows around that depend on it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from lxml import etree

from goalgen.docx import names as n
from goalgen.docx.structure import children, extent, number
from goalgen.text import Edit, Span
from goalgen.verbs.put.tracked.atoms import ADDED, REMOVED
from goalgen.verbs.put.tracked.fragment import Fragment
from goalgen.verbs.put.tracked.pen import Pen
from goalgen.verbs.put.tracked.sorting import Layout
from goalgen.verbs.put.tracked.text import Unspeakable
from goalgen.verbs.put.tracked.wholes import marked

Element = etree._Element


class _Cell(NamedTuple):
    column: int
    span: int
    goes_on: bool | None


@dataclass(frozen=True, eq=False)
class Line:
    """A row of a table while revisions wait: one that stays, goes, or comes."""

    kind: str
    cells: tuple[_Cell, ...]
    parent: Element
    """what it stands in"""
    node: Element | None = None
    xml: str = ""
    """of one that comes: all that comes with it"""
    at: int = 0
    own: bool = False
    """the same author put it in, so that it can be taken back"""

    def is_in(self, *, final: bool) -> bool:
        """Whether it is there once all revisions are accepted; when not `final`, once they are rejected."""
        if self.kind != "keep":
            return self.kind == ("ins" if final else "del") and not (self.kind == "del" and self._is(ADDED))
        return not self._is(REMOVED if final else ADDED)

    @property
    def stays(self) -> bool:
        """Whether it is neither taken out nor put in now, and was not taken out before."""
        return self.kind == "keep" and not self._is(REMOVED)

    @property
    def vanishes(self) -> bool:
        """Whether nothing is left of it."""
        return self.kind == "del" and self.own

    def _is(self, revisions: Sequence[str]) -> bool:
        properties = self.node.iterchildren(n.TR_PR) if self.node is not None else ()
        return any(next(one.iterchildren(*revisions), None) is not None for one in properties)


def cells_of(row: Element) -> tuple[_Cell, ...]:
    """The cells of a row by the columns of the grid."""
    found, column = [], 1
    for child in children(row):
        if child.tag == n.TR_PR:
            column += sum(number(setting, 0) for setting in child.iterchildren(n.GRID_BEFORE))
        elif child.tag == n.TC:
            span, goes_on, _, _ = extent(child, original=False)
            found.append(_Cell(column, span, goes_on))
            column += span
    return tuple(found)


def origins(lines: Iterable[Line]) -> dict[Line, tuple[Line | None, ...]]:
    """For each cell that goes on with a merge the row that it began in."""
    above: dict[int, Line] = {}
    found: dict[Line, tuple[Line | None, ...]] = {}
    for line in lines:
        here: list[Line | None] = []
        for column, span, goes_on in line.cells:
            if goes_on:
                here.append(above.get(column))
                continue
            for one in range(column, column + span):
                above.pop(one, None)
            if goes_on is False:
                above[column] = line
        for one in [
            one for one in above if not any(cell.column <= one < cell.column + cell.span for cell in line.cells)
        ]:
            del above[one]
        found[line] = tuple(here)
    return found


def unlike(lines: Sequence[Line]) -> Iterator[tuple[Line, set[Line]]]:
    """The rows whose merges are not the same in all states, each with those that it should and does go on with."""
    meanwhile = origins([line for line in lines if not line.vanishes])
    for final in (True, False):
        state = origins([line for line in lines if line.is_in(final=final)])
        for line, wanted in state.items():
            if wanted != meanwhile[line]:
                yield line, {one for one in (*wanted, *meanwhile[line]) if one is not None}


def settled(lines: list[Line], again: Callable[[Line], Line], must: Collection[Element]) -> list[Line]:
    """The rows in an order, and with as many taken out and put in again, that all states are right: those that `must`, and
    those that hang on them. `again` gives a row as it is to come again. Raises Unspeakable."""
    before = {id(line.node) for line, _ in unlike([replace(line, kind="keep") for line in lines if line.kind != "ins"])}
    moved = {line for line in lines if line.stays and line.node in must}
    while True:
        lines = _apart([one for line in lines for one in (_converted(line, again) if line in moved else [line])])
        wrong = [(line, others) for line, others in unlike(lines) if id(line.node) not in before or line.kind != "keep"]
        if not wrong:
            return lines
        moved = {one for line, others in wrong for one in {line, *others} if one.stays}
        moved = moved or {
            one for line, others in wrong for one in _between(lines, {line, *others}) if one.kind == "keep"
        }
        if not moved:
            raise Unspeakable("这几行的上下合并")


def _between(lines: Sequence[Line], some: Collection[Line]) -> Sequence[Line]:
    """The rows from the first of some to the last."""
    places = [place for place, line in enumerate(lines) if line in some]
    return lines[places[0] : places[-1] + 1]


def _converted(line: Line, again: Callable[[Line], Line]) -> list[Line]:
    return [replace(line, kind="del"), again(line)]


def _apart(lines: Sequence[Line]) -> list[Line]:
    """Between two rows that stay, first all that go, then all that come."""
    ordered: list[Line] = []
    for (_, stays), group in groupby(lines, key=lambda line: (line.parent, line.stays)):
        some = list(group)
        ordered += some if stays else sorted(some, key=lambda line: line.kind == "ins")
    return ordered


@dataclass
class Writer:
    """Writes the rows of one document that come and go."""

    layout: Layout
    source: str
    root: str
    """the start tag of the part"""
    pen: Pen
    at: Callable[[Element], AbstractContextManager[None]]
    """where something is done, for what cannot be done there"""

    def written(self, lines: Sequence[Line]) -> Iterator[Edit]:
        """The edits of the rows of a table that come and go."""
        for (_, stays), group in groupby(lines, key=lambda line: (line.parent, line.stays)):
            some = list(group)
            gone = [line.node for line in some if line.kind != "ins" and line.node is not None] if not stays else []
            for line in some:
                if line.kind == "del" and line.node is not None:
                    yield self._gone(line.node)
            for line in some if not stays else ():
                if line.kind == "ins" and line.xml:
                    fragment = Fragment(self.root, line.xml)
                    at = self.layout.places[gone[-1]].end if gone else line.at
                    yield Edit(Span(at, at), fragment.written(marked(fragment, "ins", self.pen)))

    def _gone(self, row: Element) -> Edit:
        """A row that goes; what the same author put in is taken back."""
        place = self.layout.places[row]
        with self.at(row):
            fragment = Fragment(self.root, self.source[place.start : place.end])
            made = marked(fragment, "del", self.pen)
            return Edit(place.outer, "" if was_put_in(row, self.pen) else fragment.written(made))


def was_put_in(row: Element, pen: Pen) -> bool:
    """Whether the same author put a row in, so that it can be taken back."""
    return any(pen.is_own(one) for own in row.iterchildren(n.TR_PR) for one in own.iterchildren(n.INS))
