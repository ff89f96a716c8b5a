"""Form floor: where forms are. A form is found by its template being there; nothing is registered."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple


class FormFiles(NamedTuple):
    """The files of a form: its template and its schema (None when it is missing)."""

    name: str
    template: Traversable
    schema: Traversable | None


def packaged_root() -> Traversable:
    """The folder with the packaged `templates/` and `schemas/`: in the wheel, or in a checkout beside the package."""
    package = files("goalgen")
    return package if (package / "templates").is_dir() else Path(str(package)).parent


def form_files(roots: Iterable[Traversable] | None = None) -> dict[str, FormFiles]:
    """The forms of all roots by name; the first root that has a form wins. By default: here, then the packaged ones."""
    found: dict[str, FormFiles] = {}
    for root in roots if roots is not None else (Path(), packaged_root()):
        folder = root / "templates"
        if not folder.is_dir():
            continue
        for template in sorted(folder.iterdir(), key=lambda entry: entry.name):
            name = template.name.removesuffix(".docx")
            if template.name == name or name.startswith(("~$", ".")) or "." in name:
                continue
            schema = root / "schemas" / f"{name}.schema.json"
            found.setdefault(name, FormFiles(name, template, schema if schema.is_file() else None))
    return found
