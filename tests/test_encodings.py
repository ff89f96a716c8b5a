"""One rule for encodings: what programs read is UTF-8, text for people follows its stream, and no character ends a run."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from tools import encodings

from goalgen.cli import console, main, streams

SHOWN = {
    "≥95%，①—⑩": "≥95%，①—⑩",
    "☑是 ☐否 ☒都不": "√是 □否 [×]都不",
    "m³、CO₂、½、㈡": "m^3、CO2、1/2、㈡",
    "Müller • ©": "Müller · (c)",
    "Ångström": "Angstrom",
    "零\u200b宽、不换\u00a0行": "零[U+200B]宽、不换 行",
    "𠮷田🙂": "[U+20BB7]田[U+1F642]",
    "\ud800": "[U+D800]",
}
"""What a GBK stream shows."""
LESS = {"≥95%，①—⑩": "≥95%，①--⑩", "·": "*", "㎡": "m2", "≧3": ">=3", "‘a’～“b”": "‘a’～“b”", "〇": "○"}
"""What a GB2312 stream shows."""
NAME = os.fsdecode("测试 1.docx".encode("gb18030"))
NOTICE = (
    "goalgen: {0} has no Chinese characters, so this is UTF-8"
    "（{0} 里没有汉字，改用 UTF-8；设 PYTHONIOENCODING=utf-8 就不再说这一句）\n"
)


@pytest.fixture
def open_streams(monkeypatch):
    """Both streams anew, in an encoding; gives the bytes that went into each."""

    def opened(encoding: str, errors: str = "strict") -> tuple[io.BytesIO, io.BytesIO]:
        found = io.BytesIO(), io.BytesIO()
        for name, raw in zip(("stdout", "stderr"), found, strict=True):
            monkeypatch.setattr(sys, name, io.TextIOWrapper(raw, encoding, errors, newline="\n", write_through=True))
        return found

    return opened


@pytest.mark.parametrize(("text", "shown"), SHOWN.items())
def test_what_gbk_lacks_is_written_as_a_reader_would_write_it(open_streams, text, shown):
    out, err = open_streams("gbk")
    streams.settle()
    console.say(text)
    console.tell(text)
    assert (out.getvalue().decode("gbk"), err.getvalue().decode("gbk")) == (f"{shown}\n", f"{shown}\n")


@pytest.mark.parametrize(("text", "shown"), LESS.items())
def test_what_gb2312_lacks(open_streams, text, shown):
    out, _ = open_streams("gb2312")
    streams.settle()
    console.page(text)
    assert out.getvalue().decode("gb2312") == shown


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig"])
def test_a_name_in_bytes_of_gbk_is_shown_in_chinese(open_streams, encoding):
    out, _ = open_streams(encoding)
    streams.settle()
    console.say(f"{NAME}：不是 .docx 文件，b{os.fsdecode(bytes([0xE9]))} 也不是")
    assert out.getvalue().decode(encoding) == "测试 1.docx：不是 .docx 文件，b[E9] 也不是\n"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "big5", "cp932"])
def test_a_stream_without_chinese_gets_utf8_and_one_line_says_so(open_streams, encoding):
    out, err = open_streams(encoding)
    streams.settle()
    console.say("≥95% é 𠮷")
    streams.settle()
    assert out.getvalue().decode() == "≥95% é 𠮷\n"
    assert err.getvalue().decode() == NOTICE.format(encoding)


def test_whoever_chose_the_substitutes_gets_them(open_streams, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii:replace")
    out, err = open_streams("ascii", "replace")
    streams.settle()
    console.say("共 1 个")
    console.tell("共 1 个")
    assert (out.getvalue(), err.getvalue()) == (b"? 1 ?\n", b"? 1 ?\n")


@settings(max_examples=50)
@given(st.text(st.characters(exclude_categories=()), max_size=8), st.sampled_from(["gbk", "utf-8", "gb2312"]))
def test_no_character_fails_and_those_that_fit_stay(text, encoding):
    def fits(char: str) -> bool:
        return char.encode(encoding, "ignore") != b""

    streams.register()
    shown = text.encode(encoding, streams.INSTEAD).decode(encoding)
    assert shown == text if all(map(fits, text)) else shown != text
    assert not re.search(r"\\[uUx]", shown) or "\\" in text


@pytest.mark.parametrize(
    ("words", "into"),
    [
        (["check", "--format", "json"], "utf-8"),
        (["check", "--format", "sarif"], "utf-8"),
        (["check", "--format", "md"], "utf-8"),
        (["check", "--format", "github"], "utf-8"),
        (["check", "--format", "gitlab"], "utf-8"),
        (["check", "--format", "text"], "gbk"),
        (["check", "--statistics"], "gbk"),
        (["check", "--fix", "--diff"], "gbk"),
        (["rule", "G401"], "gbk"),
        (["rule"], "gbk"),
        (["rule", "--all"], "utf-8"),
        (["form", "list"], "gbk"),
        (["--help"], "gbk"),
    ],
)
def test_the_format_decides_and_not_the_command(open_streams, monkeypatch, tmp_path, words, into):
    monkeypatch.chdir(tmp_path)
    Path("specs").mkdir()
    Path("specs/甲.yaml").write_text(encodings.SPEC, "utf-8")
    plain, _ = open_streams("utf-8")
    code = main(words)
    out, _ = open_streams("gbk")
    assert main(words) == code
    expected = plain.getvalue().decode()
    for char, other in (encodings.INSTEAD if into == "gbk" else {}).items():
        expected = expected.replace(char, other)
    assert expected
    assert out.getvalue().decode(into) == expected


def test_what_is_said_and_data_keep_their_order(open_streams):
    out, _ = open_streams("gbk")
    streams.settle()
    console.say("一")
    console.data("二\n")
    console.say("三")
    assert out.getvalue() == "一\n".encode("gbk") + "二\n".encode() + "三\n".encode("gbk")


def test_json_gives_the_bytes_of_a_name_back():
    assert os.fsencode(json.loads(console.json_text({"file": NAME}))["file"]) == "测试 1.docx".encode("gb18030")
    assert console.json_text({"file": NAME}).encode()


def test_the_line_ends_of_csv_are_no_commands():
    assert console.harmless("甲,乙\r\n丙\r丁\x1b[1m\n") == "甲,乙\r\n丙\\r丁\\x1b[1m\n"


@pytest.mark.parametrize(("line", "text"), [("是\n", "是"), ("", None), ("\n", "")])
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_an_answer_is_understood_in_both_encodings(monkeypatch, line, text, encoding):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line.encode(encoding)), "ascii"))
    if text is None:
        with pytest.raises(EOFError):
            console.answer()
    else:
        assert console.answer() == text


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows names files in Unicode")
def test_a_locale_that_cannot_name_a_file_in_chinese(tmp_path):
    (tmp_path / "甲.yaml").write_text(encodings.SPEC, "utf-8")
    plain = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "goalgen", "build", "甲.yaml", "-o", "册"]
    environment = {**os.environ, **plain}
    environment.pop("PYTHONIOENCODING", None)
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert done.returncode == 0
    assert done.stdout.decode().startswith("已写 册/甲.docx：")
    assert (tmp_path / "册/甲.docx").exists()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="names in bytes of GBK")
@pytest.mark.parametrize("place", range(len(encodings.ENCODINGS)), ids=encodings.ENCODINGS)
def test_the_table_of_the_page_is_what_comes_out(tmp_path, place):
    found = encodings.column(list(encodings.ENCODINGS)[place], encodings.folder(tmp_path / "甲"))
    assert found == [row[2 + place] for row in encodings.printed()]
