"""`goalgen form draft` sees what a person sees: nothing that is crossed out, the numbers that Word counts, lists that were cut."""

import re

import pytest
from drafts import FORMS
from grids import docx, rows
from lxml import etree
from test_draft import drafted, fields, proved

from goalgen.docx import DOCUMENT, content, open_package, write_package
from goalgen.verbs.draft import draft
from goalgen.verbs.draft.lists import going_on

pytestmark = pytest.mark.slow

CONFORMANCE = FORMS.parents[1] / "conformance"
TABLE = "项目名称|培训工程|实施单位|甲局\n预算数|12.00|资金用途|培训"
PEOPLE = "姓名|单位|联系电话\n王强|甲局|022-11111111\n赵刚|乙局|022-22222222"
MORE = "李丽|丙局|022-33333333\n孙明|丁局|022-44444444"


def altered(data, setting, between=""):
    """The document with what stands between two `~` in a run of its own, with such a setting, or with something in its place."""
    package, _ = open_package(data, "")
    text = etree.tostring(package.document, encoding="unicode")
    run = between or f"<w:r><w:rPr>{setting}</w:rPr><w:t>\\1</w:t></w:r>"
    around = f'</w:t></w:r>{run}<w:r><w:t xml:space="preserve">'
    return write_package({**package.parts, DOCUMENT: re.sub("~([^~]+)~", around, text).encode()})


def struck(data):
    return altered(data, "<w:strike/>")


def conforming(name):
    return (CONFORMANCE / f"{name}.form.docx").read_bytes()


def reasons(result):
    """Why there is a mark at which field."""
    return {want.key: want.reasons for each in result.wants for want in (each, *each.items) if want.doubtful}


def test_what_is_crossed_out_is_no_part_of_labels_values_and_titles():
    document = struck(
        docx(
            "~旧~2024年~度~绩效~评价~目标表",
            rows(TABLE.replace("预算数", "~概~预算~总~数").replace("甲局", "~原~甲局")),
        )
    )
    assert proved(document) == {
        "年度": "2024",
        "项目名称": "培训工程",
        "实施单位": "甲局",
        "预算数": "12.00",
        "资金用途": "培训",
    }
    result, _ = drafted(document)
    assert result.schema["title"] == "绩效目标表"
    package, _ = open_package(result.template, "")
    assert content(package).hidden == []
    assert [str(problem) for problem in result.problems] == [
        f"0.docx {place} F301 这里有划掉的或看不见的文字「{text}」，没有写进模板"
        for place, text in [
            ("第1段", "旧度评价"),
            ("表1 第1行第4列", "原"),
            ("表1 第2行第1列", "概总"),
        ]
    ]


def test_numbers_that_word_counts_are_found_in_a_title_line():
    document = conforming("automatic_heading_number")
    assert proved(document)["序号"] == "8"
    result, _ = drafted(document)
    assert reasons(result) == {}


def test_a_list_grows_though_its_style_hides_the_last_row():
    document = conforming("struck_by_table_style")
    assert len(proved(document)) == 11
    result, _ = drafted(document)
    assert reasons(result) == {"绩效指标": ["有的行整行是划掉的或看不见的文字，没有当作清单的行"]}


def test_a_name_that_the_title_writes_otherwise_is_a_field_of_its_own():
    result, _ = drafted(docx("3.培训（一期）工程绩效目标表", rows(TABLE)))
    assert fields(result) == {
        "序号": "3",
        "项目名称_标题": "培训（一期）工程",
        "项目名称": "培训工程",
        "实施单位": "甲局",
        "预算数": "12.00",
        "资金用途": "培训",
    }
    said = "标题里的「培训（一期）工程」像是「培训工程」，写法不同，起草成了另一个栏位"
    assert reasons(result) == {"项目名称_标题": [said]}
    assert result.schema["properties"]["项目名称_标题"]["title"] == "项目名称 标题？"
    assert result.schema["title"] == "绩效目标表"


@pytest.mark.parametrize("title", ["工程培训绩效目标表", "天津市培训类工程绩效目标表", "培训绩效目标表"])
def test_a_title_that_but_shares_words_with_a_name_stays_as_it_is(title):
    result, _ = drafted(docx(title, rows(TABLE)))
    assert (result.schema["title"], reasons(result)) == (title, {})


def test_a_title_that_begins_like_a_name_is_not_that_name():
    result, _ = drafted(docx("天津市职业绩效目标表", rows(TABLE.replace("培训工程", "天津市职业培训工程"))))
    assert (result.schema["title"], reasons(result)) == ("天津市职业绩效目标表", {})


def test_the_last_rows_of_a_list_are_of_the_project_though_they_stand_in_a_table_of_their_own():
    document = conforming("cut_without_header")
    assert len(proved(document)) == 11
    result, _ = drafted(document)
    assert len(next(want for want in result.wants if want.items).rows) == 6


def test_a_list_goes_on_in_a_table_without_a_head():
    document = docx("登记表", rows(f"{PEOPLE}"), "", rows(MORE))
    assert proved(document) == {"姓名清单": {"姓名": "王强", "单位": "甲局", "联系电话": "022-11111111"}}
    result, _ = drafted(document)
    assert [row[0] for row in result.wants[0].rows] == ["王强", "赵刚", "李丽", "孙明"]
    assert reasons(result) == {"姓名清单": ["下面另起的表没有表头，当作它的续表，接在了一起", "旁边没有栏名"]}


@pytest.mark.parametrize(
    ("between", "table"),
    [("专家", MORE), ("", f"{MORE}\n3>以上人员"), ("", "姓名|单位|电子邮箱\n李丽|丙局|a@b.cn"), ("", "李丽|丙局")],
)
def test_a_table_of_another_kind_does_not_go_on_with_a_list(between, table):
    result, _ = drafted(docx("登记表", rows(PEOPLE), between, rows(table)))
    assert [row[0] for row in result.wants[0].rows] == ["王强", "赵刚"]


def test_tables_go_on_where_nothing_is_said_between_and_the_cells_are_the_same():
    package, _ = open_package(docx(rows("甲|乙"), "", rows("丙|丁"), "戊", rows("己|庚"), "", rows("辛|壬|癸")), "")
    assert going_on(content(package).blocks) == {2}


def test_rows_below_a_gap_in_a_list_are_asked_about():
    result, _ = drafted(conforming("merge_above_a_gap"))
    found = reasons(result)
    assert found.pop("绩效指标") == ["下面有一行少一格，清单到那里就断了"]
    said = "像是上面清单的行，清单在少一格的那一行断了：是的话，请在 Word 里把那一格补上，再起草"
    assert len(found) == 10
    assert all(said in why for why in found.values())


def test_a_table_in_a_text_box_is_refused_before_anything_is_written():
    result, problems = draft([("甲.docx", conforming("table_in_a_text_box"))], "新表")
    assert result is None
    assert [str(problem) for problem in problems] == [
        "甲.docx 表1 第1行 F312 这张表在文本框里，标签写在里面读不到；请把表移到文本框外面，再起草"
    ]


def test_a_text_that_a_merge_hides_is_left_out_and_told():
    result, _ = drafted(conforming("text_in_a_merged_away_cell"))
    assert [str(problem) for problem in result.problems if problem.code == "F301"] == [
        "0.docx 表1 第4行第1列 F301 这里有划掉的或看不见的文字「压在下面的字」，没有写进模板"
    ]
    assert reasons(result) == {}


LOOKS = {
    "crossed out": ("<w:strike/>", "abc", "预算数"),
    "capitals": ("<w:smallCaps/>", "abc", "预算ABC数"),
    "raised": ('<w:vertAlign w:val="superscript"/>', "4", "预算⁴数"),
    "lowered by hand": ('<w:position w:val="-6"/>', "2", "预算2数"),
}


@pytest.mark.parametrize("look", LOOKS)
def test_a_label_is_what_is_seen_of_it(look):
    setting, typed, seen = LOOKS[look]
    document = altered(docx("绩效表", rows(TABLE.replace("预算数", f"预算~{typed}~数"))), setting)
    assert "12.00" in proved(document).values()
    package, _ = open_package(drafted(document)[0].template, "")
    assert "superscript" not in etree.tostring(package.document, encoding="unicode")
    assert seen in [cell.text for row in content(package).blocks for cell in getattr(row, "cells", ())]


def test_prompts_and_spaces_that_are_not_shown_are_no_part_of_a_label():
    prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击此处</w:t></w:r></w:sdtContent></w:sdt>"
    for between in (prompt, "<w:r><w:t> 总 </w:t></w:r>"):
        document = altered(docx("绩效表", rows(TABLE.replace("预算数", "预算~x~数"))), "", between)
        assert proved(document)["预算总数" if "总" in between else "预算数"] == "12.00"


def test_levels_merge_in_a_table_that_stands_in_another():
    levels = "一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|场次|10场\n^|质量指标|合格率|90%\n效益指标|社会效益指标|素质|提高"
    assert list(proved(docx("绩效表", rows(f"{TABLE}\n{levels}"), nested=True))) == [
        "项目名称",
        "实施单位",
        "预算数",
        "资金用途",
        "绩效指标",
    ]


def test_a_blank_row_of_other_cells_below_a_list_holds_no_values():
    document = docx(
        "登记表",
        rows(
            "联系人|甲|电话|1\n姓名|单位|2>联系电话\n王强|甲局|2>022-11111111\n赵刚|乙局|2>022-22222222\n|||\n备注|3>无"
        ),
    )
    assert list(proved(document)) == ["联系人", "电话", "姓名清单", "备注"]
