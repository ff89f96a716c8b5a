"""Form floor: where in Word each value of a spec stands, told without rendering.

What `Bound.places` is for a document that was read, `places` is for the one that the template prints of a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from goalgen.docx import Address
from goalgen.form.bind import ValuePath, concrete, lookup
from goalgen.form.machine import Turns
from goalgen.form.pattern import Cond, Loop, Node, RowPattern, Slot


def places(pattern: Sequence[Node], value: Mapping[str, Any]) -> dict[ValuePath, Address]:
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
    found: dict[ValuePath, Address] = field(default_factory=dict)
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
                for turn in range(0 if self.lost else len(items)):
                    self.blocks(node.body, (*turns, turn + 1))
            elif isinstance(node, Cond):
                if lookup(self.value, concrete(node.path, turns)):
                    self.blocks(node.body, turns)
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

    def _paths(self, content: Sequence[Node], turns: Turns) -> Iterator[ValuePath]:
        """The values in a cell."""
        for node in content:
            if isinstance(node, Slot):
                path = concrete(node.path, turns)
                if lookup(self.value, path) is not None:
                    yield path
            elif isinstance(node, Loop):
                items = lookup(self.value, concrete(node.path, turns))
                for turn in range(len(items) if isinstance(items, list) else 0):
                    yield from self._paths(node.body, (*turns, turn + 1))
            elif isinstance(node, Cond) and lookup(self.value, concrete(node.path, turns)):
                yield from self._paths(node.body, turns)
