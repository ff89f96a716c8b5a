"""周期只写在描述里

## 说明

描述说每月、每季度做一次，指标值只写「≥1次」，看表的人会当成全年一次。把周期写进指标值（每月≥1次），或写全年的总数（≥12次）。名称已写周期的不报。

## 依据

财预〔2015〕88号：绩效目标要指向明确、细化量化（定性、定量、定时）。

## 坏例子

```yaml
绩效指标:
- 三级指标: 备份次数
  绩效指标描述: 每月全量备份次数
  指标值: ≥1次
```

> 4:8+3 描述说「每月」，指标值「≥1次」没有写周期：写明是「每月≥1次」还是全年的总数

## 好例子

```yaml
绩效指标:
- 三级指标: 备份次数
  绩效指标描述: 每月全量备份次数
  指标值: 每月≥1次
- 三级指标: 每季度扫描次数
  绩效指标描述: 每季度扫描次数
  指标值: ≥1次
- 三级指标: 回复率
  绩效指标描述: 每月回复咨询的比率
  指标值: ≥95%
- 三级指标: 培训次数
  绩效指标描述: 每年培训次数
  指标值: ≥4次
- 三级指标: 巡查次数
  绩效指标描述: 每月巡查 2 次，全年巡查的次数
  指标值: ≥24次
- 三级指标: 扫描次数
  绩效指标描述: 每周安全扫描的累计次数
  指标值: ≥50次
- 三级指标: 备份次数
  绩效指标描述: 每月全量备份次数
  指标值: ≥1次/月
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.values import targets, value_lists
from goalgen.value import ValueKind
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
NEEDS = ("indicators", "target_value", "indicator_description")
KINDS = ("event", "thing", "document", "people", "organisation")


def check(project: Project) -> Iterator[Finding]:
    """A rate per month or week in the description, of which name and value say nothing."""
    for target in targets(project):
        description = target.row.text("indicator_description")
        period = next((word for word in value_lists()["short_periods"] if word in description), "")
        if not period or period in target.row.text("indicator_name") or target.value.period:
            continue
        if "全年" in description or "累计" in description or "/" in target.unit:
            continue
        if target.value.kind is ValueKind.NUMBER and target.value.unit_kind in KINDS:
            message = f"描述说「{period}」，指标值「{target.shown}」没有写周期：写明是「{period}{target.shown}」还是全年的总数"
            yield Finding(target.field, message, target.chars)
