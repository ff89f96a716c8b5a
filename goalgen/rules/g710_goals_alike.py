"""年度目标和总目标一样

## 说明

跨年的项目，总目标写整个实施期要做到什么，年度目标写本年做到哪一步。两格一字不差，就看不出本年的任务，也没法按年考核。

## 依据

财预〔2015〕88号：中期目标和年度目标分别填写，年度目标是中期目标的分年度任务。

## 坏例子

```yaml
中期目标:
- 全市空气质量达到优良，优良天数比例三年提高5个百分点。
年度目标:
- 全市空气质量达到优良，优良天数比例三年提高5个百分点。
```

> 4:3+27 年度目标和中期目标一字不差：年度目标只写本年做到哪一步

## 好例子

```yaml
中期目标:
- 全市空气质量达到优良，优良天数比例三年提高5个百分点。
年度目标:
- 优良天数比例比上年提高1.5个百分点。
```

```yaml
年度目标:
- 优良天数比例比上年提高1.5个百分点。
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.common import whole
from goalgen.rules.values import compared
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
NEEDS = ("goals", "total_goals")
SHORTEST = 10


def check(project: Project) -> Iterator[Finding]:
    """The goals of the year in the very words of those of all years, told once."""
    total = project.all("total_goals")
    year, every = ("".join(compared(field.text) for field in fields) for fields in (project.goals, total))
    if len(year) >= SHORTEST and year == every:
        first, other = project.goals[0], total[0]
        message = f"{first.label}和{other.label}一字不差：{first.label}只写本年做到哪一步"
        yield Finding(first, message, whole(first))
