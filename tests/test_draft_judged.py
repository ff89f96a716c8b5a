"""Drafts against what a person takes the tables for: the page docs/drafts.md, and the judge itself."""

from collections import Counter

import pytest
from conftest import ROOT
from drafts import Judgement, load, names
from tools.draft_judge import ASPECTS, DOUBT, RIGHT, WRONG, cases, conformance, filled_blank, judge, kinds, second
from tools.draft_table import page


def verdicts(form, judgement=None):
    """What is judged of the first document of a form, in few words."""
    judged = judge(judgement or form.judgement(form.values[0]), [("1.docx", form.filled()[0])])
    return [(each.aspect, each.verdict, each.said) for each in judged.verdicts]


def test_a_judge_that_finds_what_was_expected_calls_it_right():
    assert verdicts(load("91-automatic-numbers")) == [
        ("名称", RIGHT, "«任务名称» → 「任务名称」"),
        ("意思", RIGHT, "«任务名称» ('task_name',) → task_name"),
        ("名称", RIGHT, "«联系电话» → 「联系电话」"),
        ("意思", RIGHT, "«联系电话» ('phone',) → phone"),
        ("名称", RIGHT, "工作任务表"),
    ]


def test_a_judge_is_not_content_with_another_name_meaning_place_or_title():
    form = load("91-automatic-numbers")
    true = form.judgement(form.values[0])
    task, phone = (truths[0] for truths in true.places.values())
    other = Judgement(
        ("任务表",),
        {
            "表1 第1行第2列": [task.__class__("工作", ("工作",), ("goals",), "", False)],
            "表1 第3行第1列": [phone],
        },
        {},
    )
    assert verdicts(form, other) == [
        ("名称", WRONG, "«工作» → 「任务名称」"),
        ("意思", WRONG, "«工作» ('goals',) → task_name"),
        ("名称", WRONG, "«联系电话» 没有起草"),
        ("名称", WRONG, "固定的文字起草成了「联系电话」"),
        ("名称", WRONG, "工作任务表"),
    ]


@pytest.mark.slow
def test_the_page_of_drafts_is_what_the_program_does():
    assert (ROOT / "docs" / "drafts.md").read_text("utf-8") == page()


@pytest.mark.slow
@pytest.mark.parametrize("case", cases())
def test_no_draft_is_wrong_without_a_mark_and_each_builds_its_documents_again(case):
    judged = cases()[case]()
    assert [each for each in judged.verdicts if each.verdict == WRONG] == []
    assert judged.problems == []


@pytest.mark.slow
def test_no_way_of_writing_makes_a_draft_wrong_without_a_mark():
    assert [said for said in conformance() if "有错" in said or "F30" in said] == []


@pytest.mark.slow
def test_nine_of_ten_values_are_right():
    total = sum((make().count() for make in cases().values()), Counter())
    right, doubtful = (sum(total[aspect, verdict] for aspect in ASPECTS) for verdict in (RIGHT, DOUBT))
    assert right >= 0.9 * (right + doubtful)


@pytest.mark.slow
@pytest.mark.parametrize("name", names())
def test_a_second_document_is_read_by_the_draft_of_the_first(name):
    assert second(name) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in names() if "空白" in kinds(name)])
def test_the_draft_of_a_blank_form_is_filled_built_and_read(name):
    assert filled_blank(name) == []
