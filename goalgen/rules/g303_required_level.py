"""缺少必有的指标

## 说明

指标体系里必有的一级、二级指标缺了，绩效目标就不完整。必有哪些由表样所用的体系决定：88号的产出四项和效益、满意度（列在效益下也算），101号的产出（数量、质量）和效益。

## 依据

财预〔2015〕88号：绩效目标审核的完整性；财预〔2021〕101号：产出、效益指标为必设，数量、质量原则上均需设置。

## 坏例子

```yaml
绩效指标:
- 一级指标: 产出指标
  二级指标: 数量指标
- 一级指标: 产出指标
  二级指标: 质量指标
- 一级指标: 产出指标
  二级指标: 时效指标
- 一级指标: 效益指标
  二级指标: 社会效益指标
```

> 1:1+4 缺少一级指标「满意度指标」：请补填
> 1:1+4 缺少二级指标「成本指标」：请补填

## 好例子

```yaml
# taxonomy: cn-2021-101
绩效指标:
- 一级指标: 产出指标
  二级指标: 数量指标
- 一级指标: 产出指标
  二级指标: 质量指标
- 一级指标: 效益指标
  二级指标: 社会效益指标
```

```yaml
# taxonomy: local-mixed
绩效指标:
- 一级指标: 产出指标
  二级指标: 数量指标
- 一级指标: 效益指标
  二级指标: 社会公众或服务对象满意度指标
```

```yaml
绩效指标: []
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.view import Finding, Project

SEVERITY = Severity.ERROR
NEEDS = ("indicators", "level1", "taxonomy")


def check(project: Project) -> Iterator[Finding]:
    """A mandatory level that no row has; a table whose rows name no levels is not judged."""
    profile, key = project.profile, project.key("indicators")
    if profile is None or key is None or not any(row.text("level1") for row in project.indicators):
        return
    upper = {project.level1(row) for row in project.indicators}
    lower = {project.level2(row) for row in project.indicators}
    if any("满意度" in (name or "") for name in lower):
        upper.add("满意度指标")
    for names, found, level in ((profile.required, upper, "一级"), (profile.required2, lower, "二级")):
        if missing := [name for name in names if name not in found]:
            yield Finding(key, f"缺少{level}指标「{'」「'.join(missing)}」：请补填")
