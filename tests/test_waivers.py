"""`# goalgen: ignore G521 原因`: what it waives, and what is said of one that is of no use."""

from __future__ import annotations

import pytest
from rules import found, project

from goalgen.rules import Choice, judge, mend
from goalgen.spec import fmt
from goalgen.text import Source

COST = """金额单位: 万元
预算数: "43.00"
绩效指标:
- 二级指标: 成本指标
  指标值: ≤43.5万元{}
"""
SAID = "5:8+7 G521 成本「≤43.5万元」超过预算数 43.00万元，多 0.50万元"


def test_without_a_waiver():
    assert found(COST.format(""), "G521", "G0") == [SAID]


@pytest.mark.parametrize(
    "comment",
    [
        "  # goalgen: ignore G521 已批复，不得调整",
        "  #goalgen：ignore g521：已批复",
        "  # goalgen: ignore G203, G521 已批复",
        "  # goalgen: ignore G203，G521、已批复",
    ],
)
def test_on_the_line(comment):
    assert found(COST.format(comment), "G521", "G0") == []


def test_alone_on_the_line_above():
    text = COST.format("").replace("  指标值", "  # goalgen: ignore G521 已批复\n\n  # 另一条注释\n  指标值")
    assert found(text, "G521", "G0") == []


def test_with_crlf():
    text = COST.format("  # goalgen: ignore G521 已批复").replace("\n", "\r\n")
    assert found(text, "G521", "G0") == []


def test_not_on_another_line():
    text = "# goalgen: ignore G521 已批复\n" + COST.format("")
    assert found(text, "G521", "G0") == [
        "1:19+4 G002 这一行没有 G521 的问题，请删去这个豁免",
        SAID.replace("5:", "6:"),
    ]


def test_in_the_whole_of_a_value_of_several_lines():
    text = "项目名称: 培训\n资金用途: |-  # goalgen: ignore G106 模板如此\n  第一段\n  第××段\n"
    assert found(text, "G106", "G0") == []


def test_a_text_with_the_same_words_is_no_waiver():
    text = '绩效目标:\n- "说明 # goalgen: ignore G106 某某"\n'
    assert found(text, "G106", "G0") == ["2:30+2 G106 「某某」是没有替换的占位符：请写实际内容"]


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("ignore G521", "5:17+22 G003 豁免 G521 没有写原因，应写在代码后面，如“已批复，不得调整”"),
        (
            "ignore 已批复",
            "5:17+21 G001 豁免没有写代码：ignore 后面先写代码，再写原因，如 # goalgen: ignore G521 已批复",
        ),
        ("ignore G999 已批复", "5:35+4 G001 没有 G999 这条规则：用 goalgen rule 查代码"),
        ("ignore G522 已批复", "5:35+4 G002 这一行没有 G522 的问题，请删去这个豁免"),
    ],
)
def test_what_is_wrong_with_a_waiver(comment, said):
    assert [line for line in found(COST.format(f"  # goalgen: {comment}")) if " G0" in line] == [said]


def test_a_waiver_of_a_rule_that_does_not_run_is_not_useless():
    text = COST.format("  # goalgen: ignore G522 已批复")
    assert found(text, "G521", "G0") == [SAID]
    assert judge([project(text)], Choice(("G",), ("G0", "G52", "G2", "G3", "G5"))) == []


def test_waivers_survive_fmt_and_fix():
    text = COST.format("  # goalgen: ignore G521 已批复").replace("- 二级", '其他资金: " "\n绩效指标:\n- 二级', 1)
    text = text.replace("绩效指标:\n其他资金", "其他资金", 1)
    assert "# goalgen: ignore G521 已批复" in fmt(Source("例.yaml", text))[0]
    (mended,) = mend([project(text)], unsafe=True)
    assert mended.source.text == text.replace('" "', '"0.00"')


def test_a_waiver_at_another_place_of_a_finding_is_of_use_and_waives_only_the_first():
    text = '金额单位: 万元\n预算数: "20"{}\n财政资金: "20"{}\n'
    said = "「20」没有两位小数（2 处）：写成 20.00"
    waiver = "  # goalgen: ignore G202 已批复"
    assert found(text.format("", waiver), "G202", "G002") == [f"2:7+2 G202 {said}"]
    assert found(text.format(waiver, ""), "G202", "G002") == []
    assert found(text.format(waiver, waiver), "G202", "G002") == []
