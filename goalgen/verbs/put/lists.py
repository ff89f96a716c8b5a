"""Verbs floor: what a text that holds lists and optional parts shall say: goals, a paragraph each, in one cell.

What stays keeps its own spelling, `目标1:` for `目标1：`; a new item is spelt like the one before it in the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from goalgen.align import Pairing, align
from goalgen.docx import Cell, Paragraph
from goalgen.form.binding import concrete, expected_text
from goalgen.form.inline import Claim
from goalgen.form.machine import Turns
from goalgen.form.pattern import Break, Computed, Cond, Literal, Loop, Node, Slot
from goalgen.ledger import Entry, Kind
from goalgen.paths import lookup
from goalgen.schema import Schema, row_key
from goalgen.verbs.put.line import Line


class Sides(NamedTuple):
    """A form's schema, the value that a document has and the one that it shall have, and the turns of the loops in each."""

    schema: Schema
    old: Mapping[str, Any]
    new: Mapping[str, Any]
    was: Turns
    now: Turns


def listed(
    holder: Cell | Paragraph, content: Sequence[Node], entry: Entry, sides: Sides, *, fresh: bool = False
) -> tuple[Line, ...]:
    """The lines that a text shall have; `entry` is the account of what it says now.

    A line keeps the number that Word draws before it, and a new one is given none where Word will draw it. With `fresh`
    the text is the model of one to be made: it only shows how things are spelt.
    """
    claims = [part for part in entry.parts if isinstance(part, Claim)]
    turns = next((claim.turns[: len(sides.was)] for claim in claims if fresh and claim.node is not None), sides.was)
    tree = _Told(entry.text, claims).read(content, turns)
    writer = _Writer(sides, entry.text, drawn_numbers(holder), fresh)
    writer.write(content, None if fresh else tree, tree, sides.was, sides.now)
    return writer.done()


class _Leaf(NamedTuple):
    """A piece of text of the pattern, and the claim that is it."""

    claim: Claim


@dataclass
class _Items:
    """What stands in the turns of a loop; in a condition, in one or none."""

    items: list[_Tree] = field(default_factory=list)


@dataclass
class _End:
    """The end of a paragraph, and whether it is there: between two pieces of static text people leave it out."""

    shown: bool


_Tree = tuple["_Leaf | _Items | _End", ...]
"""What each node of a content was found to be."""


class _Told(NamedTuple):
    """A text and what was found in it."""

    text: str
    claims: Sequence[Claim]

    def read(self, content: Sequence[Node], turns: Turns) -> _Tree | None:
        """The claims put back on the nodes of the pattern, or None where they do not tell."""
        return next((tree for tree, end in self._ways(content, 0, turns) if end == len(self.claims)), None)

    def _ways(self, content: Sequence[Node], at: int, turns: Turns) -> Iterator[tuple[_Tree, int]]:
        if not content:
            yield (), at
            return
        for first, after in self._ways_of(content[0], at, turns):
            for rest, end in self._ways(content[1:], after, turns):
                yield (first, *rest), end

    def _ways_of(self, node: Node, at: int, turns: Turns) -> Iterator[tuple[_Leaf | _Items | _End, int]]:
        if isinstance(node, Break):
            yield _End(self._ends(at)), at
        elif isinstance(node, Loop):
            found, end = _Items(), at
            while turn := next(self._ways(node.body, end, (*turns, len(found.items) + 1)), None):
                if turn[1] == end:
                    break
                found.items.append(turn[0])
                end = turn[1]
            yield found, end
        elif isinstance(node, Cond):
            for body, end in self._ways(node.body, at, turns):
                if end > at:
                    yield _Items([body]), end
            yield _Items(), at
        elif at < len(self.claims) and _is(node, self.claims[at], turns):
            yield _Leaf(self.claims[at]), at + 1

    def _ends(self, at: int) -> bool:
        """Whether a paragraph ends before a claim."""
        if not 0 < at < len(self.claims):
            return True
        return "\n" in self.text[self.claims[at - 1].end : self.claims[at].start]


def _is(node: Node, claim: Claim, turns: Turns) -> bool:
    if isinstance(node, Literal):
        return claim.node is None and claim.kind is Kind.LABEL
    return claim.node == node and claim.turns == turns


def drawn_numbers(holder: Cell | Paragraph) -> dict[int, int]:
    """By line, how many of its first characters are a number that Word draws."""
    drawn: dict[int, int] = {}
    if holder.automatic:
        line = 0
        for piece in holder.pieces:
            if piece.text == "\n":
                line += 1
            elif piece.node is None:
                drawn[line] = drawn.get(line, 0) + len(piece.text)
    return drawn


def is_drawn(claim: Claim, text: str, drawn: Mapping[int, int]) -> bool:
    """Whether a claim is of a number that Word draws."""
    line = text.count("\n", 0, claim.start)
    return claim.start - (text.rfind("\n", 0, claim.start) + 1) < drawn.get(line, 0)


class _Bit(NamedTuple):
    """Some text of a line; the old line it stands in, or that it is spelt like."""

    text: str
    was: int | None
    like: int | None
    drawn: bool = False
    """in the place of a number that Word draws"""


@dataclass
class _Writer:
    """The new lines of a text, as far as they are written."""

    sides: Sides
    text: str
    drawn: Mapping[int, int]
    fresh: bool
    lines: list[list[_Bit]] = field(default_factory=lambda: [[]])

    def write(self, content: Sequence[Node], old: _Tree | None, model: _Tree | None, was: Turns, now: Turns) -> None:
        """Write a content: `old` is what it is now, None for what is new; `model` shows how it is spelt."""
        for place, node in enumerate(content):
            here = old[place] if old is not None else None
            shown = model[place] if model is not None else None
            if isinstance(node, Break):
                end = here or shown
                if not isinstance(end, _End) or end.shown:
                    self.lines.append([])
            elif isinstance(node, Loop):
                self._items(node, here, shown, was, now)
            elif isinstance(node, Cond):
                if lookup(self.sides.new, concrete(node.path, now)):
                    self.write(node.body, _only(here), _only(shown), was, now)
            elif isinstance(here, _Leaf):
                self._kept(node, here.claim, was, now)
            elif isinstance(node, Literal | Slot | Computed):
                self._new(node, shown.claim if isinstance(shown, _Leaf) else None, now)

    def _items(self, loop: Loop, old: object, model: object, was: Turns, now: Turns) -> None:
        """Write the items of a list, each as the one that it was, or spelt like the one before it that was there."""
        before = lookup(self.sides.old, concrete(loop.path, was)) if isinstance(old, _Items) else None
        after = lookup(self.sides.new, concrete(loop.path, now))
        lefts = before if isinstance(before, list) else []
        rights = after if isinstance(after, list) else []
        pairs = _places(align(lefts, rights, row_key(self.sides.schema, loop.path)))
        olds = old.items if isinstance(old, _Items) else []
        models = model.items if isinstance(model, _Items) else []
        near = next((pairs[item] for item in sorted(pairs) if pairs[item] < len(models)), 0)
        for item in range(len(rights)):
            left = pairs.get(item)
            near = left if left is not None and left < len(models) else near
            here = olds[left] if left is not None and left < len(olds) else None
            spelt = models[near] if near < len(models) else None
            self.write(loop.body, here, spelt, (*was, (left or 0) + 1), (*now, item + 1))

    def _kept(self, node: Node, claim: Claim, was: Turns, now: Turns) -> None:
        """Write what stays as it was, but for what it says now. A place that contradicts the value is left as it is."""
        old, new = self._said(node, self.sides.old, was), self._said(node, self.sides.new, now)
        before = self.text[claim.start : claim.end]
        counted = is_drawn(claim, self.text, self.drawn) and not isinstance(node, Slot)
        stays = old == new or claim.value != old or counted
        self._put(before, before if stays else new, self._line(claim))

    def _new(self, node: Literal | Slot | Computed, model: Claim | None, now: Turns) -> None:
        """Write something new."""
        line = self._line(model) if model is not None else None
        drawn = model is not None and is_drawn(model, self.text, self.drawn) and not isinstance(node, Slot)
        if isinstance(node, Literal) or drawn:
            text = (
                self.text[model.start : model.end]
                if model is not None
                else node.text
                if isinstance(node, Literal)
                else ""
            )
        else:
            text = self._said(node, self.sides.new, now)
        for number, part in enumerate(text.split("\n")):
            self.lines += [[]] if number else []
            self.lines[-1].append(_Bit(part, line if self.fresh and not number else None, line, drawn))

    def _put(self, before: str, text: str, line: int) -> None:
        """Write what was `before`, from an old line on; its lines stay the lines that they are most like."""
        for number, (part, place) in enumerate(kept_lines(before.split("\n"), text.split("\n"))):
            self.lines += [[]] if number else []
            self.lines[-1].append(_Bit(part, None if place is None else line + place, line))

    def _said(self, node: Node, value: Mapping[str, Any], turns: Turns) -> str:
        """What a node prints of a value; static text says the same of all."""
        if isinstance(node, Slot):
            found = lookup(value, concrete(node.path, turns))
            return "" if found is None else str(found)
        if isinstance(node, Computed):
            return str(turns[node.depth]) if node.depth is not None else expected_text(node, turns, value) or ""
        return ""

    def _line(self, claim: Claim) -> int:
        return self.text.count("\n", 0, claim.start)

    def done(self) -> tuple[Line, ...]:
        """The lines; what ends the last paragraph begins no other, and a text without any is one empty line."""
        lines = self.lines[:-1] if len(self.lines) > 1 and not self.lines[-1] else self.lines
        taken: set[int] = set()
        made = []
        for bits in lines:
            was = next((bit.was for bit in bits if bit.was is not None and bit.was not in taken), None)
            if was is not None:
                taken.add(was)
            like = next((bit.like for bit in bits if bit.like is not None), None)
            text = "".join([bit.text for bit in bits if was is not None or not bit.drawn])
            made.append(Line(text, was, None if was is not None else like))
        if all(line.was is None for line in made):
            made[0] = made[0]._replace(was=0, like=None)
        return tuple(made)


def _places(pairing: Pairing) -> dict[int, int]:
    """By the place of a new item that of the old one whose paragraph it takes: its own; else, between two that stayed, that
    of one that goes."""
    stayed = [(pair.right, pair.left) for pair in pairing.pairs if not pair.moved]
    places = {pair.right: pair.left for pair in pairing.pairs}
    left_over = [*pairing.only_left]
    for right in pairing.only_right:
        low = max((left for place, left in stayed if place < right), default=-1)
        high = min((left for place, left in stayed if place > right), default=None)
        free = next((left for left in left_over if left > low and (high is None or left < high)), None)
        if free is not None:
            left_over.remove(free)
            places[right] = free
    return places


def _only(found: object) -> _Tree | None:
    """What stands in a condition, when it is there."""
    return found.items[0] if isinstance(found, _Items) and found.items else None


def kept_lines(old: Sequence[str], new: Sequence[str]) -> Iterable[tuple[str, int | None]]:
    """Each new line with the old line that it is, None for one that is new: equal lines, then those between them in order."""
    for tag, left, left_end, right, right_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for place, text in enumerate(new[right:right_end]):
            yield text, left + place if tag != "insert" and left + place < left_end else None
