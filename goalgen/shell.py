"""Words floor: commands as a person pastes them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from pathlib import Path, PurePath

NEW = "新表样"
"""What a form is called where nothing else is there to call it by."""


def typed(*paths: Path | str) -> str:
    """Paths as one types them in a command line; those with Chinese characters only need no quotes."""
    return " ".join(_typed(str(path)) for path in paths)


def _typed(path: str) -> str:
    path = f"./{path}" if path.startswith("-") else path
    return path if re.fullmatch(r"[\w./,:+@%-]+", path) else shlex.quote(path)


def drafting(documents: Sequence[str], name: str = "") -> str:
    """The command that drafts a form from documents, called by a name or as the first of them is."""
    called = name or re.sub(r"\W+", "-", PurePath(documents[0]).stem).strip("-_") or NEW
    return f"goalgen form draft {typed(*documents)} -o templates/{called}.docx"
