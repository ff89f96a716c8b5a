"""时限不在本年度

## 说明

年度绩效目标当年要完成。时限写到下一年，年底评价时必然没有完成；写成上一年，多半是照抄去年的表。看时效指标里单独写的日期，起止时间看最后一天；表里没有写年度、或有中期和年度两张指标表的不报。

## 依据

财预〔2015〕88号：年度绩效目标是当年预算资金要达到的目标。

## 坏例子

```yaml
年度: 2023
绩效指标:
- 二级指标: 时效指标
  三级指标: 服务周期
  指标值: 2023.07-2024.01
- 二级指标: 时效指标
  三级指标: 完成时间
  指标值: 2022年12月31日前完成
```

> 5:16+7 「2024.01」不在 2023 年：年度指标的时限要在本年以内
> 8:8+11 「2022年12月31日」不在 2023 年：年度指标的时限要在本年以内

## 好例子

```yaml
年度: 2023
绩效指标:
- 二级指标: 时效指标
  三级指标: 服务周期
  指标值: 2022.07-2023.06
- 二级指标: 时效指标
  三级指标: 完成时间
  指标值: 2023年12月31日前完成
- 二级指标: 时效指标
  三级指标: 决算编报
  指标值: 2024年1月底前完成2023年决算
- 二级指标: 时效指标
  三级指标: 完成时间
  指标值: 12月底前
- 二级指标: 质量指标
  三级指标: 规划期
  指标值: 2025年
```

```yaml
项目名称: 2021年中央补助结转资金
绩效指标:
- 二级指标: 时效指标
  三级指标: 完成时间
  指标值: 2022年12月31日前完成
```

```yaml
年度: 2022
绩效指标:
- 二级指标: 时效指标
  三级指标: 完成时间
  指标值: 2024年12月31日前完成
年度绩效指标:
- 二级指标: 时效指标
  三级指标: 完成时间
  指标值: 2022年12月31日前完成
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.values import is_time, targets
from goalgen.value import PartKind, ValueKind
from goalgen.view import Field, Finding, Project

SEVERITY = Severity.ERROR
NEEDS = ("indicators", "level2", "target_value", "year")


def check(project: Project) -> Iterator[Finding]:
    """The last date of a row about time lies in another year."""
    year = project.year if project.text("year") else None  # a year in the name may be that of money carried over
    if year is None or len(project.tables) > 1:
        return
    for target in targets(project):
        if is_time(project, target.row):
            name = target.row.field("indicator_name")
            for field in (name, target.field) if target.value.kind is ValueKind.DATE else (name,):
                yield from _outside(field, year) if field else ()


def _outside(field: Field, year: int) -> Iterator[Finding]:
    dates = field.value.of(PartKind.DATE)
    if dates and (last := field.value.dates[-1]).year and last.year != year:
        message = f"「{dates[-1].text}」不在 {year} 年：年度指标的时限要在本年以内"
        yield Finding(field, message, dates[-1][1:3])
