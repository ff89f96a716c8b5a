"""Desk floor: what reading, the schema and the rules say of the tables in a Word file, at their places there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple, cast

from goalgen.desk.cells import cell_of, with_cells
from goalgen.desk.copied import owns_in_word
from goalgen.desk.forms import Forms
from goalgen.desk.lint import Lint
from goalgen.desk.reviewed import Own, Reviewed
from goalgen.desk.specs import Book
from goalgen.desk.subjects import indicator_of, subject_of
from goalgen.docx import Address
from goalgen.paths import SpecPath, walk
from goalgen.problem import Problem, Subject, Where
from goalgen.rules import Project
from goalgen.rules.copying import CODE as COPIED
from goalgen.spec import Spec, Value, ordered
from goalgen.text import Source
from goalgen.verbs.check import validate
from goalgen.verbs.read import UNGIVEN, Reading, ReadSpec
from goalgen.view import Field


class _Table(NamedTuple):
    """One table that was read, as a spec that is written nowhere and known by the place of the table."""

    read: ReadSpec
    spec: Spec
    number: int
    first: Address
    """where to say what is about all of it"""
    ranks: Mapping[SpecPath, int]
    """the order of its values"""

    def order(self, problem: Problem) -> tuple[int, Address, str, int, tuple[int, int]]:
        """What the problems of a file are sorted by: table, cell, code, and what stands first in the cell."""
        at = problem.where
        rank = -1 if at.path is None else self.ranks.get(at.path, -1)
        return self.number, self.cell(problem), problem.code, rank, at.chars or (0, 0)

    def cell(self, problem: Problem) -> Address:
        """The place in Word of what a problem is about; the first cell for what has none."""
        return cell_of(problem.where.path or (), self.read.addresses) or self.first


def review(path: Path, reading: Reading, lint: Lint, forms: Forms) -> Reviewed:
    """What is wrong with each table of a Word file that was read, from the first to the last, after what reading it said."""
    tables = {
        table.spec.source.name: table for number, read in enumerate(reading.specs) for table in [_table(read, number)]
    }
    found = [each for table in tables.values() for each in validate(table.spec, table.read.form.schema)]
    book, loaded = Book(path.stem, (path,)), [table.spec for table in tables.values()]
    found += lint.judge(book, loaded, forms)
    found.sort(key=lambda each: tables[each.where.file].order(each))
    views = {name: Project(table.spec, table.read.form.schema) for name, table in tables.items()}
    subjects = {name: subject_of(view, str(path), _begin(tables[name])) for name, view in views.items()}
    told = [_in_word(each, tables[(name := each.where.file)], views[name], subjects[name]) for each in found]
    said = list(_about([each for each in reading.problems if each.code != UNGIVEN], tables, subjects))
    owns = list(_owns(views, tables, subjects)) if lint.across and lint.takes(book, COPIED) else []
    return Reviewed([*said, *told], [*subjects.values()], lint.unjudged(book, loaded, forms), owns)


def _owns(views: Mapping[str, Project], tables: Mapping[str, _Table], subjects: Mapping[str, Subject]) -> Iterator[Own]:
    """The own words of each project, where they are in Word."""

    def place(name: str, field: Field) -> Where:
        problem = Problem(COPIED, Where(name, path=field.path), "")
        return _in_word(problem, tables[name], views[name], subjects[name]).where

    for name, view in views.items():
        yield from owns_in_word(view, partial(place, name))


def _table(read: ReadSpec, number: int) -> _Table:
    """Where several tables of a form are in one table of Word, the row is named."""
    first = _first(read)
    name = str(first._replace(column=0, row=first.row if first.row > 1 else 0))
    value = cast(dict[str, Value], ordered(read.value, read.form.schema, read.form.schema))
    ranks = {path: rank for rank, (path, _) in enumerate(walk(value))}
    return _Table(read, Spec(value, Source(name, "")), number, first, ranks)


def _first(read: ReadSpec) -> Address:
    begin = read.address
    table = begin.table or min((place.table for place in read.addresses.values() if place.table), default=0)
    return Address(table, begin.row or 1, 1) if table else begin


def _begin(table: _Table) -> str:
    """The table in Word that a table of a form begins in."""
    return str(Address(table.first.table)) if table.first.table else str(table.first)


def _in_word(problem: Problem, table: _Table, project: Project, subject: Subject) -> Problem:
    """A problem of the spec that was read, where it is in Word."""
    at = problem.where
    here = Where(
        subject.file, "", at.path, at.chars, others=at.others, subject=subject, indicator=indicator_of(project, at.path)
    )
    return replace(problem, where=with_cells(here, str(table.cell(problem)), table.read.addresses))


def _about(
    problems: Sequence[Problem], tables: Mapping[str, _Table], subjects: Mapping[str, Subject]
) -> Iterator[Problem]:
    """What reading said of places, with the project that a place is in: the only one, or the only one in its table of Word."""
    within: dict[str, set[str]] = {}
    for name, table in tables.items():
        for place in table.read.addresses.values():
            within.setdefault(str(Address(place.table)), set()).add(name)
    for problem in problems:
        names = [*tables] if len(tables) == 1 else [*within.get(problem.where.cell.partition(" ")[0], ())]
        told = subjects[names[0]] if len(names) == 1 else None
        yield replace(problem, where=replace(problem.where, subject=told)) if told else problem
