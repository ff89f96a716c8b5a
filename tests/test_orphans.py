"""Vertical merges without a beginning: what goes on with nothing is a cell of its own (law L13 too: quick and slow alike)."""

from __future__ import annotations

import copy

import pytest
from conftest import ROOT, form, specs_in
from constructs import Doc, W, after, paragraph, xml
from documents import document, edit

from goalgen.docx import Revisions, Row, content, open_package
from goalgen.verbs.build import build
from goalgen.verbs.read import read

BEGINS, GOES_ON, ALONE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", ""
WIDE = '<w:gridSpan w:val="2"/>'


def columns(rows: list[list[tuple[str, str]]], revisions: Revisions = Revisions.FINAL) -> list[str]:
    """The rows of a table of cells with their properties: `^` is a cell merged away, `?` one that goes on with nothing."""
    cells = (
        "".join(f"<w:tc><w:tcPr>{how}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text, how in row)
        for row in rows
    )
    table = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
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


def test_a_value_that_is_the_heading_of_its_column_is_told():
    book = build(specs_in(ROOT / "specs/331201/2022")[7:8], form("tianjin-2022")).data
    assert book is not None
    reading = read(edit(book, "数量指标", "二级 指标："), "表.docx", [form("tianjin-2022")])
    assert [str(problem) for problem in reading.problems] == [
        "表.docx 表2 第3行第2列 R209 「二级指标」的内容就是栏名「二级指标」，多半是表头或合并格错了位，请核对"
    ]
