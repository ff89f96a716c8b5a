"""日期前写了 ≥、≤

## 说明

「≤12月」是 12 月以前，还是不超过 12 个月？日期前不用符号：时限写「2022年12月31日前完成」，工期写「≤12个月」。

## 依据

财预〔2015〕88号：绩效目标要指向明确；日期前不用符号是行文习惯。

## 坏例子

```yaml
年度: 2022
绩效指标:
- 二级指标: 时效指标
  三级指标: 完成时间
  指标值: "≤12月 "
- 二级指标: 时效指标
  三级指标: 完成时间
  指标值: ≤2022年6月20日
```

> 5:9+1 「≤12月」：日期前不用 ≤，写明是 2022年12月31日前完成；指工期就写 ≤12个月
> 8:8+1 「≤2022年6月20日」：日期前不用 ≤，写成 2022年6月20日前完成

改为：

```yaml
年度: 2022
绩效指标:
- 二级指标: 时效指标
  三级指标: 完成时间
  指标值: "≤12月 "
- 二级指标: 时效指标
  三级指标: 完成时间
  指标值: 2022年6月20日前完成
```

```yaml
绩效指标:
- 二级指标: 时效指标
  三级指标: 完成时间
  指标值: ≤6月
```

> 4:8+1 「≤6月」：日期前不用 ≤，写上年份，写明是 6月30日前完成；指工期就写 ≤6个月

## 好例子

```yaml
年度: 2022
绩效指标:
- 二级指标: 时效指标
  三级指标: 完成时间
  指标值: 2022年12月31日前完成
- 二级指标: 时效指标
  三级指标: 工期
  指标值: ≤12个月
- 二级指标: 时效指标
  三级指标: 完成时间
  指标值: 不晚于12月
- 二级指标: 时效指标
  三级指标: 响应时限
  指标值: ≤30日
- 二级指标: 质量指标
  三级指标: 依据
  指标值: 《2022年要点》
- 二级指标: 时效指标
  三级指标: 完成时间
  指标性质: ≤
  指标值: 2022年6月20日
  度量单位: ""
```
"""

from collections.abc import Iterator
from itertools import pairwise

from goalgen.problem import TEXT, Severity
from goalgen.rules.values import last_day, targets
from goalgen.value import PartKind, ValueKind
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
FIX = "unsafe"
NEEDS = ("indicators", "target_value")
OVER = ("G502", "G902")


def check(project: Project) -> Iterator[Finding]:
    """A sign directly before the date that the value is."""
    for target in targets(project):
        parts = [part for part in target.value.parts if part.kind is not PartKind.SPACE]
        if target.value.kind is not ValueKind.DATE or len(target.value.dates) != 1:
            continue
        for sign, part in pairwise(parts):
            if sign.kind is PartKind.OPERATOR and part.kind is PartKind.DATE and not "\u4e00" <= sign.text <= "\u9fff":
                month = target.value.dates[0].month or 12
                last = f"{last_day(target.value.dates[0], project.year)}前完成"
                end = next(
                    (each.end for each in parts if each.kind is PartKind.BEFORE and each.start == part.end), part.end
                )
                said, known = (
                    f"「{target.shown}」：日期前不用 {sign.text}",
                    bool(target.value.dates[0].year or project.year),
                )
                if target.is_offered(sign.text) and part.text != f"{month}月":
                    continue  # with a column for signs ≤ 2022年6月20日 is as clear
                if part.text == f"{month}月":
                    choice = f"，{'' if known else '写上年份，'}写明是 {last}；指工期就写 {sign.text}{month}个月"
                    yield Finding(target.field, said + choice, sign[1:3])
                elif known and sign.text in "≤<=" and end == parts[-1].end:
                    fix = target.field.rewrite(sign.start, end, last)
                    yield Finding(target.field, f"{said}，写成 {TEXT}", sign[1:3], fix, last)
                else:
                    yield Finding(target.field, f"{said}，{'' if known else '写上年份，'}写明是 {last}", sign[1:3])
