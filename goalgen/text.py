"""Words floor: a text with its name, ranges of its characters, and edits of exactly those ranges (what law L8 rests on)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of characters in a source."""

    start: int
    end: int


class Edit(NamedTuple):
    """A text to put in place of a span."""

    span: Span
    text: str


@dataclass(frozen=True)
class Source:
    """A text with the name it is known by to its user, usually a path."""

    name: str
    text: str

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def position(self, offset: int) -> tuple[int, int]:
        """The line and the column, both counted from 1, of the character at `offset`."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of line `number` (from 1) without its line end."""
        start = self._line_starts[number - 1]
        end = self._line_starts[number] if number < len(self._line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def __getitem__(self, span: Span) -> str:
        return self.text[span.start : span.end]


def in_order(edits: Iterable[Edit]) -> list[Edit]:
    """Edits as they come in the text; those of one span, which are all insertions, as they are given."""
    return sorted(edits, key=lambda edit: edit.span)


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """`text` with each edit's span replaced; what lies outside the spans is untouched. Overlapping edits raise ValueError.

    Edits at one offset keep the order they are given in: what is put in first stands first.
    """
    pieces: list[str] = []
    done = 0
    for span, new in in_order(edits):
        if span.start < done:
            raise ValueError(f"edits overlap at {span.start}")
        pieces += text[done : span.start], new
        done = span.end
    return "".join([*pieces, text[done:]])
