"""人数和人次不一

## 说明

一个人来三次是 1 人、3 人次。目标写「培训300人」，指标写「≥300人次」，验收时差几倍。两处用同一种。

## 依据

财预〔2015〕88号：目标与指标相应匹配。

## 坏例子

```yaml
绩效目标:
- 全年培训科技人员300人。
绩效指标:
- 三级指标: 培训科技人员数量
  指标值: ≥300人次
- 三级指标: 受益科技人员数量
  指标值: ≥300人次
```

> 2:11+4 目标写「300人」，「培训科技人员数量」写的是「≥300人次」：人数和人次用同一种

## 好例子

```yaml
绩效目标:
- 全年培训科技人员300人次，带动就业300人。
绩效指标:
- 三级指标: 培训科技人员数量
  指标值: ≥300人次
```

```yaml
绩效目标:
- 全年培训200人。
绩效指标:
- 三级指标: 培训人次
  指标值: ≥300人次
```
"""

import re
from collections.abc import Iterator

from goalgen.paths import SpecPath
from goalgen.problem import Severity
from goalgen.rules.common import place_of
from goalgen.value import ValueKind
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
NEEDS = ("goals", "indicators", "target_value")

_PEOPLE = re.compile(r"(?<![均\d.])(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>万?人次|万?人)(?![\u4e00-\u9fff]?[均/])")


def check(project: Project) -> Iterator[Finding]:
    """The number of an indicator in people with the same number in a goal in visits, or the other way round."""
    told: set[tuple[SpecPath, tuple[int, int]]] = set()
    for row in project.indicators:
        value = row.value
        if value.kind is not ValueKind.NUMBER or value.unit not in ("人", "人次", "万人", "万人次"):
            continue
        said = [(goal, match) for goal in project.goals for match in _PEOPLE.finditer(goal.text)]
        same = [(goal, match) for goal, match in said if match["number"] == str(value.number)]
        if same and all(match["unit"].endswith("次") != value.unit.endswith("次") for _, match in same):
            goal, match = same[0]
            if (goal.path, match.span()) in told:
                continue
            told.add((goal.path, match.span()))
            there = f"{place_of(row)}写的是「{row.text('target_value')}」"
            yield Finding(goal, f"目标写「{match[0]}」，{there}：人数和人次用同一种", match.span())
