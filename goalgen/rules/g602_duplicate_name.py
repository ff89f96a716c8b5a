"""同一张表里名称重复

## 说明

两条指标同名，评价时分不清说的是哪一条；多半是同一件事在质量和时效里各写了一遍。

## 依据

财预〔2015〕88号：绩效指标要指向明确；评审习惯：一张表里指标不重复。

## 坏例子

```yaml
绩效指标:
- 二级指标: 质量指标
  三级指标: 按时完成科普基地认定
- 二级指标: 时效指标
  三级指标: "按时完成科普基地认定 "
```

> 5:10+10 和「质量指标」下的「按时完成科普基地认定」同名：改成能区分的名称，或并成一项

## 好例子

```yaml
绩效指标:
- 二级指标: 质量指标
  三级指标: 科普基地认定合格率
- 二级指标: 时效指标
  三级指标: 科普基地认定完成时间
- 二级指标: 经济效益指标
  三级指标: ""
- 二级指标: 生态效益指标
  三级指标: ""
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.common import place_of, whole
from goalgen.rules.words import squeezed
from goalgen.view import Finding, Indicator, Project

SEVERITY = Severity.WARN
NEEDS = ("indicators", "indicator_name")


def check(project: Project) -> Iterator[Finding]:
    """A name that stands in the same table before; white space does not count."""
    for table in project.tables:
        seen: dict[str, Indicator] = {}
        for row in table:
            field = row.field("indicator_name")
            name = squeezed(field.text) if field else ""
            if field and name and seen.setdefault(name, row) is not row:
                yield Finding(field, f"和{place_of(seen[name])}同名：改成能区分的名称，或并成一项", whole(field))
