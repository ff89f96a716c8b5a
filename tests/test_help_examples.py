"""Every example of every `--help` is run as it is printed, in a folder that has what it names."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import ROOT
from tools import require

from goalgen.cli.arguments import parser

BOOK = ROOT / "specs/331201/2022"
NOT_RUN = {
    "goalgen lsp": "an editor talks to it, without end: tests/test_lsp.py does",
    "s3://": "wants a cluster and a store of objects: tests/test_fleet.py has them",
    **({} if find_spec("fsspec") and find_spec("pyarrow") else {"--on processes": "wants goalgen[cluster]"}),
}
"""What in an example keeps it from being run here, and why."""
ASKING = ("goalgen put specs/331201/2022 报告.docx ", "goalgen pull build/331201-2022.docx")
"""Examples that ask before they write, and so want a terminal."""
NEEDS = {"--pdf": "soffice", "git ": "git", "diff": "git"}
pytestmark = pytest.mark.slow


def examples(of: ArgumentParser, name: str = "") -> Iterator[tuple[str, list[str]]]:
    """The commands, each with its examples, line by line."""
    yield name, [line.strip() for line in (of.epilog or "").split("\n")[1:] if line.strip()]
    for action in of._actions:
        for word, inner in action.choices.items() if hasattr(action, "_parser_class") else ():
            yield from examples(inner, f"{name} {word}".strip())


EXAMPLES = dict(examples(parser()))


def test_every_command_has_an_example_that_calls_it():
    groups = {name for name in EXAMPLES if any(other.startswith(f"{name} ") for other in EXAMPLES) or not name}
    assert [
        name
        for name, lines in EXAMPLES.items()
        if not any(f"goalgen {name}" in line for line in lines) and name not in groups
    ] == []
    assert [
        line for lines in EXAMPLES.values() for line in lines if "goalgen" not in line and "mkdir" not in line
    ] == []


def tool(folder: Path, *words: str) -> None:
    subprocess.run([sys.executable, "-m", "goalgen", *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Path:
    """A repository on its fifth commit, with the Word files that the examples name."""
    git = require("git")
    here = tmp_path_factory.mktemp("examples") / "项目"
    specs = here / "specs/331201/2022"
    specs.mkdir(parents=True)
    for number in ("02", "08", "17"):
        shutil.copy(next(BOOK.glob(f"{number}-*")), specs)
    (eighth,) = specs.glob("08-*")
    who = {"GIT_AUTHOR_NAME": "甲", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "甲", "GIT_COMMITTER_EMAIL": "a@b"}
    subprocess.run([git, "init", "-q", "-b", "main"], cwd=here, check=True)
    for amount in ("40.00", "41.00", "42.00", "43.00"):
        text = eighth.read_text("utf8")
        eighth.write_text(text.replace('预算数: "43.00"', f'预算数: "{amount}"'), "utf8")
        subprocess.run([git, "add", "."], cwd=here, check=True)
        subprocess.run([git, "commit", "-qm", amount, "--allow-empty"], cwd=here, check=True, env={**os.environ, **who})
        if amount == "40.00":
            subprocess.run([git, "tag", "v1"], cwd=here, check=True)
        eighth.write_text(text, "utf8")
    text = eighth.read_text("utf8")
    other = text.replace("≤43.5万元", "≤43万元")
    for name in ("08.yaml", "同事的.yaml"):
        (here / name).write_text(other, "utf8")
    for name in ("原来.yaml", "我的.yaml", "草稿.yaml"):
        (here / name).write_text(text, "utf8")
    shutil.copy(next(BOOK.glob("09-*")), here / "18.yaml")
    tool(here, "build")
    built = here / "build/331201-2022.docx"
    for name in (
        "报告",
        "上报",
        "旧文件",
        "去年上报",
        "退回",
        "退回的/甲",
        "各单位/甲",
        "各单位/乙",
        "历年报表/2022",
        "历年报表/再",
    ):
        (here / name).parent.mkdir(exist_ok=True)
        shutil.copy(built, here / f"{name}.docx")
    tool(here, "build", "同事的.yaml", "-o", "同事改过的.docx")
    (eighth).write_text(other, "utf8")
    for name in ("templates/我的表.docx", "去年的表.docx", "甲.docx", "乙.docx"):
        (here / name).parent.mkdir(exist_ok=True)
    shutil.copy(ROOT / "templates/tianjin-2022.docx", here / "templates/我的表.docx")
    (here / "schemas").mkdir()
    schema = (ROOT / "schemas/tianjin-2022.schema.json").read_text("utf8").replace("tianjin-2022", "我的表")
    (here / "schemas/我的表.schema.json").write_text(schema.replace('"default": true,', ""), "utf8")
    for name in ("去年的表", "甲", "乙"):
        shutil.copy(built, here / f"{name}.docx")
    (here / "批注.docx").write_bytes(built.read_bytes())
    return here


def run(line: str, here: Path) -> tuple[int, str]:
    """A line as a person types it into a shell; its exit code, and what it says."""
    own = here.parents[1] / "bin"
    own.mkdir(exist_ok=True)
    (own / "goalgen").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m goalgen "$@"\n')
    (own / "goalgen").chmod(0o755)
    env = {
        **os.environ,
        "PATH": f"{own}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(here.parents[1]),
        "LC_ALL": "C.UTF-8",
    }
    if not line.startswith(ASKING):
        done = subprocess.run(
            ["bash", "-c", line], cwd=here, env=env, capture_output=True, stdin=subprocess.DEVNULL, timeout=100
        )
        return done.returncode, (done.stdout + done.stderr).decode()
    pty = pytest.importorskip("pty", reason="a terminal of one's own is a thing of POSIX")
    child, terminal = pty.fork()
    if not child:
        os.chdir(here)
        os.execvpe("bash", ["bash", "-c", line], env)
    shown = b""
    with suppress(OSError):  # the other end is closed
        while some := os.read(terminal, 4096):
            shown += some
            if shown.endswith(b"[y/N] "):
                os.write(terminal, b"y\n")
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode()


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_of_a_command_do_what_they_say(world, tmp_path, name):
    for number, line in enumerate(EXAMPLES[name]):
        if any(word in line for word in NOT_RUN):
            continue
        for word, program in NEEDS.items():
            if word in line:
                require(program)
        here = tmp_path / str(number) / "项目"
        shutil.copytree(world, here)
        if "form draft" in line:
            for made in ("templates/我的表.docx", "schemas/我的表.schema.json"):
                (here / made).unlink()
        code, said = run(line, here)
        assert code in (0, 1), f"{line}\n{said}"
        assert "错误：" not in said, f"{line}\n{said}"
        assert "自己出了错" not in said
        assert "bash: line" not in said, f"{line}\n{said}"
        shutil.rmtree(here)
