"""Verbs floor: what a put changes, cell by cell, in the words of the form: `表18 第2行第5列 指标值「≤43.5万元」→「≤43万元」`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from goalgen.docx import Address
from goalgen.form.binding import concrete
from goalgen.form.pattern import Loop, Node, Slot, nodes, texts
from goalgen.ledger import Entry
from goalgen.paths import Index, SpecPath, lookup, walk
from goalgen.verbs.put.plan import Plan, Printed, Wanted, pairs
from goalgen.verbs.put.words import Value, values

_LONG, _AROUND = 40, 8
"""Of a longer text only what differs is shown, with some characters around it."""
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[A-Za-z]+|.", re.DOTALL)
_SEEN = str.maketrans({"\n": "⏎", "\v": "↵", "\t": "⇥", "\f": "⤓"})
_WHOLE = {"added": "旁边 加上整个项目", "removed": "起 删去整个项目"}
_WORDS = {"added": "加上", "removed": "删去", "moved": "移动"}


class Change(NamedTuple):
    """One difference: where it is in the document as it was, its way in the new value (what is gone: in the old one), and
    both texts; an item or a row that comes, goes or moves as a whole has one text, and so has a project, which has no way."""

    kind: Literal["value", "added", "removed", "moved", "carried", "repeat"]
    """`carried`: a value that is not printed, in goalgen's own part of the file; `repeat`: what repeats a heading"""
    address: Address
    path: SpecPath
    old: str | None
    new: str | None

    def __str__(self) -> str:
        if not self.path and self.kind in _WHOLE:
            return f"{self.address} {_WHOLE[self.kind]}「{self.new or self.old}」"
        name = next((key for key in reversed(self.path) if isinstance(key, str)), "")
        if self.kind not in _WORDS:
            name = "目录或引用" if self.kind == "repeat" else name
            old, new = _shown(self.old or "", self.new or "")
            more = "（不印，随文件携带）" if self.kind == "carried" else ""
            return f"{self.address} {name}「{old}」→「{new}」{more}"
        text = (self.new if self.old is None else self.old) or ""
        return f"{self.address} {name} {_WORDS[self.kind]}「{_cut(text)}」"


def changes(plan: Plan) -> Iterator[Change]:
    """The values that change in blocks that stay, each in every place, and what is not printed."""
    yield from carried(plan)
    for wanted in plan.wanted:
        if wanted.was is not None:
            yield from _of_block(plan, wanted, wanted.was)


def carried(plan: Plan) -> Iterator[Change]:
    """The values that change in goalgen's own part of the file."""
    for key in plan.read.form.unprinted if plan.read.carried is not None else ():
        old, new = plan.read.value.get(key), plan.new.get(key)
        if old != new:
            yield Change("carried", plan.read.address, (key,), _said(old), _said(new))


def contradictions(plan: Plan) -> Iterator[Change]:
    """The places of values that change which say something else than was read (R201), and are left as they are."""
    for wanted in plan.wanted:
        for entry in wanted.was.found.entries if wanted.was else ():
            for value in values(plan, entry, wanted.was.turns if wanted.was else (), wanted.turns):
                if value.old != value.new and value.contradicts:
                    yield Change("value", entry.address, value.now, value.claim.value, value.new)


def _of_block(plan: Plan, wanted: Wanted, was: Printed) -> Iterator[Change]:
    for pattern, entry in zip(texts(wanted.node), was.found.entries, strict=True):
        for value in values(plan, entry, was.turns, wanted.turns):
            if value.old != value.new and not value.contradicts and _shows(plan, was, entry, value):
                yield Change("value", entry.address, value.now, value.old, value.new)
        for node in nodes(pattern.content):
            if isinstance(node, Loop) and len(node.path) - 1 == len(node.path[:-1]):
                yield from _of_list(plan, node, wanted, was, entry.address)


def _shows(plan: Plan, was: Printed, entry: Entry, value: Value) -> bool:
    """Whether a change is seen at a place: one that is merged into the cell above shows it when that does not change so."""
    if entry.text or not value.old or not was.turns:
        return True
    field = value.claim.node
    if not isinstance(field, Slot):
        return True
    above = [each for each in plan.wanted if each.was and each.was.turns == (*was.turns[:-1], was.turns[-1] - 1)]
    return not above or lookup(plan.new, concrete(field.path, above[0].turns)) != value.new


def _of_list(plan: Plan, loop: Loop, wanted: Wanted, was: Printed, address: Address) -> Iterator[Change]:
    """The items of a list that stands in one cell."""
    if loop.depth != len(wanted.turns):
        return  # it is told of with the list around it
    before, after = concrete(loop.path, was.turns), concrete(loop.path, wanted.turns)
    old, new = lookup(plan.read.value, before), lookup(plan.new, after)
    if not isinstance(old, list) or not isinstance(new, list) or old == new:
        return
    known = pairs(plan.read, loop.path, old, new)
    for place, item in enumerate(old):
        if place not in known.values():
            yield Change("removed", address, (*before, Index(place)), _said(item), None)
    for place, item in enumerate(new):
        path = (*after, Index(place))
        if place not in known:
            yield Change("added", address, path, None, _said(item))
        elif old[known[place]] != item:
            yield Change("value", address, path, _said(old[known[place]]), _said(item))


def _said(item: object) -> str:
    """An item of a list in words: its texts one after the other."""
    return "｜".join(text for _, text in walk(item) if isinstance(text, str))


def row_said(plan: Plan, node: Node, turns: tuple[int, ...], *, is_new: bool) -> str:
    """A row in words: the values in it."""
    value = plan.new if is_new else plan.read.value
    found = [lookup(value, concrete(slot.path, turns)) for slot in nodes((node,)) if isinstance(slot, Slot)]
    return "｜".join(text for text in found if isinstance(text, str))


def _shown(old: str, new: str) -> tuple[str, str]:
    """Two texts for a person: long ones only where they differ, numbers and Latin words whole."""
    if max(len(old), len(new)) <= _LONG:
        return old.translate(_SEEN), new.translate(_SEEN)
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    start = _alike(before, after)
    end = min(_alike(before[::-1], after[::-1]), min(len(before), len(after)) - start)
    return _window(before, start, len(before) - end), _window(after, start, len(after) - end)


def _alike(one: list[str], two: list[str]) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))


def _window(tokens: list[str], start: int, end: int) -> str:
    first, last = max(0, start - _AROUND), min(len(tokens), end + _AROUND)
    text = _cut("".join(tokens[first:last]))
    return f"{'…' if first else ''}{text}{'…' if last < len(tokens) and not text.endswith('…') else ''}"


def _cut(text: str) -> str:
    text = text.translate(_SEEN)
    return text if len(text) <= 2 * _LONG else f"{text[: 2 * _LONG]}…"
