"""Edge floor: `goalgen lsp`, what an editor shows of a spec while it is written: findings, their pages, fixes, what may stand here."""

from goalgen.lsp.answers import actions, diagnostics, formatting, hover
from goalgen.lsp.completing import completion
from goalgen.lsp.serving import serve, server
from goalgen.lsp.sheets import Desk, Sheet, Text

__all__ = ["Desk", "Sheet", "Text", "actions", "completion", "diagnostics", "formatting", "hover", "serve", "server"]
