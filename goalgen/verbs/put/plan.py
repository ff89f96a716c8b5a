"""Verbs floor: what a document would have to print, block by block, for its table to say a new value.

The pattern is walked once with the old value and the new one side by side: what is the same block, which is to be made,
which is gone. What has changed is decided between the two values, never place by place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from goalgen.align import Row as Item
from goalgen.align import align
from goalgen.form.binding import concrete
from goalgen.form.find import Occurrence
from goalgen.form.inline import Claim
from goalgen.form.machine import Turns
from goalgen.form.pattern import Cond, Loop, Node, ParagraphPattern, RowPattern, Slot
from goalgen.form.row import Found
from goalgen.paths import lookup
from goalgen.schema import FieldPath, row_key
from goalgen.verbs.read import ReadSpec


class Printed(NamedTuple):
    """A block of the document that was found as a row or a paragraph of the form, at turns of the loops around it."""

    found: Found
    turns: Turns


class Wanted(NamedTuple):
    """A block that the new value prints; `was` is the block that it is now, None when it is to be made."""

    node: RowPattern | ParagraphPattern
    turns: Turns
    was: Printed | None


class Plan(NamedTuple):
    """One table of a document and the value that it is to say."""

    read: ReadSpec
    new: Mapping[str, Any]
    printed: tuple[Printed, ...]
    """in the order of the document, without what is only layout"""
    wanted: tuple[Wanted, ...]
    """in the order of the new value; a heading that the document lacks is not among them"""

    @property
    def stays(self) -> bool:
        """Whether the blocks remain what they are, each in its place."""
        return [each.was for each in self.wanted] == list(self.printed)


def planned(read: ReadSpec, new: Mapping[str, Any]) -> Plan:
    """What is to be done to a table that was read for it to say a new value."""
    blocks = tuple(printed(read.form.pattern, read.occurrence))
    walk = _Walk(read, new, {(id(each.found.node), each.turns): each for each in blocks})
    return Plan(read, new, blocks, tuple(walk.blocks(read.form.pattern, (), ())))


def printed(pattern: Sequence[Node], occurrence: Occurrence) -> Iterator[Printed]:
    """The blocks that are more than layout, each with the turns of the loops that it was found in."""
    found = [each for each in occurrence.found if each.node is not None]
    sizes = {(length.path, length.turns): length.size for length in occurrence.lengths}
    at = 0
    for node, turns in _leaves(pattern, (), sizes):
        if at < len(found) and found[at].node is node and _is_of(found[at], turns):
            yield Printed(found[at], turns)
            at += 1


def pairs(plan_of: ReadSpec, path: FieldPath, old: object, new: object) -> dict[int, int]:
    """Which item of a new list is which of the old one, by their places."""
    items = [list(each) if isinstance(each, list) else [] for each in (old, new)]
    if items[0] == items[1]:
        return {place: place for place in range(len(items[0]))}
    left: list[Item] = items[0]
    right: list[Item] = items[1]
    return {pair.right: pair.left for pair in align(left, right, row_key(plan_of.form.schema, path)).pairs}


def _leaves(
    pattern: Sequence[Node], turns: Turns, sizes: Mapping[tuple[FieldPath, Turns], int]
) -> Iterator[tuple[Node, Turns]]:
    """The rows and paragraphs that can be printed, in order, as many as the lists are long."""
    for node in pattern:
        if isinstance(node, Loop):
            for turn in range(1, sizes.get((node.path, turns), 0) + 1):
                yield from _leaves(node.body, (*turns, turn), sizes)
        elif isinstance(node, Cond):
            yield from _leaves(node.body, turns, sizes)
        else:
            yield node, turns


def _is_of(found: Found, turns: Turns) -> bool:
    """Whether what a block holds was found in these turns."""
    claims = (part for entry in found.entries for part in entry.parts if isinstance(part, Claim))
    return all(not isinstance(one.node, Slot) or one.turns[: len(turns)] == turns for one in claims)


class _Walk(NamedTuple):
    """A walk over the pattern with both values."""

    read: ReadSpec
    new: Mapping[str, Any]
    by_node: Mapping[tuple[int, Turns], Printed]

    def blocks(self, pattern: Sequence[Node], old: Turns | None, new: Turns) -> Iterator[Wanted]:
        """What is printed at the `new` turns; `old` are those of the item that it is now, None when there is none."""
        for node in pattern:
            if isinstance(node, Loop):
                yield from self._items(node, old, new)
            elif isinstance(node, Cond):
                if lookup(self.new, concrete(node.path, new)):
                    there = old is not None and bool(lookup(self.read.value, concrete(node.path, old)))
                    yield from self.blocks(node.body, old if there else None, new)
            elif isinstance(node, RowPattern | ParagraphPattern):
                was = self.by_node.get((id(node), old)) if old is not None else None
                if was is not None or old is None or isinstance(node, RowPattern):
                    yield Wanted(node, new, was)

    def _items(self, loop: Loop, old: Turns | None, new: Turns) -> Iterator[Wanted]:
        now = lookup(self.read.value, concrete(loop.path, old)) if old is not None else []
        items = lookup(self.new, concrete(loop.path, new))
        known = pairs(self.read, loop.path, now, items)
        for place in range(len(items) if isinstance(items, list) else 0):
            was = known.get(place)
            inner = (*old, was + 1) if old is not None and was is not None else None
            yield from self.blocks(loop.body, inner, (*new, place + 1))
