"""Edge floor: findings as GitLab's Code Quality report (`artifacts:reports:codequality`), shown beside the lines of a merge request."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from goalgen.cli.console import harmless, json_text
from goalgen.cli.report import Run
from goalgen.problem import Problem, Severity

_LEVELS = {Severity.ERROR: "major", Severity.WARN: "minor", Severity.INFO: "info"}


def render(problems: Sequence[Problem], _: Run) -> str:
    """A list of issues. Their fingerprints do not hang on lines, so that an edit above one does not make it a new one."""
    met: Counter[tuple[str, ...]] = Counter()
    return json_text([_issue(problem, met) for problem in problems])


def _issue(problem: Problem, met: Counter[tuple[str, ...]]) -> dict[str, Any]:
    at = problem.where
    path = PurePath(at.file).as_posix()
    field = [step for step in at.path or () if isinstance(step, str)]
    key = (problem.code, path, *field, problem.message)
    met[key] += 1
    print_ = hashlib.sha256("\0".join((*key, str(met[key]))).encode("utf-8", "surrogatepass")).hexdigest()
    message = f"{problem.message}（{at.cells}）" if at.cell else problem.message
    return {
        "description": harmless(message),
        "check_name": problem.code,
        "fingerprint": print_,
        "severity": _LEVELS[problem.severity],
        "location": {"path": path, "lines": {"begin": max(at.line, 1)}},
    }
