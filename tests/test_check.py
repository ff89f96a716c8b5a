"""What goalgen.verbs.check says, word for word, and where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import spec_of

from goalgen.schema import example
from goalgen.spec import load
from goalgen.text import Source
from goalgen.verbs.check import check, together, validate

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads((ROOT / "schemas/tianjin-2022.schema.json").read_bytes())
GOOD = """\
表样: tianjin-2022
年度: "2022"
序号: "8"
单位代码: "331201"
单位名称: 天津市科学技术信息研究所
金额单位: 万元
项目名称: 科技系统干部教育培训
预算数: "43.00"
财政资金: "43.00"
其他资金: " "
资金用途: 科技系统干部教育培训有关费用
绩效目标:
- 深入贯彻落实规划
绩效指标:
- 一级指标: 产出指标
  二级指标: 成本指标
  三级指标: 预算控制
  绩效指标描述: 不超过年初预算
  指标值: ≤43.5万元
"""


def told(text, known=("tianjin-2022",)):
    _, problems = check(Source("08.yaml", text), lambda name: SCHEMA if name in known else None, known)
    return [str(problem) for problem in problems]


def changed(*changes):
    text = GOOD
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def test_a_right_spec_has_no_problems():
    assert told(GOOD) == []


def test_published_specs_have_no_problems():
    for path in sorted((ROOT / "specs/331201").rglob("*.yaml")):
        assert told(path.read_text("utf-8")) == [], path


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            [("  指标值: ≤43.5万元\n", "")],
            ["08.yaml:15:3 S203 缺少「指标值」，例如写：指标值: ≥12次"],
        ),
        (
            [('预算数: "43.00"\n', "")],
            ['08.yaml:1:1 S203 缺少「预算数」，例如写：预算数: "43.00"'],
        ),
        (
            [("指标值: ≤43.5万元", "指标直: ≤43.5万元")],
            ["08.yaml:19:3 S204 没有「指标直」这一项，是不是必填的「指标值」？"],
        ),
        (
            [("资金用途", "备注: 无\n资金用途")],
            [
                "08.yaml:11:1 S204 没有「备注」这一项；这里可写：表样、年度、序号、单位代码、单位名称、金额单位、"
                "项目名称、预算数、财政资金、其他资金、资金用途、绩效目标、绩效指标"
            ],
        ),
        (
            [("绩效目标:\n- 深入贯彻落实规划", "绩效目标: 深入")],
            [
                "08.yaml:12:7 S205 「绩效目标」应是列表，每项另起一行、以“- ”开头，"
                "如“- 通过门户网站、天津科技公众号，宣传科技经费改革政…”，这里写的是一段文字「深入」"
            ],
        ),
        (
            [("绩效目标:\n- 深入贯彻落实规划", "绩效目标:")],
            [
                "08.yaml:12:6 S205 「绩效目标」应是列表，每项另起一行、以“- ”开头，"
                "如“- 通过门户网站、天津科技公众号，宣传科技经费改革政…”，这里写的是空白"
            ],
        ),
        (
            [("资金用途: 科技系统干部教育培训有关费用", "资金用途:\n- 科技")],
            [
                "08.yaml:11:1 S205 「资金用途」应是一段文字，如“培训讲课费、场地租赁费、资料印刷费”，"
                "这里写的是列表（以“- ”开头的行）"
            ],
        ),
        (
            [("- 深入贯彻落实规划", "- 目标: 深入\n- 好")],
            [
                "08.yaml:13:3 S205 「绩效目标」第 1 项应是一段文字，"
                "如“通过门户网站、天津科技公众号，宣传科技经费改革政…”，这里写的是几行“项: 内容”"
            ],
        ),
        (
            [(GOOD[GOOD.index("- 一级") :], "- 产出\n")],
            [
                "08.yaml:15:3 S205 「绩效指标」第 1 项应是几行“项: 内容”，如“一级指标: …”，这里写的是一段文字「产出」",
            ],
        ),
        (
            [('"331201"', '"33120１"')],
            [
                "08.yaml:4:7 S206 「单位代码」的「33120１」不符合写法，"
                "应如 331201（预算单位代码，六位数字，印在单位名称前面）"
            ],
        ),
        (
            [('"331201"', '"331201\\n"')],
            [
                "08.yaml:4:7 S206 「单位代码」的「331201⏎」不符合写法，"
                "应如 331201（预算单位代码，六位数字，印在单位名称前面）"
            ],
        ),
        (
            [('序号: "8"', "序号:")],
            ["08.yaml:3:4 S206 「序号」不能空着，例如写：8"],
        ),
        (
            [("金额单位: 万元", "金额单位: 万圆")],
            ["08.yaml:6:7 S207 「金额单位」只能是：万元、元；是不是「万元」？"],
        ),
        (
            [("tianjin-2022", "tianjin-2023")],
            ["08.yaml:1:5 S202 没有「tianjin-2023」这个表样，是不是「tianjin-2022」？现有：tianjin-2022"],
        ),
        (
            [("tianjin-2022", "上海")],
            ["08.yaml:1:5 S202 没有「上海」这个表样；现有：tianjin-2022"],
        ),
        (
            [("表样: tianjin-2022\n", "")],
            ["08.yaml:1:1 S201 缺少「表样」，在第一行写：表样: tianjin-2022（现有：tianjin-2022）"],
        ),
    ],
)
def test_messages(changes, expected):
    assert told(changed(*changes)) == expected


def test_without_any_form():
    assert told(GOOD, known=()) == ["08.yaml:1:5 S202 没有「tianjin-2022」这个表样；一个表样也没有找到"]


def test_problems_come_in_order_and_one_for_each_cause():
    text = changed(('序号: "8"', '序号: "08"'), ("指标值:", "指标直:"), ("金额单位: 万元\n", ""), ('"331201"', "三三"))
    assert [line.split(" ")[:2] for line in told(text)] == [
        ["08.yaml:1:1", "S203"],
        ["08.yaml:3:5", "S206"],
        ["08.yaml:4:7", "S206"],
        ["08.yaml:18:3", "S204"],
    ]


def test_positions_follow_the_text():
    problems = told(changed(('序号: "8"', '序号: "08"')))
    moved = told("# 一行\n# 又一行\n" + changed(('序号: "8"', '序号: "08"')))
    assert moved == [problem.replace("08.yaml:3:", "08.yaml:5:") for problem in problems] != problems


def test_a_problem_covers_what_is_to_be_mended():
    spec, _ = load(Source("08.yaml", changed(('"331201"', '"33"'), ("指标值:", "指标直:"))))
    lengths = {problem.code: spec.source.line(problem.where.line)[problem.where.column - 1 :][: problem.where.length]
               for problem in validate(spec, SCHEMA)}  # fmt: skip
    assert lengths == {"S206": '"33"', "S204": "指标直"}


def test_a_text_that_does_not_load_is_not_judged_further():
    assert [line.split(" ")[1] for line in told(changed(("指标值: ", "指标值：")))] != []
    assert all(" S1" in line for line in told(changed(("指标值: ", "指标值："))))


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({"pattern": "^x+$", "minLength": 2}, "值", "「甲」只有 1 个字，至少要 2 个"),
        ({"minLength": 2}, "值", "「甲」只有 1 个字，至少要 2 个"),
        ({"minLength": 1, "pattern": "^x$", "examples": ["x"]}, "''", "「甲」不能空着，例如写：x"),
        ({"maxLength": 2}, "一二三", "「甲」有 3 个字，最多 2 个"),
        ({"type": "array", "minItems": 2}, "[一]", "「甲」只有 1 项，至少要 2 项"),
        ({"type": "array", "maxItems": 1}, "[一, 二]", "「甲」有 2 项，最多 1 项"),
        ({"type": "array", "uniqueItems": True}, "[一, 一]", "「甲」里有重复的项"),
        ({"const": "乙"}, "丙", "「甲」只能是「乙」，不能是「丙」"),
        ({"pattern": "^x$"}, "y", "「甲」的「y」不符合写法，应合乎 ^x$"),
        ({"pattern": "^x$", "description": "一个 x。例：x"}, "y", "「甲」的「y」不符合写法，应是：一个 x"),
        ({"not": {"const": "乙"}, "description": "不是乙"}, "乙", "「甲」不能这样写：不是乙"),
        ({"if": {"const": "乙"}, "then": False}, "乙", "「甲」不合表样的要求"),
        ({"anyOf": [{"const": "一"}, {"const": "二"}]}, "三", "「甲」不合表样许可的任何一种写法"),
        ({"anyOf": [{"type": "array"}, {"type": "string", "enum": ["一"]}]}, "三", "「甲」只能是：一"),
        ({"type": "number"}, "3", "「甲」应是数字（表样的 schema 应是 string 或 number：规格里的值一律是文字）"
                                  "，这里写的是一段文字「3」"),
        ({"$ref": "#/$defs/码"}, "y", "「甲」的「y」不符合写法，应如 x"),
        ({"type": "object", "dependentRequired": {"乙": ["丙"]}}, "{乙: 1}", "「甲」里还缺少要一起写的项"),
    ],
)  # fmt: skip
def test_every_kind_of_schema(schema, value, expected):
    whole = {"properties": {"甲": schema}, "$defs": {"码": {"pattern": "^x$", "examples": ["x"]}}}
    spec, problems = load(Source("a.yaml", f"甲: {value}\n"))
    assert problems == []
    assert [problem.message for problem in validate(spec, whole)] == [expected]


@pytest.mark.parametrize(
    ("pattern", "right", "wrong"),
    [
        (r"^\d{2}$", ["12"], ["１２", "٣٤", "12\n"]),
        (r"^\w+$", ["a_1"], ["甲", "é"]),
        (r"^[\d.]+$", ["1.5"], ["１.5"]),
        (r"^\D$", ["１", "甲"], ["1"]),
        (r"^甲[$]\$$", ["甲$$"], ["甲$$\n", "甲$"]),
    ],
)
def test_a_pattern_means_what_it_means_in_every_editor(pattern, right, wrong):
    schema = {"properties": {"甲": {"pattern": pattern}}}
    for text in [*right, *wrong]:
        told = [problem.message for problem in validate(spec_of({"甲": text}), schema)]
        shown = text.replace("\n", "⏎")
        assert told == ([] if text in right else [f"「甲」的「{shown}」不符合写法，应合乎 {pattern}"])


def test_together_names_both_files():
    specs = [load(Source(name, GOOD))[0] for name in ("08.yaml", "09.yaml")]
    assert [str(problem) for problem in together(specs, SCHEMA)] == [
        "09.yaml:3:5 S211 「序号」与 08.yaml 相同，都是 8：一册里不能重复，请改一个"
    ]
    unordered = {"x-goalgen": {"filename": "{项目名称}"}}
    assert [str(problem) for problem in together(specs, unordered)] == [
        "09.yaml S212 与 08.yaml 同名，文件名都是「科技系统干部教育培训」：一册里不能重复，请改一个"
    ]
    cased = [load(Source(f"{name}.yaml", f"项目名称: {name}\n"))[0] for name in ("甲A", "甲a", "甲b", "甲B")]
    assert [str(problem) for problem in together(cased, unordered)] == [
        "甲a.yaml S212 与 甲A.yaml 同名，文件名都是「甲a」：一册里不能重复，请改一个",
        "甲B.yaml S212 与 甲b.yaml 同名，文件名都是「甲B」：一册里不能重复，请改一个",
    ]
    specs[1] = load(Source("09.yaml", changed(("tianjin-2022", "上海"), ('序号: "8"', '序号: "9"'))))[0]
    assert [str(problem) for problem in together(specs, SCHEMA)] == [
        "09.yaml:1:5 S210 表样与 08.yaml 的「tianjin-2022」不同：一册只能用一种，请分放两个文件夹"
    ]


def test_the_examples_of_a_schema_make_a_value():
    assert example({"properties": {"一": {"examples": ["1"]}}, "type": "object"}, {}) == {"一": "1"}
    assert example({"type": "array", "items": {"enum": ["一", "二"]}}, {}) == ["一"]
    assert example(True, {}) is None
