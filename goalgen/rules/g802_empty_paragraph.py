r"""格子里有空段落

## 说明

文字前后或中间有空行，印出来把这一行撑高，读的人以为漏了内容。

## 依据

行文习惯。

## 坏例子

```yaml
绩效目标: |-
  完成拆违。

  开展治理。
绩效指标:
- 三级指标: "干部培训质量\n\n"
- 三级指标: "\n 培训人次"
```

> 3:1+1 中间有 1 个空段落：删去
> 6:16+4 末尾有 2 个空段落：删去
> 7:10+2 开头有 1 个空段落：删去

改为：

```yaml
绩效目标: |-
  完成拆违。
  开展治理。
绩效指标:
- 三级指标: "干部培训质量"
- 三级指标: " 培训人次"
```

## 好例子

```yaml
绩效目标: |-
  1.完成拆违。
  2.开展治理。
其他资金: "\n"
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
FIX = "safe"

_EMPTY = re.compile(r"\A(?:[ \t\xa0\u3000]*\n)+|(?<=\n)(?:[ \t\xa0\u3000]*\n)+(?=[^\n]*\S)|(?:\n[ \t\xa0\u3000]*)+\Z")


def check(project: Project) -> Iterator[Finding]:
    """Empty lines at the edges of a cell or between its lines."""
    for field in project.fields:
        if "\n" not in field.text or field.is_blank:
            continue
        for match in _EMPTY.finditer(field.text):
            fix = (field.replace(match.start(), match.end(), ""),)
            place = "末尾" if match.end() == len(field.text) else "开头" if not match.start() else "中间"
            count = match[0].count("\n")
            yield Finding(field, f"{place}有 {count} 个空段落：删去", match.span(), fix)
