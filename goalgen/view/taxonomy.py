"""Things floor: the trees of level 1 and level 2, as data, and the name in a tree that a label in a table stands for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

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

    def level1(self, label: str) -> str | None:
        """The level 1 that a label stands for."""
        return _find(label, tuple(self.tree), "level1")

    def level2(self, label: str, level1: str | None = None) -> str | None:
        """The level 2, under one level 1 or anywhere in the tree, that a label stands for."""
        names = self.tree.get(level1, ()) if level1 else tuple(name for names in self.tree.values() for name in names)
        return _find(label, names, "level2")

    def parents(self, level2: str) -> list[str]:
        """The level 1 under which a level 2 belongs."""
        return [level1 for level1, names in self.tree.items() if level2 in names]


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Any]:
    data: Mapping[str, Any] = table("view", "taxonomy")
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
            entry["分值"],
        )
        for key, entry in _data()["profiles"].items()
    }


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
    dense = _SCORE.sub("", dense).removesuffix("分")
    return _TAIL.sub("", dense)


@lru_cache(maxsize=4096)
def _find(label: str, names: tuple[str, ...], level: str) -> str | None:
    wanted = stem(label)
    exact = next((name for name in names if stem(name) == wanted), None)
    also = _data()["aliases"][level]
    return exact or next((name for name in names if wanted in also.get(stem(name), ())), None)
