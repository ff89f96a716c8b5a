"""Things floor: the rows and cells of a table as a person sees them: the true grid, merges followed, and all text in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from goalgen.docx import names as n
from goalgen.docx.blocks import Address, Cell, Medium, Piece, Row, Veil
from goalgen.docx.state import State, Version
from goalgen.docx.structure import all_text, children, extent, is_empty, is_removed, number
from goalgen.docx.text import automatic, joined, joins_next, line_of, number_of

Element = etree._Element
Above = dict[int, Cell]
"""By column, the cells of vertical merges that a merged-away cell may belong to: those that a merge begins with."""

_FLAT = (n.TR, n.TC, n.P, n.T, n.GRID_SPAN, n.V_MERGE)
_STARTS = (n.TR, n.TC)
_LINES = (n.P, n.TBL, n.ALT_CHUNK)


def flat_rows(node: Element, above_it: Address, above: Above, state: State) -> list[Row]:
    """The rows of a table, or one row, that hold nothing special, in one pass over their elements; `above_it` is the
    address of the row before the first."""
    rows: list[Row] = []
    cells: list[Cell] = []
    cell: Cell | None = None
    table, at, _, _, _ = above_it
    column = 1
    covered: bool | None = None
    texts: list[str] = []
    for element in node.iter(*_FLAT):
        tag = element.tag
        if tag == n.T:
            texts.append(element.text or "")
        elif tag == n.P:
            texts.append("\n")
        elif tag in _STARTS:
            if cell is not None:
                text = texts[1] if len(texts) == 2 else _text(texts)
                if covered is None and (not above or (cell.span == 1 and column not in above)):
                    cell.text = text  # most cells have nothing to do with a vertical merge
                else:
                    if under := _settle(cell, text, covered, above):
                        _hide_under(under, table, at, column, state)
                    if cell.orphan:
                        rows[-1].orphans = True
                column += cell.span
            texts, covered = [], None
            if tag == n.TC:
                cell = Cell("", column, 1, element)
                cells.append(cell)
            else:
                if above and rows and max(above) >= column:
                    _end_beyond(column, above)
                cells, cell, column, at = [], None, 1, at + 1
                rows.append(Row(table, at, cells, element))
        elif cell is not None:
            if tag == n.GRID_SPAN:
                cell.span = number(element, 1)
            else:
                covered = element.get(n.VAL) != "restart"
    if cell is not None:
        if under := _settle(cell, _text(texts), covered, above):
            _hide_under(under, table, at, column, state)
        if cell.orphan:
            rows[-1].orphans = True
        column += cell.span
    _end_beyond(column, above)
    return rows


def _end_beyond(column: int, above: Above) -> None:
    """A row that ends before a column has nothing that a merge there could go on in."""
    for one in [one for one in above if one >= column]:
        del above[one]


def _text(texts: list[str]) -> str:
    """The text of a cell whose paragraphs begin with a newline each: the first needs none."""
    return texts[1] if len(texts) == 2 else "".join(texts)[1:]  # most cells have one text


def _settle(cell: Cell, text: str, covered: bool | None, above: Above) -> str:
    """Give a cell its text, or the cell it is merged into; the text that the merge hides.

    What goes on with a merge that nothing began (its first rows were deleted) is a cell of its own, as LibreOffice shows it.
    """
    origin = above.get(cell.column) if covered else None
    if origin is None:
        cell.text = text
        if covered is False:
            above[cell.column] = cell
            return ""
        if covered:
            cell.orphan = True
        if above:
            above.pop(cell.column, None)
            for column in range(cell.column + 1, cell.column + cell.span) if cell.span > 1 else ():
                above.pop(column, None)
        return ""
    cell.origin, cell.under = origin, text
    return text.strip("\n") if text.strip() else ""


def _hide_under(text: str, table: int, row: int, column: int, state: State) -> None:
    with state.beside.at(state.version.address(table, row, column)):
        state.beside.hide(Veil.MERGED, text)


def row_cells(tr: Element, above: Above) -> list[Cell]:
    """The cells of a row by itself, such as a template's; `above` is brought up to date."""
    return cells_of(tr, Address(), above, _alone())


def paragraph_text(node: Element) -> str:
    """The visible text of a paragraph by itself, such as a template's."""
    state = _alone()
    with state.beside.at(Address()):
        return joined(line_of(node, state).pieces)


def _alone() -> State:
    return State.of(Version(preserve=True))


def cells_of(tr: Element, here: Address, above: Above, state: State, *, trace: bool = False) -> list[Cell]:
    """The cells of a row with its address; a row of a table within a cell stands where that cell does. They note where
    their texts come from when they are to `trace` it."""
    version, _, beside = state
    cells: list[Cell] = []
    column = 1
    for child in children(tr, version.removed):
        if child.tag == n.TR_PR:
            column += sum(number(setting, 0) for setting in child.iterchildren(n.GRID_BEFORE))
            for gap in range(1, column) if above else ():  # nor has one that begins after it
                above.pop(gap, None)
        elif child.tag == n.TC or child.tag in version.removed:
            with beside.at(here if here.column else version.address(here.table, here.row, column)):
                if child.tag == n.TC:
                    column += _add_cell(child, column, cells, above, state, trace)
                else:
                    state.hide_removed(child)
    _end_beyond(column, above)
    return cells


def _add_cell(tc: Element, column: int, cells: list[Cell], above: Above, state: State, trace: bool) -> int:
    """Add a cell to those of its row; how many columns it takes up."""
    span, covered, right, gone = extent(tc, original=state.version.original)
    if gone:
        state.hide_absent(tc)
        return 0
    if right and cells:
        state.beside.hide(Veil.MERGED, all_text(tc))
        cells[-1].span += span
        return span
    flow = _flow(tc, state)
    text = joined(flow.pieces)
    if flow.boxes:
        if not text.strip():
            flow = _one_below_the_other(flow.boxes)
            text = joined(flow.pieces)
        for _, box in flow.boxes:
            state.beside.put(joined(box))
    cell = Cell("", column, span, tc)
    if state.counters.numbering is not None:
        cell.automatic = automatic(flow.pieces)
    if under := _settle(cell, text, covered, above):
        state.beside.hide(Veil.MERGED, under)
    if trace and cell.origin is None:
        cell.traced = flow.pieces
    cells.append(cell)
    return span


@dataclass(slots=True)
class _Flow:
    """The lines of a cell or a text box, in pieces, and the text boxes that float in it."""

    pieces: list[Piece] = field(default_factory=list)
    boxes: list[tuple[Element, list[Piece]]] = field(default_factory=list)
    begun: bool = False

    def add(self, node: Element, line: Iterable[Piece]) -> None:
        """One more line, which begins with a node."""
        if self.begun:
            self.pieces.append(Piece("\n", node))
        self.begun = True
        self.pieces += line


def _one_below_the_other(boxes: Iterable[tuple[Element, list[Piece]]]) -> _Flow:
    flow = _Flow()
    for box, pieces in boxes:
        flow.add(box, pieces)
    return flow


def _flow(container: Element, state: State) -> _Flow:
    """The paragraphs of a cell; the cells of a table in it, each a line. Text boxes go aside."""
    version, _, beside = state
    flow = _Flow()
    waiting: list[Piece] = []
    first: Element | None = None
    kinds = (*_LINES, *version.removed)
    inside = [child for child in children(container, version.removed) if child.tag in kinds]
    if len(inside) > 1 and inside[-2].tag == n.TBL and is_empty(inside[-1]):
        inside.pop()  # a cell must end with a paragraph, so Word puts an empty one after a table
    for child in inside:
        if child.tag == n.P:
            number, line = number_of(child, state), line_of(child, state)
            first = child if first is None else first
            if joins_next(child, version):
                waiting += [*number, *line.pieces]
            else:
                flow.add(first, [*number, *waiting, *line.pieces])
                waiting, first = [], None
            for box in line.boxes:
                _float(box, flow, state)
        elif child.tag == n.TBL:
            if first is not None:
                flow.add(first, waiting)
                waiting, first = [], None
            for cell in _inner_cells(child, state):
                flow.add(cell.node, cell.traced or ())
        elif child.tag == n.ALT_CHUNK:
            beside.leave(Medium.FILE)
        else:
            state.hide_removed(child)
    if first is not None:
        flow.add(first, waiting)
    return flow


def _float(box: Element, flow: _Flow, state: State) -> None:
    """Add a text box to those of a cell, after the boxes in it."""
    if box.tag == n.TXBX:
        inner = _flow(box, state)
        flow.boxes += [*inner.boxes, (box, inner.pieces)]
    else:
        flow.boxes.append((box, [Piece(box.get("string", ""), box)]))


def _inner_cells(table: Element, state: State) -> Iterator[Cell]:
    """The cells of a table within a cell, but for those merged away."""
    above, removed = Above(), state.version.removed
    for tr in children(table, removed):
        if tr.tag == n.TR and not is_removed(tr, removed):
            cells = cells_of(tr, state.beside.place, above, state, trace=True)
            yield from (cell for cell in cells if cell.origin is None)
