"""Form floor: does a spec's value have the shape that a template prints? Asked before rendering, so that Jinja never has to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from goalgen.form.binding import concrete
from goalgen.form.machine import Turns
from goalgen.form.pattern import Cond, Loop, Node, ParagraphPattern, Slot, children, nodes
from goalgen.paths import Index, SpecPath, lookup


class Misfit(NamedTuple):
    """A place in a spec that the template cannot print, and why."""

    path: SpecPath
    message: str


def misfits(pattern: Sequence[Node], value: Mapping[str, Any]) -> list[Misfit]:
    """Every place of a value that the pattern cannot print, each once, in the order of the template."""
    return list(dict.fromkeys(_visit(pattern, value, (), in_heading=False)))


def _visit(pattern: Sequence[Node], value: Mapping[str, Any], turns: Turns, *, in_heading: bool) -> Iterator[Misfit]:
    for node in pattern:
        if isinstance(node, Slot):
            yield from _slot(node, value, turns, in_heading=in_heading)
        elif isinstance(node, Loop):
            yield from _loop(node, value, turns)
        elif not isinstance(node, Cond) or lookup(value, concrete(node.path, turns)):
            heading = isinstance(node, ParagraphPattern) or (in_heading and isinstance(node, Cond))
            yield from _visit(children(node), value, turns, in_heading=heading)


def _slot(slot: Slot, value: Mapping[str, Any], turns: Turns, *, in_heading: bool) -> Iterator[Misfit]:
    path = concrete(slot.path, turns)
    text = lookup(value, path)
    if text is None:
        yield Misfit(path, "缺少这一项")
    elif not isinstance(text, str):
        yield Misfit(path, "应是一段文字")
    elif in_heading and "\n" in text:
        yield Misfit(path, "印在表外的标题或段落里，不能换行")
    elif not slot.admits(text):
        yield Misfit(path, "不合 schema 规定的写法，读回时认不出来")


def _loop(loop: Loop, value: Mapping[str, Any], turns: Turns) -> Iterator[Misfit]:
    path = concrete(loop.path, turns)
    items = lookup(value, path)
    if not isinstance(items, list):
        yield Misfit(path, "缺少这个列表" if items is None else "应是列表，每条前面写「- 」")
        return
    keys = list(dict.fromkeys(_keys(loop)))
    for index, item in enumerate(items):
        if keys and not isinstance(item, dict):
            yield Misfit((*path, Index(index)), f"应分成几项：{'、'.join(keys)}")
            continue
        if isinstance(item, dict):
            yield from (Misfit((*path, Index(index), key), "模板没有打印这一项") for key in item if key not in keys)
        yield from _visit(loop.body, value, (*turns, index + 1), in_heading=False)


def _keys(loop: Loop) -> Iterator[str]:
    """The fields of a list's items that the pattern prints."""
    path = loop.path
    for node in nodes(loop.body):
        if isinstance(node, Slot | Loop | Cond) and node.path[: len(path)] == path and len(node.path) > len(path) + 1:
            key = node.path[len(path) + 1]
            if isinstance(key, str):
                yield key
