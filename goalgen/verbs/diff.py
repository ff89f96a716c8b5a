"""Verbs floor: what changed between two sets of projects, said in the form's own words, for whoever reviews it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Context, Decimal, localcontext
from typing import Any, NamedTuple

from goalgen.align import increasing
from goalgen.changes import Change, Kind, Stretch, Value, changes, side_by_side, stretches
from goalgen.paths import Index, SpecPath, field_of, lookup
from goalgen.projects import same_projects
from goalgen.schema import Schema, field_schema, identity, row_key
from goalgen.vocabulary import meaning_of_field

_NUMBER = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3}){1,8}(?:\.[0-9]{1,9})?|-?[0-9]{1,24}(?:\.[0-9]{1,9})?")
_COUNTS_NOTHING = {"number", "year", "unit_code", "code", "project_code", "phone", "total_years"}
_TOTAL = "budget_total"


class Project(NamedTuple):
    """A project as one side has it: what its file or table is called, its value, and the schema of its form."""

    place: str
    value: Mapping[str, Any]
    schema: Schema
    silent: Sequence[str] = ()
    """fields of the form that this side could not say: Word files show them nowhere"""

    @property
    def name(self) -> str:
        """What makes the project what it is, as a person would say it; else where it stands."""
        said = [text for key in identity(self.schema) if isinstance(text := self.value.get(key), str) and text.strip()]
        return " ".join(said) or self.place

    @property
    def budget(self) -> str:
        """The project's budget as it is written, "" when the form has none."""
        fields = self.schema.get("properties", {}).items()
        texts = (self.value.get(key) for key, part in fields if meaning_of_field(key, part) == _TOTAL)
        return next((text for text in texts if isinstance(text, str)), "")


class Difference(NamedTuple):
    """What happened to one project: `left` is what it was, `right` what it is; None on the side that does not have it."""

    left: Project | None
    right: Project | None
    changes: Sequence[Change] = ()

    @property
    def kind(self) -> Kind:
        """What happened to the project as a whole."""
        return Kind.ADDED if self.left is None else Kind.REMOVED if self.right is None else Kind.CHANGED

    @property
    def project(self) -> Project:
        """The project as it is, or as it was when it is gone."""
        found = self.right or self.left
        assert found
        return found

    def counts(self) -> dict[Kind, int]:
        """How many fields and rows changed, came, went and moved."""
        return {kind: sum(change.kind is kind for change in self.changes) for kind in Kind}


def diff(left: Sequence[Project], right: Sequence[Project]) -> list[Difference]:
    """The projects that are not the same on both sides, in the order of the right; what is gone stands where it was."""
    schema = right[0].schema if right else {}
    pairs = same_projects([each.value for each in left], [each.value for each in right], schema)
    stay = increasing(sorted(pairs.items()))
    found: list[Difference] = []
    for one, two in side_by_side(len(left), len(right), pairs, pairs.keys() - stay.keys()):
        before = None if one is None else left[one]
        after = None if two is None else right[two]
        if before is None or after is None:
            found.append(Difference(before, after))
            continue
        silent = {*before.silent, *after.silent}
        old, new = ({key: each for key, each in side.value.items() if key not in silent} for side in (before, after))
        if old != new:
            found.append(Difference(before, after, changes(old, new, after.schema)))
    return found


class Told(NamedTuple):
    """A change in the form's own words."""

    kind: Kind
    label: str
    """the field or row: 绩效指标「成本指标、预算控制」 指标值"""
    stretches: Sequence[Stretch]
    """both texts side by side; of what came or went only one has anything"""
    amount: str = ""
    """增 2.00"""


def told(difference: Difference) -> Iterator[Told]:
    """The changes of a project, in the form's own words, in order."""
    for change in difference.changes:
        yield _told(change, difference)


def _told(change: Change, difference: Difference) -> Told:
    assert difference.left
    assert difference.right
    project = difference.left if change.now is None else difference.right
    label = label_of(change.path, project.value, project.schema)
    if change.kind is Kind.CHANGED and isinstance(change.old, str) and isinstance(change.new, str):
        return Told(change.kind, label, stretches(change.old, change.new), _amount(change, project.schema))
    if change.kind is Kind.MOVED:
        assert change.was
        assert change.now
        text = f"第{int(change.was[-1]) + 1}条 → 第{int(change.now[-1]) + 1}条"
        return Told(change.kind, label, [Stretch(text, text)])
    key = row_key(project.schema, field_of(change.path[:-1]))
    old, new = (said(_but(each, key)) if each is not None else "" for each in (change.old, change.new))
    return Told(change.kind, label, [Stretch(old, new)])


def label_of(path: SpecPath, value: Mapping[str, Any], schema: Schema) -> str:
    """What a field or a row is called: fields by their names, rows by what makes them what they are, else by their number."""
    words: list[str] = []
    for end, step in enumerate(path, 1):
        if isinstance(step, str):
            words.append(step)
            continue
        row = lookup(value, path[:end])
        key = row_key(schema, field_of(path[: end - 1]))
        names = [text for each in key if isinstance(row, Mapping) and (text := str(row.get(each, "")).strip())]
        words.append("".join((words.pop(), f"「{'、'.join(names)}」")) if names and words else f"第{step + 1}条")
    return " ".join(words)


def _but(value: Value, key: Sequence[str]) -> Value:
    """A row without what its label says of it."""
    if not isinstance(value, Mapping) or not any(value.get(each) for each in key):
        return value
    return {name: each for name, each in value.items() if name not in key}


def said(value: Value) -> str:
    """A value on one line: the cells of a row one beside the other."""
    if isinstance(value, str):
        return value
    return "｜".join(said(each) for each in (value.values() if isinstance(value, Mapping) else value))


def whole(difference: Difference) -> Iterator[tuple[str, str]]:
    """Every field and row of a project that came or went, with its label."""
    project = difference.project
    for key, value in project.value.items():
        rows = value if isinstance(value, list) else []
        if not rows:
            yield key, said(value)
        for place, row in enumerate(rows):
            path = (key, Index(place))
            yield label_of(path, project.value, project.schema), said(_but(row, row_key(project.schema, (key,))))


def grown(old: str, new: str) -> str:
    """By how much an amount grew or shrank, as written with the more decimals of both: 增 2.00; "" for what is none."""
    if not _NUMBER.fullmatch(old) or not _NUMBER.fullmatch(new):
        return ""
    with localcontext(Context(prec=60)):
        more = Decimal(new.replace(",", "")) - Decimal(old.replace(",", ""))
    return f"{'增' if more > 0 else '减'} {abs(more)}" if more else ""


def _amount(change: Change, schema: Schema) -> str:
    """By how much a field that counts something grew."""
    part = field_schema(schema, field_of(change.path)) or {}
    meaning = meaning_of_field(str(change.path[-1]), part) if change.path else ""
    if meaning in _COUNTS_NOTHING:
        return ""
    return grown(str(change.old).strip(), str(change.new).strip())
