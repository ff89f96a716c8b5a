"""项目名称带着表名

## 说明

项目名称后面还带着「绩效目标表」「绩效自评表」，是把表的标题抄了进来。

## 依据

行文习惯；项目名称应与批复的名称一字不差。

## 坏例子

```yaml
项目名称: 科普活动项目支出绩效目标表
```

> 1:11+9 项目名称带着表名「项目支出绩效目标表」：删去，改为 科普活动

改为：

```yaml
项目名称: 科普活动
```

## 好例子

```yaml
项目名称: 绩效目标管理培训
---
项目名称: 绩效目标表
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import TEXT, Severity
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
FIX = "unsafe"
NEEDS = ("project_name",)

_TITLE = re.compile(
    r"(?:的)?(?:项目|政策|专项)?(?:支出|资金)?绩效(?:目标|自评|评价|监控|运行监控)(?:申报|自评|批复)?表\s*\Z"
)


def check(project: Project) -> Iterator[Finding]:
    """A project's name with the form's behind it."""
    name = project.field("project_name")
    match = _TITLE.search(name.text) if name else None
    if name and match and (left := name.text[: match.start()].strip()):
        shown = match[0].strip()
        fix = (name.replace(match.start(), len(name.text), ""),)
        message = f"项目名称带着表名「{shown}」：删去，改为 {TEXT}"
        yield Finding(name, message, (match.start(), match.start() + len(shown)), fix, left)
