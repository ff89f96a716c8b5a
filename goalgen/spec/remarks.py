"""Things floor: the comments of a spec's text and the lines of its values, for whoever takes them from one text to another."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from goalgen.paths import SpecPath, walk
from goalgen.spec import slips
from goalgen.spec.loading import load
from goalgen.spec.spec import Spec
from goalgen.text import Source, Span

_DASH = re.compile(r"^[ \t]*(?=-(?:[ \t\r\n]|\Z))", re.MULTILINE)


def lines_of(spec: Spec, path: SpecPath) -> Span:
    """The lines that a field or a row is written in, whole; those of the row or field around it where several share a line."""
    while path:
        key = spec.keys.get(path)
        start = key.start if key is not None else spec.values[path].start
        around = [spec.values[path[:end]].start for end in range(1, len(path))]
        if not any(spec.source.text[at] in "[{" for at in around if at < len(spec.source.text)):
            break
        path = path[:-1]
    else:
        return Span(0, len(spec.source.text))
    text = spec.source.text
    if key is None:
        dashes = [match.start() for match in _DASH.finditer(text, 0, start)]
        first = max(dashes[-1] if dashes else 0, 0)
    else:
        first = text.rfind("\n", 0, start) + 1
    end = text.find("\n", max(spec.values[path].end, start))
    return Span(first, end + 1 if end >= 0 else len(text))


def carried(
    text: str,
    ours: Spec,
    base: Spec,
    theirs: Spec,
    came: Mapping[SpecPath, SpecPath],
    restored: Collection[SpecPath] = (),
) -> tuple[str, tuple[str, ...]]:
    """A merged text with the comments that theirs added, each where its field or row stands now; and those without a place. One
    that theirs wrote anew takes the place of the old one. `came` says for rows of theirs where they stand now, `restored` are those that ours
    took away."""
    before, here, there = ([each for some in comments(side).values() for each in some] for side in (base, ours, theirs))
    known = [*before, *here]
    dropped = {*before} - {*there}
    lost: list[str] = []
    for path, some in comments(theirs).items():
        for comment in some:
            now = _now(path, came)
            if comment in known and not any(now[: len(each)] == each for each in restored):
                known.remove(comment)
            elif comment not in text:
                new = _commented(text, now, comment, dropped, beside=_is_beside(theirs, comment))
                lost += [comment] if new is None else []
                text = new or text
    return text, tuple(lost)


def _now(path: SpecPath, came: Mapping[SpecPath, SpecPath]) -> SpecPath:
    for end in range(len(path), 0, -1):
        if path[:end] in came:
            return (*came[path[:end]], *path[end:])
    return path


def _is_beside(spec: Spec, comment: str) -> bool:
    """Whether a comment stands on the line of its value, not above it."""
    at = spec.source.text.find(comment)
    return bool(spec.source.text[spec.source.text.rfind("\n", 0, at) + 1 : at].strip())


def _commented(text: str, path: SpecPath, comment: str, dropped: Collection[str], *, beside: bool) -> str | None:
    """The text with a comment at a path, in place of one of those `dropped` if there is one; None where there is no such path, or
    no room."""
    spec, _ = load(Source("", text))
    if spec is None or path not in spec.values or not path:
        return None
    old = next((each for each in comments(spec).get(path, ()) if each in dropped), None)
    span = lines_of(spec, path)
    if old is not None and (at := text.rfind(old, 0, span.end)) >= 0:
        new = f"{text[:at]}{comment}{text[at + len(old) :]}"
    elif beside:
        first = text[span.start : span.end].partition("\n")[0].rstrip("\r")
        if any(each in first for each in comments(spec).get(path, ())):
            return None
        at = span.start + len(first)
        new = f"{text[:at]}  {comment}{text[at:]}"
    else:
        lines = text[span.start : span.end]
        pad = lines[: len(lines) - len(lines.lstrip(" "))]
        new = f"{text[: span.start]}{pad}{comment}{chr(13) if chr(13) in text else ''}\n{text[span.start :]}"
    back, _ = load(Source("", new))
    same = back is not None and back.value == spec.value
    return (
        new
        if same and back is not None and comment in [each for some in comments(back).values() for each in some]
        else None
    )


def comments(spec: Spec) -> dict[SpecPath, list[str]]:
    """The comments of a spec's text, each under the value that it is of: the one on its line, else the next below it."""
    places = sorted((span.start, path) for path, span in spec.keys.items())
    places += [
        (spec.values[path].start, path) for path, _ in walk(spec.value) if path and not isinstance(path[-1], str)
    ]
    places.sort()
    found: dict[SpecPath, list[str]] = {}
    for comment in slips.comments(spec.source.text, list(slips.scalars(spec.value, spec.values, spec.keys))):
        line = spec.source.text.rfind("\n", 0, comment.start) + 1
        beside = [path for start, path in places if line <= start < comment.start]
        below = [path for start, path in places if start > comment.start]
        found.setdefault(beside[-1] if beside else below[0] if below else (), []).append(spec.source[comment])
    return found
