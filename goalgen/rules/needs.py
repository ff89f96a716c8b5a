"""Verbs floor: what a form must mean for the rules to judge it, and what no rule could judge for want of it.

Each rule says in `NEEDS` without which meanings it has nothing to look at. What a form has is what its schema says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from goalgen.labels import unit_of_label
from goalgen.problem import Unjudged
from goalgen.rules.choice import ALL, Choice
from goalgen.rules.common import AMOUNTS
from goalgen.rules.rule import Rule, catalog
from goalgen.schema import ANNOTATION, Schema, resolve
from goalgen.vocabulary import FORM_KEY, UNIT_KEY, meaning_of_field, meanings

TAXONOMY = "taxonomy"
"""Needed where a rule asks for the tree of levels that the form's annotation names."""
UNIT = "amount_unit"
"""Needed where a rule compares amounts with what is said elsewhere: a field of its own, or a unit at the amount's label."""
LIST = "indicators"
_ROW = ("level1", "level2", "indicator_name", "target_value", TAXONOMY)
"""What stands in the rows of the list: without the list nobody asks for it."""
EXPECTED = (LIST, *_ROW, "project_name", "budget_total", UNIT, "goals")
"""What every table of goals has, in the order in which it is told of. A form may well have no scores."""
_CALLED = {LIST: "指标清单", TAXONOMY: "指标体系"}


class Meant(NamedTuple):
    """What a form means: its fields, the columns of its lists of indicators, and whether one of either has no meaning."""

    fields: frozenset[str]
    columns: frozenset[str]
    unknown_field: bool
    unknown_column: bool


def called(need: str) -> str:
    """The Chinese name of what a rule needs."""
    return _CALLED.get(need) or meanings()[need].name


def _what(need: str) -> str:
    """What a form does not tell."""
    if need == TAXONOMY:
        return "用哪一套指标体系"
    return "金额的单位" if need == UNIT else f"哪一栏是{called(need)}"


def unjudged(form: str, schema: Schema, choice: Choice = ALL) -> Unjudged | None:
    """What the chosen rules cannot judge of the tables of a form; None where they can judge what there is to be judged."""
    meant = meant_by(schema)
    missed = _told(meant)
    rules = [each for code, each in catalog().items() if choice.takes(code) and choice.takes(code, each.select_only)]
    found: dict[str, list[str]] = {}
    for rule in rules:
        lacks = list(_lacking(rule, meant))
        if lacks and missed.issuperset(lacks):
            found.setdefault(lacks[0], []).append(rule.code)
    if meant.fields.isdisjoint(AMOUNTS):
        found.pop(UNIT, None)  # the unit of nothing
    order = [*EXPECTED, *sorted({need for need in found if need not in EXPECTED})]
    told = tuple((need, tuple(found[need])) for need in order if need in found)
    needy = [rule.code for rule in rules if rule.needs]
    parts = (f"没有说出{_what(need)}，{'、'.join(_short(codes, needy))} 没有查" for need, codes in told)
    return Unjudged(form, f"{form} 这个表样{'；'.join(parts)}", told) if told else None


def judged(schema: Schema) -> Mapping[str, tuple[int, int]]:
    """For each family of rules, such as `G4`, how many of its rules can judge a form, and how many there are."""
    meant = meant_by(schema)
    by_family = groupby(catalog().values(), lambda rule: rule.code[:2])
    found = {}
    for family, rules in by_family:
        each = [not list(_lacking(rule, meant)) for rule in rules]
        found[family] = sum(each), len(each)
    return found


def _lacking(rule: Rule, meant: Meant) -> Iterator[str]:
    """The needs of a rule that a form does not meet, what every form has first, without what is in a list that is not there."""
    there = meant.fields | (meant.columns if LIST in meant.fields else frozenset())
    lacks = [need for need in rule.needs if need not in there]
    if LIST in lacks:
        lacks = [need for need in lacks if need == LIST or (need not in _ROW and need in EXPECTED)]
    yield from sorted(lacks, key=lambda need: EXPECTED.index(need) if need in EXPECTED else len(EXPECTED))


def _told(meant: Meant) -> frozenset[str]:
    """The meanings that are missed: of fields and columns only where one has no meaning, and may be what is missed."""
    missed = set(EXPECTED) if meant.unknown_field else {LIST, UNIT, TAXONOMY, *_ROW}
    if meant.unknown_column:  # which imports every rule, whichever are asked for
        needs = (rule.needs for rule in catalog().values())
        missed |= {need for each in needs for need in each if LIST in each and need not in EXPECTED}
    return frozenset(missed)


def meant_by(schema: Schema) -> Meant:
    """What a schema says that its form means."""
    fields: set[str] = set()
    columns: set[str] = set()
    unknown_field = unknown_column = False
    for name, part in _fields(schema, schema):
        meaning = meaning_of_field(name, part)
        inner = resolve(schema, part.get("items", {})).get("properties", {})
        if meaning and (meaning != LIST or inner):
            fields.add(meaning)
        unknown_field = unknown_field or (not meaning and name != FORM_KEY and "properties" not in part)
        if meaning in AMOUNTS and (part.get(UNIT_KEY) or unit_of_label(name)):
            fields.add(UNIT)
        rows = inner.items() if meaning == LIST else ()
        found = [meaning_of_field(key, resolve(schema, each)) for key, each in rows]
        columns |= {each for each in found if each}
        unknown_column = unknown_column or None in found
    if schema.get(ANNOTATION, {}).get(TAXONOMY):
        fields.add(TAXONOMY)
    return Meant(frozenset(fields), frozenset(columns), unknown_field, unknown_column)


def _fields(schema: Schema, part: Schema) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The fields that stand in no list, those inside others too."""
    for name, each in part.get("properties", {}).items():
        field = resolve(schema, each)
        yield name, field
        yield from _fields(schema, field)


def _short(codes: Sequence[str], needy: Sequence[str]) -> Iterator[str]:
    """Codes as they are told: a family by its name where all of it that runs and needs anything is among them."""
    for family, group in groupby(codes, lambda code: code[:2]):
        own = list(group)
        yield from [family] if own == [code for code in needy if code.startswith(family)] and own[1:] else own
