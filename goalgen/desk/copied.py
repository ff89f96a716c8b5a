"""Desk floor: which tables of a run have another unit's words, across its books and its Word files: rules see one book each.

What a book says of itself is remembered with it; what it says of others is computed anew from the own words of each project,
which are digests: only files in which something is met again are looked into once more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from goalgen.desk import specs
from goalgen.desk.files import Unable
from goalgen.desk.forms import Forms
from goalgen.desk.lint import Lint
from goalgen.desk.reviewed import Own
from goalgen.problem import Problem, Where
from goalgen.rules import Project, catalog
from goalgen.rules.copying import CODE, Copied, Texts, best, copies, own_texts, sentence
from goalgen.rules.waivers import waive, waivers
from goalgen.spec import Spec
from goalgen.view import Field, Finding


def owns_of(book: specs.Book, loaded: Sequence[Spec], lint: Lint, forms: Forms) -> list[Own]:
    """The own words of the projects of a book; of none where nobody asks whether they are copied."""
    if not lint.across or not lint.takes(book, CODE):
        return []
    projects, _ = lint.projects(book, loaded, forms)
    return [Own(own_texts(each)[0], each.spec.source.name, str(book.place)) for each in projects]


def owns_in_word(project: Project, place: Callable[[Field], Where]) -> Iterator[Own]:
    """The own words of a project that was read from a Word file, with their places."""
    texts, fields = own_texts(project)
    there = [(digest, place(field)) for digest, field in fields]
    if there:
        yield Own(texts, there[0][1].file, there[0][1].file, dict(reversed(there)))


def recalled(data: Sequence[Sequence[object]]) -> list[Own]:
    """The own words of a book's projects from JSON."""
    found = []
    for project, unit, code, above, *kinds, file, book in data:
        pairs = [tuple((str(digest), int(told)) for digest, told in kind) for kind in kinds]  # type: ignore[attr-defined]
        found.append(Own(Texts(str(project), str(unit), str(code), str(above), *pairs), str(file), str(book)))
    return found


def copied(owns: Sequence[Own], lint: Lint, forms: Forms) -> tuple[list[Problem], list[Spec]]:
    """What projects have of other units' in other books, where their own book says nothing of the kind; and the specs that
    were looked into for it."""
    problems: list[Problem] = []
    opened: list[Spec] = []
    for place, found in copies([each.texts for each in owns]).items():
        own = owns[place]
        if any(owns[other].book == own.book for other in found):
            continue
        if own.places:
            problems.append(_in_word(own, best(found)))
        else:
            told, spec = _in_spec(own, best(found), lint, forms)
            problems += told
            opened += [spec] if spec else []
    return problems, opened


def _in_word(own: Own, copy: Copied) -> Problem:
    first, *others = dict.fromkeys(at for digest, at in own.places.items() if digest in copy.digests)
    message, severity = sentence(own.texts, copy)
    return Problem(CODE, replace(first, others=tuple(others)), message, severity or catalog()[CODE].severity)


def _in_spec(own: Own, copy: Copied, lint: Lint, forms: Forms) -> tuple[list[Problem], Spec | None]:
    """The same of a spec, which is loaded for its places and its waivers; nothing of one that is another by now."""
    try:
        spec, _ = specs.load_file(Path(own.file), forms)
    except Unable:
        return [], None
    book = specs.Book(Path(own.file).name, (Path(own.file),))
    projects, _ = lint.projects(book, [spec] if spec else [], forms)
    for project in projects:
        fields = dict.fromkeys(field for digest, field in own_texts(project)[1] if digest in copy.digests)
        if fields:
            first, *others = fields
            message, severity = sentence(own.texts, copy)
            at = project.where(Finding(first, message, also=tuple(others)))
            problem = Problem(CODE, at, message, severity or catalog()[CODE].severity)
            return list(waive([problem], waivers(project.spec))), project.spec
    return [], None
