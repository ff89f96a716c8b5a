"""指标值只有符号

## 说明

指标值只写了「≥」「=」「≥%」，没有数：多半是分栏的表把数填到了别处，或导出时丢了。

## 依据

财预〔2015〕88号：绩效目标要细化量化。

## 坏例子

```yaml
绩效指标:
- 三级指标: 培训场次
  指标值: ≥
- 三级指标: 培训合格率
  指标值: ≥%
```

> 3:8+1 指标值只有符号「≥」：写上数和单位
> 5:8+2 指标值「≥%」没有数：写上做到多少

## 好例子

```yaml
绩效指标:
- 三级指标: 培训场次
  指标值: ≥3场
- 三级指标: 培训场次
  指标值: 不少于3场
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.values import targets
from goalgen.value import ValueKind, operator_of, unit_kind
from goalgen.view import Finding, Project

SEVERITY = Severity.ERROR
OVER = ("G413", "G501")
NEEDS = ("indicators", "target_value")


LONGEST_SIGN = 6
"""Characters of a sign that is written in words."""


def check(project: Project) -> Iterator[Finding]:
    """A sign with nothing behind it, or only its unit."""
    for target in targets(project):
        if operator_of(target.shown):
            yield Finding(target.field, f"指标值只有符号「{target.shown}」：写上数和单位", target.chars)
        elif target.value.kind is ValueKind.WORDS and unit_kind(_unsigned(target.shown)):
            yield Finding(target.field, f"指标值「{target.shown}」没有数：写上做到多少", target.chars)


def _unsigned(text: str) -> str:
    """What stands behind the sign."""
    sign = next((text[:length] for length in range(LONGEST_SIGN, 0, -1) if operator_of(text[:length])), "")
    return text[len(sign) :].strip()
