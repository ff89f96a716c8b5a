"""指标值没有符号

## 说明

数字前没有 ≥、≤、= 时，多做算不算完成、少做一点算不算，评价时各说各话。定量指标值应写「符号＋数字＋单位」。

## 依据

财预〔2015〕88号：绩效目标要细化量化、指向明确；财预〔2021〕101号附件把指标性质（≥、≤、=）列为单独一栏。

## 坏例子

```yaml
绩效指标:
- 三级指标: 审计报告数量
  指标值: 3份
```

> 3:8+2 「3份」没有写符号：写明是 ≥3份、=3份 还是 ≤3份

## 好例子

```yaml
绩效指标:
- 三级指标: 审计报告数量
  指标值: ≥3份
- 三级指标: 完成时间
  指标值: 2022年12月31日前完成
- 三级指标: 覆盖区数
  指标值: 10-16个
- 三级指标: 系统运行
  指标值: 稳定
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.value import Kind
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO


def check(project: Project) -> Iterator[Finding]:
    """A number with no sign; a range says itself where it ends."""
    for row in project.indicators:
        value, field = row.value, row.field("target_value")
        if field and value.kind is Kind.NUMBER and not value.operator and not value.is_range and not row.text("nature"):
            text = field.text.strip()
            start = field.text.index(text)
            message = f"「{text}」没有写符号：写明是 ≥{text}、={text} 还是 ≤{text}"
            yield Finding(field, message, (start, start + len(text)))
