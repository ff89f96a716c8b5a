"""Verbs floor: what changed between two forms, in words: labels, slots, rows, columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from goalgen.form import Form
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
    children,
    nodes,
)
from goalgen.labels import normalise_label
from goalgen.schema import Schema, field_name, field_schema
from goalgen.vocabulary import meaning_of_field


class _Line(NamedTuple):
    """A row or paragraph of a form: where it is, what its cells hold, the loops and conditions around it."""

    place: str
    cells: tuple[str, ...]
    around: str

    @property
    def said(self) -> str:
        return "｜".join(cell.replace("\n", "") or "空" for cell in self.cells) or "空行"


def diff_forms(old: Form, new: Form) -> list[str]:
    """The changes from one form to the other, one a line; none when both print and read the same."""
    return [*_slots(old, new), *_lines(_outline(old), _outline(new))]


def _fields(form: Form) -> dict[str, tuple[str | None, Schema]]:
    """The slots of a form by name, with what they mean."""
    found: dict[str, tuple[str | None, Schema]] = {}

    for node in nodes(form.pattern):
        if isinstance(node, Slot):
            part = field_schema(form.schema, node.path) or {}
            named = node.path if isinstance(node.path[-1], str) else node.path[:-1]
            meaning = meaning_of_field(str(named[-1]), field_schema(form.schema, named) or {})
            found.setdefault(field_name(node.path), (meaning, part))
    return found


def _slots(old: Form, new: Form) -> Iterator[str]:
    ours, theirs = _fields(old), _fields(new)
    gone = [name for name in ours if name not in theirs]
    come = [name for name in theirs if name not in ours]
    for name in list(gone):
        meaning = ours[name][0]
        same = next((other for other in come if meaning and theirs[other][0] == meaning), None)
        if same is not None:
            yield f"栏位改名：{name} → {same}"
            gone.remove(name)
            come.remove(same)
    yield from (f"栏位删去：{name}" for name in gone)
    yield from (f"栏位新增：{name}" for name in come)
    for name in ours:
        if name in theirs and (before := _rule(ours[name][1])) != (after := _rule(theirs[name][1])):
            yield f"栏位的写法要求变了：{name}，原来{before}，现在{after}"


def _rule(part: Schema) -> str:
    allowed = part.get("enum") or ([part["const"]] if "const" in part else None)
    if allowed:
        return f"只许写{'、'.join(map(str, allowed))}"
    return f"要合乎 {part['pattern']}" if "pattern" in part else "不限"


def _outline(form: Form) -> list[_Line]:
    lines: list[_Line] = []
    rows: dict[int, int] = {}

    def visit(pattern: Sequence[Node], around: str) -> None:
        for node in pattern:
            if isinstance(node, Loop):
                visit(children(node), f"{around}每条{field_name(node.path)}一行；")
            elif isinstance(node, Cond):
                visit(children(node), f"{around}有{field_name(node.path)}才印；")
            elif isinstance(node, ParagraphPattern):
                lines.append(_Line("表外", (_text(node.content),), around))
            elif isinstance(node, RowPattern):
                rows[node.table] = rows.get(node.table, 0) + 1
                cells = tuple(_cell(cell) for cell in node.cells)
                lines.append(_Line(f"表{node.table} 第{rows[node.table]}行", cells, around))

    visit(form.pattern, "")
    return lines


def _cell(cell: CellPattern) -> str:
    return (
        "〃"
        if cell.covered
        else normalise_label(_text(cell.content))
        if cell.label is not None
        else _text(cell.content)
    )


def _text(content: Sequence[Node]) -> str:
    """What a cell holds, slots in braces."""
    pieces = []
    for node in content:
        if isinstance(node, Literal):
            pieces.append(node.text)
        elif isinstance(node, Slot):
            pieces.append(f"{{{field_name(node.path)}{'，合并' if node.merge else ''}}}")
        elif isinstance(node, Computed):
            pieces.append(f"{{{node.expression}}}")
        elif isinstance(node, Break):
            pieces.append("\n")
        elif isinstance(node, Loop | Cond):
            inside = _text(children(node))
            pieces.append(f"{{各条：{inside}}}" if isinstance(node, Loop) else inside)
    return "".join(pieces).removesuffix("\n")


def _lines(old: Sequence[_Line], new: Sequence[_Line]) -> Iterator[str]:
    """Rows that came, went, moved or changed; a changed row is compared cell by cell."""
    ours, theirs = ([(line.cells, line.around) for line in lines] for lines in (old, new))
    gone: list[_Line] = []
    come: list[_Line] = []
    for kind, start, end, from_, to in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        left, right = list(old[start:end]), list(new[from_:to])
        while left and right:
            one, two = _closest(left, right)
            if one is None or two is None:
                break
            yield from _changed(one, two)
            left.remove(one)
            right.remove(two)
        gone += left
        come += right
    for one in list(gone):
        two = next((each for each in come if (each.cells, each.around) == (one.cells, one.around)), None)
        if two is not None:
            yield f"行移动：{one.place} → {two.place}：{one.said}"
            gone.remove(one)
            come.remove(two)
    yield from (f"行删去：{line.place}：{line.said}" for line in gone)
    yield from (f"行新增：{line.place}：{line.said}" for line in come)


def _closest(left: Sequence[_Line], right: Sequence[_Line]) -> tuple[_Line | None, _Line | None]:
    """The two rows that have the most in common; none when no two have half of their cells."""
    best: tuple[float, _Line | None, _Line | None] = (0.5, None, None)
    for one in left:
        for two in right:
            share = SequenceMatcher(None, one.cells, two.cells, autojunk=False).ratio()
            if len(one.cells) == len(two.cells):
                share = max(share, SequenceMatcher(None, one.said, two.said, autojunk=False).ratio())
            if share >= best[0] and (best[1] is None or share > best[0]):
                best = (share, one, two)
    return best[1], best[2]


def _changed(one: _Line, two: _Line) -> Iterator[str]:
    if one.around != two.around:
        yield f"{two.place}：原来「{one.around or '印一次'}」，现在「{two.around or '印一次'}」"
    for kind, start, end, from_, to in SequenceMatcher(None, one.cells, two.cells, autojunk=False).get_opcodes():
        left, right = "｜".join(one.cells[start:end]), "｜".join(two.cells[from_:to])
        if kind == "replace" and end - start == to - from_:
            for place in range(end - start):
                was, now = one.cells[start + place], two.cells[from_ + place]
                yield f"{two.place} 第{from_ + place + 1}格：「{was}」变为「{now}」"
        elif kind == "replace":
            yield f"{two.place} 第{from_ + 1}格：「{left}」变为「{right}」"
        elif kind == "delete":
            yield f"{one.place}：删去第{start + 1}格「{left}」"
        elif kind == "insert":
            yield f"{two.place}：新增第{from_ + 1}格「{right}」"
