"""Things floor: a text in the plain layout that `fmt` writes, read without a YAML parser; law L13, the slow way is `compose`.

Most specs are so: single lines, no comments, nothing that a clerk could have meant otherwise. Of such a text YAML has one
reading, and there is nothing to be said of it. Whatever is only a little different is left to the parser.
"""

from __future__ import annotations

import re

from goalgen.paths import Index, SpecPath
from goalgen.spec.canonical import MARKS, Value
from goalgen.text import Span

_UNUSUAL = re.compile(
    "[^\n -~\\w\xb0\xb1\xb7\xd7\xf7\u2014\u2018-\u201d\u2026\u2030\u2103\u2264\u2265\u33a1\u3001-\u301b\uff01-\uff5e\uffe5]"
    "|[#\u115f\u1160\u3164\uffa0]"
)
"""What may begin a comment; signs that are seldom used, and whatever cannot be seen."""
_TEXT = r"""(?P<text>"[^"\\\n]*(?:\\[ntv"\\][^"\\\n]*)*"|'[^'\n]*'|[^\s\-?:,\[\]{}&*!|>'"%@`][^: ]*(?:(?::(?=[^ ])| +(?=[^ ]))[^: ]*)*)"""
"""In quotes, or plain: no colon or space at its end, no space behind a colon."""
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t", "v": "\v", '"': '"', "\\": "\\"}
_ENTRY = re.compile(rf"(?P<key>[^\W\d_]\w{{0,60}}):(?: {_TEXT})?")
_ITEM = re.compile(_TEXT)
_QUOTES = f"{MARKS}\"'"
"""A plain text between two of these may be meant to be without them."""


class _Other(Exception):  # noqa: N818  it is an answer
    """The text is laid out otherwise."""


class Plain:
    """What a text in the plain layout holds, and where each value and key is written."""

    def __init__(self) -> None:
        self.value: dict[str, Value] = {}
        self.values: dict[SpecPath, Span] = {(): Span(0, 0)}
        self.keys: dict[SpecPath, Span] = {}
        self._end = 0
        self._list: SpecPath = ()
        """the list that is open, () for none"""
        self._items: list[Value] = []
        self._row: dict[str, Value] | None = None
        """its row that is open"""

    def read(self, text: str) -> None:
        """Read all lines."""
        at = 0
        for line in text.split("\n")[:-1]:
            if line.startswith("- "):
                self._item(line[2:], at, at + 2)
            elif line.startswith("  "):
                if self._row is None:
                    raise _Other
                self._entry(self._row, (*self._list, Index(len(self._items) - 1)), line[2:], at + 2)
            else:
                self._close()
                self._field(line, at)
            at += len(line) + 1
        self._close()
        self.values[()] = Span(0, self._end)

    def _field(self, line: str, at: int) -> None:
        if line.endswith(":"):
            match = _ENTRY.fullmatch(line)
            if match is None or (key := match["key"]) in self.value:
                raise _Other
            self._list, self._items = (key,), []
            self.value[key] = self._items
            self.keys[self._list] = Span(at, at + len(key))
            self.values[self._list] = Span(at, at)  # its place among the others
        else:
            self._entry(self.value, (), line, at)

    def _item(self, line: str, dash: int, at: int) -> None:
        """What stands behind a dash."""
        if not self._list:
            raise _Other
        if not self._items:
            self.values[self._list] = Span(dash, dash)
        path = (*self._list, Index(len(self._items)))
        match = _ITEM.fullmatch(line)
        if match and self._row is None:
            self._items.append(self._text(line, path, at))
        elif match or (self._row is None and self._items):
            raise _Other  # rows and texts in one list
        else:
            self._end_row()
            self._row = {}
            self._items.append(self._row)
            self.values[path] = Span(at, at)
            self._entry(self._row, path, line, at)

    def _entry(self, mapping: dict[str, Value], path: SpecPath, line: str, at: int) -> None:
        match = _ENTRY.fullmatch(line)
        if match is None or (text := match["text"]) is None or (key := match["key"]) in mapping:
            raise _Other
        path = (*path, key)
        self.keys[path] = Span(at, at + len(key))
        mapping[key] = self._text(text, path, at + len(key) + 2)

    def _text(self, raw: str, path: SpecPath, at: int) -> str:
        self._end = at + len(raw)
        self.values[path] = Span(at, self._end)
        if raw[0] in "\"'":
            is_escaped = raw[0] == '"' and "\\" in raw
            return _ESCAPE.sub(lambda match: _ESCAPED[match[1]], raw[1:-1]) if is_escaped else raw[1:-1]
        if raw[0] in _QUOTES and raw[-1] in _QUOTES:
            raise _Other
        return raw

    def _end_row(self) -> None:
        if self._row is not None:
            path = (*self._list, Index(len(self._items) - 1))
            self.values[path] = Span(self.values[path].start, self._end)

    def _close(self) -> None:
        """End the list that is open."""
        if self._list:
            if not self._items:
                raise _Other
            self._end_row()
            self.values[self._list] = Span(self.values[self._list].start, self._end)
        self._list, self._row = (), None


def plain(text: str) -> Plain | None:
    """What a text in the plain layout holds; None for any other text."""
    if _UNUSUAL.search(text) or not text.endswith("\n"):
        return None
    found = Plain()
    try:
        found.read(text)
    except _Other:
        return None
    return found if found.value else None
