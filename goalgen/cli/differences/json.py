"""Edge floor: differences for programs: every change with its path on both sides, and both values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from goalgen.changes import Change
from goalgen.cli.console import json_text
from goalgen.cli.differences import Run
from goalgen.verbs.diff import Difference, label_of


def render(differences: Sequence[Difference], run: Run) -> str:
    """A list of projects."""
    return json_text({"left": run.left, "right": run.right, "projects": [_project(each) for each in differences]})


def _project(difference: Difference) -> dict[str, Any]:
    left, right = difference.left, difference.right
    return {
        "kind": str(difference.kind),
        "name": difference.project.name,
        "left": left and {"place": left.place, "name": left.name, "budget": left.budget},
        "right": right and {"place": right.place, "name": right.name, "budget": right.budget},
        "changes": [_change(each, difference) for each in difference.changes],
    }


def _change(change: Change, difference: Difference) -> dict[str, Any]:
    project = difference.right if change.now is not None else difference.left
    return {
        "kind": str(change.kind),
        "label": label_of(change.path, project.value, project.schema) if project else "",
        "was": change.was and list(change.was),
        "now": change.now and list(change.now),
        "old": change.old,
        "new": change.new,
    }
