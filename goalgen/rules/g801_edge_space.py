r"""文字两头有空格

## 说明

格子里的文字前后多了空格，眼睛看不见，查找、汇总、比对时却对不上。整格只有空格的不算（见 G203）。目标等长文字开头的首行缩进（两个全角空格）不算。

## 依据

行文习惯；数据录入的通行要求。

## 坏例子

```yaml
绩效目标:
- " 完善维度。"
绩效指标:
- 三级指标: "　　服务数量"
- 三级指标: " 科技汇智培训工作报告"
  绩效指标描述: "专项工作完成时效 "
  指标值: ≥4次
```

> 2:4+1 开头有 1 个空格：删去
> 4:10+2 开头有 2 个空格：删去
> 5:10+1 开头有 1 个空格：删去
> 6:20+1 末尾有 1 个空格：删去

改为：

```yaml
绩效目标:
- "完善维度。"
绩效指标:
- 三级指标: "服务数量"
- 三级指标: "科技汇智培训工作报告"
  绩效指标描述: "专项工作完成时效"
  指标值: ≥4次
```

## 好例子

```yaml
其他资金: " "
绩效目标:
- "　　完善优化跟踪分析维度。"
绩效指标:
- 三级指标: 其中：财政    资金
  指标值: "稳定\n"
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
FIX = "safe"

_EDGE = re.compile(r"\A(?P<start>[ \t\xa0\u3000]+)|(?P<end>[ \t\xa0\u3000]+)\Z")
_INDENT = re.compile(r"\u3000\u3000|    ")
_LONG = {"goals", "total_goals", "actual_goals", "use_of_funds", "overview", "grounds", "review_opinion"}


def check(project: Project) -> Iterator[Finding]:
    """White space at the edges of a cell; the indentation of a long text is none."""
    for field in project.fields:
        if field.text == field.text.strip() or field.is_blank:
            continue
        for match in _EDGE.finditer(field.text):
            if match["start"] and field.meaning in _LONG and _INDENT.fullmatch(match[0]):
                continue
            fix = (field.replace(match.start(), match.end(), ""),)
            place = "开头" if match["start"] else "末尾"
            yield Finding(field, f"{place}有 {len(match[0])} 个空格：删去", match.span(), fix)
