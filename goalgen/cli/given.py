"""Edge floor: what `--set` gives, held against the schema before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from goalgen.desk import files
from goalgen.schema import Schema


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
