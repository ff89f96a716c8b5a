"""Things floor: documents of no known form that share one layout, and can be drafted together.

A layout is told by the shapes of the rows, one after the other, lists drawn together, and by texts that the documents
have in common: of two filled documents those are the labels. Nothing is known of what is a label and what is a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import groupby
from typing import NamedTuple

from goalgen.docx import Block, Row
from goalgen.labels import normalise_label

SHOWN = 20
"""So many documents of a layout are kept to be named: more than enough to draft from."""
LAYOUTS = 1_000
"""So many layouts are told apart."""
_LONG = 30
"""A longer text is no label."""
_ALIKE = 0.2
"""Documents of one layout share at least this part of the texts of either: their labels, which are fewer than all texts."""


class Layout(NamedTuple):
    """How a document is laid out: the shapes of its rows, and the short texts in its cells."""

    shapes: str
    texts: frozenset[str]


def layout_of(blocks: Iterable[Block]) -> Layout | None:
    """The layout of a document; None when it has no table."""
    rows = [block for block in blocks if isinstance(block, Row)]
    if not rows:
        return None
    shapes = [(row.table, tuple((cell.column, cell.span) for cell in row.cells)) for row in rows]
    said = repr([shape for shape, _ in groupby(shapes)])
    texts = {normalise_label(cell.text) for row in rows for cell in row.cells if len(cell.text) <= _LONG}
    return Layout(blake2b(said.encode(), digest_size=8).hexdigest(), frozenset(texts - {""}))


@dataclass
class Group:
    """Documents of one layout: how many, and the first of them."""

    shared: frozenset[str]
    """the texts that all of them have"""
    files: list[str] = field(default_factory=list)
    count: int = 0


@dataclass
class Layouts:
    """The layouts that were met, document by document; what is kept does not grow with the documents."""

    count: int = 0
    """how many documents there are"""
    ungrouped: int = 0
    """documents that are of yet other layouts, when there were too many to tell them apart"""
    _groups: dict[str, list[Group]] = field(default_factory=dict)
    _kept: int = 0

    def add(self, name: str, layout: Layout) -> None:
        """Count one more document."""
        self.count += 1
        groups = self._groups.setdefault(layout.shapes, [])
        group = next((each for each in groups if _alike(each.shared, layout.texts)), None)
        if group is None and self._kept == LAYOUTS:
            self.ungrouped += 1
            return
        if group is None:
            group = Group(layout.texts)
            groups.append(group)
            self._kept += 1
        group.shared &= layout.texts
        group.count += 1
        if len(group.files) < SHOWN:
            group.files.append(name)

    def groups(self) -> Sequence[Group]:
        """The layouts, that of most documents first."""
        return sorted((each for groups in self._groups.values() for each in groups), key=lambda one: -one.count)


def _alike(one: frozenset[str], two: frozenset[str]) -> bool:
    smaller = min(len(one), len(two))
    return len(one & two) >= _ALIKE * smaller if smaller else len(one) == len(two)
