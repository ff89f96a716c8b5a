"""写了手机号或身份证号

## 说明

绩效目标表要向社会公开。个人的手机号码和身份证号码公开前应删去或改为办公电话。

## 依据

《中华人民共和国个人信息保护法》；《政府信息公开条例》第十五条：涉及个人隐私的政府信息不得公开。

## 坏例子

```yaml
项目负责人: 张某某 13800000000
联系电话: 138-0000-0001
备注: 11010519491231002X
```

> 1:12+11 手机号码不宜公开：删去，或改用办公电话
> 2:7+13 手机号码不宜公开：删去，或改用办公电话
> 3:5+18 身份证号码不得公开：删去

## 好例子

```yaml
联系电话: 022-24350000
预算数: "13800000000.00"
单位代码: 11010519491231002X
备注: 138****0000，电话 0838-7207051，合同编号2022138000000001，编号110105194912310021
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.common import AMOUNTS
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN

_MOBILE = re.compile(r"(?<![\d.-])1[3-9]\d([ -]?)\d{4}\1\d{4}(?![\d.-]|,\d)")
_IDENTITY = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)
_HINT = re.compile(r"\d(?:\d{7}|[ -]\d{4})")
"""This stands in either."""
_CODES = ("code", "unit_code", "project_code", "number")
_FACTORS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def check(project: Project) -> Iterator[Finding]:
    """A mobile number, and an identity number whose last digit is right; neither is repeated in the message."""
    for field in project.fields if _HINT.search(project.whole) else ():
        if field.meaning in (*AMOUNTS, *_CODES):
            continue
        for match in _MOBILE.finditer(field.text):
            yield Finding(field, "手机号码不宜公开：删去，或改用办公电话", match.span())
        for match in _IDENTITY.finditer(field.text):
            if _is_identity(match[0]):
                yield Finding(field, "身份证号码不得公开：删去", match.span())


def _is_identity(number: str) -> bool:
    """Whether the check digit (GB 11643) is right."""
    total = sum(factor * int(digit) for factor, digit in zip(_FACTORS, number, strict=False))
    return "10X98765432"[total % 11] == number[-1].upper()
