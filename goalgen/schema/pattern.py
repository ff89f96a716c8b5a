r"""Words floor: what a `pattern` means: ECMA-262 with the `u` flag, as in every editor, said in the words of Python's `re`.

`\d` `\w` `\b` are ASCII, `\s` is ECMA's list, `.` stops at its four line ends, `$` is the very end. Every character of the
result is spelled out, so that neither flags nor the version of Python decide. What cannot be said exactly (`\p{…}`, a
reference to a group, a look-behind of varying length) is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

from goalgen.schema.effort import Piece, Ranges, longest

MAX_LENGTH = 10_000
"""No longer pattern is used; the longest packaged one has 16 characters."""


_DIGIT: Ranges = ((0x30, 0x39),)
_WORD: Ranges = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
_SPACE: Ranges = (
    (0x09, 0x0D), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F),
    (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF),
)  # fmt: skip
_LAST = 0x10FFFF
_ANY: Ranges = ((0x00, 0x09), (0x0B, 0x0C), (0x0E, 0x2027), (0x202A, _LAST))
_CONTROLS = {"t": 0x09, "n": 0x0A, "v": 0x0B, "f": 0x0C, "r": 0x0D, "0": 0x00}
_LETTER = "[A-Za-z0-9_]"
_EDGE = f"(?:(?<={_LETTER})(?!{_LETTER})|(?<!{_LETTER})(?={_LETTER}))"
_NO_EDGE = f"(?:(?<={_LETTER})(?={_LETTER})|(?<!{_LETTER})(?!{_LETTER}))"
_PLAIN = {"^": r"\A", "$": r"\Z", ".": "[^\\n\\r\u2028\u2029]", "|": "|", r"\b": _EDGE, r"\B": _NO_EDGE}

_HEX = "[0-9A-Fa-f]"
_ESCAPE = (
    rf"\\(?:[dDwWsS]|[tnvfr]|0(?![0-9])|c[A-Za-z]|x{_HEX}{{2}}|u\{{0*{_HEX}{{1,6}}\}}"
    rf"|u[dD][89abAB]{_HEX}{{2}}\\u[dD][c-fC-F]{_HEX}{{2}}|u{_HEX}{{4}}|[\^$\\.*+?()\[\]{{}}|/])"
)
_TOKEN = re.compile(
    r"(?P<repeat>(?:[*+?]|\{(?P<least>[0-9]+)(?P<more>,(?P<most>[0-9]*))?\})\??)"
    r"|(?P<open>\((?:\?(?:[:=!]|<[=!]|<(?P<name>[^\W\d]\w*)>)|(?!\?)))"
    r"|(?P<close>\))"
    r"|(?P<plain>[\^$.|]|\\[bB])"
    r"|\[(?P<not>\^?)(?P<set>(?:\\[\s\S]|[^\]\\])*)\]"
    rf"|(?P<one>{_ESCAPE}|[^\\\[\](){{}}*+?|^$.])"
)
_MEMBER = re.compile(rf"{_ESCAPE}|\\[b-]|[^\\]")
_MOST_DIGITS = 5
"""A repetition of 100,000 times and more is refused: no text of a form is so long."""
_REASONS = (
    (re.compile(r"\\[pP]"), r"\p{…} 按 Unicode 类别取字，这里不能用，请写出字的范围，如 [一-龥]"),
    (re.compile(r"\\[1-9k]"), r"引用前面一组（\1、\k<名>）这里不能用，请另想写法"),
    (re.compile(r"\\"), "没有这样的转义；要的是字符本身，就不写反斜线"),
    (re.compile(r"\[(?!(?:\\[\s\S]|[^\]\\])*\])"), "「[」没有「]」与它配对"),
    (re.compile(r"\(\?"), "「(?」后面只能是 :、=、!、<=、<!、<组名>"),
    (re.compile(r"[\]{}]"), "这个符号前面要加「\\」"),
)


class Unsayable(ValueError):  # noqa: N818  it is an answer, not an error of ours
    """A pattern that is not ECMA-262's, or that Python's `re` cannot say; the text is for the user."""


class _Group(NamedTuple):
    """A group that is open: where it begins, and whether it is a look around, which may not be repeated."""

    start: int
    look: bool
    around: list[list[Piece]]
    """the alternatives that it stands in"""


def literal_pattern(text: str) -> str:
    """The pattern that matches just this text: ECMA's `u` flag lets only signs of its syntax be escaped."""
    return re.sub(r"[\^$\\.*+?()\[\]{}|/]", r"\\\g<0>", text)


@dataclass(frozen=True)
class Matcher:
    """A pattern in Python's words, to be searched for in texts that are short enough for it; no longer text matches it."""

    text: str
    most: int | None = None

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern as Python's; most of those that are known are never searched for."""
        return re.compile(self.text)

    def search(self, text: str) -> re.Match[str] | None:
        """The first match in a text."""
        return None if self.most is not None and len(text) > self.most else self.compiled.search(text)


def value_regex(part: Mapping[str, Any]) -> Matcher | None:
    """What a field's text must look like, by its sub-schema: one of an `enum`, its `pattern`; None when anything goes."""
    if "enum" in part or "const" in part:
        allowed = part.get("enum", [part.get("const")])
        return Matcher("|".join(rf"\A{re.escape(str(text))}\Z" for text in allowed) or "(?!)")
    pattern = part.get("pattern")
    return regex(pattern) if pattern else None


@cache
def regex(pattern: str) -> Matcher:
    """The one compiled form of a schema's `pattern`, to be searched for in a text; `Unsayable` when there is none."""
    if len(pattern) > MAX_LENGTH:
        raise Unsayable(f"太长，超过 {MAX_LENGTH} 字")
    try:
        said = _translated(pattern)
        most = longest(said.ways, anchored=said.anchored, fails=said.fails)
        re.compile(said.text)
    except re.error as error:
        raise Unsayable("(?<=…)、(?<!…) 里只能写长度固定的内容") from error
    except (RecursionError, OverflowError, MemoryError) as error:
        raise Unsayable("太复杂") from error
    if most == 0:
        raise Unsayable("有的文字要试太多次才知道合不合：重复里不要再套重复，相邻的两段不要能取同样的字")
    return Matcher(said.text, most)


class _Said(NamedTuple):
    """A pattern in Python's words, and how it is built."""

    text: str
    ways: list[list[Piece]]
    anchored: bool
    fails: bool


def _translated(pattern: str) -> _Said:
    """The pattern in Python's words. Groups capture nothing: only whether there is a match is ever asked."""
    said: list[str] = []
    groups: list[_Group] = []
    names: set[str] = set()
    ways: list[list[Piece]] = [[]]
    anchors, fails = 0, False
    position, repeatable = 0, False
    while position < len(pattern):
        token = _TOKEN.match(pattern, position)
        if token is None:
            raise _unsayable(pattern, position, _reason(pattern, position))
        if token["repeat"]:
            if fault := _repetition_fault(token, repeatable):
                raise _unsayable(pattern, position, fault)
            said.append(token["repeat"])
            ways[-1][-1].least, ways[-1][-1].most = _times(token)
            repeatable = False
        elif token["open"]:
            if token["name"] in names:
                raise _unsayable(pattern, position, f"组名「{token['name']}」用了两次")
            names |= {token["name"]} - {None}
            groups.append(_Group(position, "=" in token["open"] or "!" in token["open"], ways))
            said.append(token["open"] if groups[-1].look else "(?:")
            fails, ways, repeatable = fails or groups[-1].look, [[]], False
        elif token["close"]:
            if not groups:
                raise _unsayable(pattern, position, "「)」没有「(」与它配对")
            group = groups.pop()
            group.around[-1].append(Piece(alternatives=ways, look=group.look))
            ways, repeatable = group.around, not group.look
            said.append(")")
        elif token["plain"]:
            anchors += token["plain"] == "^" and not groups and not ways[-1]
            fails = fails or token["plain"] not in "^|."
            said.append(_PLAIN[token["plain"]])
            repeatable = token["plain"] == "."
            ways += [[]] if token["plain"] == "|" else []
            ways[-1] += [Piece(_ANY)] if repeatable else []
        else:
            members = _members(token, pattern) if token["one"] is None else _ranges(token["one"])
            members = _others(members) if token["not"] else members
            said.append(_said(members))
            ways[-1].append(Piece(members))
            repeatable = True
        position = token.end()
    if groups:
        raise _unsayable(pattern, groups[-1].start, "「(」没有「)」与它配对")
    return _Said("".join(said), ways, anchors >= len(ways), fails)


def _times(token: re.Match[str]) -> tuple[int, int | None]:
    """How often at least and at most something is repeated."""
    if token["least"] is None:
        return {"*": (0, None), "+": (1, None), "?": (0, 1)}[token["repeat"][0]]
    least = int(token["least"])
    return least, least if not token["more"] else int(token["most"]) if token["most"] else None


def _repetition_fault(token: re.Match[str], repeatable: bool) -> str | None:
    least, most = token["least"] or "", token["most"] or ""
    if not repeatable:
        return "前面没有可以重复的东西"
    if max(len(least), len(most)) > _MOST_DIGITS:
        return "重复的次数太多"
    return "次数要从少到多" if least and most and int(least) > int(most) else None


def _members(token: re.Match[str], pattern: str) -> Ranges:
    """The characters of `[…]`."""
    body, start = token["set"], token.start("set")
    members: list[re.Match[str]] = []
    position = 0
    while position < len(body):
        member = _MEMBER.match(body, position)
        if member is None:
            raise _unsayable(pattern, start + position, _reason(body, position))
        members.append(member)
        position = member.end()
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(members):
        first = _ranges(members[index][0])
        if index + 2 < len(members) and members[index + 1][0] == "-":
            last = _ranges(members[index + 2][0])
            if any(len(end) != 1 or end[0][0] != end[0][1] for end in (first, last)) or first > last:
                raise _unsayable(pattern, start + members[index].start(), "范围的两头要是字，并且从小到大")
            first = ((first[0][0], last[0][1]),)
            index += 2
        found += first
        index += 1
    return tuple(found)


def _ranges(one: str) -> Ranges:
    """The characters that a character, an escape or a class escape stands for."""
    kind = one[1:2]
    classes = {"d": _DIGIT, "w": _WORD, "s": _SPACE}
    if not one.startswith("\\"):
        code = ord(one)
    elif kind.lower() in classes:
        return classes[kind] if kind in classes else _others(classes[kind.lower()])
    elif kind in _CONTROLS:
        code = _CONTROLS[kind]
    elif kind == "c":
        code = ord(one[2]) % 32
    elif kind == "b":
        code = 0x08
    elif kind in "xu" and len(one) == 12:
        code = ord((chr(int(one[2:6], 16)) + chr(int(one[8:], 16))).encode("utf-16", "surrogatepass").decode("utf-16"))
    elif kind in "xu":
        code = int(one[2:].strip("{}"), 16)
    else:
        code = ord(kind)
    if code > _LAST:
        raise Unsayable(f"「{one}」超出了 Unicode 的范围")
    return ((code, code),)


def _others(ranges: Ranges) -> Ranges:
    """All characters but these."""
    found = []
    start = 0
    for low, high in sorted(ranges):
        if low > start:
            found.append((start, low - 1))
        start = max(start, high + 1)
    return (*found, (start, _LAST)) if start <= _LAST else tuple(found)


def _said(ranges: Ranges) -> str:
    """One of these characters, in Python's words."""
    if len(ranges) == 1 and ranges[0][0] == ranges[0][1]:
        return re.escape(chr(ranges[0][0]))
    if not ranges:
        return "[^\\x00-\\U0010ffff]"
    others = _others(ranges) if ranges[-1][1] == _LAST else ()  # which `re` compiles in a tenth of the time
    told = "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in others or ranges)
    return f"[^{told}]" if others else f"[{told}]"


def _unsayable(pattern: str, position: int, reason: str) -> Unsayable:
    return Unsayable(f"第 {position + 1} 个字符「{pattern[position : position + 2]}」起：{reason}")


def _reason(text: str, position: int) -> str:
    return next((reason for start, reason in _REASONS if start.match(text, position)), "不是正则的写法")
