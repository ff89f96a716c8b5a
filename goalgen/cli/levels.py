"""Edge floor: how much of what was found is shown, and the line that sums it up. What is shown decides nothing else."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from goalgen.codes import WORDS
from goalgen.problem import Problem, Severity

_RANK = {severity: rank for rank, severity in enumerate(WORDS)}
"""The heaviest first."""


class Shown(NamedTuple):
    """What is shown of the problems; and how many of each weight there are, shown or not."""

    problems: list[Problem]
    counts: Counter[Severity]
    fixable: int
    """how many `--fix` mends"""
    level: Severity
    """the lightest that is shown"""


def level_of(args: Namespace) -> Severity:
    """The lightest weight that is asked for. People see warnings and errors, and all of what they chose; programs all there is."""
    words = {word: severity for severity, word in WORDS.items()}
    if args.level:
        return words[args.level]
    return Severity.WARN if args.format == "text" and not args.select else Severity.INFO


def shown(problems: Sequence[Problem], level: Severity, *, sort: bool = False) -> Shown:
    """The problems that weigh enough, in their order; for people the heaviest first."""
    left = [problem for problem in problems if _RANK[problem.severity] <= _RANK[level]]
    if sort:
        left.sort(key=lambda problem: _RANK[problem.severity])
    fixable = sum(bool(problem.fix) and _is_safe(problem.code) for problem in problems)
    return Shown(left, Counter(problem.severity for problem in problems), fixable, level)


def total(counts: Counter[Severity]) -> str:
    """`2 个错误、30 个警告、508 个提示`, or 没有问题."""
    return "、".join(f"{counts[each]} 个{word}" for each, word in WORDS.items() if counts[each]) or "没有问题"


def summary(files: int, found: Shown, more: str = "") -> str:
    """The last line: how many files (and what `more`), how many of each weight, what is not shown, what can be done at once."""
    hidden = {each: count for each, count in found.counts.items() if _RANK[each] > _RANK[found.level]}
    parts = [f"共 {files} 个文件{more}{'：' if more else '，'}{total(found.counts)}"]
    if hidden:
        names = "、".join(word for each, word in WORDS.items() if each in hidden)
        parts.append(f"{names}没有列出，用 --level {WORDS[max(hidden, key=_RANK.__getitem__)]} 看")
    if found.fixable:
        parts.append(f"{found.fixable} 处可用 --fix 改正")
    return "；".join(parts)


def by_file(paths: Sequence[object], problems: Sequence[Problem]) -> list[str]:
    """A line for each of several files, in their order: how many of each weight."""
    counts: dict[str, Counter[Severity]] = {str(path): Counter() for path in paths}
    for problem in problems:
        if problem.where.file in counts:
            counts[problem.where.file][problem.severity] += 1
    return [f"  {path}：{total(counts[path])}" for path in counts] if len(counts) > 1 else []


def _is_safe(code: str) -> bool:
    """Whether what mends problems of a code changes no meaning. All rules say so; what is no rule is spelling."""
    from goalgen.rules import catalog  # known to whoever has findings

    rule = catalog().get(code)
    return rule is None or rule.fix == "safe"
