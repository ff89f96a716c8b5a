"""Form floor: a near miss explains itself, as a person would say it."""

from __future__ import annotations

from collections.abc import Sequence

from goalgen.docx import Address, Block, Row
from goalgen.form.find import Finder, Furthest
from goalgen.form.pattern import RowPattern


def explain(finder: Finder, furthest: Furthest, blocks: Sequence[Block]) -> tuple[str, str]:
    """Where a table departs from the form, and how: `表12 第5行第6列` and `应为「其他资金」，实为「其它」`."""
    row = furthest.expected[0] if furthest.expected else None
    if furthest.position >= len(blocks):
        return "文末", f"{_row_name(row)}还没有出现，文件就完了"
    block = blocks[furthest.position]
    if not isinstance(block, Row):
        return str(Address(paragraph=block.number)), f"{_row_name(row)}之前出现了文字「{_short(block.text)}」"
    if row is None:
        return str(block.address()), "这一行不在表样里"
    if len(row.cells) != len(block.cells):
        texts = "｜".join(_short(cell.text) for cell in block.cells)
        return str(block.address()), f"{_row_name(row)}应有{len(row.cells)}格，实有{len(block.cells)}格（{texts}）"
    for pattern, label, cell in zip(row.cells, row.labels, block.cells, strict=True):
        if finder.cell(pattern, label, cell, (1,) * 8) is None:
            expected = f"应为「{label}」" if label else "应为空" if label == "" else "写法和模板不合"
            return str(block.address(cell)), f"{expected}，实为「{_short(cell.text)}」"
    return str(block.address()), "这一行另起了一张表"


def _row_name(row: RowPattern | None) -> str:
    label = next((label for label in row.labels if label), None) if row else None
    return f"「{label}」那一行" if label else "下一行"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 20 else line[:20] + "…"
