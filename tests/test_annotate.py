"""Native Word comments in a copy: where they stand, what stays as it was, and that Word has nothing to repair."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from conftest import ROOT, form, specs_in
from documents import W, document, edit, package, paragraph, table
from lxml import etree
from test_valid_docx import validate

from goalgen.docx import DOCUMENT, Revisions, Veil, content, open_package, write_package
from goalgen.problem import Problem, Where
from goalgen.verbs.annotate import annotate
from goalgen.verbs.build import build
from goalgen.verbs.read import read

LEGACY = sorted((ROOT / "tests/data/legacy").glob("*.docx"))
FILLED = sorted((ROOT / "tests/data/forms").glob("*.docx"))
COMMENTS, LINKS, TYPES = "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
TABLE = [["项目名称", "甲"], ["目标", "一\n二"], [None, "三"]]
SMALL = document("标题", TABLE)


def annotated(data: bytes, *notes: tuple[str, str], revisions: Revisions = Revisions.FINAL) -> bytes:
    copy, problems = annotate(data, "a.docx", notes, revisions)
    assert copy is not None
    assert problems == []
    return copy


def comments(data: bytes, revisions: Revisions = Revisions.FINAL) -> list[tuple[str, str, str]]:
    """The place, the author and the text of every comment, as goalgen reads them back."""
    opened, _ = open_package(data, "a.docx")
    assert opened is not None
    hidden = content(opened, revisions).hidden
    return [(str(one.address), one.author, one.text) for one in hidden if one.veil is Veil.COMMENT]


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def packed(data: bytes) -> dict[str, tuple[int, int, bytes]]:
    """The members as they are in the file: method, check sum, packed bytes."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            start = info.header_offset + 30 + sum(data[info.header_offset + i] << (i % 2 * 8) for i in range(26, 30))
            found[info.filename] = (info.compress_type, info.CRC, data[start : start + info.compress_size])
    return found


def without_marks(xml: bytes) -> str:
    """The document part as it is without comments."""
    text = etree.tostring(etree.fromstring(xml), method="c14n2").decode()
    marks = r'<w:r><w:commentReference w:id="\d+"></w:commentReference></w:r>|<w:commentRange(?:Start|End) w:id="\d+"></w:commentRange(?:Start|End)>'
    return re.sub(marks, "", text)


def test_a_comment_stands_at_its_cell():
    copy = annotated(SMALL, ("表1 第1行第2列", "这里"), ("表1 第2行第2列", "两段"), ("第1段", "标题"))
    assert comments(copy) == [
        ("表1 第1行第2列", "goalgen", "这里"),
        ("表1 第2行第2列", "goalgen", "两段"),
        ("第1段", "goalgen", "标题"),
    ]


def test_the_range_is_the_whole_cell():
    body = parts(annotated(SMALL, ("表1 第2行第2列", "两段"), ("表1 第2行第2列", "又一条")))[DOCUMENT].decode()
    cell = next(cell for cell in re.findall("<w:tc>.*?</w:tc>", body) if "一" in cell)
    shape = re.sub(r"<w:tcPr.*?/>|<w:tcPr>.*?</w:tcPr>|w:|xml:space=\"preserve\"", "", cell)
    assert shape == (
        '<tc><p><commentRangeStart id="0"/><r><t >一</t></r></p>'
        '<p><r><t >二</t></r><commentRangeEnd id="0"/><r><commentReference id="0"/></r></p></tc>'
    )


def test_the_range_begins_after_the_properties_of_the_paragraph():
    xml = f'<w:document {W}><w:body><w:p><w:pPr><w:jc w:val="center"/></w:pPr></w:p></w:body></w:document>'
    body = etree.fromstring(parts(annotated(package(xml), ("第1段", "空段")))[DOCUMENT])
    names = [etree.QName(child).localname for child in body[0][0]]
    assert names == ["pPr", "commentRangeStart", "commentRangeEnd", "r"]


@pytest.mark.parametrize(
    ("place", "there"),
    [
        ("表1 第2行", "表1 第2行第1列"),
        ("表1", "表1 第1行第1列"),
        ("表1 第3行第9列", "表1 第3行第2列"),
        ("表1 第9行第1列", "表1 第1行第1列"),
        ("表1 第3行第1列", "表1 第2行第1列"),  # merged away: it is seen above
        ("表7 第1行第1列", "第1段"),
        ("页眉1 第1段", "第1段"),
        ("", "第1段"),
    ],
)
def test_a_place_that_is_not_there_gives_way(place, there):
    assert comments(annotated(SMALL, (place, "这里"))) == [(there, "goalgen", "这里")]


def test_a_text_of_several_lines_with_what_xml_forbids():
    copy = annotated(SMALL, ("第1段", "一 <&> \v二\x00\n 三  \ud800"))
    assert comments(copy) == [("第1段", "goalgen", "一 <&>  二 \n 三   ")]


def test_what_is_not_touched_keeps_its_bytes():
    data = build(specs_in(ROOT / "specs/331201/2022")[:2], form("tianjin-2022")).data
    assert data is not None
    data = write_deflated(data)
    copy = annotated(data, ("表1 第2行第2列", "这里"))
    before, after = packed(data), packed(copy)
    changed = [name for name in after if before.get(name) != after[name]]
    assert sorted(changed) == [TYPES, LINKS, COMMENTS, DOCUMENT]
    assert list(after) == [*before, COMMENTS]
    assert without_marks(parts(copy)[DOCUMENT]) == without_marks(parts(data)[DOCUMENT])


def write_deflated(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts(data).items():
            archive.writestr(zipfile.ZipInfo(name, (2022, 1, 2, 3, 4, 6)), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def test_a_file_that_cannot_be_changed_in_place_is_refused():
    out = io.BytesIO(SMALL)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(DOCUMENT, parts(SMALL)[DOCUMENT])
    copy, problems = annotate(out.getvalue(), "a.docx", [("第1段", "x")])
    assert copy is None
    message = "压缩包里的 word/document.xml 有 2 份，不能在原处修改；请用 Word 或 WPS 另存一次"
    assert problems == [Problem("P101", Where("a.docx"), message)]


def test_the_same_notes_give_the_same_bytes_and_replace_those_of_the_last_run():
    once = annotated(SMALL, ("表1 第1行第2列", "这里"))
    assert annotated(SMALL, ("表1 第1行第2列", "这里")) == once
    assert annotated(once, ("表1 第1行第2列", "这里")) == once
    other = annotated(once, ("第1段", "别处"))
    assert comments(other) == [("第1段", "goalgen", "别处")]
    assert comments(annotated(other)) == []
    assert without_marks(parts(annotated(other))[DOCUMENT]) == without_marks(parts(SMALL)[DOCUMENT])


def test_without_notes_nothing_changes():
    assert annotated(SMALL) == SMALL


def people() -> bytes:
    """A document with a comment of a person, in a part of another name."""
    marked = paragraph("标题").replace("</w:p>", '<w:r><w:commentReference w:id="0"/></w:r></w:p>')
    comment = f'<w:comments {W}><w:comment w:id="0" w:author="王"><w:p><w:r><w:t>请核</w:t></w:r></w:p></w:comment></w:comments>'
    xml = f"<w:document {W}><w:body>{marked}{table(TABLE)}{paragraph('')}</w:body></w:document>"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{kind}" Target="comments9.xml"/></Relationships>'
    )
    content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    made = parts(package(xml))
    types = (
        made[TYPES]
        .decode()
        .replace("</Types>", f'<Override PartName="/word/comments9.xml" ContentType="{content_type}"/></Types>')
    )
    made |= {LINKS: links.encode(), "word/comments9.xml": comment.encode(), TYPES: types.encode()}
    return write_package(made)


def test_the_comments_of_people_stay():
    copy = annotated(people(), ("表1 第1行第2列", "这里"))
    assert comments(copy) == [("第1段", "王", "请核"), ("表1 第1行第2列", "goalgen", "这里")]
    assert list(parts(copy)) == list(parts(people()))
    assert comments(annotated(copy)) == [("第1段", "王", "请核")]


def test_places_are_those_of_the_version_that_was_read():
    removed = '<w:tr><w:trPr><w:del w:id="1" w:author="王"/></w:trPr><w:tc><w:p/></w:tc></w:tr>'
    data = edit(SMALL, "<w:tbl>", f"<w:tbl>{removed}")
    for revisions in Revisions:
        copy = annotated(data, ("表1 第2行第1列", "这里"), revisions=revisions)
        assert comments(copy, revisions) == [("表1 第2行第1列", "goalgen", "这里")]
    final, original = (annotated(data, ("表1 第2行第1列", "这里"), revisions=each) for each in Revisions)
    assert final != original


def test_no_comment_stands_in_a_text_box():
    box = f"<w:pict><w:txbxContent>{paragraph('框')}{table(TABLE)}</w:txbxContent></w:pict>"
    xml = f"<w:document {W}><w:body><w:p><w:r><w:t>文</w:t></w:r><w:r>{box}</w:r></w:p></w:body></w:document>"
    copy = annotated(package(xml), ("第2段", "框里"), ("表1 第1行第1列", "表里"))
    body = etree.fromstring(parts(copy)[DOCUMENT])
    around = [etree.QName(mark.getparent().getparent()).localname for mark in body.iter("{*}commentRangeStart")]
    assert around == ["body"]  # both hang at one paragraph: one comment, a line each
    assert len(comments(copy)) == 1


def test_strict_documents_stay_strict():
    strict = edit(SMALL, "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")  # fmt: skip
    copy = annotated(strict, ("表1 第1行第2列", "这里"))
    assert comments(copy) == [("表1 第1行第2列", "goalgen", "这里")]
    made = parts(copy)
    assert all(b"openxmlformats.org/wordprocessingml" not in made[name] for name in (DOCUMENT, COMMENTS))
    assert b"http://purl.oclc.org/ooxml/officeDocument/relationships/comments" in made[LINKS]


@pytest.mark.parametrize("data", [b"", b"PK\3\4", b"\xd0\xcf\x11\xe0"])
def test_what_is_no_document_gives_a_problem(data):
    copy, problems = annotate(data, "a.docx", [("第1段", "x")])
    assert copy is None
    assert [problem.code for problem in problems] == ["R101"]


@pytest.mark.parametrize("path", [*LEGACY, *FILLED], ids=lambda path: path.stem)
@pytest.mark.slow
def test_a_comment_in_every_cell_changes_nothing_that_is_read(path):
    data = path.read_bytes()
    opened, _ = open_package(data, path.name)
    assert opened is not None
    texts = [str(block.address(cell)) for block in content(opened).blocks if hasattr(block, "cells") for cell in block.cells if cell.origin is None]  # fmt: skip
    notes = [(place, f"{place} 的批注") for place in texts]
    copy = annotated(data, *notes)
    assert comments(copy) == [(place, "goalgen", text) for place, text in notes]
    again, _ = open_package(copy, path.name)
    assert again is not None
    assert blocks(again) == blocks(opened)


def blocks(opened) -> list:
    return [block.text if hasattr(block, "text") else [cell.text for cell in block.cells] for block in content(opened).blocks]  # fmt: skip


def test_what_is_read_from_the_copy_is_the_same():
    specs = specs_in(ROOT / "specs/331201/2022")[:3]
    data = build(specs, form("tianjin-2022")).data
    assert data is not None
    places = read(data, "a.docx", [form("tianjin-2022")]).specs[1].addresses.values()
    copy = annotated(data, *((str(place), "x") for place in places))
    reading = read(copy, "a.docx", [form("tianjin-2022")])
    assert [found.value for found in reading.specs] == [spec.value for spec in specs]


@pytest.mark.slow
def test_word_has_nothing_to_repair(tmp_path):
    data = build(specs_in(ROOT / "specs/331201/2022")[:1], form("tianjin-2022")).data
    assert data is not None
    notes = [
        ("表1 第2行第2列", "一\n二"),
        ("表1 第2行第2列", "三"),
        ("表2 第3行第1列", ""),
        ("第1段", "四"),
        ("", "五"),
    ]
    (tmp_path / "a.docx").write_bytes(annotated(data, *notes))
    assert validate(tmp_path / "a.docx") == []
