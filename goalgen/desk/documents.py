"""Desk floor: the Word files that the arguments mean, and each as it was read."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from goalgen import codes
from goalgen.desk import convert, files, specs, tree
from goalgen.desk.limits import limits_here
from goalgen.docx import Revisions
from goalgen.form import Form
from goalgen.problem import Severity
from goalgen.verbs.read import Reading, read
from goalgen.verbs.survey import Near, Surveyed

SUFFIXES = specs.WORD


class Document(NamedTuple):
    """A Word file, and its path below the folder that was asked for, when it was not named itself."""

    path: Path
    below: Path | None = None

    def __str__(self) -> str:
        return str(self.path)


class Found(NamedTuple):
    """What the arguments mean: Word files, the suffixes of the other files there, and what could not be looked into."""

    documents: list[Document]
    others: Counter[str]
    refusals: list[str]


def expand(arguments: Iterable[str]) -> Found:
    """The files that the arguments mean: those named, and all Word files in the folders named, at any depth."""
    found: dict[Path, Document] = {}
    others: Counter[str] = Counter()
    refusals: list[str] = []
    for path in specs.expand(arguments, refusals):
        if not path.is_dir():
            found.setdefault(path, Document(path))
            continue
        for inside in tree.below(path, refusals):
            if inside.suffix.lower() in SUFFIXES:
                found.setdefault(inside, Document(inside, inside.relative_to(path)))
            else:
                others[inside.suffix.lower() or "没有后缀"] += 1
    if not found and not refusals:
        raise files.Unable("这里没有 Word 文件（*.docx、*.doc）")
    return Found(list(found.values()), others, refusals)


@contextmanager
def in_one_go() -> Iterator[None]:
    """Nothing that reading makes refers back to itself, so the collector looks in vain, and by the thousand objects.

    At the end they are counted as old, so that it does not look at them at once; unless somebody has frozen objects.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        if was:
            gc.enable()


@limits_here()
@in_one_go()
def read_document(
    document: Document,
    forms: Sequence[Form],
    given: Mapping[str, str] | None = None,
    revisions: Revisions = Revisions.FINAL,
) -> Reading:
    """Read a document. Raises Unable when there is nothing to be read; over many, see `bulk`."""
    data, problems = convert.docx_of(document.path)
    if any(problem.severity is Severity.ERROR for problem in problems):
        return Reading(str(document.path), problems=tuple(problems))
    reading = read(data, str(document.path), forms, given, revisions)
    return replace(reading, problems=(*problems, *reading.problems))


def summary(reading: Reading) -> Surveyed:
    """What a survey tells of a document."""
    refused = next(
        (p for p in reading.problems if p.severity is Severity.ERROR and codes.is_of(p, codes.OPENING)), None
    )
    if refused:
        return Surveyed(reading.name, reason=refused.message, broken=True)
    return Surveyed(
        reading.name,
        reading.tables,
        dict(Counter(spec.form.name for spec in reading.specs)),
        sum(len(text) for _, text in reading.ledger.residue()),
        len(reading.ledger.hidden),
        tuple(Near(near.form.name, near.departure, near.cell) for near in reading.near),
        reading.producer,
        next((problem.message for problem in reading.problems if codes.is_of(problem, codes.UNKNOWN)), ""),
    )
