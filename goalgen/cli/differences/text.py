"""Edge floor: differences for people: a block for each project, a line for each change, columns right under wide characters."""

from __future__ import annotations

from collections.abc import Sequence

from goalgen.changes import Kind
from goalgen.cli.console import harmless
from goalgen.cli.differences import Line, Run, budget, counted, heading, lines, summary, visible
from goalgen.cli.report.text import width
from goalgen.verbs.diff import Difference, whole

_SIGNS = {Kind.CHANGED: " ", Kind.ADDED: "+", Kind.REMOVED: "-", Kind.MOVED: "~"}
_WIDEST = 20
"""Columns of a name of a field beyond which what it holds begins on a line of its own."""
_LONG = 36
"""Characters of a text beyond which it is told once, with what changed marked in it."""
_RED, _GREEN, _BOLD = "31", "32", "1"


def render(differences: Sequence[Difference], run: Run) -> str:
    """A block for each project, then a line of counts."""
    blocks = ["".join(f"{line}\n" for line in _block(each, run)) for each in differences]
    return "\n".join([*blocks, f"{summary(differences)}\n"])


def stat(differences: Sequence[Difference]) -> str:
    """One line a project: its counts, and its budget before and after."""
    names = [harmless(heading(each)) for each in differences]
    widest = max(map(width, names), default=0)
    rows = [
        "  ".join(filter(None, (f"{name}{' ' * (widest - width(name))}", counted(each), harmless(budget(each)))))
        for name, each in zip(names, differences, strict=True)
    ]
    return "".join(f"{row}\n" for row in [*rows, summary(differences)])


def _block(difference: Difference, run: Run) -> list[str]:
    name = _painted(harmless(heading(difference)), _BOLD, run)
    found = [f"{name}（{harmless(difference.project.place)}）：{counted(difference)}"]
    if difference.kind is not Kind.CHANGED:
        sign, colour = ("+", _GREEN) if difference.kind is Kind.ADDED else ("-", _RED)
        return found + [
            _painted(f"{sign} {harmless(visible(f'{label}  {text}'))}", colour, run)
            for label, text in whole(difference)
        ]
    told = lines(difference)
    labels = [harmless(visible(each.told.label)) for each in told]
    widest = max((width(label) for label in labels if width(label) <= _WIDEST), default=2)
    for label, each in zip(labels, told, strict=True):
        sign = _SIGNS[each.told.kind]
        room = widest - width(label)
        lead = f"{sign} {label}{' ' * room}  " if room >= 0 else f"{sign} {label}\n  {' ' * widest}  "
        found.append(lead + _said(each, run))
    return found


def _said(line: Line, run: Run) -> str:
    """Both texts of a change: side by side when they are short, else one text with what changed marked in it."""
    told = line.told
    if told.kind is Kind.MOVED:
        return "".join(text for text, _ in line.new)
    if told.kind is Kind.ADDED:
        return _painted(_plain(line.new), _GREEN, run)
    if told.kind is Kind.REMOVED:
        return _painted(_plain(line.old), _RED, run)
    changed = [part for part in told.stretches if not part.is_same]
    if len(changed) < len(told.stretches) and sum(len(part.old) for part in told.stretches) > _LONG:
        return _marked(line, run) + (f"，{told.amount}" if told.amount else "")
    old, new = (_parts(each, colour, run) for each, colour in ((line.old, _RED), (line.new, _GREEN)))
    return f"{old or '（空）'} → {new or '（空）'}" + (f"，{told.amount}" if told.amount else "")


def _marked(line: Line, run: Run) -> str:
    same = iter([text for text, changed in line.new if not changed])
    said = []
    for part in line.told.stretches:
        old, new = (harmless(visible(each)) for each in part)
        if part.is_same:
            said.append(harmless(visible(next(same))))
        elif run.colour:
            said.append(_painted(old, _RED, run) + _painted(new, _GREEN, run))
        else:
            said.append(f"〔{old}→{new}〕" if old and new else f"〔删 {old}〕" if old else f"〔增 {new}〕")
    return "".join(said)


def _plain(parts: Sequence[tuple[str, bool]]) -> str:
    return harmless(visible("".join(text for text, _ in parts)))


def _parts(parts: Sequence[tuple[str, bool]], colour: str, run: Run) -> str:
    return "".join(
        _painted(harmless(visible(text)), colour, run) if changed else harmless(visible(text))
        for text, changed in parts
    )


def _painted(text: str, colour: str, run: Run) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m" if run.colour and text else text
