"""Edge floor: a field of a spec as it is named on the command line: `预算数`, `绩效指标.1.指标值`, `绩效指标 第1条 指标值`."""

from __future__ import annotations

import re
from typing import Any

from goalgen.desk.files import Unable
from goalgen.paths import Index, SpecPath, field_of, spoken
from goalgen.schema import Schema, field_schema, is_list, resolve
from goalgen.vocabulary import FORM_KEY, TO_FILL, meant

_ITEM = re.compile(r"第?([0-9]{1,4})[条行项个]?")


def path_of(said: str, schema: Schema) -> SpecPath:
    """The way to the field that is named; stops, with the nearest name, where there is none."""
    if said in schema.get("properties", {}):
        return (said,)
    path: SpecPath = ()
    for word in re.split(r"[\s.\[\]]+", said.strip("].")):
        part = field_schema(schema, field_of(path)) or {}
        if is_list(part):
            number = _ITEM.fullmatch(word)
            if number is None or not int(number[1]):
                raise Unable(f"--set {said} 不能用：「{spoken(path)}」有许多条，写明第几条，如 {spoken(path)}.1")
            path = (*path, Index(int(number[1]) - 1))
        else:
            path = (*path, _key(word, resolve(schema, part), said, path, schema))
    return path


def _key(word: str, part: Schema, said: str, path: SpecPath, root: Schema) -> str:
    fields = {name: resolve(root, inner) for name, inner in part.get("properties", {}).items()}
    if word in fields:
        return word
    close = meant([word], fields)
    names = "、".join(name for name in fields if name != FORM_KEY)
    guess = f"，是不是「{next(iter(close.values()))}」？" if close else f"；可用：{names}" if names else ""
    inside = f"「{spoken(path)}」里" if path else ""
    raise Unable(f"--set {said} 不能用，没有写：{inside}没有「{word}」这个字段{guess}")


def put_in(value: dict[str, Any], path: SpecPath, text: str | list[str], schema: Schema) -> None:
    """Write a text at a place of a value; a row that comes next is begun as one to fill in."""
    here: Any = value
    for number, step in enumerate(path[:-1]):
        here = _grown(here, step, path[:number], schema)[step]
    _grown(here, path[-1], path[:-1], schema)[path[-1]] = text


def _grown(here: Any, step: str | int, path: SpecPath, schema: Schema) -> Any:  # noqa: ANN401  a JSON value
    """The mapping or list itself, with the item or the inner mapping that was not there yet."""
    part = field_schema(schema, field_of(path)) or {}
    if isinstance(step, int):
        if step > len(here):
            raise Unable(f"「{spoken(path)}」只有 {len(here)} 条，不能写第 {step + 1} 条：请先写第 {len(here) + 1} 条")
        if step == len(here):
            row = resolve(schema, part.get("items"))
            here.append(dict.fromkeys(row.get("required", ()), TO_FILL) if row.get("properties") else TO_FILL)
    elif step not in here:
        inner = field_schema(schema, (*field_of(path), step)) or {}
        here[step] = [] if is_list(inner) else {} if inner.get("properties") else ""
    return here


def given_to(pairs: list[tuple[str, str]], schema: Schema) -> dict[SpecPath, str | list[str]]:
    """What `--set` gives, by place: a list's own name is given as often as it has items; else twice is too often."""
    from goalgen.verbs.check import unfit  # which pays for the parser of YAML

    found: dict[SpecPath, str | list[str]] = {}
    for said, text in pairs:
        path = path_of(said, schema)
        part = field_schema(schema, field_of(path)) or {}
        kind = resolve(schema, part.get("items")) if is_list(part) else part
        if kind.get("properties"):
            inner = next(iter(kind["properties"]))
            way = f"{said}.1.{inner}" if is_list(part) else f"{said}.{inner}"
            raise Unable(f"--set {said} 不能用：「{said}」里有许多栏，写明哪一栏，如 --set {way}=…")
        name = next(step for step in reversed(path) if isinstance(step, str))
        if wrong := unfit({name: text}, alone(name, kind, schema)):
            raise Unable(f"--set {said}={text} 不能用，没有写：{wrong[0].message}")
        before = found.get(path)
        if is_list(part):
            found[path] = [*(before or ()), text]
        elif before is not None and before != text:
            raise Unable(f"--set {said} 写了两次，一次是 {before}，一次是 {text}：请只留一个")
        else:
            found[path] = text
    return found


def alone(name: str, part: Schema, root: Schema) -> Schema:
    """A schema of one field by itself, with what it may refer to."""
    return {key: root[key] for key in ("$defs", "definitions") if key in root} | {"properties": {name: part}}
