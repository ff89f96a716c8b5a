"""中文里用了半角标点

## 说明

中文句子里的逗号、分号、冒号、问号、叹号要用全角。半角标点排出来挤在一起，同一段里全角半角混用更显得草率。

## 依据

GB/T 15834《标点符号用法》。

## 坏例子

```yaml
绩效目标:
- 提高政务服务水平, 激发市场活力,推进发展。
- 落实《条例》;推进改革
```

> 2:11+2 半角「,」：改为全角「，」
> 2:19+1 半角「,」：改为全角「，」
> 3:9+1 半角「;」：改为全角「；」

改为：

```yaml
绩效目标:
- 提高政务服务水平，激发市场活力，推进发展。
- 落实《条例》；推进改革
```

## 好例子

```yaml
项目名称: 公共机构(试点)节能改造
绩效目标:
- 投资1,299.00万元，比例1:2，服务时间8:30-17:30，网址:http://example.cn
- 使用OA,ERP系统
绩效指标:
- 三级指标: 受益脱贫(含监测对象)户人口数
  指标值: =100.00(%)
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import TEXT, Severity
from goalgen.rules.words import prose
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
FIX = "safe"

_HAN = "\u4e00-\u9fff"
_MARK = re.compile(rf"(?<=[{_HAN}”》）〉])([,;:?!])[ \t]*(?=[{_HAN}“《（〈\d]|\s*\Z|\n)")
_ASCII = re.compile("[,;:?!]")
_WIDE = str.maketrans(",;:?!", "，；：？！")


def check(project: Project) -> Iterator[Finding]:
    """A half-width mark after a Chinese character and before Chinese, a number or the end; with the spaces after it."""
    for field in prose(project):
        last = len(field.text.rstrip())
        for match in _MARK.finditer(field.text) if _ASCII.search(field.text) else ():
            wide = match[1].translate(_WIDE)
            end = match.end() if match.end() < last else match.end(1)
            fix = (field.replace(match.start(), end, wide),)
            yield Finding(field, f"半角「{match[1]}」：改为全角「{TEXT}」", (match.start(), end), fix, wide)
