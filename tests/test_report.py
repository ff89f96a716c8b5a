"""What a reviewer's desk is given: each project with its counts and its budget, and each finding with its project and indicator.

The pages are compared whole with `tests/data/reports`; `python tests/test_report.py` writes these anew, to be looked at.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import ROOT
from documents import document
from rules import project

from goalgen.cli import main, overview
from goalgen.cli.report import Run, render
from goalgen.desk.subjects import subject_of
from goalgen.paths import Index
from goalgen.problem import TEXT, Problem, Severity, Subject, Unjudged, Where

PAGES = ROOT / "tests/data/reports"
BOOK = ROOT / "specs/331201/2022"
TRAINING = Subject("收到/甲局.docx", "干部培训", "表1", "甲局", "43.00", "万元", "430000.00")
ROAD = Subject("收到/乙局.docx", "修<b>路</b> & 桥", "表3", "乙局", "1,000", "万元", "10000000")
QUIET = Subject("收到/乙局.docx", "植树", "表5", "乙局", "见附表", "万元", "")
VALUE = ("绩效指标", Index(0), "指标值")
FOUND = [
    Problem("R301", Where("收到/丙局.docx"), "没有找到认识的表"),
    Problem(
        "G502",
        Where(TRAINING.file, "表2 第3行第5列", VALUE, subject=TRAINING, indicator="完成时间"),
        f"没有写日：写成 {TEXT}",
        Severity.WARN,
        text="2022年12月31日前",
    ),
    Problem(
        "G521",
        Where(
            TRAINING.file,
            "表2 第7行第6列",
            VALUE,
            others=(Where(TRAINING.file, "表2 第7行第5列"), Where(TRAINING.file, "表2 第7行第7列")),
            subject=TRAINING,
            indicator="培训成本",
        ),
        "成本「≤43.5万元」超过预算数",
    ),
    Problem(
        "G704", Where(ROAD.file, "表3 第6行第2列", ("绩效目标",), subject=ROAD), "分号|隔开\n\x1b[31m", Severity.INFO
    ),
]
RUN = Run(3, unjudged=[Unjudged("新表", "新表 <这个表样> 没有指标清单的意思", ())], subjects=[TRAINING, ROAD, QUIET])


def told(name: str) -> str:
    return render(name, FOUND, RUN)


@pytest.mark.parametrize("name", ["md", "html"])
def test_a_report_is_as_it_was_looked_at(name):
    assert told(name) == (PAGES / f"检查.{name}").read_text("utf-8")


def test_what_is_not_shown_is_counted():
    some = [problem for problem in FOUND if problem.severity is Severity.ERROR]
    run = RUN._replace(found=FOUND, level=Severity.ERROR)
    rows = overview.rows(some, run)
    assert [(row.name, *row.counts.values(), len(row.problems)) for row in rows] == [
        ("干部培训", 1, 1, 1),
        ("修<b>路</b> & 桥", 1, 0),
        ("植树", 0),
        ("丙局.docx", 1, 1),
    ]
    assert overview.sentence(some, run) == (
        "共 3 个文件、3 张表、3 个项目、2 个单位，预算合计 1,043.00 万元（不含没有写明金额的 1 张表）："
        "2 个错误、1 个警告、1 个提示；警告、提示没有列出，用 --level 提示 看。"
    )


def test_budgets_in_different_units_are_not_summed():
    yuan = ROAD._replace(budget="5", money="元", budget_yuan="5")
    assert overview.budgets([TRAINING, yuan]) == "金额的单位不一，没有合计"
    assert overview.budgets([TRAINING, TRAINING, ROAD]) == "1,086.00 万元"
    assert overview.budgets([QUIET]) == ""
    assert overview.gist(Run(1)) == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("金额单位: 万元\n预算数: '43.00'\n", ("43.00 万元", "万元", "430000.00")),
        ("金额单位: 元\n预算数: '1,000'\n", ("1,000 元", "元", "1000")),
        ("金额单位: 万元\n预算数: 250万\n", ("250万", "万元", "2500000")),
        ("预算数: 0.5亿元\n", ("0.5亿元", "亿元", "50000000.0")),
        ("预算数: 3000元\n", ("3000元", "元", "3000")),
        ("金额单位: 万元\n预算数: 3辆\n", ("3辆", "万元", "")),
        ("金额单位: 万元\n预算数: 见附表\n", ("见附表", "万元", "")),
        ("金额单位: 万元\n预算数: ''\n全年预算数: '20'\n", ("20 万元", "万元", "200000")),
        ("预算数: '20'\n", ("20", "", "")),
        ("项目名称: 甲\n", ("", "", "")),
        ("金额单位: 万元\n", ("", "万元", "")),
    ],
)
def test_a_budget_is_told_as_it_is_written_and_summed_as_it_is_meant(text, told):
    subject = subject_of(project(text), "甲.yaml")
    row = overview.Row(subject, Counter(), [])
    assert (row.budget, subject.money, subject.budget_yuan) == told


class Page(HTMLParser):
    """The tags of a page, those that are open at its end, and all that it would ask for from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.asked: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br", "col"):
            self.open.append(tag)
        found = dict(attrs)
        self.ids |= {found["id"] or ""} if "id" in found else set()
        self.asked += [value or "" for key, value in attrs if key in ("src", "href", "action")]
        assert tag not in ("script", "link", "img", "iframe", "b") or attrs == [("class", found.get("class"))]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_asks_for_nothing():
    page = Page()
    text = told("html")
    page.feed(text)
    page.close()
    assert page.open == []
    assert page.asked == ["#p1", "#p2", "#p4"]
    assert {each.removeprefix("#") for each in page.asked} <= page.ids
    assert not re.search(r"https?:|url\(|@import|\x1b", text)


@pytest.mark.parametrize("name", ["md", "html"])
def test_nothing_found_is_said(name):
    assert "共 0 个文件，没有问题。" in render(name, [], Run(0))


def test_specs_and_what_does_not_load_are_in_the_table(tmp_path, monkeypatch, capsys):
    """A spec that does not load is known by its file; what is remembered is told with the same projects."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "specs").mkdir()
    shutil.copy(next(BOOK.glob("08*")), "specs/甲.yaml")
    Path("specs/乙.yaml").write_text("项目名称：[\n", "utf-8")
    outputs = []
    for _ in range(2):
        assert main(["check", "--format", "md", "--select", "G521"]) == 1
        outputs.append(capsys.readouterr().out)
    assert outputs[0] == outputs[1]
    lines = outputs[0].splitlines()
    assert lines[2:5] == [
        "| 科技系统干部教育培训 | 1 | 0 | 0 | 43.00 万元 | 天津市科学技术信息研究所 | specs/甲.yaml |",
        "| 乙.yaml | 1 | 0 | 0 |  |  | specs/乙.yaml |",
        "| 合计 | 2 | 0 | 0 | 43.00 万元 |  |  |",
    ]
    assert [line for line in lines if line.startswith("### ")] == ["### 科技系统干部教育培训", "### 乙.yaml"]


def test_a_value_of_three_columns_is_at_all_its_cells(tmp_path, monkeypatch, capsys):
    """In a drafted form too, whose fields are known by what they mean: the value's cell first, the others beside it."""
    monkeypatch.chdir(tmp_path)
    draft(tmp_path)
    capsys.readouterr()
    word = "甲.docx"
    assert main(["check", word, "--select", "G521", "--format", "json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)["problems"]
    place = {"file": word, "line": 0, "column": 0, "length": 0}
    assert (found["project"], found["indicator"], found["cell"], found["related"]) == (
        "甲会议",
        "甲会议费",
        "表1 第4行第5列",
        [place | {"cell": "表1 第4行第4列"}, place | {"cell": "表1 第4行第6列"}],
    )
    assert main(["check", word, "--select", "G521"]) == 1
    assert capsys.readouterr().out == (
        f"{word} 表1 第4行第4–6列 G521 成本「≤12万元」超过预算数 8.50万元，多 3.50万元\n  甲会议 › 甲会议费\n"
    )
    assert main(["check", "specs", "--select", "G521", "--format", "sarif"]) == 1
    (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    lines = [each["physicalLocation"]["region"]["startLine"] for each in result["relatedLocations"]]
    assert (result["locations"][0]["physicalLocation"]["region"]["startLine"], lines) == (10, [9, 11])
    assert result["properties"] == {"project": "甲会议", "indicator": "甲会议费"}
    assert main(["check", word, "--select", "G521", "--annotate", "批注.docx"]) == 1
    capsys.readouterr()
    assert main(["show", "批注.docx", "--comments"]) == 0
    assert capsys.readouterr().out == ("表1 第4行第5列 goalgen：G521 成本「≤12万元」超过预算数 8.50万元，多 3.50万元\n")


def draft(folder: Path) -> None:
    """A form of three columns, drafted from two tables that are filled in; the first of them as a spec, too."""
    for name, number, people in (("甲", "12", "3"), ("乙", "9", "5")):
        rows = [
            ["项目名称", (f"{name}会议", 2), "预算数（万元）", ("8.50", 2)],
            ["绩效目标", (f"开{name}会", 5)],
            ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位"],
            ["成本指标", "经济成本指标", f"{name}会议费", "≤", number, "万元"],
            ["产出指标", "数量指标", f"{name}会议场次", "≥", people, "场"],
        ]
        (folder / f"{name}.docx").write_bytes(document("项目支出绩效目标表", rows))
    (folder / "templates").mkdir()
    main(["form", "draft", "甲.docx", "乙.docx", "-o", "templates/三栏.docx"])
    main(["read", "甲.docx", "-o", "specs"])


if __name__ == "__main__":
    for each in ("md", "html"):
        (PAGES / f"检查.{each}").write_text(told(each), "utf-8")
    sys.stdout.write(f"已写 {os.fspath(PAGES)}\n")
