"""Things floor: YAML lines as a clerk sees them, and what is mistyped in them, said with the line as it should be.

For texts that the parser refuses: its own message is of no use to a clerk, so the lines are looked at one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from goalgen.problem import TEXT, Problem, where
from goalgen.spec.canonical import scalar
from goalgen.text import Edit, Source, Span

_NAME = r"[^\W\d][^:：，。；！？“”\"'#\n]{0,19}?"
_MARKS = "“”„‟＂‘’"
_CURLED = re.compile(rf"(?P<open>[{_MARKS}\"'])(?P<inside>[^{_MARKS}\"'\n]+)(?P<close>[{_MARKS}\"'])")
_LINE = re.compile(
    rf"""(?P<indent>\s*)(?P<dashes>(?:-[ \t]+|-$)*)
    (?:(?P<key>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[{_MARKS}"'][^{_MARKS}"':：\n]{{1,20}}[{_MARKS}"']|{_NAME})
    [ \t]*(?P<colon>[:：])(?P<rest>.*))?""",
    re.VERBOSE,
)
_MARKER = re.compile(r"(?:---|\.\.\.)(?:\s|$)|%(?:YAML|TAG)\s")
_BLOCK = re.compile(r"[|>][-+]?[1-9]?[-+]?[ \t]*(?:\s#.*)?$")
_QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""")
_REFERENCE = re.compile(r"[&*][\w-]+(?:\s|$)|!!\w|!<", re.ASCII)
_COMMENT = re.compile(r"(?:^|\s)#.*")
_REMARK = re.compile(r"\s+#(?:[\s#!].*|goalgen:.*|$)")
"""A comment that surely is one: what follows # at once may be meant as content."""
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


def uncurled(text: str) -> str | None:
    """What stands inside quotation marks that YAML does not know, Chinese ones, around a whole key or value; else None."""
    match = _CURLED.fullmatch(text)
    known = match is None or (match["open"] in "\"'" and match["open"] == match["close"])
    return None if match is None or known else match["inside"]


def parted(value: str) -> tuple[str, str]:
    """A value as it is written and the comment behind it, with the space between."""
    value = value.strip(_EDGE)
    match = _REMARK.search(value)
    return (value[: match.start()].strip(_EDGE), value[match.start() :]) if match else (value, "")


def written(value: str) -> str:
    """A value as it should be written: quoted where it must be; what is quoted, a block or empty stays, and so do comments."""
    value = value.strip(_EDGE)
    quoted = _QUOTED.match(value)
    if quoted and re.fullmatch(r"\s*(?:\s#.*)?", value[quoted.end() :]):
        return value
    text, remark = parted(value)
    if not text or text.startswith("#") or re.fullmatch(r"[|>][-+]?|\[\]|\{\}", text):
        return value
    inside = uncurled(text)
    return scalar(text if inside is None else inside) + remark


def respelt(value: str) -> str:
    """A value that cannot stand plain, in double quotes; the comment behind it stays behind it."""
    text, remark = parted(value)
    return scalar(text) + remark


def _named(line: Line) -> str:
    """The key of a line as it should be written."""
    inside = uncurled(line.key) if line.key else None
    return (line.key or "") if inside is None else scalar(inside)


def slip(source: Source, code: str, line: Line, place: int, message: str, value: str) -> Problem:
    """A slip at `place` of a line, and the line with `value` as the text that was meant, written as it should be."""
    key = "" if line.key is None else f"{_named(line)}: "
    meant = f"{line.dashes}{key}{value}".rstrip(" ")
    end = line.start + len(line.text)
    span = Span(line.start + place, max(end, line.start + place + 1))
    edit = Edit(Span(line.start + len(line.indent), end), meant)
    return Problem(code, where(source, span), f"{message}，应写成：{TEXT}", fix=(edit,), text=meant)


def colon(source: Source, line: Line) -> Problem:
    """A full-width colon, or no space after the colon."""
    place = len(line.text) - len(line.rest) - 1
    if line.colon == "：":
        return slip(source, "S121", line, place, f"「{_named(line)}」后面是全角冒号", written(line.rest))
    return slip(source, "S129", line, place, f"「{_named(line)}」的冒号后面缺空格", written(line.rest))


def dash(source: Source, line: Line) -> Problem:
    """No space after the dash of a list item, which may be a text or the first line of a mapping."""
    place = line.column
    item = lines(line.text[place + 1 :])[0]
    if item.is_entry:
        value = item.text.rstrip(" \t")
    elif item.key is not None and item.colon == "：":
        value = f"{_named(item)}: {written(item.rest)}".rstrip(" ")
    else:
        value = written(item.text)
    line = line._replace(dashes=line.dashes + "- ", key=None)
    return slip(source, "S128", line, place, "「-」后面缺空格", value)


def curled_key(source: Source, span: Span, inside: str) -> Problem:
    """A key in Chinese quotation marks: they became part of its name."""
    message = f"「{inside}」的引号是中文的，会算在字段名里：请删去引号"
    return Problem("S134", where(source, span), message, fix=(Edit(span, scalar(inside)),))


def indicator(source: Source, line: Line) -> Problem:
    """A value that begins with a character that means something to YAML."""
    message = f"值不能以「{line.value[:1]}」开头，要加英文双引号"
    return slip(source, "S124", line, line.place, message, respelt(line.value))


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


def _is_pasted(line: Line) -> bool:
    """Whether a line is text at the very left, with no key and no dash."""
    plain = line.text[:1] not in tuple("-]}[{'\"|>&*!@`%,")
    return plain and not line.indent and not line.dashes and line.key is None


def pasted(source: Source, line: Line, depth: int) -> Problem:
    """A text at the very left that no key stands before; `depth` is the indentation of a block just above, else 0."""
    place = where(source, Span(line.start, line.start + len(line.text)))
    if depth:
        message = f"这一行顶格，没有字段名：是上面一段的内容，行首要有 {depth} 个空格"
        return Problem("S135", place, message, fix=(Edit(Span(line.start, line.start), " " * depth),))
    message = "这一行顶格，没有字段名：是字段就补上冒号和值，是上一行的内容就接到上一行末尾，要分段就用「|-」"
    return Problem("S135", place, message)


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
    opened, mappings, i, depth = True, False, 0, 0
    while i < len(pending):
        line = pending[i]
        following = pending[i + 1] if i + 1 < len(pending) else None
        i += 1
        if columns and not opened and _is_pasted(line):
            yield pasted(source, line, depth)
            continue
        if line.indent.strip(" "):
            yield indentation(source, line)
        else:
            yield from _aligned(source, _dashed(line), columns, opened)
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
            depth = len(pending[i].indent) if taken and _BLOCK.match(line.value) else 0
            i += taken


def _dashed(line: Line) -> Line:
    """The line as it is meant, where the space after its dash is missing: what follows is aligned with its key."""
    if line.dashes or not re.match(r"-[^\s\d-]", line.content):
        return line
    return line._replace(dashes="- ", key=lines(line.content[1:])[0].key)


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
        return 0, [slip(source, "S126", line, line.place + match.start(), message, respelt(value))]
    return 0, []


def _quoted(source: Source, line: Line, rest: Iterable[Line], ends: bool) -> tuple[int, list[Problem]]:
    """The slip in a value that begins with a quotation mark."""
    value = line.value
    if match := _QUOTED.match(value):
        if not value[match.end() :].strip() or _COMMENT.match(value, match.end()):
            return 0, []
        place = line.place + match.end()
        return 0, [slip(source, "S125", line, place, "引号后面还有文字，要把整个值放进英文双引号", respelt(value))]
    if ends:
        text, remark = parted(value[1:])
        meant = scalar(text.rstrip(_MARKS + "\"'")) + remark
        return 0, [slip(source, "S130", line, line.place, "缺少英文后引号", meant)]
    closing = re.compile(rf"{value[0]}\s*(?:#.*)?$")
    taken = 0
    for taken, other in enumerate(rest, 1):  # noqa: B007
        if closing.search(other.text):
            break
    return taken, []
