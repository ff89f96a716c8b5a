"""执行率算得不对

## 说明

执行率＝全年执行数÷全年预算数（没有全年预算数的用年初预算数），各栏各算。四舍五入到所写的位数以内不报；差一百倍的是把小数当成了百分数。
预算执行的得分＝分值×执行率，最多得满分；有的地方分档计分，所以得分和按比例算的不同只是警告，超过分值的是错误。

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

```yaml
全年预算数: "90.00"
全年执行数: "45.00"
预算执行分值: "10"
预算执行得分: "9"
```

> 4:10+1 预算执行得分「9」不对：分值 10 × 执行率 50% = 5

```yaml
全年预算数: "90.00"
全年执行数: "90.00"
预算执行分值: "10"
预算执行得分: "12"
```

> 4:10+2 预算执行得分「12」超过分值 10

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

```yaml
全年预算数: "90.00"
全年执行数: "89.00"
预算执行分值: "10"
预算执行得分: "10"
```
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from goalgen.problem import Severity
from goalgen.rules.common import called, whole
from goalgen.view import Field, Finding, Project, number_of

SEVERITY = Severity.ERROR
ALSO = (Severity.WARN,)
NEEDS = ("spent",)

_COLUMNS = (
    ("execution_rate", "spent", ("adjusted_budget", "budget_total")),
    ("fiscal_rate", "fiscal_spent", ("fiscal_adjusted", "fiscal_part")),
    ("carried_rate", "carried_spent", ("carried_adjusted", "carried_over")),
    ("other_rate", "other_spent", ("other_adjusted", "other_part")),
)
_RATE = re.compile(r"\s*(?P<number>\d+(?:\.(?P<decimals>\d+))?)\s*[%％]?\s*")


_TOLERANCE = Decimal("0.5")
"""Where scores are whole, and where nearly all is all."""


def check(project: Project) -> Iterator[Finding]:
    """A rate that is not what was spent over what there was, to as many decimals as it has; and the score for it."""
    for rate, spent, budgets in _COLUMNS:
        field, out = project.field(rate), project.field(spent)
        budget = next((each for meaning in budgets if (each := project.field(meaning)) and not each.is_blank), None)
        if field and out and budget:
            yield from _rate(field, out, budget)
        if rate == "execution_rate" and out and budget:
            yield from _score(project, out, budget)


def _score(project: Project, out: Field, budget: Field) -> Iterator[Finding]:
    """The points for the budget that was spent: their share of all there are."""
    field, points = project.field("execution_score"), project.field("execution_weight")
    score, most = (number_of(each.text.strip().rstrip("分")) if each else None for each in (field, points))
    spent, whole_sum = number_of(out.text), number_of(budget.text)
    if field is None or score is None or not most or spent is None or not whole_sum or whole_sum < 0:
        return
    shown, due = field.text.strip(), most * min(spent / whole_sum, Decimal(1))
    if score > most:
        yield Finding(field, f"{called(field)}「{shown}」超过分值 {most}", whole(field))
    elif abs(score - due) > _TOLERANCE:
        rate = f"分值 {most} × 执行率 {_plain(spent / whole_sum * 100)}% = {_plain(due)}"
        yield Finding(field, f"{called(field)}「{shown}」不对：{rate}", whole(field), severity=Severity.WARN)


def _plain(number: Decimal) -> str:
    text = f"{number:.2f}"
    return text.rstrip("0").rstrip(".")


def _rate(field: Field, out: Field, budget: Field) -> Iterator[Finding]:
    match, spent, whole_sum = _RATE.fullmatch(field.text), number_of(out.text), number_of(budget.text)
    if match is None or spent is None or not whole_sum or whole_sum < 0:
        return
    right, told = spent / whole_sum * 100, Decimal(match["number"])
    step = Decimal(1).scaleb(-len(match["decimals"] or ""))
    if abs(right - told) > step:
        sums = f"{out.text.strip()} ÷ {budget.text.strip()} = {_plain(right)}%"
        yield Finding(field, f"{called(field)}「{field.text.strip()}」不对：{sums}", whole(field))
