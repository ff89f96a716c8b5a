"""二级指标放错了一级指标

## 说明

二级指标在体系里有固定的上级。放错了，按一级指标汇总和打分时就算到别处去了。把满意度指标列在效益指标下的旧写法不报。

## 依据

财预〔2015〕88号、财预〔2021〕101号的指标体系。

## 坏例子

```yaml
# taxonomy: cn-2021-101
绩效指标:
- 一级指标: 产出指标
  二级指标: 经济成本指标
```

> 4:9+6 「经济成本指标」不属于产出指标：移到成本指标下

```yaml
绩效指标:
- 一级指标: 效益指标
  二级指标: 数量指标
```

> 3:9+4 「数量指标」不属于效益指标：移到产出指标下

## 好例子

```yaml
绩效指标:
- 一级指标: 产出指标
  二级指标: 成本指标
- 一级指标: 效益指标
  二级指标: 社会公众或服务对象满意度指标
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.view import Finding, Project

SEVERITY = Severity.ERROR
NEEDS = ("indicators", "level1", "level2", "taxonomy")


def check(project: Project) -> Iterator[Finding]:
    """A level 2 that the tree has, under another level 1."""
    profile = project.profile
    for row in project.indicators if profile else ():
        assert profile
        upper, lower, field = project.level1(row), project.level2(row), row.field("level2")
        if not (upper and lower and field) or lower in profile.tree[upper] or "满意度" in lower:
            continue
        parents = "、".join(profile.parents(lower))
        yield Finding(field, f"「{row.text('level2')}」不属于{upper}：移到{parents}下")
