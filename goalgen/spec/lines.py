"""Things floor: YAML lines as a clerk sees them, and what is mistyped in one, said with the line as it should be."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from goalgen.problem import TEXT, Problem, where
from goalgen.spec.canonical import MARKS, scalar
from goalgen.text import Edit, Source, Span

_NAME = r"[^\W\d][^:：，。；！？“”\"'#\n]{0,19}?"
_QUOTE = rf"[{MARKS}\"']"
_CURLED = re.compile(rf"(?P<open>{_QUOTE})(?P<inside>[^{MARKS}\"'\n]+)(?P<close>{_QUOTE})")
_QUOTED_NUMBER = re.compile(rf"{_QUOTE}*(?P<number>\d[\d.,]*[%％]?){_QUOTE}+(?P<rest>[ \t]*[^{MARKS}\"']{{0,4}})")
"""A number in quotation marks, or behind half a pair, and a unit: nobody prints the marks."""
_LINE = re.compile(
    rf"""(?P<indent>\s*)(?P<dashes>(?:-[ \t]+|-$)*)
    (?:(?P<key>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|{_QUOTE}[^{MARKS}"':：\n]{{1,20}}{_QUOTE}|{_NAME})
    [ \t]*(?P<colon>[:：∶﹕︰])(?P<rest>.*))?""",
    re.VERBOSE,
)
_EQUALS = re.compile(rf"(?P<key>{_NAME})[ \t]*(?P<sign>[=＝])[ \t]*(?P<rest>.*)")
_NEXT = re.compile(rf"[ \t\u3000\xa0,，;；、]*(?<=[ \t\u3000\xa0,，;；、\"'”])(?P<key>{_NAME})[ \t]*[:：](?=[ \t]|$)")
"""A key behind a value: a space or a mark, or the value's closing quotation mark, parts them."""
_MARKER = re.compile(r"(?:---|\.\.\.)(?:\s|$)|%(?:YAML|TAG)\s")
QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""")
_REMARK = re.compile(r"\s+#(?:[\s#!].*|goalgen:.*|$)")
"""A comment that surely is one: what follows # at once may be meant as content."""
_EDGE = " \t\u3000\xa0"
_SPACES = {"\t": "制表符（Tab）", "\u3000": "全角空格", "\xa0": "不换行空格（U+00A0）"}
_BULLET = re.compile(r"-(?=[^\s\d-])|(?:--+|-|[－—–−‐‑•·●▪*＊]+)[ \t\u3000\xa0]*(?=\S)")
"""What stands where the dash of a list item and its space should: the first only is told anywhere, a number may be meant."""
ABOVE = 200
"""So many lines above one are looked at."""

Fields = Callable[[str], bool]
"""Whether a name is a field of the form, or may be meant for one."""


def any_field(_: str) -> bool:
    """What is asked when the form is not known."""
    return True


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
    quoted = QUOTED.match(value)
    if quoted and re.fullmatch(r"\s*(?:\s#.*)?", value[quoted.end() :]):
        number = _QUOTED_NUMBER.fullmatch(quoted[0])
        return scalar(number["number"]) + value[quoted.end() :] if number and quoted[0][1] in MARKS else value
    text, remark = parted(value)
    if not text or text.startswith("#") or re.fullmatch(r"[|>][-+]?|\[\]|\{\}", text):
        return value
    return scalar(_bare(text)) + remark


def respelt(value: str) -> str:
    """A value that cannot stand plain, in double quotes; the comment behind it stays behind it."""
    text, remark = parted(value)
    return scalar(_bare(text)) + remark


def _bare(text: str) -> str:
    """A value without the quotation marks that were meant for YAML: around it, around its number, or half a pair before it."""
    inside = uncurled(text)
    if inside is not None:
        return inside
    if match := _QUOTED_NUMBER.fullmatch(text):
        return f"{match['number']}{match['rest']}"
    return text[1:] if text[:1] in ('"', "'") and text.count(text[0]) == 1 else text


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
    """A full-width colon or what looks like one, or no space after the colon."""
    place = len(line.text) - len(line.rest) - 1
    if line.colon == "：":
        return slip(source, "S121", line, place, f"「{_named(line)}」后面是全角冒号", written(line.rest))
    if line.colon != ":":
        return slip(
            source, "S121", line, place, f"「{_named(line)}」后面的「{line.colon}」不是英文冒号", written(line.rest)
        )
    return slip(source, "S129", line, place, f"「{_named(line)}」的冒号后面缺空格", written(line.rest))


def equals(source: Source, line: Line, is_field: Fields = any_field) -> Problem | None:
    """A field that an equals sign stands behind instead of a colon."""
    match = _EQUALS.fullmatch(line.content) if line.key is None else None
    if match is None or not is_field(label(match["key"])):
        return None
    line = line._replace(key=match["key"], colon=match["sign"])
    said = f"「{_named(line)}」后面是「{match['sign']}」，要用英文冒号加空格"
    return slip(source, "S121", line, line.column + match.start("sign"), said, written(match["rest"]))


def bullet(line: Line, listing: bool) -> str:
    """What stands at the beginning of a line in place of a dash and a space; "" when nothing does. `listing` is in a list."""
    match = None if line.dashes else _BULLET.match(line.content)
    return match[0] if match and (listing or re.match(r"-[^\s\d-]", line.content)) else ""


def dash(source: Source, line: Line, mark: str, *, is_field: Fields = any_field, mapping: bool = False) -> Problem:
    """A list item that does not begin with a dash and a space; it may be a text or, `mapping`, the first line of a mapping."""
    place = line.column
    item = lines(line.text[place + len(mark) :])[0]
    named = item.key is not None and is_field(label(item.key))
    if item.is_entry:
        value = f"{_named(item)}:{item.rest}".rstrip(" \t")
    elif named and (item.colon == "：" or mapping):
        value = f"{_named(item)}: {written(item.rest)}".rstrip(" ")
    else:
        value = written(item.text)
    said = "「-」后面缺空格" if mark == "-" else f"列表的一项要用英文的「-」加一个空格开头，这里是「{mark}」"
    return slip(source, "S128", line._replace(dashes=line.dashes + "- ", key=None), place, said, value)


def undashed(source: Source, line: Line, dashes: str = "") -> Problem:
    """The first line of a list's item without its dash; `dashes` are what took the place of the end of its indentation."""
    value = line.content.rstrip(" \t")
    place = line.column
    line = line._replace(dashes=dashes or "- ", indent=line.indent[: len(line.indent) - len(dashes)], key=None)
    return slip(source, "S128", line, place, "这一项前面缺「- 」", value)


def label(key: str) -> str:
    """A key as the form would have it: without quotation marks and edge spaces."""
    inside = uncurled(key)
    return (key.strip("\"'") if inside is None else inside).strip(_EDGE)


def curled_key(source: Source, span: Span, inside: str) -> Problem:
    """A key in Chinese quotation marks: they became part of its name."""
    message = f"「{inside}」的引号是中文的，会算在字段名里：请删去引号"
    return Problem("S134", where(source, span), message, fix=(Edit(span, scalar(inside)),))


def beyond(source: Source, line: Line, place: int) -> Problem:
    """A value that goes on behind its closing quotation mark."""
    meant = respelt(line.value)
    kept = "要把整个值放进英文双引号" if re.search(r"\\\"|'", meant) else "引号会印到表上"
    return slip(source, "S125", line, place, f"引号后面还有文字，{kept}", meant)


def inner_colon(source: Source, line: Line, place: int, *, last: bool) -> Problem:
    """A value with a colon and a space inside, or, `last`, a colon at its end."""
    message = "值以冒号结尾，要加英文双引号" if last else "值里有冒号加空格，要加英文双引号"
    return slip(source, "S126", line, place, message, respelt(line.value))


def joined(source: Source, line: Line, is_field: Fields) -> Problem | None:
    """A second field behind the value of the first, in one line: it goes to a line of its own. Only of a form that is known."""
    if is_field("") or line.key is None or not is_field(label(line.key)):  # no name is one of a form that is known
        return None
    for match in _NEXT.finditer(line.value):
        if is_field(label(match["key"])):
            start = line.start + line.place
            gap = Span(start + match.start(), start + match.start("key"))
            message = f"「{label(match['key'])}」和「{label(line.key)}」写在了一行：每个字段各占一行"
            place = where(source, Span(gap.end, line.start + len(line.text)))
            return Problem("S140", place, message, fix=(Edit(gap, "\n" + " " * line.column),))
    return None


def unclosed(source: Source, line: Line) -> Problem:
    """A value whose closing quotation mark is missing, or is one that YAML does not know."""
    text, remark = parted(line.value[1:])
    return slip(source, "S130", line, line.place, "缺少英文后引号", scalar(text.rstrip(MARKS + "\"'")) + remark)


def indicator(source: Source, line: Line) -> Problem:
    """A value that begins with a character that means something to YAML."""
    message = f"值不能以「{line.value[:1]}」开头，要加英文双引号"
    return slip(source, "S124", line, line.place, message, respelt(line.value))


def indentation(source: Source, line: Line) -> Problem:
    """Something else than spaces in front of a line, which then stands where a line of its kind can."""
    odd = next(char for char in line.indent if char != " ")
    span = Span(line.start, line.start + len(line.indent))
    message = f"行首是{_SPACES.get(odd, f'特殊空格（U+{ord(odd):04X}）')}，缩进只能用英文空格，每层 2 个"
    place = where(source, Span(line.start + line.indent.index(odd), span.end))
    return Problem("S123" if odd == "\t" else "S122", place, message, fix=(Edit(span, " " * _width(source, line)),))


def _width(source: Source, line: Line) -> int:
    """How deep a line with odd spaces in front was meant to stand: the nearest column that the lines above leave open."""
    width = sum(2 if char in "\t\u3000" else 1 for char in line.indent)
    open_columns: list[int] = []
    end = line.start - 1
    for _ in range(ABOVE):
        if end < 0 or (open_columns and open_columns[-1] == 0):
            break
        start = source.text.rfind("\n", 0, end) + 1
        above = lines(source.text[start:end])[0]
        end = start - 1
        if above.is_empty or above.indent.strip(" ") or not (above.dashes or above.is_entry):
            continue
        is_open = not open_columns and above.is_entry and not parted(above.value)[0]
        columns = {len(above.indent)} | ({above.column} if above.is_entry and not line.dashes else set())
        columns |= {above.column + 2} if is_open else set()
        if line.dashes and not (above.dashes or is_open):
            columns = set()
        open_columns += sorted((c for c in columns if not open_columns or c < open_columns[-1]), reverse=True)
    return min(open_columns, key=lambda column: abs(column - width), default=width)


def misplaced(source: Source, line: Line, column: int, number: int) -> Problem:
    """A line that stands deeper or less deep than its neighbours."""
    start = line.start + len(line.indent)
    message = f"缩进不一致：应与第 {number} 行对齐，行首 {column} 个空格"
    place = where(source, Span(start, max(line.start + len(line.text), start + 1)))
    return Problem("S132", place, message, fix=(Edit(Span(line.start, start), " " * column),))


def pasted(source: Source, line: Line, depth: int = 0, above: Line | None = None) -> Problem:
    """A text that no field of the form stands before; `depth` is the indentation of a block just above, else 0."""
    place = where(source, Span(line.start, line.start + len(line.text)))
    front = len(line.text) - len(line.text.lstrip(" "))
    named = line.key is not None and not line.rest.startswith("//")
    said = (
        f"没有「{label(line.key or '')}」这个字段"
        if named
        else "这一行没有字段名"
        if front
        else "这一行顶格，没有字段名"
    )
    if depth:
        fix = Edit(Span(line.start, line.start + front), " " * depth)
        return Problem("S135", place, f"{said}：是上面一段的内容，行首要有 {depth} 个空格", fix=(fix,))
    new = "" if named else "是字段就补上冒号和值，"
    if above is None:
        return Problem("S135", place, f"{said}：{new}是说明就在行首加「#」，不要就删去")
    if above.dashes and above.key is None:
        return Problem("S135", place, f"{said}：是新的一条就在行首加「- 」，是上一行的内容就接到上一行末尾")
    return Problem("S135", place, f"{said}：{new}是上一行的内容就接到上一行末尾，要分段就用「|-」")


def unlisted(source: Source, line: Line) -> Problem:
    """A text at the left under a field that has nothing behind its colon."""
    place = where(source, Span(line.start, line.start + len(line.text)))
    message = "这一行顶格，没有字段名：是列表的一条就在行首加「- 」，是上一行那个字段的值就接到冒号后面"
    return Problem("S135", place, message)


def commented(source: Source, line: Line, depth: int) -> Problem:
    """A line in the midst of a block that begins with # at the left: a comment, which ends the block."""
    front = len(line.text) - len(line.text.lstrip(" "))
    message = f"「#」开头的一行把上面一段截断了：是上面一段的内容，行首要有 {depth} 个空格"
    place = where(source, Span(line.start, line.start + len(line.text)))
    return Problem("S135", place, message, fix=(Edit(Span(line.start, line.start + front), " " * depth),))


def swallowed(source: Source, line: Line, is_field: Fields = any_field) -> list[Problem]:
    """The slip that makes the parser take a line of its own for text."""
    if line.key is not None and not line.is_entry and not line.rest.startswith("//"):
        return [colon(source, line)] if is_field(label(line.key)) else []
    if mark := bullet(line, listing=False):
        return [dash(source, line, mark, is_field=is_field)]
    return []
