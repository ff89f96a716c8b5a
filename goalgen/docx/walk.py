"""Things floor: the document part as the blocks a person sees, each with its address and its XML node.

A table is given as its rows: a form looks for rows, and where one table ends and the next begins is layout. In a text, a
newline separates paragraphs, a vertical tab is a line break and a form feed a page break inside a paragraph.

Most of a document holds nothing special and is read in one pass over its elements; see `scan` for what is special.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from goalgen.docx import names as n
from goalgen.docx.blocks import Address, Aside, Block, Cell, Foreign, Medium, Paragraph, Row, Veil
from goalgen.docx.graphics import alternative
from goalgen.docx.scan import Marks
from goalgen.docx.text import State

Element = etree._Element
Above = dict[int, Cell]
"""By column, the cells that a merged-away cell may belong to."""

_WRAPPERS = {n.SDT, n.SDT_CONTENT, n.INS, n.MOVE_TO, n.DEL, n.MOVE_FROM, n.CUSTOM_XML, n.SMART_TAG, n.ALTERNATE}
_FLAT = (n.TR, n.TC, n.P, n.T, n.GRID_SPAN, n.V_MERGE)
_STARTS = (n.TR, n.TC)
_REMOVED = (n.DEL, n.MOVE_FROM)
_CHANGES = (n.INS, n.MOVE_TO, *_REMOVED)


def children(node: Element, removed: tuple[str, str] = _REMOVED) -> list[Element]:
    """The children of a node with all wrappers taken off; what a change `removed` is left as it is."""
    direct = list(node)
    if _WRAPPERS.isdisjoint([child.tag for child in direct]):
        return direct
    plain: list[Element] = []
    for child in direct:
        if child.tag == n.ALTERNATE:
            branch = alternative(child)
            plain += children(branch, removed) if branch is not None else ()
        elif child.tag in _WRAPPERS and child.tag not in removed:
            plain += children(child, removed)
        else:
            plain.append(child)
    return plain


def walk(document: Element, state: State | None = None) -> list[Block]:
    """The blocks of a document part (`w:document`) in reading order."""
    from goalgen.docx.scan import scan
    from goalgen.docx.styles import Styles

    if state is None:
        state = State()
        state.marks = scan(document, Styles(), state.revisions)
    return [block for body in document.iterchildren(n.BODY) for block in blocks_in(body, state)]


def blocks_in(container: Element, state: State) -> list[Block]:
    """The blocks of a body, a header, a text box."""
    blocks: list[Block] = []
    waiting: list[str] = []
    special = state.marks.special
    for child in children(container, state.removed):
        tag = child.tag
        if tag == n.P:
            if child not in special and not state.fields and not waiting:
                state.paragraphs += 1
                text = "".join([part.text or "" for part in child.iter(n.T)])
                blocks.append(Paragraph(state.paragraphs, text, child))
            else:
                blocks += _paragraph(child, waiting, state)
        elif tag == n.TBL:
            blocks += _end(waiting, child, state)
            blocks += _table(child, state)
        elif tag in state.removed:
            state.place = Address(paragraph=state.paragraphs + 1, story=state.story)
            state.hide_removed(child)
        elif tag == n.ALT_CHUNK:
            state.foreign.append(Foreign(Medium.FILE, Address(paragraph=state.paragraphs + 1, story=state.story)))
    blocks += _end(waiting, container, state)
    return blocks


def _paragraph(node: Element, waiting: list[str], state: State) -> Iterator[Block]:
    """A special paragraph; one whose end was removed waits for the next to go on with it.

    Text boxes float, and do not come between a heading and its table: theirs come before, with a table in it after.
    """
    state.place = Address(paragraph=state.paragraphs + 1, story=state.story)
    state.boxes = []
    text = state.text(node)
    boxes, state.boxes = state.boxes, []
    for box in boxes:
        if next(box.iter(n.TBL), None) is None:
            yield from _boxed(box, state)
    if state.joins_next(node):
        waiting.append(text)
    else:
        state.paragraphs += 1
        number = state.number(node)
        text = number + "".join(waiting) + text
        waiting.clear()
        yield Paragraph(state.paragraphs, text, node, len(number))
    for box in boxes:
        if next(box.iter(n.TBL), None) is not None:
            yield from _boxed(box, state)


def _end(waiting: list[str], node: Element, state: State) -> Iterator[Block]:
    """Where nothing follows that could go on with a paragraph whose end was removed, it stands."""
    text = "".join(waiting)
    waiting.clear()
    if text:
        state.paragraphs += 1
        yield Paragraph(state.paragraphs, text, node)


def _boxed(box: Element, state: State) -> list[Block]:
    if box.tag == n.TXBX:
        return blocks_in(box, state)
    state.paragraphs += 1
    return [Paragraph(state.paragraphs, box.get("string", ""), box)]


def _table(table: Element, state: State) -> list[Block]:
    state.tables += 1
    number, above = state.tables, Above()
    if table not in state.marks.special:
        return [*_flat_rows(table, number, 1, above, state)]
    blocks: list[Block] = []
    row = 0
    for tr in children(table, state.removed):
        if tr.tag in state.removed:
            state.place = Address(number, row + 1, story=state.story)
            state.hide_removed(tr)
        elif tr.tag == n.TR and tr not in state.marks.special and not state.fields:
            row += 1
            blocks += _flat_rows(tr, number, row, above, state)
        elif tr.tag == n.TR and not _is_removed(tr, n.TR_PR, state):
            inside = _framed(tr, state)
            if inside is not None:
                blocks += inside
                continue
            row += 1
            blocks.append(Row(number, row, _cells(tr, number, row, above, state), tr))
        elif tr.tag == n.TR:
            state.place = Address(number, row + 1, story=state.story)
            state.hide(Veil.INSERTED if n.INS in state.removed else Veil.DELETED, _all_text(tr), *_change_of(tr))
    return blocks


def _all_text(node: Element) -> str:
    return "\n".join("".join(p.itertext(n.T, n.DEL_TEXT)) for p in node.iter(n.P)).strip("\n")


def _is_removed(node: Element, properties: str, state: State) -> bool:
    """Whether a change to a row (or the end of a paragraph) took it out of the version that is read."""
    return any(next(one.iterchildren(*state.removed), None) is not None for one in node.iterchildren(properties))


def _change_of(tr: Element) -> tuple[str, str]:
    change = next((c for one in tr.iterchildren(n.TR_PR) for c in one.iterchildren(*_CHANGES)), tr)
    return change.get(n.AUTHOR, ""), change.get(n.DATE, "")


def _flat_rows(node: Element, table: int, first: int, above: Above, state: State) -> list[Row]:
    """The rows of a table, or one row, that hold nothing special, in one pass over their elements."""
    rows: list[Row] = []
    cells: list[Cell] = []
    cell: Cell | None = None
    column, number, covered = 1, first - 1, False
    texts: list[str] = []
    for element in node.iter(*_FLAT):
        tag = element.tag
        if tag == n.T:
            texts.append(element.text or "")
        elif tag == n.P:
            texts.append("\n")
        elif tag in _STARTS:
            if cell is not None:
                _finish(cell, texts, covered, above, state, table, number)
                column += cell.span
            texts, covered = [], False
            if tag == n.TC:
                cell = Cell("", column, 1, element)
                cells.append(cell)
            else:
                cells, cell, column, number = [], None, 1, number + 1
                rows.append(Row(table, number, cells, element))
        elif cell is not None:
            if tag == n.GRID_SPAN:
                cell.span = _number(element, 1)
            else:
                covered = element.get(n.VAL) != "restart"
    if cell is not None:
        _finish(cell, texts, covered, above, state, table, number)
    return rows


def _finish(cell: Cell, texts: list[str], covered: bool, above: Above, state: State, table: int, row: int) -> None:
    """A cell's text, and the cell it is merged into. The first paragraph of a cell needs no newline before it."""
    text = "".join(texts)[1:]
    origin = above.get(cell.column) if covered else None
    if origin is None:
        cell.text = text
        above[cell.column] = cell
    else:
        cell.origin, cell.under = origin, text
        if text.strip():
            state.place = Address(table, row, cell.column, story=state.story)
            state.hide(Veil.MERGED, text.strip("\n"))


def row_cells(tr: Element, above: Above) -> list[Cell]:
    """The cells of a row by itself, such as a template's; `above` is brought up to date."""
    return _cells(tr, 0, 0, above, _alone())


def paragraph_text(node: Element) -> str:
    """The visible text of a paragraph by itself, such as a template's."""
    return _alone().text(node)


def _alone() -> State:
    return State(preserve=True)


def _cells(tr: Element, table: int, row: int, above: Above, state: State) -> list[Cell]:
    cells: list[Cell] = []
    column = 1
    for child in children(tr, state.removed):
        if child.tag == n.TC:
            state.place = Address(table, row, column, story=state.story)
            span, covered, right, gone = _properties(child, state)
            if gone:
                state.hide(Veil.INSERTED if n.INS in state.removed else Veil.DELETED, _all_text(child))
                continue
            if right and cells:
                state.hide(Veil.MERGED, _all_text(child))
                cells[-1].span += span
                column += span
                continue
            asides = len(state.asides)
            cell = Cell("", column, span, child)
            counted = state.automatic
            lines = _lines(child, state)
            cell.automatic = state.automatic - counted
            if len(state.asides) > asides and not "".join(lines).strip():
                lines = [text for _, text in state.asides[asides:]]
                del state.asides[asides:]
            _finish(cell, ["\n" + "\n".join(lines)], covered, above, state, table, row)
            cells.append(cell)
            column += span
        elif child.tag == n.TR_PR:
            column += sum(_number(setting, 0) for setting in child.iterchildren(n.GRID_BEFORE))
        elif child.tag in state.removed:
            state.hide_removed(child)
    return cells


def _properties(tc: Element, state: State) -> tuple[int, bool, bool, bool]:
    """How many columns a cell spans, whether it is merged into the one above, into the left one, and not there at all."""
    span, covered, right, gone = 1, False, False, False
    original = n.INS in state.removed
    absent, merged = (n.CELL_INS, n.V_MERGE_ORIGINAL) if original else (n.CELL_DEL, n.V_MERGE)
    settings = [setting for properties in tc.iterchildren(n.TC_PR) for setting in properties]
    former = [old for setting in settings if original and setting.tag == n.TC_PR_CHANGE for old in setting]
    for setting in [one for old in former for one in old] if former else settings:
        if setting.tag == n.GRID_SPAN:
            span = _number(setting, 1)
        elif setting.tag == n.V_MERGE:
            covered = setting.get(n.VAL) != "restart"
        elif setting.tag == n.H_MERGE:
            right = setting.get(n.VAL) != "restart"
    for setting in settings:
        if setting.tag == n.CELL_MERGE:
            covered = setting.get(merged) == "cont"
        elif setting.tag == absent:
            gone = True
    return span, covered, right, gone


def _lines(tc: Element, state: State) -> list[str]:
    """The paragraphs of a cell; the cells of a table in it, each a line. Text boxes go aside."""
    lines: list[str] = []
    waiting = ""
    ends = False
    kinds = (n.P, n.TBL, n.ALT_CHUNK, *state.removed)
    inside = [child for child in children(tc, state.removed) if child.tag in kinds]
    if len(inside) > 1 and inside[-2].tag == n.TBL and _is_empty(inside[-1]):
        inside.pop()  # a cell must end with a paragraph, so Word puts an empty one after a table
    for child in inside:
        tag = child.tag
        if tag == n.P:
            state.boxes = []
            text = waiting + state.text(child)
            boxes, state.boxes = state.boxes, []
            waiting = ""
            ends = state.joins_next(child)
            if ends:
                waiting = text
            else:
                lines.append(state.number(child) + text)
            state.asides += [Aside(state.place, _box_text(box, state)) for box in boxes]
        elif tag == n.TBL:
            above = Above()
            for tr in children(child, state.removed):
                if tr.tag == n.TR and not _is_removed(tr, n.TR_PR, state):
                    place = state.place
                    found = _cells(tr, 0, 0, above, state)
                    state.place = place
                    lines += [cell.text for cell in found if cell.origin is None]
        elif tag == n.ALT_CHUNK:
            state.foreign.append(Foreign(Medium.FILE, state.place))
        elif tag in state.removed:
            state.hide_removed(child)
    if ends:
        lines.append(waiting)
    return lines


def _is_empty(paragraph: Element) -> bool:
    return paragraph.tag == n.P and next(paragraph.iter(n.R_, n.O_MATH, n.NUM_PR), None) is None


def _box_text(box: Element, state: State) -> str:
    place = state.place
    text = "\n".join(_lines(box, state)) if box.tag == n.TXBX else box.get("string", "")
    state.place = place
    return text


def _framed(tr: Element, state: State) -> list[Block] | None:
    """The blocks in a row that is but a frame: its one cell holds a table."""
    cells = [child for child in children(tr, state.removed) if child.tag == n.TC]
    if len(cells) != 1 or next(cells[0].iter(n.TBL), None) is None:
        return None
    return blocks_in(cells[0], state)


def _number(node: Element, default: int) -> int:
    value = node.get(n.VAL, "")
    return min(int(value), 1024) if value.isascii() and value.isdigit() and len(value) < 10 else default


__all__ = ["Marks", "blocks_in", "children", "paragraph_text", "row_cells", "walk"]
