"""Verbs floor: fixes put in, each an edit of exactly its characters (law L8), until nothing is left to fix."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple

from goalgen.problem import Problem
from goalgen.rules.choice import ALL, Choice
from goalgen.rules.judging import judge
from goalgen.rules.rule import catalog
from goalgen.spec import Spec, load
from goalgen.text import Edit, Source, apply_edits
from goalgen.view import Project

MAX_ALONE = 50
"""How many fixes are tried one by one where they do not go together: each try loads the text."""
ROUNDS = 20
"""One fix may make another possible; more rounds than this no real text takes."""


class Mended(NamedTuple):
    """The text of a project after the fixes, and how many were put in."""

    source: Source
    fixes: int


def mend(projects: Sequence[Project], choice: Choice = ALL, unsafe: bool = False) -> list[Mended]:
    """The texts of the projects of one book after the chosen rules' fixes; `unsafe` takes those that change meaning."""
    wanted = {code for code, rule in catalog().items() if rule.fix == "safe" or (unsafe and rule.fix)}
    now = list(projects)
    counts = [0] * len(now)
    for _ in range(ROUNDS):
        problems = [problem for problem in judge(now, choice) if problem.code in wanted and problem.fix]
        changed = False
        for place, project in enumerate(now):
            mine = [problem for problem in problems if problem.where.file == project.spec.source.name]
            spec, done = _mended(project.spec, mine)
            if done:
                now[place] = replace(project, spec=spec)
                counts[place] += done
                changed = True
        if not changed:
            break
    return [Mended(project.spec.source, count) for project, count in zip(now, counts, strict=True)]


def _mended(spec: Spec, problems: Sequence[Problem]) -> tuple[Spec, int]:
    """The spec after as many fixes as go together; those that are left come in the next round."""
    taken: list[tuple[Edit, ...]] = []
    apart: list[Edit] = []
    for problem in problems:
        if problem.fix and not any(_overlaps(edit, apart) for edit in problem.fix):
            taken.append(problem.fix)
            for edit in set(problem.fix):
                at = _after(edit, apart)
                if edit not in apart[at : at + 1]:
                    insort(apart, edit, key=_start)
    for some in (taken, *([problem.fix] for problem in problems[:MAX_ALONE])):
        edits = {edit for fix in some for edit in fix}
        text = apply_edits(spec.source.text, edits) if edits else spec.source.text
        after, _ = load(Source(spec.source.name, text))
        if after is not None and text != spec.source.text and _same_shape(after.value, spec.value):
            return after, len(some)
    return spec, 0


def _overlaps(edit: Edit, apart: Sequence[Edit]) -> bool:
    """Whether an edit touches another of those that lie apart, in their order: also two insertions at one place, whose order
    nobody knows."""
    following = (apart[place] for place in range(_after(edit, apart), len(apart)))
    return any(other != edit for other in takewhile(lambda other: _start(other) < _end(edit), following))


def _after(edit: Edit, apart: Sequence[Edit]) -> int:
    """Where those begin that end after an edit begins."""
    return bisect_right(apart, _start(edit), key=_end)


def _start(edit: Edit) -> int:
    return edit.span.start


def _end(edit: Edit) -> int:
    return max(edit.span.end, edit.span.start + 1)


def _same_shape(after: object, before: object) -> bool:
    """Whether only texts differ: no key and no item has come or gone."""
    if isinstance(before, dict) and isinstance(after, dict):
        return list(before) == list(after) and all(_same_shape(after[key], before[key]) for key in before)
    if isinstance(before, list) and isinstance(after, list):
        return len(before) == len(after) and all(map(_same_shape, after, before))
    return isinstance(after, str) and isinstance(before, str)
