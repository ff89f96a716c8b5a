"""Things floor: which rows of two lists are the same row, for whoever compares or joins lists: put, diff, merge.

Rows pair in three rounds, each over what the rounds before left: equal rows, as many as can be and with as few moves as can
be; rows with the same key, and where several have one key the most similar of them first; rows whose texts are at least as
similar as the bar, the most similar first. What that leaves open is decided by the order of the lists. A pair whose rows
do not stand where the others do is a move, whatever else changed in it.

The work is bounded: long lists are not compared all against all (`_candidates`), long texts are compared by their ends.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from heapq import nlargest, nsmallest
from operator import add
from typing import NamedTuple

Row = str | Sequence["Row"] | Mapping[str, "Row"]
"""An item of a list of a spec."""

BAR = 0.6
"""How much of the text of two rows must be the same (`_likeness`, 0 to 1) for them to be one row with another key. On the
published tables 11 of 1,293 rows with one field written anew miss it, and 28 of 924 pairs of different rows reach it."""

_LONG, _LONG_IN_ALL = 100, 100_000
"""Characters of a row, and of all rows, beyond which only the ends of the texts are compared."""
_EXACT = 10_000
"""Pairs of rows up to which every pair is compared."""
_LARGE = 200_000_000
"""Pairs of rows up to which equal rows pair with the fewest moves: the table for that has a bit for each, 25 MB."""
_TELLING, _RARE, _KNOWN, _TRIED = 12, 8, 32, 6
"""Of a row among many: how many features of a text are listed, how many of the row are looked up, how many rows may have
one, and how many rows are then compared."""
_EDGE = "\U0010ffff"
"""Stands before and after a text. It sorts last, so that a text as a whole is among its telling features."""


class How(Enum):
    """How two rows were known to be the same."""

    EQUAL = "equal"
    KEY = "key"
    SIMILAR = "similar"


class Pair(NamedTuple):
    """Two rows that are the same row, by their places from 0; moved: it left its place among the rows that stayed."""

    left: int
    right: int
    how: How
    moved: bool = False


@dataclass(frozen=True)
class Pairing:
    """Every row of two lists once: in a pair (in the order of the left list), or only on one side."""

    pairs: tuple[Pair, ...]
    only_left: tuple[int, ...]
    only_right: tuple[int, ...]

    def mirrored(self) -> Pairing:
        """The same pairing, seen from the other list."""
        pairs = sorted(Pair(right, left, how, moved) for left, right, how, moved in self.pairs)
        return Pairing(tuple(pairs), self.only_right, self.only_left)


def align(left: Sequence[Row], right: Sequence[Row], key: Sequence[str] = ()) -> Pairing:
    """Pair the rows of two lists; `key` names the fields that make a row what it is (`schema.row_key`), none for plain texts.

    `align(b, a)` is `align(a, b).mirrored()`.
    """
    texts = _texts(left), _texts(right)
    if texts[1] < texts[0]:  # what is left open is decided the same way whichever list comes first
        return align(right, left, key).mirrored()
    found = _Found(left, right)
    for one, two in _equal(*texts):
        found.take(one, two, How.EQUAL)
    awaited = _awaited(found)
    for ones, twos in _same_key(found, key):
        if len(ones) > 1 or len(twos) > 1:
            _most_similar(found, ones, twos, awaited, 0, How.KEY)
        for one, two in zip(found.left_over(ones), found.right_over(twos), strict=False):
            found.take(one, two, How.KEY)
    _most_similar(found, found.left_over(), found.right_over(), _awaited(found), BAR, How.SIMILAR)
    stay = found.stay()
    pairs = (Pair(one, two, how, one not in stay) for one, (two, how) in sorted(found.taken.items()))
    return Pairing(tuple(pairs), tuple(found.left_over()), tuple(found.right_over()))


@dataclass
class _Found:
    """Two lists, and what is paired of them so far."""

    left: Sequence[Row]
    right: Sequence[Row]
    taken: dict[int, tuple[int, How]] = field(default_factory=dict)
    _rights: set[int] = field(default_factory=set)

    def take(self, one: int, two: int, how: How) -> None:
        self.taken[one] = two, how
        self._rights.add(two)

    def left_over(self, rows: Sequence[int] | None = None) -> list[int]:
        return [row for row in (range(len(self.left)) if rows is None else rows) if row not in self.taken]

    def right_over(self, rows: Sequence[int] | None = None) -> list[int]:
        return [row for row in (range(len(self.right)) if rows is None else rows) if row not in self._rights]

    def stay(self) -> dict[int, int]:
        """The most pairs that stand in the same order on both sides; the others have moved."""
        return increasing([(one, two) for one, (two, _) in sorted(self.taken.items())])


def _texts(rows: Sequence[Row]) -> list[str]:
    """Rows as texts that are equal, and ordered, as the rows are; fields have no order."""
    return [json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows]


def _equal(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Equal rows: a longest common subsequence of the lists, then what that leaves, the first with the first."""
    head = next((row for row, (one, two) in enumerate(zip(left, right, strict=False)) if one != two), None)
    head = min(len(left), len(right)) if head is None else head
    yield from ((row, row) for row in range(head))
    shared = {*left[head:]} & {*right[head:]}
    ones = [row for row in range(head, len(left)) if left[row] in shared]
    twos = [row for row in range(head, len(right)) if right[row] in shared]
    common: dict[int, int] = {}
    if len(ones) * len(twos) <= _LARGE:
        common = {
            ones[one]: twos[two] for one, two in _common([left[row] for row in ones], [right[row] for row in twos])
        }
    yield from common.items()
    waiting: dict[str, deque[int]] = defaultdict(deque)
    for two in sorted({*twos} - {*common.values()}):
        waiting[right[two]].append(two)
    for one in ones:
        if one not in common and waiting[left[one]]:
            yield one, waiting[left[one]].popleft()


def _common(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[int, int]]:
    """A longest common subsequence, from its end; bit-parallel (Hyyrö 2004): each bit stands for a row of `right`."""
    places: dict[str, int] = defaultdict(int)
    for two, text in enumerate(right):
        places[text] |= 1 << two
    full = (1 << len(right)) - 1
    steps = [
        full
    ]  # after `one` rows of `left`: a bit is 0 where taking in that row of `right` makes the longest longer
    for text in left:
        hits = steps[-1] & places[text]
        steps.append(((steps[-1] + hits) | (steps[-1] - hits)) & full)
    one, two = len(left), len(right)
    while one and two:
        if steps[one] >> (two - 1) & 1:
            two -= 1
        elif not steps[one - 1] >> (two - 1) & 1:
            one -= 1
        else:
            one, two = one - 1, two - 1
            yield one, two


def _same_key(found: _Found, key: Sequence[str]) -> list[tuple[list[int], list[int]]]:
    """The rows of each key that both lists still have; a key that is blank says nothing."""
    groups: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, rows, over in (0, found.left, found.left_over()), (1, found.right, found.right_over()):
        for number in over:
            row = rows[number]
            values = [row.get(name, "") for name in key] if isinstance(row, Mapping) else []
            if any(values):
                groups[json.dumps(values, sort_keys=True)][side].append(number)
    return [(ones, twos) for ones, twos in groups.values() if ones and twos]


class _Sketch(NamedTuple):
    """What is compared of a row: each of its texts whole, and its pairs of neighbouring characters, the edges too."""

    fields: Mapping[str, frozenset[str]]
    size: int


def _sketch(row: Row, limit: int) -> _Sketch:
    fields = row if isinstance(row, Mapping) else {"": row}
    texts = {name: each if isinstance(each, str) else json.dumps(each) for name, each in fields.items() if each}
    if sum(map(len, texts.values())) > limit:
        end = max(limit // len(texts) // 2, 1)
        texts = {name: each if len(each) <= 2 * end else each[:end] + each[-end:] for name, each in texts.items()}
    marked = {name: f"{_EDGE}{each}{_EDGE}" for name, each in texts.items()}
    sets = {name: frozenset((each, *map(add, each, each[1:]))) for name, each in marked.items()}
    return _Sketch(sets, sum(map(len, sets.values())))


def _likeness(one: _Sketch, two: _Sketch) -> float:
    """How much of two rows is the same, field by field, from 0 to 1 (Dice's coefficient)."""
    common = sum(len(features & two.fields[name]) for name, features in one.fields.items() if name in two.fields)
    return 2 * common / (one.size + two.size) if common else 0


def _most_similar(
    found: _Found, ones: Sequence[int], twos: Sequence[int], awaited: Sequence[int], bar: float, how: How
) -> None:
    """Take pairs of these rows, the most similar first, down to the bar; of equally similar ones the nearest in order."""
    if not ones or not twos:
        return
    limit = max(_LONG, _LONG_IN_ALL // (len(ones) + len(twos)))
    left = {one: _sketch(found.left[one], limit) for one in ones}
    right = {two: _sketch(found.right[two], limit) for two in twos}
    scored = []
    for one, two in _candidates(left, right, awaited):
        likeness = _likeness(left[one], right[two])
        if likeness >= bar:
            scored.append((-likeness, abs(awaited[one] - two), one, two))
    for _, _, one, two in sorted(scored):
        if one in left and two in right:
            del left[one], right[two]
            found.take(one, two, how)


def _awaited(found: _Found) -> list[int]:
    """Where in the right list each row of the left one is awaited: as far behind a row that has stayed as it was."""
    stay = found.stay()
    places, offset = [], 0
    for one in range(len(found.left)):
        offset = stay.get(one, one + offset) - one
        places.append(one + offset)
    return places


def _candidates(
    left: Mapping[int, _Sketch], right: Mapping[int, _Sketch], awaited: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Pairs worth comparing: all of them while they are few.

    Else for each row those that share most of its rarest features, and as many around the place where it is awaited.
    """
    if len(left) * len(right) <= _EXACT:
        yield from ((one, two) for one in left for two in right)
        return
    having: dict[tuple[str, str], list[int]] = defaultdict(list)
    for two, sketch in right.items():
        for feature in _telling(sketch):
            having[feature].append(two)
    places = sorted(right)
    for one, sketch in left.items():
        rows = (having[feature] for feature in _telling(sketch) if feature in having)
        rare = nsmallest(_RARE, (each for each in rows if len(each) <= _KNOWN), key=len)
        votes = Counter(two for each in rare for two in each)
        middle = bisect_left(places, awaited[one])
        near = places[max(middle - _TRIED // 2, 0) : middle + _TRIED // 2]
        yield from ((one, two) for two in {*near, *(two for two, _ in votes.most_common(_TRIED))})


def _telling(sketch: _Sketch) -> list[tuple[str, str]]:
    """The same few features of each text in whatever row it stands: the last in the order of their characters."""
    return [(name, each) for name, features in sketch.fields.items() for each in nlargest(_TELLING, features)]


def increasing(pairs: Sequence[tuple[int, int]]) -> dict[int, int]:
    """The most of these pairs, given in the order of their lefts, whose rights are in order too."""
    ends: list[int] = []  # the least right that a chain of each length can end with, and the number of its pair
    numbers: list[int] = []
    before: list[int | None] = []
    for number, (_, right) in enumerate(pairs):
        length = bisect_left(ends, right)
        ends[length : length + 1] = [right]
        numbers[length : length + 1] = [number]
        before.append(numbers[length - 1] if length else None)
    chain = []
    last = numbers[-1] if numbers else None
    while last is not None:
        chain.append(pairs[last])
        last = before[last]
    return dict(chain)
