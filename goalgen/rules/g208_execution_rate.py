"""执行率算得不对

## 说明

执行率＝全年执行数÷全年预算数（没有全年预算数的用年初预算数），各栏各算。四舍五入到所写的位数以内不报；差一百倍的是把小数当成了百分数。

## 依据

财预〔2020〕10号：预算执行率＝实际支出金额÷实际到位预算金额。

## 坏例子

```yaml
年初预算数: "100.00"
全年预算数: "90.00"
全年执行数: "45.00"
执行率: 90%
```

> 4:6+3 执行率「90%」不对：45.00 ÷ 90.00 = 50%

## 好例子

```yaml
年初预算数: "100.00"
全年预算数: "90.00"
全年执行数: "44.78"
执行率: 49.8%
```

```yaml
年初预算数: "100.00"
全年预算数: "0.00"
全年执行数: "0.00"
执行率: ""
```
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from goalgen.problem import Severity
from goalgen.rules.common import whole
from goalgen.view import Field, Finding, Project, number_of

SEVERITY = Severity.ERROR
NEEDS = ("spent", "execution_rate")

_COLUMNS = (
    ("execution_rate", "spent", ("adjusted_budget", "budget_total")),
    ("fiscal_rate", "fiscal_spent", ("fiscal_adjusted", "fiscal_part")),
    ("carried_rate", "carried_spent", ("carried_adjusted", "carried_over")),
    ("other_rate", "other_spent", ("other_adjusted", "other_part")),
)
_RATE = re.compile(r"\s*(?P<number>\d+(?:\.(?P<decimals>\d+))?)\s*[%％]?\s*")


def check(project: Project) -> Iterator[Finding]:
    """A rate that is not what was spent over what there was, to as many decimals as it has."""
    for rate, spent, budgets in _COLUMNS:
        field, out = project.field(rate), project.field(spent)
        budget = next((each for meaning in budgets if (each := project.field(meaning)) and not each.is_blank), None)
        if field and out and budget:
            yield from _rate(field, out, budget)


def _rate(field: Field, out: Field, budget: Field) -> Iterator[Finding]:
    match, spent, whole_sum = _RATE.fullmatch(field.text), number_of(out.text), number_of(budget.text)
    if match is None or spent is None or not whole_sum or whole_sum < 0:
        return
    right, told = spent / whole_sum * 100, Decimal(match["number"])
    step = Decimal(1).scaleb(-len(match["decimals"] or ""))
    if abs(right - told) > step:
        shown = f"{right:.2f}".rstrip("0").rstrip(".")
        sums = f"{out.text.strip()} ÷ {budget.text.strip()} = {shown}%"
        yield Finding(field, f"执行率「{field.text.strip()}」不对：{sums}", whole(field))
