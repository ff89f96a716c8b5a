"""Words floor: one type for everything there is to find, wherever it is found.

Codes by origin: `S` schema and YAML, `F` form, `R` reading, `G` rules, `M` merge, `B` building.
Problems are returned, never raised and never printed below the command line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from goalgen.text import Edit, Source, Span


class Severity(StrEnum):
    """How much a problem weighs: an error blocks, a warning makes exit code 1, an info is told and no more."""

    ERROR = "error"
    WARN = "warn"
    INFO = "info"


class Where(NamedTuple):
    """Where a problem is: a file, there a line, column and length (from 1; 0 is "the whole file"), and a place in Word.

    `cell` is printed as a person would say it: `表12 第5行第6列`.
    """

    file: str = ""
    line: int = 0
    column: int = 0
    length: int = 0
    cell: str = ""

    def __str__(self) -> str:
        place = self.file if not self.line else f"{self.file}:{self.line}:{self.column}"
        return " ".join(part for part in (place, self.cell) if part)


def where(source: Source, span: Span | None = None) -> Where:
    """The place of a span in a source, or of the whole source."""
    if span is None:
        return Where(source.name)
    line, column = source.position(span.start)
    return Where(source.name, line, column, span.end - span.start)


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: what it is called, where it is, what to do, and the edits that would mend it."""

    code: str
    where: Where
    message: str
    severity: Severity = Severity.ERROR
    fix: tuple[Edit, ...] = ()

    def __str__(self) -> str:
        return f"{self.where} {self.code} {self.message}".lstrip()


def blocking(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems is an error."""
    return any(problem.severity is Severity.ERROR for problem in problems)
