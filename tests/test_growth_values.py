"""Checking a spec takes work in proportion to its size, however it was made: the calls of the rules are counted.

What C does by itself, such as a pattern that tries again, is not seen so; `bench/values.py` times all shapes.
"""

from __future__ import annotations

import sys
from typing import Any

import pytest
from conftest import form
from hostile_values import SHAPES, goals, good, indicators, row

from goalgen.rules import Project, judge
from goalgen.rules.judging import MAX_CHARACTERS, MAX_FINDINGS, MAX_TEXTS
from goalgen.spec import Spec, dump, load
from goalgen.text import Source
from goalgen.verbs.check import validate

pytestmark = pytest.mark.slow

QUICK = [
    "goals and rows",
    "one goal of many sentences",
    "empty rows",
    "unknown keys",
    "the same row",
    "goal of '【'",
    "goal of '10家，'",
]
NAME = "大.yaml"


def project_of(value: dict[str, Any]) -> Project:
    return Project(Spec(value, Source(NAME, "")), form("tianjin-2022").schema)


def calls_of(value: dict[str, Any]) -> int:
    calls = 0

    def count(_frame: Any, event: str, _arg: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    project = project_of(value)
    sys.setprofile(count)
    try:
        validate(project.spec, project.schema)
        judge([project])
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("name", QUICK)
def test_work_grows_with_the_size(name):
    calls_of(SHAPES[name](30))  # what is done once is not counted
    counts = [calls_of(SHAPES[name](30 * times)) for times in (1, 2, 3)]
    first, second = counts[1] - counts[0], counts[2] - counts[1]
    assert second <= 1.25 * first + 300, counts


def told(value: dict[str, Any]) -> list[str]:
    return [str(problem) for problem in judge([project_of(value)])]


def test_what_is_too_much_for_the_rules_is_said_and_not_judged():
    text = "字" * MAX_CHARACTERS
    size = sum(len(each) for each in _texts(goals([text])))
    assert told(goals([text])) == [
        f"{NAME} G008 这份规格有 {size} 个字，超过 200000 个字，没有按规则检查：绩效目标表用不到这么多，请删去多余的"
    ]
    rows = indicators([row()] * (MAX_TEXTS // 5))
    assert told(rows) == [
        f"{NAME} G008 这份规格有 {len(list(_texts(rows)))} 个值，超过 20000 个值，没有按规则检查：绩效目标表用不到这么多，请删去多余的"
    ]


def _texts(value: Any) -> Any:
    if isinstance(value, str):
        yield value
    else:
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def test_one_project_that_is_too_large_stops_no_other():
    alone = judge([project_of(good())])
    both = judge([project_of(goals(["字" * MAX_CHARACTERS])), project_of(good())])
    assert [str(problem) for problem in both[1:]] == [str(problem) for problem in alone]


@pytest.mark.parametrize("more", [0, 5])
def test_of_one_rule_so_many_are_told_and_then_that_there_are_more(more):
    spec, _ = load(Source(NAME, dump(goals(["【" * (MAX_FINDINGS + more)]))))
    assert spec
    project = Project(spec, form("tianjin-2022").schema)
    found = [problem for problem in judge([project]) if problem.code in ("G603", "G008")]
    assert [problem.code for problem in found] == ["G603"] * MAX_FINDINGS + ["G008"] * bool(more)
    if more:
        assert found[-1].message == "G603 在这份规格里超过 1000 处，从这里起没有报：改好前面的再查一遍"
        assert found[-1].where.chars == (MAX_FINDINGS, MAX_FINDINGS + 1)


def test_each_place_in_a_long_value_is_its_own():
    """What is known of how a value is written is kept for the findings that follow, and is of that value."""
    for text in ("【" * 20, "【甲\n【乙", '【"【', "【'【：【 #【"):
        spec, _ = load(Source(NAME, dump(goals([text, text + "丙"]))))
        assert spec
        project = Project(spec, form("tianjin-2022").schema)
        for problem in judge([project]):
            if problem.code == "G603":
                assert problem.where.span
                assert spec.source[problem.where.span] == "【", text
