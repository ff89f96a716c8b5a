"""Words floor: a text with its name, ranges of its characters, and edits of exactly those ranges (what law L8 rests on)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of characters in a source."""

    start: int
    end: int


class Edit(NamedTuple):
    """A text to put in place of a span."""

    span: Span
    text: str


_LONG = 1000
"""Characters of a line that is kept once it was asked for: many problems may lie in it."""


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

    def start(self, number: int) -> int:
        """Where line `number` (from 1) begins; the end of the text when it has no such line."""
        return self._line_starts[number - 1] if number <= len(self._line_starts) else len(self.text)

    def line(self, number: int) -> str:
        """The text of line `number` (from 1) without its line end."""
        known = self._long_lines.get(number)
        if known is None:
            known = self.text[self._line_starts[number - 1] : self.start(number + 1)].rstrip("\r\n")
            if len(known) > _LONG:
                self._long_lines[number] = known
        return known

    @cached_property
    def _long_lines(self) -> dict[int, str]:
        return {}

    @cached_property
    def _large(self) -> list[int]:
        """The places of the characters that are two units of UTF-16."""
        return [match.start() for match in re.finditer("[\U00010000-\U0010ffff]", self.text)]

    def units(self, start: int, end: int) -> int:
        """How many units of UTF-16 the characters from `start` to `end` are."""
        return end - start + bisect_left(self._large, end) - bisect_left(self._large, start)

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


class Apart:
    """Edits that go together: of two that clash, the first given is the one before the other in the text."""

    def __init__(self, clash: Callable[[Edit, Edit], bool]) -> None:
        self._clash = clash
        self._taken: list[Edit] = []

    def take(self, edits: Iterable[Edit]) -> bool:
        """Take edits that clash with none that were taken, all or none. An edit that was taken goes with itself."""
        new: list[Edit] = []
        for edit in edits:
            place = bisect_left(self._taken, edit)
            around = self._taken[max(place - 1, 0) : place + 1]
            if edit in around:
                continue
            if any(self._clash(*sorted((edit, other))) for other in around):
                return False
            new.append(edit)
        for edit in new:
            insort(self._taken, edit)
        return True


def changed_lines(old: str, new: str) -> Iterator[Edit]:
    """The edits that make one text of another, a run of lines each.

    Lines that stand once in each text, in the same order, hold the two together: time grows as the texts do, which no
    search for the longest common runs can promise.
    """
    before, after = (re.findall(r"[^\n]*\n|[^\n]+", text) for text in (old, new))
    starts = [0, *accumulate(map(len, before))]
    i = j = 0
    for one, two in [(0, 0), *_anchors(before, after), (len(before), len(after))]:
        if one < i:  # it is among lines that are known to be the same
            continue
        left, right = one, two
        while left > i and right > j and before[left - 1] == after[right - 1]:
            left, right = left - 1, right - 1
        if left > i or right > j:
            yield Edit(Span(starts[i], starts[left]), "".join(after[j:right]))
        i, j = one, two
        while i < len(before) and j < len(after) and before[i] == after[j]:
            i, j = i + 1, j + 1


def _anchors(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """The places of the lines that stand once in each text, as many as are in the same order in both."""
    times = Counter(before)
    once = {line for line, count in Counter(after).items() if count == 1 == times[line]}
    place = {line: number for number, line in enumerate(after) if line in once}
    least: list[int] = []  # for each length of a row of anchors the least place in which one can end
    ends: list[tuple[int, int, int]] = []  # an anchor, and how many can stand in a row up to it
    for number, line in enumerate(before):
        if line in once:
            length = bisect_left(least, place[line])
            least[length : length + 1] = [place[line]]
            ends.append((number, place[line], length))
    row: list[tuple[int, int]] = []
    wanted = len(least) - 1
    for number, other, length in reversed(ends):
        if length == wanted and (not row or other < row[-1][1]):
            row.append((number, other))
            wanted -= 1
    return row[::-1]
