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

> 2:15+3 目标写「12场」，第 1 项指标写的是「≥12次」：改成一致
> 3:11+4 目标写「500册」，第 2 项指标写的是「≥300册」：改成一致

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
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from goalgen.problem import Severity
from goalgen.value import PartKind, ValueKind, parse, unit_kind
from goalgen.view import Field, Finding, Indicator, Project

SEVERITY = Severity.WARN
NEAR = 8
"""How many characters before a number tell what is counted."""

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


def check(project: Project) -> Iterator[Finding]:
    """A number in a goal that an indicator of the same thing gives with another unit or another number."""
    for amount in (amount for field in project.goals for amount in _amounts(field)):
        for row in project.indicators:
            if _differs(amount, row):
                there = f"第 {row.number} 项指标写的是「{row.text('target_value')}」"
                text = amount.field.text[amount.start : amount.end]
                yield Finding(amount.field, f"目标写「{text}」，{there}：改成一致", (amount.start, amount.end))
                break


def _amounts(field: Field) -> Iterator[Amount]:
    parts = parse(field.text).parts
    for number, unit in pairwise(parts):
        if number.kind is PartKind.NUMBER and unit.kind is PartKind.UNIT:
            value = parse(field.text[number.start : unit.end]).number
            before = _CLAUSE.split(field.text[: number.start])[-1]
            if value is not None:
                yield Amount(field, number.start, unit.end, value, unit.text, before)


def _differs(amount: Amount, row: Indicator) -> bool:
    value = row.value
    if value.kind is not ValueKind.NUMBER or value.number is None or value.operator in ("≤", "<"):
        return False
    name = row.text("indicator_name")
    stem = _TAIL.sub("", name)
    if value.unit == amount.unit:
        return len(stem) >= 4 and stem in amount.before and value.number != amount.number
    events = value.unit_kind == unit_kind(amount.unit) == "event"
    near = amount.before[-NEAR:]
    shared = any(near[i : i + 2] in stem for i in range(len(near) - 1))
    return events and value.number == amount.number > 1 and shared
