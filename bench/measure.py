"""How long works take, side by side: in turns, so that a slow moment of the machine meets all of them; medians of CPU seconds.

CPU time and not the clock's, since other programs share the machine; only what several processes gain is told by the clock.
"""

from __future__ import annotations

import gc
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

Work = Callable[[], object]


class Used(NamedTuple):
    """What a process and those that it started used: seconds, and the largest memory of one of them in MB."""

    seconds: float
    memory: float


class Command(NamedTuple):
    """A process: its arguments after the interpreter, where it runs, and whether on one core only.

    Its modules are compiled once, as those of every user are, whatever is usual here: the first round does not count.
    """

    arguments: Sequence[str]
    folder: Path
    alone: bool = False

    def watched(self) -> Used:
        """Run it once, by a small process, for what ours holds would count as its memory."""
        with tempfile.TemporaryDirectory() as folder:
            told = Path(folder) / "told"
            watched = self._replace(arguments=["-c", _WATCH, str(told), sys.executable, *self.arguments])
            return Used(watched.seconds(), int(told.read_text("utf8")) / 1024)

    def seconds(self, *, clock: bool = False) -> float:
        """Run it once."""
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *self.arguments],
            env=_environment(),
            preexec_fn=_on_one_core if self.alone else None,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            raise RuntimeError(f"{' '.join(self.arguments)}: {said[-2000:]}")
        return time.perf_counter() - start if clock else used.ru_utime + used.ru_stime


_WATCH = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[2:]).returncode
with open(sys.argv[1], "w") as told:
    told.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(code)
"""


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _on_one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def seconds(work: Work | Command, *, clock: bool = False) -> float:
    """What a work takes once."""
    if isinstance(work, Command):
        return work.seconds(clock=clock)
    gc.collect()
    now = time.perf_counter if clock else time.process_time
    start = now()
    work()
    return now() - start


def in_turns(
    works: Sequence[Work | Command], rounds: int, budget: float = 60, *, clock: bool = False
) -> tuple[float, ...]:
    """The median of each, after a round that does not count; fewer rounds when they would take more seconds than `budget`."""
    start = time.perf_counter()
    first = [seconds(work, clock=clock) for work in works]
    once = time.perf_counter() - start
    if once > budget / 2:
        return tuple(first)
    taken = [
        [seconds(work, clock=clock) for work in works]
        for _ in range(max(1, min(rounds, int(budget / max(once, 1e-3)))))
    ]
    return tuple(map(statistics.median, zip(*taken, strict=True)))


def exponent(sizes: Sequence[int], taken: Sequence[float]) -> float:
    """The power of the size that the seconds grow with, by least squares: 1.0 is in step with it."""
    xs, ys = [math.log(size) for size in sizes], [math.log(max(each, 1e-6)) for each in taken]
    x, y = statistics.fmean(xs), statistics.fmean(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)
