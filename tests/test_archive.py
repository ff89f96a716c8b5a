"""Members of a zip file are spliced: what is put back gives the file that was, and all that is not touched keeps its bytes."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import NamedTuple

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from goalgen.docx.archive import SpliceError, replace_members, stored

REAL = sorted(
    p for p in [*(ROOT / "tests/data").rglob("*.docx"), *(ROOT / "templates").glob("*.docx")] if p.parent.name != "bad"
)
STORED, DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
ELSE = "；请用 Word 或 WPS 另存一次"


class Stream(io.RawIOBase):
    """A file that cannot be sought in: what is written into it has its sizes after the data."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self.data += data
        return len(data)


class Form(NamedTuple):
    """How a zip file is written around its members."""

    streamed: bool = False
    before: bytes = b""
    counted: bool = False
    """whether what stands before counts in the offsets"""
    comment: bytes = b""
    behind: bytes = b""


PLAIN = Form()


def written(members: list[tuple[zipfile.ZipInfo, bytes]], form: Form = PLAIN) -> bytes:
    out = Stream() if form.streamed else io.BytesIO()
    if form.counted and not form.streamed:
        out.write(form.before)
    with zipfile.ZipFile(out, "w") as archive:
        archive.comment = form.comment
        for info, content in members:
            archive.writestr(info, content)
    data = bytes(out.data) if isinstance(out, Stream) else out.getvalue()
    return (b"" if form.counted and not form.streamed else form.before) + data + form.behind


def member(name: str, content: bytes = b"text" * 9, method: int = DEFLATED, **fields) -> tuple[zipfile.ZipInfo, bytes]:
    info = zipfile.ZipInfo(name, (2022, 1, 2, 3, 4, 6))
    info.compress_type = method
    for field, value in fields.items():
        setattr(info, field, value)
    return info, content


def opened(data: bytes) -> dict[str, tuple]:
    """By name, all that a zip file says of its members but where they stand, and what they hold."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {
            i.filename: (
                i.date_time, i.compress_type, i.comment, i.extra, i.create_system, i.create_version, i.extract_version,
                i.flag_bits, i.internal_attr, i.external_attr, archive.read(i),
            )
            for i in archive.infolist()
        }  # fmt: skip


def counts(data: bytes) -> tuple[int, ...]:
    """How many members there are, as the end of the directory says."""
    return struct.unpack_from("<2H", data, data.rindex(b"PK\5\6") + 8)


def raw(data: bytes) -> dict[str, bytes]:
    """By name, the bytes from the head of a member to the next, or to the directory."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        starts = sorted([*(info.header_offset for info in archive.infolist()), archive.start_dir])
        return {i.filename: data[i.header_offset : starts[starts.index(i.header_offset) + 1]] for i in archive.infolist()}  # fmt: skip


EXTRAS = st.lists(st.builds(lambda kind, body: struct.pack("<2H", kind, len(body)) + body, st.sampled_from([0xCAFE, 0x5455, 0xA220]), st.binary(max_size=9)), max_size=2).map(b"".join)  # fmt: skip
NAMES = st.sampled_from(["word/document.xml", "[Content_Types].xml", "附/说明.txt", "a", "空/", "media/image1.png"])
CONTENTS = st.sampled_from([b"", b"x", b"PK\5\6", "文字".encode() * 500]) | st.binary(max_size=60)
MEMBERS = st.lists(
    st.builds(
        lambda name, content, method, date, extra, comment, attributes: member(
            name, content, method, date_time=date, extra=extra, comment=comment, external_attr=attributes, create_system=3
        ),
        NAMES, CONTENTS, st.sampled_from([STORED, DEFLATED]),
        st.sampled_from([(1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58)]), EXTRAS, st.binary(max_size=5), st.sampled_from([0, 0o644 << 16]),
    ),
    min_size=1, max_size=5, unique_by=lambda made: made[0].filename,
)  # fmt: skip
FORMS = st.builds(
    Form, st.booleans(), st.sampled_from([b"", b"#!stub\n", b"PK"]), st.booleans(),
    st.sampled_from([b"", "备注".encode()]), st.sampled_from([b"", b"\0\0"]),
)  # fmt: skip


@pytest.mark.slow
@given(MEMBERS, FORMS, st.data())
def test_what_is_spliced_changes_nothing_else(members, form, data):
    before = written(members, form)
    names = [info.filename for info, _ in members]
    changed = data.draw(st.dictionaries(st.sampled_from(names), CONTENTS))
    added = data.draw(st.dictionaries(st.sampled_from(["另.xml", "customXml/item1.xml"]), CONTENTS))
    after = replace_members(before, {**changed, **added})
    old, new = opened(before), opened(after)
    assert list(new) == [*old, *added]
    for name in names:
        assert new[name] == (*old[name][:-1], changed.get(name, old[name][-1])), name
        if name not in changed:
            assert raw(after)[name] == raw(before)[name]
    assert {name: new[name][-1] for name in added} == added
    assert counts(after) == (len(new), len(new))
    assert after.startswith(form.before)
    assert after.endswith(form.comment + form.behind)
    if not added:
        assert replace_members(after, {name: old[name][-1] for name in changed}) == before


@given(MEMBERS, FORMS)
@pytest.mark.slow
def test_nothing_changed_is_the_file_itself(members, form):
    data = written(members, form)
    assert replace_members(data, {}) is data
    assert replace_members(data, {info.filename: content for info, content in members}) is data


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_real_documents_are_spliced(path):
    data = path.read_bytes()
    old = opened(data)
    assert replace_members(data, {name: facts[-1] for name, facts in old.items()}) is data
    for name in old:
        after = replace_members(data, {name: b"<new/>"})
        assert opened(after) == {**old, name: (*old[name][:-1], b"<new/>")}
        assert {n: b for n, b in raw(after).items() if n != name} == {n: b for n, b in raw(data).items() if n != name}


def test_all_bytes_outside_of_a_stored_member_stay():
    data = written([member("a"), member("b", b"old", STORED), member("c")], Form(comment=b"end"))
    after = replace_members(data, {"b": b"new"})
    differing = [i for i in range(len(data)) if data[i] != after[i]]
    at = data.index(b"old")
    record = data.rindex(b"b", 0, data.rindex(b"PK\1\2")) - 46
    places = [*range(at - 17, at - 13), *range(at, at + 3), *range(record + 16, record + 20)]
    assert len(data) == len(after)
    assert set(differing) <= set(places)
    assert after[at : at + 3] == b"new"


def test_sizes_behind_the_data_are_kept_there_signed_or_not():
    data = written([member("a", b"old", STORED)], Form(streamed=True))
    end = data.index(b"PK\1\2")
    assert data[end - 16 : end - 12] == b"PK\7\10"
    after = replace_members(data, {"a": b"newer"})
    end = after.index(b"PK\1\2")
    expected = struct.pack("<3L", zipfile.crc32(b"newer"), 5, 5)
    assert after[: end - 12] == data[:14] + bytes(12) + data[26:31] + b"newer" + b"PK\7\10"
    assert after[end - 12 : end] == expected
    unsigned = unsign(data)
    after = replace_members(unsigned, {"a": b"newer"})
    assert after[: after.index(b"PK\1\2")] == data[:14] + bytes(12) + data[26:31] + b"newer" + expected
    assert opened(after)["a"][-1] == b"newer"
    assert replace_members(after, {"a": b"old"}) == unsigned


def unsign(data: bytes) -> bytes:
    """A streamed zip file without the sign before the sizes of its last member."""
    end = data.index(b"PK\1\2")
    offset = data.index(b"PK\5\6") + 16
    less = struct.pack("<L", struct.unpack_from("<L", data, offset)[0] - 4)
    return data[: end - 16] + data[end - 12 : offset] + less + data[offset + 4 :]


def patched(data: bytes, at: int, new: bytes) -> bytes:
    return data[:at] + new + data[at + len(new) :]


def locked(data: bytes) -> bytes:
    record = data.index(b"PK\1\2")
    return patched(patched(data, 6, b"\1"), record + 8, b"\1")


def twice(first: str, second: str) -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return written([member(first), member("b"), member(second, b"other")])


def shared() -> bytes:
    """A zip file of which two records lead to one member."""
    data = written([member("a"), member("b")])
    first, second = data.index(b"PK\1\2"), data.rindex(b"PK\1\2")
    return patched(data, second + 42, data[first + 42 : first + 46])


def large(monkeypatch, limit: str, value: int) -> bytes:
    monkeypatch.setattr(zipfile, limit, value)
    data = written([member("a", b"0123456789" * 999), member("b")])
    monkeypatch.undo()
    return data


def half_large() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, archive.open("a", "w", force_zip64=True) as file:
        file.write(b"text")
    return out.getvalue()


A = written([member("a")])
TWO = written([member("a", b"text", STORED), member("b")])


def streamed_without_sizes() -> bytes:
    data = written([member("a")], Form(streamed=True))
    end = data.index(b"PK\1\2")
    return patched(data, end - 12, bytes(12))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (locked(A), f"压缩包里的 a 加了密码，不能在原处修改{ELSE}"),
        (twice("a", "a"), f"压缩包里的 a 有 2 份，不能在原处修改{ELSE}"),
        (shared(), f"压缩包里的 a 与别的部件占着同一段，不能在原处修改{ELSE}"),
        (written([member("a", method=zipfile.ZIP_BZIP2)]), f"压缩包里的 a 的压缩方式少见，不能在原处修改{ELSE}"),
        (half_large(), f"压缩包里的 a 前后的记录不一致，不能在原处修改{ELSE}"),
        (streamed_without_sizes(), f"压缩包里的 a 前后的记录不一致，不能在原处修改{ELSE}"),
        (patched(A, 18, b"\x63"), f"压缩包里的 a 前后的记录不一致，不能在原处修改{ELSE}"),
        (patched(A, A.index(b"PK\1\2") + 8, b"\x08"), f"压缩包里的 a 前后的记录不一致，不能在原处修改{ELSE}"),
        (patched(A, 6, b"\x08"), f"压缩包里的 a 前后的记录不一致，不能在原处修改{ELSE}"),
        (patched(A, 8, b"\0"), f"压缩包里的 a 前后的记录不一致，不能在原处修改{ELSE}"),
        (patched(A, 30, b"z"), f"压缩包里的 a 前后的记录不一致，不能在原处修改{ELSE}"),
        (patched(A, 0, b"QK"), f"压缩包里的 a 前后的记录不一致，不能在原处修改{ELSE}"),
        (A[: A.index(b"PK\5\6")] + b"PK\5\5\0\0" + A[A.index(b"PK\5\6") :], "压缩包已损坏，不能在原处修改"),
        (b"PK\3\4", "压缩包已损坏，不能在原处修改"),
        (b"", "压缩包已损坏，不能在原处修改"),
    ],
)  # fmt: skip
def test_what_would_have_to_be_guessed_is_refused(data, reason):
    with pytest.raises(SpliceError) as refusal:
        replace_members(data, {"a": b"new"})
    assert str(refusal.value) == reason


@pytest.mark.parametrize(("limit", "value"), [("ZIP64_LIMIT", 80), ("ZIP64_LIMIT", 5000), ("ZIP_FILECOUNT_LIMIT", 1)])
def test_zip64_is_refused(monkeypatch, limit, value):
    data = large(monkeypatch, limit, value)
    with pytest.raises(SpliceError) as refusal:
        replace_members(data, {"b": b"new"})
    assert str(refusal.value) == "压缩包是 zip64 格式，不能在原处修改；请用 Word 或 WPS 另存一次"
    assert replace_members(data, {"b": b"text" * 9}) is data


def test_members_that_overlap_are_refused():
    """The second member's bytes are within the first one's."""
    data = written([member("a", A, STORED), member("b")])
    data = patched(data, data.rindex(b"PK\1\2") + 42, struct.pack("<L", data.index(A)))
    for name in ("a", "b"):
        with pytest.raises(SpliceError) as refusal:
            replace_members(data, {name: b"new"})
        assert str(refusal.value) == f"压缩包里的 {name} 与别的部件占着同一段，不能在原处修改{ELSE}"


def test_of_two_of_a_name_none_is_taken_to_be_meant():
    data = twice("a", "a")
    with pytest.raises(SpliceError):
        replace_members(data, {"a": b"text" * 9})
    assert replace_members(data, {"a": b"other"}) is data  # the last one is the one that is read


def test_what_is_odd_of_another_member_is_none_of_our_business():
    """What is not touched is moved, and not understood."""
    twins = replace_members(twice("a", "a"), {"b": b"new"})
    with zipfile.ZipFile(io.BytesIO(twins)) as archive:
        assert [archive.read(info) for info in archive.infolist()] == [b"text" * 9, b"new", b"other"]
    odd = written([member("a"), member("b", method=zipfile.ZIP_LZMA)])
    assert opened(replace_members(odd, {"a": b"new"}))["b"] == opened(odd)["b"]


@given(st.dictionaries(st.text("甲/a.é", min_size=1, max_size=9), st.binary(max_size=40), max_size=5))
def test_L5_members_are_stored_as_zipfile_stores_them(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.create_system = 0
            archive.writestr(member, content)
    assert stored(members) == out.getvalue()
