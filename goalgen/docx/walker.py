"""Things floor: the document part as the blocks a person sees; the quick way sees what the slow way sees (law L13).

A table is given as its rows: a form looks for rows, and where one table ends and the next begins is layout. In a text, a
newline separates paragraphs, a vertical tab is a line break and a form feed a page break inside a paragraph.

Most of a document holds nothing special and is read in one pass over its elements: the quick way. What is special, see
`marks`, goes the slow way, and only that needs to note where its text comes from.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from goalgen.docx import names as n
from goalgen.docx.blocks import Block, Medium, Paragraph, Piece, Row
from goalgen.docx.cells import Above, cells_of, flat_rows
from goalgen.docx.looks import Looks
from goalgen.docx.marks import scan
from goalgen.docx.state import State, Version
from goalgen.docx.structure import change_of, children, is_removed
from goalgen.docx.text import automatic, joined, joins_next, line_of, number_of

Element = etree._Element


def walk(document: Element, state: State | None = None) -> list[Block]:
    """The blocks of a document part (`w:document`) in reading order."""
    if state is None:
        state = State.of(Version(marks=scan(document, Looks())))
    return [block for body in document.iterchildren(n.BODY) for block in blocks_in(body, state)]


def blocks_in(container: Element, state: State) -> list[Block]:
    """The blocks of a body, a header, a text box."""
    version, counters, beside = state
    blocks: list[Block] = []
    waiting: list[Piece] = []
    special, removed = version.marks.special, version.removed
    for child in children(container, removed):
        tag = child.tag
        if tag == n.P:
            if child not in special and not counters.fields.open and not waiting:
                counters.paragraphs += 1
                text = "".join([part.text or "" for part in child.iter(n.T)])
                blocks.append(Paragraph(counters.paragraphs, text, child))
            else:
                blocks += _paragraph(child, waiting, state)
        elif tag == n.TBL:
            blocks += _end(waiting, child, state)
            blocks += _table(child, state)
        elif tag in removed or tag == n.ALT_CHUNK:
            with beside.at(version.address(paragraph=counters.paragraphs + 1)):
                if tag == n.ALT_CHUNK:
                    beside.leave(Medium.FILE)
                else:
                    state.hide_removed(child)
    blocks += _end(waiting, container, state)
    return blocks


def _paragraph(node: Element, waiting: list[Piece], state: State) -> Iterator[Block]:
    """A special paragraph; one whose end was removed waits for the next to go on with it.

    Text boxes float, and do not come between a heading and its table: theirs come before, with a table in it after.
    """
    with state.beside.at(state.version.address(paragraph=state.counters.paragraphs + 1)):
        number, line = number_of(node, state), line_of(node, state)
    framing = [box for box in line.boxes if next(box.iter(n.TBL), None) is not None]
    for box in line.boxes:
        if box not in framing:
            yield from _boxed(box, state)
    if joins_next(node, state.version):
        waiting += [*number, *line.pieces]
    else:
        yield _numbered([*number, *waiting, *line.pieces], node, state)
        waiting.clear()
    for box in framing:
        yield from _boxed(box, state)


def _numbered(pieces: list[Piece], node: Element, state: State) -> Paragraph:
    """The next paragraph, of pieces."""
    state.counters.paragraphs += 1
    traced = pieces if state.version.trace else None
    return Paragraph(state.counters.paragraphs, joined(pieces), node, automatic(pieces), traced)


def _end(waiting: list[Piece], node: Element, state: State) -> Iterator[Block]:
    """Where nothing follows that could go on with a paragraph whose end was removed, it stands."""
    if waiting:
        yield _numbered([*waiting], node, state)
        waiting.clear()


def _boxed(box: Element, state: State) -> list[Block]:
    return blocks_in(box, state) if box.tag == n.TXBX else [_numbered([Piece(box.get("string", ""), box)], box, state)]


def _table(table: Element, state: State) -> list[Block]:
    version, counters, beside = state
    counters.tables += 1
    number, above = counters.tables, Above()
    if table not in version.marks.special and not counters.fields.open:
        return [*flat_rows(table, version.address(number), above, state)]
    blocks: list[Block] = []
    row = 0
    for tr in children(table, version.removed):
        here = version.address(number, row + 1)
        if tr.tag in version.removed:
            with beside.at(here):
                state.hide_removed(tr)
        elif tr.tag != n.TR:
            continue
        elif tr not in version.marks.special and not counters.fields.open:
            blocks += flat_rows(tr, version.address(number, row), above, state)
            row += 1
        elif is_removed(tr, version.removed):
            with beside.at(here):
                state.hide_absent(tr, change_of(tr))
        elif (frame := frame_of(tr, version.removed)) is not None:
            blocks += blocks_in(frame, state)
        else:
            cells = cells_of(tr, here, above, state, trace=version.trace)
            blocks.append(Row(number, row + 1, cells, tr, any(cell.orphan for cell in cells)))
            row += 1
    return blocks


def frame_of(tr: Element, removed: tuple[str, str] = (n.DEL, n.MOVE_FROM)) -> Element | None:
    """The one cell of a row that is but a frame: it holds a table."""
    cells = [child for child in children(tr, removed) if child.tag == n.TC]
    return cells[0] if len(cells) == 1 and next(cells[0].iter(n.TBL), None) is not None else None
