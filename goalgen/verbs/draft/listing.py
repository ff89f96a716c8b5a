"""Verbs floor, `draft`: what a list is called, what its columns are, and where it merges otherwise than its template will."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from goalgen.docx import Block, Paragraph, Row
from goalgen.labels import normalise_label
from goalgen.verbs.draft.evidence import is_name
from goalgen.verbs.draft.lists import Region, are_names, beyond, is_indicators, is_room
from goalgen.verbs.draft.spots import Role, Table
from goalgen.verbs.draft.wants import Want, covers, name_all, name_of
from goalgen.verbs.draft.words import bare_label, key_of, meaning, qualifier
from goalgen.verbs.draft.work import Work

LIST = "清单"
"""What is put to the name of a list that is called after its first column."""
BROKEN = "像是上面清单的行，清单在少一格的那一行断了：是的话，请在 Word 里把那一格补上，再起草"


def list_want(found: Sequence[Region], table: Table, base: Sequence[Block], work: Work) -> None:
    """The want of a list, with one for each column; `found` is the list in every document."""
    region = found[0]
    columns = _columns(found, table)
    merged = _merged(found, columns)
    named = _beside(region, table) or _caption(region, table) or _before(region, base)
    if not named and is_indicators(region.header[0]):
        named = name_of("indicators")
    whole = Want(named, [], region.body[0].address(), items=columns)
    whole.rows = [row for each in found for row in each.values()]
    if not named:
        telling = next((want for want in columns if is_name(want.label) and want.meaning != "number"), columns[0])
        whole.key = f"{telling.key}{LIST}"
    elif len(key_of(named)) == 1:
        whole.doubts.append("清单的名称只有一个字")
    if len(found) < 2 and whole.meaning is None and not are_names([want.label for want in columns]):
        whole.doubts.append("表头不像栏名，是从下面几行都是数字猜的")
    if _goes_on(region, work):
        work.lists[-1][1].doubts.append("下面另起的一张表像是它的续表")
        for each in (whole, *columns):
            each.doubts.append("像是上一个清单的续表（栏名相同，另起一张表）：是的话，请在 Word 里把两张表接起来再起草")
    whole.doubts += _lost(region, base, work)
    work.wants.append(whole)
    work.lists.append((region, whole, merged))
    _check_merges(region, merged, work)


MOST = 16
"""So many characters has a line that names a list."""
_LEVELS = {"level1", "level2", "total_level2"}


def _merged(found: Sequence[Region], columns: Sequence[Want]) -> list[bool]:
    """The columns that are merged down in a document, and the levels that another one may merge where these have no reason to."""
    result: list[bool] = []
    for place, (want, own) in enumerate(zip(columns, zip(*(one.merged() for one in found), strict=False), strict=True)):
        rows = [[row[: place + 1] for row in one.values()] for one in found]
        apart = all(above != below for each in rows for above, below in pairwise(each))
        result.append(any(own) or (want.meaning in _LEVELS and all(result) and apart))
    return result


def _goes_on(region: Region, work: Work) -> bool:
    """Whether a list has the head of the one before it, and begins a table of its own: a table that was cut in two."""
    if not work.lists:
        return False
    before = work.lists[-1][0]
    heads = [[normalise_label(cell.text) for cell in each.leaves(each.header[-1])] for each in (before, region)]
    first = region.header[0]
    return heads[0] == heads[1] and before.body[-1].table != first.table and first.number == 1


def _lost(region: Region, base: Sequence[Block], work: Work) -> list[str]:
    """What a person may take for rows of a list, or not: rows after a gap, rows that are crossed out, another table."""
    found: list[str] = []
    if beyond(region, [block for block in base if isinstance(block, Row)]):
        found.append("下面有一行少一格，清单到那里就断了")
    hidden = {(each.address.table, each.address.row) for each in work.hidden}
    if any(is_room(region, row) and (row.table, row.number) in hidden for row in region.body):
        found.append("有的行整行是划掉的或看不见的文字，没有当作清单的行")
    if region.body[-1].table != region.body[0].table:
        found.append("下面另起的表没有表头，当作它的续表，接在了一起")
    return found


def _columns(found: Sequence[Region], table: Table) -> list[Want]:
    """A want for each column of a list, with the values of all documents."""
    region = found[0]
    heads = [line for line in table.lines if any(line[0].row is row for row in region.header)]
    values = [row for each in found for row in each.values()]
    columns: list[Want] = []
    for place, cell in enumerate(region.leaves(region.body[0])):
        labels = [s for line in heads for s in line if covers(s.cell, cell.column) and s.text.strip()]
        own = labels[-1].text if labels else ""
        upper = labels[0].text if len(labels) > 1 else ""
        samples = list(dict.fromkeys(row[place] for row in values if place < len(row)))
        want = Want(own, samples, region.body[0].address(cell), meaning=meaning(own))
        want.contexts = (qualifier(own), upper, _above(region, table, cell.column))
        columns.append(want)
    name_all(columns, [])
    return columns


def _beside(region: Region, table: Table) -> str:
    """The label beside a list that is merged down over it."""
    outer = (spot.text for line in table.lines for spot in line if id(spot.cell) in region.outer)
    return next((text for text in outer if text.strip()), "")


def _before(region: Region, base: Sequence[Block]) -> str:
    """A short line directly before the table that a list begins."""
    index = next(index for index, block in enumerate(base) if block is region.header[0])
    lines = [block for block in base[:index] if isinstance(block, Row) or block.text.strip()]
    last = lines[-1] if lines else None
    if not isinstance(last, Paragraph) or len(lines) < 2:
        return ""
    return last.text if len(bare_label(last.text)) > 1 and _is_heading(last.text) else ""


def _above(region: Region, table: Table, column: int) -> str:
    """The label over a column in the nearest row above the list that has several."""
    top = next(index for index, line in enumerate(table.lines) if line[0].row is region.header[0])
    for line in reversed(table.lines[max(0, top - 5) : top]):
        labels = [spot for spot in line if spot.role is Role.LABEL and spot.cell.origin is None]
        if len(labels) > 1 and labels[-1] is line[-1]:
            return next((spot.text for spot in labels if covers(spot.cell, column)), "")
    return ""


def _caption(region: Region, table: Table) -> str:
    """A row of one short text directly above the list, and not the title of the table."""
    top = next(index for index, line in enumerate(table.lines) if line[0].row is region.header[0])
    above = table.lines[top - 1] if top else []
    if len(above) != 1 or above[0].role not in (Role.LABEL, Role.STATIC):
        return ""
    return above[0].text if above[0].role is Role.LABEL or (top > 1 and _is_heading(above[0].text)) else ""


def _is_heading(text: str) -> bool:
    return len(bare_label(text)) <= MOST and ":" not in bare_label(text) and text.strip()[-1:] not in ("", "。", "；")


def _check_merges(region: Region, merged: Sequence[bool], work: Work) -> None:
    """Say where the document merges otherwise than `|合并` will."""
    body = [row for row in region.body if not is_room(region, row)]
    rows, values = [region.leaves(row) for row in body], region.values()
    for number in range(1, len(rows)):
        same = True
        for place, merges in enumerate(merged):
            if not merges:
                continue
            same = same and values[number][place] == values[number - 1][place]
            if (rows[number][place].origin is not None) != same:
                at = body[number].address(rows[number][place])
                said = "没有合并，模板会合并" if same else "合并了，模板不会合并"
                work.doubt(at, f"这一格和上一格{'相同而' if same else '不同却'}{said}")
