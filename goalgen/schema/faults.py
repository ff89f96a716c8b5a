"""Words floor: what a schema has against a value, one complaint for one cause, out of what jsonschema says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from goalgen.paths import Index, SpecPath
from goalgen.schema.fields import Schema
from goalgen.schema.pattern import regex

if TYPE_CHECKING:
    from jsonschema import ValidationError


class Fault(NamedTuple):
    """One complaint of the schema: which value, which keyword, and that keyword's surroundings."""

    path: SpecPath
    keyword: str
    limit: Any
    value: Any
    schema: Schema


def faults_of(error: ValidationError) -> Iterator[Fault]:
    """The complaints behind an error: of several alternatives, those of the only one that is of the right kind."""
    branches: dict[Any, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.relative_schema_path[0], []).append(inner)
    fitting = [b for b in branches.values() if not any(e.validator == "type" and not e.relative_path for e in b)]
    if len(fitting) == 1 and error.validator in ("anyOf", "oneOf"):
        for inner in fitting[0]:
            yield from faults_of(inner)
        return
    schema = error.schema if isinstance(error.schema, Mapping) else {}
    path = tuple(step if isinstance(step, str) else Index(step) for step in error.absolute_path)
    yield Fault(path, str(error.validator), error.validator_value, error.instance, schema)


def extra(fault: Fault) -> list[str]:
    """The keys of a mapping that the schema does not have."""
    patterns = [regex(pattern) for pattern in fault.schema.get("patternProperties", {})]
    named = fault.schema.get("properties", {})
    return [key for key in fault.value if key not in named and not any(pattern.search(key) for pattern in patterns)]
