"""Edge floor: findings as one page for a reviewer's desk, that opens by itself, asks nothing from elsewhere and prints on A4."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from goalgen.cli import overview
from goalgen.cli.console import harmless
from goalgen.cli.report import Run
from goalgen.codes import WORDS
from goalgen.problem import Problem, Severity

_STYLE = """
body { font: 15px/1.6 "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; margin: 2em auto; max-width: 72em; padding: 0 1em; color: #222; }
h1 { font-size: 1.4em; } h2 { font-size: 1.1em; margin: 2em 0 .2em; break-after: avoid; } p { margin: .4em 0; } p.about, small { color: #666; }
table { border-collapse: collapse; width: 100%; } th, td { border: 1px solid #bbb; padding: .3em .6em; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: #f2f2f2; white-space: nowrap; } td.number { text-align: right; white-space: nowrap; } tfoot td { font-weight: bold; background: #f8f8f8; }
table.findings { table-layout: fixed; } col.about { width: 21%; } col.code { width: 17%; } col.place { width: 20%; }
b.error { color: #a3150d; } b.warn { color: #8a5a00; } b.info { color: #28507a; } ins { background: #dcf3e0; color: #0b6b2b; text-decoration: none; }
blockquote { margin: 1em 0; padding: .2em 1em; border-left: 3px solid #bbb; color: #555; }
tr { break-inside: avoid; } thead { display: table-header-group; } tfoot { display: table-row-group; }
@page { size: A4; margin: 15mm 12mm; }
@media print { body { font-size: 9.5pt; line-height: 1.4; margin: 0; max-width: none; padding: 0; } a { color: inherit; text-decoration: none; } }
@media screen and (prefers-color-scheme: dark) {
body { background: #1b1b1b; color: #ddd; } th, tfoot td { background: #2a2a2a; } p.about, small, blockquote { color: #aaa; } a { color: #8bf; }
b.error { color: #f77; } b.warn { color: #eb5; } b.info { color: #8bd; } ins { background: #123d1d; color: #9de0ad; } }
"""
_TITLE = "绩效目标表检查结果"
_NUMBERS = range(1, len(WORDS) + 2)
"""The columns of the table of projects that are numbers."""


def render(problems: Sequence[Problem], run: Run) -> str:
    """The page: how many of each weight each project has, and its budget; what was found of each; what could not be judged."""
    found = overview.rows(problems, run)
    sections = "".join(_section(number, row) for number, row in enumerate(found, 1) if row.problems)
    unjudged = "".join(f"<blockquote>{_text(each.sentence)}</blockquote>\n" for each in run.unjudged)
    return (
        f'<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{_TITLE}</title>\n<style>{_STYLE}</style>\n</head>\n'
        f"<body>\n<h1>{_TITLE}</h1>\n{_projects(found)}<p>{_text(overview.sentence(problems, run))}</p>\n"
        f"{sections}{unjudged}</body>\n</html>\n"
    )


def _projects(found: Sequence[overview.Row]) -> str:
    heads = "".join(f"<th>{_text(head)}</th>" for head in overview.HEADS)
    rows = "".join(_project(number, row) for number, row in enumerate(found, 1))
    total = "".join(_cell(place, _text(cell)) for place, cell in enumerate(overview.total(found)))
    return (
        f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n<tfoot><tr>{total}</tr></tfoot>\n</table>\n"
        if found
        else ""
    )


def _project(number: int, row: overview.Row) -> str:
    name, *others = map(_text, row.cells)
    linked = f'<a href="#p{number}">{name}</a>' if row.problems else name
    return f"<tr>{''.join(_cell(place, cell) for place, cell in enumerate([linked, *others]))}</tr>\n"


def _cell(place: int, cell: str) -> str:
    return f"<td class=number>{cell}</td>" if place in _NUMBERS else f"<td>{cell}</td>"


def _section(number: int, row: overview.Row) -> str:
    budget = f"预算 {row.budget}" if row.budget else ""
    about = "，".join(part for part in (row.subject.unit, budget, row.place) if part)
    rows = "".join(_finding(problem, row) for problem in row.problems)
    return (
        f'<h2 id="p{number}">{_text(row.name)}</h2>\n<p class=about>{_text(about)}</p>\n<table class=findings>\n'
        "<colgroup><col class=about><col class=code><col><col class=place></colgroup>\n"
        f"<thead><tr><th>项目、指标</th><th>代码</th><th>问题</th><th>位置</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n"
    )


def _finding(problem: Problem, row: overview.Row) -> str:
    place, code, weight, project, indicator, message, text = map(_text, overview.finding(problem, row))
    about = f"<small>{project}</small><br>{indicator}" if indicator else f"<small>{project}</small>"
    written = f"<br>写成：<ins>{text}</ins>" if text else ""
    return (
        f"<tr><td>{about}</td><td><b class={_CLASSES[problem.severity]}>{weight}</b><br>{code}</td>"
        f"<td>{message}{written}</td><td>{place}</td></tr>\n"
    )


_CLASSES = {Severity.ERROR: "error", Severity.WARN: "warn", Severity.INFO: "info"}


def _text(text: str) -> str:
    return escape(harmless(text)).replace("\n", "<br>")
