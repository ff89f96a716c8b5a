"""Form floor: a form that was tried out, as plain data, and back: what was proven once need not be proven at each start."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from goalgen.form.form import Form
from goalgen.form.pattern import (
    Break,
    CellPattern,
    Computed,
    Cond,
    Literal,
    Loop,
    Node,
    ParagraphPattern,
    RowPattern,
    Slot,
)
from goalgen.memory import Unlike
from goalgen.paths import Depth
from goalgen.schema import FieldPath, Matcher, Schema

if TYPE_CHECKING:
    from goalgen.form.template import Template


def plain(form: Form) -> dict[str, Any]:
    """A form as JSON: what reading needs of it."""
    return {"pattern": [*_Plain()(form.pattern)], "unprinted": [*form.unprinted]}


def form_of(data: object, name: str, schema: Schema, variant: str, template: Callable[[], Template]) -> Form:
    """The form that became this data. Raises Unlike for other data."""
    try:
        held: Any = data
        pattern = tuple(_Nodes()(held["pattern"]))
        unprinted = tuple(map(str, held["unprinted"]))
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise Unlike from error
    return Form(name, schema, pattern, unprinted, template, variant)


class _Plain:
    """Nodes as lists that begin with their kind; a row is known to the rows below it by its number."""

    def __init__(self) -> None:
        self.rows: dict[RowPattern, int] = {}

    def __call__(self, nodes: Sequence[Node]) -> Iterator[list[Any]]:
        for node in nodes:
            match node:
                case Literal(text):
                    yield ["text", text]
                case Slot(path, pattern, merge, filled, place):
                    yield ["slot", path, pattern and [pattern.text, pattern.most], merge, filled, place]
                case Computed(expression, scope, depth, place):
                    yield ["computed", expression, [[name, path] for name, path in scope], depth, place]
                case Break():
                    yield ["break"]
                case Loop(path, depth, body, place):
                    yield ["loop", path, depth, [*self(body)], place]
                case Cond(path, body):
                    yield ["cond", path, [*self(body)]]
                case ParagraphPattern(content):
                    yield ["paragraph", [*self(content)]]
                case RowPattern(cells, labels, table, first, looped, headers, around):
                    headed = [self.rows[header] for header in headers]
                    yield ["row", [self._cell(cell) for cell in cells], labels, table, first, looped, headed, around]
                    self.rows[node] = len(self.rows)

    def _cell(self, cell: CellPattern) -> list[Any]:
        return [[*self(cell.content)], cell.covered, cell.over, cell.span, cell.column]


class _Nodes:
    """The way back. Every value is taken for what it must be, so that other data raises here and nowhere else."""

    def __init__(self) -> None:
        self.rows: list[RowPattern] = []

    def __call__(self, data: Sequence[Sequence[Any]]) -> Iterator[Node]:
        for kind, *held in data:
            yield _MAKERS[kind](self, *held)

    def slot(self, path: list[Any], pattern: list[Any] | None, merge: bool, filled: bool, place: str) -> Slot:
        return Slot(_path(path), None if pattern is None else Matcher(*pattern), merge, filled, place)

    def computed(self, expression: str, scope: list[Any], depth: int | None, place: str) -> Computed:
        return Computed(expression, tuple((name, _path(path)) for name, path in scope), depth, place)

    def loop(self, path: list[Any], depth: int, body: list[Any], place: str) -> Loop:
        return Loop(_path(path), depth, tuple(self(body)), place)

    def cond(self, path: list[Any], body: list[Any]) -> Cond:
        return Cond(_path(path), tuple(self(body)))

    def paragraph(self, content: list[Any]) -> ParagraphPattern:
        return ParagraphPattern(tuple(self(content)))

    def row(
        self, cells: list[Any], labels: list[Any], table: int, first: bool, looped: bool, headed: list[int], around: int
    ) -> RowPattern:
        headers = tuple(self.rows[number] for number in headed)
        made = tuple(CellPattern(tuple(self(content)), *more) for content, *more in cells)
        row = RowPattern(made, tuple(labels), table, first, looped, headers, around)
        self.rows.append(row)
        return row


def _path(steps: list[Any]) -> FieldPath:
    return tuple(step if isinstance(step, str) else Depth(int(step)) for step in steps)


_MAKERS: Mapping[str, Callable[..., Node]] = {
    "text": lambda _, text: Literal(text),
    "slot": _Nodes.slot,
    "computed": _Nodes.computed,
    "break": lambda _: Break(),
    "loop": _Nodes.loop,
    "cond": _Nodes.cond,
    "paragraph": _Nodes.paragraph,
    "row": _Nodes.row,
}
