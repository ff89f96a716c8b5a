"""金额单位不明

## 说明

金额单位应是元、千元、万元、亿元之一，一册里只用一种，不然汇总差一万倍。

## 依据

财预〔2015〕163号：金额以万元为单位。

## 坏例子

```yaml
金额单位: 万
预算数: "15.00"
```

> 1:7+1 「万」不是金额单位：只能是元、千元、万元或亿元

```yaml
金额单位: 万元
预算数: "15.00"
---
金额单位: 元
预算数: "150000"
```

> 例2.yaml:1:7+1 金额单位是「元」，例1.yaml 是「万元」：一册里只能用一种

## 好例子

```yaml
金额单位: 万元
预算数: "15.00"
---
金额单位: 万元
预算数: "16.00"
```
"""

from collections.abc import Iterator, Sequence

from goalgen.problem import Severity
from goalgen.rules.common import YUAN, whole
from goalgen.view import Finding, Project

SEVERITY = Severity.ERROR
NEEDS = ("amount_unit",)


def check_all(projects: Sequence[Project]) -> Iterator[tuple[Project, Finding]]:
    """A unit that is none, or another one than that of the book's first project."""
    first: tuple[str, str] | None = None
    for project in projects:
        field, unit = project.field("amount_unit"), project.text("amount_unit")
        if field is None or (not unit and not project.text("budget_total")):
            continue
        if unit not in YUAN:
            message = f"「{unit}」不是金额单位：只能是元、千元、万元或亿元"
            yield (
                project,
                Finding(
                    field,
                    message if unit else "没有写金额单位：只能是元、千元、万元或亿元",
                    whole(field) if unit else None,
                ),
            )
            continue
        first = first or (unit, project.spec.source.name)
        if unit != first[0]:
            message = f"金额单位是「{unit}」，{first[1]} 是「{first[0]}」：一册里只能用一种"
            yield project, Finding(field, message, whole(field))
