"""Things floor: a zip file with some members replaced by splicing: all other bytes stay as they are, or move as they are.

What is spliced are the packed bytes of a member and the numbers that tell of them: in its header, behind its data, in the
directory. Names, dates, flags, extra fields, comments and what stands before or between members are not even looked at.
(APPNOTE.TXT 6.3: 4.3.7 local file header, 4.3.9 data descriptor, 4.3.12 central directory, 4.3.16 end of it.)
"""

from __future__ import annotations

import io
import shutil
import struct
import zipfile
import zlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO, NamedTuple

_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")
_SIZES = struct.Struct("<3L")
"""Check sum, packed size, size: as they stand in a header, in the directory and behind the data."""
_LOCAL_SIZES, _CENTRAL_SIZES, _CENTRAL_LENGTHS, _CENTRAL_OFFSET = 14, 16, 28, 42
_DESCRIPTOR = b"PK\7\10"
_VERSION, _FIRST_DAY = 20, 1 << 5 | 1
"""What it takes to unpack, and 1980-01-01, the first date that a zip file can hold."""
_LOCKED, _STREAMED, _UTF8 = 0x1, 0x8, 0x800
"""Flags: encrypted; check sum and sizes stand behind the data; the name is UTF-8."""
_ZIP64, _LARGEST, _MOST = 1, 0xFFFFFFFF, 0xFFFF
"""The extra field with large sizes; the numbers that say: look there."""
_BLOCK = 1 << 20
_OWNED = 0o600 << 16
"""Attributes as zipfile writes them: their owner may read and write them, where somebody asks."""
_LARGE = "压缩包是 zip64 格式，不能在原处修改；请用 Word 或 WPS 另存一次"
_BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, IndexError, zlib.error, struct.error)  # fmt: skip


class SpliceError(ValueError):
    """A file that cannot be changed in place without guessing; its text says why, to a user, in Chinese."""


class Spooled(NamedTuple):
    """A member that is too large to be in memory: the file that it lies in, its check sum, its bytes, and their SHA-256."""

    path: Path
    crc: int
    size: int
    digest: bytes


class _Splice(NamedTuple):
    """Bytes to put in place of a range of bytes."""

    start: int
    end: int
    new: bytes


class _Member(NamedTuple):
    """A member: what the directory says of it, where its packed bytes begin, where its record in the directory is."""

    info: zipfile.ZipInfo
    body: int
    record: int

    @property
    def start(self) -> int:
        return self.info.header_offset

    @property
    def end(self) -> int:
        return self.body + self.info.compress_size

    @property
    def sizes(self) -> bytes:
        return _SIZES.pack(self.info.CRC, self.info.compress_size, self.info.file_size)


class _Zip(NamedTuple):
    data: bytes
    members: list[_Member]
    """as they stand in the directory"""
    directory: int
    """where the directory begins"""
    end: int
    """where it ends, and its end record begins"""
    offset: int
    """by how much all offsets in the directory fall short: what stands before the zip file itself"""


def replace_members(data: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The zip file with members replaced, and those that are not there added at its end, stored and without a date.

    A replaced member is packed as it was: deflated or stored. Where nothing changes the result is `data` itself. Raises
    SpliceError when a member that changes is none to be replaced without guessing (encrypted, twice there, sharing its
    bytes with another, packed in an odd way), and when the file is in zip64 format.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        differing = {name: content for name, content in changed.items() if not _holds(archive, name, content)}
        return _spliced(_whole(data, archive), differing) if differing else data
    except _BROKEN as error:
        if isinstance(error, SpliceError):
            raise
        raise SpliceError("压缩包已损坏，不能在原处修改") from error


def stored(members: Mapping[str, bytes]) -> bytes:
    """A zip file of members, stored, without dates, in the given order: the bytes that zipfile writes, in a fifth of its time."""
    body, directory = _appended(members, 0, _OWNED)
    if len(members) >= _MOST or len(body) + len(directory) >= _LARGEST:
        raise zipfile.LargeZipFile(f"{len(members)} members, {len(body)} bytes")
    end = _END.pack(b"PK\5\6", 0, 0, len(members), len(members), len(directory), len(body), 0)
    return b"".join((body, directory, end))


def store(file: BinaryIO, members: Mapping[str, bytes | Spooled]) -> None:
    """Write what `stored` gives to a file that is empty; no more than a block of a spooled member is in memory."""
    records, start = bytearray(), 0
    for name, content in members.items():
        about = (content.crc, content.size) if isinstance(content, Spooled) else (zlib.crc32(content), len(content))
        header, record = _headers(name, *about, start, _OWNED)
        file.write(header)
        if isinstance(content, Spooled):
            with content.path.open("rb") as spool:
                shutil.copyfileobj(spool, file, _BLOCK)
        else:
            file.write(content)
        records += record
        start += len(header) + about[1]
    if len(members) >= _MOST or start + len(records) >= _LARGEST:
        raise zipfile.LargeZipFile(f"{len(members)} members, {start} bytes")
    file.write(records + _END.pack(b"PK\5\6", 0, 0, len(members), len(members), len(records), start, 0))


def _whole(data: bytes, archive: zipfile.ZipFile) -> _Zip:
    members, at = [], archive.start_dir
    for info in archive.infolist():
        body = info.header_offset + _LOCAL.size
        if data[info.header_offset : info.header_offset + 4] == b"PK\3\4":
            body += sum(struct.unpack_from("<2H", data, body - 4))
        members.append(_Member(info, body, at))
        if _LARGEST in (*_SIZES.unpack_from(data, at + _CENTRAL_SIZES)[1:], *struct.unpack_from("<L", data, at + _CENTRAL_OFFSET)):  # fmt: skip
            raise SpliceError(_LARGE)
        at += _CENTRAL.size + sum(struct.unpack_from("<3H", data, at + _CENTRAL_LENGTHS))
    if data[at : at + 4] != b"PK\5\6":
        raise SpliceError(_LARGE if data[at : at + 4] == b"PK\6\6" else "压缩包的目录后面还有别的内容，不能在原处修改")
    return _Zip(data, members, archive.start_dir, at, archive.start_dir - _END.unpack_from(data, at)[6])


def _holds(archive: zipfile.ZipFile, name: str, content: bytes) -> bool:
    """Whether a member is there, and holds this already; of several of a name the last is the one that is read."""
    info = archive.NameToInfo.get(name)
    return (
        info is not None
        and (info.file_size, info.CRC) == (len(content), zlib.crc32(content))
        and archive.read(info) == content
    )


def _spliced(whole: _Zip, changed: Mapping[str, bytes]) -> bytes:
    """The file with members replaced and added, and its directory patched."""
    replaced: list[_Splice] = []
    sizes: dict[int, bytes] = {}
    added: dict[str, bytes] = {}
    for name, content in changed.items():
        member = _member(whole, name)
        if member is None:
            added[name] = content
            continue
        packed = _packed(content, member.info)
        new = _SIZES.pack(zlib.crc32(content), len(packed), len(content))
        sizes[member.record] = new
        replaced += _replaced(whole, member, packed, new)
    replaced.sort()
    shifts = [0, *accumulate(len(new) - (end - start) for start, end, new in replaced)]
    appended, records = _appended(added, whole.directory + shifts[-1] - whole.offset)
    directory = _directory(whole, sizes, replaced, shifts) + records
    end = _end(whole, len(added), len(directory), shifts[-1] + len(appended))
    return b"".join([_applied(whole.data[: whole.directory], replaced), appended, directory, end])


def _member(whole: _Zip, name: str) -> _Member | None:
    """The member of a name, None when there is none. Raises SpliceError when it is none to be replaced."""

    def refuse(reason: str) -> SpliceError:
        return SpliceError(f"压缩包里的 {name} {reason}，不能在原处修改；请用 Word 或 WPS 另存一次")

    found = [member for member in whole.members if member.info.filename == name]
    if len(found) > 1:
        raise refuse(f"有 {len(found)} 份")
    for member in found:
        if member.info.flag_bits & _LOCKED:
            raise refuse("加了密码")
        if member.info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refuse("的压缩方式少见")
        if any(other is not member and _overlap(member, other) for other in whole.members):
            raise refuse("与别的部件占着同一段")
        if not _is_sound(whole, member):
            raise refuse("前后的记录不一致")
        return member
    return None


def _overlap(one: _Member, other: _Member) -> bool:
    return one.start < other.end and other.start < one.end


def _is_sound(whole: _Zip, member: _Member) -> bool:
    """Whether what stands before the data says the same of it as the directory does, as far as it says something."""
    header = whole.data[member.start : member.body]
    if member.body + member.info.compress_size > whole.directory or len(header) < _LOCAL.size:
        return False
    sign, _, flags, method, _, _, *sizes, name_length, extra_length = _LOCAL.unpack_from(header)
    streamed = bool(flags & _STREAMED)
    name = header[_LOCAL.size : _LOCAL.size + name_length]
    own = whole.data[member.record + _CENTRAL.size :][:name_length]
    return (
        sign == b"PK\3\4"
        and (method, name) == (member.info.compress_type, own)
        and streamed == bool(member.info.flag_bits & _STREAMED)
        and (_SIZES.pack(*sizes) == member.sizes or (streamed and not any(sizes)))
        and not _is_large(header[len(header) - extra_length :])
        and (not streamed or _descriptor(whole, member) is not None)
    )


def _is_large(extra: bytes) -> bool:
    """Whether extra fields hold sizes that take eight bytes."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<2H", extra)
        if kind == _ZIP64:
            return True
        extra = extra[4 + length :]
    return False


def _descriptor(whole: _Zip, member: _Member) -> int | None:
    """Where check sum and sizes stand behind the data, None when they do not."""
    following = whole.data[
        member.end : min([m.start for m in whole.members if m.start >= member.end] + [whole.directory])
    ]
    for sign in (_DESCRIPTOR, b""):
        if following.startswith(sign + member.sizes):
            return member.end + len(sign)
    return None


def _packed(content: bytes, info: zipfile.ZipInfo) -> bytes:
    if info.compress_type == zipfile.ZIP_STORED:
        return content
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def _replaced(whole: _Zip, member: _Member, packed: bytes, sizes: bytes) -> list[_Splice]:
    """New packed bytes, and the numbers that tell of them where there were such."""
    replaced = [_Splice(member.body, member.end, packed)]
    streamed = member.info.flag_bits & _STREAMED
    at = member.start + _LOCAL_SIZES
    if not streamed or any(whole.data[at : at + _SIZES.size]):
        replaced.append(_Splice(at, at + _SIZES.size, sizes))
    descriptor = _descriptor(whole, member) if streamed else None
    if descriptor is not None:
        replaced.append(_Splice(descriptor, descriptor + _SIZES.size, sizes))
    return replaced


def _appended(added: Mapping[str, bytes], offset: int, attributes: int = 0) -> tuple[bytes, bytes]:
    """New members, stored, of which the first begins at an offset; and their records."""
    out, records = bytearray(), bytearray()
    for name, content in added.items():
        header, record = _headers(name, zlib.crc32(content), len(content), offset + len(out), attributes)
        records += record
        out += header + content
    return bytes(out), bytes(records)


def _headers(name: str, crc: int, size: int, offset: int, attributes: int) -> tuple[bytes, bytes]:
    """What stands before a new member, stored, that begins at an offset; and its record."""
    raw, flags = name.encode(), 0 if name.isascii() else _UTF8
    common = (_VERSION, flags, zipfile.ZIP_STORED, 0, _FIRST_DAY, crc, size, size, len(raw), 0)
    record = _CENTRAL.pack(b"PK\1\2", _VERSION, *common, 0, 0, 0, attributes, offset) + raw
    return _LOCAL.pack(b"PK\3\4", *common) + raw, record


def _directory(whole: _Zip, sizes: Mapping[int, bytes], replaced: Sequence[_Splice], shifts: Sequence[int]) -> bytes:
    """The records of the directory with new sizes, and offsets moved by what was replaced before them."""
    directory = bytearray(whole.data[whole.directory : whole.end])
    starts = [splice.start for splice in replaced]
    for member in whole.members:
        at = member.record - whole.directory
        if member.record in sizes:
            directory[at + _CENTRAL_SIZES : at + _CENTRAL_SIZES + _SIZES.size] = sizes[member.record]
        offset = member.start + shifts[bisect_right(starts, member.start)] - whole.offset
        struct.pack_into("<L", directory, at + _CENTRAL_OFFSET, offset)
    return bytes(directory)


def _end(whole: _Zip, added: int, size: int, shift: int) -> bytes:
    """The end record with a directory of another size at another place, the comment, and what else follows."""
    sign, disk, first, here, total, _, offset, length = _END.unpack_from(whole.data, whole.end)
    if max(here, total) + added >= _MOST or max(size, offset + shift) >= _LARGEST:
        raise SpliceError("压缩包太大，不能在原处修改")
    fields = (sign, disk, first, here + added, total + added, size, offset + shift, length)
    return _END.pack(*fields) + whole.data[whole.end + _END.size :]


def _applied(data: bytes, splices: Sequence[_Splice]) -> bytes:
    pieces: list[bytes] = []
    done = 0
    for start, end, new in splices:
        pieces += data[done:start], new
        done = end
    return b"".join([*pieces, data[done:]])
