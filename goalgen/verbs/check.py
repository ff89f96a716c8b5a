"""Verbs floor: what a spec has to say against its form's schema, in Chinese, on the line where it is to be mended.

One cause gives one problem: a misspelt key is not also missing, a value of the wrong kind has no wrong pattern as well.
jsonschema finds, this module speaks; none of its English gets out.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from goalgen.paths import SpecPath, lookup
from goalgen.problem import TEXT, Problem, Where, where
from goalgen.schema import (
    Schema,
    annotation,
    cut,
    errors,
    example,
    fields_of,
    file_name,
    kind_of,
    resolve,
    types,
)
from goalgen.schema.faults import Fault, extra, faults_of
from goalgen.spec import DRAFT_KEY, FORM_KEY, Spec, load, scalar
from goalgen.text import Edit, Source, Span
from goalgen.vocabulary import TO_FILL, meant

if TYPE_CHECKING:
    pass

# Of the complaints about one value only the first in this order is told: the others follow from it.
CODES = {
    "type": "S205",
    "const": "S207",
    "enum": "S207",
    "minLength": "S208",
    "maxLength": "S208",
    "pattern": "S206",
    "minItems": "S209",
    "maxItems": "S209",
}
OTHER = "S299"
RANK = {keyword: rank for rank, keyword in enumerate(CODES)}
SENTENCES = {
    "anyOf": "不合表样许可的任何一种写法",
    "oneOf": "不合表样许可的任何一种写法",
    "contains": "里缺少表样要求的一项",
    "dependentRequired": "里还缺少要一起写的项",
    "format": "不合规定的写法",
    "maxProperties": "里的项太多",
    "minProperties": "里的项太少",
    "not": "不能这样写",
    "propertyNames": "里有的项名不合规定",
    "unevaluatedProperties": "里有表样没有的项",
    "uniqueItems": "里有重复的项",
}
_NAMED = re.compile(rf"^\ufeff?[\"'“]?{FORM_KEY}[\"'”]?[ \t]*[:：][ \t]*[\"'“]?([^\s\"'“”#]+)", re.MULTILINE)
"""The line that names the form, however it is mistyped."""


def check(
    source: Source, schemas: Callable[[str], Schema | None], known: Sequence[str]
) -> tuple[Spec | None, list[Problem]]:
    """Load a spec, find its form's schema by 表样, and hold it against that. Problems come in order of position.

    A text that does not load is not judged further: what would follow is noise.
    """
    spec, problems = load(source, _fields(source, schemas, known))
    if spec is None:
        return None, problems
    if DRAFT_KEY in spec.value:
        text = f"这是没有读完的草稿（{spec.value[DRAFT_KEY]}）：请对照原件补齐，再删去「{DRAFT_KEY}」这一行"
        return spec, _in_order([*problems, Problem("S213", spec.where((DRAFT_KEY,), key=True), text)])
    name = spec.value.get(FORM_KEY)
    schema = schemas(name) if isinstance(name, str) else None
    found = [_form_problem(spec, known)] if schema is None else validate(spec, schema)
    stray = {spec.values[problem.where.path] for problem in found if problem.code == "S135" and problem.where.path}
    return spec, _in_order([*(problem for problem in problems if problem.where.span not in stray), *found])


def _fields(source: Source, schemas: Callable[[str], Schema | None], known: Sequence[str]) -> Callable[[str], bool]:
    """Whether a name is a field of the form that a text names, or nearly one; any may be when it names none."""

    @cache
    def fields() -> Mapping[str, Schema] | None:
        named = _NAMED.search(source.text)
        name = named[1] if named and named[1] in known else known[0] if len(known) == 1 else None
        schema = schemas(name) if name is not None else None
        return None if schema is None else fields_of(schema)

    def is_field(name: str) -> bool:
        names = fields()
        return names is None or name in names or bool(meant([name], names))

    return is_field


def validate(spec: Spec, schema: Schema) -> list[Problem]:
    """Every way in which a spec is not what the schema asks for, in order of position.

    A value that is still to be written has only that to be said of it, and G106 says it.
    """
    faults = [fault for error in errors(schema, spec.value) for fault in faults_of(error) if not _to_fill(fault.value)]
    strict = {fault.path: fault for fault in faults if fault.keyword == "additionalProperties"}
    unknown = {(path, key): name for path, fault in strict.items() for key, name in _meant(fault, schema)}
    missing = {(f.path, key): f for f in faults if f.keyword == "required" for key in f.limit if key not in f.value}
    for (path, _), name in unknown.items():
        missing.pop((path, name), None)
    worst: dict[SpecPath, Fault] = {}
    for fault in sorted(faults, key=lambda fault: RANK.get(fault.keyword, len(RANK))):
        if fault.keyword not in ("required", "additionalProperties"):
            worst.setdefault(fault.path, fault)
    return _in_order(
        [
            *(_unknown(spec, (*path, key), name, strict[path]) for (path, key), name in unknown.items()),
            *(_missing(spec, path, key, fault, schema) for (path, key), fault in missing.items()),
            *(_wrong(spec, fault, schema) for fault in worst.values()),
        ]
    )


def unfit(given: Mapping[str, str], schema: Schema) -> list[Problem]:
    """What a schema has against values that are to be set in a spec, by key; a key that it does not have is not its matter."""
    problems = []
    for key, text in given.items():
        part = schema.get("properties", {}).get(key)
        spec, _ = load(Source(f"--set {key}={text}", f"{scalar(key)}: {scalar(text)}\n"))
        if part is not None and spec is not None and TO_FILL in text:
            problems.append(Problem("S206", spec.where((key,)), f"「{key}」要写实际内容，不能是{TO_FILL}"))
        if part is not None and spec is not None:
            alone = {name: schema[name] for name in ("$defs", "definitions") if name in schema}
            problems += validate(spec, {**alone, "properties": {key: part}})
    return problems


def together(specs: Iterable[Spec], schema: Schema) -> list[Problem]:
    """What keeps specs that are right by themselves from making one book: another form, equal order, equal names."""
    problems = []
    order = annotation(schema, "order")
    form, first = None, ""
    places: dict[object, str] = {}
    names: dict[str, str] = {}
    for number, spec in enumerate(specs):
        if not number:
            form, first = spec.value.get(FORM_KEY), spec.source.name
        if spec.value.get(FORM_KEY) != form:
            text = f"{FORM_KEY}与 {first} 的「{form}」不同：一册只能用一种，请分放两个文件夹"
            problems.append(Problem("S210", spec.where((FORM_KEY,)), text))
            continue
        place, name = order_key(spec, schema), file_name(schema, spec.value)
        if order and (other := places.get(place)) is not None:
            text = f"「{order}」与 {other} 相同，都是 {cut(spec.value.get(order))}：一册里不能重复，请改一个"
            problems.append(Problem("S211", spec.where((order,)), text))
        elif annotation(schema, "filename") and (other := names.get(name.casefold())) is not None:
            text = f"与 {other} 同名，文件名都是「{name}」：一册里不能重复，请改一个"
            problems.append(Problem("S212", where(spec.source), text))
        places.setdefault(place, spec.source.name)
        names.setdefault(name.casefold(), spec.source.name)
    return problems


class _Valued(Protocol):
    """What has the value of a spec."""

    @property
    def value(self) -> Mapping[str, Any]:
        """By field."""


def order_key(spec: _Valued, schema: Schema) -> tuple[int, str]:
    """What a spec is sorted by in its book: numbers by size, however many digits they have, and before other texts."""
    text = str(spec.value.get(annotation(schema, "order") or "", ""))
    if not (text.isascii() and text.isdigit()):
        return sys.maxsize, text
    digits = text.lstrip("0")
    return len(digits), digits


def _form_problem(spec: Spec, known: Sequence[str]) -> Problem:
    """The problem of a spec whose form is not named, or not known."""
    name = spec.value.get(FORM_KEY)
    if isinstance(name, str) and name in known:
        message = f"「{cut(name)}」这个{FORM_KEY}的 schema 用不了，没有检查：请先改好它"
        return Problem("S214", spec.where((FORM_KEY,)), message)
    have = f"现有：{'、'.join(known)}" if known else f"一个{FORM_KEY}也没有找到"
    if isinstance(name, str) and name:
        from difflib import get_close_matches  # which only a slip pays for

        close = next(iter(get_close_matches(name, known, 1, 0.5)), "")
        guess = f"，是不是「{TEXT}」？" if close else "；"
        at = spec.where((FORM_KEY,))
        fix = _written(spec, (FORM_KEY,), close)
        return Problem("S202", at, f"没有「{cut(name)}」这个{FORM_KEY}{guess}{have}", fix=fix, text=close)
    near = next((key for key, value in spec.value.items() if value in known), "") if FORM_KEY not in spec.value else ""
    if span := spec.keys.get((near,)):
        message = f"没有「{cut(near)}」这一项，是不是必填的「{TEXT}」？"
        return Problem("S204", spec.where((near,), key=True), message, fix=(Edit(span, FORM_KEY),), text=FORM_KEY)
    at = spec.where((FORM_KEY,)) if FORM_KEY in spec.value else _head(spec, ())
    if len(known) != 1:
        return Problem("S201", at, f"缺少「{FORM_KEY}」，在第一行写上它和名称（{have}）")
    line = f"{FORM_KEY}: {scalar(known[0])}"
    fix = _written(spec, (FORM_KEY,), known[0]) if FORM_KEY in spec.value else _above(spec, at, line)
    return Problem("S201", at, f"缺少「{FORM_KEY}」，在第一行写：{TEXT}（{have}）", fix=fix, text=line)


def _written(spec: Spec, path: SpecPath, text: str) -> tuple[Edit, ...]:
    """The edit that makes a value another text; nothing for no text, or where the value is a list or stands nowhere."""
    span = spec.values.get(path)
    if not text or span is None or not isinstance(lookup(spec.value, path), str):
        return ()
    if span.start == span.end and spec.source.text[span.start - 1 : span.start] == ":":
        return (Edit(span, f" {scalar(text)}"),)
    return (Edit(span, scalar(text)),)


def _above(spec: Spec, at: Where, line: str) -> tuple[Edit, ...]:
    """The edit that puts a line above the first key; nothing where the keys do not begin their lines."""
    text, span = spec.source.text, at.span
    begins = span is not None and (span.start == 0 or text[span.start - 1] in "\n\ufeff")
    return (Edit(Span(span.start, span.start), f"{line}\n"),) if span and begins else ()


def _unknown(spec: Spec, path: SpecPath, name: str, fault: Fault) -> Problem:
    span, said = spec.keys.get(path), f"没有「{cut(str(path[-1]))}」这一项"
    if span and not name and (depth := _depth_above(spec, span)):
        line = Edit(Span(spec.source.text.rfind("\n", 0, span.start) + 1, span.start), " " * depth)
        message = f"{said}：是上面一段的内容，行首要有 {depth} 个空格"
        return Problem("S135", spec.where(path, key=True), message, fix=(line,))
    value = lookup(spec.value, path)
    if span and not name and isinstance(value, str) and re.search(r"[，。；！？]", value):
        said += "：是上一行的内容就接到上一行末尾，要分段就用「|-」"
    names = "、".join(fault.schema.get("properties", {}))
    needed = "必填的" if name in fault.schema.get("required", ()) else ""
    advice = f"，是不是{needed}「{TEXT}」？" if name else f"；这里可写：{names}" if names else "，请删去"
    fix = (Edit(span, scalar(name)),) if span and name else ()
    return Problem("S204", spec.where(path, key=True), f"{said}{advice}", fix=fix, text=name)


def _depth_above(spec: Spec, key: Span) -> int:
    """How deep the block stands that ends just above a key; 0 when there is none."""
    text, end = spec.source.text, key.start
    while end and text[end - 1] != "\n" and text[end - 1].isspace():
        end -= 1
    if end and text[end - 1] != "\n":
        return 0
    while end and text[end - 1] in " \t\r\n":
        end -= 1
    start = spec.blocks.get(end)
    last = "" if start is None else text[text.rfind("\n", start, end) + 1 : end]
    return len(last) - len(last.lstrip(" "))


def _missing(spec: Spec, path: SpecPath, key: str, fault: Fault, root: Schema) -> Problem:
    wanted = fault.schema.get("properties", {}).get(key, {})
    return Problem("S203", _head(spec, path), f"缺少「{key}」{_advice(wanted, root, f'{key}: ')}")


def _wrong(spec: Spec, fault: Fault, root: Schema) -> Problem:
    named = isinstance(fault.value, list | dict) and bool(fault.path) and isinstance(fault.path[-1], str)
    code = CODES.get(fault.keyword, OTHER)
    text = _choice(fault)
    fix = _written(spec, fault.path, text) or _listed(spec, fault, root)
    return Problem(code, spec.where(fault.path, key=named), _sentence(fault, root), fix=fix, text=text)


def _listed(spec: Spec, fault: Fault, root: Schema) -> tuple[Edit, ...]:
    """The edit that makes one text the only item of the list that is asked for."""
    key, span = spec.keys.get(fault.path), spec.values.get(fault.path)
    wants = resolve(root, fault.schema.get("items")).get("type")
    if (
        fault.keyword != "type"
        or "array" not in types(fault.schema)
        or wants != "string"
        or key is None
        or span is None
    ):
        return ()
    text = spec.source.text
    lead = text[text.rfind("\n", 0, key.start) + 1 : key.start]
    if not isinstance(fault.value, str) or not fault.value or "\n" in fault.value or lead.strip():
        return ()
    if text[key.end : span.start].strip() != ":":
        return ()
    item = re.sub(r"^[-－—–−•·*]+\s*", "", fault.value)
    return (Edit(Span(text.index(":", key.end) + 1, span.end), f"\n{lead}- {scalar(item)}"),)


def _choice(fault: Fault) -> str:
    """The only text that a value may be, or the one of several that it resembles; "" when that cannot be told."""
    if fault.keyword == "const":
        return str(fault.limit)
    from difflib import get_close_matches

    near = (
        get_close_matches(str(fault.value), [str(choice) for choice in fault.limit], 1, 0.5)
        if fault.keyword == "enum"
        else []
    )
    return near[0] if near else ""


def _sentence(fault: Fault, root: Schema) -> str:
    """What is wrong with a value, and what to write instead."""
    name, value, limit, schema = _label(fault.path), fault.value, fault.limit, fault.schema
    match fault.keyword:
        case "type":
            return f"{name}应是{kind_of(schema, root)}，这里写的是{_is(value)}"
        case "const":
            return f"{name}只能是「{TEXT}」，不能是「{cut(value)}」"
        case "enum":
            return f"{name}只能是：{'、'.join(map(str, limit))}" + (f"；是不是「{TEXT}」？" if _choice(fault) else "")
        case "minLength" | "pattern" if not value:
            return f"{name}不能空着{_advice(schema, root)}"
        case "pattern":
            return f"{name}的「{cut(value)}」不符合写法，{_pattern_advice(schema, limit)}"
        case "minLength":
            return f"{name}只有 {len(value)} 个字，至少要 {limit} 个"
        case "maxLength":
            return f"{name}有 {len(value)} 个字，最多 {limit} 个"
        case "minItems":
            return f"{name}只有 {len(value)} 项，至少要 {limit} 项"
        case "maxItems":
            return f"{name}有 {len(value)} 项，最多 {limit} 项"
    more = f"：{schema['description']}" if "description" in schema else ""
    return f"{name}{SENTENCES.get(fault.keyword, '不合表样的要求')}{more}"


def _advice(schema: Schema, root: Schema, key: str = "") -> str:
    """How to write a value that is not there."""
    schema = resolve(root, schema)
    shown = example(schema, root)
    if isinstance(shown, list | dict):
        return f"，应是{kind_of(schema, root)}"
    if shown in (None, ""):
        return ""
    return f"，例如写：{key}{scalar(str(shown))}" if key else f"，例如写：{cut(shown)}"


def _pattern_advice(schema: Schema, pattern: str) -> str:
    about = schema.get("description", "").split("。")[0]
    shown = next(iter(schema.get("examples", [])), None)
    if shown is None:
        return f"应是：{about}" if about else f"应合乎 {pattern}"
    return f"应如 {cut(shown)}" + (f"（{about}）" if about else "")


def _is(value: object) -> str:
    if isinstance(value, list):
        return "列表（以“- ”开头的行）"
    if isinstance(value, dict):
        return "几行“项: 内容”"
    return f"一段文字「{cut(value)}」" if value else "空白"


def _label(path: SpecPath) -> str:
    """What a value is called: by its key, or as the n-th item of a list."""
    if not path:
        return "全文"
    return f"「{path[-1]}」" if isinstance(path[-1], str) else f"{_label(path[:-1])}第 {path[-1] + 1} 项"


def _meant(fault: Fault, root: Schema) -> Iterator[tuple[str, str]]:
    """Each key that the schema does not have, and the one, not yet used here, that may have been meant; "" is none.

    A key that has nothing behind it may have swallowed its value: it is not taken for another.
    """
    keys = extra(fault)
    names = fault.schema.get("properties", {}).items()
    free = {name: resolve(root, part) for name, part in names if name not in fault.value}
    longest = max(map(len, free), default=0) + 1
    found = meant((key for key in keys if fault.value[key] or (len(key) <= longest and "：" not in key)), free)
    yield from ((key, found.get(key, "")) for key in keys)


def _to_fill(value: object) -> bool:
    return isinstance(value, str) and TO_FILL in value


def _head(spec: Spec, path: SpecPath) -> Where:
    """Where a mapping begins for a person: at its first key."""
    value = lookup(spec.value, path)
    first = next(iter(value), None) if isinstance(value, dict) else None
    return spec.where(path) if first is None else spec.where((*path, first), key=True)


def _in_order(problems: Sequence[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.where.position)
