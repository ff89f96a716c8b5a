"""公开前要核对的词

## 说明

国防科技计划的名称、涉密事项、网络安全漏洞和意识形态工作，能不能写进公开的表，要由保密和宣传部门看过。这条规则只提醒，核对过的加豁免即可。

## 依据

《中华人民共和国保守国家秘密法》；《政府信息公开条例》第十七条：公开前应进行保密审查。

## 坏例子

```yaml
绩效目标:
- 军委科技委173基金项目报送前专家评审。
绩效指标:
- 三级指标: 市科技局网络安全高危漏洞整改
```

> 2:3+2 「军委」公开前请经保密审查
> 2:8+5 「173基金」公开前请经保密审查
> 4:17+4 「高危漏洞」公开前请经保密审查

## 好例子

```yaml
绩效目标:
- 科技情报服务，科技军民融合重点专项咨询论证，网络安全检测，国防教育宣传。
```
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from goalgen.problem import Severity
from goalgen.rules.words import prose, spoken, word_lists
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN


def check(project: Project) -> Iterator[Finding]:
    """A word of the list, at each place."""
    for field in prose(project) if _sensitive().search(spoken(project)) else ():
        for match in _sensitive().finditer(field.text):
            yield Finding(field, f"「{match[0]}」公开前请经保密审查", match.span())


@lru_cache(maxsize=1)
def _sensitive() -> re.Pattern[str]:
    longest = sorted(word_lists()["sensitive"], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest)))
