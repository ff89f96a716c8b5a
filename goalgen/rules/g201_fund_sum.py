"""资金合计不对

## 说明

总额应等于各项来源之和，一分不差：年度总额＝财政资金＋其他资金（有上年结转的再加结转），中期总额同样。空着的来源按 0 算；有一项不是数字就不判断。

## 依据

财预〔2015〕88号项目支出绩效目标申报表：年度资金总额＝财政拨款＋其他资金。

## 坏例子

```yaml
预算数: "90.00"
财政资金: "80.00"
其他资金: " "
```

> 1:6+7 预算数 90.00 不等于财政资金 80.00 + 其他资金 0 = 80.00，差 10.00

## 好例子

```yaml
预算数: "15.00"
财政资金: "15.00"
其他资金: " "
```

```yaml
年度资金总额: "100"
财政资金: "60"
其他资金: 自筹
```

```yaml
预算数: "100.00"
财政资金: "60.00"
```

```yaml
全年执行数: "98.00"
财政拨款全年执行数: ""
其他资金全年执行数: ""
```
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from goalgen.problem import Severity
from goalgen.rules.common import LATER, called
from goalgen.view import Field, Finding, Project, number_of

SEVERITY = Severity.ERROR
NEEDS = ("budget_total", "fiscal_part", "other_part")

MOST = 8
"""Of so many other sources all sums are tried."""
_OTHERS = ("superior_funds", "central_funds", "local_funds", "other_part", "other_adjusted", "other_spent")
_SUMS = (
    ("budget_total", ("fiscal_part", "other_part", "carried_over")),
    ("total_amount", ("total_fiscal", "total_other")),
    ("adjusted_budget", ("fiscal_adjusted", "other_adjusted", "carried_adjusted")),
    ("spent", ("fiscal_spent", "other_spent", "carried_spent")),
)


def check(project: Project) -> Iterator[Finding]:
    """A total that is not the sum of its sources, where the form has each of them once."""
    for total, sources in _SUMS:
        fields = [field for meaning in (total, *sources) for field in project.all(meaning)]
        meanings = [field.meaning for field in fields]
        if len(set(meanings)) < len(meanings) or not {total, *sources[:2]} <= set(meanings):
            continue
        if total in LATER and all(field.is_blank for field in fields[1:]):  # only the totals are known yet
            continue
        amounts = [Decimal(0) if field.is_blank else number_of(field.text) for field in fields]
        known = [amount for amount in amounts if amount is not None]
        if fields[0].is_blank or len(known) < len(amounts) or known[0] == sum(known[1:]):
            continue
        if known[0] - sum(known[1:]) in _unnamed(project, fields):
            continue
        parts = " + ".join(
            f"{field.label.rpartition('_')[0] or field.label} {amount}"
            for field, amount in zip(fields[1:], known[1:], strict=True)
        )
        yield Finding(
            fields[0],
            f"{called(fields[0])} {known[0]} 不等于{parts} = {sum(known[1:])}，差 {abs(known[0] - sum(known[1:]))}",
        )


def _unnamed(project: Project, fields: Sequence[Field]) -> set[Decimal]:
    """What the sources that the rule knows not may come to, in the same column: 财政专户管理资金, 自治区补助."""
    column = fields[0].label.rpartition("_")[2]
    others = [
        amount
        for field in project.fields
        if field not in fields
        and len(field.path) == 1
        and field.label.rpartition("_")[2] == column
        and "_" in field.label
        if field.meaning in ("", *_OTHERS) and (amount := number_of(field.text))
    ]
    sums = {Decimal(0)}
    for amount in others[:MOST]:
        sums |= {each + amount for each in sums}
    return sums - {Decimal(0)}
