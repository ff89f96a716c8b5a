"""Desk floor: processes that share the items of a run (law L12); one that ends harms no item but the one that ends it.

A process is given a few items, and tells of each as it is done: so it is known which one it was at when it ended. That one is
tried again while nobody else is at work, since a process may have been ended for what others did, or for the memory that they
held. If each ends that tries it, it is the item that ends them.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic

from goalgen.bulk import Done, Item, Result, done, tried
from goalgen.guard import Failure, Unable, guarded

SLICE, MOST = 0.05, 64
"""Seconds of work that a process is given at once, and the most items: with fewer it would often wait for us."""
AHEAD = 2 * MOST
"""Items for each process that may be done before the one whose turn it is; what they gave has to be kept."""
PATIENCE = 5.0
"""Seconds that a process has for tidying up when it is stopped."""
TRIES = 2
"""So often an item is tried alone before it is said to end its process: somebody may have ended that one too."""
STARTS = 3
"""So many processes in a row may end before they have done anything."""
METHOD = "fork" if sys.platform == "linux" else "spawn"
"""How processes are started; where there are threads, they are not forked."""

BORN = "born"
_Numbered = tuple[int, Item]


@dataclass(eq=False)
class _Worker(Generic[Item]):
    """A process, the pipe to it, and what it was given and has not told of."""

    process: BaseProcess
    pipe: Connection[Any, Any]
    core: int | None = None
    """the core that it stays on"""
    given: deque[_Numbered[Item]] = field(default_factory=deque)
    born: bool = False
    """whether it has said that it can do something"""
    alone: bool = False
    """whether nobody else is at work"""
    room: int = 1
    """how many items it is to be given, by its pace"""
    _since: tuple[float, int] = (0.0, 0)

    def give(self, items: Iterable[_Numbered[Item]]) -> None:
        """Give it something to do; that it is no more is noticed when it is listened to."""
        self.given.extend(items)
        self._since = time.monotonic(), len(self.given)
        with suppress(OSError):
            self.pipe.send([item for _, item in self.given])

    def told(self) -> _Numbered[Item]:
        """The item that it has told of."""
        one = self.given.popleft()
        if not self.given:
            start, count = self._since
            self.room = max(1, min(MOST, int(count * SLICE / max(time.monotonic() - start, 1e-6))))
        return one


class Pool(Generic[Item, Result]):
    """So many processes that know a verb. Each is started when there is something for it to do."""

    def __init__(self, verb: Callable[[Item], Result], jobs: int) -> None:
        self._context = multiprocessing.get_context(METHOD if threading.active_count() == 1 else "spawn")
        self._verb = verb
        self._jobs = jobs
        self._workers: list[_Worker[Item]] = []
        self._again: deque[_Numbered[Item]] = deque()
        self._suspects: deque[_Numbered[Item]] = deque()
        self._tries: Counter[int] = Counter()
        self._taken = self._stillborn = 0

    def run(self, items: Iterable[Item], name: Callable[[Item], str]) -> Iterator[Done[Item, Result]]:
        """What becomes of each item, in their order, as soon as it is known."""
        coming = enumerate(items)
        finished: dict[int, Done[Item, Result]] = {}
        turn = 0
        while True:
            self._hand_out(coming, turn + AHEAD * self._jobs)
            working = {worker.pipe: worker for worker in self._workers if worker.given}
            if not working and turn not in finished:
                return
            for pipe in wait(list(working), 0 if turn in finished else None):
                finished.update(self._heard(working[pipe], name))  # type: ignore[index]  # they are what we waited for
            if turn in finished:
                yield finished.pop(turn)
                turn += 1

    def stop(self) -> None:
        """End all processes. What they have not told of is not done."""
        for worker in self._workers:
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join(PATIENCE)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
            worker.pipe.close()
        self._workers.clear()

    def _hand_out(self, coming: Iterator[_Numbered[Item]], limit: int) -> None:
        """Give those something to do that have nothing; a suspect is given when all have nothing, and alone."""
        if self._suspects:
            if not any(worker.given for worker in self._workers):
                worker = self._workers[-1] if self._workers else self._start()
                worker.alone = True
                worker.give([self._suspects.popleft()])
            return
        while True:
            free = next((worker for worker in self._workers if not worker.given), None)
            if free is None and len(self._workers) >= self._jobs:
                return
            chunk = self._chunk(coming, limit, free.room if free else 1)
            if not chunk:
                return
            free = free or self._start()
            free.alone = False
            free.give(chunk)

    def _chunk(self, coming: Iterator[_Numbered[Item]], limit: int, room: int) -> list[_Numbered[Item]]:
        chunk: list[_Numbered[Item]] = []
        while len(chunk) < room:
            if self._again:
                chunk.append(self._again.popleft())
            elif self._taken < limit and (one := next(coming, None)):
                self._taken += 1
                chunk.append(one)
            else:
                break
        return chunk

    def _start(self) -> _Worker[Item]:
        here, there = self._context.Pipe()
        # a child of a fork has our ends of all pipes, and while anybody has one, nobody hears that we are no more
        ours = [*(worker.pipe for worker in self._workers), here] if self._context.get_start_method() == "fork" else []
        core = self._free_core()
        args = there, self._verb, ours, core
        process = self._context.Process(target=_work, args=args, daemon=True)  # type: ignore[attr-defined]
        with _unheard():
            process.start()
        there.close()
        self._workers.append(_Worker(process, here, core))
        return self._workers[-1]

    def _free_core(self) -> int | None:
        """A core that no other of our processes has, where there are as many as processes.

        What wakes each other again and again some systems keep on one core, whatever else is free; who is slow on a busy
        core is given less.
        """
        if not hasattr(os, "sched_getaffinity") or self._jobs > len(cores := sorted(os.sched_getaffinity(0))):
            return None
        taken = {worker.core for worker in self._workers}
        return next((core for core in cores if core not in taken), None)

    def _heard(self, worker: _Worker[Item], name: Callable[[Item], str]) -> Iterator[tuple[int, Done[Item, Result]]]:
        """What a process has told so far; and what becomes of what it was given when it is no more."""
        try:
            while worker.given and worker.pipe.poll():
                outcome = pickle.loads(worker.pipe.recv_bytes())
                if worker.born:
                    number, item = worker.told()
                    yield number, done(item, outcome, name)
                else:
                    worker.born, self._stillborn = True, 0
        except (EOFError, OSError):
            yield from self._lost(worker)

    def _lost(self, worker: _Worker[Item]) -> Iterator[tuple[int, Done[Item, Result]]]:
        self._workers.remove(worker)
        worker.process.join()
        worker.pipe.close()
        how = how_it_ended(worker.process.exitcode or 0)
        if not worker.born:
            self._stillborn += 1
            if self._stillborn >= STARTS:
                raise Unable(f"开不了新的进程：{how}；请用 --jobs 1 再试，或关闭别的程序")
        else:
            number, item = worker.given.popleft()
            self._tries[number] += worker.alone
            if self._tries[number] == TRIES:
                yield number, Done(item, (), lost=how)
            else:
                self._suspects.appendleft((number, item))
        self._again.extendleft(reversed(worker.given))


def _work(
    pipe: Connection[Any, Any], verb: Callable[[Item], Result], ours: list[Connection[Any, Any]], core: int | None
) -> None:
    """What a process does: say that it can, and do what it is given until nobody listens any more."""
    if core is not None:
        with suppress(OSError):  # a system may allow to ask and not to choose
            os.sched_setaffinity(0, {core})
    for other in ours:
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started us hears it, and ends us
    signal.signal(signal.SIGTERM, _stop)
    with suppress(EOFError, OSError):
        pipe.send_bytes(_packed(BORN))
        while True:
            for item in pipe.recv():
                pipe.send_bytes(_packed(tried(verb, item)))


def _packed(outcome: object) -> bytes:
    """An outcome as bytes; why it cannot be, when it cannot."""
    packed = guarded(lambda: pickle.dumps(outcome, pickle.HIGHEST_PROTOCOL))
    return pickle.dumps(packed) if isinstance(packed, Failure) else packed


def _stop(*_: object) -> None:
    sys.exit(143)


@contextmanager
def _unheard() -> Iterator[None]:
    """A process that is started now does not hear Ctrl-C, not even while it is still importing."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    was = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, was)


_SIGNALS = {
    "SIGKILL": "被系统强行结束，多半是内存不够",
    "SIGSEGV": "程序崩溃",
    "SIGBUS": "程序崩溃",
    "SIGABRT": "程序崩溃",
}


def how_it_ended(code: int) -> str:
    """How a process ended, by its exit code: minus a signal, or what it gave."""
    if code >= 0:
        return f"自己退出了，退出码 {code}"
    name = next((one.name for one in signal.Signals if one == -code), str(-code))
    return f"{_SIGNALS.get(name, '被结束')}（{name}）"
