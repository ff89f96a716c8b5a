"""Edge floor: findings as JSON, each with the edits that would mend it."""

from __future__ import annotations

from collections.abc import Sequence

from goalgen.cli import console
from goalgen.cli.report import Run
from goalgen.problem import Problem, Where


def render(problems: Sequence[Problem], run: Run) -> str:
    """A list of problems, `related` being the other cells of a value that stands in several; the projects that were looked at;
    `unjudged` are the forms that lack a meaning, with the rules that wait for it; `text` is what to write, "" for nothing; `fix` has offsets in characters from the beginning of the file."""
    found = [
        console.problem_json(problem)
        | {
            "project": problem.where.project,
            "indicator": problem.where.indicator,
            "related": [_place(other) for other in problem.where.others],
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
    projects = [
        {
            "project": each.project,
            "unit": each.unit,
            "budget": each.budget,
            "money": each.money,
            "file": each.file,
            "place": each.place,
        }
        for each in run.subjects
    ]
    return console.json_text({"files": run.files, "projects": projects, "problems": found, "unjudged": unjudged})


def _place(at: Where) -> dict[str, object]:
    return {"file": at.file, "line": at.line, "column": at.column, "length": at.length, "cell": at.cell}
