"""项目名称带着表名

## 说明

项目名称后面还带着「绩效目标表」「绩效自评表」，是把表的标题抄了进来。

## 依据

行文习惯；项目名称应与批复的名称一字不差。

## 坏例子

```yaml
项目名称: 科普活动项目支出绩效目标表
---
项目名称: 项目绩效目标表-科普活动
---
项目名称: 科普活动绩效自评报告（2023年度）
```

> 例1.yaml:1:11+9 项目名称带着表名「项目支出绩效目标表」：删去，改为 科普活动
> 例2.yaml:1:7+8 项目名称带着表名「项目绩效目标表-」：删去，改为 科普活动
> 例3.yaml:1:11+6 项目名称带着表名「绩效自评报告」：删去，改为 科普活动（2023年度）

改为：

```yaml
项目名称: 科普活动
---
项目名称: 科普活动
---
项目名称: 科普活动（2023年度）
```

## 好例子

```yaml
项目名称: 绩效目标管理培训
---
项目名称: 绩效目标表
---
项目名称: 项目绩效评价报告编制
---
项目名称: 绩效目标管理
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
    r"[-—－:：]?的?(?:项目|政策|专项|部门|单位|整体){0,4}(?:支出|资金)?绩效(?:目标|自评|评价|监控|运行监控){0,2}"
    r"(?:申报|自评|批复|公开|完成情况|监控|执行情况)?(?:表|报告|申报书)\s*(?=(?:[（(]\d{4}年度?[)）])?\s*\Z)"
    r"|(?P<open>[（(])(?:项目)?(?:支出)?绩效(?:目标|自评)(?:申报)?表[)）]\s*\Z"
    r"|项目(?:支出)?(?:申报|申请)(?:表|书)\s*\Z"
    r"|\A\s*(?:项目)?(?:支出)?绩效(?:目标|自评)(?:申报)?表[-—－:：·\s]+"
)


def check(project: Project) -> Iterator[Finding]:
    """A project's name with the form's behind it."""
    name = project.field("project_name")
    match = _TITLE.search(name.text) if name else None
    if name and match and (left := f"{name.text[: match.start()]}{name.text[match.end() :]}".strip()):
        start, shown = match.start() + len(match[0]) - len(match[0].lstrip()), match[0].strip()
        fix = (name.replace(*match.span(), ""),)
        message = f"项目名称带着表名「{shown}」：删去，改为 {TEXT}"
        yield Finding(name, message, (start, start + len(shown)), fix, left)
