"""Desk floor: each file is opened in a process of its own kin, with limits; one that ends it harms no other.

A process serves many files, one after the other. What goes wrong in one that has served before is tried again in a new one, and
so is what came near the limit of memory: a row never tells of files that came before (law L12).
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import goalgen
from goalgen.bulk.pool import how_it_ended
from goalgen.fleet import Halt, jobs, rows, wire
from goalgen.fleet.order import Order
from goalgen.guard import Unable

BIRTH = 120
"""Seconds that a process has until it can do something."""
STARTS, TRIES = 3, 2
"""So many processes in a row may fail to begin; so often a file is tried in a new one that ends without our doing."""
TIDY = 5
"""Seconds that a process has to end in order: an office that it started wants to be ended too."""


class Answer(NamedTuple):
    """What came of some files, in how many seconds, with how many bytes of memory, at which try."""

    rows: list[dict[str, Any]]
    files: Sequence[tuple[str, bytes]] = ()
    seconds: float = 0.0
    peak: int = 0
    grown: int = 0
    """bytes that the process was promised at most more than when it began"""
    tries: int = 1


class _End(NamedTuple):
    """How a process ended that was at work, or why what it said does not count."""

    state: str
    how: str
    is_sure: bool
    """whether the limits are the reason, and nobody else"""


class Child:
    """A process, and the pipe to it."""

    def __init__(self, order: Order, kit: Path) -> None:
        self._order = order
        self.served = 0
        here, there = socket.socketpair()
        root = str(Path(goalgen.__file__).parent.parent)
        paths = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
        with there:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "goalgen.fleet.child"],
                stdin=there.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=kit,
                env={**os.environ, "PYTHONPATH": paths},
                start_new_session=True,
            )
        self._pipe = here

    def begin(self) -> bool:
        """Tell it what it is to do; whether it can."""
        try:
            end = time.monotonic() + BIRTH
            wire.send(self._pipe, wire.Message({"order": self._order.plain()}), end)
            return wire.receive(self._pipe, end) is not None
        except OSError:
            return False

    def ask(self, given: Sequence[jobs.File]) -> Answer | _End:
        """What it makes of some files."""
        self.served += 1
        about = wire.Message(
            {"files": [{"path": each.path, "size": each.size} for each in given]}, [each.data for each in given]
        )
        end = time.monotonic() + self._order.seconds
        try:
            wire.send(self._pipe, about, end)
            answer = wire.receive(self._pipe, end)
        except TimeoutError:
            return self._late()
        except OSError:
            answer = None
        if answer is None:
            self.end()
            code = self.process.returncode
            return self._late() if code == -signal.SIGALRM else _End(rows.CRASHED, how_it_ended(code), is_sure=False)
        if answer.data["memory"]:
            self.end()
            return _End(rows.OUT_OF_MEMORY, f"要的内存超过了 {self._order.memory >> 20} MB", is_sure=True)
        files = list(zip(answer.data["files"], answer.blobs, strict=True))
        return Answer(
            answer.data["rows"], files, float(answer.data["seconds"]), answer.data["peak"], answer.data["grown"]
        )

    def _late(self) -> _End:
        self.end()
        return _End(rows.TIMED_OUT, f"做了 {self._order.seconds} 秒还没有做完，被结束了", is_sure=True)

    def end(self) -> None:
        """End it, if it lives."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(TIDY)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self._pipe.close()


class Children:
    """The processes of this one: as many as are asked at once. They know one order."""

    def __init__(self, order: Order, kit: Path) -> None:
        self._order, self._kit = order, kit
        self._lock = threading.Lock()
        self._idle: list[Child] = []
        self._all: set[Child] = set()
        self._over = False

    def ask(self, given: Sequence[jobs.File]) -> Answer:
        """What comes of some files; rows that say how the process ended, when each did that was given them."""
        tries = crashes = 0
        child = self._taken()
        while True:
            tries += 1
            is_new = not child.served
            found = child.ask(given)
            if isinstance(found, Answer) and (is_new or found.grown <= self._order.memory // 2):
                self._back(child, found)
                return found._replace(tries=tries)
            self._drop(child)
            if isinstance(found, _End) and is_new:
                crashes += 1
                if self._over:
                    raise Halt("已中断")
                if found.is_sure or crashes == TRIES:
                    made = jobs.ended(self._order, given, found.state, found.how)
                    return Answer([{**row} for row in made], tries=tries)
            child = self._new()

    def end(self) -> None:
        """End all processes; who is being asked says so no more."""
        with self._lock:
            self._over = True
            ending, self._all, self._idle = [*self._all], set(), []
        for child in ending:
            child.end()

    def _taken(self) -> Child:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return self._new()

    def _new(self) -> Child:
        for _ in range(STARTS):
            if self._over:
                raise Halt("已中断")
            child = Child(self._order, self._kit)
            with self._lock:
                self._all.add(child)
            if child.begin():
                return child
            self._drop(child)
        raise Unable(f"开不了新的进程：{how_it_ended(child.process.returncode or 0)}；请检查这台机器上的 goalgen")

    def _back(self, child: Child, found: Answer) -> None:
        if found.grown > self._order.memory // 2:  # the next file shall have room
            self._drop(child)
            return
        with self._lock:
            self._idle.append(child)

    def _drop(self, child: Child) -> None:
        with suppress(OSError):
            child.end()
        with self._lock:
            self._all.discard(child)
