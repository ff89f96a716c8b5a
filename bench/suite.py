"""The table of docs/performance.md: goalgen beside what others would use, in one run, each row with its floor.

Run: bash bench/run [--no-growth | --small]. Without --small it writes docs/performance.md's table and bench/figures.json; with it, it prints
the quick rows, and fails when one is worse than half of the committed figure three times running.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

import peers  # noqa: E402
from measure import Command, Work, exponent, in_turns  # noqa: E402

import goalgen  # noqa: E402
from goalgen.desk.collecting import in_one_go  # noqa: E402
from goalgen.desk.forms import Forms  # noqa: E402
from goalgen.form import Form  # noqa: E402
from goalgen.spec import Spec, dump, load  # noqa: E402
from goalgen.text import Source  # noqa: E402
from goalgen.verbs.build import build  # noqa: E402
from goalgen.verbs.read import account, read  # noqa: E402

FORM, FIGURES, PAGE = "tianjin-2022", ROOT / "bench/figures.json", ROOT / "docs/performance.md"
BEGIN, END = "<!-- bench/run 写的表，从这里 -->", "<!-- 到这里 -->"
VARIED = ("项目名称", "资金用途", "三级指标", "绩效指标描述")
SIZES = (170, 340, 700, 1400)
FILES = (1000, 3000, 10000)


class Row(NamedTuple):
    """A row of the table: what is measured beside what, the aim (0 is none), whether the ratio is to be at least or at most
    that, and the floor below which nobody gets."""

    name: str
    beside: str
    aim: float
    ours: Work | Command
    theirs: Work | Command
    floor: tuple[str, Work | Command] | None = None
    faster: bool = True
    """whether the ratio says how many times faster ours is, else how many times longer it takes"""
    rounds: int = 9
    quick: bool = True
    clock: bool = False


class Growth(NamedTuple):
    """What is done, the sizes, the seconds and the MB for each, and the power of the size that the seconds grow with."""

    name: str
    sizes: Sequence[int]
    taken: Sequence[float]
    memory: Sequence[float]
    power: float


class Figure(NamedTuple):
    """What a row gave: milliseconds of both and of the floor, and the ratio."""

    ours: float
    theirs: float
    floor: float
    ratio: float


def varied(value: Any, number: int, key: str = "") -> Any:
    """A project like another, with texts of its own: or what was met once would not be done again."""
    if isinstance(value, dict):
        return {name: varied(inner, number, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [varied(inner, number, "绩效指标描述" if isinstance(inner, str) else "") for inner in value]
    return str(number) if key == "序号" else f"{value}（{number}）" if key in VARIED else value


def projects(count: int) -> list[Spec]:
    """So many projects: the seed's, again and again, each with texts of its own."""
    seed = [
        load(Source(path.name, path.read_text("utf8")))[0]
        for path in sorted((ROOT / "specs/331201/2022").glob("*.yaml"))
    ]
    found = []
    for number in range(count):
        spec = seed[number % len(seed)]
        assert spec
        text = dump(spec.value if count == len(seed) else varied(spec.value, number + 1))
        loaded, problems = load(Source(f"{number + 1:04}.yaml", text))
        assert loaded, problems
        found.append(loaded)
    return found


@in_one_go()
def read_all(data: bytes, form: Form) -> tuple[object, list[str]]:
    """A document read, with the account of its characters and the YAML of its tables."""
    for inline in form.finder.rows.inlines.values():
        inline._known.clear()  # a form forgets the texts that it has met
    reading = read(data, "书", [form])
    return account(reading), [dump(spec.value, form.schema) for spec in reading.specs]


@in_one_go()
def build_all(specs: Sequence[Spec], form: Form) -> bytes:
    """A book built and read back, as the command line does."""
    built = build(specs, form)
    assert built.data, built.problems
    return built.data


class Bench:
    """The data of all rows, made once."""

    def __init__(self, folder: Path) -> None:
        form, problems = Forms().form(FORM)
        assert form, problems
        self.form, self.folder = form, folder
        os.chdir(folder)  # a place without forms and settings of its own
        self.template = (ROOT / f"templates/{FORM}.docx").read_bytes()
        self.specs = {17: projects(17), 170: projects(170)}
        self.books = {count: build_all(specs, form) for count, specs in self.specs.items()}
        self.one = folder / "一.docx"
        self.one.write_bytes(build_all(self.specs[17][7:8], form))
        self.write_specs("specs/一", self.specs[17][7:8])

    def write_specs(self, name: str, specs: Sequence[Spec], each: int = 17) -> Path:
        """Specs as files, in folders of so many."""
        for number, spec in enumerate(specs):
            path = self.folder / name / f"{number // each:03}" / spec.source.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(spec.source.text, "utf8")
        return self.folder / name

    def archive(self, count: int) -> Path:
        """So many documents, of one project each: hard links."""
        folder = self.folder / f"档案{count}"
        if not folder.exists():
            for number in range(count):
                path = folder / f"{number // 500:03}/{number:05}.docx"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.hardlink_to(self.one)
        return folder

    def command(self, *arguments: object) -> Command:
        return Command(["-m", "goalgen", *map(str, arguments)], self.folder)

    def python(self, *arguments: object) -> Command:
        return Command(["-c", *map(str, arguments)], self.folder)

    def rows(self) -> Iterator[Row]:
        """Every row of the table."""
        yield from self.building()
        yield from self.reading()
        yield from self.starting()
        yield from self.checking()
        data, usable = self.one.read_bytes(), Forms().usable()[0]
        xml = peers.members(data)[peers.DOCUMENT]
        yield Row(
            "库：`goalgen.read(data)` 一再调用，一张表的文件", "表样已经装好，只读", 1.3, partial(goalgen.read, data),
            lambda: read(data, "一", usable), ("lxml 解析", partial(peers.parse, xml)), faster=False, rounds=30,
        )  # fmt: skip
        archive = self.archive(1700)
        one, two = (self.command("survey", archive, "--jobs", jobs) for jobs in (1, 2))
        halves = [self.command("survey", self.archive(count), "--jobs", 1) for count in (850, 851)]

        def apart() -> None:
            """What the machine gives to two processes that know nothing of each other."""
            with ThreadPoolExecutor(2) as threads:
                list(threads.map(lambda half: half.seconds(clock=True), halves))

        yield Row(
            "普查 1700 个文件，两个进程", "一个进程（按钟表）", 1.7, two, one,
            ("两半各由一个进程同时做", apart), rounds=5, quick=False, clock=True,
        )  # fmt: skip

    def building(self) -> Iterator[Row]:
        values = {count: [spec.value for spec in specs] for count, specs in self.specs.items()}
        plain, looped = peers.plain_template(self.template), peers.looped_template(self.template)
        xml = {count: peers.members(book)[peers.DOCUMENT] for count, book in self.books.items()}
        single = peers.members(self.one.read_bytes())[peers.DOCUMENT]
        build_17, build_170 = (partial(build_all, self.specs[count], self.form) for count in (17, 170))
        floor, words = {count: partial(peers.parse_and_write, each) for count, each in xml.items()}, "写文件，lxml 解析"

        def singly(specs: Sequence[Spec]) -> None:
            for spec in specs:
                build_all([spec], self.form)

        def peers_singly(values: Sequence[dict[str, Any]]) -> None:
            for value in values:
                peers.docxtpl(plain, value)

        yield Row(
            "生成 17 张表一册，连读回核对", "docxtpl 一个项目一个文件", 12, build_17, lambda: peers_singly(values[17]), (words, floor[17])
        )  # fmt: skip
        yield Row(
            "同上", "docxtpl 循环模板", 2.5, build_17, lambda: peers.docxtpl(looped, {"项目们": values[17]}), (words, floor[17])
        )  # fmt: skip
        yield Row(
            "生成 170 张表一册", "docxtpl + docxcompose", 30, build_170, lambda: peers.composed(plain, values[170]), (words, floor[170]),
            rounds=3, quick=False,
        )  # fmt: skip
        yield Row(
            "单个文件 1700 个", "docxtpl", 8, lambda: singly(self.specs[170] * 10), lambda: peers_singly(values[170] * 10),
            (words, partial(peers.parse_and_write, single, 1700)), rounds=1, quick=False,
        )  # fmt: skip

    def reading(self) -> Iterator[Row]:
        book = self.books[170]
        xml = peers.members(book)[peers.DOCUMENT]
        read_170, by_lxml = partial(read_all, book, self.form), partial(peers.parse, xml)
        name = "读 170 张表，连逐字的账和 YAML"
        yield Row(
            name, "python-docx row.cells", 5, read_170, lambda: peers.row_cells(book), ("lxml 解析", by_lxml), rounds=5
        )
        yield Row(
            "同上", "docx2python", 28, read_170, lambda: peers.by_docx2python(book), ("lxml 解析", by_lxml), rounds=3, quick=False
        )  # fmt: skip
        yield Row(
            "同上", "lxml 解析同样的字节", 3.2, read_170, by_lxml, ("expat 走一遍", partial(peers.parse_by_expat, xml)), faster=False
        )  # fmt: skip

    def starting(self) -> Iterator[Row]:
        """Whole processes."""
        parsers, validator = self.python(peers.IMPORT_PARSERS), self.python(peers.IMPORT_VALIDATOR)
        xml, python = (
            ("`import lxml.etree`", self.python(peers.IMPORT_LXML)),
            ("`python -c pass`", self.python(peers.START)),
        )
        again = self.command("read", self.one, "-o", "读", "--force")
        show, beside = self.command("show", self.one), f"`{peers.IMPORT_PARSERS}`"
        yield Row("`show` 一个文件，整个进程", beside, 3, show, parsers, xml, faster=False)
        yield Row("`read` 一个文件，全部表样", beside, 4, again, parsers, xml, faster=False)
        for name, aim, more in (("第一次", 1.3, ["--force"]), ("没有变", 0, [])):
            command = self.command("check", "specs/一", *more)
            yield Row(
                f"`check` 一份规格，{name}",
                f"`{peers.IMPORT_VALIDATOR}`",
                aim,
                command,
                validator,
                python,
                faster=False,
            )

    def checking(self) -> Iterator[Row]:
        """Many specs, on one core, as those that they are measured beside."""
        many = self.write_specs("千份", projects(1700))
        schema = ROOT / f"schemas/{FORM}.schema.json"
        validate = self.python(peers.VALIDATE, schema, many)._replace(alone=True)
        floor = "读文件，分行", self.python(peers.READ_TEXTS, many)._replace(alone=True)
        for name, aim, more in (("第一次", 2.5, ["--force"]), ("没有变", 0, [])):
            command = self.command("check", many, *more)._replace(alone=True)
            yield Row(
                f"`check` 1700 份规格，{name}", "PyYAML 装入 + jsonschema 核对", aim, command, validate, floor,
                faster=False, rounds=3, quick=False,
            )  # fmt: skip


def figure(row: Row) -> Figure:
    """Measure a row."""
    works = [row.ours, row.theirs, *([row.floor[1]] if row.floor else [])]
    ours, theirs, *floor = in_turns(works, row.rounds, clock=row.clock)
    ratio = theirs / ours if row.faster else ours / theirs
    return Figure(ours * 1000, theirs * 1000, floor[0] * 1000 if floor else ours * 1000 / 2, ratio)


def floors(bench: Bench) -> list[tuple[str, float]]:
    """Milliseconds below which nobody gets, for the book of 170 tables."""
    book, xml = bench.books[170], peers.members(bench.books[170])[peers.DOCUMENT]
    works: dict[str, Callable[[], object]] = {
        f"写文件（{len(book) >> 10} KB）": partial(peers.write, book),
        f"deflate 正文（{len(xml) >> 10} KB）": partial(peers.deflate, xml),
        "expat 走一遍正文": partial(peers.parse_by_expat, xml),
        "lxml 解析正文": partial(peers.parse, xml),
        "goalgen 生成并核对": partial(build_all, bench.specs[170], bench.form),
        "goalgen 读，连账和 YAML": partial(read_all, book, bench.form),
    }
    return list(zip(works, (1000 * each for each in in_turns(list(works.values()), 5)), strict=True))


def growth(bench: Bench) -> list[Growth]:
    """Seconds by size, and the power of the size that they grow with. From commands the time of next to no input is taken."""
    specs = projects(max(SIZES))
    books = [build_all(specs[:size], bench.form) for size in SIZES]
    found = []
    works: dict[str, list[Work | Command]] = {
        "生成一册，几张表": [partial(build_all, specs[:size], bench.form) for size in SIZES],
        "读一册，几张表": [partial(read_all, book, bench.form) for book in books],
    }
    for name, each in works.items():
        taken = in_turns(each, 3, budget=60)
        found.append(Growth(name, SIZES, taken, (), exponent(SIZES, taken)))
    check = [bench.command("check", bench.write_specs(f"增{size}", specs[:size]), "--force") for size in (17, *SIZES)]
    found.append(commands("检查，几份规格", SIZES, check))
    works = {"生成，几个单个的文件": [partial(built_singly, bench, specs, size) for size in FILES]}
    taken = in_turns(works["生成，几个单个的文件"], 1, budget=1)
    found.append(Growth("生成，几个单个的文件", FILES, taken, (), exponent(FILES, taken)))
    many = [bench.write_specs(f"多{size}", again(specs, size)) for size in (17, *FILES)]
    found.append(commands("检查，几份规格", FILES, [bench.command("check", each, "--force") for each in many]))
    archives = [bench.archive(size) for size in (17, *FILES)]
    reading = [bench.command("read", each, "-o", f"读{each.name}", "--force") for each in archives]
    found.append(commands("读，几个文件", FILES, reading))
    found.append(commands("普查，几个文件", FILES, [bench.command("survey", each) for each in archives]))
    return found


def built_singly(bench: Bench, specs: Sequence[Spec], count: int) -> None:
    """So many books of one project."""
    for number in range(count):
        build_all([specs[number % len(specs)]], bench.form)


def again(specs: Sequence[Spec], count: int) -> list[Spec]:
    """So many specs: those that there are, again and again under other names."""
    return [
        replace(specs[number % len(specs)], source=Source(f"{number:05}.yaml", specs[number % len(specs)].source.text))
        for number in range(count)
    ]


def commands(name: str, sizes: Sequence[int], works: Sequence[Command]) -> Growth:
    """How commands grow, the first of which has next to nothing to do; each is run once, and the first once more before."""
    works[0].watched()
    base, *used = [work.watched() for work in works]
    taken = [each.seconds - base.seconds for each in used]
    return Growth(name, sizes, taken, [each.memory for each in used], exponent(sizes, taken))


def sizes(bench: Bench) -> list[tuple[str, int, int, float, float]]:
    """Books with their members stored and deflated: bytes, and milliseconds to write the package."""
    found = []
    for count, book in bench.books.items():
        parts = peers.members(book)
        deflated = peers.packed(parts)
        works = [partial(peers.packed, parts, method) for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)]
        stored_ms, deflated_ms = (1000 * each for each in in_turns(works, 9))
        found.append(
            (f"{count} 张表", len(peers.packed(parts, zipfile.ZIP_STORED)), len(deflated), stored_ms, deflated_ms)
        )
    return found


def told(row: Row, found: Figure) -> str:
    """A row of the Markdown table."""
    what = "快" if row.faster else "是它的"
    floor = f"{row.floor[0]} {found.floor:.1f}" if row.floor else "—"
    return (
        f"| {row.name} | {row.beside} | {found.ours:.1f} | {found.theirs:.1f} | {what} {found.ratio:.2f} 倍 "
        f"| {aim(row, found)} | {floor} |"
    )


def aim(row: Row, found: Figure) -> str:
    """What a row is to be, and whether it is."""
    if not row.aim:
        return "—"
    reached = found.ratio >= row.aim if row.faster else found.ratio <= row.aim
    return f"{'≥' if row.faster else '≤'} {row.aim:g} 倍{'' if reached else '，**没有达到**'}"


def page(rows: Sequence[tuple[Row, Figure]], bench: Bench, grown: Sequence[Growth], load: float) -> str:
    """The tables, as Markdown."""
    lines = [
        BEGIN,
        "",
        f"Python {platform.python_version()}，{os.cpu_count()} 核，开始时负载 {load:.1f}。"
        "毫秒是处理器时间，几次轮流的中位数。底线是同一次里量的：不做这些就没有结果，谁也快不过。",
        "",
        "| 做什么 | 和什么比 | goalgen（毫秒） | 它（毫秒） | 结果 | 目标 | 底线（毫秒） |",
        "|---|---|--:|--:|--:|--:|--:|",
        *(told(row, found) for row, found in rows),
        "",
        "170 张表一册的底线，谁也快不过：",
        "",
        "| 底线 | 毫秒 |",
        "|---|--:|",
        *(f"| {name} | {each:.1f} |" for name, each in floors(bench)),
        "",
        "增长：时间是大小的几次方（1.00 是成正比，目标 ≤ 1.05）。整个进程的减去了 17 个的时间；内存是最大的一个进程的：",
        "",
        "| 做什么 | 大小 | 秒 | 内存（MB） | 指数 |",
        "|---|---|---|---|--:|",
        *(
            f"| {each.name} | {'、'.join(map(str, each.sizes))} | {'、'.join(f'{one:.2f}' for one in each.taken)} "
            f"| {'、'.join(f'{one:.0f}' for one in each.memory) or '—'} | {each.power:.2f} |"
            for each in grown
        ),
        "",
        "一册的大小，部件不压缩（现在）和压缩（deflate）：",
        "",
        "| 一册 | 不压缩（字节） | 压缩（字节） | 打包（毫秒） | 压缩打包（毫秒） |",
        "|---|--:|--:|--:|--:|",
        *(f"| {name} | {one} | {two} | {a:.2f} | {b:.2f} |" for name, one, two, a, b in sizes(bench)),
        "",
        END,
    ]
    return "\n".join(lines)


def key(row: Row) -> str:
    """What a row is called in figures.json."""
    return f"{row.aim:g} {row.name} / {row.beside}"


def fell(row: Row, found: Figure, committed: dict[str, float]) -> bool:
    """Whether a row is worse than half of the committed figure."""
    before = committed.get(key(row))
    return before is not None and (found.ratio < before / 2 if row.faster else found.ratio > before * 2)


def small(bench: Bench) -> int:
    """Print the quick rows; 1 when one fell three times running."""
    committed = json.loads(FIGURES.read_text("utf8")) if FIGURES.exists() else {}
    code = 0
    for row in bench.rows():
        if not row.quick:
            continue
        row = row._replace(rounds=3)
        found = figure(row)
        for _ in range(2):
            if fell(row, found, committed):
                found = figure(row)
        fallen = fell(row, found, committed)
        code = max(code, int(fallen))
        print(
            told(row, found), f"从前 {committed.get(key(row), '没有')}{'，慢了一半以上' if fallen else ''}", flush=True
        )
    return code


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--no-growth", action="store_true", help="without the sizes, which take longest")
    parser.add_argument("--small", action="store_true", help="only the quick rows, held against bench/figures.json")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = f"{folder}/缓存"  # as every user has one, from the second run on
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
        bench = Bench(Path(folder))
        if arguments.small:
            import memory  # which imports this module

            return max(small(bench), memory.small())
        rows = []
        for row in bench.rows():
            rows.append((row, figure(row)))
            print(told(*rows[-1]), flush=True)
        text = page(rows, bench, [] if arguments.no_growth else growth(bench), load)
        print(text)
        before = PAGE.read_text("utf8")
        PAGE.write_text(before[: before.index(BEGIN)] + text + before[before.index(END) + len(END) :], "utf8")
        FIGURES.write_text(
            json.dumps({key(row): round(found.ratio, 2) for row, found in rows}, ensure_ascii=False, indent=1) + "\n",
            "utf8",
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
