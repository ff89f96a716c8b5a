"""没有达到指标值，没有写原因

## 说明

没有分值的自评表，完成值没有达到指标值的，要在原因一栏里写明为什么、怎么改。有分值的表，得分低于分值而没有写原因的由 G954 报。

## 依据

财预〔2020〕10号：未完成绩效目标的，要分析原因，提出改进措施。

## 坏例子

```yaml
绩效指标:
- 三级指标: 肺结核患者管理率
  指标值: ≥90%
  全年完成值: 88.6%
  未完成原因和改进措施: ""
```

> 4:10+5 完成值「88.6%」没有达到「≥90%」，没有写「未完成原因和改进措施」

## 好例子

```yaml
绩效指标:
- 三级指标: 肺结核患者管理率
  指标值: ≥90%
  全年完成值: 88.6%
  未完成原因和改进措施: 外出务工患者失访，已委托当地随访。
- 三级指标: 严重精神障碍患者规范管理率
  指标值: ≥80%
  全年完成值: 92%
  未完成原因和改进措施: ""
```

```yaml
绩效指标:
- 三级指标: 肺结核患者管理率
  指标值: ≥90%
  全年完成值: 88.6%
  分值: "10"
  得分: "9.8"
  未完成原因和改进措施: 外出务工患者失访。
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.common import whole
from goalgen.rules.values import is_missed
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
NEEDS = ("indicators", "target_value", "actual_value", "deviation_reason")


def check(project: Project) -> Iterator[Finding]:
    """In a form without points a target missed, and the cell for the reason blank."""
    for row in project.indicators:
        actual, reason = row.field("actual_value"), row.field("deviation_reason")
        if actual and reason and reason.is_blank and row.field("score") is None and is_missed(row, actual):
            missed = f"完成值「{actual.text.strip()}」没有达到「{row.text('target_value')}」"
            yield Finding(actual, f"{missed}，没有写「{reason.label}」", whole(actual))
