"""Verbs floor: what a put has made, looked at anew: nothing else has other bytes, and it reads as it should (law L4).

Asked of the result alone: its zip and its document part are opened and lexed again.
"""

from __future__ import annotations

import io
import zipfile
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from goalgen.docx.splice import PartText, decode, element_at
from goalgen.text import Span

_TRIES = 100_000


def other_members(old: bytes, new: bytes, changed: Collection[str]) -> Iterator[str]:
    """The members of a zip, but for those that were to change, that are no longer the same packed bytes and names."""
    before, after = (dict(_members(data)) for data in (old, new))
    for name in [*before, *(name for name in after if name not in before)]:
        if name not in changed and before.get(name) != after.get(name):
            yield name


def _members(data: bytes) -> Iterator[tuple[str, tuple[bytes, object]]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        ends = sorted([member.header_offset for member in archive.infolist()] + [archive.start_dir])
        for member in archive.infolist():
            end = ends[bisect_right(ends, member.header_offset)]
            about = member.date_time, member.external_attr, member.comment, member.extra, member.compress_type
            yield member.filename, (data[member.header_offset : end], about)


def elsewhere(old: PartText, new: bytes, zones: Sequence[Span]) -> bool:
    """Whether the new part differs from the old one outside of some zones, each a run of whole elements of the old one."""
    part = decode(new)
    apart = merged(zones)
    gaps = [
        old.text[one.end : two.start] for one, two in pairwise([Span(0, 0), *apart, Span(len(old.text), len(old.text))])
    ]
    if not part.text.startswith(gaps[0]) or len(gaps) == 1:
        return part.text != gaps[0]
    waiting = [
        _ends(part, gaps[1], len(gaps[0]))
    ]  # a short gap may stand in what came in as well: then the next place is tried
    for _ in range(_TRIES):
        if not waiting:
            break
        at = next(waiting[-1], None)
        if at is None:
            waiting.pop()
        elif len(waiting) + 1 < len(gaps):
            waiting.append(_ends(part, gaps[len(waiting) + 1], at))
        elif at == len(part.text):
            return False
    return True


def _ends(part: PartText, gap: str, at: int) -> Iterator[int]:
    """Where a text ends that stands at an offset, or behind some of the elements that follow there."""
    while True:
        if part.text.startswith(gap, at):
            yield at + len(gap)
        element = element_at(part, at)
        if element is None:
            return
        at = element.end


def merged(zones: Sequence[Span]) -> list[Span]:
    """Zones in order; those that touch or lie in each other are one."""
    found: list[Span] = []
    for zone in sorted(zones):
        if found and zone.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, zone.end))
        else:
            found.append(Span(*zone))
    return found
