"""年底完成的写法不一

## 说明

都是年底完成，有的写「2022年12月31日前完成」，有的写「2022年12月底前」「不晚于12月」。一份文件里同一个期限应是同一种写法。

## 依据

行文习惯：一份文件一种写法。

## 坏例子

```yaml
绩效指标:
- 指标值: 2022年12月31日前完成
- 指标值: 2022年12月31日前完成
---
绩效指标:
- 指标值: 2022年12月底前
- 指标值: "2022年12月31日前完成。 "
```

> 例2.yaml:2:8+10 年底完成的写法不一：「2022年12月底前」1 处，「2022年12月31日前完成」2 处，统一为一种
> 例2.yaml:3:8+18 年底完成的写法不一：「2022年12月31日前完成。 」1 处，「2022年12月31日前完成」2 处，统一为一种

## 好例子

```yaml
绩效指标:
- 指标值: 2022年12月31日前完成
- 指标值: 2022年6月底前
---
绩效指标:
- 指标值: 2022年12月31日前完成
- 指标值: ≥12次
```
"""

from collections.abc import Iterator, Sequence

from goalgen.problem import Severity
from goalgen.rules.words import Use, minorities
from goalgen.value import TargetValue, ValueKind
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
NEEDS = ("indicators", "target_value")


def check_all(projects: Sequence[Project]) -> Iterator[tuple[Project, Finding]]:
    """Each way of writing the end of the year but the most frequent, told once."""
    uses = [
        Use(field.text, project, field)
        for project in projects
        for row in project.indicators
        if (field := row.field("target_value")) and _is_year_end(row.value)
    ]
    for use, counts in minorities(uses):
        yield use.project, Finding(use.field, f"年底完成的写法不一：{counts}")


def _is_year_end(value: TargetValue) -> bool:
    """Whether a value is one date: 31 December, December, or 年底."""
    if value.kind is not ValueKind.DATE or len(value.dates) != 1:
        return False
    _, month, day = value.dates[0]
    return (month == 12 and day in (0, 31)) or (month == 0 and "底" in value.text)
