"""Verbs floor: rows and paragraphs that are made like others of the document: all of their look, nothing that is theirs alone.

What must be there only once does not go along: the identifiers of paragraphs, bookmarks, ranges of comments, notes, pictures,
what was changed and by whom; a content control gets a number of its own (ECMA-376 part 1, 17.5.2.18), and no data behind it.
A cell that holds more than plain text is written anew, in the look of the first characters in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lxml import etree

from goalgen.docx import Cell, Paragraph, Row
from goalgen.docx import names as n
from goalgen.docx.splice import with_attribute
from goalgen.text import Edit, Span
from goalgen.verbs.put.cells import typed
from goalgen.verbs.put.empty import new_run
from goalgen.verbs.put.line import Wording
from goalgen.verbs.put.lines import bare_properties
from goalgen.verbs.put.merges import Merge, merged
from goalgen.verbs.put.paper import Paper, Refusal, attribute, named, pieces
from goalgen.verbs.put.writing import run_content

Element = etree._Element

_CHANGES = {f"{n.W}{of}PrChange" for of in ("r", "p", "tbl", "tblEx", "tr", "tc", "sect", "tblGrid")}
_ONCE = {
    *(f"{n.W}{kind}{end}" for kind in ("bookmark", "perm") for end in ("Start", "End")),
    *(f"{n.W}{kind}Range{end}" for kind in ("comment", "moveFrom", "moveTo") for end in ("Start", "End")),
    *(f"{n.W}customXml{kind}Range{end}" for kind in ("Ins", "Del", "MoveFrom", "MoveTo") for end in ("Start", "End")),
    *(f"{n.W}{name}" for name in ("proofErr", "lastRenderedPageBreak", "sectPr", "numberingChange")),
    *_CHANGES, n.DEL, n.MOVE_FROM, n.CELL_INS, n.CELL_DEL, n.CELL_MERGE,
}  # fmt: skip
"""What a copy of a row or a paragraph is without."""
_NOTES = {n.COMMENT_REFERENCE, f"{n.W}footnoteReference", f"{n.W}endnoteReference", f"{n.W}annotationRef"}
_ADDED = {n.INS, n.MOVE_TO}
_PROPERTIES = {n.P_PR, n.R_PR, n.TC_PR, n.TR_PR, n.SDT_PR}
_PLAIN = {n.TC, n.P, n.R_, n.T, n.SDT, n.SDT_CONTENT, n.TAB, n.CR, n.BR, n.SYM, n.HARD_HYPHEN, n.SOFT_HYPHEN, n.PTAB}
_OWN_NAME = re.compile(r"""\s[\w.-]+:(?:paraId|textId)\s*=\s*(?:"[^"]*"|'[^']*')""")


def cloned(paper: Paper, node: Element, instead: Mapping[Element, str], also: Sequence[Edit] = ()) -> str:
    """A copy of an element as it is written, with some of what is in it written `instead`, and edits of the rest."""
    return paper.slice(node, [*also, *_cleaned(paper, node, instead)])


def _cleaned(paper: Paper, node: Element, instead: Mapping[Element, str]) -> list[Edit]:
    """The edits that take out of an element what must be there only once."""
    place = paper.place(node)
    start = paper.part.text[place.start : place.opened]
    edits = [
        Edit(Span(place.start + match.start(), place.start + match.end()), "") for match in _OWN_NAME.finditer(start)
    ]
    for child in node.iterchildren(etree.Element):
        if child in instead:
            edits.append(Edit(paper.place(child).outer, instead[child]))
        elif child.tag in _ONCE or _is_of_one(child):
            edits.append(Edit(paper.place(child).outer, ""))
        elif child.tag in _ADDED:
            opened, closing = paper.place(child).inner
            outer = paper.place(child).outer
            if node.tag in _PROPERTIES or paper.place(child).alone:
                edits.append(Edit(outer, ""))
            else:
                edits += [Edit(Span(outer.start, opened), ""), Edit(Span(closing, outer.end), "")]
                edits += _within(_cleaned(paper, child, instead), opened, closing)
        elif child.tag == n.ID and node.tag == n.SDT_PR:
            edits.append(with_attribute(paper.part, paper.place(child), attribute(child, "val"), str(paper.control())))
        else:
            edits += _cleaned(paper, child, instead)
    return edits


def _within(edits: Sequence[Edit], start: int, end: int) -> list[Edit]:
    return [edit for edit in edits if start <= edit.span.start and edit.span.end <= end]


def _is_of_one(node: Element) -> bool:
    """Whether something belongs to one place only: the data behind a control, a run that holds but the mark of a note, a
    cell that a change took out."""
    if node.tag == n.R_:
        inside = [child for child in node.iterchildren(etree.Element) if child.tag != n.R_PR]
        return bool(inside) and all(child.tag in _NOTES for child in inside)
    if node.tag == n.TC:
        return any(True for properties in node.iterchildren(n.TC_PR) for _ in properties.iterchildren(n.CELL_DEL))
    return node.tag in _NOTES or (etree.QName(node).localname == "dataBinding")


def cell_made(paper: Paper, wording: Wording, look: Cell, merge: Merge) -> str:
    """A copy of a cell with another text, in the look of the characters of a cell, standing so in a vertical merge."""
    cell = wording.holder
    assert isinstance(cell, Cell)
    if look is cell and cell.origin is None and _is_plain(wording):
        try:
            return cloned(paper, cell.node, {}, [*typed(paper, wording), *merged(paper, cell, merge)])
        except (Refusal, ValueError):  # what would have to be typed over is no text, or goes with what is taken out
            pass
    return written_anew(paper, wording, look, merge)


def _is_plain(wording: Wording) -> bool:
    """Whether a cell holds nothing but text that can be seen, and what a copy is without."""
    seen = {piece.node for piece in pieces(wording.holder, wording.address)}
    waiting = [wording.holder.node]
    while waiting:
        node = waiting.pop()
        if node.tag in _ONCE or node.tag in _PROPERTIES or _is_of_one(node):
            continue
        if node.tag not in _PLAIN and node.tag not in _ADDED:
            return False
        if (node.tag == n.T and node.text and node not in seen) or (node.tag == n.P and _is_half(node)):
            return False
        waiting += node.iterchildren(etree.Element)
    return True


def _is_half(paragraph: Element) -> bool:
    """Whether the end of a paragraph was taken out by a change, so that the next one goes on with it."""
    marks = (mark for properties in paragraph.iterchildren(n.P_PR) for mark in properties.iterchildren(n.R_PR))
    return any(next(mark.iterchildren(n.DEL, n.MOVE_FROM), None) is not None for mark in marks)


def written_anew(paper: Paper, wording: Wording, look: Cell, merge: Merge) -> str:
    """A cell with its own properties, and paragraphs like the first of a cell."""
    tc = wording.holder.node
    assert isinstance(wording.holder, Cell)
    properties = next(tc.iterchildren(n.TC_PR), None)
    place = paper.place(tc)
    start = place.opened if properties is None else paper.place(properties).end
    edits = [Edit(Span(start, place.closing), paragraphs_like(paper, look, wording.text))]
    kept = [] if properties is None else _cleaned(paper, properties, {})
    return paper.slice(tc, [*kept, *merged(paper, wording.holder, merge), *edits])


def paragraphs_like(paper: Paper, look: Cell | Paragraph, text: str) -> str:
    """The paragraphs of a text, in the look of the first characters of another."""
    run = next((up for piece in _typed(look) if piece is not None for up in piece.iterancestors(n.R_)), None)
    paragraph = next((up for up in run.iterancestors(n.P)), None) if run is not None else None
    if paragraph is None:
        paragraph = look.node if look.node.tag == n.P else next(look.node.iter(n.P), None)
    if paragraph is None:
        name = named(look.node, "p")
        return "".join(f"<{name}>{_run(paper, look.node, None, line)}</{name}>" for line in text.split("\n"))
    name = named(paragraph, "p")
    properties = bare_properties(paper, paragraph)
    return "".join(f"<{name}>{properties}{_run(paper, paragraph, run, line)}</{name}>" for line in text.split("\n"))


def _typed(look: Cell | Paragraph) -> Sequence[Element | None]:
    origin = look.origin if isinstance(look, Cell) else None
    return [piece.node for piece in (origin or look).pieces if piece.typed]


def _run(paper: Paper, beside: Element, like: Element | None, text: str) -> str:
    return new_run(paper, beside, like, run_content(beside, text)) if text else ""


def row_made(paper: Paper, row: Row, cells: Sequence[str]) -> str:
    """A copy of a row, of copies of its cells."""
    return cloned(paper, row.node, {cell.node: text for cell, text in zip(row.cells, cells, strict=True)})


def paragraph_made(paper: Paper, wording: Wording) -> str:
    """A copy of a paragraph with another text."""
    paragraph = wording.holder
    if _is_plain(wording):
        try:
            return cloned(paper, paragraph.node, {}, typed(paper, wording))
        except (Refusal, ValueError):
            pass
    return paragraphs_like(paper, paragraph, wording.text)
