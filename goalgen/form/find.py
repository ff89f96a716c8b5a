"""Form floor: finding a form's pattern in the blocks of a document.

Where a table ends and the next begins is layout, and so are blank paragraphs and rows, and header rows that were typed again
where a table was cut: all are skipped, and claimed as layout. But rows of values alone never run over into another table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from goalgen.docx import Address, Block, Cell, Paragraph, Row
from goalgen.form.inline import Claim, Inline, Match
from goalgen.form.machine import Length, Program, Turns, compile_pattern, run
from goalgen.form.pattern import CellPattern, Node, ParagraphPattern, RowPattern, Slot, nodes
from goalgen.labels import normalise_label
from goalgen.ledger import Kind


class Found(NamedTuple):
    """What was found of one block: the claims of each of its texts, with the text and its address."""

    block: Block
    texts: tuple[tuple[Address, str, tuple[Claim, ...]], ...]


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

    def note(self, position: int, node: Node) -> None:
        """Remember the furthest rows that were looked for in vain."""
        if position > self.position:
            self.position, self.expected = position, []
        if position == self.position and isinstance(node, RowPattern):
            self.expected.append(node)


class Finder:
    """A pattern compiled for finding."""

    def __init__(self, pattern: Sequence[Node], *, optional_paragraphs: bool = True) -> None:
        self.program: Program = compile_pattern(pattern, optional_paragraphs=optional_paragraphs)
        self.inlines: Mapping[int, Inline] = {
            id(part): Inline(part.content)
            for node in nodes(tuple(pattern))
            for part in (
                [node] if isinstance(node, ParagraphPattern) else node.cells if isinstance(node, RowPattern) else ()
            )
        }

    def find_all(self, blocks: Sequence[Block]) -> Iterator[tuple[Occurrence | None, Furthest, int]]:
        """Every place where the form begins: what was found there, or how far it went."""
        position = 0
        while position < len(blocks):
            furthest = Furthest()
            found = self.find(blocks, position, furthest)
            if found is not None or furthest.position > position:
                yield found, furthest, position
            position = found.end if found is not None and found.end > position else position + 1

    def find(
        self, blocks: Sequence[Block], start: int, furthest: Furthest, *, whole: bool = False, eager: bool = True
    ) -> Occurrence | None:
        """The form that begins with the block at `start`; with `whole`, nothing but skipped blocks may follow it."""

        def step(counter: int, position: int, turns: Turns) -> Iterator[tuple[int, tuple[object, ...]]]:
            node = self.program[counter].node
            assert isinstance(node, RowPattern | ParagraphPattern)
            skipped: list[Found] = []
            header = False
            while position < len(blocks):
                block = blocks[position]
                if (header or not _strays(node, block)) and not self._passes(node, block):
                    found = self.block(node, block, turns)
                    if found is not None:
                        yield position + 1, (*skipped, *found)
                        return
                if position == start or not (_blank(block) or self._repeats(node, block)):
                    furthest.note(position, node)
                    return
                header = header or not _blank(block)
                skipped.append(_as_layout(block))
                position += 1
            furthest.note(position, node)

        def accept(position: int) -> bool:
            return not whole or all(_blank(block) for block in blocks[position:])

        result = run(self.program, step, start, accept, eager=eager)
        if result is None or result[0] == start:
            return None
        end, claims = result
        found = tuple(claim for claim in claims if isinstance(claim, Found))
        lengths = tuple(claim for claim in claims if isinstance(claim, Length))
        ambiguities = tuple(claim for claim in claims if isinstance(claim, Ambiguity))
        return Occurrence(start, end, found, lengths, ambiguities)

    def _passes(self, node: Node, block: Block) -> bool:
        """A looped row does not take blank rows or repeated headers for values."""
        return isinstance(node, RowPattern) and node.looped and (_blank(block) or self._repeats(node, block))

    def _repeats(self, node: Node, block: Block) -> bool:
        """Whether a row is one of the header rows above, typed again."""
        return (
            isinstance(node, RowPattern)
            and isinstance(block, Row)
            and any(self.block(header, block, ()) is not None for header in node.headers)
        )

    def block(self, node: Node, block: Block, turns: Turns) -> list[object] | None:
        """What a block is to a row or a paragraph of the pattern, or None when it is not that."""
        if isinstance(node, ParagraphPattern) and isinstance(block, Paragraph):
            match = self.inlines[id(node)].match(block.text, turns)
            return None if match is None else _found(block, [(Address(paragraph=block.number), block.text, match)])
        if not isinstance(node, RowPattern) or not isinstance(block, Row) or len(node.cells) != len(block.cells):
            return None
        texts = []
        for pattern, label, cell in zip(node.cells, node.labels, block.cells, strict=True):
            match = self.cell(pattern, label, cell, turns)
            if match is None:
                return None
            texts.append((block.address(cell), cell.text, match))
        return _found(block, texts)

    def cell(self, pattern: CellPattern, label: str | None, cell: Cell, turns: Turns) -> Match | None:
        """What a cell is to a cell of the pattern, or None. A merged-away cell has the value of the cell it belongs to."""
        if cell.origin is not None:
            slot = pattern.content[0] if pattern.content else None
            if pattern.covered:
                return Match((), ())
            if isinstance(slot, Slot) and len(pattern.content) == 2 and slot.admits(cell.origin.text):
                return Match((Claim(Kind.VALUE, 0, 0, slot, turns, cell.origin.text),), ())
            return None
        if label is not None:
            return Match((Claim(Kind.LABEL, 0, len(cell.text)),), ()) if normalise_label(cell.text) == label else None
        return self.inlines[id(pattern)].match(cell.text, turns)


def _strays(node: Node, block: Block) -> bool:
    """Whether a row without labels would run over into another table."""
    unlabelled = isinstance(node, RowPattern) and not node.first and not any(node.labels)
    return unlabelled and isinstance(block, Row) and block.number == 1


def _blank(block: Block) -> bool:
    """Whether nothing can be seen of a block. Cells that are merged away show what the cell above shows."""
    if isinstance(block, Paragraph):
        return not block.text.strip()
    return not any(cell.text.strip() for cell in block.cells)


def _as_layout(block: Block) -> Found:
    if isinstance(block, Paragraph):
        texts = [(Address(paragraph=block.number), block.text)]
    else:
        texts = [(block.address(cell), cell.text) for cell in block.cells]
    return Found(block, tuple((place, text, (Claim(Kind.LAYOUT, 0, len(text)),)) for place, text in texts))


def _found(block: Block, texts: list[tuple[Address, str, Match]]) -> list[object]:
    claims: list[object] = [Found(block, tuple((place, text, match.claims) for place, text, match in texts))]
    for place, _, match in texts:
        claims += match.lengths
        if match.other:
            claims.append(Ambiguity(place, *match.other))
    return claims
