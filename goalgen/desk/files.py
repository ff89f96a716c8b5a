"""Desk floor: the disk. A file is there whole or not at all; a refusal is told in Chinese, with a way out."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

from goalgen import disk
from goalgen.desk import litter
from goalgen.disk import MOST, MOST_TEXT, reason_of, size
from goalgen.guard import Unable

__all__ = [
    "MOST", "MOST_TEXT", "Unable", "explained", "growing", "hearing", "make_folder", "measured", "opened", "read", "reason_of",
    "size", "write", "write_each",
]  # fmt: skip
_BLOCK = 1 << 20


hearing: list[Callable[[str, Path, int], None]] = []
"""Who is told of each file that is read or written: which of both, the file, and its bytes."""


def read(path: Path, most: int = MOST) -> bytes:
    """The bytes of a file, which must be a plain one and not larger than `most`."""
    with _explained(path, "读"):
        try:
            data = disk.read(path, most)
        except disk.Refused as reason:
            raise Unable(f"{path} {reason}") from reason
    for tell in hearing:
        tell("读", path, len(data))
    return data


@contextmanager
def growing(path: Path) -> Iterator[BinaryIO]:
    """A file that is written piece by piece, beside its place; it is there when all is written, and not after an error."""
    if path.is_dir():
        raise Unable(f"不能写 {path}：这是文件夹，请写明文件名")
    make_folder(path.parent)
    with _explained(path, "写"):
        target = Path(os.path.realpath(path))
        litter.sweep(target.parent)
        new = litter.name(target.parent)
        file = new.open("xb")
    try:
        with file:
            yield file
            with _explained(path, "写"):
                file.flush()
                os.fsync(file.fileno())
        with _explained(path, "写"):
            new.replace(target)
    finally:
        with suppress(OSError):
            new.unlink()


@contextmanager
def opened(path: Path, most: int = MOST) -> Iterator[BinaryIO]:
    """A file to be read bit by bit; it is refused as by `read`."""
    with ExitStack() as stack:
        with _explained(path, "读"):
            try:
                file = stack.enter_context(disk.opened(path, most))
            except disk.Refused as reason:
                raise Unable(f"{path} {reason}") from reason
            for tell in hearing:
                tell("读", path, os.fstat(file.fileno()).st_size)
        with explained(path, "读"):
            yield file


def measured(file: BinaryIO) -> tuple[int, str]:
    """The bytes of a file and their SHA-256, of which no more than a block is in memory."""
    digest = hashlib.sha256()
    while block := file.read(_BLOCK):
        digest.update(block)
    return file.tell(), digest.hexdigest()


class _Waiting(NamedTuple):
    """A file that is written and waits for its name; and the old file under a second name, where there is one."""

    path: Path
    target: Path
    new: Path
    old: Path | None


def write(contents: Mapping[Path, bytes]) -> None:
    """Put files in place, all or none: whoever looks sees the old file or the new one; after a failure, the old ones.

    Everything is on the disk under other names before the first name changes, so that a full disk harms nothing. Names that
    are there change first: they are those that may be refused (open in Word), and what changed before is put back.
    """
    write_each(contents.items(), len(contents))


def write_each(contents: Iterable[tuple[Path, bytes]], count: int) -> None:
    """As `write`, so many files, of which no more than one is in memory at a time."""
    waiting: list[_Waiting] = []
    beside: list[Path] = []
    try:
        for path, data in contents:
            waiting.append(_prepare(path, data, beside, keep=count > 1))
        waiting.sort(key=lambda each: each.old is None)
        for number, each in enumerate(waiting):
            try:
                with _explained(each.path, "写"):
                    each.new.replace(each.target)
            except Unable as reason:
                raise Unable(f"{reason}{_undone(waiting[:number], len(waiting))}") from reason
        for each in waiting if hearing else ():
            for tell in hearing:
                tell("写", each.path, each.target.stat().st_size)
    finally:
        for path in beside:
            with suppress(OSError):
                path.unlink()


def _prepare(path: Path, data: bytes, beside: list[Path], *, keep: bool) -> _Waiting:
    """Write a file beside its place; what is made is noted in `beside` before it is made."""
    make_folder(path.parent)
    with _explained(path, "写"):
        target = Path(os.path.realpath(path))
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
        litter.sweep(target.parent)
        new = litter.name(target.parent)
        beside.append(new)
        _write_through(new, data)
        old = None
        if target.exists():
            import shutil

            with suppress(OSError):
                shutil.copymode(target, new)
            old = litter.name(target.parent)
            if keep:
                beside.append(old)
                _link(target, old)
        return _Waiting(path, target, new, old)


def _link(target: Path, second: Path) -> None:
    """A second name for a file; a copy where the file system, or the file, has only one."""
    try:
        second.hardlink_to(target)
    except (OSError, NotImplementedError):
        import shutil

        shutil.copy2(target, second)


def _undone(done: list[_Waiting], count: int) -> str:
    """Put back what was there before; says what became of the other files."""
    left: list[str] = []
    for each in done:
        try:
            each.target.unlink() if each.old is None else each.old.replace(each.target)
        except OSError:
            left.append(str(each.path))
    if left:
        return f"。其余的退不回原样，已经换成新的：{'、'.join(left)}"
    return f"。一起要写的 {count} 个文件一个也没有动" if count > 1 else ""


def _write_through(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def make_folder(path: Path) -> None:
    """Make a folder and those above it, where they are missing."""
    with _explained(path, "建文件夹"):
        path.mkdir(parents=True, exist_ok=True)


@contextmanager
def explained(path: Path, verb: str) -> Iterator[None]:
    """What the system refuses within is told of a file. Raises Unable."""
    try:
        yield
    except OSError as error:
        raise Unable(f"不能{verb} {path}：{reason_of(error, verb)}") from error


@contextmanager
def _explained(path: Path, verb: str) -> Iterator[None]:
    """The same of an act that does nothing but take the path."""
    try:
        with explained(path, verb):
            yield
    except ValueError as error:  # a NUL in the name
        raise Unable(f"不能{verb} {str(path)!r}：名称里有不许用的字符") from error
