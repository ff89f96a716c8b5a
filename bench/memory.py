"""What whole processes take for thick books, beside parsers that only pass over the same bytes: seconds and the most memory.

Run: build/bench/bin/python bench/memory.py [--small]. Without --small it writes its table into docs/performance.md; with it, it fails
when a book of some hundred tables takes more memory than it may.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from measure import Command, Used, exponent  # noqa: E402
from suite import PAGE, projects  # noqa: E402

SIZES = (850, 1700, 5100)
SMALL = 340
BASE = 17
AIMS = {"生成并读回核对": 80, "读，连账和 YAML": 100}
BEGIN, END = "<!-- bench/memory.py 写的表，从这里 -->", "<!-- 内存的表到这里 -->"

_PART = "import sys, zipfile; part = zipfile.ZipFile(sys.argv[1]).open('word/document.xml'); count = 0"
_BY_EXPAT = f"""{_PART}
from xml.parsers import expat
def start(name, attributes):
    global count
    count += name == "w:tbl"
parser = expat.ParserCreate()
parser.StartElementHandler = start
parser.ParseFile(part)
"""
_BY_LXML = f"""{_PART}
from lxml import etree
for _, table in etree.iterparse(part, tag="{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}tbl"):
    count += 1
    table.clear()
    while table.getprevious() is not None:
        del table.getparent()[0]
"""
_A_TREE = f"""{_PART}
from lxml import etree
count = sum(1 for _ in etree.parse(part).iter("{{*}}tbl"))
"""


class Taken(NamedTuple):
    """What was done to books of each size, and what it used."""

    name: str
    used: Sequence[Used]

    def line(self, base: float) -> str:
        """A row of the Markdown table; `base` are the seconds for next to nothing."""
        power = exponent(SIZES, [each.seconds - base for each in self.used])
        aim = AIMS.get(self.name)
        most = max(each.memory for each in self.used)
        reached = "" if aim is None or (most <= aim and power <= 1.05) else "，**没有达到**"
        wanted = "—" if aim is None else f"≤ {aim} MB，≤ 1.05{reached}"
        cells = " | ".join(f"{each.seconds:.1f} 秒，{each.memory:.0f} MB" for each in self.used)
        return f"| {self.name} | {cells} | {power:.2f} | {wanted} |"


class Books:
    """The specs, and the commands over them."""

    def __init__(self, folder: Path, sizes: Sequence[int]) -> None:
        self.folder = folder
        specs = projects(max(sizes))
        for size in sizes:
            for spec in specs[:size]:
                path = folder / f"规格{size}" / spec.source.name
                path.parent.mkdir(exist_ok=True)
                path.write_text(spec.source.text, "utf8")

    def works(self, size: int) -> dict[str, Command]:
        """What is done to a book, in this order, each in a process of its own."""
        book = f"册/规格{size}.docx"
        ours = {
            "生成并读回核对": ["build", f"规格{size}", "-o", "册", "--force", "--quiet"],
            "读，连账和 YAML": ["read", book, "-o", f"读{size}", "--force", "--quiet"],
        }
        theirs = {"expat 走一遍正文": _BY_EXPAT, "lxml 边读边丢（iterparse）": _BY_LXML, "lxml 建一棵树": _A_TREE}
        return {
            **{name: Command(["-m", "goalgen", *words], self.folder) for name, words in ours.items()},
            **{name: Command(["-c", script, book], self.folder) for name, script in theirs.items()},
        }


def measured(books: Books, size: int, rounds: int) -> dict[str, Used]:
    """What each takes, in turns: the median of the seconds, the most memory."""
    works = books.works(size)
    runs = [{name: work.watched() for name, work in works.items()} for _ in range(rounds)]
    return {
        name: Used(statistics.median(run[name].seconds for run in runs), max(run[name].memory for run in runs))
        for name in works
    }


def table(rounds: int) -> str:
    """The table, as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = f"{folder}/缓存"
        books = Books(Path(folder), (BASE, *SIZES))
        measured(books, BASE, 1)  # what is kept of the forms from then on
        base = measured(books, BASE, rounds)
        found = {size: measured(books, size, rounds) for size in SIZES}
        large = (Path(folder) / f"册/规格{max(SIZES)}.docx").stat().st_size
    rows = [Taken(name, [found[size][name] for size in SIZES]) for name in base]
    return "\n".join([
        BEGIN,
        "",
        f"Python {platform.python_version()}，整个进程，处理器时间和最大的常驻内存（ru_maxrss），轮流 {rounds} 次；"
        f"{max(SIZES)} 张表的一册 {large / 2**20:.0f} MB。指数减去了 {BASE} 张表的时间。",
        "",
        f"| 做什么 | {' | '.join(f'{size} 张表' for size in SIZES)} | 指数 | 目标 |",
        f"|---|{'--:|' * len(SIZES)}--:|---|",
        *(row.line(base[row.name].seconds) for row in rows),
        "",
        END,
    ])  # fmt: skip


def small() -> int:
    """1 when a book of some hundred tables takes more than it may."""
    with tempfile.TemporaryDirectory() as folder:
        used = measured(Books(Path(folder), (SMALL,)), SMALL, 1)
    code = 0
    for name, most in AIMS.items():
        code |= used[name].memory > most
        print(f"| {name}，{SMALL} 张表一册 | {used[name].memory:.0f} MB | ≤ {most} MB |", flush=True)
    return int(code)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true", help="only a book of some hundred tables")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    if arguments.small:
        return small()
    text = table(arguments.rounds)
    print(text)
    before = PAGE.read_text("utf8")
    PAGE.write_text(before[: before.index(BEGIN)] + text + before[before.index(END) + len(END) :], "utf8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
