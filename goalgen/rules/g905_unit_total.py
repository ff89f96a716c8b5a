"""各项目合计不等于单位预算

## 说明

一个单位各项目的预算数加起来，应等于单位预算里的项目支出。单位预算写在设置里：unit-budget = { "331201" = "1299.00" }，没有写就不检查。

## 依据

部门预算公开表：各项目的预算数之和就是单位的项目支出；津财绩效〔2020〕16号：绩效目标是编制预算的依据。

## 坏例子

```yaml
# unit-budget: 40.00
单位代码: "331201"
预算数: "15.00"
---
单位代码: "331201"
预算数: "20.00"
```

> 例1.yaml:3:6+7 2 个项目的预算数合计 35.00，单位预算是 40.00，少 5.00：请核对

```yaml
# unit-budget: 30.00
单位代码: "331201"
预算数: "35.00"
```

> 3:6+7 1 个项目的预算数合计 35.00，单位预算是 30.00，多 5.00：请核对

## 好例子

```yaml
# unit-budget: 35.00
单位代码: "331201"
预算数: "15.00"
---
单位代码: "331201"
预算数: "20.00"
```

```yaml
单位代码: "331201"
预算数: "15.00"
```
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from goalgen.problem import Severity
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
NEEDS = ("budget_total",)


def check_all(projects: Sequence[Project]) -> Iterator[tuple[Project, Finding]]:
    """The sum of a unit's projects against the unit's budget, told at the first project; silent if one is unknown."""
    units: dict[str, list[Project]] = {}
    for project in projects:
        units.setdefault(project.text("unit_code") or project.text("unit_name"), []).append(project)
    for group in units.values():
        budget, amounts = group[0].unit_budget, [project.amount("budget_total") for project in group]
        known = [amount for amount in amounts if amount is not None]
        total = sum(known, Decimal(0))
        if budget is not None and len(known) == len(amounts) and total != budget:
            differs = f"{'多' if total > budget else '少'} {abs(total - budget)}"
            message = f"{len(group)} 个项目的预算数合计 {total}，单位预算是 {budget}，{differs}：请核对"
            yield group[0], Finding(group[0].field("budget_total"), message)
