"""序号后紧跟数字

## 说明

标题印作「1.2022年度…」、目标印作「1.2022年全年…」，序号和年份连成一串，人和程序都容易读错。

## 依据

行文习惯；把年份移到句中即可，如「天津市科技计划项目2022年度抽查监督工作」。已批复的名称不必改。

## 坏例子

```yaml
序号: "1"
项目名称: 2022年度抽查监督工作
绩效目标:
- 2022年全年，审核企业4000家。
```

> 2:7+5 印出来是「1.2022年…」，序号和年份相连：把「2022年」移到句中
> 4:3+5 印出来是「1.2022年…」，序号和年份相连：把「2022年」移到句中

## 好例子

```yaml
序号: "1"
项目名称: 抽查监督工作（2022年度）
绩效目标:
- 全年举办专项培训12场。
- 1.更好发挥平台作用。
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.view import Field, Finding, Project

SEVERITY = Severity.INFO

_START = re.compile(r"\d+年?(?![\d.、．)）])")


def check(project: Project) -> Iterator[Finding]:
    """A name printed after the project's number, or a numbered goal, that begins with digits."""
    number = project.text("number")
    name = project.field("project_name")
    printed: list[tuple[str, Field]] = [(number, name)] if number and name else []
    printed += [(str(goal.path[-1] + 1), goal) for goal in project.goals if isinstance(goal.path[-1], int)]
    for prefix, field in printed:
        if match := _START.match(field.text):
            what = "年份" if match[0].endswith("年") else "数字"
            message = f"印出来是「{prefix}.{match[0]}…」，序号和{what}相连：把「{match[0]}」移到句中"
            yield Finding(field, message, match.span())
