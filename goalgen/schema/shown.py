"""Words floor: what a schema shows of a value: an example of it, and its kind in words."""

from __future__ import annotations

from typing import Any

from goalgen.schema.fields import Schema, resolve


def example(schema: Schema, root: Schema) -> Any:  # noqa: ANN401  a JSON value
    """A value to show for a schema: one that it gives, else one made of its parts; None when it gives nothing."""
    schema = resolve(root, schema)
    for keyword in ("const", "default"):
        if keyword in schema:
            return schema[keyword]
    for keyword in ("examples", "enum"):
        if schema.get(keyword):
            return schema[keyword][0]
    match types(schema):
        case ["object", *_]:
            return {key: example(inner, root) for key, inner in schema.get("properties", {}).items()}
        case ["array", *_]:
            return [example(schema.get("items", {}), root)]
    return None


def kind_of(schema: Schema, root: Schema) -> str:
    """What kind of value a schema asks for, and how it is written."""
    match types(schema):
        case ["array", *_]:
            item = example(schema.get("items", {}), root)
            if isinstance(item, dict):
                item = next((f"{key}: {value}" for key, value in item.items()), None)
            return f"列表，每项另起一行、以“- ”开头，如“- {cut(item or '…')}”"
        case ["object", *_]:
            keys = list(schema.get("properties", {}))
            return "几行“项: 内容”" + (f"，如“{keys[0]}: …”" if keys else "")
        case ["string", *_] | []:
            shown = example(schema, root)
            return "一段文字" + (f"，如“{cut(shown)}”" if shown else "")
    return "数字（表样的 schema 应是 string 或 number：规格里的值一律是文字）"


def types(schema: Schema) -> list[str]:
    """The types that a schema allows, in its order."""
    kind = schema.get("type", [])
    return [kind] if isinstance(kind, str) else list(kind)


def cut(value: object, most: int = 24) -> str:
    """A value on one line, and no longer than can be read in a sentence."""
    text = str(value).replace("\n", "⏎")
    return text if len(text) <= most else f"{text[:most]}…"
