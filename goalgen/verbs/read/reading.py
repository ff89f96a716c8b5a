"""Verbs floor: what reading a Word file gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from goalgen.docx import Address, Block
from goalgen.form import Form
from goalgen.form.find import Occurrence
from goalgen.form.liberties import Taken, liberties_taken
from goalgen.form.places import Place, read_places
from goalgen.layouts import Layout
from goalgen.ledger import Ledger
from goalgen.paths import SpecPath
from goalgen.problem import Problem


@dataclass(frozen=True, eq=False)
class ReadSpec:
    """One table that was read: its value, its form, and where each value stands in the document."""

    value: dict[str, Any]
    form: Form
    address: Address
    """where the table begins"""
    occurrence: Occurrence = field(repr=False)
    """what each block of it was found to be"""
    carried: int | None = None
    """which of the values that the document carries unseen is its own, from 0; None when it carries none for it"""

    @cached_property
    def places(self) -> Mapping[SpecPath, tuple[Place, ...]]:
        """Every place of each value, first the one that it was taken from."""
        return read_places(self.occurrence)

    @cached_property
    def addresses(self) -> Mapping[SpecPath, Address]:
        """The cell or paragraph that each value was taken from."""
        return {path: places[0].address for path, places in self.places.items()}

    @cached_property
    def notes(self) -> Sequence[Taken]:
        """The liberties of layout that it takes."""
        return tuple(liberties_taken(self.form.pattern, self.occurrence))


class Unread(NamedTuple):
    """A text of the document that no form claimed."""

    address: Address
    text: str


class NearMiss(NamedTuple):
    """A table that begins like a form and then departs: where, how, and what was read up to there."""

    form: Form
    cell: str
    departure: str
    value: dict[str, Any]


@dataclass(frozen=True, eq=False)
class Reading:
    """What reading gives."""

    name: str
    specs: Sequence[ReadSpec] = ()
    ledger: Ledger = field(default_factory=Ledger)
    problems: Sequence[Problem] = ()
    unread: Sequence[Unread] = ()
    near: Sequence[NearMiss] = ()
    tables: int = 0
    """how many tables the document holds"""
    producer: str = ""
    """what saved the document, where that matters"""
    blocks: Sequence[Block] = field(default=(), repr=False)
    """all that it shows, when it was to be traced"""
    layout: Layout | None = field(default=None, repr=False)
    """how it is laid out, when none of its tables is, or nearly is, of a known form"""
    noted: Sequence[Taken] | None = field(default=None, repr=False)
    """the liberties, where the specs do not know them"""

    @property
    def notes(self) -> Sequence[Taken]:
        """The liberties of layout that were met, and read all the same."""
        return [note for spec in self.specs for note in spec.notes] if self.noted is None else self.noted
