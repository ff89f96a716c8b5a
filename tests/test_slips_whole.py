"""Slips in a whole spec, as a clerk meets them: what is said of each, word for word, and what `check --fix` makes of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml
from rules import schema

from goalgen.problem import Problem
from goalgen.rules import ALL, Project, judge, mend
from goalgen.spec import repair
from goalgen.text import Source
from goalgen.verbs.check import check

pytestmark = pytest.mark.slow

DATA = Path(__file__).parent / "data"
BASE = (DATA / "slips-base.yaml").read_text("utf-8")
FORM = "tianjin-2022"
WHOLE = yaml.load((DATA / "slips.yaml").read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
"""Of each: its kind, what stands in the good spec, the slip in its place, what is said, and what it is mended to."""


def look(source: Source) -> tuple[Project | None, list[Problem]]:
    spec, problems = check(source, lambda name: schema(FORM) if name == FORM else None, [FORM])
    return (Project(spec, schema(FORM)) if spec is not None else None), problems


def judged(text: str) -> list[str]:
    """What is said of a text."""
    project, problems = look(Source("例.yaml", text))
    found = [*problems, *(judge([project]) if project and project.spec.value.get("表样") == FORM else [])]
    return [f"{p.where.line}:{p.where.column} {p.code} {p.message}" for p in found]


def mended(text: str) -> str:
    """A text after `check --fix`."""

    def loads(source: Source) -> tuple[bool, list[Problem]]:
        project, problems = look(source)
        return project is not None, problems

    source, _ = repair(Source("例.yaml", text), loads)
    project, _ = look(source)
    return mend([project], ALL)[0].source.text if project else source.text


@cache
def said_of_base() -> set[str]:
    return {line.partition(" ")[2] for line in judged(BASE)}


@pytest.mark.parametrize("slip", WHOLE, ids=lambda slip: slip["类"])
def test_what_is_said_of_a_slip_and_what_is_made_of_it(slip):
    text = BASE.replace(slip["原"], slip["写成"], 1)
    usual = said_of_base()
    assert [line for line in judged(text) if line.partition(" ")[2] not in usual] == slip["说"]
    assert mended(text) == (BASE.replace(slip["原"], slip["改成"], 1) if "改成" in slip else text)


def test_there_are_at_least_five_of_each_kind():
    kinds = [slip["类"] for slip in WHOLE]
    assert {kind: kinds.count(kind) for kind in kinds if kinds.count(kind) < 5} == {}
    assert mended(BASE) == BASE
