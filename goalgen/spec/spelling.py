"""Things floor: where each character of a value stands in its YAML, and an edit of exactly some of them (law L8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from goalgen.spec.canonical import quoted, scalar, visible
from goalgen.text import Edit, Source, Span

_ESCAPE = re.compile(r"\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|.)", re.DOTALL)


def spelt(raw: str, text: str) -> list[Span] | None:
    """For each character of a value the range of the scalar's text that writes it; None when that is not one to one."""
    match raw[:1]:
        case '"':
            found = list(_double(raw))
        case "'":
            found = [Span(*match.span()) for match in re.finditer("''|[^']", raw[1:-1])]
            found = [Span(start + 1, end + 1) for start, end in found]
        case "|":
            found = list(_block(raw, text))
        case _:
            found = [Span(i, i + 1) for i in range(len(raw))]
    exact = len(found) == len(text) and all(
        raw[start:end] == char or end - start > 1 for (start, end), char in zip(found, text, strict=True)
    )
    return found if exact and (raw[:1] in ('"', "'", "|") or raw == text) else None


def _double(raw: str) -> Iterator[Span]:
    place = 1
    while place < len(raw) - 1:
        match = _ESCAPE.match(raw, place)
        end = match.end() if match else place + 1
        yield Span(place, end)
        place = end


def _block(raw: str, text: str) -> Iterator[Span]:
    """A literal block: each line of the text after its indentation, and the line end."""
    place = raw.find("\n") + 1
    first = raw[place:].lstrip("\n")
    indent = len(first) - len(first.lstrip(" "))
    for number, line in enumerate(text.split("\n")):
        if number:
            yield Span(place - 1, place)
        lead = min(indent, len(raw) - place) if line else 0
        start = place + lead
        if raw[start : start + len(line)] != line:
            return
        yield from (Span(i, i + 1) for i in range(start, start + len(line)))
        place = start + len(line)
        place += 2 if raw[place : place + 2] == "\r\n" else 1


def _verbatim(raw: str, text: str) -> int | None:
    """How many characters stand before a value that is written as it is: a quotation mark or nothing; else None."""
    quotes = raw[:1] in ('"', "'")
    if raw[quotes : len(raw) - quotes] != text or raw[:1] == "|" or (quotes and ("\\" in text or "'" in text)):
        return None
    return int(quotes)


@lru_cache(maxsize=2)
def _places(source: Source, span: Span, text: str) -> int | list[Span] | None:
    """How a value is written: as it is, behind so many characters; else the place of each character, None for none. Many
    findings in one value ask for it one after the other."""
    lead = _verbatim(source[span], text)
    return lead if lead is not None else spelt(source[span], text)


def place(source: Source, span: Span, text: str, start: int, end: int) -> Span:
    """Where characters `start` to `end` of a value are written; the whole scalar when that cannot be told."""
    found = _places(source, span, text)
    if isinstance(found, int):
        return Span(span.start + found + start, span.start + found + end)
    if found is None or not 0 <= start <= end <= len(text):
        return span
    if start == end:
        at = found[start].start if start < len(found) else found[-1].end if found else 0
        return Span(span.start + at, span.start + at)
    return Span(span.start + found[start].start, span.start + found[end - 1].end)


_WIDE = re.compile("[\u3001-\u303f\u4e00-\u9fff\uff01-\uff60]+")
"""What YAML gives no meaning, alone or beside anything else."""


@lru_cache(maxsize=2)
def _is_plain(text: str) -> bool:
    return scalar(text) == text


def _inside_a_line(text: str, start: int, end: int) -> bool:
    """Whether characters `start` to `end` lie in one line of a block; an empty line has no indentation to write after."""
    line = text[text.rfind("\n", 0, start) + 1 : start] + text[start:].partition("\n")[0]
    return bool(line) and "\n" not in text[start:end]


def changed(source: Source, span: Span, text: str, start: int, end: int, new: str) -> Edit:
    """The edit that puts `new` in place of characters `start` to `end` of a value; quotes come when they are needed."""
    raw = source[span]
    if raw == text and start > 0 and end < len(text) and _WIDE.fullmatch(new) and _is_plain(text):
        return Edit(Span(span.start + start, span.start + end), new)  # stays plain, whatever stands around it
    result = text[:start] + new + text[end:]
    if not text or _places(source, span, text) is None:
        return Edit(span, scalar(result))
    at = place(source, span, text, start, end)
    match raw[0]:
        case '"':
            return Edit(at, quoted(new)[1:-1])
        case "'":
            return Edit(at, new.replace("'", "''")) if new.isprintable() else Edit(span, scalar(result))
        case "|":
            empty_lines = not new and set(text[start:end]) == {"\n"} and text[:start].endswith("\n") and "\r" not in raw
            plain = empty_lines or (visible(new) and _inside_a_line(text, start, end))
            fits = plain and result.strip() == result and "\n" in result
            return Edit(at, new) if fits else Edit(span, quoted(result))
    return Edit(at, new) if scalar(result) == result else Edit(span, scalar(result))
