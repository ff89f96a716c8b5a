"""Specs put into documents that exist: what changes, what does not, and what is refused, word for word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pytest
from conftest import ROOT, form, spec_of
from documents import W, document, package

import goalgen
from goalgen.docx import DOCUMENT, open_package, write_package
from goalgen.docx.archive import replace_members
from goalgen.docx.splice import decode
from goalgen.fingerprint import fingerprint, is_untouched, stamps
from goalgen.form import Form, make_form
from goalgen.text import Span
from goalgen.verbs.build import build
from goalgen.verbs.put import Put, put
from goalgen.verbs.put.proof import elsewhere
from goalgen.verbs.read import read

TEXT = {"type": "string"}
SCHEMA = {
    "required": ["名称", "用途", "值"],
    "properties": {"表样": TEXT, "年度": TEXT, "名称": TEXT, "用途": TEXT, "值": TEXT},
    "x-goalgen": {"filename": "{名称}"},
}
TEMPLATE = document("绩效表：{{ 名称 }}", [["名称", "{{ 名称 }}"], ["用途", "{{ 用途 }}"], ["值", "{{ 值 }}"]])


def small() -> Form:
    made, problems = make_form("试", TEMPLATE, SCHEMA, "试.docx")
    assert made is not None, [str(problem) for problem in problems]
    return made


FORM = small()
BOLD, PLAIN = "<w:rPr><w:b/></w:rPr>", ""


def run(text: str, look: str = PLAIN) -> str:
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paper(cell: str, heading: str = run("绩效表：甲")) -> bytes:
    """A document whose cell of 值 has this content."""
    label = "<w:tc><w:p>{}</w:p></w:tc><w:tc>{}</w:tc>".format
    rows = label(run("名称"), f"<w:p>{run('甲')}</w:p>"), label(run("用途"), f"<w:p>{run('办公')}</w:p>")
    rows += (label(run("值"), cell),)
    table = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    namespaces = (
        f'{W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    return package(
        f"<w:document {namespaces}><w:body><w:p>{heading}</w:p><w:tbl>{table}</w:tbl><w:p/></w:body></w:document>"
    )


def written(data: bytes, new: Mapping[str, Any], **options: Any) -> Put:
    (table,) = read(data, "告.docx", [FORM]).specs
    return put([spec_of({**table.value, **new})], data, "告.docx", [FORM], **options)


def xml(data: bytes) -> str:
    opened, _ = open_package(data, "")
    assert opened is not None
    return opened.parts[DOCUMENT].decode()


def cell_after(cell: str, text: str) -> str:
    """The cell of 值 after another text was put into it; all else is as it was, and it reads back."""
    data = paper(cell)
    done = written(data, {"值": text})
    assert [str(problem) for problem in done.problems] == []
    (back,) = read(done.data, "告.docx", [FORM]).specs
    assert back.value["值"] == text
    before, after = xml(paper("@")).split("@")
    result = xml(done.data)
    assert result.startswith(before)
    assert result.endswith(after)
    return result[len(before) : -len(after)]


KEEP = ' xml:space="preserve"'
LINK = '<w:hyperlink w:anchor="a">{}</w:hyperlink>'
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
CONTROL = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
SYM = '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
WINGS = '<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr>'
RAISED = '<w:rPr><w:b/><w:vertAlign w:val="superscript"/></w:rPr>'


@pytest.mark.parametrize(
    ("old", "text", "new"),
    [
        ("<w:p><w:r><w:t>≤43.5万元</w:t></w:r></w:p>", "≤43万元", "<w:p><w:r><w:t>≤43万元</w:t></w:r></w:p>"),
        ("<w:p><w:r><w:t>&#8804;43.5</w:t></w:r></w:p>", "≤43", "<w:p><w:r><w:t>&#8804;43</w:t></w:r></w:p>"),
        ("<w:p><w:r><w:t>一</w:t></w:r></w:p>", "", "<w:p><w:r><w:t></w:t></w:r></w:p>"),
        ("<w:p><w:r><w:b/><w:t></w:t></w:r></w:p>", "一", "<w:p><w:r><w:b/><w:t>一</w:t></w:r></w:p>"),
        (f"<w:p><w:r>{BOLD}</w:r></w:p>", "一", f"<w:p>{run('一', BOLD)}</w:p>"),
        ("<w:p/>", "一", f"<w:p>{run('一')}</w:p>"),
        (f"<w:p><w:pPr><w:jc/>{BOLD}</w:pPr></w:p>", "一", f"<w:p><w:pPr><w:jc/>{BOLD}</w:pPr>{run('一', BOLD)}</w:p>"),
        (f"<w:p>{run('甲')}{run('乙', BOLD)}</w:p>", "甲丙乙", f"<w:p>{run('甲丙')}{run('乙', BOLD)}</w:p>"),
        (f"<w:p>{run('甲')}{run('乙', BOLD)}</w:p>", "甲乙丙", f"<w:p>{run('甲')}{run('乙丙', BOLD)}</w:p>"),
        (f"<w:p>{run('甲')}{run('乙', BOLD)}</w:p>", "丁", f"<w:p>{run('丁')}{run('', BOLD)}</w:p>"),
        (
            f"<w:p>{run('合格率≥95%')}{run('，', BOLD)}{run('成本≤43.5万元')}</w:p>", "合格率≥96%，成本≤43万元",
            f"<w:p>{run('合格率≥96%')}{run('，', BOLD)}{run('成本≤43万元')}</w:p>",
        ),
        (f"<w:p>{LINK.format(run('甲'))}</w:p>", "甲乙", f"<w:p>{LINK.format(run('甲乙'))}</w:p>"),
        (f"<w:p>{FIELD.format(run('甲'))}</w:p>", "乙", f"<w:p>{FIELD.format(run('乙'))}</w:p>"),
        (f"<w:p>{FIELD.format(run('甲'))}{run('丙')}</w:p>", "甲乙丙", f"<w:p>{FIELD.format(run('甲'))}{run('乙丙')}</w:p>"),
        (f"<w:p>{CONTROL.format(run('甲'))}</w:p>", "乙", f"<w:p>{CONTROL.format(run('乙'))}</w:p>"),
        (CONTROL.format(f"<w:p>{run('甲')}</w:p>"), "乙", CONTROL.format(f"<w:p>{run('乙')}</w:p>")),
        (f"<w:p>{SYM}{run('5次')}</w:p>", "≥6次", f"<w:p>{SYM}{run('6次')}</w:p>"),
        (f"<w:p>{SYM}{run('5次')}</w:p>", "5次", f"<w:p><w:r></w:r>{run('5次')}</w:p>"),
        (f"<w:p>{SYM}{run('5次')}</w:p>", "≤5次", f"<w:p>{run('≤')}{run('5次')}</w:p>"),
        (f"<w:p>{run('10')}{run('4', RAISED)}</w:p>", "10⁵", f"<w:p>{run('10')}{run('5', RAISED)}</w:p>"),
        (f"<w:p>{run('10')}{run('4', RAISED)}</w:p>", "10⁴次", f"<w:p>{run('10')}{run('4', RAISED)}{run('次', BOLD)}</w:p>"),
        (f"<w:p>{run('10')}{run('4', RAISED)}</w:p>", "105", f"<w:p>{run('105')}{run('', RAISED)}</w:p>"),
        (f"<w:p>{run('甲')}</w:p>", "甲\v乙", f"<w:p><w:r><w:t{KEEP}>甲</w:t><w:br/><w:t{KEEP}>乙</w:t></w:r></w:p>"),
        ("<w:p><w:r><w:t>甲 </w:t></w:r></w:p>", "甲\t乙", f"<w:p><w:r><w:t{KEEP}>甲</w:t><w:tab/><w:t{KEEP}>乙</w:t></w:r></w:p>"),
        ("<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p>", "甲乙", "<w:p><w:r><w:t>甲</w:t><w:t>乙</w:t></w:r></w:p>"),
        ("<w:p><w:r><w:t>甲</w:t><w:br/></w:r></w:p>", "甲\v乙", f"<w:p><w:r><w:t>甲</w:t><w:br/><w:t{KEEP}>乙</w:t></w:r></w:p>"),
        ("<w:p><w:r><w:t>甲</w:t><w:br/></w:r></w:p>", "甲\f", f'<w:p><w:r><w:t{KEEP}>甲</w:t><w:br w:type="page"/><w:t{KEEP}></w:t></w:r></w:p>'),
        (f"<w:p><w:pPr><w:jc/></w:pPr>{run('甲', BOLD)}</w:p>", "甲\n乙",
         f"<w:p><w:pPr><w:jc/></w:pPr>{run('甲', BOLD)}</w:p><w:p><w:pPr><w:jc/></w:pPr>{run('乙', BOLD)}</w:p>"),
        (f"<w:p>{run('甲')}</w:p><w:p>{run('乙')}</w:p><w:p>{run('丙')}</w:p>", "甲\n丙", f"<w:p>{run('甲')}</w:p><w:p>{run('丙')}</w:p>"),
        (f"<w:p>{run('甲')}</w:p><w:p>{run('乙')}</w:p>", "甲", f"<w:p>{run('甲')}</w:p>"),
        (f"<w:p>{run('甲')}</w:p><w:p>{run('乙')}</w:p>", "", f"<w:p>{run('')}</w:p>"),
        (f"<w:p>{run('甲')}</w:p>", "乙\n甲", f"<w:p>{run('乙')}</w:p><w:p>{run('甲')}</w:p>"),
        (f"<w:p>{run('甲')}</w:p><w:p><w:bookmarkStart w:id='1' w:name='b'/>{run('乙')}</w:p><w:p>{run('丙')}<w:bookmarkEnd w:id='1'/></w:p>",
         "甲\n丙", f"<w:p>{run('甲')}</w:p><w:bookmarkStart w:id='1' w:name='b'/><w:p>{run('丙')}<w:bookmarkEnd w:id='1'/></w:p>"),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r></w:p>", "一",
         f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>{run('一')}</w:p>"),
        (f"<w:p>{run('', RAISED)}</w:p>", "5", f"<w:p>{run('', RAISED)}{run('5')}</w:p>"),
        (f"<w:p>{run('&#xF0B3;', WINGS)}</w:p>", "5次", f"<w:p>{run('5次')}{run('', WINGS)}</w:p>".replace("<w:r><w:t", "<w:r><w:rPr></w:rPr><w:t", 1)),
    ],
)  # fmt: skip
def test_only_the_characters_that_differ_are_written(old, text, new):
    assert cell_after(old, text) == new


def messages(done: Put) -> list[str]:
    return [str(problem) for problem in done.problems]


def test_what_is_read_and_put_back_is_the_document_itself():
    data = paper(f"<w:p>{run('一')}</w:p>")
    assert written(data, {}) == Put(data)


def test_a_value_changes_in_every_place_and_is_told_in_each():
    done = written(paper(f"<w:p>{run('一')}</w:p>"), {"名称": "乙"}, tables={"例.yaml": 1})
    assert [str(change) for change in done.changes] == ["第1段 名称「甲」→「乙」", "表1 第1行第2列 名称「甲」→「乙」"]
    assert "绩效表：乙" in xml(done.data)
    assert messages(done) == []


def test_a_place_that_contradicts_is_left_and_named():
    data = paper(f"<w:p>{run('一')}</w:p>", heading=run("绩效表：丙"))
    done = written(data, {"名称": "乙"}, tables={"例.yaml": 1})
    assert [str(change) for change in done.changes] == ["表1 第1行第2列 名称「甲」→「乙」"]
    assert messages(done) == [
        "告.docx 第1段 P502 这里的「名称」是「丙」，和表里原来的不同，没有动；请核对要不要改成「乙」"
    ]
    assert "绩效表：丙" in xml(done.data)


NUMBERED = "<w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr>"
DRAWN = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>SYMBOL 179 \\f Symbol</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
LOCKED = '<w:sdt><w:sdtPr><w:lock w:val="sdtContentLocked"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'
AC = "<mc:AlternateContent><mc:Choice Requires='wps'>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"


@pytest.mark.parametrize(
    ("cell", "text", "message"),
    [
        (f"<w:p>{DRAWN}{run('5')}</w:p>", "5", "表1 第3行第2列 P304 「值」没有写：「≥」是 Word 自己排出来的（自动编号、域、公式），不能直接改写"),
        (f"<w:p>{LOCKED.format(run('5'))}</w:p>", "6", "表1 第3行第2列 P302 「值」没有写：这里是锁定了内容的控件，没有动；确实要改，加 --unlock"),
        (f"<w:p>{run('五')}<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent><w:p>{run('框')}"
         "</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>", "",
         "表1 第3行第2列 P305 「值」没有写：这一格里挂着文本框，清空以后文本框里的字会变成这一格的内容"),
        (f"<w:p><w:sdt><w:sdtPr><a:dataBinding xmlns:a='http://schemas.microsoft.com/office/word/2012/wordml'/></w:sdtPr><w:sdtContent>{run('一')}"
         "</w:sdtContent></w:sdt></w:p>", "二", "表1 第3行第2列 P307 「值」没有写：这里的控件绑定着带格式的数据，Word 打开时会换回原来的；请在 Word 里改"),
        (f"<w:p>{AC.format(run('五次'), run('5次'))}</w:p>", "六", "表1 第3行第2列 P307 「值」没有写：这里的文字在文件里存了两份（新旧两种格式），对不上，不能一起改"),
    ],
)  # fmt: skip
def test_what_cannot_be_changed_is_refused_and_the_bytes_stay(cell, text, message):
    data = paper(cell)
    done = written(data, {"值": text})
    assert done.data is data
    assert done.changes == ()
    assert messages(done) == [f"告.docx {message}"]


def test_what_stands_twice_changes_twice():
    old, new = AC.format(run("五次"), f"{run('五')}{run('次')}"), AC.format(run("六次"), f"{run('六')}{run('次')}")
    assert cell_after(f"<w:p>{old}</w:p>", "六次") == f"<w:p>{new}</w:p>"


def test_a_document_without_a_prefix_gets_none():
    def bare(text: str) -> bytes:
        whole = (
            xml(paper(text))
            .replace("w:", "")
            .replace("xmlns:w=", "xmlns=")
            .replace(
                'xmlns="http://schemas.openxmlformats.org/markup', 'xmlns:mc="http://schemas.openxmlformats.org/markup'
            )
        )
        return package(whole[whole.index("<document") :])

    data = bare("<w:p><w:r><w:t>一</w:t></w:r></w:p>")
    done = written(data, {"值": "一\f二\n三"})
    assert messages(done) == []
    declared = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:type="page"'
    assert f"<p><r><t{KEEP}>一</t><br {declared}/><t{KEEP}>二</t></r></p><p><r><t{KEEP}>三</t></r></p>" in xml(
        done.data
    )


def test_a_fallback_that_says_something_else_stays():
    old, new = AC.format(run("五次"), run("请升级")), AC.format(run("六次"), run("请升级"))
    assert cell_after(f"<w:p>{old}</w:p>", "六次") == f"<w:p>{new}</w:p>"


def with_part(data: bytes, name: str, content: str) -> bytes:
    opened, _ = open_package(data, "")
    assert opened is not None
    return write_package({**opened.parts, name: content.encode()})


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("_xmlsignatures/sig1.xml", "<a/>", "告.docx P301 这个文件签过名，一改签名就失效，没有动；确实要改，加 --unlock"),
        ("word/settings.xml", f'<w:settings {W}><w:documentProtection w:edit="readOnly" w:enforcement="1"/></w:settings>',
         "告.docx P302 这个文件限制编辑（只读），没有动；确实要改，加 --unlock"),
    ],
)  # fmt: skip
def test_signed_and_protected_documents_are_left_alone_unless_told(name, content, message):
    data = with_part(paper(f"<w:p>{run('一')}</w:p>"), name, content)
    done = written(data, {"值": "二"})
    assert (done.data, messages(done)) == (data, [message])
    assert written(data, {}) == Put(data)
    assert messages(written(data, {"值": "二"}, unlocked=True)) == []


def test_what_the_document_neither_prints_nor_carries_is_named():
    data = paper(f"<w:p>{run('一')}</w:p>")
    done = written(data, {"年度": "2022"})
    assert done.data is data
    assert messages(done) == ["例.yaml:5:5 P501 「年度」在 告.docx 的表上没有印，文件里也没有带着，没有写"]


LEGACY = ROOT / "tests" / "data" / "legacy" / "tianjin-2022.docx"


def test_a_new_name_without_a_number_is_asked_for():
    done = written(paper(f"<w:p>{run('一')}</w:p>"), {"名称": "乙"})
    assert messages(done) == [
        "例.yaml P201 说不准是 告.docx 里的哪一张表：第1段「甲」。是哪一张，请写明，如 --table 例.yaml=1；都不是，就先不给这份规格；"
        "是要新加的，写 --add --table 例.yaml=新"
    ]


def test_a_spec_that_may_be_of_two_tables_is_asked_for():
    data = LEGACY.read_bytes()
    used = [form("tianjin-2022")]
    tables = read(data, "告.docx", used).specs
    value = deepcopy(dict(tables[1].value))
    strange = {**value, "项目名称": "别的项目", "绩效目标": ["别的"], "绩效指标": [], "资金用途": "别的", "预算数": "1"}
    done = put([spec_of(strange)], data, "告.docx", used)
    assert done.data is data
    assert messages(done) == [
        "例.yaml P201 说不准是 告.docx 里的哪一张表：第5段「2、2022年审计监督工作」。是哪一张，请写明，如 --table 例.yaml=3；"
        "都不是，就先不给这份规格；是要新加的，写 --add --table 例.yaml=新"
    ]
    renamed = put([spec_of({**value, "项目名称": "2022年审计"})], data, "告.docx", used)
    assert [str(change) for change in renamed.changes] == [
        "第5段 项目名称「2022年审计监督工作」→「2022年审计」",
        "表3 第2行第2列 项目名称「2022年审计监督工作」→「2022年审计」",
    ]


def test_what_is_not_printed_is_refreshed_where_the_document_carries_it():
    used = form("tianjin-2022")
    specs = [
        spec_of({**table.value, "年度": "2022"}) for table in read(LEGACY.read_bytes(), "告.docx", [used]).specs[:3]
    ]
    built = build(specs, used).data
    assert built is not None
    done = put([spec_of({**specs[1].value, "年度": "2023"})], built, "册.docx", [used])
    assert [str(change) for change in done.changes] == ["第5段 年度「2022」→「2023」（不印，随文件携带）"]
    assert [table.value.get("年度") for table in read(done.data, "册.docx", [used]).specs] == ["2022", "2023", "2022"]
    assert xml(done.data) == xml(built)


PROPS = (
    '<ds:datastoreItem ds:itemID="{AB}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"/>'
)
BOUND = (
    '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/n:a/n:b{}" w:prefixMappings="xmlns:n=\'u\'" w:storeItemID="{{AB}}"/>{}'
    "</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
)


def bound_to(data: str, path: str = "", kind: str = "", shown: str = run("一次")) -> bytes:
    """A document whose cell of 值 shows data of another part."""
    whole = with_part(paper(f"<w:p>{BOUND.format(path, kind, shown)}</w:p>"), "customXml/itemProps1.xml", PROPS)
    return with_part(whole, "customXml/item1.xml", data)


@pytest.mark.parametrize(
    ("data", "path", "new"),
    [
        ("<x:a xmlns:x='u'><x:b>一次</x:b><!-- 注 --></x:a>", "", "<x:a xmlns:x='u'><x:b>二&amp;次</x:b><!-- 注 --></x:a>"),
        ("<a xmlns='u'><b/><b>别的</b></a>", "[1]", "<a xmlns='u'><b>二&amp;次</b><b>别的</b></a>"),
        ("<a xmlns='u'><b  值='一次' c=\"d\"/></a>", "/@值", "<a xmlns='u'><b  值=\"二&amp;次\" c=\"d\"/></a>"),
    ],
)  # fmt: skip
def test_the_data_behind_a_control_change_along(data, path, new):
    done = written(bound_to(data, path), {"值": "二&次"})
    assert messages(done) == []
    opened, _ = open_package(done.data, "")
    assert opened is not None
    assert opened.parts["customXml/item1.xml"].decode() == new


def test_a_control_that_says_its_data_in_another_way_is_left_to_people():
    data = bound_to("<a xmlns='u'><b>2022-01-01T00:00:00</b></a>", kind="<w:date/>", shown=run("2022年"))
    done = written(data, {"值": "2023年"})
    assert (done.data, messages(done)) == (
        data,
        ["告.docx P307 「2023年」所在的控件绑定着数据（日期、下拉选项等），数据怎样改说不准；请在 Word 里改"],
    )
    assert messages(written(data, {"名称": "乙"}, tables={"例.yaml": 1})) == []


def marked(text: str, name: str = "_Toc1") -> str:
    return f'<w:bookmarkStart w:id="1" w:name="{name}"/>{run(text)}<w:bookmarkEnd w:id="1"/>'


def field_of(code: str, shown: str) -> str:
    begin, rest = (FIELD.format(shown)).split("REF a")
    return f"{begin}{code}{rest}"


ENTRY = '<w:hyperlink w:anchor="_Toc1">{}<w:r><w:tab/></w:r>{}</w:hyperlink>'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ENTRY.format(run("绩效表：甲"), field_of("PAGEREF _Toc1 \\h", run("3"))),
         ENTRY.format(run("绩效表：乙"), field_of("PAGEREF _Toc1 \\h", run("3")))),
        (run("见“") + field_of(" REF _Toc1 \\h ", run("绩效表", BOLD) + run("：甲")) + run("”，甲"),
         run("见“") + field_of(" REF _Toc1 \\h ", run("绩效表", BOLD) + run("：乙")) + run("”，甲")),
        ('<w:fldSimple w:instr="REF _Toc1">' + run("绩效表：甲") + "</w:fldSimple>",
         '<w:fldSimple w:instr="REF _Toc1">' + run("绩效表：乙") + "</w:fldSimple>"),
        (field_of(" REF _Toc2 ", run("绩效表：甲")), field_of(" REF _Toc2 ", run("绩效表：甲"))),
        (run("绩效表：甲"), run("绩效表：甲")),
    ],
)  # fmt: skip
def test_what_repeats_a_heading_changes_along(before, after):
    data = paper(f"<w:p>{run('一')}</w:p>", f"{run('')}</w:p><w:p>{before}</w:p><w:p>{marked('绩效表：甲')}")
    done = written(data, {"名称": "乙"}, tables={"例.yaml": 1})
    assert messages(done) == []
    assert after in xml(done.data)
    told = ["第2段 目录或引用「绩效表：甲」→「绩效表：乙」"] if before != after else []
    assert [str(change) for change in done.changes] == [
        "第3段 名称「甲」→「乙」",
        "表1 第1行第2列 名称「甲」→「乙」",
        *told,
    ]


def test_what_repeats_a_heading_in_other_words_is_marked_to_be_computed_again():
    before = field_of(' TOC \\o "1-3" ', ENTRY.format(run("绩效  表：甲"), field_of("PAGEREF _Toc1", run("3"))))
    data = paper(f"<w:p>{run('一')}</w:p>", f"{before}</w:p><w:p>{marked('绩效表：甲')}")
    done = written(data, {"名称": "乙"}, tables={"例.yaml": 1})
    assert messages(done) == [
        "告.docx 第1段 P503 这里的目录或引用应改成「绩效表：乙」，没有照样找到原来的字；已标明，Word 打开时会重新算"
    ]
    assert before.replace('"begin"/>', '"begin" w:dirty="true"/>', 1) in xml(done.data)


def test_a_cell_with_what_nothing_understood_is_left_alone():
    labelled = {
        **SCHEMA,
        "properties": {**SCHEMA["properties"], "值": {**TEXT, "pattern": "^[0-9]*$", "examples": ["1"]}},
    }
    used, problems = make_form(
        "试",
        document("绩效表：{{ 名称 }}", [["名称", "{{ 名称 }}"], ["用途", "{{ 用途 }}"], ["值", "共{{ 值 }}次"]]),
        labelled,
        "试.docx",
    )
    assert used is not None, problems
    data = paper(f"<w:p>{run('共5次')}</w:p>")
    (table,) = read(data, "告.docx", [used]).specs
    assert put([spec_of({**table.value, "值": "6"})], data, "告.docx", [used]).changes[0].new == "6"
    wrong = put([spec_of({**table.value, "值": "六"})], data, "告.docx", [used])
    assert (wrong.data, messages(wrong)) == (data, ["例.yaml:4:4 P310 「值」不合 schema 规定的写法，读回时认不出来"])


@pytest.mark.slow
def test_it_is_a_verb_of_the_library():
    data = LEGACY.read_bytes()
    specs = [spec_of(table.value, f"{n}.yaml") for n, table in enumerate(goalgen.read(data).specs)]
    assert goalgen.put(specs, data) == goalgen.Put(data)
    assert goalgen.put([], data) == goalgen.Put(data)
    refused = goalgen.put(specs, b"PK")
    assert (refused.data, [problem.code for problem in refused.problems]) == (b"PK", ["R101"])


KEY = bytes(range(32))


def test_the_fingerprint_of_a_built_table_becomes_that_of_its_new_text():
    used = form("tianjin-2022")
    tables = read(LEGACY.read_bytes(), "告.docx", [used]).specs[:3]
    specs = [spec_of({**table.value, "年度": "2022"}) for table in tables]
    built = build(specs, used, KEY).data
    assert built is not None
    new = spec_of({**specs[1].value, "年度": "2023", "资金用途": "别的"})
    for key in (KEY, None):
        done = put([new], built, "册.docx", [used], key=key)
        assert messages(done) == [
            "册.docx P203 有 2 张表没有给规格，没有动（要整个拿掉，用 --remove）：第1段「1、2022年度天津市科技计划项目抽查监督工作」、"
            "第9段「3、财政科研经费政策培训专项工作」"
        ]
        opened, _ = open_package(done.data, "")
        assert opened is not None
        marks = stamps(opened)
        third = fingerprint(specs[2].value, KEY)
        second = fingerprint(new.value if key else specs[1].value, KEY)
        assert (marks.fingerprints[2], marks.fingerprints[3], marks.unseen[2]) == (second, third, {"年度": "2023"})
        assert is_untouched(done.data) == (key is not None)
        edited = replace_members(built, {"docProps/app.xml": b"<a/>"}) if key else built
        assert not is_untouched(put([new], edited, "册.docx", [used], key=key).data)
        assert [table.value.get("年度") for table in read(done.data, "册.docx", [used]).specs] == [
            "2022",
            "2023",
            "2022",
        ]
    assert is_untouched(built)


def test_what_only_the_marks_carry_is_refreshed_there():
    used = form("tianjin-2022")
    specs = [
        spec_of({**table.value, "年度": "2022"}) for table in read(LEGACY.read_bytes(), "告.docx", [used]).specs[:2]
    ]
    built = build(specs, used, KEY).data
    opened, _ = open_package(built or b"", "")
    assert opened is not None
    lost = write_package({name: part for name, part in opened.parts.items() if b"urn:goalgen:specs" not in part})
    done = put([spec_of({**specs[1].value, "年度": "2023"})], lost, "册.docx", [used])
    assert [str(change) for change in done.changes] == ["第5段 年度「2022」→「2023」（不印，随文件携带）"]
    assert [table.value.get("年度") for table in read(done.data, "册.docx", [used]).specs] == ["2022", "2023"]


def test_a_gap_that_stands_in_what_came_in_is_found_behind_it():
    old = decode(b"<a><b><c>1</c></b><b><c>2</c></b><b><c>3</c></b></a>")
    first, second = (
        next(Span(m.start(), m.end()) for m in re.finditer(text, old.text)) for text in ("<b><c>1</c></b>", "<c>2</c>")
    )
    new = b"<a><b><c>1</c></b><b><c>0</c></b><b><c>4</c></b><b><c>3</c></b></a>"
    assert not elsewhere(old, new, [second, first])
    assert elsewhere(old, new.replace(b"3", b"5"), [second, first])
    assert elsewhere(old, new.replace(b"<b><c>4", b"<b ><c>4"), [second, first])
    assert elsewhere(old, new, [])
    assert not elsewhere(old, old.text.encode(), [])
