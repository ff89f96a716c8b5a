"""The reviewer's eye on tables of other regions: each finding judged by hand, each fault listed beforehand found or not, and why."""

from __future__ import annotations

from collections import Counter

import pytest
from conftest import ROOT
from elsewhere import findings, tables
from judged import ARGUABLE, RIGHT, WRONG, found
from reviewing import BLANK, blank, faults, is_found, listed, of, seed_changes, share_right, verdicts

from goalgen.rules import catalog


@pytest.mark.slow
@pytest.mark.parametrize(
    "table", [each for each in tables() if not each.name.startswith(BLANK)], ids=lambda table: table.name
)
def test_what_is_said_of_a_table_is_what_was_judged(table):
    assert [str(said) for said in findings(table)] == [str(each.said) for each in verdicts()[table.name]]


@pytest.mark.slow
@pytest.mark.parametrize(
    "table", [each for each in tables() if each.name.startswith(BLANK)], ids=lambda table: table.name
)
def test_what_is_said_of_a_blank_form(table):
    told = Counter((said.code, said.severity) for said in findings(table))
    assert [(*key, count) for key, count in sorted(told.items())] == blank()[table.name]


def test_every_table_has_its_lists():
    filled = {each.name for each in tables() if not each.name.startswith(BLANK)}
    assert verdicts().keys() == verdicts("first").keys() == filled == {each.table for each in faults()} - {"seed"}
    assert blank().keys() == {each.name for each in tables()} - filled


@pytest.mark.parametrize("folder", ["judged", "first"])
def test_every_finding_is_judged_and_what_is_not_right_has_its_reason(folder):
    every = [each for some in verdicts(folder).values() for each in some]
    assert [str(each) for each in every if each.verdict not in (RIGHT, ARGUABLE, WRONG)] == []
    assert [str(each) for each in every if (each.verdict != RIGHT) != bool(each.why)] == []


def test_nine_of_ten_are_right_and_no_error_is_wrong():
    for held_out in (False, True):
        now = of("judged", held_out)
        assert share_right(now) >= 0.9
        assert [str(each) for each in now if each.said.severity == "错误" and each.verdict != RIGHT] == []


def test_four_of_five_certain_faults_are_found():
    assert len(faults()) >= 120
    for some in (listed(held_out=False), [each for each in faults() if each.table == "seed"]):
        assert sum(map(is_found, some)) >= 0.8 * len(some)


def test_a_fault_that_is_said_to_be_found_is_found_and_another_has_its_reason():
    assert [str(each) for each in faults() if bool(each.codes) != is_found(each)] == []
    assert [str(each) for each in faults() if bool(each.codes) == bool(each.why)] == []
    assert {code.partition("@")[0].rstrip("+") for each in faults() for code in each.codes} <= catalog().keys()


def test_what_the_seed_lost_was_said_twice_or_is_for_selection():
    """No finding is lost that was right: something else says it at the same place."""
    places = {code: {one.place for one in some} for code, some in found().items()}
    told = {code: {(one.place, one.text) for one in some} for code, some in found().items()}
    for each in seed_changes():
        assert (each.place, each.text) not in told[each.code]
        assert any(each.place in places[code] for code in each.now) or catalog()[each.code].select_only


def test_the_page_names_every_table_and_every_fault_not_found():
    page = (ROOT / "docs" / "findings.md").read_text("utf-8")
    assert [each.about for each in tables() if each.about not in page] == []
    assert [each.wrong for each in faults() if not each.codes and each.wrong.replace("|", "\\|") not in page] == []
