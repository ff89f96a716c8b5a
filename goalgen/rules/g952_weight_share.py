"""一级指标的分值比例偏离

## 说明

各一级指标的分值合计与规定的比例相差超过 10 分。没有满意度指标的，它的 10 分归效益。没有规定比例的体系不判断。

## 依据

财预〔2020〕10号：原则上产出50、效益30、满意度10、预算执行率10；财预〔2021〕101号：设成本指标的，成本20、产出40、效益20、满意度10。

## 坏例子

```yaml
绩效指标:
- 一级指标: 产出指标
  分值: "70"
- 一级指标: 效益指标
  分值: "10"
- 一级指标: 满意度指标
  分值: "10"
```

> 3:8+2 产出指标合计 70 分，按规定是 50 分左右
> 5:8+2 效益指标合计 10 分，按规定是 30 分左右

## 好例子

```yaml
绩效指标:
- 一级指标: 产出指标
  分值: "60"
- 一级指标: 效益指标
  分值: "30"
- 一级指标: 满意度指标
  分值: "10"
```

```yaml
# taxonomy: cn-2021-101
绩效指标:
- 一级指标: 产出指标
  分值: "50"
- 一级指标: 效益指标
  分值: "40"
```
"""

from collections.abc import Iterator
from decimal import Decimal

from goalgen.problem import Severity
from goalgen.rules.common import weight, whole
from goalgen.view import Finding, Profile, Project

SEVERITY = Severity.WARN
NEEDS = ("indicators", "level1", "taxonomy", "weight")

_TOLERANCE = 10


def check(project: Project) -> Iterator[Finding]:
    """A level 1 whose weights together are far from its share; told at its first row."""
    profile = project.profile
    for table in project.tables if profile and profile.shares else ():
        assert profile
        sums: dict[str, Decimal] = {}
        for row in table:
            level, points = project.level1(row), weight(row)
            if level is None or points is None:
                break
            sums[level] = sums.get(level, Decimal(0)) + points
        else:
            for level, share in _shares(profile, sums).items():
                field = next(row for row in table if project.level1(row) == level).field("weight")
                if field and abs(sums[level] - share) > _TOLERANCE:
                    yield Finding(field, f"{level}合计 {sums[level]} 分，按规定是 {share} 分左右", whole(field))


def _shares(profile: Profile, sums: dict[str, Decimal]) -> dict[str, int]:
    """The shares of the levels that are there: those of the others go where the norm puts them."""
    shares = dict(profile.shares)
    if "成本指标" in shares and "成本指标" not in sums:
        shares["产出指标"] += 10
        shares["效益指标"] += 10
    if "满意度指标" in shares and "满意度指标" not in sums:
        shares["效益指标"] += shares["满意度指标"]
    return {level: share for level, share in shares.items() if level in sums}
