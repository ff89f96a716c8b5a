"""`goalgen form diff`: what changed between two forms, in words."""

from pathlib import Path

import pytest
from grids import docx, rows

from goalgen.cli import main
from goalgen.form import make_form
from goalgen.verbs.draft import draft
from goalgen.verbs.form_diff import diff_forms

TABLE = """
项目名称|3>甲
主管部门|某局|实施单位|某所
预算数|10|其他资金|0
绩效目标|3>做好工作。
一级指标|二级指标|三级指标|指标值
产出指标|数量指标|次数|3次
^|质量指标|合格率|100%
"""


def form(table, *before):
    drafted, _ = draft([("表.docx", docx("绩效目标表", *before, rows(table)))], "表")
    made, problems = make_form("表", drafted.template, drafted.schema, "表.docx")
    assert problems == []
    return made


def changes(table, *before):
    return diff_forms(form(TABLE), form(table, *before))


def test_the_same_form():
    assert changes(TABLE) == []


def test_a_label_and_its_slot_get_another_name():
    assert changes(TABLE.replace("绩效目标", "年度目标")) == [
        "栏位改名：绩效目标 → 年度目标",
        "表1 第4行 第1格：「绩效目标」变为「年度目标」",
        "表1 第4行 第2格：「{绩效目标}」变为「{年度目标}」",
    ]


def test_a_new_row_and_a_row_less():
    assert changes(TABLE.replace("预算数|10|其他资金|0", "项目期|3>1年")) == [
        "栏位删去：预算数",
        "栏位删去：其他资金",
        "栏位新增：项目期",
        "行删去：表1 第3行：预算数｜{预算数}｜其他资金｜{其他资金}",
        "行新增：表1 第3行：项目期｜{项目期}",
    ]


def test_a_row_moves():
    moved = TABLE.replace("预算数|10|其他资金|0\n", "").replace("主管部门", "预算数|10|其他资金|0\n主管部门")
    assert changes(moved) == ["行移动：表1 第3行 → 表1 第2行：预算数｜{预算数}｜其他资金｜{其他资金}"]


def test_a_column_is_added_and_merging_changes():
    wider = (
        TABLE.replace("指标值", "指标值|备注").replace("3次", "3次|").replace("100%", "100%|").replace("^", "产出指标")
    )
    assert changes(wider) == [
        "栏位新增：绩效指标.备注",
        "表1 第5行：新增第5格「备注」",
        "行删去：表1 第6行：{绩效指标.一级指标，合并}｜{绩效指标.二级指标，合并}｜{绩效指标.三级指标}｜{绩效指标.指标值}",
        "行新增：表1 第6行：{绩效指标.一级指标}｜{绩效指标.二级指标}｜{绩效指标.三级指标}｜{绩效指标.指标值}｜{绩效指标.备注}",
    ]


def test_a_paragraph_is_added():
    assert changes(TABLE, "单位：万元") == ["栏位新增：单位", "行新增：表外：单位：{单位}"]


@pytest.mark.slow
def test_command(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("a.docx").write_bytes(docx("绩效目标表", rows(TABLE)))
    Path("b.docx").write_bytes(docx("绩效目标表", rows(TABLE.replace("主管部门", "预算部门"))))
    for name in "ab":
        assert main(["form", "draft", f"{name}.docx", "-o", f"templates/{name}表.docx"]) == 1  # of which tree?
    capsys.readouterr()
    assert main(["form", "diff", "a表", "templates/b表.docx"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "栏位删去：主管部门",
        "栏位新增：预算部门",
        "表1 第2行 第1格：「主管部门」变为「预算部门」",
        "表1 第2行 第2格：「{主管部门}」变为「{预算部门}」",
    ]
    assert main(["form", "diff", "a表", "templates/a表.docx"]) == 0
    assert capsys.readouterr().out == "两个表样相同\n"
    assert main(["form", "diff", "a表", "无.docx"]) == 2
    assert capsys.readouterr().err == "错误：没有 无.docx 这个文件，请核对路径\n"
