"""Things floor: how operators, units, dates and periods are written: the one data file `tables.yaml`, as patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from goalgen.tables import table


@lru_cache(maxsize=1)
def tables() -> Mapping[str, Any]:
    """The data file."""
    data: Mapping[str, Any] = table("value", "tables")
    return data


def any_of(words: Iterable[str]) -> str:
    """A pattern for the longest of some words."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=1)
def _operators() -> Mapping[str, str]:
    data = tables()
    return {w: sign for table in (data["operators"], data["after"]) for sign, words in table.items() for w in words}


@lru_cache(maxsize=1)
def _units() -> Mapping[str, str]:
    return {unit: kind for kind, units in reversed(tables()["units"].items()) for unit in units}


def operator_of(text: str) -> str:
    """The sign that an operator's text stands for: `≥` for 不少于; "" for a text that is none."""
    return _operators().get(text, "")


def unit_kind(unit: str) -> str:
    """What a unit measures: `percent`, `money`, `people` …; "" for a unit that is not in the table.

    A price, money by whatever is counted, is money, and so is any other unit by another what it is by itself; thousands or
    millions of a thing measure what the thing does.
    """
    kind = _units().get(unit)
    if kind is None:
        unit = unit.replace("／", "/")
        head, *each = re.split("[/每]", unit, maxsplit=1)
        kind = _units().get(unit, "") or (_units().get(head.strip(), "") if each else "")
        kind = kind or _units().get(unit[1:] if unit[:1] in ("百", "千", "万", "亿") else "", "")
    return kind


@lru_cache(maxsize=1)
def scanner() -> re.Pattern[str]:
    """What stands at one place of a value; groups are named after the kinds of parts, dates are `date0`, `date1` …

    Where nothing else can begin, words are taken as far as something can.
    """
    data = tables()
    dates = "|".join(f"(?P<date{i}>{_numbered(spelling, i)})" for i, spelling in enumerate(data["dates"]))
    gaps = r"[1-9]\d{0,2}(?: \d{3})+(?:\.\d+)?(?![\d.])|\d{1,2} \d{1,2}(?:\.\d+)?(?=\s*[%％])"
    number = rf"\d{{1,3}}(?:[,，]\d{{3}})+(?:\.\d+)?(?!\d)|{gaps}|\d+(?:\.\d+)?"
    operators = [word for words in data["operators"].values() for word in words]
    spelled = [way for spelling in data["dates"] if not spelling.startswith("(") for way in spelling.split("|")]
    begins = re.escape("".join(sorted({word[0] for word in (*operators, *data["periods"], *spelled)})))
    return re.compile(
        rf"(?P<space>\s+)|{dates}|(?P<operator>{any_of(operators)})"
        rf"|(?P<period>{any_of(data['periods'])})|(?P<number>{number})|(?P<words>[^\s\d{begins}]+|.)",
        re.DOTALL,
    )


@lru_cache(maxsize=1)
def after_number() -> re.Pattern[str]:
    """What may follow a number directly: a unit."""
    latin = r"(?<=[A-Za-z])(?![A-Za-z])|(?<![A-Za-z])"
    money = any_of(unit for unit, kind in _units().items() if kind == "money" and unit.endswith("元"))
    one = r"(?:(?!以[上下内]|[及或]以|之内)(?:[^\W\d_]|㎡))"
    each = rf"{one}{{1,6}}(?:[·/／]{one}{{1,4}})*"
    what = rf"(?:(?:{money})?\s*[/／]\s*(?:{each}|[（(]{each}[)）])|(?:{money})每{one}{{1,4}})"
    ends = r"(?=\Z|[\s,，。；;、)）]|以[上下内]|[及或]以|之内)"
    scaled = rf"(?!百分)[百千万亿](?:{any_of(unit for unit in _units() if unit[0] not in '百千万亿')})"
    plain = rf"(?:{scaled}|{any_of(_units())})(?:{latin})(?:\s*[/／]\s*{each}{ends})?"
    return re.compile(rf"\s*(?P<unit>{what}{ends}|{plain})")


@lru_cache(maxsize=1)
def spoken_figures() -> frozenset[str]:
    """The Chinese characters that numbers are written in."""
    data = tables()["numerals"]
    return frozenset([*data["digits"], *data["scales"]])


@lru_cache(maxsize=1)
def spoken_date() -> re.Pattern[str]:
    """A date in Chinese characters: 二〇二三年十二月三十一日, 十二月底前; 十二月 alone or with anything else behind it is none."""
    year, month, tens = (
        "二[〇○零][〇○零一二三四五六七八九]{2}",
        "十[一二]?|[一二三四五六七八九]",
        "[一二三]?十[一二三四五六七八九]?",
    )
    day = rf"(?P<d>{tens}|[一二三四五六七八九])\s*[日号]"
    before = any_of(tables()["before"])
    return re.compile(
        rf"(?:(?P<y>{year})\s*年度?\s*)(?:(?P<m>{month})\s*月份?\s*(?:{day})?)?"
        rf"|(?P<m1>{month})\s*月份?\s*(?:{day.replace('<d>', '<d1>')}|(?=(?:{before})|\Z))"
    )


@lru_cache(maxsize=1)
def spoken_share() -> re.Pattern[str]:
    """百分之 with the number behind it."""
    after = any_of(word for words in tables()["after"].values() for word in words)
    figures = "".join(sorted(spoken_figures()))
    return re.compile(
        rf"(?P<unit>百分之)\s*(?P<number>\d+(?:\.\d+)?|[{figures}]+)(?=(?:{after})?\s*(?:\Z|[,，。；;、（(]))"
    )


@lru_cache(maxsize=1)
def spoken_number() -> re.Pattern[str]:
    """A number in Chinese characters with its unit behind it, which is all there is up to the next mark."""
    data = tables()["numerals"]
    figures = "".join(sorted(spoken_figures()))
    units = any_of(unit for unit in _units() if unit not in data["not_before"])
    after = any_of(word for words in tables()["after"].values() for word in words)
    return re.compile(rf"(?P<number>[{figures}]+)(?=\s*(?:{units})(?:{after})?\s*(?:\Z|[,，。；;、（(]))")


def spoken(text: str) -> int | None:
    """The number that Chinese characters say, below 100 million; None for other characters."""
    data = tables()["numerals"]
    total = part = digit = 0
    for char in text:
        if char in "○":
            char = "〇"
        if char in data["digits"]:
            digit = digit * 10 + data["digits"][char] if digit and part == total == 0 else data["digits"][char]
        elif (scale := data["scales"].get(char)) is None:
            return None
        elif scale == 10000:
            total, part, digit = (total + part + digit) * scale, 0, 0
        else:
            part, digit = part + (digit or 1) * scale, 0
    return total + part + digit


@lru_cache(maxsize=1)
def each_words() -> frozenset[str]:
    """What stands before a number that is an average."""
    return frozenset(tables()["per"])


@lru_cache(maxsize=1)
def after_unit() -> re.Pattern[str]:
    """What may follow a number and its unit: 以上, 以下."""
    return re.compile(any_of(word for words in tables()["after"].values() for word in words))


@lru_cache(maxsize=1)
def between() -> re.Pattern[str]:
    """What joins the two ends of a range."""
    return re.compile(r"\s*(?:[-–—―~～至到－−‐]|--|——)\s*(?=\d)")


@lru_cache(maxsize=1)
def after_date() -> re.Pattern[str]:
    """What may follow a date: 前, 底前 …, and then 完成."""
    data = tables()
    return re.compile(rf"(?P<before>{any_of(data['before'])})?\s*(?P<done>{any_of(data['done'])})?")


def _numbered(pattern: str, number: int) -> str:
    """The pattern with its groups named apart from those of the others."""
    return re.sub(r"\(\?P([<=])(\w)(?=[>)])", rf"(?P\g<1>\g<2>{number}", pattern)
