"""The page docs/drafts.md: what `goalgen form draft` makes of every table there is, against what a person makes of it.

Usage: python -m tests.tools.draft_table > docs/drafts.md
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

import drafts

from goalgen.problem import Severity
from goalgen.rules.needs import judged as judged_families
from tools.draft_judge import (
    ASPECTS,
    DOUBT,
    RIGHT,
    SEED,
    WRONG,
    Judged,
    RefusedError,
    cases,
    conformance,
    filled_blank,
    kinds,
    second,
)

FORMS = drafts.FORMS
FAMILIES = ("G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8", "G9")
ABOUT = {"一份": "已填的一份", "两份": "已填的两份", "空白": "空白的一份"}

HEAD = """# 起草的表样：照人的判断逐项核对

`goalgen form draft 文件.docx -o templates/名称.docx` 只凭 Word 表起草模板和 schema；起草后立即用它读原表、再生成、逐格核对（文字、跨列、合并）。
这只证明「读进什么就印出什么」；栏位取得对不对，要由人说。这一页把人事先写下的判断（`tests/data/drafts/*.yaml`、`tests/data/forms/judged.yaml`）
和起草的结果逐项相比。全页由 `python -m tests.tools.draft_table > docs/drafts.md` 算出，测试保证它与程序相符；`python -m tests.tools.draft_judge` 逐条列出不对的。

* **对**：和人的判断一样。**疑**：不一样，或人也说不准，而 schema 的标题里写着「？」，请人核对。**错**：不一样，却没有说。
* **名称**：每个要填的格起草成了栏位，名字说得清是什么；固定的文字没有起草成栏位；表样的标题取对了。
* **清单**：起草成循环，名字对，各行都读出来了。
* **意思**：栏位的意思（`x-meaning` 或名称本身）和人写的一样；人说没有意思的，不许编一个。
* **单位**：标签里的单位（「（万元）」）还在。
* **核对**：再生成后与原文相同的处数／原有的处数。
"""


class Line(NamedTuple):
    """A row of the table: the table, how it was drafted, and what came of it."""

    name: str
    how: str
    judged: Judged | str
    """or why it could not be drafted"""


def lines() -> list[Line]:
    """Every table and every way in which it is drafted."""
    found = []
    for name, make in cases().items():
        stem, _, kind = name.partition(" ")
        how = ABOUT.get(kind) or (
            "17 个项目" if stem == SEED.stem else "空白的一份" if "norm" in stem else "已填的一份"
        )
        try:
            found.append(Line(stem, how, make()))
        except RefusedError as refused:
            found.append(Line(stem, how, str(refused)))
    return found


def page() -> str:
    """The whole page."""
    found = lines()
    parts = [HEAD, *_sums(found), *_table(found), *_elsewhere(), *_twice(), *_blank(), *_rules(found), *_sources()]
    return "".join(parts)


def _sums(found: Sequence[Line]) -> Iterator[str]:
    total: Counter[tuple[str, str]] = Counter()
    for line in found:
        total += Counter() if isinstance(line.judged, str) else line.judged.count()
    yield "\n## 合计\n\n| | 判断 | 对 | 疑 | 错 |\n|---|---|---|---|---|\n"
    for aspect in (*ASPECTS, ""):
        counts = [
            sum(total[each, verdict] for each in ([aspect] if aspect else ASPECTS)) for verdict in (RIGHT, DOUBT, WRONG)
        ]
        every = sum(counts)
        shares = "".join(f" {count}（{_share(count, every)}） |" for count in counts)
        yield f"| {aspect or '共'} | {every} |{shares}\n"


def _share(count: int, every: int) -> str:
    return f"{count * 1000 // every / 10:g}%" if every else "—"


def _table(found: Sequence[Line]) -> Iterator[str]:
    yield "\n## 每张表\n\n各栏是 对／疑／错。\n\n| 表 | 起草自 | 名称 | 清单 | 意思 | 单位 | 核对 |\n|---|---|---|---|---|---|---|\n"
    for name, how, judged in found:
        if isinstance(judged, str):
            yield f"| `{name}` | {how} | 起草不了：{judged} |\n"
            continue
        count = judged.count()
        cells = [_three(count, aspect) for aspect in ASPECTS]
        same = sum(proof.same for proof in judged.proofs)
        every = same + sum(problem.severity is not Severity.INFO for problem in judged.problems)
        yield f"| `{name}` | {how} | {' | '.join(cells)} | {same}／{every} |\n"


def _three(count: Mapping[tuple[str, str], int], aspect: str) -> str:
    numbers = [count.get((aspect, verdict), 0) for verdict in (RIGHT, DOUBT, WRONG)]
    return "／".join(map(str, numbers)) if any(numbers) else "—"


def _elsewhere() -> Iterator[str]:
    outcome = conformance()
    yield (
        "\n## 各种写法\n\n`tests/conformance` 的每个文件是同一张天津的表，里面有一种 Word 的写法（自动编号、文本框、内容控件、修订……），"
        "逐个起草。R203 说的是文本框里的字：它浮在格子上面，不属于哪个栏位，核对时点名。\n\n| 结果 | 文件 |\n|---|---|\n"
    )
    for said, names in outcome.items():
        yield f"| {said} | {len(names)}{'：' + '、'.join(f'`{name}`' for name in names) if len(names) <= 40 else ''} |\n"


def _twice() -> Iterator[str]:
    yield (
        "\n## 第二份\n\n用第一份起草的表样去读同一种表的另一份（值不同，清单的行数、人数也不同）：全部读进栏位、没有剩下、值和人写的一样，"
        "再生成与原文一样，才算「是」。\n\n| 表 | 读得进 | 不然的话 |\n|---|---|---|\n"
    )
    for name in drafts.names():
        found = second(name)
        yield f"| `{name}` | {'否' if found else '是'} | {_escaped(found[0]) if found else ''} |\n"


def _blank() -> Iterator[str]:
    yield (
        "\n## 空白表\n\n从空白表起草，`goalgen new` 新建，填入第一份的内容，生成，再读回来：每个值都一样，才算「是」。\n\n"
        "| 表 | 填得进、读得回 | 不然的话 |\n|---|---|---|\n"
    )
    for name in drafts.names():
        if "空白" in kinds(name):
            found = filled_blank(name)
            yield f"| `{name}` | {'否' if found else '是'} | {_escaped(found[0]) if found else ''} |\n"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "⏎")


def _rules(found: Sequence[Line]) -> Iterator[str]:
    yield (
        "\n## 哪些规则查得了\n\n起草时写下的意思、单位和指标体系，够每一族规则里的几条用（能查的条数／这一族的条数）。"
        "`goalgen check` 会说出因为缺什么意思而没有查的。没有指标清单的报名表、登记表，自然不查指标。\n\n"
        f"| 表 | {' | '.join(FAMILIES)} |\n|---|{'---|' * len(FAMILIES)}\n"
    )
    for name, how, judged in found:
        if isinstance(judged, str) or how == ABOUT["两份"] or (how == ABOUT["空白"] and "norm" not in name):
            continue
        families = judged_families(judged.draft.schema)
        yield f"| `{name}` | {' | '.join('／'.join(map(str, families[family])) for family in FAMILIES)} |\n"


def _sources() -> Iterator[str]:
    yield (
        "\n## 各表从哪里来\n\n五份已填的表是各地公开的真实表格，五份空白的是财政部的表样，`tianjin-2022` 是天津的 17 个项目。"
        "下面各张是照公开的申报书、任务书、报名表、自评表的样子自己写的（文字和值都是编的）：\n\n"
    )
    for name in drafts.names():
        form = drafts.load(name)
        source = form.source if form.source == "自拟" else f"<{form.source}>"
        yield f"* `{name}`：{form.about}。{source}\n"


if __name__ == "__main__":
    print(page(), end="")
