"""预算调整没有说明

## 说明

全年预算数和年初预算数不同，说明年中调整过预算。在偏差原因或备注里写明调了多少、为什么，评审和审计都会问。

## 依据

财预〔2020〕10号：绩效自评应说明预算调整情况。

## 坏例子

```yaml
年初预算数: "100.00"
全年预算数: "90.00"
其他说明: ""
绩效指标:
- 三级指标: 培训场次
  偏差原因分析及改进措施: ""
```

> 2:9+5 全年预算数 90.00 和年初预算数 100.00 不同，没有说明为什么调整：在「其他说明」里写明

## 好例子

```yaml
年初预算数: "100.00"
全年预算数: "90.00"
其他说明: 年中压减一般性支出 10 万元。
```

```yaml
年初预算数: "100.00"
全年预算数: "100"
其他说明: ""
```

```yaml
年初预算数: "100.00"
全年预算数: "90.00"
绩效指标:
- 三级指标: 培训场次
  偏差原因分析及改进措施: 年中压减预算，少办 1 场。
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.common import called, titled, whole
from goalgen.view import Field, Finding, Project, number_of

SEVERITY = Severity.INFO
NEEDS = ("budget_total", "adjusted_budget")
_SAYS_WHY = re.compile("调整|压减|调[增减剂出入]|追加|核减|收回|统筹|预算.{0,8}[增减]|[增减].{0,8}预算")


def check(project: Project) -> Iterator[Finding]:
    """An adjusted budget that differs, and not a word about it anywhere."""
    pairs = (("budget_total", "adjusted_budget"), ("fiscal_part", "fiscal_adjusted"))
    found = ((project.field(one), project.field(other)) for one, other in pairs)
    differing = ((first, now) for first, now in found if first and now and _differ(first, now))
    first, now = next(differing, (None, None))
    if first is None or now is None:
        return
    if first.is_blank:
        yield Finding(first, f"{called(first)}空着，{called(now)}是 {now.text.strip()}：补填，没有就写 0.00")
        return
    reasons = [field for meaning in ("remark", "actual_goals") for field in project.all(meaning)]
    reasons += [
        field
        for row in project.indicators
        for name in ("deviation_reason", "remark")
        if (field := row.fields.get(name))
    ]
    if any(_SAYS_WHY.search(field.text) for field in reasons):
        return
    order = ("remark", "deviation_reason", "actual_goals")
    place = min(
        (field for field in reasons if field.meaning in order), key=lambda each: order.index(each.meaning), default=None
    )
    where = f"在{titled(place)}里写明" if place else "请写明原因"
    sums = f"{called(now)} {now.text.strip()} 和{called(first)} {first.text.strip()} 不同"
    message = f"{sums}，没有说明为什么调整：{where}"
    yield Finding(now, message, whole(now))


def _differ(first: Field, now: Field) -> bool:
    """Whether there was another budget at first, or none that is told."""
    before, after = number_of(first.text), number_of(now.text)
    return after is not None and (first.is_blank or (before is not None and before != after))
