"""Things floor: which projects of two sets are the same project: by what names them, else by how much they say alike.

What names a project stands in its form's schema (`schema.identity`). The number of the order may change, and so may a name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from goalgen.paths import walk
from goalgen.schema import Schema, annotation, identity
from goalgen.vocabulary import FORM_KEY

Value = Mapping[str, Any]

ALIKE, NEARLY_ALL = 0.5, 0.8
"""How many of the texts of two projects must be the same for them to be one, when they have the same number; and when not."""
_MOST = 250_000
"""Pairs of projects up to which all are compared; beyond, those with the same number."""


def same_projects(left: Sequence[Value], right: Sequence[Value], schema: Schema) -> dict[int, int]:
    """For places on the right the places on the left of the same projects; each at most once. Equal ones go first, then those
    that alone on both sides have all that names them, then the name without the number, then the most alike. One project on
    each side is what somebody wants to compare."""
    if len(left) == len(right) == 1:
        return {0: 0}
    found: dict[int, int] = {}
    names = identity(schema)
    order = annotation(schema, "order") or ""
    _take(found, left, right, _whole, several=True)
    for some in (names, [name for name in names if name != order]):
        _take(found, left, right, lambda value, some=some: named(value, some))  # type: ignore[misc]
    ones, twos = _over(found, left, right)
    texts = {place: _texts(right[place], order) for place in twos}
    pairs = []
    for one in ones:
        words = _texts(left[one], order)
        for two in twos:
            same_number = left[one].get(order) == right[two].get(order) is not None
            if same_number or len(ones) * len(twos) <= _MOST:
                likeness = _shared(words, texts[two])
                if likeness >= (ALIKE if same_number else NEARLY_ALL):
                    pairs.append((-likeness, one, two))
    for _, one, two in sorted(pairs):
        if two not in found and one not in found.values():
            found[two] = one
    return found


def _take(
    found: dict[int, int],
    left: Sequence[Value],
    right: Sequence[Value],
    key: Callable[[Value], Hashable],
    *,
    several: bool = False,
) -> None:
    """Pair what is left with the same key: only one with only one, or `several`, the first with the first."""
    ones, twos = _over(found, left, right)
    groups: dict[Hashable, tuple[list[int], list[int]]] = {}
    for side, places, number in ((left, ones, 0), (right, twos, 1)):
        for place in places:
            name = key(side[place])
            if name is not None:
                groups.setdefault(name, ([], []))[number].append(place)
    for some, others in groups.values():
        if several or len(some) == len(others) == 1:
            found.update(zip(others, some, strict=False))


def _over(found: Mapping[int, int], left: Sequence[Value], right: Sequence[Value]) -> tuple[list[int], list[int]]:
    taken = set(found.values())
    ones, twos = range(len(left)), range(len(right))
    return [each for each in ones if each not in taken], [each for each in twos if each not in found]


def _whole(value: Value) -> Hashable:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def named(value: Value, names: Sequence[str]) -> Hashable:
    """What names a project; None when something of it is not there."""
    texts = tuple(value.get(name) for name in names)
    whole = texts and all(isinstance(text, str) and text.strip() for text in texts)
    return (value.get(FORM_KEY), texts) if whole else None


def alike(one: Value, two: Value) -> float:
    """How much two values say alike, from 0 to 1."""
    return _shared(_texts(one, ""), _texts(two, ""))


def _texts(value: Value, order: str) -> frozenset[tuple[object, ...]]:
    """What a project says, wherever in its lists; what is said again and again, such as the name of a level, once."""
    return frozenset(
        (path[0], path[-1] if isinstance(path[-1], str) else "", text)
        for path, text in walk(value)
        if isinstance(text, str) and path[0] not in (FORM_KEY, order)
    )


def _shared(one: frozenset[tuple[object, ...]], two: frozenset[tuple[object, ...]]) -> float:
    """How much of both is in both, from 0 to 1."""
    most = max(len(one), len(two))
    return len(one & two) / most if most else 0.0
