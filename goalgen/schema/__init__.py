"""Words floor: what JSON Schema (2020-12) means here: the one loader, the one `$ref`, the one `pattern`, the one validator.

`load_schema` refuses whatever the rest of the house takes for granted that it is not there, so nobody else has to ask.
"""

from goalgen.paths import FieldPath
from goalgen.schema.fields import (
    ANNOTATION,
    HOLE,
    Schema,
    annotation,
    examples_of,
    field_name,
    field_schema,
    fields_of,
    file_name,
    identity,
    is_default,
    is_list,
    is_required,
    once,
    required_inside_lists,
    resolve,
    row_key,
    safe_name,
)
from goalgen.schema.loading import MAX_SIZE, load_schema, schema_problems
from goalgen.schema.pattern import Matcher, Unsayable, literal_pattern, regex, value_regex
from goalgen.schema.shown import cut, example, kind_of, types
from goalgen.schema.validation import errors

__all__ = [
    "ANNOTATION",
    "HOLE",
    "MAX_SIZE",
    "FieldPath",
    "Matcher",
    "Schema",
    "Unsayable",
    "annotation",
    "cut",
    "errors",
    "example",
    "examples_of",
    "field_name",
    "field_schema",
    "fields_of",
    "file_name",
    "identity",
    "is_default",
    "is_list",
    "is_required",
    "kind_of",
    "literal_pattern",
    "load_schema",
    "once",
    "regex",
    "required_inside_lists",
    "resolve",
    "row_key",
    "safe_name",
    "schema_problems",
    "types",
    "value_regex",
]
