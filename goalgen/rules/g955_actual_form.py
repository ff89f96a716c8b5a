"""完成值照抄指标值

## 说明

实际完成值要写做到了多少，是一个数。照抄「≥266米」或只写「完成」，看不出实际做了多少。

## 依据

财预〔2020〕10号项目支出绩效自评表：实际完成值应据实填写。

## 坏例子

```yaml
绩效指标:
- 指标值: ≥266米
  实际完成值: ≥266米
- 指标值: ≤30万元
  实际完成值: 完成
```

> 3:10+5 「≥266米」带着符号：写实际完成的数，如 266米
> 5:10+2 「完成」不是数：指标值是「≤30万元」，写实际完成了多少

## 好例子

```yaml
绩效指标:
- 指标值: ≥266米
  实际完成值: 270米
- 指标值: 2022年12月底前完成
  实际完成值: 已完成
- 指标值: ≥95%
  实际完成值: ""
- 指标值: 稳定
  实际完成值: 达到预期
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.common import whole
from goalgen.value import ValueKind
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
NEEDS = ("indicators", "target_value", "actual_value")

_SIGNS = ("≥", "≤", ">", "<")


def check(project: Project) -> Iterator[Finding]:
    """An actual value with a comparing sign, or without a number where the target has one."""
    for row in project.indicators:
        field, target = row.field("actual_value"), row.value
        if field is None or field.is_blank or target.kind is not ValueKind.NUMBER:
            continue
        done, text = field.value, field.text.strip()
        if done.kind is ValueKind.NUMBER and done.operator in _SIGNS and not done.is_range:
            number = f"{done.number}{done.unit}"
            yield Finding(field, f"「{text}」带着符号：写实际完成的数，如 {number}", whole(field))
        elif done.kind is ValueKind.WORDS:
            message = f"「{text}」不是数：指标值是「{row.text('target_value')}」，写实际完成了多少"
            yield Finding(field, message, whole(field))
