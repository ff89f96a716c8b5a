"""Desk floor: what was found in a book, or made of it: told again for as long as nothing has changed that decides it.

What decides is content: the specs and their names, all forms, the settings, what was asked for; never a date. What is kept is
the problems, each as it was, and what became of the book. A problem that would not come back equal is not kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from goalgen.desk import files
from goalgen.desk.files import Unable
from goalgen.desk.forms import Forms
from goalgen.desk.remembered import memory
from goalgen.desk.settings import Folders
from goalgen.desk.specs import Book
from goalgen.form.catalog import contents
from goalgen.memory import FORGETFUL
from goalgen.paths import Index
from goalgen.problem import Problem, Severity, Subject, Where
from goalgen.text import Edit, Source, Span

_PASSING = {"B106", "G007", "S118"}
"""The codes of what was not done, for want of memory perhaps."""
_SEVERITIES = {each.value: each for each in Severity}


class Told(NamedTuple):
    """The problems of a book, and what became of it: a JSON value."""

    problems: list[Problem]
    became: Any = None


class _State(NamedTuple):
    """What decides about a book, as a hash; and the texts of its files, as far as they are needed."""

    hash: bytes
    texts: Mapping[str, bytes]


@dataclass
class Kept:
    """What is kept of books under one question: what was asked, in which words."""

    question: str
    asked: Sequence[str]
    forms: Forms
    folders: Folders
    anew: bool = False
    """keep, but do not tell again"""
    lean: bool = False
    """read texts twice rather than keep them: few problems are about them, and a book may be thick"""
    _states: dict[Book, bytes] = field(default_factory=dict)
    """what decided about each book when it was asked for, as a hash"""
    _forms: tuple[bytes, ...] | None = None

    def recall(self, book: Book) -> Told | None:
        """What was found of a book that is as it was; None when it is another, or nobody remembers."""
        state = None if memory() is FORGETFUL else self._state(book, () if self.lean else None)
        if state is None:
            return None
        self._states[book] = state.hash
        if self.anew:
            return None
        data = memory().recall(self.question, state.hash)
        if self.lean and (named := _named(data)):
            before, state = state, self._state(book, named)
            if state is None or state.hash != before.hash:
                return None
        return _told(data, state)

    def keep(self, book: Book, told: Told | None) -> None:
        """Keep what was found of a book that was asked for, if it is still as it was then, and comes back as it is.

        What the machine was the reason of may be otherwise next time: it is not kept.
        """
        before = self._states.pop(book, None)
        if told is None or self.forms.faults or any(each.code in _PASSING for each in told.problems):
            return
        named = {each.where.file for each in told.problems if each.where.source is not None}
        state = self._state(book, named if self.lean else None)
        if state is not None and state.hash == before and _come_back(told.problems, _sources(state)):
            data = {"problems": [_plain(each) for each in told.problems], "became": told.became}
            memory().keep(self.question, data, before)

    def _state(self, book: Book, wanted: Collection[str] | None) -> _State | None:
        """All that decides about a book, with the texts of the files that are `wanted` (None: of all); None where some of it
        cannot be had: then there is something new to be said."""
        if book.refusals or not book.files:
            return None
        if self._forms is None:
            self._forms = _bytes_of(self.forms)
        texts: dict[str, bytes] = {}
        found = hashlib.sha256()

        def count(part: bytes) -> None:
            found.update(len(part).to_bytes(8, "big"))
            found.update(part)

        try:
            settings = self.folders.settings(book.files[0].parent)
            about = repr((book.name, book.single, [*map(str, book.files)], settings, *self.asked))
            for part in (about.encode(errors="surrogatepass"), *self._forms):
                count(part)
            for path in book.files:
                text = files.read(path, files.MOST_TEXT)
                count(text)
                if wanted is None or str(path) in wanted:
                    texts[str(path)] = text
        except Unable:
            return None
        return _State(found.digest(), texts) if self._forms else None


def _bytes_of(forms: Forms) -> tuple[bytes, ...]:
    """All files of all forms, with their names; nothing when one of them cannot be had."""
    found: list[bytes] = []
    for name, each in sorted(forms.files.items()):
        parts = [each.template, *([each.schema] if each.schema else []), *each.variants]
        read = [contents(part, files.MOST_TEXT)[0] for part in parts]
        if None in read:
            return ()
        found += [repr((name, each.allowed, [str(part) for part in parts])).encode(errors="surrogatepass")]
        found += [data for data in read if data is not None]
    return tuple(found)


def _plain(problem: Problem) -> list[Any]:
    """A problem as JSON, but for the text that it is about."""
    place = _place(problem.where)
    return [problem.code, problem.sentence, problem.severity, problem.text, problem.fix, place]


def _place(at: Where) -> list[Any]:
    others = [_place(other) for other in at.others]
    return [at.file, at.cell, at.path, at.chars, at.span, at.source is not None, others, at.subject, at.indicator]


def _come_back(problems: Iterable[Problem], sources: Mapping[str, Source]) -> bool:
    """Whether problems will be told as they were: whether each is about a text of the book, or about none."""
    about = {(id(at.source), at.file): at for at in (each.where for each in problems)}  # one text has many problems
    return all(at.source is None or at.source == sources.get(at.file) for at in about.values())


def _sources(state: _State) -> dict[str, Source]:
    from goalgen.spec import decode

    return {name: decode(name, text)[0] for name, text in state.texts.items()}


def _named(data: Any) -> set[str]:  # noqa: ANN401  whatever comes back
    """The files that kept problems are about the texts of."""
    try:
        return {each[-1][0] for each in data["problems"] if each[-1][-1]}
    except (LookupError, TypeError):
        return set()


def _told(data: Any, state: _State) -> Told | None:  # noqa: ANN401  whatever comes back
    """What was kept of a book, about its texts; None for what is no such thing."""
    sources = _sources(state)
    try:
        return Told([_problem(sources, *each) for each in data["problems"]], data["became"])
    except (LookupError, TypeError, ValueError):
        return None


def _problem(
    sources: dict[str, Source],
    code: str,
    sentence: str,
    severity: str,
    text: str,
    fix: Iterable[Any],
    place: Sequence[Any],
) -> Problem:
    edits = tuple(Edit(Span(*each[0]), each[1]) for each in fix)
    return Problem(code, _where(sources, *place), sentence, _SEVERITIES[severity], edits, text)


def _where(
    sources: dict[str, Source],
    file: str,
    cell: str,
    path: Sequence[Any] | None,
    chars: Sequence[int] | None,
    span: Sequence[int] | None,
    in_source: bool,
    others: Iterable[Sequence[Any]],
    subject: Sequence[str] | None,
    indicator: str,
) -> Where:
    return Where(
        file,
        cell,
        None if path is None else tuple(step if isinstance(step, str) else Index(step) for step in path),
        None if chars is None else (chars[0], chars[1]),
        None if span is None else Span(*span),
        sources[file] if in_source else None,
        tuple(_where(sources, *other) for other in others),
        None if subject is None else Subject(*subject),
        indicator,
    )
