"""Every XML part of a Word file is counted before a tree is made of it; an honest large file is read by a setting."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator

import pytest
from conftest import ROOT, form
from documents import W

from goalgen.cli import main, review
from goalgen.desk.documents import Document, read_document
from goalgen.desk.settings import KEYS, MOST_TIMES, settings_of
from goalgen.docx import DOCUMENT, content, limits, open_package
from goalgen.text import Source

GOOD = ROOT / "tests/conformance/deleted_row.form.docx"
OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
ELEMENTS = 2_000
"""The limit in these tests, so that they take no time."""


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ELEMENTS", ELEMENTS)
    monkeypatch.setattr(limits, "MAX_NODES", ELEMENTS * 3 // 2)
    monkeypatch.setattr(limits, "MAX_XML", 1 << 20)


def with_parts(parts: dict[str, bytes], kind: str = "") -> bytes:
    """A good document with other parts, the first of them linked to the body as being of a kind."""
    with zipfile.ZipFile(GOOD) as archive:
        whole = {name: archive.read(name) for name in archive.namelist()}
    if kind:
        name = next(iter(parts))
        links = "word/_rels/document.xml.rels"
        link = b'<Relationship Id="xx" Type="%s%s" Target="/%s"/>' % (OFFICE, kind.encode(), name.encode())
        whole[links] = whole[links].replace(b"</Relationships>", link + b"</Relationships>")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**whole, **parts}.items():
            archive.writestr(name, data)
    return out.getvalue()


def told(data: bytes) -> list[str]:
    package, problems = open_package(data, "大.docx")
    assert (package is None) == bool(problems)
    return [str(problem) for problem in problems]


def full(count: int, around: str = "w:x") -> bytes:
    return f"<{around} {W}>{'<w:p/>' * (count - 1)}</{around}>".encode()


PARTS = [
    "[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/styles.xml", "word/numbering.xml", "word/comments.xml",
    "word/header7.xml", "word/footnotes.xml", "word/endnotes.xml", "word/settings.xml", "word/theme/theme1.xml", "word/fontTable.xml",
    "customXml/item1.xml", "customXml/itemProps1.xml", "docProps/app.xml", "docProps/core.xml", "docProps/custom.xml", DOCUMENT,
]  # fmt: skip


def tags(data: bytes) -> Iterator[tuple[str, int]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if limits.is_xml(name):
                text = archive.read(name)
                yield name, text.count(b"<") - text.count(b"</") * (text.count(b"<?") < 2)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("part", PARTS)
def test_the_elements_of_every_part_are_counted(part):
    data = with_parts({part: full(ELEMENTS + 1)})
    total = sum(dict(tags(data)).values())
    assert told(data) == [
        f"大.docx R101 文件里有 {total} 个元素，{part} 里就有 {ELEMENTS + 1} 个；超过 {ELEMENTS} 个，没有打开；"
        f"请拆成几个文件，或在 goalgen.toml 里写 word-limit = {total // ELEMENTS + 1}"
    ]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("kind", ["header", "comments", "styles", "numbering", "footnotes", "footer"])
def test_a_part_without_the_name_of_one_is_counted_when_the_body_refers_to_it(kind):
    data = with_parts({"word/kein.bin": full(ELEMENTS + 1)}, kind)
    total = sum(dict(tags(data)).values()) + ELEMENTS + 1
    assert told(data) == [
        f"大.docx R101 文件里有 {total} 个元素，word/kein.bin 里就有 {ELEMENTS + 1} 个；超过 {ELEMENTS} 个，没有打开；"
        f"请拆成几个文件，或在 goalgen.toml 里写 word-limit = 2"
    ]


@pytest.mark.usefixtures("small")
def test_many_parts_are_counted_together():
    data = with_parts({f"word/header{number}.xml": full(700) for number in range(4)})
    counts = dict(tags(data))
    assert told(data) == [
        f"大.docx R101 文件里有 {sum(counts.values())} 个元素，word/header0.xml 里就有 700 个；超过 {ELEMENTS} 个，没有打开；"
        "请拆成几个文件，或在 goalgen.toml 里写 word-limit = 2"
    ]


FOUR = '<w:p a0="" a1="" a2="" a3=""/>'
ATTRIBUTES = " ".join(f'a{number}="{"x" * 3}"' for number in range(4 * ELEMENTS))


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("xml", "what"),
    [
        (f"<w:x {W} {ATTRIBUTES}/>", "元素和属性"),
        (f"<w:x {W}>{FOUR * (ELEMENTS // 2)}</w:x>", "元素和属性"),
        (f"<w:x {W}><![CDATA[{'</' * 9 * ELEMENTS}]]>{'<w:p/>' * ELEMENTS}</w:x>", "元素"),
        (f"<w:x {W}><!--{'</' * 9 * ELEMENTS}-->{'<w:p/>' * ELEMENTS}</w:x>", "元素"),
        (f"<w:x {W}><?x {'</' * 9 * ELEMENTS}?><?y?>{'<w:p/>' * ELEMENTS}</w:x>", "元素"),
        (f'<?xml version="1.0" encoding="GBK"?><w:x {W}>{"<w:p/>" * ELEMENTS}</w:x>', "元素"),
    ],
    ids=["one element", "each element", "CDATA", "comment", "instruction", "GBK"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_hides_elements_is_counted(xml, what, encoding):
    if encoding == "utf-16" and "GBK" in xml:
        encoding = "gbk"
    (problem,) = told(with_parts({"word/header9.xml": xml.encode(encoding)}))
    assert f" 个{what}，word/header9.xml 里就有 " in problem


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    "xml",
    [f'<?xml version="1.0" encoding="UTF-7"?><w:x {W}/>'.encode() + b"+ADw-" * ELEMENTS, b"Lo\xa7\x94" * 4 * ELEMENTS],
    ids=["UTF-7", "EBCDIC"],
)
def test_what_cannot_be_counted_is_not_opened(xml):
    assert told(with_parts({"word/header9.xml": xml})) == [
        "大.docx R101 文件里的 word/header9.xml 的编码少见，不像是 Word 存的，没有打开；请用 Word 或 WPS 另存一次"
    ]


@pytest.mark.usefixtures("small")
def test_the_bytes_of_all_parts_are_counted_together():
    text = f"<w:x {W}>{'甲乙丙丁戊己庚辛壬癸' * 13_000}</w:x>".encode()
    data = with_parts({f"word/header{number}.xml": text for number in range(3)})
    assert told(data) == [
        "大.docx R101 文件里的 XML 有 1 MB，超过 1 MB，没有打开；请拆成几个文件，或在 goalgen.toml 里写 word-limit = 2"
    ]


@pytest.mark.usefixtures("small")
def test_what_is_within_the_limits_is_read():
    package, problems = open_package(with_parts({"word/header9.xml": full(ELEMENTS - 900)}, "header"), "大.docx")
    assert problems == []
    assert package
    assert content(package).blocks


@pytest.mark.usefixtures("small")
def test_the_setting_that_is_told_opens_the_file_and_one_that_came_with_it_does_not(tmp_path, monkeypatch):
    (tmp_path / "大.docx").write_bytes(with_parts({"word/header9.xml": full(3 * ELEMENTS)}, "header"))
    (tmp_path / "下").mkdir()
    (tmp_path / "下/goalgen.toml").write_text("word-limit = 4", "utf8")

    def read_from(folder: str) -> tuple[int, str]:
        monkeypatch.chdir(tmp_path / folder)
        reading = read_document(Document(tmp_path / "大.docx"), [form("tianjin-2022")])
        return len(reading.specs), "".join(problem.message for problem in reading.problems if problem.code == "R101")

    assert read_from(".") == (0, read_from(".")[1])
    assert read_from(".")[1].endswith("，或在 goalgen.toml 里写 word-limit = 4")
    assert read_from("下") == (1, "")
    assert read_from(".")[0] == 0


@pytest.mark.parametrize("value", ["0", "-1", "1001", "1.5", "true", '"2"', "[2]"])
def test_a_setting_that_is_no_number_of_times(value):
    settings, problems = settings_of(Source("goalgen.toml", f"word-limit = {value}"))
    assert settings
    assert settings.word_limit == 1
    assert [str(problem) for problem in problems] == [
        "goalgen.toml:1:1 G004 「word-limit」应是 1 到 1000 的整数：Word 文件可以大到平常限度的几倍"
    ]


def test_the_setting_and_the_limits_agree():
    assert limits.SETTING in KEYS
    assert MOST_TIMES == limits.MOST_TIMES
    settings, problems = settings_of(Source("goalgen.toml", f"{limits.SETTING} = 1000"))
    assert problems == []
    assert settings
    assert settings.word_limit == 1000


def test_so_many_comments_are_written_and_how_many_are_left_is_said(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    shutil.copy(GOOD, "表.docx")
    main(["check", "表.docx", "--annotate", "全.docx"])
    (count,) = re.findall(r"已写 全.docx：(\d+) 个问题写成批注$", capsys.readouterr().err, re.MULTILINE)
    monkeypatch.setattr(review, "MAX_NOTES", int(count) - 2)
    main(["check", "表.docx", "--annotate", "少.docx"])
    told = f"已写 少.docx：{int(count) - 2} 个问题写成批注，还有 2 个问题没有写进去，见上面"
    assert told in capsys.readouterr().err.splitlines()
    with zipfile.ZipFile("少.docx") as archive:
        assert archive.read("word/comments.xml").count(b"<w:comment ") == int(count) - 2


@pytest.mark.usefixtures("small")
def test_what_goalgen_writes_itself_it_reads_however_large():
    """A book that is larger than a file that is opened is built, and read back by whoever says that it is all right."""
    from conftest import specs_in

    from goalgen.docx.limits import in_times
    from goalgen.verbs.build import build
    from goalgen.verbs.read import read

    specs = specs_in(ROOT / "specs/331201/2022")
    tianjin = form("tianjin-2022")
    built = build(specs, tianjin)
    assert (built.data is not None, built.problems) == (True, [])
    assert told(built.data or b"")
    with in_times(10):
        assert [each.value for each in read(built.data or b"", "册.docx", [tianjin]).specs] == [
            spec.value for spec in specs
        ]


def test_a_book_that_does_not_open_says_so_and_blames_no_project(monkeypatch: pytest.MonkeyPatch):
    from conftest import specs_in

    from goalgen.verbs import build as module

    write = module.write_package
    monkeypatch.setattr(module, "write_package", lambda parts: write({**parts, DOCUMENT: parts[DOCUMENT][:-9]}))
    specs = specs_in(ROOT / "specs/331201/2022")[:2]
    built = module.build(specs, form("tianjin-2022"))
    assert built.data is None
    assert [str(problem) for problem in built.problems] == [
        f"{specs[0].source.name} B201 写出来的 Word 打不开：正文 word/document.xml 第2行不是合格的 XML，文件已损坏"
    ]
