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
from goalgen.rules.common import must_be_written, titled
from goalgen.view import Finding, Project, number_of

SEVERITY = Severity.INFO
FIX = "unsafe"
NEEDS = ("budget_total", "other_part")


def check(project: Project) -> Iterator[Finding]:
    """A blank source of money beside a total that is filled in."""
    for total, sources in (
        ("budget_total", ("fiscal_part", "other_part", "carried_over")),
        ("total_amount", ("total_fiscal", "total_other")),
    ):
        whole = project.amount(total)
        if whole is None:
            continue
        parts = [field for meaning in sources for field in project.all(meaning)]
        filled = [field for field in parts if not field.is_blank]
        is_sum = not filled or sum(number_of(field.text) or 0 for field in filled) == whole
        for field in parts:
            if field.is_blank and not must_be_written(project, field.path, field.meaning):
                if is_sum:
                    yield Finding(field, f"{titled(field)}空着：没有就写 {TEXT}", text="0.00")
                else:  # a zero would not add up, see G201
                    yield Finding(field, f"{titled(field)}空着：请填写，没有就写 0.00")
