"""一项指标的分值过大

## 说明

一项指标占了总分的一半以上，或在有三项以上指标的一级指标里占了一半以上，其他指标就不起作用了。

## 依据

财预〔2021〕101号：按指标的重要程度合理分配权重；评审习惯。

## 坏例子

```yaml
绩效指标:
- 一级指标: 产出指标
  三级指标: 改造管网长度
  分值: "90"
- 一级指标: 效益指标
  三级指标: 受益人数
  分值: "10"
```

> 4:8+2 「改造管网长度」一项 90 分，占总分 100 的一半以上

```yaml
绩效指标:
- 一级指标: 产出指标
  三级指标: 培训人数
  分值: "40"
- 一级指标: 产出指标
  三级指标: 培训场次
  分值: "5"
- 一级指标: 产出指标
  三级指标: 完成时间
  分值: "5"
- 一级指标: 效益指标
  三级指标: 受益人数
  分值: "50"
```

> 4:8+2 「培训人数」一项 40 分，占产出指标 50 的一半以上

## 好例子

```yaml
绩效指标:
- 一级指标: 产出指标
  分值: "50"
- 一级指标: 效益指标
  分值: "30"
- 一级指标: 满意度指标
  分值: "20"
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.common import short, weight, whole
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
NEEDS = ("indicators", "weight")


def check(project: Project) -> Iterator[Finding]:
    """A row that holds more than half of the table's weight, or of a level 1 with three rows or more."""
    for table in project.tables:
        points = [weight(row) for row in table]
        if len(table) < 2 or None in points:
            continue
        known = [(row, each) for row, each in zip(table, points, strict=True) if each is not None]
        total = sum(each for _, each in known)
        for row, mine in known:
            level = row.text("level1")
            group = [each for other, each in known if other.text("level1") == level]
            field = row.field("weight")
            whom, of = ("总分", total) if 2 * mine > total else (level, sum(group))
            if field and (2 * mine > total or (len(group) >= 3 and 2 * mine > sum(group))):
                message = f"「{short(row.text('indicator_name'))}」一项 {mine} 分，占{whom} {of} 的一半以上"
                yield Finding(field, message, whole(field))
