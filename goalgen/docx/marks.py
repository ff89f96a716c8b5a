"""Things floor: one look over a document part for what makes reading it more than joining its `w:t`.

lxml passes over elements whose names the document does not hold at no cost, so what is rare costs nothing where it is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from goalgen.docx import names as n
from goalgen.docx.blocks import Look, Veil
from goalgen.docx.looks import Looks, Seen
from goalgen.docx.styles import is_on
from goalgen.docx.symbols import FONTS

Element = etree._Element

_ALWAYS = (
    n.DEL, n.MOVE_FROM, n.CELL_INS, n.CELL_DEL, n.CELL_MERGE, n.ALTERNATE, n.DRAWING, n.PICT, n.OBJECT, n.TXBX, n.TAB, n.PTAB, n.CR, n.BR,
    n.HARD_HYPHEN, n.SOFT_HYPHEN, n.SYM, n.FLD_CHAR, n.RUBY, n.O_MATH, n.COMMENT_REFERENCE, n.H_MERGE, n.GRID_BEFORE,
    n.TC_PR_CHANGE, n.NUM_PR, n.ALT_CHUNK, n.SUB_DOC,
)  # fmt: skip
_IN_ORIGINAL = (n.INS, n.MOVE_TO, n.P_PR_CHANGE)
_CHANGES = (n.INS, n.DEL, n.MOVE_FROM, n.MOVE_TO, n.CELL_INS, n.CELL_DEL, n.CELL_MERGE)
_EDGE = re.compile(rb'<w:t(?:>| (?!xml:space="preserve")[^>]*>)(?: |[^<]* <)')
_SYMBOL_FONTS = re.compile(rb"""= *["'][WwSs][IiEeYy][NnBbMm]""")
"""What a part holds when one of its fonts may be Wingdings, Webdings or Symbol: to ignore case costs four times as much."""
_NAMESPACE = n.W[1:-1].encode()
_BREAKS = (b"\n", b"\r", b"\t")
_REFERENCES = ((b"#", b"&#"), (b"!", b"<!"), (b"?", b"<?"))
"""What a part seldom holds, each with a byte that is seldom in it too: to look for one byte takes next to no time."""
_BLANK = " \t\r\n"
MAX_BINDINGS = 1000
"""How many bound controls are looked at."""


@dataclass
class Marks:
    """What a look found: the elements that hold something special, the runs that are not data, the bound controls."""

    special: set[Element] = field(default_factory=set)
    muted: dict[Element, Veil] = field(default_factory=dict)
    looks: dict[Element, Look] = field(default_factory=dict)
    """the runs that are raised or lowered, or have brackets around them"""
    capitals: set[Element] = field(default_factory=set)
    """the runs whose letters are shown as capitals"""
    endless: set[Element] = field(default_factory=set)
    """the paragraphs whose end is hidden, so that the next one goes on in their line"""
    bindings: list[Element] = field(default_factory=list)
    revised: bool = True
    """there are tracked changes, as far as is known"""
    symbols: bool = True
    """there are runs in a symbol font, as far as is known"""

    def mark(self, node: Element | None) -> None:
        """An element and all around it are special."""
        while node is not None and node not in self.special:
            self.special.add(node)
            node = node.getparent()

    def mark_all(self, root: Element) -> None:
        """Everything is special, so that it is read the slow way."""
        self.special.update(root.iter())

    def mute(self, run: Element, veil: Veil) -> None:
        """A run is not data."""
        self.muted.setdefault(run, veil)
        self.mark(run)


def scan(root: Element, looks: Looks, raw: bytes | None = None) -> Marks:
    """Look over a tree; `raw` are the bytes that it was parsed from, which tell faster whether spaces need care."""
    marks = Marks(symbols=False)
    original, styles = looks.original, looks.styles
    for node in root.iter(*_ALWAYS, *(_IN_ORIGINAL if original else ()), *((n.P_STYLE,) if styles.numbered else ())):
        if node.tag != n.P_STYLE or node.get(n.VAL) in styles.numbered:
            marks.mark(node)
    marks.revised = next(root.iter(*_CHANGES), None) is not None
    for table in root.iter(n.TBL):
        parent = table.getparent()
        if parent is not None and parent.tag != n.BODY and next(table.iterancestors(n.TC), None) is not None:
            marks.mark(table)
    for control in _prompting(root):
        for run in control.iter(n.R_):
            marks.mute(run, Veil.PROMPT)
    raw = raw if raw is not None and _is_usual(root, raw) else None
    for node, seen in looks.special(root, raw):
        _note(node, seen, marks)
    named = next(root.iter(n.R_FONTS), None) is not None and (raw is None or _SYMBOL_FONTS.search(raw))
    for fonts in root.iter(n.R_FONTS) if named else ():
        if (fonts.get(n.ASCII) or fonts.get(n.H_ANSI) or "").lower() in FONTS:
            marks.symbols = True
            marks.mark(fonts)
    if raw is None or _EDGE.search(raw):
        for node in root.iter(n.T):
            text = node.text
            if text and (text[0] in _BLANK or text[-1] in _BLANK or "\n" in text or "\t" in text or "\r" in text):
                marks.mark(node)
    bindings = (node for bound in root.iter(n.DATA_BINDING) for node in bound.iterancestors(n.SDT))
    marks.bindings = list(dict.fromkeys(islice(bindings, MAX_BINDINGS)))
    return marks


def _note(node: Element, seen: Seen, marks: Marks) -> None:
    """A run that is not seen as it is written, or a paragraph that does not end where it is written."""
    marks.mark(node)
    if node.tag == n.P:
        marks.endless.add(node)
    elif seen.veil:
        marks.mute(node, seen.veil)
    if seen.look:
        marks.looks[node] = seen.look
    if seen.capitals:
        marks.capitals.add(node)


def _is_usual(root: Element, raw: bytes) -> bool:
    """Whether a part is written as most are, so that a text or a font that needs care shows in its bytes: in UTF-8, without
    line breaks, CDATA or character references, all names with the prefix `w`."""
    body = raw.find(b"<w:document")
    return (
        body >= 0
        and raw.count(_NAMESPACE) == raw.count(b'xmlns:w="%b"' % _NAMESPACE)
        and (root.getroottree().docinfo.encoding or "UTF-8").upper() == "UTF-8"
        and not any(raw.find(byte, body) >= 0 for byte in _BREAKS)
        and not any(raw.find(byte, body) >= 0 and raw.find(odd, body) >= 0 for byte, odd in _REFERENCES)
    )


def _prompting(root: Element) -> Iterator[Element]:
    """The controls that nobody filled in, each once; not those in another one."""
    found: set[Element] = set()
    for prompt in root.iter(n.PROMPT):
        controls = list(prompt.iterancestors(n.SDT)) if is_on(prompt) else []
        if controls and found.isdisjoint(controls):
            found.add(controls[0])
            yield controls[0]
