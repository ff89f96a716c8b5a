"""Words floor: whether a spec's value fits a schema, asked quickly: most do, and only of the others one must know why.

Values hold texts, lists and mappings only. A schema with a keyword that is not told of here has no quick answer; jsonschema
knows them all (see `validation`), takes some twenty times as long, and is the judge in the tests.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from goalgen.schema.fields import Schema, inside, pointer
from goalgen.schema.pattern import regex

Fits = Callable[[Any], bool]
"""Whether a value fits."""

_KINDS = {"string": str, "array": list, "object": dict}
_SAYS_NOTHING = {
    "$schema", "$comment", "$defs", "definitions", "title", "description", "default", "examples", "deprecated", "readOnly",
    "writeOnly", "format", "contentEncoding", "contentMediaType", "contentSchema",
}  # fmt: skip


class _Unknown(Exception):  # noqa: N818  it is an answer
    """The schema says something that there is no quick answer to."""


def quick(schema: Schema) -> Fits | None:
    """What answers for a loaded schema, in which nothing turns in a circle; None when nothing quick can."""
    try:
        return _all(_part({key: part for key, part in schema.items() if key != "$id"}, schema, {}))
    except _Unknown:
        return None


def _part(part: Any, root: Schema, known: dict[str, list[Fits]]) -> list[Fits]:  # noqa: ANN401 - a schema is JSON
    """What a part of a schema asks for; `known` are the parts that references led to."""
    if isinstance(part, bool):
        return [] if part else [_never]
    asked: list[Fits] = []
    for keyword, limit in part.items():
        if keyword in _SAYS_NOTHING or keyword.startswith("x-"):
            continue
        if keyword == "$ref":
            asked += _referred(limit, root, known)
        elif keyword in ("allOf", "anyOf"):
            branches = [_part(each, root, known) for each in limit]
            asked += [check for branch in branches for check in branch] if keyword == "allOf" else [_any(branches)]
        elif keyword in _TESTS:
            asked.append(_TESTS[keyword](limit))
        elif keyword not in ("properties", "additionalProperties", "required", "items", "if", "then", "else"):
            raise _Unknown(keyword)
    if "if" in part:
        arms = (_all(_part(part.get(arm, True), root, known)) for arm in ("if", "then", "else"))
        asked.append(_branching(*arms))
    if "items" in part and (items := _part(part["items"], root, known)):
        asked.append(_items(_all(items)))
    if not part.keys().isdisjoint(("properties", "additionalProperties", "required")):
        keys = {key: _all(_part(each, root, known)) for key, each in part.get("properties", {}).items()}
        others = _part(part.get("additionalProperties", True), root, known)
        asked.append(_mapping(keys, _all(others) if others else None, frozenset(part.get("required", ()))))
    return asked


def _referred(reference: str, root: Schema, known: dict[str, list[Fits]]) -> list[Fits]:
    """What a reference asks for. Two to one part share it, or what multiplies would be made many times."""
    if reference not in known:
        part: Any = root
        for key in pointer(reference) or ():
            part = inside(part, key)
        if pointer(reference) is None or not isinstance(part, dict | bool):
            raise _Unknown(reference)
        known[reference] = _part(part, root, known)
    return known[reference]


def _never(_: object) -> bool:
    return False


def _all(asked: list[Fits]) -> Fits:
    if len(asked) == 1:
        return asked[0]

    def fits(value: object) -> bool:
        for check in asked:  # noqa: SIM110 - a generator takes as long as what it asks
            if not check(value):
                return False
        return True

    return fits


def _any(branches: list[list[Fits]]) -> Fits:
    checks = [_all(branch) for branch in branches]
    return lambda value: any(check(value) for check in checks)


def _branching(condition: Fits, then: Fits, otherwise: Fits) -> Fits:
    return lambda value: then(value) if condition(value) else otherwise(value)


def _items(item: Fits) -> Fits:
    def fits(value: object) -> bool:
        if isinstance(value, list):
            for each in value:
                if not item(each):
                    return False
        return True

    return fits


def _mapping(keys: dict[str, Fits], others: Fits | None, required: frozenset[str]) -> Fits:
    def fits(value: object) -> bool:
        if not isinstance(value, dict):
            return True
        for key, inner in value.items():
            check = keys.get(key, others)
            if check is not None and not check(inner):
                return False
        return required <= value.keys()

    return fits


def _type(limit: str | list[str]) -> Fits:
    kinds = tuple(_KINDS[kind] for kind in ([limit] if isinstance(limit, str) else limit) if kind in _KINDS)
    return lambda value: isinstance(value, kinds)


def _one_of(limit: list[Any]) -> Fits:
    """Only texts are compared: a value that is none fits nothing that a schema would name."""
    if not all(isinstance(each, str | int | float | None) for each in limit):
        raise _Unknown("enum")
    texts = frozenset(each for each in limit if isinstance(each, str))
    return lambda value: isinstance(value, str) and value in texts


def _pattern(limit: str) -> Fits:
    search = regex(limit).search
    return lambda value: not isinstance(value, str) or search(value) is not None


def _least(kind: type[str] | type[list[Any]]) -> Callable[[float], Fits]:
    return lambda limit: lambda value: not isinstance(value, kind) or len(value) >= limit


def _most(kind: type[str] | type[list[Any]]) -> Callable[[float], Fits]:
    return lambda limit: lambda value: not isinstance(value, kind) or len(value) <= limit


_TESTS: dict[str, Callable[[Any], Fits]] = {
    "type": _type,
    "const": lambda limit: _one_of([limit]),
    "enum": _one_of,
    "pattern": _pattern,
    "minLength": _least(str),
    "maxLength": _most(str),
    "minItems": _least(list),
    "maxItems": _most(list),
}
