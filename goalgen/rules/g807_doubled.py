"""字或词重复

## 说明

「的的」「进行进行」是打字时多打了一遍；「全市市级」「经费有关费用」是一个意思说了两遍。

## 依据

行文习惯。

## 坏例子

```yaml
项目名称: 科技创新汇智平台工作经费
资金用途: 科技创新汇智平台工作经费有关费用
绩效目标:
- 提高全市市级重点实验室的的服务水平，，推进建设。
```

> 2:17+6 「经费有关费用」重复：改为「经费」
> 4:5+4 「全市市级」重复：改为「市级」
> 4:14+2 「的的」重复：改为「的」
> 4:20+2 「，，」重复：改为「，」

改为：

```yaml
项目名称: 科技创新汇智平台工作经费
资金用途: 科技创新汇智平台工作经费
绩效目标:
- 提高市级重点实验室的服务水平，推进建设。
```

## 好例子

```yaml
绩效目标:
- 为了了解目的的实现情况，参与与外省的合作，以及及时处置，应对对策。
- 提高天津市市级部门的管理水平……完成完整的报告。
- 专项工作相关费用
```
"""

from collections.abc import Iterator

from goalgen.problem import TEXT, Severity
from goalgen.rules.words import mistakes
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
FIX = "unsafe"


def check(project: Project) -> Iterator[Finding]:
    """A doubled word or mark, and a thing said twice."""
    for field, match, right in mistakes(project, "doubles"):
        fix = (field.replace(*match.span(), right),)
        yield Finding(field, f"「{match[0]}」重复：改为「{TEXT}」", match.span(), fix, right)
