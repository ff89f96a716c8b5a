"""完成情况照抄目标

## 说明

实际完成情况和年初的目标一字不差，或只多了「已」「全部完成」这样的词，没有说做到了什么。写实际的数、时间和效果。

## 依据

财预〔2020〕10号：填写目标的实际完成情况。

## 坏例子

```yaml
绩效目标: 全年开展政策培训12场，培训300人次，提升财务人员政策水平。
实际完成情况: 全年开展政策培训12场，培训300人次，提升财务人员政策水平。
```

> 2:9+31 和绩效目标一字不差：写实际做到了什么，如完成的数和时间

```yaml
绩效目标: 1.完成培训12场，培训300人次。2.提升财务人员政策水平。
实际完成情况: 已完成培训12场，培训300人次，提升财务人员政策水平，目标全部完成。
```

> 2:9+35 和绩效目标只差「已」「全部完成」这样的词：写实际做到了什么，如完成的数和时间

## 好例子

```yaml
绩效目标: 全年开展政策培训12场，培训300人次，提升财务人员政策水平。
实际完成情况: 全年开展政策培训13场，培训326人次，考核合格率98%。
```

```yaml
绩效目标: 完成。
实际完成情况: 完成。
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.common import whole
from goalgen.rules.values import compared
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
NEEDS = ("goals", "actual_goals")
SHORTEST = 10

_NUMBER = re.compile(
    r"(?<!\d)\d{1,2}[.、．)）](?!\d)|[（(][一二三四五六七八九十\d]{1,3}[)）]|[①-⑳]|[一二三四五六七八九十]、"
)
_DONE = re.compile(
    r"(?:以上|上述|各项|年初|全年|年度|绩效|预期){0,4}(?:目标|任务|工作){0,3}(?:均|已经?|全部|圆满|顺利|如期|按期|按时|基本){1,5}(?:完成|实现|达成)?(?=\Z)"
    r"|均已?|已经?|全部|圆满|顺利|如期|按期|按时|完成了?|实现了?|全年|本年度?|今年|了"
)


def check(project: Project) -> Iterator[Finding]:
    """What was reached, in the very words of what was to be reached, or with no more than that it was."""
    texts = [goal.text for goal in project.goals] if project.all("actual_goals") else []
    goals = {compared(text) for text in [*texts, "".join(texts)]}
    nearly = {_bare(text) for text in [*texts, "".join(texts)]}
    fields = project.all("actual_goals")
    copies = [field for field in fields if _is_copy(compared(field.text), goals)]
    for field in copies[:1] if len(copies) == len(fields) else fields:  # all of them: told once
        if field in copies:
            said = "和绩效目标一字不差" if compared(field.text) in goals else "是从绩效目标里抄下来的"
            yield Finding(field, f"{said}：写实际做到了什么，如完成的数和时间", whole(field))
        elif len(_bare(field.text)) >= SHORTEST and _bare(field.text) in nearly:
            message = "和绩效目标只差「已」「全部完成」这样的词：写实际做到了什么，如完成的数和时间"
            yield Finding(field, message, whole(field))


def _is_copy(text: str, goals: set[str]) -> bool:
    """Whether a text is a goal, or more than half of one from its start or to its end."""
    return len(text) >= SHORTEST and any(
        text == goal or (len(text) * 2 > len(goal) and (goal.startswith(text) or goal.endswith(text))) for goal in goals
    )


def _bare(text: str) -> str:
    """A text without marks, item numbers and the words that say that it was done."""
    return _DONE.sub("", compared(_NUMBER.sub("", text)))
