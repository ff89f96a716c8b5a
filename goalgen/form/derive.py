"""Form floor: the pattern read off a template's tree.

The template's text is read by the same walker that reads documents, so both see the same characters. For that, each value
tag is first replaced by a mark, `U+FDD0 number U+FDD1`: noncharacters, which no document holds.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NamedTuple

from lxml import etree

from goalgen.docx import Cell, children, frame_of, paragraph_text, row_cells
from goalgen.docx import names as n
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
    nodes,
)
from goalgen.form.tags import EXAMPLES, places
from goalgen.form.template import BLOCK, VALUE, Template
from goalgen.paths import Depth
from goalgen.problem import Problem, Where
from goalgen.schema import FieldPath, Schema, field_name, field_schema, is_list, resolve, value_regex

MERGE = "合并"
"""The filter that merges a cell with the one above it."""

MAX_NESTED = 8
"""How many loops and conditions may stand in each other; a form needs two."""

_UNREAD = "写在读不到的地方（文本框之类），请移到正文或表格里"
_MARK = re.compile("\ufdd0(\\d+)\ufdd1")
_FOR = re.compile(r"for (\w+) in (\w+(?:\.\w+)*)")
_IF = re.compile(r"if (\w+(?:\.\w+)*)")
_NAME = re.compile(rf"(\w+(?:\.\w+)*)(?:\s*\|\s*({MERGE}))?")


class Scope(NamedTuple):
    """What names mean at a place in the template: loop variables by name, how many loops, the fields known to be there."""

    names: Mapping[str, FieldPath] = {}
    depth: int = 0
    nested: int = 0
    """how many loops and conditions"""
    item: FieldPath = ()
    """the item of the innermost loop"""
    present: frozenset[FieldPath] = frozenset()

    def path(self, name: str) -> FieldPath:
        """The field that a dotted name means."""
        first, *rest = name.split(".")
        return (*self.names.get(first, (first,)), *rest)


@dataclass
class _Derivation:
    template: Template
    schema: Schema
    file: str
    place: Callable[[etree._Element], str]
    values: list[tuple[str, str]] = field(default_factory=list)
    """each value's expression and place, by the number of its mark"""
    unread: set[int] = field(default_factory=set)
    met: set[etree._Element] = field(default_factory=set)
    """the block tags that became loops and conditions"""
    problems: dict[Problem, None] = field(default_factory=dict)
    """in the order in which they were met"""

    def refuse(self, code: str, cell: str, message: str) -> None:
        """Note a problem with its cell."""
        self.problems.setdefault(Problem(code, Where(self.file, cell=cell), message))


def derive_pattern(template: Template, schema: Schema, file: str) -> tuple[tuple[Node, ...], list[Problem]]:
    """The pattern of the template's body, and what of it is outside the language of templates."""
    body = copy.deepcopy(template.tree).find(n.BODY)
    if body is None:
        return (), [Problem("F101", Where(file), "模板没有正文")]
    context = _Derivation(template, schema, file, places(body))
    _mark_values(body, context)
    blocks = [node for node in body.iter(etree.PI) if _target(node) == BLOCK]
    tables = iter(range(1, 1_000_000))

    def block(node: etree._Element, scope: Scope) -> Iterator[Node]:
        if node.tag == n.P:
            content = _text(paragraph_text(node), scope, context)
            _refuse_merge(content, context)
            if any(not isinstance(part, Literal) or part.text.strip() for part in content):
                yield ParagraphPattern((*content, Break()))
        elif node.tag == n.TBL:
            yield from _table(node, scope, next(tables), block, context)

    pattern = _sequence(children(body), Scope(), block, context)
    for number in sorted(context.unread) if not context.problems else ():
        expression, cell = context.values[number]
        context.refuse("F102", cell, f"{{{{ {expression} }}}} {_UNREAD}")
    for node in blocks if not context.problems else ():
        if node not in context.met:
            context.refuse("F102", context.place(node), f"{{% {node.text} %}} {_UNREAD}")
    inside = sum(1 for _ in body.iter(etree.PI)) + len(context.values)
    if not context.problems and sum(1 for _ in template.tree.iter(etree.PI)) != inside:
        context.refuse("F102", "", f"正文之外有标签，{_UNREAD}")
    unpaired = any(problem.code == "F107" for problem in context.problems)
    return pattern, [problem for problem in context.problems if not (unpaired and problem.code == "F104")]


def _mark_values(body: etree._Element, context: _Derivation) -> None:
    """Replace value tags in the text by marks."""
    tags = [node for node in body.iter(etree.PI) if _target(node) == VALUE]
    context.values = [((node.text or "").strip(), context.place(node)) for node in tags]
    context.unread = set(range(len(tags)))
    for number, node in enumerate(tags):
        parent = node.getparent()
        assert parent is not None
        mark = f"\ufdd0{number}\ufdd1" + (node.tail or "")
        previous = node.getprevious()
        if previous is None:
            parent.text = (parent.text or "") + mark
        else:
            previous.tail = (previous.tail or "") + mark
        node.tail = None
        parent.remove(node)


def _target(node: etree._Element) -> str | None:
    """The target of a processing instruction; None for other nodes."""
    return node.target if isinstance(node, etree._ProcessingInstruction) else None


Leaf = Callable[[etree._Element, Scope], Iterator[Node]]


def _sequence(siblings: Sequence[etree._Element], scope: Scope, leaf: Leaf, context: _Derivation) -> tuple[Node, ...]:
    """The siblings of one level as nodes, with the block tags among them as brackets."""
    found: list[Node] = []
    position = 0
    closings = _closings(siblings)
    while position < len(siblings):
        node = siblings[position]
        position += 1
        if _target(node) != BLOCK:
            found += leaf(node, scope)
            continue
        statement, cell = node.text or "", context.place(node)
        end = closings.get(position - 1)
        if end is None or siblings[end].text != f"end{statement.split()[0]}":
            context.refuse("F107", cell, f"{{% {statement} %}} 没有配对：每个 for、if 要有同一层的 endfor、endif")
            position = position if end is None else end + 1
            continue
        if scope.nested == MAX_NESTED:
            context.refuse("F119", cell, f"循环和条件套了 {MAX_NESTED} 层以上，请少套几层")
            return ()
        body = siblings[position:end]
        context.met |= {node, siblings[end]}
        position = end + 1
        if match := _FOR.fullmatch(statement):
            found += _loop(match[1], scope.path(match[2]), body, cell, scope, leaf, context)
        elif match := _IF.fullmatch(statement):
            path = scope.path(match[1])
            if field_schema(context.schema, path) is None:
                _unknown(path, cell, context)
            inside = scope._replace(present=scope.present | {path}, nested=scope.nested + 1)
            found.append(Cond(path, _sequence(body, inside, leaf, context)))
        else:
            context.refuse("F102", cell, f"「{{% {statement} %}}」不在模板语言里。{EXAMPLES}")
    return tuple(found)


def _closings(siblings: Sequence[etree._Element]) -> Mapping[int, int]:
    """Where each bracket among the siblings is closed, by where it is opened."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for index, node in enumerate(siblings):
        if _target(node) != BLOCK:
            continue
        if not (node.text or "").startswith("end"):
            opened.append(index)
        elif opened:
            found[opened.pop()] = index
    return found


def _loop(
    name: str,
    path: FieldPath,
    body: Sequence[etree._Element],
    cell: str,
    scope: Scope,
    leaf: Leaf,
    context: _Derivation,
) -> Iterator[Node]:
    part = field_schema(context.schema, path)
    if part is None:
        _unknown(path, cell, context)
    elif not is_list(part):
        context.refuse("F104", cell, f"「{field_name(path)}」在 schema 里不是列表（type: array），不能循环")
    else:
        item: FieldPath = (*path, Depth(scope.depth))
        if path[: len(scope.item)] != scope.item:
            outer = field_name(scope.item)
            context.refuse(
                "F108",
                cell,
                f"「{field_name(path)}」不在「{outer}」的一项里，套在它的循环里分不清各是哪一项的；请移到外面",
            )
        inside = Scope({**scope.names, name: item}, scope.depth + 1, scope.nested + 1, item, scope.present)
        found = _sequence(body, inside, leaf, context)
        merged = next((slot for node in found if isinstance(node, RowPattern) for slot in _merged(node)), None)
        if merged and len(found) > 1:
            context.refuse("F106", merged.place, f"有 |{MERGE} 的循环，每一项只能印一行")
        if all(isinstance(node, Cond | Loop) for node in found):
            context.refuse(
                "F108", cell, f"「{field_name(path)}」的一项可能什么也不印，读时数不出有几项；请至少印一段或一行"
            )
        yield Loop(path, scope.depth, found, cell)


def _merged(row: RowPattern) -> Iterator[Slot]:
    for cell in row.cells:
        yield from (node for node in cell.content if isinstance(node, Slot) and node.merge)


def _unknown(path: FieldPath, cell: str, context: _Derivation) -> None:
    parent = field_schema(context.schema, path[:-1]) or {}
    names = list(resolve(context.schema, parent).get("properties", {}))
    close = get_close_matches(str(path[-1]), names, n=1)
    hint = f"，是不是「{close[0]}」？" if close else f"；有：{'、'.join(names)}" if names else ""
    context.refuse("F104", cell, f"schema 里没有「{field_name(path)}」这一项{hint}")


def _table(table: etree._Element, scope: Scope, number: int, block: Leaf, context: _Derivation) -> Iterator[Node]:
    """The rows of a table; a row that is but a frame around a table is what stands in it, as it is when a document is read."""
    above: dict[int, Cell] = {}
    over: dict[int, str | None] = {}
    headers: list[RowPattern] = []
    first, around = True, scope.depth

    def row(tr: etree._Element, scope: Scope) -> Iterator[Node]:
        nonlocal first
        if tr.tag != n.TR:
            return
        if (frame := frame_of(tr)) is not None:
            yield from _sequence(children(frame), scope, block, context)
            return
        placed = row_cells(tr, above)
        cells = tuple(_cell(cell, over.get(cell.column), scope, context) for cell in placed)
        over.update((place.column, cell.label) for place, cell in zip(placed, cells, strict=True) if not cell.covered)
        labels = tuple(cell.label for cell in cells)
        looped = scope.depth > 0
        pattern = RowPattern(cells, labels, number, first, looped, tuple(headers) if looped else (), around)
        if not looped and None not in labels:
            headers.append(pattern)
        first = False
        yield pattern

    yield from _sequence(children(table), scope, row, context)


def _cell(cell: Cell, over: str | None, scope: Scope, context: _Derivation) -> CellPattern:
    covered = cell.origin is not None

    def paragraph(node: etree._Element, scope: Scope) -> Iterator[Node]:
        if node.tag == n.P:
            yield from _text(paragraph_text(node), scope, context)
            yield Break()

    content = _sequence(children(cell.node), scope, paragraph, context)
    if cell.under.strip():
        context.refuse(
            "F106", context.place(cell.node), f"合并掉的单元格里还有文字「{_plain(cell.under, context)}」，请删去"
        )
    if len(content) != 2 or not isinstance(content[0], Slot):
        _refuse_merge(content, context)
    return CellPattern(content, covered, over if covered else None, cell.span, cell.column)


def _refuse_merge(content: Sequence[Node], context: _Derivation) -> None:
    for node in nodes(content):
        if isinstance(node, Slot) and node.merge:
            context.refuse("F106", node.place, f"|{MERGE} 的标签要独占表格里的一个单元格")


def _text(text: str, scope: Scope, context: _Derivation) -> list[Node]:
    """The text of one paragraph as literals, slots and computed expressions."""
    found: list[Node] = []
    for index, piece in enumerate(_MARK.split(text)):
        if index % 2:
            context.unread.discard(int(piece))
            found.append(_value(*context.values[int(piece)], scope, context))
        elif piece:
            found.append(Literal(piece))
    return found


def _value(expression: str, cell: str, scope: Scope, context: _Derivation) -> Node:
    match = _NAME.fullmatch(expression)
    if match is None or match[1].split(".")[0] == "loop":
        number = scope.depth - 1 if expression == "loop.index" and scope.depth else None
        return Computed(expression, tuple(scope.names.items()), number, cell)
    path, merge = scope.path(match[1]), match[2] is not None
    part = field_schema(context.schema, path)
    if part is None:
        _unknown(path, cell, context)
    elif is_list(part) or "properties" in part:
        context.refuse("F104", cell, f"「{field_name(path)}」不是一段文字；列表要用 {{%p for … %}} 或 {{%tr for … %}}")
    if merge and (not scope.depth or path[:-1] != max(scope.names.values(), key=len)):
        context.refuse("F106", cell, f"|{MERGE} 只能用在最里层循环的那一项上，例如 {{{{ 项.栏位|{MERGE} }}}}")
    return Slot(path, value_regex(part or {}), merge, path in scope.present, cell)


def _plain(text: str, context: _Derivation) -> str:
    return _MARK.sub(lambda mark: "{{ " + context.values[int(mark[1])][0] + " }}", text)
