"""写了全角的数字、字母

## 说明

数字和字母要用半角。全角的一个字占两格，和别的数字对不齐，按数字查找、汇总时也找不到它。常见于中文输入法的全角状态，或从旧系统里粘贴。
金额一栏的由 G202 说。

## 依据

GB/T 15835《出版物上数字用法》：阿拉伯数字用正体二分字身，即占半个汉字位置。

## 坏例子

```yaml
绩效指标:
- 三级指标: 举办Ａ类培训班
  绩效指标描述: ２０２２年举办
  指标值: ≥１０．５场次
```

> 2:11+1 全角「Ａ」：改为 A
> 3:11+4 全角「２０２２」：改为 2022
> 4:9+4 全角「１０．５」：改为 10.5

改为：

```yaml
绩效指标:
- 三级指标: 举办A类培训班
  绩效指标描述: 2022年举办
  指标值: ≥10.5场次
```

## 好例子

```yaml
绩效指标:
- 三级指标: 完成①②两期建设（第Ⅱ阶段）
  指标值: ≥95％
```
"""

import re
import unicodedata
from collections.abc import Iterator

from goalgen.problem import TEXT, Severity
from goalgen.rules.common import AMOUNTS
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
FIX = "safe"

_WIDE = "０-９Ａ-Ｚａ-ｚ"
_RUN = re.compile(rf"[{_WIDE}](?:[{_WIDE}．，]*[{_WIDE}])?")
_APART = re.compile(r"，(?!\d{3}(?!\d))")
"""A comma that does not stand before three digits divides sentences."""


def check(project: Project) -> Iterator[Finding]:
    """Each run of full-width letters and digits, with the marks inside of a number."""
    for field in project.fields:
        if field.text.isascii() or field.meaning in AMOUNTS:
            continue
        for match in _RUN.finditer(field.text):
            half = _half(match[0])
            fix = (field.replace(*match.span(), half),)
            yield Finding(field, f"全角「{match[0]}」：改为 {TEXT}", match.span(), fix, half)


def _half(text: str) -> str:
    """`１，２９９．５０` is `1,299.50`; between two sentences a comma stays what it is."""
    digits = "".join(char if char == "，" else unicodedata.normalize("NFKC", char) for char in text)
    return "".join("," if char == "，" and not _APART.match(digits, at) else char for at, char in enumerate(digits))
