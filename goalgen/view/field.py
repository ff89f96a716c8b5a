"""Things floor: one value as rules see it, with the place of every character, and a value that is in several cells as one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from goalgen.labels import shows_nothing
from goalgen.paths import SpecPath
from goalgen.problem import Where
from goalgen.spec.spelling import changed, place
from goalgen.text import Edit, Source, Span
from goalgen.value import TargetValue, ValueKind, operator_of, parse


@dataclass(slots=True, eq=False)
class Field:
    """One value: its exact text, what it means, and where it is written."""

    text: str
    meaning: str
    path: SpecPath
    source: Source
    span: Span | None
    """where it is written; None for what was read from Word"""
    cells: tuple[Cell, ...] = ()
    """the cells that the text is put together from, when they are several"""

    @property
    def label(self) -> str:
        """The key it stands under, as the form calls it."""
        return next((part for part in reversed(self.path) if isinstance(part, str)), "")

    @property
    def value(self) -> TargetValue:
        """The meaning under the text."""
        return parse(self.text)

    @property
    def is_blank(self) -> bool:
        """Whether nothing can be seen in the cell."""
        return shows_nothing(self.text)

    def find(self, piece: str, start: int = 0) -> tuple[int, int] | None:
        """Where a piece of text stands in the value."""
        at = self.text.find(piece, start)
        return (at, at + len(piece)) if at >= 0 else None

    def where(self, chars: tuple[int, int] | None = None) -> Where:
        """The place of the field, or of some of its characters: the cell of the value, and the others that they are in."""
        if chars and (cell := self._cell(*chars)):
            return cell.field.where(cell.chars(*chars))
        others = tuple(
            cell.field.where() for cell in self.cells if cell.field.path != self.path and cell.touches(chars)
        )
        chars = None if self.cells else chars
        span = self.span if self.span is None or chars is None else place(self.source, self.span, self.text, *chars)
        return Where(self.source.name, path=self.path, chars=chars, span=span, source=self.source, others=others)

    def replace(self, start: int, end: int, new: str) -> Edit:
        """The edit that changes just these characters of the value; of a value that is written nowhere, or of characters of
        several cells, an empty one."""
        if self.cells:
            cell = self._cell(start, end)
            return cell.field.replace(*cell.chars(start, end), new) if cell else Edit(Span(0, 0), "")
        return changed(self.source, self.span, self.text, start, end, new) if self.span else Edit(Span(0, 0), "")

    def rewrite(self, start: int, end: int, new: str) -> tuple[Edit, ...]:
        """The edits that put something in place of these characters: of several cells, into that of the value itself, and out
        of the others."""
        touched = [cell for cell in self.cells if cell.touches((start, end))]
        own = next((cell for cell in touched if cell.field.path == self.path), None)
        if len(touched) < 2 or own is None:
            return (self.replace(start, end, new),)
        parts = ((cell, cell.chars(max(start, cell.start), min(end, cell.end))) for cell in touched)
        return tuple(cell.field.replace(*chars, new if cell is own else "") for cell, chars in parts)

    def written_in(self, start: int, end: int, new: str) -> str:
        """What the cell of some characters says when they are changed: all of the value where it is in one cell."""
        cell = self._cell(start, end)
        text, (start, end) = (cell.field.text, cell.chars(start, end)) if cell else (self.text, (start, end))
        return f"{text[:start]}{new}{text[end:]}".strip()

    def _cell(self, start: int, end: int) -> Cell | None:
        """The cell that some characters are in, None when that is not one of several."""
        return next((cell for cell in self.cells if cell.start <= start and end <= cell.end), None)


class Cell(NamedTuple):
    """A cell whose text is a part of a value: characters `start` to `end` of the value, from `begin` on in the cell."""

    field: Field
    start: int
    end: int
    begin: int

    def chars(self, start: int, end: int) -> tuple[int, int]:
        """Which characters of the cell these are."""
        return start - self.start + self.begin, end - self.start + self.begin

    def touches(self, chars: tuple[int, int] | None) -> bool:
        """Whether some characters of the value, None being all, have any in this cell."""
        return chars is None or (self.start < chars[1] and chars[0] < self.end)


def put_together(target: Field, nature: Field | None, unit: Field | None) -> Field:
    """A value whose sign and unit stand in columns of their own, as one; each of them only where the value has none itself."""
    own = parse(target.text)
    is_number = own.kind is ValueKind.NUMBER
    signed = nature is not None and (is_number or own.kind is ValueKind.DATE) and not own.operator
    before = nature if nature is not None and signed and operator_of(nature.text.strip()) else None
    bare = is_number and own.unit in ("", *_SCALES)
    after = unit if unit is not None and bare and _UNIT.search(unit.text) and unit.text.strip() != own.unit else None
    parts = [field for field in (before, target, after) if field is not None]
    if len(parts) == 1:
        return target
    cells, text = [], ""
    for part in parts:
        piece = part.text.strip()
        cells.append(Cell(part, len(text), len(text) + len(piece), len(part.text) - len(part.text.lstrip())))
        text += piece
    return replace(target, text=text, cells=tuple(cells))


_SCALES = ("百", "千", "万", "亿")
_UNIT = re.compile(r"[^\W\d_]|[%％‰℃]")
"""What tells a unit from a dash that stands for none."""
