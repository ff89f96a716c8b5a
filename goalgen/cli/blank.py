"""Edge floor: a spec to fill in, with what the schema says of each field above it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from goalgen.schema import Schema, example, resolve
from goalgen.spec import dump
from goalgen.vocabulary import TO_FILL, meaning_of_field

LEVELS = ("level1", "level2", "total_level2")
"""The columns that stay in the rows of a new spec: they say which indicators the form wants."""


def shown(schema: Schema) -> dict[str, Any]:
    """The schema's examples; a field without one is empty when it is required, and else left out."""
    required = schema.get("required", ())
    parts = example(schema, schema).items()
    texts: dict[str, Any] = _texts({key: value for key, value in parts if value is not None or key in required})
    return texts


def _texts(value: Any) -> Any:  # noqa: ANN401  a JSON value
    if isinstance(value, dict):
        return {key: _texts(part) for key, part in value.items()}
    return [_texts(part) for part in value] if isinstance(value, list) else "" if value is None else str(value)


def skeleton(schema: Schema) -> dict[str, Any]:
    """What a person begins with: the required fields, marked where something must be written.

    What the schema settles stays (a constant, a default, an only choice), the levels of the rows of its example, and
    what its first example leaves blank. Rows that would only repeat one another are one row.
    """
    found: dict[str, Any] = _to_fill(schema, schema, example(schema, schema), "")
    return found


def _to_fill(part: object, root: Schema, shown: Any, key: str) -> Any:  # noqa: ANN401  a JSON value
    known = resolve(root, part)
    if isinstance(shown, dict):
        inner = known.get("properties", {})
        needed = known.get("required", ())
        parts = {each: shown.get(each, example(inner[each], root)) for each in inner if each in needed}
        return {each: _to_fill(inner[each], root, text, each) for each, text in parts.items()}
    if isinstance(shown, list):
        items = [_to_fill(known.get("items", {}), root, item, key) for item in shown] or [TO_FILL]
        leveled = any(_is_level(known.get("items", {}), root, each) for each in items[0]) if shown else False
        return items if leveled else items[:1]
    settled = "const" in known or "default" in known or len(known.get("enum", ())) == 1
    blank = isinstance(shown, str) and not shown.strip()
    if settled or blank or meaning_of_field(key, known) in LEVELS:
        return "" if shown is None else str(shown)
    return TO_FILL


def _is_level(row: object, root: Schema, key: str) -> bool:
    part = resolve(root, resolve(root, row).get("properties", {}).get(key, {}))
    return meaning_of_field(key, part) in LEVELS


def draft(schema: Schema, value: Mapping[str, Any]) -> str:
    """A value as a spec, each field under a comment that explains it; in a list, those of the first item.

    An optional field that the value does not have stands there as a comment, with the schema's example.
    """
    head = f"# {schema.get('title', '规格')}：请逐项改填；以 # 开头的行是说明，可以删去。\n"
    return head + "".join(f"{line}\n" for line in _mapping(schema, schema, value, told=True))


def _mapping(part: object, root: Schema, value: Mapping[str, Any], *, told: bool) -> Iterator[str]:
    """The lines of a mapping; `told`: with comments. The first key is one that is there: a list's dash stands before it."""
    known = resolve(root, part)
    waiting: list[str] = []
    begun = False
    for key, inner in known.get("properties", {}).items():
        about = _about(resolve(root, inner), key, optional=key not in known.get("required", ()))
        if key in value:
            yield from (f"# {line}" for line in [about] if told)
            yield from _entry(key, inner, root, value[key], told=told)
            begun = True
            yield from waiting
            waiting = []
        elif told:
            shown = _texts(example(inner, root)) or TO_FILL
            aside = [f"# {line}" for line in [about, *_dumped(key, inner, root, shown)]]
            if begun:
                yield from aside
            waiting += [] if begun else aside


def _entry(key: str, part: object, root: Schema, value: Any, *, told: bool) -> Iterator[str]:  # noqa: ANN401
    known = resolve(root, part)
    if isinstance(value, dict) and value:
        yield _dumped(key, part, root, {"": ""})[0]
        yield from (f"  {line}" for line in _mapping(known, root, value, told=told))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        yield _dumped(key, part, root, [""])[0]
        for number, item in enumerate(value):
            begun = False
            for line in _mapping(known.get("items", {}), root, item, told=told and not number):
                aside = line.startswith("# ") and not begun
                yield line if aside else f"{'  ' if begun else '- '}{line}"
                begun = begun or not aside
    else:
        yield from _dumped(key, part, root, value)


def _dumped(key: str, part: object, root: Schema, value: Any) -> list[str]:  # noqa: ANN401  a JSON value
    """The canonical lines of one key and its value."""
    return dump({key: value}, {**root, "properties": {key: part}}).splitlines()


def _about(field: Schema, key: str, *, optional: bool) -> str:
    """What the schema says of a field, on one line."""
    choices = "、".join(map(str, field.get("enum", ())))
    notes = ["可以不填"] if optional else []
    notes += [f"只能是：{choices}"] if choices else []
    notes += ['可以写空 ""'] if "" in field.get("examples", ()) and not optional else []
    note = f"（{'；'.join(notes)}）" if notes else ""
    said = " ".join(str(field.get("description", "")).split())
    title = f"{field.get('title', key)}{note}"
    return f"{title}：{said}" if said else title
