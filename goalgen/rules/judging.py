"""Verbs floor: run the chosen rules over the projects of one book; what is waived is not told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from goalgen.codes import FRAME, members
from goalgen.paths import lookup
from goalgen.problem import Problem
from goalgen.rules.rule import FAMILIES, Rule, catalog
from goalgen.rules.waivers import useless, waive, waivers
from goalgen.view import Finding, Project
from goalgen.vocabulary import TO_FILL


class Choice(NamedTuple):
    """Which rules run: those whose code begins with one of `select` and with none of `ignore`; the longer prefix wins."""

    select: tuple[str, ...] = ("G",)
    ignore: tuple[str, ...] = ()

    def takes(self, code: str, select_only: bool = False) -> bool:
        """Whether a rule runs. One that is only for selection runs when its whole code is selected."""
        chosen = max((len(prefix) for prefix in self.select if code.startswith(prefix)), default=0)
        refused = max((len(prefix) for prefix in self.ignore if code.startswith(prefix)), default=0)
        return chosen > refused and (not select_only or code in self.select)

    def unknown(self) -> Iterator[str]:
        """The prefixes that no rule's code begins with."""
        codes = [*catalog(), *members(FRAME), *FAMILIES]
        for prefix in (*self.select, *self.ignore):
            if not prefix or not any(code.startswith(prefix) for code in codes):
                yield prefix


UNWRITTEN = "G106"
"""The rule that finds what is still to be written."""
ALL = Choice()
"""Every rule but those that are only for selection."""


def judge(projects: Sequence[Project], choice: Choice = ALL) -> list[Problem]:
    """Every finding in the projects of one book that is chosen and not waived, in the order of files and lines."""
    rules = [rule for rule in catalog().values() if choice.takes(rule.code, rule.select_only)]
    found: dict[Project, list[Problem]] = {project: [] for project in projects}
    single = [(rule, rule.check) for rule in rules if rule.check]
    for project in projects:  # one project after the other: what rules share about one is computed once
        mine = found[project]
        for rule, check in single:
            mine += [
                _problem(rule, project, finding) for finding in check(project) if not _waits(rule, project, finding)
            ]
    for rule in rules:
        if rule.check_all:
            for project, finding in rule.check_all(projects):
                if not _waits(rule, project, finding):
                    found[project].append(_problem(rule, project, finding))
    ran = {rule.code for rule in rules}
    problems: list[Problem] = []
    for project in projects:
        waived = waivers(project.spec)
        left = list(waive(found[project], waived))
        left += [each for each in useless(project.spec, waived, ran, catalog()) if choice.takes(each.code)]
        problems += sorted(left, key=lambda each: (each.where.position, each.code, each.message))
    return problems


def _waits(rule: Rule, project: Project, finding: Finding) -> bool:
    """Whether a finding is about a value, or a list of texts, that is still to be written: only that is to be said of it."""
    if rule.code == UNWRITTEN or finding.field is None:
        return False
    value = lookup(project.spec.value, finding.field.path)
    texts = value if isinstance(value, list) else [value]
    return any(isinstance(text, str) and TO_FILL in text for text in texts)


def _problem(rule: Rule, project: Project, finding: Finding) -> Problem:
    fix = finding.fix if rule.fix and project.spec.values else ()  # what is written nowhere is not mended
    return Problem(rule.code, project.where(finding), finding.message, rule.severity, fix)
