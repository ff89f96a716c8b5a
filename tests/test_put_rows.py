"""Rows that come, go and move in a document, and what becomes of the merges around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest
from conftest import ROOT, form, spec_of
from constructs import Doc
from documents import W, package, paragraph
from grids import docx as word
from lxml import etree
from test_form_engine import TEXT, made, rows_of

from goalgen.docx import DOCUMENT, Row, content, open_package
from goalgen.form import Form
from goalgen.problem import Severity
from goalgen.verbs.put import Put, put
from goalgen.verbs.read import read

W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
HEAD = ["甲", "乙", "丙"]
LEVELS = rows_of("一", "二", "三")
LIST: Form = made(
    {"行": LEVELS},
    "指标表",
    [HEAD, ["3>{%tr for 项 in 行 %}"], ["{{ 项.一|合并 }}", "{{ 项.二 }}", "{{ 项.三 }}"], ["3>{%tr endfor %}"]],
)
LABELLED: Form = made(
    {"行": LEVELS},
    "指标表",
    [["指标", *HEAD], ["^", "3>{%tr for 项 in 行 %}"], ["^", "{{ 项.一|合并 }}", "{{ 项.二|合并 }}", "{{ 项.三 }}"], ["^", "3>{%tr endfor %}"]],
)  # fmt: skip


def items(*rows: str) -> dict[str, Any]:
    return {"表样": "试", "行": [dict(zip("一二三", row, strict=True)) for row in rows]}


def written(known: Form, data: bytes, value: dict[str, Any]) -> Put:
    """A value put into the one table of a document; what is written reads as the value."""
    result = put([spec_of(value)], data, "告.docx", [known], tables={"例.yaml": 1})
    if not result.problems:
        assert [spec.value for spec in read(result.data, "", [known]).specs] == [value]
    return result


def shown(data: bytes) -> list[str]:
    """The rows of a document: a merged-away cell as `^`, one that goes on with nothing as `?`; tables apart."""
    opened, _ = open_package(data, "")
    assert opened is not None
    lines, table = [], 1
    for block in content(opened).blocks:
        if isinstance(block, Row):
            lines += ["-"] * (block.table - table)
            table = block.table
            lines.append(
                "".join("^" if cell.origin else "?" if cell.orphan else cell.text or "_" for cell in block.cells)
            )
    return lines


def rows(*lines: str) -> list[list[str]]:
    return [[*line] for line in lines]


def xml(data: bytes) -> str:
    opened, _ = open_package(data, "")
    assert opened is not None
    return opened.parts[DOCUMENT].decode()


MERGED = word("指标表", rows("甲乙丙", "ABx", "^By", "^Cz", "DEu"))


@pytest.mark.parametrize(
    ("new", "after"),
    [
        (("ABx", "ABy", "ACz", "DEu"), ("ABx", "^By", "^Cz", "DEu")),
        (("ABx", "ABn", "ABy", "ACz", "DEu"), ("ABx", "^Bn", "^By", "^Cz", "DEu")),
        (("ABn", "ABx", "ABy", "ACz", "DEu"), ("ABn", "^Bx", "^By", "^Cz", "DEu")),
        (("ABx", "ABy", "ACz", "DEu", "DEn"), ("ABx", "^By", "^Cz", "DEu", "^En")),
        (("ABx", "DBy", "ACz", "DEu"), ("ABx", "DBy", "ACz", "DEu")),
        (("ABx", "ABy", "DCz", "DEu"), ("ABx", "^By", "DCz", "^Eu")),
        (("ABy", "ACz", "DEu"), ("ABy", "^Cz", "DEu")),
        (("DEu", "ABx", "ABy", "ACz"), ("DEu", "ABx", "^By", "^Cz")),
        (("ABx", "DEu", "ABy", "ACz"), ("ABx", "DEu", "ABy", "^Cz")),
        (("QBx", "QBy", "QCz", "DEu"), ("QBx", "^By", "^Cz", "DEu")),
        ((), ()),
    ],
    ids=["same", "new within", "new first", "new last", "one level", "joins", "head goes", "moves", "cut in two", "renamed", "none"],
)  # fmt: skip
def test_merges_follow_what_the_rows_say(new: tuple[str, ...], after: tuple[str, ...]):
    result = written(LIST, MERGED, items(*new))
    assert (result.problems, shown(result.data)) == ((), ["甲乙丙", *after])


def test_nothing_changes_where_nothing_does():
    assert written(LIST, MERGED, items("ABx", "ABy", "ACz", "DEu")).data == MERGED


def test_a_list_whose_equal_neighbours_are_not_merged_keeps_that_habit():
    data = word("指标表", rows("甲乙丙", "ABx", "ABy", "DEu"))
    result = written(LIST, data, items("ABx", "ABn", "ABy", "DEu"))
    assert shown(result.data) == ["甲乙丙", "ABx", "ABn", "ABy", "DEu"]


def test_a_column_that_the_template_does_not_merge_may_be_merged_by_habit():
    data = word("指标表", rows("甲乙丙", "ABx", "^^y", "^Cz"))
    result = written(LIST, data, items("ABx", "ABy", "ACz", "ACn"))
    assert shown(result.data) == ["甲乙丙", "ABx", "^^y", "^Cz", "^^n"]


def test_where_the_list_has_no_habit_the_other_tables_of_the_document_have_one():
    one, two = rows("甲乙丙", "ABx"), rows("甲乙丙", "ABx", "ABy", "DEu")
    data = word("指标表", one, "指标表", two)
    first, second = items("ABx", "ABn"), items("ABx", "ABy", "DEu")
    result = put(
        [spec_of(first, "1.yaml"), spec_of(second, "2.yaml")], data, "", [LIST], tables={"1.yaml": 1, "2.yaml": 2}
    )
    assert shown(result.data)[:3] == ["甲乙丙", "ABx", "ABn"]


def test_where_no_table_has_a_habit_the_template_has_one():
    result = written(LIST, word("指标表", rows("甲乙丙", "ABx")), items("ABx", "ABn"))
    assert shown(result.data) == ["甲乙丙", "ABx", "^Bn"]


CUT = word("指标表", rows("甲乙丙", "ABx", "^By"), "", rows("甲乙丙", "ACz", "^Cu"))


@pytest.mark.parametrize(
    ("new", "after"),
    [
        (("ABx", "ABy", "ABn", "ACz", "ACu"), ["ABx", "^By", "^Bn", "-", "甲乙丙", "ACz", "^Cu"]),
        (("ABx", "ABy", "ACu"), ["ABx", "^By", "-", "甲乙丙", "ACu"]),
        (("ACz", "ACu"), ["-", "甲乙丙", "ACz", "^Cu"]),
        (("ABx", "ABy"), ["ABx", "^By"]),
        (("ACu", "ABx", "ABy", "ACz"), ["ACu", "^Bx", "^By", "-", "甲乙丙", "ACz"]),
    ],
    ids=["before the cut", "head below goes", "all above go", "all below go", "over the cut"],
)
def test_no_merge_runs_across_a_cut(new: tuple[str, ...], after: list[str]):
    result = written(LIST, CUT, items(*new))
    assert (result.problems, shown(result.data)) == ((), ["甲乙丙", *after])


def test_what_went_on_over_a_cut_is_written_there_when_it_says_something_else():
    """A person cut the table in Word: below the cut the merge goes on with nothing, and is read as what stands above."""
    below = rows("甲乙丙", "ACz", "ACu")
    data = word("指标表", rows("甲乙丙", "ABx"), "", below)
    orphan = xml(data).replace('<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr><w:p><w:r><w:t xml:space="preserve">A</w:t></w:r></w:p></w:tc>', '<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/><w:vMerge/></w:tcPr><w:p/></w:tc>').replace("<w:vMerge/>", "", 1)  # fmt: skip
    orphan = re.sub(r"<w:tcPr><w:tcW w:w=\"0\" w:type=\"auto\"/></w:tcPr><w:p/>", '<w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr><w:p><w:r><w:t>A</w:t></w:r></w:p>', orphan, count=1)  # fmt: skip
    data = package(orphan)
    assert shown(data) == ["甲乙丙", "ABx", "-", "甲乙丙", "?Cz", "?Cu"]
    assert read(data, "", [LIST]).specs[0].value == items("ABx", "ACz", "ACu")
    assert shown(written(LIST, data, items("ABx", "ACz", "ACw")).data)[-2:] == ["?Cz", "?Cw"]
    assert shown(written(LIST, data, items("DBx", "ACz", "ACu")).data) == ["甲乙丙", "DBx", "-", "甲乙丙", "ACz", "^Cu"]
    assert shown(written(LIST, data, items("DBx", "DCz", "DCu")).data) == ["甲乙丙", "DBx", "-", "甲乙丙", "DCz", "^Cu"]
    assert shown(written(LIST, data, items("ABx", "ACz", "DCu")).data)[-2:] == ["?Cz", "DCu"]


BESIDE = word("指标表", [["指标", *HEAD], *rows("^ABx", "^^^y", "^DEu")])


@pytest.mark.parametrize(
    ("new", "after"),
    [
        (("ABx", "ABn", "DEu"), ("^ABx", "^^^n", "^DEu")),
        (("ABn", "ABx", "ABy", "DEu"), ("^ABn", "^^^x", "^^^y", "^DEu")),
        (("DEu",), ("^DEu",)),
        ((), ()),
    ],
    ids=["within", "first", "removed", "none"],
)
def test_the_label_beside_a_list_goes_on_beside_new_rows(new: tuple[str, ...], after: tuple[str, ...]):
    result = written(LABELLED, BESIDE, items(*new))
    assert (result.problems, shown(result.data)) == ((), ["指标甲乙丙", *after])


@pytest.mark.parametrize(
    ("new", "after"),
    [
        (("DFv", "DGw"), ["指标DFv", "^^Gw"]),
        (("DNn", "DEu", "DFv", "DGw"), ["指标DNn", "^^Eu", "^^Fv", "^^Gw"]),
        (("DFv", "DEu", "DGw"), ["指标DFv", "^^Eu", "^^Gw"]),
    ],
    ids=["goes", "another comes before", "moves"],
)
def test_a_label_that_begins_in_a_row_stays_with_the_list_when_that_row(new: tuple[str, ...], after: list[str]):
    data = word("指标表", [["指标", *HEAD], ["指标", *"DEu"], *rows("^^Fv", "^^Gw")])
    result = written(LABELLED, data, items(*new))
    assert (result.problems, shown(result.data)) == ((), ["指标甲乙丙", *after])


def row(*cells: str, properties: str = "", mark: str = "") -> str:
    return f"<w:tr{mark}>{properties}{''.join(cells)}</w:tr>"


def cell(inner: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def plain(text: str) -> list[str]:
    return [cell(paragraph(each)) for each in text]


def table(*body: str) -> bytes:
    grid = "<w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/><w:gridCol/></w:tblGrid>"
    return package(
        f"<w:document {W} {W14}><w:body>{paragraph('指标表')}<w:tbl>{grid}{row(*plain('甲乙丙'))}{''.join(body)}</w:tbl><w:p/></w:body></w:document>"
    )


def new_row(data: bytes, result: Put) -> str:
    """What the document has more than before, in one piece."""
    old, new = xml(data), xml(result.data)
    start = next(i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b)
    start = new.rfind("<w:tr", 0, start + len("<w:tr"))
    return new[start : new.index("</w:tr>", start) + len("</w:tr>")]


def test_a_copy_has_the_look_of_its_model_and_nothing_that_is_the_models_alone():
    properties = '<w:trPr><w:cantSplit/><w:trHeight w:val="400"/><w:tblHeader/></w:trPr>'
    look = '<w:pPr><w:jc w:val="center"/><w:rPr><w:b/></w:rPr></w:pPr>'
    comment = '<w:commentRangeStart w:id="0"/>{}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
    marked = f'<w:bookmarkStart w:id="7" w:name="书签"/>{comment.format("<w:r><w:rPr><w:b/></w:rPr><w:t>B</w:t></w:r>")}<w:bookmarkEnd w:id="7"/>'
    control = (
        '<w:sdt><w:sdtPr><w:alias w:val="丙"/><w:id w:val="41"/><w:dataBinding w:xpath="/a" w:storeItemID="{0}"/></w:sdtPr>'
        "<w:sdtContent><w:r><w:t>x</w:t></w:r></w:sdtContent></w:sdt>"
    )
    cells = (
        cell(paragraph("A"), '<w:tcW w:w="900" w:type="dxa"/>'),
        cell(
            f'<w:p w14:paraId="0A0A0A0A" w14:textId="77777777">{look}{marked}</w:p>', '<w:tcW w:w="99" w:type="dxa"/>'
        ),
        cell(f"<w:p>{control}</w:p>"),
    )
    data = table(row(*cells, properties=properties, mark=' w14:paraId="11111111" w:rsidR="00AB"'))
    result = written(LIST, data, items("ABx", "DEy"))
    assert result.problems == ()
    new = [
        cell(paragraph("D"), '<w:tcW w:w="900" w:type="dxa"/>'),
        cell(f"<w:p>{look}<w:r><w:rPr><w:b/></w:rPr><w:t>E</w:t></w:r></w:p>", '<w:tcW w:w="99" w:type="dxa"/>'),
        cell(
            '<w:p><w:sdt><w:sdtPr><w:alias w:val="丙"/><w:id w:val="42"/></w:sdtPr>'
            "<w:sdtContent><w:r><w:t>y</w:t></w:r></w:sdtContent></w:sdt></w:p>"
        ),
    ]
    assert xml(result.data) == xml(data).replace(
        "</w:tbl>", row(*new, properties=properties, mark=' w:rsidR="00AB"') + "</w:tbl>"
    )


def test_every_copy_of_a_control_gets_a_number_of_its_own():
    control = '<w:sdt><w:sdtPr><w:id w:val="{}"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'
    data = table(row(control.format(-5, cell(paragraph("A"))), *plain("Bx")), control.format(9, row(*plain("ABy"))))
    result = written(LIST, data, items("ABn", "ABx", "ABm", "ABy", "ABk"))
    numbers = re.findall(r'<w:id w:val="(-?\d+)"', xml(result.data))
    assert sorted(map(int, numbers)) == [-5, 9, 10, 11]


TWO_SIDES = '<w:ins w:id="1" w:author="张" w:date="2022-01-01T00:00:00Z">{}</w:ins>'


@pytest.mark.parametrize(
    "inner",
    [
        TWO_SIDES.format("<w:r><w:t>x</w:t></w:r>") + '<w:del w:id="2" w:author="张"><w:r><w:delText>旧</w:delText></w:r></w:del>',
        '<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:t>x</w:t></w:r>',
        '<w:hyperlink w:anchor="a"><w:r><w:t>x</w:t></w:r></w:hyperlink>',
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>x</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>',
        "<w:r><w:t>x</w:t><w:pict/></w:r>",
        "<w:r><w:t>x</w:t><w:footnoteReference w:id=\"2\"/></w:r>",
        '<w:permStart w:id="3" w:edGrp="everyone"/><w:r><w:t>x</w:t></w:r><w:permEnd w:id="3"/>',
    ],
    ids=["tracked", "hidden", "link", "field", "picture", "note", "permission"],
)  # fmt: skip
def test_a_copy_of_a_cell_that_holds_more_is_plain_text_in_its_look(inner: str):
    data = table(row(*plain("AB"), cell(f"<w:p>{inner}</w:p>")))
    result = put([spec_of(items("ABx", "DEn"))], data, "", [LIST], tables={"例.yaml": 1})
    assert [str(problem) for problem in result.problems] == []
    made = new_row(data, result)
    assert re.sub(r' xml:space="preserve"', "", made).endswith("<w:p><w:r><w:t>n</w:t></w:r></w:p></w:tc></w:tr>")


def test_a_copy_is_no_tracked_insertion_itself():
    change = '<w:trPr><w:ins w:id="1" w:author="张" w:date="2022-01-01T00:00:00Z"/></w:trPr>'
    data = table(row(*plain("ABx"), properties=change))
    assert "<w:ins" not in new_row(data, written(LIST, data, items("ABx", "DEy")))


CONTROL = '<w:sdt><w:sdtPr><w:id w:val="3"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'


def test_a_row_comes_behind_the_control_around_one_row_and_the_control_goes_with_its_row():
    one, two = CONTROL.format(row(*plain("ABx"))), row(*plain("CDy"))
    data = table(one, two)
    assert xml(written(LIST, data, items("ABx", "EFn", "CDy")).data) == xml(data).replace(one, one + row(*plain("EFn")))
    assert xml(written(LIST, data, items("CDy")).data) == xml(data).replace(one, "")
    assert xml(written(LIST, data, items("CDy", "ABx")).data) == xml(data).replace(one + two, two + one)


def test_a_row_comes_into_the_control_around_several_rows_which_goes_with_the_last_of_them():
    first, second, last = (row(*plain(text)) for text in ("ABx", "CDy", "EFz"))
    data = table(CONTROL.format(first + second), last)
    new = written(LIST, data, items("ABx", "GHn", "CDy", "EFz"))
    assert xml(new.data) == xml(data).replace(first, first + row(*plain("GHn")))
    assert xml(written(LIST, data, items("CDy", "EFz")).data) == xml(data).replace(first, "")
    assert xml(written(LIST, data, items("EFz")).data) == xml(data).replace(CONTROL.format(first + second), "")


def test_the_end_of_a_range_that_reaches_out_of_a_row_stays():
    start, end = '<w:bookmarkStart w:id="1" w:name="跨行"/>', '<w:bookmarkEnd w:id="1"/>'
    first = row(cell(f"<w:p>{start}<w:r><w:t>A</w:t></w:r></w:p>"), *plain("Bx"))
    last = row(*plain("CD"), cell(f"<w:p><w:r><w:t>y</w:t></w:r>{end}</w:p>"))
    data = table(first, last)
    assert xml(written(LIST, data, items("CDy")).data) == xml(data).replace(first, start)
    moved = xml(written(LIST, data, items("CDy", "ABx")).data)
    assert moved.index(start) < moved.index(end)


@pytest.mark.parametrize(
    ("properties", "after"),
    [
        ("", '<w:vMerge w:val="restart"/>'),
        ('<w:tcW w:w="9" w:type="dxa"/><w:gridSpan w:val="1"/><w:tcBorders/>', '<w:tcW w:w="9" w:type="dxa"/><w:gridSpan w:val="1"/><w:vMerge w:val="restart"/><w:tcBorders/>'),
        ('<w:cnfStyle w:val="1"/><w:vAlign w:val="center"/>', '<w:cnfStyle w:val="1"/><w:vMerge w:val="restart"/><w:vAlign w:val="center"/>'),
    ],
)  # fmt: skip
def test_a_merge_is_written_where_its_place_is_in_the_properties(properties: str, after: str):
    data = table(row(cell(paragraph("A"), properties), *plain("Bx")))
    new = xml(written(LIST, data, items("ABx", "ABn")).data)
    assert f"<w:tc><w:tcPr>{after}</w:tcPr>{paragraph('A')}</w:tc>" in new


@pytest.mark.parametrize("bare", ["<w:tcPr/>", ""])
def test_a_merge_is_written_into_a_cell_without_properties(bare: str):
    data = table(row(f"<w:tc>{bare}{paragraph('A')}</w:tc>", *plain("Bx")))
    new = xml(written(LIST, data, items("ABx", "ABn")).data)
    assert f'<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{paragraph("A")}</w:tc>' in new


@pytest.mark.parametrize("prefix", ["ns0", "x"])
def test_what_is_written_has_the_prefix_of_the_document(prefix: str):
    data = package(re.sub(r"(?<=[</ ])w:", f"{prefix}:", xml(MERGED)).replace("xmlns:w=", f"xmlns:{prefix}="))
    new = xml(written(LIST, data, items("ABx", "DBy", "DBn", "DEu")).data)
    assert re.findall(r"[</ ]w:\w+", new) == []


def test_a_document_without_a_prefix_is_written_without_one():
    text = re.sub(r"(?<=[</])w:", "", xml(MERGED)).replace(
        "<document xmlns:w=", f"<document {W.replace(':w', '')} xmlns:w="
    )
    new = written(LIST, package(text), items("ABx", "DBy", "DBn", "DEu"))
    assert re.findall(r"</?w:\w+", xml(new.data)) == []
    assert shown(new.data) == ["甲乙丙", "ABx", "DBy", "^Bn", "^Eu"]


STRAY = "这一行没有认出来，紧挨着它的行不增减、不移动"


@pytest.mark.parametrize(
    ("new", "problems"),
    [
        (("ABx", "CDy", "EFn"), [f"告.docx 表1 第4行第1列 P303 {STRAY}"]),
        (("ABx",), [f"告.docx 表1 第4行第1列 P303 {STRAY}"]),
        (("CDy", "ABx"), [f"告.docx 表1 第4行第1列 P303 {STRAY}"]),
        (("ABx", "EFn", "CDy"), []),
        (("CDy",), []),
        (("ABx", "CDn"), []),
    ],
    ids=["behind the last", "the last goes", "the last moves", "further up", "further up goes", "a value"],
)
def test_rows_beside_one_that_nothing_understood_are_left_alone(new: tuple[str, ...], problems: list[str]):
    data = table(
        *(row(*plain(text)) for text in ("ABx", "CDy")),
        row(cell(paragraph("谁也不认得")), cell(paragraph("?"), '<w:gridSpan w:val="2"/>')),
    )
    result = put([spec_of(items(*new))], data, "告.docx", [LIST], tables={"例.yaml": 1})
    assert [str(problem) for problem in result.problems] == problems
    assert (result.data == data) is bool(problems)


@pytest.mark.parametrize("known", [True, False], ids=["of another table", "of the template"])
def test_the_first_rows_of_a_list_are_made_like_those(known: bool):
    blocks: Sequence[Any] = ["指标表", rows("甲乙丙"), *(["指标表", rows("甲乙丙", "PQr")] if known else [])]
    data = word(*blocks, bold=known)
    specs = [spec_of(items("ABx", "ABy"), "1.yaml"), *([spec_of(items("PQr"), "2.yaml")] if known else [])]
    result = put(specs, data, "", [LIST], tables={"1.yaml": 1, "2.yaml": 2} if known else {"1.yaml": 1})
    assert [str(problem) for problem in result.problems] == []
    assert shown(result.data)[:3] == ["甲乙丙", "ABx", "^By"]
    assert ("<w:b/>" in new_row(data, result)) is known


NOTED: Form = made({"名": TEXT, "注": TEXT, "言": TEXT}, "申报表", [["名称", "{{ 名 }}"], ["2>{%tr if 注 %}"], ["2>注：{{ 注 }}"], ["2>{%tr endif %}"]], "{%p if 言 %}", "言：{{ 言 }}", "{%p endif %}", optional=("注", "言"))  # fmt: skip


def test_optional_parts_come_and_go():
    bare, full = {"表样": "试", "名": "甲"}, {"表样": "试", "名": "甲", "注": "乙", "言": "丙"}
    data = word("申报表", [["名称", "甲"]], "后文")
    with_all = written(NOTED, data, full)
    assert [*map(str, with_all.changes)] == ["表1 第1行 注 加上「乙」", "表1 第1行 言 加上「丙」"]
    assert shown(with_all.data) == ["名称甲", "注：乙"]
    back = written(NOTED, with_all.data, bare)
    assert [*map(str, back.changes)] == ["第2段 言 删去「丙」", "表1 第2行 注 删去「乙」"]
    assert xml(back.data) == xml(data)


def test_a_paragraph_that_keeps_two_tables_apart_is_emptied_and_stays():
    data = word("申报表", [["名称", "甲"]], "言：丙", [["别的", "表"]])
    result = written(NOTED, data, {"表样": "试", "名": "甲"})
    assert (result.problems, xml(result.data)) == ((), xml(data).replace("言：丙", ""))


GOALS: Form = made({"名": TEXT, "目标": {"type": "array", "items": TEXT}}, "申报表", [["名称", "{{ 名 }}"]], "{%p for 目 in 目标 %}", "目标{{ loop.index }}：{{ 目 }}", "{%p endfor %}")  # fmt: skip


@pytest.mark.parametrize(
    ("new", "after"),
    [
        ("子丑寅", ["目标1:子", "目标2:丑", "目标3:寅"]),
        ("丑", ["目标1:丑"]),
        ("丑子", ["目标1:丑", "目标2:子"]),
        ("", []),
    ],
)
def test_a_list_of_paragraphs_is_numbered_anew(new: str, after: list[str]):
    data = word("申报表", [["名称", "甲"]], "目标1:子", "目标2:丑", "后文", bold=True)
    result = written(GOALS, data, {"表样": "试", "名": "甲", "目标": [*new]})
    opened, _ = open_package(result.data, "")
    assert opened is not None
    texts = [block.text for block in content(opened).blocks if not isinstance(block, Row)]
    assert (result.problems, texts) == ((), ["申报表", *after, "后文"])


NESTED: Form = made(
    {"组": {"type": "array", "items": {"type": "object", "required": ["名", "行"], "properties": {"名": TEXT, "行": LEVELS}}}},
    "指标表",
    [["甲", "乙", "丙"], ["3>{%tr for 组 in 组 %}"], ["3>组：{{ 组.名 }}"], ["3>{%tr for 项 in 组.行 %}"], ["{{ 项.一|合并 }}", "{{ 项.二 }}", "{{ 项.三 }}"], ["3>{%tr endfor %}"], ["3>{%tr endfor %}"]],
)  # fmt: skip


def nested(**groups: Sequence[str]) -> dict[str, Any]:
    return {"表样": "试", "组": [{"名": name, "行": items(*lines)["行"]} for name, lines in groups.items()]}


@pytest.mark.parametrize(
    ("new", "after"),
    [
        ({"子": ["ABx", "ABn"], "丑": ["CDy"]}, ["组：子", "ABx", "^Bn", "组：丑", "CDy"]),
        ({"丑": ["CDy"], "子": ["ABx"]}, ["组：丑", "CDy", "组：子", "ABx"]),
        (
            {"子": ["ABx"], "寅": ["EFz", "EGw"], "丑": ["CDy"]},
            ["组：子", "ABx", "组：寅", "EFz", "^Gw", "组：丑", "CDy"],
        ),
        ({"子": [], "丑": ["CDy"]}, ["组：子", "组：丑", "CDy"]),
        ({}, []),
    ],
    ids=["row", "moved", "group", "emptied", "none"],
)
def test_lists_in_lists(new: dict[str, list[str]], after: list[str]):
    data = word("指标表", [["甲", "乙", "丙"], ["3>组：子"], [*"ABx"], ["3>组：丑"], [*"CDy"]])
    result = written(NESTED, data, nested(**new))
    assert (result.problems, shown(result.data)) == ((), ["甲乙丙", *after])


COUNTED: Form = made({"行": rows_of("一", "二")}, "指标表", [["序号", "甲", "乙"], ["3>{%tr for 项 in 行 %}"], ["{{ loop.index }}", "{{ 项.一 }}", "{{ 项.二 }}"], ["3>{%tr endfor %}"]])  # fmt: skip


def counted(*lines: str) -> dict[str, Any]:
    return {"表样": "试", "行": [dict(zip("一二", line, strict=True)) for line in lines]}


def test_numbers_in_rows_are_counted_anew():
    data = word("指标表", [["序号", "甲", "乙"], *rows("1AB", "2CD", "3EF")])
    result = written(COUNTED, data, counted("CD", "GH", "EF"))
    assert (result.problems, shown(result.data)) == ((), ["序号甲乙", "1CD", "2GH", "3EF"])


def numbered(data: bytes) -> bytes:
    """A document in which Word counts the rows: paragraphs that say nothing but `1` have a number instead."""
    doc = Doc(data)
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl>'
    lists = f'<w:abstractNum w:abstractNumId="9">{level}</w:abstractNum><w:num w:numId="9"><w:abstractNumId w:val="9"/></w:num>'
    doc.add("numbering", f"<w:numbering {W}>{lists}</w:numbering>")
    counted_ = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="9"/></w:numPr></w:pPr></w:p>'
    text = re.sub(
        r'<w:p><w:r><w:t xml:space="preserve">\d</w:t></w:r></w:p>', counted_, etree.tostring(doc.tree).decode()
    )
    doc.tree = etree.fromstring(text)
    return doc.save()


@pytest.mark.parametrize(
    ("lines", "after"),
    [
        (("CD", "EF"), ["1CD", "2EF"]),
        (("AB", "GH", "CD", "EF"), ["1AB", "2GH", "3CD", "4EF"]),
        (("EF", "AB", "CD"), ["1EF", "2AB", "3CD"]),
        (("AB", "CX", "EF"), ["1AB", "2CX", "3EF"]),
    ],
    ids=["removed", "added", "moved", "changed"],
)
def test_a_number_that_word_counts_is_never_typed(lines: tuple[str, ...], after: list[str]):
    data = numbered(word("指标表", [["序号", "甲", "乙"], *rows("1AB", "2CD", "3EF")]))
    result = written(COUNTED, data, counted(*lines))
    assert (result.problems, shown(result.data)) == ((), ["序号甲乙", *after])
    assert re.findall(r"<w:t[^>]*>\d", xml(result.data)) == []
    assert xml(result.data).count("<w:numPr>") == len(lines)


@pytest.mark.parametrize("name", ["automatic_numbers", "automatic_numbers_by_style"])
def test_goals_that_word_counts_go_with_their_number(name: str):
    data = (ROOT / f"tests/conformance/{name}.form.docx").read_bytes()
    known = form("tianjin-2022")
    (table_,) = read(data, "", [known]).specs
    value = {**table_.value, "绩效目标": []}
    result = put([spec_of(value)], data, "", [known])
    assert [str(problem) for problem in result.problems if problem.severity is not Severity.INFO] == []
    assert read(result.data, "", [known]).specs[0].value == value
    assert xml(result.data).count('<w:numId w:val="0"/>') == 1


@pytest.mark.parametrize(("lock", "kept"), [("sdtLocked", True), ("sdtContentLocked", True), ("unlocked", False)])
def test_a_row_in_a_locked_control_is_not_taken_out(lock: str, kept: bool):
    control = f'<w:sdt><w:sdtPr><w:lock w:val="{lock}"/></w:sdtPr><w:sdtContent>{{}}</w:sdtContent></w:sdt>'
    held = control.format(cell(paragraph("x")))
    data = table(row(*plain("AB"), held), row(*plain("CDy")))
    result = put([spec_of(items("CDy"))], data, "告.docx", [LIST], tables={"例.yaml": 1})
    told = ["告.docx 表1 第2行 P302 这里有锁定的控件，没有删；确实要改，加 --unlock"] if kept else []
    assert [str(problem) for problem in result.problems] == told
    assert (result.data == data) is kept
    assert written(LIST, data, items("ABx", "EFn", "CDy")).problems == ()
