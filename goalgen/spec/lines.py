"""Things floor: YAML lines as a clerk sees them, and what is mistyped in them, said with the line as it should be.

For texts that the parser refuses: its own message is of no use to a clerk, so the lines are looked at one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from goalgen.problem import Problem, where
from goalgen.spec.canonical import scalar
from goalgen.text import Edit, Source, Span

_NAME = r"[^\W\d][^:：，。；！？“”\"'#\n]{0,19}?"
_LINE = re.compile(
    rf"""(?P<indent>\s*)(?P<dashes>(?:-[ \t]+|-$)*)
    (?:(?P<key>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|{_NAME})[ \t]*(?P<colon>[:：])(?P<rest>.*))?""",
    re.VERBOSE,
)
_MARKER = re.compile(r"(?:---|\.\.\.)(?:\s|$)|%(?:YAML|TAG)\s")
_BLOCK = re.compile(r"[|>][-+]?[1-9]?[-+]?[ \t]*(?:\s#.*)?$")
_QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""")
_REFERENCE = re.compile(r"[&*][\w-]+(?:\s|$)|!!\w|!<", re.ASCII)
_COMMENT = re.compile(r"(?:^|\s)#.*")
_BRACKETS = {"[": "]", "{": "}"}
_EDGE = " \t\u3000\xa0"
_SPACES = {"\t": "制表符（Tab）", "\u3000": "全角空格", "\xa0": "不换行空格（U+00A0）"}


class Line(NamedTuple):
    """A line without its end: indentation, list dashes, and the key with its colon when there is one."""

    number: int
    start: int
    text: str
    indent: str
    dashes: str
    key: str | None
    colon: str
    rest: str

    @property
    def column(self) -> int:
        """Where, from 0, the content after indentation and dashes begins."""
        return len(self.indent) + len(self.dashes)

    @property
    def content(self) -> str:
        """What follows indentation and dashes."""
        return self.text[self.column :]

    @property
    def place(self) -> int:
        """Where, from 0, the value begins."""
        return len(self.text) - len((self.content if self.key is None else self.rest).lstrip(" \t"))

    @property
    def value(self) -> str:
        """The value as it is written, with a comment if there is one."""
        return self.text[self.place :].rstrip(" \t")

    @property
    def is_entry(self) -> bool:
        """Whether this is surely `key: value`."""
        return self.colon == ":" and self.rest[:1] in ("", " ", "\t")

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands here but space and comment."""
        return not self.text.strip() or self.content.startswith("#") or bool(_MARKER.match(self.text))


def lines(text: str) -> list[Line]:
    """The lines of a text."""
    found = []
    start = 0
    for number, piece in enumerate(text.split("\n"), 1):
        match = _LINE.match(line := piece.rstrip("\r"))
        assert match
        found.append(Line(number, start, line, *match.groups(default="")))
        if match["key"] is None:
            found[-1] = found[-1]._replace(key=None)
        start += len(piece) + 1
    return found


def line_at(source: Source, offset: int) -> Line:
    """The line that holds the character at `offset`."""
    number, column = source.position(offset)
    return lines(source.line(number))[0]._replace(number=number, start=offset - column + 1)


def slip(source: Source, code: str, line: Line, place: int, message: str, value: str) -> Problem:
    """A slip at `place` of a line, and the line with `value` as the text that was meant."""
    key = "" if line.key is None else f"{line.key}: "
    value = value.strip(_EDGE)
    quoted = _QUOTED.match(value)
    is_written = quoted is not None and re.fullmatch(r"\s*(?:\s#.*)?", value[quoted.end() :])
    meant = f"{line.dashes}{key}{value if is_written else scalar(value)}"
    end = line.start + len(line.text)
    span = Span(line.start + place, max(end, line.start + place + 1))
    edit = Edit(Span(line.start + len(line.indent), end), meant)
    return Problem(code, where(source, span), f"{message}，应写成：{meant}", fix=(edit,))


def colon(source: Source, line: Line) -> Problem:
    """A full-width colon, or no space after the colon."""
    place = len(line.text) - len(line.rest) - 1
    if line.colon == "：":
        return slip(source, "S121", line, place, f"「{line.key}」后面是全角冒号", line.rest)
    return slip(source, "S129", line, place, f"「{line.key}」的冒号后面缺空格", line.rest)


def dash(source: Source, line: Line) -> Problem:
    """No space after the dash of a list item."""
    place = line.column
    line = line._replace(dashes=line.dashes + "- ", key=None)
    return slip(source, "S128", line, place, "「-」后面缺空格", line.text[place + 1 :])


def indicator(source: Source, line: Line) -> Problem:
    """A value that begins with a character that means something to YAML."""
    return slip(source, "S124", line, line.place, f"值不能以「{line.value[:1]}」开头，要加英文双引号", line.value)


def indentation(source: Source, line: Line) -> Problem:
    """Something else than spaces in front of a line."""
    odd = next(char for char in line.indent if char != " ")
    span = Span(line.start, line.start + len(line.indent))
    width = sum(2 if char in "\t\u3000" else 1 for char in line.indent)
    message = f"行首是{_SPACES.get(odd, f'特殊空格（U+{ord(odd):04X}）')}，缩进只能用英文空格，每层 2 个"
    place = where(source, Span(line.start + line.indent.index(odd), span.end))
    return Problem("S123" if odd == "\t" else "S122", place, message, fix=(Edit(span, " " * width),))


def misplaced(source: Source, line: Line, column: int, number: int) -> Problem:
    """A line that stands deeper or less deep than its neighbours."""
    start = line.start + len(line.indent)
    message = f"缩进不一致：应与第 {number} 行对齐，行首 {column} 个空格"
    place = where(source, Span(start, max(line.start + len(line.text), start + 1)))
    return Problem("S132", place, message, fix=(Edit(Span(line.start, start), " " * column),))


def swallowed(source: Source, line: Line) -> list[Problem]:
    """The slip that makes the parser take a line of its own for text."""
    if line.key is not None and not line.is_entry and not line.rest.startswith("//"):
        return [colon(source, line)]
    if re.match(r"-[^\s\d-]", line.content):
        return [dash(source, line)]
    return []


def broken(source: Source) -> Iterator[Problem]:
    """The slips of a text that the parser refuses."""
    pending = [line for line in lines(source.text) if not line.is_empty]
    columns: list[tuple[int, int]] = []
    opened, mappings, i = True, False, 0
    while i < len(pending):
        line = pending[i]
        following = pending[i + 1] if i + 1 < len(pending) else None
        i += 1
        if line.indent.strip(" "):
            yield indentation(source, line)
        else:
            yield from _aligned(source, line, columns, opened)
        opened = not _COMMENT.sub("", line.value)
        if line.dashes:
            inside = following and following.column == line.column and not following.dashes and following.key
            if (mappings or inside) and not line.is_entry and line.key is not None:
                yield colon(source, line)
                continue
            mappings = line.is_entry
        elif found := swallowed(source, line):
            yield from found
            continue
        if not opened and (line.dashes or line.is_entry):
            taken, found = _value(source, line, pending, i)
            yield from found
            i += taken


def _aligned(source: Source, line: Line, columns: list[tuple[int, int]], opened: bool) -> Iterator[Problem]:
    """Compares a line with the columns of the lines around it, and keeps these up to date."""
    if not (line.dashes or line.key):
        return
    here = len(line.indent)
    left = columns[-1] if columns else (here, line.number)
    while columns and columns[-1][0] > here:
        left = columns.pop()
    if columns and columns[-1][0] != here and not opened:
        near = min(left, columns[-1], key=lambda other: abs(other[0] - here))
        yield misplaced(source, line, *near)
    for column in sorted({here, line.column}):
        if columns and columns[-1][0] == column:
            columns.pop()
        columns.append((column, line.number))


def _value(source: Source, line: Line, pending: Sequence[Line], after: int) -> tuple[int, list[Problem]]:
    """The slip in a value, and how many of the following lines belong to the value."""
    value, first = line.value, line.value[:1]
    ends = after == len(pending) or bool(pending[after].dashes) or pending[after].is_entry
    rest = islice(pending, after, None)
    if first in ('"', "'"):
        return _quoted(source, line, rest, ends)
    if _BLOCK.match(value):
        depth = len(line.indent) if line.key is None else line.column
        taken = next((n for n, other in enumerate(rest) if len(other.indent) <= depth), len(pending) - after)
        return taken, [] if taken else [indicator(source, line)]
    if first in _BRACKETS:
        closed = _COMMENT.sub("", value).rstrip().endswith(_BRACKETS[first])
        return 0, [] if closed or not (ends or _BRACKETS[first] in value) else [indicator(source, line)]
    if _REFERENCE.match(value):
        return 0, []
    if first in "|>@`%&*!]}" or re.match(r"[-?:](?:\s|$)", value):
        return 0, [indicator(source, line)]
    text = _COMMENT.sub("", value)
    if match := re.search(r":(?=\s|$)", text):
        message = "值里有冒号加空格，要加英文双引号" if match.end() < len(text) else "值以冒号结尾，要加英文双引号"
        return 0, [slip(source, "S126", line, line.place + match.start(), message, text)]
    return 0, []


def _quoted(source: Source, line: Line, rest: Iterable[Line], ends: bool) -> tuple[int, list[Problem]]:
    """The slip in a value that begins with a quotation mark."""
    value = line.value
    if match := _QUOTED.match(value):
        if not value[match.end() :].strip() or _COMMENT.match(value, match.end()):
            return 0, []
        place = line.place + match.end()
        return 0, [slip(source, "S125", line, place, "引号后面还有文字，要把整个值放进英文双引号", value)]
    if ends:
        text = value[1:].rstrip("”’＂\"'")
        return 0, [slip(source, "S130", line, line.place, "缺少英文后引号", text)]
    closing = re.compile(rf"{value[0]}\s*(?:#.*)?$")
    taken = 0
    for taken, other in enumerate(rest, 1):  # noqa: B007
        if closing.search(other.text):
            break
    return taken, []
