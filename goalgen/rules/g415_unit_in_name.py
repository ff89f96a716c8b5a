"""名称里又写了单位

## 说明

名称末尾的「（份）」和指标值里的「份」重复。单位只写在一处：写在指标值里，名称只说数的是什么。

## 依据

财预〔2021〕101号附件把绩效度量单位列为单独一栏，不在指标名称里；行文习惯。

## 坏例子

```yaml
绩效指标:
- 三级指标: 高端汇智论坛工作报告（份）
  指标值: 1份
```

> 2:19+3 名称里的「（份）」和指标值「1份」重复：单位只写在指标值里

## 好例子

```yaml
绩效指标:
- 三级指标: 高端汇智论坛工作报告
  指标值: 1份
- 三级指标: 高端汇智论坛工作报告（份）
  指标值: "1"
- 三级指标: 培训（线上）
  指标值: ≥2次
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.values import targets
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
NEEDS = ("indicators", "indicator_name", "target_value")


def check(project: Project) -> Iterator[Finding]:
    """The value's unit in brackets at the end of the name."""
    for target in targets(project):
        name, unit = target.row.field("indicator_name"), target.value.unit
        match = re.search(r"[（(]\s*([^（）()]+?)\s*[）)](?=\s*$)", name.text) if name else None
        if name and match and unit and match[1] == unit:
            message = f"名称里的「{match[0]}」和指标值「{target.shown}」重复：单位只写在指标值里"
            yield Finding(name, message, match.span())
