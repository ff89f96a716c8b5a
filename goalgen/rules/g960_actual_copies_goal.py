"""完成情况照抄目标

## 说明

实际完成情况和年初的目标一字不差，没有说做到了什么。写实际的数、时间和效果。

## 依据

财预〔2020〕10号：填写目标的实际完成情况。

## 坏例子

```yaml
绩效目标: 全年开展政策培训12场，培训300人次，提升财务人员政策水平。
实际完成情况: 全年开展政策培训12场，培训300人次，提升财务人员政策水平。
```

> 2:9+31 和绩效目标一字不差：写实际做到了什么，如完成的数和时间

## 好例子

```yaml
绩效目标: 全年开展政策培训12场，培训300人次，提升财务人员政策水平。
实际完成情况: 全年开展政策培训13场，培训326人次，考核合格率98%。
```

```yaml
绩效目标: 完成。
实际完成情况: 完成。
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.common import whole
from goalgen.rules.values import compared
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
NEEDS = ("goals", "actual_goals")
SHORTEST = 10


def check(project: Project) -> Iterator[Finding]:
    """What was reached, in the very words of what was to be reached."""
    goals = {compared(goal.text) for goal in project.goals}
    for field in project.all("actual_goals"):
        if len(text := compared(field.text)) >= SHORTEST and text in goals:
            yield Finding(field, "和绩效目标一字不差：写实际做到了什么，如完成的数和时间", whole(field))
