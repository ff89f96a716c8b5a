"""指标次序与体系不同

## 说明

同一册里二级指标的次序应一致，按体系的次序：数量、质量、时效、成本。次序是内容，goalgen 从不替您重排。每张表只说第一处。

## 依据

财预〔2015〕88号表样的次序；行文习惯。

## 坏例子

```yaml
绩效指标:
- 一级指标: 产出指标
  二级指标: 数量指标
- 一级指标: 产出指标
  二级指标: 成本指标
- 一级指标: 产出指标
  二级指标: 时效指标
```

> 7:9+4 「时效指标」排在「成本指标」后面：体系的次序是数量指标、质量指标、时效指标、成本指标

```yaml
绩效指标:
- 一级指标: 效益指标
  二级指标: 社会效益指标
- 一级指标: 产出指标
  二级指标: 数量指标
```

> 4:9+4 「产出指标」排在「效益指标」后面：体系的次序是产出指标、效益指标、满意度指标

## 好例子

```yaml
绩效指标:
- 一级指标: 产出指标
  二级指标: 数量指标
- 一级指标: 产出指标
  二级指标: 成本指标
- 一级指标: 效益指标
  二级指标: 社会效益指标
- 一级指标: 满意度指标
  二级指标: 服务对象满意度指标
```
"""

from collections.abc import Iterator
from itertools import pairwise

from goalgen.problem import Severity
from goalgen.view import Finding, Indicator, Profile, Project

SEVERITY = Severity.INFO
NEEDS = ("indicators", "level1", "taxonomy")


def check(project: Project) -> Iterator[Finding]:
    """The first row of each table that stands behind one that should follow it."""
    profile = project.profile
    for table in project.tables if profile else ():
        assert profile
        found = (_finding(project, profile, before, row) for before, row in pairwise(table))
        yield from [finding for finding in found if finding][:1]


def _finding(project: Project, profile: Profile, before: Indicator, row: Indicator) -> Finding | None:
    upper, other = project.level1(row), project.level1(before)
    if not upper or not other:
        return None
    names: tuple[str, ...] = tuple(profile.tree)
    here, there, meaning = upper, other, "level1"
    if upper == other:
        names, meaning = profile.tree[upper], "level2"
        here, there = project.level2(row) or "", project.level2(before) or ""
    field = row.field(meaning)
    if field is None or here not in names or there not in names or names.index(here) >= names.index(there):
        return None
    message = f"「{row.text(meaning)}」排在「{before.text(meaning)}」后面：体系的次序是{'、'.join(names)}"
    return Finding(field, message)
