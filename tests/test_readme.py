"""The first screen of README: what a newcomer copies line by line, in an empty folder, with nothing but what the page says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

README = (ROOT / "README.md").read_text("utf8")
PLACEHOLDER = "<仓库地址>"


def lines(title: str) -> list[str]:
    """The command lines of a section, as one copies them."""
    part = re.search(rf"^#+ {title}\n(.*?)(?=^## |^### |\Z)", README, re.DOTALL | re.MULTILINE)
    assert part
    return [line for block in re.findall(r"```sh\n(.*?)```", part[1], re.DOTALL) for line in block.splitlines()]


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "GIT_CEILING_DIRECTORIES": str(folder.parent),
    }
    return subprocess.run(
        ["bash", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, timeout=300
    )


def test_the_two_commands_are_one_line_each_and_come_first():
    assert lines("开始用") == [
        "python3 -m venv .venv && .venv/bin/pip install -q -e . && .venv/bin/goalgen build",
        'python3 -m venv .venv && .venv/bin/pip install -q -e ".[test]" && .venv/bin/python -m pytest',
    ]


def test_the_address_is_one_placeholder_that_is_explained():
    assert set(re.findall(r"<[^<>\n]*地址[^<>\n]*>", README)) == {PLACEHOLDER}
    before = README[: README.index(f"git clone {PLACEHOLDER}")]
    assert f"`{PLACEHOLDER}` 是您正在看的这个仓库的网址，把它连同尖括号一起换掉。" in before


@pytest.mark.slow
def test_the_folder_of_ones_own(tmp_path):
    (line,) = lines("放自己的表")
    here = tmp_path / "goalgen"
    here.mkdir()
    done = run(line, here)
    assert done.returncode == 0, done.stderr
    made = [str(path.relative_to(tmp_path)) for path in sorted((tmp_path / "绩效").rglob("*.docx"))]
    assert made == ["绩效/build/331201-2022.docx"]


@pytest.mark.slow
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="needs the repository")
def test_it_is_cloned_as_the_page_says(tmp_path):
    clone = lines("拿到它")[0].replace(PLACEHOLDER, str(ROOT))
    done = run(f"{clone} && pwd && ls pyproject.toml", tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [str(tmp_path / "goalgen"), "pyproject.toml"]
