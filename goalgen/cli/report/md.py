"""Edge floor: findings as a Markdown table, to paste into a review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from goalgen.cli.console import harmless
from goalgen.cli.report import Run
from goalgen.codes import WORDS
from goalgen.problem import Problem


def render(problems: Sequence[Problem], run: Run) -> str:
    """A line of counts, a row for each problem, and what could not be judged."""
    unjudged = "".join(f"\n> {_cell(each.sentence)}\n" for each in run.unjudged)
    if not problems:
        return f"共 {run.files} 个文件，没有问题。\n{unjudged}"
    counts = Counter(problem.severity for problem in problems)
    total = "，".join(f"{word} {counts[severity]} 个" for severity, word in WORDS.items() if counts[severity])
    rows = "".join(_row(problem) for problem in problems)
    return f"共 {run.files} 个文件，{len(problems)} 个问题：{total}。\n\n| 位置 | 代码 | 程度 | 问题 |\n|---|---|---|---|\n{rows}{unjudged}"


def _row(problem: Problem) -> str:
    cells = (str(problem.where), problem.code, WORDS[problem.severity], problem.message)
    return f"| {' | '.join(map(_cell, cells))} |\n"


def _cell(text: str) -> str:
    """A text that Markdown shows as it is."""
    text = harmless(text)
    for char in "\\`*_<>[]|~":
        text = text.replace(char, f"\\{char}")
    return " ".join(text.split())
