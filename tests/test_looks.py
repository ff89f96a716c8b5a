"""Runs whose look changes what is said: crossed out ones are put aside, raised and lowered ones are read as such."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from conftest import ROOT, form
from constructs import DECLARED, Doc
from documents import document
from hypothesis import given
from hypothesis import strategies as st

from goalgen.docx import DOCUMENT, Look, Revisions, Row, content, open_package, write_package
from goalgen.docx.looks import in_look
from goalgen.verbs.read import read

CHANGED = '<w:rPrChange w:id="1" w:author="甲">{}</w:rPrChange>'.format
STRUCK, NOT_STRUCK = "<w:strike/>", '<w:strike w:val="0"/>'
UP, DOWN, LEVEL = (f'<w:vertAlign w:val="{each}"/>' for each in ("superscript", "subscript", "baseline"))
STYLES = {
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
        f'<w:style w:type="{kind}" w:styleId="{name}"><w:basedOn w:val="{base}"/><w:rPr>{own}</w:rPr></w:style>'
        for name, (kind, own, base) in STYLES.items()
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
        (run("4", '<w:position w:val="6"/>'), "4", ["position 表1 第1行第1列 4"]),
        (run("4", '<w:position w:val="0"/>'), "4", []),
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


@given(st.text(st.characters(codec="utf-8"), max_size=6), st.sampled_from([Look.SUPERSCRIPT, Look.SUBSCRIPT]))
def test_a_raised_text_says_what_it_said(text, look):
    """Character for character, and the same under NFKC: build writes those characters as they are."""
    small = in_look(look, text)
    if small is not None:
        assert len(small) == len(text)
        assert normalize("NFKC", small).replace("\u2212", "-") == normalize("NFKC", text).replace("\u2212", "-")
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
