"""成本指标名称与指标值不合

## 说明

名称说「低于」，指标值却用 ≤（等于也算完成）；或描述说的是执行率，指标值却是金额。以哪个为准，评价时说不清。

## 依据

财预〔2015〕88号：绩效指标要指向明确，名称、描述、指标值前后一致。

## 坏例子

```yaml
绩效指标:
- 二级指标: 成本指标
  三级指标: 低于年初预算
  绩效指标描述: 专项工作经费执行情况
  指标值: ≤20万元
```

> 3:9+2 名称说「低于」，指标值「≤20万元」等于也算：名称改说「不超过」，或指标值用 <
> 4:17+4 描述说的是「执行情况」，指标值是金额「≤20万元」：名称改说「项目总成本」，或值改用预算执行率

## 好例子

```yaml
绩效指标:
- 二级指标: 成本指标
  三级指标: 不低于年初预算的执行率
  绩效指标描述: 预算执行情况
  指标值: ≥95%
- 二级指标: 成本指标
  三级指标: 不超过年初预算
  指标值: ≤20万元
- 二级指标: 成本指标
  三级指标: 低于年初预算
  指标值: <20万元
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.common import is_cost
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
NEEDS = ("indicators", "level2", "target_value")
OVER = ("G903",)

_STRICT = re.compile(r"(?<!不)(?:低于|小于|少于)")
_RATE = re.compile(r"执行(?:情况|率|进度)(?=\s*\Z)")


def check(project: Project) -> Iterator[Finding]:
    """A cost row whose name excludes equality, or whose description is of a rate, and whose target is money with ≤ or =."""
    for row in project.indicators:
        value, target = row.value, row.text("target_value")
        if not is_cost(row) or value.money is None:
            continue
        name, about = row.field("indicator_name"), row.field("indicator_description")
        if name and value.operator in ("≤", "=") and (match := _STRICT.search(name.text)):
            message = f"名称说「{match[0]}」，指标值「{target}」等于也算：名称改说「不超过」，或指标值用 <"
            yield Finding(name, message, match.span())
        if about and (match := _RATE.search(about.text)):
            message = f"描述说的是「{match[0]}」，指标值是金额「{target}」：名称改说「项目总成本」，或值改用预算执行率"
            yield Finding(about, message, match.span())
