"""The quick answer whether a spec fits its schema is jsonschema's, or there is none."""

from __future__ import annotations

import json

import pytest
from conftest import ROOT
from hypothesis import example, given
from hypothesis import strategies as st

from goalgen.schema import errors
from goalgen.schema.quick import quick
from goalgen.schema.validation import explained
from goalgen.spec import load
from goalgen.text import Source

SCHEMAS = {path.name: json.loads(path.read_bytes()) for path in sorted((ROOT / "schemas").glob("*-*.schema.json"))}
KEYS = st.sampled_from(["甲", "乙", "丙"])
TEXTS = st.sampled_from(["", "1", "甲", "12", "a\n", "长长长长"])
VALUES = st.recursive(
    TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
)
COUNTS = st.integers(0, 3)


def keywords(parts: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    several = st.lists(parts, min_size=1, max_size=2)
    return st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(["string", "array", "object", "number", ["string", "number"], ["array", "null"]]),
            "const": TEXTS | st.just(1),
            "enum": st.lists(TEXTS | st.just(None), max_size=3, unique=True),
            "pattern": st.sampled_from(["^1", "甲$", r"^\d+$", "[^甲]"]),
            "minLength": COUNTS,
            "maxLength": COUNTS,
            "minItems": COUNTS,
            "maxItems": COUNTS,
            "properties": st.dictionaries(KEYS, parts, max_size=2),
            "additionalProperties": parts,
            "required": st.lists(KEYS, max_size=2, unique=True),
            "items": parts,
            "if": parts,
            "then": parts,
            "else": parts,
            "allOf": several,
            "anyOf": several,
            "not": parts,
            "uniqueItems": st.booleans(),
            "title": TEXTS,
            "x-meaning": TEXTS,
            "$ref": st.sampled_from(["#/$defs/甲", "#/$defs/乙"]),
        },
    )


PARTS = st.recursive(st.booleans() | st.just({}), keywords, max_leaves=6)


@pytest.mark.slow
@given(PARTS, PARTS.filter(lambda part: "$ref" not in json.dumps(part)), VALUES)
@example({"items": {"required": ["甲"]}}, {}, [{}])
@example({"properties": {"甲": False}}, {}, {"甲": ""})
@example({"if": {"const": "1"}, "else": False}, {}, "2")
@example({"anyOf": [{"minLength": 1}, {"type": "array"}]}, {}, "")
def test_a_quick_answer_is_the_judges(part, defined, value):
    schema = {"allOf": [part], "$defs": {"甲": defined, "乙": {"items": {"$ref": "#/$defs/甲"}}}}
    if '"#/$defs/乙"' in json.dumps(defined):
        return
    fits = quick(schema)
    right = not list(explained(schema, value))
    assert fits is None or fits(value) == right
    assert (next(errors(schema, value), None) is None) == right


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_packaged_schema_has_a_quick_answer(name):
    assert quick(SCHEMAS[name]) is not None


def test_the_quick_answer_is_what_most_specs_get(monkeypatch):
    monkeypatch.setattr("goalgen.schema.validation.explained", lambda *_: pytest.fail("not needed"))
    for path in sorted((ROOT / "specs").rglob("*.yaml")):
        spec, _ = load(Source(path.name, path.read_text("utf8")))
        assert list(errors(SCHEMAS[f"{spec.value['表样']}.schema.json"], spec.value)) == []


@pytest.mark.parametrize(
    "part",
    [
        {"patternProperties": {"甲": False}},
        {"$ref": "#/$defs/无"},
        {"$ref": "https://example.org/甲"},
        {"enum": [["甲"]]},
        {"properties": {"甲": {"contains": {}}}},
    ],
)
def test_what_has_no_quick_answer_is_left_to_the_judge(part):
    assert quick(part) is None
