"""资金用途的套话不一

## 说明

资金用途都是项目名称加一句套话，有的写「有关费用」，有的写「相关费用」「相关支出。」。改的时候最好写明花在哪里（见 G206），至少用同一种说法。
套话怎么写都不影响审核，所以这条规则要点名才运行（--select G904）。

## 依据

行文习惯：一份文件一种写法。

## 坏例子

```yaml
项目名称: 审计监督工作
资金用途: 审计监督工作有关费用
---
项目名称: 科学技术普及工作
资金用途: 科学技术普及工作有关费用
---
项目名称: 科研院所发展支撑服务
资金用途: 科研院所发展支撑服务相关支出。
```

> 例3.yaml:2:17+5 资金用途的说法不一：「相关支出。」1 处，「有关费用」2 处，统一为一种

## 好例子

```yaml
项目名称: 审计监督工作
资金用途: 审计监督工作有关费用
---
项目名称: 科学技术普及工作
资金用途: 科学技术普及工作的评审费、执行报告印刷费和系统开发费等支出
```
"""

import re
from collections.abc import Iterator, Sequence

from goalgen.problem import Severity
from goalgen.rules.words import Use, minorities
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
NEEDS = ("project_name", "use_of_funds")
SELECT_ONLY = True

_SUFFIX = re.compile(r"(?:有关|相关)?(?:费用|支出|经费|开支)[。.]?$")
_LONGER = 8
"""How much longer than the name a use may be that says no more than the name."""


def check_all(projects: Sequence[Project]) -> Iterator[tuple[Project, Finding]]:
    """Each way of ending a use of funds that is but the name, except the most frequent, told once."""
    uses: list[Use] = []
    for project in projects:
        field, name = project.field("use_of_funds"), project.text("project_name")
        text = field.text.rstrip() if field else ""
        match = _SUFFIX.search(text)
        if field and match and name[:4] == text.lstrip()[:4] and len(text) <= len(name) + _LONGER:
            uses.append(Use(match[0], project, field, match.span()))
    for use, counts in minorities(uses):
        yield use.project, Finding(use.field, f"资金用途的说法不一：{counts}", use.chars)
