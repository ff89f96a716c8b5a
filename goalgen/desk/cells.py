"""Desk floor: from the values that problems are about to their cells in Word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from goalgen.desk.forms import Forms
from goalgen.docx import Address
from goalgen.form.places import printed_places
from goalgen.paths import SpecPath
from goalgen.problem import Problem, Where
from goalgen.spec import FORM_KEY, Spec


def cell_of(path: SpecPath, known: Mapping[SpecPath, Address]) -> Address | None:
    """The cell of a value, else the first one of what it holds; None when it has none."""
    inside = (place for way, place in known.items() if path and way[: len(path)] == path)
    return known.get(path) or next(inside, None)


def placed(problems: Sequence[Problem], specs: Sequence[Spec], forms: Forms) -> list[Problem]:
    """Problems of specs with their cells in the Word file that is built of each spec alone, as far as a form prints them."""
    found: dict[str, tuple[Spec, Mapping[SpecPath, Address]]] = {}
    for spec in specs:
        name = spec.value.get(FORM_KEY)
        form = forms.form(name)[0] if isinstance(name, str) else None
        if form:
            found[spec.source.name] = spec, printed_places(form.pattern, spec.value)
    return [
        _placed(problem, *found[file]) if (file := problem.where.file) in found else problem for problem in problems
    ]


def _placed(problem: Problem, spec: Spec, known: Mapping[SpecPath, Address]) -> Problem:
    at = problem.where
    if at.span is None:
        return problem
    # what is about characters of the text, such as a comment, is about the value that they belong to
    cell = cell_of(spec.path_at(at.span.start) if at.path is None else at.path, known)
    return replace(problem, where=with_cells(at, str(cell), known)) if cell else problem


def with_cells(at: Where, cell: str, known: Mapping[SpecPath, Address]) -> Where:
    """A place with its cell, and those of the other values that it is made of."""
    others = tuple(
        replace(other, file=at.file, cell=str(found)) if (found := cell_of(other.path or (), known)) else other
        for other in at.others
    )
    return replace(at, cell=cell, others=others)
