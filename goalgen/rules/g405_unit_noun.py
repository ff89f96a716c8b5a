"""单位和所数的东西不合

## 说明

问卷论份，单位论家，培训论场，人论人或人次。单位用错，验收时数的可能是另一样东西。只报词表里肯定不合的搭配（`goalgen/rules/values.yaml`）。

## 依据

财预〔2015〕88号：绩效目标要指向明确、细化量化；量词搭配是行文习惯。

## 坏例子

```yaml
绩效指标:
- 三级指标: 发放问卷调查
  指标值: ≥30项
- 三级指标: 经济责任审计单位
  指标值: 3项
- 三级指标: 服务专家、农户数量
  指标值: ≥2000家次
- 三级指标: 定期开展系统备份
  指标值: 1项
- 三级指标: 政策培训场次
  指标值: ≥12次
- 三级指标: 培训人次
  指标值: ≥2万人
```

> 3:11+1 「发放问卷调查」的单位应为份，不是「项」
> 5:9+1 「经济责任审计单位」的单位应为家，不是「项」
> 7:13+2 「服务专家、农户数量」的单位应为户（户次）或人次，不是「家次」
> 9:9+1 「定期开展系统备份」的单位应为次，不是「项」
> 11:11+1 「政策培训场次」的单位应为场，不是「次」
> 13:10+2 「培训人次」的单位应为人次，不是「万人」

## 好例子

```yaml
绩效指标:
- 三级指标: 随机抽查项目数
  指标值: ≥30项
- 三级指标: 现场检查会计师事务所
  指标值: ≥20家
- 三级指标: 服务企业、机构数量
  指标值: ≥500家次
- 三级指标: 财务专家培训人次
  指标值: ≥300人次
- 三级指标: 组织培训会数量
  指标值: ≥10场次
- 三级指标: 巡查频率
  指标值: ≥2次
- 三级指标: 专家48小时内回复率
  指标值: ≥95百分比
```
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from goalgen.problem import Severity
from goalgen.rules.values import metric, targets, value_lists
from goalgen.value import PartKind, ValueKind
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
NEEDS = ("indicators", "indicator_name", "target_value")


def check(project: Project) -> Iterator[Finding]:
    """A unit that the table says does not go with the name's noun."""
    for target in targets(project):
        units = target.value.of(PartKind.UNIT)
        if target.value.kind is not ValueKind.NUMBER or not units:
            continue
        name, unit = metric(target.row), units[-1]
        for noun, right in _entries(unit.text):
            if noun.search(name):
                yield Finding(target.field, f"「{name}」的单位应为{right}，不是「{unit.text}」", unit[1:3])
                break


@lru_cache(maxsize=1024)
def _entries(unit: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """What the table says of a unit: the nouns with which it does not go, and the right one."""
    plain = unit.lstrip("百千万亿")
    return tuple(
        (re.compile(entry["名称"]), entry["应为"]) for entry in value_lists()["unit_of_noun"] if plain in entry["不合"]
    )
