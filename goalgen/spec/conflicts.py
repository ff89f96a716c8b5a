"""Things floor: conflicts that a merge left in a text: which lines, what both sides say, and how to settle them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goalgen.problem import Problem, where
from goalgen.text import Source, Span

_BLOCK = re.compile(
    r"^(?P<open><{7,})(?:[ \t](?P<one>[^\r\n]*))?\r?\n(?P<ours>(?:(?!<{7}|={7}|>{7})[^\n]*\n)*?)"
    r"(?P<base>\|{7,}[^\n]*\n(?:(?!={7}|>{7})[^\n]*\n)*)?"
    r"={7,}[ \t]*\r?\n(?P<theirs>(?:(?!<{7}|={7}|>{7})[^\n]*\n)*)>{7,}(?:[ \t](?P<two>[^\r\n]*))?(?:\r?\n|\Z)",
    re.MULTILINE,
)
_STRAY = re.compile(
    r"^(?:<{7,}(?:[ \t][^\r\n]*)?|\|{7,}(?:[ \t][^\r\n]*)?|={7,}[ \t]*|>{7,}(?:[ \t][^\r\n]*)?)\r?$", re.MULTILINE
)
_SHORT = 40
MOST = 20
"""So many conflicts of one text are told."""


def conflicts(source: Source) -> list[Problem]:
    """The conflicts in a text, one problem each; and markers that were left of one."""
    if not _STRAY.search(source.text):
        return []
    return list(_told(source))[:MOST]


def _told(source: Source) -> Iterator[Problem]:
    done = 0
    for match in _BLOCK.finditer(source.text):
        yield from _stray(source, done, match.start())
        done = match.end()
        first, last = source.position(match.start())[0], source.position(max(match.end() - 1, match.start()))[0]
        ours, theirs = _said(match["ours"], match["one"]), _said(match["theirs"], match["two"])
        message = (
            f"第 {first}—{last} 行是合并时没有解决的冲突：一边{ours}，另一边{theirs}；"
            f"留下要的那几行，删去 <<<<<<<、=======、>>>>>>> 这三行{'和 ||||||| 起的底稿' if match['base'] else ''}"
        )
        yield Problem("S139", where(source, Span(*match.span())), message)
    yield from _stray(source, done, len(source.text))


def _stray(source: Source, start: int, end: int) -> Iterator[Problem]:
    for match in _STRAY.finditer(source.text, start, end):
        message = f"「{_short(match[0].strip())}」是合并时留下的冲突标记：对照两边留下要的内容，删去这一行"
        yield Problem("S139", where(source, Span(*match.span())), message)


def _said(lines: str, name: str | None) -> str:
    """What one side says, on one line, and what the side is called."""
    texts = [line.strip() for line in lines.splitlines() if line.strip()]
    text = "⏎".join(texts)
    called = f"（{_short(name.strip())}）" if name and name.strip() else ""
    return f"写「{_short(text)}」{called}" if texts else f"没有这几行{called}"


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"
