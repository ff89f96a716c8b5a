"""Edge floor: findings as JSON, each with the edits that would mend it."""

from __future__ import annotations

from collections.abc import Sequence

from goalgen.cli import console
from goalgen.cli.report import Run
from goalgen.problem import Problem


def render(problems: Sequence[Problem], run: Run) -> str:
    """A list of problems; `unjudged` are the forms that lack a meaning, with the rules that wait for it; `text` is what to write, "" for nothing; `fix` has offsets in characters from the beginning of the file."""
    found = [
        console.problem_json(problem)
        | {
            "text": problem.text,
            "fix": [{"start": edit.span.start, "end": edit.span.end, "text": edit.text} for edit in problem.fix],
        }
        for problem in problems
    ]
    unjudged = [
        {
            "form": each.form,
            "lacks": [{"meaning": need, "codes": list(codes)} for need, codes in each.lacks],
            "message": each.sentence,
        }
        for each in run.unjudged
    ]
    return console.json_text({"files": run.files, "problems": found, "unjudged": unjudged})
