"""Desk floor: what is compared: the projects of a spec, a folder, a Word file, or of a revision that git keeps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from goalgen import bulk
from goalgen.desk import documents, files, history, specs
from goalgen.desk.forms import Forms
from goalgen.guard import Unable
from goalgen.problem import Problem, Severity
from goalgen.projects import same_projects
from goalgen.spec import FORM_KEY, decode, load
from goalgen.verbs.diff import Project

if TYPE_CHECKING:
    from goalgen.verbs.read import Reading


class Side(NamedTuple):
    """The projects of one side, what is wrong there, and what could not be looked into."""

    projects: list[Project]
    problems: list[Problem]
    refusals: list[str]


def side(argument: str, other: str, forms: Forms) -> Side:
    """What an argument means: a revision alone means what stands at the path of the `other` side, or at specs/."""
    named = history.revision_of(argument)
    if named is not None:
        revision, path = named
        kept = history.files_in(revision, *([path] if path else [*_alike(other), specs.ROOT]))
        return _read([each for each in kept if _is(str(each.path), specs.SUFFIXES)] or _word(kept), forms, argument)
    path_ = Path(argument)
    if not path_.is_dir():
        if not path_.exists():
            raise Unable(f"没有 {argument} 这个文件或文件夹，也没有这个版本")
        return _read([path_], forms, argument)
    books = _books(argument)
    found = [file for book in books for file in book.files]
    refusals = [reason for book in books for reason in book.refusals]
    if found:
        return _merged(_read(found, forms, argument), refusals)
    inside = documents.expand([argument])
    return _merged(_read([each.path for each in inside.documents()], forms, argument), inside.refusals)


def _alike(other: str) -> list[str]:
    """The path of the other side, where it has one: a revision without a path means what it has there."""
    named = history.revision_of(other)
    return [other] if named is None else [named[1]] if named[1] else []


def narrowed(wide: Side, narrow: Side) -> tuple[Side, int]:
    """Of a side with several books those that hold a project of the other side, which is one Word file; and how many others
    there are. Where none does, all."""
    books: dict[PurePath, list[Project]] = {}
    for project in wide.projects:
        books.setdefault(PurePath(project.place).parent, []).append(project)
    values = [each.value for each in narrow.projects]
    held = {
        folder: projects
        for folder, projects in books.items()
        if same_projects(values, [each.value for each in projects], projects[0].schema)
    }
    if not held:
        return wide, 0
    return wide._replace(projects=[each for some in held.values() for each in some]), len(books) - len(held)


def is_word(argument: str) -> bool:
    """Whether an argument names one Word file, by its suffix."""
    return argument.lower().endswith(specs.WORD) and not Path(argument).is_dir()


def _books(folder: str) -> list[specs.Book]:
    try:
        return specs.books([folder])
    except Unable:
        return []


def _merged(side: Side, refusals: Iterable[str]) -> Side:
    return side._replace(refusals=[*refusals, *side.refusals])


def _is(name: str, suffixes: Sequence[str]) -> bool:
    return name.lower().endswith(tuple(suffixes))


def _word(kept: Sequence[history.Kept]) -> list[history.Kept]:
    return [each for each in kept if _is(str(each.path), specs.WORD)]


def _read(found: Sequence[Path | history.Kept], forms: Forms, argument: str) -> Side:
    if not found:
        raise Unable(f"{argument} 里没有规格（*.yaml、*.yml），也没有 Word 文件")
    projects: list[Project] = []
    problems: list[Problem] = []
    refusals: list[str] = []
    for done in bulk.run(lambda file: _projects(file, forms), found):
        refusals += [done.refusal] if done.refusal else []
        for some, told in done.results:
            projects += some
            problems += told
    return Side(projects, problems, refusals)


def _projects(file: Path | history.Kept, forms: Forms) -> tuple[list[Project], list[Problem]]:
    """The projects in a file, and why it holds none."""
    if _is(str(file), specs.WORD):
        return _of_word(file, forms)
    data = file.read(files.MOST_TEXT) if isinstance(file, history.Kept) else files.read(file, files.MOST_TEXT)
    source, problems = decode(str(file), data)
    spec, found = load(source)
    if spec is None:
        return [], [each for each in [*problems, *found] if each.severity is Severity.ERROR]
    return [Project(str(file), spec.value, forms.schema_of(spec) or {})], []


def _of_word(file: Path | history.Kept, forms: Forms) -> tuple[list[Project], list[Problem]]:
    usable, _ = forms.usable()
    reading: Reading
    if isinstance(file, Path):
        reading = documents.read_document(documents.Document(file), usable)
    else:
        from goalgen.verbs.read import read

        reading = read(file.read(files.MOST), str(file), usable)
    projects = []
    for spec in reading.specs:
        silent = tuple(key for key in spec.form.unprinted if key not in spec.value and key != FORM_KEY)
        projects.append(Project(f"{file} {spec.address}", spec.value, spec.form.schema, silent))
    worst = [each for each in reading.problems if each.severity is Severity.ERROR] if not projects else []
    return projects, worst
