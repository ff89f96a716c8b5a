"""Desk floor: what a run that was killed has left behind, and the names by which the next run knows it.

`.goalgen-<machine>-<process>-<token>.tmp`: what a process that is no more has left is swept, and so is what is older than a day,
whoever left it. Another machine's processes cannot be asked.
"""

from __future__ import annotations

import os
import re
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path

_LEFT = re.compile(r"\.?goalgen-(?:(?P<machine>[0-9a-f]{8})-(?P<process>\d{1,10})-)?[0-9a-z_]{8}(?:\.tmp)?", re.A)
_OLD, _DAY = 3600, 86400
"""Seconds after which that is swept of which nobody can be asked; and anything."""


def name(folder: Path) -> Path:
    """A new name in a folder for what is there only for a moment."""
    return folder / f".goalgen-{_mine()}-{os.urandom(4).hex()}.tmp"


def _mine() -> str:
    machine = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    return f"{zlib.crc32(machine.encode(errors='replace')):08x}-{os.getpid()}"


@contextmanager
def folder() -> Iterator[Path]:
    """A new folder for a moment, where such folders are; first those are removed that nobody needs any more."""
    import tempfile  # as few need

    root = Path(tempfile.gettempdir())
    _sweep(root, "goalgen-*", folders=True)
    with tempfile.TemporaryDirectory(prefix=f"goalgen-{_mine()}-", ignore_cleanup_errors=True) as made:
        yield Path(made)


@lru_cache(maxsize=4096)
def sweep(folder: Path) -> None:
    """Remove from a folder what runs have left that were killed; once in a run."""
    _sweep(folder, ".goalgen-*.tmp", folders=False)


def _sweep(root: Path, pattern: str, *, folders: bool) -> None:
    with suppress(OSError):
        for path in list(root.glob(pattern)):
            with suppress(OSError):
                there = path.lstat()
                mine = not hasattr(os, "getuid") or there.st_uid == os.getuid()
                if mine and not path.is_symlink() and path.is_dir() == folders and _is_left(path.name, there.st_mtime):
                    _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir():
        import shutil  # which takes long, and is seldom needed

        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink()


def _is_left(name: str, changed: float) -> bool:
    """Whether nobody needs what bears such a name any more."""
    match = _LEFT.fullmatch(name)
    if match is None:
        return False
    age = time.time() - changed
    if match["process"] and _mine().startswith(match["machine"]) and os.name == "posix":
        return age > _DAY or not _lives(int(match["process"]))
    return age > (_DAY if match["process"] else _OLD)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
