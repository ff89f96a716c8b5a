"""Desk floor: the spec files that the arguments mean, and the books they make."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from goalgen import bulk
from goalgen.desk import files, tree
from goalgen.desk.files import Unable
from goalgen.desk.forms import Forms
from goalgen.problem import Problem
from goalgen.spec import Repaired, Spec, decode, repair
from goalgen.text import Source
from goalgen.verbs.check import check, together

ROOT = "specs"
SUFFIXES = (".yaml", ".yml")
WORD = (".docx", ".docm", ".dotx", ".doc", ".wps")
"""The suffixes of Word files."""


class Book(NamedTuple):
    """The spec files that make one Word file, and its name; `single` is set for a file that was asked for by itself."""

    name: str
    files: tuple[Path, ...]
    single: bool = False
    folder: Path | None = None
    refusals: tuple[str, ...] = ()
    """what of its folder, or below it, could not be looked into"""


def books(paths: Sequence[str]) -> list[Book]:
    """The books that the arguments mean: a folder is a book, and each below it; a file is one; nothing is `specs/`."""
    if not paths and not Path(ROOT).is_dir():
        raise Unable(f"这里没有 {ROOT} 文件夹：请在项目文件夹里运行，或写明规格文件、文件夹；goalgen new 可以新写一份")
    found: dict[str, Book] = {}
    for path in expand(paths or [ROOT]):
        if path.is_dir():
            inside = list(_folders(path, path))
            if not inside:
                raise Unable(f"文件夹 {path} 里没有规格文件（*.yaml、*.yml）")
        elif path.suffix.lower() == ".docx":
            raise Unable(f"{path} 是 Word 文件，这里要规格（YAML）：请先运行 goalgen read {path}")
        elif os.path.lexists(path):  # one that cannot be read says so then
            inside = [Book(path.stem, (path,), single=True)]
        else:
            raise Unable(f"没有 {path} 这个文件或文件夹，请核对路径")
        for book in inside:
            found.setdefault(os.path.realpath(book.folder or book.files[0]), book)
    return list(found.values())


def split(paths: Sequence[str]) -> tuple[list[Path], list[str]]:
    """The Word files among the arguments, and the others."""
    word = [path for path in paths if path.lower().endswith(WORD) and not Path(path).is_dir()]
    return list(dict.fromkeys(expand(word))), [path for path in paths if path not in word]


def expand(paths: Iterable[str]) -> Iterator[Path]:
    """The paths, and what those with wildcards stand for: the command line of Windows leaves them as they are."""
    for path in paths:
        literal = not glob.has_magic(path) or Path(path).exists()
        matches = [path] if literal else sorted(glob.glob(path, recursive=True))  # noqa: PTH207  it may be absolute
        if not matches:
            raise Unable(f"没有文件合乎 {path}")
        yield from map(Path, matches)


def _folders(folder: Path, root: Path, depth: int = 0) -> Iterator[Book]:
    """The books in a folder and below it. One without files has only what could not be looked into."""
    refusals: list[str] = []
    here = [entry for entry in tree.listed(folder, refusals, depth) if not entry.path.name.startswith(".")]
    specs = [entry for entry in here if not entry.is_folder and entry.path.suffix.lower() in SUFFIXES]
    files = tuple(entry.path for entry in specs if tree.stays(entry, root, refusals))
    if files or refusals:
        yield Book(_name(folder), files, folder=folder, refusals=tuple(refusals))
    for entry in here:
        if entry.is_folder and not entry.is_link:
            yield from _folders(entry.path, root, depth + 1)


def _name(folder: Path) -> str:
    """The folders below the nearest `specs`, joined; elsewhere the folder's own name."""
    parts = Path(os.path.realpath(folder)).parts
    below = parts[len(parts) - parts[::-1].index(ROOT) :] if ROOT in parts else ()
    return "-".join(below) or parts[-1]


def load_file(path: Path, forms: Forms) -> tuple[Spec | None, list[Problem]]:
    """The spec in a file, checked."""
    source, problems = decode(str(path), files.read(path, files.MOST_TEXT))
    spec, found = check(source, forms.schema, forms.names)
    return spec, [*problems, *found]


def mended(source: Source, forms: Forms) -> Repaired:
    """A text with everything written that its form's or YAML's problems tell to write, also one that does not load."""

    def look(text: Source) -> tuple[bool, list[Problem]]:
        spec, problems = check(text, forms.schema, forms.names)
        return spec is not None, problems

    return repair(source, look)


class Loaded(NamedTuple):
    """A book: its specs in the order of its files, the problems of each and of all together, and what could not be read."""

    specs: list[Spec]
    problems: list[Problem]
    refusals: list[str]


def load_book(book: Book, forms: Forms) -> Loaded:
    """Load the specs of a book; a file that cannot be read does not stop the others."""
    whole: list[Spec] = []
    problems: list[Problem] = []
    refusals = list(book.refusals)
    for done in bulk.run(lambda path: load_file(path, forms), book.files):
        refusals += [done.refusal] if done.refusal else []
        for spec, found in done.results:
            whole += [spec] if spec is not None else []
            problems += found
    known = [spec for spec in whole if forms.schema_of(spec) is not None]
    if known and not book.single:
        problems += together(known, forms.schema_of(known[0]) or {})
    return Loaded(whole, in_order(book, problems), refusals)


def in_order(book: Book, problems: Iterable[Problem]) -> list[Problem]:
    """The problems of a book in the order of its files and of their lines."""
    place = {str(path): index for index, path in enumerate(book.files)}
    return sorted(problems, key=lambda problem: (place[problem.where.file], problem.where.position))


def distinct(names: Iterable[str]) -> list[str]:
    """File names, made different where they are the same to some file system: `a`, `a-2`."""
    used: set[str] = set()
    result = []
    for name in names:
        other = name
        number = 1
        while other.casefold() in used:
            number += 1
            other = f"{name}-{number}"
        used.add(other.casefold())
        result.append(other)
    return result
