"""Edge floor: what is printed. Findings and data go to standard output, all else to standard error."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any, TextIO

from goalgen.cli import manner, progress, streams
from goalgen.problem import Problem, Severity


def tell(text: str) -> None:
    """Print a line about the work itself, but to whoever wants findings and errors only."""
    if not manner.quiet():
        alert(text)


def alert(text: str) -> None:
    """Print a line that somebody must read: what could not be done, and why."""
    _print_aside(harmless(text))


def _print_aside(text: str) -> None:
    progress.wipe()
    with suppress(OSError):  # where it cannot be said, there is nobody to say it to
        print(text, file=sys.stderr)


def detail(text: str) -> None:
    """Print a line for whoever wants to know all that is done."""
    if manner.detailed():
        alert(text)


def ask(text: str) -> None:
    """Print a question, and leave the cursor behind it."""
    print(harmless(text), end="", file=sys.stderr, flush=True)


def answer() -> str:
    """The line that is typed in without its end, in whatever encoding the terminal has; raises EOFError where there is none."""
    if sys.stdin is None:
        raise EOFError
    line = sys.stdin.buffer.readline() if hasattr(sys.stdin, "buffer") else sys.stdin.readline()
    if not line:
        raise EOFError
    return (streams.typed(line) if isinstance(line, bytes) else line).rstrip("\r\n")


def agreed(question: str) -> bool:
    """Whether the answer to a question is yes; nothing typed in is no."""
    ask(f"{question}[y/N] ")
    try:
        return answer().strip().lower() in ("y", "yes", "是", "好")
    except EOFError:
        return False


def say(text: str) -> None:
    """Print a line of what was found."""
    progress.wipe()
    print(harmless(text))


def done(text: str) -> None:
    """Print a line of what was written, but to whoever wants findings and errors only."""
    if not manner.quiet():
        say(text)


def done_each(texts: Iterable[str]) -> None:
    """Print lines of what was written."""
    for text in texts:
        done(text)


def say_each(texts: Iterable[str]) -> None:
    """Print lines of what was found."""
    for text in texts:
        say(text)


def harmless(text: str) -> str:
    """A text that moves no cursor and turns no letters round: names in strangers' files may try to."""
    return text if text.isprintable() else _COMMANDS.sub(lambda match: repr(match[0])[1:-1], text)


_OBEYED = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
_COMMANDS = re.compile(f"[{_OBEYED}]|\r(?!\n)")
_UNSAFE = re.compile(f"[{_OBEYED}\r\ud800-\udfff]")
"""what in JSON is escaped: also the bytes of a name that is no UTF-8, so that a program gets them back as they are"""


def alert_each(texts: Iterable[str]) -> None:
    """Print lines that somebody must read."""
    for text in texts:
        alert(text)


def tell_each(texts: Iterable[str]) -> None:
    """Print lines about the work itself."""
    for text in texts:
        tell(text)


def unable(reason: Exception | str) -> int:
    """Print why something could not be done; gives the exit code."""
    _print_aside(f"{manner.painted('错误：', Severity.ERROR, sys.stderr)}{harmless(str(reason))}")
    return 2


def refused(reason: str) -> int:
    """Print why something could not be done, if there is a reason; gives the exit code."""
    return unable(reason) if reason else 0


def report(problems: Iterable[Problem]) -> int:
    """Print problems one a line; gives the exit code they ask for."""
    problems = list(problems)
    for problem in problems:
        progress.wipe()
        print(_coloured(problem, sys.stdout))
    return exit_code(problems)


def report_aside(problems: Iterable[Problem]) -> int:
    """The same on standard error, beside what was asked for."""
    problems = list(problems)
    for problem in problems:
        _print_aside(_coloured(problem, sys.stderr))
    return exit_code(problems)


def problem_line(problem: Problem) -> str:
    """A problem as a line."""
    return f"{problem}{'（提示）' if problem.severity is Severity.INFO else ''}"


def _coloured(problem: Problem, stream: TextIO) -> str:
    """A problem as a line, its code in the colour of its weight."""
    code, line = problem.code, harmless(problem_line(problem))
    place = line.find(code, len(harmless(str(problem.where))))
    if place < 0:
        return line
    return f"{line[:place]}{manner.painted(code, problem.severity, stream)}{line[place + len(code) :]}"


def exit_code(problems: Iterable[Problem]) -> int:
    """1 when there is anything to mend; what is only told does not count."""
    return int(any(problem.severity is not Severity.INFO for problem in problems))


def page(text: str, *, painted: bool = False) -> None:
    """Print many lines of what was found, each with its end; one that is `painted` was made harmless before it got its colours."""
    progress.wipe()
    sys.stdout.write(text if painted else harmless(text))


def data(text: str) -> None:
    """Print what is meant for a file or a program: UTF-8 and `\\n`, whatever the console's code page is; harmless on a screen."""
    progress.wipe()
    out = sys.stdout
    text = harmless(text) if out.isatty() else text
    if not hasattr(out, "buffer"):
        out.write(text)
        return
    out.flush()  # what was said before comes before
    out.buffer.write(streams.in_utf8(text))


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
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


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
