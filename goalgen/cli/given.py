"""Edge floor: what `--set` gives, held against the schema before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from goalgen.desk import files
from goalgen.schema import Schema, resolve
from goalgen.vocabulary import meant


def given_of(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """What `--set` gives, by key; a key that is given twice, and not the same, stops."""
    given: dict[str, str] = {}
    for key, text in pairs:
        if given.setdefault(key, text) != text:
            raise files.Unable(f"--set {key} 写了两次，一次是 {given[key]}，一次是 {text}：请只留一个")
    return given


def refuse_unknown(given: Mapping[str, str], schemas: Sequence[Schema]) -> None:
    """Stop where `--set` gives a key that none of the schemas has; nothing has been written."""
    fields = {name: resolve(schema, part) for schema in schemas for name, part in schema.get("properties", {}).items()}
    for key in given if fields else ():
        if key not in fields:
            close = meant(["".join(key.split())], fields)
            guess = f"，是不是「{next(iter(close.values()))}」？" if close else ""
            raise files.Unable(f"--set {key}={given[key]} 不能用，没有写：没有「{key}」这个字段{guess}")


def refuse_unfit(given: Mapping[str, str], schemas: Sequence[Schema], about: str = "") -> None:
    """Stop where a value of `--set` is none that any of the schemas with its key would take; nothing has been written."""
    if reason := why_unfit(given, schemas):
        raise files.Unable(about + reason)


def why_unfit(given: Mapping[str, str], schemas: Sequence[Schema]) -> str:
    """Why a value of `--set` cannot be used, for the user; "" when all can."""
    if not given:
        return ""
    from goalgen.verbs.check import unfit  # which pays for the parser of YAML

    for key, text in given.items():
        having = [schema for schema in schemas if key in schema.get("properties", {})]
        found = [unfit({key: text}, schema) for schema in having]
        if found and all(found):
            return f"--set {key}={text} 不能用，没有写：{found[0][0].message}"
    return ""
