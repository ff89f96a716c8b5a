"""Form floor: what a template looks for, as plain data. See `derive` for how it is read off the template."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from goalgen.labels import normalise_label
from goalgen.schema import FieldPath, Matcher


@dataclass(frozen=True, slots=True)
class Literal:
    """Static text."""

    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A place that holds a value; `pattern` is the schema's, `merge` is set by `|合并`."""

    path: FieldPath
    pattern: Matcher | None
    merge: bool = False
    filled: bool = False
    """must not be empty: it stands in a block that is printed only when it is not"""
    place: str = field(default="", compare=False)
    """where it stands in the template, as a person says it"""

    def admits(self, text: str) -> bool:
        """Whether the slot may hold this text."""
        return (bool(text) or not self.filled) and (self.pattern is None or self.pattern.search(text) is not None)


@dataclass(frozen=True, slots=True)
class Computed:
    """An expression that the template computes. `depth` is set when it is the number of a loop's turn."""

    expression: str
    scope: tuple[tuple[str, FieldPath], ...]
    depth: int | None = None
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a paragraph."""


@dataclass(frozen=True, slots=True)
class Loop:
    """A list whose items repeat the body; `depth` is how many loops it stands in."""

    path: FieldPath
    depth: int
    body: tuple[Node, ...]
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Cond:
    """A body that is there when the field is."""

    path: FieldPath
    body: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CellPattern:
    """A cell: its text, or nothing when it is merged into the cell above."""

    content: tuple[Node, ...]
    covered: bool = False
    over: str | None = None
    """the label of the cell that this one is merged into: what may stand here where a person did not merge"""
    span: int = 1
    column: int = 1
    """the column of the grid, from 1, that it begins in"""

    @property
    def label(self) -> str | None:
        """The normalised text of a cell that holds static text only."""
        if all(isinstance(node, Literal | Break) for node in self.content):
            return normalise_label("".join(node.text for node in self.content if isinstance(node, Literal)))
        return None


@dataclass(frozen=True, slots=True, eq=False)
class RowPattern:
    """A row of a table. `headers` are the rows of labels above it that a person repeats where a table is cut."""

    cells: tuple[CellPattern, ...]
    labels: tuple[str | None, ...]
    table: int
    first: bool = False
    """the first row of its table in the template"""
    looped: bool = False
    headers: tuple[RowPattern, ...] = ()
    around: int = 0
    """how many loops its whole table stands in"""


@dataclass(frozen=True, slots=True, eq=False)
class ParagraphPattern:
    """A paragraph outside of any table; when reading it may be missing."""

    content: tuple[Node, ...]


Node = Literal | Slot | Computed | Break | Loop | Cond | RowPattern | ParagraphPattern


def children(node: Node) -> tuple[Node, ...]:
    """What stands directly in a node: the body of a loop or condition, the text of a paragraph, the texts of a row's cells."""
    if isinstance(node, Loop | Cond):
        return node.body
    return tuple(part for text in texts(node) for part in text.content)


def texts(node: Node) -> tuple[ParagraphPattern | CellPattern, ...]:
    """What of a node is one text in a document: a paragraph itself, each cell of a row; nothing of other nodes."""
    if isinstance(node, RowPattern):
        return node.cells
    return (node,) if isinstance(node, ParagraphPattern) else ()


def nodes(pattern: Iterable[Node]) -> Iterator[Node]:
    """Every node of a pattern, in reading order."""
    for node in pattern:
        yield node
        yield from nodes(children(node))
