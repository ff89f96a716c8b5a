"""目标里说的事没有指标

## 说明

目标许诺了宣传、讲座、对策建议，指标表里却一条也没有提到，年底就没有办法说明做到了没有。
是不是「同一件事」程序按词表认，换一种说法可能误报：不是这样就写豁免。

## 依据

财预〔2015〕88号：绩效目标与指标相应匹配；第三方评分表：对应性、相关性不强的指标逐个扣分。

## 坏例子

```yaml
绩效目标:
- 通过门户网站宣传科技经费改革政策。
- 提出对策建议。
绩效指标:
- 三级指标: 政策培训场次
  绩效指标描述: 政策培训场次
  指标值: ≥12次
```

> 2:9+2 目标里的「宣传」没有指标：补一条指标，或从目标里删去
> 3:5+4 目标里的「对策建议」没有指标：补一条指标，或从目标里删去

## 好例子

```yaml
绩效目标:
- 组织开展创新券政策宣传和培训。
绩效指标:
- 三级指标: 政策宣讲活动次数
  指标值: ≥2次
- 三级指标: 干部大讲堂期数
  指标值: ≥4期
```

```yaml
绩效目标:
- 开展宣传。
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.words import word_lists
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
NEEDS = ("goals", "indicators")


def check(project: Project) -> Iterator[Finding]:
    """A deed in a goal that no cell of the indicator table speaks of; each deed is told once."""
    if not project.indicators:
        return
    table = "\n".join(field.text for row in project.indicators for field in row.fields.values())
    for deed, ways in word_lists()["deeds"].items():
        if any(way in table for way in ways):
            continue
        for goal in project.goals:
            if chars := goal.find(deed):
                yield Finding(goal, f"目标里的「{deed}」没有指标：补一条指标，或从目标里删去", chars)
                break
