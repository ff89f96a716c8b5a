"""Edge floor: what was found, project by project: how much of each weight, and what it is to cost; for a reviewer's desk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import PurePath
from typing import NamedTuple

from goalgen.cli import levels
from goalgen.cli.report import Run
from goalgen.codes import WORDS
from goalgen.problem import Problem, Severity, Subject

HEADS = ("项目", *WORDS.values(), "预算", "单位", "文件")
"""The heads of the table of projects; the weights and the budget are numbers."""
COLUMNS = ("位置", "代码", "程度", "项目", "指标", "问题", "写成")
"""The heads of a table of findings."""


class Row(NamedTuple):
    """A project: how many problems of each weight it has, and those that are shown."""

    subject: Subject
    counts: Counter[Severity]
    problems: list[Problem]

    @property
    def name(self) -> str:
        """The project; the unit where a table is about all that it does; the file where neither is known."""
        return self.subject.project or self.subject.unit or PurePath(self.subject.file).name or "设置"

    @property
    def budget(self) -> str:
        """The budget as it is written, and in what."""
        budget, money = self.subject.budget, self.subject.money
        return f"{budget} {money}" if budget and money and not any(map(str.isalpha, budget)) else budget

    @property
    def place(self) -> str:
        """Where the project is."""
        return " ".join(part for part in (self.subject.file, self.subject.place) if part)

    @property
    def cells(self) -> tuple[str, ...]:
        """What stands under `HEADS`."""
        counts = (str(self.counts[severity]) for severity in WORDS)
        return (self.name, *counts, self.budget, self.subject.unit, self.place)


def rows(problems: Sequence[Problem], run: Run) -> list[Row]:
    """A row for each project, in their order, the heaviest of its problems first; then for each file that is none."""
    found = {subject: Row(subject, Counter(), []) for subject in run.subjects}
    for problem in run.found or problems:
        found.setdefault(key := _subject(problem), Row(key, Counter(), [])).counts[problem.severity] += 1
    for problem in problems:
        found.setdefault(key := _subject(problem), Row(key, Counter(), [])).problems.append(problem)
    rank = {severity: place for place, severity in enumerate(WORDS)}
    for row in found.values():
        row.problems.sort(key=lambda problem: rank[problem.severity])
    return list(found.values())


def _subject(problem: Problem) -> Subject:
    return problem.where.subject or Subject(problem.where.file, "")


def total(each: Sequence[Row]) -> tuple[str, ...]:
    """The last row of the table of projects."""
    counts = sum((row.counts for row in each), Counter[Severity]())
    return (
        "合计",
        *(str(counts[severity]) for severity in WORDS),
        budgets([row.subject for row in each if row.subject.project or row.subject.unit]),
        "",
        "",
    )


def budgets(subjects: Sequence[Subject]) -> str:
    """The sum of the budgets, and how many have none; "" where they are in different units, or nobody knows in which."""
    from goalgen.rules.common import YUAN  # known to whoever has projects

    known = [each for each in subjects if each.budget_yuan]
    units = {each.money for each in known}
    if len(units) != 1:
        return "金额的单位不一，没有合计" if units else ""
    (unit,) = units
    amount = sum((Decimal(each.budget_yuan) for each in known), Decimal(0)) / YUAN[unit]
    missing = len(subjects) - len(known)
    return f"{amount:,.2f} {unit}" + (f"（不含没有写明金额的 {missing} 张表）" if missing else "")


def gist(run: Run) -> str:
    """`3 张表、2 个项目、2 个单位，预算合计 1,299.00 万元`; "" where no table was looked at."""
    names = {(each.project, each.unit) for each in run.subjects}
    units = {each.unit for each in run.subjects if each.unit}
    parts = [f"{len(run.subjects)} 张表", f"{len(names)} 个项目", *([f"{len(units)} 个单位"] if len(units) > 1 else [])]
    amount = budgets(run.subjects)
    return "、".join(parts) + (f"，预算合计 {amount}" if amount[:1].isdigit() else "") if run.subjects else ""


def sentence(problems: Sequence[Problem], run: Run) -> str:
    """`共 2 个文件、3 张表…：1 个错误、2 个警告；提示没有列出，用 --level 提示 看。`"""
    shown = levels.Shown([], Counter(each.severity for each in run.found or problems), 0, run.level)
    told = gist(run)
    return levels.summary(run.files, shown, f"、{told}" if told else "") + "。"


def finding(problem: Problem, row: Row) -> tuple[str, ...]:
    """What stands under `COLUMNS`."""
    at = problem.where
    weight = WORDS[problem.severity]
    code = " ".join(part for part in (problem.code, _called(problem.code)) if part)
    about = at.indicator or _label(problem)
    return str(at), code, weight, row.name, about, problem.message, problem.text


def _called(code: str) -> str:
    from goalgen.rules.manual import codes  # known to whoever has findings

    known = codes().get(code)
    return known.name if known else ""


def _label(problem: Problem) -> str:
    """The field that a problem is about, where it is about no indicator."""
    return next((f"（{step}）" for step in reversed(problem.where.path or ()) if isinstance(step, str)), "")
