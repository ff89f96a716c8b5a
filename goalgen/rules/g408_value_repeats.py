"""指标值照抄名称、描述或目标

## 说明

指标值和指标名称、描述一字不差，或整句抄自绩效目标，就等于没有填指标值：说的还是要做什么，没有说做到多少、做到什么样。

## 依据

财预〔2015〕88号：绩效指标是绩效目标的细化和量化。

## 坏例子

```yaml
绩效目标:
- 科学评估评价杰青成果，为杰青基金项目实施提供决策依据。
绩效指标:
- 三级指标: 优化科技计划项目申报流程
  绩效指标描述: 优化科技计划项目申报流程
  指标值: 优化科技计划项目申报流程
- 三级指标: 提高评估评价水平
  指标值: 为杰青基金项目实施提供决策依据
- 三级指标: 评估评价
  绩效指标描述: 成果评估
  指标值: 成果评估
- 三级指标: 成果
  指标值: 科学评估评价杰青成果
```

> 6:8+12 指标值照抄指标名称：写明做到什么程度
> 8:8+15 指标值照抄绩效目标：写明做到什么程度
> 11:8+4 指标值照抄绩效指标描述：写明做到什么程度
> 13:8+10 指标值照抄绩效目标：写明做到什么程度

## 好例子

```yaml
绩效目标:
- 使项目全过程管理更加便捷、高效、安全。
绩效指标:
- 三级指标: 完善科技文献信息资源保障体系
  绩效指标描述: 完善优化科技文献信息资源保障体系
  指标值: 覆盖国内外基础文献资源
- 三级指标: 申报主体实际体验
  指标值: 便捷、高效、安全
- 三级指标: 12月31日
  指标值: 12月31日
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.values import Target, compared, targets
from goalgen.value import ValueKind
from goalgen.view import Field, Finding, Project

SEVERITY = Severity.WARN
NEEDS = ("indicators", "target_value")
OVER = ("G407", "G416")
SHORTEST = 4
SHORTEST_OF_GOAL = 10


def check(project: Project) -> Iterator[Finding]:
    """Words as value that stand in the name, the description or a goal."""
    for target in targets(project):
        if target.value.kind in (ValueKind.WORDS, ValueKind.MIXED) and (what := _copied(target, project.goals)):
            yield Finding(target.field, f"指标值照抄{what}：写明做到什么程度", target.chars)


def _copied(target: Target, goals: list[Field]) -> str:
    text = compared(target.shown)
    for meaning, name in (("indicator_name", "指标名称"), ("indicator_description", "绩效指标描述")):
        if len(text) >= SHORTEST and text == compared(target.row.text(meaning)):
            return name
    return "绩效目标" if len(text) >= SHORTEST_OF_GOAL and any(text in compared(goal.text) for goal in goals) else ""
