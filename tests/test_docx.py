"""What a Word file shows and what it hides, each thing in the smallest file that has it; and the parts that are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
from conftest import ROOT, form, specs_in
from constructs import DECLARED
from documents import RELATIONSHIPS, TYPES
from lxml import etree

from goalgen import docx
from goalgen.docx import (
    DOCUMENT,
    Address,
    Aside,
    Content,
    Foreign,
    Hidden,
    Medium,
    Package,
    Paragraph,
    Piece,
    Revisions,
    Row,
    Veil,
    content,
    open_package,
    write_package,
)
from goalgen.docx import names as n
from goalgen.docx.parts import CONTENT_TYPES, NewPart, free_name, relations, with_part, written
from goalgen.docx.state import State, Version
from goalgen.embedded import embed, extract
from goalgen.verbs.build import build
from goalgen.verbs.read import read

HERE = Address(paragraph=1)


def test_a_name_is_a_module_or_what_the_package_gives_not_both():
    modules = {path.stem for path in (ROOT / "goalgen/docx").glob("*.py")}
    assert modules & set(docx.__all__) == set()


def opened(body: str, **more: str) -> Package:
    """A package with a body; other parts by their place in it, `word_styles` for word/styles.xml."""
    parts = {CONTENT_TYPES: TYPES, "_rels/.rels": RELATIONSHIPS}
    parts[DOCUMENT] = f"<w:document {DECLARED}><w:body>{body}</w:body></w:document>"
    parts |= {name.replace("_", "/") + ".xml": text for name, text in more.items()}
    package, problems = open_package(write_package({name: text.encode() for name, text in parts.items()}), "")
    assert package is not None, problems
    return package


def held(body: str, revisions: Revisions = Revisions.FINAL, **more: str) -> Content:
    return content(opened(body, **more), revisions, trace=True)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def texts(found: Content) -> list[str]:
    return [text for block in found.blocks for _, text in block.texts()]


STYLED = '<w:rStyle w:val="x"/>'
WHITE = '<w:color w:val="FFFFFF"/>'


class TestHidden:
    def test_a_styles_part_that_nothing_refers_to_is_read(self):
        """Word finds it by its usual name."""
        style = '<w:style w:type="character" w:styleId="x"><w:rPr><w:vanish/></w:rPr></w:style>'
        found = held(
            f"<w:p>{run('甲')}{run('乙', STYLED)}</w:p>",
            word_styles=f"<w:styles {DECLARED}>{style}</w:styles>",
        )
        assert (texts(found), found.hidden) == (["甲"], [Hidden(Veil.VANISHED, HERE, "乙")])

    def test_a_styles_part_without_the_usual_prefix_is_read(self):
        style = '<style w:type="character" w:styleId="x"><rPr><vanish/></rPr></style>'
        styles = f'<styles xmlns="{n.W[1:-1]}" {DECLARED}>{style}</styles>'
        found = held(f"<w:p>{run('乙', STYLED)}</w:p>", word_styles=styles)
        assert (texts(found), found.hidden) == ([""], [Hidden(Veil.VANISHED, HERE, "乙")])

    def test_each_reading_above_characters_is_told_by_itself(self):
        ruby = "<w:r><w:ruby><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>".format
        found = held(f"<w:p>{ruby(run('jì'), run('绩'))}{ruby(run('xiào'), run('效'))}</w:p>")
        assert texts(found) == ["绩效"]
        assert found.hidden == [Hidden(Veil.RUBY, HERE, "jì"), Hidden(Veil.RUBY, HERE, "xiào")]

    def test_hidden_runs_side_by_side_are_one_text(self):
        found = held(f"<w:p>{run('甲', '<w:vanish/>')}{run('乙', '<w:vanish/>')}</w:p>")
        assert found.hidden == [Hidden(Veil.VANISHED, HERE, "甲乙")]

    def test_white_text_in_a_text_box_is_seen(self):
        """What the box is filled with is taken on trust."""
        box = f"<w:r><w:pict><v:textbox><w:txbxContent><w:p>{run('字', WHITE)}</w:p></w:txbxContent></v:textbox></w:pict></w:r>"
        found = held(f"<w:p>{box}</w:p>")
        assert (texts(found), found.hidden) == (["字", ""], [])

    def test_white_text_in_a_table_in_a_text_box_is_hidden(self):
        table = f"<w:tbl><w:tr><w:tc><w:p>{run('字', WHITE)}</w:p></w:tc></w:tr></w:tbl>"
        box = f"<w:r><w:pict><v:textbox><w:txbxContent>{table}</w:txbxContent></v:textbox></w:pict></w:r>"
        found = held(f"<w:p>{box}</w:p>")
        assert (texts(found), found.hidden) == (["", ""], [Hidden(Veil.WHITE, Address(1, 1, 1), "字")])

    @pytest.mark.parametrize(
        ("behind", "shown"),
        [
            ("", ""),
            ('<w:highlight w:val="darkBlue"/>', "字"),
            ('<w:highlight w:val="white"/>', ""),
            ('<w:highlight w:val="none"/>', ""),
            ('<w:shd w:val="clear" w:fill="1F3864"/>', "字"),
            ('<w:shd w:val="clear" w:fill="FFFFFF"/>', ""),
        ],
    )
    def test_white_text_is_seen_on_what_is_painted_behind_it(self, behind, shown):
        assert texts(held(f"<w:p>{run('字', WHITE + behind)}</w:p>")) == [shown]

    @pytest.mark.parametrize(
        ("kind", "hidden"),
        [
            ("<w:text/>", [Hidden(Veil.BINDING, HERE, "01")]),
            ("<w:comboBox><w:listItem w:displayText='一月' w:value='01'/></w:comboBox>", []),
            ("<w:dropDownList/>", []),
            ("<w:date/>", []),
            ("<w:picture/>", []),
            ("<w14:checkbox/>", []),
        ],
    )
    def test_the_data_behind_a_control_differs_from_what_it_shows(self, kind, hidden):
        """A list stores a value and shows its name: that is no stale binding."""
        bound = f"<w:dataBinding w:xpath='/x[1]' w:storeItemID='{{77}}'/>{kind}"
        found = held(
            f"<w:p><w:sdt><w:sdtPr>{bound}</w:sdtPr><w:sdtContent>{run('一月')}</w:sdtContent></w:sdt></w:p>",
            customXml_item7="<x>01</x>",
            customXml_itemProps7="<ds:datastoreItem xmlns:ds='urn:x' ds:itemID='{77}'/>",
        )
        assert (texts(found), found.hidden) == (["一月"], hidden)

    def test_what_a_table_in_a_cell_hides_is_where_that_cell_is(self):
        inner = (
            f"<w:tbl><w:tr><w:tc><w:p>{run('甲')}<w:del w:author='张三'>{run('乙')}</w:del></w:p></w:tc></w:tr></w:tbl>"
        )
        cells = f"<w:tc><w:p>{run('丙')}</w:p></w:tc><w:tc><w:p>{run('丁')}</w:p>{inner}<w:p/></w:tc>"
        found = held(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
        assert texts(found) == ["丙", "丁\n甲"]
        assert found.hidden == [Hidden(Veil.DELETED, Address(1, 1, 2), "乙", "张三")]

    def test_what_was_deleted_between_cells_is_where_the_next_cell_is(self):
        cells = f"<w:tc><w:p>{run('甲')}</w:p></w:tc><w:del>{run('乙')}</w:del>"
        found = held(f"<w:p>{run('题')}</w:p><w:tbl><w:tr>{cells}</w:tr></w:tbl>")
        assert found.hidden == [Hidden(Veil.DELETED, Address(1, 1, 2), "乙")]


class TestPlaces:
    def test_what_is_put_beside_needs_a_place(self):
        state = State.of(Version())
        for put in (
            lambda: state.beside.hide(Veil.WHITE, "字"),
            lambda: state.beside.put("字"),
            lambda: state.beside.comment("1"),
            lambda: state.beside.leave(Medium.FILE),
        ):
            with pytest.raises(LookupError):
                put()

    def test_a_place_ends_with_its_block(self):
        beside = State.of(Version()).beside
        with beside.at(Address(1)):
            with pytest.raises(RuntimeError), beside.at(Address(1, 2)):
                raise RuntimeError
            beside.put("外")
        assert beside.asides == [Aside(Address(1), "外")]
        with pytest.raises(LookupError):
            beside.put("无")

    def test_the_places_of_blocks(self):
        found = held(f"<w:p>{run('题')}</w:p><w:tbl><w:tr><w:tc><w:p>{run('甲')}</w:p></w:tc></w:tr></w:tbl>")
        paragraph, row = found.blocks
        assert (paragraph.address(), paragraph.texts()) == (HERE, [(HERE, "题")])
        assert (row.address(), row.texts()) == (Address(1, 1), [(Address(1, 1, 1), "甲")])

    def test_a_text_box_in_a_text_box_comes_first(self):
        box = "<w:r><w:pict><v:textbox><w:txbxContent><w:p>{}</w:p></w:txbxContent></v:textbox></w:pict></w:r>".format
        found = held(
            f"<w:tbl><w:tr><w:tc><w:p>{run('甲')}{box(run('外') + box(run('内')))}</w:p></w:tc></w:tr></w:tbl>"
        )
        assert found.asides == [Aside(Address(1, 1, 1), "内"), Aside(Address(1, 1, 1), "外")]

    def test_a_file_in_a_file_is_where_the_next_paragraph_is(self):
        assert held(f"<w:p>{run('题')}</w:p><w:altChunk/>").foreign == [Foreign(Medium.FILE, Address(paragraph=2))]


def traced(body: str, **more: str) -> list[tuple[str, str, int, bool, bool]]:
    """The pieces of the last paragraph or cell: text, name of the node, offset, typed, computed."""
    last = held(body, **more).blocks[-1]
    pieces = last.cells[-1].pieces if isinstance(last, Row) else last.pieces
    names = ["" if piece.node is None else etree.QName(piece.node).localname for piece in pieces]
    return [(p.text, name, p.offset, p.typed, p.computed) for p, name in zip(pieces, names, strict=True)]


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


class TestPieces:
    def test_typed_text_and_what_is_drawn(self):
        body = "<w:r><w:t> 甲乙 </w:t><w:tab/><w:sym w:font='Symbol' w:char='F0B3'/><w:br/></w:r><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"
        assert traced(f"<w:p>{body}</w:p>") == [
            ("甲乙", "t", 1, True, False),
            ("\t", "tab", 0, False, False),
            ("≥", "sym", 0, False, False),
            ("\v", "br", 0, False, False),
            ("x", "oMath", 0, False, False),
        ]

    def test_the_result_of_a_field_is_computed(self):
        result = (
            field("begin") + "<w:r><w:instrText>PAGE</w:instrText></w:r>" + field("separate") + run("7") + field("end")
        )
        drawn = (
            field("begin")
            + "<w:r><w:instrText>SYMBOL 179 \\f Symbol</w:instrText></w:r>"
            + field("separate")
            + field("end")
        )
        assert traced(f"<w:p>{run('第')}{result}{drawn}</w:p>") == [
            ("第", "t", 0, True, False),
            ("7", "t", 0, True, True),
            ("≥", "fldChar", 0, False, False),
        ]

    def test_the_paragraphs_of_a_cell_the_cells_of_a_table_in_it_and_hidden_text(self):
        inner = f"<w:tbl><w:tr><w:tc><w:p>{run('乙')}</w:p></w:tc></w:tr></w:tbl>"
        hidden = run("藏", "<w:vanish/>")
        cell = f"<w:tc><w:p>{run('甲')}{hidden}</w:p><w:p/>{inner}<w:p/></w:tc>"
        assert traced(f"<w:tbl><w:tr><w:tc><w:p/></w:tc>{cell}</w:tr></w:tbl>") == [
            ("甲", "t", 0, True, False),
            ("\n", "p", 0, False, False),
            ("\n", "tc", 0, False, False),
            ("乙", "t", 0, True, False),
        ]

    def test_a_number_is_of_no_node_and_comes_before_a_paragraph_that_goes_on(self):
        numbered = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>{}</w:pPr>'.format
        lists = (
            '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:lvlText w:val="%1."/></w:lvl>'
            '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        )
        body = f"<w:p>{numbered('<w:rPr><w:del/></w:rPr>')}{run('甲')}</w:p><w:p>{numbered('')}{run('乙')}</w:p>"
        wanted = [("1.", "", 0, False, False), ("甲", "t", 0, True, False), ("乙", "t", 0, True, False)]
        numbering = f"<w:numbering {DECLARED}>{lists}</w:numbering>"
        assert traced(body, word_numbering=numbering) == wanted
        in_a_cell = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"
        assert traced(in_a_cell, word_numbering=numbering) == wanted
        assert held(in_a_cell, word_numbering=numbering).blocks[0].cells[0].automatic == 2

    def test_a_line_of_joined_paragraphs_begins_with_the_first(self):
        ends = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
        lines = f"<w:p>{run('甲')}</w:p><w:p w:name='this'>{ends}{run('乙')}</w:p><w:p>{run('丙')}</w:p>"
        row = held(f"<w:tbl><w:tr><w:tc>{lines}</w:tc></w:tr></w:tbl>").blocks[0]
        assert isinstance(row, Row)
        assert row.cells[0].text == "甲\n乙丙"
        broken = next(piece.node for piece in row.cells[0].pieces if piece.text == "\n")
        assert broken is not None
        assert broken.get(n.NAME) == "this"

    def test_the_text_of_a_box_in_an_empty_cell(self):
        box = (
            f"<w:r><w:pict><v:textbox><w:txbxContent><w:p>{run('字')}</w:p></w:txbxContent></v:textbox></w:pict></w:r>"
        )
        art = "<w:r><w:pict><v:textpath string='艺'/></w:pict></w:r>"
        body = f"<w:tbl><w:tr><w:tc><w:p>{box}{art}</w:p></w:tc></w:tr></w:tbl>"
        assert traced(body) == [
            ("字", "t", 0, True, False),
            ("\n", "textpath", 0, False, False),
            ("艺", "textpath", 0, False, False),
        ]

    def test_a_plain_text_is_followed_when_asked_a_special_one_only_while_it_is_read(self):
        package = opened(f"<w:p>{run('甲')}</w:p><w:p>{run(' 乙')}</w:p>")
        plain, special = content(package).blocks
        assert isinstance(plain, Paragraph)
        assert isinstance(special, Paragraph)
        node = next(plain.node.iter(n.T))
        assert plain.pieces == [Piece("甲", node)]
        with pytest.raises(ValueError, match="was not traced"):
            _ = special.pieces

    def test_a_cell_that_is_merged_away_has_none(self):
        merge = '<w:tc><w:tcPr><w:vMerge w:val="{}"/></w:tcPr><w:p>{}</w:p></w:tc>'.format
        body = f"<w:tbl><w:tr>{merge('restart', run('甲'))}</w:tr><w:tr>{merge('continue', run('乙'))}</w:tr></w:tbl>"
        assert traced(body) == []


LINK = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
LINKS = "word/_rels/document.xml.rels"
PART = NewPart("word/comments.xml", b"<x/>", "comments", "application/x")
USUAL = f"<w:document {DECLARED}/>"


def package_with(main: str = USUAL, types: str = TYPES, links: str = "") -> dict[str, bytes]:
    parts = {CONTENT_TYPES: types, DOCUMENT: main, LINKS: LINK.format(links)}
    return {name: text.encode() for name, text in parts.items()}


def overrides(parts: Mapping[str, bytes]) -> list[tuple[str | None, str | None]]:
    tree = etree.fromstring(parts[CONTENT_TYPES])
    return [(one.get("PartName") or one.get("Extension"), one.get("ContentType")) for one in tree]


class TestParts:
    def test_a_new_part_is_named_where_it_must_be(self):
        changed = with_part(package_with(), DOCUMENT, PART)
        assert list(changed) == [CONTENT_TYPES, LINKS, PART.name]
        assert changed[PART.name] == PART.content
        assert list(relations(changed, DOCUMENT)) == [("comments", "word/comments.xml")]
        assert overrides(changed)[-1] == ("/word/comments.xml", "application/x")

    def test_in_another_folder_and_beside_other_relationships(self):
        links = '<Relationship Id="goalgen2" Type="x/styles" Target="styles.xml"/>'
        part = PART._replace(name="customXml/item1.xml", kind="customXml")
        changed = with_part(package_with(links=links), DOCUMENT, part)
        link = etree.fromstring(changed[LINKS])[-1]
        assert dict(link.attrib) == {
            "Id": "goalgen3",
            "Type": "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml",
            "Target": "../customXml/item1.xml",
        }
        assert list(relations(changed, DOCUMENT)) == [
            ("styles", "word/styles.xml"),
            ("customXml", "customXml/item1.xml"),
        ]

    def test_in_a_strict_document_its_kind_has_the_strict_name(self):
        strict = USUAL.replace(n.W[1:-1], "http://purl.oclc.org/ooxml/wordprocessingml/main")
        link = etree.fromstring(with_part(package_with(main=strict), DOCUMENT, PART)[LINKS])[-1]
        assert link.get("Type") == "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"

    def test_a_tree_in_strict_names(self):
        tree = etree.fromstring(f'<w:p xmlns:w="{n.W[1:-1]}"/>')
        assert written(tree, strict=True) == (
            b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
            b'<w:p xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'
        )

    def test_the_content_type_of_a_part_that_is_gone_gives_way(self):
        stale = TYPES.replace("</Types>", '<Override PartName="/word/Comments.xml" ContentType="old"/></Types>')
        named = overrides(with_part(package_with(types=stale), DOCUMENT, PART))
        assert [one for one in named if "omments" in str(one)] == [("/word/comments.xml", "application/x")]

    @pytest.mark.parametrize("lists", [{}, {LINKS: b"<broken", CONTENT_TYPES: b""}])
    def test_lists_that_are_not_there_or_damaged_are_made(self, lists):
        changed = with_part({DOCUMENT: USUAL.encode(), **lists}, DOCUMENT, PART)
        assert list(relations(changed, DOCUMENT)) == [("comments", "word/comments.xml")]
        assert overrides(changed) == [("/word/comments.xml", "application/x")]

    def test_a_free_name_differs_by_more_than_case(self):
        parts = {"word/Comments.xml": b"", "word/comments1.xml": b""}
        assert free_name(parts, "word/comments.xml") == "word/comments2.xml"
        assert free_name({"word/comments.xml": b""}, "word/Comments.xml") == "word/Comments1.xml"
        assert free_name({}, "word/comments.xml") == "word/comments.xml"


class TestEmbedded:
    @pytest.mark.parametrize(
        ("default", "named"),
        [
            ('<Default Extension="xml" ContentType="application/xml"/>', []),
            ('<Default Extension="XML" ContentType="application/xml"/>', []),
            ("", [("/customXml/item1.xml", "application/xml")]),
            ('<Default Extension="xml" ContentType="text/plain"/>', [("/customXml/item1.xml", "application/xml")]),
        ],
    )
    def test_its_content_type_is_named_where_that_of_all_xml_is_another(self, default, named):
        types = TYPES.replace('<Default Extension="xml" ContentType="application/xml"/>', default)
        parts = embed(package_with(types=types), DOCUMENT, "表样", [{"年度": "2022"}])
        assert [one for one in overrides(parts) if "customXml" in str(one)] == named

    def test_a_template_whose_document_part_has_another_name(self):
        """As SharePoint and some converters write it."""
        usual = form("tianjin-2022")
        names = {DOCUMENT: "word/document2.xml", LINKS: "word/_rels/document2.xml.rels"}
        parts = {names.get(name, name): part for name, part in usual.template.parts.items()}
        for name in (CONTENT_TYPES, "_rels/.rels"):
            parts[name] = parts[name].replace(b"word/document.xml", b"word/document2.xml")
        template = usual.template._replace(parts=parts, main=names[DOCUMENT])
        moved = replace(usual, read_template=lambda: template)
        spec = specs_in(ROOT / "specs/331201/2022")[0]
        data = build([spec], moved).data
        assert data is not None
        again, _ = open_package(data, "")
        assert again is not None
        assert ("customXml", "customXml/item1.xml") in relations(again.parts, names[DOCUMENT])
        assert not {DOCUMENT, LINKS} & set(again.parts)
        assert read(data, "书.docx", [usual]).specs[0].value == spec.value

    def test_a_form_whose_template_has_no_type_for_xml(self):
        """No packaged form is such; Word repairs a document with a part of no type."""
        usual = form("tianjin-2022")
        parts = usual.template.parts
        types = re.sub(rb'<Default Extension="xml"[^>]*/>', b"", parts[CONTENT_TYPES])
        assert types != parts[CONTENT_TYPES]
        bare = usual.template._replace(parts={**parts, CONTENT_TYPES: types})
        spec = specs_in(ROOT / "specs/331201/2022")[0]
        data = build([spec], replace(usual, read_template=lambda: bare)).data
        assert data is not None
        again, _ = open_package(data, "")
        assert again is not None
        assert [one for one in overrides(again.parts) if "customXml" in str(one)] == [
            ("/customXml/item1.xml", "application/xml")
        ]
        assert extract(again) == ("tianjin-2022", [{"年度": "2022"}])
        assert read(data, "书.docx", [usual]).specs[0].value == spec.value
