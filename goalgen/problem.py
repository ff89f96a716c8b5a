"""Words floor: one type for everything there is to find, wherever it is found.

Codes by origin: `S` schema and YAML, `F` form, `R` reading, `G` rules, `M` merge, `B` building.
Problems are returned, never raised and never printed below the command line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from goalgen.paths import SpecPath
from goalgen.text import Edit, Source, Span


class Severity(StrEnum):
    """How much a problem weighs: an error blocks, a warning makes exit code 1, an info is told and no more."""

    ERROR = "error"
    WARN = "warn"
    INFO = "info"


class Subject(NamedTuple):
    """A table as a person knows it, who reads what was found of many: whose it is, and what it is to cost."""

    file: str
    project: str
    """its name, "" for one without: it is known by its file then"""
    place: str = ""
    """the table in Word that it begins in, where it was read from one: `表3`"""
    unit: str = ""
    """whose project it is"""
    budget: str = ""
    """as it is written"""
    money: str = ""
    """what the budget is in: 万元"""
    budget_yuan: str = ""
    """the budget in 元, "" where it is no number or nobody says in what it is"""


@dataclass(frozen=True, slots=True)
class Where:
    """Where a problem is, as far as it is known; lines and columns are computed when somebody asks for them."""

    file: str = ""
    cell: str = ""
    """a place in Word as a person would say it: `表12 第5行第6列`"""
    path: SpecPath | None = None
    """the value of the spec that it is about"""
    chars: tuple[int, int] | None = None
    """which characters of that value; None is all of it"""
    span: Span | None = None
    """the characters of `source`; None is the whole file, or a file that is no text"""
    source: Source | None = field(default=None, repr=False)
    others: tuple[Where, ...] = ()
    """the other cells, where a value is put together from several of a row"""
    subject: Subject | None = None
    """the table that it is in, where that is to be told"""
    indicator: str = ""
    """the row of it, by the name of its indicator"""

    def __reduce__(self) -> tuple[type[Where], tuple[object, ...]]:
        """To other processes go findings by the thousand: this is the quick way."""
        place = (self.file, self.cell, self.path, self.chars, self.span, self.source)
        return Where, (*place, self.others, self.subject, self.indicator)

    @property
    def project(self) -> str:
        """The name of the project, "" where that is not to be told."""
        return self.subject.project if self.subject else ""

    @property
    def cells(self) -> str:
        """The place in Word with all its cells: `表12 第5行第5–7列`."""
        found = [_CELL.fullmatch(at.cell) for at in (self, *self.others)] if self.others else []
        rows = {match["row"] for match in found if match}
        if None in found or len(rows) != 1:
            return self.cell
        columns = sorted({int(match["column"]) for match in found if match})
        in_one_go = len(columns) > 1 and columns[-1] - columns[0] == len(columns) - 1
        told = f"{columns[0]}–{columns[-1]}" if in_one_go else "、".join(map(str, columns))
        return f"{rows.pop()}第{told}列"

    @property
    def position(self) -> tuple[int, int]:
        """Line and column, both from 1; (0, 0) is the whole file."""
        return self.source.position(self.span.start) if self.source and self.span else (0, 0)

    @property
    def line(self) -> int:
        """The line, from 1; 0 is the whole file."""
        return self.position[0]

    @property
    def column(self) -> int:
        """The column, from 1; 0 is the whole file."""
        return self.position[1]

    @property
    def length(self) -> int:
        """How many characters of the file it is about."""
        return self.span.end - self.span.start if self.span else 0

    @property
    def text(self) -> str:
        """The line without its line end; "" when there is none."""
        return self.source.line(self.line) if self.source and self.span and self.source.text else ""

    def __str__(self) -> str:
        line, column = self.position
        place = f"{self.file}:{line}:{column}" if line else self.file
        return " ".join(part for part in (place, self.cells) if part)


_CELL = re.compile(r"(?P<row>.*第\d+行)第(?P<column>\d+)列")


def where(source: Source, span: Span | None = None) -> Where:
    """The place of a span in a source, or of the whole source."""
    return Where(source.name, span=span, source=source)


TEXT = "\ufdd0"
"""Stands in a sentence where the text to write comes: a character that is none, so that no value can hold it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: what it is called, where it is, what to do, and the edits that would mend it.

    What a person is told to write is `text`, and nothing else: the message shows it where `TEXT` stands in the sentence,
    `fix` says where it goes (law L11). Where a person must choose there is no text.
    """

    code: str
    where: Where
    sentence: str
    severity: Severity = Severity.ERROR
    fix: tuple[Edit, ...] = ()
    text: str = ""

    def __reduce__(self) -> tuple[type[Problem], tuple[object, ...]]:
        return Problem, (self.code, self.where, self.sentence, self.severity, self.fix, self.text)

    @property
    def message(self) -> str:
        """The sentence with the text to write in its place."""
        before, mark, after = self.sentence.rpartition(TEXT)
        return f"{before}{self.text}{after}" if mark and self.text else self.sentence

    def __str__(self) -> str:
        return f"{self.where} {self.code} {self.message}".lstrip()


def blocking(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems is an error."""
    return any(problem.severity is Severity.ERROR for problem in problems)


class Unjudged(NamedTuple):
    """What the rules could not judge of a form, in one sentence: it is told beside the problems and is none."""

    form: str
    sentence: str
    lacks: tuple[tuple[str, tuple[str, ...]], ...]
    """for each meaning that the form lacks the codes of the rules that wait for it"""
