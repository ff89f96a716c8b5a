"""Verbs floor: what the rules about target values share: rows with a value, what kind of row it is, and the words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from goalgen.rules.common import day_count, is_cost, whole
from goalgen.rules.words import word_lists
from goalgen.tables import table
from goalgen.value import Date, TargetValue, operator_of, unit_kind
from goalgen.view import Field, Indicator, Project

_BRACKET = re.compile(r"[（(][^（）()]*[）)]?")
_PREFIX = re.compile(r"^(?:指标|目标)\s*\d+\s*[:：、.]\s*")

_LIGHT = re.compile(r"[\s，。、；：,.;:“”\"]+")


class Target(NamedTuple):
    """A row that has a target value, with the sign and the unit that may stand in columns of their own."""

    row: Indicator
    field: Field
    value: TargetValue
    sign: str
    unit: str

    @property
    def shown(self) -> str:
        """The value without its edge spaces."""
        return self.field.text.strip()

    def is_offered(self, sign: str) -> bool:
        """Whether a sign stands in a column of its own: there it is written as the form or the system offers it."""
        return sign != "" and sign == self.row.text("nature")

    @property
    def chars(self) -> tuple[int, int]:
        """Where the value without its edge spaces stands."""
        return whole(self.field)


@lru_cache(maxsize=1)
def value_lists() -> Mapping[str, Any]:
    """The data file."""
    data: Mapping[str, Any] = table("rules", "values")
    return data


@lru_cache(maxsize=2)
def targets(project: Project) -> tuple[Target, ...]:
    """The rows whose target value is not blank."""
    return tuple(_targets(project))


def _targets(project: Project) -> Iterator[Target]:
    for row in project.indicators:
        field = row.field("target_value")
        if field and not field.is_blank:
            value = row.value
            sign = value.operator or operator_of(row.text("nature"))
            yield Target(row, field, value, sign, value.unit or row.text("measure_unit"))


def last_day(date: Date, year: int | None) -> str:
    """The last day that a date may mean, `2022年12月31日`; without the year where nobody tells it."""
    year, month = date.year or year, date.month or 12
    day = date.day or day_count(year or 2001, month)
    return f"{year}年{month}月{day}日" if year else f"{month}月{day}日"


def level2(project: Project, row: Indicator) -> str:
    """The canonical level 2 of a row, or its label when the form names no tree."""
    return project.level2(row) or "".join(row.text("level2").split())


def is_time(project: Project, row: Indicator) -> bool:
    """Whether a row is about time."""
    return "时效" in level2(project, row)


def is_satisfaction(project: Project, row: Indicator) -> bool:
    """Whether a row is about satisfaction."""
    return "满意度" in level2(project, row)


def is_benefit(project: Project, row: Indicator) -> bool:
    """Whether a row is about benefit, satisfaction not among it."""
    name = project.level1(row) or row.text("level1")
    return "效益" in name and not is_satisfaction(project, row)


def is_output(project: Project, row: Indicator) -> bool:
    """Whether a row is about output."""
    name = project.level1(row) or row.text("level1")
    return "产出" in name or "完成" in name


def is_bounded(row: Indicator) -> bool:
    """Whether what a row measures ends at 100%; growth and the like may be more."""
    return not has_any(metric(row) + row.text("indicator_description"), "over_100")


def is_full(row: Indicator, value: TargetValue, unit: str) -> bool:
    """Whether a value is all there can be, 100%: at least as much as that says no more."""
    return value.number == 100 and unit_kind(unit) == "percent" and is_bounded(row)


def is_opposite(row: Indicator) -> bool:
    """Whether a row counts what there should be little of, such as complaints."""
    return has_any("".join(map(row.text, ("indicator_name", "target_value"))), "opposites")


def allowed_signs(project: Project, row: Indicator) -> str:
    """The signs that may stand before the value of a row, so that no other rule refuses what one advises."""
    signs = "≥=≤"
    money = unit_kind(row.value.unit or row.text("measure_unit")) == "money"
    if is_cost(row) and money and not has_any(metric(row) + row.value.text, "cost_at_least"):
        signs = signs.replace("≥", "")
    if is_opposite(row):
        signs = "=" if row.value.number == 0 else signs.replace("≥", "")
    elif is_satisfaction(project, row):
        signs = signs.replace("≤", "")
    if is_full(row, row.value, row.value.unit or row.text("measure_unit")):
        signs = signs.replace("≥", "")
    return signs


def is_missed(row: Indicator, actual: Field) -> bool:
    """Whether both are a number of the same unit, and the target is not reached."""
    target, done = row.value, actual.value
    if len(target.numbers) != 1 or len(done.numbers) != 1 or target.unit != done.unit or done.operator not in ("", "="):
        return False
    return {"≥": done.numbers < target.numbers, "≤": done.numbers > target.numbers}.get(target.operator, False)


@lru_cache(maxsize=256)
def metric(row: Indicator) -> str:
    """The name of what is measured: without brackets, white space and the form's 「指标1：」."""
    return _PREFIX.sub("", _BRACKET.sub("", "".join(row.text("indicator_name").split())))


@lru_cache(maxsize=256)
def counted(row: Indicator) -> str:
    """What the name of a row counts: without the verb before it, where enough is left."""
    name = compared(metric(row))
    if not name.startswith(_verbs()):
        return name
    verb = max((each for each in _verbs() if name.startswith(each)), key=len)
    return name.removeprefix(verb) if len(name) - len(verb) >= SHORTEST else name


@lru_cache(maxsize=1)
def _verbs() -> tuple[str, ...]:
    return tuple(word_lists()["actions"])


SHORTEST = 4


def has_any(text: str, name: str) -> bool:
    """Whether one of the words of a list stands in a text."""
    return _any_of(name).search(text) is not None


@lru_cache(maxsize=32)
def _any_of(name: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, value_lists()[name])))


def compared(text: str) -> str:
    """A text as it is compared: without white space and marks."""
    return _LIGHT.sub("", text)
