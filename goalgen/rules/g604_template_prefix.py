"""表样里的「指标1：」没有删

## 说明

表样在三级指标一栏印着「指标1：」「指标2：」，是提示在这里填，填写时应删去。

## 依据

财预〔2015〕88号附表的填写样式；行文习惯。

## 坏例子

```yaml
绩效指标:
- 三级指标: 指标1：官网访问量
  绩效指标描述: 目标 1:年访问量
- 三级指标: 指标2：
```

> 2:9+4 「指标1：」是表样上的提示：删去
> 3:11+5 「目标 1:」是表样上的提示：删去
> 4:9+4 「指标2：」是表样上的提示：填写指标，或删去这一行

改为：

```yaml
绩效指标:
- 三级指标: 官网访问量
  绩效指标描述: 年访问量
- 三级指标: 指标2：
```

## 好例子

```yaml
绩效目标: |-
  目标1：优化线上咨询服务体验。
  目标2：扩充专家队伍。
绩效指标:
- 三级指标: 指标体系建设数量
  绩效指标描述: 一级指标3个、二级指标10个
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
FIX = "unsafe"
NEEDS = ("indicators",)

_PREFIX = re.compile(r"\s*((?:指标|目标)\s*\d{1,2}\s*[：:、.．]|指标\d{1,2}(?=[\u4e00-\u9fff])(?![个项]))[ \t\u3000]*")


def check(project: Project) -> Iterator[Finding]:
    """What the form prints before a name, left standing."""
    for row in project.indicators:
        for meaning in ("indicator_name", "indicator_description", "total_indicator_name"):
            field = row.field(meaning)
            match = _PREFIX.match(field.text) if field else None
            if field and match:
                rest = field.text[match.end() :].strip()
                advice = "删去" if rest else "填写指标，或删去这一行"
                fix = (field.replace(match.start(1), match.end(), ""),) if rest else ()
                yield Finding(field, f"「{match[1]}」是表样上的提示：{advice}", match.span(1), fix)
