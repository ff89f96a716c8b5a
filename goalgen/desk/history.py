"""Desk floor: what git keeps: files as they were in a revision. git is only asked, and nothing of it is changed.

A revision and a path are what a person types; git gets them so that neither can be taken for an option.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from goalgen.desk import git, litter
from goalgen.guard import Unable

_DRIVE = re.compile(r"[A-Za-z]:(?:[\\/]|$)")


class Kept(NamedTuple):
    """A file as a revision has it: its path from the top of the repository, and its bytes when they are asked for."""

    revision: str
    path: PurePosixPath
    root: Path

    def __str__(self) -> str:
        return f"{self.revision}:{self.path}"

    def read(self, most: int) -> bytes:
        """Its bytes. Raises Unable when it is larger than `most`, or gone."""
        name = f"{self.revision}:{self.path}"
        size = git.ask(self.root, "cat-file", "-s", name)
        if size is None:
            raise Unable(f"git 里没有 {self}")
        if int(size) > most:
            raise Unable(f"{self} 有 {int(size) >> 20} MB，超过 {most >> 20} MB，没有读")
        data = git.ask(self.root, "cat-file", "blob", name)
        if data is None:
            raise Unable(f"git 里读不出 {self}")
        return data


def revision_of(argument: str) -> tuple[str, str] | None:
    """The revision that an argument names, and the path after the colon ("" for none); None for what is no revision.

    `C:\\\\表` is a path, and so is whatever is there.
    """
    if _DRIVE.match(argument) or Path(argument).exists():
        return None
    revision, _, path = argument.partition(":")
    if not revision or revision.startswith("-"):
        return None
    found = git.ask(Path(), "rev-parse", "--quiet", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    return (revision, path) if found is not None else None


def files_in(revision: str, *paths: str) -> list[Kept]:
    """The files of a revision at the first of some paths where it has any, or below it. A path is one of the current folder,
    else of the top of the repository. Raises Unable when there is nothing."""
    top = git.ask(Path(), "rev-parse", "--show-toplevel")
    if top is None:
        raise Unable("这里不在 git 仓库里，不能用版本来比")
    root = Path(os.fsdecode(top.rstrip(b"\n")))
    here = PurePosixPath(os.fsdecode((git.ask(Path(), "rev-parse", "--show-prefix") or b"").rstrip(b"\n")))
    asked = [PurePosixPath(path.replace(os.sep, "/")) for path in paths]
    for way in dict.fromkeys(_plain(way) for one in asked for way in (here / one, one)):
        listed = git.ask(root, "ls-tree", "-r", "-z", "--name-only", "--full-tree", revision, "--", str(way))
        found = [os.fsdecode(name) for name in (listed or b"").split(b"\0") if name]
        if found:
            return [Kept(revision, PurePosixPath(name), root) for name in found]
    raise Unable(f"{revision} 这一版里没有 {'，也没有 '.join(dict.fromkeys(paths))}")


def _plain(path: PurePosixPath) -> PurePosixPath:
    """A path without `..` and `.`."""
    return PurePosixPath(os.path.normpath(str(path)).replace(os.sep, "/"))


def merged_text(base: bytes, ours: bytes, theirs: bytes) -> bytes | None:
    """What git makes of three versions of a text, None when it sees a conflict or there is no git."""
    with litter.folder() as folder:
        names = ["ours", "base", "theirs"]
        for name, data in zip(names, (ours, base, theirs), strict=True):
            (folder / name).write_bytes(data)
        try:
            return git.ask(folder, "merge-file", "-p", "--quiet", *names)
        except Unable:
            return None


def shows_base() -> bool:
    """Whether git is told to show the base in conflicts (`merge.conflictStyle`)."""
    try:
        told = git.ask(Path(), "config", "--get", "merge.conflictStyle") or b""
    except Unable:
        return False
    return told.strip().lower() in (b"diff3", b"zdiff3")


def ignores(path: Path) -> bool:
    """Whether git is told to leave a file out."""
    return (_state(path) or b"").startswith(b"!!")


def has(path: Path) -> bool:
    """Whether git has a file just as it lies there, so that it can be had back from git."""
    return _state(path) == b""


def _state(path: Path) -> bytes | None:
    """What git says of a file: nothing when it has it as it is; None without git."""
    with suppress(Unable):
        return git.ask(path.absolute().parent, "status", "--porcelain", "--ignored", "--", path.name)
    return None


def versions_of(path: Path, most: int) -> list[Kept]:
    """A file as the last revisions have it that changed it, the latest first, under the names that it had; nothing without git."""
    folder = path.absolute().parent
    with suppress(Unable, OSError):
        top = git.ask(folder, "rev-parse", "--show-toplevel")
        if top is None:
            return []
        root = Path(os.fsdecode(top.rstrip(b"\n")))
        listed = git.ask(
            folder, "log", "--follow", f"--max-count={most}", "--format=%x00%H", "--name-only", "-z", "--", path.name
        )
        return list(_logged(os.fsdecode(listed or b""), root))
    return []


def _logged(text: str, root: Path) -> Iterator[Kept]:
    """The revisions and names in what `git log --name-only -z` prints."""
    revision = ""
    for word in filter(None, re.split(r"[\0\n]", text)):
        if re.fullmatch(r"[0-9a-f]{40,64}", word):
            revision = word
        elif revision:
            yield Kept(revision, PurePosixPath(word), root)
