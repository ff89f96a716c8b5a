"""How a run speaks: -q, -v, --output-file and colours, the same in every command."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

from goalgen.cli import main, manner
from goalgen.cli.arguments import parser

SPEC = "specs/331201/2022/08-科技系统干部教育培训.yaml"
WORD = ROOT / "tests/data/legacy/tianjin-2022.docx"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with one spec in which a rule finds something."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    Path("specs/331201/2022").mkdir(parents=True)
    text = (ROOT / SPEC).read_text("utf8").replace("资金用途:", "资金用途: 【请填】  #")
    Path(SPEC).write_text(text, "utf8")
    return tmp_path


def commands(of: ArgumentParser, before: str = "") -> Iterator[tuple[str, ArgumentParser]]:
    for action in of._actions:
        for name, inner in action.choices.items() if hasattr(action, "_parser_class") else ():
            below = list(commands(inner, f"{before}{name} "))
            yield from below or [(f"{before}{name}", inner)]


def test_every_command_can_be_quiet_and_tell_all_and_write_its_report():
    options = {
        name: {each for action in of._actions for each in action.option_strings} for name, of in commands(parser())
    }
    assert [name for name, known in options.items() if not {"-q", "--quiet", "-v", "--verbose"} <= known] == []
    assert [name for name, known in options.items() if "--output-file" not in known] == ["lsp", "git textconv"]


@pytest.mark.slow
def test_quiet_says_findings_and_errors_only(here, capsys):
    assert main(["check", "-q"]) == 1
    out, err = capsys.readouterr()
    assert (out.splitlines()[0].split(" ")[1], err) == ("G106", "")
    assert main(["build", "-q"]) == 1
    out, err = capsys.readouterr()
    assert out.startswith(f"{SPEC}:11:7 B105 ")
    assert err == "没有生成 331201-2022：请先改好上面的问题\n"
    assert main(["new", "-q", "-o", "新.yaml"]) == 0
    assert main(["fmt", "-q"]) == 0
    assert main(["roll", "-q", "新.yaml", "--to", "2023", "--set", "单位代码=331201"]) == 0
    assert capsys.readouterr() == ("", "")
    assert main(["check", "-q", "没有.yaml"]) == 2
    assert capsys.readouterr() == ("", "错误：没有 没有.yaml 这个文件或文件夹，请核对路径\n")


def test_detailed_tells_each_file_with_its_form_and_the_times(here, capsys):
    main(["check", "-v", "--force"])
    lines = capsys.readouterr().err.splitlines()
    assert f"读 {SPEC}，2.4 KB" in lines
    assert [line.rpartition("，")[0] for line in lines if line.startswith("检查")] == [
        f"检查 1/1 {SPEC}（tianjin-2022）"
    ]
    assert lines[-1].startswith("用时 ")
    main(["check", "-v"])
    assert "specs/331201/2022 没有变，用上次的结果" in capsys.readouterr().err
    Path(SPEC).write_text(Path(SPEC).read_text("utf8").replace('"43.00"', "'43.00'"), "utf8")
    main(["fmt", "-v", SPEC])
    err = capsys.readouterr().err
    assert (f"整理 1/1 {SPEC}，" in err, f"写 {SPEC}，" in err) == (True, True)


def test_only_one_of_quiet_and_detailed(here, capsys):
    assert main(["check", "-q", "-v"]) == 2
    assert capsys.readouterr().err == "错误：-v/--verbose 和 -q/--quiet 只能用一个\n看用法：goalgen check --help\n"


def test_a_report_goes_into_a_file_in_utf8_whatever_the_stream_is(here, capsys):
    assert main(["check", "--format", "json"]) == 1
    shown = capsys.readouterr().out
    assert main(["check", "--format", "json", "--output-file", "出/报告.json"]) == 1
    assert Path("出/报告.json").read_text("utf8") == shown
    out, err = capsys.readouterr()
    assert (out, err.splitlines()[-1]) == ("", f"已写 出/报告.json，{len(shown.encode()) / 1024:.1f} KB")
    done = subprocess.run(
        [sys.executable, "-m", "goalgen", "rule", "G521", "--output-file", "规则.txt"],
        env={**os.environ, "PYTHONIOENCODING": "gbk"}, capture_output=True, check=True,
    )  # fmt: skip
    assert (done.stdout, done.stderr.decode("gbk")[:9]) == (b"", "已写 规则.txt")
    assert main(["rule", "G521"]) == 0
    assert Path("规则.txt").read_text("utf8") == capsys.readouterr().out


def test_a_report_that_came_to_nothing_leaves_the_old_one_and_no_source_is_written_over(here, capsys):
    Path("旧.txt").write_text("旧的", "utf8")
    assert main(["check", "--select", "没有", "--output-file", "旧.txt"]) == 2
    assert (Path("旧.txt").read_text("utf8"), sorted(map(str, Path().iterdir()))) == ("旧的", ["specs", "旧.txt"])
    before = Path(SPEC).read_bytes()
    shutil.copy(WORD, "报.docx")
    capsys.readouterr()
    for name in (SPEC, "报.docx"):
        assert main(["check", "--output-file", name]) == 2
        assert capsys.readouterr().err == (
            f"错误：--output-file 指的 {name} 是规格或 Word 文件，没有动它：请另写一个文件名，如 报告.txt\n"
        )
    assert (Path(SPEC).read_bytes(), Path("报.docx").read_bytes()) == (before, WORD.read_bytes())
    assert main(["check", "--output-file", "specs"]) == 2
    assert capsys.readouterr().err == "错误：不能写 specs：这是文件夹，请写明文件名\n"


class Screen:
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("env", "terminal", "colours"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, False),
        ({"TERM": "dumb"}, True, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
    ],
)
def test_where_there_are_colours(monkeypatch, env, terminal, colours):
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, text in env.items():
        monkeypatch.setenv(name, text)
    stream = Screen()
    stream.isatty = lambda: terminal
    assert manner.coloured(stream) is colours


@pytest.mark.parametrize(
    ("command", "stream"),
    [
        (["check"], "out"),
        (["build"], "out"),
        (["roll", SPEC, "--to", "2023"], "out"),
        (["new", "--from", SPEC], "out"),
        pytest.param(["put", SPEC, str(WORD), "--dry-run"], "out", marks=pytest.mark.slow),
        (["diff", SPEC, str(ROOT / SPEC)], "out"),
        (["fmt", "没有.yaml"], "err"),
    ],
)
def test_every_command_has_colours(here, monkeypatch, capsys, command, stream):
    monkeypatch.setenv("FORCE_COLOR", "1")
    main(command)
    coloured = getattr(capsys.readouterr(), stream)
    assert "\x1b[" in coloured
    shutil.rmtree("2023", ignore_errors=True)
    shutil.rmtree("specs/331201/2023", ignore_errors=True)
    monkeypatch.setenv("NO_COLOR", "1")
    main(command)
    plain = getattr(capsys.readouterr(), stream)
    assert "\x1b" not in plain
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == plain


def test_colours_do_not_go_into_a_report_file(here, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert main(["check", "--output-file", "报告.txt"]) == 1
    assert "\x1b" not in Path("报告.txt").read_text("utf8")


@pytest.mark.slow
def test_of_several_there_are_totals(here, capsys):
    Path("甲").mkdir()
    for name in ("一", "二"):
        shutil.copy(WORD, f"甲/{name}.docx")
    shutil.copy(ROOT / SPEC, "specs/331201/2022/09.yaml")

    def last(*words: str) -> str:
        main([*words])
        return capsys.readouterr().err.splitlines()[-1]

    assert last("read", "甲", "--set", "年度=2022") == "共 2 个 Word 文件，读出的 2 个，34 张表（新写 34 个）"
    assert last("read", "甲", "--set", "年度=2022") == "共 2 个 Word 文件，读出的 2 个，34 张表（未变 34 个）"
    assert last("roll", "specs", "--to", "2023", "-o", "新") == "共转 2 份，写到 新；【请填】 5 处"
    assert last("fmt") == "共 2 个文件，整理了 0 个"
    templates = [str(ROOT / f"templates/{name}.docx") for name in ("tianjin-2022", "mof-2015-unit")]
    assert last("form", "check", *templates) == "共 2 个模板，能用的 2 个"
    assert last("build", "一", "二").startswith("共写 2 个文件，共 34 张表，用时 ")


@pytest.mark.slow
def test_progress_is_shown_on_the_terminal_when_only_the_report_goes_to_a_file(here):
    """`goalgen survey 历年报表 > 普查.txt`"""
    pty = pytest.importorskip("pty", reason="a terminal of one's own is a thing of POSIX")
    for number in range(3):
        shutil.copy(WORD, f"{number}.docx")
    screen, terminal = pty.openpty()
    code = "from goalgen.cli import main, progress; progress.PATIENCE = progress.PAUSE = 0; raise SystemExit(main(['survey', '.', '--jobs', '1']))"
    with Path("普查.txt").open("wb") as report:
        done = subprocess.run([sys.executable, "-c", code], stdout=report, stderr=terminal, stdin=subprocess.DEVNULL)
    os.close(terminal)
    shown = os.read(screen, 100_000).decode()
    os.close(screen)
    assert done.returncode == 0, shown
    assert "普查 2/3，每秒 " in shown
    assert Path("普查.txt").read_text("utf8").startswith("共 3 个文件，")
