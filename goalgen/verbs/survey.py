"""Verbs floor: what a whole archive holds: how much of it can be read, and in how many ways the rest departs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

LOSSLESS, RESIDUE, NEAR, NONE, UNREADABLE = "无损", "有未识别的文字", "接近表样", "没有已知的表", "打不开"
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
class Survey:
    """An archive: its documents, and the near misses grouped by their first difference, the most frequent first."""

    documents: list[Surveyed] = field(default_factory=list)
    departures: list[Departure] = field(default_factory=list)

    def states(self) -> dict[str, int]:
        """How many documents are in which state."""
        counts = Counter(document.state for document in self.documents)
        return {state: counts[state] for state in STATES}

    def forms(self) -> dict[str, int]:
        """How many tables there are of each form."""
        total: Counter[str] = Counter()
        for document in self.documents:
            total.update(document.forms)
        return dict(total.most_common())


def survey(documents: Iterable[Surveyed]) -> Survey:
    """Sum up documents, one by one as they come."""
    result = Survey()
    groups: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for document in documents:
        result.documents.append(document)
        for form, departure, cell in document.near:
            groups.setdefault((form, departure), []).append((document.name, cell))
    for (form, departure), places in groups.items():
        file, cell = places[0]
        result.departures.append(Departure(form, departure, file, cell, len(places), len({name for name, _ in places})))
    result.departures.sort(key=lambda one: (-one.tables, one.form, one.departure))
    return result
