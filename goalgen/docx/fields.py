"""Things floor: complex fields (`w:fldChar`): the result is text, the instruction is not, and some draw what no run holds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from goalgen.docx import names as n
from goalgen.docx.styles import is_on
from goalgen.docx.symbols import symbol

Element = etree._Element
_SYMBOL = re.compile(r'\s*SYMBOL\s+(0x[0-9a-f]+|\d+)(?:.*\\f\s*"?([^"\\]+)"?)?', re.IGNORECASE)
_CIRCLED = re.compile(r"\s*eq\s*\\o(?:\\a[crl])?\s*\(\s*[○◯]\s*[,，;]\s*(\d{1,2})\s*\)", re.IGNORECASE)


@dataclass
class ComplexField:
    """A field that has begun; `shown` once its result has, `printed` once that has a character."""

    begin: Element
    code: str = ""
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
        if match := _SYMBOL.match(self.code):
            base = 16 if match[1].lower().startswith("0x") else 10
            code = int(match[1], base) if len(match[1]) < 10 else -1  # no character
            return symbol((match[2] or "").strip(), code)
        if match := _CIRCLED.match(self.code):
            return chr(0x2460 + int(match[1]) - 1) if 1 <= int(match[1]) <= 20 else match[1]
        return ""
