"""Things floor: what cannot be seen in a value, or is there without having been meant: odd spaces, folds, a last line end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from goalgen.problem import TEXT, Problem, Severity, where
from goalgen.spec import lines
from goalgen.spec.canonical import quoted, scalar
from goalgen.text import Edit, Source, Span

_UNSEEN = re.compile(
    "[\t\xa0\xad\u034f\u061c\u115f\u1160\u1680\u180b-\u180f\u2000-\u200f\u202a-\u202f\u205f-\u206f\u2800\u3164\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_SPACES = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u2800\u3164]")
"""Of these those that take up room: a space is meant."""
_NAMES = {"\t": "制表符（Tab）", "\xa0": "不换行空格 U+00A0", "\u200b": "零宽空格 U+200B"}
_FOLD = re.compile(r"(?<=[^\s\\])[ \t]*\r?\n[ \t]*(?=[^\s])")
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2018-\u201d\u2026\u2014\u00b7\U00020000-\U0003ffff]"
_BETWEEN_WIDE = re.compile(rf"(?<={_WIDE})\n|\n(?={_WIDE})")
_NEW = re.compile(r"\d\n\d|\n[ \t]*(?:[-－—–−•·●▪*＊○◆]|[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.．、])")
"""What joining lines would hide: a number cut in two, the beginning of another item."""
_SPACED = re.compile(rf"{_WIDE} {_WIDE}")
MOST = 20
"""So many places of one text are told."""


def some(text: str) -> bool:
    """Whether a text holds characters that cannot be seen at all."""
    return _UNSEEN.search(text) is not None


def hidden(source: Source, span: Span, *, is_key: bool = False) -> Iterator[Problem]:
    """Characters that stand in a text as they are and cannot be seen; as escapes, in double quotes, they are meant."""
    raw = source[span]
    if raw.isascii() and "\t" not in raw:
        return
    head = raw.find("\n") if raw[:1] in ("|", ">") else 0
    for match in islice(_UNSEEN.finditer(raw, max(head, 0)), MOST):
        _, inner, before = raw[: match.start()].rpartition("\n")
        after = raw[match.end() :].partition("\n")[0]
        room = _SPACES.match(match[0]) is not None
        if ((inner or (is_key and room)) and not before.strip()) or (match[0] == "\t" and not after.strip()):
            continue  # an indentation, or what no reader keeps
        at_edge = not before.strip(" \"'") or not after.strip(" \"'")
        at = Span(span.start + match.start(), span.start + match.end())
        name = _NAMES.get(match[0], f"U+{ord(match[0]):04X}")
        space = " " if room and not at_edge else ""
        what = "请换成普通空格" if space else "请删去"
        own = f"；确实需要时，在英文双引号里写它的编号 {scalar(match[0])[1:-1]}" if not is_key else ""
        message = f"{'字段名' if is_key else '值'}里有看不见的{name}：{what}{own}"
        severity = Severity.ERROR if is_key else Severity.WARN
        yield Problem("S137", where(source, at), message, severity, (Edit(at, space),))


def edges(source: Source, span: Span) -> Iterator[Problem]:
    """Full-width spaces at the end of a plain text, which YAML keeps; and Chinese quotation marks around it."""
    raw = source[span]
    text = raw.strip("\u3000")
    if text != raw and text:
        start, end = len(raw) - len(raw.lstrip("\u3000")), len(raw.rstrip("\u3000"))
        cuts = [Span(span.start, span.start + start), Span(span.start + end, span.end)]
        cuts = [cut for cut in cuts if cut.start < cut.end]
        place = "开头" if start else "末尾"
        message = f"值的{place}有全角空格，会印到表上：请删去；确实要留着，就放进英文双引号"
        yield Problem("S137", where(source, cuts[0]), message, Severity.WARN, tuple(Edit(cut, "") for cut in cuts))
    inside = lines.uncurled(raw)
    if inside is not None:
        is_number = bool(re.fullmatch(r"[\s\d.,%％]+|[≥≤≧≦<>＜＞=＝].+", inside))
        if is_number:
            message = f"值在中文引号里，引号会印到表上，应写成：{TEXT}"
        else:
            pair = raw if raw[0] not in "\"'" and raw[-1] not in "\"'" else f"“{inside}”"
            message = (
                f"整个值在中文引号里，引号会印到表上：不要引号就删去；要印出来的，放进英文双引号，如 {quoted(pair)}"
            )
        text = scalar(inside) if is_number else ""
        yield Problem("S134", where(source, span), message, Severity.WARN, (Edit(span, text),) if text else (), text)


def folded(source: Source, span: Span) -> Iterator[Problem]:
    """A text on several lines, which are joined with a space: between Chinese characters none was meant."""
    raw = source[span]
    if "\n" not in raw or not _FOLD.search(raw):
        return
    joined = _joined(_FOLD.sub("\n", raw)) if "\n\n" not in raw else ""
    remark = re.search(r"\s#", raw) and raw[:1] not in ("'", '"')
    yield _fold(source, span, "" if remark else joined)


def _joined(text: str) -> str:
    """The lines of a text in one, without a space beside a Chinese character; "" where they may not belong together."""
    return "" if _NEW.search(text) else _BETWEEN_WIDE.sub("", text).replace("\n", " ")


def _fold(source: Source, span: Span, joined: str) -> Problem:
    message = "值分成了几行，会用空格连成一段：请写在一行里；要分段就用「|-」"
    return Problem("S131", where(source, span), message, Severity.WARN, (Edit(span, joined),) if joined else ())


def block(source: Source, span: Span, text: str) -> Iterator[Problem]:
    """A block that keeps the line end after its last line, an empty paragraph in the table; or puts spaces between lines."""
    if source.text[span.start] == ">" and _SPACED.search(text):
        rows = source[span].split("\n")[1:]
        plain = all(row.strip() and not row[len(rows[0]) - len(rows[0].lstrip()) :][:1].isspace() for row in rows)
        remark = "#" in source[span].partition("\n")[0]
        joined = _joined("\n".join(map(str.strip, rows))) if plain and not remark else ""
        yield _fold(source, span, scalar(joined) if joined else "")
        if joined:
            return
    match = re.match(r"[|>](?P<keep>\+?)(?P<indent>\d?)(?P<end>\+?)(?=\s)", source[span])
    if match and text.endswith("\n") and text.strip():
        head = f"{match[0][0]}{match['indent']}-"
        place = Span(span.start, span.start + match.end())
        message = f"「{match[0]}」会在末尾多印一个空段，应写成：{TEXT}"
        yield Problem("S136", where(source, place), message, Severity.WARN, (Edit(place, head),), head)
