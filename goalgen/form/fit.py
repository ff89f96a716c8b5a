"""Form floor: does a spec's value have the shape that a template prints? Asked before rendering, so that Jinja never has to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from goalgen.form.binding import concrete
from goalgen.form.machine import Turns
from goalgen.form.pattern import Cond, Loop, Node, ParagraphPattern, Slot, children, nodes
from goalgen.paths import Depth, FieldPath, Index, SpecPath, lookup


class Misfit(NamedTuple):
    """A place in a spec that the template cannot print, and why."""

    path: SpecPath
    message: str


class _Step(NamedTuple):
    """A slot, a list or a condition of a pattern, what else there is left out; a list or a condition has steps of its own."""

    node: Slot | Loop | Cond
    in_heading: bool
    inside: tuple[_Step, ...] = ()
    keys: frozenset[str] = frozenset()
    """what of a list's items is printed"""
    key: str = ""
    """under which a slot's value stands in what is around it, the spec or the item of a list; "" for one that stands elsewhere"""


def misfits(pattern: Sequence[Node], value: Mapping[str, Any]) -> list[Misfit]:
    """Every place of a value that the pattern cannot print, each once, in the order of the template."""
    if id(pattern) not in _KNOWN:
        if len(_KNOWN) >= _MANY:
            _KNOWN.clear()
        _KNOWN[id(pattern)] = pattern, _steps(pattern)
    return list(dict.fromkeys(_visit(_KNOWN[id(pattern)][1], value, (), value)))


_MANY = 64
_KNOWN: dict[int, tuple[Sequence[Node], tuple[_Step, ...]]] = {}
"""The steps of patterns, which do not change, by identity: to compare them by what they hold takes as long as a visit."""


def _steps(pattern: Sequence[Node], *, in_heading: bool = False, around: FieldPath = ()) -> tuple[_Step, ...]:
    """A pattern as steps; `around` is the way to the item of a list that it prints, () for the spec itself."""
    steps: list[_Step] = []
    for node in pattern:
        if isinstance(node, Slot):
            last = node.path[-1]
            steps.append(
                _Step(node, in_heading, key=last if node.path[:-1] == around and isinstance(last, str) else "")
            )
        elif isinstance(node, Loop):
            inside = _steps(node.body, around=(*node.path, Depth(node.depth)))
            steps.append(_Step(node, in_heading, inside, frozenset(_keys(node))))
        elif isinstance(node, Cond):
            steps.append(_Step(node, in_heading, _steps(node.body, in_heading=in_heading, around=around)))
        else:
            steps += _steps(children(node), in_heading=isinstance(node, ParagraphPattern), around=around)
    return tuple(steps)


def _visit(
    steps: Sequence[_Step], value: Mapping[str, Any], turns: Turns, around: Mapping[str, Any] | None
) -> Iterator[Misfit]:
    """What of a spec's value does not fit; `around` is the item of the list that is printed, or the value itself."""
    for step in steps:
        if isinstance(step.node, Slot):
            text = (
                around.get(step.key)
                if step.key and around is not None
                else lookup(value, concrete(step.node.path, turns))
            )
            message = _misfit(step.node, text, in_heading=step.in_heading)
            if message:
                yield Misfit(concrete(step.node.path, turns), message)
        elif isinstance(step.node, Loop):
            yield from _loop(step, step.node, value, turns)
        elif lookup(value, concrete(step.node.path, turns)):
            yield from _visit(step.inside, value, turns, around)


def _misfit(slot: Slot, text: object, *, in_heading: bool) -> str:
    """Why a slot cannot print a value, "" when it can."""
    if text is None:
        return "缺少这一项"
    if not isinstance(text, str):
        return "应是一段文字"
    if in_heading and "\n" in text:
        return "印在表外的标题或段落里，不能换行"
    return "" if slot.admits(text) else "不合 schema 规定的写法，读回时认不出来"


def _loop(step: _Step, loop: Loop, value: Mapping[str, Any], turns: Turns) -> Iterator[Misfit]:
    path = concrete(loop.path, turns)
    items = lookup(value, path)
    if not isinstance(items, list):
        yield Misfit(path, "缺少这个列表" if items is None else "应是列表，每条前面写「- 」")
        return
    for index, item in enumerate(items):
        if step.keys and not isinstance(item, dict):
            yield Misfit((*path, Index(index)), f"应分成几项：{'、'.join(dict.fromkeys(_keys(loop)))}")
            continue
        if isinstance(item, dict):
            strangers = item.keys() - step.keys
            yield from (Misfit((*path, Index(index), key), "模板没有打印这一项") for key in item if key in strangers)
        yield from _visit(step.inside, value, (*turns, index + 1), item if isinstance(item, dict) else None)


def _keys(loop: Loop) -> Iterator[str]:
    """The fields of a list's items that the pattern prints."""
    path = loop.path
    for node in nodes(loop.body):
        if isinstance(node, Slot | Loop | Cond) and node.path[: len(path)] == path and len(node.path) > len(path) + 1:
            key = node.path[len(path) + 1]
            if isinstance(key, str):
                yield key
