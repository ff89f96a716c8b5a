"""Verbs floor, `draft`: the measure of a draft: is what it builds, cell for cell, the document it came from?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import NamedTuple

from goalgen.docx import Address, Block, Cell, Paragraph, Row
from goalgen.labels import normalise_label
from goalgen.verbs.draft.lists import is_room, regions


class Comparison(NamedTuple):
    """How many cells and paragraphs are the same, and where the others are, with what stands there and what was built."""

    same: int
    different: list[tuple[Address, str, str]]


def compare(original: Sequence[Block], built: Sequence[Block], *, padding: bool = True) -> Comparison:
    """Compare texts and merges of tables cell by cell; a heading may be more than the document had, never less.

    A header typed again where a table was cut is layout, and so are blank rows of a list; so is, without `padding`, the white space of labels.
    """
    same = 0
    different: list[tuple[Address, str, str]] = []
    lists = regions(original)
    repeated = {id(row) for region in lists for row in region.repeated}
    repeated |= {id(row) for region in lists for row in region.body if is_room(region, row)}
    rows = [block for block in original if isinstance(block, Row) and id(block) not in repeated]
    built_rows = [block for block in built if isinstance(block, Row)]
    for one, two in zip_longest(rows, built_rows):
        count, found = _row(one, two, str if padding else normalise_label)
        same += count
        different += found
    left = [block.text for block in built if isinstance(block, Paragraph)]
    for block in original:
        if isinstance(block, Row) or not block.text.strip():
            continue
        if block.text in left:
            left = left[left.index(block.text) + 1 :]
            same += 1
        else:
            different.append((block.address(), _say(block.text), _say(None)))
    return Comparison(same, different)


def _row(one: Row | None, two: Row | None, read: Callable[[str], str]) -> tuple[int, list[tuple[Address, str, str]]]:
    if one is None or two is None:
        there = one or two
        assert there is not None
        return 0, [(there.address(), _all(one), _all(two))]
    pairs = list(zip_longest(one.cells, two.cells))
    wrong = [
        (one.address(a), _say(a.text if a else None), _say(b.text if b else None))
        for a, b in pairs
        if a is None or b is None or _what(a, read) != _what(b, read)
    ]
    return len(pairs) - len(wrong), wrong


def _what(cell: Cell, read: Callable[[str], str]) -> tuple[int, int, str, bool]:
    return cell.column, cell.span, read(cell.text), cell.origin is not None


def _all(row: Row | None) -> str:
    return _say(None if row is None else "｜".join(cell.text for cell in row.cells))


def _say(text: str | None) -> str:
    if text is None:
        return "没有"
    line = text.replace("\n", "⏎")
    return f"「{line[:24]}{'…' if len(line) > 24 else ''}」"
