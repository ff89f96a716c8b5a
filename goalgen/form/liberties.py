"""Form floor: the liberties that a document takes with a form's layout: read all the same, and told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from goalgen.docx import Address, Paragraph, Row
from goalgen.form.find import Occurrence
from goalgen.form.pattern import Literal, Node, ParagraphPattern, RowPattern
from goalgen.form.row import Found


class Liberty(StrEnum):
    """What is laid out in another way than in the template, as it is told."""

    JOINED = "几张表合成一张"
    CUT = "一张表断成几张"
    HEADER = "表头又打了一遍"
    BLANK_ROW = "空行"
    BLANK_PARAGRAPH = "表中间的空段"
    SPANS = "跨列和模板不同"
    LABEL = "标签的写法不同"
    NO_HEADING = "没有标题"
    NUMBERED = "Word 自动编号"


class Taken(NamedTuple):
    """A liberty that was taken, and where."""

    liberty: Liberty
    address: Address


def liberties_taken(pattern: Sequence[Node], occurrence: Occurrence) -> Iterator[Taken]:
    """Every liberty that one table takes, in the order of the document."""
    rows = [found for found in occurrence.found if isinstance(found.block, Row) and isinstance(found.node, RowPattern)]
    first = rows[0].block.address() if rows else Address()
    headings = [node for node in pattern if isinstance(node, ParagraphPattern) and _says_something(node)]
    met = [found.node for found in occurrence.found if isinstance(found.node, ParagraphPattern)]
    if any(heading not in met for heading in headings):
        yield Taken(Liberty.NO_HEADING, first)
    yield from _seams(rows)
    tables = [found.node.table if isinstance(found.node, RowPattern) else 0 for found in occurrence.found]
    for place, found in enumerate(occurrence.found):
        block = found.block
        if isinstance(block, Paragraph):
            if block.automatic:
                yield Taken(Liberty.NUMBERED, found.block.address())
            before, after = max(tables[:place], default=0), next(filter(None, tables[place:]), 0)
            if found.node is None and before == after > 0:
                yield Taken(Liberty.BLANK_PARAGRAPH, found.block.address())
        elif found.node is None:
            blank = not any(entry.text.strip() for entry in found.entries)
            yield Taken(Liberty.BLANK_ROW if blank else Liberty.HEADER, found.block.address())
        elif isinstance(found.node, RowPattern):
            yield from _cells(found.node, block)


def _says_something(node: ParagraphPattern) -> bool:
    return any(not isinstance(part, Literal) or part.text.strip() for part in node.content)


def _seams(rows: Sequence[Found]) -> Iterator[Taken]:
    """Where two tables of the template are one in the document, and the other way round."""
    for above, below in pairwise(rows):
        assert isinstance(above.block, Row)
        assert isinstance(below.block, Row)
        assert isinstance(above.node, RowPattern)
        assert isinstance(below.node, RowPattern)
        apart = above.block.table != below.block.table
        if apart != (above.node.table != below.node.table):
            yield Taken(Liberty.CUT if apart else Liberty.JOINED, below.block.address())


def _cells(pattern: RowPattern, row: Row) -> Iterator[Taken]:
    """Labels that are typed in another way, and cells that span other columns."""
    if len(pattern.cells) != len(row.cells):
        return
    if _shares([cell.span for cell in row.cells]) != _shares([cell.span for cell in pattern.cells]):
        yield Taken(Liberty.SPANS, row.address())
    for part, label, cell in zip(pattern.cells, pattern.labels, row.cells, strict=True):
        if cell.automatic:
            yield Taken(Liberty.NUMBERED, row.address(cell))
        if label and cell.origin is None and not part.covered:
            typed = "".join(node.text for node in part.content if isinstance(node, Literal))
            if cell.text != typed:
                yield Taken(Liberty.LABEL, row.address(cell))


def _shares(spans: Sequence[int]) -> list[bool]:
    """Which cells are wider than one column: the number of columns itself is a matter of the program that saved it."""
    return [span > 1 for span in spans]
