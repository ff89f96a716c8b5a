"""Desk floor: what was edited in Word goes back into the specs: which table is which spec, from which text both come, what merges."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from goalgen.desk import ancestors, convert, documents, files, specs
from goalgen.desk.forms import Forms
from goalgen.docx import Address, Package, open_package
from goalgen.docx.blocks import Veil
from goalgen.fingerprint import stamps
from goalgen.form import Form
from goalgen.guard import Unable
from goalgen.paths import SpecPath, spoken
from goalgen.problem import Severity
from goalgen.projects import same_projects
from goalgen.schema import Schema, file_name
from goalgen.spec import Spec, decode, dump, load
from goalgen.spec.splicing import respelled
from goalgen.text import Source
from goalgen.verbs.merge import Merge, Style, merge
from goalgen.verbs.read import Reading, ReadSpec, read
from goalgen.vocabulary import FORM_KEY


class Pulled(NamedTuple):
    """A table of a Word file beside its spec: the spec as it is, as the table has it, and what becomes of it."""

    path: Path
    address: str
    ours: Spec
    theirs: Spec
    schema: Schema
    base: Spec | None
    """the text that both come from; None when it is nowhere"""
    result: Merge | None
    """what the spec's file shall say; None when nothing was taken"""
    kept: tuple[str, ...] = ()
    """fields that the table could not say: they stay as the spec has them"""
    why_not: str = ""
    """why the table is left alone"""

    @property
    def renamed(self) -> Path | None:
        """Where the file goes when it was named after the project and the project has a new name."""
        if self.result is None or self.path.stem != file_name(self.schema, self.ours.value):
            return None
        spec, _ = load(Source("", self.result.text))
        name = file_name(self.schema, spec.value) if spec is not None else self.path.stem
        return None if name == self.path.stem else self.path.with_name(f"{name}{self.path.suffix}")


class Remark(NamedTuple):
    """A comment of a Word file: what it is on, by whom, when, and its text."""

    document: str
    project: str
    field: str
    cell: str
    author: str
    date: str
    text: str


class Pull(NamedTuple):
    """What a Word file brings: each table with its spec, tables that belong to no spec, and what is to be said."""

    tables: Sequence[Pulled]
    strangers: Sequence[str]
    reading: Reading


def own_specs(paths: Sequence[str]) -> tuple[list[Path], list[str]]:
    """The files of specs that the arguments mean, and what could not be looked into."""
    books = specs.books(paths)
    return [file for book in books for file in book.files], [reason for book in books for reason in book.refusals]


def pull(document: documents.Document, found: Sequence[Path], forms: Forms, *, favor: str = "") -> Pull:
    """Read a Word file and bring each of its tables together with its spec. Raises Unable when it cannot be read.

    `favor` takes what the Word file says also where both changed the same, and where nobody knows what it came from.
    """
    usable, _ = forms.usable()
    data, problems = convert.docx_of(document.path)
    reading = read(data, str(document.path), usable)
    worst = [each for each in (*problems, *reading.problems) if each.severity is Severity.ERROR]
    if not reading.specs:
        raise Unable(f"{document.path} 里没有读到表" + (f"：{worst[0].message}" if worst else ""))
    package, _ = open_package(data, str(document.path))
    marks = list(stamps(package).fingerprints.values()) if isinstance(package, Package) else []
    loaded = _loaded(found)
    tables: list[Pulled] = []
    strangers: list[str] = []
    residue = {address.table for address, _ in reading.ledger.residue()}
    pairs = _pairs(reading.specs, loaded)
    for number, table in enumerate(reading.specs):
        if number not in pairs:
            strangers.append(f"{table.address}{_named(table)}")
            continue
        path, ours = pairs[number]
        tables.append(_pulled(path, ours, table, marks, residue, favor))
    return Pull(tables, strangers, reading)


def _loaded(found: Sequence[Path]) -> list[tuple[Path, Spec]]:
    """The specs of files; one that does not load is nobody's table, and `check` says why."""
    loaded = []
    for path in found:
        source, _ = decode(str(path), files.read(path, files.MOST_TEXT))
        spec, _ = load(source)
        if spec is not None:
            loaded.append((path, spec))
    return loaded


def _pairs(tables: Sequence[ReadSpec], loaded: Sequence[tuple[Path, Spec]]) -> dict[int, tuple[Path, Spec]]:
    """For the number of a table its spec, among the specs of the same form."""
    found: dict[int, tuple[Path, Spec]] = {}
    for form in {table.form.name: table.form for table in tables}.values():
        mine = [(path, spec) for path, spec in loaded if spec.value.get(FORM_KEY) == form.name]
        numbers = [number for number, table in enumerate(tables) if table.form.name == form.name]
        shown = [{key: each for key, each in spec.value.items() if key not in form.unprinted} for _, spec in mine]
        values = [
            {k: each for k, each in tables[number].value.items() if k not in form.unprinted} for number in numbers
        ]
        pairs = same_projects(shown, values, form.schema)
        found |= {numbers[right]: mine[left] for right, left in pairs.items()}
    return found


def _named(table: ReadSpec) -> str:
    return f"「{file_name(table.form.schema, table.value)}」"


def _pulled(path: Path, ours: Spec, table: ReadSpec, marks: Sequence[str], residue: set[int], favor: str) -> Pulled:
    form: Form = table.form
    kept = tuple(key for key in form.unprinted if key in ours.value and key not in table.value)
    value = {**{key: ours.value[key] for key in kept}, **table.value}
    theirs, _ = load(Source(str(table.address), dump(value, form.schema)))
    at = str(table.address)
    if theirs is None:
        return Pulled(path, at, ours, ours, form.schema, None, None, kept, "读出的内容写不成规格")
    if theirs.value == ours.value:
        return Pulled(path, at, ours, theirs, form.schema, ours, Merge(ours.source.text), kept)
    mine = {entry.address.table for found in table.occurrence.found for entry in found.entries if entry.address.table}
    if mine & residue:
        return Pulled(
            path,
            at,
            ours,
            theirs,
            form.schema,
            None,
            None,
            kept,
            "表里有没认出来的文字：请先在 Word 里改好，或告诉我们它是什么",
        )
    top = ancestors.home(path.absolute().parent)
    key = ancestors.key_of(top)
    base = ancestors.ancestor(path, ours, marks, top, key) if key is not None and marks else None
    if base is not None:
        style = Style(str(path), str(table.address), "底稿")
        result = merge(base, ours, theirs, form.schema, favor=favor, style=style, in_word=True)
    elif favor == "theirs":
        done = respelled(ours, theirs.value, form.schema)
        result = Merge(done.text, (), [f"注释随着它的内容去掉了：{comment}" for comment in done.gone])
    else:
        return Pulled(path, at, ours, theirs, form.schema, None, None, kept)
    return Pulled(path, at, ours, theirs, form.schema, base, result, kept)


def remarks(reading: Reading) -> list[Remark]:
    """The comments of a Word file, each with the project and the field that it stands at."""
    places: dict[Address, tuple[ReadSpec, SpecPath]] = {}
    for each in reading.specs:
        for way, address in each.addresses.items():
            places.setdefault(address, (each, way))
    found = []
    for hidden in reading.ledger.hidden:
        if hidden.veil is not Veil.COMMENT:
            continue
        held = places.get(hidden.address)
        path = held[1] if held is not None else ()
        near = (each for each in reading.specs if _holds(each, hidden.address.table))
        spec = held[0] if held is not None else next(near, None)
        project = file_name(spec.form.schema, spec.value) if spec is not None else ""
        text = "\n".join(hidden.text.splitlines())
        found.append(Remark(reading.name, project, spoken(path), str(hidden.address), hidden.author, hidden.date, text))
    return found


def _holds(spec: ReadSpec, table: int) -> bool:
    return bool(table) and any(
        entry.address.table == table for found in spec.occurrence.found for entry in found.entries
    )
