"""目标和指标的数字对不上

## 说明

目标写培训 12 场，指标写 12 次，或者目标写 12 场、指标写 10 场：评价时按哪个算？同一件事在目标和指标里数字和单位要一致。
只比较说得出是同一件事的地方：单位不同而数字相同、说的是同一个词，或指标名称原样出现在目标里。

## 依据

财预〔2015〕88号：绩效目标与指标要相应匹配；审核的相关性。

## 坏例子

```yaml
绩效目标:
- 全年面向高校开展专项培训12场。
- 全年发放宣传手册500册。
绩效指标:
- 三级指标: 政策培训场次
  指标值: ≥12次
- 三级指标: 发放宣传手册数量
  指标值: ≥300册
```

> 2:15+3 目标写「12场」，「政策培训场次」写的是「≥12次」：改成一致
> 3:11+4 目标写「500册」，「发放宣传手册数量」写的是「≥300册」：改成一致

## 好例子

```yaml
绩效目标:
- 计划全年培训财务专家人数不少于300人次，开展专项培训12场。
- 举办高端论坛1次，组织培训班1次。
绩效指标:
- 三级指标: 财务专家培训人次
  指标值: ≥300人次
- 三级指标: 政策培训场次
  指标值: ≥12场
- 三级指标: 高端论坛工作报告
  指标值: 1份
- 三级指标: 编制教材套数
  指标值: ≥12套
- 三级指标: 培训班期数
  指标值: 1期
```
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice, pairwise
from operator import itemgetter
from typing import NamedTuple

from goalgen.problem import Severity
from goalgen.rules.common import place_of
from goalgen.value import PartKind, ValueKind, parse, unit_kind
from goalgen.view import Field, Finding, Indicator, Project

SEVERITY = Severity.WARN
NEEDS = ("goals", "indicators", "indicator_name", "target_value")
NEAR = 8
"""How many characters before a number tell what is counted."""
THING = 3
"""The fewest characters of what stands behind a number for it to tell what is counted."""
LONGEST, LEAST = 100, 4
"""Most characters of a name that is looked for before a number, and the fewest."""

_TAIL = re.compile("(?:总?数量?|[场人家户班]?次数?|人数|场数|期数|份数|数|量)$")
_CLAUSE = re.compile("[，,。；;：:、]")


class Amount(NamedTuple):
    """A number with its unit in a goal, and the words before it."""

    field: Field
    start: int
    end: int
    number: Decimal
    unit: str
    before: str
    after: str


def check(project: Project) -> Iterator[Finding]:
    """A number in a goal that an indicator of the same thing gives with another unit or another number."""
    amounts = [amount for field in project.goals for amount in _amounts(field)]
    rows = _Rows(project.indicators if amounts else ())
    for amount in amounts:
        row = rows.first_that_differs(amount)
        if row is not None:
            there = f"{place_of(row)}写的是「{row.text('target_value')}」"
            text = amount.field.text[amount.start : amount.end]
            yield Finding(amount.field, f"目标写「{text}」，{there}：改成一致", (amount.start, amount.end))


def _amounts(field: Field) -> Iterator[Amount]:
    parts = parse(field.text).parts
    for number, unit in pairwise(parts):
        if number.kind is PartKind.NUMBER and unit.kind is PartKind.UNIT:
            value = parse(field.text[number.start : unit.end]).number
            before = _CLAUSE.split(field.text[max(number.start - LONGEST, 0) : number.start])[-1]
            after = _CLAUSE.split(field.text[unit.end : unit.end + LONGEST])[0]
            if value is not None:
                yield Amount(field, number.start, unit.end, value, unit.text, before, after)


class _Rows:
    """The rows that give a number, by what an amount may have in common with them: only those need be looked at."""

    def __init__(self, rows: Sequence[Indicator]) -> None:
        self._named: dict[tuple[str, str], list[tuple[int, Indicator]]] = {}
        """by unit and name, of rows with the same number the first"""
        self._lengths: dict[tuple[str, str], set[int]] = {}
        """how long the names are, by unit and their first characters"""
        self._events: dict[tuple[Decimal, str], dict[str, tuple[int, Indicator]]] = {}
        """by number and two characters of the name, for each unit the first"""
        self._ends: dict[str, list[tuple[str, int, Indicator]]] = {}
        """by unit, the names without what counts"""
        seen: set[tuple[str, str, Decimal]] = set()
        for place, row in enumerate(rows):
            value = row.value
            if value.kind is not ValueKind.NUMBER or value.number is None or value.operator in ("≤", "<"):
                continue
            stem = _TAIL.sub("", row.text("indicator_name"))
            if LEAST <= len(stem) <= LONGEST and (value.unit, stem, value.number) not in seen:
                seen.add((value.unit, stem, value.number))
                self._named.setdefault((value.unit, stem), []).append((place, row))
                self._lengths.setdefault((value.unit, stem[:LEAST]), set()).add(len(stem))
            self._ends.setdefault(value.unit, []).append((stem, place, row))
            if value.unit_kind == "event" and value.number > 1:
                for pair in {stem[i : i + 2] for i in range(len(stem) - 1)}:
                    pairs = self._events.setdefault((value.number, pair), {})
                    pairs.setdefault(value.unit, (place, row))

    def first_that_differs(self, amount: Amount) -> Indicator | None:
        """The first row that gives the same thing with another unit or another number."""
        found = [*self._with_another_number(amount), *self._counted(amount), *self._with_another_unit(amount)]
        return min(found, key=itemgetter(0))[1] if found else None

    def _with_another_number(self, amount: Amount) -> Iterator[tuple[int, Indicator]]:
        """Of the rows of each name that stands before the number, the first with the same unit and another number."""
        before, unit = amount.before, amount.unit
        for start in range(len(before) - LEAST + 1):
            for length in self._lengths.get((unit, before[start : start + LEAST]), ()):
                rows = self._named.get((unit, before[start : start + length]), ())
                yield from islice((each for each in rows if each[1].value.number != amount.number), 1)

    def _counted(self, amount: Amount) -> Iterator[tuple[int, Indicator]]:
        """The row whose name ends with the very thing that stands behind the number, 174台拼接屏: with another number."""
        counted = [(place, row) for stem, place, row in self._ends.get(amount.unit, ()) if stem.endswith(amount.after)]
        if len(amount.after) >= THING and len(counted) == 1 and counted[0][1].value.number != amount.number:
            yield counted[0]

    def _with_another_unit(self, amount: Amount) -> Iterator[tuple[int, Indicator]]:
        """The rows of events with the same number whose names share two characters with the words before the number."""
        near = amount.before[-NEAR:] if unit_kind(amount.unit) == "event" else ""
        for start in range(len(near) - 1):
            for unit, each in self._events.get((amount.number, near[start : start + 2]), {}).items():
                if unit != amount.unit:
                    yield each
