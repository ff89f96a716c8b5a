"""The 17 specs against the text that was extracted from the published document: printed in its layout, they are that text."""

from __future__ import annotations

from typing import Any

from conftest import ROOT

from goalgen.spec import load
from goalgen.text import Source

SPECS = ROOT / "specs/331201/2022"
SEED = ROOT / "tests/data/seed/tianjin-331201-2022.txt"
FIRST_BOOKMARK = 56
COLUMNS = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值")
UNHEADED = {9, 16}
"""Projects whose headings, and the blank lines before them, the extraction lost."""


def row(*cells: str) -> str:
    return "".join(f"\t{cell}\n" for cell in cells) + "\n"


def published(value: dict[str, Any]) -> str:
    """One project as the extraction prints it."""
    number = int(value["序号"])
    bookmark = f"[bookmark: _Toc_4_4_{FIRST_BOOKMARK + number - 1:010}]"
    heading = "" if number in UNHEADED else f"{bookmark}{number}.{value['项目名称']}绩效目标表\n"
    funds = ("预算数", value["预算数"], "其中：财政    资金", value["财政资金"], "其他资金", value["其他资金"])
    goals = "\n".join(f"{index}.{goal}" for index, goal in enumerate(value["绩效目标"], 1))
    head = (
        row(f"{value['单位代码']}{value['单位名称']}", f"单位：{value['金额单位']}")
        + row("项目名称", value["项目名称"])
        + row("预算规模及资金用途", *funds)
        + row("", value["资金用途"])
        + row("绩效目标", goals)
    )
    rows, above = row(*COLUMNS), None
    for item in value["绩效指标"]:
        level = item["一级指标"]
        rows += row("" if level == above else level, *(item[column] for column in COLUMNS[1:]))
        above = level
    end = " " if number + 1 in UNHEADED else "\n\n \n"
    if number + 1 in UNHEADED:
        rows = rows.removesuffix("\n")
    return f"{heading}{head}\n \n{rows}{end}"


def specs() -> list[dict[str, Any]]:
    loaded = [load(Source(path.name, path.read_text(encoding="utf8"))) for path in sorted(SPECS.glob("*.yaml"))]
    assert all(spec is not None and not problems for spec, problems in loaded)
    return [spec.value for spec, _ in loaded if spec]


def test_the_specs_print_as_the_published_text():
    seed = SEED.read_bytes().decode("utf8")
    assert "".join([" ", *(published(value) for value in specs())]).rstrip() == seed.rstrip()


def test_all_projects_and_indicators_are_there():
    values = specs()
    assert [value["序号"] for value in values] == [str(number) for number in range(1, 18)]
    assert sum(len(value["绩效指标"]) for value in values) == 141


def test_what_was_published_stays():
    values = {int(value["序号"]): value for value in specs()}
    assert values[8]["绩效指标"][0]["指标值"] == "≤43.5万元"
    assert values[8]["预算数"] == "43.00"
    assert values[8]["绩效指标"][2]["三级指标"] == "干部培训质量\n\n"
    assert values[6]["绩效指标"][0]["三级指标"] == "指标1：官网访问量增加（目标1"
    assert values[7]["绩效指标"][3]["三级指标"] == " 科技汇智培训工作报告（份）"
    assert values[9]["绩效指标"][-1]["指标值"] == "≥99百分之"
    assert values[1]["绩效指标"][3]["三级指标"] == "检查情况反馈材料 "
    assert {value["其他资金"] for value in values.values()} == {" "}
