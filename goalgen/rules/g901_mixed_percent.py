"""百分号写法不一

## 说明

同一个单位的表里，百分数有的写 %，有的写百分比、百分之，汇总时要一个个改。

## 依据

GB/T 15835《出版物上数字用法》：百分数用阿拉伯数字加 %；行文习惯：一份文件一种写法。

## 坏例子

```yaml
绩效指标:
- 指标值: ≥95%
- 指标值: ≥90%
---
绩效指标:
- 指标值: ≥95百分比
- 指标值: 100百分比
```

> 例2.yaml:2:11+3 百分数写法不一：「百分比」2 处，「%」2 处，统一为一种

## 好例子

```yaml
绩效指标:
- 指标值: ≥95%
---
绩效指标:
- 指标值: ≥90%
- 指标值: ≥3次
```
"""

from collections.abc import Iterator, Sequence

from goalgen.problem import Severity
from goalgen.rules.words import Use, minorities
from goalgen.value import PartKind, unit_kind
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
NEEDS = ("indicators", "target_value")


def check_all(projects: Sequence[Project]) -> Iterator[tuple[Project, Finding]]:
    """Each way of writing percent but the most frequent, told once."""
    for use, counts in minorities(use for project in projects for use in _percents(project)):
        yield use.project, Finding(use.field, f"百分数写法不一：{counts}", use.chars)


def _percents(project: Project) -> Iterator[Use]:
    for row in project.indicators:
        field = row.field("target_value")
        for part in row.value.of(PartKind.UNIT):
            if field and unit_kind(part.text) == "percent":
                yield Use(part.text, project, field, (part.start, part.end))
