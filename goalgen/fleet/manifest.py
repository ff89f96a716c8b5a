"""Desk floor: the manifest: every file that is asked for, listed once, in chunks of about as much work.

A Parquet file with a row group for each chunk. The chunks follow from the files alone: whoever lists the same files makes the
same chunks. Of a listing only the page that is being looked at is in memory; of books, the folders on the way as well.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from goalgen.desk.specs import SUFFIXES, WORD
from goalgen.fleet import needed
from goalgen.fleet.store import Entry, Missing, Store
from goalgen.guard import Unable

NAME = "manifest.parquet"
EACH = 16 * 1024
"""What a file costs beside its bytes, as bytes: reading 20 KB takes about twice as long as reading nothing."""


class Listed(NamedTuple):
    """What was listed: how many files, bytes and chunks; other files; what could not be looked into; and a hash of it all."""

    files: int
    size: int
    chunks: int
    others: int
    refusals: tuple[str, ...]
    digest: str


def make(source: Store, out: Store, wanted: Sequence[str], chunk: int, told: Callable[[int], None]) -> Listed:
    """List what there is and put the manifest into the folder of the run. `told` hears how many files were met, now and then.

    `wanted` are suffixes; specs are kept together by their folder, for they make a book. Raises Unable when there is nothing.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise needed(error) from error
    schema = pa.schema([("path", pa.string()), ("size", pa.int64()), ("etag", pa.string())])
    refusals: list[str] = []
    others: list[int] = [0]
    digest = hashlib.sha256()
    files = size = chunks = 0
    with tempfile.TemporaryDirectory(prefix="goalgen-") as folder:
        local = Path(folder, NAME)
        with pq.ParquetWriter(local, schema, compression="zstd") as writer:
            for entries in chunked(_of_kind(_entries(source, refusals), wanted, others), chunk):
                writer.write_table(pa.Table.from_pylist([each._asdict() for each in entries], schema))
                files, size, chunks = files + len(entries), size + sum(each.size for each in entries), chunks + 1
                digest.update(repr(entries).encode(errors="surrogatepass"))
                told(files)
        if not files:
            kind = "规格文件（*.yaml、*.yml）" if wanted == SUFFIXES else " Word 文件（*.docx、*.doc）"
            raise Unable(f"{source.url} 里没有{kind}{'；'.join(['', *refusals])}")
        out.take(NAME, local)
    return Listed(files, size, chunks, others[0], tuple(refusals), digest.hexdigest())


def _entries(source: Store, refusals: list[str]) -> Iterator[Entry]:
    """What there is; one file when the source is one. What vanishes while it is listed stops."""
    count = 0
    try:
        for entry in source.entries(refusals):
            count += 1
            yield entry
    except Missing as error:
        if not count:
            raise Unable(f"没有 {source.url} 这个地方，请核对路径") from error
        raise Unable(f"{source.url} 列到第 {count} 个文件以后不见了：请等它稳定了再运行") from error
    if not count and not source.is_local and source.has():
        name = source.root.rpartition("/")[2]
        there = source.fs.info(source.root)
        if there["type"] == "file":
            yield Entry(name, int(there["size"]), str(there.get("ETag", "")).strip('"'))


def _of_kind(entries: Iterable[Entry], wanted: Sequence[str], others: list[int]) -> Iterator[list[Entry]]:
    """The entries that are wanted, those in one list that must stay together: Word files by themselves, specs by folders.

    The folders on the way are open; one is closed when a path is met that is not in it.
    """
    way: list[tuple[str, list[Entry]]] = []
    for entry in entries:
        suffix = f".{entry.path.rpartition('.')[2].lower()}"
        if suffix not in wanted:
            others[0] += 1
            continue
        if suffix in WORD:
            yield [entry]
            continue
        folder = folder_of(entry.path)
        while way and not (folder == way[-1][0] or folder.startswith(f"{way[-1][0]}/") or not way[-1][0]):
            yield way.pop()[1]
        if not way or way[-1][0] != folder:
            way.append((folder, []))
        way[-1][1].append(entry)
    while way:
        yield way.pop()[1]


def chunked(together: Iterable[list[Entry]], chunk: int) -> Iterator[list[Entry]]:
    """Entries in lists of about so many bytes, each file with what it costs beside; what must stay together does."""
    taken: list[Entry] = []
    weight = 0
    for entries in together:
        more = sum(each.size + EACH for each in entries)
        if taken and weight + more > chunk:
            yield taken
            taken, weight = [], 0
        taken += entries
        weight += more
    if taken:
        yield taken


def items(entries: Iterable[Entry]) -> list[list[Entry]]:
    """What is worked at as one: each Word file, all specs of a folder."""
    found: list[list[Entry]] = []
    for entry in entries:
        is_spec = entry.path.lower().endswith(SUFFIXES)
        if (
            is_spec
            and found
            and found[-1][0].path.lower().endswith(SUFFIXES)
            and folder_of(found[-1][0].path) == folder_of(entry.path)
        ):
            found[-1].append(entry)
        else:
            found.append([entry])
    return found


def folder_of(path: str) -> str:
    """The folder of a path; "" when it has none."""
    return path.rpartition("/")[0]


class Manifest:
    """A manifest that was made, of which a chunk is read at a time."""

    def __init__(self, out: Store) -> None:
        try:
            import pyarrow.parquet as pq
        except ImportError as error:
            raise needed(error) from error
        self._file: Any = pq.ParquetFile(out.opened(NAME))

    @property
    def chunks(self) -> int:
        """How many there are."""
        return int(self._file.num_row_groups)

    def count(self, number: int) -> int:
        """How many files a chunk has."""
        return int(self._file.metadata.row_group(number).num_rows)

    def chunk(self, number: int) -> list[Entry]:
        """The files of a chunk."""
        return [Entry(**row) for row in self._file.read_row_group(number).to_pylist()]
