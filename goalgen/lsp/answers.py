"""Edge floor: what an editor is answered about a text: findings, their pages, fixes, the canonical layout."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types as lsp

from goalgen.desk.specs import formatted
from goalgen.lsp.sheets import Sheet
from goalgen.paths import field_of
from goalgen.problem import Problem, Severity
from goalgen.rules import catalog
from goalgen.rules.manual import codes
from goalgen.schema import field_schema
from goalgen.text import Edit, Span, apply_edits, changed_lines

LEVELS = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARN: lsp.DiagnosticSeverity.Warning,
    Severity.INFO: lsp.DiagnosticSeverity.Information,
}


def diagnostics(sheet: Sheet) -> list[lsp.Diagnostic]:
    """What is underlined."""
    return [_diagnostic(sheet, problem) for problem in sheet.problems]


def _diagnostic(sheet: Sheet, problem: Problem) -> lsp.Diagnostic:
    shown = sheet.text.range(sheet.text.span(problem))
    return lsp.Diagnostic(shown, problem.message, LEVELS[problem.severity], problem.code, source="goalgen")


def hover(sheet: Sheet, position: lsp.Position) -> lsp.Hover | None:
    """The pages of the findings under the cursor, then what the schema says of the key."""
    offset = sheet.text.offset(position)
    texts = [codes()[problem.code].page for problem in sheet.at(offset)]
    texts += _about(sheet, offset)
    shown = "\n---\n\n".join(dict.fromkeys(texts))
    return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, shown)) if shown else None


def _about(sheet: Sheet, offset: int) -> Iterator[str]:
    if sheet.spec is None or sheet.project is None:
        return
    path = next((path for path, span in sheet.spec.keys.items() if span.start <= offset <= span.end), None)
    described = field_schema(sheet.project.schema, field_of(path)) if path else None
    if path and described:
        yield f"**{described.get('title', path[-1])}** {described.get('description', '')}".rstrip() + "\n"


def actions(uri: str, sheet: Sheet, wanted: lsp.Range) -> list[lsp.CodeAction]:
    """The fixes of the findings in a range, and one that puts in all safe ones of the file."""
    start, end = sheet.text.offset(wanted.start), sheet.text.offset(wanted.end)
    found = []
    for problem in sheet.problems:
        span = sheet.text.span(problem)
        if problem.fix and span.start <= end and start <= span.end:
            rule = catalog().get(problem.code)
            safe = rule is None or rule.fix == "safe"
            edit = lsp.WorkspaceEdit({uri: sheet.text.edits(problem.fix)})
            title = f"{_title(sheet, problem)}{'' if safe else '（会改变意思，请核对）'}"
            told = [_diagnostic(sheet, problem)]
            found.append(lsp.CodeAction(title, lsp.CodeActionKind.QuickFix, told, is_preferred=safe, edit=edit))
    return [*found, *_all_safe(uri, sheet)]


def _title(sheet: Sheet, problem: Problem) -> str:
    """`G411 改「≧95%」为「≥95%」`: the value before and after, cut around what changes."""
    first, last = min(problem.fix).span.start, max(edit.span.end for edit in problem.fix)
    text = sheet.text.source.text
    edits = [Edit(Span(span.start - first, span.end - first), new) for span, new in problem.fix]
    before, after = text[first:last], apply_edits(text[first:last], edits)
    if not before:
        return f"{problem.code} 加上「{_short(after)}」"
    return (
        f"{problem.code} 改「{_short(before)}」为「{_short(after)}」"
        if after
        else f"{problem.code} 删去「{_short(before)}」"
    )


def _short(text: str) -> str:
    line = text.replace("\n", "⏎")
    return line if len(line) <= 20 else f"{line[:20]}…"


def _all_safe(uri: str, sheet: Sheet) -> Iterator[lsp.CodeAction]:
    if not any(problem.fix for problem in sheet.problems):
        return
    source, fixes = sheet.mended()
    if fixes:
        edits = tuple(changed_lines(sheet.text.source.text, source.text))
        change = lsp.WorkspaceEdit({uri: sheet.text.edits(edits)})
        title = f"改正本文件里不影响意思的 {fixes} 处"
        yield lsp.CodeAction(title, lsp.CodeActionKind.SourceFixAll, edit=change)


def formatting(sheet: Sheet) -> list[lsp.TextEdit] | str:
    """The edits that bring a spec into the canonical layout, as `fmt` does; or why it stays as it is, in a sentence."""
    if sheet.forms is None:
        return []
    text, problems = formatted(sheet.text.source, sheet.forms)
    if text is None:
        first = next((problem for problem in problems if problem.severity is Severity.ERROR), None)
        line = f"第 {first.where.line} 行" if first and first.where.line else ""
        return f"没有整理：请先改好{line}的问题" + (f"（{first.code} {first.message}）" if first else "")
    return sheet.text.edits(tuple(changed_lines(sheet.text.source.text, text)))
