"""Desk floor: of which project, and of which of its indicators, each problem is: what a reviewer reads first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from goalgen.desk.forms import Forms
from goalgen.paths import SpecPath, field_of, lookup
from goalgen.problem import Problem, Subject
from goalgen.rules import Project
from goalgen.rules.common import YUAN, amount_unit
from goalgen.rules.copying import UNITS
from goalgen.spec import Spec
from goalgen.spec.canonical import Value
from goalgen.value import ValueKind, parse
from goalgen.view import number_of
from goalgen.vocabulary import meaning_of_label

_NAMES = ("indicator_name", "total_indicator_name", "level2", "total_level2")
"""What a row is called by: the first of these that it has something in."""
_BUDGETS = ("budget_total", "total_amount", "adjusted_budget")
"""What a project is to cost: the first of these that says something; of one that is done perhaps only what it came to."""


def subject_of(project: Project, file: str, place: str = "") -> Subject:
    """What a table is known by."""
    budget = next(
        (
            text
            for meaning in _BUDGETS
            for field in project.all(meaning)
            if not field.is_blank and not meaning_of_label(text := _line(field.text))
        ),
        "",
    )
    money = amount_unit(project)
    amount = number_of(budget)
    if amount is None and (said := parse(budget)).kind is ValueKind.NUMBER and len(said.numbers) == 1:
        own = said.unit if said.unit in YUAN else f"{said.unit}元"
        amount, money = (said.numbers[0], own) if own in YUAN else (None, money)
    yuan = "" if amount is None or not money else str(amount * YUAN[money])
    name = _line(project.text("project_name"))
    unit = next((text for meaning in UNITS if (text := _line(project.text(meaning)))), "")
    return Subject(file, name, place, unit, budget, money, yuan)


def indicator_of(project: Project, path: SpecPath | None) -> str:
    """The name of the row that a value is in, of whatever list or group of a form; "" for what is in none."""
    for end in range(len(path or ()) - 1, 0, -1):
        assert path is not None
        inner = lookup(project.spec.value, path[:end])
        if isinstance(inner, dict) and (names := _names(project, path[:end], inner)):
            return next((name for meaning in _NAMES if (name := names.get(meaning))), "")
    row = lookup(project.spec.value, path) if path else None
    names = _names(project, path, row) if path and isinstance(row, dict) else {}
    return next((name for meaning in _NAMES if (name := names.get(meaning))), "")


def _names(project: Project, path: SpecPath, row: Mapping[str, Value]) -> Mapping[str, str]:
    """What the row holds of what rows are called by."""
    found: dict[str, str] = {}
    for key, text in row.items():
        meaning = project.meaning(field_of((*path, key)))
        if isinstance(text, str) and meaning in _NAMES:
            found.setdefault(meaning, _line(text))
    return found


def _line(text: str) -> str:
    """A text in one line: where it was broken nothing stood."""
    return " ".join("".join(map(str.strip, text.splitlines())).split())


def named(problems: Sequence[Problem], specs: Sequence[Spec], forms: Forms) -> tuple[list[Problem], list[Subject]]:
    """Problems of specs with the projects and indicators that they are about; and all projects that there are."""
    projects = {spec.source.name: Project(spec, forms.schema_of(spec) or {}) for spec in specs}
    known = {file: subject_of(project, file) for file, project in projects.items()}
    told = []
    for problem in problems:
        at = problem.where
        if project := projects.get(at.file):
            path = project.spec.path_at(at.span.start) if at.path is None and at.span else at.path
            at = replace(at, subject=known[at.file], indicator=indicator_of(project, path))
        told.append(replace(problem, where=at))
    return told, [*known.values()]
