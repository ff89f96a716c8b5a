"""G108: what a form declares of the lengths of the national system, counted as that counts them."""

from __future__ import annotations

import json

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from goalgen.rules import Choice, Project, judge
from goalgen.rules.g108_field_length import gbk_bytes
from goalgen.spec import load
from goalgen.text import Source

ALL = ROOT / "schemas/goalgen.schema.json"
"""Leads to the others."""
ROWS = {"type": "array", "items": {"properties": {"指标值": {"x-goalgen": {"length": 60}}}}}
SCHEMA = {"properties": {"绩效目标": {"x-goalgen": {"length": 20}, "type": "array"}, "绩效指标": ROWS}}


def said(text: str) -> list[tuple[str, int, str]]:
    spec, problems = load(Source("甲.yaml", text))
    assert spec is not None, problems
    found = judge([Project(spec, SCHEMA)], Choice(("G108", "G416")))
    return [(each.severity.value, each.where.line, f"{each.code} {each.message}") for each in found]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("人" * 30, []),
        ("a" * 60, [("info", 2, "G416 指标值有 60 个字：缩到 30 个字以内，只写做到多少或做到什么样")]),
        ("人" * 31, [("warn", 2, "G108 「指标值」有 62 字节（31 字，一个汉字算两个字节），系统里这一栏最多 60 字节：删去 1 个汉字以上")]),
        ("人" * 60, [("warn", 2, "G108 「指标值」有 120 字节（60 字，一个汉字算两个字节），系统里这一栏最多 60 字节：删去 30 个汉字以上")]),
        ("人" * 61, [("error", 2, "G108 「指标值」有 61 字，系统里这一栏最多 60 字节，放不下：删到 30 个汉字以内")]),
        ("a" * 61, [("error", 2, "G108 「指标值」有 61 字，系统里这一栏最多 60 字节，放不下：删到 30 个汉字以内")]),
    ],
)  # fmt: skip
def test_bytes_are_a_warning_and_characters_an_error_and_the_general_rule_is_silent(value, told):
    assert said(f"绩效指标:\n- 指标值: {value}\n") == told


def test_the_items_of_a_list_are_one_field_and_it_is_told_where_there_is_no_more_room():
    assert said("绩效目标:\n- 一二三四\n- 五六七八\n") == []
    assert said("绩效目标:\n- 一二三四\n- 五六七八九十\n- 又\n") == [
        ("warn", 3, "G108 「绩效目标」各条一共有 24 字节（13 字，一个汉字算两个字节），系统里这一栏最多 20 字节：删去 2 个汉字以上")
    ]  # fmt: skip


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_gbk_has_not_is_two_bytes_as_the_question_mark_that_stands_for_it(text):
    stored = "".join(char if _has(char) else "？" for char in text)
    assert gbk_bytes(text) == len(stored.encode("gbk"))


def _has(char: str) -> bool:
    try:
        return bool(char.encode("gbk"))
    except UnicodeEncodeError:
        return False


@pytest.mark.parametrize(
    "path", sorted({*(ROOT / "schemas").glob("*.schema.json")} - {ALL}), ids=lambda path: path.name
)
def test_every_packaged_form_says_how_long_its_goals_names_and_values_may_be(path):
    text = path.read_text("utf-8")
    lengths = {int(length) for length in _lengths(json.loads(text))}
    assert lengths <= {180, 300, 1000, 2000}
    assert {1000, 2000} <= lengths


def _lengths(part: object) -> list[int]:
    if isinstance(part, dict):
        own = part.get("x-goalgen")
        here = [own["length"]] if isinstance(own, dict) and "length" in own and "length" not in part else []
        return here + [each for inner in part.values() for each in _lengths(inner)]
    return [each for inner in part for each in _lengths(inner)] if isinstance(part, list) else []
