"""Words floor: what a JSON Schema (2020-12) says of a form's fields, and the `x-goalgen` annotation for what it cannot say.

`"x-goalgen": {"order": "序号", "filename": "{序号:02}-{项目名称}"}`: the field that orders a book, and the name of a
spec's file, where `{field:02}` pads a number with zeros. `"default": true` marks the form of a new spec when none is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from goalgen.paths import Depth, SpecPath
from goalgen.paths import FieldPath as FieldPath

ANNOTATION = "x-goalgen"

Schema = Mapping[str, Any]
_HOLE = re.compile(r"\{(\w+)(?::0?(\d+))?\}")
_LINE_BREAK = re.compile(r"[\n\v]+")
_REFUSED = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')


def annotation(schema: Schema, key: str) -> str | None:
    """One entry of the `x-goalgen` annotation, or None."""
    value = schema.get(ANNOTATION, {}).get(key)
    return value if isinstance(value, str) else None


def is_default(schema: Schema) -> bool:
    """Whether the `x-goalgen` annotation offers this form for a new spec when none is named."""
    return schema.get(ANNOTATION, {}).get("default") is True


def resolve(schema: Schema, part: Any) -> Any:  # noqa: ANN401 - a schema is JSON
    """A sub-schema with a local `$ref` (`#/$defs/…`) followed."""
    for _ in range(16):
        reference = part.get("$ref") if isinstance(part, Mapping) else None
        if not isinstance(reference, str) or not reference.startswith("#/"):
            break
        part = schema
        for key in reference[2:].split("/"):
            part = part.get(key, {}) if isinstance(part, Mapping) else {}
    return part if isinstance(part, Mapping) else {}


def field_schema(schema: Schema, path: FieldPath) -> Schema | None:
    """The sub-schema of a field, or None when the schema has no such field."""
    part: Any = resolve(schema, schema)
    for key in path:
        part = resolve(schema, part.get("items")) if isinstance(key, int) else part.get("properties", {}).get(key)
        if part is None:
            return None
        part = resolve(schema, part)
    return dict(part)


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


def field_name(path: FieldPath | SpecPath) -> str:
    """A field as a person says it: `绩效指标.指标值`."""
    return ".".join(str(key) for key in path if isinstance(key, str))


def file_name(schema: Schema, value: Mapping[str, Any]) -> str:
    """The name of a spec's file without its suffix; characters that a file system refuses are replaced by `_`."""

    def fill(match: re.Match[str]) -> str:
        text = value.get(match[1], "")
        text = _LINE_BREAK.sub("", text) if isinstance(text, str) else text
        return text.zfill(int(match[2] or 0)) if isinstance(text, str) and text else ""

    name = _HOLE.sub(fill, annotation(schema, "filename") or "")
    name = _REFUSED.sub("_", name.strip()).strip("-. ")
    return name.encode()[:180].decode(errors="ignore") or "未命名"
