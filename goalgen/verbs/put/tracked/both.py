"""Verbs floor: that a document with revisions is right in both of its states: accepted it is the new one, rejected the old one.

Whole documents are compared, cell by cell: texts, columns, merges, the order of rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from goalgen.docx import Address, Package, Revisions, Row, content

_Shown = tuple[object, ...]


def unlike(package: Package, revisions: Revisions, other: Package) -> Address | None:
    """The first place where a state of a document is not the same state of another, None when there is none."""
    for one, two in zip_longest(_shown(package, revisions), _shown(other, revisions)):
        if one is None or two is None or one[1] != two[1]:
            address = (one or two or (Address(), ()))[0]
            return address if isinstance(address, Address) else Address()
    return None


def _shown(package: Package, revisions: Revisions) -> Iterator[tuple[Address, _Shown]]:
    """The paragraphs and rows of a state: what a person sees, and how cells are merged."""
    number: dict[int, int] = {}
    for at, block in enumerate(content(package, revisions).blocks):
        if isinstance(block, Row):
            number.update((id(cell), at) for cell in block.cells)
            cells = tuple(
                (
                    cell.text,
                    cell.column,
                    cell.span,
                    cell.orphan,
                    None if cell.origin is None else number.get(id(cell.origin)),
                )
                for cell in block.cells
            )
            yield block.address(), cells
        else:
            yield block.address(), (block.text,)
