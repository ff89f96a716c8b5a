"""Things floor: the streams of an OLE compound file ([MS-CFB]), as far as telling what a file is wants them.

Whatever is damaged gives less, never an exception: nothing, or the streams up to there.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from typing import NamedTuple

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFFFFFA
"""Sector numbers from here on are marks: end of chain, free."""
_NONE = 0xFFFFFFFF
_IN_HEADER = 109
"""How many sectors of the allocation table the header names itself."""
_ENTRY = 128
"""Bytes of a directory entry."""
_CUTOFF = 4096
"""Shorter streams lie in the root's own stream, in sectors of 64 bytes."""
_SMALL = 64


class _Entry(NamedTuple):
    name: str
    left: int
    right: int
    child: int
    start: int
    size: int


def streams(data: bytes, most: int = 512) -> dict[str, bytes]:
    """The streams and storages at the top of a compound file by name, each stream with its first `most` bytes.

    What is embedded in a document lies deeper, and says nothing of what the document is.
    """
    try:
        return _streams(data, most)
    except (struct.error, IndexError):
        return {}


def _streams(data: bytes, most: int) -> dict[str, bytes]:
    if not data.startswith(MAGIC):
        return {}
    (shift,) = struct.unpack_from("<H", data, 30)
    size = 1 << shift if shift in (9, 12) else 512
    table = _table(data, size)
    first_directory, first_small = (struct.unpack_from("<I", data, at)[0] for at in (48, 60))
    directory = b"".join(_chain(data, size, table, first_directory))
    entries = [_entry(directory, at) for at in range(0, len(directory) - _ENTRY + 1, _ENTRY)]
    root = entries[0]
    found: dict[str, bytes] = {}
    lesser: tuple[bytes, Mapping[int, int]] | None = None
    for entry in _siblings(entries, root.child):
        if entry.size >= _CUTOFF or not entry.size:
            found[entry.name] = _head(_chain(data, size, table, entry.start), most) if entry.size else b""
            continue
        if lesser is None:
            links = b"".join(_chain(data, size, table, first_small))
            body = b"".join(_chain(data, size, table, root.start))
            lesser = body, dict(enumerate(struct.unpack(f"<{len(links) // 4}I", links)))
        body, links_of = lesser
        found[entry.name] = _head(_chain(body, _SMALL, links_of, entry.start, 0), min(most, entry.size))
    return found


def _table(data: bytes, size: int) -> dict[int, int]:
    """Which sector follows each."""
    sectors = [number for number in struct.unpack_from(f"<{_IN_HEADER}I", data, 76) if number < _LAST]
    further, left = struct.unpack_from("<II", data, 68)
    for _ in range(min(left, len(data) // size)):
        more = data[(further + 1) * size : (further + 2) * size]
        if further >= _LAST or len(more) < size:
            break
        *numbers, further = struct.unpack(f"<{size // 4}I", more)
        sectors += [number for number in numbers if number < _LAST]
    table: dict[int, int] = {}
    for place, number in enumerate(sectors):
        part = data[(number + 1) * size : (number + 2) * size]
        part = part[: len(part) // 4 * 4]
        table.update(enumerate(struct.unpack(f"<{len(part) // 4}I", part), place * (size // 4)))
    return table


def _chain(data: bytes, size: int, table: Mapping[int, int], sector: int, header: int = 1) -> Iterator[bytes]:
    """The sectors of a stream, as far as they are there; a chain that turns ends."""
    passed: set[int] = set()
    while sector < _LAST and sector not in passed:
        passed.add(sector)
        part = data[(sector + header) * size : (sector + header + 1) * size]
        if not part:
            return
        yield part
        sector = table.get(sector, _NONE)


def _head(sectors: Iterator[bytes], most: int) -> bytes:
    found = b""
    for part in sectors:
        found += part
        if len(found) >= most:
            break
    return found[:most]


def _entry(directory: bytes, at: int) -> _Entry:
    length, _, _, left, right, child = struct.unpack_from("<HBBIII", directory, at + 64)
    name = directory[at : at + min(max(length - 2, 0), 64)].decode("utf-16-le", "replace")
    start, size = struct.unpack_from("<II", directory, at + 116)
    return _Entry(name, left, right, child, start, size)


def _siblings(entries: list[_Entry], number: int) -> Iterator[_Entry]:
    """All entries of one storage: they make a tree."""
    waiting, passed = [number], set[int]()
    while waiting:
        number = waiting.pop()
        if number < len(entries) and number not in passed:
            passed.add(number)
            yield entries[number]
            waiting += [entries[number].left, entries[number].right]
