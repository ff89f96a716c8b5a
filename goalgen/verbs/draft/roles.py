"""Verbs floor, `draft`: which cell is a label and which a value, outside of lists.

Three steps, each row by row from the top. A row of names over a row that is none heads its columns. A block whose columns
are headed by who and whose rows are headed by what is transposed. Any other row is read as a person reads it, from left to
right: a label, then its value; or values under a row of labels. There each cell has a score for what it may be, each pair of
neighbours one for what may follow what, and the best row wins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from goalgen.docx import Cell
from goalgen.docx import names as n
from goalgen.labels import normalise_label
from goalgen.verbs.draft.evidence import (
    Looks,
    inline_score,
    is_filled,
    is_name,
    is_note,
    is_transposed,
    kind,
    looks,
    years,
)
from goalgen.verbs.draft.lists import are_names
from goalgen.verbs.draft.spots import Role, Spot, Table
from goalgen.verbs.draft.words import is_label_like, meaning, pieces

_DASH = re.compile(r"[\s—\-－–/／]*[—\-－–/／][\s—\-－–/／]*")
_COLONS = (":", "：")
_WORDS = re.compile(r"[^\W\d_]")
_MOST_ROWS = 200
"""A block whose columns are headed by bodies has a row for each of its fields, and no more."""
_SENTENCE = re.compile(r"[。；;！]")


def assign(table: Table, *, seen_label: bool = False) -> None:
    """Give every spot its role, from the first row to the last; a title is not looked for where labels were seen already."""
    covered = {id(spot.cell.origin) for line in table.lines for spot in line if spot.cell.origin is not None}
    for line in table.lines:
        for spot in line:
            spot.tall = id(spot.cell) in covered
    turned = _transposed(table)
    for index, line in enumerate(table.lines):
        own = [spot for spot in line if spot.cell.origin is None]
        for spot in line:
            spot.group = _group(line, spot, table.lines[:index])
            spot.header = _column_header(table, index, spot) if len(line) > 1 else None
        if index in table.listed:
            for spot in own:
                spot.role = Role.LABEL if index in table.heads else Role.VALUE
        elif len(line) == 1:
            for spot in own:
                above = table.lines[index - 1] if index else []
                below = table.lines[index + 1] if index + 1 < len(table.lines) else []
                _single(spot, above, below, first=not seen_label)
            seen_label = seen_label or line[0].role in (Role.LABEL, Role.INLINE)
            continue
        elif index in turned:
            _turn(line, head=index - 1 not in turned)
        elif _heads_columns(table, index):
            for spot in own:
                spot.role = Role.LABEL if spot.text.strip() else Role.STATIC
        else:
            heads = _heads_a_group(table, index)
            scores = [
                _scores(
                    spot,
                    heads,
                    _side(table, index, spot, after),
                    last=after is None or after.text.rstrip().endswith(_COLONS),
                )
                for spot, after in zip(own, [*own[1:], None], strict=True)
            ]
            if len(own) == 1 and _ends_group(table, index) and not own[0].text.rstrip().endswith(_COLONS):
                del scores[0][Role.LABEL]
            _line(own, scores, bool(line and line[0].cell.origin is not None))
            _leave_blank(own, [head for number in table.heads for head in table.lines[number]])
        seen_label = True


def _leave_blank(own: Sequence[Spot], heads: Sequence[Spot]) -> None:
    """A row below a list that holds nothing in any document is room that was left, and no value under the list's heads."""
    if not any(text.strip() for spot in own for text in spot.texts):
        for spot in own:
            spot.role = Role.STATIC if spot.header in heads else spot.role


def _ends_group(table: Table, index: int) -> bool:
    """Whether a row is the last beside the label that is merged down into it: nothing stands under what it says."""
    merged = table.lines[index][0].cell.origin
    below = table.lines[index + 1] if index + 1 < len(table.lines) else []
    return merged is not None and not (below and below[0].cell.origin is merged)


def _group(line: Sequence[Spot], spot: Spot, above: Sequence[Sequence[Spot]]) -> Spot | None:
    """The nearest label to the left that is merged down into or from this row."""
    for other in reversed(line[: line.index(spot)]):
        if other.cell.origin is not None:
            return next((s for row in reversed(above) for s in row if s.cell is other.cell.origin), None)
        if other.tall and other is line[0]:
            return other
    return None


def _column_header(table: Table, index: int, spot: Spot) -> Spot | None:
    """Up through values of the same column to a label at the head of it, in the block beside the same merged label."""
    block = _block(table.lines[index])
    for line in reversed(table.lines[:index]):
        if block is not None and _block(line) not in (None, block):
            return None
        found = _at(line, spot)
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


def _block(line: Sequence[Spot]) -> Cell | None:
    """The label at the left of a row that is merged down over several."""
    head = line[0] if line else None
    return None if head is None else head.cell.origin or (head.cell if head.tall else None)


def _at(line: Sequence[Spot], spot: Spot) -> Spot | None:
    """What stands in a row in the columns of a spot."""
    return next((other for other in line if other.place == spot.place), None)


def _heads_columns(table: Table, index: int) -> bool:
    """Whether a row reads like the head of the row below: the same columns, names over what is none.

    A label beside them that is merged down, and a blank corner over the labels of rows, are not asked.
    """
    line, below = table.lines[index], table.lines[index + 1] if index + 1 < len(table.lines) else []
    names = [spot for spot in line if spot.cell.origin is None and not (spot.tall and spot is line[0])]
    while names and not names[0].text.strip():
        names = names[1:]
    under = [other for name in names if (other := _at(below, name)) is not None and other.cell.origin is None]
    block = len(under) == len(names) > 2 and _block(line) is not None and all(kind(s.text) == "figure" for s in under)
    short = block and all(looks(spot.text) >= Looks.SHORT for spot in names)
    yearly = years([spot.text for spot in names])
    said = [spot.text for spot in names if spot.text not in yearly]
    if len(names) < 2 or not (short or are_names(said) or (yearly and all(map(is_name, said)))):
        return False
    if len(below) > len(line) and all(is_name(spot.text) for spot in names):
        return _heads_columns(table, index + 1)
    if len(under) < len(names):
        return False
    plain = len(under) > 2 and all(kind(spot.text) in ("", "figure") for spot in under[1:])  # after the label of a row
    filled = [spot.text for spot in under[plain:] if spot.text.strip()]
    twice = len({normalise_label(spot.text) for spot in names}) < len(names)  # two halves, each with labels of its rows
    return sum(map(is_name, filled)) * 2 < (len(under) + 1 if twice else len(filled)) or not filled


def _labels_rows(table: Table, index: int, spot: Spot) -> bool:
    """Whether a column under a head holds the labels of its rows: texts, all different, with figures or nothing beside them."""
    line = table.lines[index]
    place = line.index(spot)
    if spot.header is None or place + 1 >= len(line):
        return False
    column = [
        (found, beside)
        for other in table.lines
        if (found := _at(other, spot)) is not None
        and (beside := _at(other, line[place + 1])) is not None
        and found.row.number > spot.header.row.number
        and found.cell.origin is None
    ]
    texts = [found.text for found, _ in column]
    if not len(set(texts)) == len(texts) > 1 or not all(text.strip() and not is_filled(text) for text in texts):
        return False
    if any(beside.differs for _, beside in column):
        return not any(found.differs for found, _ in column)
    figures = all(kind(beside.text) in ("", "figure") for _, beside in column)
    return figures and (any(beside.text.strip() for _, beside in column) or any(map(is_name, texts)))


def _side(table: Table, index: int, spot: Spot, after: Spot | None) -> float:
    """What the rows around say: above 0 that labels stand here, below that values do."""
    if _labels_rows(table, index, spot) or _repeats(spot, after):
        return 6.0
    line = table.lines[index]
    place = line.index(spot)
    around = [table.lines[number] for number in (index - 1, index + 1) if 0 <= number < len(table.lines)]
    alike = [other for other in around if [s.place for s in other] == [s.place for s in line]]
    values = place and alike and all(is_name(each[place - 1].text) and not is_name(each[place].text) for each in alike)
    beside = line[place - 1]
    return -7.0 if values and spot.text.strip() and is_name(beside.text) and not beside.tall else 0.0


def _repeats(spot: Spot, after: Spot | None) -> bool:
    """Whether all documents say the same here, and not the same after it."""
    return after is not None and after.differs and not spot.differs and bool(spot.text.strip())


def _heads_a_group(table: Table, index: int) -> bool:
    """Whether a row looks like the head of the row below: the same cells, all filled with short texts, over longer ones or blanks."""
    line, below = table.lines[index], table.lines[index + 1] if index + 1 < len(table.lines) else []
    if len(line) != len(below) or len(line) < 2 or index + 1 in table.listed:
        return False
    if [spot.place for spot in line] != [spot.place for spot in below]:
        return False
    pairs = [(one, two) for one, two in zip(line, below, strict=True) if two.cell.origin is None]
    if len(pairs) == len(line) and len(pairs) < 3:
        return False
    if not all(one.text.strip() and is_label_like(one.text) for one, _ in pairs):
        return False
    return all(not two.text.strip() or len(two.text) > 2 * len(one.text) for one, two in pairs)


def _transposed(table: Table) -> set[int]:
    """The rows of a block whose first column names what and whose first row names who: 甲村, 乙村, …

    There a row holds values of one kind and a column does not, or the heads of the columns are bodies.
    """
    found: set[int] = set()
    places = [[spot.place for spot in line] for line in table.lines]
    ends: dict[int, int] = {}
    """where the rows with the same cells as each end"""
    for index in reversed(range(len(places))):
        ends[index] = ends[index + 1] if places[index : index + 1] == places[index + 1 : index + 2] else index + 1
    for index, line in enumerate(table.lines):
        if len(line) < 3 or not 3 <= ends[index] - index <= _MOST_ROWS:
            continue
        rows = range(index, ends[index])
        block = found.isdisjoint(rows) and table.listed.isdisjoint(rows)
        if block and is_transposed([[spot.text for spot in table.lines[row]] for row in rows]):
            found.update(rows)
    return found


def _turn(line: Sequence[Spot], *, head: bool) -> None:
    """A row of a transposed block: what it says stands first, whom it is of above; both rows and columns are of values."""
    for place, spot in enumerate(line):
        spot.transposed, spot.header = True, None
        if spot.cell.origin is None:
            spot.role = Role.VALUE if place else Role.LABEL if spot.text.strip() else Role.STATIC
            spot.left = line[0] if place and not head else None


def _single(spot: Spot, above: Sequence[Spot], below: Sequence[Spot], *, first: bool) -> None:
    """A row of one cell: a title, a heading, the value under a heading, a line of labels and values, a note."""
    same = len(above) == 1 and above[0].place == spot.place
    under = below[0].text.strip() if len(below) == 1 and below[0].place == spot.place else None
    after = same and above[0].role is Role.VALUE and looks(spot.text) is Looks.SHORT
    found = pieces(spot.text)
    whole = len(found) == 1 and meaning(found[0].label) and spot.text.strip().startswith(found[0].label)
    short = [p for p in found if len(spot.text[p.start : p.end]) <= 20 and not _SENTENCE.search(spot.text)]
    if found and is_note(found[0].label) and not spot.differs:
        spot.role = Role.STATIC
    elif same and above[0].role is Role.LABEL and not is_name(spot.text):
        spot.role, spot.header, spot.margin = Role.VALUE, above[0], 3.0
    elif not first and (is_name(spot.text) or (after and under is not None and len(under) > len(spot.text))):
        spot.role = Role.LABEL
    elif whole or (short and len(short) == len(found) and (len(found) > 1 or any(is_name(p.label) for p in found))):
        spot.role = Role.INLINE


_FOLLOW: Mapping[tuple[str, str], float] = {
    ("start", "label"): 1, ("start", "value"): -1.5, ("group", "inline"): 1,
    ("label", "value"): 3, ("label", "inline"): -1, ("value", "label"): 1, ("value", "value"): -1.5,
    ("inline", "inline"): 1, ("inline", "value"): -2, ("label", "end"): -1.5,
}  # fmt: skip


def _line(own: Sequence[Spot], unary: Sequence[Mapping[Role, float]], grouped: bool) -> None:
    """The best roles for the cells of one row, and by how much each of them is better than the other."""
    if not own:
        return
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
        alone = spot.left is not None and spot.header is None
        return _DASH.fullmatch(spot.text) is not None and not spot.differs and not alone
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


_AS_LABEL: Mapping[Looks, float] = {Looks.FILLED: -4.0, Looks.OPEN: -2.0, Looks.SHORT: 1.0, Looks.NAME: 2.5}


def _scores(spot: Spot, heads: bool, side: float, *, last: bool) -> dict[Role, float]:
    """What a cell by itself may be."""
    text = spot.text.strip()
    known = meaning(text) is not None
    seen = looks(text)
    label = 6.0 if known else _AS_LABEL[seen]
    label += 1.0 * text.endswith(_COLONS) + 3.0 * heads + 0.5 * _emphasised(spot.cell)
    label += 3.0 * (spot.tall and bool(text) and spot.cell.column == 1) + side
    label -= (
        4.0 * (not _WORDS.search(text))
        + 9.0 * bool(_DASH.fullmatch(text))
        + 3.0 * bool(_SENTENCE.search(text))
        + 4.0 * (len(text) > 24)
        + 5.0 * (not text)
    )
    value = -4.0 * known + 2.0 * (not text) + 1.0 * bool(re.search(r"\d", text)) + 2.0 * (len(text) > 20)
    value += 2.0 * (seen is Looks.FILLED) - 1.0 * (seen is Looks.NAME and not known)
    if spot.header is not None and not known and side <= 0:
        value, label = value + 3.0, label - 3.0
    if len(spot.texts) > 1:
        label += -10.0 if spot.differs else min(1.0, 0.25 * len(spot.texts)) * bool(text)
    return {Role.LABEL: label, Role.VALUE: value, Role.INLINE: inline_score(text, last=last)}


def _emphasised(cell: Cell) -> bool:
    """Bold type, or a shaded cell."""
    shade = cell.node.find(f"{n.TC_PR}/{n.W}shd")
    shaded = shade is not None and shade.get(f"{n.W}fill", "auto") not in ("auto", "FFFFFF")
    runs = list(cell.node.iter(n.R_))
    return shaded or (bool(runs) and all(run.find(f"{n.R_PR}/{n.W}b") is not None for run in runs))
