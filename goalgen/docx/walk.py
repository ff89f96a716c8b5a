"""Things floor: the document part as the blocks a person sees, each with its address and its XML node.

A table is given as its rows: a form looks for rows, and where one table ends and the next begins is layout. In a text, a
newline separates paragraphs, a vertical tab is a line break and a form feed a page break inside a paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from goalgen.docx import names as n

Element = etree._Element


class Address(NamedTuple):
    """A place in a Word file, counted from 1: a cell of a table, or (table 0) a paragraph of the body."""

    table: int = 0
    row: int = 0
    column: int = 0
    paragraph: int = 0

    def __str__(self) -> str:
        if not self.table:
            return f"第{self.paragraph}段"
        if not self.row:
            return f"表{self.table}"
        return f"表{self.table} 第{self.row}行" + (f"第{self.column}列" if self.column else "")


@dataclass(slots=True, eq=False)
class Cell:
    """A cell of a row. `column` and `span` count columns of the grid; `origin` is the cell it is merged into, when it is."""

    text: str
    column: int
    span: int
    node: Element
    origin: Cell | None = None


@dataclass(slots=True, eq=False)
class Row:
    """A row: the cells a person sees from left to right, those that are merged away into the row above included."""

    table: int
    number: int
    cells: list[Cell]
    node: Element

    def address(self, cell: Cell | None = None) -> Address:
        """The address of a cell of this row, or of the row."""
        return Address(self.table, self.number, cell.column if cell else 0)


@dataclass(slots=True, eq=False)
class Paragraph:
    """A paragraph of the body, outside of any table."""

    number: int
    text: str
    node: Element

    @property
    def bookmarks(self) -> list[str]:
        """The names of the bookmarks that start in it."""
        return [mark.get(n.NAME, "") for mark in self.node.iter(n.BOOKMARK_START)]


Block = Paragraph | Row


@dataclass
class _Walk:
    """What the walk has counted so far."""

    blocks: list[Block] = field(default_factory=list)
    tables: int = 0
    paragraphs: int = 0


def walk(document: Element) -> list[Block]:
    """The blocks of a document part (`w:document`) in reading order."""
    state = _Walk()
    body = document.find(n.BODY)
    if body is not None:
        _blocks(body, state)
    return state.blocks


_WRAPPERS = {f"{n.W}{tag}" for tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
"""What holds blocks, rows, cells or runs without being one."""


def children(node: Element) -> list[Element]:
    """The children of a node with all wrappers taken off."""
    direct = list(node)
    if _WRAPPERS.isdisjoint([child.tag for child in direct]):
        return direct
    plain: list[Element] = []
    for child in direct:
        plain.extend(children(child) if child.tag in _WRAPPERS else (child,))
    return plain


def _blocks(container: Element, state: _Walk) -> None:
    for child in children(container):
        if child.tag == n.P:
            state.paragraphs += 1
            state.blocks.append(Paragraph(state.paragraphs, paragraph_text(child), child))
        elif child.tag == n.TBL:
            state.tables += 1
            state.blocks.extend(_rows(child, state.tables))


def _rows(table: Element, number: int) -> list[Row]:
    above: dict[int, Cell] = {}
    trs = [child for child in children(table) if child.tag == n.TR]
    return [Row(number, index, row_cells(tr, above), tr) for index, tr in enumerate(trs, 1)]


def row_cells(tr: Element, above: dict[int, Cell]) -> list[Cell]:
    """The cells of a row; `above` holds by column the cells a merged-away cell may belong to, and is brought up to date."""
    cells: list[Cell] = []
    column = 1
    for child in children(tr):
        if child.tag == n.TC:
            cell = _cell(child, column, above)
            cells.append(cell)
            column += cell.span
        elif child.tag == n.TR_PR:
            column += _number(next(child.iterchildren(n.GRID_BEFORE), None), 0)
    return cells


def _cell(tc: Element, column: int, above: dict[int, Cell]) -> Cell:
    lines: list[str] = []
    span, covered = 1, False
    for child in children(tc):
        tag = child.tag
        if tag == n.P:
            lines.append(paragraph_text(child))
        elif tag == n.TC_PR:
            for setting in child:
                if setting.tag == n.GRID_SPAN:
                    span = _number(setting, 1)
                elif setting.tag == n.V_MERGE:
                    covered = setting.get(n.VAL) != "restart"
        elif tag == n.TBL:
            lines.extend(cell.text for row in _rows(child, 0) for cell in row.cells if cell.origin is None)
    cell = Cell("\n".join(lines), column, span, tc, above.get(column) if covered else None)
    if cell.origin is None:
        above[column] = cell
    return cell


def _number(node: Element | None, default: int) -> int:
    value = node.get(n.VAL, "") if node is not None else ""
    return int(value) if value.isascii() and value.isdigit() else default


_INTO = _WRAPPERS | {f"{n.W}{tag}" for tag in ("r", "hyperlink", "fldSimple", "bdo", "dir")}
_CHARACTERS = {
    f"{n.W}tab": "\t",
    f"{n.W}ptab": "\t",
    f"{n.W}cr": "\v",
    f"{n.W}noBreakHyphen": "\u2011",
    f"{n.W}softHyphen": "\u00ad",
}
_BR, _TYPE = f"{n.W}br", f"{n.W}type"


def paragraph_text(node: Element) -> str:
    """The visible text of a paragraph, in reading order."""
    return "".join(_pieces(node))


def _pieces(node: Element) -> list[str]:
    pieces: list[str] = []
    for child in node:
        tag = child.tag
        if tag == n.T:
            pieces.append(child.text or "")
        elif tag in _INTO:
            pieces += _pieces(child)
        elif tag in _CHARACTERS:
            pieces.append(_CHARACTERS[tag])
        elif tag == _BR:
            pieces.append("\f" if child.get(_TYPE) == "page" else "\v")
    return pieces
