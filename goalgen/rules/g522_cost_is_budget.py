"""成本指标只有预算总额

## 说明

唯一的成本指标就是预算数，等于说「不超支」，看不出单位成本是高是低。写明单价、标准或分项成本，如「≤1200元/人」。

## 依据

财预〔2021〕101号：成本指标反映预期提供的产出所需的成本，优先用单位成本和支出标准。

## 坏例子

```yaml
金额单位: 万元
预算数: "15.00"
绩效指标:
- 二级指标: 成本指标
  指标值: ≤15万元
```

> 5:8+5 唯一的成本指标就是预算数：写单位成本、支出标准或分项成本

## 好例子

```yaml
金额单位: 万元
预算数: "15.00"
绩效指标:
- 二级指标: 成本指标
  指标值: ≤15万元
- 二级指标: 成本指标
  指标值: ≤500元/人
```

```yaml
金额单位: 万元
预算数: "43.00"
绩效指标:
- 二级指标: 成本指标
  指标值: ≤43.5万元
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.common import budget_in_yuan, is_cost, whole
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
NEEDS = ("budget_total", "amount_unit", "indicators", "level2", "target_value")


def check(project: Project) -> Iterator[Finding]:
    """A table whose single cost row holds the budget itself."""
    budget = budget_in_yuan(project)
    for table in project.tables if budget else ():
        rows = [row for row in table if is_cost(row)]
        field = rows[0].field("target_value") if len(rows) == 1 else None
        if field and field.value.money == budget:
            yield Finding(field, "唯一的成本指标就是预算数：写单位成本、支出标准或分项成本", whole(field))
