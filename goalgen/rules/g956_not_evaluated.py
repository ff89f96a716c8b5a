"""自评行没有填完

## 说明

自评表里一行有指标、有分值，却没有完成值或得分：别的行都填了，这一行就是漏了。整张表都没有填的是还没有自评，不报。

## 依据

财预〔2020〕10号：逐项填写实际完成值和得分。

## 坏例子

```yaml
绩效指标:
- 三级指标: 培训场次
  指标值: ≥12场
  实际完成值: 12场
  分值: "50"
  得分: "50"
- 三级指标: 培训人次
  指标值: ≥300人次
  实际完成值: ""
  分值: "50"
  得分: —
```

> 9:10+2 「培训人次」有分值 50，没有填「实际完成值」「得分」：补上

## 好例子

```yaml
绩效指标:
- 三级指标: 培训场次
  指标值: ≥12场
  实际完成值: 12场
  分值: "100"
  得分: "100"
- 三级指标: ""
  指标值: ""
  实际完成值: ""
  分值: ""
  得分: ""
```

```yaml
绩效指标:
- 三级指标: 培训场次
  指标值: ≥12场
  实际完成值: ""
  分值: "100"
  得分: ""
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.common import NOTHING, place_of, titled, weight
from goalgen.view import Finding, Project

SEVERITY = Severity.ERROR
OVER = ("G955",)
NEEDS = ("indicators", "indicator_name", "weight")


def check(project: Project) -> Iterator[Finding]:
    """A row with a name and points and without what was reached, among rows that have it."""
    for table in project.tables:
        columns = [name for name in ("actual_value", "score") if any(row.text(name) for row in table)]
        for row in table:
            blank = [field for name in columns if (field := row.field(name)) and field.text.strip() in NOTHING]
            if blank and weight(row) and row.text("indicator_name"):
                names = "".join(map(titled, blank))
                message = f"{place_of(row)}有分值 {row.text('weight')}，没有填{names}：补上"
                yield Finding(blank[0], message)
