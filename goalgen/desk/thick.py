"""Desk floor: the specs of a book that is too thick to be kept in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from goalgen import bulk
from goalgen.desk import specs
from goalgen.shelf import Shelf
from goalgen.text import Source

if TYPE_CHECKING:
    from goalgen.desk.forms import Forms
    from goalgen.desk.specs import Book
    from goalgen.problem import Problem
    from goalgen.spec import Spec


class Held:
    """A spec of a thick book, whose value is put by; where in it something is written is looked up again when somebody asks."""

    def __init__(self, spec: Spec, forms: Forms, shelf: Shelf) -> None:
        self.name = spec.source.name
        self._forms, self._shelf, self._slot = forms, shelf, shelf.put(spec.value)

    @property
    def value(self) -> dict[str, Any]:
        """Its value, which nobody may change."""
        held: dict[str, Any] = self._shelf.get(self._slot)
        return held

    def written(self) -> Spec:
        """The spec as it is written; its value alone when its file is another by now."""
        from goalgen.spec import Spec

        spec, _ = specs.load_file(Path(self.name), self._forms)
        return spec if spec is not None and spec.value == self.value else Spec(self.value, Source(self.name, ""))


class Values(Collection[Mapping[str, Any]]):
    """The values of specs that are put by, each for as long as it is looked at."""

    def __init__(self, held: Sequence[Held]) -> None:
        self._held = held

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        return (held.value for held in self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, value: object) -> bool:
        return any(value == each for each in self)


class Thick(NamedTuple):
    """A book that is loaded spec by spec: see `Loaded`."""

    specs: list[Held]
    problems: list[Problem]
    refusals: list[str]


def load_thick(book: Book, forms: Forms) -> Thick:
    """As `load_book`, a book of which no more than one spec is in memory."""
    shelf = Shelf()
    found: list[Problem] = []
    held: list[Held] = []
    refusals: list[str] = []
    for one in bulk.run(lambda path: specs.load_file(path, forms), book.files):
        refusals += [one.refusal] if one.refusal else []
        for spec, problems in one.results:
            found += problems
            held += [Held(spec, forms, shelf)] if spec is not None else []
    if not book.single:
        found += _together(held, forms)
    return Thick(held, specs.in_order(book, found), [*book.refusals, *refusals])


def _together(held: Sequence[Held], forms: Forms) -> list[Problem]:
    """What keeps specs from making one book, which is told of them as they are written: then they are all loaded."""
    from goalgen.spec import Spec
    from goalgen.verbs.check import together

    def known(specs: Iterable[Spec]) -> Iterator[Spec]:
        return (spec for spec in specs if forms.schema_of(spec) is not None)

    first = next(known(Spec(each.value) for each in held), None)
    schema = forms.schema_of(first) if first is not None else None
    if schema is None or not together(known(Spec(each.value, Source(each.name, "")) for each in held), schema):
        return []
    return together(known(each.written() for each in held), schema)
