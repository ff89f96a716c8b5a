"""Edge floor: where in a spec a line is, by its columns alone: a text that is being typed is seldom YAML yet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from goalgen.paths import Depth, FieldPath

_LINE = re.compile(
    r"(?P<lead>[ ]*(?:(?P<dash>-)(?:[ ]+|$))?)"
    r"(?:(?P<key>[^\s:#'\"\[\]{}-](?:[^:#]|:(?=\S))*?)(?P<colon>[ ]*:(?=\s|$))(?P<gap>[ ]*)(?P<value>.*)|(?P<word>.*))"
)
_COMMENT = re.compile(r"(?:^|\s+)#.*$|\s+$")
_BLOCK = re.compile(r"[|>][-+0-9]*")
_WORD = re.compile(r"(?:[^\s:#'\"\[\]{}|>&*!%@`-][^:#]*)?")


class Line(NamedTuple):
    """A line in its parts, by columns from 0."""

    column: int
    """where its key begins, or would"""
    dash: int | None
    """where the `-` before it stands"""
    key: str
    """as far as it is typed"""
    colon: int | None
    """the column behind the colon"""
    value: str
    """without its comment"""


@dataclass
class Mapping:
    """One mapping of a spec: its fields from the top, and its values of one line by key."""

    path: FieldPath
    column: int
    pairs: dict[str, str] = field(default_factory=dict)
    last: str = ""
    """the key that what is deeper belongs to"""

    def within(self, column: int, *, item: bool) -> Mapping | None:
        """What begins deeper; None when the key above has its value already: it is a part of that."""
        if not self.last or self.pairs.get(self.last):
            return None
        return Mapping((*self.path, self.last, *((Depth(0),) if item else ())), column)


def line_of(text: str) -> Line | None:
    """The parts of a line; None for one where no key stands or could be typed."""
    match = _LINE.fullmatch(text.rstrip("\r"))
    if match is None:
        return None
    dash = match.start("dash") if match["dash"] else None
    if match["key"]:
        return Line(len(match["lead"]), dash, match["key"], match.end("colon"), _COMMENT.sub("", match["value"]))
    return Line(len(match["lead"]), dash, match["word"].rstrip(), None, "") if _WORD.fullmatch(match["word"]) else None


def mapping_at(lines: Sequence[str], number: int) -> Mapping | None:
    """The mapping that a line belongs to, with the values of its other lines; None inside of a text of several lines."""
    open_, found, block = [Mapping((), 0)], None, -1
    for at, text in enumerate(lines):
        text = text if at else text.removeprefix("\ufeff")
        bare = len(text) - len(text.lstrip(" "))
        blank = not text.strip() or text.lstrip().startswith("#")
        if block >= 0 and (blank or bare > block) and not (at == number and bare <= block):
            continue
        block = -1
        line = line_of(text)
        if line is None or (blank and at != number):
            continue
        stack = list(open_) if at == number and blank else open_
        here = _open(stack, line)
        if at == number:
            found = here
        if here and line.colon is not None:
            here.last = line.key
            if at == number:
                here.pairs.pop(line.key, None)
            else:
                here.pairs[line.key] = line.value
            block = line.column if _BLOCK.fullmatch(line.value) else -1
    return found


def _open(stack: list[Mapping], line: Line) -> Mapping | None:
    """The mapping of the next line, the last of those that are open then."""
    left = line.column if line.dash is None else line.dash
    while len(stack) > 1 and stack[-1].column > left:
        stack.pop()
    if line.dash is None and stack[-1].column == left:
        return stack[-1]
    inner = stack[-1].within(line.column, item=line.dash is not None)
    if inner:
        stack.append(inner)
    return inner
