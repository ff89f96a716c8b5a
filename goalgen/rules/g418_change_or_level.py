"""名称说增减，指标值是总量

## 说明

名称说「增加」「提高」，描述和指标值说的却是总量：是要增加 2 万，还是要达到 2 万？名称改成总量的名字，或值写成「增加≥2万」。描述也说增减、或值是百分数的不报。

## 依据

财预〔2015〕88号：绩效目标要指向明确；指标名称与指标值要一致（评审习惯）。

## 坏例子

```yaml
绩效指标:
- 三级指标: 指标1：官网访问量增加（目标1
  绩效指标描述: 年访问量
  指标值: ≥2万人次
```

> 4:8+5 名称说「增加」，描述却是「年访问量」：「≥2万人次」是增加的数还是总数？在名称里写明

## 好例子

```yaml
绩效指标:
- 三级指标: 官网访问量
  绩效指标描述: 年访问量
  指标值: ≥2万人次
- 三级指标: 就业人数增加
  绩效指标描述: 比上年新增的就业人数
  指标值: ≥100人
- 三级指标: 旅游收入增长
  绩效指标描述: 年旅游收入
  指标值: ≥5%
- 三级指标: 参保人数增加
  指标值: ≥100人
- 三级指标: 森林面积增加
  绩效指标描述: 森林面积增加
  指标值: ≥100亩
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.values import has_any, metric, targets, value_lists
from goalgen.value import ValueKind, unit_kind
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
NEEDS = ("indicators", "indicator_name", "target_value", "indicator_description")


def check(project: Project) -> Iterator[Finding]:
    """A name that ends with a change over a description of a level, and a number."""
    for target in targets(project):
        name, description = metric(target.row), target.row.text("indicator_description")
        if target.value.kind is not ValueKind.NUMBER or unit_kind(target.unit) in ("percent", "permille", "rate"):
            continue
        change = next((word for word in value_lists()["changes"] if name.endswith(word)), "")
        if not change or not description:
            continue
        if not has_any(description, "changes") and "新" not in description:
            message = (
                f"名称说「{change}」，描述却是「{description}」：「{target.shown}」是{change}的数还是总数？在名称里写明"
            )
            yield Finding(target.field, message, target.chars)
