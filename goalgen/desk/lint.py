"""Desk floor: the rules over a book, with the settings of its folder; and the files that their fixes make."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from goalgen import bulk
from goalgen.desk import files, specs
from goalgen.desk.collecting import in_one_go
from goalgen.desk.forms import Forms
from goalgen.desk.settings import Folders, Settings
from goalgen.paths import FieldPath
from goalgen.problem import Problem, Unjudged, Where
from goalgen.rules import Choice
from goalgen.rules.choice import ALL
from goalgen.schema import Schema
from goalgen.schema.fields import once
from goalgen.vocabulary import FORM_KEY, meaning_of_field

if TYPE_CHECKING:
    from goalgen.rules import Project
    from goalgen.spec import Repaired, Spec
    from goalgen.text import Source


class Mended(NamedTuple):
    """A file that fixes change: before, after, and how many fixes."""

    path: Path
    before: bytes
    after: bytes
    fixes: int


class Looked(NamedTuple):
    """A spec file by itself: its spec, what is wrong with it, and what rules find that look at it alone, if they do."""

    spec: Spec | None
    problems: list[Problem]
    found: list[list[Problem]]
    projects: Sequence[Project] = ()
    """the spec as rules see it, which knows much already; it stays in its process"""

    def __reduce__(self) -> tuple[type[Looked], tuple[object, ...]]:
        return Looked, (self.spec, self.problems, self.found)


@once
def _unit_code(schema: Schema) -> str:
    """The field of a form that holds the code of the unit; "" when it has none."""
    fields = schema.get("properties", {}).items()
    return next((key for key, part in fields if meaning_of_field(key, part) == "unit_code"), "")


def lost(path: Path, how: str) -> Looked:
    """What is told of a spec file that ended the process that looked at it, each time that it was looked at."""
    told = f"检查这个文件的进程{how}，单独再查也是这样，没有查成；别的文件不受影响"
    return Looked(None, [Problem("S118", Where(str(path)), told)], [])


_Plain = list[tuple[str, str, list[tuple[str, list[str]]]]]


def plain(unjudged: Sequence[Unjudged]) -> list[list[object]]:
    """What could not be judged, as JSON."""
    return [[form, sentence, [[need, [*codes]] for need, codes in lacks]] for form, sentence, lacks in unjudged]


def recalled(data: _Plain) -> list[Unjudged]:
    """What could not be judged, from JSON."""
    return [
        Unjudged(form, sentence, tuple((need, tuple(codes)) for need, codes in lacks)) for form, sentence, lacks in data
    ]


@dataclass
class Lint:
    """Which rules are asked for, and the settings of the folders seen so far."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    unsafe: bool = False
    across: bool = False
    """whether several books or Word files are looked at, which may have the same words"""
    folders: Folders = field(default_factory=Folders)
    _meanings: dict[str, dict[FieldPath, str]] = field(default_factory=dict)
    _unjudged: dict[tuple[str, Choice], Unjudged | None] = field(default_factory=dict)

    def choice(self, settings: Settings) -> Choice:
        """What is asked for goes before the settings; what either ignores is ignored."""
        return Choice(self.select or settings.choice.select, (*settings.choice.ignore, *self.ignore))

    def takes(self, book: specs.Book, code: str) -> bool:
        """Whether a rule is asked for in a book."""
        return bool(book.files) and self.choice(self.folders.settings(book.files[0].parent)).takes(code)

    def projects(self, book: specs.Book, loaded: Sequence[Spec], forms: Forms) -> tuple[list[Project], Choice]:
        """The specs of a book whose form is known, as rules see them, and the rules for them."""
        if not book.files:
            return [], ALL
        from goalgen.rules import Project  # which whoever only asks for settings does not pay for

        settings = self.folders.settings(book.files[0].parent)
        found = []
        for spec in loaded:
            schema = forms.schema_of(spec)
            if schema is not None:
                unit = spec.value.get(_unit_code(schema))
                meanings = self._meanings.setdefault(str(spec.value.get(FORM_KEY)), {})
                found.append(Project(spec, schema, settings.unit_budgets.get(str(unit)), meanings))
        return found, self.choice(settings)

    def judge(self, book: specs.Book, loaded: Sequence[Spec], forms: Forms) -> list[Problem]:
        """What the rules say of a book."""
        from goalgen.rules import judge

        projects, choice = self.projects(book, loaded, forms)
        return judge(projects, choice)

    def unjudged(self, book: specs.Book, loaded: Sequence[Spec], forms: Forms) -> list[Unjudged]:
        """For each form of a book what the rules for it could not judge, for want of meanings in the form."""
        from goalgen.rules import unjudged

        choice = self.choice(self.folders.settings(book.files[0].parent)) if book.files else ALL
        found = []
        for name, schema in {str(spec.value.get(FORM_KEY)): forms.schema_of(spec) for spec in loaded}.items():
            if schema is not None and (name, choice) not in self._unjudged:
                self._unjudged[name, choice] = unjudged(name, schema, choice)
            found.append(self._unjudged.get((name, choice)))
        return [each for each in found if each]

    def mended(self, source: Source, path: Path, forms: Forms) -> Repaired:
        """One text by itself with everything mended that does not change meaning, also one that does not load."""
        from goalgen.rules import mend
        from goalgen.spec import Repaired
        from goalgen.verbs.check import check

        repaired = specs.mended(source, forms)
        spec, _ = check(repaired.source, forms.schema, forms.names)
        book = specs.Book(path.stem, (path,), single=True)
        projects, choice = self.projects(book, [spec] if spec is not None else [], forms)
        return next((Repaired(each.source, repaired.fixes + each.fixes) for each in mend(projects, choice)), repaired)

    def look(self, forms: Forms, path: Path) -> Looked:
        """What is to be known of a spec file by itself, before its book is judged."""
        return self.look_at(forms, path, files.read(path, files.MOST_TEXT))

    @in_one_go()
    def look_at(self, forms: Forms, path: Path, data: bytes) -> Looked:
        """The same of what is to stand in a file."""
        from goalgen.rules import alone

        spec, problems = specs.load_text(path, data, forms)
        projects, choice = self.projects(specs.Book(path.name, (path,)), [spec] if spec else [], forms)
        return Looked(spec, problems, [alone(project, choice) for project in projects], projects)

    def judge_files(
        self, book: specs.Book, looked: Sequence[Looked], refusals: Sequence[str], forms: Forms
    ) -> tuple[specs.Loaded, list[Problem]]:
        """A book from its files, each as it was looked at; and what the rules say of it."""
        from goalgen.rules import judge

        loaded = specs.put_together(book, forms, [(one.spec, one.problems) for one in looked], refusals)
        projects: Sequence[Project] = [each for one in looked for each in one.projects]
        if projects:
            choice = self.choice(self.folders.settings(book.files[0].parent))
        else:
            projects, choice = self.projects(book, loaded.specs, forms)
        return loaded, judge(projects, choice, [found for one in looked for found in one.found])

    def mend(self, book: specs.Book, forms: Forms) -> Iterator[Mended]:
        """The files of a book that fixes change, also those that do not load. What cannot be read is not changed."""
        from goalgen.rules import mend
        from goalgen.spec import Repaired, decode
        from goalgen.verbs.check import check

        read = bulk.run(lambda path: (str(path), files.read(path, files.MOST_TEXT)), book.files)
        data = dict(pair for done in read for pair in done.results)
        texts = {name: decode(name, each)[0] for name, each in data.items()}
        done = {name: specs.mended(source, forms) for name, source in texts.items()}
        loaded = [check(each.source, forms.schema, forms.names)[0] for each in done.values()]
        projects, choice = self.projects(book, [spec for spec in loaded if spec is not None], forms)
        for project, mended in zip(projects, mend(projects, choice, self.unsafe), strict=True):
            name = project.spec.source.name
            done[name] = Repaired(mended.source, done[name].fixes + mended.fixes)
        for name, (source, fixes) in done.items():
            mark = codecs.BOM_UTF8 if data[name].startswith(codecs.BOM_UTF8) else b""
            is_utf8 = data[name] == mark + texts[name].text.encode("utf-8", "replace")
            if fixes and is_utf8:
                yield Mended(Path(name), data[name], mark + source.text.encode(), fixes)
