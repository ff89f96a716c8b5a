"""Pages whose commands are run as they stand, in a folder of their own, and whose outputs are what came out.

A block ```sh is run; a block ```text right behind it is what it printed, both streams as a terminal mixes them. Usage, to write
the outputs anew: python -m tests.tools.pages
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "docs/reviewing.md",)
_BLOCK = re.compile(r"```sh\n(?P<script>.*?)```\n(?:\n```text\n(?P<shown>.*?)```\n)?", re.DOTALL)
_TIME = re.compile(r"用时 [\d.]+ 秒")


class Played(NamedTuple):
    """A block of commands: what the page says it prints, None when it says nothing, and what it printed."""

    script: str
    shown: str | None
    printed: str


def play(page: str, root: Path) -> list[Played]:
    """Run the blocks of a page one after the other in a folder that has the specs of the repository."""
    shutil.copytree(ROOT / "specs", root / "specs", dirs_exist_ok=True)
    (root / ".bin").mkdir(exist_ok=True)
    (root / ".bin/goalgen").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m goalgen "$@"\n')
    (root / ".bin/goalgen").chmod(0o755)
    return [Played(one["script"], one["shown"], _run(one["script"], root)) for one in _BLOCK.finditer(page)]


def _run(script: str, root: Path) -> str:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LC_", "LANG", "GOALGEN"))
    }
    environment = {
        **kept,
        "LC_ALL": "C.UTF-8",
        "NO_COLOR": "1",
        "PATH": f"{root / '.bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",  # so that the two streams come in the order in which they were written
        "XDG_CACHE_HOME": str(root / ".cache"),
    }
    command = ["bash", "-c", script]
    done = subprocess.run(
        command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return _TIME.sub("用时 0.5 秒", done.stdout.decode())


def renewed(page: str, root: Path) -> str:
    """The page with what its commands print now."""
    played = iter(play(page, root))

    def fill(match: re.Match[str]) -> str:
        one = next(played)
        return match[0] if one.shown is None else f"```sh\n{one.script}```\n\n```text\n{one.printed}```\n"

    return _BLOCK.sub(fill, page)


def main() -> None:
    """Write the outputs anew."""
    for page in PAGES:
        with tempfile.TemporaryDirectory() as root:
            text = page.read_text("utf-8")
            new = renewed(text, Path(root) / "甲")
        if new != text:
            page.write_text(new, "utf-8")
            print(f"wrote {page.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
