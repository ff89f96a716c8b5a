"""指标名称只是一个数

## 说明

名称一栏里只有「1」「95%」这样的数，多半是串了栏：名称填到了别的格里。

## 依据

财预〔2021〕101号：三级指标是衡量产出和效果的具体指标。

## 坏例子

```yaml
绩效指标:
- 三级指标: ≥95%
  指标值: 培训合格率
```

> 2:9+4 名称只是一个数「≥95%」：写上指标的名称，数写在指标值里

## 好例子

```yaml
绩效指标:
- 三级指标: 12345热线办结率
  指标值: ≥95%
- 三级指标: ""
  指标值: ≥95%
- 三级指标: 5G
  指标值: ≥3个
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.common import whole
from goalgen.value import TargetValue, ValueKind
from goalgen.view import Finding, Project

SEVERITY = Severity.ERROR
OVER = ("G605",)
NEEDS = ("indicators", "indicator_name")


def _is_number(value: TargetValue) -> bool:
    """Whether a value is a number with what is measured by it; 5G and 4K are names."""
    return value.kind is ValueKind.NUMBER and not re.fullmatch("[A-Za-z]", value.unit)


def check(project: Project) -> Iterator[Finding]:
    """A name that is a number, with or without sign and unit."""
    for row in project.indicators:
        field = row.field("indicator_name")
        if field and not field.is_blank and _is_number(field.value):
            yield Finding(
                field, f"名称只是一个数「{field.text.strip()}」：写上指标的名称，数写在指标值里", whole(field)
            )
