"""资金用途写的不是本项目

## 说明

资金用途里的项目名称和本项目的名称对不上：多半是抄了上一年或别的项目，改名后没有跟着改。

## 依据

财预〔2015〕88号：绩效目标与预算资金相匹配；审核的相关性。

## 坏例子

```yaml
项目名称: 津科帮扶科技在线咨询服务平台维护更新运行费
资金用途: 津科帮扶科技在线咨询服务平台运维更新支出
---
项目名称: 科学技术普及工作
资金用途: 实验室平台系统运维相关费用
---
项目名称: 实验室平台系统运维
资金用途: 实验室平台系统运维相关费用
```

> 例1.yaml:2:21+6 和项目名称「…维护更新运行费」不一致：请核对是不是同一个项目
> 例2.yaml:2:7+9 资金用途写的是另一个项目「实验室平台系统运维」，本项目是「科学技术普及工作」：请核对

## 好例子

```yaml
项目名称: 科学技术普及工作
资金用途: 科普基地评审费和执行报告印刷费
---
项目名称: 科技系统干部教育培训
资金用途: 科技系统干部教育培训有关费用
---
项目名称: 2022年审计监督工作
资金用途: 审计监督工作有关费用
---
项目名称: 平台运维
资金用途: 实验室平台运维、门户网站运维费用
---
项目名称: 实验室平台运维
资金用途: 服务器租赁费
---
项目名称: 科技信息资源支出
资金用途: 科技信息资源采购支出
```
"""

import re
from collections.abc import Iterator, Sequence

from goalgen.problem import Severity
from goalgen.rules.common import short
from goalgen.rules.words import shared_start
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
NEEDS = ("project_name", "use_of_funds")
OVER = ("G904",)
LEAST = 6
"""The shortest name that another project is known by."""
SAME = 8
"""So many characters in common at the start, and half of the name, are one name that was changed."""

_FORMULA = re.compile(r"(?:费用|支出|经费|开支)[。.]?$")
_YEAR = re.compile(r"^\d{4}年度?")


def check_all(projects: Sequence[Project]) -> Iterator[tuple[Project, Finding]]:
    """A use of funds that names another project of the book, or its own in other words."""
    names = [name for project in projects if (name := _bare(project.text("project_name")))]
    for project in projects:
        field, name = project.field("use_of_funds"), _bare(project.text("project_name"))
        if field is None or not name or name in field.text:
            continue
        text = field.text.strip()
        other = max(
            (each for each in names if len(each) >= LEAST and each in text and each not in name), key=len, default=""
        )
        if other:
            message = f"资金用途写的是另一个项目「{short(other)}」，本项目是「{short(name)}」：请核对"
            yield project, Finding(field, message, field.find(other))
            continue
        lead = shared_start(_bare(text), name)
        if lead >= max(SAME, len(name) / 2) and _FORMULA.search(text) and len(text) <= len(name) + SAME:
            start = field.text.index(_bare(text)) + lead
            message = f"和项目名称「…{name[lead:]}」不一致：请核对是不是同一个项目"
            yield project, Finding(field, message, (start, len(field.text.rstrip())))


def _bare(name: str) -> str:
    """A name without the year that it begins with."""
    return _YEAR.sub("", name)
