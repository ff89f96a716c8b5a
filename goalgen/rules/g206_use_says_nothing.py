"""资金用途只重复项目名称

## 说明

「某某项目有关费用」没有说钱花在哪里。写明支出的主要内容，如印刷费、专家咨询费、租赁费及其金额，成本指标才有依据。

## 依据

财预〔2015〕88号：绩效目标应与预算资金相匹配；津财绩效〔2020〕16号。

## 坏例子

```yaml
项目名称: 科技系统干部教育培训
资金用途: 科技系统干部教育培训有关费用
```

> 2:7+14 资金用途只是项目名称加「有关费用」：写明花在哪里，如培训费、专家费

## 好例子

```yaml
项目名称: 科技系统干部教育培训
资金用途: 科技系统干部教育培训的场地租赁费、专家讲课费和教材印刷费
```

```yaml
项目名称: 科技系统干部教育培训
资金用途: " "
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.common import whole
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
NEEDS = ("project_name", "use_of_funds")
OVER = ("G904",)

_EMPTY = re.compile(r"(?:的|等)?(?P<words>(?:有关|相关)?(?:项目)?(?:费用|支出|经费|开支|工作)?(?:支出)?)[。.]?")


def check(project: Project) -> Iterator[Finding]:
    """A use of funds that is the project's name and empty words."""
    field, name = project.field("use_of_funds"), project.text("project_name")
    if field is None or not name or not field.text.strip().startswith(name):
        return
    if match := _EMPTY.fullmatch(field.text.strip().removeprefix(name)):
        words = f"加「{match['words']}」" if match["words"] else ""
        message = f"资金用途只是项目名称{words}：写明花在哪里，如培训费、专家费"
        yield Finding(field, message, whole(field))
