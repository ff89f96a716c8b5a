"""Documents of no known form: those of one layout are drafted together."""

import shlex

import drafts
import pytest
from grids import docx, rows

from goalgen import layouts
from goalgen.cli import main
from goalgen.docx import open_package, walk
from goalgen.layouts import Layouts, layout_of
from goalgen.shell import drafting
from goalgen.verbs.survey import Surveyed, survey


def laid_out(data):
    package, _ = open_package(data, "")
    return layout_of(walk(package.document))


def grouped(**documents):
    """The names of the files of each layout."""
    found = Layouts()
    for name, data in documents.items():
        found.add(name, laid_out(data))
    return [group.files for group in found.groups()]


def test_two_documents_of_a_form_are_of_one_layout_and_no_two_forms_are():
    found = Layouts()
    for number in (0, 1):
        for name in drafts.names():
            found.add(f"{name}-{number}", laid_out(drafts.load(name).filled()[number]))
    assert [group.files for group in found.groups()] == [[f"{name}-0", f"{name}-1"] for name in drafts.names()]


def test_a_blank_form_is_of_the_layout_of_the_filled_ones_whichever_comes_first():
    for name in ("02-research-task", "05-contest-entry", "12-two-horizons"):
        form = drafts.load(name)
        blank, (one, two) = form.emptied(), form.filled()
        assert grouped(空=blank, 甲=one, 乙=two) == [["空", "甲", "乙"]]
        assert grouped(甲=one, 空=blank, 乙=two) == [["甲", "空", "乙"]]


def test_a_list_may_be_longer_or_shorter_and_a_form_of_the_same_shape_is_another():
    table = "姓名|电话|职务\n甲某|1|科长"
    same = docx("表", rows(table.replace("甲某|1|科长", "乙某|2|科员\n丙某|3|处长")))
    other = docx("表", rows("村名|户数|亩数\n东村|12|30"))
    assert grouped(甲=docx("表", rows(table)), 乙=same, 丙=other) == [["甲", "乙"], ["丙"]]


def test_no_table_no_layout():
    assert laid_out(docx("说明")) is None
    assert survey([Surveyed("说明.docx", reason="没有表格")]).layouts.groups() == []


def test_what_is_kept_does_not_grow_with_the_documents(monkeypatch):
    monkeypatch.setattr(layouts, "LAYOUTS", 2)
    found = Layouts()
    for number in range(9):
        found.add(f"{number}", layouts.Layout(f"{number % 3}", frozenset({f"标签{number % 3}"})))
    assert [(group.count, group.files) for group in found.groups()] == [(3, ["0", "3", "6"]), (3, ["1", "4", "7"])]
    assert found.ungrouped == 3


@pytest.mark.slow
def test_the_command_that_a_survey_gives_drafts_the_form(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "来 文").mkdir()
    for number, data in enumerate(drafts.load("01-poverty-goals").filled(), 1):
        (tmp_path / "来 文" / f"{number}.docx").write_bytes(data)
    assert main(["survey", "来 文"]) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "form draft" in line]
    said, _, command = line.partition("：goalgen ")
    assert said == "  2 个文件同一版式"
    assert command == "form draft '来 文/1.docx' '来 文/2.docx' -o templates/新表样1.docx"
    assert main(["form", "draft", "来 文/1.docx", "来 文/2.docx", "-o", "templates/新表样1.docx"]) == 0
    assert main(["read", "来 文/2.docx", "--form", "新表样1", "-o", "specs", "--set", "年度=2024"]) == 0
    assert (tmp_path / "specs" / "下坝村引水渠维修.yaml").exists()


@pytest.mark.parametrize(
    ("documents", "command"),
    [
        (["甲.docx", "乙.docx"], "goalgen form draft 甲.docx 乙.docx -o templates/甲.docx"),
        (["2023年 表(1).docx"], "goalgen form draft '2023年 表(1).docx' -o templates/2023年-表-1.docx"),
        (["-.docx"], "goalgen form draft ./-.docx -o templates/新表样.docx"),
        (["it's.docx"], """goalgen form draft 'it'"'"'s.docx' -o templates/it-s.docx"""),
    ],
)
def test_a_command_can_be_pasted(documents, command):
    assert drafting(documents) == command
    assert [word.removeprefix("./") for word in shlex.split(command)[3:-2]] == documents
