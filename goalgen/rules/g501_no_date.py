"""时效指标没有时间

## 说明

「按进度要求」「及时处置」没有写到哪一天、几小时内，时效无从考核。写成「2022年12月31日前完成」「2小时内响应」，或用百分数（按期完成率 100%）。

## 依据

财预〔2015〕88号：时效指标反映预期产出的及时程度；绩效目标要定时。

## 坏例子

```yaml
绩效指标:
- 二级指标: 时效指标
  三级指标: 完成科技文献资源采购工作
  指标值: 按进度要求
- 二级指标: 时效指标
  三级指标: 网络运行环境断网
  指标值: "及时发现、处置 "
```

> 4:8+5 「按进度要求」没有写时间：写明日期、时限或及时率
> 7:9+7 「及时发现、处置」没有写时间：写明日期、时限或及时率

## 好例子

```yaml
绩效指标:
- 二级指标: 时效指标
  三级指标: 完成时间
  指标值: 2022年12月31日前完成
- 二级指标: 时效指标
  三级指标: 按期完成率
  指标值: 100%
- 二级指标: 时效指标
  三级指标: 完成时间
  指标值: 第三季度
- 二级指标: 时效指标
  三级指标: 服务期
  指标值: 全年
- 二级指标: 时效指标
  三级指标: 响应时限
  指标值: 两小时内
- 二级指标: 质量指标
  三级指标: 采购质量
  指标值: 按进度要求
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.values import is_time, metric, targets, value_lists
from goalgen.value import ValueKind, unit_kind
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
NEEDS = ("indicators", "level2", "target_value")
_WHEN = re.compile("(?:时间|时限|期限|日期|日)$|[月日]底?之?前(?:完成)?$")


def check(project: Project) -> Iterator[Finding]:
    """Words about time with no time in them."""
    when = "|".join(value_lists()["time_words"])
    for target in targets(project):
        if target.value.kind is ValueKind.WORDS and is_time(project, target.row) and not re.search(when, target.shown):
            message = f"「{target.shown}」没有写时间：写明日期、时限或及时率"
            yield Finding(target.field, message, target.chars)
        elif is_time(project, target.row) and unit_kind(target.unit) == "percent" and _WHEN.search(metric(target.row)):
            message = f"名称说的是时间，值「{target.shown}」是比率：写明日期，或名称改为及时率"
            yield Finding(target.field, message, target.chars)
