"""一条里有几个目标

## 说明

用分号把几个目标连成一条，和指标对不上号。表格一条印一个条号，几个目标就写几条。

## 依据

财预〔2015〕88号：目标与指标要相应匹配；行文习惯。

## 坏例子

```yaml
绩效目标:
- 完成科普基地认定；完成科普基地评估；开发科普基地在线管理系统。
```

> 2:11+10 用分号连了 3 个目标：分成 3 条写

## 好例子

```yaml
绩效目标:
- 完成科普基地认定；完成科普基地评估。
- 开发科普基地在线管理系统，实现线上申报、评估、报送。
```

```yaml
绩效目标:
- 投入资金11.9万元，其中：5万元用于设备购置；4万元用于培训；2.9万元用于印刷。
- 覆盖3个县：甲县5个村；乙县6个村；丙县7个村。
- 参加人员包括：科研院所；高校；企业。
```

```yaml
绩效目标: |-
  1.完成拆违；
  2.新增违建零增长；
  3.开展专项治理；
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.words import items
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
NEEDS = ("goals",)
OVER = ("G703",)

_MARK = re.compile(r"[；;](?=\s*\S)")
_MONEY = re.compile(r"\d(?:[\d,]*\.?\d*)\s*[十百千万亿]*元")
_COUNT = re.compile(r"\d\s*([^\W\d_]{1,2})")
_NAMES = re.compile("包括|包含|分为|涵盖")
LONGEST_NAME = 8
"""Characters of what is named behind 包括."""
_PARTS = re.compile(r"其中|包括|包含|分别|分为|涵盖|用于|[:：]")


def _is_sum(text: str) -> bool:
    """Whether what stands between the semicolons are the parts of one thing: of a sum of money, of a count in one unit, or
    short names behind 包括."""
    pieces = _MARK.split(text.rstrip("。；; "))
    if not _PARTS.search(pieces[0]):
        return False
    if all(map(_MONEY.search, pieces)):
        return True
    units = [_COUNT.findall(piece)[-1:] for piece in pieces]
    names = _NAMES.search(pieces[0]) and all(len(piece) <= LONGEST_NAME for piece in pieces[1:])
    return bool(names) or (units[0] != [] and all(each == units[0] for each in units))


def check(project: Project) -> Iterator[Finding]:
    """A goal with two or more semicolons inside it, told from the first to the last."""
    for field, start, end, _ in items(project):
        marks = list(_MARK.finditer(field.text, start, end))
        if len(marks) > 1 and not _is_sum(field.text[start:end]):
            message = f"用分号连了 {len(marks) + 1} 个目标：分成 {len(marks) + 1} 条写"
            yield Finding(field, message, (marks[0].start(), marks[-1].end()))
