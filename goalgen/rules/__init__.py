"""Verbs floor: what a good reviewer would say. One file per rule, found by being there.

A rule is a module `g<code>_<slug>.py` with a docstring (its page, in Chinese), `SEVERITY`, in `NEEDS` the meanings without which it
has nothing to look at, and one function: `check(project)`
for one spec, or `check_all(projects)` for the projects of one
book together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from goalgen.lazily import lazily
from goalgen.rules.choice import ALL, Choice

if TYPE_CHECKING:
    from goalgen.rules.judging import alone, judge
    from goalgen.rules.mending import mend
    from goalgen.rules.needs import judged, unjudged
    from goalgen.rules.rule import NOT_COVERED, Rule, catalog
    from goalgen.view import Project

__all__ = ["ALL", "NOT_COVERED", "Choice", "Project", "Rule", "alone", "catalog", "judge", "judged", "mend", "unjudged"]
__getattr__ = lazily(
    __name__,
    {
        "NOT_COVERED": "rule",
        "Project": "judging",
        "Rule": "rule",
        "alone": "judging",
        "catalog": "rule",
        "judge": "judging",
        "judged": "needs",
        "mend": "mending",
        "unjudged": "needs",
    },
)
