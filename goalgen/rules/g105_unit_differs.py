"""单位代码和名称前后不一

## 说明

一册里同一个代码写了两个名称，或同一个名称写了两个代码，必有一处写错。

## 依据

津财绩效〔2020〕16号：绩效目标按预算单位编报；单位代码以部门预算批复为准。

## 坏例子

```yaml
单位代码: "331201"
单位名称: 天津市科学技术信息研究所
---
单位代码: "331210"
单位名称: 天津市科学技术信息研究所
---
单位代码: "331201"
单位名称: 天津市科技信息所
```

> 例2.yaml:1:7+8 「天津市科学技术信息研究所」在 例1.yaml 的代码是 331201，这里是 331210：有一处写错，请核对
> 例3.yaml:2:7+8 331201 在 例1.yaml 叫「天津市科学技术信息研究所」，这里叫「天津市科技信息所」：有一处写错，请核对

## 好例子

```yaml
单位代码: "331201"
单位名称: 天津市科学技术信息研究所
---
单位代码: "331202"
单位名称: 天津市科学技术发展战略研究院
```
"""

from collections.abc import Iterator, Sequence

from goalgen.problem import Severity
from goalgen.view import Finding, Project

SEVERITY = Severity.ERROR
NEEDS = ("unit_code", "unit_name")


def check_all(projects: Sequence[Project]) -> Iterator[tuple[Project, Finding]]:
    """One code with two names, one name with two codes; the first in the book is taken for right."""
    codes: dict[str, tuple[str, str]] = {}
    names: dict[str, tuple[str, str]] = {}
    for project in projects:
        code, name, file = project.text("unit_code"), project.text("unit_name"), project.spec.source.name
        if not (code and name):
            continue
        other, there = names.setdefault(name, (code, file))
        if other != code:
            message = f"「{name}」在 {there} 的代码是 {other}，这里是 {code}：有一处写错，请核对"
            yield project, Finding(project.field("unit_code"), message)
            continue
        other, there = codes.setdefault(code, (name, file))
        if other != name:
            message = f"{code} 在 {there} 叫「{other}」，这里叫「{name}」：有一处写错，请核对"
            yield project, Finding(project.field("unit_name"), message)
