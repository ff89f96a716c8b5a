"""Verbs floor, `draft`: which cell is a label and which a value, outside of lists.

A row is read as a person reads it, from left to right: a label, then its value; or values under a row of labels. Each
cell has a score for what it may be, each pair of neighbours one for what may follow what, and the best row wins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from goalgen.docx import Cell, Row
from goalgen.docx import names as n
from goalgen.labels import normalise_label
from goalgen.verbs.draft.words import is_label_like, meaning, pieces


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

    @property
    def text(self) -> str:
        """Its text in the first document."""
        return self.texts[0]

    @property
    def differs(self) -> bool:
        """Whether the documents disagree."""
        return len({meaning(text) or normalise_label(text) for text in self.texts}) > 1


@dataclass
class Table:
    """The spots of one table, row by row; `listed` are the rows that belong to lists."""

    lines: list[list[Spot]] = field(default_factory=list)
    listed: set[int] = field(default_factory=set)


_DASH = re.compile(r"[\s—\-－–/／]*[—\-－–/／][\s—\-－–/／]*")
_WORDS = re.compile(r"[^\W\d_]")
_SENTENCE = re.compile(r"[。；;！]")


def assign(table: Table) -> None:
    """Give every spot its role, from the first row to the last."""
    seen_label = False
    headers = _headers(table)
    for index, line in enumerate(table.lines):
        own = [spot for spot in line if spot.cell.origin is None]
        above = table.lines[index - 1] if index else []
        for spot in line:
            spot.group = _group(line, spot, table.lines[:index])
        if index in table.listed:
            for spot in own:
                spot.role = Role.VALUE if index not in headers else Role.LABEL
                spot.header = _column_header(table, index, spot)
            seen_label = True
        elif len(own) == 1 and len(line) == 1:
            _single(own[0], above, first=not seen_label)
            seen_label = seen_label or own[0].role in (Role.LABEL, Role.INLINE)
        else:
            for spot in own:
                spot.header = _column_header(table, index, spot)
            _line(own, _heads_a_group(table, index), bool(line and line[0].cell.origin is not None))
            seen_label = True


def _headers(table: Table) -> set[int]:
    """The rows of lists that hold only labels."""
    return {
        index
        for index in table.listed
        if all(meaning(s.text) or is_label_like(s.text) for s in table.lines[index] if s.cell.origin is None)
        and sum(meaning(spot.text) is not None for spot in table.lines[index]) >= 2
    }


def _group(line: Sequence[Spot], spot: Spot, above: Sequence[Sequence[Spot]]) -> Spot | None:
    """The nearest label to the left that is merged down into or from this row."""
    for other in reversed(line[: line.index(spot)]):
        if other.cell.origin is not None:
            return next((s for row in reversed(above) for s in row if s.cell is other.cell.origin), None)
    return None


def _column_header(table: Table, index: int, spot: Spot) -> Spot | None:
    """Up through values of the same column to a label at the head of it."""
    column = (spot.cell.column, spot.cell.span)
    for line in reversed(table.lines[:index]):
        found = next((s for s in line if (s.cell.column, s.cell.span) == column), None)
        if found is None:
            return None
        if found.cell.origin is not None:
            continue
        if found.role is Role.LABEL:
            own = [s for s in line if s.cell.origin is None]
            return found if own[-1].role is Role.LABEL else None
        if found.role is Role.INLINE:
            return None
        if found.header is not None and len(line) > 1:
            return found.header  # the way up from there is known
    return None


def _heads_a_group(table: Table, index: int) -> bool:
    """Whether a row looks like the head of the row below: the same cells, all filled with short texts, over longer ones or blanks."""
    line, below = table.lines[index], table.lines[index + 1] if index + 1 < len(table.lines) else []
    if len(line) != len(below) or len(line) < 2 or index in table.listed or index + 1 in table.listed:
        return False
    if [(s.cell.column, s.cell.span) for s in line] != [(s.cell.column, s.cell.span) for s in below]:
        return False
    pairs = [(one, two) for one, two in zip(line, below, strict=True) if two.cell.origin is None]
    if len(pairs) == len(line) and len(pairs) < 3:
        return False
    if not all(one.text.strip() and is_label_like(one.text) for one, _ in pairs):
        return False
    return all(not two.text.strip() or len(two.text) > 2 * len(one.text) for one, two in pairs)


def _single(spot: Spot, above: Sequence[Spot], *, first: bool) -> None:
    """A row of one cell: a title, a heading, the value under a heading, a line of labels and values, a note."""
    same = len(above) == 1 and (above[0].cell.column, above[0].cell.span) == (spot.cell.column, spot.cell.span)
    found = pieces(spot.text)
    whole = len(found) == 1 and meaning(found[0].label) and spot.text.strip().startswith(found[0].label)
    short = [p for p in found if len(spot.text[p.start : p.end]) <= 20 and not _SENTENCE.search(spot.text)]
    if same and above[0].role is Role.LABEL and not meaning(spot.text):
        spot.role, spot.header, spot.margin = Role.VALUE, above[0], 3.0
    elif meaning(spot.text) and not first:
        spot.role = Role.LABEL
    elif whole or (short and len(short) == len(found) and (len(found) > 1 or any(meaning(p.label) for p in found))):
        spot.role = Role.INLINE


_FOLLOW: Mapping[tuple[str, str], float] = {
    ("start", "label"): 1, ("start", "value"): -1.5, ("group", "inline"): 1,
    ("label", "value"): 3, ("label", "inline"): -1, ("value", "label"): 1, ("value", "value"): -1.5,
    ("inline", "inline"): 1, ("inline", "value"): -2, ("label", "end"): -1.5,
}  # fmt: skip


def _line(own: Sequence[Spot], heads: bool, grouped: bool) -> None:
    """The best roles for the cells of one row, and by how much each of them is better than the other."""
    if not own:
        return
    unary = [_scores(spot, heads) for spot in own]
    start = "group" if grouped else "start"
    best = _best(unary, own, start)
    chosen = _total(best, unary, own, start)
    for index, (spot, role) in enumerate(zip(own, best, strict=True)):
        spot.role = role
        rivals = [dict(scores) for scores in unary]
        del rivals[index][role]
        spot.margin = chosen - _total(_best(rivals, own, start), rivals, own, start)
    for before, spot in pairwise(own):
        spot.left = before if before.role is Role.LABEL else None
    for spot in own:
        if spot.role is Role.VALUE and _is_corner(spot, own):
            spot.role = Role.STATIC


def _is_corner(spot: Spot, own: Sequence[Spot]) -> bool:
    """Blank or a dash where no label says what would stand there."""
    if spot.text.strip():
        return _DASH.fullmatch(spot.text) is not None and not spot.differs
    last = own[-1]
    if last.role is Role.LABEL and spot is not last and not spot.header and not spot.differs:
        return True
    return not (spot.left or spot.header) and not spot.differs


def _best(unary: Sequence[Mapping[Role, float]], own: Sequence[Spot], start: str) -> list[Role]:
    """Viterbi's way through a row."""
    paths: dict[str, tuple[float, list[Role]]] = {start: (0.0, [])}
    for scores, spot in zip(unary, own, strict=True):
        paths = {
            role: max(
                ((total + _follow(last, role, spot) + score, [*way, role]) for last, (total, way) in paths.items()),
                key=lambda path: path[0],
            )
            for role, score in scores.items()
        }
    return max(((total + _FOLLOW.get((last, "end"), 0), way) for last, (total, way) in paths.items()))[1]


def _follow(last: str, role: str, spot: Spot) -> float:
    if (last, role) == ("value", "value") and spot.header is not None:
        return 0.0
    return _FOLLOW.get((str(last), str(role)), 0.0)


def _total(way: Sequence[Role], unary: Sequence[Mapping[Role, float]], own: Sequence[Spot], start: str) -> float:
    steps = zip([start, *way], way, own, strict=False)
    return (
        sum(_follow(last, role, spot) for last, role, spot in steps)
        + sum(scores[role] for scores, role in zip(unary, way, strict=True))
        + _FOLLOW.get((way[-1], "end"), 0)
    )


def _scores(spot: Spot, heads: bool) -> dict[Role, float]:
    """What a cell by itself may be."""
    text = spot.text.strip()
    known = meaning(text) is not None
    label = 6.0 if known else 1.0 if is_label_like(text) else -2.0
    label += 1.0 * text.endswith((":", "：")) + 3.0 * heads + 0.5 * _emphasised(spot.cell)
    label -= (
        4.0 * (not _WORDS.search(text))
        + 9.0 * bool(_DASH.fullmatch(text))
        + 3.0 * bool(_SENTENCE.search(text))
        + 4.0 * (len(text) > 24)
        + 5.0 * (not text)
    )
    value = -4.0 * known + 2.0 * (not text) + 1.0 * bool(re.search(r"\d", text)) + 2.0 * (len(text) > 20)
    value += 3.0 * (spot.header is not None and not known)
    label -= 3.0 * (spot.header is not None and not known)
    if len(spot.texts) > 1:
        label += -10.0 if spot.differs else min(1.0, 0.25 * len(spot.texts)) * bool(text)
    return {Role.LABEL: label, Role.VALUE: value, Role.INLINE: _inline_score(text)}


def _inline_score(text: str) -> float:
    found = pieces(text)
    if not found or "\n" in text or not text.startswith(found[0].label[:1]):
        return -9.0
    filled = any(text[piece.start : piece.end].strip() for piece in found)
    if meaning(found[0].label):
        return 8.0 if filled else 2.5
    return -1.0 if filled and len(text) < 30 else -4.0


def _emphasised(cell: Cell) -> bool:
    """Bold type, or a shaded cell."""
    shade = cell.node.find(f"{n.TC_PR}/{n.W}shd")
    shaded = shade is not None and shade.get(f"{n.W}fill", "auto") not in ("auto", "FFFFFF")
    runs = list(cell.node.iter(n.R_))
    return shaded or (bool(runs) and all(run.find(f"{n.R_PR}/{n.W}b") is not None for run in runs))


def spots_of(rows: Sequence[Row], others: Sequence[Sequence[Row]]) -> list[list[Spot]]:
    """The spots of the first document's rows, each with the texts of the same cells of the others."""
    return [
        [
            Spot(row, cell, (cell.text, *(other.cells[place].text for other in aligned)))
            for place, cell in enumerate(row.cells)
        ]
        for row, *aligned in zip(rows, *others, strict=True)
    ]
