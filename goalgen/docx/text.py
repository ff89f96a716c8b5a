"""Things floor: the text of a paragraph as a person sees it, with what is not to be seen put aside.

A vertical tab is a line break, a form feed a page break. Only paragraphs that hold something special come here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from goalgen.docx import names as n
from goalgen.docx.blocks import Address, Aside, Foreign, Hidden, Medium, Revisions, Veil
from goalgen.docx.fields import Field
from goalgen.docx.formula import linear
from goalgen.docx.graphics import alternative, is_box, media, shown
from goalgen.docx.numbering import Numbering
from goalgen.docx.scan import Marks
from goalgen.docx.symbols import FONTS, in_font, symbol

Element = etree._Element

_CHARACTERS = {n.TAB: "\t", n.PTAB: "\t", n.CR: "\v", n.HARD_HYPHEN: "\u2011", n.SOFT_HYPHEN: "\u00ad"}
_TEXTS = {n.T, n.DEL_TEXT}
_INTO = {n.HYPERLINK, n.FLD_SIMPLE, n.BDO, n.DIR, n.SDT, n.SDT_CONTENT, n.CUSTOM_XML, n.SMART_TAG, n.RUBY_BASE}
_GRAPHIC = {n.DRAWING, n.PICT, n.OBJECT}
_MATH = {n.O_MATH, n.O_MATH_PARA}
_WHITE_SPACE = str.maketrans("\n\r\t", "   ")
_NOWHERE = Address()
_XML_BLANK = " \t\r\n"


@dataclass
class State:
    """What reading a document part has come to."""

    revisions: Revisions = Revisions.FINAL
    marks: Marks = field(default_factory=Marks)
    numbering: Numbering | None = None
    preserve: bool = False
    """spaces are kept by an attribute of the root"""
    place: Address = _NOWHERE
    story: str = ""
    automatic: int = 0
    """characters of numbers so far"""
    tables: int = 0
    paragraphs: int = 0
    fields: list[Field] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    """text boxes that the paragraph at hand anchors"""
    hidden: list[Hidden] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    comments: list[tuple[str, Address]] = field(default_factory=list)
    foreign: list[Foreign] = field(default_factory=list)

    @property
    def removed(self) -> tuple[str, str]:
        """The wrappers whose content is not in the version that is read."""
        return (n.INS, n.MOVE_TO) if self.revisions is Revisions.ORIGINAL else (n.DEL, n.MOVE_FROM)

    def hide(self, veil: Veil, text: str, author: str = "", date: str = "") -> None:
        """Put a text aside; what follows directly on its like is one with it."""
        if not text:
            return
        last = self.hidden[-1] if self.hidden else None
        if last and (last.veil, last.address, last.author) == (veil, self.place, author) and veil is not Veil.RUBY:
            self.hidden[-1] = last._replace(text=last.text + text)
        else:
            self.hidden.append(Hidden(veil, self.place, text, author, date))

    def hide_removed(self, node: Element) -> None:
        """Put aside what a change took away, or (reading the original) what it added."""
        veil = Veil.INSERTED if self.revisions is Revisions.ORIGINAL else Veil.DELETED
        veil = Veil.MOVED if node.tag in (n.MOVE_FROM, n.MOVE_TO) else veil
        self.hide(veil, "".join(node.itertext(*_TEXTS)), node.get(n.AUTHOR, ""), node.get(n.DATE, ""))

    def text(self, paragraph: Element) -> str:
        """The text of a paragraph; its text boxes wait in `boxes`."""
        pieces: list[str] = []
        _runs(paragraph, pieces, self, None)
        self.fields = [one for one in self.fields if one.shown]  # one whose end was lost must not swallow the rest
        return "".join(pieces)

    def number(self, paragraph: Element) -> str:
        """The number that Word writes before a paragraph."""
        if self.numbering is None:
            return ""
        properties = next(paragraph.iterchildren(n.P_PR), None)
        if self.revisions is Revisions.ORIGINAL and properties is not None:
            for change in properties.iterchildren(n.P_PR_CHANGE):
                properties = next(change.iterchildren(n.P_PR), properties)
        listed = self.numbering.of(properties)
        number = self.numbering.next(*listed) if listed else ""
        self.automatic += len(number)
        return number

    def joins_next(self, paragraph: Element) -> bool:
        """Whether the end of a paragraph is not in the version that is read, so that the next one goes on with it."""
        for properties in paragraph.iterchildren(n.P_PR):
            for mark in properties.iterchildren(n.R_PR):
                return next(mark.iterchildren(*self.removed), None) is not None
        return False


def _emit(text: str, out: list[str], state: State, mute: Veil | None) -> None:
    if state.fields and not all(one.shown for one in state.fields):
        return
    if state.fields:
        state.fields[-1].printed = True
    if mute is None:
        out.append(text)
    else:
        state.hide(mute, text)


def _runs(node: Element, out: list[str], state: State, mute: Veil | None) -> None:
    """What a paragraph, or a wrapper in it, holds beside its properties."""
    removed = state.removed
    for child in node:
        tag = child.tag
        if tag == n.R_:
            _run(child, out, state, mute or state.marks.muted.get(child))
        elif tag in _INTO or (tag in (n.INS, n.MOVE_TO, n.DEL, n.MOVE_FROM) and tag not in removed):
            _runs(child, out, state, mute)
        elif tag in removed:
            state.hide_removed(child)
        elif tag == n.ALTERNATE:
            branch = alternative(child)
            if branch is not None:
                _runs(branch, out, state, mute)
        elif tag in _MATH:
            _emit(linear(child), out, state, mute)
        elif tag == n.SUB_DOC:
            state.foreign.append(Foreign(Medium.FILE, state.place))


def _run(run: Element, out: list[str], state: State, mute: Veil | None) -> None:
    for child in run:
        tag = child.tag
        if tag in _TEXTS:
            if tag == n.T or state.revisions is Revisions.ORIGINAL:
                _emit(_typed(child, run, state), out, state, mute)
        elif tag in _CHARACTERS:
            _emit(_CHARACTERS[tag], out, state, mute)
        elif tag == n.BR:
            _emit("\f" if child.get(n.TYPE) == "page" else "\v", out, state, mute)
        elif tag == n.SYM:
            _emit(_symbol(child), out, state, mute)
        elif tag == n.FLD_CHAR:
            _field(child, out, state, mute)
        elif tag == n.INSTR_TEXT:
            if state.fields:
                state.fields[-1].code += child.text or ""
        elif tag in _GRAPHIC:
            if mute is None:
                elements = list(shown(child))
                state.boxes += filter(is_box, elements)
                state.foreign += [Foreign(medium, state.place, program) for medium, program in media(elements)]
        elif tag == n.ALTERNATE:
            branch = alternative(child)
            if branch is not None:
                _run(branch, out, state, mute)
        elif tag == n.RUBY:
            for part in child.iterchildren(n.RUBY_BASE, n.RUBY_TEXT):
                if part.tag == n.RUBY_BASE:
                    _runs(part, out, state, mute)
                else:
                    state.hide(Veil.RUBY, "".join(part.itertext(n.T)))
        elif tag == n.COMMENT_REFERENCE:
            state.comments.append((child.get(n.ID, ""), state.place))
        elif tag in _MATH:
            _emit(linear(child), out, state, mute)


def _typed(node: Element, run: Element, state: State) -> str:
    """The text of a `w:t` as Word shows it: edge spaces only when they are preserved, line ends as spaces."""
    text = (node.text or "").translate(_WHITE_SPACE)
    if not state.preserve and node.get(n.XML_SPACE) != "preserve":
        text = text.strip(_XML_BLANK)
    for properties in run.iterchildren(n.R_PR):
        for fonts in properties.iterchildren(n.R_FONTS):
            font = fonts.get(n.ASCII) or fonts.get(n.H_ANSI) or ""
            if font.lower() in FONTS:
                return in_font(font, text)
    return text


def _symbol(node: Element) -> str:
    try:
        return symbol(node.get(n.FONT, ""), int(node.get(n.CHAR, ""), 16))
    except ValueError:
        return "\ufffd"


def _field(node: Element, out: list[str], state: State, mute: Veil | None) -> None:
    kind = node.get(n.FLD_CHAR_TYPE)
    if kind == "begin":
        state.fields.append(Field(node))
    elif state.fields and kind == "separate":
        state.fields[-1].shown = True
    elif state.fields and kind == "end":
        done = state.fields.pop()
        if not done.printed:
            _emit(done.drawn(), out, state, mute)
        elif state.fields:
            state.fields[-1].printed = True
