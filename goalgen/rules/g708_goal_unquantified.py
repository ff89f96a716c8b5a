"""绩效目标没有数字

## 说明

目标里一个数字、一个日期也没有，做了多少、到什么程度都无从说起。条号和文件名里的数字不算。

## 依据

财预〔2015〕88号：绩效目标要细化量化，不能以量化形式表述的，可以采用定性表述，但应具有可衡量性；填报指南：目标实现程度应用具体数据来衡量。

## 坏例子

```yaml
绩效目标:
- 1.深入落实《2018-2022年全国干部教育培训规划》，提高水平。
- 不断充实一批科技文献资源。
```

> 1:1+4 目标里没有数字和日期：写明数量、比率或完成时间

## 好例子

```yaml
绩效目标:
- 计划全年面向高校、科研院所开展专项培训12场。
- 提高社会知晓度。
```

```yaml
绩效目标:
- 举办一次高端科技汇智论坛。
```

```yaml
绩效目标:
- " "
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.words import said_numbers
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
NEEDS = ("goals",)


def check(project: Project) -> Iterator[Finding]:
    """Goals without any number, told once at their key."""
    told = [line for goal in project.goals for line in goal.text.split("\n") if line.strip()]
    if told and not any(said_numbers(line) for line in told):
        yield Finding(project.key("goals"), "目标里没有数字和日期：写明数量、比率或完成时间")
