"""Old .doc files are read by way of LibreOffice, to the published specs but for edge spaces."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT, form, specs_in
from hypothesis import given, settings
from hypothesis import strategies as st
from test_revisions import trimmed
from tools import require

from goalgen.cli import main
from goalgen.desk import convert
from goalgen.desk.forms import Forms
from goalgen.docx.kinds import foreign, is_doc
from goalgen.docx.ole import streams
from goalgen.verbs.read import read


@pytest.mark.slow
def test_the_legacy_doc_reads_to_the_published_specs_but_for_edge_spaces():
    require("soffice")
    path = ROOT / "tests/data/legacy/tianjin-2022.doc"
    data, problems = convert.docx_of(path)
    assert list(map(str, problems)) == [f"{path} R104 旧版 .doc，经 LibreOffice 转换后读取：转换会丢掉单元格首尾的空格"]
    reading = read(data, "旧.doc", [form("tianjin-2022")], {"年度": "2022"})
    published = specs_in(ROOT / "specs/331201/2022")
    assert [trimmed(spec.value) for spec in reading.specs] == [trimmed(spec.value) for spec in published]
    assert not reading.ledger.residue()


def test_only_word_s_own_old_format_is_converted():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    assert is_doc(ole + "WordDocument".encode("utf-16-le"))
    assert not is_doc(ole + "EncryptedPackage".encode("utf-16-le"))
    assert not is_doc(b"PK\x03\x04")


LEGACY = ROOT / "tests/data/legacy/tianjin-2022.doc"
PASSWORD = "这是加了密码的 Word 文件，打不开；请用 Word 或 WPS 打开，去掉密码后另存为 .docx"
SAVE_AS = "请用 Word 或 WPS 打开，另存为 .docx"


def with_flags(flags: int, kind: int = 0xA5EC) -> bytes:
    """The legacy .doc with other bits in the head of its main stream."""
    data = bytearray(LEGACY.read_bytes())
    at = data.index(b"\xec\xa5", 512)
    data[at : at + 2] = kind.to_bytes(2, "little")
    data[at + 10 : at + 12] = (int.from_bytes(data[at + 10 : at + 12], "little") | flags).to_bytes(2, "little")
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "locked"),
    [
        ((ROOT / "tests/data/bad/password.doc").read_bytes(), True),
        (with_flags(0x0100), True),
        (with_flags(0x8100), True),  # XOR obfuscation
        (with_flags(0x0100, 0xA5DC), True),  # Word 95
        (with_flags(0x0000), False),
        (with_flags(0x0800 | 0x0400), False),  # a password to write, reading is only recommended
    ],
)
def test_a_doc_with_a_password_is_told_as_such(data, locked):
    assert is_doc(data) is not locked
    assert (foreign(data) == PASSWORD) is locked
    reading = read(data, "旧.doc", [form("tianjin-2022")])
    assert [str(p) for p in reading.problems if p.message == PASSWORD] == [f"旧.doc R101 {PASSWORD}"] * locked


def test_a_doc_with_a_password_is_not_given_to_libreoffice(monkeypatch):
    monkeypatch.setattr(convert, "_office", lambda: "no-such-program")
    path = ROOT / "tests/data/bad/password.doc"
    assert convert.docx_of(path) == (path.read_bytes(), [])


@pytest.mark.parametrize("name", ["password.doc", "password.docx"])
@pytest.mark.parametrize("as_name", ["表.doc", "表.docx"])
def test_a_file_with_a_password_is_told_as_such_by_every_command_whatever_its_name(
    name, as_name, tmp_path, monkeypatch, capsys
):
    """Both were saved with a password by LibreOffice; the suffix says nothing of what is inside."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Forms, "usable", lambda _: ([form("tianjin-2022")], []))
    monkeypatch.setattr(convert, "_office", lambda: "no-such-program")
    Path(as_name).write_bytes((ROOT / "tests/data/bad" / name).read_bytes())
    for command in (["read", "--set", "年度=2022", "-o", "出"], ["check"], ["show"]):
        assert main([command[0], as_name, *command[1:]]) == 1
        out, err = capsys.readouterr()
        assert f"{as_name} R101 {PASSWORD}" in f"{out}{err}".splitlines()
    assert not Path("出").exists()
    main(["survey", "."])
    assert "  打不开  1 个" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["EncryptionInfo", "EncryptedPackage"], PASSWORD),
        (["EncryptionInfo"], PASSWORD),
        (["\tDRMContent"], "这是加了权限保护（IRM）的文件，打不开；请有权限的人用 Word 打开，去掉保护后另存为 .docx"),
        (["Workbook"], "这是 Excel 文件（.xls），goalgen 只读 Word 的 .docx"),
        (["Contents"], f"这是旧版 .doc 或 .wps 一类的文件；{SAVE_AS}"),
    ],
)
def test_what_an_ole_file_is_by_the_names_at_its_top(names, told):
    """The legacy file's main stream under another name; the name of another stream deeper or in the text says nothing."""
    data = LEGACY.read_bytes()
    for name, was in zip(names, ("WordDocument", "1Table"), strict=False):
        entry = data.index(was.encode("utf-16-le").ljust(64, b"\0"))
        coded = name.encode("utf-16-le")
        head = coded.ljust(64, b"\0") + (len(coded) + 2).to_bytes(2, "little")
        data = data[:entry] + head + data[entry + 66 :]
    assert foreign(data + "WordDocument".encode("utf-16-le")) == told


def test_the_streams_of_a_doc():
    found = streams(LEGACY.read_bytes(), 4)
    assert {name: (len(head), head[:2]) for name, head in found.items()} == {
        "WordDocument": (4, b"\xec\xa5"),
        "1Table": (4, b"\x12\x00"),
        "\x01CompObj": (4, b"\x01\x00"),
        "\x01Ole": (4, b"\x01\x00"),
        "\x05SummaryInformation": (4, b"\xfe\xff"),
        "\x05DocumentSummaryInformation": (4, b"\xfe\xff"),
    }


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_doc_gives_less_and_never_an_exception(data):
    whole = (ROOT / "tests/data/bad/password.doc").read_bytes()
    cut = bytearray(whole[: data.draw(st.integers(9, len(whole)))])
    for at in data.draw(st.lists(st.integers(8, len(cut) - 1), max_size=8)):
        cut[at] = data.draw(st.integers(0, 255))
    assert all(isinstance(head, bytes) for head in streams(bytes(cut)).values())
    assert foreign(bytes(cut))


def test_a_doc_that_was_cut_off_is_damaged():
    assert foreign(LEGACY.read_bytes()[:40000]) == (
        "这是旧版 .doc 一类的文件，已损坏或没有传完整，打不开；请重新取一份，或用 Word 的“打开并修复”另存为 .docx"
    )


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("exit 1", "打不开这个 .doc 文件，多半是坏了"),
        ("exit 0", "打不开这个 .doc 文件，多半是坏了"),
        ("sleep 60", "没能在 0.5 秒内转换这个 .doc 文件"),
    ],
)
@pytest.mark.slow
def test_only_a_conversion_that_ran_out_of_time_is_said_to_have(script, said, tmp_path, monkeypatch):
    office = tmp_path / "soffice"
    office.write_text(f"#!/bin/sh\n{script}\n")
    office.chmod(0o755)
    monkeypatch.setattr(convert, "_office", lambda: str(office))
    monkeypatch.setattr(convert, "PATIENCE", 0.5)
    data, problems = convert.docx_of(LEGACY)
    assert (data, list(map(str, problems))) == (b"", [f"{LEGACY} R102 LibreOffice {said}；{SAVE_AS}"])


@pytest.mark.slow
def test_a_doc_that_libreoffice_refuses_at_once(tmp_path):
    require("soffice")
    whole = LEGACY.read_bytes()
    at = whole.index(b"\xec\xa5", 512)
    path = tmp_path / "坏.doc"
    path.write_bytes(whole[:at] + bytes(2000) + whole[at + 2000 :])
    assert list(map(str, convert.docx_of(path)[1])) == [
        f"{path} R102 LibreOffice 打不开这个 .doc 文件，多半是坏了；{SAVE_AS}"
    ]
