"""Verbs floor: clashes as git's conflict markers, around just the lines that they are written in, for the buttons of editors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from goalgen.paths import SpecPath, lookup
from goalgen.schema import Schema
from goalgen.spec import Spec, Value, load
from goalgen.spec.remarks import lines_of
from goalgen.spec.splicing import respelled
from goalgen.text import Edit, Source, Span, apply_edits
from goalgen.verbs.merge.values import ABSENT, Clash, Held, held_at, settled, with_held

MARKER = 7
"""How many signs a marker has, unless git is told otherwise."""


class Style(NamedTuple):
    """How conflicts are marked: the names of the sides, the length of a marker, and whether the base is shown (`diff3`)."""

    ours: str = "ours"
    theirs: str = "theirs"
    base: str = "base"
    size: int = MARKER
    with_base: bool = False


class _Place(NamedTuple):
    """Lines of the text that clashes are written in, and those clashes."""

    span: Span
    clashes: list[Clash]


def marked(text: str, clashes: Sequence[Clash], schema: Schema, style: Style) -> str:
    """The text with each clash between markers. Clashes that are written in the same lines stand in one conflict."""
    spec = _loaded(text)
    places: list[_Place] = []
    found = _widened(spec.value, clashes)
    for span, clash in sorted(((lines_of(spec, clash.path), clash) for clash in found), key=lambda both: both[0]):
        if places and span.start < places[-1].span.end:
            last = places.pop()
            places.append(_Place(Span(last.span.start, max(last.span.end, span.end)), [*last.clashes, clash]))
        else:
            places.append(_Place(span, [clash]))
    end = "\r\n" if "\r\n" in text else "\n"
    edits = []
    for place in places:
        sides = [
            _side(spec, place, schema, [getattr(clash, name) for clash in place.clashes]) for name in Clash._fields[1:]
        ]
        base, ours, theirs = (side if not side or side.endswith("\n") else side + end for side in sides)
        around = f"{'|' * style.size} {style.base}{end}{base}" if style.with_base else ""
        block = f"{'<' * style.size} {style.ours}{end}{ours}{around}{'=' * style.size}{end}{theirs}{'>' * style.size} {style.theirs}{end}"
        edits.append(Edit(place.span, block))
    return apply_edits(text, edits)


def _widened(value: dict[str, Value], clashes: Sequence[Clash]) -> list[Clash]:
    """The clashes; those in a list that one side leaves without rows are one, of the whole list: it is not written as no lines."""
    found = list(clashes)
    for path in dict.fromkeys(clash.path[:-1] for clash in clashes if ABSENT in (clash.ours, clash.theirs)):
        inside = [clash for clash in found if clash.path[: len(path)] == path and len(clash.path) > len(path)]
        base, ours, theirs = (held_at(settled(value, inside, side), path) for side in ("base", "ours", "theirs"))
        if path and [] in (ours, theirs):
            found = [*(clash for clash in found if clash not in inside), Clash(path, base, ours, theirs)]
    return found


def _side(spec: Spec, place: _Place, schema: Schema, wanted: Sequence[Held]) -> str:
    """The lines of a place as one side would have them."""
    value = spec.value
    here = [clash for clash, held in zip(place.clashes, wanted, strict=True) if held is not ABSENT]
    pairs = list(zip(place.clashes, wanted, strict=True))
    for clash, held in reversed(pairs):  # what goes last goes first, so that no place before it moves
        if lookup(value, clash.path) != held:
            value = with_held(value, clash.path, held)
    if not here:
        return ""
    side = _loaded(respelled(spec, value, schema).text)
    spans = [lines_of(side, path) for path in _paths_after(pairs)]
    return side.source.text[min(span.start for span in spans) : max(span.end for span in spans)]


def _paths_after(pairs: Sequence[tuple[Clash, Held]]) -> list[SpecPath]:
    """Where what a side has stands, once what it does not have is gone."""
    found: list[SpecPath] = []
    gone: list[SpecPath] = []
    for clash, held in pairs:
        if held is ABSENT:
            gone.append(clash.path)
            continue
        path = clash.path
        for each in gone:
            if each[:-1] == path[: len(each) - 1] and isinstance(each[-1], int):
                path = (*each[:-1], type(each[-1])(int(path[len(each) - 1]) - 1), *path[len(each) :])
        found.append(path)
    return found


def _loaded(text: str) -> Spec:
    spec, _ = load(Source("", text))
    assert spec, "what is spliced loads"
    return spec
