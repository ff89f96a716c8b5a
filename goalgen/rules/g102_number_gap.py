"""序号不连续

## 说明

一册里的项目按序号排列，标题是「序号.项目名称绩效目标表」。序号跳了号，读的人会以为少印了一张表。只检查一册里有两个以上项目的。六位以上的不像序号，不比前后。

## 依据

公开文本的行文习惯：序号与次序一致。

## 坏例子

```yaml
序号: "1"
项目名称: 审计监督工作
---
序号: "3"
项目名称: 科普工作
```

> 例2.yaml:1:5+3 序号从 1 跳到 3，没有 2：改成连着的序号，或补上缺的项目

## 好例子

```yaml
序号: "2"
项目名称: 审计监督工作
---
序号: "1"
项目名称: 科普工作
```
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from goalgen.problem import Severity
from goalgen.rules.common import short
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
NEEDS = ("number",)
ADVICE = "改成连着的序号，或补上缺的项目"
_LONGEST = 6
"""Digits of a number in a book."""


def check_all(projects: Sequence[Project]) -> Iterator[tuple[Project, Finding]]:
    """Numbers that do not follow each other; equal numbers are an error of the book itself."""
    texts = [(project.text("number"), project) for project in projects]
    numbered = [(text, project) for text, project in texts if text.isascii() and text.isdigit()]
    for text, project in numbered:
        if len(text) > _LONGEST:
            yield project, Finding(project.field("number"), f"序号「{short(text)}」有 {len(text)} 位，不像序号：请核对")
    ordered = [(int(text), project) for text, project in numbered if len(text) <= _LONGEST]
    ordered.sort(key=lambda pair: pair[0])
    for (before, _), (number, project) in pairwise(ordered):
        if number > before + 1:
            missing = f"{before + 1}" if number == before + 2 else f"{before + 1}–{number - 1}"
            yield project, Finding(project.field("number"), f"序号从 {before} 跳到 {number}，没有 {missing}：{ADVICE}")
