"""Things floor: the text of a paragraph as a person sees it, with what is not to be seen put aside.

A vertical tab is a line break, a form feed a page break. Only paragraphs that hold something special come here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from lxml import etree

from goalgen.docx import names as n
from goalgen.docx.blocks import Look, Medium, Piece, Veil
from goalgen.docx.formula import linear
from goalgen.docx.graphics import alternative, is_box, media, shown
from goalgen.docx.looks import AROUND, MOVED, in_capitals, in_look
from goalgen.docx.state import State, Version
from goalgen.docx.symbols import FONTS, in_font, symbol

Element = etree._Element

_CHARACTERS = {n.TAB: "\t", n.PTAB: "\t", n.CR: "\v", n.HARD_HYPHEN: "\u2011", n.SOFT_HYPHEN: "\u00ad"}
_TEXTS = {n.T, n.DEL_TEXT}
_INTO = {n.HYPERLINK, n.FLD_SIMPLE, n.BDO, n.DIR, n.SDT, n.SDT_CONTENT, n.CUSTOM_XML, n.SMART_TAG, n.RUBY_BASE}
_PROPERTIES = {n.P_PR, n.SDT_PR}
_CHANGED = {n.INS, n.MOVE_TO, n.DEL, n.MOVE_FROM}
_GRAPHIC = {n.DRAWING, n.PICT, n.OBJECT}
_MATH = {n.O_MATH, n.O_MATH_PARA}
_WHITE_SPACE = str.maketrans("\n\r\t", "   ")
_XML_BLANK = " \t\r\n"


@dataclass(slots=True)
class Line:
    """A paragraph as it is read: its text in pieces, and the text boxes that it anchors."""

    pieces: list[Piece] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    looks: list[Look | None] = field(default_factory=list)
    """of the pieces, as far as the last run that is raised or lowered"""


def joined(pieces: Iterable[Piece]) -> str:
    """The text of pieces."""
    return "".join([piece.text for piece in pieces])


def automatic(pieces: Iterable[Piece]) -> int:
    """How much of a text are numbers that Word writes."""
    return sum(len(piece.text) for piece in pieces if piece.node is None)


def line_of(paragraph: Element, state: State) -> Line:
    """The text of a paragraph, without its number, and its text boxes."""
    line = Line()
    _runs(paragraph, line, state, None)
    if line.looks:
        _flatten(line, state)
    state.counters.fields.forget()
    return line


def _flatten(line: Line, state: State) -> None:
    """Write what looks special as far as it goes on in the characters that a person sees; what cannot be is told."""
    pieces: list[Piece] = []
    at = 0
    alone = len(set(line.looks)) == 1 and not joined(line.pieces[len(line.looks) :]).strip()
    for look, group in groupby(line.looks):
        end = at + len(list(group))
        some = line.pieces[at:end]
        pieces += _as_seen(look, some, state, alone=alone) if look else some
        at = end
    line.pieces[:] = [*pieces, *line.pieces[at:]]


def _as_seen(look: Look, pieces: list[Piece], state: State, *, alone: bool) -> list[Piece]:
    """Pieces that look special; `alone` when nothing else is in their line, so that nobody sees that it is moved."""
    text = joined(pieces)
    small = in_look(look, text)
    if small is not None:
        return _written(pieces, small) if small != text else pieces
    if look in AROUND:
        node = pieces[0].node
        run = node.getparent() if node is not None else None
        begin, end = AROUND[look]
        return [Piece(begin, run), *pieces, Piece(end, run)]
    if text.strip() and not (alone and look in MOVED):
        state.beside.flatten(look, text)
    return pieces


def _written(pieces: list[Piece], text: str) -> list[Piece]:
    """Pieces with another text, as long as theirs."""
    made, at = [], 0
    for piece in pieces:
        made.append(piece._replace(text=text[at : at + len(piece.text)]))
        at += len(piece.text)
    return made


def number_of(paragraph: Element, state: State) -> list[Piece]:
    """The number that Word writes before a paragraph: one piece, or none. One whose end was removed has none of its own."""
    numbering, version = state.counters.numbering, state.version
    if numbering is None or (joins_next(paragraph, version) and paragraph not in version.marks.endless):
        return []
    properties = next(paragraph.iterchildren(n.P_PR), None)
    if version.original and properties is not None:
        for change in properties.iterchildren(n.P_PR_CHANGE):
            properties = next(change.iterchildren(n.P_PR), properties)
    listed = numbering.of(properties)
    number = numbering.next(*listed) if listed else ""
    if not number or not listed:
        return []
    veil, look, capitals = version.looks.of_number(paragraph, numbering.look(*listed))
    if veil:
        state.beside.hide(veil, number)
        return []
    seen = [Piece(in_capitals(number) if capitals else number)]
    return _as_seen(look, seen, state, alone=True) if look else seen


def joins_next(paragraph: Element, version: Version) -> bool:
    """Whether the end of a paragraph is hidden or not in the version that is read, so that the next one goes on with it."""
    if paragraph in version.marks.endless:
        return True
    if not version.marks.revised:
        return False
    for properties in paragraph.iterchildren(n.P_PR):
        for mark in properties.iterchildren(n.R_PR):
            return next(mark.iterchildren(*version.removed), None) is not None
    return False


def _emit(text: str, node: Element, line: Line, state: State, mute: Veil | None, offset: int = 0) -> None:
    fields = state.counters.fields
    if fields.open:
        if fields.waiting:
            return
        fields.open[-1].printed = True
    if mute is not None:
        state.beside.hide(mute, text)
    elif text:
        line.pieces.append(Piece(text, node, offset, bool(fields.open)))


def _runs(node: Element, line: Line, state: State, mute: Veil | None) -> None:
    """What a paragraph, or a wrapper in it, holds beside its properties."""
    removed, marks = state.version.removed, state.version.marks
    for child in node:
        tag, before = child.tag, len(line.pieces)
        if tag == n.R_:
            _run(child, line, state, mute or marks.muted.get(child))
            look = marks.looks.get(child)
            if child in marks.capitals and _capitals(line, before):
                look = look or Look.CAPITALS
            if look:
                line.looks += [None] * (before - len(line.looks))
                line.looks += [look] * (len(line.pieces) - len(line.looks))
        elif tag in _INTO or (tag in _CHANGED and tag not in removed):
            _runs(child, line, state, mute)
        elif tag in removed:
            state.hide_removed(child)
        elif tag == n.ALTERNATE:
            branch = alternative(child)
            if branch is not None:
                _runs(branch, line, state, mute)
        elif tag in _MATH:
            _emit(linear(child), child, line, state, mute)
        elif tag == n.SUB_DOC:
            state.beside.leave(Medium.FILE)
        elif len(child) and tag not in _PROPERTIES:
            _runs(child, line, state, mute)  # a wrapper that nobody knows: better read than lost


def _capitals(line: Line, start: int) -> bool:
    """Write the letters of the pieces from `start` on as capitals; whether that changes anything."""
    was = line.pieces[start:]
    line.pieces[start:] = [piece._replace(text=in_capitals(piece.text)) for piece in was]
    return line.pieces[start:] != was


def _run(run: Element, line: Line, state: State, mute: Veil | None) -> None:
    font = _symbol_font(run) if state.version.marks.symbols else ""
    for child in run:
        tag = child.tag
        if tag in _TEXTS:
            if tag == n.T or state.version.original:
                text, offset = _typed(child, font, state.version)
                _emit(text, child, line, state, mute, offset)
        elif tag in _CHARACTERS:
            _emit(_CHARACTERS[tag], child, line, state, mute)
        elif tag == n.BR:
            _emit("\f" if child.get(n.TYPE) == "page" else "\v", child, line, state, mute)
        elif tag == n.SYM:
            _emit(_symbol(child), child, line, state, mute)
        elif tag == n.FLD_CHAR:
            _field(child, line, state, mute)
        elif tag == n.INSTR_TEXT:
            state.counters.fields.say(child.text or "")
        elif tag in _GRAPHIC:
            if mute is None or mute is Veil.STRUCK:  # a line through the text around does not touch what floats
                elements = list(shown(child))
                line.boxes += filter(is_box, elements)
                for medium, program in media(elements):
                    state.beside.leave(medium, program)
        elif tag == n.ALTERNATE:
            branch = alternative(child)
            if branch is not None:
                _run(branch, line, state, mute)
        elif tag == n.RUBY:
            for part in child.iterchildren(n.RUBY_BASE, n.RUBY_TEXT):
                if part.tag == n.RUBY_BASE:
                    _runs(part, line, state, mute)
                else:
                    state.beside.hide(Veil.RUBY, "".join(part.itertext(n.T)))
        elif tag == n.COMMENT_REFERENCE:
            state.beside.comment(child.get(n.ID, ""))
        elif tag in _MATH:
            _emit(linear(child), child, line, state, mute)


def _typed(node: Element, font: str, version: Version) -> tuple[str, int]:
    """The text of a `w:t` as Word shows it, and where it begins in what is written: edge spaces only when they are
    preserved, line ends as spaces, the characters of symbol fonts as they are drawn. Inside, one character stays one."""
    text, offset = (node.text or "").translate(_WHITE_SPACE), 0
    if text and not version.preserve and node.get(n.XML_SPACE) != "preserve":
        kept = text.lstrip(_XML_BLANK)
        text, offset = kept.rstrip(_XML_BLANK), len(text) - len(kept)
    return (in_font(font, text) if font else text), offset


def _symbol_font(run: Element) -> str:
    """The symbol font that a run is typed in, "" for another font."""
    for properties in run.iterchildren(n.R_PR):
        for fonts in properties.iterchildren(n.R_FONTS):
            font = fonts.get(n.ASCII) or fonts.get(n.H_ANSI) or ""
            if font.lower() in FONTS:
                return font
    return ""


def _symbol(node: Element) -> str:
    try:
        return symbol(node.get(n.FONT, ""), int(node.get(n.CHAR, ""), 16))
    except ValueError:
        return "\ufffd"


def _field(node: Element, line: Line, state: State, mute: Veil | None) -> None:
    kind, fields = node.get(n.FLD_CHAR_TYPE), state.counters.fields
    if kind == "begin":
        fields.begin(node)
    elif kind == "separate":
        fields.separate()
    elif kind == "end" and (done := fields.end()):
        if not done.printed:
            _emit(done.drawn(), done.begin, line, state, mute)
        elif fields.open:
            fields.open[-1].printed = True
