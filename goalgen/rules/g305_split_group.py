"""同类指标分在两处

## 说明

同一个二级指标的行应连在一起。分在两处，印出来的合并单元格会断开，读表的人以为是两类。

## 依据

财预〔2015〕88号表样；行文习惯。

## 坏例子

```yaml
绩效指标:
- 一级指标: 产出指标
  二级指标: 数量指标
- 一级指标: 产出指标
  二级指标: 质量指标
- 一级指标: 产出指标
  二级指标: 数量指标
```

> 7:9+4 「数量指标」前面已经有过，中间隔着别的：把同类的行放在一起

## 好例子

```yaml
绩效指标:
- 一级指标: 产出指标
  二级指标: 数量指标
- 一级指标: 产出指标
  二级指标: 数量指标
- 一级指标: 产出指标
  二级指标: 质量指标
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
NEEDS = ("indicators", "level2")


def check(project: Project) -> Iterator[Finding]:
    """A row whose pair of levels was there before, with another pair between."""
    for table in project.tables:
        last: dict[tuple[str, str], int] = {}
        for place, row in enumerate(table):
            pair, field = (row.text("level1"), row.text("level2")), row.field("level2")
            before = last.get(pair)
            if before is not None and before < place - 1 and field and not field.is_blank:
                message = f"「{row.text('level2')}」前面已经有过，中间隔着别的：把同类的行放在一起"
                yield Finding(field, message)
            last[pair] = place
