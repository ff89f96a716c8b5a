"""Words floor: what the fields of all forms mean, and how their labels are written: the one data file `vocabulary.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from goalgen.labels import normalise_label
from goalgen.tables import table

FORM_KEY = "表样"
"""names the form: the one key of a spec that the engine knows"""
DRAFT_KEY = "未读完"
"""stands in what was read of a table that departs from its form, until somebody has settled it"""
TO_FILL = "【请填】"
"""stands in a new spec where a person must write: found by G106, and not built"""
MEANING_KEY = "x-meaning"
"""The keyword of a schema's property that names its meaning when its own name does not."""
UNIT_KEY = "x-unit"
"""The keyword of a schema's property that says in what its amounts are, where the form prints it beside them."""


MONEY = (
    "amount", "total_amount", "total_fiscal", "total_other", "budget_total", "fiscal_part", "other_part", "carried_over",
    "superior_funds", "central_funds", "local_funds", "funds", "task_amount", "task_total", "task_fiscal", "task_other",
    "total_row", "adjusted_budget", "spent", "fiscal_adjusted", "fiscal_spent", "carried_adjusted", "carried_spent",
    "other_adjusted", "other_spent",
)  # fmt: skip
"""The meanings of what holds an amount of money, in whatever form."""
RESULTS = (
    "actual_goals", "actual_value", "deviation_reason", "score", "total_score", "execution_score", "fiscal_score",
    "other_score", "execution_rate", "fiscal_rate", "carried_rate", "other_rate",
)  # fmt: skip
"""The meanings of what is known of a year when it is over."""
SPANNED = ("level2", "indicator_name", "target_value")
"""The columns that a form for several years has twice: for all of them, and for the next."""


class Meaning(NamedTuple):
    """What a field means, by its identifier, its Chinese name, and the labels it was seen under."""

    id: str
    name: str
    labels: tuple[str, ...]
    row: str = ""
    """with `column`: the meanings of the labels at whose crossing it stands"""
    column: str = ""
    whole: str = ""
    """the same for all the years of a project"""
    values: frozenset[str] = frozenset()
    """what is filled in there and nowhere else"""
    second: str = ""
    """what another column of its labels in the same list means"""


@lru_cache(maxsize=1)
def meanings() -> Mapping[str, Meaning]:
    """All meanings by identifier."""
    data = table("vocabulary")
    return {
        key: Meaning(
            key,
            entry["名称"],
            tuple(entry["写法"]),
            entry.get("行", ""),
            entry.get("列", ""),
            entry.get("全期", ""),
            frozenset(entry.get("值", ())),
            entry.get("另", ""),
        )
        for key, entry in data.items()
    }


@lru_cache(maxsize=1)
def _by_label() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for meaning in meanings().values():
        for label in meaning.labels:
            key = normalise_label(label)
            if found.setdefault(key, meaning.id) != meaning.id:
                raise ValueError(f"{label} stands under {found[key]} and {meaning.id}")
    return found


def meaning_of_label(label: str) -> str | None:
    """The identifier of what a label means, or None."""
    return _by_label().get(normalise_label(label))


def meaning_of_field(name: str, part: Mapping[str, Any]) -> str | None:
    """The identifier of what a schema's property means: as it says itself, where "" is nothing, else by its name."""
    return meaning_of_label(name) if MEANING_KEY not in part else part[MEANING_KEY] or None


@lru_cache(maxsize=1)
def _crossings() -> Mapping[tuple[str, str], str]:
    return {(each.row, each.column): each.id for each in meanings().values() if each.row}


def meaning_at(row: str, column: str) -> str | None:
    """What stands where the row of one meaning crosses the column of another."""
    return _crossings().get((row, column))


@lru_cache(maxsize=1)
def spans() -> tuple[str, ...]:
    """What the heads of columns begin with that are about all the years of a project: 中期, 实施期 …, the longest first."""
    found: set[str] = set()
    for own in (each for each in meanings().values() if each.whole and each.id in SPANNED):
        pairs = [(label, end) for label in meanings()[own.whole].labels for end in own.labels if label.endswith(end)]
        longest = {label: max((end for one, end in pairs if one == label), key=len) for label, _ in pairs}
        found |= {label.removesuffix(end) for label, end in longest.items()}
    return tuple(sorted(found - {""}, key=lambda span: (-len(span), span)))


ALIKE = 0.5
"""How much of two names must be the same for one to be mistyped for the other."""
SURELY = 0.6
"""The same, where each has a meaning, and not the same one."""


def meant(keys: Iterable[str], fields: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """For each key that is no field the one that it may stand for: of the same meaning, else the most alike; each once.

    A key for which two are as good is not settled here: somebody must choose.
    """
    pairs = []
    for key in keys:
        own = meaning_of_label(key)
        for name, part in fields.items():
            other = meaning_of_field(name, part)
            alike = likeness(key.strip(), name)
            same = own is not None and own == other
            if same or alike >= (SURELY if own and other else ALIKE):
                pairs.append((same, alike, key, name))
    found: dict[str, str] = {}
    for same, alike, key, name in sorted(pairs, key=lambda pair: pair[:2], reverse=True):
        others = {other for s, a, k, other in pairs if (s, a, k) == (same, alike, key)} - {name, *found.values()}
        if key not in found and name not in found.values():
            found[key] = "" if others else name
    return {key: name for key, name in found.items() if name}


def likeness(one: str, two: str) -> float:
    """How much two names have in common, from 0 to 1."""
    from difflib import SequenceMatcher  # which only a slip pays for

    return SequenceMatcher(None, one, two, autojunk=False).ratio()
