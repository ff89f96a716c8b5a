"""Edge floor: `goalgen lsp`, what an editor shows of a spec while it is written: findings, their pages, fixes, the levels' names.

The language server protocol counts columns in units of an encoding that both sides agree on, usually UTF-16: 𠮷 is two.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from lsprotocol import types as lsp
from pygls import uris
from pygls.lsp.server import LanguageServer

from goalgen import __version__, bulk
from goalgen.desk.files import MOST_TEXT, read
from goalgen.desk.forms import Forms
from goalgen.desk.lint import Lint
from goalgen.desk.specs import ROOT, SUFFIXES, Book
from goalgen.desk.tree import listed, stays
from goalgen.guard import Failure, guarded
from goalgen.paths import field_of
from goalgen.problem import Problem, Severity
from goalgen.rules import Project, catalog
from goalgen.rules.manual import codes
from goalgen.schema import field_schema
from goalgen.spec import FORM_KEY, Repaired, Spec, decode
from goalgen.taxonomy import Profile
from goalgen.text import Edit, Source, Span, apply_edits, changed_lines, in_order
from goalgen.verbs.check import check, together
from goalgen.vocabulary import meaning_of_label

Answer = TypeVar("Answer")
LEVELS = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARN: lsp.DiagnosticSeverity.Warning,
    Severity.INFO: lsp.DiagnosticSeverity.Information,
}
WIDTHS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
_PAIR = re.compile(r"(?P<lead>[ ]*(?P<dash>- +)?)(?P<key>[^\s:#'\"-][^:#]*?)(?P<colon>[ ]*:)(?P<gap>[ ]*)(?P<value>.*)")
_COMMENT = re.compile(r"\s+#.*$|\s+$")


class Text(NamedTuple):
    """A source whose places are counted as the editor counts them."""

    source: Source
    encoding: str = "utf-16"

    def position(self, offset: int) -> lsp.Position:
        """The place of a character."""
        codec, width = WIDTHS[self.encoding]
        line, column = self.source.position(offset)
        start = offset - column + 1
        if self.encoding == "utf-16":
            return lsp.Position(line - 1, self.source.units(start, offset))
        return lsp.Position(line - 1, len(self.source.text[start:offset].encode(codec, "surrogatepass")) // width)

    def offset(self, position: lsp.Position) -> int:
        """The character at a place; one past the end of a line is its end."""
        codec, width = WIDTHS[self.encoding]
        start = self.source.start(position.line + 1)
        line = self.source.line(position.line + 1) if start < len(self.source.text) else ""
        ahead = line.encode(codec, "surrogatepass")[: position.character * width]
        return start + len(ahead.decode(codec, "ignore"))

    def range(self, span: Span) -> lsp.Range:
        """The range of a span."""
        return lsp.Range(self.position(span.start), self.position(span.end))

    def span(self, problem: Problem) -> Span:
        """What a problem is about; the first line when it is about the whole file."""
        return problem.where.span or Span(0, len(self.source.line(1)))

    def edits(self, edits: tuple[Edit, ...]) -> list[lsp.TextEdit]:
        """Edits as the editor makes them."""
        return [lsp.TextEdit(self.range(edit.span), edit.text) for edit in in_order(edits)]


@dataclass
class Sheet:
    """A document that is open: its text, what is wrong with it, and the project it was when it last could be read."""

    text: Text
    problems: list[Problem] = field(default_factory=list)
    spec: Spec | None = None
    project: Project | None = None
    mended: Callable[[], Repaired] = lambda: Repaired(Source("", ""), 0)
    """makes the text with everything mended that does not change meaning, and says how much that is"""

    def at(self, offset: int) -> list[Problem]:
        """The problems that a character belongs to."""
        return [p for p in self.problems if (s := self.text.span(p)).start <= offset <= max(s.end, s.start)]


@dataclass
class Desk:
    """The documents that are open, and what they are judged by."""

    sheets: dict[str, Sheet] = field(default_factory=dict)
    forms: Forms = field(default_factory=Forms)
    lint: Lint = field(default_factory=Lint)

    def renew(self) -> None:
        """Forms and settings may have changed on the disk."""
        self.forms, self.lint = Forms(), Lint()

    def look(self, uri: str, content: str, encoding: str) -> Sheet:
        """Judge a text, with the other specs of its folder around it as far as rules ask for them."""
        path = Path(uris.to_fs_path(uri) or "") if uri.startswith("file:") else Path("未命名.yaml")
        sheet = self.sheets.setdefault(uri, Sheet(Text(Source(path.name, content), encoding)))
        sheet.text, sheet.problems, sheet.spec = Text(Source(path.name, content), encoding), [], None
        sheet.mended = partial(self.lint.mended, sheet.text.source, path, self.forms)
        if not _is_spec(path, content):
            return sheet
        sheet.spec, found = check(sheet.text.source, self.forms.schema, self.forms.names)
        if sheet.spec is not None and self.forms.schema_of(sheet.spec) is not None:
            found = [*found, *self._judge(path, sheet)]
        sheet.problems = sorted(found, key=lambda problem: problem.where.position)
        return sheet

    def _judge(self, path: Path, sheet: Sheet) -> Iterator[Problem]:
        assert sheet.spec
        others = list(self._others(path)) if path.parent.name else []
        loaded = [spec for _, spec in sorted([*others, (path, sheet.spec)], key=lambda pair: pair[0])]
        book = Book(path.parent.name, tuple(sorted([path, *(other for other, _ in others)])))
        schema = self.forms.schema_of(sheet.spec) or {}
        same = [spec for spec in loaded if spec.value.get(FORM_KEY) == sheet.spec.value.get(FORM_KEY)]
        projects, _ = self.lint.projects(book, [sheet.spec], self.forms)
        sheet.project = projects[0]
        for problem in [*together(same, schema), *self.lint.judge(book, loaded, self.forms)]:
            if problem.where.file == path.name:
                yield problem

    def _others(self, path: Path) -> Iterator[tuple[Path, Spec]]:
        """The other specs of the folder, as they are in the editor, else as they are on the disk."""
        open_now = {sheet.text.source.name: sheet for uri, sheet in self.sheets.items() if _folder(uri) == path.parent}
        there = [entry for entry in listed(path.parent, []) if entry.path != path and not entry.is_folder]
        others = [entry.path for entry in there if stays(entry, path.parent, [])]

        def load(other: Path) -> Spec | None:
            known = open_now.get(other.name)
            source = known.text.source if known else decode(other.name, read(other, MOST_TEXT))[0]
            return check(source, self.forms.schema, self.forms.names)[0]

        wanted = [other for other in others if other.suffix.lower() in SUFFIXES and not other.name.startswith(".")]
        for done in bulk.run(load, wanted):
            for spec in done.results:
                if spec is not None and self.forms.schema_of(spec) is not None:
                    yield done.item, spec


def _folder(uri: str) -> Path | None:
    return Path(uris.to_fs_path(uri) or "").parent if uri.startswith("file:") else None


def _is_spec(path: Path, content: str) -> bool:
    """Whether a YAML file is ours: it names a form, or stands where specs are."""
    return bool(re.search(rf"(?m)^\ufeff?{FORM_KEY}\s*[:：]", content)) or ROOT in path.parent.parts


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


def completion(sheet: Sheet, position: lsp.Position) -> list[lsp.CompletionItem]:
    """The names of level 1; those of level 2 under the level 1 of the row."""
    profile = sheet.project.profile if sheet.project else None
    lines = sheet.text.source.text.split("\n")
    pair = _PAIR.fullmatch(lines[position.line].rstrip("\r")) if position.line < len(lines) else None
    if profile is None or pair is None:
        return []
    start = sheet.text.source.start(position.line + 1)
    if sheet.text.offset(position) < start + pair.end("colon"):
        return []
    value = Span(start + pair.end("colon"), start + pair.start("value") + len(_COMMENT.sub("", pair["value"])))
    match meaning_of_label(pair["key"]):
        case "level1":
            names = [(name, profile.name) for name in profile.tree]
        case "level2":
            names = _level2(profile, _row(lines, position.line).get("level1", ""))
        case _:
            names = []
    shown = sheet.text.range(value)
    return [
        lsp.CompletionItem(
            name,
            kind=lsp.CompletionItemKind.EnumMember,
            detail=about,
            sort_text=f"{number:02}",
            filter_text=f" {name}",
            text_edit=lsp.TextEdit(shown, f" {name}"),
        )
        for number, (name, about) in enumerate(names)
    ]


def _level2(profile: Profile, label: str) -> list[tuple[str, str]]:
    """The names under a level 1; all when it is none of the tree's."""
    level1 = profile.level1(label) if label else None
    return [(name, upper) for upper, names in profile.tree.items() if level1 in (None, upper) for name in names]


def _row(lines: list[str], number: int) -> dict[str, str]:
    """The single-line values by meaning of the list item that a line is in, also while it cannot be read as YAML."""
    pairs = [_PAIR.fullmatch(line.rstrip("\r")) for line in lines]
    begins = [(index, len(pair["lead"])) for index, pair in enumerate(pairs) if pair and pair["dash"]]
    place = bisect_right(begins, number, key=lambda begin: begin[0])
    if not place:
        return {}
    first, column = begins[place - 1]
    end = begins[place][0] if place < len(begins) else len(lines)
    inside = [pair for pair in pairs[first:end] if pair and len(pair["lead"]) == column]
    return {meaning_of_label(pair["key"]) or "": _COMMENT.sub("", pair["value"]).strip("'\"") for pair in inside}


def server() -> LanguageServer:
    """The language server with its desk."""
    here = LanguageServer("goalgen", f"v{__version__}", lsp.TextDocumentSyncKind.Full)
    desk = Desk()

    def show(uri: str) -> None:
        document = here.workspace.get_text_document(uri)
        encoding = lsp.PositionEncodingKind(here.workspace.position_encoding or "utf-16").value

        def look(uri: str) -> list[lsp.Diagnostic]:
            return diagnostics(desk.look(uri, document.source, encoding))

        (done,) = bulk.run(look, [uri], lambda uri: Path(uris.to_fs_path(uri) or uri).name)
        for found in done.results:
            here.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, found, version=document.version))
        if done.refusal:
            here.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Error, f"goalgen：{done.refusal}"))

    @here.feature(lsp.INITIALIZED)
    def _start(_: lsp.InitializedParams) -> None:
        if here.workspace.root_path and Path(here.workspace.root_path).is_dir():
            os.chdir(here.workspace.root_path)  # forms are looked for where the command line would look
        desk.renew()

    @here.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def _open(given: lsp.DidOpenTextDocumentParams) -> None:
        desk.renew()
        show(given.text_document.uri)

    @here.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def _change(given: lsp.DidChangeTextDocumentParams) -> None:
        show(given.text_document.uri)

    @here.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def _save(_: lsp.DidSaveTextDocumentParams) -> None:
        desk.renew()
        for uri in desk.sheets:
            show(uri)

    @here.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def _close(given: lsp.DidCloseTextDocumentParams) -> None:
        desk.sheets.pop(given.text_document.uri, None)
        here.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(given.text_document.uri, []))

    _questions(here, desk)
    return here


def _is_kind(action: lsp.CodeAction, kind: lsp.CodeActionKind | str) -> bool:
    """Whether an action is of a kind, or of a kind below it: `source.fixAll` is a `source`."""
    mine, asked = (getattr(each, "value", each) for each in (action.kind, kind))
    return f"{mine}.".startswith(f"{asked}." if asked else "")


def _answer(act: Callable[[], Answer], otherwise: Answer) -> Answer:
    """What an act gives; an editor that asks while somebody types is not told of what fails then."""
    found = guarded(act)
    return otherwise if isinstance(found, Failure) else found


def _questions(here: LanguageServer, desk: Desk) -> None:
    @here.feature(lsp.TEXT_DOCUMENT_HOVER)
    def _hover(given: lsp.HoverParams) -> lsp.Hover | None:
        sheet = desk.sheets.get(given.text_document.uri)
        return _answer(lambda: hover(sheet, given.position), None) if sheet else None

    kinds = [lsp.CodeActionKind.QuickFix, lsp.CodeActionKind.SourceFixAll]

    @here.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(kinds))
    def _actions(given: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        uri, only = given.text_document.uri, given.context.only
        sheet = desk.sheets.get(uri)
        none: list[lsp.CodeAction] = []
        found = _answer(lambda: actions(uri, sheet, given.range), none) if sheet else none
        return [one for one in found if not only or any(_is_kind(one, kind) for kind in only)]

    @here.feature(lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=[":", " "]))
    def _completion(given: lsp.CompletionParams) -> list[lsp.CompletionItem]:
        sheet = desk.sheets.get(given.text_document.uri)
        return _answer(lambda: completion(sheet, given.position), []) if sheet else []


def serve() -> None:
    """Talk to an editor over standard input and output until it says goodbye."""
    server().start_io()
