"""占位符没有替换

## 说明

从模板抄来的 XX、××、**、某某、待定、……没有改成实际内容，等于没有填。`goalgen new` 写下的【请填】也是：
还留着它的规格，`goalgen build` 不生成，别的问题也要等填了才看得出。

## 依据

财预〔2015〕88号：绩效目标要指向明确、细化量化；审核时按内容不完整处理。

## 坏例子

```yaml
单位名称: 【请填】
绩效目标:
- 完成20××年审计项目。
绩效指标:
- 三级指标: 培训人数
  指标值: ≥**人
- 三级指标: 报告数量
  指标值: 待定
- 三级指标: ……
```

> 1:7+4 「【请填】」是没有替换的占位符：请写实际内容
> 3:7+2 「××」是没有替换的占位符：请写实际内容
> 6:9+2 「**」是没有替换的占位符：请写实际内容
> 8:8+2 「待定」是没有替换的占位符：请写实际内容
> 9:9+2 「……」是没有替换的占位符：请写实际内容

## 好例子

```yaml
绩效目标:
- 提供5*8小时技术支持，完成3×4组试验。
- 处置待定岗人员，设备规格 XXL，面积 6×8 米。
绩效指标:
- 三级指标: 培训人数
  指标值: ≥30人
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.view import Finding, Project
from goalgen.vocabulary import TO_FILL

SEVERITY = Severity.ERROR
OVER = ("G2", "G4", "G5", "G6", "G7", "G8")

_PLACEHOLDER = re.compile(
    rf"{TO_FILL}|"
    r"(?<![A-Za-zＡ-Ｚ])[XxＸ×]{2,}(?![A-Za-zＡ-Ｚ])|[*＊]{2,}|□{2,}|○{2,}|〇{3,}|[_＿]{2,}|某某|\{\{|\}\}|待定\s*\Z|待填|待补充|\A\s*[…．.]{2,}\s*\Z"
    r"|[（(]\s*(?:限|不超过)?\s*\d{2,4}\s*字(?:以内|以下|左右|之内)?\s*[)）](?=\s*(?:\Z|[；;。\n]))"
)
_HINTS = (
    TO_FILL,
    "X",
    "x",
    "Ｘ",
    "×",
    "*",
    "＊",
    "□□",
    "○○",
    "〇〇",
    "__",
    "＿＿",
    "某某",
    "{{",
    "}}",
    "待",
    "…",
    "．",
    "..",
    "字",
)
"""One of these stands wherever a placeholder does."""


def check(project: Project) -> Iterator[Finding]:
    """What a template prints where something is to be filled in."""
    for field in project.fields if any(hint in project.whole for hint in _HINTS) else ():
        for match in _PLACEHOLDER.finditer(field.text):
            start, end = match.start(), match.start() + len(match[0].rstrip())
            text = field.text[start:end]
            yield Finding(field, f"「{text}」是没有替换的占位符：请写实际内容", (start, end))
