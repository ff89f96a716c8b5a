"""A target value in three columns, its sign and its unit apart, is one value: rules say of it what they say of one in a cell."""

from __future__ import annotations

from collections import Counter

import pytest
from rules import project, seed

from goalgen.problem import Problem
from goalgen.rules import Choice, judge, mend
from goalgen.spec import dump, load
from goalgen.text import Source
from goalgen.value import PartKind, ValueKind, parse
from goalgen.view import Project

BY_CELL = ("G401", "G402", "G403", "G404", "G406")
"""They say in which of the cells to write."""
CHOICE = Choice(("G4", "G5", "G6"))
Columns = tuple[str, str, str]
ROW = "绩效指标:\n- 一级指标: {}\n  二级指标: {}\n  三级指标: {}\n  指标性质: {!r}\n  指标值: {!r}\n  度量单位: {!r}\n"


def columns_of(text: str) -> Columns:
    """A value as its sign, its number and its unit; all of it as the number where it is not made of these three."""
    value = parse(text)
    signs, numbers = value.of(PartKind.OPERATOR), value.of(PartKind.NUMBER)
    if value.kind is ValueKind.NUMBER and len(numbers) == 1 and len(signs) < 2:
        before, after = text[: numbers[0].start].strip(), text[numbers[0].end :].strip()
        if before == "".join(sign.text for sign in signs):
            return before, numbers[0].text, after
    return "", text, ""


def in_columns(whole: Project) -> Project:
    """The same project in a form with three columns for a value."""
    rows = []
    for row in whole.spec.value["绩效指标"]:
        sign, number, unit = columns_of(row["指标值"])
        rows.append(row | {"指标性质": sign, "指标值": number, "度量单位": unit})
    spec, _ = load(Source(whole.spec.source.name, dump({**whole.spec.value, "绩效指标": rows}, {})))
    assert spec is not None
    return bare(Project(spec, whole.schema))


def bare(whole: Project) -> Project:
    """A project whose schema says nothing but which tree its levels are of."""
    return Project(whole.spec, {"x-goalgen": whole.schema["x-goalgen"]})


def said(one: Project) -> Counter[tuple[str, object, str]]:
    found = judge([one], CHOICE)
    return Counter((each.code, row_of(each), "" if each.code in BY_CELL else each.message) for each in found)


def row_of(problem: Problem) -> object:
    path = problem.where.path or ()
    return path[1] if path[:1] == ("绩效指标",) else None


def test_the_seed_in_three_columns_is_judged_as_in_one():
    assert sum(columns_of(row["指标值"])[0] != "" for one in seed() for row in one.spec.value["绩效指标"]) > 60
    for one in seed():
        assert said(in_columns(one)) == said(bare(one))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("产出指标", "成本指标", "培训成本", "≥", "12", "万元"), ["指标性质 G412 成本指标写「≥12万元」：应是 ≤"]),
        (("产出指标", "质量指标", "验收合格率", "≥", "95", "百分比"), ["度量单位 G403 「百分比」应写作 %"]),
        (("产出指标", "质量指标", "验收合格率", "≥", "120", "%"), ["指标值 G406 「120%」：比率不会超过 100%，请核对"]),
        (("产出指标", "数量指标", "调查问卷", "≥", "30", "项"), ["度量单位 G405 「调查问卷」的单位应为份，不是「项」"]),
        (("效益指标", "经济效益指标", "带动投资", "≥", "3万", "元"), []),
        (("产出指标", "质量指标", "专项工作报告", "≥", " 3", "份"),
         ["指标值 G609 「≥3份」是数量，不是质量：移到数量指标；质量指标填合格率、采纳率"]),
        (("产出指标", "质量指标", "验收合格率", "大于等于", "95", "%"), []),
        (("产出指标", "质量指标", "验收合格率", "＝", "95", "%"), []),
        (("产出指标", "质量指标", "课程质量", "定性", "优良", "—"), []),
    ],
)  # fmt: skip
def test_each_finding_stands_in_the_cell_it_is_about(row, told):
    found = judge([project(ROW.format(*row))], CHOICE)
    assert [f"{each.where.path[-1]} {each.code} {each.message}" for each in found] == told


def test_a_fix_changes_the_cell_that_the_part_is_in():
    text = ROW.format("产出指标", "质量指标", "验收合格率", "≥", "95", "百分比")
    for before, after in (("'百分比'", "'%'"), ("'  百分比 '", "'  % '")):
        (mended,) = mend([project(text.replace("'百分比'", before))], CHOICE)
        assert mended.source.text == text.replace("'百分比'", after)
