"""Form floor: what a drafted form was guessed, and nobody has confirmed: a `？` at the end of a title in its schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from goalgen.problem import Problem, Severity, Where
from goalgen.schema import Schema

MARK = "？"
"""At the end of a title in a schema: guessed, and to be taken away by whoever has looked at it."""
_NAMED = 5


def unconfirmed(schema: Schema) -> list[str]:
    """The titles that hold the mark, that of the form first, in the order of the schema."""
    return [title for title in _titles(schema) if title.endswith(MARK)]


def _titles(part: Mapping[str, Any]) -> Iterator[str]:
    yield str(part.get("title", ""))
    items = part.get("items")
    for each in (*part.get("properties", {}).values(), *([items] if isinstance(items, Mapping) else [])):
        yield from _titles(each) if isinstance(each, Mapping) else ()


def doubts(schema: Schema, file: str) -> list[Problem]:
    """One problem for a form with unconfirmed titles; `file` is what it is called."""
    found = unconfirmed(schema)
    if not found:
        return []
    named = "、".join(f"「{title}」" for title in found[:_NAMED]) + ("等" if len(found) > _NAMED else "")
    message = (
        f"起草时没有把握的 {len(found)} 处还没有人确认：{named}；核对以后，在它的 schema 里去掉 title 末尾的「{MARK}」"
    )
    return [Problem("F122", Where(file), message, Severity.WARN)]
