"""必填项空着

## 说明

项目名称、预算数、绩效目标、三级指标和指标值空着，这张表就没有说清要做什么、做到什么程度。只有空格也算空着。

## 依据

财预〔2015〕88号：绩效目标审核首先看完整性；津财绩效〔2020〕16号。

## 坏例子

```yaml
项目名称: 审计监督工作
预算数: " "
绩效目标: []
绩效指标:
- 三级指标: 审计报告
  指标值: ""
- 三级指标: ""
  指标值: " "
```

> 2:6+3 「预算数」空着：请填写
> 3:1+4 「绩效目标」一条也没有：至少写一条
> 6:8+2 第 1 项的「指标值」空着：请填写
> 7:9+2 第 2 项的「三级指标」「指标值」空着：请填写，或删去这一行

## 好例子

```yaml
项目名称: 审计监督工作
预算数: "0.00"
其他资金: " "
绩效目标:
- 完成审计项目3个。
绩效指标:
- 三级指标: 审计报告
  指标值: ≥3份
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.view import Finding, Project

SEVERITY = Severity.ERROR


def check(project: Project) -> Iterator[Finding]:
    """A field that must be filled in and holds nothing to be seen."""
    for field in [*project.all("project_name"), *project.all("budget_total"), *project.goals]:
        if field.is_blank:
            number = f"第 {field.path[-1] + 1} 条「" if isinstance(field.path[-1], int) else "「"
            yield Finding(field, f"{number}{field.label}」空着：请填写")
    for meaning, unit in (("goals", "条"), ("indicators", "行")):
        key = project.key(meaning)
        if key and not (project.goals if meaning == "goals" else project.indicators):
            yield Finding(key, f"「{key.text}」一{unit}也没有：至少写一{unit}")
    for row in project.indicators:
        cells = [cell for cell in (row.field("indicator_name"), row.field("target_value")) if cell and cell.is_blank]
        if cells:
            names = "」「".join(cell.label for cell in cells)
            advice = "请填写" if len(cells) == 1 else "请填写，或删去这一行"
            yield Finding(cells[0], f"第 {row.number} 项的「{names}」空着：{advice}")
