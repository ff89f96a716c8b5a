"""Verbs floor, `draft`: which documents are of one layout, and what their comparison tells of its lists.

What several documents have in different numbers is the rows of a list; a column that is the same in all of them, beside
others that are not, names its rows, and they are no list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from goalgen.docx import Block, Row
from goalgen.labels import normalise_label
from goalgen.verbs.draft.evidence import kind
from goalgen.verbs.draft.lists import Known, Region, is_indicators, regions, signature

_ROUNDS = 8
"""So many lists are found by their lengths."""

Shape = tuple[tuple[int, int], ...]


class Layout(NamedTuple):
    """The samples of the layout that most have, the first of them the base, and what is known of its lists."""

    samples: list[int]
    known: Known


def layout_of(samples: Sequence[Sequence[Block]]) -> Layout:
    """The layout that most of the samples have; of two as frequent that of the first."""
    found = frozenset(signature(region.header[-1]) for blocks in samples for region in regions(blocks))
    known = Known(found if len(samples) > 1 else frozenset())
    for _ in range(_ROUNDS):
        longer = _by_length(samples, known)
        if not longer - known.lists:
            break
        known = known._replace(lists=known.lists | longer)
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, blocks in enumerate(samples):
        groups[_outline(blocks, known)].append(number)
    most = max(groups.values(), key=len)
    fixed = _by_labels([regions(samples[number], known) for number in most])
    return Layout(most, known._replace(fixed=fixed))


def first_difference(one: Sequence[Block], two: Sequence[Block], known: Known) -> Row | None:
    """The first row of a sample, lists aside, that is cut into other cells than that of another; None where one just ends."""
    rows, others = _rows(one, known), _rows(two, known)
    pairs = zip(rows, [*others, *[None] * len(rows)], strict=False)
    return next((row for row, other in pairs if other is None or _shape(row) != _shape(other)), None)


def _rows(blocks: Sequence[Block], known: Known) -> list[Row]:
    """The rows outside of lists, their heads among them."""
    listed = {id(row) for region in regions(blocks, known) for row in (*region.body, *region.repeated)}
    return [block for block in blocks if isinstance(block, Row) and id(block) not in listed]


def _outline(blocks: Sequence[Block], known: Known) -> tuple[object, ...]:
    return len(regions(blocks, known)), *(_shape(row) for row in _rows(blocks, known))


def _shape(row: Row) -> Shape:
    return tuple((cell.column, cell.span) for cell in row.cells)


def _by_length(samples: Sequence[Sequence[Block]], known: Known) -> frozenset[tuple[str, ...]]:
    """The heads over rows of which a document has more than the first, or fewer."""
    first = _rows(samples[0], known)
    found: set[tuple[str, ...]] = set()
    for blocks in samples[1:]:
        other = _rows(blocks, known)
        at = next(
            (i for i, (one, two) in enumerate(zip(first, other, strict=False)) if _shape(one) != _shape(two)), None
        )
        at = min(len(first), len(other)) if at is None and len(first) != len(other) else at
        if at and (head := _head_over(first, other, at)):
            found.add(signature(head))
    return frozenset(found)


def _head_over(first: Sequence[Row], other: Sequence[Row], at: int) -> Row | None:
    """The row above those that go on in one document and have ended in the other: the nearest that says the same in both."""
    body = _shape(first[at - 1])
    goes_on = [rows for rows in (first, other) if at < len(rows) and _shape(rows[at]) == body]
    if len(goes_on) != 1:
        return None
    for row, same in zip(reversed(first[:at]), reversed(other[:at]), strict=True):
        if _shape(row) != body:
            return None
        if signature(row) == signature(same):
            return row if row is not first[at - 1] else None
    return None


def _by_labels(found: Sequence[Sequence[Region]]) -> frozenset[tuple[str, ...]]:
    """The heads over rows that every document has, each under the same name, and fills differently."""
    if len(found) < 2:
        return frozenset()
    fixed: set[tuple[str, ...]] = set()
    for same in zip(*found, strict=True):
        values = [region.values() for region in same]
        names = {tuple(normalise_label(row[0]) for row in rows) for rows in values}
        column = next(iter(names))
        differ = len({tuple(tuple(row) for row in rows) for rows in values}) > 1
        named = len(names) == 1 and len(set(column)) == len(column) > 1 and all(column)
        if differ and named and not is_indicators(same[0].header[0]) and any(kind(name) != "figure" for name in column):
            fixed.add(signature(same[0].header[-1]))
    return frozenset(fixed)
