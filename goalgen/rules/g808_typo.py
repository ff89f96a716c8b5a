"""错别字和漏写

## 说明

词表里的错别字、搭配不全的话（「打造成全国影响力的」少了「具有」），以及没有年份的发文字号。词表在 goalgen/rules/words.yaml，只收不会是正常用法的写法。

## 依据

GB/T 9704《党政机关公文格式》：发文字号由发文机关代字、年份、发文顺序号组成，年份用六角括号括入；行文习惯。

## 坏例子

```yaml
绩效目标:
- 贯彻落实国办发32号文件，分发挥专家的作用。
- 打造成全国影响力的平台。
```

> 2:7+6 发文字号「国办发32号」没有年份：在「国办发」后面补上〔年份〕
> 2:16+3 「分发挥」疑为「充分发挥」
> 3:6+6 「全国影响力的」疑为「具有全国影响力的」

改为：

```yaml
绩效目标:
- 贯彻落实国办发32号文件，充分发挥专家的作用。
- 打造成具有全国影响力的平台。
```

## 好例子

```yaml
绩效目标:
- 贯彻落实国办发〔2021〕32号文件，充分发挥专家作用，部分发挥企业作用。
- 打造成为全国影响力较大的平台，自己经营，发布署名文章。
- 更好发挥作用，沟通迅速，应急待命，论坛版块更新。
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import TEXT, Severity
from goalgen.rules.words import mistakes, prose, word_lists
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
FIX = "unsafe"


def check(project: Project) -> Iterator[Finding]:
    """A misspelling of the list, and a document number without its year."""
    for field, match, right in mistakes(project, "typos"):
        fix = (field.replace(*match.span(), right),)
        yield Finding(field, f"「{match[0]}」疑为「{TEXT}」", match.span(), fix, right)
    for field in (each for each in prose(project) if "号" in each.text):
        for match in re.finditer(word_lists()["document_numbers"], field.text):
            message = f"发文字号「{match[0]}」没有年份：在「{match[1]}」后面补上〔年份〕"
            yield Finding(field, message, match.span())
