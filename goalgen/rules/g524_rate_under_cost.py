"""成本指标写的是比率

## 说明

成本指标考核花多少钱，应是金额或单价。把「预算执行率 100%」「资金使用合规率」放在成本里，看不出成本是高是低；执行率自评时另有分值，不必再设。
成本降低率、节约率说的是成本，不报。

## 依据

财预〔2021〕101号：成本指标反映预期提供的公共产品或服务所需成本的控制情况。

## 坏例子

```yaml
绩效指标:
- 一级指标: 产出指标
  二级指标: 成本指标
  三级指标: 预算执行率
  指标值: ≥95%
```

> 5:8+4 成本指标写的是比率「≥95%」：写金额或单价，如 ≤1200元/人；执行率另有分值，不必作指标

## 好例子

```yaml
绩效指标:
- 一级指标: 成本指标
  二级指标: 经济成本指标
  三级指标: 成本降低率
  指标值: ≥5%
- 一级指标: 产出指标
  二级指标: 成本指标
  三级指标: 人均培训成本
  指标值: ≤550元/人天
- 一级指标: 成本指标
  二级指标: 社会成本指标
  三级指标: 投诉率
  指标值: ≤1%
- 一级指标: 产出指标
  二级指标: 成本指标
  三级指标: 项目成本超支率
  指标值: ≤5%
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.common import is_cost
from goalgen.rules.values import has_any, metric, targets
from goalgen.value import ValueKind, unit_kind
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
OVER = ("G401",)
NEEDS = ("indicators", "level2", "target_value")


def check(project: Project) -> Iterator[Finding]:
    """A share under cost, but for shares of cost itself."""
    for target in targets(project):
        share = target.value.kind is ValueKind.NUMBER and unit_kind(target.unit) == "percent"
        if share and is_cost(target.row) and not has_any(metric(target.row), "cost_shares"):
            message = f"成本指标写的是比率「{target.shown}」：写金额或单价，如 ≤1200元/人；执行率另有分值，不必作指标"
            yield Finding(target.field, message, target.chars)
