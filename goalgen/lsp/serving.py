"""Edge floor: `goalgen lsp` itself: what an editor sends, and who answers it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from lsprotocol import types as lsp
from pygls import uris
from pygls.lsp.server import LanguageServer

from goalgen import __version__, bulk
from goalgen.guard import Failure, guarded
from goalgen.lsp.answers import actions, diagnostics, formatting, hover
from goalgen.lsp.completing import completion
from goalgen.lsp.sheets import Desk

Answer = TypeVar("Answer")


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

    @here.feature(lsp.TEXT_DOCUMENT_FORMATTING)
    def _formatting(given: lsp.DocumentFormattingParams) -> list[lsp.TextEdit]:
        sheet = desk.sheets.get(given.text_document.uri)
        none: list[lsp.TextEdit] = []
        nothing: list[lsp.TextEdit] | str = none
        found = _answer(lambda: formatting(sheet), nothing) if sheet else none
        if isinstance(found, str):
            here.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Warning, f"goalgen：{found}"))
            return none
        return found

    @here.feature(lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=[":", " ", "-"]))
    def _completion(given: lsp.CompletionParams) -> list[lsp.CompletionItem]:
        sheet = desk.sheets.get(given.text_document.uri)
        return _answer(lambda: completion(sheet, given.position), []) if sheet else []


def serve() -> None:
    """Talk to an editor over standard input and output until it says goodbye."""
    server().start_io()
