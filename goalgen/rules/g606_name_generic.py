"""指标名称过于笼统

## 说明

「成本」「完成时间」「服务对象满意度」过于笼统，看不出考核的是什么、问的是谁。

## 依据

财预〔2015〕88号：绩效目标和指标要指向明确、细化量化；财预〔2021〕101号：三级指标应反映项目的核心产出和效果。

## 坏例子

```yaml
绩效指标:
- 三级指标: 成本
- 三级指标: 完成时间
- 三级指标: 服务对象满意度
  绩效指标描述: 服务对象满意度
```

> 2:9+2 「成本」过于笼统：写明是什么成本，如「人均培训成本」
> 3:9+4 「完成时间」过于笼统：写明完成什么，如「审计报告提交时间」
> 4:9+7 「服务对象满意度」过于笼统：写明是谁的满意度，如「参训人员满意度」

## 好例子

```yaml
绩效指标:
- 三级指标: 人均培训成本
- 三级指标: 审计报告提交时间
- 三级指标: 参训干部满意度
- 三级指标: 群众满意度
- 三级指标: 服务对象满意度
  绩效指标描述: 参训干部对培训的满意度
- 三级指标: 项目计划总投资
```
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from goalgen.problem import Severity
from goalgen.rules.common import whole
from goalgen.rules.words import named, word_lists
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
NEEDS = ("indicators", "indicator_name")
OVER = ("G903",)


def check(project: Project) -> Iterator[Finding]:
    """A name that would do for any project; a satisfaction may be told in the description."""
    kinds = _kinds()
    for row, field, name in named(project):
        kind = kinds.get(_PRINTED.sub("", name))
        if kind and not (kind == "满意度" and "对" in _other(row.text("indicator_description"))):
            advice = word_lists()["generic"][kind]["建议"]
            yield Finding(field, f"「{field.text.strip()}」过于笼统：{advice}", whole(field))


_PRINTED = re.compile(r"^(?:指标|目标)\d+[:：]")
"""What the form prints before a name, of which G604 speaks."""


def _other(description: str) -> str:
    """A description without the words that are in every name."""
    return description.replace("服务对象", "")


@lru_cache(maxsize=1)
def _kinds() -> Mapping[str, str]:
    """The kind of each name of the list."""
    return {word: kind for kind, entry in word_lists()["generic"].items() for word in entry["词"]}
