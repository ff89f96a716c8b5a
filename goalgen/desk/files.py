"""Desk floor: the disk. A file is there whole or not at all; a refusal is told in Chinese, with a way out."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path


class Unable(Exception):  # noqa: N818  it is an answer, not an error of ours
    """The machine or the arguments do not allow it; the text is for the user, and the exit code is 2."""


def read(path: Path) -> bytes:
    """The bytes of a file."""
    with _explained(path, "读"):
        return path.read_bytes()


def write(contents: Mapping[Path, bytes]) -> None:
    """Put files in place, all or none: whoever looks sees the old file or the new one; after a failure, the old ones.

    Everything is on the disk under other names before the first name changes, so that a full disk harms nothing.
    """
    waiting: dict[Path, Path] = {}
    try:
        for path, data in contents.items():
            make_folder(path.parent)
            with _explained(path, "写"):
                target = Path(os.path.realpath(path))
                if target.is_dir():
                    raise IsADirectoryError(errno.EISDIR, "")
                waiting[path] = target.with_name(f".goalgen-{secrets.token_hex(4)}.tmp")
                _write_through(waiting[path], data)
                with suppress(FileNotFoundError):
                    shutil.copymode(target, waiting[path])
        for path in contents:
            with _explained(path, "写"):
                waiting[path].replace(os.path.realpath(path))
    finally:
        for beside in waiting.values():
            with suppress(OSError):
                beside.unlink()


def _write_through(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def make_folder(path: Path) -> None:
    """Make a folder and those above it, where they are missing."""
    with _explained(path, "建文件夹"):
        path.mkdir(parents=True, exist_ok=True)


def size(count: int) -> str:
    """A number of bytes as people write it."""
    return f"{count / 1024:.1f} KB" if count < 1 << 20 else f"{count / (1 << 20):.1f} MB"


_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹，请核对路径",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径中间有一段是文件，不是文件夹，请换一个",
    errno.EEXIST: "已经有同名的文件，请换一个文件夹名，或先把它移走",
    errno.ENOSPC: "磁盘已满，请腾出空间后再试",
    errno.EDQUOT: "磁盘配额已用完，请腾出空间后再试",
    errno.EROFS: "这个磁盘是只读的，请换一个文件夹",
    errno.ENAMETOOLONG: "文件名或路径太长，请缩短名称或换一个层次浅的文件夹",
}
_REFUSED = {
    "读": "没有读取权限，或正被别的程序占用",
    "写": "没有写入权限，或文件正在 Word、WPS 里打开：请关闭后再试，或换一个文件夹",
    "建文件夹": "没有写入权限，请换一个文件夹",
}


@contextmanager
def _explained(path: Path, verb: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM):
            reason = _REFUSED[verb]
        else:
            reason = _REASONS.get(error.errno or 0) or f"系统说：{error.strerror or error}"
        raise Unable(f"不能{verb} {path}：{reason}") from error
    except ValueError as error:  # a NUL in the name
        raise Unable(f"不能{verb} {str(path)!r}：名称里有不许用的字符") from error
