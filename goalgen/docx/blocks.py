"""Things floor: what a person sees of a Word file, as plain data with addresses: paragraphs, rows, cells, and what is hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from lxml import etree

from goalgen.docx import names as n

Element = etree._Element


class Address(NamedTuple):
    """A place in a Word file, counted from 1: a cell of a table, or (table 0) a paragraph; `story` names what is not the body."""

    table: int = 0
    row: int = 0
    column: int = 0
    paragraph: int = 0
    story: str = ""

    def __str__(self) -> str:
        if not self.table:
            here = f"第{self.paragraph}段" if self.paragraph else ""
        elif not self.row:
            here = f"表{self.table}"
        else:
            here = f"表{self.table} 第{self.row}行" + (f"第{self.column}列" if self.column else "")
        return " ".join(part for part in (self.story, here) if part)


class Piece(NamedTuple):
    """Some characters of a text, and where in the XML they come from.

    Typed characters stand one for one in the text of a `w:t` (`w:delText`) from `offset` on, though a symbol font may draw
    them as others. What is not typed cannot be typed over: a number that Word counts (of no node), a symbol, an equation, a
    tab, a break, what a field draws; a newline is of the paragraph (`w:p`) or the cell that it begins.
    """

    text: str
    node: Element | None = None
    offset: int = 0
    computed: bool = False
    """in the result of a complex field, which Word computes again"""

    @property
    def typed(self) -> bool:
        """Whether other characters can be typed in place of these."""
        return self.node is not None and self.node.tag in (n.T, n.DEL_TEXT)


@dataclass(slots=True, eq=False)
class Cell:
    """A cell of a row. `column` and `span` count columns of the grid; `origin` is the cell it is merged into, when it is."""

    text: str
    column: int
    span: int
    node: Element
    origin: Cell | None = None
    under: str = ""
    """text that a merge hides"""
    orphan: bool = False
    """it goes on with a vertical merge that nothing in its table began"""
    automatic: int = 0
    """how much of the text are numbers that Word wrote"""
    traced: Sequence[Piece] | None = None
    """where the text comes from, when it was asked for and is not plain"""

    @property
    def pieces(self) -> Sequence[Piece]:
        """Where the text comes from; see `pieces_of`."""
        return pieces_of(self)


@dataclass(slots=True, eq=False)
class Row:
    """A row: the cells a person sees from left to right, those that are merged away into the row above included."""

    table: int
    number: int
    cells: list[Cell]
    node: Element
    orphans: bool = False
    """whether one of its cells is an orphan"""

    def address(self, cell: Cell | None = None) -> Address:
        """The address of a cell of this row, or of the row."""
        return Address(self.table, self.number, cell.column if cell else 0)

    def texts(self) -> list[tuple[Address, str]]:
        """The text of each cell, with its address."""
        return [(Address(self.table, self.number, cell.column), cell.text) for cell in self.cells]

    @property
    def grid(self) -> tuple[str, ...]:
        """The widths of its table's columns, in twips as they are written; none when the table does not say."""
        table = next(self.node.iterancestors(n.TBL), None)
        grid = next(table.iterchildren(n.TBL_GRID), None) if table is not None else None
        return () if grid is None else tuple(column.get(n.WIDTH, "") for column in grid.iterchildren(n.GRID_COL))


@dataclass(slots=True, eq=False)
class Paragraph:
    """A paragraph of the body, outside of any table. `automatic` is how much of the text is a number that Word wrote."""

    number: int
    text: str
    node: Element
    automatic: int = 0
    traced: Sequence[Piece] | None = None
    """where the text comes from, when it was asked for and is not plain"""

    def address(self) -> Address:
        """The address of the paragraph."""
        return Address(paragraph=self.number)

    def texts(self) -> list[tuple[Address, str]]:
        """The text, with its address: what a row has many of."""
        return [(Address(paragraph=self.number), self.text)]

    @property
    def pieces(self) -> Sequence[Piece]:
        """Where the text comes from; see `pieces_of`."""
        return pieces_of(self)

    @property
    def bookmarks(self) -> list[str]:
        """The names of the bookmarks that start in it."""
        return [mark.get(n.NAME, "") for mark in self.node.iter(n.BOOKMARK_START)]


Block = Paragraph | Row


def pieces_of(holder: Cell | Paragraph) -> Sequence[Piece]:
    """Where each character of a text comes from: put together, the pieces are the text.

    A plain text is followed when it is asked for. One that holds something special depends on what came before it (numbers,
    open fields) and was followed when it was read, if `content` was told to `trace`; else ValueError.
    """
    if holder.traced is not None:
        return holder.traced
    if isinstance(holder, Cell) and holder.origin is not None:
        return ()
    found = list(_plain_pieces(holder.node))
    if "".join([piece.text for piece in found]) != holder.text:
        raise ValueError("the text is not plain, and was not traced")
    return found


def _plain_pieces(node: Element) -> Iterator[Piece]:
    first = True
    for part in node.iter(n.P, n.T):
        if part.tag == n.P:
            if not first:
                yield Piece("\n", part)
            first = False
        elif part.text:
            yield Piece(part.text, part)


class Veil(StrEnum):
    """Why a text is in the file and not on the page."""

    DELETED = "deleted"
    MOVED = "moved"
    INSERTED = "inserted"
    """only when the original is read"""
    VANISHED = "vanished"
    WHITE = "white"
    TINY = "tiny"
    """too small to be seen"""
    MERGED = "merged"
    COMMENT = "comment"
    BINDING = "binding"
    """what the data behind a content control says, where the page says otherwise"""
    PROMPT = "prompt"
    """of a content control that nobody filled in"""
    RUBY = "ruby"
    """the reading above the characters"""
    STRUCK = "struck"
    """crossed out by hand"""


class Hidden(NamedTuple):
    """A text that is not data: somebody must look at it before the file is published."""

    veil: Veil
    address: Address
    text: str
    author: str = ""
    date: str = ""


class Look(StrEnum):
    """How a text looks that says more than its characters do."""

    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    RAISED = "raised"
    """by some points: a superscript by hand, or a little push"""
    LOWERED = "lowered"
    CAPITALS = "capitals"
    """small letters that are shown as capitals"""
    ROUND = "round"
    """two lines in one, with such brackets around them"""
    SQUARE = "square"
    ANGLE = "angle"
    CURLY = "curly"


class Flattened(NamedTuple):
    """A text that was read as it is, though its look says more."""

    look: Look
    address: Address
    text: str


class Medium(StrEnum):
    """What Word shows and is not looked into."""

    FILE = "file"
    SMART_ART = "smart art"
    CHART = "chart"
    FORMULA = "formula"
    """of an old equation editor: a picture and a program's own data"""
    OBJECT = "object"
    CONTROL = "control"
    PICTURE = "picture"


class Foreign(NamedTuple):
    """A place where something stands whose text was not read; the `program` that made it, when the file says so."""

    medium: Medium
    address: Address
    program: str = ""


class Aside(NamedTuple):
    """A text beside the blocks: of a text box in a cell that has a text of its own, a header, a footnote."""

    address: Address
    text: str


class Revisions(StrEnum):
    """Which side of tracked changes is read."""

    FINAL = "final"
    ORIGINAL = "original"
