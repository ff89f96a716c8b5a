"""Verbs floor: the word lists of the rules about texts, and how those rules take a text apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from goalgen.tables import table
from goalgen.view import Field, Indicator, Project

PROSE = {
    "project_name",
    "use_of_funds",
    "overview",
    "grounds",
    "goals",
    "total_goals",
    "actual_goals",
    "indicator_name",
    "indicator_description",
    "target_value",
    "total_indicator_name",
    "total_target_value",
    "actual_value",
    "deviation_reason",
    "basis",
    "remark",
}
"""The meanings of the fields that hold running text."""
OWN_NUMBER = re.compile(
    r"[ \t\u3000]*(?P<number>\d{1,2}[.、．)）](?!\d)|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]"
    r"|[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十])|[①-⑳]|目标\s*\d{1,2}\s*[：:])[ \t\u3000]*"
)
"""The number that stands before an item of a list."""
TITLE = re.compile("《[^《》]*》")
"""The title of a document: not the writer's own words."""


@lru_cache(maxsize=1)
def word_lists() -> Mapping[str, Any]:
    """The lists of `words.yaml`."""
    data: Mapping[str, Any] = table("rules", "words")
    return data


@lru_cache(maxsize=2)
def prose(project: Project) -> tuple[Field, ...]:
    """The fields that hold running text, in the order of the file."""
    return tuple(field for field in project.fields if field.meaning in PROSE and not field.is_blank)


@lru_cache(maxsize=2)
def spoken(project: Project) -> str:
    """All running text in one: where a rule looks first whether it has anything to say."""
    return "\n".join(field.text for field in prose(project))


def _core(pattern: str) -> str:
    """Characters that stand in whatever a pattern matches, "" when that cannot be told."""
    plain = re.sub(r"\(\?<?[=!][^()]*\)", "", pattern)
    bare = plain.replace("(?:", "(")
    head = re.match(r"\(?([^\W\d]+|[，。、；：])(?=\Z|[()]|\{2)(?P<twice>\)?\{2)?", bare)
    if not head or re.search(r"[?*]", bare) or "|" in re.sub(r"\([^()]*\)", "", bare):
        return ""
    return head[1] * 2 if head["twice"] and (bare[0] == "(" or len(head[1]) == 1) else head[1]


def mistakes(project: Project, name: str) -> Iterator[tuple[Field, re.Match[str], str]]:
    """The places in running text that a list of corrections is about; the whole is looked at before its parts."""
    whole = spoken(project)
    for core, pattern, right in corrections(name):
        if core in whole and pattern.search(whole):
            for field in prose(project):
                yield from ((field, match, right) for match in pattern.finditer(field.text))


def items(project: Project) -> Iterator[tuple[Field, int, int, str]]:
    """Each goal: its field, its characters without edge spaces, and the number that the form prints before it.

    A form that holds all goals in one text has one goal per line, and nothing is printed before them.
    """
    for field in project.goals:
        printed = f"{field.path[-1] + 1}." if isinstance(field.path[-1], int) else ""
        for match in re.finditer(r"\S(?:.*\S)?", field.text, re.DOTALL if printed else 0):
            yield field, *match.span(), printed


def squeezed(text: str) -> str:
    """A text without any white space."""
    return "".join(text.split())


@lru_cache(maxsize=32)
def named(project: Project) -> tuple[tuple[Indicator, Field, str], ...]:
    """The rows whose name is not blank: the row, the field of the name, and the name without white space."""
    found = ((row, row.field("indicator_name")) for row in project.indicators)
    return tuple((row, field, squeezed(field.text)) for row, field in found if field and not field.is_blank)


_NUMBERS = re.compile(
    r"\d|[一二两三四五六七八九十百千万](?:次|场|期|届|份|篇|项|套|家|名|人|台|辆|座|公里|亩|万元|%)|[一二三四五六七八九十]成|百分之"
)


_QUOTES = '"“” \t\u3000'
_QUOTED = re.compile("“[^“”]*”")
_AGES = re.compile(r"\d+\s*[-—~至]\s*\d+\s*(?:周?岁|月龄|个月)")
"""Whom it is about, and not how much is done."""


def said_numbers(text: str) -> bool:
    """Whether a text gives a number: its own item number and the titles of documents do not count."""
    return any(map(_NUMBERS.search, map(_bare, _clauses(text))))


def _bare(clause: str) -> str:
    own = clause.lstrip(_QUOTES)
    return _AGES.sub(
        "", _QUOTED.sub("", TITLE.sub("", own[match.end() :] if (match := OWN_NUMBER.match(own)) else own))
    )


def _clauses(text: str) -> Iterator[str]:
    """The pieces of a text that may have item numbers of their own."""
    return (each for line in text.split("\n") for each in re.split("[；;。]", line))


@lru_cache(maxsize=8)
def corrections(table: str) -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """What a table tells: characters that are there when it is wrong, what is wrong, and what to write instead."""
    return tuple((_core(entry["错"]), re.compile(entry["错"]), entry["改"]) for entry in word_lists()[table])


def shared_start(one: str, other: str) -> int:
    """How many characters two texts have in common at the start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


class Use(NamedTuple):
    """One way of writing something, and where."""

    way: str
    project: Project
    field: Field
    chars: tuple[int, int] | None = None


def minorities(uses: Iterable[Use]) -> Iterator[tuple[Use, str]]:
    """Of several ways of writing one thing all but the most frequent: its first use, and how often which is written.

    Among equally frequent ways the one met first is the usual one.
    """
    groups: dict[str, list[Use]] = {}
    for use in uses:
        groups.setdefault(use.way, []).append(use)
    usual = max(groups, key=lambda way: len(groups[way]), default="")
    for way, group in groups.items():
        if way != usual:
            counts = f"「{way}」{len(group)} 处，「{usual}」{len(groups[usual])} 处"
            yield group[0], f"{counts}，统一为一种"
