"""Desk floor: the rules over a book, with the settings of its folder; and the files that their fixes make."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from goalgen.desk import files, specs
from goalgen.desk.forms import Forms
from goalgen.desk.settings import FILES, Settings, settings_of
from goalgen.paths import FieldPath
from goalgen.problem import Problem
from goalgen.rules import Choice, Project, judge, mend
from goalgen.rules.judging import ALL
from goalgen.spec import FORM_KEY, Spec, decode
from goalgen.vocabulary import meaning_of_field


class Mended(NamedTuple):
    """A file that fixes change: before, after, and how many fixes."""

    path: Path
    before: bytes
    after: bytes
    fixes: int


@dataclass
class Lint:
    """Which rules are asked for, and the settings of the folders seen so far."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    unsafe: bool = False
    problems: list[Problem] = field(default_factory=list)
    """what is wrong with settings, told once"""
    _settings: dict[Path, Settings] = field(default_factory=dict)
    _meanings: dict[str, dict[FieldPath, str]] = field(default_factory=dict)

    def settings(self, folder: Path) -> Settings:
        """The settings of a folder: of the nearest file that has some, in it or above it."""
        folder = Path(os.path.realpath(folder))
        if folder not in self._settings:
            found = None
            for name in FILES:
                path = folder / name
                if found is None and path.exists() and not path.is_dir():
                    source, _ = decode(str(_shown(path)), files.read(path, files.MOST_TEXT))
                    found, problems = settings_of(source)
                    self.problems += problems
            above = folder.parent
            self._settings[folder] = found or (self.settings(above) if above != folder else Settings())
        return self._settings[folder]

    def choice(self, settings: Settings) -> Choice:
        """What is asked for goes before the settings; what either ignores is ignored."""
        return Choice(self.select or settings.choice.select, (*settings.choice.ignore, *self.ignore))

    def projects(self, book: specs.Book, loaded: Sequence[Spec], forms: Forms) -> tuple[list[Project], Choice]:
        """The specs of a book whose form is known, as rules see them, and the rules for them."""
        if not book.files:
            return [], ALL
        settings = self.settings(book.files[0].parent)
        found = []
        for spec in loaded:
            schema = forms.schema_of(spec)
            if schema is not None:
                fields = schema.get("properties", {}).items()
                code = next((key for key, part in fields if meaning_of_field(key, part) == "unit_code"), "")
                unit = spec.value.get(code)
                meanings = self._meanings.setdefault(str(spec.value.get(FORM_KEY)), {})
                found.append(Project(spec, schema, settings.unit_budgets.get(str(unit)), meanings))
        return found, self.choice(settings)

    def judge(self, book: specs.Book, loaded: Sequence[Spec], forms: Forms) -> list[Problem]:
        """What the rules say of a book."""
        projects, choice = self.projects(book, loaded, forms)
        return judge(projects, choice)

    def mend(self, book: specs.Book, forms: Forms) -> Iterator[Mended]:
        """The files of a book that fixes change. What cannot be read is not changed; checking will tell."""
        loaded = specs.load_book(book, forms).specs
        data = {spec.source.name: files.read(Path(spec.source.name), files.MOST_TEXT) for spec in loaded}
        projects, choice = self.projects(book, loaded, forms)
        for project, mended in zip(projects, mend(projects, choice, self.unsafe), strict=True):
            name = project.spec.source.name
            mark, body = (
                (data[name][:3], data[name][3:]) if data[name].startswith(b"\xef\xbb\xbf") else (b"", data[name])
            )
            if mended.fixes and body == project.spec.source.text.encode():
                yield Mended(Path(name), data[name], mark + mended.source.text.encode(), mended.fixes)


def _shown(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
