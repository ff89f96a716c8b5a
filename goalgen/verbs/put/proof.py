"""Verbs floor: what a put has made, looked at anew: nothing else has other bytes, and it reads as it should (law L4).

Asked of the result alone: its zip and its document part are opened and lexed again.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterator, Sequence

from goalgen.docx.splice import PartText, decode, element_at
from goalgen.text import Span


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
            end = next(each for each in ends if each > member.header_offset)
            about = member.date_time, member.external_attr, member.comment, member.extra, member.compress_type
            yield member.filename, (data[member.header_offset : end], about)


def elsewhere(old: PartText, new: bytes, zones: Sequence[Span]) -> bool:
    """Whether the new part differs from the old one outside of some zones, each a run of whole elements of the old one."""
    part = decode(new)
    done = at = 0
    for zone in merged(zones):
        gap = old.text[done : zone.start]
        if not part.text.startswith(gap, at):
            return True
        at += len(gap)
        done = zone.end
        following = _following(old, zones, zone)
        while not part.text.startswith(following, at):
            element = element_at(part, at)
            if element is None:
                return True
            at = element.end
    return part.text[at:] != old.text[done:]


def _following(old: PartText, zones: Sequence[Span], zone: Span) -> str:
    """What stands between a zone and the next."""
    after = [each.start for each in merged(zones) if each.start >= zone.end]
    return old.text[zone.end : after[0] if after else len(old.text)]


def merged(zones: Sequence[Span]) -> list[Span]:
    """Zones in order; those that touch or lie in each other are one."""
    found: list[Span] = []
    for zone in sorted(zones):
        if found and zone.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, zone.end))
        else:
            found.append(Span(*zone))
    return found
