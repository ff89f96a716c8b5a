"""满意度没有写成 ≥百分数

## 说明

满意度要能调查出来：写成「≥95%」或「≥90分」。「满意」没有说多少人满意，用异议次数量满意度，量的是另一件事。没有写符号或单位的另见 G401、G402。

## 依据

财预〔2021〕101号把问卷调查列为指标取值方式；写成百分数是评审习惯。

## 坏例子

```yaml
绩效指标:
- 二级指标: 服务对象满意度指标
  三级指标: 系统用户满意度
  指标值: 满意
- 二级指标: 服务对象满意度指标
  三级指标: 专家、管理人员无异议
  绩效指标描述: 专家及管理人员对评估评价工作满意度
  指标值: 异议次数≤1
```

> 4:8+2 满意度要用百分数或得分，如 ≥95%：「满意」不是
> 8:8+6 满意度要用百分数或得分，如 ≥95%：「异议次数≤1」不是

## 好例子

```yaml
绩效指标:
- 二级指标: 服务对象满意度指标
  三级指标: 服务对象满意度
  指标值: ≥95%
- 二级指标: 服务对象满意度指标
  三级指标: 参训干部满意度
  指标值: ≥99百分比
- 二级指标: 服务对象满意度指标
  三级指标: 学员满意度评分
  指标值: ≥90分
- 二级指标: 服务对象满意度指标
  三级指标: 群众满意度
  指标值: 90%以上
- 二级指标: 服务对象满意度指标
  三级指标: 群众满意度
  指标值: ">=85"
- 二级指标: 服务对象满意度指标
  三级指标: 有效投诉次数
  指标值: ≤3次
- 二级指标: 社会效益指标
  三级指标: 群众满意程度
  指标值: 满意
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.values import Target, is_satisfaction, targets
from goalgen.value import ValueKind, unit_kind
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
NEEDS = ("indicators", "level2", "target_value")
OVER = ("G401", "G402", "G407", "G409")


def check(project: Project) -> Iterator[Finding]:
    """Satisfaction that is neither a share nor a score."""
    for target in targets(project):
        if is_satisfaction(project, target.row) and _is_meant(target) and not _is_measured(target):
            message = f"满意度要用百分数或得分，如 ≥95%：「{target.shown}」不是"
            yield Finding(target.field, message, target.chars)


def _is_meant(target: Target) -> bool:
    """Whether it is satisfaction that the row is about, not complaints."""
    return any("满意" in target.row.text(meaning) for meaning in ("indicator_name", "indicator_description"))


def _is_measured(target: Target) -> bool:
    kind = unit_kind(target.unit)
    return kind in ("percent", "permille", "score") or (target.value.kind is ValueKind.NUMBER and not target.unit)
