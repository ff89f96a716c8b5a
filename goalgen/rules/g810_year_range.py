"""年份起止用了短横

## 说明

「2018-2022年」的起止应用一字线「—」：2018—2022年。短横「-」是连接型号、编号用的。

## 依据

GB/T 15834—2011《标点符号用法》：标示时间、地域的起止用一字线。

## 坏例子

```yaml
绩效目标:
- 落实2018-2022年全国干部教育培训规划。
```

> 2:9+1 「2018-2022年」的起止号：短横改为一字线「—」

改为：

```yaml
绩效目标:
- 落实2018—2022年全国干部教育培训规划。
```

## 好例子

```yaml
项目期: 2023-2025年
绩效目标:
- 落实2018—2022年规划，2021～2025年建设，合同号2018-2022，型号GB-2018-2022。
绩效指标:
- 三级指标: 服务周期
  指标值: 2023.07-2024.01
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import TEXT, Severity
from goalgen.rules.words import prose, spoken
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
FIX = "unsafe"

_RANGE = re.compile(r"(?<![\d-])(?:19|20)\d\d年?\s*(?P<dash>[-－])\s*(?:19|20)\d\d年")


def check(project: Project) -> Iterator[Finding]:
    """A hyphen between two years in running text; the form's own field of the period prescribes one."""
    for field in prose(project) if "-" in spoken(project) or "－" in spoken(project) else ():
        for match in _RANGE.finditer(field.text):
            fix = (field.replace(*match.span("dash"), "—"),)
            yield Finding(field, f"「{match[0]}」的起止号：短横改为一字线「{TEXT}」", match.span("dash"), fix, "—")
