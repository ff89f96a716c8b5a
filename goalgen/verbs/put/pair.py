"""Verbs floor: which spec belongs to which table of a document: by what makes a project what it is, never by guessing.

The schema names the fields (`x-goalgen`: `identity`, else those that name a spec's file); a field that is not printed counts
where the document carries it unseen. A pair that is in doubt is asked for.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from goalgen.problem import Problem, Severity, Where, where
from goalgen.projects import ALIKE, NEARLY_ALL, alike, named
from goalgen.schema import annotation, identity
from goalgen.spec import Spec
from goalgen.verbs.read import Reading, ReadSpec
from goalgen.vocabulary import FORM_KEY

_FEW = 10_000
"""Pairs up to which all are compared; beyond, only those of one number."""
_SOME = 3
"""So many of the tables that are left alone are told of by name."""


Told = Mapping[str, int] | Mapping[int, int]
"""In which table the projects of specs begin, by the names of the specs, or by their ids; 0: in none."""


class Pair(NamedTuple):
    """A spec and the table that it belongs to."""

    spec: Spec
    table: ReadSpec


def paired(
    specs: Sequence[Spec], reading: Reading, told: Told, *, add: bool = False
) -> tuple[list[Pair], list[Problem]]:
    """The pairs, in the order of the document; what is in doubt, and what has no counterpart and is left alone.

    `told` says in which table of the document (表18: 18) the project of a spec begins. Where specs without a table are to
    `add` one, a spec with another name and another number is new, however much it says alike: people begin with a copy.
    """
    known: dict[str | int, int] = dict(told.items())
    match = _Matching(list(specs), list(reading.specs))
    problems = [problem for spec in specs if (problem := match.take_told(spec, known, reading.name)) is not None]
    match.take_equal()
    for fields in (_all_fields, _without_order):
        problems += match.take_unique(fields, reading.name)
    problems += match.take_renamed(reading.name, add=add)
    match.take_only()
    problems += [
        Problem(
            "P202", where(spec.source), f"{reading.name} 里没有这个项目的表，没有写；要加上，用 --add", Severity.WARN
        )
        for spec in [*match.new, *match.specs]
    ]
    if match.pairs and match.tables:
        first = "、".join(f"{table.address}{_name(table)}" for table in match.tables[:_SOME])
        more = "" if len(match.tables) <= _SOME else " 等"
        message = f"有 {len(match.tables)} 张表没有给规格，没有动（要整个拿掉，用 --remove）：{first}{more}"
        problems.append(Problem("P203", Where(reading.name), message, Severity.INFO))
    order = {id(table): place for place, table in enumerate(reading.specs)}
    return sorted(match.pairs, key=lambda pair: order[id(pair.table)]), problems


def _name(table: ReadSpec) -> str:
    fields = [table.value[key] for key in identity(table.form.schema) if isinstance(table.value.get(key), str)]
    return f"「{'、'.join(fields)}」" if fields else "这张表"


def _all_fields(value: Mapping[str, Any], schema: Mapping[str, Any]) -> Hashable:
    return named(value, identity(schema))


def _without_order(value: Mapping[str, Any], schema: Mapping[str, Any]) -> Hashable:
    return named(value, [key for key in identity(schema) if key != annotation(schema, "order")])


class _Matching:
    """Specs and tables that have no counterpart yet, and the pairs that were found."""

    def __init__(self, specs: list[Spec], tables: list[ReadSpec]) -> None:
        self.specs, self.tables = specs, tables
        self.new: list[Spec] = []
        """specs that are told to have no table"""
        self.pairs: list[Pair] = []

    def take(self, spec: Spec, table: ReadSpec) -> None:
        self.specs = [each for each in self.specs if each is not spec]
        self.tables = [each for each in self.tables if each is not table]
        self.pairs.append(Pair(spec, table))

    def take_told(self, spec: Spec, told: Mapping[str | int, int], document: str) -> Problem | None:
        number = told.get(id(spec), told.get(spec.source.name))
        if number is None:
            return None
        if not number:
            self.specs = [each for each in self.specs if each is not spec]
            self.new.append(spec)
            return None
        table = next((each for each in self.tables if number in _tables(each)), None)
        if table is None or table.form.name != spec.value.get(FORM_KEY):
            kinds = "、".join(f"表{min(_tables(each), default=1)}" for each in self.tables)
            return Problem("P201", where(spec.source), f"{document} 的表{number}不是这种表样的表；可写的有：{kinds}")
        self.take(spec, table)
        return None

    def take_equal(self) -> None:
        """What says the same belongs together, the first with the first: there is nothing to write."""
        waiting: dict[str, deque[ReadSpec]] = defaultdict(deque)
        for table in self.tables:
            waiting[_printed(table.value, table)].append(table)
        forms = {table.form.name: table for table in self.tables}
        for spec in list(self.specs):
            like = forms.get(str(spec.value.get(FORM_KEY)))
            same = waiting[_printed(spec.value, like)] if like is not None else deque[ReadSpec]()
            if same:
                self.take(spec, same.popleft())

    def take_unique(
        self, fields: Callable[[Mapping[str, Any], Mapping[str, Any]], Hashable], document: str
    ) -> Iterator[Problem]:
        """Take those that alone have the same fields; several of one identity are in doubt."""
        by_key: dict[Hashable, list[ReadSpec]] = {}
        for table in self.tables:
            by_key.setdefault(fields(table.value, table.form.schema), []).append(table)
        schemas = {table.form.name: table.form.schema for table in self.tables}
        keys = {id(spec): fields(spec.value, schemas.get(str(spec.value.get(FORM_KEY)), {})) for spec in self.specs}
        count = Counter(keys.values())
        for spec in list(self.specs):
            key = keys[id(spec)]
            tables = by_key.get(key, []) if key is not None else []
            if len(tables) == count[key] == 1:
                self.take(spec, tables[0])
            elif tables:
                self.specs.remove(spec)
                yield _doubt(spec, tables, document)

    def take_renamed(self, document: str, *, add: bool) -> Iterator[Problem]:
        """Of what is left, a table that says much the same is the same project under a new name."""
        few = len(self.specs) * len(self.tables) <= _FEW
        likely = [
            (
                spec,
                [
                    each
                    for each in self.tables
                    if (_same_number(spec, each) or (few and not add)) and _likely(spec, each)
                ],
            )
            for spec in self.specs
        ]
        for spec, tables in likely:
            sure = [table for table in tables if _surely(spec, table)]
            numbered = [table for table in tables if _same_number(spec, table)]
            if len(sure) == 1 and numbered in ([], sure) and sum(sure[0] in others for _, others in likely) == 1:
                self.take(spec, sure[0])
            elif tables:
                self.specs.remove(spec)
                yield _doubt(spec, tables, document)

    def take_only(self) -> None:
        """A form that says of no project which one it is: its only table is that of its only spec."""
        for name in {table.form.name for table in self.tables}:
            specs = [spec for spec in self.specs if spec.value.get(FORM_KEY) == name]
            tables = [table for table in self.tables if table.form.name == name]
            if len(specs) == len(tables) == 1 and not identity(tables[0].form.schema):
                self.take(specs[0], tables[0])


def _tables(table: ReadSpec) -> set[int]:
    """The numbers of the tables of the document that a project takes up."""
    return {entry.address.table for found in table.occurrence.found for entry in found.entries if entry.address.table}


def _printed(value: Mapping[str, Any], table: ReadSpec) -> str:
    """A value, as a text, without what a table does not print."""
    kept = {key: text for key, text in value.items() if key not in table.form.unprinted}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def _likely(spec: Spec, table: ReadSpec) -> bool:
    """Whether a table may be that of a spec: it has its number, or many of its texts."""
    if spec.value.get(FORM_KEY) != table.form.name:
        return False
    return _same_number(spec, table) or alike(spec.value, table.value) >= ALIKE


def _surely(spec: Spec, table: ReadSpec) -> bool:
    return alike(spec.value, table.value) >= (ALIKE if _same_number(spec, table) else NEARLY_ALL)


def _same_number(spec: Spec, table: ReadSpec) -> bool:
    order = table.form.order
    return order is not None and spec.value.get(order) == table.value.get(order) is not None


def _doubt(spec: Spec, tables: Sequence[ReadSpec], document: str) -> Problem:
    places = "、".join(f"{table.address}{_name(table)}" for table in tables)
    one = min(_tables(tables[0]), default=1)
    message = (
        f"说不准是 {document} 里的哪一张表：{places}。是哪一张，请写明，如 --table {spec.source.name}={one}；"
        f"都不是，就先不给这份规格；是要新加的，写 --add --table {spec.source.name}=新"
    )
    return Problem("P201", where(spec.source), message)
