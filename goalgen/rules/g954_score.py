"""得分与分值、完成值不合

## 说明

得分不能超过分值；没有完成目标的不能得满分；没得满分的要写偏差原因。完成值与指标值的单位不同时不比。

## 依据

财预〔2020〕10号项目支出绩效自评表：未完成的按比例扣分，并写明偏差原因和改进措施。

## 坏例子

```yaml
绩效指标:
- 指标值: ≥10场
  实际完成值: 12场
  分值: "10"
  得分: "11"
- 指标值: ≥10场
  实际完成值: 8场
  分值: "10"
  得分: "10"
- 指标值: ≥10场
  实际完成值: 8场
  分值: "10.00"
  得分: "9.00"
  偏差原因分析及改进措施: ""
```

> 5:8+2 得分 11 超过分值 10
> 9:8+2 完成值「8场」没有达到「≥10场」，得分却是满分 10
> 13:8+4 得分 9.00 低于分值 10.00，没有写偏差原因

## 好例子

```yaml
绩效指标:
- 指标值: ≥10场
  实际完成值: 12场
  分值: "10"
  得分: "10"
  偏差原因分析及改进措施: ""
- 指标值: ≥10场
  实际完成值: 8场
  分值: "10"
  得分: "8"
  偏差原因分析及改进措施: 两场因疫情推迟，明年一季度补办。
- 指标值: ≤10万元
  实际完成值: 8万元
  分值: "10"
  得分: ""
```
"""

from collections.abc import Iterator
from decimal import Decimal

from goalgen.problem import Severity
from goalgen.rules.common import weight, whole
from goalgen.view import Field, Finding, Indicator, Project, number_of

SEVERITY = Severity.ERROR


def check(project: Project) -> Iterator[Finding]:
    """A score above its weight, a full one for a target missed, a lower one without a reason."""
    for row in project.indicators:
        field, most = row.field("score"), weight(row)
        score = number_of(field.text.strip().rstrip("分")) if field else None
        if field and most is not None and score is not None and (message := _message(row, score, most)):
            yield Finding(field, message, whole(field))


def _message(row: Indicator, score: Decimal, most: Decimal) -> str:
    actual, reason = row.field("actual_value"), row.field("deviation_reason")
    if score > most:
        return f"得分 {score} 超过分值 {most}"
    if score == most and actual and _missed(row, actual):
        return f"完成值「{actual.text.strip()}」没有达到「{row.text('target_value')}」，得分却是满分 {score}"
    if score < most and reason and reason.is_blank:
        return f"得分 {score} 低于分值 {most}，没有写偏差原因"
    return ""


def _missed(row: Indicator, actual: Field) -> bool:
    """Whether both are a number of the same unit, and the target is not reached."""
    target, done = row.value, actual.value
    if len(target.numbers) != 1 or len(done.numbers) != 1 or target.unit != done.unit or done.operator not in ("", "="):
        return False
    return {"≥": done.numbers < target.numbers, "≤": done.numbers > target.numbers}.get(target.operator, False)
