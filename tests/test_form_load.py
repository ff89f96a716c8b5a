"""What loading a form refuses, word for word: each refusal names the cell of the template and says what to type."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pytest
from conftest import ROOT
from grids import docx
from jinja2 import TemplateError

from goalgen.form import form_files, load_form, load_layouts, make_form, remarks
from goalgen.form.expression import environment, reason_of
from goalgen.form.pattern import nodes

SCHEMA = {
    "required": ["项目名称", "单位代码", "单位名称", "目标", "绩效指标", "任务", "编号"],
    "properties": {
        "表样": {"const": "试"},
        "项目名称": {"type": "string"},
        "单位代码": {"type": "string"},
        "单位名称": {"type": "string"},
        "备注": {"type": "string"},
        "编号": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "目标": {"type": "array", "items": {"type": "string"}},
        "任务": {"type": "array", "items": {"type": "string"}},
        "绩效指标": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["一级指标", "指标值"],
                "properties": {
                    "一级指标": {"type": "string"},
                    "指标值": {"type": "string"},
                    "说明": {"type": "string"},
                },
            },
        },
    },
}
HEAD, FOR, END = ["一级指标", "指标值"], ["2>{%tr for 项 in 绩效指标 %}"], ["2>{%tr endfor %}"]
NAME = ["项目名称", "{{ 项目名称 }}"]
LANGUAGE = "不在模板语言里。可用的写法：{{ 栏位 }}、{{ 项.栏位|合并 }}、{%tr for 项 in 列表 %}、{%p if 栏位 %}"
SUM = "算式里只能用栏位、loop、加减和比较"
INLINE = "不能写在一段文字中间；循环和条件要独占一段（{%p …%}）或一行（{%tr …%}）"
HALF = "不是完整的标签；标签要用 {{ … }} 或 {%p … %} 成对写在同一段里"
PAIR = "没有配对：每个 for、if 要有同一层的 endfor、endif"


def told(*blocks, schema=SCHEMA, **look):
    form, problems = make_form("试", docx(*blocks, **look), schema, "试.docx")
    assert (form is None) == bool(problems)
    return [str(problem) for problem in problems]


def cell(text):
    return [["项目名称", text]]


@pytest.mark.parametrize(
    "blocks",
    [
        ["{{ 项目名称 }}绩效目标表", [HEAD, FOR, ["{{ 项.一级指标|合并 }}", "{{ 项.指标值 }}"], END]],
        [[NAME, ["目标", "{%p for 条 in 目标 %}\n{{ loop.index }}.{{ 条 }}\n{%p endfor %}"]]],
        [[NAME, ["2>{%tr if 备注 %}"], ["备注", "{{ 备注 }}"], ["2>{%tr endif %}"]]],
        [[NAME], "{%p if 备注 %}", "备注：{{ 备注 }}", "{%p endif %}"],
        [[["目标", "{%p for 项目名称 in 目标 %}\n第{{ loop.index }}条{{ 项目名称 }}\n{%p endfor %}"]]],
        [[NAME, ["共几条", "{{ 目标|length }}"], ["目标", "{%p for 条 in 目标 %}\n{{ 条 }}\n{%p endfor %}"]]],
        [[NAME, ["{# 说明 #}", ""]]],
    ],
    ids=["loop of rows", "loop of paragraphs", "optional row", "optional paragraph", "a name reused", "sum", "note"],
)
def test_what_can_be_inverted_loads(blocks):
    assert told(*blocks) == []


@pytest.mark.parametrize("cut", [True, False])
def test_a_tag_that_word_cut_into_runs_is_mended(cut):
    assert told("{{ 项目名称 }}绩效目标表", [HEAD, FOR, ["{{ 项.一级指标 }}", "{{ 项.指标值 }}"], END], bold=cut) == []


TAGS = [
    "{{ 项目名称 }}",
    "{%tr for 项 in 绩效指标 %}",
    "{{ 项.一级指标|合并 }}",
    "{%tr endfor %}",
    "{%p if 备注 %}",
    "{{ loop.index }}",
]
APART = [
    '</w:t></w:r><w:r><w:t xml:space="preserve">',
    '</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">',
    '</w:t></w:r><w:bookmarkStart w:id="7" w:name="_GoBack"/><w:bookmarkEnd w:id="7"/><w:r><w:lastRenderedPageBreak/><w:t xml:space="preserve">',
]


@pytest.mark.slow
@pytest.mark.parametrize("apart", APART, ids=["runs", "spelling", "bookmark"])
@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_cut_at_any_place_is_the_same_tag(tag, apart):
    rows = [HEAD, FOR, ["{{ 项.一级指标|合并 }}", "{{ loop.index }}.{{ 项.指标值 }}"], END]
    data = docx("{{ 项目名称 }}绩效目标表", rows, "{%p if 备注 %}", "备注：{{ 备注 }}", "{%p endif %}")
    whole, problems = make_form("试", data, SCHEMA, "试.docx")
    assert problems == []
    parts = parts_of(data)
    document = parts["word/document.xml"].decode()
    assert document.count(tag) == 1
    for place in range(1, len(tag)):
        cut = document.replace(tag, tag[:place] + apart + tag[place:])
        form, problems = make_form("试", zipped({**parts, "word/document.xml": cut.encode()}), SCHEMA, "试.docx")
        assert problems == [], tag[:place]
        assert [type(node) for node in nodes(form.pattern)] == [type(node) for node in nodes(whole.pattern)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ 项目名称|upper }}", f"F102 {{{{ 项目名称|upper }}}} 不在模板语言里；{SUM}"),
        ("{{ ''.__class__ }}", f"F102 {{{{ ''.__class__ }}}} 不在模板语言里；{SUM}"),
        ("{{ 项目名称['__class__'] }}", f"F102 {{{{ 项目名称['__class__'] }}}} 不在模板语言里；{SUM}"),
        ("{{ 项目名称|attr('x') }}", f"F102 {{{{ 项目名称|attr('x') }}}} 不在模板语言里；{SUM}"),
        ("{{ range(9) }}", f"F102 {{{{ range(9) }}}} 不在模板语言里；{SUM}"),
        ("{{ 9**9**9 }}", f"F102 {{{{ 9**9**9 }}}} 不在模板语言里；{SUM}"),
        ("{{ '9' * 9 }}", f"F102 {{{{ '9' * 9 }}}} 不在模板语言里；{SUM}"),
        ("{{ 1 + }}", f"F102 {{{{ 1 + }}}} 写法有误；{SUM}"),
        ("{{ r 项目名称 }}", f"F102 {{{{ r 项目名称 }}}} 写法有误；{SUM}"),
        ("{{ loop.index }}", "F102 {{ loop.index }} 只能写在循环里"),
        ("{{r 项目名称 }}", f"F102 「{{{{r 项目名称 }}}}」{LANGUAGE}"),
        ("{{- 项目名称 -}}", f"F102 「{{{{- 项目名称 -}}}}」{LANGUAGE}"),
        ("{% set x = 1 %}", f"F102 「{{% set x = 1 %}}」{LANGUAGE}"),
        ("{% vm %}", f"F102 「{{% vm %}}」{LANGUAGE}"),
        ("{%tc for x in 目标 %}", f"F102 「{{%tc for x in 目标 %}}」{LANGUAGE}"),
        ("{%p else %}", f"F102 「{{%p else %}}」{LANGUAGE}"),
        ("{% if 备注 %}", f"F102 「{{% if 备注 %}}」{INLINE}"),
        ("甲{%p if 备注 %}", "F102 「{%p if 备注 %}」要独占一段；同一段里还有「甲」，会被吞掉"),
        ("{%tr if 备注 %}", "F102 「{%tr if 备注 %}」要独占一行；同一行里还有「项目名称」，会被吞掉"),
        ("{%p for x in 目标|sort %}\n{{ x }}\n{%p endfor %}", f"F102 「{{% for x in 目标|sort %}}」{LANGUAGE}"),
        ("{%p if 备注 == '1' %}\n{{ 备注 }}\n{%p endif %}", f"F102 「{{% if 备注 == '1' %}}」{LANGUAGE}"),
        ("｛｛ 项目名称 ｝｝", "F103 「｛｛ 项目名称 ｝｝」不是完整的标签；应写成半角：{{ 项目名称 }}"),
        ("名：{｛项目名称｝}。", "F103 「名：{｛项目名称｝}。」不是完整的标签；应写成半角：名：{{项目名称}}。"),
        ("{％p if 备注 ％}", "F103 「{％p if 备注 ％}」不是完整的标签；应写成半角：{%p if 备注 %}"),
        ("{{ 项目名称｜合并 }}", "F103 「{{ 项目名称｜合并 }}」里有全角的符号，应写成半角：{{ 项目名称|合并 }}"),
        (
            "{{ 备注|default(“无”) }}",
            'F103 「{{ 备注|default(“无”) }}」里有全角的符号，应写成半角：{{ 备注|default("无") }}',
        ),
        (
            "{{ 预算数（万元） }}",
            "F103 「{{ 预算数（万元） }}」的栏位名里有括号，标签里不能写：请在 schema 里给这一栏起一个没有括号的名称",
        ),
        (
            "{{ 2023年预算数 }}",
            "F102 「{{ 2023年预算数 }}」里的「2023年预算数」以数字开头，标签里不能写：请在 schema 里给这一栏起一个以文字开头的名称",
        ),
        (
            "{%p if 项.3年数 %}",
            "F102 「{%p if 项.3年数 %}」里的「3年数」以数字开头，标签里不能写：请在 schema 里给这一栏起一个以文字开头的名称",
        ),
        ("{{ 项目名称 }", f"F103 「{{{{ 项目名称 }}」{HALF}"),
        ("项目名称 }}", f"F103 「项目名称 }}}}」{HALF}"),
        ("{{ 项目名 }}", "F104 schema 里没有「项目名」这一项，是不是「项目名称」？"),
        (
            "{{ 甲乙丙 }}",
            "F104 schema 里没有「甲乙丙」这一项；有：表样、项目名称、单位代码、单位名称、备注、编号、目标、任务、绩效指标",
        ),
        ("{{ 项目名称.长度 }}", "F104 schema 里没有「项目名称.长度」这一项"),
        ("{{ 目标 }}", "F104 「目标」不是一段文字；列表要用 {%p for … %} 或 {%tr for … %}"),
        (
            "{%p for x in 项目名称 %}\n{{ x }}\n{%p endfor %}",
            "F104 「项目名称」在 schema 里不是列表（type: array），不能循环",
        ),
        ("{{ 项目名称|合并 }}", "F106 |合并 只能用在最里层循环的那一项上，例如 {{ 项.栏位|合并 }}"),
        ("{%p for 条 in 目标 %}\n{{ 条 }}", f"F107 {{% for 条 in 目标 %}} {PAIR}"),
        ("{{ 项目名称 }}\n{%p endif %}", f"F107 {{% endif %}} {PAIR}"),
        ("{%p for 条 in 目标 %}\n{{ 条 }}\n{%p endif %}", f"F107 {{% for 条 in 目标 %}} {PAIR}"),
        (
            "{{ 单位代码 }}{{ 单位名称 }}",
            "F108 「单位代码」和「单位名称」相连，拆不开：「甲甲」里前一项可以是「甲」，也可以是「甲甲」",
        ),
        (
            "{{ 单位代码 }}-{{ 单位名称 }}",
            "F108 「单位代码」和「单位名称」相连，拆不开：「甲-甲-甲」里前一项可以是「甲」，也可以是「甲-甲」",
        ),
        (
            "{{ 备注 }}",
            "F109 「备注」总是打印，schema 却说可以没有；请列入 required，或放进 {%p if 备注 %} … {%p endif %}",
        ),
        ("{{ 编号 }}", "F110 「编号」有 pattern，请在 schema 的 examples 里给一个合乎它的例子"),
    ],
)
def test_a_cell_that_cannot_be_inverted(text, message):
    assert told(cell(text)) == [f"试.docx 表1 第1行第2列 {message}"]


NO_HALF = "换成半角也不能用：标签里写栏位名，别的写在标签外面"
NAMED = "的栏位名里有括号，标签里不能写：请在 schema 里给这一栏起一个没有括号的名称"
WIDE = [
    ("｛｛ 项目名称 ｝｝", "{{ 项目名称 }}"),
    ("{{　项目名称　}}", "{{ 项目名称 }}"),
    ("{{ “项目名称” }}", "{{ 项目名称 }}"),
    ("{{ ‘项目名称’ }}", "{{ 项目名称 }}"),
    ("｛｛ “项目名称” ｝｝", "{{ 项目名称 }}"),
    ("{{ （项目名称） }}", "{{ 项目名称 }}"),
    ("{｛ 项目名称 }}", "{{ 项目名称 }}"),
    ("{{ 项目名称 ｝}", "{{ 项目名称 }}"),
    ("{%p if 目标 ％}\n好\n{%p endif %}", "{%p if 目标 %}"),
    ("{{ 目标｜length }}", "{{ 目标|length }}"),
    ("{{ 目标｜join（“、”） }}", '{{ 目标|join("、") }}'),
]
"""Tags with full-width signs, and what is told to be written."""


@pytest.mark.parametrize(("tag", "text"), WIDE)
def test_L11_a_tag_written_as_it_is_told_is_one(tag, text):
    _, (problem,) = make_form("试", docx([["一项", tag]]), SCHEMA, "试.docx")
    assert (problem.code, problem.text, problem.fix) == ("F103", text, ())
    mended = "\n".join([problem.text, *tag.split("\n")[1:]])
    _, problems = make_form("试", docx([["一项", mended]]), SCHEMA, "试.docx")
    assert [each for each in problems if each.code in ("F102", "F103", "F113")] == []


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("{{ 项目名称％ }}", f"「{{{{ 项目名称％ }}}}」里有全角的符号，{NO_HALF}"),
        ("{{ 项目名称－ }}", f"「{{{{ 项目名称－ }}}}」里有全角的符号，{NO_HALF}"),
        ("{{ 项目名称）}}", f"「{{{{ 项目名称）}}}}」里有全角的符号，{NO_HALF}"),
        ("{{ 项目名称（全称） }}", f"「{{{{ 项目名称（全称） }}}}」{NAMED}"),
        ("{{ 项目名称 （全称） }}", f"「{{{{ 项目名称 （全称） }}}}」{NAMED}"),
        ("{%p if 目标（全部） %}", f"「{{%p if 目标（全部） %}}」{NAMED}"),
        ("｛％p if 目标（全部）％｝", f"「｛％p if 目标（全部）％｝」{HALF}"),
        ("｛｛ 项目名称％ ｝｝", f"「｛｛ 项目名称％ ｝｝」{HALF}"),
    ],
)
def test_L11_no_text_is_given_that_would_be_refused(tag, said):
    _, (problem,) = make_form("试", docx([["一项", tag]]), SCHEMA, "试.docx")
    assert (str(problem), problem.text) == (f"试.docx 表1 第1行第2列 F103 {said}", "")


def test_half_a_tag_in_each_of_two_paragraphs():
    assert told(cell("{{ 项目\n名称 }}")) == [
        f"试.docx 表1 第1行第2列 F103 「{{{{ 项目」{HALF}",
        f"试.docx 表1 第1行第2列 F103 「名称 }}}}」{HALF}",
    ]


def test_a_loop_that_begins_in_one_cell_and_ends_in_another():
    assert told([["{%p for 条 in 目标 %}\n{{ 条 }}", "甲\n{%p endfor %}"]]) == [
        f"试.docx 表1 第1行第1列 F107 {{% for 条 in 目标 %}} {PAIR}",
        f"试.docx 表1 第1行第2列 F107 {{% endfor %}} {PAIR}",
    ]


def test_a_loop_of_rows_that_is_not_closed():
    rows = [HEAD, FOR, ["{{ 项.一级指标 }}", "{{ 项.指标值 }}"]]
    assert told(rows) == [f"试.docx 表1 第2行 F107 {{% for 项 in 绩效指标 %}} {PAIR}"]


def test_row_tags_outside_of_a_table_and_paragraph_tags_beside_text():
    assert told("{%tr for 项 in 绩效指标 %}", [NAME], "{%p if 备注 %}{{ 备注 }}") == [
        "试.docx 第1段 F102 「{%tr for 项 in 绩效指标 %}」要写在表格里，独占一行",
        "试.docx 第2段 F102 「{%p if 备注 %}」要独占一段；同一段里还有「{{ 备注 }}」，会被吞掉",
    ]


@pytest.mark.parametrize(
    ("rows", "messages"),
    [
        (
            [HEAD, FOR, ["{{ 项.一级 }}", "{{ 项.指标值 }}"], END],
            ["第3行第1列 F104 schema 里没有「绩效指标.一级」这一项，是不是「一级指标」？"],
        ),
        (
            [HEAD, FOR, ["{{ 项.一级指标 }}", ""], END],
            ["第2行 F105 「绩效指标.指标值」必填，模板却没有打印它，也不能随文件携带；请加上它的标签"],
        ),
        (
            [HEAD, FOR, ["{{ 项.一级指标 }}{{ 项.说明 }}", "{{ 项.指标值 }}"], END],
            [
                "第3行第1列 F109 「绩效指标.说明」总是打印，schema 却说可以没有；"
                "请列入 required，或放进 {%p if 项.说明 %} … {%p endif %}"
            ],
        ),
        (
            [HEAD, FOR, ["一：{{ 项.一级指标|合并 }}", "{{ 项.指标值 }}"], END],
            ["第3行第1列 F106 |合并 的标签要独占表格里的一个单元格"],
        ),
        (
            [HEAD, FOR, ["{{ 项.一级指标|合并 }}", "{{ 项.指标值 }}"], ["甲", "乙"], END],
            ["第3行第1列 F106 有 |合并 的循环，每一项只能印一行"],
        ),
        (
            [
                HEAD, FOR, ["{{ 项.一级指标 }}", "{{ 项.指标值 }}"], END,
                ["2>{%tr for 任 in 任务 %}"], ["{{ 任 }}", ""], ["2>{%tr endfor %}"],
            ],
            ["第5行 F108 「绩效指标、任务」的行分不清到哪里为止；请在它们之间加一行有固定文字的表头"],
        ),
    ],
    ids=["unknown", "not printed", "optional", "merge beside text", "merge over two rows", "two lists"],
)  # fmt: skip
def test_rows_that_cannot_be_inverted(rows, messages):
    assert told(rows) == [f"试.docx 表1 {message}" for message in messages]


def test_a_text_in_a_cell_that_is_merged_away():
    data = docx([["甲", "{{ 项目名称 }}"], ["^", "乙"]])
    parts = {name: zipfile.ZipFile(BytesIO(data)).read(name) for name in zipfile.ZipFile(BytesIO(data)).namelist()}
    document = parts["word/document.xml"].decode()
    assert document.count("<w:vMerge/></w:tcPr><w:p></w:p>") == 1
    parts["word/document.xml"] = document.replace(
        "<w:vMerge/></w:tcPr><w:p></w:p>", "<w:vMerge/></w:tcPr><w:p><w:r><w:t>丙</w:t></w:r></w:p>"
    ).encode()
    assert refused(parts) == ["试.docx 表1 第2行第1列 F106 合并掉的单元格里还有文字「丙」，请删去"]


def parts_of(data):
    archive = zipfile.ZipFile(BytesIO(data))
    return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def refused(parts):
    form, problems = make_form("试", zipped(parts), SCHEMA, "试.docx")
    assert form is None
    return [str(problem) for problem in problems]


def test_tags_in_a_header_a_text_box_and_under_revision():
    parts = parts_of(docx([NAME]))
    header = b'<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p>%s</w:p></w:hdr>'
    runs = b"<w:r><w:t>{</w:t></w:r><w:r><w:t>{ a }}</w:t></w:r>"
    told = "试.docx F102 页眉、页脚和脚注里不能有标签（word/header1.xml），请移到正文"
    assert refused({**parts, "word/header1.xml": header % runs}) == [told]
    document = parts["word/document.xml"]
    box = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{{ 单位名称 }}</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    boxed = document.replace(b"<w:body>", f"<w:body><w:p>{box}</w:p>".encode())
    assert refused({**parts, "word/document.xml": boxed}) == [
        "试.docx 第1段 F102 {{ 单位名称 }} 写在读不到的地方（文本框之类），请移到正文或表格里"
    ]
    revised = document.replace(b"<w:body>", b'<w:body><w:p><w:ins w:id="1" w:author="a"/></w:p>')
    assert refused({**parts, "word/document.xml": revised}) == [
        "试.docx F101 模板里有修订痕迹；请先在 Word 里接受或拒绝全部修订，再保存"
    ]


def test_a_template_without_tags_and_one_that_is_not_found_again():
    assert told([["项目名称", ""]]) == ["试.docx F112 模板里没有标签，例如 {{ 栏位 }}；这是一张空白表，还不是模板"]
    nothing = "试.docx F116 模板里没有固定的文字，什么都像它；请写上标题或栏名"
    assert told("{%p for 条 in 目标 %}", "{{ 条 }}", "{%p endfor %}") == [nothing]
    assert told([["{{ 项目名称 }}", ""]]) == [nothing]


def test_a_merge_outside_of_a_table():
    assert told("表", "{%p for 项 in 绩效指标 %}", "{{ 项.一级指标|合并 }}", "{{ 项.指标值 }}", "{%p endfor %}") == [
        "试.docx 第3段 F106 |合并 的标签要独占表格里的一个单元格"
    ]


def test_a_form_whose_tables_run_together_in_a_book_is_remarked():
    rows = [HEAD, FOR, ["{{ 项.一级指标 }}", "{{ 项.指标值 }}"], END]
    for blocks, expected in (
        (
            [rows],
            [
                "试.docx F115 两张表排在一册里分不清从哪里另起一张；请在表的前面加一段标题，或在表里加一行有固定文字的首行"
            ],
        ),
        (["指标表", rows], []),
    ):
        form, _ = make_form("试", docx(*blocks), {**SCHEMA, "required": ["绩效指标"]}, "试.docx")
        assert [str(problem) for problem in remarks(form, "试.docx")] == expected


def test_an_item_that_may_print_nothing():
    rows = [HEAD, FOR, ["2>{%tr if 项.一级指标 %}"], ["{{ 项.一级指标 }}", "{{ 项.指标值 }}"], ["2>{%tr endif %}"], END]
    assert told(rows) == [
        "试.docx 表1 第2行 F108 「绩效指标」的一项可能什么也不印，读时数不出有几项；请至少印一段或一行"
    ]


def test_a_sum_that_cannot_be_done():
    rows = [NAME, ["备注", "{{ 备注 ~ '。' }}"]]
    assert told(rows) == ["试.docx F113 按模板打印例子时算不出来：「备注」没有值"]


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("备注 + 1", "文字和数不能相加减，也不能比大小"),
        ("1 + 备注", "文字和数不能相加减，也不能比大小"),
        ("-备注", "文字和数不能相加减，也不能比大小"),
        ("备注 > 1", "文字和数不能相加减，也不能比大小"),
        ("1 // 0", "这样的值不能这样算"),
        ("无", "「无」没有值"),
        ("备注.无", "「无」没有值"),
        ("(空|first).无", "有的名称没有值"),
        ("[甲, 备注 * 99999]|join", "「甲」没有值"),
        ("[备注 * 99999, 备注]|join(备注 * 9999)", "join 连起来超过 100000 字"),
    ],
)
def test_what_jinja_says_is_not_told(expression, reason):
    compiled = environment().compile_expression(expression, undefined_to_none=False)
    with pytest.raises((TemplateError, TypeError, ValueError, ArithmeticError)) as error:
        str(compiled(备注="甲", 空=[]))
    assert reason_of(error.value) == reason


def files(tmp_path, template, schema):
    for folder, name, content in (("templates", "试.docx", template), ("schemas", "试.schema.json", schema)):
        (tmp_path / folder).mkdir(exist_ok=True)
        if content is not None:
            (tmp_path / folder / name).write_bytes(content)
    return form_files([tmp_path])["试"]


def from_files(tmp_path, template, schema):
    form, problems = load_form(files(tmp_path, template, schema))
    assert form is None
    return [str(problem).replace(f"{tmp_path}/", "") for problem in problems]


GOOD = docx([NAME])


@pytest.mark.parametrize(
    ("template", "schema", "message"),
    [
        (GOOD, None, "templates/试.docx F111 没有配套的 schema，应放在 schemas/试.schema.json"),
        (GOOD, b'{\n"a": ', "schemas/试.schema.json:2:6 F111 schema 不是完好的 JSON：从这里起读不下去"),
        (GOOD, b"\xff", "schemas/试.schema.json F111 schema 不是 UTF-8：第 1 个字节有误，请在编辑器里另存为 UTF-8"),
        (GOOD, b"[]", "schemas/试.schema.json F111 schema 应是一个 JSON 对象，以 { 开头"),
        (GOOD, b"{}", "schemas/试.schema.json F111 schema 里没有 properties，不知道有哪些栏位"),
        (b"", SCHEMA, "templates/试.docx F101 模板打不开：文件是空的"),
        (b"hello", SCHEMA, "templates/试.docx F101 模板打不开：不是 .docx 文件"),
        (GOOD[:100], SCHEMA, "templates/试.docx F101 模板打不开：文件已损坏或没有传完整，打不开；"
         "请重新取一份，或用 Word 的“打开并修复”另存"),
    ],
    ids=["none", "cut", "not utf-8", "list", "no properties", "empty", "text", "cut zip"],
)  # fmt: skip
def test_files_that_cannot_be_read(tmp_path, template, schema, message):
    schema = json.dumps(schema).encode() if isinstance(schema, dict) else schema
    assert from_files(tmp_path, template, schema) == [message]


def test_a_variant_is_only_read_and_needs_no_property_of_its_own(tmp_path):
    files(tmp_path, docx([HEAD, FOR, ["{{ 项.一级指标 }}", "{{ 项.指标值 }}"], END]), json.dumps(SCHEMA).encode())
    shorter = docx([["指标"], ["{%tr for 项 in 绩效指标 %}"], ["{{ 项.一级指标 }}"], ["{%tr endfor %}"]])
    (tmp_path / "templates/试.短.docx").write_bytes(shorter)
    (tmp_path / "templates/试.坏.docx").write_bytes(docx([["指标", "{{ 坏 }}"]]))
    (tmp_path / "templates/~$试.docx").write_bytes(b"lock")
    layouts, problems = load_layouts(form_files([tmp_path])["试"])
    assert [(layout.name, layout.variant) for layout in layouts] == [("试", ""), ("试", "短")]
    names = "、".join(SCHEMA["properties"])
    assert [str(problem).replace(f"{tmp_path}/", "") for problem in problems] == [
        f"templates/试.坏.docx 表1 第1行第2列 F104 schema 里没有「坏」这一项；有：{names}"
    ]


def test_a_variant_of_a_packaged_form_may_stand_in_the_users_own_folder(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/tianjin-2022.mine.docx").write_bytes(b"")
    found = form_files([tmp_path, ROOT])
    assert found["tianjin-2022"].variants == (tmp_path / "templates/tianjin-2022.mine.docx",)
    assert found["tianjin-2022"].template == ROOT / "templates/tianjin-2022.docx"
    assert "mine" not in "".join(form_files([ROOT]))
