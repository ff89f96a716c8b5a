"""Desk floor: what of a spec's file is nowhere else, and goes when the file is written over: its comments, and waivers among them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from goalgen.desk import files
from goalgen.text import Span

_NAMED = 3
"""So many are named, the others counted."""
_SHORT = 24


class Comment(NamedTuple):
    """A comment in a file: its line, its text from the # on, and whether it waives a finding."""

    path: Path
    line: int
    text: str
    is_waiver: bool


def lost(path: Path, new: str) -> list[Comment]:
    """The comments of a file that is there, but for those that its new text has too."""
    from goalgen.rules.waivers import waivers  # which only a file that is there pays for
    from goalgen.spec import decode, load, slips

    source, _ = decode(str(path), files.read(path, files.MOST_TEXT))
    spec, _ = load(source)
    if spec is None:  # broken, yet whoever wrote a line of comment wants it
        lines = enumerate(source.text.splitlines(), 1)
        found = [Comment(path, number, line.strip(), False) for number, line in lines if line.lstrip().startswith("#")]
    else:
        waiving = {waiver.span.start for waiver in waivers(spec)}
        spans = slips.comments(source.text, list(slips.scalars(spec.value, spec.values, spec.keys)))
        found = [
            Comment(path, source.position(span.start)[0], source[Span(*span)].strip(), span.start in waiving)
            for span in spans
        ]
    kept = {line.strip() for line in new.splitlines()}
    return [comment for comment in found if comment.text not in kept]


def told(comments: Sequence[Comment]) -> str:
    """The comments as a person hears of them, counted and the first of them named; "" when there are none."""
    if not comments:
        return ""
    waiving = sum(comment.is_waiver for comment in comments)
    counts = [(len(comments) - waiving, "条注释"), (waiving, "条豁免")]
    count = "、".join(f"{number} {name}" for number, name in counts if number)
    named = "、".join(f"{one.path} 第 {one.line} 行「{_short(one.text)}」" for one in comments[:_NAMED])
    return f"{count}（{named}{' 等' if len(comments) > _NAMED else ''}）"


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"
