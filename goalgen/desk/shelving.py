"""Desk floor: where the tables of old documents go: `specs/单位代码/年度/`, each folder a book that can be built.

Nothing is written over but what was written here before and nobody has changed since. A table that was taken up is not taken up
again under another name, whatever became of its spec.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from itertools import count
from pathlib import Path
from typing import NamedTuple

from goalgen.desk import files, specs, taken, tree
from goalgen.desk.forms import Forms
from goalgen.desk.intake import NO_UNIT, NO_YEAR, Look, Table, is_whole
from goalgen.desk.taken import Record, digest
from goalgen.schema import annotation, file_name, safe_name
from goalgen.spec import dump, load
from goalgen.text import Source
from goalgen.vocabulary import FORM_KEY

SOMEBODYS = "-"
"""Stands for the hash of a file that was not written here: no file has it, so nobody takes it for ours."""


class State(Enum):
    """What became of a table."""

    NEW = "新写"
    RENEWED = "照改过的重写"
    SAME = "已有"
    TWIN = "重复"
    EDITED = "规格改过，没有动"
    GONE = "规格已不在，没有再写"


class Placed(NamedTuple):
    """A table, the spec that it became, and how; `other`: the document that has the same table."""

    table: Table
    path: str
    state: State
    other: str = ""
    text: str = ""
    """what is to be written"""
    old: str = ""
    """where the spec was before, if it goes from there"""
    hashed: str = ""
    """the hash of a file that is there, and that nobody remembered"""


@dataclass
class _Folder:
    """What is in a folder of specs: the forms, and the files by their numbers, and by their names without number."""

    forms: set[str] = field(default_factory=set)
    orders: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    @property
    def next(self) -> int:
        """The number after the greatest."""
        return max((int(each) for each in self.orders if each.isascii() and each.isdigit()), default=0) + 1


@dataclass
class Placer:
    """Decides and remembers, document by document."""

    record: Record
    forms: Forms
    _folders: dict[Path, _Folder] = field(default_factory=dict)
    _by_text: dict[str, tuple[str, str]] = field(default_factory=dict)
    """the document and the spec of each text that was taken up"""
    _owners: dict[str, str] = field(default_factory=dict)
    """the document that each spec was written from"""
    _specs: list[Path] | None = None
    """those that there were, when one was looked for"""

    def __post_init__(self) -> None:
        for name, table in self.record.written():
            self._by_text.setdefault(table.text, (name, table.spec))
            self._owners[table.spec] = name

    def place(self, look: Look) -> list[Placed]:
        """Write the tables of a document that are new, all or none, and note them. Raises Unable when they cannot be written."""
        before = self.record.earlier(look.name, look.digest)
        self._by_text |= {each.text: (look.name, each.spec) for each in before.tables if not each.twin}
        waiting: dict[tuple[str, str, str], list[tuple[Table, str]]] = {}
        placed: list[Placed] = []
        for table in look.tables:
            done = self._known(look, table, _earlier(before, look, table))
            if isinstance(done, Placed):
                placed.append(done)
            else:
                waiting.setdefault((table.unit, table.year, table.form), []).append((table, done))
        for group, tables in waiting.items():
            placed += self._new(look, tables, *group)
        files.write({Path(each.path): each.text.encode() for each in placed if each.text})
        for each in placed:
            if each.old:
                with suppress(OSError):
                    Path(each.old).unlink()
        self._note(look, before, placed)
        return placed

    def _known(self, look: Look, table: Table, before: taken.Table | None) -> Placed | str:
        """What became of a table that was taken up before; of a new one where its spec was that nobody changed, "" if nowhere."""
        there = self._by_text.get(digest(table.text))
        if there is not None:
            document, path = there
            if document != look.name:
                return Placed(table, path, State.TWIN, document)
            now = self._now(path, before.file if before else "")
            return Placed(table, now or path, State.SAME if now else State.GONE)
        if before is None or before.twin:
            return ""
        path = self._now(before.spec, before.file)
        if not path:
            return Placed(table, before.spec, State.GONE)
        old = files.read(Path(path), files.MOST_TEXT).decode("utf-8", "replace")
        if digest(old) != before.file:
            return Placed(table, path, State.EDITED)
        parts = Path(path).parts
        if any(none in parts and none not in (table.unit, table.year) for none in (NO_UNIT, NO_YEAR)):
            return path
        return Placed(table, path, State.RENEWED, text=self._numbered(table, self._order(old) or "1")[1])

    def _new(self, look: Look, tables: Sequence[tuple[Table, str]], unit: str, year: str, form: str) -> list[Placed]:
        """Tables of one unit, year and form of a document, in the first folder that holds no others of their names and numbers."""
        for folder in _candidates(Path(specs.ROOT, unit, year), form, safe_name(Path(look.name).stem), self._folder):
            inside = self._folder(folder)
            there = [self._is_there(folder, inside, table) for table, _ in tables]
            if not self._fits(
                inside, form, [table for (table, _), path in zip(tables, there, strict=True) if not path]
            ):
                continue
            placed = []
            used = {path.stem.casefold() for path in folder.glob("*")}
            for (table, old), path in zip(tables, there, strict=True):
                if path:
                    owner = self._owners.get(path.as_posix(), look.name)
                    state, other = (State.SAME, "") if owner == look.name else (State.TWIN, owner)
                    text = files.read(path, files.MOST_TEXT).decode("utf-8", "replace")
                    is_ours = self._numbered(table, self._order(text) or "")[1] == text
                    hashed = digest(text) if is_ours else SOMEBODYS
                    placed.append(Placed(table, path.as_posix(), state, other, hashed=hashed))
                    continue
                name, text = self._numbered(table, str(inside.next))
                name = specs.distinct([*used, name])[-1]
                used.add(name.casefold())
                self._enter(inside, f"{name}.yaml", text)
                state = State.RENEWED if old else State.NEW
                placed.append(Placed(table, (folder / f"{name}.yaml").as_posix(), state, text=text, old=old))
            return placed
        raise AssertionError("the candidates have no end")

    def _now(self, path: str, hashed: str) -> str:
        """Where a spec is that somebody may have moved: of its name, or as it was written, and nowhere else; "" for one that is gone."""
        if Path(path).exists():
            return path
        if self._specs is None:
            refusals: list[str] = []
            below = tree.below(Path(specs.ROOT), refusals) if Path(specs.ROOT).is_dir() else ()
            self._specs = [each for each in below if each.suffix.lower() in specs.SUFFIXES]
        named = [each for each in self._specs if each.name == Path(path).name]
        if len(named) != 1:
            named = [each for each in self._specs if digest(files.read(each, files.MOST_TEXT)) == hashed]
        return named[0].as_posix() if len(named) == 1 else ""

    def _numbered(self, table: Table, number: str) -> tuple[str, str]:
        """The name and the text of a table's spec: one that its form does not number is numbered as it is put into its book."""
        schema = self.forms.schema(table.form)
        spec, _ = load(Source("", table.text)) if table.number else (None, [])
        if spec is None or schema is None:
            return table.name, table.text
        value = {**spec.value, table.number: number}
        return file_name(schema, value), dump(value, schema)

    def _is_there(self, folder: Path, inside: _Folder, table: Table) -> Path | None:
        """The file in a folder that says what a table says, when nobody remembers having written it: whatever its number, its
        comments, and what else is in it that the form does not print."""
        name = inside.names.get(_plain(table.name))
        if name is None or not (folder / name).is_file():
            return None
        theirs, _ = load(Source("", files.read(folder / name, files.MOST_TEXT).decode("utf-8", "replace")))
        ours, _ = load(Source("", table.text))
        form, _ = self.forms.form(table.form)
        if theirs is None or ours is None or form is None:
            return None
        differing = {key for key in {**ours.value, **theirs.value} if ours.value.get(key) != theirs.value.get(key)}
        both = ours.value.keys() & theirs.value.keys()
        return None if differing - ({*form.unprinted} - both) else folder / name

    def _fits(self, inside: _Folder, form: str, tables: Sequence[Table]) -> bool:
        if tables and inside.forms - {form}:
            return False
        if any(_plain(table.name) in inside.names for table in tables):
            return False
        return not any(self._order(table.text) in inside.orders for table in tables if not table.number)

    def _enter(self, inside: _Folder, name: str, text: str) -> None:
        inside.forms |= {form} if (form := _form_of(text)) else set()
        inside.names.setdefault(_plain(Path(name).stem), name)
        if (order := self._order(text)) is not None:
            inside.orders[order] = name

    def _folder(self, path: Path) -> _Folder:
        """What is in a folder, looked for once."""
        if path not in self._folders:
            self._folders[path] = inside = _Folder()
            for file in sorted(path.iterdir()) if path.is_dir() else ():
                if file.suffix.lower() in specs.SUFFIXES and file.is_file():
                    self._enter(inside, file.name, files.read(file, files.MOST_TEXT).decode("utf-8", "replace"))
        return self._folders[path]

    def _order(self, text: str) -> str | None:
        """What places a spec in its book; None where nothing does."""
        spec, _ = load(Source("", text))
        schema = self.forms.schema_of(spec) if spec else None
        key = annotation(schema, "order") if schema else None
        value = str(spec.value.get(key, "")) if spec and key else ""
        return (value.lstrip("0") if value.isascii() and value.isdigit() else value) or None

    def _note(self, look: Look, before: taken.Document, placed: Sequence[Placed]) -> None:
        """Remember what became of a document. A spec that somebody changed keeps the hash of what was written."""
        tables = []
        for each in placed:
            table, known = each.table, _earlier(before, look, each.table)
            raw = digest(table.text)
            if known is not None and each.state in (State.EDITED, State.GONE):
                tables.append(known)
                continue
            remembered = known.file if known and known.spec == each.path else raw
            written = digest(each.text) if each.text else each.hashed or remembered
            tables.append(taken.Table(table.cell, table.form, each.path, raw, written, each.other))
            self._by_text.setdefault(raw, (each.other or look.name, each.path))
            self._owners.setdefault(each.path, look.name)
        self.record.documents[look.name] = taken.Document(
            look.digest, tables, is_whole(look), look.guessed, before.drafted
        )


def _earlier(before: taken.Document, look: Look, table: Table) -> taken.Table | None:
    """The same table when its document was read last: at the same place of the same bytes, whatever its form is called now; in a
    document that changed, of the same form and name."""
    for each in before.tables:
        if before.bytes == look.digest:
            if each.cell == table.cell:
                return each
        elif each.form == table.form and _plain(Path(each.spec).stem) == _plain(table.name):
            return each
    return None


def _candidates(folder: Path, form: str, document: str, inside: Callable[[Path], _Folder]) -> Iterator[Path]:
    """Where the tables of a document may go: the book of their unit and year, that of their form below it, one of their own."""
    yield folder
    if inside(folder).forms - {form}:
        folder /= form
        yield folder
    yield folder / document
    yield from (folder / f"{document}-{number}" for number in count(2))


def _plain(name: str) -> str:
    """The name of a spec's file without its number, as file systems compare it."""
    return re.sub(r"^\d+-", "", name).casefold()


def _form_of(text: str) -> str:
    """The form that the text of a spec names, without loading it."""
    match = re.search(rf'^{FORM_KEY}:\s*"?([^"\s#]+)', text, re.MULTILINE)
    return match[1] if match else ""
