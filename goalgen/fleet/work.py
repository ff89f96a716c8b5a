"""Desk floor: a chunk in a worker: its files are fetched ahead, opened in processes of their own, and become one shard.

The shard is written when all its rows are there, whole or not at all. What is told of a chunk is a few numbers.
"""

from __future__ import annotations

import atexit
import json
import threading
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from goalgen.desk import files, litter
from goalgen.fleet import Halt, jobs, order, rows, store
from goalgen.fleet.isolate import Answer, Children
from goalgen.fleet.jobs import File
from goalgen.fleet.manifest import Manifest, items
from goalgen.fleet.order import Order
from goalgen.fleet.store import Denied, Entry, Missing, Store
from goalgen.guard import Unable

AHEAD, MOST_AHEAD = 8, 64 << 20
"""So many files are fetched before their turn, and so many bytes."""
VANISHED = "列清单以后不见了，没有读"


class Piece(NamedTuple):
    """A chunk, or from which of its items up to which; `given_up` when nobody shall try it any more."""

    chunk: int
    start: int | None = None
    stop: int | None = None
    given_up: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether it is all of the chunk."""
        return self.start is None

    @property
    def shard(self) -> str:
        """Where its rows go."""
        return f"{rows.ROWS if self.is_whole else rows.PIECES}/{rows.name(self.chunk, self.start, self.stop)}"


class Told(NamedTuple):
    """A piece in numbers: files by state, bytes, seconds of work."""

    counts: Counter[str]
    size: int = 0
    seconds: float = 0.0


class _Bench(NamedTuple):
    """What a worker keeps of a run: what is asked, where, the manifest, and the processes."""

    order: Order
    source: Store
    out: Store
    manifest: Manifest
    children: Children


_benches: dict[str, _Bench] = {}
_lock = threading.Lock()
_kept = ExitStack()
atexit.register(_kept.close)


def bench(out: str) -> _Bench:
    """What this worker keeps of a run; one run at a time. Raises Unable when its goalgen is not that of the run."""
    with _lock:
        there = store.opened(out)
        try:
            asked = there.read(order.RUN)
        except Missing as error:
            raise Unable(f"{out} 里没有 {order.RUN}：工作机要能读写 -o 指的地方，本机的文件夹只有本机看得见") from error
        name = f"{out} {order.digest(asked)}"
        if name not in _benches:
            _kept.close()
            _benches.clear()
            _benches[name] = _made(there, Order.of(json.loads(asked)["order"]))
        return _benches[name]


def _made(out: Store, asked: Order) -> _Bench:
    if asked.code != order.code():
        raise Unable(f"这台工作机上的 goalgen 不是同一个（运行要 {asked.version}）：请各台装一样的，再运行一次")
    folder = _kept.enter_context(litter.folder())
    order.unpack(out.read(order.KIT), folder)
    children = Children(asked, folder)
    _kept.callback(children.end)
    return _Bench(asked, store.opened(asked.source), out, Manifest(out), children)


def end() -> None:
    """End the processes of this one; who waits for them is told that it is over."""
    for each in list(_benches.values()):
        each.children.end()


def forget() -> None:
    """Keep nothing of any run."""
    with _lock:
        _kept.close()
        _benches.clear()


def chunk(out: str, piece: Piece) -> Told:
    """Make the shard of a chunk, or of a piece of it, unless it is there. Raises Halt, or Unable, when that cannot be."""
    here = bench(out)
    if here.out.has(piece.shard):
        return told(here.out, piece.shard)
    with _lock:
        entries = here.manifest.chunk(piece.chunk)
    todo = items(entries)[piece.start : piece.stop]
    made: list[dict[str, Any]] = []
    times: list[dict[str, Any]] = []
    if piece.given_up:
        how = "把整个工作机进程带垮了"
        untold = [(each.path, each.size, None) for item in todo for each in item]
        made += [{**row} for row in jobs.ended(here.order, untold, rows.CRASHED, how)]
    else:
        for item, answer in _answers(here, todo):
            made += answer.rows
            measured = {"seconds": answer.seconds, "peak": answer.peak, "tries": answer.tries}
            times.append({"path": item[0].path, **measured})
    if piece.is_whole:
        here.out.write(f"{rows.TIMES}/{rows.name(piece.chunk)}", rows.packed(times, rows.TIMES))
    here.out.write(piece.shard, rows.packed(made))
    seconds = sum(each["seconds"] for each in times)
    return Told(rows.counted(made), sum(each.size for item in todo for each in item), seconds)


def told(out: Store, shard: str) -> Told:
    """A shard that is there in numbers."""
    found = rows.unpacked(out.read(shard), ["state", "size", "problems"])
    return Told(rows.counted(found), sum(each["size"] for each in found))


def join(out: str, pieces: Sequence[Piece]) -> None:
    """Make the shard of a chunk of its pieces, which are all there, in their order."""
    there = store.opened(out)
    found = [row for piece in sorted(pieces) for row in rows.unpacked(there.read(piece.shard))]
    there.write(Piece(pieces[0].chunk).shard, rows.packed(found))
    for piece in pieces:
        there.remove(piece.shard)


def _answers(here: _Bench, todo: Sequence[Sequence[Entry]]) -> Iterator[tuple[Sequence[Entry], Answer]]:
    """What comes of each item, in their order; the files that come of it are written before it is told."""
    denied = 0
    for item, fetched in _ahead(here.source, todo):
        denied += all(isinstance(each, Denied) for each in fetched)
        good = [
            File(entry.path, entry.size, data)
            for entry, data in zip(item, fetched, strict=True)
            if isinstance(data, bytes)
        ]
        made = here.children.ask(good) if good else Answer([])
        bad = [_unread(entry, why) for entry, why in zip(item, fetched, strict=True) if not isinstance(why, bytes)]
        for name, data in made.files:
            here.out.write(name, data)
        yield item, made._replace(rows=[*made.rows, *bad])
    if denied and denied == len(todo) > 1:
        raise Halt(f"{here.source.url} 里的文件一个也不让读：请核对权限，再运行一次同样的命令")


def _unread(entry: Entry, why: Exception) -> dict[str, Any]:
    reason = VANISHED if isinstance(why, Missing) else str(why)
    return {**rows.refused(entry.path, None, entry.size, reason)}


_Fetched = Sequence[bytes | Missing | Denied | Unable]


def _ahead(source: Store, todo: Sequence[Sequence[Entry]]) -> Iterator[tuple[Sequence[Entry], _Fetched]]:
    """Each item with its bytes, or why there are none; what comes next is fetched meanwhile."""
    coming: deque[tuple[Sequence[Entry], int, Future[_Fetched]]] = deque()
    turn = waiting = 0
    with ThreadPoolExecutor(AHEAD, "goalgen-fetch") as pool:
        try:
            while turn < len(todo) or coming:
                while turn < len(todo) and (not coming or (len(coming) < AHEAD and waiting < MOST_AHEAD)):
                    item, turn = todo[turn], turn + 1
                    size = sum(each.size for each in item)
                    waiting += size
                    coming.append((item, size, pool.submit(_fetched, source, item)))
                item, size, future = coming.popleft()
                fetched = future.result()
                waiting -= size
                yield item, fetched
        finally:
            for _, _, future in coming:
                future.cancel()


def _fetched(source: Store, item: Sequence[Entry]) -> _Fetched:
    return [_bytes(source, entry) for entry in item]


def _bytes(source: Store, entry: Entry) -> bytes | Missing | Denied | Unable:
    """The bytes of a file that is as it was listed."""
    if entry.size > files.MOST:
        return Unable(
            f"有 {files.size(entry.size)}，超过 {files.MOST >> 20} MB，没有读：请拆成几个文件，或压缩其中的图片"
        )
    if not source.is_local and any(part in ("", ".", "..") for part in entry.path.split("/")):
        return Unable("路径里有空的一段、「.」或「..」，没有读：请换一个名称")
    try:
        data = source.read(_place(source, entry))
    except (Missing, Denied, Unable) as why:
        return why
    if len(data) != entry.size:
        return Unable(f"列清单以后改过（那时 {entry.size} 字节，现在 {len(data)} 字节），没有读：请另用一个 -o 重新列")
    return data


def _place(source: Store, entry: Entry) -> str:
    """Where a file is below the source; the source itself when that is a file."""
    is_itself = source.root.rpartition("/")[2] == entry.path and (
        not Path(source.root).is_dir() if source.is_local else source.fs.isfile(source.root)
    )
    return "" if is_itself else entry.path
