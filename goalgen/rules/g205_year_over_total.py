"""年度金额大于总额

## 说明

一年的资金不会多于整个实施期的资金。两个数写反，或抄错了一位。

## 依据

财预〔2015〕88号项目支出绩效目标申报表：中期资金总额包含年度资金总额。

## 坏例子

```yaml
中期资金总额: "100.00"
年度资金总额: "120.00"
```

> 2:9+8 年度资金总额 120.00 大于中期资金总额 100.00：是不是写反了，请核对

## 好例子

```yaml
中期资金总额: "77132.58"
年度资金总额: "22614.51"
```

```yaml
中期资金总额: " "
年度资金总额: "120.00"
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.common import called
from goalgen.view import Finding, Project

SEVERITY = Severity.ERROR
NEEDS = ("budget_total", "total_amount")


def check(project: Project) -> Iterator[Finding]:
    """An annual amount above the amount of all years."""
    for annual, total in (("budget_total", "total_amount"), ("fiscal_part", "total_fiscal")):
        part, whole = project.amount(annual), project.amount(total)
        here, there = project.field(annual), project.field(total)
        single = len(project.all(annual)) == len(project.all(total)) == 1
        if here and there and single and part is not None and whole and part > whole:
            yield Finding(here, f"{called(here)} {part} 大于{called(there)} {whole}：是不是写反了，请核对")
