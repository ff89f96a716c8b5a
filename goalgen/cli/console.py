"""Edge floor: what is printed. Findings and data go to standard output, all else to standard error."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

from goalgen.cli import progress
from goalgen.problem import Problem, Severity


def tell(text: str) -> None:
    """Print a line about the work itself."""
    progress.wipe()
    with suppress(OSError):  # where it cannot be said, there is nobody to say it to
        print(harmless(text), file=sys.stderr)


def ask(text: str) -> None:
    """Print a question, and leave the cursor behind it."""
    print(harmless(text), end="", file=sys.stderr, flush=True)


def say(text: str) -> None:
    """Print a line of what was found."""
    progress.wipe()
    print(harmless(text))


def say_each(texts: Iterable[str]) -> None:
    """Print lines of what was found."""
    for text in texts:
        say(text)


def harmless(text: str) -> str:
    """A text that moves no cursor and turns no letters round: names in strangers' files may try to."""
    return text if text.isprintable() else _COMMANDS.sub(lambda match: repr(match[0])[1:-1], text)


_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def tell_each(texts: Iterable[str]) -> None:
    """Print lines about the work itself."""
    for text in texts:
        tell(text)


def unable(reason: Exception | str) -> int:
    """Print why something could not be done; gives the exit code."""
    tell(f"错误：{reason}")
    return 2


def refused(reason: str) -> int:
    """Print why something could not be done, if there is a reason; gives the exit code."""
    return unable(reason) if reason else 0


def report(problems: Iterable[Problem]) -> int:
    """Print problems one a line; gives the exit code they ask for."""
    problems = list(problems)
    for problem in problems:
        say(problem_line(problem))
    return exit_code(problems)


def problem_line(problem: Problem) -> str:
    """A problem as a line."""
    return f"{problem}{'（提示）' if problem.severity is Severity.INFO else ''}"


def exit_code(problems: Iterable[Problem]) -> int:
    """1 when there is anything to mend; what is only told does not count."""
    return int(any(problem.severity is not Severity.INFO for problem in problems))


def data(text: str, *, painted: bool = False) -> None:
    """Print what is meant for a file or a program: UTF-8, whatever the console's code page is.

    On a screen it is made harmless, unless it is `painted`: then it was, before it got its colours.
    """
    progress.wipe()
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # a name may be no text: bytes of GBK
    sys.stdout.write(harmless(text) if sys.stdout.isatty() and not painted else text)


def as_json(value: object) -> None:
    """Print a value as JSON."""
    data(json_text(value))


def as_json_rows(name: str, rows: Iterable[object], rest: Callable[[], Mapping[str, object]]) -> None:
    """Print a JSON object whose first member is a list, each row as it comes; the other members are asked for then."""
    between = ""
    data(f'{{\n  "{name}": [')
    for row in rows:
        data(between + "\n    " + json_text(row).rstrip("\n").replace("\n", "\n    "))
        between = ","
    data(("\n  ]" if between else "]") + "," + json_text(rest())[1:])


def json_text(value: object) -> str:
    """A value as JSON in which what a terminal would obey is escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _COMMANDS.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def problem_json(problem: Problem) -> dict[str, Any]:
    """A problem for programs."""
    at = problem.where
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "message": problem.message,
        "file": at.file,
        "line": at.line,
        "column": at.column,
        "length": at.length,
        "cell": at.cell,
    }
