"""Verbs floor: run the chosen rules over the projects of one book; what is waived is not told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Context, localcontext
from functools import lru_cache
from itertools import islice
from typing import TypeAlias

from goalgen.guard import Failure, guarded
from goalgen.paths import SpecPath, lookup
from goalgen.problem import Problem, Severity
from goalgen.rules.choice import ALL, Choice
from goalgen.rules.rule import Rule, catalog
from goalgen.rules.waivers import useless, waive, waivers
from goalgen.view import Finding, Project
from goalgen.vocabulary import TO_FILL

MAX_CHARACTERS, MAX_TEXTS = 200_000, 20_000
"""How much a spec may hold for the rules to look at it: a table of ten pages has 5,000 characters in 200 texts."""
MAX_FINDINGS = 1000
"""How many findings of one rule in one spec are told."""
UNWRITTEN = "G106"
"""The rule that finds what is still to be written."""
_ARITHMETIC = Context(prec=60, traps=[])
"""No number that somebody writes stops a rule: with twice the digits that an amount may have sums and products are exact."""

_Check: TypeAlias = Callable[[Project], Iterable[Finding]]


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
    judged = [project for project in projects if _too_large(project) is None]
    with localcontext(_ARITHMETIC):
        for rule in rules:
            for project, problem in _together(rule, judged):
                found[project].append(problem)
    ran = {rule.code for rule in rules if not rule.across}
    problems: list[Problem] = []
    for project in projects:
        if project not in judged:
            problems += found[project]
            continue
        silent = _said_already(found[project], project)
        waived = waivers(project.spec)  # one of what is silent was of use too
        left = [each for each in waive(found[project], waived) if id(each) not in silent]
        left += [each for each in useless(project.spec, waived, ran, catalog()) if choice.takes(each.code)]
        problems += sorted(left, key=lambda each: (each.where.position, each.code, each.message))
    return problems


def _said_already(problems: Sequence[Problem], project: Project) -> set[int]:
    """One fault, one finding: those (by `id`) of which a more specific rule speaks, about the same value.

    What is said of a column of a value is said of the value.
    """
    known = catalog()
    rows = project.indicators if len(problems) > 1 else ()
    whole = {cell.field.path: row.target.path for row in rows if row.target for cell in row.target.cells}
    about = [whole.get(problem.where.path or (), problem.where.path) for problem in problems]
    speaking: dict[SpecPath, set[str]] = {}
    for problem, path in zip(problems, about, strict=True):
        if path is not None and problem.code in known:
            speaking.setdefault(path, set()).add(problem.code)
    several = {path: codes for path, codes in speaking.items() if len(codes) > 1}
    covered = {path: tuple(code for by in codes for code in known[by].over) for path, codes in several.items()}
    pairs = zip(problems, about, strict=True)
    return {id(problem) for problem, path in pairs if problem.code.startswith(covered.get(path or (), ()))}


def _runs(rule: Rule, choice: Choice) -> bool:
    """Whether a rule runs. One that is not asked for is not imported, to say whether it is only for selection."""
    return choice.takes(rule.code) and choice.takes(rule.code, rule.select_only)


def alone(project: Project, choice: Choice = ALL) -> list[Problem]:
    """Every finding of the rules that look at one project, waived or not: it says nothing of the others of the book."""
    return _each_alone(_chosen(choice), project)


def _each_alone(rules: Sequence[Rule], project: Project) -> list[Problem]:
    refused = _too_large(project)
    if refused is not None:
        return [refused]
    checks = [(rule, check) for rule in rules if (check := rule.check) is not None]
    with localcontext(_ARITHMETIC):
        found = guarded(lambda: _all(checks, project))
        if isinstance(found, Failure):  # one of them, which is to be named; the others go on
            return [each for rule, check in checks for each in _alone(rule, check, project)]
    return found


def _too_large(project: Project) -> Problem | None:
    """What is told of a project that has too much in it for the rules: they would take minutes."""
    characters, texts = project.size
    for count, most, what in ((characters, MAX_CHARACTERS, "个字"), (texts, MAX_TEXTS, "个值")):
        if count > most:
            message = (
                f"这份规格有 {count} {what}，超过 {most} {what}，没有按规则检查：绩效目标表用不到这么多，请删去多余的"
            )
            return Problem("G008", project.where(Finding(None, "")), message)
    return None


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
        if not self._all or finding.field is None or not project.is_unwritten:
            return False
        key = project, finding.field.path
        if key not in self._known:
            value = lookup(project.spec.value, finding.field.path)
            texts = value if isinstance(value, list) else [value]
            self._known[key] = any(isinstance(text, str) and TO_FILL in text for text in texts)
        return self._known[key]


def _all(checks: Sequence[tuple[Rule, _Check]], project: Project) -> list[Problem]:
    """What the rules find in one project. Most find nothing, and are only asked."""
    found: list[Problem] = []
    if project.is_unwritten:
        for rule, check in checks:
            found += _found(rule, check, project)
        return found
    for rule, check in checks:
        if told := [*islice(check(project), MAX_FINDINGS + 1)]:
            found += _told(rule, project, told)
    return found


def _found(rule: Rule, check: _Check, project: Project) -> list[Problem]:
    """What a rule finds in one project."""
    waits = _Unwritten(rule)
    findings = (finding for finding in check(project) if not waits(project, finding))
    return _told(rule, project, [*islice(findings, MAX_FINDINGS + 1)])


def _told(rule: Rule, project: Project, told: Sequence[Finding]) -> list[Problem]:
    found = [_problem(rule, project, finding) for finding in told[:MAX_FINDINGS]]
    for one in told[MAX_FINDINGS:]:
        message = f"{rule.code} 在这份规格里超过 {MAX_FINDINGS} 处，从这里起没有报：改好前面的再查一遍"
        found.append(Problem("G008", project.where(one), message, Severity.WARN))
    return found


def _alone(rule: Rule, check: _Check, project: Project) -> list[Problem]:
    """As `_found`; a rule that fails is told there."""
    found = guarded(lambda: _found(rule, check, project))
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
    severity = finding.severity or rule.severity
    return Problem(rule.code, project.where(finding), finding.sentence, severity, fix, finding.text)
