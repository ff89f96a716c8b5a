"""Edge floor: findings in Markdown, to paste into a review: a table of the projects, then the findings of each."""

from __future__ import annotations

from collections.abc import Sequence

from goalgen.cli import overview
from goalgen.cli.console import harmless
from goalgen.cli.report import Run
from goalgen.problem import Problem


def render(problems: Sequence[Problem], run: Run) -> str:
    """How many of each weight each project has, and its budget; a line for all; what was found; what could not be judged."""
    found = overview.rows(problems, run)
    parts = []
    if found:
        ruler = "|---|" + "--:|" * (len(overview.HEADS) - 3) + "---|---|\n"
        table = "".join(map(_row, [*(row.cells for row in found), overview.total(found)]))
        parts.append(f"{_row(overview.HEADS)}{ruler}{table}")
    parts.append(f"{overview.sentence(problems, run)}\n")
    parts += [_section(row) for row in found if row.problems]
    parts += [f"> {_cell(each.sentence)}\n" for each in run.unjudged]
    return "\n".join(parts)


def _section(row: overview.Row) -> str:
    table = "".join(_row(overview.finding(problem, row)) for problem in row.problems)
    ruler = "|---" * len(overview.COLUMNS) + "|\n"
    return f"### {_cell(row.name)}\n\n{_row(overview.COLUMNS)}{ruler}{table}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(_cell, cells))} |\n"


def _cell(text: str) -> str:
    """A text that Markdown shows as it is."""
    text = harmless(text)
    for char in "\\`*_<>[]|~":
        text = text.replace(char, f"\\{char}")
    return " ".join(text.split())
