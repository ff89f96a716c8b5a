"""Edge floor: the texts that an editor has open, judged as `check` judges files.

The language server protocol counts columns in units of an encoding that both sides agree on, usually UTF-16: 𠮷 is two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types as lsp
from pygls import uris

from goalgen import bulk
from goalgen.desk.files import MOST_TEXT, read
from goalgen.desk.forms import Forms
from goalgen.desk.lint import Lint
from goalgen.desk.specs import ROOT, SUFFIXES, Book
from goalgen.desk.tree import listed, stays
from goalgen.problem import Problem
from goalgen.rules import Project
from goalgen.schema import Schema
from goalgen.spec import FORM_KEY, Repaired, Spec, decode
from goalgen.text import Edit, Source, Span, in_order
from goalgen.verbs.check import check, together

WIDTHS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
_FORM = re.compile(rf"(?m)^\ufeff?{FORM_KEY}[ ]*:[ ]+([\"']?)([^\s#\"']+)\1[ ]*(?:#.*)?\r?$")


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
    forms: Forms | None = None
    """what its form is looked for in; None when it is no spec"""
    mended: Callable[[], Repaired] = lambda: Repaired(Source("", ""), 0)
    """makes the text with everything mended that does not change meaning, and says how much that is"""

    @property
    def schema(self) -> Schema | None:
        """That of the form that the text names, also while it cannot be read; None when there is none."""
        named = _FORM.search(self.text.source.text)
        return self.forms.schema(named[2]) if self.forms and named and named[2] in self.forms.names else None

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
        sheet.forms = self.forms if _is_spec(path, content) else None
        if sheet.forms is None:
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
