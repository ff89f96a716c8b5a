"""Things floor: a zip file with some members replaced; the packed bytes of all others are copied as they are."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import NamedTuple

_LOCAL, _CENTRAL, _END = "<4s5H3L2H", "<4s6H3L5H2L", "<4s4H2LH"
_VERSION, _FIRST_DAY = 20, 1 << 5 | 1
"""What it takes to unpack, and 1980-01-01, the first date that a zip file can hold."""
_UTF8, _HINTS = 0x800, 0x6
"""Flags: the name is UTF-8; how hard deflate worked."""


class _Member(NamedTuple):
    name: bytes
    flags: int
    method: int
    time: int
    date: int
    check: int
    size: int
    attributes: int
    packed: bytes


def replace_members(data: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The zip file with members replaced, and those that are not there added at its end, stored and without a date."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        present = {info.filename: info for info in archive.infolist()}
    members = [
        _stored(name, changed[name]) if name in changed else _copied(data, info) for name, info in present.items()
    ]
    return _written([*members, *(_stored(name, content) for name, content in changed.items() if name not in present)])


def _stored(name: str, content: bytes) -> _Member:
    flags = 0 if name.isascii() else _UTF8
    return _Member(name.encode(), flags, 0, 0, _FIRST_DAY, zlib.crc32(content), len(content), 0, content)


def _copied(data: bytes, info: zipfile.ZipInfo) -> _Member:
    names = struct.unpack_from("<2H", data, info.header_offset + 26)
    start = info.header_offset + struct.calcsize(_LOCAL) + sum(names)
    packed = data[start : start + info.compress_size]
    year, month, day, hour, minute, second = info.date_time
    time, date = hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day
    flags = info.flag_bits & _HINTS | (0 if info.filename.isascii() else _UTF8)
    attributes = info.external_attr & 0xFFFFFFFF
    return _Member(
        info.filename.encode(), flags, info.compress_type, time, date, info.CRC, info.file_size, attributes, packed
    )


def _written(members: list[_Member]) -> bytes:
    out, directory = bytearray(), bytearray()
    for m in members:
        common = (m.flags, m.method, m.time, m.date, m.check, len(m.packed), m.size, len(m.name), 0)
        central = (b"PK\1\2", _VERSION, _VERSION, *common, 0, 0, 0, m.attributes, len(out))
        directory += struct.pack(_CENTRAL, *central) + m.name
        out += struct.pack(_LOCAL, b"PK\3\4", _VERSION, *common) + m.name + m.packed
    count = len(members)
    return bytes(out + directory) + struct.pack(_END, b"PK\5\6", 0, 0, count, count, len(directory), len(out), 0)
