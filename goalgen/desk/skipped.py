"""Desk floor: files that look as if they were meant and are passed over by their name, and Word files that are one twice."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from goalgen.desk import files, specs, tree
from goalgen.guard import Unable

COMPARED = 10_000
"""Most files whose sizes are remembered to find those that are one twice."""
_SPEC = re.compile(r"[.．。](?:ya?ml|yam)(?!\w*$).+|[．。]ya?ml$|\.(?:yam|ymal|yalm|yaml\w+|yml\w+)$", re.IGNORECASE)
"""The name of a spec with something after its suffix, `03.yaml.txt`, `03.yml.bak`, `03.YAML~`, or with its suffix misspelt."""
_WORD = re.compile(
    r"[.．。](?:docx|docm|dotx|doc|wps)[^\w].*|[．。](?:docx?|wps)$|\.(?:docx|docm|dotx|doc|wps)\d+$", re.IGNORECASE
)


def passed_over(arguments: Sequence[str]) -> Iterator[str]:
    """A line for each file in the folders that the arguments mean that looks like a spec, and is none by its suffix."""
    for path in _in_folders(arguments):
        if path.suffix.lower() not in specs.SUFFIXES and _SPEC.search(path.name):
            yield f"没有看 {path}：文件名不以 .yaml 或 .yml 结尾；是规格就改名，不是就移走"


def documents_passed_over(arguments: Sequence[str]) -> Iterator[str]:
    """A line for each file there that looks like a Word file, and is none by its suffix."""
    for path in _in_folders(arguments):
        if path.suffix.lower() not in specs.WORD and _WORD.search(path.name):
            yield f"没有看 {path}：文件名不以 {'、'.join(specs.WORD)} 结尾；是 Word 文件就改名，不是就移走"


def _in_folders(arguments: Sequence[str]) -> Iterator[Path]:
    for path in specs.expand(arguments, []):
        if path.is_dir():
            yield from tree.below(path, [])


def twins(paths: Iterable[Path], count: int) -> Iterator[str]:
    """A line for each of so many files that has the same bytes as one before it. Only files of one size are read."""
    if count > COMPARED:
        yield f"文件有 {count} 个，太多，没有比较哪些内容完全相同（最多比较 {COMPARED} 个）"
        return
    sizes: dict[int, list[Path]] = defaultdict(list)
    for path in dict.fromkeys(paths):
        if path.is_file():
            sizes[path.stat().st_size].append(path)
    for same in sizes.values():
        seen: dict[bytes, Path] = {}
        for path in same if len(same) > 1 else ():
            try:
                digest = hashlib.sha256(files.read(path)).digest()
            except Unable:  # it says so when it is read
                continue
            if (first := seen.setdefault(digest, path)) != path:
                yield f"{path} 和 {first} 的内容完全相同，是同一份文件"
