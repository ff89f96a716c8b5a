"""Verbs floor: which cells of a list are merged into the one above, once rows have come, gone and changed.

Two rows that were neighbours and have not changed keep their merge. A new pair takes the habit of the list: whether equal
neighbours are merged in this column here, else in the document, else in the template. No merge runs across a cut.
(ECMA-376 part 1, 17.4.84 `w:vMerge`.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from goalgen.docx import Address, Cell
from goalgen.docx import names as n
from goalgen.docx.splice import filled
from goalgen.docx.structure import extent
from goalgen.text import Edit, Span
from goalgen.verbs.put.paper import Paper, Refusal, attribute, named

_BEFORE = {f"{n.W}{tag}" for tag in ("cnfStyle", "tcW", "gridSpan", "hMerge")}
"""What stands before a vertical merge in the properties of a cell (CT_TcPr)."""


class Merge(Enum):
    """How a cell stands in a vertical merge, as it is written; NONE also where it is merged with nothing."""

    NONE = "none"
    BEGINS = "restart"
    GOES_ON = "continue"


class Kind(Enum):
    """What a column of a row is: a value by itself, a label that runs down beside the list, or a text of its own."""

    VALUE = "value"
    LABEL = "label"
    TEXT = "text"


class Was(NamedTuple):
    """A cell as it is in the document: how it stands in a merge, and whether it has its text from above."""

    merge: Merge
    taken: bool
    value: str
    cell: Cell


class Column(NamedTuple):
    """A cell of a row that is wanted: what it is to say, and the cell that it is, or that it is made like."""

    kind: Kind
    merges: bool
    """the template merges it (`|合并`)"""
    value: str
    was: Was


class Standing(NamedTuple):
    """A row as it will stand."""

    columns: Sequence[Column]
    group: object
    """the list, and the row of its items, that it is of"""
    old: int | None
    """its place among the rows of the document, None for a new one"""
    table: int
    close: bool
    """it stands right below the row before it, in the same table"""
    closed: bool
    """and so it does now, below the same row"""


class Settled(NamedTuple):
    """How a cell will stand, and whether it shows a text of its own."""

    merge: Merge
    shows: bool


Habit = Callable[[int], bool]
"""Whether equal neighbours are merged in a column of the list."""


def settle(rows: Sequence[Standing], habits: Mapping[object, Habit]) -> list[list[Settled]]:
    """How each cell of the rows will stand."""
    on = _Goes(rows, habits)
    alone = _alone(rows)
    settled: list[list[Settled]] = []
    for number, row in enumerate(rows):
        cells = []
        for place, column in enumerate(row.columns):
            was, goes_on = column.was, on.goes[number][place]
            stays = row.old is not None and not was.taken and (row.closed or was.merge is not Merge.GOES_ON)
            if goes_on is None and was.taken:
                cells.append(Settled(was.merge, False))
            elif goes_on:
                cells.append(Settled(Merge.GOES_ON, False))
            elif on.below(number, place):
                cells.append(Settled(Merge.BEGINS, True))
            elif stays:
                cells.append(Settled(was.merge, True))
            else:
                cells.append(Settled(alone.get((row.group, place), Merge.NONE), True))
        settled.append(cells)
    return settled


def _alone(rows: Sequence[Standing]) -> dict[tuple[object, int], Merge]:
    """How a cell that is merged with nothing is written in each column of a list: some begin a merge of one."""
    found: dict[tuple[object, int], Merge] = {}
    old = {row.old: row for row in rows if row.old is not None}
    for number, row in old.items():
        assert number is not None
        below = old.get(number + 1)
        for place, column in enumerate(row.columns):
            followed = below is not None and place < len(below.columns) and below.columns[place].was.taken
            if not column.was.taken and not followed and column.was.merge is Merge.BEGINS:
                found[row.group, place] = Merge.BEGINS
    return found


class _Goes:
    """For each cell whether it goes on with the one above; None where nothing is to be done about it."""

    def __init__(self, rows: Sequence[Standing], habits: Mapping[object, Habit]) -> None:
        self.rows, self.habits = rows, habits
        self.goes: list[list[bool | None]] = []
        for number, row in enumerate(rows):
            self.goes.append([])
            for place, column in enumerate(row.columns):
                self.goes[-1].append(self._of(number, place, column))

    def _of(self, number: int, place: int, column: Column) -> bool | None:
        row = self.rows[number]
        if column.kind is Kind.LABEL:
            return self._label(number, place)
        if column.kind is Kind.TEXT:
            return None if row.old is not None else False
        above = self.rows[number - 1] if number else None
        stays = row.old is not None and column.value == column.was.value
        if above is None or above.group != row.group or not row.close:
            unbroken = row.closed or column.was.cell.orphan
            return None if stays and unbroken and (not column.was.taken or self._follows(number, place)) else False
        both = (
            stays
            and above.old is not None
            and row.closed
            and above.columns[place].was.value == above.columns[place].value
        )
        if both and all(self._stays(number, left) for left in self._merging(number, place)):
            return None if column.was.taken else False
        if not all(self._equal(number, left) for left in [*self._merging(number, place), place]):
            return False
        upper = above.columns[place].was
        if row.closed and row.old is not None and above.old is not None and column.was.value == upper.value:
            return column.was.taken
        return self.habits[row.group](place)

    def _follows(self, number: int, place: int) -> bool:
        """Whether the row before, if only above a cut, says the same, so that a merge without a beginning goes on with it."""
        above = self.rows[number - 1].columns if number else ()
        return place < len(above) and above[place].value == self.rows[number].columns[place].value

    def _merging(self, number: int, place: int) -> list[int]:
        """The columns to the left that the template merges: where one of them ends a merge, so does this one."""
        return [left for left in range(place) if self.rows[number].columns[left].merges]

    def _equal(self, number: int, place: int) -> bool:
        return self.rows[number].columns[place].value == self.rows[number - 1].columns[place].value

    def _stays(self, number: int, place: int) -> bool:
        """Whether a value has changed neither here nor above."""
        both = (self.rows[number].columns[place], self.rows[number - 1].columns[place])
        return all(column.value == column.was.value for column in both)

    def _label(self, number: int, place: int) -> bool | None:
        """A label goes on where it did, and beside a new row where it does above."""
        row = self.rows[number]
        if row.old is not None and row.closed:
            return None
        if not row.close:
            return False
        was = row.columns[place].was
        for upper in self.rows[number - 1].columns if number else ():
            if upper.was.cell.column == was.cell.column:
                of_one = was.taken and (upper.was.cell.origin or upper.was.cell) is was.cell.origin
                return of_one or (upper.kind is not Kind.VALUE and upper.was.merge is not Merge.NONE)
        return False

    def below(self, number: int, place: int) -> bool:
        """Whether the cell below goes on with this one."""
        if number + 1 >= len(self.rows) or not self.rows[number + 1].close:
            return False
        grid = self.rows[number].columns[place].was.cell.column
        for other, column in enumerate(self.rows[number + 1].columns):
            if column.was.cell.column == grid:
                goes = self.goes[number + 1][other]
                return column.was.taken and column.was.merge is Merge.GOES_ON if goes is None else goes
        return False


def merge_of(cell: Cell) -> Merge:
    """How a cell stands in a vertical merge, once all changes are accepted."""
    _, covered, _, _ = extent(cell.node, original=False)
    return Merge.NONE if covered is None else Merge.GOES_ON if covered else Merge.BEGINS


def merged(paper: Paper, cell: Cell, merge: Merge, address: Address | None = None) -> list[Edit]:
    """The edits after which a cell with its address stands so in a vertical merge; of a copy, which is without what was
    changed of it, there is none. Raises Refusal where the merge is itself a change that waits to be accepted."""
    tc = cell.node
    changed = next(
        (one for properties in tc.iterchildren(n.TC_PR) for one in properties.iterchildren(n.CELL_MERGE)), None
    )
    if changed is None and merge_of(cell) is merge:
        return []
    if changed is not None and address is not None:
        if merge_of(cell) is merge:
            return []
        raise Refusal("P307", "这一格的合并有修订，不能再改它的合并；请先接受或拒绝修订", address)
    name = named(tc, "vMerge")
    begins = f'<{name} {attribute(tc, "val")}="restart"/>'
    xml = {Merge.NONE: "", Merge.BEGINS: begins, Merge.GOES_ON: f"<{name}/>"}[merge]
    properties = next(tc.iterchildren(n.TC_PR), None)
    if properties is None:
        at, around = paper.place(tc).opened, named(tc, "tcPr")
        return [Edit(Span(at, at), f"<{around}>{xml}</{around}>")]
    old = next(properties.iterchildren(n.V_MERGE), None)
    if old is not None:
        return [Edit(paper.place(old).outer, xml)]
    if not xml:
        return []
    place = paper.place(properties)
    if place.alone:
        return [filled(paper.part, place, xml)]
    before = [child for child in properties if child.tag in _BEFORE]
    at = paper.place(before[-1]).end if before else place.opened
    return [Edit(Span(at, at), xml)]
