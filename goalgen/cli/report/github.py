"""Edge floor: findings as GitHub's workflow commands, which become annotations at the lines of a pull request."""

from __future__ import annotations

from collections.abc import Sequence

from goalgen.cli.console import harmless
from goalgen.cli.report import Run, end_column
from goalgen.problem import Problem, Severity

_LEVELS = {Severity.ERROR: "error", Severity.WARN: "warning", Severity.INFO: "notice"}


def render(problems: Sequence[Problem], run: Run) -> str:
    """One command a line; what could not be judged is a notice at no file."""
    told = [f"::notice::{_data(each.sentence)}\n" for each in run.unjudged]
    return "".join(harmless(line) for line in [*map(_command, problems), *told])


def _command(problem: Problem) -> str:
    at = problem.where
    places: dict[str, object] = {"file": at.file}
    if at.line:
        places |= {"line": at.line, "endLine": at.line, "col": at.column, "endColumn": end_column(at)}
    places["title"] = problem.code
    given = ",".join(f"{key}={_property(str(value))}" for key, value in places.items() if value != "")
    message = f"{problem.message}（{at.cells}）" if at.cell else problem.message
    return f"::{_LEVELS[problem.severity]} {given}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
