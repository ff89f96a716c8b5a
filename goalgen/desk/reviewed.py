"""Desk floor: what is found in files, whether they are specs or Word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from goalgen.problem import Problem, Subject, Unjudged, Where

if TYPE_CHECKING:
    from goalgen.rules.copying import Texts


@dataclass(frozen=True)
class Own:
    """The own words of a project, and where they are: in a file of a book; in Word each at its place."""

    texts: Texts
    file: str
    book: str
    places: Mapping[str, Where] = field(default_factory=dict)

    @property
    def plain(self) -> list[object]:
        """As JSON, for a book of specs, whose places are found again in their files."""
        return [*self.texts, self.file, self.book]


@dataclass
class Reviewed:
    """What is wrong with files, the projects in them, what could not be judged of their forms, and the projects' own words."""

    problems: list[Problem] = field(default_factory=list)
    subjects: list[Subject] = field(default_factory=list)
    unjudged: list[Unjudged] = field(default_factory=list)
    owns: list[Own] = field(default_factory=list)

    def add(self, other: Reviewed) -> None:
        """Take in what was found of other files."""
        self.problems.extend(other.problems)
        self.subjects.extend(other.subjects)
        self.unjudged.extend(other.unjudged)
        self.owns.extend(other.owns)
