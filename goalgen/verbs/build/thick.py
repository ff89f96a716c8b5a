"""Verbs floor: a book that is too thick to be kept in memory: rendered, written and read back project by project (L1, L5).

What is read back are the bytes that are written, as they are written, piece by piece: see `read.streamed`. The file is the one
that `build` gives.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Protocol

from jinja2 import TemplateError

from goalgen.docx import open_package, write_package
from goalgen.docx.archive import Spooled, store
from goalgen.docx.limits import MOST_TIMES, in_times
from goalgen.docx.package import Package
from goalgen.docx.pieces import in_pieces
from goalgen.embedded import embed
from goalgen.fingerprint import stamped
from goalgen.form import Form
from goalgen.problem import Problem, Where
from goalgen.spec import Spec
from goalgen.verbs.build import differing, does_not_open, misfits_of, not_computed, too_many_or_few
from goalgen.verbs.read.streamed import read_streamed


class Held(Protocol):
    """A spec whose value is put by."""

    @property
    def name(self) -> str:
        """What its file is called."""

    @property
    def value(self) -> dict[str, Any]:
        """Its value, which nobody may change."""

    def written(self) -> Spec:
        """The spec as it is written, for whoever says where in it something stands."""


class _Alike(NamedTuple):
    """A table that reads as it was written, but for fields that it does not print."""

    missing: dict[str, Any]


class _NotComputedError(Exception):
    """The template does not take the values."""

    def __init__(self, why: Exception) -> None:
        super().__init__(str(why))
        self.why = why


class _Spool:
    """The document part on its way to the disk."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self._path, self._file = path, file
        self._crc = self._size = 0
        self._digest = hashlib.sha256()

    def write(self, data: bytes) -> bytes:
        """Write some of it, which is given back."""
        self._file.write(data)
        self._crc = zlib.crc32(data, self._crc)
        self._size += len(data)
        self._digest.update(data)
        return data

    def done(self) -> Spooled:
        """All of it."""
        self._file.flush()
        return Spooled(self._path, self._crc, self._size, self._digest.digest())


def build_thick(specs: Sequence[Held], form: Form, key: bytes | None, spool: Path, out: BinaryIO) -> list[Problem]:
    """Write one book of the given specs, in the given order, to an empty file; problems when that cannot be: then what was
    written is nothing. `spool` is where the document part may lie meanwhile.

    Raises NotPlain where what the template makes cannot be read piece by piece; OSError when the disk is full.
    """
    problems = [problem for spec in specs for problem in _misfits(spec, form)]
    if problems or not specs:
        return problems
    template, renderer = form.template, form.renderer
    carried = [{each: value[each] for each in form.unprinted if each in value} for value in (s.value for s in specs)]
    empty = f"{renderer.head}{renderer.tail}".encode()
    parts = embed({**template.parts, template.main: empty}, template.main, form.name, carried)
    name = specs[0].name
    with in_times(MOST_TIMES):
        package, refused = open_package(write_package(parts), name)
        if package is None:
            return [does_not_open(name, refused[0])]
        try:
            with spool.open("wb") as file:
                document, problems = _written(specs, form, package, _Spool(spool, file))
        except _NotComputedError as error:
            return [not_computed(specs[0].written(), error.why)]
    if problems:
        return problems
    whole: dict[str, bytes | Spooled] = {**parts, template.main: document}
    store(out, whole if key is None else stamped(whole, (spec.value for spec in specs), carried, key))
    out.flush()
    return _damage(out, name)


def _damage(out: BinaryIO, name: str) -> list[Problem]:
    """What of the file on the disk is not as it was written."""
    out.seek(0)
    with zipfile.ZipFile(out) as archive:
        bad = archive.testzip()
    return [] if bad is None else [Problem("B201", Where(name), f"写到磁盘上的 {bad} 读回来不一样：磁盘可能坏了")]


def _misfits(spec: Held, form: Form) -> list[Problem]:
    """What of a spec can neither be printed nor carried; where it is written is looked up only when there is something."""
    return misfits_of(spec.written(), form) if misfits_of(Spec(spec.value), form) else []


def _written(specs: Sequence[Held], form: Form, package: Package, spool: _Spool) -> tuple[Spooled, list[Problem]]:
    """The document part, written; and where what was read back of it differs from what was written."""
    renderer = form.renderer

    def chunks() -> Iterator[bytes]:
        yield spool.write(renderer.head.encode())
        copies = renderer.copies(spec.value for spec in specs)
        while True:
            try:
                text = next(copies, None)
                data = None if text is None else text.encode()
            except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
                raise _NotComputedError(error) from error
            if data is None:
                break
            yield spool.write(data)
        yield spool.write(renderer.tail.encode())

    at = iter(range(len(specs) + 1))

    def compared(printed: dict[str, Any]) -> _Alike | dict[str, Any]:
        number = min(next(at), len(specs))
        written = specs[number].value if number < len(specs) else {}
        alike = printed.keys() <= written.keys() and all(written[key] == text for key, text in printed.items())
        return _Alike({key: text for key, text in written.items() if key not in printed}) if alike else printed

    coming = chunks()
    tables = read_streamed(package, in_pieces(coming).coming, [form], compared).tables
    for _ in coming:
        pass  # whatever was read, all is written
    if len(tables) != len(specs):
        first = next((at for at, table in enumerate(tables) if not isinstance(table.kept, _Alike)), len(tables))
        blamed = specs[min(first, len(specs) - 1)].written()
        return spool.done(), [too_many_or_few(blamed, len(specs), len(tables))]
    problems: list[Problem] = []
    for spec, table in zip(specs, tables, strict=True):
        if not isinstance(table.kept, _Alike):
            problems += differing(spec.written(), {**table.kept, **table.more})
        elif table.more != table.kept.missing:
            printed = {key: text for key, text in spec.value.items() if key not in table.kept.missing}
            problems += differing(spec.written(), {**printed, **table.more})
    return spool.done(), problems
