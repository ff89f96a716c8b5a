"""Verbs floor: the columns of rows as merges see them, and the habit of a list: are equal neighbours merged in a column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from goalgen.docx import Cell, Row
from goalgen.form.binding import concrete
from goalgen.form.inline import Claim
from goalgen.form.machine import Turns
from goalgen.form.pattern import CellPattern, RowPattern, Slot
from goalgen.ledger import Entry
from goalgen.paths import lookup
from goalgen.verbs.put.merges import Column, Habit, Kind, Was, merge_of
from goalgen.verbs.put.plan import Plan, Printed, printed
from goalgen.verbs.read import ReadSpec

Group = tuple[int, Turns]
"""A row of the form, and the turns of the loops around the list that it is an item of."""


def group_of(node: object, turns: Turns) -> Group:
    """Which rows are of one list."""
    return id(node), turns[:-1]


def slot_of(pattern: CellPattern) -> Slot | None:
    """The value that a cell holds and nothing else."""
    first = pattern.content[0] if len(pattern.content) == 2 and not pattern.covered else None
    return first if isinstance(first, Slot) else None


def kind_of(pattern: CellPattern) -> Kind:
    """What a column of a row is."""
    if pattern.covered:
        return Kind.LABEL
    return Kind.TEXT if slot_of(pattern) is None else Kind.VALUE


def is_taken(cell: Cell, entry: Entry) -> bool:
    """Whether a cell has its text from above: it is merged away, or goes on with a merge above a cut."""
    if cell.origin is not None:
        return True
    claims = [part for part in entry.parts if isinstance(part, Claim)]
    return cell.orphan and not entry.text.strip() and any(claim.value.strip() for claim in claims)


def columns(plan: Plan, block: Printed, turns: Turns, *, made: bool) -> list[Column]:
    """The columns of a row that is wanted at turns of the new value; `made` when the block is only its model."""
    found = block.found
    assert isinstance(found.node, RowPattern)
    assert isinstance(found.block, Row)
    columns = []
    for pattern, entry, cell in zip(found.node.cells, found.entries, found.block.cells, strict=True):
        slot = slot_of(pattern)
        new = str(lookup(plan.new, concrete(slot.path, turns)) or "") if slot else ""
        old = str(lookup(plan.read.value, concrete(slot.path, block.turns)) or "") if slot and not made else ""
        was = Was(merge_of(cell), is_taken(cell, entry), old, cell)
        columns.append(Column(kind_of(pattern), slot is not None and slot.merge, new, was))
    return columns


def habit(plan: Plan, tables: Iterable[ReadSpec], group: Group) -> Habit:
    """The habit of a list: of its own rows; where it has no equal neighbours, of the other tables of the form in the
    document; else of the template."""
    here = _counted(plan.read, plan.printed, lambda one: group_of(one.found.node, one.turns) == group)
    there: list[dict[int, list[bool]]] = []

    def elsewhere() -> dict[int, list[bool]]:
        if not there:
            counted: dict[int, list[bool]] = defaultdict(list)
            for table in tables:
                if table.form is plan.read.form and table is not plan.read:
                    blocks = tuple(printed(table.form.pattern, table.occurrence))
                    for place, merged in _counted(table, blocks, lambda one: id(one.found.node) == group[0]).items():
                        counted[place] += merged
            there.append(counted)
        return there[0]

    def is_merged(place: int) -> bool:
        merged = here.get(place) or elsewhere().get(place)
        if merged:
            return 2 * sum(merged) >= len(merged)
        return _template(plan, group, place)

    return is_merged


def _template(plan: Plan, group: Group, place: int) -> bool:
    nodes = (each.node for each in plan.wanted if id(each.node) == group[0])
    node = next((each for each in nodes if isinstance(each, RowPattern)), None)
    slot = slot_of(node.cells[place]) if node is not None else None
    return slot is not None and slot.merge


def _counted(table: ReadSpec, blocks: Sequence[Printed], is_of: Callable[[Printed], bool]) -> dict[int, list[bool]]:
    """By column, for each two neighbours of a list that are equal in it, whether they are merged."""
    counted: dict[int, list[bool]] = defaultdict(list)
    for above, below in pairwise(blocks):
        upper, lower, node = above.found.block, below.found.block, below.found.node
        if not is_of(above) or not is_of(below) or above.turns[:-1] != below.turns[:-1]:
            continue
        if not isinstance(upper, Row) or not isinstance(lower, Row) or not isinstance(node, RowPattern):
            continue
        if above.found.node is not node or (upper.table, upper.number + 1) != (lower.table, lower.number):
            continue
        equal = True
        for place, pattern in enumerate(node.cells):
            slot = slot_of(pattern)
            if slot is None:
                continue
            one, two = (lookup(table.value, concrete(slot.path, each.turns)) for each in (above, below))
            if equal and one == two:
                counted[place].append(is_taken(lower.cells[place], below.found.entries[place]))
            equal = equal and (one == two or not slot.merge)
    return counted
