"""乘号写成了星号

## 说明

「5*8小时」的星号是程序里的乘号，公开的表里应写「5×8小时」。

## 依据

GB/T 3102.11：数的相乘用「×」或「·」表示。

## 坏例子

```yaml
绩效目标:
- 提供5*8小时的在线技术支持。
```

> 2:6+1 「*」作乘号：改为「×」

改为：

```yaml
绩效目标:
- 提供5×8小时的在线技术支持。
```

## 好例子

```yaml
绩效目标:
- 提供5×8小时的在线技术支持，联系电话138****0000。
绩效指标:
- 三级指标: "*核心指标"
  指标值: ≥**人
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import TEXT, Severity
from goalgen.rules.words import prose, spoken
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
FIX = "unsafe"

_STAR = re.compile(r"(?<=\d)[*＊](?=\d)")


def check(project: Project) -> Iterator[Finding]:
    """A star between two digits."""
    for field in prose(project) if "*" in spoken(project) or "＊" in spoken(project) else ():
        for match in _STAR.finditer(field.text):
            fix = (field.replace(*match.span(), "×"),)
            yield Finding(field, f"「{match[0]}」作乘号：改为「{TEXT}」", match.span(), fix, "×")
