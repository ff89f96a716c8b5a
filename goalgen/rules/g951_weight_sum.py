"""分值合计不对

## 说明

一张表各指标的分值合计应是 100；另有预算执行率 10 分（有的地方 20 分）的，合计 90（80）；表上写明预算执行几分的，两者相加应是 100。总分应等于各条得分之和（有预算执行得分的加上）。整行空着的不算；有内容的一行没有分值或不是数字，就不判断。

## 依据

财预〔2020〕10号项目支出绩效自评表：总分 100，预算执行率 10 分。

## 坏例子

```yaml
绩效指标:
- 一级指标: 产出指标
  分值: "70"
- 一级指标: 效益指标
  分值: "40"
```

> 5:8+2 分值合计 110，应是 100（预算执行率另计时 90 或 80）

```yaml
预算执行分值: "10"
绩效指标:
- 一级指标: 产出指标
  分值: "70"
- 一级指标: 效益指标
  分值: "30"
```

> 6:8+2 分值合计 100，加上预算执行的 10 是 110：指标应合计 90

```yaml
预算执行得分: "9.9"
绩效指标:
- 一级指标: 产出指标
  分值: "60"
  得分: "58"
- 一级指标: 效益指标
  分值: "30"
  得分: "30"
总分: "99.9"
```

> 9:6+4 总分 99.9 不等于各条得分之和 88 + 预算执行得分 9.9 = 97.9，差 2.0

```yaml
绩效指标:
- 一级指标: 产出指标
  分值: "60"
  得分: "58"
- 一级指标: 效益指标
  分值: "40"
  得分: "40"
总分: "100"
```

> 8:6+3 总分 100 不等于各条得分之和 98，差 2

## 好例子

```yaml
绩效指标:
- 一级指标: 产出指标
  分值: 50分
- 一级指标: 效益指标
  分值: "30"
- 一级指标: 满意度指标
  分值: "10"
```

```yaml
绩效指标:
- 一级指标: 产出指标
  分值: "70"
- 一级指标: 效益指标
  三级指标: 受益人数
  分值: ""
```

```yaml
预算执行分值: "10"
绩效指标:
- 一级指标: 产出指标
  分值: "90"
- 一级指标: 效益指标
  分值: ""
```

```yaml
预算执行得分: "9.9"
绩效指标:
- 一级指标: 产出指标
  分值: "90"
  得分: "88.5"
总分: "98.40"
```

```yaml
绩效指标:
- 一级指标: 产出指标
  分值: "90"
  得分: ""
总分: "90"
```
"""

from collections.abc import Iterator
from decimal import Decimal

from goalgen.problem import Severity
from goalgen.rules.common import called, weight, whole
from goalgen.view import Field, Finding, Project, number_of

SEVERITY = Severity.ERROR
NEEDS = ("indicators", "weight")

_SUMS = (100, 90, 80)


def check(project: Project) -> Iterator[Finding]:
    """A table whose weights, given in every row that says something, do not sum up; told at the last of them."""
    own = project.field("execution_weight")
    apart = number_of(own.text.strip().rstrip("分%％")) if own else None
    for table in project.tables:
        rows = [row for row in table if row.text("weight") or row.text("indicator_name") or row.text("target_value")]
        last = rows[-1].field("weight") if rows else None
        weights = [weight(row) for row in rows] if last else []
        known = [each for each in weights if each is not None]
        if not last or len(known) < len(rows):
            continue
        if apart and sum(known) + apart != 100:
            message = f"分值合计 {sum(known)}，加上预算执行的 {apart} 是 {sum(known) + apart}：指标应合计 {100 - apart}"
            yield Finding(last, message, whole(last))
        elif not apart and sum(known) not in _SUMS:
            message = f"分值合计 {sum(known)}，应是 100（预算执行率另计时 90 或 80）"
            yield Finding(last, message, whole(last))
    yield from _scores(project)


def _scores(project: Project) -> Iterator[Finding]:
    """A total that is not the sum of the scores, of the indicators alone or with that for the budget; silent while one is due."""
    field, own = project.field("total_score"), project.field("execution_score")
    total = _points(field)
    rows = [row for table in project.tables for row in table if weight(row)]
    scores = [_points(row.field("score")) for row in rows]
    known = [score for score in scores if score is not None]
    if field is None or total is None or not rows or len(known) < len(rows) or len(project.tables) > 1:
        return
    apart = _points(own)
    if own and apart is None and not own.is_blank:
        return
    sums = sum(known), sum(known) + (apart or 0)
    if total not in sums:
        more = f" + {called(own)} {apart}" if own and apart is not None else ""
        message = f"{called(field)} {total} 不等于各条得分之和 {sums[0]}{more}{f' = {sums[1]}' if more else ''}，差 {abs(total - sums[1])}"
        yield Finding(field, message, whole(field))


def _points(field: Field | None) -> Decimal | None:
    return number_of(field.text.strip().rstrip("分")) if field and not field.is_blank else None
