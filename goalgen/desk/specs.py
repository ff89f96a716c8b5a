"""Desk floor: the spec files that the arguments mean, and the books they make."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from goalgen import bulk
from goalgen.desk import files, tree
from goalgen.desk.files import Unable

if TYPE_CHECKING:
    from goalgen.desk.forms import Forms
    from goalgen.problem import Problem
    from goalgen.spec import Repaired, Spec
    from goalgen.text import Source

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
    """what of its folder, or below it, could not be looked into; and arguments that mean no file"""

    @property
    def place(self) -> Path:
        """The folder, or the file that was asked for by itself."""
        return self.folder or (self.files[0] if self.files else Path())


def books(paths: Sequence[str]) -> list[Book]:
    """The books that the arguments mean: a folder is a book, and each below it; a file is one; nothing is `specs/`."""
    if not paths and not Path(ROOT).is_dir():
        raise Unable(f"这里没有 {ROOT} 文件夹：请在项目文件夹里运行，或写明规格文件、文件夹；goalgen new 可以新写一份")
    found: dict[str, Book] = {}
    refusals: list[str] = []
    for path in expand(paths or [ROOT], refusals):
        for book in _books(path):
            found.setdefault(os.path.realpath(book.place) if book.files else str(book.place), book)
    return [*found.values(), *([Book("", (), single=True, refusals=tuple(refusals))] if refusals else [])]


def _books(path: Path) -> list[Book]:
    """The books that an argument means; one with nothing in it, and why, when it means none."""
    if path.is_dir():
        return list(_folders(path, path)) or [
            _none(path, f"文件夹 {path} 里没有规格文件（*.yaml、*.yml）{_word_in(path)}")
        ]
    if path.suffix.lower() == ".docx":
        return [_none(path, f"{path} 是 Word 文件，这里要规格（YAML）：请先运行 goalgen read {path}")]
    if not os.path.lexists(path):
        return [_none(path, f"没有 {path} 这个文件或文件夹，请核对路径")]
    return [Book(path.stem, (path,), single=True)]  # one that cannot be read says so then


def _none(path: Path, reason: str) -> Book:
    return Book(path.stem, (), single=True, folder=path, refusals=(reason,))


def split(paths: Sequence[str]) -> tuple[list[Path], list[str]]:
    """The Word files among the arguments, and the others. What no file is like counts as the name of one."""
    word = [path for path in paths if path.lower().endswith(WORD) and not Path(path).is_dir()]
    return list(dict.fromkeys(file for path in word for file in [*expand([path], [])] or [Path(path)])), [
        path for path in paths if path not in word
    ]


def documents_alone(folder: Path, refusals: list[str]) -> list[Path]:
    """The Word files of a folder; none where there is a spec."""
    found = []
    for path in tree.below(folder, refusals):
        if path.suffix.lower() in SUFFIXES:
            return []
        if path.suffix.lower() in WORD:
            found.append(path)
    return found


def expand(paths: Iterable[str], refusals: list[str]) -> Iterator[Path]:
    """The paths, and what those with wildcards stand for: the command line of Windows leaves them as they are."""
    for path in paths:
        literal = not glob.has_magic(path) or Path(path).exists()
        matches = [path] if literal else sorted(glob.glob(path, recursive=True))  # noqa: PTH207  it may be absolute
        if not matches:
            refusals.append(f"没有文件合乎 {path}")
        yield from map(Path, matches)


def _word_in(folder: Path) -> str:
    """What to do about the Word files of a folder that holds no spec."""
    count = sum(path.suffix.lower() in WORD for path in tree.below(folder, []))
    return f"；有 {count} 个 Word 文件：先运行 goalgen read {folder}，只检查就 goalgen check {folder}" if count else ""


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
    return name_of(Path(os.path.realpath(folder)).parts)


def name_of(parts: Sequence[str]) -> str:
    """As `_name`, of the folders on the way."""
    below = parts[len(parts) - parts[::-1].index(ROOT) :] if ROOT in parts else ()
    return "-".join(below) or parts[-1]


def load_file(path: Path, forms: Forms) -> tuple[Spec | None, list[Problem]]:
    """The spec in a file, checked."""
    return load_text(path, files.read(path, files.MOST_TEXT), forms)


def load_text(path: Path, data: bytes, forms: Forms) -> tuple[Spec | None, list[Problem]]:
    """The spec that is to stand in a file, checked."""
    from goalgen.spec import decode  # which finding files does not pay for
    from goalgen.verbs.check import check

    source, problems = decode(str(path), data)
    spec, found = check(source, forms.schema, forms.names)
    return spec, [*problems, *found]


def mended(source: Source, forms: Forms) -> Repaired:
    """A text with everything written that its form's or YAML's problems tell to write, also one that does not load."""

    from goalgen.spec import repair
    from goalgen.verbs.check import check

    def look(text: Source) -> tuple[bool, list[Problem]]:
        spec, problems = check(text, forms.schema, forms.names)
        return spec is not None, problems

    return repair(source, look)


def formatted(source: Source, forms: Forms) -> tuple[str | None, list[Problem]]:
    """A spec in the canonical layout, None when it does not load or cannot be without changing what it says; and its problems."""
    from goalgen.spec import fmt, load

    spec, found = load(source)
    if spec is None:
        return None, found
    text, found = fmt(source, forms.schema_of(spec))
    return (None if any(problem.code == "S133" for problem in found) else text), found


class Loaded(NamedTuple):
    """A book: its specs in the order of its files, the problems of each and of all together, and what could not be read."""

    specs: list[Spec]
    problems: list[Problem]
    refusals: list[str]


def load_book(book: Book, forms: Forms) -> Loaded:
    """Load the specs of a book; a file that cannot be read does not stop the others."""
    done = list(bulk.run(lambda path: load_file(path, forms), book.files))
    loaded = [each for one in done for each in one.results]
    return put_together(book, forms, loaded, [one.refusal for one in done if one.refusal])


def put_together(
    book: Book, forms: Forms, loaded: Iterable[tuple[Spec | None, Sequence[Problem]]], refusals: Sequence[str]
) -> Loaded:
    """A book from its files, each as it was loaded, and why others were not."""
    from goalgen.verbs.check import together

    whole: list[Spec] = []
    problems: list[Problem] = []
    for spec, found in loaded:
        whole += [spec] if spec is not None else []
        problems += found
    known = [spec for spec in whole if forms.schema_of(spec) is not None]
    if known and not book.single:
        problems += together(known, forms.schema_of(known[0]) or {})
    return Loaded(whole, in_order(book, problems), [*book.refusals, *refusals])


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
