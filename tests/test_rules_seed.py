"""All findings on the 17 published projects, rule by rule, as they were judged by hand in docs/findings.md."""

from __future__ import annotations

import re
from functools import lru_cache

import pytest
import yaml
from conftest import ROOT
from rules import SEED, seed

from goalgen.problem import Problem, Severity
from goalgen.rules import Choice, catalog, judge
from goalgen.text import Source

RULES = catalog()
ERRORS = {"G521": ["P8.1"], "G603": ["P6.1"]}
"""Errors that block, by rule: these stand in the published tables, and no other."""
NAMED = yaml.safe_load((ROOT / "tests" / "data" / "findings.yaml").read_text("utf-8"))


@lru_cache(maxsize=1)
def all_found() -> dict[str, list[Problem]]:
    found: dict[str, list[Problem]] = {code: [] for code in RULES}
    for problem in judge(seed(), Choice(("G", *RULES))):
        found[problem.code].append(problem)
    return found


@lru_cache(maxsize=1)
def sources() -> dict[str, Source]:
    return {path.name: Source(path.name, path.read_text("utf-8")) for path in SEED}


def place(problem: Problem) -> str:
    """`P8.1`, `P8 目标1`, or `P8` for what stands above the goals."""
    text, project = sources()[problem.where.file].text, int(problem.where.file[:2])
    before = "\n".join(text.split("\n")[: problem.where.line])
    rows = before.count("\n- 一级指标")
    _, goals, items = before.partition("\n绩效目标:")
    return f"P{project}.{rows}" if rows else f"P{project} 目标{items.count(chr(10) + '- ')}" if goals else f"P{project}"


@pytest.mark.parametrize("code", RULES)
def test_the_findings_on_the_seed(code, file_regression):
    text = "".join(
        f"{p.where.file[:2]}:{p.where.line}:{p.where.column}+{p.where.length} "
        f"{sources()[p.where.file].line(p.where.line)[p.where.column - 1 :][: p.where.length]} | {p.message}\n"
        for p in all_found()[code]
    )
    file_regression.check(text, basename=code, encoding="utf-8")


@pytest.mark.parametrize("code", NAMED)
def test_every_fault_that_reviewers_named_is_found_in_its_cell(code):
    assert [named for named in NAMED[code] if named not in {place(problem) for problem in all_found()[code]}] == []


def test_the_only_errors_are_those_that_were_judged():
    errors = {
        code: [place(p) for p in found] for code, found in all_found().items() if RULES[code].severity is Severity.ERROR
    }
    assert {code: found for code, found in errors.items() if found} == ERRORS


def judged() -> dict[str, tuple[int, ...]]:
    """How the findings of each rule were judged: how many, right, arguable, wrong."""
    tables = "".join(path.read_text("utf-8") for path in sorted((ROOT / "docs" / "findings").glob("*.md")))
    rows = re.findall(r"^\| (G\d{3}) [^|]+\| (\d+) \| (\d+) \| (\d+) \| (\d+) \|", tables, re.MULTILINE)
    assert len({code for code, *_ in rows}) == len(rows)
    return {code: tuple(map(int, counts)) for code, *counts in rows}


def test_every_finding_on_the_seed_is_judged():
    assert {code: counts[0] for code, counts in judged().items()} == {code: len(p) for code, p in all_found().items()}
    assert [code for code, (count, *kinds) in judged().items() if count != sum(kinds)] == []


def test_rules_that_are_wrong_too_often_are_only_for_selection():
    assert [
        code for code, counts in judged().items() if 10 * counts[3] > counts[0] and not RULES[code].select_only
    ] == []
