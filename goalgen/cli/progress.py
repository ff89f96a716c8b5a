"""Edge floor: how far a run is, in a line that is written over, where it lasts and somebody looks."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TypeVar

from goalgen.cli import manner

Row = TypeVar("Row")
PATIENCE, PAUSE = 1.0, 0.2
"""Seconds before the line appears, and between two of them."""
_shown: list[str] = []


def watched(
    rows: Iterable[Row], total: int, label: str, *, quiet: bool = False, about: Callable[[Row], str] | None = None
) -> Iterator[Row]:
    """The rows as they come, of so many; how many there were, how fast and how long it still takes is told on a terminal.

    Where all is to be told, each row is, in the words of `about` or by its item, with the time that it took.
    """
    if manner.detailed():
        yield from _each(rows, total, label, about)
        return
    if quiet or not sys.stderr.isatty():
        yield from rows
        return
    start = time.monotonic()
    due = start + PATIENCE
    try:
        for count, row in enumerate(rows, 1):
            yield row
            if (now := time.monotonic()) >= due:
                due = now + PAUSE
                show(line(label, count, total, now - start))
    finally:
        wipe()


def _each(rows: Iterable[Row], total: int, label: str, about: Callable[[Row], str] | None) -> Iterator[Row]:
    from goalgen.cli import console

    start = time.monotonic()
    for count, row in enumerate(rows, 1):
        console.detail(
            f"{label} {count}/{total} {about(row) if about else getattr(row, 'item', row)}，{time.monotonic() - start:.2f} 秒"
        )
        yield row
        start = time.monotonic()


def counting(label: str, *, quiet: bool = False) -> Callable[[int], None]:
    """What is to be told how many there are, when nobody knows how many there will be."""
    due = time.monotonic() + PATIENCE

    def told(count: int) -> None:
        nonlocal due
        if not quiet and sys.stderr.isatty() and (now := time.monotonic()) >= due:
            due = now + PAUSE
            show(f"{label} {count}")

    return told


def line(label: str, count: int, total: int, seconds: float, lately: int | None = None) -> str:
    """How far it is after so many seconds, in which `lately` were done where it is not all of them."""
    rate = max(count if lately is None else lately, 1e-6) / max(seconds, 1e-6)
    pace = f"每秒 {rate:.0f} 个" if rate >= 10 else f"每秒 {rate:.1f} 个"
    return f"{label} {count}/{total}，{pace}，还要约 {_time((total - count) / rate)}"


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} 秒"
    minutes = round(seconds / 60)
    return f"{minutes} 分钟" if minutes < 90 else f"{minutes // 60} 小时 {minutes % 60} 分钟"


def show(text: str) -> None:
    """Write the line over."""
    wipe()
    _write(f"\r{text}")
    _shown.append(text)


def wipe() -> None:
    """Take the line away before something else is written."""
    if _shown:
        text = _shown.pop()
        _write("\r" + " " * (len(text) + sum(not char.isascii() for char in text)) + "\r")


def _write(text: str) -> None:
    with suppress(OSError, ValueError):
        sys.stderr.write(text)
        sys.stderr.flush()
