"""`goalgen check -` and `goalgen fmt -`: what another program hands over is checked as if it stood in its file."""

from __future__ import annotations

import json
import subprocess
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from conftest import ROOT

from goalgen.cli import main

SPEC = "specs/331201/2022/08-科技系统干部教育培训.yaml"


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path(SPEC).parent.mkdir(parents=True)
    Path(SPEC).write_bytes((ROOT / SPEC).read_bytes())
    return tmp_path


def handed(monkeypatch, capsys, data: bytes | str, *words: str) -> tuple[int, str, str]:
    """A run to which something is handed over; its exit code, and what it says."""
    raw = data.encode() if isinstance(data, str) else data
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(raw), encoding="utf8"))
    code = main([*words])
    return code, *capsys.readouterr()


@pytest.mark.slow
def test_a_text_is_checked_as_its_file_is(here, monkeypatch, capsys):
    text = Path(SPEC).read_text("utf8")
    for form in ("text", "json", "sarif"):
        code = main(["check", SPEC, "--format", form])
        said = capsys.readouterr()
        assert handed(monkeypatch, capsys, text, "check", "-", "--stdin-filename", SPEC, "--format", form) == (
            code,
            *said,
        )
    assert handed(monkeypatch, capsys, text, "check", "-")[1].startswith("标准输入:19:8 G521 ")


def test_it_is_the_text_that_is_checked_and_nothing_is_remembered_of_it(here, monkeypatch, capsys):
    clean = handed(
        monkeypatch, capsys, Path(SPEC).read_text("utf8"), "check", "-", "--stdin-filename", SPEC, "--select", "G106"
    )
    assert clean[0] == 0
    text = Path(SPEC).read_text("utf8").replace("资金用途:", "资金用途: 【请填】  #")
    code, out, _ = handed(monkeypatch, capsys, text, "check", "-", "--stdin-filename", SPEC, "--select", "G106")
    assert (code, out.splitlines()[0]) == (1, f"{SPEC}:11:7 G106 「【请填】」是没有替换的占位符：请写实际内容")
    assert main(["check", SPEC, "--select", "G106"]) == 0
    assert Path(SPEC).read_bytes() == (ROOT / SPEC).read_bytes()


def test_the_settings_and_waivers_of_its_place_hold(here, monkeypatch, capsys):
    text = Path(SPEC).read_text("utf8")
    Path("goalgen.toml").write_text('ignore = ["G521"]\n', "utf8")
    run = ["check", "-", "--format", "json", "--stdin-filename"]
    found = json.loads(handed(monkeypatch, capsys, text, *run, SPEC)[1])["problems"]
    assert "G521" not in {each["code"] for each in found}
    Path("goalgen.toml").unlink()
    assert "G521" in handed(monkeypatch, capsys, text, *run, SPEC)[1]
    waived = text.replace("≤43.5万元\n", "≤43.5万元  # goalgen: ignore G521 核过\n")
    assert '"G521"' not in handed(monkeypatch, capsys, waived, *run, "别处/新.yaml")[1]


def test_a_text_that_is_none_says_so(here, monkeypatch, capsys):
    for data, code in ((b"", "S1"), (b"\xff\xfe\x00", "S1"), ("甲: [".encode(), "S1"), ("甲".encode("gbk"), "S1")):
        found, out, _ = handed(monkeypatch, capsys, data, "check", "-")
        assert (found, f" {code}" in out) == (1, True), out


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["check", "-", "a.yaml"], "-（标准输入）要单独用，不能和别的文件一起"),
        (["check", "-", "--fix"], "从标准输入来的没有文件可改，--fix 不能用；要整理版式用 goalgen fmt -"),
        (
            ["check", "-", "--annotate", "a.docx"],
            "从标准输入来的没有文件可改，--annotate 不能用；要整理版式用 goalgen fmt -",
        ),
        (
            ["check", "-", "--stdin-filename", "a.docx"],
            "标准输入只收规格（YAML），a.docx 是 Word 文件：请直接写它的路径",
        ),
        (["fmt", "--stdin-filename", "a.yaml"], "--stdin-filename 要和 - 一起用：goalgen … - --stdin-filename a.yaml"),
    ],
)
def test_what_does_not_go_with_standard_input(here, monkeypatch, capsys, words, reason):
    assert handed(monkeypatch, capsys, "", *words) == (2, "", f"错误：{reason}\n")


def test_fmt_prints_what_it_would_write(here, monkeypatch, capsys):
    whole = Path(SPEC).read_text("utf8")
    messy = whole.replace('"43.00"', "'43.00'").replace("\n", "\r\n")
    assert handed(monkeypatch, capsys, messy, "fmt", "-") == (0, whole, "")
    assert handed(monkeypatch, capsys, whole, "fmt", "-") == (0, whole, "")
    assert handed(monkeypatch, capsys, messy, "fmt", "-", "--check", "--stdin-filename", "新.yaml") == (
        1,
        "新.yaml\n",
        "",
    )
    assert handed(monkeypatch, capsys, whole, "fmt", "-", "--check") == (0, "", "")
    code, out, err = handed(monkeypatch, capsys, "甲: [\n", "fmt", "-")
    assert (code, out) == (1, "甲: [\n"), "an editor that filters its text through it loses nothing"
    assert err.startswith("标准输入:1:")


@pytest.mark.slow
def test_as_a_shell_runs_it(here):
    with Path(SPEC).open("rb") as text:
        done = subprocess.run(
            [sys.executable, "-m", "goalgen", "fmt", "-"], stdin=text, capture_output=True, check=True, env={"PYTHONUTF8": "0", "LC_ALL": "C"}
        )  # fmt: skip
    assert (done.stdout, done.stderr) == (Path(SPEC).read_bytes(), b"")
