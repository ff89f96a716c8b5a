"""The numbers that Word writes before paragraphs."""

from __future__ import annotations

import pytest
from constructs import DECLARED
from documents import RELATIONSHIPS, TYPES
from test_bad_files import zipped

from goalgen.docx import DOCUMENT, Paragraph, Revisions, content, open_package
from goalgen.docx.numbering import _formatted

LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"


@pytest.mark.parametrize(
    ("kind", "numbers", "texts"),
    [
        ("chineseCounting", (1, 10, 11, 20, 21, 101, 110, 1010, 10000), "一 十 十一 二十 二十一 一百零一 一百一十 一千零一十 一万"),
        ("chineseLegalSimplified", (1, 10, 12, 105), "壹 壹拾 壹拾贰 壹佰零伍"),
        ("ideographDigital", (2, 10, 2022), "二 一〇 二〇二二"),
        ("decimalEnclosedCircleChinese", (1, 20, 21), "① ⑳ 21"),
        ("upperLetter", (1, 26, 27), "A Z AA"),
        ("lowerRoman", (4, 9, 14), "iv ix xiv"),
        ("decimalZero", (3, 12), "03 12"),
        ("decimalFullWidth", (12,), "１２"),
        ("ideographTraditional", (1, 10, 11), "甲 癸 甲"),
        ("ordinal", (3,), "3"),
    ],
)  # fmt: skip
def test_the_formats_that_chinese_documents_use(kind, numbers, texts):
    assert " ".join(_formatted(number, kind) for number in numbers) == texts


def level(index: int, text: str, kind: str = "decimal", more: str = "") -> str:
    return f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


LISTS = (
    '<w:abstractNum w:abstractNumId="1">'
    + level(0, "第%1条", "chineseCounting")
    + level(1, "%1.%2", more="<w:isLgl/>")
    + level(2, "（%3）", "chineseCounting", '<w:lvlRestart w:val="0"/>')
    + '</w:abstractNum><w:abstractNum w:abstractNumId="2">'
    + level(0, "\uf0b2", "bullet").replace("</w:lvl>", '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr></w:lvl>')
    + '</w:abstractNum><w:abstractNum w:abstractNumId="3">'
    + level(0, "%1.")
    + level(1, "%1.%2")
    + level(2, "（%3）", more='<w:lvlRestart w:val="1"/>')
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="3"/></w:num>'
)


def shown(*items: tuple[str, int, int], revisions: Revisions = Revisions.FINAL, change: str = "") -> list[str]:
    paragraphs = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>{change if text == "改" else ""}</w:pPr>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
        for text, number, at in items
    )
    link = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="n" Type="{LINK}" Target="numbering.xml"/></Relationships>'
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONSHIPS,
        DOCUMENT: f"<w:document {DECLARED}><w:body>{paragraphs}</w:body></w:document>",
        "word/_rels/document.xml.rels": link,
        "word/numbering.xml": f"<w:numbering {DECLARED}>{LISTS}</w:numbering>",
    }
    package, _ = open_package(zipped({name: text.encode() for name, text in parts.items()}), "")
    assert package is not None
    blocks = content(package, revisions).blocks
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def test_levels_count_and_start_again():
    items = [("甲", 1, 0), ("乙", 1, 1), ("丙", 1, 1), ("丁", 1, 2), ("戊", 1, 0), ("己", 1, 1), ("庚", 1, 2)]
    assert shown(*items) == ["第一条甲", "1.1乙", "1.2丙", "（一）丁", "第二条戊", "2.1己", "（二）庚"]


def test_a_level_starts_again_only_after_the_level_it_names_or_a_higher_one():
    """`w:lvlRestart` (ECMA-376 part 1, 17.9.10) counts levels from 1: the third starts again after the first, not the second."""
    items = [("甲", 4, 0), ("乙", 4, 1), ("丙", 4, 2), ("丁", 4, 1), ("戊", 4, 2), ("己", 4, 0), ("庚", 4, 2)]
    assert shown(*items) == ["1.甲", "1.1乙", "（1）丙", "1.2丁", "（2）戊", "2.己", "（1）庚"]


def test_a_list_may_start_again_elsewhere_and_bullets_are_drawn():
    assert shown(("甲", 1, 0), ("乙", 2, 0), ("丙", 2, 0), ("丁", 3, 0)) == [
        "第一条甲",
        "第五条乙",
        "第六条丙",
        "\uf0b2丁",
    ]


def test_what_no_list_knows_has_no_number():
    assert shown(("甲", 9, 0), ("乙", 1, 7), ("丙", 0, 0)) == ["甲", "乙", "丙"]


def test_a_number_that_was_added_by_a_change_is_not_in_the_original():
    change = '<w:pPrChange w:id="1" w:author="张三"><w:pPr/></w:pPrChange>'
    assert shown(("改", 1, 0), change=change) == ["第一条改"]
    assert shown(("改", 1, 0), change=change, revisions=Revisions.ORIGINAL) == ["改"]
