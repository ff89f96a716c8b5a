"""The page docs/findings.md, made of tests/judged and tests/reviewed alone: what was found, what people made of it, what was not found.

Usage: python -m tests.tools.findings_page — runs check on every table of tests/reviewed, writes what is said of them today with
the verdicts that are known, and names what nobody has judged.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from elsewhere import FOLDER, Table, findings, tables  # noqa: E402
from judged import ARGUABLE, RIGHT, UNJUDGED, VERDICTS, WRONG, judged, totals  # noqa: E402
from reviewing import (  # noqa: E402
    BLANK,
    Fault,
    Verdict,
    blank,
    counts,
    faults,
    is_found,
    listed,
    of,
    seed_changes,
    verdicts,
    with_verdicts,
)

from goalgen.problem import Severity  # noqa: E402
from goalgen.rules import catalog  # noqa: E402
from goalgen.rules.rule import FAMILIES  # noqa: E402

_HEAD = """# 规则在真实文本上的发现：逐条评判

本页由 `python -m tests.tools.generate` 从 `tests/judged/`、`tests/reviewed/` 生成，请勿手改。

对象：天津市科学技术信息研究所 2022 年公开的 17 个项目、141 条指标（种子，`specs/331201/2022`），照各地公开的表写的 15 张填好的表、
5 张填好的公开表、5 张规定的空表，改完规则以后再写的 3 张表（留出的）。每一条发现都由人看过：

* **对**：审核人会提，或一看就该改；**可商榷**：说得有道理，但也可以不改；**错**：冤枉。
* **硬伤**：程序也能断定的毛病。由没有写规则的人在看 `check` 的结果以前列好、先提交（`tests/reviewed/recall/`），再看查出了哪些。
"""
_METHOD = """
第一次：没有为这些表改过任何规则时的结果，记在 `tests/reviewed/first/`，不再改。空表另算，不计入。存下来的网页文本里的半角标点不算毛病。
各表的毛病是原表的；存下来的文本不全的（02、07、08、10、11、14），缺的行照原表的意思和别处常见的毛病补齐；第 15 张的版式是云南的，数照公开的报告，
几处矛盾是照别处常见的写的。留出的 3 张看过第一次的结果以后，又按种类改了几处，所以也有「现在」。

一处毛病只报一次：更具体的规则说了，笼统的就不再说。错的超过十分之一的规则只在指名时检查（`--select` 写整个代码）；程度是错误的规则，每一条都要对。
每条发现和它的评判一行一条列在 [`tests/judged/`](../tests/judged/)（种子）和 [`tests/reviewed/judged/`](../tests/reviewed/judged/) 里，测试逐字比较，
上面的数由测试重算：错误一条也不许冤枉，对的不少于九成，硬伤查出的不少于八成。位置：P8.1 是第 8 个项目的第 1 条指标，R13 是表的第 13 行。
"""


@cache
def page() -> str:
    """The whole page."""
    return "".join((_HEAD, *_summary(), _METHOD, *_missing(), *_tables(), *_blank(), *_seed(), *_changes()))


def _summary() -> Iterator[str]:
    yield "\n## 结果\n\n| 对象 | 发现 | 对 | 可商榷 | 错 | 对的比例 | 错误中对的 | 警告中对的 | 提示中对的 | 硬伤 | 查出 |\n"
    yield "|---|---|---|---|---|---|---|---|---|---|---|\n"
    seed = [each for each in faults() if each.table == "seed"]
    for title, held_out in (("别处的 20 张", False), ("留出的 3 张", True)):
        for when, folder in (("第一次", "first"), ("现在", "judged")):
            yield _line(f"{title}，{when}", counts(of(folder, held_out)), listed(held_out), folder)
    own: Counter[tuple[str, str]] = Counter()
    for code, rule in ((code, rule) for code, rule in catalog().items() if not rule.select_only):
        for verdict, _ in judged()[code].findings:
            own[_NAMES[rule.severity], verdict] += 1
    yield _line("种子，现在（指名才查的不算）", own, seed, "judged")


_NAMES = {Severity.ERROR: "错误", Severity.WARN: "警告", Severity.INFO: "提示"}


def _line(title: str, counted: Counter[tuple[str, str]], some: Sequence[Fault], folder: str) -> str:
    total, by = counted.total(), Counter[str]()
    for (_, verdict), number in counted.items():
        by[verdict] += number
    right = [
        f"{counted[name, RIGHT]}／{sum(n for (s, _), n in counted.items() if s == name)}" for name in _NAMES.values()
    ]
    hit = sum(is_found(each, folder) for each in some)
    cells = [title, total, by[RIGHT], by[ARGUABLE], by[WRONG], _percent(by[RIGHT], total), *right]
    return _row([*cells, len(some), f"{hit}（{_percent(hit, len(some))}）"])


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "—"


def _row(cells: Iterable[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |\n"


def _missing() -> Iterator[str]:
    missed = [each for each in faults() if not each.codes]
    yield f"\n## 没有查出的 {len(missed)} 处硬伤\n\n| 表 | 位置 | 毛病 | 为什么没有查出 |\n|---|---|---|---|\n"
    for each in missed:
        yield _row([each.table.partition("-")[0], each.place, each.wrong, each.why])


def _tables() -> Iterator[str]:
    yield "\n## 别处的表\n\n| 表 | 是什么（来源） | 发现 | 对 | 可商榷 | 错 | 硬伤查出 |\n|---|---|---|---|---|---|---|\n"
    chosen = [each for each in tables() if not each.name.startswith(BLANK)]
    for table in chosen:
        some, due = verdicts()[table.name], [each for each in faults() if each.table == table.name]
        by = Counter(each.verdict for each in some)
        cells = [table.name.partition("-")[0], f"{table.about}（{_source(table)}）", len(some)]
        yield _row([*cells, by[RIGHT], by[ARGUABLE], by[WRONG], f"{sum(map(is_found, due))}／{len(due)}"])
    doubted = [(table, each) for table in chosen for each in verdicts()[table.name] if each.verdict != RIGHT]
    yield f"\n其中可商榷和错的 {len(doubted)} 条：\n\n| 表 | 规则 | 程度 | 位置 | 说了什么 | 评判 |\n|---|---|---|---|---|---|\n"
    for table, each in doubted:
        said = each.said
        yield _row(
            [
                table.name.partition("-")[0],
                said.code,
                said.severity,
                said.cell,
                said.message,
                f"{each.verdict}：{each.why}",
            ]
        )
    yield from _by_rule(chosen)


def _source(table: Table) -> str:
    return f"[来源]({table.source.split(' ')[0]})" if table.source.startswith("http") else table.source


def _by_rule(chosen: Sequence[Table]) -> Iterator[str]:
    every = [each for table in chosen for each in verdicts()[table.name]]
    yield "\n按规则：\n\n| 规则 | 条数 | 对 | 可商榷 | 错 |\n|---|---|---|---|---|\n"
    for code in sorted({each.said.code for each in every}):
        by = Counter(each.verdict for each in every if each.said.code == code)
        name = catalog()[code].name if code in catalog() else ""
        yield _row([f"{code} {name}".strip(), by.total(), by[RIGHT], by[ARGUABLE], by[WRONG]])


def _blank() -> Iterator[str]:
    about = {each.name: each.about for each in tables()}
    yield "\n## 规定的空表\n\n没有填的表交上来，每一处没有填的都会说；这是各规则的条数，不计入上面的比例。\n\n| 表 | 各规则 |\n|---|---|\n"
    for name, rows in blank().items():
        yield _row([about[name], "，".join(f"{code} {count} 条{severity}" for code, severity, count in rows)])


def _seed() -> Iterator[str]:
    yield "\n## 种子：各规则\n\n[`tests/judged/`](../tests/judged/) 里一条规则一个文件。"
    family = ""
    for code, rule in catalog().items():
        if code[:2] != family:
            family = code[:2]
            yield f"\n### {family} {FAMILIES[family]}\n\n| 规则 | 条数 | 对 | 可商榷 | 错 | 说明 |\n|---|---|---|---|---|---|\n"
        one = judged()[code]
        numbers = [one.count(verdict) for verdict in VERDICTS if verdict != UNJUDGED]
        yield _row([f"{code} {rule.name}", len(one.findings), *numbers, one.note])
    summed = "，".join(f"{verdict} {totals()[verdict]}" for verdict in VERDICTS if verdict != UNJUDGED)
    yield f"\n合计 {totals().total()} 条：{summed}。\n"


def _changes() -> Iterator[str]:
    some = seed_changes()
    yield f"\n## 种子：以前报、现在不报的 {len(some)} 条\n\n对的没有丢：每一条在同一处都有说得更准的规则（只有 G904 改为指名才查）。\n\n"
    yield "| 规则 | 位置 | 以前的评判 | 现在由谁说 | 为什么 |\n|---|---|---|---|---|\n"
    for each in some:
        yield _row([each.code, each.place, each.verdict, "、".join(each.now) or "—", each.why])


def refresh() -> int:
    """Write what is said today, with the verdicts that are known; 1 when something is to be judged."""
    todo, empty = 0, []
    for table in tables():
        found = findings(table)
        if table.name.startswith(BLANK):
            told = Counter((said.code, said.severity) for said in found)
            empty += [f"{table.name} {code} {severity} {count}\n" for (code, severity), count in sorted(told.items())]
            continue
        now: list[Verdict] = with_verdicts(table.name, found)
        (FOLDER / "judged" / f"{table.name}.txt").write_text("".join(f"{each}\n" for each in now), "utf-8")
        for each in (each for each in now if each.verdict == UNJUDGED):
            todo += 1
            print(f"tests/reviewed/judged/{table.name}.txt: {each.said}")
    (FOLDER / "blank.txt").write_text("".join(empty), "utf-8")
    return int(bool(todo))


if __name__ == "__main__":
    sys.exit(refresh())
