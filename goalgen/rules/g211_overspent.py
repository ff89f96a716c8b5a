"""执行数大于预算数

## 说明

没有预算不能支出：执行数大于全年预算数，不是执行数抄错了，就是年中追加的预算没有写进全年预算数，执行率也就超过了 100%。

## 依据

预算法第十三条：各级政府、各部门、各单位的支出必须以经批准的预算为依据，未列入预算的不得支出。

## 坏例子

```yaml
年初预算数: "329.77"
全年预算数: "329.77"
全年执行数: "338.31"
```

> 3:9+6 执行数 338.31 大于预算数 329.77：追加了预算的，预算数写调整后的

```yaml
预算数: "90.00"
全年执行数: "93.80"
```

> 2:9+5 执行数 93.80 大于预算数 90.00：追加了预算的，预算数写调整后的

## 好例子

```yaml
年初预算数: "90.00"
全年预算数: "95.50"
全年执行数: "95.50"
```

```yaml
年初预算数: "90.00"
全年执行数: " "
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.common import whole
from goalgen.view import Finding, Project, number_of

SEVERITY = Severity.WARN
NEEDS = ("spent",)


def check(project: Project) -> Iterator[Finding]:
    """More was spent than there was, after what was added."""
    out = project.field("spent")
    budgets = (project.field(meaning) for meaning in ("adjusted_budget", "budget_total"))
    budget = next((field for field in budgets if field and not field.is_blank), None)
    spent, most = (number_of(field.text) if field else None for field in (out, budget))
    if out and budget and spent is not None and most is not None and spent > most >= 0:
        message = f"执行数 {out.text.strip()} 大于预算数 {budget.text.strip()}：追加了预算的，预算数写调整后的"
        yield Finding(out, message, whole(out))
