"""名称是拼起来的

## 说明

指标名称是「项目名称＋数量指标」，把项目名称和二级指标拼起来凑数，没有说数的是什么；名称后面带着二级指标的也一样。

## 依据

财预〔2015〕88号：绩效指标要指向明确、细化量化。

## 坏例子

```yaml
项目名称: 科普活动
绩效指标:
- 二级指标: 数量指标
  三级指标: 科普活动数量指标
- 二级指标: 质量指标
  三级指标: 科普活动项目-质量指标
- 二级指标: 数量指标
  三级指标: 讲座举办数量指标
```

> 4:9+8 名称是项目名称加「数量指标」：写明数的是什么
> 6:9+11 名称是项目名称加「质量指标」：写明数的是什么
> 8:9+8 名称后面带着二级指标「数量指标」：写明数的是什么

## 好例子

```yaml
项目名称: 科普活动
绩效指标:
- 二级指标: 数量指标
  三级指标: 科普活动场次
- 二级指标: 服务对象满意度指标
  三级指标: 参加活动人员满意度
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.common import whole
from goalgen.rules.words import squeezed
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
OVER = ("G606",)
NEEDS = ("indicators", "level2", "indicator_name")

_LINK = re.compile("(?:的|[-—－:：·])?(?:项目|工作|专项)?(?:的|[-—－:：·])?")
_ENDS = re.compile(rf"(?:{_LINK.pattern})\Z")
"""What may stand between the two."""


def check(project: Project) -> Iterator[Finding]:
    """An indicator's name that is the project's, or anything else, with the level behind it."""
    called = squeezed(project.text("project_name"))
    for row in project.indicators:
        field, level = row.field("indicator_name"), squeezed(row.text("level2"))
        if field is None or len(level) < len("数量指标"):
            continue
        name = squeezed(field.text)
        behind = name.removeprefix(called) if called and name.startswith(called) else ""
        made = behind.endswith((level, level.removesuffix("指标"))) and _LINK.fullmatch(
            behind.removesuffix("指标")[: -len(level.removesuffix("指标"))]
        )
        before = _ENDS.sub("", name.removesuffix(level)) if level.endswith("指标") and name.endswith(level) else ""
        if made or (before and (before in called or (called and called in before))):
            yield Finding(field, f"名称是项目名称加「{level}」：写明数的是什么", whole(field))
        elif before:
            yield Finding(field, f"名称后面带着二级指标「{level}」：写明数的是什么", whole(field))
