"""Law L13 for documents that are read piece by piece: they are seen, and read, as they are as a whole, or not in pieces at all."""

from __future__ import annotations

import io
import random
import re
import zipfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import constructs_layout  # noqa: F401
import constructs_looks  # noqa: F401
import constructs_text  # noqa: F401
import pytest
from conftest import ROOT, form, specs_in
from constructs import CONSTRUCTS, apply
from hypothesis import event, given
from hypothesis import strategies as st
from test_laws import all_forms
from test_quick_way import BODIES, DOCUMENTS, written

from goalgen.cli import main
from goalgen.desk import documents
from goalgen.docx import DOCUMENT, Block, Content, Revisions, Row, content, flow, open_package
from goalgen.docx.flow import Flow, open_in_pieces
from goalgen.docx.limits import in_times
from goalgen.docx.pieces import NotPlain, in_pieces
from goalgen.verbs.build import build
from goalgen.verbs.read import Reading, read
from goalgen.verbs.read import streamed as module
from goalgen.verbs.read.streamed import read_thick

INDICATORS = "specs/331201/2022"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of one table, of chunks that end anywhere."""
    monkeypatch.setattr(flow, "CHUNK", 997)
    monkeypatch.setattr(flow, "in_pieces", lambda chunks: in_pieces(chunks, 1))


def told(reading: Reading) -> dict[str, Any]:
    """All that is told of a document but where its values stand."""
    return {
        "specs": [
            (spec.form.name, spec.form.variant, spec.address, list(spec.value.items()), spec.carried)
            for spec in reading.specs
        ],
        "account": reading.ledger.counts(),
        "residue": reading.ledger.residue(),
        "hidden": list(reading.ledger.hidden),
        "inside": reading.ledger.tables(),
        "problems": [(str(problem), problem.severity) for problem in reading.problems],
        "unread": list(reading.unread),
        "near": [(near.form.name, near.cell, near.departure, near.value) for near in reading.near],
        "notes": list(reading.notes),
        "rest": (reading.name, reading.tables, reading.producer, reading.layout),
    }


def by_pieces(data: bytes, revisions: Revisions = Revisions.FINAL, fields: dict[str, str] | None = None) -> Reading:
    return read_thick(io.BytesIO(data), "文件.docx", all_forms(), fields, revisions)


def is_same(data: bytes) -> bool:
    """Whether a document was read in pieces, for which it must be as when it is read as a whole."""
    in_two_ways = 0
    for revisions in Revisions:
        for fields in ({}, {"年度": "2022", "项目名称": "另一个", "没有的": "值"}):
            try:
                pieces = told(by_pieces(data, revisions, fields))
            except NotPlain:
                continue
            in_two_ways += 1
            assert pieces == told(read(data, "文件.docx", all_forms(), fields, revisions))
    return in_two_ways > 0


@cache
def book(count: int = 3) -> bytes:
    data = build(specs_in(ROOT / INDICATORS)[:count], form("tianjin-2022")).data
    assert data is not None
    return data


def test_L13_a_book_is_read_in_pieces():
    assert told(by_pieces(book())) == told(read(book(), "文件.docx", all_forms()))


@pytest.mark.slow
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_L13_every_document(path: Path):
    is_same(path.read_bytes())


@pytest.mark.slow
def test_L13_most_documents_with_a_known_form_are_read_in_pieces():
    """Else the law would hold of nothing."""
    known = [data for data in map(Path.read_bytes, DOCUMENTS) if read(data, "", all_forms()).specs]
    in_pieces = 0
    for data in known:
        with suppress(NotPlain):
            in_pieces += bool(by_pieces(data).specs)
    assert len(known) > 100
    assert in_pieces > len(known) * 0.9


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(CONSTRUCTS))
def test_L13_with_constructs_at_random_places(name):
    rng = random.Random(name)
    for _ in range(2):
        is_same(apply(book(), name, rng))


def seen(held: Content, blocks: list[Block]) -> list[object]:
    """All there is in a document, without its nodes."""
    told: list[object] = []
    for block in blocks:
        if isinstance(block, Row):
            told.append((block.table, block.number, block.orphans, block.grid))
            for cell in block.cells:
                origin = cell.origin and cell.origin.text
                told.append((cell.text, cell.column, cell.span, origin, cell.under, cell.orphan, cell.automatic))
        else:
            told.append((block.number, block.text, block.automatic, block.bookmarks))
    return [*told, held.asides, held.stories, held.hidden, held.foreign, held.flattened, held.revised]


HIDING = re.compile(r"<!--.*?-->|<\?x.*?\?>|<!\[CDATA\[(.*?)\]\]>")


@pytest.mark.slow
@given(st.lists(BODIES, min_size=1, max_size=3).map("".join), st.booleans())
def test_L13_the_blocks_of_any_body(body, plain):
    body = HIDING.sub(r"\1", body) if plain else body
    data = written(body, "UTF-8")
    for revisions in Revisions:
        whole, _ = open_package(data, "")
        assert whole is not None
        held = content(whole, revisions)
        try:
            opened, pieces = open_in_pieces(io.BytesIO(data), "")
            one = Flow(opened, revisions)
            blocks = [block for piece in pieces for block in one.blocks(piece)]
        except NotPlain:
            event("as a whole")
            assert HIDING.search(body) or "<w:dataBinding" in body
        else:
            event("in pieces")
            assert seen(one.rest(), blocks) == seen(held, held.blocks)


def changed(change: Any) -> bytes:
    """The book with another document part."""
    with zipfile.ZipFile(io.BytesIO(book())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[DOCUMENT] = change(parts[DOCUMENT])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


WHOLE = {
    "a comment": lambda xml: xml.replace(b"<w:tbl>", b"<!-- <w:tbl> --><w:tbl>", 1),
    "CDATA": lambda xml: xml.replace(b"</w:tbl>", b"</w:tbl><w:p><w:r><w:t><![CDATA[</w:tbl>]]></w:t></w:r></w:p>", 1),
    "an instruction": lambda xml: xml.replace(b"</w:tbl>", b"</w:tbl><?x </w:tbl>?>", 1),
    "a DTD": lambda xml: xml.replace(b"<w:document", b'<!DOCTYPE x [<!ENTITY a "b">]><w:document', 1),
    "another encoding": lambda xml: xml.replace(b'encoding="UTF-8"', b'encoding="GB18030"', 1),
    "UTF-16": lambda xml: xml.decode().replace("UTF-8", "UTF-16", 1).encode("utf-16"),
    "another prefix": lambda xml: re.sub(rb"(</?|xmlns:| )w:", rb"\1x:", xml),
    "a tag that is not closed": lambda xml: xml.replace(b"</w:tc></w:tr></w:tbl>", b"</w:tr></w:tbl>", 1),
    "cut off": lambda xml: xml[: len(xml) // 2],
    "two bodies": lambda xml: xml.replace(b"</w:tbl>", b"</w:tbl></w:body><w:body>", 1),
    "no body": lambda xml: re.sub(rb"</?w:body>", b"", xml),
    "something behind it": lambda xml: xml + b"<w:tbl/>",
}


@pytest.mark.parametrize("change", WHOLE.values(), ids=WHOLE)
def test_what_is_not_plain_is_read_as_a_whole(change):
    with pytest.raises(NotPlain):
        by_pieces(changed(change))


TABLE = rb"<w:tbl>.*?</w:tbl>"


def behind(xml: bytes, more: bytes) -> bytes:
    """The document part with something behind each project, which has two tables."""
    tables = xml.split(b"</w:tbl>")
    ends = [b"</w:tbl>" + more * (number % 2) for number, _ in enumerate(tables[1:])]
    return b"".join(part for pair in zip(tables, [*ends, b""], strict=True) for part in pair)


PIECES = {
    "a control around a table": lambda xml: re.sub(
        TABLE, lambda m: b"<w:sdt><w:sdtContent>" + m[0] + b"</w:sdtContent></w:sdt>", xml, count=1
    ),
    "a control around them all": lambda xml: xml.replace(b"<w:body>", b"<w:body><w:sdt><w:sdtContent>").replace(
        b"<w:sectPr", b"</w:sdtContent></w:sdt><w:sectPr", 1
    ),
    "a table in a text box": lambda xml: behind(
        xml,
        b"<w:p><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent><w:tbl><w:tr><w:tc>"
        b"<w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>",
    ),
    "an ending that is removed": lambda xml: behind(
        xml,
        b"<w:p><w:pPr><w:rPr><w:del w:id='1' w:author='a'/></w:rPr></w:pPr><w:r><w:t>go</w:t></w:r></w:p>",
    ),
    "a field that goes on": lambda xml: behind(xml, b"<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r></w:p>"),
    "a byte order mark": lambda xml: b"\xef\xbb\xbf" + xml,
    "line breaks": lambda xml: xml.replace(b"><w:tbl>", b">\n  <w:tbl>\n"),
    "strict": lambda xml: xml.replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("change", PIECES.values(), ids=PIECES)
def test_what_is_odd_and_plain_is_read_in_pieces(change):
    assert is_same(changed(change))


def test_a_member_that_is_damaged_at_its_end_is_none():
    data = bytearray(book())
    at = data.rindex(b"</w:body>") - 40
    data[at] ^= 1
    with pytest.raises(NotPlain):
        by_pieces(bytes(data))


@pytest.mark.slow
def test_what_no_form_claims_is_limited(monkeypatch):
    """A form's tables have no end; what is none counts as in any file, and what is kept of it."""
    long = changed(lambda xml: behind(xml, b"<w:p/>" * 3000))
    assert is_same(long)
    monkeypatch.setattr("goalgen.docx.limits.MAX_ELEMENTS", 5000)
    assert len(by_pieces(long).specs) == 3
    monkeypatch.setattr(module, "A_TABLE", 1000)
    with in_times(1), pytest.raises(NotPlain):
        by_pieces(long)
    with in_times(4):
        assert len(by_pieces(long).specs) == 3
    monkeypatch.setattr("goalgen.docx.limits.MAX_ELEMENTS", 10**6)
    monkeypatch.setattr(module, "MOST_BESIDE", 20)
    noted = changed(lambda xml: behind(xml, b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 30))
    with pytest.raises(NotPlain):
        by_pieces(noted)


@pytest.mark.slow
def test_a_block_that_was_let_go_is_not_asked_for():
    """Long runs of blank paragraphs are kept where a table may go on over them."""
    far = changed(lambda xml: behind(xml, b"<w:p/>" * 1500))
    assert is_same(far)


COMMANDS = {
    "read": ["read", "书.docx", "-o", "出", "--set", "年度=2023"],
    "read again": ["read", "书.docx", "-o", "有"],
    "read over others": ["read", "书.docx", "-o", "别"],
    "read over others by force": ["read", "书.docx", "-o", "别", "--force"],
    "read two into one folder": ["read", "书.docx", "又.docx", "-o", "出"],
    "read as JSON": ["read", "书.docx", "-o", "出", "--format", "json"],
    "read by two": ["read", "书.docx", "又.docx", "三.docx", "-o", "出", "--jobs", "2"],
    "show": ["show", "书.docx"],
    "show the original": ["show", "三.docx", "--revisions", "original"],
    "survey": ["survey", ".", "--format", "json"],
}


def did(folder: Path, command: list[str], monkeypatch: pytest.MonkeyPatch, capfd: Any, least: int) -> object:
    """All that a command tells and leaves behind."""
    folder.mkdir()
    monkeypatch.chdir(folder)
    once = book()
    twice = changed(lambda xml: re.sub(rb"<w:body>(.*?)(<w:sectPr)", rb"<w:body>\1\1\2", xml, flags=re.DOTALL))
    revised = apply(once, "inserted_run", random.Random(1))
    for name, data in {"书": once, "又": twice, "三": revised}.items():
        Path(f"{name}.docx").write_bytes(data)
    monkeypatch.setattr(documents, "_THICK", least)
    monkeypatch.setattr(documents, "_THICK_TEXT", 0)
    if "有" in command or "别" in command:
        main(["read", "书.docx", "-o", command[command.index("-o") + 1], "-q"])
    if "别" in command:
        next(Path("别").iterdir()).write_text("表样: 别的 # 注释\n", "utf8")
    capfd.readouterr()
    code = main(command)
    told = re.sub(r"用时 [\d.]+ 秒", "", "".join(capfd.readouterr()))
    return code, told, {str(path): path.read_bytes() for path in sorted(Path().rglob("*.yaml"))}


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_whoever_reads_is_told_the_same(command, tmp_path, monkeypatch, capfd):
    read_thick = module.read_thick
    calls: list[str] = []
    monkeypatch.setattr(module, "read_thick", lambda *args: calls.append("thick") or read_thick(*args))
    thick = did(tmp_path / "one", command, monkeypatch, capfd, 0)
    assert calls or "--jobs" in command
    calls.clear()
    assert thick == did(tmp_path / "two", command, monkeypatch, capfd, 1 << 40)
    assert not calls
