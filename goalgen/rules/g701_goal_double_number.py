"""绩效目标编了两次号

## 说明

表格会在每条目标前自己印「1.」「目标1：」。文字里再写一次条号，印出来就是「1.1.深入落实……」「1.（一）进一步……」。

## 依据

行文习惯：一条一个条号；GB/T 9704《党政机关公文格式》的层次序数是「一、」「（一）」「1.」「（1）」，各用在自己的一层。

## 坏例子

```yaml
绩效目标:
- 1.深入落实创新驱动发展战略。
- （二）强化对领导干部的管理监督。
- 1、改善基础设施 2、硬化路面
```

> 2:3+2 「1.」是手写的条号，表格自己会编号，印出来就编了两次：删去
> 3:3+3 「（二）」是手写的条号，表格自己会编号，印出来就编了两次：删去
> 4:3+2 「1、」是手写的条号，后面还有「2、」：分成几条写，条号由表格自己印

改为：

```yaml
绩效目标:
- 深入落实创新驱动发展战略。
- 强化对领导干部的管理监督。
- 1、改善基础设施 2、硬化路面
```

## 好例子

```yaml
绩效目标:
- 2022年全年，承担系统的维护与服务。
- 1.5万亩农田完成改造。
- 三、四季度完成验收。
- 一、二级医院覆盖率达到90%。
- 举办论坛；（一）高端论坛，（二）培训班。
```

```yaml
绩效目标: |-
  1.完成年度拆违任务。
  2.新增违建“零增长”。
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.words import OWN_NUMBER
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
FIX = "safe"
NEEDS = ("goals",)


_NEXT = re.compile(rf"(?<=[\s。；;，,]){OWN_NUMBER.pattern}")


def check(project: Project) -> Iterator[Finding]:
    """A goal that the form numbers and that begins with a number of its own; one with several is left to be split."""
    for field in [*project.goals, *project.all("total_goals")]:
        match = OWN_NUMBER.match(field.text) if isinstance(field.path[-1], int) else None
        if match is None or match.end() >= len(field.text.rstrip()):
            continue
        if following := _NEXT.search(field.text, match.end()):
            message = (
                f"「{match['number']}」是手写的条号，后面还有「{following['number']}」：分成几条写，条号由表格自己印"
            )
            yield Finding(field, message, match.span("number"))
            continue
        fix = (field.replace(match.start("number"), match.end(), ""),)
        message = f"「{match['number']}」是手写的条号，表格自己会编号，印出来就编了两次：删去"
        yield Finding(field, message, match.span("number"), fix)
