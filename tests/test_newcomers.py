"""The first hour of three newcomers, as scripts that anybody can run: what is printed from the first line to the last.

`tests/newcomers/mend.py` mends the clerk's mistakes with nothing but what `check --format json` says. What clone, Word and a
person do is done by git, `word.py` and `sed`; the rest is goalgen's.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from tests.tools.transcript import ADDRESS, PAGE, Shell, redone, untimed

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent / "newcomers"


def world(folder: Path) -> dict[str, str]:
    """The environment of a newcomer: goalgen and python are on the PATH, nothing is set up."""
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return {"PATH": programs, "HOME": str(folder), "REPO": str(ROOT), "HERE": str(HERE), "LC_ALL": "C.UTF-8"}


def ran(script: Path, folder: Path) -> str:
    """What a script prints, times left out."""
    command = ["bash", "-euo", "pipefail", str(script)]
    done = subprocess.run(command, cwd=folder, env=world(folder), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = re.sub(r"用时 [\d.]+ 秒", "用时 … 秒", done.stdout.decode("utf-8"))
    assert done.returncode == 0, said
    return said


@pytest.mark.parametrize("name", ["clerk", "reviewer", "power"])
def test_the_first_hour(name, tmp_path, file_regression):
    file_regression.check(ran(HERE / f"{name}.sh", tmp_path), fullpath=HERE / f"{name}.txt", encoding="utf-8")


def test_twelve_mistakes_are_mended_to_what_was_meant():
    """But for the quotation marks that one must have now, nothing is left to compare. What is read is what was printed above."""
    said = (HERE / "clerk.txt").read_text("utf-8")
    assert said.count("\n== ") == 12
    assert [line for line in said.split("\n") if line.startswith(("< ", "> "))] == [
        "<   指标值: ≥10场次",
        '>   指标值: ">=10场次"',
    ]


def test_the_first_ten_minutes_are_as_the_page_says(tmp_path):
    """But for what is fetched from elsewhere: the system's packages, and those of goalgen's that these tests run with."""

    def run(command: str) -> str:
        if command.startswith("apt-get"):
            return ""
        installed = f"ln -s {sys.prefix} .venv && " if "pip install" in command else ""
        return shell.run(installed + command.replace(ADDRESS, str(ROOT)).rpartition("pip install -q -e . && ")[2])

    shell = Shell(["bash"], tmp_path, world(tmp_path))
    page = PAGE.read_text("utf-8")
    said = redone(page, run, timed=False)
    shell.end()
    assert said == untimed(page)
