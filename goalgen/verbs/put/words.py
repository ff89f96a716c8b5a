"""Verbs floor: what the cells of a block are to say: their texts now, with the values that have changed in place of the old.

A place that contradicts the value (R201) is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from goalgen.align import align, increasing
from goalgen.docx import Cell, Paragraph, Row
from goalgen.form.binding import concrete, expected_text
from goalgen.form.inline import Claim
from goalgen.form.machine import Turns
from goalgen.form.pattern import CellPattern, Computed, Cond, Loop, ParagraphPattern, Slot, texts
from goalgen.ledger import Entry
from goalgen.paths import SpecPath, lookup
from goalgen.schema import FieldPath
from goalgen.text import Edit, Span, apply_edits
from goalgen.verbs.put.line import Line, Wording
from goalgen.verbs.put.lists import Sides, drawn_numbers, is_drawn, listed
from goalgen.verbs.put.plan import Plan, Printed

Pattern = CellPattern | ParagraphPattern


def wordings(plan: Plan, block: Printed, turns: Turns, *, fresh: bool = False) -> list[Wording | None]:
    """What each cell of a block is to say at turns of the new value; None where the text stays as it is.

    `fresh`: the block is the model of one to be made, and every value in it is written anew. Of a cell that is merged into
    the one above it is what it would say by itself.
    """
    found = block.found
    assert found.node is not None
    holders: Sequence[Cell | Paragraph] = found.block.cells if isinstance(found.block, Row) else (found.block,)
    made: list[Wording | None] = []
    for pattern, holder, entry in zip(texts(found.node), holders, found.entries, strict=True):
        lines = _lines(plan, pattern, holder, entry, block.turns, turns, fresh=fresh)
        made.append(None if lines is None else Wording(entry.address, holder, lines))
    return made


class Value(NamedTuple):
    """A value in a text: its way in the old value and in the new one, the text there, and what both say."""

    claim: Claim
    was: SpecPath
    now: SpecPath
    old: str | None
    new: str | None

    @property
    def contradicts(self) -> bool:
        """Whether the place says something else than the value that was read."""
        return self.claim.value != self.old


def values(plan: Plan, entry: Entry, old: Turns, new: Turns) -> Iterator[Value]:
    """The values in a text that no list in the text repeats."""
    for part in entry.parts:
        if isinstance(part, Claim) and isinstance(part.node, Slot) and part.turns == old:
            was, now = (concrete(part.node.path, turns) for turns in (old, new))
            both = lookup(plan.read.value, was), lookup(plan.new, now)
            one, two = (text if isinstance(text, str) else None for text in both)
            yield Value(part, was, now, one, two)


def _lines(
    plan: Plan,
    pattern: Pattern,
    holder: Cell | Paragraph,
    entry: Entry,
    old: Turns,
    new: Turns,
    *,
    fresh: bool,
) -> tuple[Line, ...] | None:
    if any(isinstance(node, Loop | Cond) for node in pattern.content):
        if not fresh and all(
            _is_same(plan, node.path, old, new) for node in pattern.content if isinstance(node, Loop | Cond | Slot)
        ):
            return None
        sides = Sides(plan.read.form.schema, plan.read.value, plan.new, old, new)
        return listed(holder, pattern.content, entry, sides, fresh=fresh)
    edits = [*_said(plan, entry, old, new, fresh=fresh), *_computed(plan, entry, old, new, fresh=fresh)]
    if holder.automatic and (fresh or not plan.stays):  # rows come or go: Word counts its numbers anew
        drawn = drawn_numbers(holder)
        counted = {claim.start for claim in _claims(entry) if is_drawn(claim, entry.text, drawn)}
        edits = [edit for edit in edits if edit.span.start not in counted]
    if not edits and not fresh:
        return None
    if isinstance(holder, Cell) and holder.origin is not None:  # it has no text of its own: all of it is the value
        return by_text(holder.under, edits[0].text if edits else "")
    return by_text(entry.text, apply_edits(entry.text, edits))


def _claims(entry: Entry) -> Iterator[Claim]:
    return (part for part in entry.parts if isinstance(part, Claim))


def _is_same(plan: Plan, path: FieldPath, old: Turns, new: Turns) -> bool:
    return lookup(plan.read.value, concrete(path, old)) == lookup(plan.new, concrete(path, new))


def _said(plan: Plan, entry: Entry, old: Turns, new: Turns, *, fresh: bool) -> Iterator[Edit]:
    for value in values(plan, entry, old, new):
        if fresh or (value.old != value.new and not value.contradicts):
            yield Edit(Span(value.claim.start, value.claim.end), value.new or "")


def _computed(plan: Plan, entry: Entry, old: Turns, new: Turns, *, fresh: bool) -> Iterator[Edit]:
    for part in entry.parts:
        if isinstance(part, Claim) and isinstance(part.node, Computed):
            was, now = (
                computed(plan, part.node, turns, is_new=is_new) for turns, is_new in ((old, False), (new, True))
            )
            if fresh or (was != now and part.value == was):
                yield Edit(Span(part.start, part.end), now)


def computed(plan: Plan, node: Computed, turns: Turns, *, is_new: bool) -> str:
    """What an expression prints of the old value, or of the new one."""
    if node.depth is not None:
        return str(turns[node.depth])
    return expected_text(node, turns, plan.new if is_new else plan.read.value) or ""


def by_text(old: str, new: str) -> tuple[Line, ...]:
    """The lines of a new text, each with the line of the old text that it is: the same, a similar one, or one in its place."""
    before, after = old.split("\n"), new.split("\n")
    known = increasing([(pair.left, pair.right) for pair in align(before, after).pairs])
    was = {right: left for left, right in known.items()}
    left = right = 0
    for one, two in [*sorted(known.items()), (len(before), len(after))]:
        was.update(zip(range(right, two), range(left, one), strict=False))
        left, right = one + 1, two + 1
    return tuple(Line(text, was.get(place)) for place, text in enumerate(after))
