"""Form floor: where in Word each value of a spec stands: in a document that was read, and in one that would be built."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from goalgen.docx import Address, Cell, Paragraph, Row
from goalgen.form.binding import concrete
from goalgen.form.find import Occurrence
from goalgen.form.machine import Turns
from goalgen.form.pattern import Cond, Loop, Node, RowPattern, Slot, children
from goalgen.paths import SpecPath, lookup


class Place(NamedTuple):
    """Where a value stands: the characters `start` to `end` of the text of a cell or paragraph, and what they say there.

    In a cell that is merged into the one above (`holder.origin`) the value has no characters of its own.
    """

    address: Address
    holder: Cell | Paragraph
    start: int
    end: int
    text: str


def read_places(occurrence: Occurrence) -> dict[SpecPath, tuple[Place, ...]]:
    """Every place of each value of a form that was found: first the one that the value was taken from, in a table if it can
    be; also those that contradict it (R201)."""
    holders: dict[Address, Cell | Paragraph] = {}
    for found in occurrence.found:
        beside: Sequence[Cell | Paragraph] = found.block.cells if isinstance(found.block, Row) else (found.block,)
        holders |= {entry.address: holder for entry, holder in zip(found.entries, beside, strict=True)}
    places: dict[SpecPath, list[Place]] = {}
    for address, claim in occurrence.claims():
        if isinstance(claim.node, Slot):
            place = Place(address, holders[address], claim.start, claim.end, claim.value)
            places.setdefault(concrete(claim.node.path, claim.turns), []).append(place)
    return {path: tuple(found) for path, found in places.items()}


def printed_places(pattern: Sequence[Node], value: Mapping[str, Any]) -> dict[SpecPath, Address]:
    """The cell of each value that is printed in a table; tables are counted from 1, as in a document of this value alone.

    Values that are printed in paragraphs only are left out, and so is all that follows a list that is none: nobody knows
    how many rows it has.
    """
    walk = _Walk(value)
    walk.blocks(pattern, ())
    return walk.found


@dataclass
class _Walk:
    """How far the printing has come: in which table, in which of its rows."""

    value: Mapping[str, Any]
    found: dict[SpecPath, Address] = field(default_factory=dict)
    table: int = 0
    row: int = 0
    within: tuple[int, Turns] | None = None
    """the table of the template and the turns of the loops that it stands in as a whole"""
    lost: bool = False

    def blocks(self, pattern: Sequence[Node], turns: Turns) -> None:
        """Walk over rows, and loops and conditions around them."""
        for node in pattern:
            if self.lost:
                return
            if isinstance(node, Loop):
                items = lookup(self.value, concrete(node.path, turns))
                self.lost = not isinstance(items, list)
                for turn in range(len(items) if isinstance(items, list) else 0):
                    self.blocks(children(node), (*turns, turn + 1))
            elif isinstance(node, Cond):
                if lookup(self.value, concrete(node.path, turns)):
                    self.blocks(children(node), turns)
            elif isinstance(node, RowPattern):
                self._print(node, turns)

    def _print(self, node: RowPattern, turns: Turns) -> None:
        """Count a row; note the values in its cells. A value that is printed twice stands where it is printed first."""
        within = node.table, turns[: node.around]
        if self.within != within:
            self.within, self.table, self.row = within, self.table + 1, 0
        self.row += 1
        for cell in node.cells:
            if not cell.covered:
                for path in self._paths(cell.content, turns):
                    self.found.setdefault(path, Address(self.table, self.row, cell.column))

    def _paths(self, content: Sequence[Node], turns: Turns) -> Iterator[SpecPath]:
        """The values in a cell."""
        for node in content:
            if isinstance(node, Slot):
                path = concrete(node.path, turns)
                if lookup(self.value, path) is not None:
                    yield path
            elif isinstance(node, Loop):
                items = lookup(self.value, concrete(node.path, turns))
                for turn in range(len(items) if isinstance(items, list) else 0):
                    yield from self._paths(children(node), (*turns, turn + 1))
            elif isinstance(node, Cond) and lookup(self.value, concrete(node.path, turns)):
                yield from self._paths(children(node), turns)
