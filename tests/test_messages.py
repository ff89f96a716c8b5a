"""Every message of every rule, word for word, at its place in the text and in Word, in one cell and in three columns."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from messages import FOLDER, RULES, SHARED, Case, cases, in_word, said, schema_of, specs_of, templates

from goalgen.rules import Choice, Project, catalog, judge

CASES = cases()
VALUES = ("G4", "G5", "G6")
"""The families that judge what stands in three columns in some forms."""
IDS = [f"{case.code}-{case.layout}-{number}" for number, case in enumerate(CASES)]


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_each_message_as_it_is_written_down(case: Case):
    assert [(at, problem.message) for at, problem in said(case)] == [
        (at, message) for at, _, message in (line.split(" | ", 2) for line in case.told)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("case", [case for case in CASES if case.layout != "规格"], ids=lambda case: case.code)
def test_each_message_in_word(case: Case, tmp_path):
    """The same of the Word file; there another spec of the book is the table that it stands in."""
    told = [line.split(" | ", 2)[1:] for line in case.told]
    expected = Counter((cell, re.sub(r"例(\d)\.yaml", r"表\1", message)) for cell, message in told)
    assert Counter((problem.where.cells, problem.message) for problem in in_word(case, tmp_path)) == expected


def test_every_rule_has_its_cases_in_the_order_of_the_codes():
    for layout in ("一格", "三栏"):
        codes = [case.code for case in CASES if case.layout == layout]
        assert codes == sorted(codes)
    assert {case.code for case in CASES} == set(catalog())
    assert {
        path.name: {case.code[:2] for case in cases() if f"{case.code[:2]}.txt" == path.name}
        for path in FOLDER.glob("G*.txt")
    } == {f"{family}.txt": {family} for family in sorted({code[:2] for code in catalog()})}


def test_every_rule_that_looks_at_values_has_a_case_in_three_columns():
    looks = {code for code, rule in catalog().items() if code.startswith(VALUES) and "target_value" in rule.needs}
    assert {case.code for case in CASES if case.layout == "三栏"} >= looks


@pytest.mark.parametrize(
    "path", [*sorted(RULES.glob("g*_*.py")), *(RULES / name for name in SHARED)], ids=lambda path: path.stem
)
def test_every_sentence_of_a_rule_is_written_down(path):
    """A new message without a case is found here: by its own words, with anything for what is filled in."""
    code = path.name[:4].upper()
    written = [
        line.split(" | ", 2)[2] for case in CASES if case.code == code or path.name in SHARED for line in case.told
    ]
    found = list(templates(path))
    assert found or "copying import" in path.read_text("utf-8"), "a rule that says nothing"
    missing = [(line, said) for line, said in found if not any(re.search(said, message) for message in written)]
    assert missing == [], "write a case in tests/data/messages/ and run python -m tests.tools.messages"


OVER = [
    (*block.partition("\n")[0].split(" > "), block.partition("\n")[2].strip("\n") + "\n")
    for block in re.split(r"^== ", (FOLDER / "over.txt").read_text("utf-8"), flags=re.MULTILINE)[1:]
]


@pytest.mark.parametrize(("special", "general", "text"), OVER, ids=lambda part: part if part[:1] == "G" else "")
def test_one_fault_one_finding(special, general, text):
    """What the general rule finds by itself it leaves to the special one, in columns as in one cell."""
    case = Case(special, "一格", text, ())
    alone, together = told_by(case, general), told_by(case, special, general)
    assert [code for code, _ in alone]
    assert special in [code for code, _ in together]
    assert Counter(alone) - Counter(together), "the general rule is silent somewhere"


def told_by(case: Case, *codes: str) -> list[tuple[str, str]]:
    schema = schema_of(case)
    return [(p.code, str(p)) for p in judge([Project(spec, schema) for spec in specs_of(case)], Choice(codes))]


def test_each_relation_between_rules_is_tried():
    assert {(special, general) for special, general, _ in OVER} == {
        (code, general) for code, rule in catalog().items() for general in rule.over
    }
