"""Verbs floor, `draft`: the cells of the first document with what the others have in their place, and what each turned out to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from goalgen.docx import Cell, Row
from goalgen.labels import normalise_label
from goalgen.verbs.draft.words import meaning


class Role(StrEnum):
    """What a cell is."""

    LABEL = "label"
    VALUE = "value"
    INLINE = "inline"
    """labels with values inside"""
    STATIC = "static"
    """text that stays as it is: titles, notes, blank corners, cells that are merged away"""


@dataclass(eq=False)
class Spot:
    """A cell of the first document: its role, how sure that is, and its text in every document."""

    row: Row
    cell: Cell
    texts: tuple[str, ...]
    role: Role = Role.STATIC
    margin: float = 9.0
    header: Spot | None = None
    """the label at the head of its column, for a value under a row of labels"""
    left: Spot | None = None
    """the label before it"""
    group: Spot | None = None
    """the label at the left that is merged down over several rows"""
    tall: bool = False
    """it is merged down over the rows below"""
    transposed: bool = False
    """it stands in a block whose columns are headed by who, not by what"""

    @property
    def text(self) -> str:
        """Its text in the first document."""
        return self.texts[0]

    @property
    def place(self) -> tuple[int, int]:
        """Its column and how many it spans."""
        return self.cell.column, self.cell.span

    @property
    def differs(self) -> bool:
        """Whether the documents disagree."""
        return len({meaning(text) or normalise_label(text) for text in self.texts}) > 1


@dataclass
class Table:
    """The spots of one table, row by row; `listed` are the rows that belong to lists, `heads` those of them with the labels."""

    lines: list[list[Spot]] = field(default_factory=list)
    listed: set[int] = field(default_factory=set)
    heads: set[int] = field(default_factory=set)


def spots_of(rows: Sequence[Row], others: Sequence[Sequence[Row]]) -> list[list[Spot]]:
    """The spots of the first document's rows, each with the texts of the same cells of the others."""
    return [
        [
            Spot(row, cell, (cell.text, *(other.cells[place].text for other in aligned)))
            for place, cell in enumerate(row.cells)
        ]
        for row, *aligned in zip(rows, *others, strict=True)
    ]
