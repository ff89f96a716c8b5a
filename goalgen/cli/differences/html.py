"""Edge floor: differences as one page that opens by itself, without anything from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from goalgen.changes import Kind
from goalgen.cli.console import harmless
from goalgen.cli.differences import Line, Run, budget, counted, heading, lines, summary, visible
from goalgen.verbs.diff import Difference, whole

_STYLE = """
body { font: 15px/1.6 "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; margin: 2em auto; max-width: 70em; padding: 0 1em; }
h2 { font-size: 1.1em; margin: 2em 0 .2em; } p { margin: .2em 0 .6em; color: #555; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; } th, td { border: 1px solid #ccc; padding: .3em .6em; text-align: left; }
td { vertical-align: top; overflow-wrap: anywhere; } th { background: #f4f4f4; } col.name { width: 26%; }
del { background: #fde2e0; color: #a3150d; } ins { background: #dcf3e0; color: #0b6b2b; text-decoration: none; }
@media (prefers-color-scheme: dark) { body { background: #1b1b1b; color: #ddd; } th { background: #2a2a2a; } p { color: #aaa; } }
"""


def render(differences: Sequence[Difference], run: Run) -> str:
    """The page."""
    title = f"{run.left} → {run.right}"
    sections = "".join(map(_section, differences))
    return (
        f'<!doctype html>\n<html lang="zh-CN">\n<meta charset="utf-8">\n<title>{_text(title)}</title>\n'
        f"<style>{_STYLE}</style>\n<h1>{_text(title)}</h1>\n<p>{_text(summary(differences))}</p>\n{sections}</html>\n"
    )


def _section(difference: Difference) -> str:
    about = "，".join(filter(None, (counted(difference), budget(difference), difference.project.place)))
    if difference.kind is Kind.CHANGED:
        rows = "".join(map(_row, lines(difference)))
    else:
        mark = "ins" if difference.kind is Kind.ADDED else "del"
        cells = [
            (_text(visible(label)), f"<{mark}>{_text(visible(text))}</{mark}>") for label, text in whole(difference)
        ]
        added = difference.kind is Kind.ADDED
        rows = "".join(_cells(label, "" if added else text, text if added else "") for label, text in cells)
    return (
        f"<h2>{_text(heading(difference))}</h2>\n<p>{_text(about)}</p>\n<table><col class=name><col><col>"
        f"<tr><th>栏目<th>原来<th>现在</tr>\n{rows}</table>\n"
    )


def _row(line: Line) -> str:
    told, label = line.told, _text(visible(line.told.label))
    if told.kind is Kind.MOVED:
        return _cells(label, "移动", _parts(line.new, "b"))
    amount = f"（{_text(told.amount)}）" if told.amount else ""
    return _cells(label, _parts(line.old, "del"), _parts(line.new, "ins") + amount)


def _cells(label: str, old: str, new: str) -> str:
    return f"<tr><td>{label}<td>{old}<td>{new}</tr>\n"


def _parts(parts: Sequence[tuple[str, bool]], mark: str) -> str:
    return "".join(
        f"<{mark}>{_text(visible(text))}</{mark}>" if changed else _text(visible(text)) for text, changed in parts
    )


def _text(text: str) -> str:
    return escape(harmless(text))
