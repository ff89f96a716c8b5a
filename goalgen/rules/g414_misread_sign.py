"""≥ 疑被认成了 2

## 说明

扫描、转换时「≥」常被认成「2」：「≥90%」变成「290%」，「≥280次」变成「2280次」。比率超过 200%、或去掉开头的 2 正好是目标、描述里的数，就提出来。改法在 --unsafe-fixes，改前对照原件。

## 依据

财预〔2015〕88号：绩效目标要合理可行；这是转换留下的错字，不是填报的内容。

## 坏例子

```yaml
绩效目标:
- 全年巡查280次以上。
绩效指标:
- 三级指标: 群众满意度
  指标值: 290%
- 三级指标: 巡查次数
  指标值: 2280次
- 三级指标: 验收合格率
  指标值: 2100%
```

> 5:8+1 「290%」疑是「≥90%」：≥ 被认成了 2
> 7:8+1 「2280次」疑是「≥280次」：≥ 被认成了 2
> 9:8+1 「2100%」疑是「≥100%」：≥ 被认成了 2

改为：

```yaml
绩效目标:
- 全年巡查280次以上。
绩效指标:
- 三级指标: 群众满意度
  指标值: ≥90%
- 三级指标: 巡查次数
  指标值: ≥280次
- 三级指标: 验收合格率
  指标值: ≥100%
```

## 好例子

```yaml
绩效目标:
- 全年巡查280次、培训2300人次。
绩效指标:
- 三级指标: 巡查次数
  指标值: ≥280次
- 三级指标: 培训人次
  指标值: 2300人次
- 三级指标: 满意度
  指标值: 20%
- 三级指标: 销售收入增长率
  指标值: 290%
- 三级指标: 印发手册
  指标值: 2000册
```

```yaml
绩效目标:
- 全年培训80次。
绩效指标:
- 三级指标: 各类活动
  指标值: ≥280次
- 三级指标: 各类活动
  指标值: 280-300次
- 三级指标: 各类活动
  指标值: 280次活动
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import TEXT, Severity
from goalgen.rules.values import Target, has_any, metric, targets
from goalgen.value import PartKind, ValueKind, unit_kind
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
FIX = "unsafe"
NEEDS = ("indicators", "target_value")
OVER = ("G401", "G405", "G420", "G901")


def check(project: Project) -> Iterator[Finding]:
    """A number with no sign that begins with 2, where what is left of it makes sense and the whole does not."""
    goals = " ".join(goal.text for goal in project.goals)
    for target in targets(project):
        yield from _reached(target)
        if target.value.kind is not ValueKind.NUMBER or target.sign or target.value.is_range:
            continue
        number = target.value.of(PartKind.NUMBER)[0]
        said = f"{goals} {target.row.text('indicator_name')} {target.row.text('indicator_description')}"
        if re.match(r"2(?:[1-9]\d|100(?!\d))", number.text) and _is_misread(target, number.text, said):
            shown = target.field.text[number.start :].strip()
            fix = (target.field.replace(number.start, number.start + 1, "≥"),)
            message, text = f"「{shown}」疑是「{TEXT}」：≥ 被认成了 2", f"≥{shown[1:]}"
            yield Finding(target.field, message, (number.start, number.start + 1), fix, text)


def _reached(target: Target) -> Iterator[Finding]:
    """A share of more than all that is said to be reached, as a sign that was taken for a 2 makes it."""
    field = target.row.field("actual_value")
    value = field.value if field else None
    if field and value and value.kind is ValueKind.NUMBER and value.unit_kind == "percent" and not value.operator:
        number = value.of(PartKind.NUMBER)[0]
        if re.fullmatch(r"2(?:\d\d|100)(?:\.\d+)?", number.text) and not has_any(metric(target.row), "over_100"):
            shown, chars = field.text[number.start :].strip(), (number.start, number.start + 1)
            yield Finding(field, f"「{shown}」疑是「≥{shown[1:]}」：≥ 被认成了 2；写实际完成的数", chars)


def _is_misread(target: Target, number: str, said: str) -> bool:
    if unit_kind(target.unit) == "percent":
        return bool(re.fullmatch(r"2(?:\d\d|100)(?:\.\d+)?", number)) and not has_any(metric(target.row), "over_100")
    known = re.findall(r"\d+(?:\.\d+)?", said)
    return bool(target.unit) and number[1:] + target.unit in said and number[1:] in known and number not in known
