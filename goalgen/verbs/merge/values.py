"""Verbs floor: three values of one spec become one, by field and by row.

What only one side changed is taken; what both changed alike is taken once; what both changed in different ways is a clash. A
row that one side took away and the other changed is a clash too. Rows are paired by `align`, each side with the base.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple

from goalgen.align import How, Pairing, align
from goalgen.paths import Index, SpecPath, field_of
from goalgen.schema import Schema, row_key
from goalgen.spec import Value


class Absent(Enum):
    """What stands where a side has nothing."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT
Held = Value | Absent


class Clash(NamedTuple):
    """A place of the merged value that both sides want to have otherwise, and what each version has there."""

    path: SpecPath
    base: Held
    ours: Held
    theirs: Held


@dataclass
class Merged:
    """The merged value; at each clash it holds what ours has, or what theirs has where ours has nothing."""

    value: dict[str, Value] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)
    reordered: list[SpecPath] = field(default_factory=list)
    """lists whose rows both sides put in another order: ours stands"""
    came: dict[SpecPath, SpecPath] = field(default_factory=dict)
    """for the rows of theirs where they stand now"""


class _Row(NamedTuple):
    """A row by its places in the three lists, None where it is not."""

    base: int | None
    ours: int | None
    theirs: int | None


def merged(base: Mapping[str, Value], ours: Mapping[str, Value], theirs: Mapping[str, Value], schema: Schema) -> Merged:
    """Merge three values of one spec: `merge(b, a, b)` and `merge(b, b, a)` and `merge(b, a, a)` are `a`, without a clash."""
    found = Merged()
    value = _Merger(schema, found).value((), (), dict(base), dict(ours), dict(theirs))
    found.value = value if isinstance(value, dict) else {}
    return found


@dataclass
class _Merger:
    schema: Schema
    merged: Merged

    def value(self, path: SpecPath, was: SpecPath, base: Held, ours: Held, theirs: Held) -> Held:
        """What stands at a path of the merged value; `was` is its path in theirs."""
        if ours == theirs or theirs == base:
            return ours
        if ours == base:
            return theirs
        if isinstance(ours, dict) and isinstance(theirs, dict):
            return self._fields(path, was, base if isinstance(base, dict) else {}, ours, theirs)
        if isinstance(ours, list) and isinstance(theirs, list):
            return self._rows(path, was, base if isinstance(base, list) else [], ours, theirs)
        self.merged.clashes.append(Clash(path, base, ours, theirs))
        return theirs if ours is ABSENT else ours

    def _fields(
        self,
        path: SpecPath,
        was: SpecPath,
        base: Mapping[str, Value],
        ours: Mapping[str, Value],
        theirs: Mapping[str, Value],
    ) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for key in {**ours, **theirs}:
            sides = (side.get(key, ABSENT) for side in (base, ours, theirs))
            value = self.value((*path, key), (*was, key), *sides)
            if not isinstance(value, Absent):
                found[key] = value
        return found

    def _rows(
        self, path: SpecPath, was: SpecPath, base: Sequence[Value], ours: Sequence[Value], theirs: Sequence[Value]
    ) -> list[Value]:
        key = row_key(self.schema, field_of(path))
        one, two = align(base, ours, key), align(base, theirs, key)
        if _moved(one) and _moved(two):
            self.merged.reordered.append(path)
        found: list[Value] = []
        for row in _in_order(list(_together(one, two, ours, theirs, key)), theirs_lead=_moved(two) and not _moved(one)):
            sides = [
                ABSENT if place is None else side[place] for side, place in zip((base, ours, theirs), row, strict=True)
            ]
            here = (*path, Index(len(found)))
            there = (*was, Index(row.theirs)) if row.theirs is not None else ()
            value = self.value(here, there, *sides)
            if not isinstance(value, Absent):
                found.append(value)
                if there:
                    self.merged.came[there] = here
        return found


def _moved(pairing: Pairing) -> bool:
    return any(pair.moved for pair in pairing.pairs)


def _together(
    one: Pairing, two: Pairing, ours: Sequence[Value], theirs: Sequence[Value], key: Sequence[str]
) -> Iterator[_Row]:
    """Every row of the three lists once. Rows that both sides added are one when they are equal or have the same key."""
    first = {pair.left: pair.right for pair in one.pairs}
    second = {pair.left: pair.right for pair in two.pairs}
    gone = sorted({*one.only_left, *two.only_left, *first, *second})
    yield from (_Row(place, first.get(place), second.get(place)) for place in gone)
    added = align([ours[place] for place in one.only_right], [theirs[place] for place in two.only_right], key)
    alike = {pair.left: pair.right for pair in added.pairs if pair.how is not How.SIMILAR}
    for number, place in enumerate(one.only_right):
        yield _Row(None, place, two.only_right[alike[number]] if number in alike else None)
    taken = set(alike.values())
    yield from (_Row(None, None, place) for number, place in enumerate(two.only_right) if number not in taken)


def _in_order(rows: Sequence[_Row], *, theirs_lead: bool) -> list[_Row]:
    """The rows in the order of the side that leads; those that only the other has stand behind the row that they follow there.
    What both added at one place stands side by side, ours first."""

    def lead(row: _Row) -> int | None:
        return row.theirs if theirs_lead else row.ours

    def other(row: _Row) -> int | None:
        return row.ours if theirs_lead else row.theirs

    order = sorted((row for row in rows if lead(row) is not None), key=lambda row: lead(row) or 0)
    rest = sorted(
        (row for row in rows if lead(row) is None and other(row) is not None), key=lambda row: other(row) or 0
    )
    standing = {other(row): row for row in order if other(row) is not None}
    for row in rest:
        place = other(row) or 0
        before = next((standing[each] for each in range(place - 1, -1, -1) if each in standing), None)
        at = 0 if before is None else order.index(before) + 1
        while not theirs_lead and at < len(order) and order[at].base is None and order[at].theirs is None:
            at += 1
        order.insert(at, row)
        standing[place] = row
    return order + [row for row in rows if lead(row) is None and other(row) is None]


def with_held(value: dict[str, Value], path: SpecPath, held: Held) -> dict[str, Value]:
    """A value with something else at a path, or nothing."""
    changed: dict[str, Value] = copy.deepcopy(value)
    inner: Any = changed
    for step in path[:-1]:
        inner = inner[step]
    if isinstance(held, Absent):
        del inner[path[-1]]
    elif isinstance(inner, list) and path[-1] == len(inner):
        inner.append(held)
    else:
        inner[path[-1]] = held
    return changed


def settled(value: dict[str, Value], clashes: Sequence[Clash], side: str) -> dict[str, Value]:
    """A merged value with clashes, in their order, going to one side: `ours`, `theirs`, or back to the `base`."""
    for clash in reversed(clashes):  # what goes last goes first, so that no place before it moves
        held: Held = getattr(clash, side)
        if held_at(value, clash.path) != held:
            value = with_held(value, clash.path, held)
    return value


def held_at(value: Value, path: SpecPath) -> Held:
    """What stands at a path of a value."""
    found: Any = value
    for step in path:
        if isinstance(step, str) and step not in found:
            return ABSENT
        found = found[step]
    held: Value = found
    return held
