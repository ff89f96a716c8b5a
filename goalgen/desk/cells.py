"""Desk floor: from what stands at a line and column of a spec to its cell in Word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from goalgen.desk.forms import Forms
from goalgen.docx import Address
from goalgen.form.bind import ValuePath
from goalgen.form.places import places
from goalgen.problem import Problem
from goalgen.spec import FORM_KEY, Spec


class Cells:
    """A spec with the cells that its values stand in."""

    def __init__(self, spec: Spec, known: Mapping[ValuePath, Address]) -> None:
        self.spec, self.known = spec, known

    @cached_property
    def _written(self) -> list[tuple[int, tuple[int, int], tuple[int, int], ValuePath]]:
        """Every key and value of the spec: how long it is, the line and column of its ends, its path."""
        position = self.spec.source.position
        spans = [*self.spec.keys.items(), *self.spec.values.items()]
        return sorted((end - start, position(start), position(end), path) for path, (start, end) in spans if path)

    def at(self, problem: Problem) -> Address | None:
        """The place in Word of what stands where a problem is: its cell, or the first one in it; None when it has none."""
        at = problem.where.line, problem.where.column
        path = next((path for _, start, end, path in self._written if start <= at <= end), ())
        inside = (place for way, place in self.known.items() if path and way[: len(path)] == path)
        return self.known.get(path) or next(inside, None)


def placed(problems: Sequence[Problem], specs: Sequence[Spec], forms: Forms) -> list[Problem]:
    """Problems of specs with their cells in the Word file that is built of each spec alone, as far as a form prints them."""
    cells: dict[str, Cells] = {}
    for spec in specs:
        name = spec.value.get(FORM_KEY)
        form = forms.form(name)[0] if isinstance(name, str) else None
        if form:
            cells[spec.source.name] = Cells(spec, places(form.pattern, spec.value))
    return [_placed(problem, cells.get(problem.where.file)) for problem in problems]


def _placed(problem: Problem, cells: Cells | None) -> Problem:
    cell = cells.at(problem) if cells and problem.where.line else None
    return replace(problem, where=problem.where._replace(cell=str(cell))) if cell else problem
