"""Desk floor: what was edited in Word goes back into the specs: which table is which spec, from which text both come, what merges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from pathlib import Path
from typing import Any, NamedTuple

from goalgen.desk import ancestors, convert, documents, files, specs
from goalgen.desk.forms import Forms
from goalgen.docx import Address, Package, open_package
from goalgen.docx.blocks import Veil
from goalgen.fingerprint import stamps
from goalgen.form import Form
from goalgen.guard import Unable
from goalgen.paths import SpecPath, spoken
from goalgen.problem import Problem, Severity
from goalgen.projects import same_projects
from goalgen.schema import Schema, file_name
from goalgen.spec import Spec, decode, dump, load
from goalgen.spec.splicing import respelled
from goalgen.text import Source
from goalgen.verbs.merge import Merge, Style, merge
from goalgen.verbs.read import Reading, ReadSpec, read
from goalgen.vocabulary import FORM_KEY

_ACCEPTED = "R411"
"""Revisions are read as accepted; what else could be read is no choice here."""


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
    residue: tuple[str, ...] = ()
    """what nobody claims of the table, each with its cell: nothing is taken until somebody says that it may go"""
    why_not: str = ""
    """why nothing can be taken"""

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
    gone: Sequence[Path]
    """specs whose table was there when it was built, and is no more"""
    notes: Sequence[Problem]
    """how it was read: from an old kind of file, with its revisions accepted"""
    lacks_key: bool
    """it has marks that nobody can compare here: the secret is elsewhere"""
    reading: Reading


class Own(NamedTuple):
    """The file of a spec: its bytes, the spec in it, and what that becomes by what is pulled, None for conflicts."""

    path: Path
    data: bytes
    first: Spec
    now: Spec | None

    def becoming(self, text: str) -> Own:
        """The same file with what shall be written into it."""
        spec, _ = load(Source(str(self.path), text))
        return self._replace(now=spec)


def own_specs(paths: Sequence[str]) -> tuple[list[Own], list[str]]:
    """The specs that the arguments mean, and what could not be looked into."""
    books = specs.books(paths)
    found: list[Own] = []
    refusals = [reason for book in books for reason in book.refusals]
    for path in (file for book in books for file in book.files):
        data = files.read(path, files.MOST_TEXT)
        source, problems = decode(str(path), data)
        spec, _ = load(source)
        if spec is None or any(each.severity is Severity.ERROR for each in problems):
            refusals.append(f"{path} 的写法有错，没有和 Word 比：请先运行 goalgen check {path}")
        else:
            found.append(Own(path, data, spec, spec))
    return found, refusals


def pull(
    document: documents.Document, own: Sequence[Own], forms: Forms, favor: str = "", *, residue_goes: bool = False
) -> Pull:
    """Read a Word file and bring each of its tables together with its spec. Raises Unable when it cannot be read.

    `favor` takes what the Word file says also where both changed the same, and where nobody knows what it came from; a table
    with text that nobody claims is left alone, unless its `residue_goes`.
    """
    usable, _ = forms.usable()
    data, problems = convert.docx_of(document.path)
    reading = read(data, str(document.path), usable)
    worst = [each for each in (*problems, *reading.problems) if each.severity is Severity.ERROR]
    if not reading.specs:
        raise Unable(f"{document.path} 里没有读到表" + (f"：{worst[0].message}" if worst else ""))
    package, _ = open_package(data, str(document.path))
    marks = list(stamps(package).fingerprints.values()) if isinstance(package, Package) else []
    pairs = _pairs(reading.specs, own)
    residue: dict[int, list[str]] = {}
    for address, text in () if residue_goes else reading.ledger.residue():
        residue.setdefault(address.table, []).append(f"{address}「{text.strip()}」")
    tables = [
        _pulled(pairs[number], table, marks, residue, favor)
        for number, table in enumerate(reading.specs)
        if number in pairs
    ]
    rest = [each for number, each in enumerate(reading.specs) if number not in pairs]
    here = {each.path for each in pairs.values()}
    gone = _gone([each for each in own if each.path not in here], marks, len(reading.specs))
    lacks_key = bool(marks) and not ancestors.has_key(ancestors.home())
    accepted = (each for each in reading.problems if each.code == _ACCEPTED)
    notes = [
        *problems,
        *(Problem(each.code, each.where, each.message.partition("；")[0], each.severity) for each in accepted),
    ]
    return Pull(tables, [f"{table.address}{_named(table)}" for table in rest], gone, notes, lacks_key, reading)


def _pairs(tables: Sequence[ReadSpec], own: Sequence[Own]) -> dict[int, Own]:
    """For the number of a table its spec, among the specs of the same form. What a form does not print tells two years of one
    project apart where the document carries it."""
    found: dict[int, Own] = {}
    for form in {table.form.name: table.form for table in tables}.values():
        mine = [(each, (each.now or each.first).value) for each in own]
        mine = [(each, value) for each, value in mine if value.get(FORM_KEY) == form.name]
        numbers = [number for number, table in enumerate(tables) if table.form.name == form.name]
        values = [tables[number].value for number in numbers]
        silent = {key for key in form.unprinted if any(key not in value for value in values)}
        pairs = same_projects(
            [_but(value, silent) for _, value in mine], [_but(each, silent) for each in values], form.schema
        )
        found |= {numbers[right]: mine[left][0] for right, left in pairs.items()}
    return found


def _but(value: Mapping[str, Any], silent: Set[str]) -> dict[str, Any]:
    """A value without what a document cannot say."""
    return {key: each for key, each in value.items() if key not in silent}


def _gone(own: Sequence[Own], marks: Sequence[str], number: int) -> list[Path]:
    """The specs that a document was built of and has no table of any more: when it has fewer tables than marks."""
    if number >= len(marks):
        return []
    from goalgen.fingerprint import fingerprint

    key = ancestors.key_of(ancestors.home())
    return [each.path for each in own if key is not None and fingerprint(each.first.value, key) in marks]


def _named(table: ReadSpec) -> str:
    return f"「{file_name(table.form.schema, table.value)}」"


def _pulled(
    own: Own, table: ReadSpec, marks: Sequence[str], residue: Mapping[int, Sequence[str]], favor: str
) -> Pulled:
    form: Form = table.form
    ours = own.now or own.first
    kept = tuple(key for key in form.unprinted if key in ours.value and key not in table.value)
    value = {**{key: ours.value[key] for key in kept}, **table.value}
    theirs, _ = load(Source(str(table.address), dump(value, form.schema)))
    found = Pulled(own.path, str(table.address), ours, theirs or ours, form.schema, None, None, kept)
    if theirs is None:
        return found._replace(why_not="读出的内容写不成规格")
    if own.now is None:
        return found._replace(why_not="前面一个 Word 文件和这份规格有冲突：先取那一个，解决了再取这一个")
    mine = {entry.address.table for one in table.occurrence.found for entry in one.entries if entry.address.table}
    if rest := [text for number in sorted(mine) for text in residue.get(number, ())]:
        return found._replace(residue=tuple(rest))
    if theirs.value == ours.value:
        return found._replace(base=ours, result=Merge(ours.source.text))
    top = ancestors.home(own.path.absolute().parent)
    key = ancestors.key_of(top)
    base = ancestors.ancestor(own.path, [ours, own.first], marks, top, key) if key is not None and marks else None
    if base is not None:
        style = Style(str(own.path), str(table.address), "底稿")
        result = merge(base, ours, theirs, form.schema, favor=favor, style=style, in_word=True)
    elif favor == "theirs":
        done = respelled(ours, theirs.value, form.schema)
        result = Merge(done.text, (), [f"注释随着它的内容去掉了：{comment}" for comment in done.gone])
    else:
        return found
    return found._replace(base=base, result=result)


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
