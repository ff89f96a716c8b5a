"""Desk floor: a drafted form, proved on the documents that it was drafted from: read, built again and compared cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from goalgen import codes
from goalgen.docx import content, open_package
from goalgen.form import Form
from goalgen.problem import Problem, Severity, Where
from goalgen.spec import dump, load
from goalgen.text import Source
from goalgen.verbs.build import build
from goalgen.verbs.draft import compare, instances
from goalgen.verbs.read import ReadSpec, read


class Proof(NamedTuple):
    """What a draft makes of one document: the values it read, how many cells came out the same, and what did not."""

    values: list[dict[str, Any]]
    same: int
    problems: list[Problem]


def prove(form: Form, name: str, data: bytes, *, first: bool = True) -> Proof:
    """Read a document with a form, build what was read, and compare it with the document cell by cell.

    Labels of another project than the `first` are padded as those of the first.
    """
    package, problems = open_package(data, name)
    if package is None:
        return Proof([], 0, problems)
    originals = instances(content(package).blocks)
    reading = read(data, name, [form])
    problems = [
        problem
        for problem in reading.problems
        if problem.severity is not Severity.INFO and not codes.is_of(problem, codes.HIDDEN)
    ]
    if len(reading.specs) != len(originals):
        message = f"有 {len(originals)} 个项目的表，读出 {len(reading.specs)} 个"
        problems.append(Problem("F303", Where(name), message))
    same = 0
    for number, (original, spec) in enumerate(zip(originals, reading.specs, strict=False)):
        built, found = _rebuild(form, spec)
        problems += found
        if built is None:
            continue
        package, _ = open_package(built, name)
        assert package is not None
        result = compare(original, content(package).blocks, padding=first and not number)
        same += result.same
        for address, one, two in result.different:
            problems.append(Problem("F304", Where(name, cell=str(address)), f"原文是{one}，生成的是{two}"))
    return Proof([spec.value for spec in reading.specs], same, problems)


def _rebuild(form: Form, spec: ReadSpec) -> tuple[bytes | None, Sequence[Problem]]:
    loaded, problems = load(Source(f"{form.filename(spec.value)}.yaml", dump(spec.value, form.schema)))
    if loaded is None:
        return None, problems
    built = build([loaded], form)
    return built.data, built.problems
