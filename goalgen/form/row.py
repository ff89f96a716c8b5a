"""Form floor: one block of a document against one row or paragraph of a form: the account of its texts, or what it is instead.

Where a table was cut its header rows are typed again, and blank rows and paragraphs stand about: that is layout.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from goalgen.docx import Address, Block, Cell, Paragraph, Row
from goalgen.form.inline import Claim, Inline, Match
from goalgen.form.machine import Length, Turns
from goalgen.form.pattern import CellPattern, Literal, Loop, Node, ParagraphPattern, RowPattern, Slot, nodes, texts
from goalgen.labels import dense_text, normalise_label
from goalgen.ledger import Entry, Kind, enter


class Ambiguity(NamedTuple):
    """A text that could have been cut in another way."""

    address: Address
    taken: Claim
    other: Claim


class Found(NamedTuple):
    """A block that was found as a node of the form, or as layout: the account of each of its texts, from left to right.

    An entry's parts are claims, with residue between them: also the empty ones, for a value may be empty.
    """

    block: Block
    entries: Sequence[Entry]
    node: Node | None = None
    lengths: Sequence[Length] = ()
    """of the lists inside its texts"""
    ambiguities: Sequence[Ambiguity] = ()


class Instead(Enum):
    """What a block is that is not what was looked for."""

    BLANK = "nothing to see: layout"
    HEADER = "a header row above, typed again: layout"
    TABLE = "another table begins"
    OTHER = "something else"


class _Plan(NamedTuple):
    """A cell of the pattern; what of it is settled by one comparison where no merge is about: its label, or its only slot."""

    pattern: CellPattern
    label: str | None
    plain: str | None
    slot: Slot | None


class Rows:
    """The rows and paragraphs of a form, compiled for being looked for."""

    def __init__(self, pattern: Sequence[Node]) -> None:
        found = list(nodes(pattern))
        self.patterns = [node for node in found if isinstance(node, RowPattern)]
        self.inlines = {text: Inline(text.content) for node in found for text in texts(node)}
        self._plans = {
            row: [self._plan(*both) for both in zip(row.cells, row.labels, strict=True)] for row in self.patterns
        }
        self._first = (1,) * max((node.depth + 1 for node in found if isinstance(node, Loop)), default=0)

    def _plan(self, cell: CellPattern, label: str | None) -> _Plan:
        if cell.covered:
            return _Plan(cell, label, None, None)
        return _Plan(cell, label, label, self.inlines[cell].slot)

    def look(self, node: Node, block: Block, turns: Turns, *, elsewhere: bool) -> Found | Instead:
        """The one answer to what a block is where a node is looked for; `elsewhere` when it begins another table.

        A row that a loop repeats takes neither a blank row nor a header for values, unless a value is merged down into it.
        """
        found = None if elsewhere else self.match(node, block, turns)
        if found is not None and not (isinstance(node, RowPattern) and node.looped):
            return found
        blank = is_blank(block)
        if blank and (found is None or not _merged_into(node, block)):
            return Instead.BLANK
        if self._repeats(node, block):
            return Instead.BLANK if blank else Instead.HEADER
        return found or (Instead.TABLE if elsewhere else Instead.OTHER)

    def match(self, node: Node, block: Block, turns: Turns) -> Found | None:
        """A block as a row or a paragraph of the form, or None when it is not that."""
        if isinstance(node, RowPattern) and len(node.cells) > 1:
            if isinstance(block, Row) and len(node.cells) == len(block.cells):
                return self._row(node, block, turns)
            return None
        line = _line(node, block)
        if line is None:
            return None
        content, address, text = line
        match = self.inlines[content].match(text, turns)
        if match is None:
            return None
        other = (Ambiguity(address, *match.other),) if match.other else ()
        return Found(block, (enter(address, text, match.claims),), node, match.lengths, other)

    def _row(self, node: RowPattern, row: Row, turns: Turns) -> Found | None:
        """A row as a row of the form, cell by cell; most are settled without asking `cell`."""
        entries: list[Entry] = []
        lengths: tuple[Length, ...] = ()
        ambiguities: tuple[Ambiguity, ...] = ()
        table, number = row.table, row.number
        for (pattern, label, plain, slot), cell in zip(self._plans[node], row.cells, strict=True):
            text = cell.text
            address = Address(table, number, cell.column)
            if slot is not None and cell.origin is None and slot.admits(text):
                entries.append(Entry(address, text, (Claim(_VALUE, 0, len(text), slot, turns, text),)))
            elif plain is not None and cell.origin is None and normalise_label(text) == plain:
                entries.append(Entry(address, text, _label(len(text))))
            else:
                match = self.cell(pattern, label, cell, turns)
                if match is None:
                    return None
                entries.append(enter(address, text, match.claims))
                if match.lengths:
                    lengths += match.lengths
                if match.other:
                    ambiguities += (Ambiguity(address, *match.other),)
        return Found(row, entries, node, lengths, ambiguities)

    def cell(self, pattern: CellPattern, label: str | None, cell: Cell, turns: Turns) -> Match | None:
        """What a cell is to a cell of the pattern, or None. A merged-away cell has the value of the cell it belongs to."""
        if cell.origin is not None:
            slot = pattern.content[0] if pattern.content else None
            if pattern.covered:
                return Match((), ())
            if isinstance(slot, Slot) and len(pattern.content) == 2 and slot.admits(cell.origin.text):
                return Match((Claim(_VALUE, 0, 0, slot, turns, cell.origin.text),), ())
            return None
        if pattern.covered and pattern.over and normalise_label(cell.text) == pattern.over:
            return Match(_label(len(cell.text)), ())
        if label is not None:
            return Match(_label(len(cell.text)), ()) if says(cell.text, label) else None
        return self.inlines[pattern].match(cell.text, turns)

    def tried(self, node: RowPattern, row: Row) -> list[Match | None]:
        """What each cell of a row is, whatever the others are, in the first turn of all loops; nothing of another width."""
        plans = self._plans[node]
        if len(plans) != len(row.cells):
            return []
        return [
            self.cell(plan.pattern, plan.label, cell, self._first) for plan, cell in zip(plans, row.cells, strict=True)
        ]

    def _repeats(self, node: Node, block: Block) -> bool:
        """Whether a row is one of the header rows above, typed again."""
        if isinstance(node, RowPattern) and isinstance(block, Row):
            for header in node.headers:
                place, label = first_label(header)
                likely = len(header.cells) == len(block.cells) and says(block.cells[place].text, label)
                if likely and self.match(header, block, ()) is not None:
                    return True
        return False


_VALUE = Kind.VALUE


@lru_cache(maxsize=256)
def _label(length: int) -> tuple[Claim, ...]:
    """The claim of a text that is a label as a whole."""
    return (Claim(Kind.LABEL, 0, length),)


@lru_cache(maxsize=256)
def first_label(row: RowPattern) -> tuple[int, str]:
    """The first cell of a row that has a label, and that label; the first cell and no label when there is none."""
    labels = enumerate(zip(row.cells, row.labels, strict=True))
    return next(((place, label) for place, (cell, label) in labels if label and not cell.covered), (0, ""))


_DASHES = "-‐‑‒–—―─−一/"
"""What people put into a cell where nothing is to be written; the form may leave it blank, or the other way round."""


def says(text: str, label: str) -> bool:
    """Whether a person reads a text as a label: as it is compared, or but for punctuation."""
    seen = normalise_label(text)
    if not label.strip(_DASHES):
        return not seen.strip(_DASHES)
    return seen == label or _words(seen) == _words(label) != ""


@lru_cache(maxsize=4096)
def _words(label: str) -> str:
    return "".join(filter(str.isalnum, label))


def gist(block: Block) -> str | None:
    """What a form that begins with a single text is known by: that text without spaces; None of a blank block."""
    if is_blank(block):
        return None
    if isinstance(block, Row):
        return dense_text(block.cells[0].text) if len(block.cells) == 1 else ""
    return dense_text(block.text)


def is_blank(block: Block) -> bool:
    """Whether nothing can be seen of a block. Cells that are merged away show what the cell above shows."""
    if isinstance(block, Paragraph):
        return not block.text.strip()
    for cell in block.cells:  # noqa: SIM110 - asked of every row, and the first cell mostly answers
        if cell.text and not cell.text.isspace():
            return False
    return True


def as_layout(block: Block) -> Found:
    """A block that belongs to a form's table and says nothing of its own."""
    entries = [Entry(address, text, (Claim(Kind.LAYOUT, 0, len(text)),)) for address, text in block.texts()]
    return Found(block, entries)


def _line(node: Node, block: Block) -> tuple[ParagraphPattern | CellPattern, Address, str] | None:
    """A paragraph, with what is looked for in it. One that has a text of its own, such as a title, may as well stand in
    the document as a row of one cell, or the other way round: that is layout."""
    content: ParagraphPattern | CellPattern
    if isinstance(node, ParagraphPattern):
        content, alike = node, isinstance(block, Paragraph)
    elif isinstance(node, RowPattern) and len(node.cells) == 1:
        content, alike = node.cells[0], isinstance(block, Row)
    else:
        return None
    if not alike and not any(isinstance(part, Literal) and part.text.strip() for part in content.content):
        return None
    return (content, *block.texts()[0]) if isinstance(block, Paragraph) or len(block.cells) == 1 else None


def _merged_into(node: Node, block: Block) -> bool:
    """Whether a blank row is an item all the same: a value is merged down into it."""
    if not isinstance(node, RowPattern) or not isinstance(block, Row):
        return False
    cells = zip(node.cells, block.cells, strict=False)
    return any(cell.origin is not None and not pattern.covered for pattern, cell in cells)
