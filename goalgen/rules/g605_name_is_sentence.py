"""指标名称写成了句子

## 说明

三级指标应是一个短名称，说明和要求写到描述里。超过 30 字、带句号或几个逗号的名称，读的人找不到在考核什么。

## 依据

财预〔2021〕101号：三级指标的名称与指标解释分栏填写；财预〔2015〕88号：指向明确。

## 坏例子

```yaml
绩效指标:
- 三级指标: 为全市科技创新主体提供良好的网上服务环境。提高机关办公效率。
- 三级指标: 对网络舆情信息进行24小时不间断技术监测，并出具网络舆情监测分析报告
```

> 2:9+30 名称有 30 字，写成了句子：名称只写指标，其余移到描述
> 3:9+34 名称有 34 字，写成了句子：名称只写指标，其余移到描述

## 好例子

```yaml
绩效指标:
- 三级指标: 提高面向天津市重点实验室及企业重点实验室的服务能力水平
- 三级指标: 服务周期内,市民对空气质量改善的满意程度
- 三级指标: 受益脱贫(含监测对象)户人口数
- 三级指标: 孵化器、众创空间、大学科技园线上申报与评估数量
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.common import whole
from goalgen.rules.words import named
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
NEEDS = ("indicators", "indicator_name")
MOST = 30
"""The longest name, in characters."""

_STOP = re.compile("[。；;！]")


def check(project: Project) -> Iterator[Finding]:
    """A name that is a sentence: with a full stop, of several clauses, or very long."""
    for _, field, text in named(project):
        clauses = text.count("，") + text.count(",") > 1
        if clauses or len(text) > MOST or _STOP.search(text):
            message = f"名称有 {len(text)} 字，写成了句子：名称只写指标，其余移到描述"
            yield Finding(field, message, whole(field))
