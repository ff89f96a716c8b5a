"""Words floor: the trees of level 1 and level 2, as data, and the name in a tree that a label in a table stands for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from goalgen.labels import dense_text
from goalgen.schema import ANNOTATION, Schema
from goalgen.tables import table

_SCORE = re.compile(r"\([^()]*\)")
_TAIL = re.compile("(指标|目标)$")


@dataclass(frozen=True)
class Profile:
    """One tree: level 1 and its level 2 in canonical order, what is mandatory, and the shares of the weights."""

    id: str
    name: str
    tree: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]
    required2: tuple[str, ...]
    shares: Mapping[str, int]
    since: int = 0
    """the first year for whose budgets it is the rule, 0 for one that never was everywhere"""

    def __hash__(self) -> int:
        return hash(self.id)

    def level1(self, label: str) -> str | None:
        """The level 1 that a label stands for."""
        return _find(label, tuple(self.tree), "level1")

    def level2(self, label: str, level1: str | None = None) -> str | None:
        """The level 2, under one level 1 or anywhere in the tree, that a label stands for."""
        names = self.tree.get(level1, ()) if level1 else tuple(name for names in self.tree.values() for name in names)
        return _find(label, names, "level2")

    def holds(self, level1: str, level2: str) -> bool:
        """Whether labels of both levels stand in the tree, the second under the first; no level 2 stands under each."""
        above = self.level1(level1)
        return above is not None and (not stem(level2) or self.level2(level2, above) is not None)

    def parents(self, level2: str) -> list[str]:
        """The level 1 under which a level 2 belongs."""
        return [level1 for level1, names in self.tree.items() if level2 in names]


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Any]:
    data: Mapping[str, Any] = table("taxonomy")
    return data


@lru_cache(maxsize=1)
def profiles() -> Mapping[str, Profile]:
    """All trees by their id."""
    return {
        key: Profile(
            key,
            entry["名称"],
            {level1: tuple(names) for level1, names in entry["体系"].items()},
            tuple(entry["必有"]),
            tuple(entry["必有二级"]),
            entry["各占"],
            entry.get("起", 0),
        )
        for key, entry in _data()["profiles"].items()
    }


def fitting(pairs: Iterable[tuple[str, str]]) -> list[Profile]:
    """The trees in which every pair of level 1 and level 2 stands, those only that call most of them by their own names.

    A tree that has all of another is no answer where the other is one. [] where no tree has them all.
    """
    each = {(upper, lower) for upper, lower in pairs if stem(upper)}
    scores = {
        profile: sum(_likeness(profile, *pair) for pair in each)
        for profile in profiles().values()
        if each and all(profile.holds(*pair) for pair in each)
    }
    best = [profile for profile, score in scores.items() if score == max(scores.values())]
    return [one for one in best if not any(_holds(one, other) for other in best)]


def _likeness(profile: Profile, level1: str, level2: str) -> int:
    """How like the names in a tree two labels are: 2 for the name itself, 1 for one said shorter or with its points, 0 else."""
    above = profile.level1(level1)
    names = [(above, level1), (profile.level2(level2, above), level2)]
    return sum((stem(name) == stem(label)) + (name == dense_text(label)) for name, label in names if name)


def _holds(one: Profile, other: Profile) -> bool:
    """Whether one tree has all of another, and more."""
    return one.tree != other.tree and all(
        set(names) <= set(one.tree.get(level1, ())) for level1, names in other.tree.items()
    )


def profile_of(schema: Schema, year: int | None) -> Profile | None:
    """The tree that a form's annotation names, for the year when it names several."""
    named = schema.get(ANNOTATION, {}).get("taxonomy")
    if isinstance(named, Mapping):
        begun = [key for key in sorted(named) if year is not None and key.isdigit() and int(key) <= year]
        named = named[begun[-1]] if begun else None
    return profiles().get(named) if isinstance(named, str) else None


@lru_cache(maxsize=4096)
def stem(label: str) -> str:
    """A label as it is compared: `产出指标\\n(40-50)分` is 产出."""
    dense = re.sub(r"\s+", "", unicodedata.normalize("NFKC", label)).lstrip("★*")
    dense = _SCORE.sub("", dense).removesuffix("分").removesuffix("等")
    return _TAIL.sub("", dense)


@lru_cache(maxsize=4096)
def _find(label: str, names: tuple[str, ...], level: str) -> str | None:
    wanted = stem(label)
    exact = next((name for name in names if stem(name) == wanted), None)
    also = _data()["aliases"][level]
    return exact or next((name for name in names if wanted in also.get(stem(name), ())), None)
