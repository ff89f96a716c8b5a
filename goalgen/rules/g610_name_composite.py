"""一条指标里有几件事

## 说明

一个名称写了几件事，却只有一个指标值：完成了其中一件算不算？拆成几条，各写各的值。

## 依据

财预〔2015〕88号：细化量化；评审习惯：一条指标只考核一件事。

## 坏例子

```yaml
绩效指标:
- 三级指标: 开展相关检查、调查、培训工作
- 三级指标: 对舆情信息进行监测，并出具分析报告
```

> 2:9+14 名称里并列了 3 件事，只有一个指标值：拆成几条
> 3:18+8 名称里有两件事，只有一个指标值：拆成两条

## 好例子

```yaml
绩效指标:
- 三级指标: 系统安全、稳定
- 三级指标: 省、市、县三级平台联通率
- 三级指标: 水、电、气供应
- 三级指标: 道路、桥梁、隧道设施完好率
- 三级指标: 促进人口、资源、环境协调发展
- 三级指标: 学生、家长、社会满意度
- 三级指标: 杰青专家、科技管理人员无异议
- 三级指标: 设备（电脑、打印机、投影仪、幕布）采购数量
- 三级指标: 服务周期内,市民对空气质量改善的满意程度
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.words import word_lists
from goalgen.value import ValueKind
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
NEEDS = ("indicators", "indicator_name")

_INNER = re.compile(r"[（(][^（）()]*[)）]|《[^《》]*》|“[^“”]*”")
_LIST = re.compile(r"[^、，,；;\s]{2,}(?:、[^、，,；;\s]{2,}){2,}")
_ALSO = re.compile(r"[，,；;](?:并|同时|以及)")
_SHARE = re.compile(r"(?:(?<![效频功])率|比例|比重|占比|程度|指数)\s*\Z")
"""How the name of a share ends: however many things it is of, it is one number."""


def _is_one(listed: str, name: str) -> bool:
    """Whether what is listed is one matter: what one share is of, or words that are always said together."""
    return bool(_SHARE.search(name.rstrip("○"))) or any(
        all(word in listed for word in phrase.split("、")) for phrase in word_lists()["said_together"]
    )


def check(project: Project) -> Iterator[Finding]:
    """A name with three or more things in a row, or with a second clause; who is satisfied may be several."""
    for row in project.indicators:
        field = row.field("indicator_name")
        if field is None or "满意" in field.text + row.text("level2"):
            continue
        if field.text.count("、") < 2 and not _ALSO.search(field.text):
            continue
        text = _INNER.sub(lambda match: "○" * len(match[0]), field.text)
        share = row.value.kind is ValueKind.NUMBER and (
            row.value.unit_kind == "percent" or row.text("measure_unit") == "%"
        )
        if (match := _LIST.search(text)) and not (share or _is_one(match[0], text)):
            count = match[0].count("、") + 1
            yield Finding(field, f"名称里并列了 {count} 件事，只有一个指标值：拆成几条", match.span())
        elif match := _ALSO.search(text):
            end = len(field.text.rstrip())
            yield Finding(field, "名称里有两件事，只有一个指标值：拆成两条", (match.start(), end))
