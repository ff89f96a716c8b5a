"""What an editor is offered while a spec is typed: only what belongs where the cursor is."""

from __future__ import annotations

import pytest
from lsprotocol import types

from goalgen.lsp import Desk, completion, formatting
from goalgen.lsp.places import mapping_at

TOP = [
    *("年度", "序号", "单位代码", "单位名称", "金额单位", "项目名称"),
    *("预算数", "财政资金", "其他资金", "资金用途", "绩效目标", "绩效指标"),
]
ROW = ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值"]
HEAD = "表样: tianjin-2022\n"


def offered(text: str, uri: str = "untitled:甲") -> list[str]:
    """What is offered at `¦`."""
    return [each.label for each in items(text, uri)]


def items(text: str, uri: str = "untitled:甲") -> list[types.CompletionItem]:
    before, _, after = text.partition("¦")
    sheet = Desk().look(uri, before + after, "utf-32")
    return completion(sheet, types.Position(before.count("\n"), len(before.rpartition("\n")[2])))


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (f"{HEAD}¦", TOP),
        (f"{HEAD}预¦", TOP),
        (
            f"{HEAD}年度: 2022\n预¦\n序号: 1\n绩效指标:\n- 一级指标: 产出指标\n",
            [key for key in TOP if key not in ("年度", "序号", "绩效指标")],
        ),
        (f"{HEAD}绩效指标:\n- ¦", ROW),
        (f"{HEAD}绩效指标:\n-¦", ROW),
        (f"{HEAD}绩效指标:\n  - ¦", ROW),
        (f"{HEAD}绩效指标:\n- 一级指标: 产出指标\n  ¦", ROW[1:]),
        (f"{HEAD}绩效指标:\n- 一级指标: 产出指标\n  ¦\n  指标值: 1\n- 二级指标: 甲\n", ROW[1:-1]),
        (f"{HEAD}绩效指标:\n- ¦\n  指标值: 1\n- 二级指标: 甲\n", ROW[:-1]),
        (f"{HEAD}绩效指标:\n- 二级指标: 甲\n- 三¦\n  指标值: 1\n", ROW[:-1]),
        (f"{HEAD}绩效指标: # 每行一条\n\n# 说明\n- 一级指标: 产出指标 # 大类\n  ¦", ROW[1:]),
        (f"{HEAD}绩效指标:\n- 一级指标: 产出指标\n¦", [key for key in TOP if key != "绩效指标"]),
        (f"{HEAD}绩效指标:\n- 绩效指标描述: |-\n    一级指标: 不是\n    ¦\n  指标值: 1\n", []),
        (
            f"{HEAD}绩效指标:\n- 绩效指标描述: |-\n    一级指标: 不是\n  ¦",
            [key for key in ROW if key != "绩效指标描述"],
        ),
        (f"{HEAD}绩效目标:\n- ¦", []),
        (f"{HEAD}资金用途: 甲\n  ¦", []),
        (f"{HEAD}没有这一栏:\n- ¦", []),
        (f"{HEAD}年度: ¦", []),
        (f"{HEAD}绩效指标: [¦", []),
        (f"{HEAD}# ¦", []),
        (f"{HEAD}金额单位:¦", ["万元", "元"]),
        (f"{HEAD}金额单位: 万¦", ["万元", "元"]),
        ("¦", ["表样"]),
        ("\ufeff¦", ["表样"]),
        ("表¦", ["表样"]),
        ("年度: 2022\n¦", ["表样"]),
        ("表样: 没有的\n¦", []),
        ("\ufeff表样: tianjin-2022\r\n预¦\r\n", TOP),
        ('"表样": "tianjin-2022"\n¦', ["表样"]),
        ("表样: 'tianjin-2022' # 天津\n¦", TOP),
    ],
)
def test_only_the_fields_of_the_place_at_hand_that_are_not_there(text, labels):
    assert offered(text, "file:///specs/a.yaml") == labels


def test_the_forms_are_offered_by_name_and_title():
    found = {each.label: each.detail for each in items("表样: ¦")}
    assert set(found) == set(Desk().forms.names)
    assert found["mof-2015-project"] == "项目支出绩效目标申报表（财预〔2015〕88号）"


def test_what_is_put_in_for_a_text_and_for_a_list():
    found = {each.label: each.text_edit.new_text for each in items(f"{HEAD}绩¦") if each.text_edit}
    assert (found["年度"], found["绩效指标"]) == ("年度: ", "绩效指标:\n- ")
    again = {each.label: each.text_edit.new_text for each in items(f"{HEAD}绩¦: 1") if each.text_edit}
    assert (again["年度"], again["绩效指标"]) == ("年度", "绩效指标")
    [first, *_] = [each.text_edit.new_text for each in items(f"{HEAD}绩效指标:\n-¦") if each.text_edit]
    assert first == " 一级指标: "


def test_yaml_of_others_gets_nothing():
    assert offered("services:\n  ¦", "file:///docker/compose.yaml") == []
    assert offered("¦", "file:///docker/compose.yaml") == []


def test_a_level_of_a_form_that_calls_it_otherwise():
    text = "表样: mof-2015-project\n绩效指标:\n- 一级指标: 满意度指标\n  二级指标:¦"
    assert offered(text) == ["服务对象满意度指标"]


@pytest.mark.parametrize(
    "text", ["", "甲", "- ", "  - 甲:\n- 乙:\n    丙", "a:\n - - b: 1\n", "甲: {乙: 1}\n", "\t甲: 1\n", "? 甲\n: 乙\n"]
)
def test_every_line_of_any_text_has_an_answer(text):
    lines = text.split("\n")
    for number in range(len(lines)):
        mapping_at(lines, number)


def test_layout_of_crlf_and_of_what_is_no_spec():
    sheet = Desk().look("file:///specs/a.yaml", f"{HEAD}年度:   2022\n".replace("\n", "\r\n"), "utf-16")
    edits = formatting(sheet)
    assert isinstance(edits, list)
    assert "".join(edit.new_text for edit in edits).endswith('年度: "2022"\n')
    assert formatting(Desk().look("file:///docker/compose.yaml", "a:   1\n", "utf-16")) == []
