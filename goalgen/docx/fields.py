"""Things floor: complex fields (`w:fldChar`): the result is text, the instruction is not, and some draw what no run holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from goalgen.docx import names as n
from goalgen.docx.styles import is_on
from goalgen.docx.symbols import symbol

Element = etree._Element
_SYMBOL = re.compile(r'\s*SYMBOL\s+(0x[0-9a-f]+|\d+)(?:.*\\f\s*"?([^"\\]+)"?)?', re.IGNORECASE)
_CIRCLED = re.compile(r"\s*eq\s*\\o(?:\\a[crl])?\s*\(\s*[○◯]\s*[,，;]\s*(\d{1,2})\s*\)", re.IGNORECASE)

_LONGEST = 4096
"""How much of an instruction is looked at."""


@dataclass
class ComplexField:
    """A field that has begun; `shown` once its result has, `printed` once that has a character."""

    begin: Element
    codes: list[str] = field(default_factory=list)
    """its instruction, in the pieces that it was written in"""
    shown: bool = False
    printed: bool = False

    def drawn(self) -> str:
        """What Word draws for a field whose result holds no text: a tick box, the choice of a list, a symbol."""
        for box in self.begin.iter(f"{n.W}checkBox"):
            states = {str(child.tag): is_on(child) for child in box}
            return "☒" if states.get(f"{n.W}checked", states.get(f"{n.W}default", False)) else "☐"
        for choices in self.begin.iter(f"{n.W}ddList"):
            entries = [entry.get(n.VAL, "") for entry in choices.iterchildren(f"{n.W}listEntry")]
            chosen = [
                child.get(n.VAL, "") for name in ("result", "default") for child in choices.iterchildren(n.W + name)
            ]
            index = (
                int(chosen[0]) if chosen and chosen[0].isascii() and chosen[0].isdigit() and len(chosen[0]) < 6 else 0
            )
            return entries[index] if index < len(entries) else ""
        code = "".join(self.codes)[:_LONGEST]
        if match := _SYMBOL.match(code):
            base = 16 if match[1].lower().startswith("0x") else 10
            number = int(match[1], base) if len(match[1]) < 10 else -1  # no character
            return symbol((match[2] or "").strip(), number)
        if match := _CIRCLED.match(code):
            return chr(0x2460 + int(match[1]) - 1) if 1 <= int(match[1]) <= 20 else match[1]
        return ""


class Fields:
    """The fields that have begun and not ended, the innermost last."""

    def __init__(self) -> None:
        self.open: list[ComplexField] = []
        self.waiting = 0
        """how many of them have not come to their result"""
        self._old = 0
        """how many are as they were at the last `forget`: their results have begun"""

    def begin(self, node: Element) -> None:
        """A field begins."""
        self.open.append(ComplexField(node))
        self.waiting += 1

    def say(self, code: str) -> None:
        """A piece of the instruction."""
        if self.open:
            self.open[-1].codes.append(code)

    def separate(self) -> None:
        """The result begins."""
        if self.open and not self.open[-1].shown:
            self.open[-1].shown = True
            self.waiting -= 1

    def end(self) -> ComplexField | None:
        """The innermost field ends; None when none is open."""
        if not self.open:
            return None
        done = self.open.pop()
        self.waiting -= not done.shown
        self._old = min(self._old, len(self.open))
        return done

    def forget(self) -> None:
        """A paragraph ends: a field that has not come to its result has lost its end, and must not swallow the rest."""
        if self.waiting:
            self.open[self._old :] = [one for one in self.open[self._old :] if one.shown]
            self.waiting = 0
        self._old = len(self.open)
