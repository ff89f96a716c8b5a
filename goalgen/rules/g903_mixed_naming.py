"""同一个指标叫法不一

## 说明

同一个单位的成本指标，有的叫「成本控制」，有的叫「预算控制」「不超过年初预算」；同一个满意度，有的写「市科技局」，有的写「科技局」。叫法统一，才能汇总比较。

## 依据

行文习惯：一份文件里同一件事用同一种叫法。

## 坏例子

```yaml
金额单位: 万元
预算数: "20.00"
绩效指标:
- {二级指标: 成本指标, 三级指标: 成本控制, 指标值: ≤20万元}
- {二级指标: 服务对象满意度指标, 三级指标: 市科技局对本工作满意度, 指标值: ≥95%}
---
金额单位: 万元
预算数: "19.00"
绩效指标:
- {二级指标: 成本指标, 三级指标: 成本控制, 指标值: ≤19万元}
- {二级指标: 服务对象满意度指标, 三级指标: 科技局对本工作满意度, 指标值: ≥95%}
---
金额单位: 万元
预算数: "5.00"
绩效指标:
- {二级指标: 成本指标, 三级指标: 经费使用, 指标值: ≤5万元}
```

> 例2.yaml:5:27+10 同一个满意度，叫法不一：「科技局对本工作满意度」1 处，「市科技局对本工作满意度」1 处，统一为一种
> 例3.yaml:4:22+4 全部预算作成本指标，叫法不一：「经费使用」1 处，「成本控制」2 处，统一为一种

## 好例子

```yaml
金额单位: 万元
预算数: "20.00"
绩效指标:
- {二级指标: 成本指标, 三级指标: 成本控制, 指标值: ≤20万元}
- {二级指标: 数量指标, 三级指标: 市级重点实验室数量, 指标值: ≥2个}
---
金额单位: 万元
预算数: "19.00"
绩效指标:
- {二级指标: 成本指标, 三级指标: 人均培训成本, 指标值: ≤0.1万元}
- {二级指标: 数量指标, 三级指标: 重点实验室数量, 指标值: ≥5个}
```
"""

import re
from collections.abc import Iterator, Sequence

from goalgen.problem import Severity
from goalgen.rules.common import budget_in_yuan, is_cost, whole
from goalgen.rules.words import Use, minorities, named
from goalgen.view import Finding, Indicator, Project

SEVERITY = Severity.INFO
NEEDS = ("indicators", "indicator_name")

_PREFIX = re.compile("^(?:天津|北京|上海|重庆)?[我本]?[省市区县州](?=.+(?:局|委|厅|办|中心|学院|医院))")


def check_all(projects: Sequence[Project]) -> Iterator[tuple[Project, Finding]]:
    """Other names for the whole budget as a cost; and names of one satisfaction with and without 市."""
    groups: dict[str, list[Use]] = {}
    for project in projects:
        for row, field, name in named(project):
            is_budget = _is_whole_budget(project, row)
            if is_budget or "满意" in field.text:
                what = "" if is_budget else _PREFIX.sub("", name)
                groups.setdefault(what, []).append(Use(name, project, field, whole(field)))
    for name, group in groups.items():
        what = "同一个满意度" if name else "全部预算作成本指标"
        for use, counts in minorities(group):
            yield use.project, Finding(use.field, f"{what}，叫法不一：{counts}", use.chars)


def _is_whole_budget(project: Project, row: Indicator) -> bool:
    money = row.value.money
    return is_cost(row) and money is not None and money == budget_in_yuan(project)
