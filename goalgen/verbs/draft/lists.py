"""Verbs floor, `draft`: the repeated rows of a table: a header of column labels, and rows of the same cells under it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from goalgen.docx import Block, Cell, Row
from goalgen.labels import normalise_label
from goalgen.verbs.draft.words import meaning

_INDICATOR = {"level1", "level2", "indicator_name"}
_TOTAL = {"total_score", "total_row"}


class Region(NamedTuple):
    """A list in a table: its header rows, its rows, and the labels beside it that are merged down over it."""

    header: tuple[Row, ...]
    body: tuple[Row, ...]
    outer: frozenset[int]
    """ids of the cells whose merge reaches from the header into the rows"""
    repeated: tuple[Row, ...] = ()
    """header rows typed again among the rows"""

    def leaves(self, row: Row) -> list[Cell]:
        """The cells of a row that belong to the list."""
        return [cell for cell in row.cells if id(cell.origin or cell) not in self.outer]

    def merged(self) -> list[bool]:
        """For each column whether it is merged down somewhere."""
        rows = [self.leaves(row) for row in self.body]
        return [any(row[index].origin is not None for row in rows) for index in range(len(rows[0]))]

    def values(self) -> list[list[str]]:
        """The text of each cell of each row; merged-away cells have that of the cell above."""
        return [[(cell.origin or cell).text for cell in self.leaves(row)] for row in self.body]


def regions(blocks: Sequence[Block]) -> list[Region]:
    """The lists of a document, from top to bottom."""
    rows = [block for block in blocks if isinstance(block, Row)]
    found: list[Region] = []
    index = 0
    while index < len(rows):
        region = _region(rows, index)
        if region is None:
            index += 1
        else:
            found.append(region)
            index = rows.index(region.body[-1]) + 1
    return found


def _region(rows: Sequence[Row], index: int) -> Region | None:
    first = rows[index]
    found = [meaning(cell.text) for cell in first.cells if cell.origin is None]
    indicators = not _INDICATOR.isdisjoint(found) and sum(m in _INDICATOR or m == "target_value" for m in found) >= 2
    below = [row for row in rows[index + 1 :] if row.table == first.table]
    height = _header_height(first, below)
    header, below = (first, *below[: height - 1]), below[height - 1 :]
    if not below:
        return None
    inside = {id(cell.origin) for row in below for cell in row.cells if cell.origin is not None}
    outer = frozenset(
        id(cell.origin or cell) for row in header for cell in row.cells if id(cell.origin or cell) in inside
    )
    region = Region(header, (below[0],), outer)
    shape = _shape(region, header[-1])
    labels = [(cell.origin or cell).text for cell in region.leaves(header[-1])]
    if len(shape) < 2 or not (indicators or _is_header(labels)):
        return None
    body: list[Row] = []
    repeated: list[Row] = []
    for row in below:
        if _shape(region, row) != shape:
            break
        if _texts(region, row) == [normalise_label(label) for label in labels]:
            repeated.append(row)
        elif _ends(region.leaves(row)[0], row, region.leaves(below[0])[0]):
            break
        else:
            body.append(row)
    if not body or (not indicators and len(body) < 2):
        return None
    last = below.index(body[-1])
    return region._replace(body=tuple(body), repeated=tuple(row for row in repeated if below.index(row) < last))


def _texts(region: Region, row: Row) -> list[str]:
    return [normalise_label(cell.text) for cell in region.leaves(row)]


def _header_height(first: Row, below: Sequence[Row]) -> int:
    """A header has a second row where some of its labels, not only the one at the left, are merged down into it."""
    if len(below) < 2:
        return 1
    own = {id(cell) for cell in first.cells if cell.origin is None}
    continued = [id(cell.origin) in own for cell in below[0].cells if cell.origin is not None]
    after = {id(cell.origin) for cell in below[1].cells}
    labels = [c for c in below[0].cells if id(c.origin) in own and id(c.origin) not in after]
    return 2 if any(continued) and labels and any(cell.origin is None for cell in below[0].cells) else 1


def _shape(region: Region, row: Row) -> list[tuple[int, int]]:
    return [(cell.column, cell.span) for cell in region.leaves(row)]


def _is_header(labels: Sequence[str]) -> bool:
    """A header of a list of another kind: the first column has a known label, and so have most of the others."""
    known = [meaning(label) is not None for label in labels]
    return len(labels) >= 3 and all(label.strip() for label in labels) and known[0] and sum(known) * 2 > len(known)


def _ends(cell: Cell, row: Row, first: Cell) -> bool:
    """Whether a row of the same cells is not of the list any more: a total, or a row with a label of its own."""
    if cell.origin is not None:
        return False
    found = meaning(cell.text)
    texts = [other.text for other in row.cells if other.origin is None]
    own = found is not None and found != meaning(first.text)
    return found in _TOTAL or (own and any(meaning(text) is None for text in texts))
