"""Words floor: a value held against a schema by jsonschema, with our meaning of `pattern`, and nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from goalgen.schema.fields import Schema, once
from goalgen.schema.pattern import regex
from goalgen.schema.quick import quick

if TYPE_CHECKING:
    from jsonschema import ValidationError


_QUICK = once(quick)


def errors(schema: Schema, value: object) -> Iterator[ValidationError]:
    """Every complaint of a loaded schema about a spec's value. Messages are not for users: see `verbs.check`."""
    fits = _QUICK(schema)
    return iter(()) if fits is not None and fits(value) else explained(schema, value)


def explained(schema: Schema, value: object) -> Iterator[ValidationError]:
    """The same, all of it said by jsonschema."""
    from referencing import Registry

    registry: Registry[Any] = Registry()  # an empty one: whatever is not in the schema itself is not looked for
    found: Iterator[ValidationError] = _validator()(schema, registry=registry).iter_errors(value)
    return found


@cache
def _validator() -> type[Any]:
    """The validator; jsonschema takes long to import and is only wanted here."""
    from jsonschema import Draft202012Validator, ValidationError
    from jsonschema.validators import extend

    def pattern(_: object, pattern: str, value: object, __: object) -> Iterator[ValidationError]:
        if isinstance(value, str) and not regex(pattern).search(value):
            yield ValidationError("pattern")

    def pattern_properties(validator: Any, parts: Schema, value: object, _: object) -> Iterator[ValidationError]:  # noqa: ANN401
        items = value.items() if isinstance(value, Mapping) else ()
        for pattern, part in parts.items():
            for key, inner in items:
                if regex(pattern).search(key):
                    yield from validator.descend(inner, part, path=key, schema_path=pattern)

    def additional(validator: Any, part: object, value: object, schema: Schema) -> Iterator[ValidationError]:  # noqa: ANN401
        known = schema.get("properties", {})
        patterns = [regex(each) for each in schema.get("patternProperties", {})]
        items = value.items() if isinstance(value, Mapping) else ()
        extra = [each for each in items if each[0] not in known and not any(one.search(each[0]) for one in patterns)]
        if isinstance(part, Mapping):
            for key, inner in extra:
                yield from validator.descend(inner, part, path=key)
        elif part is False and extra:
            yield ValidationError("additionalProperties")

    ours = {"pattern": pattern, "patternProperties": pattern_properties, "additionalProperties": additional}
    validator: type[Any] = extend(Draft202012Validator, ours)  # type: ignore[no-untyped-call]
    return validator
