"""Verbs floor, `draft`: the tables of one project in a document, and the same tables of its other projects."""

from __future__ import annotations

from collections.abc import Sequence

from goalgen.docx import Block, Paragraph, Row
from goalgen.verbs.draft.lists import going_on
from goalgen.verbs.draft.words import meaning

_KNOWN = 3
"""A table with so many known labels is one of ours."""
_SHARED = 0.8
"""Tables that share so much of their known labels are the same table of two projects."""


def instances(blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks of each project, headings before and notes after the tables included."""
    labels: dict[int, set[str]] = {}
    for block in blocks:
        if isinstance(block, Row):
            found = labels.setdefault(block.table, set())
            found |= {m for cell in block.cells if (m := meaning(cell.text))}
    ours = [table for table, found in labels.items() if len(found) >= _KNOWN]
    for table in sorted(going_on(blocks)):
        ours = sorted({*ours, table}) if table - 1 in ours else ours
    if not ours:
        return [list(blocks)] if labels else []
    starts = [table for table in ours if _alike(labels[table], labels[ours[0]])]
    last = [max(t for t in ours if t < end) for end in [*starts[1:], ours[-1] + 1]]
    bounds = [_bounds(blocks, first, end) for first, end in zip(starts, last, strict=True)]
    if len(bounds) == 1 and len(ours) == len(labels):
        return [list(blocks)]
    lead = _heading(blocks, 0, bounds[0][0], 3)
    result = []
    for number, (start, end) in enumerate(bounds):
        heads = _heading(blocks, bounds[number - 1][1] if number else 0, start, lead)
        tail_end = bounds[number + 1][0] if number + 1 < len(bounds) else len(blocks)
        tail = _tail(blocks[end:tail_end], lead if number + 1 < len(bounds) else 0)
        result.append([*blocks[start - _reach(blocks, start, heads) : start], *blocks[start:end], *tail])
    return result


def _alike(one: set[str], two: set[str]) -> bool:
    return len(one & two) >= _SHARED * len(one | two)


def _bounds(blocks: Sequence[Block], first: int, last: int) -> tuple[int, int]:
    inside = [index for index, block in enumerate(blocks) if isinstance(block, Row) and first <= block.table <= last]
    return inside[0], inside[-1] + 1


def _heading(blocks: Sequence[Block], low: int, start: int, most: int) -> int:
    """How many paragraphs with text stand directly before a table, blank ones aside."""
    count = 0
    for block in reversed(blocks[low:start]):
        if not isinstance(block, Paragraph) or count == most:
            break
        count += bool(block.text.strip())
    return count


def _reach(blocks: Sequence[Block], start: int, heads: int) -> int:
    """How far back the first of so many paragraphs with text is."""
    steps = 0
    while heads:
        steps += 1
        block = blocks[start - steps]
        heads -= isinstance(block, Paragraph) and bool(block.text.strip())
    return steps


def _tail(blocks: Sequence[Block], heads: int) -> list[Block]:
    """The paragraphs after the tables, without those that head the next project; no more than a few notes."""
    paragraphs: list[Block] = []
    for block in blocks:
        if not isinstance(block, Paragraph):
            break
        paragraphs.append(block)
    texts = [index for index, block in enumerate(paragraphs) if isinstance(block, Paragraph) and block.text.strip()]
    if heads and len(texts) >= heads:
        return paragraphs[: texts[-heads]]
    return paragraphs[: texts[5]] if len(texts) > 5 else paragraphs
