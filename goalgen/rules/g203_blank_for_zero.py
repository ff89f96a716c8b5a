"""没有资金时空着

## 说明

没有其他资金时空着（或只有一个空格），看不出是没有还是漏填，写 0.00 才清楚。表上会多印出「0.00」，所以算不安全的修改。

## 依据

部门预算公开的填报习惯：没有数据的填 0 或在说明里写明；财预〔2015〕88号表样三项资金都要填。

## 坏例子

```yaml
预算数: "15.00"
财政资金: "15.00"
其他资金: " "
```

> 3:7+3 「其他资金」空着：没有就写 0.00

改为：

```yaml
预算数: "15.00"
财政资金: "15.00"
其他资金: "0.00"
```

## 好例子

```yaml
预算数: "15.00"
财政资金: "15.00"
其他资金: "0.00"
```

```yaml
预算数: " "
财政资金: " "
```
"""

from collections.abc import Iterator

from goalgen.problem import TEXT, Severity
from goalgen.rules.common import must_be_written
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
FIX = "unsafe"


def check(project: Project) -> Iterator[Finding]:
    """A blank source of money beside a total that is filled in."""
    for total, sources in (
        ("budget_total", ("fiscal_part", "other_part", "carried_over")),
        ("total_amount", ("total_fiscal", "total_other")),
    ):
        if project.amount(total) is None:
            continue
        for field in (field for meaning in sources for field in project.all(meaning)):
            if field.is_blank and not must_be_written(project, field.path, field.meaning):
                fix = (field.replace(0, len(field.text), "0.00"),)
                yield Finding(field, f"「{field.label}」空着：没有就写 {TEXT}", None, fix, "0.00")
