"""G104: which fields of which form must not be blank, and where blank is customary."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from conftest import ROOT, form
from rules import found, schema

from goalgen.cli import main
from goalgen.desk.forms import Forms
from goalgen.docx import open_package, write_package
from goalgen.paths import SpecPath, field_of, walk
from goalgen.rules import Choice, Project, judge
from goalgen.schema import Schema, example
from goalgen.spec import dump, load
from goalgen.text import Source
from goalgen.verbs.check import validate

CUSTOMARY = {
    "hunan-xiangtan-2023": "填报单位 本年度绩效指标.绩效标准 财政部门审核意见 填表人 联系电话 填报日期 单位负责人",
    "mof-2015-project": "中期资金总额 中期财政拨款 中期其他资金 年度财政拨款 年度其他资金 中期年份 绩效指标.中期二级指标 "
    "绩效指标.中期三级指标 绩效指标.中期指标值 绩效指标.二级指标 绩效指标.三级指标 绩效指标.指标值 备注",
    "mof-2015-region": "实施期金额 实施期中央补助 实施期地方资金 年度中央补助 年度地方资金 绩效指标.实施期二级指标 "
    "绩效指标.实施期三级指标 绩效指标.实施期指标值 绩效指标.二级指标 绩效指标.三级指标 绩效指标.指标值 备注",
    "mof-2015-unit": "年度主要任务.总额 年度主要任务.财政拨款 年度主要任务.其他资金 财政拨款合计 其他资金合计 备注",
    "mof-2020-selfeval": "全年预算数 全年执行数 执行率 预算执行得分 财政拨款年初预算数 财政拨款全年预算数 财政拨款全年执行数 财政拨款执行率 "
    "上年结转年初预算数 上年结转全年预算数 上年结转全年执行数 上年结转执行率 其他资金年初预算数 其他资金全年预算数 其他资金全年执行数 "
    "其他资金执行率 实际完成情况 绩效指标.实际完成值 绩效指标.得分 绩效指标.偏差原因 总分 备注",
    "mof-2021-core": "绩效指标.绩效度量单位 备注",
    "shanghai-putuo-2026": "项目资金总额 项目财政资金 项目其他资金 当年财政拨款 上年结转资金 年度其他资金",
    "sichuan-zhongjiang-2022": "全年预算数 全年执行数 预算执行分值 执行率 预算执行得分 财政拨款全年预算数 财政拨款全年执行数 财政拨款分值 "
    "财政拨款执行率 财政拨款得分 其他资金全年预算数 其他资金全年执行数 其他资金分值 其他资金执行率 其他资金得分 完成情况综述 "
    "绩效指标.全年实际值 绩效指标.得分 绩效指标.未完成原因 总分 注",
    "tianjin-2022": "其他资金",
}
"""The fields of each form that may be blank; in a table of two horizons, beside the other horizon's cell."""


def blanked(form: Schema, blank: str) -> dict[str, list[str]]:
    """What is said of each field of the form's example when it alone is blank, or its list has nothing in it."""
    said: dict[str, list[str]] = {}
    whole = example(form, form)
    for path, value in walk(whole):
        name = "".join("[]" if not isinstance(step, str) else f".{step}" for step in path[1:])
        name = f"{path[0]}{name}".replace("[].", ".") if path else ""
        if not path or isinstance(value, dict) or name in said or path == ("表样",):
            continue
        changed = copy.deepcopy(whole)
        put(changed, path, [] if isinstance(value, list) else blank)
        spec, _ = load(Source("例.yaml", dump(changed, form)))
        assert spec is not None
        problems = [*validate(spec, form), *judge([Project(spec, form)], Choice(("G104", "G203")))]
        said[name] = [p.code for p in problems if p.where.path and field_of(p.where.path) == field_of(path)]
    return said


def put(value: dict, path: SpecPath, new: object) -> None:
    for step in path[:-1]:
        value = value[step]
    value[path[-1]] = new


@pytest.mark.parametrize(
    "name", sorted(path.name.removesuffix(".schema.json") for path in ROOT.glob("schemas/*-*.json"))
)
@pytest.mark.parametrize("blank", ["", " ", "\u3000"])
def test_each_field_of_each_form_is_blank_where_that_is_customary_and_said_once_elsewhere(name, blank):
    said = blanked(schema(name), blank)
    silent = [field for field, codes in said.items() if set(codes) <= {"G203"}]
    spaceless = ["填表人", "联系电话", "填报日期", "单位负责人"] if blank and name.startswith("hunan") else []
    assert silent == [field for field in CUSTOMARY[name].split() if field not in spaceless]
    assert {field: codes for field, codes in said.items() if len(codes) > 1} == {}
    assert {code for codes in said.values() for code in codes} <= {"G104", "G203", "S206", "S207"}


def test_the_messages():
    text = (
        '单位名称: ""\n资金用途: " "\n绩效目标:\n- ""\n绩效指标:\n'
        '- 一级指标: 产出指标\n  二级指标: 数量指标\n  三级指标: 场次\n  绩效指标描述: ""\n  指标值: ≥1场\n'
        '- 一级指标: ""\n  二级指标: ""\n  三级指标: ""\n  绩效指标描述: ""\n  指标值: ""\n'
    )
    assert found(text, "G104") == [
        "1:7+2 G104 「单位名称」空着：请填写",
        "2:7+3 G104 「资金用途」空着：请填写",
        "4:3+2 G104 「绩效目标」第 1 条空着：请填写",
        "9:11+2 G104 「场次」的「绩效指标描述」空着：请填写",
        "11:9+2 G104 没有名称的一行，「一级指标」「二级指标」「三级指标」「绩效指标描述」「指标值」空着：请填写，或删去这一行",
    ]


def of(text: str, form: Schema) -> list[str]:
    spec, _ = load(Source("例.yaml", text))
    assert spec is not None
    return [str(p) for p in judge([Project(spec, form)], Choice(("G104",)))]


def test_rows_of_tables_that_are_not_of_indicators():
    tasks = '年度主要任务:\n- 任务名称: 公务用车\n  主要内容: " "\n- 任务名称: ""\n  主要内容: ""\n  总额: ""\n'
    assert of(tasks, schema("mof-2015-unit")) == [
        "例.yaml:3:9 G104 「年度主要任务」里「公务用车」一行的「主要内容」空着：请填写",
        "例.yaml:4:9 G104 「年度主要任务」里什么也没有写的一行，「任务名称」「主要内容」空着：请填写，或删去这一行",
    ]


def test_a_row_of_two_horizons_needs_one():
    row = '绩效指标:\n- 一级指标: 产出指标\n  中期二级指标: "{0}"\n  中期三级指标: "{0}"\n  中期指标值: "{0}"\n'
    row += '  二级指标: "{1}"\n  三级指标: "{1}"\n  指标值: "{1}"\n'
    form = schema("mof-2015-project")
    assert of(row.format("甲", ""), form) == of(row.format("", "甲"), form) == []
    names = "中期二级指标」「中期三级指标」「中期指标值」「二级指标」「三级指标」「指标值"
    assert of(row.format("", ""), form) == [
        f"例.yaml:3:11 G104 「产出指标」下没有名称的一行，「{names}」空着：表样印好的行，用得着就填写，用不着就删去"
    ]


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ({"type": "string"}, ["例.yaml:1:5 G104 「保管」空着：请填写"]),
        ({"type": "string", "examples": ["甲", ""]}, []),
        ({"type": "string", "enum": ["甲", ""]}, []),
        ({"$ref": "#/$defs/空"}, []),
        ({"type": "string", "pattern": "^.+$"}, []),  # the schema says it
        ({"type": "string", "minLength": 1}, []),
        ({"type": "string", "x-meaning": "remark"}, []),
    ],
)
def test_any_schema(field, said):
    form = {"required": ["保管"], "properties": {"保管": field}, "$defs": {"空": {"examples": [" "]}}}
    assert of('保管: ""\n', form) == said
    assert of('保管: ""\n', {**form, "required": []}) == []
    rows = {
        "required": ["行"],
        "properties": {"行": {"items": form, "examples": [[{"保管": ""}]]}},
        "$defs": form["$defs"],
    }
    assert of('行:\n- 保管: ""\n', rows) == []


LEGACY = ROOT / "tests/data/legacy/tianjin-2022.docx"


@pytest.mark.parametrize(
    ("old", "left", "cell", "name"),
    [
        ("331201天津市科学技术信息研究所", "331201", "表1 第1行第1列", "单位名称"),
        ("15.00", " ", "表1 第3行第3列", "预算数"),
        *(
            ("2022年度天津市科技计划项目抽查监督工作有关费用", blank, "表1 第4行第2列", "资金用途")
            for blank in ("", " ", "\u3000\u3000", "\xa0", "\u200b")
        ),
    ],
)
def test_what_was_left_empty_in_an_old_word_file_is_told_with_its_cell(
    old, left, cell, name, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Forms, "usable", lambda _: ([form("tianjin-2022")], []))
    package, _ = open_package(LEGACY.read_bytes(), "旧.docx")
    text = package.parts["word/document.xml"].decode()
    assert f">{old}<" in text
    emptied = text.replace(f">{old}<", f">{left}<", 1)
    Path("旧.docx").write_bytes(write_package({**package.parts, "word/document.xml": emptied.encode()}))
    assert main(["check", "旧.docx", "--select", "G104"]) == 1
    said = [line for line in capsys.readouterr().out.splitlines() if "G104" in line]
    assert said == [f"旧.docx {cell} G104 「{name}」空着：请填写"]


HEADED = """\
表样: 甲
年度总体目标: {}
绩效目标: {!r}
绩效指标:
- 三级指标: 会议场次
  指标值: ≥3场
  分值: "50"
- 三级指标: 会议合格率
  指标值: ≥95%
  分值: "40"
"""


@pytest.mark.parametrize(
    ("title", "goal", "heading", "told"),
    [
        ("绩效目标（90分）", "开会3场", "", []),
        ("绩效目标（90分）", "''", "", ["「年度总体目标」空着：请填写"]),
        ("绩效目标（100分）", "开会3场", "", []),
        ("绩效目标", "开会3场", "", ["「绩效目标」空着：请填写"]),
        ("绩效目标（10分）", "''", "", ["「年度总体目标」空着：请填写", "「绩效目标」空着：请填写"]),
        ("绩效目标", "开会3场", "90分", []),
    ],
)
def test_a_label_with_points_above_the_list_is_no_goal_that_is_missing(title, goal, heading, told):
    text = {"type": "string"}
    rows = {
        "type": "array",
        "items": {"type": "object", "properties": dict.fromkeys(("三级指标", "指标值", "分值"), text)},
    }
    properties = {"年度总体目标": text, "绩效目标": text | {"title": title}, "绩效指标": rows}
    spec, problems = load(Source("甲.yaml", HEADED.format(goal, heading)))
    assert spec is not None, problems
    whole = Project(spec, {"type": "object", "properties": properties})
    assert [each.message for each in judge([whole], Choice(("G104",)))] == told
    assert [each.text for each in whole.goals if not each.is_blank] == ([] if goal == "''" else [goal])


@pytest.mark.parametrize("name", ["指标1：", "……", "三级指标2", "1.", "...", "指标一:"])
def test_a_row_that_the_form_prints_in_advance_is_told_and_no_more(name):
    rows = "- 一级指标: 产出指标\n  二级指标: 数量指标\n  三级指标: {}\n  绩效指标描述: ''\n  指标值: ''\n"
    (said,) = [each for each in found(f"绩效指标:\n{rows.format(repr(name))}", "G104") if "表样印好的行" in each]
    assert said.endswith("表样印好的行，用得着就填写，用不着就删去")
    assert "请填写" in "".join(found(f"绩效指标:\n{rows.format('会议场次')}", "G104"))
