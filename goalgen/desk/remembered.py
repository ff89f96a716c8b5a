"""Desk floor: what was found out once, in the user's cache folder, so that the next start need not find it out again.

One file for each thing: the hash of the rest, then JSON; its name is the hash of what it was made from, its folder that of
the code that made it. So nothing in it can be out of date, and nothing in it is ever run. What is damaged, or may have been
written by somebody else, counts as not there; what cannot be written is not kept. The answers are the same in any case.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import goalgen
from goalgen.desk import litter
from goalgen.memory import FORGETFUL, NO_CACHE, Memory

MOST = 64 * 2**20
"""No larger file is kept, in bytes."""
MOST_FILES = 2_000
"""So many files are kept of one version; then the older half goes."""
UNUSED = 30 * 86400
"""After so many seconds in which nothing was added, what another version kept goes."""
_RESTS_ON = {
    "docx": "python_docx",
    "docxtpl": "docxtpl",
    "jinja2": "jinja2",
    "jsonschema": "jsonschema",
    "lxml": "lxml",
    "yaml": "pyyaml",
}
"""The packages that results depend on, with the names that they are installed under."""


def memory() -> Memory:
    """The memory of this user; one that keeps nothing where there is no folder for it, or nobody wants it."""
    return FORGETFUL if os.environ.get(NO_CACHE) else _memory(_root())


@cache
def _memory(root: Path | None) -> Memory:
    return FORGETFUL if root is None else _Folder(root / code())


def _root() -> Path | None:
    """Where the system has users' caches, below that ours; None when it has no such place."""
    names = ("LOCALAPPDATA",) if os.name == "nt" else ("XDG_CACHE_HOME", "HOME")
    below = {
        "XDG_CACHE_HOME": "",
        "LOCALAPPDATA": "",
        "HOME": "Library/Caches" if sys.platform == "darwin" else ".cache",
    }
    folders = [Path(os.environ[name], below[name]) for name in names if os.environ.get(name)]
    return next((folder / "goalgen" for folder in folders if folder.is_absolute()), None)


@cache
def code() -> str:
    """A name for all that decides what comes of the same files: what our code rests on, and our code.

    Whether a module of ours has changed is seen as Python sees it, who compiles it again: by its size and its date.
    """
    package = Path(goalgen.__file__).parent
    found = [f"{goalgen.__version__} {sys.implementation.name} {sys.version_info}", *_modules(str(package))]
    found += [f"{name} {_version(module, name)}" for module, name in _RESTS_ON.items()]
    return hashlib.sha256("\n".join(found).encode(errors="surrogateescape")).hexdigest()[:32]


def _modules(folder: str) -> Iterator[str]:
    """The files below a folder, each with its size and its date."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda each: each.name):
            if entry.is_dir():
                if entry.name not in ("__pycache__", "templates", "schemas"):
                    yield from _modules(entry.path)
            else:
                there = entry.stat()
                yield f"{entry.path} {there.st_size} {there.st_mtime_ns}"


def _version(module: str, name: str) -> str:
    """What is installed of a package, without importing it: as its folder of metadata says, else as its first file does."""
    spec = find_spec(module)
    if spec is None or not spec.origin:
        return ""
    first = Path(spec.origin)
    said = [entry for entry in _entries(first.parents[1]) if re.match(rf"{name}-.*\.(dist|egg)-info$", entry, re.I)]
    if said:
        return " ".join(said)
    with suppress(OSError):
        return hashlib.sha256(first.read_bytes()).hexdigest()
    return ""


@cache
def _entries(folder: Path) -> tuple[str, ...]:
    with suppress(OSError):
        return tuple(sorted(os.listdir(folder)))  # noqa: PTH208
    return ()


class _Folder:
    """What one version has kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._swept = False

    def recall(self, kind: str, /, *made_from: bytes) -> object:
        """The value, or None where there is none that is whole and ours."""
        try:
            if not self._is_ours():
                return None
            digest, _, text = _read(self._path(kind, made_from)).partition(b"\n")
            return json.loads(text) if digest == _digest(text) else None
        except (OSError, ValueError, RecursionError):
            return None

    def keep(self, kind: str, value: object, /, *made_from: bytes) -> None:
        """Written beside and renamed: whoever looks sees all of it or nothing."""
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        if len(text) > MOST:
            return
        new = litter.name(self._folder)
        with suppress(OSError, ValueError):
            if not self._prepared():
                return
            try:
                handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
                with os.fdopen(handle, "wb") as file:
                    file.write(_digest(text) + b"\n" + text)
                new.replace(self._path(kind, made_from))
            finally:
                new.unlink(missing_ok=True)

    def _is_ours(self) -> bool:
        return all(_ours(os.lstat(each), stat.S_ISDIR) for each in (self._folder.parent, self._folder))

    def _prepared(self) -> bool:
        """Make the folders where they are missing and may be made: not as root in the home of somebody else."""
        root = self._folder.parent
        if not root.exists():
            there = next(each for each in root.parents if each.exists())
            if hasattr(os, "getuid") and there.stat().st_uid not in (0, os.getuid()):
                return False
            root.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for each in (root, self._folder):
            each.mkdir(mode=0o700, exist_ok=True)
        if not self._is_ours():
            return False
        if not self._swept:
            self._swept = True
            self._sweep()
        return True

    def _path(self, kind: str, made_from: tuple[bytes, ...]) -> Path:
        found = hashlib.sha256()
        for part in made_from:
            found.update(len(part).to_bytes(8, "big"))
            found.update(part)
        return self._folder / f"{kind}-{found.hexdigest()}.json"

    def _sweep(self) -> None:
        """Keep it small: what other versions have kept and nobody uses any more, and the older half of too much."""
        now = time.time()
        litter.sweep(self._folder)
        for folder in self._folder.parent.iterdir():
            if folder != self._folder and re.fullmatch("[0-9a-f]{32}", folder.name):
                there = folder.lstat()
                if _ours(there, stat.S_ISDIR) and now - there.st_mtime > UNUSED:
                    import shutil  # which takes long, and is seldom needed

                    shutil.rmtree(folder, ignore_errors=True)
        kept = [(entry.stat(follow_symlinks=False).st_mtime, entry.path) for entry in os.scandir(self._folder)]
        for _, path in sorted(kept)[: len(kept) // 2] if len(kept) > MOST_FILES else ():
            Path(path).unlink(missing_ok=True)


def _ours(there: os.stat_result, is_kind: Callable[[int], bool]) -> bool:
    """Whether something is of a kind, and nobody else can have written it. Windows keeps others out of the folder itself."""
    mine = not hasattr(os, "getuid") or (
        there.st_uid == os.getuid() and not there.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    )
    return mine and is_kind(there.st_mode)


def _read(path: Path) -> bytes:
    """The bytes of a file that is ours, and no link to one."""
    flags = [getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY")]
    handle = os.open(path, os.O_RDONLY | sum(flags))
    with os.fdopen(handle, "rb") as file:
        there = os.fstat(handle)
        return file.read() if _ours(there, stat.S_ISREG) and there.st_size <= MOST + 65 else b""


def _digest(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest().encode()
