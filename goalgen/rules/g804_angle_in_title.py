"""书名号里用了小于号

## 说明

书名号里再用书名号，里面的一层用单书名号「〈〉」。写成 < > 是小于号和大于号，放到网页上还会被当作标记，整段文字消失。

## 依据

GB/T 15834《标点符号用法》：书名号里还要用书名号时，外面一层用双书名号，里面一层用单书名号。

## 坏例子

```yaml
绩效目标:
- 落实《天津市贯彻落实<全国干部教育培训规划>的实施意见》。
```

> 2:13+12 书名号里的「<」「>」是小于号、大于号：改为「〈全国干部教育培训规划〉」

改为：

```yaml
绩效目标:
- 落实《天津市贯彻落实〈全国干部教育培训规划〉的实施意见》。
```

## 好例子

```yaml
绩效目标:
- 落实《天津市贯彻落实〈全国干部教育培训规划〉的实施意见》。
绩效指标:
- 三级指标: 响应时间<2小时
  指标值: <2小时
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import TEXT, Severity
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
FIX = "safe"

_ANGLES = re.compile("《[^《》]*?(?P<in>[<＜][^<>＜＞《》]+[>＞])[^《》]*》")


def check(project: Project) -> Iterator[Finding]:
    """Angle signs inside a title, told and mended as a pair."""
    for field in project.fields if _ANGLES.search(project.whole) else ():
        for match in _ANGLES.finditer(field.text):
            start, end = match.span("in")
            fix = (field.replace(start, start + 1, "〈"), field.replace(end - 1, end, "〉"))
            message = f"书名号里的「{field.text[start]}」「{field.text[end - 1]}」是小于号、大于号：改为「{TEXT}」"
            yield Finding(field, message, (start, end), fix, f"〈{field.text[start + 1 : end - 1]}〉")
