"""What a template would carry into every published document is refused, or named; who made it is left out."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from test_form_hostile import GOOD, SCHEMA, changed

from goalgen.desk.settings import ALLOWABLE, settings_of
from goalgen.form import make_form, remarks
from goalgen.form.carried import KINDS
from goalgen.text import Source
from goalgen.verbs.build import build

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT = "word/document.xml"


def links(kind: str, target: str, mode: str = ' TargetMode="External"') -> str:
    link = f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'
    return f'<Relationships xmlns="{PACKAGE}">{link}</Relationships>'


def run(inside: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr>{inside}</w:r>"


def field(*pieces: str) -> str:
    text = "".join(run(f"<w:instrText>{piece}</w:instrText>") for piece in pieces)
    return run('<w:fldChar w:fldCharType="begin"/>') + text + run('<w:fldChar w:fldCharType="end"/>')


def in_part(part: str, inside: str) -> str:
    return f'<w:{part} xmlns:w="{W}"><w:p>{inside}</w:p></w:{part}>'


HIDDEN = f'<w:styles xmlns:w="{W}"><w:style w:styleId="藏"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
CASES = [
    ("宏", "word/vbaProject.bin", "", "x", "word/vbaProject.bin"),
    ("宏", "word/vbaData.xml", "", "<a/>", "word/vbaData.xml"),
    ("宏", "customUI/customUI14.xml", "", "<a/>", "customUI/customUI14.xml"),
    ("ActiveX", "word/activeX/activeX1.bin", "", "x", "word/activeX/activeX1.bin"),
    ("ActiveX", DOCUMENT, "<w:r>", run('<w:object><w:control w:name="x"/></w:object>') + "<w:r>", DOCUMENT),
    ("嵌入对象", "word/embeddings/oleObject1.bin", "", "x", "word/embeddings/oleObject1.bin"),
    ("嵌入对象", "word/afchunk.mht", "", "x", "word/afchunk.mht"),
    ("远程模板", "word/_rels/settings.xml.rels", "", links("attachedTemplate", "http://127.0.0.1:1/evil.dotm"), "word/_rels/settings.xml.rels：http://127.0.0.1:1/evil.dotm"),
    ("远程模板", "word/_rels/settings.xml.rels", "", links("attachedTemplate", "\\\\a\\b.dotm", ""), "word/_rels/settings.xml.rels：\\\\a\\b.dotm"),
    ("远程图片", "word/_rels/header1.xml.rels", "", links("image", "file:///c:/a.png"), "word/_rels/header1.xml.rels：file:///c:/a.png"),
    ("远程图片", DOCUMENT, "<w:r>", run('<v:imagedata xmlns:v="urn:v" src="http://127.0.0.1/a.png"/>') + "<w:r>", DOCUMENT),
    ("远程内容", "word/_rels/webSettings.xml.rels", "", links("frame", "https://a.cn/"), "word/_rels/webSettings.xml.rels：https://a.cn/"),
    ("远程内容", "_rels/x.rels", "", links("subDocument", "ftp://a.cn/"), "_rels/x.rels：ftp://a.cn/"),
    ("域", DOCUMENT, "<w:r>", field('DDEAUTO c:\\\\cmd.exe "/k calc"') + "<w:r>", DOCUMENT),
    ("域", DOCUMENT, "<w:r>", field("D", "DEA", "UTO x") + "<w:r>", DOCUMENT),
    ("域", "word/header1.xml", "", in_part("hdr", field(" includepicture x")), "word/header1.xml"),
    ("域", "word/footer1.xml", "", in_part("ftr", '<w:fldSimple w:instr="LINK x"/>'), "word/footer1.xml"),
    ("批注", "word/comments.xml", "", "<a/>", "word/comments.xml"),
    ("批注", "word/commentsExtended.xml", "", "<a/>", "word/commentsExtended.xml"),
    ("批注", DOCUMENT, "<w:r>", '<w:commentRangeStart w:id="1"/><w:r>', DOCUMENT),
    ("修订", "word/header1.xml", "", in_part("hdr", "<w:del/>"), "word/header1.xml"),
    ("修订", DOCUMENT, "<w:r>", run("", "<w:rPrChange/>") + "<w:r>", DOCUMENT),
    ("修订", "word/footnotes.xml", "", in_part("footnotes", "<w:moveFrom/>"), "word/footnotes.xml"),
    ("隐藏文字", DOCUMENT, "<w:r>", run("<w:t>密</w:t>", "<w:vanish/>") + "<w:r>", DOCUMENT),
    ("隐藏文字", DOCUMENT, "<w:r>", run("<w:t>密</w:t>", '<w:vanish w:val="true"/>') + "<w:r>", DOCUMENT),
    ("隐藏文字", DOCUMENT, "<w:r>", run("<w:t>密</w:t>", '<w:color w:val="ffffff"/>') + "<w:r>", DOCUMENT),
    ("隐藏文字", DOCUMENT, "<w:r>", run("<w:t>密</w:t>", '<w:sz w:val="2"/>') + "<w:r>", DOCUMENT),
    ("隐藏文字", "word/footer1.xml", "", in_part("ftr", run("<w:t>密</w:t>", '<w:sz w:val="4"/>')), "word/footer1.xml"),
    ("隐藏文字", "word/header1.xml", "", in_part("hdr", run("<w:t>密</w:t>", "<w:vanish/>")), "word/header1.xml"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "part", "old", "new", "what"), CASES)
def test_what_runs_fetches_or_tells_is_refused_unless_it_is_allowed_by_name(kind, part, old, new, what):
    data = changed(part, old, new)
    form, problems = make_form("试", data, SCHEMA, "试.docx")
    advice = f'会进每一份生成的文件；请在 Word 里去掉，或在 goalgen.toml 里写 template-allow = ["{kind}"]'
    assert (form, [str(each) for each in problems]) == (
        None,
        [f"试.docx F120 模板里带着「{kind}」（{what}），{advice}"],
    )
    form, problems = make_form("试", data, SCHEMA, "试.docx", "", tuple(set(KINDS) - {kind}))
    assert form is None
    form, problems = make_form("试", data, SCHEMA, "试.docx", "", (kind,))
    assert form is not None, problems
    (remark,) = [str(each) for each in remarks(form, "试.docx") if each.code == "F121"]
    assert f"{kind}（{what}）" in remark


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (DOCUMENT, "<w:r>", field(" PAGE ") + field("TOC \\o") + field("= 1 + 1") + "<w:r>"),
        (DOCUMENT, "<w:r>", run("<w:t>明</w:t>", '<w:vanish w:val="0"/>') + "<w:r>"),
        (DOCUMENT, "<w:p>", "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>"),
        ("word/_rels/footer1.xml.rels", "", links("hyperlink", "https://a.cn/")),
        (DOCUMENT, "<w:r>", run("<w:t>白字黑底</w:t>", '<w:color w:val="FFFFFF"/><w:shd w:fill="000000"/>') + "<w:r>"),
        (
            DOCUMENT,
            "<w:r>",
            run("<w:t> </w:t>", '<w:sz w:val="2"/>') + run("<w:t>小</w:t>", '<w:sz w:val="10"/>') + "<w:r>",
        ),
        ("word/styles.xml", "", HIDDEN),
    ],
)
def test_what_harms_nobody_is_let_in(part, old, new):
    form, problems = make_form("试", changed(part, old, new), SCHEMA, "试.docx")
    assert form is not None, problems
    assert [each.code for each in remarks(form, "试.docx") if each.code == "F121"] == []


@pytest.mark.parametrize("look", ["<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="3"/>'])
def test_text_in_a_hidden_style_is_hidden(look):
    data = changed("word/styles.xml", "", HIDDEN.replace("<w:vanish/>", look))
    data = changed(DOCUMENT, "<w:r>", run("<w:t>密</w:t>", '<w:rStyle w:val="藏"/>') + "<w:r>", data)
    _, problems = make_form("试", data, SCHEMA, "试.docx")
    assert [each.message[:12] for each in problems] == ["模板里带着「隐藏文字」（"]


def test_parts_that_no_form_needs_are_named():
    data = changed("docProps/custom.xml", "", "<a/>", changed("word/media/image1.png", "", "x"))
    form, problems = make_form("试", data, SCHEMA, "试.docx")
    assert form is not None, problems
    assert [str(each) for each in remarks(form, "试.docx") if each.code == "F121"] == [
        "试.docx F121 模板里的这些会进每一份生成的文件，公开以前请看一看：word/media/image1.png、docProps/custom.xml"
    ]


def test_nobody_is_named_in_what_is_built():
    core = '<c xmlns:dc="urn:dc" xmlns:cp="urn:cp"><dc:creator>张三</dc:creator><cp:lastModifiedBy>李四</cp:lastModifiedBy><dc:title>表</dc:title></c>'  # fmt: skip
    app = "<p><Application>WPS</Application><Company>某某局</Company><Manager>王五</Manager></p>"
    data = changed("docProps/core.xml", "", core, changed("docProps/app.xml", "", app))
    form, problems = make_form("试", data, SCHEMA, "试.docx")
    assert form is not None, problems
    from conftest import spec_of

    built = build([spec_of({"表样": "试", "项目名称": "甲", "绩效指标": [{"指标值": "1"}]})], form)
    assert built.data is not None, built.problems
    with zipfile.ZipFile(BytesIO(built.data)) as archive:
        told = archive.read("docProps/core.xml").decode() + archive.read("docProps/app.xml").decode()
    assert [word for word in ("张三", "李四", "王五", "某某局") if word in told] == []
    assert [word for word in ("表", "WPS", "goalgen") if word not in told] == []


def test_a_part_that_names_nobody_stays_as_it_is():
    core = "<c><creator>goalgen</creator><title a='1'/></c>"
    form, _ = make_form("试", changed("docProps/core.xml", "", core), SCHEMA, "试.docx")
    assert form is not None
    assert form.template.parts["docProps/core.xml"] == core.encode()
    assert core != GOOD


def test_the_settings_name_what_is_allowed():
    assert ALLOWABLE == KINDS
    settings, problems = settings_of(Source("goalgen.toml", 'template-allow = ["批注", "域"]'))
    assert settings is not None
    assert (settings.template_allow, problems) == (("批注", "域"), [])
    settings, problems = settings_of(Source("goalgen.toml", 'template-allow = ["全部"]'))
    assert settings is not None
    told = "「template-allow」应是列表，里面可以有：宏、ActiveX、嵌入对象、远程模板、远程图片、远程内容、域、批注、修订、隐藏文字"
    assert (settings.template_allow, [each.message for each in problems]) == ((), [told])
