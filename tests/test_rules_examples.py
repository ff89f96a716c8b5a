"""Every rule's page: its bad and good examples run, findings word for word with their exact place, fixes as shown."""

from __future__ import annotations

import re

import pytest

from goalgen.problem import Severity
from goalgen.rules import Choice, Project, catalog, judge, mend
from goalgen.rules.rule import Example, Rule
from goalgen.spec import load
from goalgen.text import Source

RULES = list(catalog().values())
SECTIONS = ["说明", "依据", "坏例子", "好例子"]


def projects_of(text: str) -> list[Project]:
    """The specs of an example; `# taxonomy: …`, `# length: …` and `# unit-budget: …` above a fragment stand for form and settings."""
    found = []
    parts = text.split("---\n")
    for number, part in enumerate(parts, 1):
        name = f"例{number}.yaml" if len(parts) > 1 else "例.yaml"
        spec, problems = load(Source(name, part))
        assert spec is not None, problems
        given = dict(re.findall(r"^# ([\w-]+): (\S+)$", text, re.MULTILINE))
        schema: dict[str, object] = {"x-goalgen": {"taxonomy": given.get("taxonomy", "cn-2015-88")}}
        if name_of := given.get("length", "").partition("=")[0]:
            length = int(given["length"].partition("=")[2])
            schema["properties"] = {name_of: {"x-goalgen": {"length": length}}}
        from decimal import Decimal

        found.append(Project(spec, schema, Decimal(given["unit-budget"]) if "unit-budget" in given else None))
    return found


def said(rule: Rule, example: Example) -> list[str]:
    projects = projects_of(example.text)
    prefix = (lambda file: f"{file}:") if len(projects) > 1 else (lambda file: "")
    return [
        f"{prefix(p.where.file)}{p.where.line}:{p.where.column}+{p.where.length} {p.message}"
        for p in judge(projects, Choice((rule.code,)))
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_has_a_page(rule):
    assert re.findall(r"^## (.*)$", rule.page, re.MULTILINE) == SECTIONS
    assert 2 <= len(rule.name) <= 20
    assert isinstance(rule.severity, Severity)
    assert rule.fix in ("", "safe", "unsafe")
    assert hasattr(rule.module, "check") != hasattr(rule.module, "check_all")
    assert rule.bad
    assert rule.good


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_bad_examples_are_found(rule):
    for example in rule.bad:
        assert example.findings
        assert said(rule, example) == list(example.findings)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_good_examples_are_silent(rule):
    for example in rule.good:
        assert said(rule, example) == []


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.fix], ids=lambda rule: rule.code)
def test_the_fixes_do_what_the_page_shows(rule):
    assert any(example.fixed for example in rule.bad)
    for example in rule.bad:
        mended = mend(projects_of(example.text), Choice((rule.code,)), unsafe=True)
        text = "---\n".join(each.source.text for each in mended)
        assert text == (example.fixed or example.text)
        again = mend(projects_of(text), Choice((rule.code,)), unsafe=True)
        assert [each.fixes for each in again] == [0] * len(again)
