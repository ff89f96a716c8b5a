"""Whole projects that come and go in documents that exist: what is copied, what goes along, what is refused, word for word."""

from __future__ import annotations

import random
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import edits
import pytest
from conftest import ROOT, form, spec_of, specs_in
from constructs import Doc
from documents import W, document, package
from lxml import etree
from test_put_elsewhere import reason
from test_valid_docx import OFFICES, validate
from tools import require
from tools.writer import edit

from goalgen.docx import DOCUMENT, Revisions, Row, open_package
from goalgen.embedded import extract
from goalgen.fingerprint import fingerprint, stamps
from goalgen.form import Form, make_form
from goalgen.form.samples import sample
from goalgen.problem import blocking
from goalgen.verbs.build import build
from goalgen.verbs.put import Put, Tracking, put
from goalgen.verbs.read import read

TEXT = {"type": "string"}
SCHEMA = {
    "required": ["序号", "名称", "值"],
    "properties": {
        "表样": TEXT,
        "年度": TEXT,
        "序号": {"type": "string", "pattern": "^[0-9]+$"},
        "名称": TEXT,
        "值": TEXT,
    },
    "x-goalgen": {"order": "序号", "filename": "{序号}-{名称}"},
}


def small() -> Form:
    made, problems = make_form(
        "试", document("{{ 序号 }}.{{ 名称 }}绩效表", [["名称", "{{ 名称 }}"], ["值", "{{ 值 }}"]]), SCHEMA, "试.docx"
    )
    assert made is not None, [str(problem) for problem in problems]
    return made


FORM = small()
PROJECTS = {"1": "甲", "2": "乙", "3": "丙"}
BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
NAMES = (
    f'{W} xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)


def line(text: str, before: str = "", after: str = "", properties: str = "") -> str:
    return f'<w:p>{properties}{before}<w:r><w:t xml:space="preserve">{text}</w:t></w:r>{after}</w:p>'


def rows(name: str, value: str, more: str = "") -> str:
    row = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>".format
    return row(line("名称"), line(name)) + row(line("值"), line(value, after=more))


def table(name: str, value: str, more: str = "") -> str:
    grid = '<w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'
    return f'<w:tbl><w:tblPr><w:tblW w:w="4000" w:type="dxa"/></w:tblPr>{grid}{rows(name, value, more)}</w:tbl>'


def section(number: str, heading: str = "", more: str = "", properties: str = "") -> str:
    """A project: its heading, with something before its text, and its table, with something after its value."""
    name = PROJECTS[number]
    mark = f'<w:bookmarkStart w:id="{number}" w:name="_Toc10000000{number}"/>'
    title = line(f"{number}.{name}绩效表", mark + heading, f'<w:bookmarkEnd w:id="{number}"/>', properties)
    return title + table(name, f"值{number}", more)


def book(*blocks: str, **parts: str) -> bytes:
    return package(f"<w:document {NAMES}><w:body>{''.join(blocks)}</w:body></w:document>")


def spec(number: str, name: str, value: str = "新值") -> Any:
    return spec_of({"表样": "试", "序号": number, "名称": name, "值": value}, f"{number}.yaml")


def specs(*numbers: str) -> list[Any]:
    """The specs of projects that are there."""
    return [spec(number, PROJECTS[number], f"值{number}") for number in numbers]


def done(given: Sequence[Any], data: bytes, **options: Any) -> Put:
    """Specs put with projects added and removed; a refusal leaves the bytes as they were."""
    result = put(given, data, "告.docx", [FORM], **{"add": True, "remove": True, **options})
    if blocking(result.problems):
        assert result.data == data
    return result


def xml(data: bytes, name: str = DOCUMENT) -> str:
    opened, _ = open_package(data, "")
    assert opened is not None
    return opened.parts[name].decode()


def shown(data: bytes) -> list[str]:
    """The children of the body: the text of a paragraph, a table in brackets, `⤓` for what begins a new page."""
    body = etree.fromstring(xml(data).encode())[0]
    told = []
    for child in body:
        text = "".join("⤓" if one.tag.endswith("}br") else one.text or "" for one in child.iter("{*}t", "{*}br"))
        told.append(f"[{text}]" if child.tag.endswith("}tbl") else text)
    return told


def refused(result: Put) -> list[str]:
    return [str(problem) for problem in result.problems]


PLAIN = book(section("1"), line(""), section("2"), line(""), section("3"), line(""))


def test_without_the_flags_projects_neither_come_nor_go():
    result = put([spec("4", "丁"), *specs("1")], PLAIN, "告.docx", [FORM])
    assert (result.data == PLAIN, refused(result)) == (
        True,
        [
            "4.yaml P202 告.docx 里没有这个项目的表，没有写；要加上，用 --add",
            "告.docx P203 有 2 张表没有给规格，没有动（要整个拿掉，用 --remove）：第3段「2、乙」、第5段「3、丙」",
        ],
    )


@pytest.mark.parametrize(
    ("number", "after"),
    [
        ("0", ["0.丁绩效表", "[名称丁值新值]", "", "1.甲绩效表", "[名称甲值值1]", "", "2.乙绩效表", "[名称乙值值2]", "", "3.丙绩效表", "[名称丙值值3]", ""]),
        ("4", ["1.甲绩效表", "[名称甲值值1]", "", "2.乙绩效表", "[名称乙值值2]", "", "3.丙绩效表", "[名称丙值值3]", "", "4.丁绩效表", "[名称丁值新值]", ""]),
    ],
)  # fmt: skip
def test_a_project_comes_where_the_order_of_the_book_puts_it(number: str, after: list[str]):
    result = done([*specs("1", "2", "3"), spec(number, "丁")], PLAIN)
    assert (refused(result), shown(result.data)) == ([], after)
    assert [str(change) for change in result.changes] == [
        f"第{1 if number == '0' else 5}段 旁边 加上整个项目「{number}、丁」"
    ]


def test_it_comes_between_two_others_with_those_that_follow_numbered_anew():
    renumbered = [*specs("1"), spec("3", "乙", "值2"), spec("4", "丙", "改了"), spec("2", "丁")]
    result = done(renumbered, PLAIN)
    assert shown(result.data) == [
        *("1.甲绩效表", "[名称甲值值1]", "", "2.丁绩效表", "[名称丁值新值]", ""),
        *("3.乙绩效表", "[名称乙值值2]", "", "4.丙绩效表", "[名称丙值改了]", ""),
    ]
    assert [str(change) for change in result.changes] == [
        "第1段 旁边 加上整个项目「2、丁」",
        "第3段 序号「2」→「3」",
        "第5段 序号「3」→「4」",
        "表3 第2行第2列 值「值3」→「改了」",
    ]
    assert refused(result) == []


@pytest.mark.parametrize(
    ("kept", "after"),
    [
        ("23", ["2.乙绩效表", "[名称乙值值2]", "⤓", "3.丙绩效表", "[名称丙值值3]", "", "末"]),
        ("13", ["1.甲绩效表", "[名称甲值值1]", "⤓", "3.丙绩效表", "[名称丙值值3]", "", "末"]),
        ("12", ["1.甲绩效表", "[名称甲值值1]", "⤓", "2.乙绩效表", "[名称乙值值2]", "", "末"]),
        ("1", ["1.甲绩效表", "[名称甲值值1]", "", "末"]),
        ("3", ["3.丙绩效表", "[名称丙值值3]", "", "末"]),
    ],
)
def test_a_project_goes_with_the_break_before_the_next(kept: str, after: list[str]):
    data = book(section("1"), BREAK, section("2"), BREAK, section("3"), line(""), line("末"))
    result = done(specs(*kept), data)
    assert (refused(result), shown(result.data)) == ([], after)
    again = done(specs("1", "2", "3"), result.data)
    assert refused(again) == []
    assert len(kept) == 1 or shown(again.data) == shown(data)


def test_the_only_project_of_a_document_is_followed_by_another_on_a_new_page():
    result = done([*specs("1"), spec("2", "丁")], book(section("1"), line("")))
    assert shown(result.data) == ["1.甲绩效表", "[名称甲值值1]", "", "⤓", "2.丁绩效表", "[名称丁值新值]", ""]
    broken = "<w:pPr><w:pageBreakBefore/></w:pPr>"
    result = done([*specs("1"), spec("2", "丁")], book(section("1", properties=broken), line("")))
    assert shown(result.data) == ["1.甲绩效表", "[名称甲值值1]", "", "2.丁绩效表", "[名称丁值新值]", ""]
    assert xml(result.data).count(broken) == 2


def test_a_last_project_is_followed_by_the_break_that_the_others_have():
    data = book(section("1"), BREAK, section("2"), line(""))
    result = done([*specs("1", "2"), spec("3", "丁"), spec("4", "戊")], data)
    assert shown(result.data) == [
        *("1.甲绩效表", "[名称甲值值1]", "⤓", "2.乙绩效表", "[名称乙值值2]", "⤓"),
        *("3.丁绩效表", "[名称丁值新值]", "⤓", "4.戊绩效表", "[名称戊值新值]", ""),
    ]


def test_bookmarks_drawings_and_controls_get_names_of_their_own():
    drawing = '<w:r><w:drawing><wp:inline><wp:docPr id="7" name="线"/></wp:inline></w:drawing></w:r>'
    shape = '<w:r><w:pict><v:line id="_x0000_s1026" o:spid="_x0000_s1026"/></w:pict></w:r>'
    own = '<w:bookmarkStart w:id="9" w:name="我的"/><w:bookmarkEnd w:id="9"/>'
    control = '<w:sdt><w:sdtPr><w:id w:val="5"/></w:sdtPr><w:sdtContent><w:r/></w:sdtContent></w:sdt>'
    reference = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGEREF _Toc100000001 \\h</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    data = book(
        section("1", more=drawing + shape + own + control + reference).replace("<w:tr>", '<w:tr w14:paraId="1A">'),
        line(""),
    )
    result = done([*specs("1"), spec("2", "丁")], data)
    assert refused(result) == []
    text = xml(result.data)
    assert re.findall(r'bookmarkStart w:id="(\d+)" w:name="([^"]+)"', text) == [
        *[("1", "_Toc100000001"), ("9", "我的")],
        ("10", "_Toc100000002"),
    ]
    assert re.findall(r'bookmarkEnd w:id="(\d+)"', text) == ["1", "9", "10"]
    assert re.findall(r'docPr id="(\d+)"', text) == ["7", "8"]
    assert re.findall(r'v:line id="(\w+)" o:spid="(\w+)"', text) == [("_x0000_s1026",) * 2, ("_x_s1027",) * 2]
    assert re.findall(r'<w:id w:val="(\d+)"', text) == ["5", "6"]
    assert re.findall("PAGEREF (_Toc[0-9]+)", text) == ["_Toc100000001", "_Toc100000002"]
    assert text.count("paraId") == 2


def with_numbers(*blocks: str) -> bytes:
    """A document with a list 1 that all its headings go on with, and a list 5."""
    doc = Doc(book(*blocks))
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1)"/></w:lvl>'
    kinds = "".join(f'<w:abstractNum w:abstractNumId="{one}">{level}</w:abstractNum>' for one in (0, 1))
    lists = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{one}"/></w:num>' for n, one in ((1, 0), (5, 1)))
    doc.add("numbering", f"<w:numbering {W}>{kinds}{lists}</w:numbering>")
    return doc.save()


def test_a_list_of_the_project_alone_is_begun_anew():
    numbered = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr></w:pPr>'
    own = section("1").replace(
        '<w:p><w:r><w:t xml:space="preserve">值1', f'<w:p>{numbered}<w:r><w:t xml:space="preserve">值1'
    )
    data = with_numbers(own, line(""))
    assert [one.value["值"] for one in read(data, "", [FORM]).specs] == ["1)值1"]
    given = [spec("1", "甲", "1)值1"), spec("2", "丁", "1)新值")]
    result = done(given, data)
    assert refused(result) == []
    assert [one.value for one in read(result.data, "", [FORM]).specs] == [one.value for one in given]
    assert xml(result.data, "word/numbering.xml").endswith(
        '<w:num w:numId="6"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>'
    )


NOTE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'


def with_comments(data: bytes) -> bytes:
    """A document with two comments, a thread, two footnotes."""
    doc = Doc(data)
    comment = '<w:comment w:id="{0}" w:author="李四"><w:p w14:paraId="0{0}"><w:r><w:t>批{0}</w:t></w:r></w:p></w:comment>'.format
    doc.add("comments", f"<w:comments {NOTE}>{comment(1)}{comment(2)}</w:comments>")
    doc.attach(
        "commentsExtended",
        "word/commentsExtended.xml",
        f'<w15:commentsEx {NOTE}><w15:commentEx w15:paraId="01"/><w15:commentEx w15:paraId="02"/></w15:commentsEx>',
        "application/xml",
    )
    note = '<w:footnote w:id="{0}"><w:p><w:r><w:t>注{0}</w:t></w:r></w:p></w:footnote>'.format
    doc.add("footnotes", f"<w:footnotes {NOTE}>{note(1)}{note(2)}</w:footnotes>")
    return doc.save()


def commented(number: int) -> str:
    return (
        f'<w:commentRangeStart w:id="{number}"/><w:r><w:t></w:t></w:r><w:commentRangeEnd w:id="{number}"/>'
        f'<w:r><w:commentReference w:id="{number}"/></w:r><w:r><w:footnoteReference w:id="{number}"/></w:r>'
    )


def test_comments_and_notes_go_along_and_do_not_come_along():
    data = with_comments(book(section("1", more=commented(1)), line(""), section("2", more=commented(2)), line("")))
    result = done(specs("2"), data)
    assert refused(result) == []
    told = [
        re.findall(r"批\d|注\d|paraId=\"\d+\"", xml(result.data, f"word/{name}.xml"))
        for name in ("comments", "commentsExtended", "footnotes")
    ]
    assert told == [['paraId="02"', "批2"], ['paraId="02"'], ["注2"]]
    assert re.findall(r'(?:Reference|Range\w+) w:id="(\d)"', xml(result.data)) == ["2"] * 4
    more = done([*specs("2"), spec("3", "丁")], result.data)
    assert (refused(more), xml(more.data).count("Reference"), len(read(more.data, "", [FORM]).specs)) == ([], 2, 2)


def contents(*numbers: str) -> str:
    """A table of contents with an entry for each."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    code = "<w:r><w:instrText>{}</w:instrText></w:r>".format
    entries = "".join(
        f'<w:p><w:hyperlink w:anchor="_Toc10000000{one}"><w:r><w:t>{one}.{PROJECTS[one]}目</w:t></w:r>{mark("begin")}'
        f"{code(f'PAGEREF _Toc10000000{one}')}{mark('separate')}<w:r><w:t>{one}</w:t></w:r>{mark('end')}</w:hyperlink></w:p>"
        for one in numbers
    )
    return f"<w:p>{mark('begin')}{code('TOC')}{mark('separate')}</w:p>{entries}<w:p>{mark('end')}</w:p>"


def test_what_refers_to_a_project_that_goes_is_named_and_marked():
    link = '<w:p><w:hyperlink w:anchor="_Toc100000002"><w:r><w:t>见乙</w:t></w:r></w:hyperlink></w:p>'
    data = book(contents("1", "2"), link, section("1"), line(""), section("2"), line(""))
    result = done(specs("1"), data)
    assert refused(result) == [
        "告.docx 第3段 P504 这里的目录或引用指着拿掉的项目；已标明，Word 打开时会重新算",
        "告.docx 第5段 P504 这里的目录或引用指着拿掉的项目；请在 Word 里删去这个链接",
    ]
    assert xml(result.data).count('w:dirty="true"') == 1
    more = done([*specs("1"), spec("3", "丁")], result.data)
    assert refused(more) == ["告.docx 第1段 P504 目录里还没有新加的项目；已标明，Word 打开时会重新算"]


def test_a_bookmark_around_several_projects_keeps_its_ends():
    data = book(
        section("1", heading='<w:bookmarkStart w:id="8" w:name="附件"/>'),
        line(""),
        section("2", more='<w:bookmarkEnd w:id="8"/>'),
    )
    result = done(specs("2"), data)
    assert re.findall(r'bookmark(\w+) w:id="(\d)"', xml(result.data)) == [
        ("Start", "8"),
        ("Start", "2"),
        ("End", "2"),
        ("End", "8"),
    ]


SETUP = '<w:sectPr><w:pgSz w:w="{}" w:h="16838"/></w:sectPr>'.format
NEW_SECTION = f"<w:p><w:pPr>{SETUP(11906)}</w:pPr></w:p>"


def test_sections_of_the_document_go_along_where_pages_stay_as_they_are_set_up():
    data = book(section("1"), NEW_SECTION, section("2"), line(""), SETUP(11906))
    result = done([*specs("1", "2"), spec("3", "丁")], data)
    assert (refused(result), xml(result.data).count("<w:sectPr>")) == ([], 3)
    assert xml(done(specs("2"), data).data).count("<w:sectPr>") == 1
    other = data_with_other_pages()
    assert refused(done([*specs("1", "2"), spec("3", "丁")], other)) == [
        "告.docx 第3段 P320 这里的分节符两边页面设置不同，加一个项目会改了版面；请在 Word 里改"
    ]
    prose = book(line("前言"), section("1"), NEW_SECTION, section("2"), line(""), SETUP(16838))
    assert refused(done(specs("2"), prose)) == [
        "告.docx P320 这个项目带着分节符，拿掉会改了前面几页的页面设置；请在 Word 里改"
    ]


def data_with_other_pages() -> bytes:
    return book(section("1"), NEW_SECTION, section("2"), line(""), SETUP(16838))


HEADING = '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'


@pytest.mark.parametrize(
    ("body", "kept", "told"),
    [
        ([section("1"), line(""), line("注：含上年结转"), section("2"), line("")], "2", "告.docx 第1段 P320 这个项目和下一个之间夹着「注：含上年结转」，说不准是谁的；请在 Word 里改"),
        ([section("1"), line("注：含上年结转"), section("2")], "2", "告.docx 第1段 P320 这个项目和下一个之间夹着「注：含上年结转」，说不准是谁的；请在 Word 里改"),
        ([section("1"), line(""), section("2"), line("注：含上年结转")], "1", "告.docx 第3段 P320 这个项目的表下面紧挨着「注：含上年结转」，说不准是不是它的；请在 Word 里改"),
        ([section("1"), line(""), section("2"), line("", after="<w:r><w:drawing/></w:r>")], "1", "告.docx 第3段 P320 这个项目的表下面紧挨着「图」，说不准是不是它的；请在 Word 里改"),
        ([line("乙的标题"), table("乙", "值2"), line(""), section("1")], "1", "告.docx 表1 第1行 P320 这个项目没有标题，上面紧挨着「乙的标题」，说不准是不是它的标题；请在 Word 里改"),
        ([line("1.甲绩效表"), f"<w:tbl>{rows('甲', '值1')}{rows('乙', '值2')}</w:tbl>"], "1", "告.docx 第1段 P320 有 2 个项目在同一张表里，分不开，不能整个加上、拿掉；请在 Word 里改"),
        ([f"<w:sdt><w:sdtContent>{section('1')}{section('2')}</w:sdtContent></w:sdt>"], "1", "告.docx 第1段 P320 有 2 个项目在同一个内容控件或文本框里，分不开，不能整个加上、拿掉；请在 Word 里改"),
        ([section("1", more='<w:commentRangeStart w:id="1"/>'), line(""), section("2", more='<w:commentRangeEnd w:id="1"/>')], "2", "告.docx P320 有一条批注从要拿掉的项目伸到外面；请先在 Word 里处理这条批注"),
        ([section("1", more='<w:r><w:fldChar w:fldCharType="begin"/></w:r>'), line(""), section("2", more='<w:r><w:fldChar w:fldCharType="end"/></w:r>')], "2", "告.docx 第1段 P320 有一个域从这个项目里伸到外面，不能整个拿掉；请在 Word 里改"),
        ([section("1"), section("2")], "", "告.docx P323 给的规格一个也不在这个文件里，照做就一个项目也不剩了，没有动"),
    ],
)  # fmt: skip
def test_what_nobody_can_tell_does_not_go(body: list[str], kept: str, told: str):
    given = specs(*kept) if kept else [spec("8", "别的")]
    assert told in refused(done(given, book(*body), add=False))


@pytest.mark.parametrize(
    "chapter",
    [line("二、别的", properties=HEADING), line("二、别的", properties="<w:pPr><w:pageBreakBefore/></w:pPr>")],
)
def test_a_chapter_that_begins_between_two_projects_stays(chapter: str):
    data = book(section("1"), line(""), chapter, section("2"), line(""))
    assert shown(done(specs("2"), data).data) == ["二、别的", "2.乙绩效表", "[名称乙值值2]", ""]
    result = done([*specs("1", "2"), spec("3", "丁")], book(section("1"), line(""), section("2"), line(""), chapter))
    assert shown(result.data)[-4:] == ["", "3.丁绩效表", "[名称丁值新值]", "", "二、别的"][-4:]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('<w:ins w:id="3" w:author="张三"><w:r><w:t>改</w:t></w:r></w:ins>', "有修订，请先接受或拒绝"),
        ("<w:r><w:object/></w:r>", "嵌着别的文件或控件"),
    ],
)
def test_only_a_plain_project_is_copied(more: str, told: str):
    data = book(section("1", more=more), line(""))
    given = [*(spec_of(one.value, "1.yaml") for one in read(data, "", [FORM]).specs), spec("2", "丁")]
    assert refused(done(given, data)) == [
        f"告.docx 第1段 P321 没有可以照抄的项目：最近的一个{told}；请先在 Word 里处理，或用 goalgen build 生成"
    ]
    other = book(section("1", more=more), line(""), section("2"), line(""))
    first = read(other, "", [FORM]).specs[0].value
    assert refused(done([spec_of(first, "1.yaml"), *specs("2"), spec("3", "丁")], other)) == []


def test_none_comes_beside_a_table_with_a_note_that_nobody_owns():
    data = book(section("1"), line("注：含上年结转"), section("2"), line(""))
    assert refused(done([*specs("1", "2"), spec("3", "丁")], data)) == []
    given = [*specs("1"), spec("3", "乙", "值2"), spec("2", "丁")]
    assert refused(done(given, data)) == [
        "告.docx 第1段 P320 这个项目和下一个之间夹着「注：含上年结转」，说不准是谁的；请在 Word 里改"
    ]


def test_in_a_book_that_is_not_in_order_it_comes_behind_the_number_before_it():
    data = book(section("3"), line(""), section("1"), line(""), section("2"), line(""))
    result = done([*specs("1", "2", "3"), spec("4", "丁")], data)
    assert shown(result.data)[3:6] == ["4.丁绩效表", "[名称丁值新值]", ""]


def test_a_protected_document_is_left_alone_unless_told():
    doc = Doc(PLAIN)
    doc.add("settings", f'<w:settings {W}><w:documentProtection w:edit="readOnly" w:enforcement="1"/></w:settings>')
    data = doc.save()
    assert refused(done(specs("1"), data)) == ["告.docx P302 这个文件限制编辑（只读），没有动；确实要改，加 --unlock"]
    assert shown(done(specs("1"), data, unlocked=True).data) == ["1.甲绩效表", "[名称甲值值1]", ""]


def test_a_heading_that_goes_on_from_a_deleted_end_of_a_paragraph_is_not_told_apart():
    half = '<w:p><w:pPr><w:rPr><w:del w:id="9" w:author="李四"/></w:rPr></w:pPr><w:r><w:t>2.</w:t></w:r></w:p>'
    data = book(section("1"), line(""), half, section("2").replace(">2.乙", ">乙"), line(""))
    assert [one.value for one in read(data, "", [FORM]).specs] == [one.value for one in specs("1", "2")]
    assert refused(done(specs("1"), data)) == [
        "告.docx 第3段 P320 修订删去了标题上面的段落标记，说不准标题从哪里起；请先接受或拒绝修订"
    ]


def test_a_copy_under_another_name_and_number_is_new_where_projects_may_come():
    """People begin a new project with a copy of one that they have."""
    copied = spec("4", "丁", "值3")
    assert [str(one) for one in done([copied], PLAIN, remove=False).changes] == ["第5段 旁边 加上整个项目「4、丁」"]
    renamed = done([spec("3", "丁", "值3")], PLAIN, remove=False)
    assert [str(one) for one in renamed.changes] == ["第5段 名称「丙」→「丁」", "表3 第1行第2列 名称「丙」→「丁」"]


def test_a_heading_that_contradicts_its_table_is_not_copied():
    data = book(section("1"), line(""), section("2").replace("名称", "名称").replace(line("乙"), line("己")), line(""))
    value = read(data, "", [FORM]).specs[1].value
    result = done([*specs("1"), spec_of(value, "2.yaml"), spec("3", "丁")], data)
    assert (refused(result), shown(result.data)[-3:]) == ([], ["3.丁绩效表", "[名称丁值新值]", ""])


def test_no_number_is_there_twice():
    result = done([*specs("1", "2", "3"), spec("3", "丁")], PLAIN, tables={"3.yaml": 3})
    given = [*specs("1", "2", "3"), spec_of({"表样": "试", "序号": "3", "名称": "丁", "值": "新值"}, "新.yaml")]
    result = done(given, PLAIN, tables={"新.yaml": 0})
    assert refused(result) == ["告.docx 第5段 P322 「序号」3 已经有了（3、丙），不能再加一个；请改规格"]


def test_numbers_that_word_counts_count_on():
    numbered = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    made, problems = make_form(
        "试", document("{{ 序号 }}){{ 名称 }}绩效表", [["名称", "{{ 名称 }}"], ["值", "{{ 值 }}"]]), SCHEMA, "试.docx"
    )
    assert made is not None, problems
    parts = [line(f"{PROJECTS[n]}绩效表", properties=numbered) + table(PROJECTS[n], f"值{n}") + line("") for n in "123"]
    data = with_numbers(*parts)
    assert [one.value["序号"] for one in read(data, "", [made]).specs] == ["1", "2", "3"]
    given = [*specs("1"), spec("2", "丁"), spec("3", "乙", "值2"), spec("4", "丙", "值3")]
    result = put(given, data, "告.docx", [made], add=True, remove=True)
    assert refused(result) == []
    assert [one.value for one in read(result.data, "", [made]).specs] == [one.value for one in given]
    alone = put([spec("2", "丁")], data, "告.docx", [made], add=True, tables={"2.yaml": 0})
    assert refused(alone)[-1] == (
        "告.docx 第5段 P304 「序号、名称」没有写：「3)」是 Word 自己排出来的（自动编号、域、公式），不能直接改写"
    )


def test_a_form_that_the_document_has_no_table_of_cannot_come():
    other = spec_of({"表样": "别的表样", "序号": "9"}, "9.yaml")
    assert refused(put([other], PLAIN, "告.docx", [FORM], add=True))[0] == (
        "告.docx P321 文件里没有表样「别的表样」的表，没有可以照抄的；请用 goalgen build 生成"
    )


KEY = b"k" * 32
TIANJIN = form(edits.TIANJIN)
SPECS = specs_in(ROOT / "specs/331201/2022")


def named(numbers: Sequence[int]) -> list[Any]:
    return [spec_of(SPECS[number].value, f"{number}.yaml") for number in numbers]


def test_what_a_built_book_carries_unseen_follows_its_tables():
    built = build(SPECS[:4], TIANJIN, KEY).data
    assert built is not None
    given = named([0, 1, 3])
    given.append(spec_of({**SPECS[9].value, "年度": "2023"}, "9.yaml"))
    result = put(given, built, "册.docx", [TIANJIN], key=KEY, add=True, remove=True)
    assert refused(result) == []
    back = read(result.data, "", [TIANJIN])
    assert [one.value for one in back.specs] == [one.value for one in given]
    opened, _ = open_package(result.data, "")
    assert opened is not None
    assert extract(opened)[1] == [{"年度": "2022"}, {"年度": "2022"}, {}, {"年度": "2022"}, {"年度": "2023"}]
    assert stamps(opened).fingerprints == {
        **{number + 1: fingerprint(SPECS[number].value, KEY) for number in (0, 1, 3)},
        3: "0" * 32,
        5: fingerprint(given[-1].value, KEY),
    }
    assert put(given, result.data, "册.docx", [TIANJIN], key=KEY, add=True, remove=True) == Put(result.data)


def seeded(number: int) -> tuple[str, bytes]:
    """A document of 17 projects: built, or made by people."""
    if number == 0:
        built = build(SPECS, TIANJIN, KEY).data
        assert built is not None
        return "book", built
    path = edits.LEGACY[number - 1]
    return path.stem, path.read_bytes()


def without_guessed(value: dict[str, Any], table: Any) -> dict[str, Any]:
    """A value without the number that only the tables around tell."""
    from goalgen.verbs.put.putting import headings

    return {key: text for key, text in value.items() if key not in headings(table)}


@pytest.mark.slow
@pytest.mark.parametrize("which", range(len(edits.LEGACY) + 1))
@pytest.mark.parametrize("seed", range(4))
def test_any_projects_come_and_go(which: int, seed: int):
    name, data = seeded(which)
    rng = random.Random(f"{which} {seed}")
    values = [one.value for one in read(data, name, [TIANJIN]).specs]
    for _ in range(3):
        kept = [number for number in range(17) if rng.random() < rng.choice([0.2, 0.5, 0.9])] or [rng.randrange(17)]
        given = [spec_of(values[number], f"{number}.yaml") for number in kept]
        fewer = put(given, data, name, [TIANJIN], key=KEY, remove=True)
        assert [str(one) for one in fewer.problems if blocking([one])] == []
        check(fewer.data, [values[number] for number in kept])
        assert bytes_of(fewer.data, range(len(kept))) == bytes_of(data, kept)
        changed = [edits.edited(value, [rng.choice(edits.IN_PLACE)], rng) for value in values]
        for number, value in enumerate(changed):
            value |= {key: values[number][key] for key in ("序号", "项目名称")}
        rng.shuffle(order := [*range(17)])
        more = put(
            [spec_of(changed[n] if n not in kept else values[n], f"{n}.yaml") for n in order],
            fewer.data,
            name,
            [TIANJIN],
            key=KEY,
            add=True,
        )
        assert [str(one) for one in more.problems if blocking([one])] == []
        check(more.data, [values[n] if n in kept else changed[n] for n in range(17)])
        assert bytes_of(more.data, kept) == bytes_of(data, kept)
        assert marks(more.data) == sorted(set(marks(more.data)))


def check(data: bytes, wanted: Sequence[dict[str, Any]]) -> None:
    back = read(data, "", [TIANJIN]).specs
    assert [without_guessed(one.value, one) for one in back] == [
        without_guessed(value, one) for value, one in zip(wanted, back, strict=True)
    ]


def marks(data: bytes) -> list[int]:
    """The numbers of bookmarks, in order."""
    return sorted(int(number) for number in re.findall(r'bookmarkStart w:id="(\d+)"', xml(data)))


def bytes_of(data: bytes, numbers: Sequence[int]) -> list[str]:
    """Some projects of a document as they are written: from the first of their blocks to the last."""
    from goalgen.docx.splice import decode, places
    from goalgen.verbs.read import read_package

    opened, _ = open_package(data, "")
    assert opened is not None
    part, tables = decode(opened.parts[DOCUMENT]), read_package(opened, [TIANJIN]).specs
    edges = [
        (tables[number].occurrence.found[0].block.node, tables[number].occurrence.found[-1].block.node)
        for number in numbers
    ]
    found = places(part, opened.document, [node for pair in edges for node in pair])
    return [part.text[found[first].start : found[last].end] for first, last in edges]


ME = Tracking("王五", "2026-11-26T09:00:00Z")
BY = 'w:id="#" w:author="王五" w:date="2026-11-26T09:00:00Z"'


def states(data: bytes) -> list[list[dict[str, Any]]]:
    """What a document says once all is accepted, and once all is rejected."""
    return [[one.value for one in read(data, "", [FORM], None, state).specs] for state in Revisions]


def test_a_project_comes_as_an_insertion_and_goes_as_a_deletion():
    result = done([*specs("1", "3"), spec("4", "丁")], PLAIN, tracking=ME)
    assert refused(result) == []
    assert states(result.data) == [
        [one.value for one in [*specs("1", "3"), spec("4", "丁")]],
        [one.value for one in specs("1", "2", "3")],
    ]
    assert [str(change) for change in result.changes] == [
        "第5段 旁边 加上整个项目「4、丁」",
        "第3段 起 删去整个项目「2、乙」",
    ]
    text = re.sub(r'w:id="\d+"( w:author)', r'w:id="#"\1', xml(result.data))
    typed = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'.format
    gone = '<w:r><w:delText xml:space="preserve">{}</w:delText></w:r>'.format
    for kind, run in (("ins", typed("新值")), ("del", gone("值2"))):
        ended = f"<w:pPr><w:rPr><w:{kind} {BY}/></w:rPr></w:pPr>"
        assert text.count(f"<w:trPr><w:{kind} {BY}/></w:trPr>") == 2
        assert f"<w:p>{ended}<w:{kind} {BY}>{run}</w:{kind}></w:p>" in text
        assert text.count(ended) == 2 * 2 + 1 + 1
    assert '<w:bookmarkStart w:id="4" w:name="_Toc100000004"/>' in text
    assert done([*specs("1", "3"), spec("4", "丁")], PLAIN, tracking=ME).data == result.data


def test_what_stays_changes_as_revisions_beside_what_comes_and_goes():
    given = [spec("2", "丁"), spec("3", "丙", "值30")]
    result = done(given, PLAIN, tracking=ME, tables={"2.yaml": 0})
    assert refused(result) == []
    assert states(result.data) == [[one.value for one in given], [one.value for one in specs("1", "2", "3")]]
    assert str(result.changes[-1]) == "表3 第2行第2列 值「值3」→「值30」"
    more = done([*specs("1"), *given, spec("4", "戊")], PLAIN, tracking=ME, tables={"2.yaml": 0})
    again = done([*specs("1"), spec("5", "己")], more.data, tracking=ME, tables={"5.yaml": 0})
    assert states(again.data) == [[one.value for one in [*specs("1"), spec("5", "己")]], states(PLAIN)[0]]
    numbers = re.findall(r'w:id="(\d+)" w:author', xml(again.data))
    assert len(numbers) == len(set(numbers))


def test_the_blank_of_a_project_that_comes_before_a_table_without_heading_cannot_be_revised():
    data = book(table("乙", "值2"), line(""), section("3"), line(""))
    first = {**read(data, "", [FORM]).specs[0].value, "序号": "2"}
    given = [spec("1", "丁"), spec_of(first, "2.yaml"), *specs("3")]
    assert refused(done(given, data, tracking=ME))[-1] == (
        "告.docx 表1 第1行 P309 这个项目下面紧挨着一张留着的表，用修订表示不了，没有动；可以不加 --track-changes 直接写"
    )
    assert shown(done(given, data).data)[:4] == ["1.丁绩效表", "[名称丁值新值]", "", "[名称乙值值2]"]


@pytest.mark.parametrize(
    ("body", "kept", "told"),
    [
        ([section("1", more='<w:ins w:id="9" w:author="李四"><w:r><w:t>改</w:t></w:r></w:ins>'), line(""), section("2"), line("")], "2", "告.docx 第1段 P308 这个项目里有别人（李四）还没有接受的修订，整个拿掉要盖过它，没有动；确实要拿掉，加 --over"),
        ([section("1"), NEW_SECTION, section("2"), line(""), SETUP(11906)], "2", "告.docx 第1段 P309 这个项目带着分节符，用修订表示不了，没有动；可以不加 --track-changes 直接写"),
        ([line("1.甲绩效表"), f"<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>{table('甲', '值1')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>", line(""), section("2"), line("")], "2", "告.docx 第1段 P309 这个项目的表在文本框里，用修订表示不了，没有动；可以不加 --track-changes 直接写"),
        ([f"<w:sdt><w:sdtContent>{section('1')}</w:sdtContent></w:sdt>", line(""), section("2"), line("")], "2", "告.docx 第1段 P309 这个项目在内容控件里，用修订表示不了，没有动；可以不加 --track-changes 直接写"),
    ],
)  # fmt: skip
def test_what_no_revision_can_say_of_a_project_is_refused(body: list[str], kept: str, told: str):
    data = book(*body)
    value = read(data, "", [FORM]).specs[1].value
    assert refused(done([spec_of(value, "2.yaml")], data, tracking=ME, tables={"2.yaml": 2})) == [told]
    over = done([spec_of(value, "2.yaml")], data, tracking=ME._replace(over=True), tables={"2.yaml": 2})
    assert blocking(over.problems) == ("P308" not in told)


@pytest.mark.slow
def test_libreoffice_accepts_and_rejects_whole_projects(tmp_path: Path):
    """Law L9 for projects that come and go, in books and in documents that people made."""
    rng = random.Random("revised")
    jobs: list[tuple[Path, Path, Sequence[Sequence[object]]]] = []
    wanted: list[tuple[Path, list[dict[str, Any]]]] = []
    for which in range(len(edits.LEGACY) + 1):
        name, full = seeded(which)
        base = [one.value for one in read(full, name, [TIANJIN]).specs]
        for turn in range(1):
            kept, asked = (sorted(rng.sample(range(17), rng.randint(3, 12))) for _ in range(2))
            given = [spec_of(base[number], f"{number}.yaml") for number in kept]
            data = put(given, full, name, [TIANJIN], key=KEY, remove=True).data
            now = read(data, name, [TIANJIN]).specs
            tables = {
                f"{number}.yaml": first_table(now[kept.index(number)]) if number in kept else 0 for number in asked
            }
            result = put([spec_of({**base[number], "预算数": "1.00"}, f"{number}.yaml") for number in asked], data, name, [TIANJIN], key=KEY, tables=tables, add=True, remove=True, tracking=ME)  # fmt: skip
            if blocking(result.problems):
                assert {one.code for one in result.problems if blocking([one])} == {"P309"}, refused(result)
                continue
            source = tmp_path / f"{which}{turn}.docx"
            source.write_bytes(result.data)
            for step, like, state in (("accept", result.data, Revisions.FINAL), ("reject", data, Revisions.FINAL)):
                jobs.append((source, tmp_path / f"{which}{turn}.{step}.docx", [[step]]))
                wanted.append((jobs[-1][1], seen(like, state)))
            assert seen(result.data, Revisions.ORIGINAL) == seen(data, Revisions.FINAL)
    assert len(jobs) >= 4
    edit(*jobs)
    assert [seen(path.read_bytes(), Revisions.FINAL) for path, _ in wanted] == [values for _, values in wanted]


def first_table(table: Any) -> int:
    return min(found.block.table for found in table.occurrence.found if isinstance(found.block, Row))


def seen(data: bytes, state: Revisions) -> list[dict[str, Any]]:
    """What can be seen of the projects, but for numbers that only the tables around tell."""
    tables = read(data, "", [TIANJIN], None, state).specs
    return [{key: text for key, text in without_guessed(one.value, one).items() if key != "年度"} for one in tables]


@pytest.mark.slow
@pytest.mark.parametrize("which", range(len(edits.LEGACY) + 1))
@pytest.mark.parametrize("tracking", [None, ME], ids=["plain", "revised"])
def test_the_validator_finds_nothing_new(which: int, tracking: Tracking | None, tmp_path: Path):
    name, data = seeded(which)
    given = [one.value for one in read(data, name, [TIANJIN]).specs]
    asked = [
        *(spec_of(given[number], f"{number}.yaml") for number in (0, 1, 4, 5, 9)),
        new_project("18"),
        new_project("3"),
    ]
    result = put(asked, data, name, [TIANJIN], key=KEY, add=True, remove=True, tracking=tracking, tables={"新18.yaml": 0, "新3.yaml": 0})  # fmt: skip
    assert not blocking(result.problems), refused(result)
    old, new = tmp_path / "旧.docx", tmp_path / "新.docx"
    old.write_bytes(data)
    new.write_bytes(result.data)
    before = {reason(one) for one in validate(old, OFFICES)}
    assert {reason(one) for one in validate(new, OFFICES)} - before == set()


def new_project(number: str) -> Any:
    return spec_of({**SPECS[7].value, "序号": number, "项目名称": f"新项目{number}"}, f"新{number}.yaml")


@pytest.mark.slow
def test_libreoffice_shows_as_many_pages_as_there_are_projects(tmp_path: Path):
    """A project of a built book takes one page here; each stands on its own, and none is left empty."""
    require("soffice")
    built = seeded(0)[1]
    given = [*named([0, 1, 3]), new_project("18"), new_project("3")]
    result = put(
        given, built, "册.docx", [TIANJIN], key=KEY, add=True, remove=True, tables={"新18.yaml": 0, "新3.yaml": 0}
    )
    (tmp_path / "册.docx").write_bytes(result.data)
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(tmp_path / "册.docx")], check=True, capture_output=True, timeout=300
    )
    told = subprocess.run(
        [require("pdfinfo"), str(tmp_path / "册.pdf")], check=True, capture_output=True, text=True
    ).stdout
    assert re.findall(r"Pages: +(\d+)", told) == [str(len(given))]


OTHERS = [one.name for one in edits.forms_with_lists()]


def varied(known: Form, number: int) -> dict[str, Any]:
    """A project of a form: its sample, with texts of its own."""
    value = {"表样": known.name} | sample(known.pattern, known.schema)
    said = {
        key: text + "甲乙丙丁"[number]
        for key, text in value.items()
        if isinstance(text, str) and key != "表样" and text.strip() and not re.search("[0-9]", text)
    }
    return value | said


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERS)
def test_projects_of_every_form_come_and_go(name: str):
    """A form may number its projects or not: one without a number comes last."""
    known = form(name)
    values = [varied(known, number) for number in range(4)]
    given = [spec_of(value, f"{number}.yaml") for number, value in enumerate(values)]
    built = build([given[0], given[1], given[3]], known).data
    assert built is not None
    tables = [first_table(one) for one in read(built, "", [known]).specs]
    told = {"0.yaml": tables[0], "3.yaml": tables[2], "2.yaml": 0}
    asked = [given[0], given[3], given[2]]
    for tracking in (None, ME):
        done_ = put(asked, built, "册.docx", [known], tables=told, add=True, remove=True, tracking=tracking)
        assert [str(one) for one in done_.problems if blocking([one])] == []
        assert [one.value for one in read(done_.data, "", [known]).specs] == [one.value for one in asked]
    old = read(done_.data, "", [known], None, Revisions.ORIGINAL).specs
    assert [one.value for one in old] == [values[0], values[1], values[3]]
