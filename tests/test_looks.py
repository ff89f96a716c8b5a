"""Runs whose look changes what is said: crossed out ones are put aside, raised and lowered ones are read as such."""

from __future__ import annotations

import re
from unicodedata import normalize

import pytest
from conftest import ROOT, form
from constructs import DECLARED, Doc
from documents import document, edit
from hypothesis import given
from hypothesis import strategies as st

from goalgen.docx import (
    DOCUMENT,
    Address,
    Look,
    Paragraph,
    Revisions,
    Row,
    content,
    open_package,
    write_package,
)
from goalgen.docx.looks import in_look
from goalgen.verbs.read import read

CHANGED = '<w:rPrChange w:id="1" w:author="甲">{}</w:rPrChange>'.format
STRUCK, NOT_STRUCK = "<w:strike/>", '<w:strike w:val="0"/>'
UP, DOWN, LEVEL = (f'<w:vertAlign w:val="{each}"/>' for each in ("superscript", "subscript", "baseline"))
RAISED, LOWERED = '<w:position w:val="6"/>', '<w:position w:val="-6"/>'
CAPS, SMALL = "<w:caps/>", "<w:smallCaps/>"
HIDDEN, SEEN, PALE = "<w:vanish/>", '<w:vanish w:val="0"/>', '<w:color w:val="FFFFFF"/>'
COMBINED = '<w:eastAsianLayout w:id="1" w:combine="1" w:combineBrackets="{}"/>'
STYLES = {
    "raised": ("character", RAISED, ""),
    "caps": ("character", CAPS, ""),
    "hidden": ("character", HIDDEN, ""),
    "tiny": ("character", '<w:sz w:val="2"/>', ""),
    "Ptiny": ("paragraph", '<w:sz w:val="2"/>', ""),
    "pale": ("character", PALE, ""),
    "Phidden": ("paragraph", HIDDEN, ""),
    "Ppale": ("paragraph", PALE, ""),
    "Pdark": ("paragraph", PALE, "", '<w:pPr><w:shd w:val="clear" w:fill="1F3864"/></w:pPr>'),
    "Thidden": ("table", HIDDEN, ""),
    "Tpale": ("table", PALE, ""),
    "struck": ("character", STRUCK, ""),
    "child": ("character", "<w:b/>", "struck"),
    "cleared": ("character", '<w:strike w:val="false"/>', "struck"),
    "double": ("character", "<w:dstrike/>", ""),
    "up": ("character", UP, ""),
    "level": ("character", LEVEL, "up"),
    "Pstruck": ("paragraph", STRUCK, ""),
    "Pchild": ("paragraph", "", "Pstruck"),
    "Pup": ("paragraph", UP, ""),
    "Tstruck": ("table", STRUCK, ""),
}


def styles(more: str = "") -> str:
    made = (
        f'<w:style w:type="{kind}" w:styleId="{name}"><w:basedOn w:val="{base}"/>{"".join(rest)}<w:rPr>{own}</w:rPr></w:style>'
        for name, (kind, own, base, *rest) in STYLES.items()
    )
    return f"<w:styles {DECLARED}>{more}{''.join(made)}</w:styles>"


def table(runs: str, paragraph: str = "", style: str = "", more: str = "") -> bytes:
    """A document of one cell that holds runs."""
    doc = Doc(document("x"))
    doc.add("styles", styles(more))
    inside = f"<w:p><w:pPr>{paragraph}</w:pPr>{runs}</w:p>"
    kind = f'<w:tblPr><w:tblStyle w:val="{style}"/></w:tblPr>' if style else ""
    cell = f"<w:tbl>{kind}<w:tr><w:tc>{inside}</w:tc></w:tr></w:tbl>"
    body = f"<w:document {DECLARED}><w:body>{cell}</w:body></w:document>"
    doc.parts[DOCUMENT] = body.encode()
    return write_package(doc.parts)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def seen(data: bytes, revisions: Revisions = Revisions.FINAL) -> tuple[str, list[str], list[str]]:
    """The text of the cell, what is put aside, what was read flat; the same the slow way."""
    package, problems = open_package(data, "")
    assert package is not None, problems
    found = []
    for quick in (True, False):
        held = content(package, revisions, quick=quick)
        row = held.blocks[0]
        assert isinstance(row, Row)
        aside = [f"{one.veil} {one.address} {one.text}" for one in held.hidden]
        found.append((row.cells[0].text, aside, [f"{one.look} {one.address} {one.text}" for one in held.flattened]))
    assert found[0] == found[1]
    return found[0]


def rstyle(name: str) -> str:
    return f'<w:rStyle w:val="{name}"/>'


def pstyle(name: str) -> str:
    return f'<w:pStyle w:val="{name}"/>'


def normal(own: str) -> str:
    return f'<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:rPr>{own}</w:rPr></w:style>'


def defaults(own: str) -> str:
    return f"<w:docDefaults><w:rPrDefault><w:rPr>{own}</w:rPr></w:rPrDefault></w:docDefaults>"


@pytest.mark.parametrize(
    ("own", "paragraph", "style", "more", "struck"),
    [
        (STRUCK, "", "", "", True),
        ("<w:dstrike/>", "", "", "", True),
        ('<w:strike w:val="on"/>', "", "", "", True),
        (NOT_STRUCK, "", "", "", False),
        ('<w:strike w:val="off"/>', "", "", "", False),
        (rstyle("struck"), "", "", "", True),
        (rstyle("child"), "", "", "", True),
        (rstyle("cleared"), "", "", "", False),
        (rstyle("double"), "", "", "", True),
        (rstyle("double") + '<w:dstrike w:val="0"/>', "", "", "", False),
        (rstyle("child") + NOT_STRUCK, "", "", "", False),
        ("", pstyle("Pstruck"), "", "", True),
        ("", pstyle("Pchild"), "", "", True),
        (NOT_STRUCK, pstyle("Pchild"), "", "", False),
        (rstyle("struck"), pstyle("Pstruck"), "", "", False),
        (rstyle("double"), pstyle("Pstruck"), "", "", True),
        ("", "", "Tstruck", "", True),
        ("", pstyle("Pstruck"), "Tstruck", "", False),
        (NOT_STRUCK, "", "Tstruck", "", False),
        ("", "", "", normal(STRUCK), True),
        (NOT_STRUCK, "", "", normal(STRUCK), False),
        ("", pstyle("Pup"), "", normal(STRUCK), False),
        ("", "", "", defaults(STRUCK), True),
        (NOT_STRUCK, "", "", defaults(STRUCK), False),
        (rstyle("struck"), "", "", defaults(STRUCK), True),
        ("", f"<w:rPr>{STRUCK}</w:rPr>", "", "", False),
        (CHANGED(f"<w:rPr>{STRUCK}</w:rPr>"), "", "", "", False),
    ],
)  # fmt: skip
def test_what_is_crossed_out_is_put_aside(own, paragraph, style, more, struck):
    data = table(
        run("50", own) + run("43", NOT_STRUCK + '<w:dstrike w:val="0"/><w:vertAlign w:val="baseline"/>'),
        paragraph,
        style,
        more,
    )
    if "Pup" in paragraph:
        assert seen(data) == ("⁵⁰43", [], [])
    else:
        assert seen(data) == (("43", ["struck 表1 第1行第1列 50"], []) if struck else ("5043", [], []))


@pytest.mark.parametrize(
    ("runs", "text", "flat"),
    [
        (run("×10") + run("4", UP), "×10⁴", []),
        (run("10") + run("-", UP) + run("4", UP), "10⁻⁴", []),
        (run("CO") + run("2", DOWN), "CO₂", []),
        (run("m") + run("²", UP), "m²", []),
        (run("x") + run("(n+1)=i 0", UP), "x⁽ⁿ⁺¹⁾⁼ⁱ ⁰", []),
        (run("甲") + run("[1]", UP), "甲[1]", ["superscript 表1 第1行第1列 [1]"]),
        (run("甲") + run("[", UP) + run("1", UP) + run("]", UP), "甲[1]", ["superscript 表1 第1行第1列 [1]"]),
        (run("[", UP) + run("1", LEVEL) + run("1", UP), "[1¹", ["superscript 表1 第1行第1列 ["]),
        (run("1", UP) + run("2", DOWN), "¹₂", []),
        (run("乙", DOWN), "乙", ["subscript 表1 第1行第1列 乙"]),
        (run(" ", UP) + run("4", rstyle("up")), " ⁴", []),
        (run("4", rstyle("level")), "4", []),
        (run("4", rstyle("up") + LEVEL), "4", []),
        (run("10") + run("4", RAISED), "104", ["raised 表1 第1行第1列 4"]),
        (run("10") + run("4", LOWERED), "104", ["lowered 表1 第1行第1列 4"]),
        (run("4", RAISED) + run(" "), "4 ", []),
        (run("甲", RAISED) + run("4", RAISED), "甲4", []),
        (run("甲", RAISED) + run("4", LOWERED), "甲4", ["raised 表1 第1行第1列 甲", "lowered 表1 第1行第1列 4"]),
        (run("甲") + run("4", rstyle("raised")), "甲4", ["raised 表1 第1行第1列 4"]),
        (run("甲") + run("4", rstyle("raised") + '<w:position w:val="0"/>'), "甲4", []),
        (run("甲") + run(" ", RAISED), "甲 ", []),
        (run("10") + run("4", '<w:position w:val="3pt"/>'), "104", ["raised 表1 第1行第1列 4"]),
        (run("x") + run("th", UP) + run("a", DOWN), "xᵗʰₐ", []),
        (run("一甲º", UP), "一甲º", ["superscript 表1 第1行第1列 一甲º"]),
        (run("㎡²") + run("²", UP), "㎡²²", []),
        (run("43.5×10") + run("-4", UP) + run("万"), "43.5×10⁻⁴万", []),
        (run("10") + run("－４", UP) + run("x") + run("–2", UP) + run("（＋）", DOWN), "10⁻⁴x⁻²₍₊₎", []),
        (run("甲乙", COMBINED.format("round")), "(甲乙)", []),
        (run("甲", COMBINED.format("square")) + run("乙", COMBINED.format("square")) + run("丙"), "[甲乙]丙", []),
        (run("甲", COMBINED.format("angle")) + run("乙", COMBINED.format("curly")), "<甲>{乙}", []),
        (run("甲", COMBINED.format("none")), "甲", []),
        (run("甲", '<w:eastAsianLayout w:combineBrackets="round"/>'), "甲", []),
        (run("甲", '<w:eastAsianLayout w:vert="1" w:vertCompress="1"/>'), "甲", []),
        (run("甲 ", '<w:fitText w:val="800" w:id="7"/>') + run("乙", '<w:em w:val="dot"/>'), "甲 乙", []),
        (run("甲", "<w:webHidden/>") + run("乙", "<w:specVanish/>"), "甲乙", []),
        (run("PM2.5 Abc 甲 ß", CAPS), "PM2.5 ABC 甲 ß", ["capitals 表1 第1行第1列 PM2.5 ABC 甲 ß"]),
        (run("km", SMALL), "KM", ["capitals 表1 第1行第1列 KM"]),
        (run("ab", CAPS) + run("c", SMALL) + run("d"), "ABCd", ["capitals 表1 第1行第1列 ABC"]),
        (run("PM2.5 甲", CAPS), "PM2.5 甲", []),
        (run("ab", '<w:caps w:val="0"/>'), "ab", []),
        (run("ab", rstyle("caps")), "AB", ["capitals 表1 第1行第1列 AB"]),
        (run("ab", rstyle("caps") + '<w:caps w:val="0"/>'), "ab", []),
        (run("n", CAPS + UP), "ᴺ", []),
        (run("q", CAPS + UP), "Q", ["superscript 表1 第1行第1列 Q"]),
        ('<w:r><w:rPr><w:caps/></w:rPr><w:t>a</w:t><w:sym w:font="Symbol" w:char="F0B3"/><w:br/><w:t>b</w:t></w:r>', "A≥\vB",
         ["capitals 表1 第1行第1列 A≥\vB"]),
        (run("4", UP + STRUCK) + run("5", UP), "⁵", []),
        (f'<w:ins w:id="1">{run("4", UP)}</w:ins><w:del w:id="2"><w:r><w:delText>3</w:delText></w:r></w:del>{run("2", UP)}', "⁴²", []),
        (f"<w:hyperlink>{run('4', UP)}</w:hyperlink><w:sdt><w:sdtContent>{run('[', UP)}</w:sdtContent></w:sdt>", "4[",
         ["superscript 表1 第1行第1列 4["]),
    ],
)  # fmt: skip
def test_what_is_raised_or_lowered_is_read_as_such(runs, text, flat):
    found = seen(table(runs))
    assert (found[0], found[2]) == (text, flat)


def test_before_the_changes_a_run_looks_as_it_did():
    runs = (
        run("5", STRUCK + CHANGED("<w:rPr/>"))
        + run("4", CHANGED(f"<w:rPr>{UP}</w:rPr>"))
        + run("3", CHANGED(f"<w:rPr>{STRUCK}</w:rPr>"))
    )
    assert seen(table(runs)) == ("43", ["struck 表1 第1行第1列 5"], [])
    assert seen(table(runs), Revisions.ORIGINAL) == ("5⁴", ["struck 表1 第1行第1列 3"], [])
    changed = '<w:pPrChange w:id="1" w:author="甲"><w:pPr><w:pStyle w:val="Pstruck"/></w:pPr></w:pPrChange>'
    assert seen(table(run("5"), changed)) == ("5", [], [])
    assert seen(table(run("5"), changed), Revisions.ORIGINAL) == ("", ["struck 表1 第1行第1列 5"], [])


@pytest.mark.parametrize(
    ("own", "paragraph", "style", "more", "veil"),
    [
        (HIDDEN, "", "", "", "vanished"),
        (SEEN, "", "", "", ""),
        (rstyle("hidden"), "", "", "", "vanished"),
        (rstyle("hidden") + SEEN, "", "", "", ""),
        ("", pstyle("Phidden"), "", "", "vanished"),
        (rstyle("hidden"), pstyle("Phidden"), "", "", ""),
        ("", "", "Thidden", "", "vanished"),
        (SEEN, "", "Thidden", "", ""),
        ("", "", "", normal(HIDDEN), "vanished"),
        ("", "", "", defaults(HIDDEN), "vanished"),
        (SEEN, "", "", defaults(HIDDEN), ""),
        (HIDDEN + STRUCK + PALE, "", "", "", "vanished"),
        (PALE, "", "", "", "white"),
        (PALE + STRUCK, "", "", "", "white"),
        ('<w:color w:val="ffffff"/>', "", "", "", "white"),
        (rstyle("pale"), "", "", "", "white"),
        (rstyle("pale") + '<w:color w:val="auto"/>', "", "", "", ""),
        (rstyle("pale"), pstyle("Ppale"), "", "", "white"),
        ("", pstyle("Ppale"), "", "", "white"),
        ("", pstyle("Pdark"), "", "", ""),
        ("", "", "Tpale", "", "white"),
        ("", "", "", defaults(PALE), "white"),
        ('<w:color w:val="000000"/>', "", "", defaults(PALE), ""),
        (PALE + '<w:highlight w:val="black"/>', "", "", "", ""),
        (PALE + '<w:highlight w:val="white"/>', "", "", "", "white"),
        (PALE, '<w:shd w:val="clear" w:fill="1F3864"/>', "", "", ""),
        (PALE, '<w:shd w:val="clear" w:fill="FFFFFF"/>', "", "", "white"),
        (PALE, pstyle("Pdark"), "", "", ""),
        ('<w:sz w:val="2"/>', "", "", "", "tiny"),
        ("<w:sz w:val='4'/>", "", "", "", "tiny"),
        ('<w:sz w:val="5"/>', "", "", "", ""),
        ('<w:sz w:val="20"/>', "", "", "", ""),
        ('<w:szCs w:val="2"/>', "", "", "", ""),
        (rstyle("tiny"), "", "", "", "tiny"),
        (rstyle("tiny") + '<w:sz w:val="21"/>', "", "", "", ""),
        ("", pstyle("Ptiny"), "", "", "tiny"),
        (STRUCK + '<w:sz w:val="2"/>', "", "", "", "tiny"),
    ],
)  # fmt: skip
def test_what_is_hidden_or_white_is_put_aside(own, paragraph, style, more, veil):
    data = table(
        run("50", own) + run("43", SEEN + '<w:color w:val="000000"/><w:sz w:val="21"/>'), paragraph, style, more
    )
    assert seen(data) == (("43", [f"{veil} 表1 第1行第1列 50"], []) if veil else ("5043", [], []))


SMALL_STYLE = '<w:style w:type="paragraph" w:styleId="{}">{}<w:rPr><w:sz w:val="{}"/></w:rPr></w:style>'.format


@pytest.mark.parametrize(
    ("styling", "first", "text"),
    [
        (SMALL_STYLE("End", "", 2), "End", "43"),
        (SMALL_STYLE("End", "", 2), "None", "5043"),
        (SMALL_STYLE("End", "", 20), "End", "5043"),
        (SMALL_STYLE("End", "", 2) + SMALL_STYLE("Ends", '<w:basedOn w:val="End"/>', 2), "Ends", "43"),
        (SMALL_STYLE("End", "", 2) + '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="End"/></w:style>', "B", "43"),
        (SMALL_STYLE("End", "", "2").replace('"', "'"), "End", "43"),
    ],
)  # fmt: skip
def test_a_style_that_only_makes_small_counts_where_it_makes_a_text_small(styling, first, text):
    """Else its part need not be looked into: a blank paragraph of it is all there is in most documents."""
    doc = Doc(table(run("50") + run("43", '<w:sz w:val="21"/>'), pstyle(first)))
    doc.add("styles", f"<w:styles {DECLARED}>{styling}</w:styles>")
    blank = f"<w:p><w:pPr>{pstyle('End')}</w:pPr>{run(' ')}</w:p>"
    doc.parts[DOCUMENT] = doc.parts[DOCUMENT].replace(b"</w:body>", blank.encode() + b"</w:body>")
    assert seen(write_package(doc.parts)) == (text, ["tiny 表1 第1行第1列 50"] if text == "43" else [], [])


@pytest.mark.parametrize(("name", "own"), [("vanished", HIDDEN), ("white", PALE), ("struck", STRUCK)])
def test_before_the_changes_it_was_hidden_or_was_not(name, own):
    runs = run("5", own + CHANGED("<w:rPr/>")) + run("4", CHANGED(f"<w:rPr>{own}</w:rPr>")) + run("3")
    assert seen(table(runs)) == ("43", [f"{name} 表1 第1行第1列 5"], [])
    assert seen(table(runs), Revisions.ORIGINAL) == ("53", [f"{name} 表1 第1行第1列 4"], [])


def test_before_the_changes_it_was_in_capitals_and_not_moved():
    runs = run("甲") + run("a", RAISED + CHANGED(f"<w:rPr>{CAPS}</w:rPr>"))
    assert seen(table(runs)) == ("甲a", [], ["raised 表1 第1行第1列 a"])
    assert seen(table(runs), Revisions.ORIGINAL) == ("甲A", [], ["capitals 表1 第1行第1列 A"])


def test_before_the_changes_the_table_had_another_style():
    doc = Doc(table(run("5"), style="Tstruck"))
    change = (
        '<w:tblPrChange w:id="1" w:author="甲"><w:tblPr><w:tblStyle w:val="Tpale"/></w:tblPr></w:tblPrChange></w:tblPr>'
    )
    doc.parts[DOCUMENT] = doc.parts[DOCUMENT].replace(b"</w:tblPr>", change.encode())
    assert seen(write_package(doc.parts)) == ("", ["struck 表1 第1行第1列 5"], [])
    assert seen(write_package(doc.parts), Revisions.ORIGINAL) == ("", ["white 表1 第1行第1列 5"], [])


PART = '<w:tblStylePr w:type="{}"><w:rPr>{}</w:rPr></w:tblStylePr>'.format
LOOK = '<w:tblLook w:val="{}"{}/>'.format


def grid(parts: str, look: str, *, base: str = "", bands: str = "", runs: str = "") -> list[str]:
    """The rows of a table of three by three whose style makes parts of it look otherwise: `~` is put aside."""
    on = '<w:basedOn w:val="B"/>' if base else ""
    style = f'<w:style w:type="table" w:styleId="T">{on}<w:tblPr>{bands}</w:tblPr>{parts}</w:style>'
    under = f'<w:style w:type="table" w:styleId="B">{base}</w:style>' if base else ""
    doc = Doc(document("x"))
    doc.add("styles", f"<w:styles {DECLARED}>{under}{style}</w:styles>")
    cell = f"<w:tc><w:p>{runs or run('甲')}</w:p></w:tc>"
    rows = f"<w:tr>{cell * 3}</w:tr>" * 3
    body = f'<w:tbl><w:tblPr><w:tblStyle w:val="T"/>{look}</w:tblPr>{rows}</w:tbl>'
    doc.parts[DOCUMENT] = f"<w:document {DECLARED}><w:body>{body}</w:body></w:document>".encode()
    package, _ = open_package(write_package(doc.parts), "")
    assert package is not None
    shown = []
    for quick in (True, False):
        blocks = content(package, quick=quick).blocks
        shown.append(["".join(cell.text or "~" for cell in block.cells) for block in blocks if isinstance(block, Row)])
    assert shown[0] == shown[1]
    return shown[0]


@pytest.mark.parametrize(
    ("parts", "look", "bands", "shown"),
    [
        (PART("firstRow", STRUCK), LOOK("0020", ""), "", ["~~~", "甲甲甲", "甲甲甲"]),
        (PART("firstRow", STRUCK), LOOK("0000", ""), "", ["甲甲甲"] * 3),
        (PART("firstRow", STRUCK), "", "", ["甲甲甲"] * 3),
        (PART("firstRow", STRUCK), LOOK("0020", ' w:firstRow="0"'), "", ["甲甲甲"] * 3),
        (PART("lastRow", HIDDEN), LOOK("0000", ' w:lastRow="1"'), "", ["甲甲甲", "甲甲甲", "~~~"]),
        (PART("firstCol", STRUCK), LOOK("0080", ""), "", ["~甲甲"] * 3),
        (PART("lastCol", PALE), LOOK("0100", ""), "", ["甲甲~"] * 3),
        (PART("wholeTable", STRUCK) + PART("firstRow", NOT_STRUCK), LOOK("0020", ""), "", ["甲甲甲", "~~~", "~~~"]),
        (PART("firstRow", STRUCK) + PART("nwCell", NOT_STRUCK), LOOK("00A0", ""), "", ["甲~~", "甲甲甲", "甲甲甲"]),
        (PART("firstRow", STRUCK) + PART("firstCol", NOT_STRUCK), LOOK("00A0", ""), "", ["甲~~", "甲甲甲", "甲甲甲"]),
        (PART("seCell", STRUCK), LOOK("0140", ""), "", ["甲甲甲", "甲甲甲", "甲甲~"]),
        (PART("band1Horz", STRUCK), LOOK("0400", ""), "", ["~~~", "甲甲甲", "~~~"]),
        (PART("band1Horz", STRUCK), LOOK("0420", ""), "", ["甲甲甲", "~~~", "甲甲甲"]),
        (PART("band2Horz", STRUCK), LOOK("0400", ""), '<w:tblStyleRowBandSize w:val="2"/>', ["甲甲甲", "甲甲甲", "~~~"]),
        (PART("band1Vert", STRUCK), LOOK("0280", ""), "", ["甲~甲"] * 3),
        (PART("band1Horz", STRUCK), LOOK("0600", ""), "", ["甲甲甲"] * 3),
    ],
)  # fmt: skip
def test_a_style_of_tables_makes_parts_of_them_look_otherwise(parts, look, bands, shown):
    assert grid(parts, look, bands=bands) == shown


def test_parts_are_inherited_and_the_style_of_the_run_is_nearer():
    first = PART("firstRow", STRUCK)
    assert grid("", LOOK("0020", ""), base=first) == ["~~~", "甲甲甲", "甲甲甲"]
    assert grid(PART("firstRow", NOT_STRUCK), LOOK("0020", ""), base=first) == ["甲甲甲"] * 3
    assert grid(first, LOOK("0020", ""), runs=run("甲", NOT_STRUCK)) == ["甲甲甲"] * 3
    assert grid(PART("firstRow", UP), LOOK("0020", ""), runs=run("2")) == ["²²²", "222", "222"]


NUMBER = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


@pytest.mark.parametrize(
    ("level", "mark", "text", "aside"),
    [
        ("", "", "1.甲", []),
        ("", STRUCK, "甲", ["struck 表1 第1行第1列 1."]),
        ("", rstyle("struck"), "甲", ["struck 表1 第1行第1列 1."]),
        (STRUCK, "", "甲", ["struck 表1 第1行第1列 1."]),
        (NOT_STRUCK, STRUCK, "1.甲", []),
        (HIDDEN, "", "甲", ["vanished 表1 第1行第1列 1."]),
        ("", PALE, "甲", ["white 表1 第1行第1列 1."]),
        ("", CHANGED(f"<w:rPr>{STRUCK}</w:rPr>"), "1.甲", []),
    ],
)  # fmt: skip
def test_the_number_of_a_list_looks_as_its_level_or_the_end_of_its_paragraph(level, mark, text, aside):
    assert seen(numbered(level, mark)) == (text, aside, [])


def numbered(level: str, mark: str, text: str = "%1.", kind: str = "decimal", runs: str = "") -> bytes:
    """A cell that holds a paragraph of a list."""
    doc = Doc(table(runs or run("甲"), f"{NUMBER}<w:rPr>{mark}</w:rPr>"))
    one = f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/><w:rPr>{level}</w:rPr></w:lvl>'
    lists = f'<w:abstractNum w:abstractNumId="1">{one}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    doc.add("numbering", f"<w:numbering {DECLARED}>{lists}</w:numbering>")
    return write_package(doc.parts)


def test_a_number_is_raised_in_capitals_and_as_it_was_before_the_changes():
    assert seen(numbered(UP, "", "%1")) == ("¹甲", [], [])
    assert seen(numbered(UP, "")) == ("1.甲", [], ["superscript 表1 第1行第1列 1."])
    assert seen(numbered(CAPS, "", "%1)", "lowerLetter")) == ("A)甲", [], [])
    assert seen(numbered(RAISED, "")) == ("1.甲", [], [])
    changed = numbered("", STRUCK + CHANGED("<w:rPr/>"))
    assert seen(changed) == ("甲", ["struck 表1 第1行第1列 1."], [])
    assert seen(changed, Revisions.ORIGINAL) == ("1.甲", [], [])


def test_an_item_that_is_crossed_out_with_its_number_says_nothing():
    assert seen(numbered("", STRUCK, runs=run("甲", STRUCK))) == ("", ["struck 表1 第1行第1列 1.甲"], [])


SEPARATOR = "<w:rPr><w:vanish/><w:specVanish/></w:rPr>"


@pytest.mark.parametrize(
    ("first", "then", "text"),
    [
        (SEPARATOR, "<w:p><w:r><w:t>乙</w:t></w:r></w:p>", "甲乙"),
        (f"<w:rPr>{HIDDEN}</w:rPr>", "<w:p><w:r><w:t>乙</w:t></w:r></w:p>", "甲乙"),
        ("<w:rPr><w:specVanish/></w:rPr>", "<w:p><w:r><w:t>乙</w:t></w:r></w:p>", "甲乙"),
        ('<w:rPr><w:specVanish w:val="0"/></w:rPr>', "<w:p><w:r><w:t>乙</w:t></w:r></w:p>", "甲\n乙"),
        (f"<w:rPr>{rstyle('hidden')}</w:rPr>", "<w:p><w:r><w:t>乙</w:t></w:r></w:p>", "甲乙"),
        (pstyle("Phidden") + f"<w:rPr>{SEEN}</w:rPr>", "<w:p><w:r><w:t>乙</w:t></w:r></w:p>", "甲\n乙"),
        (SEPARATOR, "", "甲"),
        (SEPARATOR, f"<w:p><w:pPr>{SEPARATOR}</w:pPr></w:p><w:p><w:r><w:t>乙</w:t></w:r></w:p>", "甲乙"),
        (SEPARATOR, "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/>", "甲\n乙"),
        (NUMBER + SEPARATOR, "<w:p><w:r><w:t>乙</w:t></w:r></w:p>", "1.甲乙"),
    ],
)  # fmt: skip
def test_a_paragraph_whose_end_is_hidden_goes_on_with_the_next(first, then, text):
    data = numbered("", "")
    xml = Doc(data)
    cell = f"<w:p><w:pPr>{first}</w:pPr>{run('甲', SEEN)}</w:p>{then}"
    cells = f"<w:tc>{cell}</w:tc><w:tc><w:p/></w:tc>"
    xml.parts[DOCUMENT] = re.sub("<w:tc>.*</w:tc>", cells, xml.parts[DOCUMENT].decode()).encode()
    assert seen(write_package(xml.parts)) == (text, [], [])


def test_in_the_body_too_and_before_the_changes_it_was_not_hidden():
    changed = f"<w:rPr>{HIDDEN}{CHANGED('<w:rPr/>')}</w:rPr>"
    body = f"<w:p><w:pPr>{changed}</w:pPr>{run('甲')}</w:p><w:p>{run('乙')}</w:p><w:p>{run('丙')}</w:p>"
    package, _ = open_package(edit(document("x"), "<w:p>.*</w:p>", body), "")
    assert package is not None
    for quick in (True, False):
        final = content(package, quick=quick).blocks
        assert [block.texts() for block in final] == [[(Address(paragraph=1), "甲乙")], [(Address(paragraph=2), "丙")]]
        former = content(package, Revisions.ORIGINAL, quick=quick).blocks
        assert [block.text for block in former if isinstance(block, Paragraph)] == ["甲", "乙", "丙"]


BOX = ("<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>").format


def test_in_a_text_box_a_look_means_the_same():
    """A cell whose text stands in a box; what a style does to the table around does not touch the box."""
    inside = f"<w:p>{run('50', STRUCK)}{run('43×10')}{run('4', UP)}{run('ab', CAPS)}</w:p>"
    box = BOX(inside)
    assert seen(table(box)) == (
        "43×10⁴AB",
        ["struck 表1 第1行第1列 50"],
        ["capitals 表1 第1行第1列 AB"],
    )
    assert seen(table(box, style="Tstruck"))[0] == "43×10⁴AB"
    assert seen(table(BOX(f"<w:p>{run('甲', PALE)}</w:p>"))) == ("甲", [], [])  # the box may be dark
    assert seen(table(BOX(f"<w:p><w:pPr>{pstyle('Pstruck')}</w:pPr>{run('甲')}</w:p>")))[0] == ""
    package, _ = open_package(table(run("甲") + box), "")
    assert package is not None
    for quick in (True, False):
        held = content(package, quick=quick)
        assert [str(aside.text) for aside in held.asides] == ["43×10⁴AB"]
        assert [one.text for one in held.hidden] == ["50"]


@given(st.text(st.characters(codec="utf-8"), max_size=6), st.sampled_from([Look.SUPERSCRIPT, Look.SUBSCRIPT]))
def test_a_raised_text_says_what_it_said(text, look):
    """Character for character, and the same under NFKC: build writes those characters as they are."""
    small = in_look(look, text)
    if small is not None:
        assert len(small) == len(text)
        plain, seen_plain = (re.sub("[\u2212\u2013]", "-", normalize("NFKC", each)) for each in (text, small))
        assert seen_plain == plain
        assert in_look(look, small) == small


def test_in_the_tables_of_a_form_it_is_told_and_elsewhere_it_is_not():
    data = (ROOT / "tests/conformance/superscript_without_a_character.form.docx").read_bytes()
    doc = Doc(data)
    elsewhere = doc.parts[DOCUMENT].replace(b"<w:body>", b"<w:body><w:p>" + run("[2]", UP).encode() + b"</w:p>")
    doc.parts[DOCUMENT] = elsewhere
    reading = read(write_package(doc.parts), "表.docx", [form("tianjin-2022")])
    assert [str(problem) for problem in reading.problems] == [
        "表.docx 表1 第4行第2列 R414 「[1]」是上标，没有对应的上标字符，当作平常的字读了，请核对"
    ]
