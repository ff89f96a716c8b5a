"""粘贴留下的痕迹

## 说明

单位写了两遍（`95%%`、`5次次`）、汉字中间夹着一个半角空格或点、名称前面留着符号（`≥培训场次`）：是复制、分列、识别留下的，读起来像错字。

## 依据

行文习惯：公开的文件逐字可校。

## 坏例子

```yaml
绩效指标:
- 三级指标: ≥培训场次
  指标值: ≥5次次
- 三级指标: 参训 人员满意度
  指标值: ≥95%%
```

> 2:9+1 名称前面留着「≥」：删去
> 3:10+2 「次次」重复：改为 次
> 4:11+1 「训 人」中间的空格：删去
> 5:11+2 「%%」重复：改为 %

改为：

```yaml
绩效指标:
- 三级指标: 培训场次
  指标值: ≥5次
- 三级指标: 参训人员满意度
  指标值: ≥95%
```

## 好例子

```yaml
绩效指标:
- 三级指标: 系统 A 版上线数量
  指标值: ≥5个
- 三级指标: 家家户户走访次数
  指标值: ≥5次
- 三级指标: 人人参与
  指标值: ≥1000人
- 三级指标: "第一批 第二批 第三批改造数量"
  指标值: ≥5处
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import TEXT, Severity
from goalgen.value import operator_of, unit_kind
from goalgen.view import Field, Finding, Project

SEVERITY = Severity.WARN
FIX = "unsafe"
OVER = ("G807",)
NEEDS = ("indicators",)

_TWICE = re.compile(r"(?<=\d)(?P<unit>[^\W\d_]{1,3}|[%％])(?P=unit)(?=\Z|[\s。；;，,])")
_GAP = re.compile(r"(?<=[\u4e00-\u9fff])(?P<gap> |\.)(?=[\u4e00-\u9fff])")


def check(project: Project) -> Iterator[Finding]:
    """A unit twice behind a number, one gap in a name, a sign before it."""
    for row in project.indicators:
        name, target = row.field("indicator_name"), row.field("target_value")
        yield from _name(name) if name else ()
        for match in _TWICE.finditer(target.text) if target else ():
            if target and unit_kind(match["unit"]):
                fix = (target.replace(*match.span(), match["unit"]),)
                yield Finding(target, f"「{match[0]}」重复：改为 {TEXT}", match.span(), fix, match["unit"])


def _name(name: Field) -> Iterator[Finding]:
    start = len(name.text) - len(name.text.lstrip())
    if operator_of(name.text[start : start + 1]) and name.text[start] not in "《=":
        fix = (name.replace(start, start + 1, ""),)
        yield Finding(name, f"名称前面留着「{name.text[start]}」：删去", (start, start + 1), fix)
    gaps = list(_GAP.finditer(name.text))
    if len(gaps) == 1:  # several divide a list
        match = gaps[0]
        around = name.text[match.start() - 1 : match.end() + 1]
        fix = (name.replace(*match.span(), ""),)
        what = "空格" if match["gap"] == " " else "点"
        yield Finding(name, f"「{around}」中间的{what}：删去", match.span(), fix)
