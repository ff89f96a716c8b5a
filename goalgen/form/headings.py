"""Form floor: what a value is called where it stands: by its key, and by what is printed above it or beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from goalgen.form.pattern import CellPattern, RowPattern, Slot, nodes
from goalgen.labels import normalise_label
from goalgen.schema import FieldPath


@lru_cache(maxsize=64)
def headings(rows: frozenset[RowPattern]) -> Mapping[FieldPath, frozenset[str]]:
    """The names of each field in rows as labels are compared: its key; of a column the labels in the rows of labels above, of
    a field the label to its left."""
    found: dict[FieldPath, frozenset[str]] = {}
    for row in rows:
        left = ""
        for cell, label in zip(row.cells, row.labels, strict=True):
            printed = {*_above(cell, row)} if row.headers else {left}
            for node in nodes(cell.content):
                if isinstance(node, Slot):
                    key = next((key for key in reversed(node.path) if isinstance(key, str)), "")
                    names = filter(_says_something, {normalise_label(key), *printed})
                    found[node.path] = found.get(node.path, frozenset()).union(names)
            left = label or cell.over or left
    return found


def _says_something(name: str) -> bool:
    """Whether a label is a name: not a dash, not a sum."""
    return any(map(str.isalpha, name))


def _above(cell: CellPattern, row: RowPattern) -> Iterator[str]:
    for header in row.headers:
        for above, label in zip(header.cells, header.labels, strict=True):
            if above.column <= cell.column < above.column + above.span:
                yield label or above.over or ""
