"""Desk floor: the rows: one for each file always, plain data without times or hosts (law L12); and the shards they are kept in.

A shard is a Parquet file, the rows of a chunk in the order of the manifest: the same rows are the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypedDict

from goalgen.fleet import needed

OK, RESIDUE, REFUSED = "ok", "residue", "refused"
CRASHED, TIMED_OUT, OUT_OF_MEMORY = "crashed", "timed out", "out of memory"
STATES = {
    OK: "读全了",
    RESIDUE: "有没读进去的",
    REFUSED: "没有做成",
    CRASHED: "带垮了进程",
    TIMED_OUT: "超时",
    OUT_OF_MEMORY: "内存超限",
}
"""What became of a file, and the word for it."""
ROWS, TIMES, PIECES = "rows", "times", "pieces"
"""The folders of the shards, of what was measured beside, and of parts of a chunk that was halved."""


class Row(TypedDict, total=False):
    """What became of a file."""

    path: str
    """below the folder that was asked for"""
    size: int
    """in bytes, as the manifest says"""
    sha256: str | None
    """of what was read; None when it was not"""
    state: str
    reason: str
    """why it is not `ok`, for people"""
    result: str
    """what a survey calls it: see `verbs.survey.STATES`; "" for specs"""
    tables: int
    forms: list[dict[str, Any]]
    account: dict[str, int] | None
    """visible characters of the tables by kind, and hidden ones"""
    near: list[dict[str, str]]
    problems: list[dict[str, Any]]
    specs: list[dict[str, str]]
    """each table as a spec: its place, form, file name, text in YAML"""
    drafts: list[dict[str, str]]
    producer: str
    output: dict[str, Any] | None
    """the Word file that a spec was built into"""


def blank(path: str, data: bytes | None, size: int) -> Row:
    """The row of a file of which nothing is known yet."""
    digest = None if data is None else hashlib.sha256(data).hexdigest()
    return Row(
        path=path, size=size, sha256=digest, state=OK, reason="", result="", tables=0, forms=[], account=None,
        near=[], problems=[], specs=[], drafts=[], producer="", output=None,
    )  # fmt: skip


def refused(path: str, data: bytes | None, size: int, reason: str) -> Row:
    """The row of a file with which nothing could be done."""
    return blank(path, data, size) | Row(state=REFUSED, reason=reason)


ACCOUNT = ("value", "label", "computed", "layout", "residue", "hidden")


@cache
def _schemas() -> dict[str, Any]:
    """The columns of a shard, and of what was measured beside."""
    try:
        import pyarrow as pa
    except ImportError as error:
        raise needed(error) from error
    text, whole = pa.string(), pa.int64()

    def many(**columns: Any) -> Any:  # noqa: ANN401
        return pa.list_(pa.struct([*columns.items()]))

    table = many(cell=text, form=text, name=text, text=text)
    rows = {
        "path": text, "size": whole, "sha256": text, "state": text, "reason": text, "result": text, "tables": whole,
        "forms": many(form=text, tables=whole),
        "account": pa.struct([(name, whole) for name in ACCOUNT]),
        "near": many(form=text, departure=text, cell=text),
        "problems": many(code=text, severity=text, message=text, cell=text, line=whole, column=whole, length=whole),
        "specs": table, "drafts": table, "producer": text,
        "output": pa.struct([("path", text), ("size", whole), ("sha256", text), ("tables", whole)]),
    }  # fmt: skip
    times = {"path": text, "seconds": pa.float64(), "peak": whole, "tries": whole}
    return {ROWS: pa.schema([*rows.items()]), TIMES: pa.schema([*times.items()])}


def packed(rows: Iterable[Mapping[str, Any]], kind: str = ROWS) -> bytes:
    """Rows as a shard."""
    schema = _schemas()[kind]
    import pyarrow as pa
    import pyarrow.parquet as pq

    given = [*rows]
    try:
        table = pa.Table.from_pylist(given, schema)
    except UnicodeEncodeError:  # strangers' texts may hold what no text does
        clean = json.dumps(given, ensure_ascii=False).encode("utf-8", "replace")
        table = pa.Table.from_pylist(json.loads(clean), schema)
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue())


def unpacked(data: bytes, columns: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """The rows of a shard, or some of their columns."""
    _schemas()
    import pyarrow as pa
    import pyarrow.parquet as pq

    found: list[dict[str, Any]] = pq.read_table(pa.BufferReader(data), columns=columns).to_pylist()
    return found


def counted(rows: Iterable[Mapping[str, Any]]) -> Counter[str]:
    """How many files are in which state; and `findings`, how many have problems that are more than told."""
    found: Counter[str] = Counter()
    for row in rows:
        found[row["state"]] += 1
        found["findings"] += any(each["severity"] != "info" for each in row["problems"] or ())
    return found


def name(chunk: int, start: int | None = None, stop: int | None = None) -> str:
    """The name of a shard, or of a part of it."""
    part = "" if start is None else f"-{start:06}-{stop:06}"
    return f"{chunk:06}{part}.parquet"
