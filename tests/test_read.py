"""Reading documents that people typed: what disagrees, what is missing, what was added."""

from __future__ import annotations

from typing import Any

from conftest import ROOT, form, spec_of, specs_in
from documents import CELL, document, edit

from goalgen.docx import Row, content, open_package, walk
from goalgen.labels import normalise_label
from goalgen.verbs.build import build
from goalgen.verbs.read import UNGIVEN, Reading, read

FORM = "tianjin-2022"
HEADER = ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值"]
ROW = ["产出指标", "数量指标", "培训场次", "培训场次", "≥12次"]


def head(name: str = "甲项目", goals: str = "1.甲", unit: str = "单位：万元") -> list[list[CELL]]:
    return [
        [("331201研究所", 4), (unit, 3)],
        ["项目名称", (name, 6)],
        ["预算规模及资金用途", "预算数", "15.00", "其中：财政    资金", "15.00", "其他资金", " "],
        [None, ("费用", 6)],
        ["绩效目标", (goals, 6)],
    ]


def tables(name: str = "甲项目", goals: str = "1.甲") -> tuple[list[list[CELL]], str, list[list[CELL]]]:
    return head(name, goals), " ", [HEADER, ROW]


def reading(*blocks: Any, **given: str) -> Reading:
    return read(document(*blocks), "旧.docx", [form(FORM)], given)


def told(result: Reading) -> list[str]:
    """What is said, but of the year, which none of these tables has: see tests/test_given.py."""
    return [str(problem) for problem in result.problems if problem.code != UNGIVEN]


def test_a_heading_that_disagrees_is_residue_and_the_table_holds():
    result = reading("1.乙项目绩效目标表", *tables())
    assert result.specs[0].value["项目名称"] == "甲项目"
    assert result.specs[0].value["序号"] == "1"
    assert told(result) == [
        "旧.docx 第1段 R201 这里的「项目名称」是「乙项目」，表1 第2行第2列是「甲项目」；以表1 第2行第2列为准，请核对",
        "旧.docx 第1段 R203 这里的文字没有读进任何栏位：「乙项目」",
    ]


def test_numbers_of_missing_headings():
    def numbers(*headings: str) -> list[Any]:
        blocks = [block for title in headings for block in ((title, *tables()) if title else tables())]
        return [spec.value.get("序号") for spec in reading(*blocks).specs]

    title = "{}.甲项目绩效目标表".format
    assert numbers(title(1), "", title(3)) == ["1", "2", "3"]
    assert numbers("", "", title(3)) == ["1", "2", "3"]
    assert numbers(title(1), "", title(4)) == ["1", None, "4"]
    assert numbers(title(1), "") == ["1", None]
    assert numbers(title(5), "", title(2)) == ["5", None, "2"]


def test_a_number_that_cannot_be_known_is_told():
    assert told(reading(*tables())) == ["旧.docx 表1 第1行 R206 标题缺失，「序号」从前后的表也定不下来，请补写"]


def test_labels_are_read_as_people_read_them():
    rows = [["一 级 指 标", "二级\n指标", "三级指标：", "绩效　指标描述", "指标值:"], ROW]
    result = reading("1．甲项目 绩效目标表", head(unit="单 位: 万元"), "", rows)
    assert (result.specs[0].value["序号"], result.specs[0].value["金额单位"]) == ("1", "万元")
    assert [row["指标值"] for row in result.specs[0].value["绩效指标"]] == ["≥12次"]


def test_marks_that_nobody_sees_are_no_part_of_a_label():
    assert normalise_label("\u200b项目\ufeff名\u200b称\ufeff：\u200b") == "项目名称"
    rows = [["\ufeff一级指标", "二级\u200b指标", "三级指标\ufeff：", "\u200b绩效指标描述\u200b", "指标\ufeff值"], ROW]
    result = reading("1.甲项目绩\ufeff效目标表", head(unit="单\u200b位：万元"), "", rows)
    assert told(result) == []
    assert (result.specs[0].value["项目名称"], result.specs[0].value["金额单位"]) == ("甲项目", "万元")
    assert [row["指标值"] for row in result.specs[0].value["绩效指标"]] == ["≥12次"]


def test_goals_that_can_be_cut_in_two_ways_are_told():
    result = reading("1.甲项目绩效目标表", *tables(goals="1.甲\n2.乙\n2.丙"))
    assert result.specs[0].value["绩效目标"] == ["甲", "乙\n2.丙"]
    assert told(result) == [
        "旧.docx 表1 第5行第2列 R202 「绩效目标」可以有两种分法：「甲」或「甲\n2.乙」，取了前一种，请核对"
    ]


def test_a_foreign_table_of_as_many_columns_is_not_swallowed():
    foreign = [["甲", "乙", "丙", "丁", "戊"], ["1", "2", "3", "4", "5"]]
    result = reading("1.甲项目绩效目标表", *tables(), "", foreign)
    assert len(result.specs[0].value["绩效指标"]) == 1
    assert [unread.text for unread in result.unread] == ["甲", "乙", "丙", "丁", "戊", "1", "2", "3", "4", "5"]


def test_a_table_cut_at_a_page_end_goes_on():
    result = reading("1.甲项目绩效目标表", head(), " ", [HEADER, ROW], "", [HEADER, ROW])
    assert len(result.specs[0].value["绩效指标"]) == 2


def test_a_cut_table_goes_on_without_its_header_when_it_has_the_same_columns():
    def indicators(*blocks: Any, widths: str = "11111", last: str = "11111") -> int:
        grid, other = ("".join(f'<w:gridCol w:w="{width}"/>' for width in each) for each in (widths, last))
        data = edit(document(*blocks), "<w:tbl>", f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>", count=0)
        data = edit(data, rf"(.*<w:tblGrid>){grid}", rf"\1{other}")
        return len(read(data, "旧.docx", [form(FORM)]).specs[0].value["绩效指标"])

    first = ("1.甲项目绩效目标表", head(), " ", [HEADER, ROW])
    assert indicators(*first, "", "", [ROW, ROW]) == 3
    assert indicators(*first, "附注", [ROW, ROW]) == 1
    assert indicators(*first, "", [ROW, [("负责人", 5)]]) == 1
    assert indicators(*first, "", head("乙项目"), "", [HEADER, ROW]) == 1
    assert indicators(*first, "", [ROW, ROW], last="11112") == 1
    assert indicators(*first, "", [ROW, ROW], widths="", last="") == 1


def test_what_nobody_looks_into_is_told_by_itself_in_a_table_and_counted_elsewhere():
    picture = '<w:r><w:pict><x:shape xmlns:x="urn:schemas-microsoft-com:vml"><x:imagedata/></x:shape></w:pict></w:r>'
    blocks = document("图一", "1.甲项目绩效目标表", *tables(), "图二", "图三")
    data = edit(blocks, r"(<w:r><w:t[^>]*>(?:图.|≥12次)</w:t></w:r>)", rf"\1{picture}", count=0)
    assert told(read(data, "旧.docx", [form(FORM)])) == [
        "旧.docx 第1段 R412 从这里起有 3 处图片，里面的文字没有读",
        "旧.docx 表2 第2行第5列 R412 这里有图片，里面的文字没有读",
    ]
    data = edit(blocks, r"(<w:r><w:t[^>]*>(?:图三|≥12次)</w:t></w:r>)", rf"\1{picture}", count=0)
    assert told(read(data, "旧.docx", [form(FORM)])) == [
        "旧.docx 表2 第2行第5列 R412 这里有图片，里面的文字没有读",
        "旧.docx 第5段 R412 这里有图片，里面的文字没有读",
    ]


def test_what_nobody_looks_into_matters_in_a_table_or_when_it_may_hold_one():
    chart = '<a:graphicData xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" uri="/chart"/>'
    blocks = document("图一", "1.甲项目绩效目标表", *tables())
    data = edit(blocks, r"(<w:r><w:t[^>]*>(?:图一|≥12次)</w:t>)", rf"\1<w:drawing>{chart}</w:drawing>", count=0)
    data = edit(data, "<w:body>", "<w:body><w:altChunk/>")
    problems = read(data, "旧.docx", [form(FORM)], {"年度": "2022"}).problems
    assert [(p.where.cell, str(p.severity)) for p in problems] == [
        ("第1段", "warn"),
        ("第1段", "info"),
        ("表2 第2行第5列", "warn"),
    ]


def test_a_text_box_in_a_text_box_is_read_once():
    def box(inside: str) -> str:
        held = f"<w:txbxContent>{inside}</w:txbxContent>"
        return f'<w:r><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml">{held}</v:textbox></w:pict></w:r>'

    nested = box(f"<w:p><w:r><w:t>外</w:t></w:r>{box('<w:p><w:r><w:t>内</w:t></w:r></w:p>')}</w:p>")
    package, _ = open_package(edit(document("甲"), "</w:r></w:p>", f"</w:r>{nested}</w:p>"), "")
    assert package is not None
    assert [block.text for block in content(package).blocks] == ["内", "外", "甲"]


def test_a_line_end_in_a_text_is_a_space():
    data = edit(document("甲"), ">甲<", ">甲\n乙<")
    package, _ = open_package(edit(data, "<w:body>", "\n<w:body>"), "")
    assert package is not None
    assert [block.text for block in content(package).blocks] == ["甲 乙"]


def test_a_row_that_no_slot_claims_is_residue_with_its_cell():
    head_rows, blank, rows = tables()
    result = reading("1.甲项目绩效目标表", head_rows, blank, [*rows, [("填表人：张三", 5)]])
    assert [(str(address), text) for address, text in result.ledger.residue()] == [("表2 第3行第1列", "填表人：张三")]


def test_what_the_user_gives_does_not_overrule_what_is_printed():
    result = reading("1.甲项目绩效目标表", *tables(), 年度="2022", 金额单位="元", 年分="2022")
    assert result.specs[0].value["年度"] == "2022"
    assert result.specs[0].value["金额单位"] == "万元"
    assert told(result) == [
        "旧.docx 第1段 R204 「金额单位」印在表上，以表上的为准，没有改成「元」",
        "旧.docx 第1段 R204 表样 tianjin-2022 里没有「年分」",
    ]


def book() -> bytes:
    specs = specs_in(ROOT / "specs/331201/2022")[:3]
    assert [spec.value["年度"] for spec in specs] == ["2022"] * 3
    odd = [spec.value | {"年度": year} for spec, year in zip(specs, ("2021", "2022", "2023"), strict=True)]
    data = build([spec_of(value) for value in odd], form(FORM)).data
    assert data is not None
    return data


def years(data: bytes) -> list[Any]:
    return [spec.value.get("年度") for spec in read(data, "书.docx", [form(FORM)]).specs]


def test_what_is_not_printed_follows_its_table_by_the_bookmark():
    first = r"<w:p>(?:(?!</w:p>).)*_0001.*?(?=<w:p>(?:(?!</w:p>).)*_0002)"
    assert years(book()) == ["2021", "2022", "2023"]
    assert years(edit(book(), first, "")) == ["2022", "2023"]


def test_without_bookmarks_it_follows_the_order_while_no_table_is_missing():
    bare = edit(book(), r"<w:bookmarkStart[^>]*/>|<w:bookmarkEnd[^>]*/>", "", 0)
    assert years(bare) == ["2021", "2022", "2023"]
    heading = r"<w:p>(?:(?!</w:p>).)*1\.2022年度.*?(?=<w:p>(?:(?!</w:p>).)*2\.2022年审计)"
    assert years(edit(bare, heading, "")) == [None, None]


def test_columns_are_counted_on_the_grid():
    opened, _ = open_package(document(head()), "")
    assert opened is not None
    rows = [block for block in walk(opened.document) if isinstance(block, Row)]
    assert [[str(row.address(cell)) for cell in row.cells] for row in rows[:2]] == [
        ["表1 第1行第1列", "表1 第1行第5列"],
        ["表1 第2行第1列", "表1 第2行第2列"],
    ]


def test_a_table_that_departs_from_the_form_says_where_and_how():
    rows = head()
    rows[2][5] = "其它"
    assert told(reading("1.甲项目绩效目标表", rows, " ", [HEADER, ROW])) == [
        "旧.docx 表1 第3行第6列 R302 像「项目支出绩效目标表（天津市 2022 年）」，但从这里起不一样：应为「其他资金」，实为「其它」",
        "旧.docx R301 没有找到表样 tianjin-2022 的表；是别的版式，就起草表样：goalgen form draft 旧.docx -o templates/旧.docx",
    ]
