"""一条绩效目标过长

## 说明

一条目标连条号超过 150 字，要点就埋没了。拆成几条，每条说一件事；背景和意义不必写。

## 依据

财预〔2015〕88号：绩效目标要指向明确；评审习惯。

## 坏例子

```yaml
绩效目标:
- 深入贯彻落实规划的实施意见，按照市委组织部部署要求，结合科技系统干部队伍实际，分级分类开展干部教育培训，以理论教育、党性教育、专业化能力培训、知识培训为培训重点内容，以干部大讲堂、专题读书班、处级干部研修、年轻干部培训等形式开展干部培训，实现理论教育更加深入、党性教育更加扎实、能力培训更加精准、知识培训更加有效、培训体系更加优化的目标。
```

> 2:3+169 这条目标连条号有 171 字：拆成几条，每条说一件事

## 好例子

```yaml
绩效目标:
- 保证天津市科技计划项目管理信息系统安全稳定运行。为天津市科技局开展科技计划项目管理工作提供信息化支撑服务。为企业、高校、科研机构等项目单位，项目科研人员使用系统提供技术支持服务。承担科技部网络视频答辩天津分会场技术支撑服务工作。
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.words import items
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
NEEDS = ("goals",)
MOST = 150
"""The longest goal with its number, in characters."""


def check(project: Project) -> Iterator[Finding]:
    """A goal that is too long to be read at once."""
    for field, start, end, printed in items(project):
        length = end - start + len(printed)
        if length > MOST:
            yield Finding(field, f"这条目标连条号有 {length} 字：拆成几条，每条说一件事", (start, end))
