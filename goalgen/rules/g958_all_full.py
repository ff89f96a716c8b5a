"""每一项都得满分

## 说明

五条以上的指标全部满分，一分没有扣，审核人多半认为自评走过场。确实都完成的不必改，请核对完成值都有依据。

## 依据

财预〔2020〕10号：自评结果应当客观、真实；第三方复核把全部满分列为重点。

## 坏例子

```yaml
绩效指标:
- {三级指标: 甲, 指标值: ≥1次, 分值: "10", 得分: "10"}
- {三级指标: 乙, 指标值: ≥1次, 分值: "10", 得分: "10"}
- {三级指标: 丙, 指标值: ≥1次, 分值: "10", 得分: "10"}
- {三级指标: 丁, 指标值: ≥1次, 分值: "10", 得分: "10"}
- {三级指标: 戊, 指标值: ≥1次, 分值: "10", 得分: "10"}
- {三级指标: 己, 指标值: ≥1次, 分值: "20", 得分: "20"}
- {三级指标: 庚, 指标值: ≥1次, 分值: "10", 得分: "10"}
- {三级指标: 辛, 指标值: ≥1次, 分值: "20", 得分: "20"}
```

> 2:37+4 8 条指标的得分都是满分：核对每一条的完成值都有依据

## 好例子

```yaml
绩效指标:
- {三级指标: 甲, 指标值: ≥1次, 分值: "50", 得分: "50"}
- {三级指标: 乙, 指标值: ≥1次, 分值: "50", 得分: "50"}
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.common import weight
from goalgen.view import Finding, Project, number_of

SEVERITY = Severity.INFO
NEEDS = ("indicators", "weight", "score")
LEAST = 5
"""How many rows make it strange that nothing was taken off."""


def check(project: Project) -> Iterator[Finding]:
    """A table of several rows in which every score is all there is to get; told at the first of them."""
    for table in project.tables:
        scored = [row for row in table if weight(row) and row.text("score")]
        full = [row for row in scored if number_of(row.text("score").rstrip("分")) == weight(row)]
        if len(full) == len(scored) >= LEAST and (field := full[0].field("score")):
            yield Finding(field, f"{len(full)} 条指标的得分都是满分：核对每一条的完成值都有依据")
