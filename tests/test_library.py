"""goalgen as a library: verbs and types by name, values in and values out."""

from __future__ import annotations

import gc

import pytest
from conftest import ROOT, form, specs_in

import goalgen
from goalgen.desk import collecting, documents

BOOK = ROOT / "specs/331201/2022"
LEGACY = ROOT / "tests/data/legacy/tianjin-2022.docx"


@pytest.mark.parametrize("name", goalgen.__all__)
def test_every_name_is_there_and_told(name):
    kind = getattr(goalgen, name)
    assert name in dir(goalgen)
    assert callable(kind)
    assert (kind.__name__ == name) or name == "SpecPath"


def test_the_types_are_those_that_the_verbs_give():
    spec, problems = goalgen.load('表样: tianjin-2022\n序号: "1"\n')
    assert (type(spec), problems) == (goalgen.Spec, [])
    _, (problem, *_) = goalgen.check("表样: tianjin-2022\n序号: 一\n")
    assert (type(problem), type(problem.where), type(problem.severity)) == (
        goalgen.Problem,
        goalgen.Where,
        goalgen.Severity,
    )
    with pytest.raises(AttributeError, match="module 'goalgen' has no attribute 'spell'"):
        goalgen.spell  # noqa: B018


def test_fix_takes_the_fixes_of_all_rules():
    text = "表样: tianjin-2022\n绩效指标:\n- 三级指标: 甲  # 注\n  指标值: ≧95%\n"
    assert goalgen.fix(text) == text.replace("≧", "≥")
    for broken in ("甲：乙\n", "甲: 乙\n", ""):
        assert goalgen.fix(broken) == broken


def test_survey_and_draft():
    told = goalgen.survey({"旧.docx": LEGACY.read_bytes(), "坏.docx": b"PK"}, [form("tianjin-2022")])
    assert type(told) is goalgen.Survey
    assert [(each.name, each.state) for each in told.documents] == [("旧.docx", "无损"), ("坏.docx", "打不开")]
    assert told.forms() == {"tianjin-2022": 17}
    data = goalgen.build(specs_in(BOOK)[:2], form("tianjin-2022")).data
    drafted, problems = goalgen.draft({"填.docx": data}, "我的表")
    assert (type(drafted), problems) == (goalgen.Draft, [])
    assert goalgen.draft({}, "我的表") == (None, [])


def test_reading_leaves_the_collector_alone(monkeypatch):
    """What runs in somebody else's process does not meddle with it."""
    called = []
    for name in ("disable", "enable", "freeze", "unfreeze", "collect"):
        monkeypatch.setattr(gc, name, lambda name=name: called.append(name))
    goalgen.read(LEGACY.read_bytes(), "旧.docx", [form("tianjin-2022")])
    assert called == []


def test_the_desk_gives_the_collector_back_as_it_was():
    """Who reads many documents lets it rest meanwhile."""
    document = documents.Document(LEGACY)

    def look() -> None:
        assert documents.read_document(document, []).specs == ()

    with collecting.in_one_go():
        assert not gc.isenabled()
        look()
        assert not gc.isenabled()
    look()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
    gc.freeze()
    frozen = gc.get_freeze_count()
    try:
        look()
        assert gc.get_freeze_count() == frozen > 0
    finally:
        gc.unfreeze()
