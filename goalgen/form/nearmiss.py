"""Form floor: a near miss explains itself, as a person would say it."""

from __future__ import annotations

from collections.abc import Sequence

from goalgen.docx import Block, Row
from goalgen.form.find import Finder, Furthest
from goalgen.form.pattern import Computed, Cond, Literal, Loop, Node, RowPattern, Slot, children
from goalgen.labels import normalise_label
from goalgen.schema import FieldPath, field_name


def explain(finder: Finder, furthest: Furthest, blocks: Sequence[Block]) -> tuple[str, str]:
    """Where a table departs from the form, and how: `表12 第5行第6列` and `应为「其他资金」，实为「其它」`."""
    row = furthest.expected[0] if furthest.expected else None
    if furthest.position >= len(blocks):
        return "文末", f"{_row_name(row)}还没有出现，文件就完了"
    block = blocks[furthest.position]
    if not isinstance(block, Row):
        return str(block.address()), f"{_row_name(row)}之前出现了文字「{_short(block.text)}」"
    if row is None:
        return str(block.address()), "这一行不在表样里"
    if len(row.cells) != len(block.cells):
        seen = "｜".join(_short(cell.text) for cell in block.cells)
        return str(block.address()), f"{_row_name(row)}应有{len(row.cells)}格，实有{len(block.cells)}格（{seen}）"
    cells = zip(row.cells, row.labels, block.cells, finder.rows.tried(row, block), strict=True)
    for pattern, label, cell, match in cells:
        if match is None:
            expected = (
                f"应为「{label}」" if label else "应为空" if label == "" else f"应为「{_shape(pattern.content)}」"
            )
            return str(block.address(cell)), f"{expected}，实为「{_short(cell.text)}」"
    return str(block.address()), "这一行另起了一张表"


def begun(finder: Finder, furthest: Furthest, blocks: Sequence[Block]) -> dict[FieldPath, str]:
    """What the row that departs says up to where it does, of fields that stand once."""
    row = furthest.expected[0] if furthest.expected else None
    block = blocks[furthest.position] if furthest.position < len(blocks) else None
    found: dict[FieldPath, str] = {}
    if row is None or not isinstance(block, Row):
        return found
    for match in finder.rows.tried(row, block):
        if match is None:
            break
        slots = [(claim.node, claim.value) for claim in match.claims if isinstance(claim.node, Slot)]
        found |= {slot.path: text for slot, text in slots if len(slot.path) == 1}
    return found


def nearest(forms: Sequence[tuple[str, Finder]], blocks: Sequence[Block]) -> str:
    """Of forms by title, which has most of its labels in a document that holds none of them, and the first it lacks."""
    seen = {normalise_label(cell.text) for block in blocks if isinstance(block, Row) for cell in block.cells}
    if not any(seen):
        return "；文件里没有表格，或表格是图片"
    labels = [
        (title, [label for row in finder.rows.patterns for label in row.labels if label]) for title, finder in forms
    ]
    shares = [(sum(label in seen for label in listed) / max(1, len(listed)), title, listed) for title, listed in labels]
    share, title, listed = max(shares, key=lambda each: each[0], default=(0, "", []))
    if not share:
        return "；和已知的表样没有一个相同的标签"
    met = sum(label in seen for label in listed)
    lacking = next((label for label in listed if label not in seen), None)
    first = f"，第一处不同：没有「{lacking}」" if lacking else "，但次序或格数不同"
    return f"；最接近「{title}」：{len(listed)} 个标签里有 {met} 个{first}"


def _row_name(row: RowPattern | None) -> str:
    label = next((label for label in row.labels if label), None) if row else None
    return f"「{label}」那一行" if label else "下一行"


def _shape(content: Sequence[Node]) -> str:
    """How the template writes a cell: `单位：〔金额单位〕`."""
    text = ""
    for node in content:
        if isinstance(node, Literal):
            text += node.text
        elif isinstance(node, Slot):
            text += f"〔{field_name(node.path[-1:]) or field_name(node.path)}〕"
        elif isinstance(node, Computed):
            text += "1" if node.depth is not None else "…"
        elif isinstance(node, Loop | Cond):
            text += _shape(children(node))
        else:
            text += " "
    return text.strip()


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 20 else line[:20] + "…"
