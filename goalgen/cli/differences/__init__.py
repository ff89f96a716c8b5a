"""Edge floor: what changed between two sides, in the formats that people and programs read, one module each.

Each has `render(differences, run)`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from goalgen.changes import Kind
from goalgen.verbs.diff import Difference, Told, grown, told

WORDS = {Kind.CHANGED: "改", Kind.ADDED: "增", Kind.REMOVED: "删", Kind.MOVED: "移"}
_AROUND = 12
"""Characters that are shown on each side of what changed in a long text."""
_LONG = 40


class Run(NamedTuple):
    """What formats may tell beside the differences."""

    left: str
    right: str
    colour: bool = False


class Line(NamedTuple):
    """A change as it is shown: both texts in parts, each with whether it is what changed."""

    told: Told
    old: Sequence[tuple[str, bool]]
    new: Sequence[tuple[str, bool]]


def formats() -> list[str]:
    """The names of the formats."""
    return sorted(info.name for info in pkgutil.iter_modules([str(Path(__file__).parent)]))


def render(name: str, differences: Sequence[Difference], run: Run) -> str:
    """The differences in a format."""
    text: str = import_module(f"goalgen.cli.differences.{name}").render(differences, run)
    return text


def lines(difference: Difference) -> list[Line]:
    """The changes of a project: of long texts only what is about a change."""
    return [_line(each) for each in told(difference)]


def _line(each: Told) -> Line:
    parts = each.stretches
    long = max(sum(len(part.old) for part in parts), sum(len(part.new) for part in parts)) > _LONG
    old: list[tuple[str, bool]] = []
    new: list[tuple[str, bool]] = []
    for place, part in enumerate(parts):
        if part.is_same:
            text = (
                _about(part.old, first=place == 0, last=place == len(parts) - 1)
                if long and len(parts) > 1
                else part.old
            )
            old.append((text, False))
            new.append((text, False))
        else:
            old += [(part.old, True)] if part.old else []
            new += [(part.new, True)] if part.new else []
    return Line(each, old, new)


def _about(text: str, *, first: bool, last: bool) -> str:
    """What of a text that stays the same stands near a change."""
    before = "" if first else text[:_AROUND]
    after = "" if last else text[-_AROUND:]
    if len(text) <= len(before) + len(after) + 1:
        return text
    return f"{before}…{after}"


def heading(difference: Difference) -> str:
    """What a project is called; both names when it has a new one."""
    left, right = difference.left, difference.right
    if left and right and left.name != right.name:
        return visible(f"{left.name} → {right.name}")
    return visible(difference.project.name)


def counted(difference: Difference) -> str:
    """How much changed in a project: 改 2 处，增 1 行."""
    if difference.kind is not Kind.CHANGED:
        return {Kind.ADDED: "新增的项目", Kind.REMOVED: "删去的项目"}[difference.kind]
    said = {Kind.CHANGED: "改 {} 处", Kind.ADDED: "增 {} 行", Kind.REMOVED: "删 {} 行", Kind.MOVED: "移 {} 行"}
    return "，".join(said[kind].format(number) for kind, number in difference.counts().items() if number)


def budget(difference: Difference) -> str:
    """A project's budget before and after: 预算 43.00 → 45.00，增 2.00; "" when the form has none."""
    old = difference.left.budget.strip() if difference.left else ""
    new = difference.right.budget.strip() if difference.right else ""
    if not old and not new:
        return ""
    if old == new:
        return f"预算 {new}"
    more = grown(old, new) if old and new else ""
    if difference.kind is not Kind.CHANGED:
        return f"预算 {old or new}"
    return f"预算 {old or '无'} → {new or '无'}" + (f"，{more}" if more else "")


def summary(differences: Sequence[Difference]) -> str:
    """How many projects changed, came and went."""
    if not differences:
        return "两边一样，没有改动"
    numbers = {kind: sum(each.kind is kind for each in differences) for kind in WORDS}
    said = "，".join(f"{WORDS[kind]} {number} 个" for kind, number in numbers.items() if number)
    return f"{len(differences)} 个项目不一样：{said}"


def visible(text: str) -> str:
    """A text on one line, with what opens a paragraph or a line shown."""
    return text.replace("\n", "⏎").replace("\v", "↵").replace("\t", "⇥").replace("\f", "⇟")
