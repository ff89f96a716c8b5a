"""Verbs floor: what marks a revision: who made it, when, and a number that no other has (ECMA-376 part 1, 17.13.5).

Without a date none is written, so that the same input gives the same bytes (law L5).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

from lxml import etree

from goalgen.docx import Package
from goalgen.docx import names as n
from goalgen.docx.parts import quoted

Element = etree._Element
Kind = Literal["ins", "del"]

AUTHOR = "goalgen"
"""Who is said to have made the revisions, when nobody is named."""
_NUMBER = re.compile(rb"""\bid\s*=\s*["'](\d{1,10})["']""")
_HIGHEST = 2**31 - 2**20
"""Numbers up to which one more is taken than the highest there is (they are signed, of 32 bits)."""


class Tracking(NamedTuple):
    """That the changes are written as revisions: by whom, when (`2026-11-26T09:00:00Z`, or no date), and whether an edit may
    cut through the revisions of others."""

    author: str = AUTHOR
    date: str = ""
    over: bool = False


@dataclass
class Pen:
    """Writes the marks of revisions into one document."""

    tracking: Tracking
    prefix: str
    """of the document's elements, with its colon"""
    attributes: str
    """of their attributes"""
    declared: str
    """what declares that one, where the document has none"""
    last: int

    @classmethod
    def of(cls, package: Package, tracking: Tracking) -> Pen:
        """A pen for a document; its numbers are those that none of its parts has."""
        root = package.document
        prefix = f"{root.prefix}:" if root.prefix else ""
        uri = root.nsmap.get(root.prefix)
        other = next((one for one, named in root.nsmap.items() if one and named == uri), None)
        declared = "" if prefix or other else f' xmlns:w="{uri}"'
        used = [
            int(number)
            for name in package.parts
            if name.lower().endswith(".xml") and (content := package.read(name)) is not None
            for number in _NUMBER.findall(content)
        ]
        highest = max((number for number in used if number < _HIGHEST), default=0)
        return cls(tracking, prefix, prefix or f"{other or 'w'}:", declared, highest)

    def number(self) -> str:
        """A number that no other revision has."""
        self.last += 1
        return str(self.last)

    def _start(self, kind: str) -> str:
        at, (author, date, _) = self.attributes, self.tracking
        dated = f" {at}date={quoted(date)}" if date else ""
        return f'<{self.prefix}{kind}{self.declared} {at}id="{self.number()}" {at}author={quoted(author)}{dated}'

    def mark(self, kind: Kind) -> str:
        """The mark of a revision, for the properties of a row or of the end of a paragraph."""
        return f"{self._start(kind)}/>"

    def around(self, kind: str, xml: str) -> str:
        """A revision of what it holds."""
        return f"{self._start(kind)}>{xml}</{self.prefix}{kind}>"

    def named(self, local: str, content: str) -> str:
        """An element of the document."""
        return f"<{self.prefix}{local}>{content}</{self.prefix}{local}>"

    def is_own(self, revision: Element) -> bool:
        """Whether a revision is of the same author, who may take it back."""
        return revision.get(n.AUTHOR, "") == self.tracking.author
