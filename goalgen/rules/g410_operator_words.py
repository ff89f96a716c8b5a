"""符号写成了文字

## 说明

「至少」「不少于」「不超过」在定量值里写成 ≥、≤；时间写成「12月31日前完成」。法律上「以上」「以下」「以内」都连本数，也写成 ≥、≤ 最清楚。数前就是文字的，改法在 --unsafe-fixes；期限里的「以内」不报。

## 依据

财预〔2021〕101号附件把指标性质（≥、≤、=）列为单独一栏；《民法典》第一千二百五十九条：「以上」「以下」「以内」包括本数。

## 坏例子

```yaml
绩效指标:
- 三级指标: 培训人次
  指标值: 不少于300人次
- 三级指标: 优化指标体系
  指标值: 至少涵盖6个一级维度
- 三级指标: 完成年度计划时间
  指标值: 不晚于12月
- 三级指标: 服务企业
  指标值: 30家以上
```

> 3:8+3 「不少于」写成符号：≥300人次
> 5:8+2 「至少」是文字：在数前用符号 ≥
> 7:8+3 时间不写「不晚于」：写上年份，写明是 12月31日前完成
> 9:11+2 「以上」写成符号：≥30家

改为：

```yaml
绩效指标:
- 三级指标: 培训人次
  指标值: ≥300人次
- 三级指标: 优化指标体系
  指标值: 至少涵盖6个一级维度
- 三级指标: 完成年度计划时间
  指标值: 不晚于12月
- 三级指标: 服务企业
  指标值: ≥30家
```

## 好例子

```yaml
绩效指标:
- 三级指标: 培训人次
  指标值: ≥300人次
- 三级指标: 成本控制
  指标值: 不超过年初预算
- 三级指标: 响应时限
  指标值: 3个工作日以内
- 三级指标: 合格率
  指标值: ≥80%以上
- 三级指标: 年龄段
  指标值: 面向60岁以上老人发放
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import TEXT, Severity
from goalgen.rules.values import Target, last_day, targets
from goalgen.value import PartKind, ValueKind, ValuePart, operator_of
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
FIX = "unsafe"
NEEDS = ("indicators", "target_value")
OVER = ("G502", "G902")
_LOOSE = re.compile(r"(至少|最少|不少于|不低于|至多|最多|不超过|不高于)[^，。；、,;\d]{0,4}\d")


def check(project: Project) -> Iterator[Finding]:
    """Words for a sign: before a number or a date, after a number, or with a verb between."""
    for target in targets(project):
        signs = target.value.of(PartKind.OPERATOR)
        spelled = [part for part in signs if "\u4e00" <= part.text[:1] <= "\u9fff"]
        if target.value.kind is ValueKind.MIXED:
            if match := _LOOSE.search(target.field.text):
                message = f"「{match[1]}」是文字：在数前用符号 {operator_of(match[1])}"
                yield Finding(target.field, message, match.span(1))
        elif target.is_offered("".join(part.text for part in spelled)):
            continue
        elif len(signs) == 1 and spelled and (target.value.kind is ValueKind.DATE or target.value.unit_kind != "time"):
            yield _finding(target, spelled[0], project.year)


def _finding(target: Target, part: ValuePart, year: int | None) -> Finding:
    field, sign = target.field, operator_of(part.text)
    if target.value.kind is ValueKind.DATE:
        return _date(target, part, year)
    numbers = target.value.of(PartKind.NUMBER)
    start = min(numbers[0].start, part.start)
    end = max(target.value.parts[-1].start if field.text[-1:].isspace() else len(field.text), part.end)
    better = sign + (field.text[start : part.start] + field.text[part.end : end]).strip()
    fix = field.rewrite(start, end, better)
    return Finding(field, f"「{part.text}」写成符号：{TEXT}", part[1:3], fix, better)


def _date(target: Target, part: ValuePart, year: int | None) -> Finding:
    """A date is written with 前完成 behind it; the year, where nobody tells it, a person must write."""
    said, date = f"时间不写「{part.text}」", target.value.dates[0]
    better = f"{last_day(date, year)}前完成"
    if not (date.year or year):
        return Finding(target.field, f"{said}：写上年份，写明是 {better}", part[1:3])
    if len(target.value.dates) > 1 or target.value.parts[0] != part:
        return Finding(target.field, f"{said}：写明是 {better}", part[1:3])
    fix = target.field.rewrite(*target.chars, better)
    return Finding(target.field, f"{said}：写成 {TEXT}", part[1:3], fix, better)
