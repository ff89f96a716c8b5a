"""产出和效益写了同一条

## 说明

同一个指标在产出里写一遍，在效益里又写一遍：评审只认一条，另一条记 0 分。产出写做了什么，效益写带来什么变化。

## 依据

财预〔2015〕88号：产出指标反映预期产出，效益指标反映预期效果；第三方评审对重复的指标只算一次。

## 坏例子

```yaml
绩效指标:
- 一级指标: 产出指标
  二级指标: 数量指标
  三级指标: 培训企业数量
  指标值: ≥30家
- 一级指标: 效益指标
  二级指标: 社会效益指标
  三级指标: 培训企业数量
  指标值: ≥20家
```

> 8:9+6 产出里「数量指标」下的「培训企业数量」已经有这一条：效益写它带来的变化

```yaml
绩效指标:
- 一级指标: 产出指标
  二级指标: 数量指标
  三级指标: 开展老人体检人数
  指标值: ≥500人
- 一级指标: 效益指标
  二级指标: 社会效益指标
  三级指标: 老人体检人数
  指标值: ≥500人
```

> 8:9+6 产出里「数量指标」下的「开展老人体检人数」已经有这一条：效益写它带来的变化

## 好例子

```yaml
绩效指标:
- 一级指标: 产出指标
  二级指标: 数量指标
  三级指标: 培训企业数量
  指标值: ≥30家
- 一级指标: 效益指标
  二级指标: 社会效益指标
  三级指标: 参训企业新增专利数量
  指标值: ≥20件
- 一级指标: 满意度指标
  二级指标: 服务对象满意度指标
  三级指标: 培训企业数量
  指标值: ≥90%
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.common import place_of, whole
from goalgen.rules.values import counted, is_benefit, is_output
from goalgen.view import Finding, Indicator, Project

SEVERITY = Severity.WARN
OVER = ("G602",)
NEEDS = ("indicators", "level1", "indicator_name")


def check(project: Project) -> Iterator[Finding]:
    """A benefit with the name of an output of the same table."""
    for table in project.tables:
        outputs: dict[str, Indicator] = {}
        for row in table:
            if is_output(project, row) and (name := counted(row)):
                outputs.setdefault(name, row)
        for row in table:
            field, name = row.field("indicator_name"), counted(row)
            if field and name in outputs and is_benefit(project, row):
                message = f"产出里{place_of(outputs[name])}已经有这一条：效益写它带来的变化"
                yield Finding(field, message, whole(field))
