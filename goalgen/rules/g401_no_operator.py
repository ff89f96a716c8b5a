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
- 三级指标: 任务完成率
  指标值: 100%
- 二级指标: 服务对象满意度指标
  三级指标: 学员满意度
  指标值: 100%
```

> 3:8+2 「3份」没有写符号：写明是 ≥3份、=3份 还是 ≤3份
> 5:8+4 「100%」没有写符号：写明是 =100% 还是 ≤100%
> 8:8+4 「100%」没有写符号，应写成：=100%

改为：

```yaml
绩效指标:
- 三级指标: 审计报告数量
  指标值: 3份
- 三级指标: 任务完成率
  指标值: 100%
- 二级指标: 服务对象满意度指标
  三级指标: 学员满意度
  指标值: =100%
```

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

from goalgen.problem import TEXT, Severity
from goalgen.rules.values import allowed_signs
from goalgen.value import ValueKind
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
FIX = "unsafe"
NEEDS = ("indicators", "target_value")


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
        ):
            text = field.text.strip()
            start = field.text.index(text)
            signs = allowed_signs(project, row)
            said = f"「{text}」没有写符号"
            if len(signs) == 1:
                yield Finding(field, f"{said}，应写成：{TEXT}", (start, start + len(text)), text=f"{signs}{text}")
            elif signs:
                *first, last = (f"{sign}{text}" for sign in signs)
                yield Finding(field, f"{said}：写明是 {'、'.join(first)} 还是 {last}", (start, start + len(text)))
