"""效益只有一种

## 说明

效益分经济、社会、生态、可持续影响。只写一种，请想一想是否还有别的；确实只有一种就不必改。

## 依据

中发〔2018〕34号：绩效目标要包括经济效益、社会效益、生态效益、可持续影响等；按项目特点选设。

## 坏例子

```yaml
绩效指标:
- 一级指标: 效益指标
  二级指标: 社会效益指标
- 一级指标: 效益指标
  二级指标: 社会效益指标
```

> 3:9+6 效益只有社会效益指标：经济效益指标、生态效益指标、可持续影响指标，有的补填，没有的不用改

## 好例子

```yaml
绩效指标:
- 一级指标: 效益指标
  二级指标: 社会效益指标
- 一级指标: 效益指标
  二级指标: 经济效益指标
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
NEEDS = ("indicators", "level1", "level2", "taxonomy")


def check(project: Project) -> Iterator[Finding]:
    """A table in which all benefits are of one kind."""
    profile = project.profile
    for table in project.tables if profile else ():
        assert profile
        rows = [row for row in table if "效益" in (project.level1(row) or "")]
        kinds = {project.level2(row) for row in rows}
        field = rows[0].field("level2") if rows else None
        names = (
            [name for name in profile.tree.get(project.level1(rows[0]) or "", ()) if "满意度" not in name]
            if rows
            else []
        )
        if field and len(kinds) == 1 and (kind := kinds.pop()) in names:
            others = "、".join(name for name in names if name != kind)
            yield Finding(field, f"效益只有{kind}：{others}，有的补填，没有的不用改")
