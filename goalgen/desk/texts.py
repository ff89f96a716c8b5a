"""Desk floor: what was read of a document as the texts of files: a spec for each table, a draft for each that departs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from goalgen.desk import specs
from goalgen.problem import Problem, Severity, Where
from goalgen.shelf import Shelf
from goalgen.spec import DRAFT_KEY, FORM_KEY, dump
from goalgen.verbs.read import Reading


class Text(NamedTuple):
    """A table as the text of a file, whose name has no folder."""

    table: str
    form: str
    name: str
    text: str


class _Texts(Collection[Text]):
    """The texts of a thick document, put by: as plain data they go from process to process."""

    def __init__(self, texts: Iterable[Text]) -> None:
        self._shelf = Shelf()
        self._slots = [self._shelf.put(text) for text in texts]

    def __iter__(self) -> Iterator[Text]:
        return map(self._shelf.get, self._slots)

    def __len__(self) -> int:
        return len(self._slots)

    def __contains__(self, text: object) -> bool:
        return any(text == each for each in self)

    def __reduce__(self) -> tuple[type, tuple[tuple[Text, ...]]]:
        return tuple, (tuple(self),)


def texts_of(reading: Reading) -> tuple[Collection[Text], list[Problem]]:
    """The file of each table; tables of the same name are told apart, with a problem."""
    names = [spec.form.filename(spec.value) for spec in reading.specs]
    distinct = specs.distinct(names)
    problems: list[Problem] = []
    for place, (wanted, name) in enumerate(zip(names, distinct, strict=True)):
        if name != wanted:
            message = f"还有一张表也叫「{wanted}」，这一张存为 {name}.yaml"
            cell = str(reading.specs[place].address)
            problems.append(Problem("R211", Where(reading.name, cell=cell), message, Severity.WARN))
    texts = (
        Text(str(spec.address), spec.form.name, f"{name}.yaml", dump(spec.value, spec.form.schema))
        for spec, name in zip(reading.specs, distinct, strict=True)
    )
    return tuple(texts) if isinstance(reading.specs, tuple) else _Texts(texts), problems


def drafts_of(reading: Reading, shown: str) -> Iterator[Text]:
    """What was read of tables that depart from their form, as files that `goalgen check` refuses until they are settled.

    `shown` is the name of the document as it may be written.
    """
    for number, near in enumerate((near for near in reading.near if set(near.value) - {FORM_KEY}), 1):
        told = f"{shown} {near.cell}：{near.departure}"
        note = f"# 这张表没有读完，下面是读到的部分。请对照原件补齐，再删去「{DRAFT_KEY}」这一行。\n"
        text = note + dump({DRAFT_KEY: told}) + dump(near.value, near.form.schema)
        yield Text(near.cell, near.form.name, f"草稿{number}.yaml", text)
