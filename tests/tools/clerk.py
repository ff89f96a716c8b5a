"""The clerk's page, docs/clerk.md, done step by step as it is written: commands, answers, what is changed in Notepad and in Word.

`python -m tests.tools.clerk` takes its pictures anew (Pillow, LibreOffice, poppler and the Noto fonts must be there).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/clerk.md"
PICTURES = ROOT / "docs/pictures"
_STEP = re.compile(
    r"```sh\n(?P<commands>[^`]*)```|^(?P<head>\|[^\n]+\|)\n\|---\|---\|\n(?P<rows>(?:\|[^\n]*\|\n)+)", re.MULTILINE
)
COLUMNS = 100


class Step(NamedTuple):
    """Commands to be typed, or a table of what is asked, or changed: `kind` is the head of its first column, or `sh`."""

    kind: str
    rows: list[tuple[str, str]]


class Screen(NamedTuple):
    """A command, its exit code, and what the terminal shows."""

    command: str
    code: int
    text: str


def steps(page: str) -> Iterator[Step]:
    """What the page tells to do, in order; answers stand before the commands that ask for them."""
    found = []
    for match in _STEP.finditer(page):
        if match["commands"] is not None:
            found.append(Step("sh", [(line, "") for line in match["commands"].splitlines()]))
            continue
        cells = [[cell.strip() for cell in row.strip("|\n").split("|")] for row in match["rows"].splitlines()]
        step = Step(match["head"].strip("| ").split(" |")[0], [(row[0], row[1]) for row in cells])
        found.insert(len(found) - (step.kind == "问"), step)
    yield from found


def run(here: Path, show: bool = False) -> Iterator[Screen]:
    """Do what the page says in a folder that holds what a checkout does; each command with what is seen."""
    answers: list[tuple[str, str]] = []
    for kind, rows in steps(PAGE.read_text("utf8")):
        if kind == "问":
            answers = list(rows)
        elif kind == "找到":
            for spec in here.rglob("specs/*/*/*.yaml"):
                _replace(spec, rows)
        elif kind == "Word 里的":
            built = next(here.rglob("build/*.docx"))
            _edited(built, built.parents[1] / "退回.docx", rows)
        else:
            for command, _ in rows:
                if command.startswith("cd "):
                    here = here / command.removeprefix("cd ")
                    continue
                yield _typed(command, here, answers, colour=show)
                answers = answers if command.startswith("cp ") else []


def _replace(path: Path, rows: list[tuple[str, str]]) -> None:
    text = path.read_text("utf8")
    for old, new in rows:
        assert text.count(old) == 1, f"{path} has {old} {text.count(old)} times"
        text = text.replace(old, new)
    path.write_text(text, "utf8")


def _edited(old: Path, new: Path, rows: list[tuple[str, str]]) -> None:
    """A copy of a Word file in which somebody has changed words."""
    with zipfile.ZipFile(old) as archive, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as out:
        for item in archive.infolist():
            data = archive.read(item)
            if item.filename == "word/document.xml":
                text = data.decode()
                for before, after in rows:
                    assert text.count(f">{before}<") == 1, before
                    text = text.replace(f">{before}<", f">{after}<")
                data = text.encode()
            out.writestr(item, data)


def _typed(command: str, here: Path, answers: list[tuple[str, str]], *, colour: bool) -> Screen:
    """A command typed into a terminal, where its questions are answered one by one."""
    import fcntl
    import pty
    import struct
    import termios

    child, terminal = pty.fork()
    if not child:
        bin_ = here.parent / ".bin"
        bin_.mkdir(exist_ok=True)
        (bin_ / "goalgen").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m goalgen "$@"\n')
        (bin_ / "goalgen").chmod(0o755)
        os.chdir(here)
        env = {**os.environ, "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "TERM": "xterm"}
        env = {key: value for key, value in env.items() if key not in ("FORCE_COLOR", "CI", "NO_COLOR")}
        os.execvpe("sh", ["sh", "-c", command], env if colour else {**env, "NO_COLOR": "1"})
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, COLUMNS, 0, 0))
    shown = b""
    waiting = list(answers)
    with suppress(OSError):  # the other end is closed
        while some := os.read(terminal, 4096):
            shown += some
            if shown.endswith((b"] > ", b"[y/N] ")):
                last = shown.decode().splitlines()
                question = "\n".join(last[-3:])
                asked, answer = waiting.pop(0)
                assert asked in question, f"{asked} is not what is asked: {question}"
                os.write(terminal, f"{answer}\n".encode())
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os.close(terminal)
    assert waiting == [], f"nobody asked for {waiting}"
    return Screen(command, code, shown.decode().replace("\r\n", "\n"))


def _picture(screen: Screen, path: Path) -> None:
    """A terminal as a picture."""
    from PIL import Image, ImageDraw, ImageFont

    from goalgen.cli.report.text import width

    size, high, pad = 15, 22, 14
    font = ImageFont.truetype("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", size, index=7)
    narrow = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf", size - 2)
    wide = font.getlength("中") / 2
    colours = {"31": (255, 110, 103), "33": (255, 213, 79), "36": (100, 216, 230), "32": (130, 210, 110)}
    lines: list[list[tuple[str, str]]] = []
    for line in f"$ {screen.command}\n{screen.text}".rstrip("\n").split("\n"):
        row: list[tuple[str, str]] = []
        colour, used = "", 0
        for part in re.split(r"(\x1b\[[0-9;]*m)", line.rpartition("\r")[2]):
            if part.startswith("\x1b"):
                colour = part[2:-1].rpartition(";")[2]
                continue
            for char in part:
                if used + width(char) > COLUMNS:
                    lines.append(row)
                    row, used = [], 0
                row.append((char, colour))
                used += width(char)
        lines.append(row)
    image = Image.new("RGB", (int(COLUMNS * wide) + 2 * pad, len(lines) * high + 2 * pad), (30, 32, 38))
    draw = ImageDraw.Draw(image)
    for number, row in enumerate(lines):
        at = float(pad)
        for char, colour in row:
            other = width(char) == 1 and font.getlength(char) > wide  # as terminals draw ≥ and →
            draw.text(
                (at, pad + number * high),
                char,
                font=narrow if other else font,
                fill=colours.get(colour, (220, 223, 228)),
            )
            at += wide * width(char)
    image.quantize(64).save(path, optimize=True)


def main() -> int:
    """Take the pictures."""
    import shutil
    import tempfile

    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        here = checkout(Path(folder))
        seen = []
        for screen in run(here, show=True):
            seen.append(screen)
            if screen.command == "goalgen build" and not (Path(folder) / "表.docx").exists():
                shutil.copy(next(here.rglob("build/*.docx")), Path(folder) / "表.docx")
        named = {"goalgen new": "new", "goalgen check": "check", "goalgen pull": "pull"}
        for start, name in named.items():
            screen = next(each for each in seen if each.command.startswith(start))
            _picture(screen, PICTURES / f"clerk-{name}.png")
        soffice, pdftoppm = shutil.which("soffice"), shutil.which("pdftoppm")
        assert soffice
        assert pdftoppm
        built = Path(folder) / "表.docx"
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        subprocess.run(
            [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(built)], check=True
        )
        pdf = Path(folder) / f"{built.stem}.pdf"
        subprocess.run(
            [pdftoppm, "-png", "-r", "70", "-gray", "-singlefile", str(pdf), str(PICTURES / "clerk-word")], check=True
        )
    for path in sorted(PICTURES.glob("clerk-*.png")):
        print(f"{path.name}: {path.stat().st_size / 1024:.0f} KB")
    return 0


def checkout(folder: Path) -> Path:
    """A folder that has of a checkout what the page uses."""
    import shutil

    here = folder / "goalgen"
    (here / "tests/data/legacy").mkdir(parents=True)
    shutil.copy(ROOT / "tests/data/legacy/tianjin-2022.docx", here / "tests/data/legacy")
    return here


if __name__ == "__main__":
    sys.exit(main())
