"""Edge floor: findings in the formats that people and programs read, one module each, found by being there.

Each has `render(problems, run)`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from goalgen.problem import Problem, Severity, Subject, Unjudged, Where


class Run(NamedTuple):
    """What formats may tell beside the problems."""

    files: int
    """how many were checked"""
    colour: bool = False
    unjudged: Sequence[Unjudged] = ()
    """what could not be judged, form by form: that is no problem of any file"""
    subjects: Sequence[Subject] = ()
    """the projects that were looked at, also those of which there is nothing to be said"""
    found: Sequence[Problem] = ()
    """all problems, where some of them are not to be shown"""
    level: Severity = Severity.INFO
    """the lightest that are shown"""


def end_column(at: Where) -> int:
    """The column after the last character that a problem is about on its first line."""
    rest = len(at.text) - at.column + 1
    return at.column + max(1, min(at.length, rest) if rest > 0 else at.length)


def formats() -> list[str]:
    """The names of the formats."""
    return sorted(info.name for info in pkgutil.iter_modules([str(Path(__file__).parent)]))


def render(name: str, problems: Sequence[Problem], run: Run) -> str:
    """The problems in a format."""
    text: str = import_module(f"goalgen.cli.report.{name}").render(problems, run)
    return text
