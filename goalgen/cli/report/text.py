"""Edge floor: findings for people: where, what, the line itself and a caret that stands right under wide characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from goalgen.cli.console import harmless
from goalgen.cli.manner import COLOURS
from goalgen.cli.report import Run
from goalgen.codes import WORDS
from goalgen.problem import Problem, Severity

WIDTH = 100
"""Columns of a line that are shown; a longer one is cut around what is meant."""


def render(problems: Sequence[Problem], run: Run) -> str:
    """Three lines a problem, those in Word two, of which the second names the project and the indicator; then one for each form that could not be judged whole."""
    lines = [line for problem in problems for line in _problem(problem, run)]
    return "".join(f"{line}\n" for line in [*lines, *(harmless(each.sentence) for each in run.unjudged)])


def _problem(problem: Problem, run: Run) -> list[str]:
    paint = COLOURS[problem.severity] if run.colour else ""
    weight = "" if problem.severity is Severity.ERROR else f"（{WORDS[problem.severity]}）"
    place, message = harmless(str(problem.where)), harmless(problem.message)
    head = f"{place} {_painted(problem.code, paint)} {message}{weight}".lstrip()
    at = problem.where
    line = at.text
    if not line:
        known = at.subject is not None and at.subject.place
        about = " › ".join(part for part in (at.project, at.indicator) if part) if known else ""
        return [head, f"  {harmless(about)}"] if about else [head]
    row, column = at.position
    shown, lead, mark = excerpt(line, column - 1, at.length)
    number = str(row)
    margin = " " * len(number)
    return [head, f"  {number} | {shown}", f"  {margin} | {' ' * lead}{_painted('^' * mark, paint)}"]


def excerpt(line: str, start: int, length: int) -> tuple[str, int, int]:
    """A line with what cannot be seen made visible, cut to size; the columns before the mark and those under it."""
    length = max(1, min(length, len(line) - start))
    columns = _columns_of(line) if len(line) <= WIDTH else ""
    if columns and _sum(columns[:start]) <= WIDTH // 3 and _sum(columns) <= WIDTH:
        return _shown(line), _sum(columns[:start]), max(1, _sum(columns[start : start + length]))
    first, room = start, WIDTH // 3
    while first > 0 and _columns(line[first - 1]) <= room:
        first -= 1
        room -= _columns(line[first])
    last, room = start, WIDTH - width(line[first:start])
    while last < len(line) and _columns(line[last]) <= room:
        room -= _columns(line[last])
        last += 1
    before, after = "…" if first else "", "…" if last < len(line) else ""
    shown = before + _shown(line[first:last]) + after
    return shown, width(before + line[first:start]), max(1, width(line[start : min(start + length, last)]))


def _shown(text: str) -> str:
    return text if text.isprintable() else "".join(map(_visible, text))


class _Columns(dict[int, str]):
    """For each character a digit: the columns that it takes."""

    def __missing__(self, char: int) -> str:
        self[char] = digit = str(_columns(chr(char)))
        return digit


_DIGITS = _Columns()


def _columns_of(text: str) -> str:
    """The columns of each character, a digit each."""
    return text.translate(_DIGITS)


def _sum(columns: str) -> int:
    return columns.count("1") + 2 * columns.count("2")


def width(text: str) -> int:
    """The columns that a text takes in a terminal."""
    return _sum(_columns_of(text))


@lru_cache(maxsize=8192)
def _columns(char: str) -> int:
    char = _visible(char)
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _visible(char: str) -> str:
    return " " if char == "\t" else char if char.isprintable() else "·"


def _painted(text: str, colour: str) -> str:
    return f"\x1b[1;{colour}m{text}\x1b[0m" if colour else text
