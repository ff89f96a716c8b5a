"""Any file gives a clear problem: never a traceback, never more than bounded time and memory."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, form
from documents import RELATIONSHIPS, TYPES, W, document, package

from goalgen.desk import convert
from goalgen.desk.files import Unable
from goalgen.docx import DOCUMENT, Revisions, Row, content, open_package, write_package
from goalgen.verbs.read import Reading, read

FORM = "tianjin-2022"
LEGACY = ROOT / "tests/data/legacy"
FIXTURES = sorted((Path(__file__).parent / "data/bad").glob("*.docx"))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def reading(data: bytes) -> Reading:
    return read(data, "坏.docx", [form(FORM)])


def told(data: bytes) -> list[str]:
    return [str(problem) for problem in reading(data).problems]


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    opened, problems = open_package(data, "")
    assert opened, problems
    return {name: opened.parts[name] for name in opened.parts}


SAVE_AS = "请用 Word 或 WPS 打开，另存为 .docx"
DAMAGED = "文件已损坏或没有传完整，打不开；请重新取一份，或用 Word 的“打开并修复”另存"
KINDS = {
    "empty": (b"", "文件是空的"),
    "zeros": (bytes(4096), "文件里全是零，内容已经丢失；请重新取一份"),
    "encrypted": (
        OLE + "EncryptedPackage".encode("utf-16-le"),
        "这是加了密码的 Word 文件，打不开；请用 Word 或 WPS 打开，去掉密码后另存为 .docx",
    ),
    "doc": (
        OLE + "WordDocument".encode("utf-16-le"),
        f"这是旧版 .doc 文件；装了 LibreOffice 就能直接读，没有就{SAVE_AS}",
    ),
    "an old file cut off": (
        OLE + bytes(512),
        "这是旧版 .doc 一类的文件，已损坏或没有传完整，打不开；请重新取一份，或用 Word 的“打开并修复”另存为 .docx",
    ),
    "xls": (OLE + "Workbook".encode("utf-16-le"), "这是 Excel 文件（.xls），goalgen 只读 Word 的 .docx"),
    "rtf": (rb"{\rtf1\ansi }", f"这是改了后缀名的 RTF 文件；{SAVE_AS}"),
    "html": (b"\xef\xbb\xbf\r\n<html><body></body></html>", f"这是网页或 XML 文件，不是 .docx；{SAVE_AS}"),
    "mht": (b"MIME-Version: 1.0\nContent-Type: multipart/related", f"这是 MHT 网页文件，不是 .docx；{SAVE_AS}"),
    "flat": (b'<?xml version="1.0"?><pkg:package xmlns:pkg="x"/>', f"这是 Word 的 XML 文件，不是 .docx；{SAVE_AS}"),
    "pdf": (b"%PDF-1.7", "这是 PDF 文件；goalgen 只读 Word 的 .docx"),
    "picture": (b"\x89PNG\r\n", "这是图片，不是 .docx；图片里的表读不出来"),
    "text": ("项目名称".encode("gbk"), "不是 .docx 文件"),
    "head only": (b"PK\x03\x04", DAMAGED),
    "xlsx": (zipped({"xl/workbook.xml": b"<x/>"}), "这是 Excel 文件（.xlsx），goalgen 只读 Word 的 .docx"),
    "odt": (zipped({"content.xml": b"<x/>"}), f"这是 OpenDocument 文件（.odt 之类），不是 .docx；{SAVE_AS}"),
    "no document": (zipped({"word/styles.xml": b"<x/>"}), "压缩包里没有 word/document.xml，不是 Word 文档"),
    "not xml": (zipped({DOCUMENT: b"<w:document>"}), "正文 word/document.xml 第1行不是合格的 XML，文件已损坏"),
    "other xml": (zipped({DOCUMENT: b"<x/>"}), "正文 word/document.xml 不是 Word 的正文"),
    "deep": (
        zipped({DOCUMENT: f"<w:document {W}><w:body>{'<w:tbl>' * 5000}".encode()}),
        "正文 word/document.xml 的嵌套太深，不像是 Word 存的，没有读",
    ),
    "nearly deep": (
        zipped({DOCUMENT: f"<w:document {W}><w:body>{'<w:p>' * 248}".encode()}),
        "正文 word/document.xml 第1行不是合格的 XML，文件已损坏",
    ),
    "many, not deep": (
        zipped({DOCUMENT: f"<w:document {W}><w:body>{'<w:p><w:r/></w:p>' * 300}".encode()}),
        "正文 word/document.xml 第1行不是合格的 XML，文件已损坏",
    ),
    "bomb": (
        zipped({DOCUMENT: b" " * (20 << 20)}),
        "展开后有 20 MB、1 个部件，像是“压缩炸弹”，没有打开；确知没有问题的，在 goalgen.toml 里写 word-limit = 4",
    ),
    "many members": (
        zipped({f"{number}.xml": b"" for number in range(20_001)}, zipfile.ZIP_STORED),
        "展开后有 0 MB、20001 个部件，像是“压缩炸弹”，没有打开；确知没有问题的，在 goalgen.toml 里写 word-limit = 2",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "message"), KINDS.values(), ids=KINDS)
def test_what_is_no_docx_says_what_it_is(data, message):
    assert told(data) == [f"坏.docx R101 {message}"]


def test_a_locked_zip():
    data = bytearray(document("甲"))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(sign)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(sign, at + 4)
    assert told(bytes(data)) == ["坏.docx R101 压缩包加了密码，打不开；请另存为不加密的 .docx"]


def test_half_a_gigabyte_of_xml_is_not_unpacked():
    data = bytearray(document("甲"))
    at = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 4) + 4)
    data[at + 24 : at + 28] = struct.pack("<I", 400 << 20)
    data[at + 20 : at + 24] = struct.pack("<I", 100 << 20)
    assert told(bytes(data)) == [
        "坏.docx R101 文件里的 XML 有 400 MB，超过 64 MB，没有打开；请拆成几个文件，或在 goalgen.toml 里写 word-limit = 7"
    ]


def test_a_forest_of_elements_is_not_grown():
    data = zipped(
        {DOCUMENT: f"<w:document {W}><w:body>{'<w:p/>' * 4_000_000}</w:body></w:document>".encode()}, zipfile.ZIP_STORED
    )
    assert told(data) == [
        "坏.docx R101 文件里有 4000002 个元素，word/document.xml 里就有 4000002 个；超过 1000000 个，没有打开；"
        "请拆成几个文件，或在 goalgen.toml 里写 word-limit = 5"
    ]


@pytest.mark.parametrize(
    "entities",
    [
        '<!DOCTYPE x [<!ENTITY a "甲"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">' + "".join(
            f'<!ENTITY c{i} "{f"&c{i - 1};" * 10 if i else "&b;" * 10}">' for i in range(9)) + "]>",
        '<!DOCTYPE x [<!ENTITY c8 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY c8 "乙">]>',
    ],
    ids=["laughs", "file", "net"],
)  # fmt: skip
def test_entities_are_not_followed(entities):
    xml = f"{entities}<w:document {W}><w:body><w:p><w:r><w:t>&c8;</w:t></w:r></w:p></w:body></w:document>"
    result = reading(zipped({DOCUMENT: xml.encode()}))
    assert [str(problem) for problem in result.problems] in ([DECLARED], [EXPANDED])
    assert result.specs == ()


DECLARED = "坏.docx R101 正文 word/document.xml 带有 DTD（<!DOCTYPE …>），里面的文字可能被换掉，Word 也不会打开；请用 Word 或 WPS 另存一次"
EXPANDED = "坏.docx R101 正文 word/document.xml 第1行不是合格的 XML，文件已损坏"


@pytest.mark.parametrize(
    "declared", ['<!DOCTYPE x [<!ENTITY e "30">]>', "<!DOCTYPE w:document>", "<!-- --><!DOCTYPE x SYSTEM 'x.dtd'>"]
)
@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16"])
def test_a_body_with_a_dtd_is_refused(declared, encoding):
    xml = f"<?xml version='1.0' encoding='{encoding}'?>{declared}<w:document {W}><w:body><w:p/></w:body></w:document>"
    assert told(zipped({DOCUMENT: xml.encode(encoding)})) == [DECLARED]


@pytest.mark.parametrize(
    "part", ["word/styles.xml", "word/_rels/document.xml.rels", "_rels/.rels", "[Content_Types].xml"]
)
def test_another_part_with_a_dtd_is_told_and_not_read(part):
    whole = parts((ROOT / "tests/conformance/vanished_by_style.form.docx").read_bytes())
    declaration, rest = re.fullmatch(rb"(<\?xml[^>]*\?>)?(.*)", whole[part], re.DOTALL).groups(b"")
    result = reading(write_package({**whole, part: declaration + b"<!DOCTYPE x>" + rest}))
    lost = "正文里由样式划掉的、隐藏的、编号的字看不出来，请核对" if "styles" in part else "正文不受影响"
    assert [str(problem) for problem in result.problems if problem.code == "R103"][:1] == [
        f"坏.docx R103 文件里的 {part} 带有 DTD（<!DOCTYPE …>），Word 也不会打开这样的文件，没有读它；{lost}"
    ]


@pytest.mark.parametrize("within", ["<?x y?>", "<!-- x -->", "<?x?><!----><?y z?>"])
@pytest.mark.parametrize("revisions", Revisions)
def test_what_is_no_text_inside_a_text_is_looked_through(within, revisions):
    """An instruction between the characters of a text, of a deleted one, or between elements, takes nothing away."""
    good = (ROOT / "tests/conformance/deleted_run.form.docx").read_bytes()
    whole = parts(good)
    text = whole[DOCUMENT].decode()
    texts = re.sub(r"(<w:(?:t|delText)(?: [^>]*)?>[^<])", lambda match: match[1] + within, text)
    changed = write_package({**whole, DOCUMENT: texts.replace("<w:r>", f"{within}<w:r>").encode()})
    one, two = (read(data, "坏.docx", [form("tianjin-2022")], revisions=revisions) for data in (good, changed))
    assert [spec.value for spec in two.specs] == [spec.value for spec in one.specs]
    assert (two.ledger.entries, two.ledger.hidden, two.problems) == (
        one.ledger.entries,
        one.ledger.hidden,
        one.problems,
    )


def test_what_hangs_or_is_missing_is_told_and_the_tables_are_read():
    whole = parts((ROOT / "tests/conformance/split_runs.form.docx").read_bytes())
    links = whole["word/_rels/document.xml.rels"].replace(b"</Relationships>", b"")
    office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    for kind, target in ((b"footnotes", b"gone.xml"), (b"comments", b"broken.xml"), (b"image", b"../../../etc/passwd")):
        links += b'<Relationship Id="x' + kind + b'" Type="' + office + kind + b'" Target="' + target + b'"/>'
    hurt = {**whole, "word/_rels/document.xml.rels": links + b"</Relationships>", "word/broken.xml": b"<w:comments"}
    del hurt["word/styles.xml"]
    result = reading(write_package(hurt))
    assert len(result.specs) == 1
    assert [str(problem) for problem in result.problems if problem.code == "R103"] == [
        "坏.docx R103 文件里的 word/styles.xml 不见了，没有读它；正文里由样式划掉的、隐藏的、编号的字看不出来，请核对",
        "坏.docx R103 文件里的 word/gone.xml 不见了，没有读它；正文不受影响",
        "坏.docx R103 文件里的 word/broken.xml 不是合格的 XML，没有读它；正文不受影响",
    ]


def test_the_document_part_may_have_another_name():
    moved = {
        "[Content_Types].xml": TYPES.encode(),
        "_rels/.rels": RELATIONSHIPS.replace("word/document.xml", "/word/document2.xml").encode(),
        "word/document2.xml": parts(document("甲"))[DOCUMENT],
    }
    assert [unread.text for unread in reading(zipped(moved)).unread] == ["甲"]


def test_the_mark_of_wps_is_told():
    app = b"<Properties><Application>WPS Office_12.1.0_F1E3</Application></Properties>"
    assert reading(zipped({**parts(document("甲")), "docProps/app.xml": app})).producer == "WPS"
    assert reading(document("甲")).producer == ""


def test_a_file_that_was_not_sent_whole():
    data = (LEGACY / "tianjin-2022.docx").read_bytes()
    for length in range(1, len(data), len(data) // 60):
        assert told(data[:length]) in (
            [f"坏.docx R101 {DAMAGED}"],
            ["坏.docx R101 不是 .docx 文件"],
        )


def test_flipped_bits():
    whole = parts((ROOT / "tests/conformance/deleted_row.form.docx").read_bytes())
    seeds = [zipped(whole), write_package(whole)]
    rng = random.Random(5)
    for _ in range(150):
        data = bytearray(rng.choice(seeds))
        for _ in range(rng.choice((1, 3, 30))):
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        reading(bytes(data))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_what_fuzzing_found(path):
    reading(path.read_bytes())


def test_a_doc_file_without_libreoffice(monkeypatch):
    monkeypatch.setattr(convert, "_office", lambda: None)
    data, problems = convert.docx_of(LEGACY / "tianjin-2022.doc")
    assert problems == []
    assert told(data) == [f"坏.docx R101 {KINDS['doc'][1]}"]


def test_a_file_too_large_to_load_is_not_loaded(tmp_path):
    path = tmp_path / "大.docx"
    with path.open("wb") as file:
        file.truncate(300 << 20)
    with pytest.raises(Unable) as reason:
        convert.docx_of(path)
    assert str(reason.value) == f"{path} 有 300.0 MB，超过 256 MB，没有读：请拆成几个文件，或压缩其中的图片"


def test_cells_that_a_change_added_or_took_away():
    cell = "<w:tc><w:tcPr>{}</w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>".format
    cells = cell("", "甲") + cell("<w:cellDel/>", "乙") + cell("<w:cellIns/>", "丙") + cell("", "丁")
    opened, _ = open_package(
        package(f"<w:document {W}><w:body><w:tbl><w:tr>{cells}</w:tr></w:tbl></w:body></w:document>"), ""
    )
    assert opened
    for revisions, texts, hidden in (("final", "甲丙丁", "乙"), ("original", "甲乙丁", "丙")):
        held = content(opened, Revisions(revisions))
        assert [cell.text for row in held.blocks if isinstance(row, Row) for cell in row.cells] == list(texts)
        assert [one.text for one in held.hidden] == [hidden]


def test_a_field_without_an_end_does_not_swallow_the_rest():
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
    body = f"<w:p>{begin}</w:p><w:p><w:r><w:t>甲</w:t></w:r></w:p><w:p><w:r><w:tab/><w:t>乙</w:t></w:r></w:p>"
    assert [
        unread.text for unread in reading(package(f"<w:document {W}><w:body>{body}</w:body></w:document>")).unread
    ] == [
        "甲",
        "\t乙",
    ]


def test_package_helper_is_a_document():
    assert told(package(f"<w:document {W}/>"))[0].startswith("坏.docx R301")
