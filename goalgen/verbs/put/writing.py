"""Verbs floor: text as WordprocessingML: typed into a `w:t`, or as new elements of a run, with the prefix of what is there.

Tabs and breaks are elements (ECMA-376 part 1, 17.3.3): a `w:t` is closed before one and opened again after it. In a run that
is raised or lowered the digits of the text are written as plain ones; in one of a symbol font nothing is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from lxml import etree

from goalgen.docx import Look, Piece
from goalgen.docx import names as n
from goalgen.docx.looks import in_look
from goalgen.docx.splice import escape, retyped, shown
from goalgen.text import Edit
from goalgen.verbs.put.paper import Paper, attribute, named

Element = etree._Element

ELEMENTS = {n.TAB, n.PTAB, n.CR, n.BR, n.HARD_HYPHEN, n.SOFT_HYPHEN, n.SYM}
"""What stands in a run for one character of its text."""
_SPECIAL = re.compile("([\t\v\f\u2011\u00ad])")
_BLANKS = str.maketrans("\n\r\t", "   ")


def run_content(node: Element, text: str) -> str:
    """A text as the content of a run, beside a node."""
    return "".join(
        _element(node, part) if _SPECIAL.fullmatch(part) else _text(node, part) for part in _SPECIAL.split(text) if part
    )


def _text(node: Element, text: str) -> str:
    name = named(node, "t")
    return f'<{name} xml:space="preserve">{escape(text)}</{name}>'


def _element(node: Element, char: str) -> str:
    """The element of a character that is none in a `w:t`; hyphens may well be typed."""
    if char in "\u2011\u00ad":
        return _text(node, char)
    name = named(node, "tab" if char == "\t" else "br")
    return f'<{name} {attribute(node, "type")}="page"/>' if char == "\f" else f"<{name}/>"


def rewritten(paper: Paper, node: Element, edits: Sequence[Edit]) -> list[Edit]:
    """Edits of what a `w:t` shows, tabs and breaks among them, as edits of the part."""
    place = paper.place(node)
    special = [char for char in "\t\v\f" if any(char in edit.text for edit in edits)]
    if not special:
        return retyped(paper.part, node, place, edits)
    text = "".join([shown(node), *(edit.text for edit in edits)])
    free = [char for char in map(chr, range(0xE000, 0xF900)) if char not in text][: len(special)]
    marks = str.maketrans(dict(zip(special, free, strict=True)))
    name = named(node, "t")
    around = f"</{name}>", f'<{name} xml:space="preserve">'
    made = retyped(
        paper.part,
        node,
        place,
        [edit._replace(text=edit.text.translate(marks)) for edit in edits],
        preserve=True,
    )
    written = {ord(mark): _element(node, char).join(around) for char, mark in zip(special, free, strict=True)}
    return [edit._replace(text=edit.text.translate(written)) for edit in made]


def spelt(piece: Piece, text: str) -> str | None:
    """The characters to be written where a piece stands, so that a text is read; None when it cannot be typed there."""
    if not piece.typed or piece.node is None:
        return None
    there = shown(piece.node).translate(_BLANKS)
    if there == piece.text:
        return text
    for look in (Look.SUPERSCRIPT, Look.SUBSCRIPT):
        if in_look(look, there) == piece.text:
            plain = "".join(unicodedata.normalize("NFKC", char) for char in text)
            return plain if in_look(look, plain) == text else None
    return None
