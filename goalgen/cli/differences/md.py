"""Edge floor: differences as Markdown, to paste into a merge request; never longer than GitHub takes for one comment."""

from __future__ import annotations

import re
from collections.abc import Sequence

from goalgen.changes import Kind
from goalgen.cli.console import harmless
from goalgen.cli.differences import Line, Run, budget, counted, heading, lines, summary, visible
from goalgen.verbs.diff import Difference, whole

MOST = 65_536
"""Characters of a comment on GitHub."""
_TAIL = 300
"""Characters kept for the line that says what was left out."""
_HEAD = "| 栏目 | 原来 | 现在 |\n|---|---|---|\n"


def render(differences: Sequence[Difference], run: Run) -> str:
    """A line of counts, then a table for each project, as far as there is room."""
    text = f"**{summary(differences)}**\n"
    left = 0
    for place, difference in enumerate(differences):
        head, rows = _section(difference)
        room = MOST - _TAIL - len(text) - len(head)
        fitting = _fitting(rows, room)
        if room < 0 or (rows and not fitting):
            left += sum(len(_section(each)[1]) or 1 for each in differences[place:])
            break
        text += head + "".join(rows[:fitting])
        left += len(rows) - fitting
        if fitting < len(rows):
            left += sum(len(_section(each)[1]) or 1 for each in differences[place + 1 :])
            break
    else:
        return text
    command = f"goalgen diff {run.left} {run.right}"
    return f"{text}\n还有 {left} 处没有列出（一条评论最多 {MOST} 字）：请运行 `{command[:200]}` 看全部。\n"


def _fitting(rows: Sequence[str], room: int) -> int:
    """How many rows there is room for."""
    for place, row in enumerate(rows):
        room -= len(row)
        if room < 0:
            return place
    return len(rows)


def _section(difference: Difference) -> tuple[str, list[str]]:
    about = "，".join(filter(None, (counted(difference), budget(difference))))
    head = f"\n#### {cell(heading(difference))}\n\n{cell(about)}\n\n{_HEAD}"
    if difference.kind is Kind.CHANGED:
        return head, [_row(each) for each in lines(difference)]
    sides = [(f"| {cell(visible(label))} | ", cell(visible(text))) for label, text in whole(difference)]
    added = difference.kind is Kind.ADDED
    return head, [f"{start} | {text} |\n" if added else f"{start}{text} | |\n" for start, text in sides]


def _row(line: Line) -> str:
    told = line.told
    label = cell(visible(told.label))
    if told.kind is Kind.MOVED:
        return f"| {label} | 移动 | {_parts(line.new, '')} |\n"
    old, new = _parts(line.old, "~~"), _parts(line.new, "**")
    if told.kind is Kind.ADDED:
        return f"| {label} | | 新增：{new} |\n"
    if told.kind is Kind.REMOVED:
        return f"| {label} | 删去：{old} | |\n"
    return f"| {label} | {old or '（空）'} | {new or '（空）'}{f'（{told.amount}）' if told.amount else ''} |\n"


def _parts(parts: Sequence[tuple[str, bool]], mark: str) -> str:
    """A text with what changed between marks; Markdown wants no space inside of them."""
    said = ""
    for text, changed in parts:
        shown = cell(visible(text))
        bare = shown.strip()
        if changed and mark and bare:
            start, _, end = shown.partition(bare)
            shown = f"{start}{mark}{bare}{mark}{end}"
        said += shown
    return said


def cell(text: str) -> str:
    """A text that Markdown shows as it is, on one line: nothing of it is markup, an entity, a formula, or calls somebody."""
    text = harmless(text).replace("&", "&amp;").replace("@", "&#64;")
    for char in "\\`*_<>[]|~$":
        text = text.replace(char, f"\\{char}")
    return re.sub("#(?!64;)", r"\\#", text).replace("\n", " ")
