"""定性的指标值没有标准

## 说明

「显著提高」「稳定」「满意」没有说到什么程度算完成，验收时无从判断。能用数字的改用数字（可用率≥99%），不能的在描述里写明衡量的内容和办法。值里还有具体内容、或描述写了标准的不报；时效另见 G501。

## 依据

财预〔2021〕101号：定性指标应写明衡量内容和衡量方法；财预〔2015〕88号：目标要细化量化。

## 坏例子

```yaml
绩效指标:
- 三级指标: 财务专家政策水平
  指标值: 显著提高
- 三级指标: 系统安全、稳定
  指标值: "系统安全有保障 "
- 三级指标: 系统易用性
  指标值: 系统易用、流畅
- 三级指标: 申报主体实际体验
  指标值: 便捷、高效、安全
- 三级指标: 基础教育学校办学条件
  指标值: 持续改善
- 三级指标: 采购程序
  指标值: 按有关要求办理
- 三级指标: 系统功能
  绩效指标描述: 系统功能
  指标值: 满足业务需求
```

> 3:8+4 「显著提高」没有衡量标准：写明数字，或写明怎样算达到
> 5:9+7 「系统安全有保障」没有衡量标准：写明数字，或写明怎样算达到
> 7:8+7 「系统易用、流畅」没有衡量标准：写明数字，或写明怎样算达到
> 9:8+8 「便捷、高效、安全」没有衡量标准：写明数字，或写明怎样算达到
> 11:8+4 「持续改善」没有衡量标准：写明数字，或写明怎样算达到
> 13:8+7 「按有关要求办理」没有说照哪份文件、做到多少：写明数字、文件名，或写明怎样算达到
> 16:8+6 「满足业务需求」没有说照哪份文件、做到多少：写明数字、文件名，或在「绩效指标描述」里写明怎样算达到

## 好例子

```yaml
绩效指标:
- 三级指标: 空气质量
  指标值: 优良
- 三级指标: 工程验收
  指标值: 合格
- 三级指标: 科普基地认定
  指标值: 按照科普基地认定管理办法执行
- 三级指标: 排放
  指标值: 符合国家标准
- 三级指标: 保持OA办公系统正常运行
  指标值: 各功能模块满足业务需求
- 三级指标: 完善科技文献信息资源保障体系
  指标值: 覆盖国内外基础文献资源
- 三级指标: 网络稳定性
  绩效指标描述: 全年断网不超过 2 次视为稳定
  指标值: 稳定
- 二级指标: 时效指标
  三级指标: 项目完成及时性
  指标值: 及时
- 三级指标: 访问量
  指标值: 提高5%
- 三级指标: 系统运行
  指标值: 3年持续稳定
```
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from goalgen.problem import Severity
from goalgen.rules.common import titled
from goalgen.rules.values import compared, is_time, targets, value_lists
from goalgen.value import ValueKind
from goalgen.view import Finding, Indicator, Project

SEVERITY = Severity.WARN
NEEDS = ("indicators", "target_value")


def check(project: Project) -> Iterator[Finding]:
    """A value that is made of words of praise and nothing else."""
    for target in targets(project):
        if target.value.kind is not ValueKind.WORDS or is_time(project, target.row):
            continue
        if _empty().fullmatch(target.shown) and not _has_standard(target.row):
            message = (
                f"「{target.shown}」没有说照哪份文件、做到多少：写明数字、文件名，或{_where_else(target.row)}怎样算达到"
            )
            yield Finding(target.field, message, target.chars)
            continue
        clauses = [clause for clause in re.split("[、，,；;。和与]|及(?!时)", target.shown) if clause]
        if clauses and all(_vague().fullmatch(clause) for clause in clauses) and not _has_standard(target.row):
            message = f"「{target.shown}」没有衡量标准：写明数字，或{_where_else(target.row)}怎样算达到"
            yield Finding(target.field, message, target.chars)


def _where_else(row: Indicator) -> str:
    """The column of the form in which a standard can be written."""
    fields = (row.field(meaning) for meaning in ("indicator_description", "basis", "remark"))
    field = next((field for field in fields if field), None)
    return f"在{titled(field)}里写明" if field else "写明"


def _has_standard(row: Indicator) -> bool:
    """Whether the description says how it is judged."""
    description = compared(row.text("indicator_description"))
    differs = description != compared(row.text("indicator_name"))
    return differs and bool(re.search(value_lists()["vague"]["standard"], description))


@lru_cache(maxsize=1)
def _empty() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in value_lists()["vague"]["empty"]))


@lru_cache(maxsize=1)
def _vague() -> re.Pattern[str]:
    table = value_lists()["vague"]
    best = "|".join(sorted(table["words"], key=len, reverse=True))
    concrete = "|".join(table["concrete"])
    return re.compile(rf"(?!{concrete}).{{0,{table['max_subject']}}}?(?:{'|'.join(table['degrees'])})*(?:{best})")
