"""Law L8: a spec's text made to say another value says it, and what did not change stays as it is written."""

from __future__ import annotations

import copy
import json
import re

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from goalgen.paths import spoken
from goalgen.spec import load
from goalgen.spec.splicing import respelled
from goalgen.text import Source

SCHEMA = json.loads((ROOT / "schemas/tianjin-2022.schema.json").read_bytes())
TEXT = """\
# 本表由办公室填
表样: tianjin-2022
年度: "2022"  # 年度
序号: "8"
项目名称: 培训 # 全称
预算数: '43.00'
# 其他
其他资金: " "
资金用途: |-
  甲
  乙

绩效目标:
# 第一条
- 甲目标
- "乙目标"   # goalgen: ignore G702 短
绩效指标:
- 一级指标: 产出指标
  二级指标: 成本指标
  # 名称
  三级指标: 预算控制
  指标值: ≤43.5万元   # 上限
# 数量
- 一级指标: 产出指标
  二级指标: 数量指标
  三级指标: 场次
  指标值:
- {一级指标: 效益指标, 二级指标: "社会效益指标", 三级指标: 甲, 指标值: 提高}
# 末尾
"""
ROW = {"一级指标": "产出指标", "二级指标": "质量指标", "三级指标": "合格率", "指标值": "≥90%"}


def loaded(text: str):
    spec, problems = load(Source("甲.yaml", text))
    assert spec is not None, problems
    return spec


def told(change, text: str = TEXT) -> str:
    """The lines that a change to the value takes away and adds."""
    spec = loaded(text)
    value = copy.deepcopy(spec.value)
    change(value)
    result = respelled(spec, value, SCHEMA)
    assert loaded(result.text).value == value
    before, after = text.splitlines(), result.text.splitlines()
    import difflib

    lines = [line for line in difflib.ndiff(before, after) if line[0] in "+-"]
    lines += [f"新写 {path}" for path in result.anew] + [f"去掉 {each}" for each in result.gone]
    return "\n".join(lines)


def setting(*path, to):
    def change(value):
        for step in path[:-1]:
            value = value[step]
        value[path[-1]] = to

    return change


def removing(*path):
    def change(value):
        for step in path[:-1]:
            value = value[step]
        del value[path[-1]]

    return change


def inserting(key, place, row):
    return lambda value: value[key].insert(place, row)


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        (setting("预算数", to="45.00"), "- 预算数: '43.00'\n+ 预算数: '45.00'"),
        (setting("项目名称", to="培训: 一"), '- 项目名称: 培训 # 全称\n+ 项目名称: "培训: 一" # 全称'),
        (setting("项目名称", to="培训\n班"), '- 项目名称: 培训 # 全称\n+ 项目名称: "培训\\n班" # 全称'),
        (setting("资金用途", to="甲\n丙\n乙"), "+   丙"),
        (setting("绩效指标", 1, "指标值", to="≥3场"), "-   指标值:\n+   指标值: ≥3场"),
        (setting("绩效指标", 0, "指标值", to="≤45万元"), "-   指标值: ≤43.5万元   # 上限\n+   指标值: ≤45万元   # 上限"),
        (setting("单位代码", to="331201"), '+ 单位代码: "331201"'),
        (removing("其他资金"), '- # 其他\n- 其他资金: " "\n去掉 # 其他'),
        (removing("绩效指标", 0, "一级指标"), "- - 一级指标: 产出指标\n-   二级指标: 成本指标\n+ - 二级指标: 成本指标"),
        (removing("绩效指标", 0, "指标值"), "-   指标值: ≤43.5万元   # 上限\n去掉 # 上限"),
        (
            setting("绩效指标", 0, "绩效指标描述", to="甲"),
            "+   绩效指标描述: 甲",
        ),
        (removing("绩效目标", 0), "- # 第一条\n- - 甲目标\n去掉 # 第一条"),
        (setting("绩效目标", to=[]), "- 绩效目标:\n+ 绩效目标: []\n- # 第一条\n- - 甲目标\n- - \"乙目标\"   # goalgen: ignore G702 短\n新写 ('绩效目标',)\n去掉 # 第一条\n去掉 # goalgen: ignore G702 短"),
        (
            inserting("绩效指标", 1, ROW),
            "+ - 一级指标: 产出指标\n+   二级指标: 质量指标\n+   三级指标: 合格率\n+   指标值: ≥90%",
        ),
        (
            setting("绩效指标", 2, "指标值", to="提高,很多"),
            "- - {一级指标: 效益指标, 二级指标: \"社会效益指标\", 三级指标: 甲, 指标值: 提高}\n"
            "+ - {一级指标: 效益指标, 二级指标: \"社会效益指标\", 三级指标: 甲, 指标值: \"提高,很多\"}",
        ),
        (
            setting("绩效指标", 2, "指标值", to="一\n二"),
            "- - {一级指标: 效益指标, 二级指标: \"社会效益指标\", 三级指标: 甲, 指标值: 提高}\n"
            "+ - {一级指标: 效益指标, 二级指标: \"社会效益指标\", 三级指标: 甲, 指标值: \"一\\n二\"}",
        ),
        (
            setting("绩效指标", 0, "指标值", to="一\n二"),
            "-   指标值: ≤43.5万元   # 上限\n+   指标值: \"一\\n二\"   # 上限",
        ),
        (
            removing("绩效指标", 2, "指标值"),
            "- - {一级指标: 效益指标, 二级指标: \"社会效益指标\", 三级指标: 甲, 指标值: 提高}\n"
            "+ - 一级指标: 效益指标\n+   二级指标: 社会效益指标\n+   三级指标: 甲\n"
            "新写 ('绩效指标', 2)",
        ),
        (
            setting("绩效指标", 2, "绩效指标描述", to="新"),
            "- - {一级指标: 效益指标, 二级指标: \"社会效益指标\", 三级指标: 甲, 指标值: 提高}\n"
            "+ - 一级指标: 效益指标\n+   二级指标: 社会效益指标\n+   三级指标: 甲\n+   绩效指标描述: 新\n+   指标值: 提高\n"
            "新写 ('绩效指标', 2)",
        ),
    ],
)  # fmt: skip
def test_only_what_changed_is_written(change, lines):
    assert sorted(told(change).splitlines()) == sorted(lines.splitlines())


def test_a_moved_row_takes_its_lines_and_comments_along():
    spec = loaded(TEXT)
    value = copy.deepcopy(spec.value)
    value["绩效指标"].reverse()
    value["绩效指标"][1]["指标值"] = "≥3场"
    text = respelled(spec, value, SCHEMA).text
    assert text.endswith(
        """\
绩效指标:
- {一级指标: 效益指标, 二级指标: "社会效益指标", 三级指标: 甲, 指标值: 提高}
# 数量
- 一级指标: 产出指标
  二级指标: 数量指标
  三级指标: 场次
  指标值: ≥3场
- 一级指标: 产出指标
  二级指标: 成本指标
  # 名称
  三级指标: 预算控制
  指标值: ≤43.5万元   # 上限
# 末尾
"""
    )


def test_what_an_anchor_holds_is_written_anew_and_named():
    text = "表样: 甲\n项目名称: &a 甲\n资金用途: *a\n绩效目标: [甲, 乙]\n"
    spec = loaded(text)
    result = respelled(spec, {**spec.value, "项目名称": "乙"}, SCHEMA)
    assert loaded(result.text).value == {**spec.value, "项目名称": "乙"}
    assert result.text == text.replace("&a 甲", "乙").replace("*a", "甲")
    assert result.anew == (("资金用途",), ("项目名称",))
    only = respelled(spec, {**spec.value, "资金用途": "乙"}, SCHEMA)
    assert (only.text, only.anew) == (text.replace("*a", "乙"), ())
    more = respelled(spec, {**spec.value, "绩效目标": ["甲", "丙", "乙"]}, SCHEMA)
    assert more.text == text.replace("绩效目标: [甲, 乙]\n", "绩效目标:\n- 甲\n- 丙\n- 乙\n")
    assert more.anew == (("绩效目标",),)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_two_rows_share_is_written_out_and_comments_stay(end):
    text = """\
# 表头
表样: 甲
绩效目标: &g   # 两条
- 甲   # 一
- 乙
绩效指标:
- &row
  一级指标: 产出指标  # 说明
  三级指标: &name 甲
  指标值: *name
# 同上
- *row
- {一级指标: 效益指标, 三级指标: *name}
# 末尾
""".replace("\n", end)
    spec = loaded(text)
    value = copy.deepcopy(spec.value)
    value["绩效指标"][0]["三级指标"] = value["绩效指标"][1]["三级指标"] = "丙"
    result = respelled(spec, value, SCHEMA)
    assert loaded(result.text).value == value
    assert result.text == (
        text.replace(" &g ", " ")
        .replace("- &row", "-")
        .replace("&name 甲", "丙")
        .replace("指标值: *name", "指标值: 甲")
        .replace("- *row", f"- 一级指标: 产出指标{end}  三级指标: 丙{end}  指标值: 甲")
        .replace("*name}", '"甲"}')
    )
    assert not result.gone
    assert [*map(spoken, result.anew)] == [
        "绩效指标 第1条",
        "绩效指标 第1条 三级指标",
        "绩效指标 第1条 指标值",
        "绩效指标 第2条",
        "绩效指标 第3条 三级指标",
        "绩效目标",
    ]


NEW = st.sampled_from(
    ["", " ", "甲", "甲: 乙", "一\n二", "43.00", "# 甲", "甲 # 乙", "- 甲", "a, b]", "一\v二", "\n", "“甲”", "甲：乙"]
)


@st.composite
def edited(draw, value):
    """A value with a few edits of all kinds."""
    value = copy.deepcopy(value)
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["field", "row", "goal", "add", "drop", "move", "key", "unkey"]))
        rows, goals = value.get("绩效指标", []), value.get("绩效目标", [])
        if kind == "field":
            value[draw(st.sampled_from(["预算数", "项目名称", "资金用途", "其他资金"]))] = draw(NEW)
        elif kind == "row" and rows:
            row = draw(st.sampled_from(rows))
            row[draw(st.sampled_from(list(ROW)))] = draw(NEW)
        elif kind == "goal" and goals:
            goals[draw(st.integers(0, len(goals) - 1))] = draw(NEW)
        elif kind == "add":
            some = draw(st.sampled_from([rows, goals]))
            some.insert(draw(st.integers(0, len(some))), dict(ROW) if some is rows else draw(NEW))
        elif kind == "drop" and (rows or goals):
            some = rows or goals
            del some[draw(st.integers(0, len(some) - 1))]
        elif kind == "move" and rows:
            rows.append(rows.pop(draw(st.integers(0, len(rows) - 1))))
        elif kind == "key":
            value[draw(st.sampled_from(["单位代码", "别的"]))] = draw(NEW)
        elif kind == "unkey":
            value.pop(draw(st.sampled_from(["其他资金", "年度", "资金用途"])), None)
    return value


VARIANTS = [
    TEXT,
    TEXT.replace("\n", "\r\n"),
    "\ufeff" + TEXT,
    TEXT.removesuffix("# 末尾\n").removesuffix("\n"),
    re.sub(r"(?m)^(- |  )(?=\S)", r"  \1", TEXT.replace("资金用途: |-\n  甲\n  乙\n", "资金用途: >-\n  甲\n  乙\n")),
    TEXT.replace("- 甲目标", "- &a 甲目标").replace('- "乙目标"', "- *a"),
    TEXT.replace("- 一级指标: 产出指标\n  二级指标: 成", "- &r\n  一级指标: &p 产出指标\n  二级指标: 成").replace("# 末尾", "- *r\n- {一级指标: *p, 三级指标: 乙}\n# 末尾"),
    TEXT.replace("- 一级指标: 产出指标\n  二级指标: 数", "-\n  一级指标: 产出指标\n  二级指标: 数"),
    TEXT.replace("- 一级指标", "-   一级指标").replace("\n  二级", "\n    二级").replace("\n  三级", "\n    三级").replace("\n  指标", "\n    指标").replace("\n  # 名", "\n    # 名"),
]  # fmt: skip


@settings(max_examples=60)
@given(st.data())
def test_law_l8_a_text_says_the_new_value_and_keeps_what_it_can(data):
    text = data.draw(st.sampled_from(VARIANTS))
    spec = loaded(text)
    value = data.draw(edited(spec.value))
    result = respelled(spec, value, SCHEMA)
    back = loaded(result.text)
    assert back.value == value
    if value == spec.value:
        assert result.text == text
    for comment in re.findall(r"# ?[^\r\n]*", text):
        assert comment.rstrip() in result.text or comment.rstrip() in result.gone
    assert ("\r\n" in result.text) == ("\r\n" in text)
    assert result.text.startswith("\ufeff") == text.startswith("\ufeff")
    same = respelled(back, spec.value, SCHEMA)
    assert loaded(same.text).value == spec.value
