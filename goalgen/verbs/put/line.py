"""Verbs floor: what a cell or a paragraph shall say, line by line."""

from __future__ import annotations

from typing import NamedTuple

from goalgen.docx import Address, Cell, Paragraph


class Line(NamedTuple):
    """One paragraph of a text: the line of the old text that it is (from 0), or None when it is new.

    A new one is made like the old line `like`; where that says nothing, like the line before it, else the one after.
    """

    text: str
    was: int | None = None
    like: int | None = None


class Wording(NamedTuple):
    """All lines that a cell or a paragraph shall have."""

    address: Address
    holder: Cell | Paragraph
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The text as a whole."""
        return "\n".join([line.text for line in self.lines])
