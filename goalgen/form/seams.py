"""Form floor: values that go on over a cut: a table that goes on from one above takes up its vertical merges.

Where a table was cut at a page end, its header typed again or not, the merge that ran over the cut has no beginning below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from goalgen.docx import Address, Cell, Row
from goalgen.form.inline import Claim
from goalgen.form.pattern import RowPattern, Slot
from goalgen.form.row import Found
from goalgen.ledger import Entry
from goalgen.schema import FieldPath


class TakenUp(NamedTuple):
    """A value that a blank cell has from above a cut."""

    address: Address
    claim: Claim


def over_cuts(found: Sequence[Found]) -> tuple[Found, ...]:
    """What was found of a form, with the values that go on over cuts. What goes on with nothing elsewhere stays as it is."""
    if not _has_orphans(found):
        return tuple(found)
    made: list[Found] = []
    last: dict[FieldPath, str] = {}
    above: dict[FieldPath, str] = {}
    table = 0
    for one in found:
        block, node = one.block, one.node
        if isinstance(block, Row):
            if node is None and not any(entry.text.strip() for entry in one.entries):
                made.append(one)  # a blank row
                continue
            if node is None or block.table != table:
                above = dict(last)
            table = block.table
            if isinstance(node, RowPattern):
                pairs = zip(one.entries, block.cells, strict=True)
                one = one._replace(entries=[_taken_up(entry, cell, above, last) for entry, cell in pairs])
        made.append(one)
    return tuple(made)


def _has_orphans(found: Sequence[Found]) -> bool:
    """Whether a cell goes on with a merge that its table does not begin: next to no document has one."""
    for one in found:
        block = one.block
        if isinstance(block, Row) and block.orphans:
            return True
    return False


def _taken_up(entry: Entry, cell: Cell, above: dict[FieldPath, str], last: dict[FieldPath, str]) -> Entry:
    """An entry with the value above the cut, if its cell goes on with it; whatever else stands there ends that merge."""
    claim = entry.parts[0] if len(entry.parts) == 1 else None
    if not isinstance(claim, Claim) or not isinstance(claim.node, Slot):
        return entry
    path = claim.node.path
    if cell.orphan and not claim.value.strip() and path in above:
        claim = claim._replace(value=above[path])
        entry = entry._replace(parts=(claim,))
    else:
        above.pop(path, None)
    last[path] = claim.value
    return entry


def taken_up(found: Sequence[Found]) -> Iterator[TakenUp]:
    """The values that blank cells have from above a cut."""
    for one in found if _has_orphans(found) else ():
        if isinstance(one.block, Row) and one.block.orphans:
            for entry, cell in zip(one.entries, one.block.cells, strict=True):
                for part in entry.parts if cell.orphan and not entry.text.strip() else ():
                    if isinstance(part, Claim) and part.value.strip():
                        yield TakenUp(entry.address, part)
