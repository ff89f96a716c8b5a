"""Words floor: the bytes of a file that is one: no pipe that never ends, no device, and not more than there is room for."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

MOST = 256 * 2**20
"""No larger file is loaded at all, in bytes: a Word file with its pictures."""
MOST_TEXT = 16 * 2**20
"""No larger text is loaded: a spec, a schema, settings. A spec of a hundred pages has 0.2 MB."""


class Refused(Exception):  # noqa: N818  it is an answer
    """What is no plain file, or too large; the text says why, in Chinese."""


def read(path: Path | Traversable, most: int = MOST) -> bytes:
    """The bytes of a file. Raises OSError when the system refuses, Refused when it is no plain file or larger than `most`."""
    if not isinstance(path, Path):  # in a package of ours
        return path.read_bytes()
    with opened(path, most) as file:
        data = file.read(most + 1)
        if len(data) <= most:
            return data
    raise _too_large(len(data), most)


@contextmanager
def opened(path: Path, most: int = MOST) -> Iterator[BinaryIO]:
    """A file to be read bit by bit; raises as `read`. So that what was looked at is what is read, it is opened first."""
    _plain(path.stat().st_mode)
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        there = os.fstat(handle)
        _plain(there.st_mode)
        if there.st_size > most:
            raise _too_large(there.st_size, most)
        yield file


def _too_large(count: int, most: int) -> Refused:
    return Refused(f"有 {size(count)}，超过 {most >> 20} MB，没有读：请拆成几个文件，或压缩其中的图片")


def _plain(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(21, "")
    if not stat.S_ISREG(mode):
        kind = next((name for test, name in _KINDS if test(mode)), "特殊文件")
        raise Refused(f"这是{kind}，不是普通文件，没有读：请先把内容存成文件")


_KINDS = ((stat.S_ISFIFO, "管道"), (stat.S_ISSOCK, "套接字"), (stat.S_ISCHR, "设备"), (stat.S_ISBLK, "设备"))


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
    errno.ELOOP: "链接指来指去，没有尽头，请改好它",
    errno.EBADF: "它已经关闭",
}
_REFUSED = {
    "读": "没有读取权限，或正被别的程序占用",
    "写": "没有写入权限，或文件正在 Word、WPS 里打开：请关闭后再试，或换一个文件夹",
    "建文件夹": "没有写入权限，请换一个文件夹",
}


def reason_of(error: OSError, verb: str = "读") -> str:
    """What the system says, as the user is told."""
    if error.errno in (errno.EACCES, errno.EPERM):
        return _REFUSED[verb]
    return _REASONS.get(error.errno or 0) or f"系统说：{error.strerror or error}"
