"""Desk floor: whether a book can be built, and what is wrong with it: checked and built, and nothing written."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from goalgen.desk.collecting import in_one_go
from goalgen.desk.forms import Forms
from goalgen.desk.lint import Lint
from goalgen.desk.specs import Book, load_book
from goalgen.problem import Problem, Severity, blocking
from goalgen.vocabulary import FORM_KEY


class Tried(NamedTuple):
    """A book as it was found: its specs, those of each form, what is wrong with it, and whether it could be built."""

    place: str
    specs: int
    forms: tuple[str, ...]
    errors: tuple[Problem, ...]
    warnings: int
    codes: tuple[tuple[str, int], ...]
    """how often each rule had something to say, the most frequent first"""
    builds: bool


@in_one_go()
def try_book(forms: Forms, book: Book) -> Tried:
    """Check a book by all rules, then build it."""
    from goalgen.verbs.build import build
    from goalgen.verbs.check import order_key

    loaded = load_book(book, forms)
    problems = [*loaded.problems, *Lint().judge(book, loaded.specs, forms)]
    names = tuple(dict.fromkeys(str(spec.value.get(FORM_KEY)) for spec in loaded.specs))
    built = None
    form = forms.form(names[0])[0] if names and not loaded.refusals and not blocking(loaded.problems) else None
    if form is not None:
        ordered = sorted(loaded.specs, key=lambda spec: order_key(spec, form.schema))
        built, found = build(ordered, form)
        problems += found
    errors = tuple(problem for problem in problems if problem.severity is Severity.ERROR)
    warned = Counter(problem.code for problem in problems if problem.severity is Severity.WARN)
    return Tried(
        str(book.place), len(book.files), names, errors, warned.total(), tuple(warned.most_common()), built is not None
    )
