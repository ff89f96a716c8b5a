"""Verbs floor, `draft`: the repeated rows of a table: a header of column labels, and rows of the same cells under it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from goalgen.docx import Block, Cell, Paragraph, Row
from goalgen.labels import normalise_label
from goalgen.verbs.draft.evidence import Looks, ends, is_name, kind, looks, names_person
from goalgen.verbs.draft.words import bare_label, meaning

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
        """The text of each cell of each row; merged-away cells have that of the cell above. Room for more rows is left out."""
        return [
            [(cell.origin or cell).text for cell in self.leaves(row)] for row in self.body if not is_room(self, row)
        ]


class Known(NamedTuple):
    """What other documents of a layout tell: the heads of lists, and heads that are none."""

    lists: frozenset[tuple[str, ...]] = frozenset()
    fixed: frozenset[tuple[str, ...]] = frozenset()


def signature(row: Row) -> tuple[str, ...]:
    """What a row says, to know it again in another document."""
    return tuple(normalise_label(cell.text) for cell in row.cells if cell.origin is None)


def regions(blocks: Sequence[Block], known: Known = Known()) -> list[Region]:  # noqa: B008 - it cannot change
    """The lists of a document, from top to bottom."""
    rows = [block for block in blocks if isinstance(block, Row)]
    cut = going_on(blocks)
    found: list[Region] = []
    index = 0
    while index < len(rows):
        region = _region(rows, index, known, cut)
        if region is None:
            index += 1
        else:
            found.append(region)
            index = rows.index(region.body[-1]) + 1
    return found


def going_on(blocks: Sequence[Block]) -> set[int]:
    """The tables that may go on with the one above them: nothing is said between, and all rows have the cells of its last."""
    found: dict[int, bool] = {}
    above: Row | None = None
    for block in blocks:
        if isinstance(block, Paragraph):
            above = None if block.text.strip() else above
            continue
        if block.table not in found:
            found[block.table] = above is not None and above.table == block.table - 1
            shape = _places(above) if above is not None else []
        found[block.table] = found[block.table] and _places(block) == shape
        above = block
    return {table for table, goes_on in found.items() if goes_on}


def _places(row: Row) -> list[tuple[int, int]]:
    return [(cell.column, cell.span) for cell in row.cells]


def _region(rows: Sequence[Row], index: int, known: Known, cut: Collection[int]) -> Region | None:
    first = rows[index]
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
    labels = _labels(region)
    told = signature(header[-1]) in known.lists
    sure = told or is_indicators(first) or _is_header(labels)
    none = signature(header[-1]) in known.fixed or _is_halved(labels)
    if len(shape) < 2 or none or not (sure or all(looks(label) >= Looks.SHORT for label in labels)):
        return None
    region = _with_rows(region, below, labels)
    if region.body and region.body[-1] is below[-1]:
        region = _with_tables(region, [row for row in rows[index:] if row.table > first.table], cut)
    if not (sure or are_names(labels) or _heads_figures(region, labels)):
        return None
    beside = [cell.text for cell in first.cells if id(cell) in outer]
    several = told or is_indicators(first) or any(ends(bare_label(text), "多个") for text in beside)
    if len(region.body) < (1 if several else 2) or not (sure or _is_list(region)):
        return None
    return region


def _with_rows(region: Region, below: Sequence[Row], labels: Sequence[str]) -> Region:
    """The rows under a header that are of the list, up to the first that is not."""
    shape, names = _shape(region, region.header[-1]), [normalise_label(label) for label in labels]
    body: list[Row] = []
    repeated: list[Row] = []
    for row in below:
        if _shape(region, row) != shape:
            break
        if _texts(region, row) == names:
            repeated.append(row)
        elif _ends(region.leaves(row), region.leaves(below[0])[0]):
            break
        else:
            body.append(row)
    last = below.index(body[-1]) if body else 0
    return region._replace(body=tuple(body), repeated=tuple(row for row in repeated if below.index(row) < last))


def _with_tables(region: Region, after: Sequence[Row], cut: Collection[int]) -> Region:
    """The tables directly below a list that have no head and the same columns: a list that was cut at the end of a page."""
    for number in dict.fromkeys(row.table for row in after):
        rows = [row for row in after if row.table == number]
        if number not in cut or _with_rows(region, rows, _labels(region)).body != tuple(rows):
            break
        if are_names([cell.text for cell in region.leaves(rows[0])]):
            break
        region = region._replace(body=(*region.body, *rows))
    return region


def beyond(region: Region, rows: Sequence[Row]) -> list[Row]:
    """The rows below a list that have its columns, or some of them: one that begins after a gap cut it short."""
    shape = _shape(region, region.header[-1])
    found: list[Row] = []
    for row in rows:
        if row.table == region.body[-1].table and row.number > region.body[-1].number:
            places = _shape(region, row)
            if not set(places) < set(shape) if not found else not set(places) <= set(shape):
                break
            found.append(row)
    return found


def _labels(region: Region) -> list[str]:
    return [(cell.origin or cell).text for cell in region.leaves(region.header[-1])]


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
    if labels == [below[0].cells[0]] and len(below[0].cells) <= len(first.cells):
        return 1  # a label beside the list
    return 2 if any(continued) and labels and any(cell.origin is None for cell in below[0].cells) else 1


def _shape(region: Region, row: Row) -> list[tuple[int, int]]:
    return [(cell.column, cell.span) for cell in region.leaves(row)]


def is_indicators(first: Row) -> bool:
    """Whether a row is the head of a list of indicators, by the labels that are known."""
    found = [meaning(cell.text) for cell in first.cells if cell.origin is None]
    return not _INDICATOR.isdisjoint(found) and sum(m in _INDICATOR or m == "target_value" for m in found) >= 2


def _is_header(labels: Sequence[str]) -> bool:
    """A header of a list of another kind: the first column has a known label, and so have most of the others."""
    known = [meaning(label) is not None for label in labels]
    return len(labels) >= 3 and all(label.strip() for label in labels) and known[0] and sum(known) * 2 > len(known)


def are_names(labels: Sequence[str]) -> bool:
    """Whether a row reads like the head of columns: nothing that is filled in, and most of it names of fields."""
    found = [looks(label) for label in labels]
    names = found.count(Looks.NAME)
    return bool(found) and min(found) >= Looks.SHORT and (names == len(found) or names * 2 >= len(found) > 2)


def _is_halved(labels: Sequence[str]) -> bool:
    """Whether the same head stands twice, `科目|预算数|科目|预算数`: two halves of a form, not rows; but a roll of names may."""
    plain = [normalise_label(label) for label in labels]
    half = len(plain) // 2
    return half > 1 and plain[:half] == plain[half:] and not names_person(labels[0])


def _heads_figures(region: Region, labels: Sequence[str]) -> bool:
    """Whether words stand over figures: a column of nothing else under a head that is none, and no column of names."""
    columns = [[text for text in column if text.strip()] for column in zip(*region.values(), strict=True)]
    if len(columns) < 3 or any(column and all(map(is_name, column)) for column in columns):
        return False
    figures = [len(column) > 1 and all(kind(text) in ("figure", "code") for text in column) for column in columns]
    return any(figures) and not any(kind(label) in ("figure", "code") for label in labels)


def _is_list(region: Region) -> bool:
    """Whether the rows under a head of names hold values only: no second head, no column of names at their left."""
    filled = [[text for text in row if text.strip()] for row in region.values()]
    heads = [row for row in filled if len(row) > 1 and are_names(row)]
    first = [row[0] for row in region.values() if row[0].strip()]
    return not heads and not (len(first) > 1 and sum(map(is_name, first)) * 3 >= 2 * len(first))


def _ends(leaves: Sequence[Cell], first: Cell) -> bool:
    """Whether a row of the same cells is not of the list any more: a total, or a row with labels of its own."""
    head = leaves[0]
    if head.origin is not None:
        return False
    found = meaning(head.text)
    texts = [cell.text for cell in leaves if cell.origin is None]
    if found in _TOTAL:
        return True
    if found is not None and found != meaning(first.text):
        return any(meaning(text) is None for text in texts)
    own = len(leaves) % 2 == 0 and all(is_name(cell.text) for cell in leaves[::2]) and not is_name(first.text)
    return own and not any(is_name(cell.text) for cell in leaves[1::2])


def is_room(region: Region, row: Row) -> bool:
    """Whether a row of a list is but room for one more: blank, and nothing is merged down into it."""
    return not any(cell.text.strip() or cell.origin is not None for cell in region.leaves(row))
