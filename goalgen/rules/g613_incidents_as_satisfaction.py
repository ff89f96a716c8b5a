"""用次数量满意度

## 说明

满意度要问了才知道：投诉、异议少，不等于满意。满意度栏里写「投诉次数≤3次」，没有抽样，没有比率，评审时按没有满意度处理。
次数可以放在质量或社会效益里，满意度另写一条。

## 依据

财预〔2021〕101号：满意度指标反映服务对象的认可程度，一般用问卷调查取得。

## 坏例子

```yaml
绩效指标:
- 一级指标: 满意度指标
  二级指标: 服务对象满意度指标
  三级指标: 有效投诉次数
  指标值: ≤3次
- 一级指标: 满意度指标
  二级指标: 服务对象满意度指标
  三级指标: 热线工单数量
  指标值: ≤5件
```

> 5:8+3 满意度栏里数的是次数「≤3次」：写问卷得到的满意度，如 ≥95%；次数移到质量或社会效益
> 9:8+3 满意度栏里数的是次数「≤5件」：写问卷得到的满意度，如 ≥95%；次数移到质量或社会效益

## 好例子

```yaml
绩效指标:
- 一级指标: 满意度指标
  二级指标: 服务对象满意度指标
  三级指标: 参训学员满意度
  指标值: ≥95%
- 一级指标: 满意度指标
  二级指标: 服务对象满意度指标
  三级指标: 投诉率
  指标值: ≤1%
- 一级指标: 效益指标
  二级指标: 社会效益指标
  三级指标: 有效投诉次数
  指标值: ≤3次
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.values import is_opposite, is_satisfaction, targets
from goalgen.value import ValueKind, unit_kind
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
OVER = ("G401",)
NEEDS = ("indicators", "level2", "target_value")

_COUNTS = ("event", "thing", "people", "organisation", "document")


def check(project: Project) -> Iterator[Finding]:
    """A count of complaints and the like among what is to tell satisfaction."""
    for target in targets(project):
        counted = target.value.kind is ValueKind.NUMBER and unit_kind(target.unit) in _COUNTS
        named = "满意" in target.row.text("indicator_name")  # of which G413 speaks
        few = (
            is_opposite(target.row) or target.sign in ("≤", "<") or target.value.number == 0
        )  # of what is wanted one counts at least so much
        if counted and not named and is_satisfaction(project, target.row) and few:
            message = f"满意度栏里数的是次数「{target.shown}」：写问卷得到的满意度，如 ≥95%；次数移到质量或社会效益"
            yield Finding(target.field, message, target.chars)
