"""Things floor: a project as rules see it: fields by meaning, each with the place of every character."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from goalgen.labels import only_points
from goalgen.paths import Depth, FieldPath, Index, SpecPath, field_of, texts, walk
from goalgen.problem import Severity, Where
from goalgen.schema import Schema, field_schema
from goalgen.spec.canonical import Value as SpecValue
from goalgen.taxonomy import Profile, profile_of
from goalgen.text import Edit
from goalgen.value import MAX_DIGITS, TargetValue, parse
from goalgen.view.field import Field, put_together
from goalgen.vocabulary import FORM_KEY, TO_FILL, meaning_of_field

if TYPE_CHECKING:
    from goalgen.spec import Spec

_LONGEST = 2 * MAX_DIGITS
"""Most characters of a number, with commas, spaces and sign."""


def number_of(text: str) -> Decimal | None:
    """The number that a text is, with or without commas; None for a text that is none.

    `1e30` is none, and what has more than MAX_DIGITS digits: nobody writes an amount so, and no sum is made of it.
    """
    if not text or len(text) > _LONGEST or any(char.isalpha() for char in text):
        return None
    try:
        number = Decimal(text.strip().replace(",", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() and len(number.as_tuple().digits) <= MAX_DIGITS else None


class Finding(NamedTuple):
    """What a rule has to say: about which field, which of its characters (None: the whole), and how to mend it.

    `field` None is about the project as a whole, told at the first line of the file. `text` is what is to be written, in
    place of those characters where no `fix` says otherwise; the sentence shows it where `TEXT` stands.
    """

    field: Field | None
    sentence: str
    chars: tuple[int, int] | None = None
    fix: tuple[Edit, ...] = ()
    text: str = ""
    severity: Severity | None = None
    """how much it weighs, where that is not what its rule's findings mostly weigh"""
    also: tuple[Field, ...] = ()
    """the other fields of which the same is to be said"""

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What mends it."""
        if self.fix or not self.text or self.field is None:
            return self.fix
        return self.field.rewrite(*(self.chars or (0, len(self.field.text))), self.text)


@dataclass(slots=True, eq=False)
class Indicator:
    """One row of an indicator table. Rules ask it again and again, so its answers are ready."""

    number: int
    """its place in its table, from 1"""
    fields: Mapping[str, Field]
    table: int = 0
    """which of several tables it is in"""
    target: Field | None = field(init=False)
    """the target value, put together from its columns"""
    value: TargetValue = field(init=False)
    """the meaning under the target value"""
    _texts: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self._texts = {meaning: each.text.strip() for meaning, each in self.fields.items()}
        self.target = self.fields.get("target_value")
        columns = [self.fields.get(meaning) for meaning in ("nature", "measure_unit")]
        if self.target and any(columns):
            self.target = put_together(self.target, *columns)
            self._texts = {**self._texts, "target_value": self.target.text.strip()}
        self.value = parse(self.target.text if self.target else "")

    def field(self, meaning: str) -> Field | None:
        """The field of a meaning, None when the form has none."""
        return self.target if meaning == "target_value" else self.fields.get(meaning)

    def text(self, meaning: str) -> str:
        """The text of a field without its edge spaces, "" when the form has no such field."""
        return self._texts.get(meaning, "")


@dataclass(frozen=True, eq=False)
class Project:
    """A spec seen through meanings. A meaning that the form has not gives None or "", and rules stay silent."""

    spec: Spec
    schema: Schema = field(default_factory=dict)
    unit_budget: Decimal | None = None
    """the project budget of the whole unit, from the settings"""
    meanings: dict[FieldPath, str] = field(default_factory=dict)
    """what the keys of its form mean, as far as it was asked for; projects of one form may share it"""

    @cached_property
    def _top(self) -> Mapping[str, list[Field]]:
        """The single fields by meaning, those inside nested mappings too; and the items of lists of texts."""
        found: dict[str, list[Field]] = {}
        for each in self._walk(self.spec.value, ()):
            found.setdefault(each.meaning, []).append(each)
        return found

    def _walk(self, value: Mapping[str, SpecValue], path: SpecPath) -> Iterator[Field]:
        for key, inner in value.items():
            at = (*path, key)
            if at == (FORM_KEY,):
                continue
            if isinstance(inner, str):
                yield self._written[at]
            elif isinstance(inner, dict):
                yield from self._walk(inner, at)
            else:
                yield from (self._written[*at, Index(i)] for i, item in enumerate(inner) if isinstance(item, str))

    @cached_property
    def _written(self) -> Mapping[SpecPath, Field]:
        """Every text by its path, in the order of the spec."""
        found: dict[SpecPath, Field] = {}
        self._write(self.spec.value, (), (), found)
        found.pop((FORM_KEY,), None)
        return found

    def _write(self, value: SpecValue, path: SpecPath, field: FieldPath, found: dict[SpecPath, Field]) -> None:
        """Add the texts of a value, whose field is known by then: rules look at all of them, so this is to be quick."""
        source, spans = self.spec.source, self.spec.values
        if isinstance(value, str):
            named = field[:-1] if field[-1] == 0 else field  # a list of texts is what each of them is
            found[path] = Field(value, self.meaning(named), path, source, spans.get(path))
        elif isinstance(value, dict):
            for key, inner in value.items():
                at, named = (*path, key), (*field, key)
                if isinstance(inner, str):
                    found[at] = Field(inner, self.meaning(named), at, source, spans.get(at))
                else:
                    self._write(inner, at, named, found)
        else:
            depth = Depth(sum(not isinstance(step, str) for step in path))
            for place, inner in enumerate(value):
                self._write(inner, (*path, Index(place)), (*field, depth), found)

    def meaning(self, field: FieldPath) -> str:
        """What a key means."""
        if field not in self.meanings:
            declared = field_schema(self.schema, field)
            self.meanings[field] = meaning_of_field(str(field[-1]), declared or {}) or ""
        return self.meanings[field]

    def field(self, meaning: str) -> Field | None:
        """The field of a meaning."""
        return next(iter(self._top.get(meaning, ())), None)

    def all(self, meaning: str) -> list[Field]:
        """The fields of a meaning: a form may have several, such as one for each horizon."""
        return list(self._top.get(meaning, ()))

    def text(self, meaning: str) -> str:
        """The text of a field without its edge spaces, "" when the form has no such field."""
        found = self.field(meaning)
        return found.text.strip() if found else ""

    def amount(self, meaning: str) -> Decimal | None:
        """The number in a field of money, in the table's own unit; None when it holds none. Blank is None."""
        return number_of(self.text(meaning))

    @cached_property
    def goals(self) -> list[Field]:
        """The items of the goals, or the one text they are in."""
        return [field for field in self._top.get("goals", []) if not only_points(field.text)]

    @cached_property
    def tables(self) -> list[list[Indicator]]:
        """The indicator tables: one, or mid-term and annual."""
        return [table for table in self._tables(self.spec.value, ()) if table]

    def _tables(self, value: Mapping[str, SpecValue], path: SpecPath) -> Iterator[list[Indicator]]:
        number = 0
        for key, inner in value.items():
            if isinstance(inner, dict):
                yield from self._tables(inner, (*path, key))
            elif isinstance(inner, list) and self.meaning(field_of((*path, key))) == "indicators":
                rows = [(Index(i), item) for i, item in enumerate(inner) if isinstance(item, dict)]
                yield [Indicator(i + 1, self._row(item, (*path, key, i)), number) for i, item in rows]
                number += 1

    def _row(self, item: Mapping[str, SpecValue], path: SpecPath) -> Mapping[str, Field]:
        """The cells of a row by meaning, by its own name the one that has none."""
        cells = [self._written[*path, key] for key, text in item.items() if isinstance(text, str)]
        return {each.meaning or each.label: each for each in cells}

    def key(self, meaning: str) -> Field | None:
        """The key under which a field or a whole table stands: where to say that something in it is missing."""
        return self._keys.get(meaning)

    @cached_property
    def _keys(self) -> Mapping[str, Field]:
        found: dict[str, Field] = {}
        for path in self._named(self.spec.value, ()):
            if (meaning := self.meaning(field_of(path))) not in found:
                found[meaning] = Field(str(path[-1]), meaning, path, self.spec.source, self.spec.keys.get(path))
        return found

    def _named(self, value: Mapping[str, SpecValue], path: SpecPath) -> Iterator[SpecPath]:
        """The paths of all keys that stand in no list, in the order of the file."""
        for key, inner in value.items():
            yield (*path, key)
            if isinstance(inner, dict):
                yield from self._named(inner, (*path, key))

    @cached_property
    def indicators(self) -> list[Indicator]:
        """All rows of all indicator tables."""
        return [row for table in self.tables for row in table]

    @cached_property
    def fields(self) -> list[Field]:
        """Every text that a form prints or holds, those in lists that no rule knows too, in the order of the file."""
        found = list(self._written.values())
        if all(each.span for each in found):
            return sorted(found, key=attrgetter("span"))
        return sorted(found, key=lambda each: each.span or (self.places[each.path], 0))

    @cached_property
    def places(self) -> Mapping[SpecPath, int]:
        """Which of all values each value is, in the order of the spec."""
        return {path: place for place, (path, _) in enumerate(walk(self.spec.value))}

    @cached_property
    def size(self) -> tuple[int, int]:
        """How many characters and how many texts there are."""
        return sum(map(len, self._texts)), len(self._texts)

    @cached_property
    def _texts(self) -> list[str]:
        return list(texts(self.spec.value))

    @cached_property
    def is_unwritten(self) -> bool:
        """Whether something is still to be written."""
        return any(TO_FILL in text for text in self._texts)

    @cached_property
    def whole(self) -> str:
        """All texts in one, a line or more each: where a rule looks first whether it has anything to say."""
        return "\n".join(each.text for each in self.fields)

    @cached_property
    def year(self) -> int | None:
        """The year of the budget: its own field, else the one year that the project's name begins with."""
        for text in (self.text("year"), self.text("project_name")[:4]):
            if text.isascii() and text.isdigit() and len(text) == 4 and text.startswith(("19", "20")):
                return int(text)
        return None

    @cached_property
    def profile(self) -> Profile | None:
        """The tree of levels that this form uses in this year; None when the form names none."""
        return profile_of(self.schema, self.year)

    @cached_property
    def _levels(self) -> Mapping[Indicator, tuple[str | None, str | None]]:
        found: dict[Indicator, tuple[str | None, str | None]] = {}
        for row in self.indicators if self.profile else ():
            assert self.profile
            upper, label = self.profile.level1(row.text("level1")), row.text("level2")
            found[row] = upper, self.profile.level2(label, upper) or self.profile.level2(label)
        return found

    def level1(self, row: Indicator) -> str | None:
        """The canonical level 1 of a row, None when the tree has none such."""
        return self._levels.get(row, (None, None))[0]

    def level2(self, row: Indicator) -> str | None:
        """The canonical level 2 of a row, wherever it belongs in the tree."""
        return self._levels.get(row, (None, None))[1]

    def where(self, finding: Finding) -> Where:
        """The place of a finding; of one about the whole project its first key."""
        if finding.field is not None:
            at = finding.field.where(finding.chars)
            return replace(at, others=(*at.others, *(each.where() for each in finding.also))) if finding.also else at
        keys = self.spec.keys
        return self.spec.where(min(keys, key=keys.__getitem__) if keys else (), key=True)
