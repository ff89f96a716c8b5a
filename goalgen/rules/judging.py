"""Verbs floor: run the chosen rules over the projects of one book; what is waived is not told."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, localcontext
from functools import lru_cache

from goalgen.guard import Failure, guarded
from goalgen.paths import SpecPath, lookup
from goalgen.problem import Problem
from goalgen.rules.choice import ALL, Choice
from goalgen.rules.rule import Rule, catalog
from goalgen.rules.waivers import useless, waive, waivers
from goalgen.view import Finding, Project
from goalgen.vocabulary import TO_FILL

UNWRITTEN = "G106"
"""The rule that finds what is still to be written."""
_ARITHMETIC = Context(prec=60, traps=[])
"""No number that somebody writes stops a rule: with twice the digits that an amount may have sums and products are exact."""


def judge(
    projects: Sequence[Project], choice: Choice = ALL, known: Sequence[Sequence[Problem]] | None = None
) -> list[Problem]:
    """Every finding in the projects of one book that is chosen and not waived, in the order of files and lines.

    `known` is what `alone` found in each of them, where that was asked before.
    """
    rules = _chosen(choice)
    found = {
        project: [*(_each_alone(rules, project) if known is None else known[number])]
        for number, project in enumerate(projects)
    }
    with localcontext(_ARITHMETIC):
        for rule in rules:
            for project, problem in _together(rule, projects):
                found[project].append(problem)
    ran = {rule.code for rule in rules}
    problems: list[Problem] = []
    for project in projects:
        waived = waivers(project.spec)
        left = list(waive(found[project], waived))
        left += [each for each in useless(project.spec, waived, ran, catalog()) if choice.takes(each.code)]
        problems += sorted(left, key=lambda each: (each.where.position, each.code, each.message))
    return problems


def _runs(rule: Rule, choice: Choice) -> bool:
    """Whether a rule runs. One that is not asked for is not imported, to say whether it is only for selection."""
    return choice.takes(rule.code) and choice.takes(rule.code, rule.select_only)


def alone(project: Project, choice: Choice = ALL) -> list[Problem]:
    """Every finding of the rules that look at one project, waived or not: it says nothing of the others of the book."""
    return _each_alone(_chosen(choice), project)


def _each_alone(rules: Sequence[Rule], project: Project) -> list[Problem]:
    with localcontext(_ARITHMETIC):
        return [problem for rule in rules for problem in _alone(rule, project)]


@lru_cache(maxsize=8)
def _chosen(choice: Choice) -> tuple[Rule, ...]:
    return tuple(rule for rule in catalog().values() if _runs(rule, choice))


class _Unwritten:
    """Whether a finding is about a value, or a list of texts, that is still to be written: only that is to be said of it.

    One value may have many findings: each is looked through once.
    """

    def __init__(self, rule: Rule) -> None:
        self._all = rule.code != UNWRITTEN
        self._known: dict[tuple[Project, SpecPath], bool] = {}

    def __call__(self, project: Project, finding: Finding) -> bool:
        if not self._all or finding.field is None:
            return False
        key = project, finding.field.path
        if key not in self._known:
            value = lookup(project.spec.value, finding.field.path)
            texts = value if isinstance(value, list) else [value]
            self._known[key] = any(isinstance(text, str) and TO_FILL in text for text in texts)
        return self._known[key]


def _alone(rule: Rule, project: Project) -> list[Problem]:
    """What a rule finds in one project; a rule that fails there is told there, and the others go on."""
    check = rule.check
    if check is None:
        return []
    waits = _Unwritten(rule)
    found = guarded(
        lambda: [_problem(rule, project, finding) for finding in check(project) if not waits(project, finding)]
    )
    return [_failed(rule, project, found)] if isinstance(found, Failure) else found


def _together(rule: Rule, projects: Sequence[Project]) -> list[tuple[Project, Problem]]:
    """What a rule finds in the projects of a book; where it fails it is run again without those that it fails on alone."""
    check = rule.check_all
    if check is None or not projects:
        return []

    waits = _Unwritten(rule)

    def look(some: Sequence[Project]) -> list[tuple[Project, Problem]] | Failure:
        return guarded(
            lambda: [
                (project, _problem(rule, project, finding))
                for project, finding in check(some)
                if not waits(project, finding)
            ]
        )

    found = look(projects)
    if not isinstance(found, Failure):
        return found
    failed = {project: why for project in projects if isinstance(why := look([project]), Failure)}
    again = look([project for project in projects if project not in failed]) if failed else found
    if isinstance(again, Failure):
        return [(projects[0], _failed(rule, projects[0], again))]
    return [*again, *((project, _failed(rule, project, why)) for project, why in failed.items())]


def _failed(rule: Rule, project: Project, why: Failure) -> Problem:
    return Problem("G007", project.where(Finding(None, "")), f"{rule.code} 这条规则没有查成：{why.reason}")


def _problem(rule: Rule, project: Project, finding: Finding) -> Problem:
    fix = finding.edits if rule.fix and project.spec.values else ()  # what is written nowhere is not mended
    return Problem(rule.code, project.where(finding), finding.sentence, rule.severity, fix, finding.text)
