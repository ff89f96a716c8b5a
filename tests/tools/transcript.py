"""Do what `docs/first-hour.md` says, line by line as it is written, and write down what comes of it and how long it took.

Run on an empty machine, or in a folder of one: python -m tests.tools.transcript ADDRESS [PROGRAM ...], where ADDRESS takes the
place of <仓库地址> and PROGRAM, bash when it is left out, is the shell that is given the lines.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

PAGE = Path(__file__).parent.parent.parent / "docs/first-hour.md"
ADDRESS = "<仓库地址>"
_BLOCK = re.compile(r"(?<=```console\n)(?:.*\n)*?(?=```\n)")
_COMMAND = re.compile(r"\$ (?P<command>.*?)(?:    # [\d.]+ 秒)?")
_TIME = re.compile(r"用时 [\d.]+ 秒")


def redone(page: str, run: Callable[[str], str], *, timed: bool) -> str:
    """The page with what each command prints now below it, and behind it how long it took."""

    def block(match: re.Match[str]) -> str:
        found = []
        for line in match[0].split("\n"):
            if command := _COMMAND.fullmatch(line):
                begin = time.monotonic()
                said = run(command["command"])
                took = f"    # {time.monotonic() - begin:.1f} 秒" if timed else ""
                found.append(f"$ {command['command']}{took}\n{_TIME.sub('用时 … 秒', said)}")
        return "".join(found)

    return _BLOCK.sub(block, page)


def untimed(page: str) -> str:
    """The page without how long the commands took."""
    return re.sub(r"(?m)^(\$ .*?)    # [\d.]+ 秒$", r"\1", page)


class Shell:
    """A shell that stays, so that one line goes on where the one before it has led."""

    def __init__(self, program: Sequence[str], folder: Path, given: dict[str, str] | None = None) -> None:
        self.process = subprocess.Popen(
            program, cwd=folder, env=given, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        self.run("export PYTHONUNBUFFERED=1")  # what is told and what is found come in the order of a screen

    def run(self, command: str) -> str:
        """What a command prints."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{command}\necho; echo '\x04'\n".encode())
        self.process.stdin.flush()
        said = b""
        while not said.endswith(b"\n\x04\n"):
            line = self.process.stdout.readline()
            assert line, f"the shell ended at: {command}\n{said.decode()}"
            said += line
        text = said[:-2].decode()
        return "" if text == "\n" else text[:-1] if text.endswith("\n\n") else text

    def end(self) -> None:
        """Let the shell go."""
        self.process.communicate()


def main(address: str, program: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shell = Shell(program or ["bash"], Path(folder))
        page = redone(PAGE.read_text("utf-8"), lambda command: shell.run(command.replace(ADDRESS, address)), timed=True)
        shell.end()
    PAGE.write_text(page, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
