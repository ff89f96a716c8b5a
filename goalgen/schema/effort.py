"""Words floor: how much work a `pattern` can make, read off its structure before any text is held against it.

`re` tries one way after another. Where the next character always decides which way to go there is one way, and the work
grows as the text does. Each place where it does not decide multiplies the ways: by the length of the text (`.*` before what
`.` matches as well), by two (`a?a`), and inside of an endless repetition without bound: `(a+)+`. The first two are counted,
and a pattern is only held against texts that are short enough for it; the last is refused. (Brüggemann-Klein, Wood 1998,
"One-unambiguous regular languages"; counted from above: never less than the work there is.)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

Ranges = tuple[tuple[int, int], ...]

BUDGET = 9_000_000
"""Steps of `re` that one text may cost: about a second."""
LEAST = 200
"""A pattern that is only affordable for texts shorter than this is refused."""
_MANY = 64
"""A repetition that may be taken so much oftener than it must counts as endless."""


@dataclass
class Piece:
    """A piece of a pattern: one character of a set (no alternatives), or alternatives, each a sequence of pieces."""

    ranges: Ranges = ()
    alternatives: list[list[Piece]] = field(default_factory=list)
    least: int = 1
    most: int | None = 1
    """how often; None: without end"""
    look: bool = False
    """nothing is consumed: it looks ahead or back"""


class Work(NamedTuple):
    """The ways that there are: `factor` times the length of the text to the power of `degree`; `endless`: more than that."""

    factor: int = 1
    degree: int = 0
    endless: bool = False

    def times(self, other: Work) -> Work:
        """Both, one for each of the other."""
        return Work(min(self.factor * other.factor, BUDGET), self.degree + other.degree, self.endless or other.endless)


class _First(NamedTuple):
    """What a piece or a sequence can begin with, and whether it can be empty."""

    ranges: Ranges
    empty: bool


def longest(pattern: Sequence[Sequence[Piece]], *, anchored: bool, fails: bool) -> int | None:
    """The longest text that a pattern can be held against; None: any text; 0: none that is worth it.

    `anchored`: it can begin at the start of the text only; `fails`: something without width in it may still say no.
    """
    if not fails:  # what may be missing at the end never sends anybody back
        pattern = [_cut(way) for way in pattern]
    work = _alternatives(pattern, _First((), False), looped=False)
    if work.endless:
        return 0
    degree = max(1, work.degree + (_running(pattern) > work.degree) + (not anchored))
    if degree == 1 and work.factor < LEAST:
        return None
    most = int((BUDGET / work.factor) ** (1 / degree))
    return most if most >= LEAST else 0


def _cut(way: Sequence[Piece]) -> Sequence[Piece]:
    while way and way[-1].least == 0 and not way[-1].alternatives:
        way = way[:-1]
    return way


def _alternatives(pattern: Iterable[Sequence[Piece]], follow: _First, *, looped: bool) -> Work:
    """All alternatives: those that begin alike are all tried."""
    parts = [(_sequence(way, follow, looped=looped), _then(_first_of(way), follow)) for way in pattern]
    total = Work()
    for work, _ in parts:
        total = Work(max(total.factor, work.factor), max(total.degree, work.degree), total.endless or work.endless)
    if _overlap([first.ranges for _, first in parts]) or sum(first.empty for _, first in parts) > 1:
        total = total.times(Work(factor=len(parts), endless=looped))
    return total


def _sequence(way: Sequence[Piece], follow: _First, *, looped: bool) -> Work:
    total = Work()
    after = follow
    for piece in reversed(way):
        total = total.times(_piece(piece, after, looped=looped))
        after = _then(_first(piece), after)
    return total


def _piece(piece: Piece, after: _First, *, looped: bool) -> Work:
    """The ways to take one piece, when this can come after it."""
    if piece.look:
        inner = _alternatives(piece.alternatives, _First((), False), looped=False)
        return inner._replace(degree=inner.degree + (_running(piece.alternatives) > inner.degree))
    endless = piece.most is None or piece.most - piece.least >= _MANY
    again = piece.most is None or piece.most > 1
    once = _first_once(piece)
    varies = piece.most != piece.least
    total = Work()
    if piece.alternatives:
        inside = _First(after.ranges + (once.ranges if again else ()), after.empty)
        total = _alternatives(piece.alternatives, inside, looped=looped or endless)
        if not endless and piece.most is not None and total != Work():
            if total.degree * piece.most > 8 or total.factor ** min(piece.most, 40) > BUDGET:
                return Work(endless=True)
            total = Work(total.factor**piece.most, total.degree * piece.most, total.endless)
    if once.empty and piece.least > 1:
        total = total.times(Work(factor=piece.least))
    if varies and (once.empty or _overlap([once.ranges, after.ranges])):
        own = Work(degree=1) if endless else Work(factor=(piece.most or 0) - piece.least + 1)
        total = total.times(own._replace(endless=looped))
    return total


def _running(pattern: Iterable[Sequence[Piece]]) -> int:
    """How many pieces can run on for as long as the text is."""
    pieces = [piece for way in pattern for piece in way]
    runs = sum(piece.most is None or piece.most - piece.least >= _MANY for piece in pieces)
    return runs + sum(_running(piece.alternatives) for piece in pieces)


def _first(piece: Piece) -> _First:
    if piece.look or piece.most == 0:
        return _First((), True)
    once = _first_once(piece)
    return _First(once.ranges, once.empty or piece.least == 0)


def _first_once(piece: Piece) -> _First:
    if not piece.alternatives:
        return _First(piece.ranges, False)
    firsts = [_first_of(way) for way in piece.alternatives]
    return _First(tuple(each for first in firsts for each in first.ranges), any(first.empty for first in firsts))


def _first_of(way: Sequence[Piece]) -> _First:
    found = _First((), True)
    for piece in way:
        found = _then(found, _first(piece))
        if not found.empty:
            break
    return found


def _then(one: _First, two: _First) -> _First:
    return _First(one.ranges + two.ranges, two.empty) if one.empty else one


def _overlap(sets: Sequence[Ranges]) -> bool:
    """Whether a character is in two of the sets."""
    edges = sorted((low, high, number) for number, ranges in enumerate(sets) for low, high in ranges)
    reach, owner = -1, -1
    for low, high, number in edges:
        if low <= reach and number != owner:
            return True
        if high > reach:
            reach, owner = high, number
    return False
