"""成本还放在产出指标下

## 说明

2021 年起，中央部门把成本指标从产出指标里提出来，作为一级指标。各地跟进有先后；表样是哪一年的，就用哪一年的，所以这条只在指名选用（--select G307）时检查，供修订表样时看。

## 依据

财预〔2021〕101号：成本指标为一级指标，下设经济成本、社会成本、生态环境成本。

## 坏例子

```yaml
年度: "2022"
绩效指标:
- 一级指标: 产出指标
  二级指标: 成本指标
```

> 4:9+4 财预〔2021〕101号起成本指标是一级指标：不再放在产出指标下

## 好例子

```yaml
年度: "2021"
绩效指标:
- 一级指标: 产出指标
  二级指标: 成本指标
```

```yaml
# taxonomy: cn-2021-101
年度: "2022"
绩效指标:
- 一级指标: 成本指标
  二级指标: 经济成本指标
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
SELECT_ONLY = True
NEEDS = ("indicators", "level1", "level2", "taxonomy", "year")

_SINCE = 2022
"""The first budget year that was prepared after the norm of August 2021."""


def check(project: Project) -> Iterator[Finding]:
    """The first cost row under output in a year after the switch."""
    if project.year is None or project.year < _SINCE:
        return
    for row in project.indicators:
        field = row.field("level2")
        if field and project.level1(row) == "产出指标" and project.level2(row) == "成本指标":
            yield Finding(field, "财预〔2021〕101号起成本指标是一级指标：不再放在产出指标下")
            return
