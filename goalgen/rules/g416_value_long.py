"""指标值太长

## 说明

指标值是一个值，不是一段话。超过 30 个字的，多半是把目标、措施写进了指标值，评价时只能整段照抄。

## 依据

财预〔2015〕88号：绩效目标要细化量化、指向明确；30 个字是评审习惯。

## 坏例子

```yaml
绩效指标:
- 三级指标: 服务科技创新活动
  指标值: 服务创新主体开展科学研究、产品研发、技术创新、成果转化等科技创新活动
```

> 3:8+34 指标值有 34 个字：缩到 30 个字以内，只写做到多少或做到什么样

## 好例子

```yaml
绩效指标:
- 三级指标: 科普基地认定
  指标值: 按照科普基地认定管理办法执行
- 三级指标: 服务支撑
  指标值: 为天津市重点实验室及企业重点实验室建设提供实时化的服务支撑。
- 三级指标: 平台社会效益
  指标值: 将科技创新汇智平台打造成全国影响力的高端汇智平台
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.values import targets, value_lists
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
NEEDS = ("indicators", "target_value")


def check(project: Project) -> Iterator[Finding]:
    """A value with more characters than one reads at a glance."""
    most = value_lists()["max_length"]
    for target in targets(project):
        if len(target.shown) > most:
            message = f"指标值有 {len(target.shown)} 个字：缩到 {most} 个字以内，只写做到多少或做到什么样"
            yield Finding(target.field, message, target.chars)
