"""Templates and schemas that strangers send: nothing of them runs, and what they may cost is bounded."""

from __future__ import annotations

import os
import re
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from conftest import ROOT
from grids import docx

from goalgen.form import FormFiles, load_form, make_form

SCHEMA = {
    "required": ["项目名称", "绩效指标"],
    "properties": {
        "表样": {"const": "试"},
        "项目名称": {"type": "string"},
        "绩效指标": {
            "type": "array",
            "items": {"type": "object", "required": ["指标值"], "properties": {"指标值": {"type": "string"}}},
        },
    },
}
GOOD = docx("目标表", [["项目名称", "{{ 项目名称 }}"], ["指标值", "值"], ["2>{%tr for 项 in 绩效指标 %}"], ["指标", "{{ 项.指标值 }}"], ["2>{%tr endfor %}"]])  # fmt: skip
SUM = "算式里只能用栏位、loop、加减和比较"
RESAVE = "请在 Word 里新建一个文件，把表格复制过去再保存"
UNREAD = "写在读不到的地方（文本框之类），请移到正文或表格里"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def changed(part: str, old: str, new: str, data: bytes = GOOD) -> bytes:
    """The template with a text of one part replaced, or a part added."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old.encode() in parts.setdefault(part, b"")
    parts[part] = parts[part].replace(old.encode(), new.encode(), 1)
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def told(data: bytes, schema=SCHEMA) -> list[str]:
    form, problems = make_form("试", data, schema, "试.docx")
    assert (form is None) == bool(problems)
    return [str(problem) for problem in problems]


def test_the_good_one_is_good():
    assert told(GOOD) == []


@pytest.mark.parametrize(
    ("part", "old", "new", "target"),
    [
        ("word/document.xml", "<w:body>", "<w:body><?goalgen-value 7*7?>", "goalgen-value"),
        ("word/document.xml", "<w:body>", "<w:body><?x <?goalgen-value 7*7?>", "x"),
        ("word/document.xml", "<w:r>", "<w:r><w:rPr><?goalgen-block for a in b?></w:rPr>", "goalgen-block"),
        ("word/document.xml", "<w:document", "<?goalgen-cut start?><w:document", "goalgen-cut"),
        ("word/document.xml", "</w:document>", "</w:document><?goalgen-note ?>", "goalgen-note"),
        ("word/document.xml", "<w:sectPr/>", "<w:sectPr><?php 1?></w:sectPr>", "php"),
        ("word/styles.xml", "", f'<w:styles xmlns:w="{W}"><?goalgen-value 7*7?></w:styles>', "goalgen-value"),
        ("customXml/item1.xml", "", "<?mso-contentType?><a/>", "mso-contentType"),
        ("word/_rels/document.xml.rels", "<Relationships", "<?a b?><Relationships", "a"),
    ],
)
def test_no_processing_instruction_is_let_in(part, old, new, target):
    message = f"试.docx F118 模板的 {part} 里有处理指令「<?{target} …?>」，正常的模板没有；{RESAVE}"
    assert told(changed(part, old, new)) == [message]


@pytest.mark.parametrize(
    ("part", "old", "new", "message"),
    [
        (
            "word/document.xml",
            "目标表",
            "\ufdd07\ufdd1",
            "F118 模板的 word/document.xml 里有不是文字的字符（U+FDD0 到 U+FDEF），请删去",
        ),
        (
            "word/theme.xml",
            "",
            "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
            f"F118 模板的 word/theme.xml 里有 DOCTYPE 或实体，正常的模板没有；{RESAVE}",
        ),
        ("word/theme.xml", "", "<a>", "F101 模板里的 word/theme.xml 不是合格的 XML；请用 Word 打开，另存为 .docx"),
        ("../evil.bin", "", "x", f"F118 模板里有名字不对的部件「../evil.bin」；{RESAVE}"),
        ("C:\\evil.bin", "", "x", f"F118 模板里有名字不对的部件「C:\\evil.bin」；{RESAVE}"),
        (
            "word/big.bin",
            "",
            "x" * (2**25),
            "F119 模板展开后有 32 MB，超过 32 MB；它的每个部件都会写进生成的文件，请删去大图片",
        ),
        (
            "word/document.xml",
            "<w:body>",
            "<w:body>" + "<w:p/>" * 60_000,
            "F119 模板的正文有 60066 个标记，超过 60000 个；模板只要一张表，请删去多余的",
        ),
    ],
    ids=["noncharacter", "entity", "broken part", "path", "drive", "size", "elements"],
)
def test_what_is_no_template_is_refused(part, old, new, message):
    data = changed(part, old, new)
    if part == "C:\\evil.bin":
        assert len(told(data)) == 1  # on Windows zipfile turns the backslash
    else:
        assert told(data) == [f"试.docx {message}"]


def test_a_text_that_looks_like_our_instruction_is_a_text():
    form, problems = make_form(
        "试", changed("word/document.xml", "目标表", "&lt;?goalgen-value 7*7?&gt;"), SCHEMA, "试"
    )
    assert form is not None, problems
    assert "&lt;?goalgen-value 7*7?&gt;" in form.renderer.document([{"项目名称": "甲", "绩效指标": []}]).decode()


@pytest.mark.parametrize("name", ['a" b="', "a' b='", "<?goalgen-value 7*7?>", "&lt;"])
def test_a_bookmarks_name_stays_a_name(name):
    from xml.sax.saxutils import quoteattr

    from lxml import etree

    mark = f'<w:bookmarkStart w:id="7" w:name={quoteattr(name)}/><w:bookmarkEnd w:id="7"/>'
    form, problems = make_form("试", changed("word/document.xml", "<w:p>", f"<w:p>{mark}"), SCHEMA, "试.docx")
    assert form is not None, problems
    tree = etree.fromstring(form.renderer.document([{"项目名称": "甲", "绩效指标": []}]))
    assert [dict(node.attrib) for node in tree.iter(f"{{{W}}}bookmarkStart")] == [
        {f"{{{W}}}id": "0", f"{{{W}}}name": f"{name}_0001"}
    ]


@pytest.mark.parametrize(
    "inside",
    [
        "{%p for x in range(99999999) %}",
        "{%p if 7*7 %}",
        "{%p for 项 in 绩效指标 %}",
    ],
)
def test_a_block_tag_that_no_reader_sees_never_reaches_jinja(inside):
    """In a text box: docxtpl mends it all the same."""
    end = "{%p endfor %}" if "for" in inside else "{%p endif %}"
    box = "".join(f"<w:p><w:r><w:t>{tag}</w:t></w:r></w:p>" for tag in (inside, end))
    shape = f"<w:r><w:pict><w:txbxContent>{box}</w:txbxContent></w:pict></w:r>"
    data = changed("word/document.xml", "<w:r>", f"{shape}<w:r>")
    assert [each.partition(" F102 ")[2] for each in told(data)] == [
        f"{inside.replace('%p', '%')} {UNREAD}",
        f"{end.replace('%p', '%')} {UNREAD}",
    ]


@pytest.mark.parametrize("place", ["<w:background>{{ 项目名称 }}</w:background><w:body>"])
def test_a_tag_outside_of_the_body_is_refused(place):
    assert told(changed("word/document.xml", "<w:body>", place)) == [f"试.docx F102 正文之外有标签，{UNREAD}"]


LONG = "太长（超过 200 字）或括号太多（超过 12 对）"


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("1000000000 + 0", "里的数太大（最多 1000000000）"),
        ("99999999999.5 + 1", "里的数太大（最多 1000000000）"),
        ("9" * 90 + " + 1", "里的数太大（最多 1000000000）"),
        ("(" * 13 + "1" + ")" * 13, LONG),
        ("(" * 5000 + "1" + ")" * 5000, LONG),
        ("1" + "+1" * 100, LONG),
        ("not " * 60 + "1", LONG),
        ("1" + "~项目名称" * 13, "用了 12 个以上的名称"),
        ("-" * 150 + "1", "不在模板语言里"),
        ("项目名称.upper ~ ''", "里的「项目名称.upper」schema 里没有"),
        ("(项目名称|first).upper ~ ''", "里的「项目名称.upper」schema 里没有"),
        ("(项目名称 ~ '').upper", "不在模板语言里"),
        ("loop.cycle ~ ''", "不在模板语言里"),
        ("无此栏 ~ ''", "里的「无此栏」schema 里没有"),
        ("绩效指标|sum('a')|first", None),
        ("绩效指标|sum(attribute='x')", "不在模板语言里"),
        ("项目名称|join(项目名称)", "不在模板语言里"),
        (r"项目名称 ~ '\x00'", "里有看不见的字符"),
        (r"项目名称 ~ '\ud800'", "里有看不见的字符"),
        (r"项目名称 ~ '\u202e'", "里有看不见的字符"),
    ],
)
def test_an_expression_is_short_flat_and_of_fields(expression, message):
    text = f"{{{{ {expression} }}}}"
    shown = expression if len(expression) <= 60 else f"{expression[:60]}…"
    found = told(changed("word/document.xml", '<w:t xml:space="preserve">值', f'<w:t xml:space="preserve">{text}'))
    if message is None:
        assert [each.split()[1] for each in found] == ["F113"]
    else:
        assert [each.partition(" F102 ")[2] for each in found] == [f"{{{{ {shown} }}}} {message}；{SUM}"]


@pytest.mark.parametrize("expression", ["1e999 + 0", "1e308 + 1e308", "0xffffffffffff + 1"])
def test_no_number_becomes_endless(expression):
    text = f'<w:t xml:space="preserve">{{{{ {expression} }}}}'
    found = told(changed("word/document.xml", '<w:t xml:space="preserve">值', text))
    assert [each.split()[3] for each in found] == ["F102"]


def test_join_does_not_grow():
    form, problems = make_form("试", changed("word/document.xml", ">值<", ">{{ 项目名称|join('、')|join('、')|join('、') }}<"), SCHEMA, "试")  # fmt: skip
    assert form is not None, problems
    with pytest.raises(Exception, match="join 连起来超过 100000 字"):
        form.renderer.document([{"项目名称": "甲" * 20_000, "绩效指标": []}])


def test_a_document_has_an_end():
    row = [["指标", "{{ 项.指标值 }}" + "{{ 项目名称 }}"]]
    schema = {**SCHEMA, "properties": {**SCHEMA["properties"], "项目名称": {"type": "string", "pattern": "^甲+$", "examples": ["甲"]}, "绩效指标": {"type": "array", "items": {"type": "object", "required": ["指标值"], "properties": {"指标值": {"type": "string", "pattern": "^乙*$", "examples": ["乙"]}}}}}}  # fmt: skip
    data = docx(
        "目标表", [["项目名称", "{{ 项目名称 }}"], ["2>{%tr for 项 in 绩效指标 %}"], *row, ["2>{%tr endfor %}"]]
    )
    form, problems = make_form("试", data, schema, "试.docx")
    assert form is not None, problems
    with pytest.raises(Exception, match="印出来的正文超过 64 MB"):
        form.renderer.document([{"项目名称": "甲" * 100_000, "绩效指标": [{"指标值": "乙"}] * 1000}])


def test_loops_do_not_multiply():
    data = docx("目标表", [["项目名称", "{{ 项目名称 }}"], ["2>{%tr for 项 in 绩效指标 %}"], ["2>{%tr for 又 in 绩效指标 %}"], ["指标", "{{ 又.指标值 }}"], ["2>{%tr endfor %}"], ["2>{%tr endfor %}"]])  # fmt: skip
    told_it = (
        "试.docx 表1 第3行 F108 「绩效指标」不在「绩效指标」的一项里，套在它的循环里分不清各是哪一项的；请移到外面"
    )
    assert told_it in told(data)


@pytest.mark.parametrize("depth", [9, 200, 450])
def test_conditions_nest_a_little(depth):
    rows = [["2>{%tr if 项目名称 %}"]] * depth + [["项目名称", "{{ 项目名称 }}"]] + [["2>{%tr endif %}"]] * depth
    assert told(docx("目标表", rows)) == ["试.docx 表1 第9行 F119 循环和条件套了 8 层以上，请少套几层"]


def test_what_is_told_of_tags_grows_with_the_tags():
    """The calls are counted; no time is taken. Each tag names no field, so each is told with its place."""

    def counted(size: int) -> int:
        tags = "".join(f"<w:p><w:r><w:t>{{{{ 第{number}项 }}}}</w:t></w:r></w:p>" for number in range(size))
        data = changed("word/document.xml", "<w:sectPr", f"{tags}<w:sectPr")
        calls = 0

        def count(_frame: object, event: str, _arg: object) -> None:
            nonlocal calls
            calls += event in ("call", "c_call")

        sys.setprofile(count)
        try:
            assert len(make_form("试", data, SCHEMA, "试.docx")[1]) == size
        finally:
            sys.setprofile(None)
        return calls

    counted(1)  # what is done once is not counted
    first, second, third = map(counted, (60, 120, 180))
    assert third - second <= 1.25 * (second - first) + 300


def test_a_thousand_tags_are_enough():
    many = docx("目标表", [["项目名称", "{{ 项目名称 }}"]] * 1001)
    assert told(many) == ["试.docx F119 模板里有 1001 个标签，超过 1000 个；模板只要一张表，请删去多余的"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize("which", ["template", "schema"])
def test_a_pipe_is_no_template(tmp_path: Path, which):
    template, schema = tmp_path / "试.docx", tmp_path / "试.schema.json"
    template.write_bytes(GOOD)
    schema.write_text('{"properties": {}}')
    pipe = template if which == "template" else schema
    pipe.unlink()
    os.mkfifo(pipe)
    form, problems = load_form(FormFiles("试", template, schema))
    code = {"template": "F101 模板", "schema": "F111 schema "}[which]
    assert (form, [str(each) for each in problems]) == (
        None,
        [f"{pipe} {code}读不出来：这是管道，不是普通文件，没有读：请先把内容存成文件"],
    )


def test_no_text_sends_anybody_to_a_registry():
    """There is no package of this name there: whoever takes the name would get these installs."""
    texts = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *(ROOT / "goalgen").rglob("*.py"), *ROOT.glob("**/*.yaml")]
    advice = re.compile(r"(?:pip|pipx|uv|uvx)\b[^\n]*?\s[\"']?goalgen(?:\[\w+\])?(?=[\"'`\s]|$)(?! @)", re.MULTILINE)
    read = {text: advice.findall(text.read_text("utf8")) for text in texts if "node_modules" not in text.parts}
    assert {text: found for text, found in read.items() if any("install" in each for each in found)} == {}
