"""指标值没有符号

## 说明

数字前没有 ≥、≤、= 时，多做算不算完成、少做一点算不算，评价时各说各话。定量指标值应写「符号＋数字＋单位」。
到顶的百分数和零只有一种意思，不写符号也不报：`100%` 就是 `=100%`，`0起` 就是 `=0起`。

## 依据

财预〔2015〕88号：绩效目标要细化量化、指向明确；财预〔2021〕101号附件把指标性质（≥、≤、=）列为单独一栏。

## 坏例子

```yaml
绩效指标:
- 三级指标: 审计报告数量
  指标值: 3份
- 三级指标: 收入增长率
  指标值: 100%
- 二级指标: 服务对象满意度指标
  三级指标: 学员满意度
  指标值: 95%
```

> 3:8+2 「3份」没有写符号：写明是 ≥3份、=3份 还是 ≤3份
> 5:8+4 「100%」没有写符号：写明是 ≥100%、=100% 还是 ≤100%
> 8:8+3 「95%」没有写符号：写明是 ≥95% 还是 =95%

```yaml
绩效指标:
- 三级指标: 印发手册数量
  指标性质: ""
  指标值: "500"
  度量单位: 册
```

> 4:8+5 「500册」没有写符号：在「指标性质」里写明是 ≥、= 还是 ≤

## 好例子

```yaml
绩效指标:
- 三级指标: 审计报告数量
  指标值: ≥3份
- 三级指标: 完成时间
  指标值: 2022年12月31日前完成
- 三级指标: 覆盖区数
  指标值: 10-16个
- 三级指标: 任务完成率
  指标值: 100%
- 三级指标: 安全事故
  指标值: 0起
- 三级指标: 系统运行
  指标值: 稳定
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.common import titled
from goalgen.rules.values import allowed_signs, has_any, metric
from goalgen.value import ValueKind, unit_kind
from goalgen.view import Finding, Indicator, Project

SEVERITY = Severity.INFO
NEEDS = ("indicators", "target_value")


def _is_plain(row: Indicator) -> bool:
    """Whether there is one way to take a number, with or without a sign: all there can be, or nothing at all."""
    unit = row.value.unit or row.text("measure_unit")
    whole = row.value.number == 100 and unit_kind(unit) == "percent" and not has_any(metric(row), "over_100")
    return row.value.number == 0 or whole


def check(project: Project) -> Iterator[Finding]:
    """A number with no sign; a range says itself where it ends."""
    for row in project.indicators:
        value, field = row.value, row.field("target_value")
        if (
            field
            and value.kind is ValueKind.NUMBER
            and not value.operator
            and not value.is_range
            and not row.text("nature")
            and not _is_plain(row)
        ):
            text = field.text.strip()
            start = field.text.index(text)
            signs = allowed_signs(project, row)
            nature = row.fields.get("nature")
            *first, last = (sign if nature else f"{sign}{text}" for sign in signs)
            where = f"在{titled(nature)}里写明" if nature else "写明"
            message = f"「{text}」没有写符号：{where}是 {'、'.join(first)} 还是 {last}"
            yield Finding(field, message, (start, start + len(text)))
