"""Things floor: a value's text into parts that tile it, and what they come to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from goalgen.value.tables import (
    after_date,
    after_number,
    after_unit,
    between,
    each_words,
    operator_of,
    scanner,
    spoken,
    spoken_date,
    spoken_figures,
    spoken_number,
    spoken_share,
    unit_kind,
)

_NARROW = {code + 0xFEE0: code for code in range(ord("0"), ord("9") + 1)} | {ord("．"): ord("."), ord("／"): ord("/")}

_WIDE = re.compile(f"[{''.join(map(chr, _NARROW))}]")

MAX_DIGITS = 30
"""An amount of more digits is none: nobody has so much."""


class PartKind(StrEnum):
    """What a piece of a value is."""

    SPACE = "space"
    OPERATOR = "operator"
    NUMBER = "number"
    UNIT = "unit"
    RANGE = "range"
    PERIOD = "period"
    EACH = "each"
    """人均, before a number: an average, not a total"""
    DATE = "date"
    BEFORE = "before"
    """前, 底前, after a date"""
    DONE = "done"
    """完成, after a date"""
    END = "end"
    """a full stop at the end"""
    WORDS = "words"


class ValueKind(StrEnum):
    """What a value as a whole is."""

    EMPTY = "空"
    NUMBER = "定量"
    DATE = "日期"
    MIXED = "定性含数"
    """words with numbers or dates in them"""
    WORDS = "定性"


class Date(NamedTuple):
    """A date as far as it is written; 0 for what is not."""

    year: int = 0
    month: int = 0
    day: int = 0


class ValuePart(NamedTuple):
    """A piece of a value: characters `start` to `end`."""

    kind: PartKind
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class TargetValue:
    """A value's text and its parts, which tile it; what they come to is computed when it is asked for."""

    text: str
    parts: tuple[ValuePart, ...]

    def of(self, kind: PartKind) -> list[ValuePart]:
        """The parts of one kind."""
        return self._by_kind.get(kind, [])

    @cached_property
    def _by_kind(self) -> Mapping[PartKind, list[ValuePart]]:
        found: dict[PartKind, list[ValuePart]] = {}
        for part in self.parts:
            found.setdefault(part.kind, []).append(part)
        return found

    @cached_property
    def kind(self) -> ValueKind:
        """What the whole is."""
        kinds = [part.kind for part in self.parts if part.kind not in (PartKind.SPACE, PartKind.END)]
        if not kinds:
            return ValueKind.EMPTY
        if PartKind.WORDS not in kinds:
            if PartKind.NUMBER in kinds and PartKind.DATE not in kinds:
                return ValueKind.NUMBER
            if PartKind.DATE in kinds and PartKind.NUMBER not in kinds:
                return ValueKind.DATE
        return ValueKind.MIXED if {PartKind.NUMBER, PartKind.DATE} & set(kinds) else ValueKind.WORDS

    @cached_property
    def operator(self) -> str:
        """The sign of the first operator: `≥ ≤ = > <`, "" for none."""
        return next((operator_of(part.text) for part in self.of(PartKind.OPERATOR)), "")

    @cached_property
    def numbers(self) -> list[Decimal]:
        """The numbers in order; those of dates are not among them."""
        return [number(part.text) for part in self.of(PartKind.NUMBER)]

    @property
    def number(self) -> Decimal | None:
        """The first number."""
        return self.numbers[0] if self.numbers else None

    @property
    def is_range(self) -> bool:
        """Whether this is `10-20家`."""
        return bool(self.of(PartKind.RANGE))

    @cached_property
    def unit(self) -> str:
        """The last unit's text, "" for none."""
        return next((part.text for part in reversed(self.of(PartKind.UNIT))), "")

    @property
    def unit_kind(self) -> str:
        """What the unit measures: `percent`, `money`, `people` …"""
        return unit_kind(self.unit)

    @cached_property
    def period(self) -> str:
        """每月, 每年 …, "" for none."""
        return next((part.text for part in self.of(PartKind.PERIOD)), "")

    @cached_property
    def dates(self) -> list[Date]:
        """The dates in order; the end of a range that names no year is in the year of its beginning."""
        found: list[Date] = []
        last: ValuePart | None = None
        for part in self.parts:
            if part.kind is PartKind.DATE:
                date = _date(part.text)
                follows = bool(found) and last is not None and last.kind is PartKind.RANGE
                if follows and not date.year and 0 < found[-1].month <= date.month:
                    date = date._replace(year=found[-1].year)
                found.append(date)
            last = part
        return found

    @property
    def before(self) -> bool:
        """Whether a date is a last day: 前."""
        dated = bool(self.of(PartKind.DATE))
        return dated and (any("前" in part.text for part in self.of(PartKind.BEFORE)) or self.operator in ("≤", "<"))

    @property
    def money(self) -> Decimal | None:
        """The first number in 元 when the unit is one of money (万 alone is taken for 万元); of a price, or what is for each,
        there is no total."""
        averages = tuple(each_words())
        each = bool(self.of(PartKind.EACH)) or any(
            part.text.lstrip("（( ").startswith(averages) for part in self.of(PartKind.WORDS)
        )
        if self.number is None or self.unit_kind != "money" or re.search("[/／每]", self.unit) or each:
            return None
        scale = {"百": 2, "千": 3, "万": 4, "亿": 8}.get(self.unit[:1], 0)
        return self.number.scaleb(scale)


def number(text: str) -> Decimal:
    """The number of a text of digits, full or half width, with or without commas and gaps, or of Chinese characters."""
    said = spoken(text)
    return Decimal(re.sub("[,， ]", "", text.translate(_NARROW)) if said is None else said)


@lru_cache(maxsize=8192)
def parse(text: str) -> TargetValue:
    """The parts of a value's text. Never fails: what is not understood is words."""
    found = _parts(text)
    kinds = {kind for kind, _, _ in found}
    if PartKind.OPERATOR in kinds and not _is_plain(found):
        found = list(_settled(found, text))
    parts: list[ValuePart] = []
    for kind, start, end in found:
        if kind is PartKind.WORDS and parts and parts[-1].kind is kind:
            start = parts.pop().start
        parts.append(_made((kind, start, end, text[start:end])))
    if not kinds.isdisjoint(_BEFORE_AVERAGES):
        _find_averages(parts)
    if PartKind.RANGE in kinds:
        _find_years(parts)
    if PartKind.WORDS in kinds or PartKind.OPERATOR in kinds:
        _end(parts)
    return TargetValue(text, tuple(parts))


_made = ValuePart._make
_BEFORE_AVERAGES = frozenset((PartKind.WORDS, PartKind.PERIOD))


def _parts(text: str) -> list[tuple[PartKind, int, int]]:
    narrow = text.translate(_NARROW) if _WIDE.search(text) else text
    found: list[tuple[PartKind, int, int]] = []
    scan, figures, place, size = scanner().match, spoken_figures(), 0, len(text)
    kind: PartKind | None = None
    while place < size:
        if (kind is None or kind is PartKind.OPERATOR) and text[place] in figures and (said := _said(text, place)):
            found += said
            kind, _, place = said[-1]
        else:
            match = scan(narrow, place)
            assert match
            kind, start, place = _KINDS.get(match.lastgroup or "", PartKind.DATE), place, match.end()
            found.append((kind, start, place))
        following = _FOLLOWING.get(kind)
        if following and place < size:
            found += following(narrow, place)
            place = found[-1][2]
    return found


def _is_plain(found: Sequence[tuple[PartKind, int, int]]) -> bool:
    """Whether each operator stands right before or behind a number, a date or a unit: then it is one."""
    before = None
    for (kind, _, _), (after, _, _) in pairwise([*found, found[-1]]):
        if kind is PartKind.OPERATOR and after not in _SIGNED and before not in _SIGNED:
            return False
        before = kind
    return True


def _said(text: str, place: int) -> list[tuple[PartKind, int, int]]:
    """What Chinese characters say at a place: a number, a share (百分之九十五) or a date; nothing where they are words."""
    if match := spoken_date().match(text, place):
        return [(PartKind.DATE, place, match.end())]
    if match := spoken_number().match(text, place):
        return [(PartKind.NUMBER, place, match.end())]
    match = spoken_share().match(text, place)
    if match is None:
        return []
    unit, number = match.span("unit"), match.span("number")
    gap = [(PartKind.SPACE, unit[1], number[0])] if unit[1] < number[0] else []
    return [(PartKind.UNIT, *unit), *gap, (PartKind.NUMBER, *number)]


def _settled(parts: list[tuple[PartKind, int, int]], text: str) -> Iterator[tuple[PartKind, int, int]]:
    """The parts, with an operator that has no number or date beside it taken for words; what stands for a number counts."""
    dense = [kind for kind, _, _ in parts if kind is not PartKind.SPACE]
    place = 0
    for kind, start, end in parts:
        beside = dense[max(place - 1, 0) : place + 2]
        alone = kind is PartKind.OPERATOR and _SIGNED.isdisjoint(beside) and not _TO_COME.match(text, end)
        yield (PartKind.WORDS if alone else kind), start, end
        place += kind is not PartKind.SPACE


_SIGNED = frozenset((PartKind.NUMBER, PartKind.DATE, PartKind.UNIT))
_TO_COME = re.compile(r"\s*(?:[*＊×_○□Xx]{2,}|…)")
"""What stands where a number is to be written."""


def _find_averages(parts: list[ValuePart]) -> None:
    """Take 人均 before a number or its sign for what it is."""
    for place, (kind, _, _, _) in enumerate(parts):
        if kind not in _COUNTED or not place or parts[place - 1].kind not in (PartKind.WORDS, PartKind.PERIOD):
            continue
        for begin in range(max(place - 2, 0), place):  # 每人每年 is a word and a period
            if "".join(part.text for part in parts[begin:place]).strip() in each_words():
                parts[begin:place] = [part._replace(kind=PartKind.EACH) for part in parts[begin:place]]
                break


def _find_years(parts: list[ValuePart]) -> None:
    """Take `2016-2020` for two years and not for two numbers, and the ends of `1-12月` and `2023.1.1-12.31` for dates."""
    for place, (kind, _, _, _) in enumerate(parts):
        if kind is not PartKind.RANGE or not 0 < place < len(parts) - 1:
            continue
        first, last, after = parts[place - 1], parts[place + 1], parts[place + 2 : place + 3]
        counted = last.kind is PartKind.NUMBER and after and after[0].kind is PartKind.UNIT
        ends = last.kind is PartKind.DATE or bool(last.kind is PartKind.NUMBER and _YEAR.fullmatch(last.text))
        years = first.kind is PartKind.NUMBER and ends and not counted and _YEAR.fullmatch(first.text)
        months = first.kind is PartKind.NUMBER and last.kind is PartKind.DATE and _MONTH.fullmatch(first.text)
        follows = first.kind is PartKind.DATE and last.kind is PartKind.NUMBER and not counted and _is_end(first, last)
        if years or (months and _MONTH.match(last.text)) or follows:
            parts[place - 1] = first._replace(kind=PartKind.DATE)
            parts[place + 1] = last._replace(kind=PartKind.DATE)


def _is_end(first: ValuePart, last: ValuePart) -> bool:
    """Whether a number behind a date is written as the date is: a month behind `2023.6`, month and day behind `2023.1.1`."""
    date = _date(first.text)
    return bool((_DAY if date.day else _MONTH).fullmatch(last.text)) if date.month else False


_COUNTED = (PartKind.OPERATOR, PartKind.NUMBER)
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_MONTH = re.compile(r"(?:1[0-2]|0?[1-9])(?!\d)", re.ASCII)
_DAY = re.compile(r"(?:1[0-2]|0?[1-9])\.(?:3[01]|[12]\d|0?[1-9])", re.ASCII)


def _after_number(text: str, place: int) -> list[tuple[PartKind, int, int]]:
    """Unit, 以上, or the mark of a range."""
    found = []
    if unit := after_number().match(text, place):
        start, end = unit.span("unit")
        if start > place:
            found.append((PartKind.SPACE, place, start))
        found.append((PartKind.UNIT, start, end))
        place = end
    if place == len(text):
        return found
    if more := after_unit().match(text, place):
        found.append((PartKind.OPERATOR, *more.span()))
    elif mark := between().match(text, place):
        found.append((PartKind.RANGE, *mark.span()))
    return found


def _after_date(text: str, place: int) -> list[tuple[PartKind, int, int]]:
    """前, then 完成, or the mark of a range."""
    match = after_date().match(text, place)
    assert match
    found = []
    for name, kind in (("before", PartKind.BEFORE), ("done", PartKind.DONE)):
        start, end = match.span(name)
        if start < end:
            if start > place:
                found.append((PartKind.SPACE, place, start))
            found.append((kind, start, end))
            place = end
    if mark := between().match(text, place):
        found.append((PartKind.RANGE, *mark.span()))
    return found


def _end(parts: list[ValuePart]) -> None:
    """Make a full stop at the end, space after it or not, a part of its own."""
    last = len(parts) - 1
    while last >= 0 and parts[last].kind is PartKind.SPACE:
        last -= 1
    part = parts[last] if last >= 0 else None
    if part is None or part.kind is not PartKind.WORDS or part.text[-1] not in _STOPS:
        return
    stop = part.end - len(part.text) + len(part.text.rstrip(_STOPS))
    mark = ValuePart(PartKind.END, stop, part.end, part.text[stop - part.start :])
    parts[last : last + 1] = [part._replace(end=stop, text=part.text[: stop - part.start]), mark][stop == part.start :]


_STOPS = "。；;．"
_KINDS = {kind.value: kind for kind in PartKind}
_FOLLOWING = {PartKind.DATE: _after_date, PartKind.NUMBER: _after_number}


def _date(text: str) -> Date:
    if _YEAR.fullmatch(text):
        return Date(int(text))
    if _MONTH.fullmatch(text):
        return Date(0, int(text))
    said = spoken_date().fullmatch(text) if text[0] in spoken_figures() else None
    match = said or scanner().match(f"{text.translate(_NARROW)}前")  # `10.31` is a date only before 前
    found = {"y": 0, "m": 0, "d": 0}
    for name, value in (match.groupdict() if match else {}).items():
        if value and re.fullmatch(r"[ymd]\d*", name):
            found[name[0]] = (spoken(value) or 0) if said else int(value)
    return Date(found["y"], found["m"], found["d"])
