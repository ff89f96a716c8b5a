"""Things floor: what changed between two values of a spec, field by field and row by row; and within a text, word by word.

Rows of lists are paired by `align`: a row that moved is a move, whatever else changed in it.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from goalgen.align import align
from goalgen.paths import Index, SpecPath, field_of
from goalgen.schema import Schema, field_schema, row_key

Value = str | Sequence["Value"] | Mapping[str, "Value"]

_MOST = 4_000_000
"""Pairs of words up to which two texts are compared; beyond, all between their ends is one change."""
_SAME = 2
"""Fewer characters that are the same between two that are not are shown as changed with them."""
_WORD = re.compile(r"[A-Za-z]+|[0-9][0-9,.]*|.", re.DOTALL)


class Kind(StrEnum):
    """What happened to a field or a row."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


class Change(NamedTuple):
    """One difference between two values: where it stood and where it stands, and what was and is there, None for nothing. A row
    that came stood nowhere, one that went stands nowhere."""

    kind: Kind
    was: SpecPath | None
    now: SpecPath | None
    old: Value | None
    new: Value | None

    @property
    def path(self) -> SpecPath:
        """Where it stands; of what is gone, where it stood."""
        return self.now if self.now is not None else self.was or ()


def changes(old: Value, new: Value, schema: Schema) -> list[Change]:
    """What changed from an old value to a new one, in the order of the new; what is gone stands where it was."""
    found: list[Change] = []
    taken(old, new, schema, lambda change: not found.append(change))  # type: ignore[func-returns-value]
    return found


def taken(old: Value, new: Value, schema: Schema, take: Callable[[Change], bool]) -> Value:
    """An old value with those changes to the new one that are to be taken, asked for in the order that `changes` has them:
    with all of them the new value, with none the old one."""
    return _Taking(schema, take).value(old, new, (), ())


@dataclass(frozen=True)
class _Taking:
    schema: Schema
    take: Callable[[Change], bool]

    def value(self, old: Value, new: Value, was: SpecPath, now: SpecPath) -> Value:
        if old == new:
            return old
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            return self._fields(old, new, was, now)
        if isinstance(old, list) and isinstance(new, list):
            return self._rows(old, new, was, now)
        return new if self.take(Change(Kind.CHANGED, was, now, old, new)) else old

    def _fields(self, old: Mapping[str, Value], new: Mapping[str, Value], was: SpecPath, now: SpecPath) -> Value:
        known = (field_schema(self.schema, field_of(now)) or {}).get("properties", {})
        found = {**old, **new}
        for key in [*(key for key in known if key in found), *(key for key in found if key not in known)]:
            there, here = (*was, key), (*now, key)
            if key in old and key in new:
                found[key] = self.value(old[key], new[key], there, here)
            elif key in old:
                if self.take(Change(Kind.REMOVED, there, here, old[key], None)):
                    del found[key]
            elif not self.take(Change(Kind.ADDED, there, here, None, new[key])):
                del found[key]
        return found

    def _rows(self, old: list[Value], new: list[Value], was: SpecPath, now: SpecPath) -> Value:
        pairing = align(old, new, row_key(self.schema, field_of(now)))
        moved = {pair.right for pair in pairing.pairs if pair.moved}
        found: list[tuple[int | None, Value]] = []
        stay: list[tuple[int, Value]] = []
        for one, two in side_by_side(len(old), len(new), {pair.right: pair.left for pair in pairing.pairs}, moved):
            there = None if one is None else (*was, Index(one))
            here = None if two is None else (*now, Index(two))
            if one is None or there is None:
                row = new[two or 0]
                if self.take(Change(Kind.ADDED, None, here, None, row)):
                    found.append((None, row))
            elif two is None or here is None:
                if not self.take(Change(Kind.REMOVED, there, None, old[one], None)):
                    found.append((one, old[one]))
            else:
                leaves = two not in moved or self.take(Change(Kind.MOVED, there, here, old[one], new[two]))
                row = self.value(old[one], new[two], there, here)
                found.append((one, row)) if leaves else stay.append((one, row))
        for one, row in sorted(stay, key=lambda each: each[0]):
            before = [place for place, (number, _) in enumerate(found) if number is not None and number < one]
            found.insert(max(before, default=-1) + 1, (one, row))
        return [row for _, row in found]


def side_by_side(
    left: int, right: int, pairs: Mapping[int, int], moved: Set[int]
) -> Iterator[tuple[int | None, int | None]]:
    """The places of two lists of these lengths in one order, that of the right: `pairs` are the places on the left of those on
    the right that have one, `moved` those that left their place. What is only on the left stands where it was, before what is
    only on the right."""
    gone = deque(sorted({*range(left)} - {*pairs.values()}))
    ahead = [left] * right
    for place in reversed(range(right)):
        beyond = ahead[place + 1] if place + 1 < right else left
        ahead[place] = pairs[place] if place in pairs and place not in moved else beyond
    for place in range(right):
        while gone and gone[0] < ahead[place]:
            yield gone.popleft(), None
        yield pairs.get(place), place
    yield from ((place, None) for place in gone)


class Stretch(NamedTuple):
    """A part of two texts: what the old one has and what the new one has in its place; the same when nothing changed."""

    old: str
    new: str

    @property
    def is_same(self) -> bool:
        """Whether both have the same."""
        return self.old == self.new


def stretches(old: str, new: str) -> list[Stretch]:
    """Two texts side by side, from left to right. Numbers and Latin words are whole; Chinese is taken by the character."""
    left, right = _WORD.findall(old), _WORD.findall(new)
    found = []
    one = 0
    for here, there in gaps(left, right):
        same = "".join(left[one : here.start])
        found += [
            Stretch(same, same),
            Stretch("".join(left[here.start : here.stop]), "".join(right[there.start : there.stop])),
        ]
        one = here.stop
    rest = "".join(left[one:])
    return [each for each in (*found, Stretch(rest, rest)) if each.old or each.new]


def gaps(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[range, range]]:
    """Where two sequences of words, or of characters, differ: the places in each, from left to right."""
    start = _alike(left, right)
    ends = _alike(left[start:][::-1], right[start:][::-1])
    inner = left[start : len(left) - ends], right[start : len(right) - ends]
    whole = len(inner[0]) * len(inner[1]) > _MOST
    blocks = () if whole else SequenceMatcher(None, *inner, autojunk=False).get_matching_blocks()
    one = two = 0
    for at, other, size in (*blocks, (len(inner[0]), len(inner[1]), 0)):
        if size and len("".join(inner[0][at : at + size])) < _SAME:
            continue
        if one < at or two < other:
            yield range(start + one, start + at), range(start + two, start + other)
        one, two = at + size, other + size


def _alike(one: Sequence[str], two: Sequence[str]) -> int:
    """How many words two texts begin with alike."""
    pairs = enumerate(zip(one, two, strict=False))
    return next((place for place, (left, right) in pairs if left != right), min(len(one), len(two)))
