"""Desk floor: where chunks are worked at: this process, several threads of it, a cluster of dask; each tells of each piece.

No more is given than can be worked at: what waits with a worker that dies would take the blame for it.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple, Protocol

from goalgen.bulk import MOST_JOBS, cores
from goalgen.fleet import Halt, needed, work
from goalgen.fleet.work import Piece, Told
from goalgen.guard import Unable

AGAIN = 5.0
"""Seconds after which a cluster is asked again how large it is."""
HURRY = 30
"""Seconds until a scheduler has to answer."""


class Killed(NamedTuple):
    """The workers that a piece was given to are no more."""


Outcome = Told | Killed | Exception
"""What became of a piece; an exception is no fault of a file."""


class Place(Protocol):
    """Where pieces are worked at."""

    def room(self) -> int:
        """How many pieces can be worked at at once."""

    def give(self, out: str, piece: Piece) -> None:
        """Begin with a piece."""

    def next(self, seconds: float) -> tuple[Piece, Outcome] | None:
        """What became of one of the pieces; None when nothing did for so long. Raises Halt when the place is no more."""

    def end(self) -> None:
        """Stop; what is not done is not done."""


class Here:
    """So many threads of this process, each with a process that opens its files."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool = ThreadPoolExecutor(count, "goalgen-chunk")
        self._done: SimpleQueue[tuple[Piece, Outcome]] = SimpleQueue()

    def room(self) -> int:
        """As `Place` says."""
        return self._count

    def give(self, out: str, piece: Piece) -> None:
        """As `Place` says."""

        def act() -> None:
            try:
                self._done.put((piece, work.chunk(out, piece)))
            except Exception as error:  # which another thread is to hear of
                self._done.put((piece, error))

        self._pool.submit(act)

    def next(self, seconds: float) -> tuple[Piece, Outcome] | None:
        """As `Place` says."""
        try:
            return self._done.get(timeout=seconds)
        except Empty:
            return None

    def end(self) -> None:
        """As `Place` says."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        work.end()
        self._pool.shutdown(wait=True)
        work.forget()


class Dask:
    """A cluster of dask: it has a scheduler, and workers that may come and go."""

    def __init__(self, address: str) -> None:
        try:
            import distributed
            from distributed.scheduler import KilledWorker
        except ImportError as error:
            raise needed(error) from error
        for name in [each for each in logging.root.manager.loggerDict if each.startswith("distributed")]:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # what it is about we say ourselves
        self._killed = KilledWorker
        self._address = address
        try:
            self._client: Any = distributed.Client(address, timeout=HURRY, set_as_default=False, name="goalgen")
        except (OSError, ValueError) as error:
            raise Unable(
                f"连不上 dask 的调度器 {address}：{error or type(error).__name__}；请核对地址，看它是不是在运行"
            ) from error
        self._done: SimpleQueue[tuple[Piece, Any]] = SimpleQueue()
        self._asked, self._room = 0.0, 0
        self._futures: set[Any] = set()

    def room(self) -> int:
        """As `Place` says."""
        if time.monotonic() >= self._asked:
            try:
                self._room = sum(self._client.nthreads().values())
            except Exception as error:  # of many kinds: it cannot be asked
                raise self._over() from error
            self._asked = time.monotonic() + (AGAIN if self._room else 0.5)
        return self._room

    def give(self, out: str, piece: Piece) -> None:
        """As `Place` says."""
        future = self._client.submit(work.chunk, out, piece, pure=False, retries=0)
        self._futures.add(future)
        future.add_done_callback(lambda done: self._done.put((piece, done)))

    def next(self, seconds: float) -> tuple[Piece, Outcome] | None:
        """As `Place` says."""
        try:
            piece, future = self._done.get(timeout=seconds)
        except Empty:
            if self._client.status != "running":
                raise self._over() from None
            return None
        self._futures.discard(future)
        if future.status == "cancelled":
            raise self._over()
        try:
            told: Told = future.result(timeout=HURRY)
        except self._killed:
            return piece, Killed()
        except Exception as error:  # of a worker, or on the way here
            return piece, error
        return piece, told

    def _over(self) -> Halt:
        return Halt(f"dask 的调度器 {self._address} 没有了，或连不上")

    def end(self) -> None:
        """As `Place` says."""
        try:
            self._client.cancel(list(self._futures), force=True)
            self._client.close(timeout=5)
        except Exception:
            pass


def place(on: str) -> Callable[[], Place]:
    """What makes the place that is asked for. Raises Unable for what names none."""
    if os.name != "posix":
        raise Unable("--on 要在 Linux 或 macOS 上用：这里管不住一个文件用多久、多少内存；用 --jobs")
    kind, _, rest = on.partition(":")
    if on == "local":
        return lambda: Here(1)
    if kind == "processes":
        count = int(rest) if rest.isascii() and rest.isdigit() else 0 if rest else cores()
        if 1 <= count <= MOST_JOBS:
            return lambda: Here(count)
    if kind in ("dask", "dask+tls") and rest.startswith("//") and rest[2:].rpartition(":")[0]:
        return lambda: Dask(f"{'tls' if kind == 'dask+tls' else 'tcp'}:{rest}")
    raise Unable(f"--on 要写 local、processes:N（N 是 1 到 {MOST_JOBS}）或 dask://主机:端口，不能是「{on}」")
