"""Verbs floor: what a good reviewer would say. One file per rule, found by being there.

A rule is a module `g<code>_<slug>.py` with a docstring (its page, in Chinese), `SEVERITY`, and one function: `check(project)`
for one spec, or `check_all(projects)` for the projects of one book together.
"""

from goalgen.rules.judging import ALL, Choice, judge
from goalgen.rules.mending import mend
from goalgen.rules.rule import NOT_COVERED, Rule, catalog
from goalgen.view import Project

__all__ = ["ALL", "NOT_COVERED", "Choice", "Project", "Rule", "catalog", "judge", "mend"]
