"""Vertical merges without a beginning: what goes on with nothing is a cell of its own (law L13 too: quick and slow alike)."""

from __future__ import annotations

import copy
import re
from pathlib import Path

import pytest
from conftest import ROOT, form, specs_in
from constructs import Doc, W, after, paragraph, xml
from documents import document, edit

from goalgen.desk.forms import Forms
from goalgen.desk.lint import Lint
from goalgen.desk.review import review
from goalgen.docx import DOCUMENT, Revisions, Row, content, open_package
from goalgen.problem import Problem
from goalgen.rules import Choice, Project, judge
from goalgen.spec import dump, load
from goalgen.text import Source, apply_edits
from goalgen.verbs.build import build
from goalgen.verbs.check import example
from goalgen.verbs.read import read
from goalgen.vocabulary import TO_FILL

BEGINS, GOES_ON, ALONE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", ""
WIDE = '<w:gridSpan w:val="2"/>'
GAP = ("", "nothing")
"""A column before or after the cells of a row."""


def properties(row: list[tuple[str, str]]) -> str:
    before = next((at for at, one in enumerate(row) if one != GAP), 0)
    behind = next((at for at, one in enumerate(reversed(row)) if one != GAP), 0)
    gaps = (f'<w:grid{side} w:val="{gap}"/>' for side, gap in (("Before", before), ("After", behind)) if gap)
    made = "".join(gaps)
    return f"<w:trPr>{made}</w:trPr>" if made else ""


def cell(one: tuple[str, str]) -> str:
    text, how = one
    inside = f"<w:tc><w:tcPr>{how}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"
    return "" if one == GAP else inside


def columns(rows: list[list[tuple[str, str]]], revisions: Revisions = Revisions.FINAL) -> list[str]:
    """The rows of a table of cells with their properties: `^` is a cell merged away, `?` one that goes on with nothing."""
    table = "".join(f"<w:tr>{properties(row)}{''.join(map(cell, row))}</w:tr>" for row in rows)
    package = open_package(edit(document([["甲"]]), "<w:tr>.*</w:tr>", table), "")[0]
    assert package is not None
    seen = []
    for quick in (True, False):
        held = content(package, revisions, quick=quick)
        assert held.hidden == []
        rows_seen = [block.cells for block in held.blocks if isinstance(block, Row)]
        seen.append(
            ["|".join("^" if cell.origin else cell.text + "?" * cell.orphan for cell in row) for row in rows_seen]
        )
    assert seen[0] == seen[1]
    return seen[0]


@pytest.mark.parametrize(
    ("rows", "seen"),
    [
        ([[("头", ALONE)], [("", GOES_ON)], [("", GOES_ON)]], ["头", "?", "?"]),
        ([[("头", ALONE)], [("子", GOES_ON)], [("丑", GOES_ON)]], ["头", "子?", "丑?"]),
        ([[("子", GOES_ON)], [("", GOES_ON)]], ["子?", "?"]),
        ([[("子", BEGINS)], [("", GOES_ON)], [("", '<w:vMerge w:val="continue"/>')]], ["子", "^", "^"]),
        ([[("子", BEGINS)], [("丑", ALONE)], [("寅", GOES_ON)]], ["子", "丑", "寅?"]),
        ([[("子", BEGINS)], [("丑", BEGINS)], [("", GOES_ON)]], ["子", "丑", "^"]),
        ([[("子", ALONE), ("丑", BEGINS)], [("寅", WIDE)], [("卯", ALONE), ("辰", GOES_ON)]], ["子|丑", "寅", "卯|辰?"]),
        ([[("头", ALONE), ("头", ALONE)], [("子", GOES_ON), ("丑", BEGINS)], [("寅", GOES_ON), ("", GOES_ON)]],
         ["头|头", "子?|丑", "寅?|^"]),
        ([[("子", BEGINS), ("丑", BEGINS)], [GAP, ("", GOES_ON)], [("寅", GOES_ON), ("", GOES_ON)]], ["子|丑", "^", "寅?|^"]),
        ([[("子", BEGINS), ("丑", BEGINS)], [("", GOES_ON), GAP], [("", GOES_ON), ("寅", GOES_ON)]], ["子|丑", "^", "^|寅?"]),
        ([[("子", BEGINS), ("丑", BEGINS)], [("", GOES_ON)], [("", GOES_ON), ("寅", GOES_ON)]], ["子|丑", "^", "^|寅?"]),
        ([[("子", ALONE), ("丑", BEGINS)], [("寅", ALONE)], [("卯", ALONE), ("", GOES_ON)], [("卯", ALONE), ("", GOES_ON)]],
         ["子|丑", "寅", "卯|?", "卯|?"]),
        ([[("子", BEGINS), ("丑", BEGINS)], [GAP], [("寅", GOES_ON), ("卯", GOES_ON)]], ["子|丑", "", "寅?|卯?"]),
        ([[("子", WIDE + BEGINS), ("丑", BEGINS)], [GAP, GAP, ("", GOES_ON)], [("寅", WIDE + GOES_ON), ("", GOES_ON)]],
         ["子|丑", "^", "寅?|^"]),
        ([[GAP, ("子", BEGINS)], [("丑", ALONE), ("", GOES_ON)], [GAP, ("", GOES_ON)], [("寅", GOES_ON), ("", GOES_ON)]],
         ["子", "丑|^", "^", "寅?|^"]),
    ],
)  # fmt: skip
def test_what_goes_on_with_nothing_is_a_cell_of_its_own(rows, seen):
    assert columns(rows) == seen
    assert columns(rows, Revisions.ORIGINAL) == seen


def cut(at: int, *, header: bool, joined: bool = False, changed: str = "") -> list[str]:
    """A built table that is cut before a row of its indicators, below a merge's beginning: what is told and the classes."""
    book = build(specs_in(ROOT / "specs/331201/2022")[7:8], form("tianjin-2022")).data
    assert book is not None
    doc = Doc(book)
    table = list(doc.tree.iter(f"{W}tbl"))[-1]
    rows = table.findall(f"{W}tr")
    second = copy.deepcopy(table)
    below = second.findall(f"{W}tr")
    for row in rows[at:]:
        table.remove(row)
    for row in below[0 if not header else 1 : at]:
        second.remove(row)
    if changed:
        next(below[at].iter(f"{W}tc")).append(xml(paragraph(changed))[0])
    if joined:
        for row in second.findall(f"{W}tr"):
            table.append(row)
    else:
        table.addnext(second)
        after(table, "<w:p/>")
    reading = read(doc.save(), "表.docx", [form("tianjin-2022")])
    (spec,) = reading.specs
    return [*map(str, reading.problems), *(row["一级指标"] for row in spec.value["绩效指标"])]


CLASSES = ["产出指标"] * 4 + ["效益指标", "满意度指标"]


@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize("at", [2, 3, 4])
def test_below_a_cut_it_has_the_value_above(at, header):
    first = 2 if header else 1
    told = [
        f"表.docx 表3 第{row}行第1列 R208 「一级指标」接着断开处上面的合并格，读作「产出指标」"
        for row in range(first, first + 5 - at)
    ]
    assert cut(at, header=header) == told + CLASSES


def test_below_a_header_that_was_typed_again_in_the_same_table_too():
    assert cut(4, header=True, joined=True) == [
        "表.docx 表2 第6行第1列 R208 「一级指标」接着断开处上面的合并格，读作「产出指标」",
        *CLASSES,
    ]


def test_what_stands_there_itself_is_read():
    assert cut(4, header=False, changed="质量") == [*CLASSES[:3], "\n质量", *CLASSES[4:]]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("数量指标", "二级 指标：", "表2 第3行第2列 R209 「二级指标」的内容就是栏名「二级指标」"),
        ("≤43.5万元", "指标值", "表2 第2行第5列 R209 「指标值」的内容就是栏名「指标值」"),
        ("科技系统干部教育培训有关费用", "资金用途", "表1 第4行第2列 R209 「资金用途」的内容就是栏名「资金用途」"),
        ("科技系统干部教育培训有关费用", "预算规模及　资金用途", "表1 第4行第2列 R209 「资金用途」的内容就是栏名「预算规模及资金用途」"),
        ("天津市科学技术信息研究所", "单位名称", "表1 第1行第1列 R209 「单位名称」的内容就是栏名「单位名称」"),
        ("深入贯彻落实[^<]*", "绩效目标", "表1 第5行第2列 R209 「绩效目标」的内容就是栏名「绩效目标」"),
        ("≤43.5万元", "绩效指标", ""),
        ("≤43.5万元", "—", ""),
    ],
)  # fmt: skip
def test_a_value_that_is_the_heading_of_its_column_is_told(old, new, told):
    book = build(specs_in(ROOT / "specs/331201/2022")[7:8], form("tianjin-2022")).data
    assert book is not None
    while re.search(old, open_package(book, "")[0].parts[DOCUMENT].decode()):
        book = edit(book, old, new)
    reading = read(book, "表.docx", [form("tianjin-2022")])
    assert [str(problem) for problem in reading.problems] == (
        [f"表.docx {told}，多半是表头或合并格错了位，请核对"] if told else []
    )


def test_the_heading_of_a_column_counts_as_it_is_printed():
    """In this form the key says more than the label above."""
    value = example(form("mof-2015-project").schema, form("mof-2015-project").schema)
    spec, _ = load(Source("例.yaml", dump(value, form("mof-2015-project").schema)))
    assert spec is not None
    first = spec.value["绩效指标"][0]
    first["中期三级指标"], first["中期指标值"] = "三级指标", "中期指标值"
    book = build([spec], form("mof-2015-project")).data
    assert book is not None
    reading = read(book, "表.docx", [form("mof-2015-project")])
    assert [problem.message for problem in reading.problems if problem.code == "R209"] == [
        "「中期三级指标」的内容就是栏名「三级指标」，多半是表头或合并格错了位，请核对",
        "「中期指标值」的内容就是栏名「中期指标值」，多半是表头或合并格错了位，请核对",
    ]


def cut_and_blank(cuts: list[int], blanks: list[tuple[int, int]], *, header: bool = True, joined: bool = False) -> Doc:
    """A built table that is cut before rows of its indicators; cells that begin anew there say nothing."""
    book = build(specs_in(ROOT / "specs/331201/2022")[7:8], form("tianjin-2022")).data
    assert book is not None
    doc = Doc(book)
    table = list(doc.tree.iter(f"{W}tbl"))[-1]
    rows = table.findall(f"{W}tr")
    for row, column in blanks:
        cell = rows[row].findall(f"{W}tc")[column]
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        if merge is not None:
            merge.set(f"{W}val", "restart")
        for typed in cell.iter(f"{W}t"):
            typed.text = " "
    last = table
    for first, end in zip(cuts, [*cuts[1:], len(rows)], strict=True):
        below = copy.deepcopy(table)
        for row in below.findall(f"{W}tr"):
            below.remove(row)
        for row in [copy.deepcopy(rows[0])] * header + rows[first:end]:
            (last if joined else below).append(row)
        if not joined:
            last.addnext(below)
            after(last, "<w:p/>")
            last = below
    return doc


THIRD, FOURTH = "「干部培训质量」", "「在规定时限内完成各类教育培训工作任务」"
ASKED = "的「{}」空着：接上页的「{}」？".format
FIRST, SECOND = ASKED("一级指标", "产出指标"), ASKED("二级指标", "质量指标")


@pytest.mark.parametrize(
    ("cuts", "blanks", "header", "joined", "told"),
    [
        ([4], [(4, 0)], True, False, {"表3 第2行第1列": f"{FOURTH}{FIRST}"}),
        ([4], [(4, 0)], False, False, {"表3 第1行第1列": f"{FOURTH}{FIRST}"}),
        ([4], [(4, 0)], True, True, {"表2 第6行第1列": f"{FOURTH}{FIRST}"}),
        ([4], [(4, 0), (4, 1)], True, False, {"表3 第2行第1列": f"{FOURTH}{FIRST}", "表3 第2行第2列": f"{FOURTH}{SECOND}"}),
        ([4], [(4, 1)], False, False, {"表3 第1行第2列": f"{FOURTH}{SECOND}"}),
        ([3, 4], [(3, 0), (4, 0)], True, False, {"表3 第2行第1列": f"{THIRD}{FIRST}", "表4 第2行第1列": f"{FOURTH}{FIRST}"}),
        ([3], [(4, 0)], True, False, {"表3 第3行第1列": f"{FOURTH}{FIRST}"}),
        ([3], [(3, 0), (4, 0)], False, False, {"表3 第1行第1列": f"{THIRD}{FIRST}", "表3 第2行第1列": f"{FOURTH}{FIRST}"}),
        ([5], [(5, 1)], True, False, {"表3 第2行第2列": "「干部教育培训效果」的「二级指标」空着：请填写"}),
        ([4], [(4, 0), (4, 2)], True, False,
         {"表3 第2行第1列": f"「时效指标」下没有名称的一行，{FIRST[1:]}",
          "表3 第2行第3列": "「时效指标」下没有名称的一行，「三级指标」空着：请填写"}),
    ],
)  # fmt: skip
def test_L11_a_blank_cell_that_begins_anew_below_a_cut_is_asked_about(cuts, blanks, header, joined, told):
    """What the message tells to write, written into that cell, takes it away."""
    doc = cut_and_blank(cuts, blanks, header=header, joined=joined)
    found = asked(doc)
    assert {problem.where.cell: problem.message for problem in found} == told
    for problem in found:
        assert problem.text == (re.findall("接上页的「(.*)」", problem.message) or [""])[0]
        table, row, column = map(int, re.findall(r"\d+", problem.where.cell))
        cell = list(doc.tree.iter(f"{W}tbl"))[table - 1].findall(f"{W}tr")[row - 1].findall(f"{W}tc")[column - 1]
        next(cell.iter(f"{W}t")).text = problem.text or "甲"
        left = [other for other in found if other.where.cell > problem.where.cell]
        assert [each.message for each in asked(doc)] == [each.message for each in left]


def test_of_a_blank_cell_over_several_rows_each_row_is_asked_about_and_one_text_mends_all():
    doc = cut_and_blank([3], [(3, 0)])
    assert [str(problem) for problem in asked(doc)] == [
        f"表.docx 表3 第2行第1列 G104 {THIRD}{FIRST}",
        f"表.docx 表3 第3行第1列 G104 {FOURTH}{FIRST}",
    ]
    second = list(doc.tree.iter(f"{W}tbl"))[2].findall(f"{W}tr")[1]
    next(second.iter(f"{W}t")).text = "产出指标"
    assert asked(doc) == []


def asked(doc: Doc) -> list[Problem]:
    forms = Forms()
    reading = read(doc.save(), "表.docx", [form("tianjin-2022")])
    found = review(Path("表.docx"), reading, Lint(("G104",)), forms).problems
    return [each for each in found if each.code == "G104"]


def test_a_blank_level_in_lines_is_asked_about_and_mended_as_it_is_written_above():
    rows = [
        ("产 出\n指 标", "数量指标", "甲"),
        ("", "", "乙"),
        ("效益指标", "", "丙"),
        ("", "", ""),
        (TO_FILL, TO_FILL, "丁"),
        ("", "", "戊"),
    ]
    text = dump({"绩效指标": [dict(zip(("一级指标", "二级指标", "三级指标"), row, strict=True)) for row in rows]}, {})
    spec, _ = load(Source("例.yaml", text))
    assert spec is not None
    found = [
        problem
        for problem in judge([Project(spec, {"x-goalgen": {"taxonomy": "cn-2015-88"}})], Choice(("G104",)))
        if "级指标" in problem.message
    ]
    assert [(problem.message, problem.text) for problem in found] == [
        ("「乙」的「一级指标」空着：接上页的「产出指标」？", ""),
        ("「乙」的「二级指标」空着：接上页的「数量指标」？", "数量指标"),
        ("「丙」的「二级指标」空着：请填写", ""),
        ("没有名称的一行，「一级指标」「二级指标」「三级指标」空着：请填写，或删去这一行", ""),
        ("「戊」的「一级指标」「二级指标」空着：请填写", ""),
    ]
    mended, _ = load(Source("例.yaml", apply_edits(text, [edit for problem in found for edit in problem.fix])))
    assert mended is not None
    assert [tuple(row.values()) for row in mended.value["绩效指标"]] == [rows[0], (*rows[0][:2], "乙"), *rows[2:]]


@pytest.mark.parametrize("name", ["tianjin-2022", pytest.param("mof-2020-selfeval", marks=pytest.mark.slow)])
@pytest.mark.parametrize("merged", [True, False])
def test_a_table_that_is_cut_below_a_merged_label_goes_on(name, merged):
    """Wherever its first table is cut, the label running on over the cut or a blank cell below it."""
    shape = form(name)
    value = example(shape.schema, shape.schema)
    spec, _ = load(Source("例.yaml", dump(value, shape.schema)))
    assert spec is not None
    book = build([spec], shape).data
    assert book is not None
    for at in range(1, len(next(Doc(book).tree.iter(f"{W}tbl")).findall(f"{W}tr"))):
        doc = Doc(book)
        table = next(doc.tree.iter(f"{W}tbl"))
        rows = table.findall(f"{W}tr")
        below = copy.deepcopy(table)
        for row in below.findall(f"{W}tr"):
            below.remove(row)
        labels = [cell for cell in rows[at].findall(f"{W}tc")[:1] if cell.find(f"{W}tcPr/{W}vMerge") is not None]
        for cell in labels:
            cell.find(f"{W}tcPr/{W}vMerge").set(f"{W}val", "continue" if merged else "restart")
        below.extend(rows[at:])
        table.addnext(below)
        after(table, "<w:p/>")
        reading = read(doc.save(), "表.docx", [shape])
        assert {problem.code for problem in reading.problems} <= {"R207", "R208"}, at
        assert [each.value for each in reading.specs] == [spec.value], at
