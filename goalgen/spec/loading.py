"""Things floor: a text becomes a spec: at once where it is in the plain layout, by the YAML parser where it is not (law L13)."""

from __future__ import annotations

from collections.abc import Callable

from goalgen.problem import Problem
from goalgen.spec.plain import plain
from goalgen.spec.spec import Spec
from goalgen.text import Source


def load(source: Source, is_field: Callable[[str], bool] | None = None) -> tuple[Spec | None, list[Problem]]:
    """The spec of a text, and what is wrong with it. There is a spec exactly when no problem is an error.

    `is_field` tells a mistyped field from a text with a colon in it; it is asked only where something is mistyped.
    """
    found = plain(source.text)
    if found is not None:
        return Spec(found.value, source, found.values, found.keys), []
    from goalgen.spec.compose import composed  # which a plain text does not pay for, nor for PyYAML

    return composed(source) if is_field is None else composed(source, is_field)
