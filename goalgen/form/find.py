"""Form floor: finding a form's pattern in the blocks of a document.

Where a table ends and the next begins is layout, and so are blank paragraphs and rows, and header rows that were typed again
where a table was cut: all are skipped, and claimed as layout. But rows of values alone never run over into another table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from goalgen.docx import Address, Block, Cell, Paragraph, Row
from goalgen.form.inline import Claim, Inline, Match
from goalgen.form.machine import Length, Program, Turns, compile_pattern, openings, run
from goalgen.form.pattern import CellPattern, Literal, Node, ParagraphPattern, RowPattern, Slot, nodes
from goalgen.labels import dense_text, normalise_label
from goalgen.ledger import Entry, Kind, enter
from goalgen.schema import FieldPath


class Found(NamedTuple):
    """What was found of one block: the account of each of its texts, the claims that bind or compute something, each with
    its address; and as what the block was found, or None as layout."""

    block: Block
    entries: Sequence[Entry]
    claims: Sequence[tuple[Address, Claim]] = ()
    node: Node | None = None


class Ambiguity(NamedTuple):
    """A text that could have been cut in another way."""

    address: Address
    taken: Claim
    other: Claim


class Occurrence(NamedTuple):
    """A form found in a document: blocks `start` to `end`, what each holds, and the lengths of all lists."""

    start: int
    end: int
    found: tuple[Found, ...]
    lengths: tuple[Length, ...]
    ambiguities: tuple[Ambiguity, ...]


@dataclass
class Furthest:
    """How far a match got that failed, and what was looked for there."""

    position: int = -1
    expected: list[RowPattern] = field(default_factory=list)
    read: int = 0
    """the block after the last that was read: from there to the position everything was skipped"""

    def note(self, position: int, node: Node, read: int) -> None:
        """Remember the furthest rows that were looked for in vain."""
        if position > self.position:
            self.position, self.expected, self.read = position, [], read
        if position == self.position and isinstance(node, RowPattern):
            self.expected.append(node)


class Finder:
    """A pattern compiled for finding."""

    def __init__(self, pattern: Sequence[Node], *, optional_paragraphs: bool = True) -> None:
        self.program: Program = compile_pattern(pattern, optional_paragraphs=optional_paragraphs)
        self.rows = [node for node in nodes(tuple(pattern)) if isinstance(node, RowPattern)]
        self._first_labels: dict[int, list[tuple[int, str]]] = {}
        self._first_texts: list[list[str]] = []
        for counter in openings(self.program):
            self._open_with(self.program[counter].node)
        self.inlines: Mapping[int, Inline] = {
            id(part): Inline(part.content)
            for node in nodes(tuple(pattern))
            for part in (
                [node] if isinstance(node, ParagraphPattern) else node.cells if isinstance(node, RowPattern) else ()
            )
        }
        self._plans = {id(row): [self._plan(cell) for cell in row.cells] for row in self.rows}

    def may_begin(self, block: Block, text: str) -> bool:
        """Whether the form could begin with a block, the `gist` of which is `text`: a quick look that saves the long one."""
        if isinstance(block, Row):
            for place, label in self._first_labels.get(len(block.cells), ()):
                if not label or says(block.cells[place].text, label):
                    return True
            if len(block.cells) != 1:
                return False
        return any(all(piece in text for piece in pieces) for pieces in self._first_texts)

    def _plan(self, cell: CellPattern) -> tuple[CellPattern, str | None, str | None, Slot | None]:
        """A cell of the pattern with its label; again with its label or its slot, when it is not covered and holds just that."""
        if cell.covered:
            return cell, cell.label, None, None
        return cell, cell.label, cell.label, self.inlines[id(cell)].slot

    def _open_with(self, node: Node | None) -> None:
        """Note what a leaf that the form can begin with looks like: its first label, or the static text of a paragraph."""
        if isinstance(node, RowPattern) and len(node.cells) > 1:
            self._first_labels.setdefault(len(node.cells), []).append(_first_label(node))
        elif isinstance(node, RowPattern | ParagraphPattern):
            content = node.content if isinstance(node, ParagraphPattern) else node.cells[0].content
            self._first_texts.append([dense_text(part.text) for part in content if isinstance(part, Literal)])

    def find(
        self,
        blocks: Sequence[Block],
        start: int,
        furthest: Furthest,
        *,
        whole: bool = False,
        eager: bool = True,
        until: int | None = None,
    ) -> Occurrence | None:
        """The form that begins with the block at `start`; with `whole`, nothing but skipped blocks may follow it.

        With `until`, what of it stands before that block, however it goes on.
        """

        def step(counter: int, position: int, turns: Turns) -> tuple[tuple[int, Sequence[object]], ...]:
            node = self.program[counter].node
            assert node is not None
            skipped: list[object] = []
            header, read = False, position
            looped = isinstance(node, RowPattern) and node.looped
            while position < len(blocks):
                block = blocks[position]
                if header or not self._strays(node, blocks, position, start):
                    found = self.block(node, block, turns)
                    if found is not None and not (looped and self._passes(node, block)):
                        return ((position + 1, skipped + found),)
                if position == start or not (_blank(block) or self._repeats(node, block)):
                    break
                header = header or not _blank(block)
                skipped.append(_as_layout(block))
                position += 1
            furthest.note(position, node, read)
            return ()

        def accept(position: int) -> bool:
            return not whole or all(_blank(block) for block in blocks[position:])

        result = run(self.program, step, start, accept, eager=eager, until=until)
        if result is None or result[0] == start:
            return None
        end, claims = result
        kinds: dict[type, list[object]] = {Found: [], Length: [], Ambiguity: []}
        for claim in claims:
            kinds[type(claim)].append(claim)
        found, lengths, ambiguities = map(tuple, kinds.values())
        return Occurrence(start, end, found, lengths if until is None else _lengths(found), ambiguities)  # type: ignore[arg-type]

    def _strays(self, node: Node, blocks: Sequence[Block], position: int, start: int) -> bool:
        """Whether a row without labels would run over into another table: one that does not just go on where a page ended."""
        block = blocks[position]
        if not isinstance(block, Row) or block.number != 1:
            return False
        if not isinstance(node, RowPattern) or node.first or any(node.labels):
            return False
        if position == start or self.may_begin(block, gist(block) or ""):
            return True
        return not _goes_on(blocks, position, len(node.cells))

    def _passes(self, node: Node, block: Block) -> bool:
        """A looped row does not take blank rows or repeated headers for values."""
        if not isinstance(node, RowPattern) or not node.looped:
            return False
        return (_blank(block) and not _continues(node, block)) or self._repeats(node, block)

    def _repeats(self, node: Node, block: Block) -> bool:
        """Whether a row is one of the header rows above, typed again."""
        if isinstance(node, RowPattern) and isinstance(block, Row):
            for header in node.headers:
                place, label = _first_label(header)
                likely = len(header.cells) == len(block.cells) and says(block.cells[place].text, label)
                if likely and self.block(header, block, ()) is not None:
                    return True
        return False

    def block(self, node: Node, block: Block, turns: Turns) -> list[object] | None:
        """What a block is to a row or a paragraph of the pattern, or None when it is not that."""
        if isinstance(node, RowPattern) and len(node.cells) > 1:
            if isinstance(block, Row) and len(node.cells) == len(block.cells):
                return self._row(node, block, turns)
            return None
        line = _line(node, block)
        if line is not None:
            content, (address, text) = line
            match = self.inlines[id(content)].match(text, turns)
            if match is None:
                return None
            values = [(address, claim) for claim in match.claims if claim.node is not None]
            return _found(node, block, [_entry(address, text, match)], values, [(address, match)])
        return None

    def _row(self, node: RowPattern, row: Row, turns: Turns) -> list[object] | None:
        """What a row is to a row of the pattern, cell by cell."""
        entries: list[Entry] = []
        values: list[tuple[Address, Claim]] = []
        matches: list[tuple[Address, Match]] = []
        table, number = row.table, row.number
        for (pattern, label, wanted, slot), cell in zip(self._plans[id(node)], row.cells, strict=True):
            text = cell.text
            address = _make(Address, (table, number, cell.column, 0, ""))
            if slot is not None and cell.origin is None and slot.admits(text):
                claim = _make(Claim, (_VALUE, 0, len(text), slot, turns, text))
                values.append((address, claim))
                entries.append(_make(Entry, (address, text, (claim,))))
            elif wanted is not None and cell.origin is None and normalise_label(text) == wanted:
                entries.append(_make(Entry, (address, text, _label(len(text)))))
            else:
                match = self.cell(pattern, label, cell, turns)
                if match is None:
                    return None
                if match is _NOTHING:
                    entries.append(_make(Entry, (address, text, ())))
                    continue
                entries.append(_entry(address, text, match) if text else _make(Entry, (address, text, ())))
                values += [(address, claim) for claim in match.claims if claim.node is not None]
                if match.lengths or match.other:
                    matches.append((address, match))
        return _found(node, row, entries, values, matches)

    def cell(self, pattern: CellPattern, label: str | None, cell: Cell, turns: Turns) -> Match | None:
        """What a cell is to a cell of the pattern, or None. A merged-away cell has the value of the cell it belongs to."""
        if cell.origin is not None:
            slot = pattern.content[0] if pattern.content else None
            if pattern.covered:
                return _NOTHING
            if isinstance(slot, Slot) and len(pattern.content) == 2 and slot.admits(cell.origin.text):
                return Match((Claim(Kind.VALUE, 0, 0, slot, turns, cell.origin.text),), ())
            return None
        if pattern.covered and pattern.over and normalise_label(cell.text) == pattern.over:
            return Match((Claim(Kind.LABEL, 0, len(cell.text)),), ())
        if label is not None:
            return Match(_label(len(cell.text)), ()) if says(cell.text, label) else None
        return self.inlines[id(pattern)].match(cell.text, turns)


_NOTHING = Match((), ())
_VALUE = Kind.VALUE
_make = tuple.__new__
"""Makes a named tuple of all its fields, in half the time: a document has thousands of cells."""


@lru_cache(maxsize=256)
def _label(length: int) -> tuple[Claim, ...]:
    """The claim of a text that is a label as a whole."""
    return (Claim(Kind.LABEL, 0, length),)


@lru_cache(maxsize=256)
def _first_label(row: RowPattern) -> tuple[int, str]:
    """The first cell of a row that has a label, and that label; the first cell and no label when there is none."""
    labels = enumerate(zip(row.cells, row.labels, strict=True))
    return next(((place, label) for place, (cell, label) in labels if label and not cell.covered), (0, ""))


_DASHES = "-‐‑‒–—―─−一/"
"""What people put into a cell where nothing is to be written; the form may leave it blank, or the other way round."""


def gist(block: Block) -> str | None:
    """What a form that begins with a single text is known by: that text without spaces; None of a blank block."""
    if _blank(block):
        return None
    if isinstance(block, Row):
        return dense_text(block.cells[0].text) if len(block.cells) == 1 else ""
    return dense_text(block.text)


def says(text: str, label: str) -> bool:
    """Whether a person reads a text as a label: as it is compared, or but for punctuation."""
    seen = normalise_label(text)
    if not label.strip(_DASHES):
        return not seen.strip(_DASHES)
    return seen == label or _words(seen) == _words(label) != ""


@lru_cache(maxsize=4096)
def _words(label: str) -> str:
    return "".join(filter(str.isalnum, label))


def _lengths(found: Sequence[Found]) -> tuple[Length, ...]:
    """The lengths of the lists of a form that was read in part: as far as anything of them was found."""
    sizes: dict[tuple[FieldPath, Turns], int] = {}
    for claim in (claim for one in found for _, claim in one.claims):
        path = claim.node.path if isinstance(claim.node, Slot) else ()
        for place, key in enumerate(path):
            if isinstance(key, int):
                at = (path[:place], claim.turns[:key])
                sizes[at] = max(sizes.get(at, 0), claim.turns[key])
    return tuple(Length(*at, size) for at, size in sizes.items())


def _line(node: Node, block: Block) -> tuple[ParagraphPattern | CellPattern, tuple[Address, str]] | None:
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
    return (content, block.texts()[0]) if isinstance(block, Paragraph) or len(block.cells) == 1 else None


def _goes_on(blocks: Sequence[Block], position: int, cells: int) -> bool:
    """Whether a table only goes on with the one above: blank paragraphs at most between them, the same columns, and no
    row in it that has another number of cells."""
    above = position - 1
    while above > 0 and isinstance(blocks[above], Paragraph) and _blank(blocks[above]):
        above -= 1
    row, before = blocks[position], blocks[max(above, 0)]
    if not isinstance(row, Row) or not isinstance(before, Row) or not before.grid == row.grid != ():
        return False
    while position < len(blocks):
        below = blocks[position]
        if not isinstance(below, Row) or below.table != row.table:
            break
        if len(below.cells) != cells:
            return False
        position += 1
    return True


def _blank(block: Block) -> bool:
    """Whether nothing can be seen of a block. Cells that are merged away show what the cell above shows."""
    if isinstance(block, Paragraph):
        return not block.text.strip()
    for cell in block.cells:  # noqa: SIM110 - asked of every row, and the first cell mostly answers
        if cell.text and not cell.text.isspace():
            return False
    return True


def _continues(node: RowPattern, block: Block) -> bool:
    """Whether a blank row is an item all the same: a value is merged down into it."""
    cells = zip(node.cells, block.cells, strict=False) if isinstance(block, Row) else ()
    return any(cell.origin is not None and not pattern.covered for pattern, cell in cells)


def _as_layout(block: Block) -> Found:
    return Found(block, [Entry(place, text, (Claim(Kind.LAYOUT, 0, len(text)),)) for place, text in block.texts()])


def _entry(address: Address, text: str, match: Match) -> Entry:
    return enter(address, text, [claim for claim in match.claims if claim.end > claim.start])


def _found(
    node: Node,
    block: Block,
    entries: Sequence[Entry],
    claims: Sequence[tuple[Address, Claim]],
    matches: Sequence[tuple[Address, Match]],
) -> list[object]:
    found: list[object] = [Found(block, entries, claims, node)]
    for place, match in matches:
        found += match.lengths
        if match.other:
            found.append(Ambiguity(place, *match.other))
    return found
