"""Desk floor: the process that strangers' files are opened in: `python -P -m goalgen.fleet.child`, told by its standard input.

It ends itself when a file takes too long, also when nobody is left who would end it: the system's alarm does. A file that
wants too much memory gets none.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from goalgen.fleet import jobs, wire
from goalgen.fleet.order import Order

GRACE = 5
"""Seconds that whoever waits for us has before the alarm."""


def serve(pipe: socket.socket) -> None:
    """Answer until nobody asks any more."""
    first = wire.receive(pipe)
    if first is None:
        return
    order = Order.of(first.data["order"])
    job = jobs.job(order)
    _limit(order.memory)
    start = _memory()
    wire.send(pipe, wire.Message({"ready": True}))
    while (message := wire.receive(pipe)) is not None:
        signal.alarm(order.seconds + GRACE)
        begin = time.perf_counter()
        try:
            made = job(
                [
                    jobs.File(each["path"], each["size"], blob)
                    for each, blob in zip(message.data["files"], message.blobs, strict=True)
                ]
            )
            done: dict[str, object] = {
                "rows": made.rows,
                "files": [name for name, _ in made.files],
                "memory": made.no_memory,
            }
            memory = _memory()
            done |= {
                "seconds": time.perf_counter() - begin,
                "peak": memory.had,
                "grown": memory.promised - start.promised,
            }
            answer = wire.Message(done, [data for _, data in made.files])
        except MemoryError:
            answer = wire.Message({"memory": True})
        signal.alarm(0)
        wire.send(pipe, answer)


class _Memory(NamedTuple):
    """Bytes of memory of this process: what it was promised at most so far, and had at most since it was last asked."""

    promised: int
    had: int


def _memory() -> _Memory:
    """What memory was taken. Linux alone knows both, and what came of this file and not of those before."""
    if sys.platform != "linux":
        import resource

        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        return _Memory(most, most)
    lines = (line.split() for line in Path("/proc/self/status").read_text().splitlines())
    found = {words[0]: int(words[1]) << 10 for words in lines if words[0] in ("VmPeak:", "VmHWM:")}
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")
    return _Memory(found["VmPeak:"], found["VmHWM:"])


def _limit(most: int) -> None:
    """Let this process, and those that it starts, be promised so many bytes more than it was."""
    if sys.platform != "linux":
        return  # others let one ask for it and do not heed it
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_memory().promised + most, hard))


def main() -> None:
    """Talk by what standard input is, and let nobody else write where answers go."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started us hears it, and ends us
    with socket.socket(fileno=os.dup(0)) as pipe:
        serve(pipe)


if __name__ == "__main__":
    main()
