"""Verbs floor: what a whole archive holds: how much of it can be read, and in how many ways the rest departs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from goalgen.layouts import Layout, Layouts

LOSSLESS, RESIDUE, NEAR, NONE, UNREADABLE = "无损", "有未识别的文字", "接近表样", "没有已知的表", "打不开"
EXAMPLES = 20
"""So many documents of each state are kept to be named."""
KINDS = 10_000
"""So many ways to depart are told apart: in an archive each table may depart in its own."""
STATES = (LOSSLESS, RESIDUE, NEAR, NONE, UNREADABLE)


class Near(NamedTuple):
    """A table that departs from a form: from which, how, and where."""

    form: str
    departure: str
    cell: str


class Surveyed(NamedTuple):
    """One document: its tables, those of known forms, what departs, and how much somebody has to look at.

    `reason` says why there is nothing of a known form, or (`broken` is set) why it could not be opened.
    """

    name: str
    tables: int = 0
    forms: Mapping[str, int] = MappingProxyType({})
    residue: int = 0
    hidden: int = 0
    near: tuple[Near, ...] = ()
    producer: str = ""
    reason: str = ""
    broken: bool = False
    layout: Layout | None = None
    """how it is laid out, when it has tables and none of them is, or nearly is, of a known form"""

    @property
    def state(self) -> str:
        """What became of it."""
        if self.broken:
            return UNREADABLE
        return NEAR if self.near else RESIDUE if self.residue else LOSSLESS if self.forms else NONE


class Departure(NamedTuple):
    """Tables that depart from a form in the same way, where the first of them stands, and how many there are."""

    form: str
    departure: str
    file: str
    cell: str
    tables: int
    files: int


@dataclass
class _Kind:
    """Tables that depart in one way: where the first of them stands, and how many there are, in how many files."""

    file: str
    cell: str
    tables: int = 0
    files: int = 0
    last: str = ""
    """the file that was counted last"""


@dataclass
class Survey:
    """An archive in numbers, document by document; what is kept does not grow with it."""

    count: int = 0
    tables: int = 0
    hidden: int = 0
    """documents with something hidden"""
    by_wps: int = 0
    known: Counter[str] = field(default_factory=Counter)
    """tables of each form"""
    found: Counter[str] = field(default_factory=Counter)
    """documents in each state"""
    examples: dict[str, list[Surveyed]] = field(default_factory=dict)
    """the first documents of each state, those aside of which a form can be drafted"""
    documents: list[Surveyed] = field(default_factory=list)
    """all of them, for whoever asked for all"""
    ungrouped: int = 0
    """tables that depart in yet other ways, when there were too many to tell them apart"""
    layouts: Layouts = field(default_factory=Layouts)
    """those of documents without a known form"""
    _kinds: dict[tuple[str, str], _Kind] = field(default_factory=dict)

    def add(self, document: Surveyed) -> None:
        """Count one more document."""
        self.count += 1
        self.tables += document.tables
        self.hidden += bool(document.hidden)
        self.by_wps += document.producer == "WPS"
        self.known.update(document.forms)
        self.found[document.state] += 1
        examples = self.examples.setdefault(document.state, [])
        if len(examples) < EXAMPLES and not document.layout:
            examples.append(document)
        if document.layout:
            self.layouts.add(document.name, document.layout)
        for form, departure, cell in document.near:
            if (form, departure) not in self._kinds and len(self._kinds) == KINDS:
                self.ungrouped += 1
                continue
            kind = self._kinds.setdefault((form, departure), _Kind(document.name, cell))
            kind.tables += 1
            kind.files += kind.last != document.name
            kind.last = document.name

    @property
    def departures(self) -> list[Departure]:
        """The near misses grouped by their first difference, the most frequent first."""
        found = [
            Departure(form, departure, kind.file, kind.cell, kind.tables, kind.files)
            for (form, departure), kind in self._kinds.items()
        ]
        return sorted(found, key=lambda one: (-one.tables, one.form, one.departure))

    def states(self) -> dict[str, int]:
        """How many documents are in which state."""
        return {state: self.found[state] for state in STATES}

    def forms(self) -> dict[str, int]:
        """How many tables there are of each form."""
        return dict(self.known.most_common())


def survey(documents: Iterable[Surveyed]) -> Survey:
    """Sum up documents, and keep them."""
    result = Survey()
    for document in documents:
        result.add(document)
        result.documents.append(document)
    return result
