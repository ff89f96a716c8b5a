"""Things floor: a text mended by what its problems tell to write, edit by edit (laws L8, L11), also one that does not load."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from goalgen.problem import Problem, Severity
from goalgen.text import Apart, Edit, Source, apply_edits

ROUNDS = 200
"""What a parser stops at hides what follows; more rounds than this no real text takes."""
MOST_ALONE = 50
"""So many fixes are tried one by one where they do not help together: each try reads the text anew."""
_COMMENT = re.compile(r"(?:^|\s)(#.*)")


class Repaired(NamedTuple):
    """A text after its fixes, and how many were put in."""

    source: Source
    fixes: int


Look = Callable[[Source], tuple[bool, Sequence[Problem]]]
"""Whether a text can be loaded, and what is wrong with it."""


def repair(source: Source, look: Look) -> Repaired:
    """The text with the fixes of its problems put in, round by round; as it was unless that makes it better.

    Better is: it loads and did not, or it has fewer errors, or as few and fewer findings. No comment is ever lost.
    """
    before = now = (source, *look(source))
    count = 0
    for _ in range(ROUNDS):
        after, fixes = _round(now, look)
        if not fixes:
            break
        now, count = after, count + fixes
    return Repaired(now[0], count) if _weight(now) < _weight(before) else Repaired(source, 0)


_State = tuple[Source, bool, Sequence[Problem]]


def _round(now: _State, look: Look) -> tuple[_State, int]:
    """All fixes that go together, of a text that does not load those of its first line: the rest may follow from it.

    When that does not help, the first fix that does alone.
    """
    source, loads, problems = now
    fixing = [problem for problem in problems if problem.fix and not _loses_comment(source, problem.fix)]
    line = min((each.where.line for each in fixing), default=0)
    first = [one for one in fixing if loads or one.where.line == line]
    for some in (_apart(first), *([problem] for problem in fixing[:MOST_ALONE])):
        edits = {edit for problem in some for edit in problem.fix}
        if not edits or _overlapping(sorted(edits)):
            continue
        changed = Source(source.name, apply_edits(source.text, edits))
        after = (changed, *look(changed))
        if changed.text != source.text and _helps(now, after, some):
            return after, len(some)
    return now, 0


def _helps(before: _State, after: _State, fixed: Sequence[Problem]) -> bool:
    """Whether a text became better; of two that do not load also one that the parser now gets further through."""
    if _weight(after) < _weight(before):
        return True
    gone = {(problem.code, problem.sentence) for problem in fixed} - {(one.code, one.sentence) for one in after[2]}
    return not before[1] and not after[1] and bool(gone) and _left(after) < _left(before)


def _weight(state: _State) -> tuple[bool, int, int]:
    _, loads, problems = state
    return not loads, sum(problem.severity is Severity.ERROR for problem in problems), len(problems)


def _left(state: _State) -> int:
    """How many characters follow the place of the first error: so far the parser has not got."""
    source, _, problems = state
    spans = (problem.where.span for problem in problems if problem.severity is Severity.ERROR)
    return len(source.text) - min((span.start for span in spans if span), default=0)


def _apart(problems: Sequence[Problem]) -> list[Problem]:
    """The problems whose edits do not touch those of one before."""
    apart = Apart(_overlap)
    return [problem for problem in problems if apart.take(problem.fix)]


def _overlap(one: Edit, two: Edit) -> bool:
    return one.span.end > two.span.start or one.span == two.span


def _overlapping(edits: Sequence[Edit]) -> bool:
    return any(_overlap(one, two) for one, two in pairwise(edits))


def _loses_comment(source: Source, edits: Iterable[Edit]) -> bool:
    """Whether a comment stands in what is replaced and not in what replaces it."""
    return any(text.strip() not in edit.text for edit in edits for text in _COMMENT.findall(source[edit.span]))
