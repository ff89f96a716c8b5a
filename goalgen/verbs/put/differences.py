"""Verbs floor: the smallest ranges of a text that differ from another."""

from __future__ import annotations

from collections.abc import Sequence

from goalgen.changes import gaps
from goalgen.text import Edit, Span


def differences(old: str, new: str, seams: Sequence[int] = ()) -> list[Edit]:
    """The edits that make an old text the new one. Where all that differs lies between two `seams`, the places where the old
    text changes its look, one edit does it; else what is the same in between stays."""
    found = list(gaps(old, new))
    if not found:
        return []
    start, stop = found[0][0].start, found[-1][0].stop
    if not any(start < seam < stop for seam in seams):
        return [Edit(Span(start, stop), new[found[0][1].start : found[-1][1].stop])]
    return [Edit(Span(here.start, here.stop), new[there.start : there.stop]) for here, there in found]
