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

from collections.abc import Iterator, Sequence

from goalgen.problem import Severity
from goalgen.rules.common import NOTHING, place_of, titled, weight
from goalgen.view import Field, Finding, Indicator, Project, number_of

SEVERITY = Severity.ERROR
OVER = ("G955",)
NEEDS = ("indicators", "indicator_name", "weight")


def check(project: Project) -> Iterator[Finding]:
    """A row with a name and points and without what was reached, among rows that have it."""
    spent = project.field("spent")
    if spent and number_of(spent.text):
        yield from _execution(project)
        yield from _none(project)
    for table in project.tables:
        columns = [name for name in ("actual_value", "score") if any(row.text(name) for row in table)]
        pointed = [row for row in table if weight(row)]
        for row in table if columns and len(pointed) * 2 > len(table) else ():
            points = row.field("weight")
            if points and points.is_blank and row.text("indicator_name") and row.text("target_value"):
                names = "".join(map(titled, [points, *_blank(row, columns)]))
                yield Finding(points, f"{place_of(row)}没有填{names}：补上")
        for row in pointed:
            blank = _blank(row, columns)
            if blank and row.text("indicator_name"):
                names = "".join(map(titled, blank))
                message = f"{place_of(row)}有分值 {row.text('weight')}，没有填{names}：补上"
                yield Finding(blank[0], message)


def _blank(row: Indicator, columns: Sequence[str]) -> list[Field]:
    return [field for name in columns if (field := row.field(name)) and field.text.strip() in NOTHING]


def _execution(project: Project) -> Iterator[Finding]:
    """The points of the execution without what was scored, where it is told what was spent."""
    most, score = project.field("execution_weight"), project.field("execution_score")
    if most and score and number_of(most.text.strip().rstrip("分")) and score.is_blank:
        yield Finding(score, f"预算执行有分值 {most.text.strip()}，没有填「得分」：补上")


def _none(project: Project) -> Iterator[Finding]:
    """Not one row evaluated, where it is told what was spent."""
    rows = [row for row in project.indicators if weight(row) and row.text("indicator_name")]
    columns = [name for name in ("actual_value", "score") if any(row.field(name) for row in rows)]
    if len(columns) == 2 and not any(row.text(name) for row in rows for name in columns):
        fields = [field for name in columns if (field := rows[0].field(name))]
        names = "".join(map(titled, fields))
        yield Finding(fields[0], f"填了执行数，{len(rows)} 条指标的{names}都没有填：补上")
