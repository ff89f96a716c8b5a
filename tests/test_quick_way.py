"""Law L13: the quick way over flat rows and paragraphs sees what the slow way sees, on every document and version of it."""

from __future__ import annotations

import random
import re
from collections import Counter
from functools import cache
from pathlib import Path

import constructs_layout  # noqa: F401
import constructs_looks  # noqa: F401
import constructs_text  # noqa: F401
import pytest
from conftest import ROOT, form, specs_in
from constructs import CONSTRUCTS, W_NS, apply
from documents import RELATIONSHIPS, TYPES, W
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from goalgen.docx import DOCUMENT, Content, Look, Package, Revisions, Row, content, open_package, write_package
from goalgen.docx import names as n
from goalgen.docx.looks import in_capitals, in_look
from goalgen.docx.symbols import in_font
from goalgen.verbs.build import build

pytestmark = pytest.mark.slow

DOCUMENTS = sorted(
    path for folder in ("tests", "templates", "goalgen") for path in (ROOT / folder).rglob("*.docx") if path.is_file()
)


def seen(held: Content) -> list[object]:
    """All there is in a document, each block and cell with its XML node and where each of its characters comes from."""
    blocks: list[object] = []
    for block in held.blocks:
        if isinstance(block, Row):
            blocks.append((block.table, block.number, block.node, block.orphans))
            for cell in block.cells:
                origin = cell.origin and cell.origin.node
                blocks.append(
                    (
                        cell.text,
                        cell.column,
                        cell.span,
                        cell.node,
                        origin,
                        cell.under,
                        cell.orphan,
                        cell.automatic,
                        *cell.pieces,
                    )
                )
        else:
            blocks.append((block.number, block.text, block.node, block.automatic, *block.pieces))
    return [*blocks, held.asides, held.stories, held.hidden, held.foreign, held.flattened, held.revised]


def opened(data: bytes) -> Package | None:
    package, _ = open_package(data, "")
    return package


def check(package: Package) -> None:
    for revisions in Revisions:
        quick = content(package, revisions, trace=True)
        assert seen(quick) == seen(content(package, revisions, trace=True, quick=False))
        pieces_hold(quick)


def pieces_hold(held: Content) -> None:
    """The pieces of a text are the text; typed ones stand in their node one for one, and no node is read twice."""
    read = Counter[etree._Element]()
    for block in held.blocks:
        for holder in block.cells if isinstance(block, Row) else [block]:
            assert "".join(piece.text for piece in holder.pieces) == holder.text
            assert all(piece.text for piece in holder.pieces)
            for piece in filter(lambda piece: piece.typed, holder.pieces):
                assert piece.node is not None
                read[piece.node] += 1
                written = (piece.node.text or "")[piece.offset : piece.offset + len(piece.text)]
                font = next(piece.node.getparent().iterfind(".//{*}rFonts"), None)
                name = "" if font is None else font.get(n.ASCII) or font.get(n.H_ANSI) or ""
                typed = in_font(name, re.sub(r"[\n\r\t]", " ", written))
                shown = (typed, in_capitals(typed))
                assert piece.text in (*shown, *(in_look(look, text) for look in Look for text in shown))
    assert set(read.values()) <= {1}


def test_the_slow_way_can_be_forced(monkeypatch):
    """Else the law would compare the quick way with itself."""
    from goalgen.docx import walker

    package = opened((ROOT / "tests/data/legacy/tianjin-2022.docx").read_bytes())
    assert package is not None
    monkeypatch.setattr(walker, "flat_rows", None)
    assert any(isinstance(block, Row) for block in content(package, quick=False).blocks)
    with pytest.raises(TypeError):
        content(package)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, marks=pytest.mark.slow) if path.match("conformance/*.form.docx") else path
        for path in DOCUMENTS
    ],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
@pytest.mark.slow
def test_L13_on_every_document(path: Path):
    package = opened(path.read_bytes())
    if package is not None:
        check(package)


@cache
def built() -> bytes:
    data = build(specs_in(ROOT / "specs/331201/2022")[:1], form("tianjin-2022")).data
    assert data is not None
    return data


@pytest.mark.parametrize("name", sorted(CONSTRUCTS))
def test_L13_with_a_construct_at_a_random_place(name):
    rng = random.Random(name)
    data = built()
    for _ in range(2):
        data = apply(data, name, rng)
    package = opened(data)
    assert package is not None
    check(package)


FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
BEGIN = (
    FIELD.format("begin") + "<w:r><w:instrText>SYMBOL 254 \\f Wingdings</w:instrText></w:r>" + FIELD.format("separate")
)
TYPED = "<w:r><w:t>{}</w:t></w:r>"
SPELLED = {
    "a character reference at the edge": TYPED.format("&#32;甲"),
    "a line break by reference": TYPED.format("甲&#10;乙"),
    "a carriage return by reference": TYPED.format("甲&#13;乙"),
    "a tab by reference": TYPED.format("甲&#9;乙"),
    "a line break": TYPED.format("甲\n乙"),
    "a tab": TYPED.format("甲\t乙"),
    "a space before": TYPED.format(" 甲"),
    "a space after": TYPED.format("甲 "),
    "a comment": TYPED.format("<!-- --> 甲"),
    "an instruction": TYPED.format("甲<?x y?> "),
    "CDATA": TYPED.format("<![CDATA[ 甲]]>"),
    "spaces that are not preserved": '<w:r><w:t xml:space="default"> 甲</w:t></w:r>',
    "spaces that are, in other quotes": "<w:r><w:t xml:space='preserve'> 甲</w:t></w:r>",
    "another prefix": f'<x:r xmlns:x="{W_NS}"><x:t> 甲</x:t></x:r>',
    "a wrapper that nobody knows": f"<w:unknown>{TYPED.format('甲')}</w:unknown>",
    "a symbol font": '<w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>\uf0fe</w:t></w:r>',
    "one in other quotes": "<w:r><w:rPr><w:rFonts w:hAnsi='wingdings'/></w:rPr><w:t>\uf0fe</w:t></w:r>",
    "one after a space": '<w:r><w:rPr><w:rFonts w:ascii = "SYMBOL"/></w:rPr><w:t>\uf0b3</w:t></w:r>',
    "one by reference": '<w:r><w:rPr><w:rFonts w:ascii="&#87;ingdings"/></w:rPr><w:t>\uf0fe</w:t></w:r>',
}
TABLE = "<w:tbl><w:tr><w:tc><w:p>{}</w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>".format


@pytest.mark.parametrize("run", SPELLED.values(), ids=SPELLED)
def test_L13_each_way_to_write_a_text(run):
    for body in (f"<w:p>{run}</w:p>", TABLE(run)):
        package = opened(written(body, "UTF-8"))
        assert package is not None
        check(package)


def test_L13_in_an_encoding_in_which_a_character_holds_the_byte_of_a_tag():
    """`式` is `<0` in ISO-2022-JP, and the space after it is not shown."""
    package = opened(written(TABLE(TYPED.format("式 ")), "ISO-2022-JP"))
    assert package is not None
    check(package)
    assert content(package).blocks[0].texts()[0][1] == "式"


@pytest.mark.parametrize("inside", [TABLE(TYPED.format("甲")), f"<w:p>{TYPED.format('甲')}</w:p>", TABLE("")])
def test_L13_in_a_field_that_goes_on(inside):
    """A field draws its symbol when its result holds no text."""
    package = opened(written(f"<w:p>{BEGIN}</w:p>{inside}<w:p>{FIELD.format('end')}</w:p>", "UTF-8"))
    assert package is not None
    check(package)


TEXTS = st.lists(
    st.sampled_from([
        "甲", "a", "4", "&amp;", " ", "\t", "\n", "\r", "&#9;", "&#10;", "&#13;", "&#x20;", "&#32;", "&#160;", "\u3000", "<!-- -->",
        "<![CDATA[ 乙]]>", "<![CDATA[丙 ]]>", "<?x y?>", "\u2028",
    ]),
    max_size=4,
).map("".join)  # fmt: skip
SPACES = st.sampled_from(["", ' xml:space="preserve"', ' xml:space="default"', " xml:space='preserve'", "  ", "\n"])
FONTS = st.sampled_from([
    "", '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>', "<w:rPr><w:rFonts w:hAnsi='symbol'/></w:rPr>",
    '<w:rPr><w:rFonts w:ascii = "WEBDINGS"/></w:rPr>', '<w:rPr><w:rFonts w:ascii="&#87;ingdings"/></w:rPr>',
    '<w:rPr><w:rFonts w:ascii="宋体"/></w:rPr>', '<w:rPr><w:vanish/></w:rPr>', '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>',
    '<w:rPr><w:strike/></w:rPr>', '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>', '<w:rPr><w:position w:val="6"/></w:rPr>',
    '<w:rPr><w:rPrChange><w:rPr><w:dstrike/></w:rPr></w:rPrChange></w:rPr>', '<w:rPr><w:caps/></w:rPr>',
    '<w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr>',
    '<w:rPr><w:eastAsianLayout w:id="1" w:combine="1" w:combineBrackets="round"/></w:rPr>',
])  # fmt: skip
WRAPS = st.sampled_from([
    "{}", "{}", "{}", "<w:hyperlink>{}</w:hyperlink>", "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", "<w:ins>{}</w:ins>",
    "<w:del>{}</w:del>", "<w:smartTag>{}</w:smartTag>", "<w:customXml>{}</w:customXml>", "<w:dir>{}</w:dir>",
    "<w:unknown>{}</w:unknown>", BEGIN + "{}" + FIELD.format("end"), BEGIN + "{}", FIELD.format("end") + "{}",
])  # fmt: skip
ELSEWHERE = st.builds(
    f'<x:r xmlns:x="{W_NS}"><x:t>{{}}</x:t></x:r>'.format,
    TEXTS,
)
RUNS = ELSEWHERE | st.builds(
    lambda wrap, font, space, text: wrap.format(f"<w:r>{font}<w:t{space}>{text}</w:t></w:r>"),
    WRAPS,
    FONTS,
    SPACES,
    TEXTS,
)
MARKS = st.sampled_from([
    "", "", "", "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>", "<w:pPr><w:rPr><w:ins/></w:rPr></w:pPr>",
    "<w:pPr><w:rPr><w:vanish/><w:specVanish/></w:rPr></w:pPr>",
    "<w:pPr><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr></w:pPr>",
])  # fmt: skip
PARAGRAPHS = st.builds(lambda mark, runs: f"<w:p>{mark}{''.join(runs)}</w:p>", MARKS, st.lists(RUNS, max_size=2))
SPANS = st.sampled_from([
    "", "", '<w:gridSpan w:val="2"/>', '<w:gridSpan w:val="x"/>', "<w:vMerge/>", '<w:vMerge w:val="restart"/>',
    '<w:gridSpan w:val="2"/><w:vMerge w:val="continue"/>',
])  # fmt: skip
CELLS = st.builds(
    lambda span, inside: f"<w:tc><w:tcPr>{span}</w:tcPr>{''.join(inside)}</w:tc>",
    SPANS,
    st.lists(PARAGRAPHS, min_size=1, max_size=2),
)
GAPS = st.sampled_from(
    ["", "", '<w:trPr><w:gridBefore w:val="1"/></w:trPr>', '<w:trPr><w:gridAfter w:val="1"/></w:trPr>']
)
ROWS = st.builds("<w:tr>{}{}</w:tr>".format, GAPS, st.lists(CELLS, max_size=3).map("".join))
TABLES = st.builds("<w:tbl>{}</w:tbl>".format, st.lists(ROWS, max_size=3).map("".join))
BODIES = st.lists(PARAGRAPHS | TABLES, max_size=4).map("".join)
ENCODINGS = st.sampled_from(["UTF-8", "UTF-8", "UTF-16", "UTF-16LE", "GB18030"])


def written(body: str, encoding: str) -> bytes:
    xml = f'<?xml version="1.0" encoding="{encoding}"?><w:document {W}><w:body>{body}</w:body></w:document>'
    bom = "\ufeff" if encoding == "UTF-16LE" else ""
    parts = {"[Content_Types].xml": TYPES.encode(), "_rels/.rels": RELATIONSHIPS.encode()}
    return write_package({**parts, DOCUMENT: (bom + xml).encode(encoding)})


@given(BODIES, ENCODINGS)
def test_L13_however_it_is_written(body, encoding):
    package = opened(written(body, encoding))
    assert package is not None
    check(package)
