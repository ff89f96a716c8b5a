"""Edge floor: how a run speaks: how much of it, in colour or not, and to where its report goes. Decided here for every command."""

from __future__ import annotations

import io
import os
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from goalgen.cli import streams
from goalgen.desk import files
from goalgen.problem import Severity

QUIET, PLAIN, DETAILED = range(3)
COLOURS = {Severity.ERROR: "31", Severity.WARN: "33", Severity.INFO: "36"}
"""The colours of the weights (SGR)."""
_SOURCES = (".yaml", ".yml", ".docx", ".docm", ".dotx", ".doc", ".wps")
"""What a report is never written over."""
_volume = [PLAIN]
_report: list[TextIO | None] = [None]
"""The file that a report goes into, which is never in colour."""
_heard: set[tuple[str, Path]] = set()


def quiet() -> bool:
    """Whether only findings and errors are wanted."""
    return _volume[-1] == QUIET


def detailed() -> bool:
    """Whether it is to be told what is done, file by file."""
    return _volume[-1] == DETAILED


def coloured(stream: TextIO | None = None) -> bool:
    """Whether what goes to a stream, standard output if none is given, is in colour.

    On a terminal that can; `NO_COLOR` says no and `FORCE_COLOR` yes, whatever it is.
    """
    stream = stream or sys.stdout
    if os.environ.get("NO_COLOR") or stream is _report[-1]:
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    able = os.environ.get("TERM") != "dumb" and (os.name != "nt" or "WT_SESSION" in os.environ or "TERM" in os.environ)
    return able and stream.isatty()


def painted(text: str, severity: Severity, stream: TextIO | None = None) -> str:
    """A text in the colour of a weight, where there are colours."""
    return f"\x1b[1;{COLOURS[severity]}m{text}\x1b[0m" if coloured(stream) else text


@contextmanager
def speaking(args: Namespace) -> Iterator[None]:
    """A run that speaks as its arguments say: -q, -v, --output-file. A report is written when it is whole."""
    start = time.perf_counter()
    _volume.append(QUIET if getattr(args, "quiet", False) else DETAILED if getattr(args, "verbose", False) else PLAIN)
    if detailed():
        _heard.clear()
        files.hearing.append(_hear)
    try:
        if target := getattr(args, "output_file", None):
            with _into(Path(target)):
                yield
        else:
            yield
    finally:
        from goalgen.cli import console

        if detailed():
            files.hearing.remove(_hear)
            console.detail(f"用时 {time.perf_counter() - start:.2f} 秒")
        _volume.pop()


def _hear(what: str, path: Path, size: int) -> None:
    """Tell of a file that is read or written, once: some are read again to see whether they have changed."""
    from goalgen.cli import console

    if (what, path) not in _heard:
        _heard.add((what, path))
        console.detail(f"{what} {path}，{files.size(size)}")


@contextmanager
def _into(target: Path) -> Iterator[None]:
    """What is printed goes into a file, in UTF-8: written beside, and put in its place at the end; not after an error."""
    from goalgen.cli import console

    if target.suffix.lower() in _SOURCES and target.exists():
        raise files.Unable(f"--output-file 指的 {target} 是规格或 Word 文件，没有动它：请另写一个文件名，如 报告.txt")
    with files.growing(target) as data:
        before = sys.stdout
        stream = io.TextIOWrapper(data, encoding="utf-8", errors=streams.INSTEAD, newline="", write_through=False)
        sys.stdout = stream
        _report.append(stream)
        try:
            yield
            stream.flush()
            size = data.tell()
        finally:
            sys.stdout = before
            _report.pop()
            stream.detach()
    console.tell(f"已写 {target}，{files.size(size)}")
