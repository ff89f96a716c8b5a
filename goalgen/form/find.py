"""Form floor: finding a form in the blocks of a document: what follows what. See `row` for one block by itself.

Where a table ends and the next begins is layout, and so are blank paragraphs and rows, and header rows that were typed again
where a table was cut: all are skipped, and claimed as layout. But rows of values alone never run over into another table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from goalgen.docx import Address, Block, Paragraph, Row
from goalgen.form.inline import Claim
from goalgen.form.machine import Length, Program, Turns, Way, compile_pattern, openings, run
from goalgen.form.pattern import Literal, Node, ParagraphPattern, RowPattern, Slot
from goalgen.form.row import Ambiguity, Found, Instead, Rows, as_layout, first_label, gist, is_blank, says
from goalgen.form.seams import over_cuts
from goalgen.labels import dense_text
from goalgen.schema import FieldPath


def block_at(blocks: Sequence[Block], position: int) -> Block | None:
    """A block, None behind the last. Of blocks that come one by one nobody knows how many there are until they are asked for:
    finding asks for none that it does not look at."""
    try:
        return blocks[position]
    except IndexError:
        return None


class Occurrence(NamedTuple):
    """A form found in a document: blocks `start` to `end`, what each holds, and the lengths of all lists."""

    start: int
    end: int
    found: tuple[Found, ...]
    lengths: tuple[Length, ...]

    @property
    def ambiguities(self) -> Iterator[Ambiguity]:
        """The texts that could have been cut in another way."""
        return (ambiguity for found in self.found for ambiguity in found.ambiguities)

    def claims(self) -> Iterator[tuple[Address, Claim]]:
        """The claims that bind or compute something, those in tables before those in paragraphs: what counts comes first."""
        for in_tables in (True, False):
            for found in self.found:
                if isinstance(found.block, Row) is in_tables:
                    for address, _, parts in found.entries:
                        for part in parts:
                            if isinstance(part, Claim) and part.node is not None:
                                yield address, part


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
        self._pattern = pattern
        self._first_labels: dict[int, list[tuple[int, str]]] = {}
        self._first_texts: list[list[str]] = []
        for counter in openings(self.program):
            self._open_with(self.program[counter].node)
        self.widths = frozenset([*self._first_labels, *([1] if self._first_texts else [])])
        """how many cells a row may have that the form begins with"""

    @cached_property
    def rows(self) -> Rows:
        """The rows and paragraphs, compiled; of most forms that are known a document has none."""
        return Rows(self._pattern)

    def _open_with(self, node: Node | None) -> None:
        """Note what a leaf that the form can begin with looks like: its first label, or the static text of a paragraph."""
        if isinstance(node, RowPattern) and len(node.cells) > 1:
            self._first_labels.setdefault(len(node.cells), []).append(first_label(node))
        elif isinstance(node, RowPattern | ParagraphPattern):
            content = node.content if isinstance(node, ParagraphPattern) else node.cells[0].content
            self._first_texts.append([dense_text(part.text) for part in content if isinstance(part, Literal)])

    def may_begin(self, block: Block, text: str) -> bool:
        """Whether the form could begin with a block, the `gist` of which is `text`: a quick look that saves the long one."""
        if isinstance(block, Row):
            for place, label in self._first_labels.get(len(block.cells), ()):
                if not label or says(block.cells[place].text, label):
                    return True
            if len(block.cells) != 1:
                return False
        return any(all(piece in text for piece in pieces) for pieces in self._first_texts)

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

        def step(_: int, node: Node, position: int, turns: Turns) -> tuple[Way[Found], ...]:
            skipped: list[Found] = []
            header = False
            at = position
            while (block := block_at(blocks, at)) is not None:
                elsewhere = not header and self._begins_another(node, blocks, at, start)
                seen = self.rows.look(node, block, turns, elsewhere=elsewhere)
                if isinstance(seen, Found):
                    return ((at + 1, [*skipped, seen]),)
                if at == start or seen is Instead.TABLE or seen is Instead.OTHER:
                    break
                header = header or seen is Instead.HEADER
                skipped.append(as_layout(block))
                at += 1
            furthest.note(at, node, position)
            return ()

        def accept(position: int) -> bool:
            return not whole or all(is_blank(block) for block in blocks[position:])

        result = run(self.program, step, start, accept, eager=eager, until=until)
        if result is None or result[0] == start:
            return None
        end, claims = result
        found = over_cuts([claim for claim in claims if isinstance(claim, Found)])
        occurrence = Occurrence(start, end, found, tuple(_lengths(claims)))
        return occurrence if until is None else occurrence._replace(lengths=_lengths_so_far(occurrence))

    def _begins_another(self, node: Node, blocks: Sequence[Block], position: int, start: int) -> bool:
        """Whether a row without labels would run over into another table: one that does not just go on where a page ended."""
        block = blocks[position]
        if not isinstance(block, Row) or block.number != 1:
            return False
        if not isinstance(node, RowPattern) or node.first or any(node.labels):
            return False
        if position == start:
            return True
        runs_on = _runs_on(node, block)
        if not runs_on and self.may_begin(block, gist(block) or ""):
            return True
        return not _goes_on(blocks, position, len(node.cells), runs_on=runs_on)


def _runs_on(node: RowPattern, row: Row) -> bool:
    """Whether a label that is merged down into a row of the form may run on into a row: nothing else stands there."""
    if len(node.cells) != len(row.cells):
        return False
    under = [(cell.over or "", seen) for cell, seen in zip(node.cells, row.cells, strict=True) if cell.covered]
    return bool(under) and all(not seen.text.strip() or says(seen.text, over) for over, seen in under)


def _goes_on(blocks: Sequence[Block], position: int, cells: int, *, runs_on: bool) -> bool:
    """Whether a table only goes on with the one above: blank paragraphs at most between them, the same columns, and no
    row in it that has another number of cells, unless a label `runs_on` into its first."""
    above = position - 1
    while above > 0 and isinstance(blocks[above], Paragraph) and is_blank(blocks[above]):
        above -= 1
    row, before = blocks[position], blocks[max(above, 0)]
    if not isinstance(row, Row) or not isinstance(before, Row) or not before.grid == row.grid != ():
        return False
    if runs_on:
        return True
    while (below := block_at(blocks, position)) is not None:
        if not isinstance(below, Row) or below.table != row.table:
            break
        if len(below.cells) != cells:
            return False
        position += 1
    return True


def _lengths(claims: Sequence[Found | Length]) -> Iterator[Length]:
    """The lengths of all lists: of those that repeat rows, and of those inside a text."""
    for claim in claims:
        if isinstance(claim, Length):
            yield claim
        else:
            yield from claim.lengths


def _lengths_so_far(occurrence: Occurrence) -> tuple[Length, ...]:
    """The lengths of the lists of a form that was read in part: as far as anything of them was found."""
    sizes: dict[tuple[FieldPath, Turns], int] = {}
    for _, claim in occurrence.claims():
        path = claim.node.path if isinstance(claim.node, Slot) else ()
        for place, key in enumerate(path):
            if isinstance(key, int):
                at = (path[:place], claim.turns[:key])
                sizes[at] = max(sizes.get(at, 0), claim.turns[key])
    return tuple(Length(*at, size) for at, size in sizes.items())
