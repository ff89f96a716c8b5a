"""Words floor: what a loaded JSON Schema says of a form's fields, and the `x-goalgen` annotation for what it cannot say.

`"x-goalgen": {"order": "序号", "filename": "{序号:02}-{项目名称}"}`: the field that orders a book, and the name of a
spec's file, where `{field:02}` pads a number with zeros. `"identity": ["单位代码", "项目名称"]` names the fields that make a
project what it is, else those of `filename` do. `"default": true` marks the form of a new spec when none is named.
In the schema of a list's items `"x-goalgen": {"key": ["一级指标", "二级指标", "三级指标"]}` names the fields that make a row
what it is: two rows that differ in the others only are the same row, changed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar
from urllib.parse import unquote

from goalgen.paths import Depth, FieldPath, SpecPath

ANNOTATION = "x-goalgen"

Schema = Mapping[str, Any]
HOLE = re.compile(r"\{(\w+)(?::0?(\d+))?\}")
"""A place in the name of a file that a field fills, and how wide."""
_LINE_BREAK = re.compile(r"[\n\v]+")
_ON_DISK = sys.getfilesystemencoding()
_REFUSED = re.compile(r'[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff<>:"/\\|?*]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]) *(\..*)?", re.IGNORECASE | re.ASCII)
"""Names of devices, which Windows takes for no file whatever their suffix."""
_MANY = 100
T = TypeVar("T")


def once(make: Callable[[Schema], T]) -> Callable[[Schema], T]:
    """What is made of a schema, made once for each: schemas are not changed once they are loaded.

    They are known by identity, and kept, so that no other gets the number of one that is gone.
    """
    made: dict[int, tuple[Schema, T]] = {}

    def of(schema: Schema) -> T:
        if id(schema) not in made:
            if len(made) >= _MANY:
                made.clear()
            made[id(schema)] = schema, make(schema)
        return made[id(schema)][1]

    return of


def annotation(schema: Schema, key: str) -> str | None:
    """One entry of the `x-goalgen` annotation, or None."""
    value = schema.get(ANNOTATION, {}).get(key)
    return value if isinstance(value, str) else None


def is_default(schema: Schema) -> bool:
    """Whether the `x-goalgen` annotation offers this form for a new spec when none is named."""
    return schema.get(ANNOTATION, {}).get("default") is True


def identity(schema: Schema) -> tuple[str, ...]:
    """The fields that make a project what it is, by the `x-goalgen` annotation; else those that name a spec's file."""
    named = schema.get(ANNOTATION, {}).get("identity")
    if isinstance(named, list):
        return tuple(key for key in named if isinstance(key, str))
    return tuple(match[1] for match in HOLE.finditer(annotation(schema, "filename") or ""))


def row_key(schema: Schema, path: FieldPath) -> tuple[str, ...]:
    """The fields that make a row of the list at `path` what it is, by the `x-goalgen` annotation of its items; or ()."""
    key = (field_schema(schema, (*path, Depth(0))) or {}).get(ANNOTATION, {}).get("key")
    return tuple(each for each in key if isinstance(each, str)) if isinstance(key, list) else ()


def pointer(reference: str) -> tuple[str, ...] | None:
    """The way that a local `$ref` goes, key by key (RFC 6901); None for one that points elsewhere."""
    if reference == "#":
        return ()
    if not reference.startswith("#/"):
        return None
    return tuple(unquote(key).replace("~1", "/").replace("~0", "~") for key in reference[2:].split("/"))


def resolve(schema: Schema, part: Any) -> Schema:  # noqa: ANN401 - a schema is JSON
    """A sub-schema with its local `$ref` followed: what it points to, under what stands beside it; {} for `true`.

    A loaded schema has no loops; in any other the first turn ends.
    """
    merged: dict[str, Any] = {}
    passed: set[str] = set()
    while isinstance(part, Mapping):
        merged = {**part, **merged}
        reference = merged.pop("$ref", None)
        way = pointer(reference) if isinstance(reference, str) and reference not in passed else None
        if way is None:
            break
        passed.add(reference)
        part = schema
        for key in way:
            part = inside(part, key)
    return merged


def inside(part: Any, key: str) -> Any:  # noqa: ANN401 - a schema is JSON
    """What stands under a key or a place of a part of a schema, or None."""
    if isinstance(part, list):
        return part[int(key)] if key.isascii() and key.isdigit() and len(key) < 6 and int(key) < len(part) else None
    return part.get(key) if isinstance(part, Mapping) else None


def field_schema(schema: Schema, path: FieldPath) -> Schema | None:
    """The sub-schema of a field, or None when the schema has no such field."""
    part = resolve(schema, schema)
    for key in path:
        inner = part.get("items") if isinstance(key, int) else part.get("properties", {}).get(key)
        if inner is None and not isinstance(key, int):
            return None
        part = resolve(schema, inner)
    return part


def examples_of(schema: Schema, path: FieldPath) -> Iterator[object]:
    """What the schema shows as values of a field: its own examples, and what stands there in those of the fields around it."""
    part = resolve(schema, schema)
    shown: list[object] = list(part.get("examples", ()))
    for key in path:
        inner = part.get("items") if isinstance(key, int) else part.get("properties", {}).get(key)
        part = resolve(schema, inner)
        if isinstance(key, int):
            shown = [item for value in shown if isinstance(value, list) for item in value]
        else:
            shown = [value[key] for value in shown if isinstance(value, Mapping) and key in value]
        shown += [*part.get("examples", ()), *part.get("enum", ())]
    yield from shown


def is_required(schema: Schema, path: FieldPath) -> bool:
    """Whether what the field stands in must have it; an item of a list is there because its list is."""
    while path and not isinstance(path[-1], str):
        path = path[:-1]
    return bool(path) and path[-1] in (field_schema(schema, path[:-1]) or {}).get("required", ())


def is_list(part: Schema) -> bool:
    """Whether a sub-schema describes a list."""
    return part.get("type") == "array" or "items" in part


def required_inside_lists(schema: Schema) -> Iterator[FieldPath]:
    """The required fields of the items of lists, at any depth."""

    def visit(part: Schema, path: FieldPath, depth: int) -> Iterator[FieldPath]:
        if is_list(part):
            item = resolve(schema, part.get("items"))
            yield from visit(item, (*path, Depth(depth)), depth + 1)
            return
        for key, child in part.get("properties", {}).items():
            child = resolve(schema, child)
            if depth and key in part.get("required", ()) and not is_list(child):
                yield (*path, key)
            yield from visit(child, (*path, key), depth)

    yield from visit(resolve(schema, schema), (), 0)


def fields_of(schema: Schema) -> dict[str, Schema]:
    """The names of all fields, also of those inside lists, each with its sub-schema; of one name the outermost."""
    found: dict[str, Schema] = {}
    waiting = [resolve(schema, schema)]
    while waiting:
        part = waiting.pop(0)
        for name, child in part.get("properties", {}).items():
            inner = resolve(schema, child)
            found.setdefault(name, inner)
            waiting.append(resolve(schema, inner.get("items")) if is_list(inner) else inner)
    return found


def field_name(path: FieldPath | SpecPath) -> str:
    """A field as a person says it: `绩效指标.指标值`."""
    return ".".join(str(key) for key in path if isinstance(key, str))


def file_name(schema: Schema, value: Mapping[str, Any]) -> str:
    """The name of a spec's file without its suffix; characters that a file system refuses are replaced by `_`."""

    def fill(match: re.Match[str]) -> str:
        text = value.get(match[1], "")
        text = _LINE_BREAK.sub("", text) if isinstance(text, str) else text
        return text.zfill(int(match[2] or 0)) if isinstance(text, str) and text else ""

    return safe_name(HOLE.sub(fill, annotation(schema, "filename") or ""))


def safe_name(name: str) -> str:
    """A text as the name of a file or a folder; characters that a file system refuses are replaced by `_`."""
    name = _REFUSED.sub("_", name.strip()).strip("-. ")
    name = name.encode(_ON_DISK, "replace").decode(_ON_DISK).replace("?", "_")
    name = name.encode()[:180].decode(errors="ignore").rstrip(" .")
    return f"_{name}" if _RESERVED.fullmatch(name) else name or "未命名"
