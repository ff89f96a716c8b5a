"""Words floor: the way to a value in a spec, and the way to a field in a schema; mypy tells them apart by their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NewType

Index = NewType("Index", int)
"""The place of an item in its list, from 0."""
Depth = NewType("Depth", int)
"""Whatever item the loop at that depth, from 0, has come to."""
SpecPath = tuple[str | Index, ...]
"""The way to a value in a spec; `()` is the whole."""
FieldPath = tuple[str | Depth, ...]
"""A field of a form by the names on the way to it, all items of a list alike."""


def field_of(path: SpecPath) -> FieldPath:
    """The field that a value belongs to."""
    depth = 0
    found: list[str | Depth] = []
    for step in path:
        found.append(step if isinstance(step, str) else Depth(depth))
        depth += not isinstance(step, str)
    return tuple(found)


def walk(value: object, path: SpecPath = ()) -> Iterator[tuple[SpecPath, object]]:
    """Every value in a value, itself first, in order."""
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from walk(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from walk(inner, (*path, Index(place)))


def texts(value: object) -> Iterator[str]:
    """Every text in a value, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            if isinstance(inner, str):
                yield inner
            else:
                yield from texts(inner)


def spoken(path: SpecPath) -> str:
    """A way in a spec as a person says it, items counted from 1: `绩效指标 第3条 指标值`."""
    return " ".join(step if isinstance(step, str) else f"第{step + 1}条" for step in path)


def lookup(value: object, path: SpecPath) -> object:
    """The value at the end of a way, or None."""
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        else:
            value = value[step] if isinstance(value, list) and not isinstance(step, str) and step < len(value) else None
    return value
