"""效益指标照搬产出的值

## 说明

效益是产出带来的变化。效益指标和产出指标数的是同一件事、同一个值，就是一件事算了两次。描述相同、值相同，或名称相近、数字（10 以上、不是百分数）相同时报。

## 依据

财预〔2015〕88号：效益指标反映产出带来的效果，与产出指标相互对应而不重复。

## 坏例子

```yaml
绩效指标:
- 一级指标: 产出指标
  二级指标: 数量指标
  三级指标: 创新型企业评价入库数量
  指标值: ≥4000家
- 一级指标: 产出指标
  二级指标: 质量指标
  三级指标: 完成工作计划
  绩效指标描述: 完成专项工作既定计划安排
  指标值: 100%
- 一级指标: 效益指标
  二级指标: 社会效益指标
  三级指标: 支撑创新型企业评价入库全过程线上管理
  指标值: ≥4000家
- 一级指标: 效益指标
  二级指标: 社会效益指标
  三级指标: 完成既定工作任务
  绩效指标描述: 完成专项工作既定计划安排
  指标值: 100%
```

> 14:8+6 和产出里「数量指标」下的「创新型企业评价入库数量」是同一个值「≥4000家」：效益写产出带来的变化
> 19:8+4 和产出里「质量指标」下的「完成工作计划」是同一个值「100%」：效益写产出带来的变化

```yaml
绩效指标:
- 一级指标: 产出指标
  三级指标: 建成社区养老服务站
  指标值: ≥10个
- 一级指标: 效益指标
  三级指标: 社区养老服务站运行
  指标值: ≥10个
```

> 7:8+4 和产出里「建成社区养老服务站」是同一个值「≥10个」：效益写产出带来的变化

## 好例子

```yaml
绩效指标:
- 一级指标: 产出指标
  二级指标: 数量指标
  三级指标: 技能培训人数
  指标值: ≥200人
- 一级指标: 产出指标
  二级指标: 质量指标
  三级指标: 验收合格率
  指标值: 100%
- 一级指标: 效益指标
  二级指标: 社会效益指标
  三级指标: 带动就业
  指标值: ≥200人
- 一级指标: 效益指标
  二级指标: 社会效益指标
  三级指标: 政策知晓率
  指标值: 100%
```

```yaml
绩效指标:
- 一级指标: 产出指标
  三级指标: 高新技术企业培育数量
  指标值: ≥5家
- 一级指标: 产出指标
  三级指标: 高新技术企业培育完成率
  指标值: 100%
- 一级指标: 产出指标
  三级指标: 高新技术企业培育人数
  指标值: "200"
  计量单位: 人
- 一级指标: 效益指标
  三级指标: 高新技术企业培育上市
  指标值: ≥5家
- 一级指标: 效益指标
  三级指标: 高新技术企业培育政策知晓率
  指标值: 100%
- 一级指标: 效益指标
  三级指标: 高新技术企业培育增收
  指标值: "200"
  计量单位: 万元
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.common import place_of
from goalgen.rules.values import Target, compared, is_benefit, is_output, metric, targets
from goalgen.value import ValueKind, unit_kind
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
NEEDS = ("indicators", "level1", "target_value")
OVER = ("G609",)
SHARED = 4
SMALLEST = 10


def check(project: Project) -> Iterator[Finding]:
    """A benefit with an output's value that counts the same thing."""
    found = [target for target in targets(project) if target.value.kind is ValueKind.NUMBER]
    outputs = [target for target in found if is_output(project, target.row)]
    for target in found:
        if is_benefit(project, target.row):
            for output in outputs:
                if output.row.table == target.row.table and _is_same(target, output):
                    there = place_of(output.row)
                    message = f"和产出里{there}是同一个值「{target.shown}」：效益写产出带来的变化"
                    yield Finding(target.field, message, target.chars)
                    break


def _is_same(one: Target, other: Target) -> bool:
    if compared(one.shown) != compared(other.shown) or one.unit != other.unit:
        return False
    described, also = (compared(each.row.text("indicator_description")) for each in (one, other))
    if metric(one.row) == metric(other.row) != "":
        return False  # of that G614 speaks
    if described and described == also:
        return True
    number = one.value.number
    exact = number is not None and number >= SMALLEST and unit_kind(one.unit) != "percent"
    return exact and _shared(metric(one.row), metric(other.row)) >= SHARED


def _shared(one: str, other: str) -> int:
    """The length of the longest piece that stands in both."""
    return max(
        (end - start for start in range(len(one)) for end in range(start + 1, len(one) + 1) if one[start:end] in other),
        default=0,
    )
