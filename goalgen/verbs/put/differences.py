"""Verbs floor: the smallest ranges of a text that differ from another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from goalgen.text import Edit, Span

_MOST = 4_000_000
"""Pairs of characters up to which two texts are compared; beyond, all between their ends is written anew."""
_SAME = 2
"""Fewer characters that are the same between two that are not are written anew with them."""


def differences(old: str, new: str, seams: Sequence[int] = ()) -> list[Edit]:
    """The edits that make an old text the new one. Where all that differs lies between two `seams`, the places where the old
    text changes its look, one edit does it; else what is the same in between stays."""
    start = _shared(old, new)
    rest = min(len(old), len(new)) - start
    end = min(rest, _shared(old[::-1], new[::-1]))
    left, right = old[start : len(old) - end], new[start : len(new) - end]
    if not left and not right:
        return []
    whole = Edit(Span(start, start + len(left)), right)
    if len(left) * len(right) > _MOST or not any(start < seam < start + len(left) for seam in seams):
        return [whole]
    return [Edit(Span(start + one, start + two), right[three:four]) for one, two, three, four in _gaps(left, right)]


def _shared(one: str, two: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = enumerate(zip(one, two, strict=False))
    return next((place for place, (left, right) in pairs if left != right), min(len(one), len(two)))


def _gaps(left: str, right: str) -> Iterator[tuple[int, int, int, int]]:
    """Between what is the same in both texts: from where to where in each."""
    one = two = 0
    for match in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
        if match.size >= _SAME or not match.size:
            if one < match.a or two < match.b:
                yield one, match.a, two, match.b
            one, two = match.a + match.size, match.b + match.size
