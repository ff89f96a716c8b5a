"""Words floor: the bytes of a schema become a schema that everything else can take for granted, or problems with their place.

What is asked: JSON, an object, keywords of the right kinds (JSON Schema 2020-12), references that stay inside, do not turn
in a circle and do not multiply, patterns that can be said, annotations as the house reads them. All in time and memory
proportional to the text: a schema may come from a stranger.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NamedTuple, cast

from goalgen.problem import Problem, Where, where
from goalgen.schema.fields import ANNOTATION, HOLE, Schema, inside, pointer
from goalgen.schema.pattern import Unsayable, regex
from goalgen.text import Source, Span

MAX_SIZE = 2**22
"""No larger schema is read, in bytes: the largest packaged one has 20,000."""
MAX_DEPTH = 64
"""How deep brackets may nest."""
MAX_PARTS = 100_000
"""How many parts a schema may have once every reference is written out."""
MAX_CHAIN = 200
"""How deep a schema may nest once every reference is followed."""
MAX_TOLD = 20
"""How many faults are told of one schema."""
MAX_WIDTH = 20
"""How wide a number in the name of a file may be padded."""

_TYPES = {"string", "number", "integer", "boolean", "null", "array", "object"}
_SCHEMA_MAPS = {"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"}
_SCHEMA_LISTS = {"allOf", "anyOf", "oneOf", "prefixItems"}
_SCHEMAS = {
    "items",
    "contains",
    "additionalProperties",
    "propertyNames",
    "if",
    "then",
    "else",
    "not",
    "unevaluatedItems",
    "unevaluatedProperties",
    "contentSchema",
}
_ELSEWHERE = {"$dynamicRef", "$recursiveRef", "$dynamicAnchor", "$recursiveAnchor", "$anchor"}
_SPACE = re.compile(r"[ \t\r\n]*")


class _Kind(NamedTuple):
    """What a keyword's value must be: a test, and the words for it."""

    fits: Callable[[Any], bool]
    words: str


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_count(value: Any) -> bool:  # noqa: ANN401 - a schema is JSON
    return _is_number(value) and value >= 0 and value == int(value)


def _is_names(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value)) and len(set(value)) == len(value)


def _is_types(value: object) -> bool:
    return (
        value in _TYPES
        if isinstance(value, str)
        else _is_names(value) and value != [] and set(cast(Any, value)) <= _TYPES
    )


def _is_dependencies(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_names, value.values()))


_TEXT = _Kind(_is_text, "一段文字")
_COUNT = _Kind(_is_count, "不小于 0 的整数")
_NUMBER = _Kind(_is_number, "数字")
_SWITCH = _Kind(lambda value: isinstance(value, bool), "true 或 false")
_LIST = _Kind(lambda value: isinstance(value, list), "列表")
_OBJECT = _Kind(lambda value: isinstance(value, dict), "对象（{…}）")
_NAMES = _Kind(_is_names, "不重复的名称的列表")
_KINDS: Mapping[str, _Kind] = {
    **dict.fromkeys(("$id", "$schema", "$ref", "$comment", "title", "description", "pattern", "format"), _TEXT),
    **dict.fromkeys(("contentEncoding", "contentMediaType", "x-meaning", "x-unit"), _TEXT),
    **dict.fromkeys(("maxLength", "minLength", "maxItems", "minItems", "maxContains", "minContains"), _COUNT),
    **dict.fromkeys(("maxProperties", "minProperties"), _COUNT),
    **dict.fromkeys(("maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"), _NUMBER),
    **dict.fromkeys(("uniqueItems", "deprecated", "readOnly", "writeOnly"), _SWITCH),
    **dict.fromkeys(_SCHEMA_MAPS, _OBJECT),
    **dict.fromkeys(_SCHEMA_LISTS, _Kind(lambda value: isinstance(value, list) and value != [], "不空的列表")),
    **dict.fromkeys(("enum", "examples"), _LIST),
    "required": _NAMES,
    "dependentRequired": _Kind(_is_dependencies, "对象（{…}），每项是不重复的名称的列表"),
    "type": _Kind(_is_types, f"{'、'.join(sorted(_TYPES))} 中的一种，或几种的列表"),
    "multipleOf": _Kind(lambda value: _is_number(value) and value > 0, "大于 0 的数字"),
    ANNOTATION: _OBJECT,
}
_ANNOTATIONS: Mapping[str, _Kind] = {
    "order": _TEXT,
    "filename": _TEXT,
    "default": _SWITCH,
    "taxonomy": _Kind(lambda value: isinstance(value, str | dict), "体系的名称，或各年起用的体系（{…}）"),
    "key": _NAMES,
    "length": _COUNT,
}
Way = tuple[str | int, ...]
"""The keys and indexes on the way to a part of a schema."""


def load_schema(data: bytes, name: str) -> tuple[Schema | None, list[Problem]]:
    """The schema in the bytes of a file called `name`; None, and why (F111), when it cannot be used."""

    def refused(message: str, at: Where | None = None) -> tuple[None, list[Problem]]:
        return None, [Problem("F111", at or Where(name), message)]

    if len(data) > MAX_SIZE:
        return refused(f"schema 有 {len(data) >> 20} MB，超过 {MAX_SIZE >> 20} MB，没有读")
    try:
        text = data.decode("utf-8-sig")
        if _depth(text) > MAX_DEPTH:
            return refused(f"schema 的括号套了 {MAX_DEPTH} 层以上，没有读")
        schema = json.loads(text, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        return refused(f"schema 不是 UTF-8：第 {error.start + 1} 个字节有误，请在编辑器里另存为 UTF-8")
    except json.JSONDecodeError as error:
        return refused(
            "schema 不是完好的 JSON：从这里起读不下去", where(Source(name, text), Span(error.pos, error.pos))
        )
    except ValueError as error:
        return refused(f"schema 不是完好的 JSON：{error}" if str(error) in _CONSTANTS else "schema 里有太长的数")
    if not isinstance(schema, dict):
        return refused("schema 应是一个 JSON 对象，以 { 开头")
    problems = schema_problems(schema, name, text)
    return (None, problems) if problems else (schema, [])


def schema_problems(schema: Schema, name: str, text: str = "") -> list[Problem]:
    """Why a schema cannot be used, each at its line of `text`, the schema's JSON, where there is one; [] when it can."""
    if re.search("[\ud800-\udfff]", json.dumps(schema, ensure_ascii=False)):
        return [Problem("F111", Where(name), r"schema 里有不成对的 \ud800 之类，那不是文字")]
    found = [*_parts(schema, ())]
    if not found:
        found = [*_references(schema), *_together(schema)]
    if not found and not isinstance(schema.get("properties"), dict):
        return [Problem("F111", Where(name), "schema 里没有 properties，不知道有哪些栏位")]
    source, more = Source(name, text), f"（另有 {len(found) - MAX_TOLD} 处）" if len(found) > MAX_TOLD else ""
    found = found[:MAX_TOLD]
    spans = _spans(text, {each.way for each in found if each.way}) if text else {}
    said = [f"schema 的 {'/'.join(map(str, each.way)) or '开头'}{each.message}" for each in found]
    said[-1:] = [last + more for last in said[-1:]]
    return [Problem("F111", where(source, spans.get(each.way)), one) for each, one in zip(found, said, strict=True)]


class _Fault(NamedTuple):
    way: Way
    message: str


def _spans(text: str, ways: Collection[Way]) -> dict[Way, Span]:
    """The first lines of the values at the ends of ways in a text that is JSON; of a key named twice the last one counts."""
    decoder = json.JSONDecoder()
    starts: dict[Way, int] = {(): _skip(text, 0)}
    wanted = {way[:length] for way in ways for length in range(1, len(way) + 1)}
    for outer in sorted({way[:-1] for way in wanted}, key=len):
        keyed, position = text[starts[outer]] == "{", _skip(text, starts[outer] + 1)
        index = 0
        while text[position] not in "]}":
            key: object = index
            if keyed:
                key, position = decoder.raw_decode(text, position)
                position = _skip(text, _skip(text, position) + 1)
            if (*outer, key) in wanted:
                starts[cast(Way, (*outer, key))] = position
            position = _skip(text, decoder.raw_decode(text, position)[1])
            position = _skip(text, position + 1) if text[position] == "," else position
            index += 1
    ends = {way: decoder.raw_decode(text, starts[way])[1] for way in ways}
    return {
        way: Span(starts[way], starts[way] + len(text[starts[way] : ends[way]].split("\n", 1)[0].rstrip()))
        for way in ways
    }


def _skip(text: str, position: int) -> int:
    space = _SPACE.match(text, position)
    return space.end() if space else position


_CONSTANTS = {word: f"不能写 {word}" for word in ("NaN", "Infinity", "-Infinity")}


def _short(value: object, most: int = 60) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= most else f"{text[:most]}…"


def _no_constant(word: str) -> None:
    raise ValueError(word)


def _depth(text: str) -> int:
    """How deep the brackets of a JSON text nest; JSON is read by recursion, so this is asked first."""
    depth = deepest = 0
    for match in re.finditer(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', text, re.DOTALL):
        if match[0] in ("[", "{"):
            depth += 1
            deepest = max(deepest, depth)
        elif match[0] in ("]", "}"):
            depth -= 1
    return deepest


def _parts(part: object, way: Way) -> Iterator[_Fault]:
    """What is wrong with a schema and the schemas in it, one keyword at a time."""
    if isinstance(part, bool):
        return
    if not isinstance(part, Mapping):
        yield _Fault(way, f" 写得不对：「{_short(part)}」，应是一个 schema：对象（{{…}}）或 true、false")
        return
    for key, value in part.items():
        here = (*way, key)
        kind = _KINDS.get(key)
        if kind is not None and not kind.fits(value):
            yield _Fault(here, f" 写得不对：「{_short(value)}」，应是{kind.words}")
        elif key in _ELSEWHERE or (key in ("$id", "$schema") and way):
            yield _Fault(here, f" 用了「{key}」：这里只能用 $ref 引用本文件里的 #/$defs/…")
        elif key == "pattern":
            yield from _pattern(value, here)
        elif key == "$ref":
            if pointer(value) is None:
                yield _Fault(here, f" 引用了「{value}」，只能引用本文件里有的，如 #/$defs/…")
        elif key == ANNOTATION:
            yield from _annotation(value, here)
        else:
            yield from _inner(key, value, here)


def _inner(key: str, value: Any, here: Way) -> Iterator[_Fault]:  # noqa: ANN401 - a schema is JSON
    """What is wrong with the schemas that stand under a keyword."""
    if key in _SCHEMA_MAPS:
        for name, inner in value.items():
            if key == "patternProperties":
                yield from _pattern(name, (*here, name))
            yield from _parts(inner, (*here, name))
    elif key in _SCHEMA_LISTS:
        for number, inner in enumerate(value):
            yield from _parts(inner, (*here, number))
    elif key in _SCHEMAS:
        yield from _parts(value, here)


def _pattern(pattern: str, here: Way) -> Iterator[_Fault]:
    try:
        regex(pattern)
    except Unsayable as reason:
        yield _Fault(here, f"「{_short(pattern)}」用不了：{reason}")


def _annotation(value: Mapping[str, object], here: Way) -> Iterator[_Fault]:
    for key, entry in value.items():
        kind = _ANNOTATIONS.get(key)
        if kind is not None and not kind.fits(entry):
            yield _Fault((*here, key), f" 写得不对：「{_short(entry)}」，应是{kind.words}")
        elif key == "filename" and any(
            len(hole[2] or "") > 2 or int(hole[2] or 0) > MAX_WIDTH for hole in HOLE.finditer(str(entry))
        ):
            yield _Fault((*here, key), f" 里补零的宽度最多 {MAX_WIDTH}")


def _together(schema: Schema) -> Iterator[_Fault]:
    """What each by itself may stand here: who asks which keys are left over would ask Python what a pattern means."""
    keys: set[object] = set()
    waiting: list[object] = [schema]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Mapping):
            keys.update(part)
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    if keys >= {"patternProperties", "unevaluatedProperties"}:
        yield _Fault((), "不能既用 patternProperties 又用 unevaluatedProperties：请改用 additionalProperties")


def _is_schema_way(way: Way) -> bool:
    """Whether what a way leads to is a schema by its place, not the names or the values in one."""
    steps = iter(way)
    return all(
        key in _SCHEMAS or (key in _SCHEMA_MAPS | _SCHEMA_LISTS and next(steps, None) is not None) for key in steps
    )


def _references(schema: Schema) -> Iterator[_Fault]:
    """References that point nowhere, turn in a circle, or multiply: a part is counted each time it is referred to.

    Every part is visited once, however often it is referred to; `sizes` has what it comes to.
    """
    sizes: dict[int, int] = {}
    under: set[int] = set()

    def size(part: object, place: Way) -> Iterator[_Fault]:
        if id(part) in sizes or not isinstance(part, dict | list):
            return
        if len(under) > MAX_CHAIN:
            yield _Fault(place, f" 的引用套了 {MAX_CHAIN} 层以上")
            return
        under.add(id(part))
        total = 1
        items = part.items() if isinstance(part, dict) else enumerate(part)
        targets: list[tuple[Way, object]] = [((*place, key), inner) for key, inner in items]
        reference = part.get("$ref") if isinstance(part, dict) else None
        if isinstance(reference, str):
            way: Way = ()
            target: object = schema
            for step in pointer(reference) or ():
                way = (*way, int(step) if isinstance(target, list) and step.isdigit() else step)
                target = inside(target, step)
            if not isinstance(target, dict | bool) or not _is_schema_way(way):
                yield _Fault((*place, "$ref"), f" 引用了「{reference}」，本文件里没有")
                target = True
            targets.append((way, target))
        for there, target in targets:
            if id(target) in under:
                yield _Fault(place, " 的引用绕成了一圈：表样的栏位不能套着自己")
                continue
            yield from size(target, there)
            total += sizes.get(id(target), 1)
        sizes[id(part)] = total
        under.discard(id(part))

    yield from size(schema, ())
    if sizes[id(schema)] > MAX_PARTS:
        yield _Fault((), f"把引用都写出来有 {MAX_PARTS} 项以上：请少套几层引用")
