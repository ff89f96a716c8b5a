"""成本指标超过预算数

## 说明

成本指标的上限比预算数还大，等于允许超支，两处必有一处写错。按金额单位折算后比较；指标值按自己的小数位四舍五入后与预算数相等的不报；单价（元/人）不比。

## 依据

财预〔2015〕88号：绩效目标要与预算资金相匹配；财预〔2021〕101号：成本指标不得超出预算支出标准设置目标值。

## 坏例子

```yaml
金额单位: 万元
预算数: "43.00"
绩效指标:
- 二级指标: 成本指标
  三级指标: 预算控制
  指标值: ≤43.5万元
```

> 6:8+7 成本「≤43.5万元」超过预算数 43.00万元，多 0.50万元

## 好例子

```yaml
金额单位: 万元
预算数: "43.46"
绩效指标:
- 二级指标: 成本指标
  指标值: ≤43.5万元
- 二级指标: 成本指标
  指标值: ≤434600元
- 二级指标: 成本指标
  指标值: ≤5000000元/人
- 二级指标: 经济效益指标
  指标值: ≥100万元
```

```yaml
预算数: "43.00"
绩效指标:
- 二级指标: 成本指标
  指标值: ≤43.5万元
```
"""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from goalgen.problem import Severity
from goalgen.rules.common import YUAN, amount_unit, budget_in_yuan, called, is_cost, whole
from goalgen.value import ValueKind
from goalgen.view import Finding, Project

SEVERITY = Severity.ERROR
NEEDS = ("budget_total", "amount_unit", "indicators", "level2", "target_value")


def check(project: Project) -> Iterator[Finding]:
    """A cost target in money, not by the piece, above the budget."""
    budget, unit, label = budget_in_yuan(project), amount_unit(project), project.field("budget_total")
    for row in project.indicators if budget and label else ():
        assert budget
        assert label
        value, field = row.value, row.field("target_value")
        if field is None or not is_cost(row) or value.kind is not ValueKind.NUMBER or value.money is None:
            continue
        if value.operator in ("≥", ">") or value.is_range or value.money <= _rounded(budget, value.money, value.number):
            continue
        over = (value.money - budget) / YUAN[unit]
        shown = (budget / YUAN[unit]).quantize(Decimal("0.01"))
        message = f"成本「{field.text.strip()}」超过{called(label)} {shown}{unit}，多 {over:.2f}{unit}"
        yield Finding(field, message, whole(field))


def _rounded(budget: Decimal, money: Decimal, written: Decimal | None) -> Decimal:
    """The budget with as many decimals as the target is written with, if that is more."""
    if not written:
        return budget
    exponent = written.as_tuple().exponent
    scale = money / written
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return max(budget, (budget / scale).quantize(step, ROUND_HALF_UP) * scale)
