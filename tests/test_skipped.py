"""Files that are passed over by their name, and files that are there twice, are named."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, form

from goalgen.cli import main
from goalgen.desk import skipped
from goalgen.desk.forms import Forms


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def touch(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(name.encode())


def test_what_looks_like_a_spec_and_is_none(here):
    odd = ["03.YAML~", "03.yaml.txt", "03.yaml - 副本", "03.yml.bak", "03.yam", "03。yaml"]
    touch(
        *(f"specs/书/{name}" for name in odd),
        "specs/书/01.yaml",
        "specs/书/说明.txt",
        "specs/书/.01.yaml.swp",
        "specs/02.YML",
    )
    told = list(skipped.passed_over(["specs"]))
    advice = "文件名不以 .yaml 或 .yml 结尾；是规格就改名，不是就移走"
    assert told == [f"没有看 specs/书/{name}：{advice}" for name in sorted(odd)]
    assert list(skipped.passed_over(["specs/书/01.yaml"])) == []


def test_word_files_passed_over_and_twins(here):
    touch("a/1.docx", "a/2.docx.bak", "a/3.docx~", "a/4.pdf")
    touch("a/5.doc")
    Path("a/6.docx").write_bytes(b"a/1.docx")
    assert [line.split("：")[0] for line in skipped.documents_passed_over(["a"])] == [
        "没有看 a/2.docx.bak",
        "没有看 a/3.docx~",
    ]
    paths = sorted(Path("a").iterdir())
    assert list(skipped.twins(paths, len(paths))) == ["a/6.docx 和 a/1.docx 的内容完全相同，是同一份文件"]


BOOK = ROOT / "specs/331201/2022"
ODD = ["03.yaml.txt", "04.yml.bak", "05.YAML~"]
ODD_WORD = ["丙.docx.bak", "丁.doc~"]
SPEC_ADVICE = "文件名不以 .yaml 或 .yml 结尾；是规格就改名，不是就移走"
WORD_ADVICE = "文件名不以 .docx、.docm、.dotx、.doc、.wps 结尾；是 Word 文件就改名，不是就移走"


def told(arguments: list[str], capsys) -> list[str]:
    """The lines about what was not looked at, as a user sees them."""
    capsys.readouterr()
    main(arguments)
    out, err = capsys.readouterr()
    return [line for line in f"{out}{err}".splitlines() if line.startswith(("没有看", "文件夹")) or "相同" in line]


@pytest.mark.parametrize(
    "command",
    [
        ["check", "--ignore", "G"],
        ["check", "--ignore", "G", "--fix"],
        ["fmt", "--check"],
        ["fmt"],
        ["build", "--split"],
        ["roll", "specs", "--to", "2023", "-o", "转"],
    ],
    ids=" ".join,
)
def test_every_command_that_walks_folders_of_specs_names_what_it_skips(here, capsys, command, monkeypatch):
    monkeypatch.setattr(Forms, "form", lambda *_: (form("tianjin-2022"), []))
    touch(*(f"specs/书/{name}" for name in ODD), "甲.docx")
    shutil.copy(BOOK / "08-科技系统干部教育培训.yaml", "specs/书/08.yaml")
    assert told(command, capsys) == [f"没有看 specs/书/{name}：{SPEC_ADVICE}" for name in ODD]


@pytest.mark.parametrize("command", [["read", "来", "--set", "年度=2022", "-o", "出"], ["survey", "来"]], ids=" ".join)
def test_every_command_that_walks_folders_of_word_files_names_what_it_skips(here, capsys, command, monkeypatch):
    monkeypatch.setattr(Forms, "usable", lambda _: ([form("tianjin-2022")], []))
    touch(*(f"来/{name}" for name in ODD_WORD))
    Path("来/甲.docx").write_bytes(b"1")
    Path("来/乙.docx").write_bytes(b"1")
    assert told(command, capsys) == [
        *(f"没有看 来/{name}：{WORD_ADVICE}" for name in sorted(ODD_WORD)),
        "来/甲.docx 和 来/乙.docx 的内容完全相同，是同一份文件",
    ]


@pytest.mark.parametrize("command", ["check", "fmt", "build", "roll", "read", "survey"])
def test_a_folder_that_cannot_be_looked_into_is_named(here, capsys, command, monkeypatch):
    touch("来/锁/1.yaml", "来/锁/1.docx")
    shutil.copy(BOOK / "08-科技系统干部教育培训.yaml", "来/08.yaml")
    scandir = os.scandir
    monkeypatch.setattr(Forms, "usable", lambda _: ([form("tianjin-2022")], []))
    monkeypatch.setattr(Forms, "form", lambda *_: (form("tianjin-2022"), []))

    def refusing(path):
        if Path(path).name == "锁":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    further = {"roll": ["--to", "2023"], "read": ["--set", "年度=2022"], "check": ["--ignore", "G"]}.get(command, [])
    main([command, "来", *further])
    out, err = capsys.readouterr()
    assert "文件夹 来/锁 打不开，里面的文件没有看：没有读取权限，或正被别的程序占用" in f"{out}{err}"


def test_two_word_files_that_are_one_are_named_when_they_are_checked(here, capsys, monkeypatch):
    monkeypatch.setattr(Forms, "usable", lambda _: ([form("tianjin-2022")], []))
    touch("甲.docx")
    shutil.copy("甲.docx", "乙.docx")
    assert told(["check", "甲.docx", "乙.docx"], capsys) == ["乙.docx 和 甲.docx 的内容完全相同，是同一份文件"]


def test_word_files_in_a_folder_without_specs_are_not_passed_over_in_silence(here, capsys):
    touch("来/甲.docx", "来/下/乙.doc")
    assert main(["fmt", "来"]) == 2
    assert capsys.readouterr().err.splitlines()[0] == (
        "错误：文件夹 来 里没有规格文件（*.yaml、*.yml）；有 2 个 Word 文件：先运行 goalgen read 来，只检查就 goalgen check 来"
    )
    assert main(["check", "来"]) == 1
    assert [line.split(" ")[0] for line in capsys.readouterr().out.splitlines()] == ["来/下/乙.doc", "来/甲.docx"]


def test_what_of_a_folder_of_word_files_is_not_looked_into_is_told_of(here, tmp_path_factory, capsys):
    touch("来/甲.docx", "来/丙.docx.bak")
    outside = tmp_path_factory.mktemp("外") / "乙.docx"
    outside.write_bytes(b"")
    Path("来/出去.docx").symlink_to(outside)
    assert main(["check", "来"]) == 2
    err = capsys.readouterr().err
    assert "没有看 来/丙.docx.bak：文件名不以" in err
    assert "来/出去.docx 是指向文件夹外面的链接，没有读" in err


@pytest.mark.parametrize("command", ["check", "show", "read", "survey", "form draft"])
def test_a_word_file_with_nothing_in_it_is_not_passed_over_in_silence(here, capsys, command):
    Path("空.docx").write_bytes(b"")
    more = ["-o", "出.docx"] if command == "form draft" else []
    assert main([*command.split(), "空.docx", *more]) in (1, 2)
    said = capsys.readouterr()
    assert "文件是空的" in said.out + said.err
