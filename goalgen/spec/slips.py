"""Things floor: what slips through: characters that nobody can use, and text that parses, but not to what was meant."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import chain, islice
from typing import NamedTuple

from goalgen.paths import Index, SpecPath
from goalgen.problem import TEXT, Problem, Severity, Where, where
from goalgen.spec import lines, refused, unseen
from goalgen.spec.canonical import Value, quoted, scalar
from goalgen.spec.lines import Fields, any_field
from goalgen.text import Edit, Source, Span

MAX_CHARACTERS = 20
MAX_SLIPS = 1000

_RAW = re.compile("\r(?!\n)|[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_NOT_XML = re.compile("[\x00-\x08\x0e-\x1f\r\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))", re.DOTALL)
_QUOTATION = re.compile(
    r"""" (?: [^"\\] | \\ (?: [0abt\tnvfe\ "/\\N_LP\r\n] | x[\da-fA-F]{2} | u(?![dD][89a-fA-F])[\da-fA-F]{4}
    | U00(?!00[dD][89a-fA-F])(?:0[\da-fA-F]|10)[\da-fA-F]{4} ) )*""",
    re.VERBOSE | re.ASCII,
)
"""A quotation as far as its escapes are YAML's."""
_QUOTED_VALUE = re.compile(r'(?<=[:-] )"(?:[^"\\\n]|\\.)*"(?=[ \t]*(?:\r?$|[ \t]#))', re.MULTILINE)
_END = re.compile(r"^\.\.\.(?:\s|\Z)", re.MULTILINE)
_FRONT = 400
"""So many characters in front of a key are looked at: no indentation is longer, and a line in braces may have no end."""
_SHORT = {"0": 0, "a": 7, "b": 8, "e": 27, "r": 13}
_LETTERS = '0abt\tnvfre "/\\N_LP\r\n'
"""What may stand behind a backslash, x, u and U apart."""
_PAIR = re.compile(r"\\u([dD][89abAB][\da-fA-F]{2})\\u([dD][c-fC-F][\da-fA-F]{2})")
_DATA_AFTER_HASH = re.compile(r"#(?!\s|#|!|goalgen:|$)")


class Scalar(NamedTuple):
    """A text and where it is written."""

    span: Span
    text: str
    is_key: bool
    path: SpecPath


def scalars(
    value: Value, values: Mapping[SpecPath, Span], keys: Mapping[SpecPath, Span], path: SpecPath = ()
) -> Iterator[Scalar]:
    """Every key and every text of a value, in order."""
    if isinstance(value, str):
        yield Scalar(values[path], value, False, path)
        return
    if isinstance(value, dict):
        for key, item in value.items():
            yield Scalar(keys[*path, key], key, True, (*path, key))
            yield from scalars(item, values, keys, (*path, key))
    else:
        for i, item in enumerate(value):
            yield from scalars(item, values, keys, (*path, Index(i)))


def comments(text: str, written: Sequence[Scalar]) -> list[Span]:
    """The comments of a text: whatever begins with # outside its scalars."""
    if "#" not in text:
        return []
    gaps = []
    done = 0
    for span in sorted({item.span for item in written}):
        gaps.append((done, span.start))
        done = max(done, span.end)
        if text[span.start : span.start + 1] in ("|", ">"):
            gaps.append((span.start, (text + "\n").index("\n", span.start)))
    gaps.append((done, len(text)))
    comment = re.compile(r"#[^\n\r]*")
    return [Span(*match.span()) for start, end in gaps for match in comment.finditer(text, start, end)]


def masked(text: str) -> str:
    """The text with each character that YAML readers refuse or disagree about replaced, so that the rest is read."""
    return _RAW.sub("·", text)


def characters(source: Source, base: int) -> list[Problem]:
    """The characters from `base` on that must not stand in a file as they are, and line ends that `fmt` will change."""
    raw = islice(_RAW.finditer(source.text, base), MAX_CHARACTERS)
    found = [_character(source, Span(*match.span()), ord(match[0])) for match in raw]
    if "\r\n" in source.text:
        message = "换行符是 CRLF：用 goalgen fmt 改成 LF"
        found.append(Problem("S116", Where(source.name), message, Severity.INFO))
    return found


def _character(source: Source, span: Span, code: int) -> Problem:
    name = f"U+{code:04X}"
    if code == 0x0D:
        message = f"不能用单独的回车符 {name}：换行用 LF，换段在英文双引号里写 \\n"
    elif _NOT_XML.match(chr(code)):
        message = f"有 Word 容不下的字符 {name}：请删去"
    else:
        message = f"有看不见的字符 {name}：请删去；确实需要时，在英文双引号里写它的编号 {scalar(chr(code))[1:-1]}"
    return Problem("S111", where(source, span), message, fix=() if code == 0x0D else (Edit(span, ""),))


def escapes(source: Source, span: Span) -> Iterator[Problem]:
    """Escapes that are none, and characters that no Word file can hold written as escapes; two halves of one together."""
    halves = set()
    for pair in _PAIR.finditer(source.text, *span):
        code = 0x10000 + ((int(pair[1], 16) - 0xD800) << 10) + int(pair[2], 16) - 0xDC00
        halves |= {pair.start(), pair.start(2) - 2}
        text, place = quoted(chr(code))[1:-1], Span(*pair.span())
        message = f"「{pair[0]}」把一个字符拆成了两半，应写成：{TEXT}"
        yield Problem("S117", where(source, place), message, fix=(Edit(place, text),), text=text)
    for match in _ESCAPE.finditer(source.text, *span):
        if match.start() in halves:
            continue
        digits = match[1] or match[2] or match[3]
        code = int(digits, 16) if digits else _SHORT.get(match[4], 0x20)
        place = Span(*match.span())
        if not digits and match[4] not in _LETTERS:
            message, text = f"「\\」后面的字母不对：文字里的反斜杠要写两个，应写成：{TEXT}", f"\\{match[0]}"
            yield Problem("S117", where(source, place), message, fix=(Edit(place, text),), text=text)
        elif code > sys.maxunicode:
            message = f"没有 U+{code:04X} 这个字符：请删去"
            yield Problem("S111", where(source, place), message, fix=(Edit(place, ""),))
        elif _NOT_XML.match(chr(code)):
            yield _character(source, place, code)


def tag(source: Source, span: Span) -> Problem:
    """An explicit type, or a text that begins with an exclamation mark."""
    if match := re.match(r"!(?:!|<)\S*", source[span]):
        place = Span(span.start, span.start + match.end())
        gone = Span(
            place.start, place.end + len(source[span][match.end() :]) - len(source[span][match.end() :].lstrip(" "))
        )
        message = f"不支持类型标签「{match[0]}」：请删去，所有的值都是文字"
        return Problem("S106", where(source, span), message, fix=(Edit(gone, ""),))
    return lines.indicator(source, lines.line_at(source, span.start))


def broken(source: Source, places: Sequence[int], is_field: Fields = any_field) -> list[Problem]:
    """What is wrong with a text that the parser refused at `places`; never empty. Its words, which change, do not count."""
    if not places and (found := list(escapes(source, Span(0, len(source.text))))):
        return found
    place = min(places[-1] if places else 0, max(len(source.text) - 1, 0))
    if len(places) > 1 and (bad := _bad_escapes(source, *places)):
        return bad
    if _END.search(source.text, 0, place):
        return [Problem("S108", where(source, Span(place, place + 1)), "「...」是文件结束的标记，后面不能再有内容")]
    found = list(refused.broken(source, is_field))
    numbers = [source.position(min(other, len(source.text)))[0] for other in places] or [1]
    near = (min(numbers) - 1 <= problem.where.line <= max(numbers) for problem in found)
    swallowing = (problem.code == "S130" and problem.where.line <= max(numbers) for problem in found)
    if not any(near) and not any(swallowing):
        line = lines.line_at(source, place)
        text = "这里不符合 YAML 的写法：请检查本行和上一行的冒号、引号和缩进"
        if line.key is None and not line.dashes and re.fullmatch(r"[^\[\]{}\"']+", line.content):
            place, text = line.start + line.column, "这一行没有字段名和冒号：每一行是「字段名: 值」"
        found.append(Problem("S101", where(source, Span(place, place + 1)), text))
    return sorted(found, key=lambda problem: problem.where.line)


def _bad_escapes(source: Source, begin: int, place: int) -> list[Problem]:
    """What is wrong with the escapes of the quotation at `begin`, if the first that is none, or none for us, is before `place`."""
    quotation = _QUOTATION.match(source.text, begin)
    if quotation is None or quotation.end() > place or not source.text.startswith("\\", quotation.end()):
        return []
    end = source.text.find("\n", quotation.end())
    whole = lines.QUOTED.match(source.text, begin)
    own = Span(begin, whole.end() if whole else end if end >= 0 else len(source.text))
    below = [Span(*match.span()) for match in _QUOTED_VALUE.finditer(source.text, own.end)]
    found = chain.from_iterable(escapes(source, span) for span in (own, *below))
    return sorted(islice(found, MAX_SLIPS), key=lambda problem: problem.where.position)


def silent(source: Source, written: Sequence[Scalar], is_field: Fields = any_field) -> list[Problem]:
    """What parses, but not to what was meant."""
    lists = {s.path[:-2] for s in written if s.is_key and len(s.path) > 1 and isinstance(s.path[-2], int)}
    items = {item.span: item for item in reversed(written)}.values()  # what an alias repeats is written only once
    ask = _Ask(is_field, "\\" in source.text, unseen.some(source.text))
    found = chain(chain.from_iterable(_scalar(source, item, lists, ask) for item in items), _comments(source, written))
    return sorted(islice(found, MAX_SLIPS), key=lambda problem: (problem.where.line, problem.where.column))


class _Ask(NamedTuple):
    """What is a field; and what few files hold, so that it need not be looked for in each of their texts."""

    is_field: Fields
    escapes: bool
    unseen: bool


def _scalar(source: Source, item: Scalar, lists: Set[SpecPath], ask: _Ask) -> Iterator[Problem]:
    """The slips in one key or text; `lists` are the paths of the lists that hold mappings."""
    raw = source[item.span]
    if ask.escapes and _NOT_XML.search(item.text):
        yield from escapes(source, item.span)
    if ask.unseen:
        yield from unseen.hidden(source, item.span, is_key=item.is_key)
    if item.is_key:
        if raw == item.text and not raw.isidentifier():  # one word has neither signs nor spaces
            yield from _key(source, item, ask.is_field)
        return
    if raw[:1] in ("|", ">", "&"):
        if not item.text and re.fullmatch(r"[|>]\d|&\S+", raw):
            yield lines.indicator(source, lines.line_at(source, item.span.start))
        else:
            yield from unseen.block(source, item.span, item.text)
    elif raw[:1] in ("'", '"'):
        yield from unseen.folded(source, item.span)
    elif raw and raw[0] not in "!*":
        suspect = not item.path or (isinstance(item.path[-1], int) and item.path[:-1] in lists)
        yield from _plain(source, item, suspect, ask.is_field)
        yield from unseen.edges(source, item.span)


def _key(source: Source, item: Scalar, is_field: Fields) -> Iterator[Problem]:
    """A plain key with odd space in front or a full-width colon inside, where it begins its line; or with its value inside."""
    if (inside := lines.uncurled(item.text)) is not None:
        yield lines.curled_key(source, item.span, inside)
        return
    odd, full_width = item.text[:1].isspace(), "：" in item.text
    near = max(0, item.span.start - _FRONT)
    begin = source.text.rfind("\n", near, item.span.start) + 1 or near
    before = source.text[begin : item.span.start]
    if re.match(r"-[^\s\d-]", item.text) and not before.strip():
        yield lines.dash(source, lines.line_at(source, item.span.start), "-", is_field=is_field, mapping=True)
        return
    if full_width and before.strip(" -") and re.match(r"\s*[,}]", source.text[item.span.end : item.span.end + 20]):
        yield from _entry(source, item, is_field)
    if not (odd or full_width) or before.strip(" -"):
        return
    line = lines.line_at(source, item.span.start)
    if line.indent.strip(" "):
        yield lines.indentation(source, line)
    elif odd:
        message = f"「{item.text.strip()}」前面有全角空格一类的特殊空格：请删去"
        yield Problem("S122", where(source, item.span), message, fix=(Edit(item.span, scalar(item.text.strip())),))
    elif line.colon == "：":
        yield from lines.swallowed(source, line, is_field)


def _entry(source: Source, item: Scalar, is_field: Fields) -> Iterator[Problem]:
    """A key in braces with a full-width colon: its value became part of it."""
    name, _, value = item.text.partition("：")
    if is_field(name.strip()):
        text = f"{scalar(name.strip())}: {scalar(value.strip())}"
        message = f"「{name.strip()}」后面是全角冒号，应写成：{TEXT}"
        yield Problem("S121", where(source, item.span), message, fix=(Edit(item.span, text),), text=text)


def _plain(source: Source, item: Scalar, suspect: bool, is_field: Fields) -> list[Problem]:
    """A plain value that has swallowed a colon, a dash or whole lines."""
    span = item.span
    suspect = suspect or _begins_line(source.text, span.start)
    if not suspect and source.text.find("\n", *span) < 0:
        return []
    begin = source.text.rfind("\n", 0, span.start) + 1
    own, *others = lines.lines(source.text[begin : span.end])
    number = source.position(span.start)[0]
    found: list[Problem] = []
    for line in others:
        line = line._replace(number=number + line.number - 1, start=begin + line.start)
        if line.dashes:
            found.append(lines.misplaced(source, line, len(own.indent), number))
        elif line.indent.strip(" "):
            found.append(lines.indentation(source, line))
        else:
            found += lines.swallowed(source, line, is_field)
    if found or suspect:
        found = [*lines.swallowed(source, own._replace(number=number, start=begin), is_field), *found]
    if not found and others:
        found = list(unseen.folded(source, span))
    return found


def _begins_line(text: str, start: int) -> bool:
    """Whether only white space stands before a place in its line. The line is not gone back over for each value in it."""
    while start and text[start - 1] != "\n" and text[start - 1].isspace():
        start -= 1
    return not start or text[start - 1] == "\n"


def _comments(source: Source, written: Sequence[Scalar]) -> Iterator[Problem]:
    """Text after # that looks like data: it stands behind a value and no space follows the #."""
    for span in comments(source.text, written):
        if _DATA_AFTER_HASH.match(source.text, span.start):
            line = lines.line_at(source, span.start)
            before = line.text[: span.start - line.start]
            if before.strip():
                text = source.text[span.start : span.end]
                meant = scalar(line.value) if line.value[:1] not in ("'", '"') and line.value != text else scalar(text)
                message = f"「{text}」会被当作注释丢掉：是内容就加英文双引号（{meant}），是注释就在「#」后加空格"
                yield Problem("S127", where(source, span), message, Severity.WARN)
