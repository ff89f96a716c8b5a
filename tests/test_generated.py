"""What `python -m tests.tools.generate` writes is up to date, and what it counts on holds: codes registered, findings judged."""

from __future__ import annotations

import pytest
import yaml
from conftest import ROOT
from judged import ARGUABLE, RIGHT, UNJUDGED, WRONG, found, judged, parse
from tools.generate import left_over, outputs

from goalgen.problem import Severity
from goalgen.rules import catalog

NAMED = yaml.safe_load((ROOT / "tests" / "data" / "findings.yaml").read_text("utf-8"))


@pytest.mark.parametrize("path", outputs(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_it_is_up_to_date(path):
    assert path.exists(), "run python -m tests.tools.generate"
    assert path.read_text("utf-8") == outputs()[path], "run python -m tests.tools.generate"


def test_no_file_of_a_rule_that_is_no_more():
    assert left_over() == []


def test_every_finding_on_the_seed_is_judged():
    assert [
        str(one)
        for code in catalog()
        for verdict, one in judged()[code].findings
        if verdict not in (RIGHT, ARGUABLE, WRONG)
    ] == []


def test_an_error_is_never_arguable():
    assert [
        str(one)
        for code, rule in catalog().items()
        if rule.severity is Severity.ERROR
        for verdict, one in judged()[code].findings
        if verdict in (ARGUABLE, WRONG)
    ] == []


def test_rules_that_are_wrong_too_often_are_only_for_selection():
    wrong = {code for code, one in judged().items() if 10 * one.count(WRONG) > len(one.findings)}
    assert [code for code in wrong if not catalog()[code].select_only] == []


@pytest.mark.parametrize("code", NAMED)
def test_every_fault_that_reviewers_named_is_found_in_its_cell(code):
    speakers = [
        code,
        *(by for by, rule in catalog().items() if code.startswith(rule.over)),
    ]  # or one that says it better
    places = {one.place for by in speakers for one in found()[by]}
    assert [named for named in NAMED[code] if named not in places] == []


def test_a_judgement_stays_with_its_finding_and_a_new_one_has_none(monkeypatch, tmp_path):
    import judged as module

    before = judged()["G808"]
    (tmp_path / "G808.txt").write_text(str(before._replace(note="注", findings=before.findings[1:])), "utf-8")
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    after = judged.__wrapped__()["G808"]
    assert after.note == "注"
    assert [verdict for verdict, _ in after.findings] == [UNJUDGED, *(verdict for verdict, _ in before.findings[1:])]
    assert parse(str(after)) == after
