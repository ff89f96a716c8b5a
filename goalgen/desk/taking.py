"""Desk floor: a folder of old Word files becomes a repository: read what can be read, draft forms for the rest, read again.

It can be run again: what was taken up stays as it is, what is new is taken up, and what a form now reads that it did not.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from goalgen import __version__, bulk
from goalgen.desk import documents, drafting, files, intake, taken
from goalgen.desk.drafting import Drafted
from goalgen.desk.forms import Forms
from goalgen.desk.intake import Look
from goalgen.desk.shelving import Placed, Placer, State
from goalgen.desk.taken import Record, digest
from goalgen.guard import Unable
from goalgen.layouts import Layout, Layouts
from goalgen.problem import Problem
from goalgen.shell import typed
from goalgen.verbs.survey import LOSSLESS, Near

_OFTEN = 100
"""After so many documents the record is written."""
_SEVERAL = 2
"""So many documents that nearly are of a form, in one way, are of a layout of their own, and no slip."""
UNWRITTEN = "没有写成"
T = TypeVar("T")
Watch = Callable[[Iterable[T], int, str], Iterator[T]]


class Row(NamedTuple):
    """What became of a document."""

    name: str
    state: str
    reason: str
    problems: tuple[Problem, ...]
    near: tuple[Near, ...]
    placed: tuple[tuple[State, str, str], ...]
    """of each of its tables what became of it, the spec, and another document that has the same table"""
    guessed: str
    layout: Layout | None
    """when no form reads any of its tables"""

    @property
    def tables(self) -> int:
        """How many tables were read of it."""
        return len(self.placed)


@dataclass
class Taking:
    """A run over an archive, and what came of it."""

    record: Record
    given: Mapping[str, str]
    jobs: int | None = None
    rows: dict[str, Row] = field(default_factory=dict)
    drafted: list[Drafted] = field(default_factory=list)
    left: list[Drafted] = field(default_factory=list)
    """layouts for which no form was drafted, each with the reason"""
    forms: Forms = field(default_factory=Forms)
    """those that there are in the end"""
    faults: list[Problem] = field(default_factory=list)
    """what is wrong with forms that were there"""
    skipped: int = 0
    """documents that were taken up whole before, and are as they were"""

    def run(self, found: documents.Found, watch: Watch[bulk.Done[documents.Document, Look]]) -> None:
        """Take up all documents that were found. What is written is written whole; the record is written whatever happens."""
        try:
            self._read(found, watch, None, "读取")
            asked: set[str] = set()
            while groups := self._groups(asked):
                asked |= {name for group in groups for name in group}
                for group in groups:
                    self._draft(group)
                unread = {row.name for row in self.rows.values() if row.layout and not row.tables}
                self._read(found, watch, unread, "照新表样读")
            self.left += self._told_before()
            names = [str(document) for document in found.documents()]
            self.rows = {name: self.rows[name] for name in names if name in self.rows}
            self.record.forms = _hash_of_forms()
            self.forms = Forms()
        finally:
            files.write(self.record.file())

    def _read(
        self,
        found: documents.Found,
        watch: Watch[bulk.Done[documents.Document, Look]],
        only: Collection[str] | None,
        label: str,
    ) -> None:
        forms = Forms()
        placer = Placer(self.record, forms)
        self.faults = forms.usable()[1]
        same_forms = self.record.forms == _hash_of_forms()
        asked = [
            document
            for document in found.documents()
            if (only is None or str(document) in only) and not _is_made_here(document.path)
        ]
        waiting = [each for each in asked if not (same_forms and self._is_known(each))]
        jobs = bulk.jobs_for(len(waiting), self.jobs)
        work = partial(intake.look, forms, self.given)
        for number, done in enumerate(watch(bulk.spread(work, waiting, jobs), len(waiting), label), 1):
            self._take(done, placer)
            if number % _OFTEN == 0:
                files.write(self.record.file())

    def _is_known(self, document: documents.Document) -> bool:
        """Whether a document was taken up whole before and is as it was; then it has its row."""
        known = self.record.documents.get(str(document))
        try:
            if known is None or not known.whole or digest(files.read(document.path)) != known.bytes:
                return False
        except Unable:
            return False
        if not all(Path(table.spec).exists() for table in known.tables):
            return False
        placed = tuple((State.TWIN if t.twin else State.SAME, t.spec, t.twin) for t in known.tables)
        self.rows[str(document)] = Row(str(document), LOSSLESS, "", (), (), placed, known.guessed, None)
        self.skipped += 1
        return True

    def _take(self, done: bulk.Done[documents.Document, Look], placer: Placer) -> None:
        """Put the tables of a document in their places."""
        look = next(iter(done.results), None) or (
            intake.lost(done.item, done.lost) if done.lost else intake.refused(done.item, done.refusal)
        )
        placed: Sequence[Placed] = ()
        state, reason = look.state, look.reason
        for put in bulk.run(placer.place, [look] if look.tables else [], lambda each: each.name):
            placed = next(iter(put.results), ())
            state, reason = (UNWRITTEN, put.refusal) if put.refusal else (state, reason)
        self.rows[look.name] = Row(
            look.name,
            state,
            reason,
            look.problems,
            look.near,
            tuple((each.state, each.path, each.other) for each in placed),
            look.guessed,
            look.layout if not look.tables else None,
        )

    def _groups(self, asked: Collection[str]) -> list[list[str]]:
        """The documents of each layout that no form reads, a layout that is only nearly a form's when several have it; those that
        were asked about aside, in this run or before."""
        plain, nearly = Layouts(), Layouts()
        for row in self.rows.values():
            known = self.record.documents.get(row.name)
            if row.layout and row.name not in asked and not (known and known.drafted):
                (nearly if row.near else plain).add(row.name, row.layout)
        several = [group for group in nearly.groups() if group.count >= _SEVERAL]
        return [group.files for group in (*plain.groups(), *several)]

    def _draft(self, names: Sequence[str]) -> None:
        """Draft a form for the documents of a layout; what breaks is told of it, and the others go on."""
        known = Forms().names
        for done in bulk.run(lambda group: drafting.draft_form(group, known), [names], lambda group: group[0]):
            drafted = next(iter(done.results), Drafted(tuple(names), refusal=done.refusal))
            if drafted.draft is None:
                self.left.append(drafted)
                continue
            self.drafted.append(drafted)
            self.record.drafts[drafted.name] = drafted.draft
            for name in drafted.files:
                self.record.documents.setdefault(name, taken.Document("")).drafted = drafted.name
            files.write(self.record.file())

    def _told_before(self) -> Iterator[Drafted]:
        """The documents that a form was drafted of in a run before, and that no form reads now."""
        now = {each.name for each in self.drafted}
        names: dict[str, list[str]] = {}
        for row in self.rows.values():
            known = self.record.documents.get(row.name)
            if row.layout and known and known.drafted and known.drafted not in now:
                names.setdefault(known.drafted, []).append(row.name)
        for form, files_ in names.items():
            template = drafting.TEMPLATES / f"{form}.docx"
            gone = f"照它们起草过的表样「{form}」已经删去，没有再起草"
            broken = f"照它们起草的表样「{form}」现在读不出它们：goalgen form check {typed(template)} 看哪里不对"
            yield Drafted(tuple(files_), refusal=broken if template.exists() else gone)


def _is_made_here(path: Path) -> bool:
    """Whether a Word file is a template or a book of this folder."""
    real = Path(os.path.realpath(path))
    return any(real.is_relative_to(os.path.realpath(folder)) for folder in ("templates", "build"))


def _hash_of_forms() -> str:
    """What decides how documents are read, as a hash: the forms of this folder, and the version of goalgen."""
    folders = [folder for folder in (drafting.TEMPLATES, drafting.SCHEMAS) if folder.is_dir()]
    paths = [path for folder in folders for path in sorted(folder.iterdir()) if path.is_file()]
    own = [path for path in paths if path.suffix == ".docx" or path.name.endswith(".schema.json")]
    told = [f"{path.as_posix()} {digest(files.read(path))}" for path in own if path.name != "goalgen.schema.json"]
    return digest("\n".join([__version__, *told]))
