"""绩效目标过短

## 说明

一条目标不到 20 个字（连条号）又没有数字，说不清做什么、做到什么程度、有什么效果。

## 依据

财预〔2015〕88号：绩效目标要指向明确、细化量化；津财绩效〔2020〕16号。

## 坏例子

```yaml
绩效目标:
- 支撑保障市科技局网络信息安全。
```

> 2:3+15 这条目标只有 15 个字，没有数字：写明做什么、做到什么程度、有什么效果

## 好例子

```yaml
绩效目标:
- 完成我市人类遗传资源相关管理等工作。
- 举办科技论坛一次。
- 培训干部300人次。
```

```yaml
绩效目标: 按工作计划完成教育局重点项目建设经费预算安排
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.words import OWN_NUMBER, items, said_numbers, squeezed
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
NEEDS = ("goals",)
OVER = ("G708",)
LEAST = 20
"""The shortest goal with its number, in characters."""


def check(project: Project) -> Iterator[Finding]:
    """A goal of a few words without any number. One text with all goals is short only as a whole."""
    for field, start, end, printed in items(project):
        text = OWN_NUMBER.sub("", squeezed(field.text[start:end]), count=1)
        whole_text = printed or end - start == len(field.text.strip())
        if whole_text and len(text) + len(printed) < LEAST and not said_numbers(text):
            message = f"这条目标只有 {len(text)} 个字，没有数字：写明做什么、做到什么程度、有什么效果"
            yield Finding(field, message, (start, end))
