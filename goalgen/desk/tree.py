"""Desk floor: the files of a folder at any depth. What cannot be looked into is told, and the rest is looked into."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from goalgen.desk.files import reason_of

DEEP = 100
"""Folders in one another, beyond which nobody keeps anything."""


class Entry(NamedTuple):
    """What stands in a folder: whatever is no folder counts as a file, one that cannot be read says so then."""

    path: Path
    is_folder: bool
    is_link: bool


def below(folder: Path, refusals: list[str]) -> Iterator[Path]:
    """The files below a folder in the order of their paths, but for those that programs keep for themselves.

    Folders that are links are passed over. Only the names of the folders on the way are kept, however many files there are.
    """
    yield from _below(folder, folder, refusals, 0)


def _below(here: Path, folder: Path, refusals: list[str], depth: int) -> Iterator[Path]:
    for entry in listed(here, refusals, depth):
        if entry.path.name.startswith(("~$", ".")):
            continue
        if not entry.is_folder:
            if stays(entry, folder, refusals):
                yield entry.path
        elif not entry.is_link:
            yield from _below(entry.path, folder, refusals, depth + 1)


def listed(folder: Path, refusals: list[str], depth: int = 0) -> Iterator[Entry]:
    """What a folder holds, in order; nothing, and why, when it cannot be looked into."""
    if depth > DEEP:
        refusals.append(f"文件夹 {_cut(folder)} 在 {DEEP} 层以下，没有看：请把里面的文件移到浅一些的地方")
        return
    names: list[str] = []
    folders: set[str] = set()
    links: set[str] = set()
    try:
        with os.scandir(folder) as entries:
            for there in entries:
                names.append(there.name)
                if is_link := there.is_symlink():
                    links.add(there.name)
                if os.path.isdir(there.path) if is_link else there.is_dir():  # noqa: PTH112
                    folders.add(there.name)
    except OSError as error:
        refusals.append(f"文件夹 {_cut(folder)} 打不开，里面的文件没有看：{reason_of(error)}")
        return
    for name in sorted(names):
        yield Entry(folder / name, name in folders, name in links)


def stays(entry: Entry, folder: Path, refusals: list[str]) -> bool:
    """Whether a file is in the folder that was asked for, or in the current one: a link may lead to what is nobody's business."""
    if not entry.is_link:
        return True
    inside = any(Path(os.path.realpath(entry.path)).is_relative_to(os.path.realpath(root)) for root in (folder, Path()))
    if not inside:
        refusals.append(f"{entry.path} 是指向文件夹外面的链接，没有读；确实要读，请写明它所指的文件")
    return inside


def _cut(folder: Path) -> str:
    text = str(folder)
    return text if len(text) <= 120 else f"{text[:60]}……{text[-50:]}"
