"""指标在目标里找不到来由

## 说明

指标考核核查、培训、升级，目标、资金用途和项目名称却一个字也没有提到：要么目标漏写了，要么这条指标不属于本项目。
是不是「同一件事」程序按词表认，换一种说法可能误报：不是这样就写豁免。

## 依据

财预〔2015〕88号：审核的相关性；目标与指标相应匹配。

## 坏例子

```yaml
项目名称: 孵化机构系统维护
绩效目标:
- 持续完善孵化器管理系统的功能。
绩效指标:
- 一级指标: 产出指标
  三级指标: 企业信用风险集中核查次数
```

> 6:17+2 目标和资金用途都没有提到「核查」：补写目标，或核对这条指标是否属于本项目

## 好例子

```yaml
项目名称: 科研经费政策培训
资金用途: 培训费、调研费
绩效目标:
- 做好项目抽查监督。
绩效指标:
- 一级指标: 产出指标
  三级指标: 专项检查核查项目数
- 一级指标: 产出指标
  三级指标: 培训人次
- 一级指标: 产出指标
  三级指标: 实地调研次数
- 一级指标: 满意度指标
  三级指标: 培训人员对交流活动的满意度
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.words import word_lists
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
NEEDS = ("goals", "indicators", "level1", "indicator_name", "taxonomy")


def check(project: Project) -> Iterator[Finding]:
    """A deed in the name of an output that neither goals nor use of funds nor the project's name speak of."""
    meanings = ("goals", "total_goals", "use_of_funds", "project_name", "overview", "grounds")
    told = "\n".join(field.text for meaning in meanings for field in project.all(meaning))
    if not project.goals:
        return
    for row in project.indicators:
        name = row.field("indicator_name")
        if name is None or project.level1(row) not in ("产出指标", "项目完成指标"):
            continue
        for deed, ways in word_lists()["deeds"].items():
            chars = name.find(deed)
            if chars and not any(way in told for way in ways):
                message = f"目标和资金用途都没有提到「{deed}」：补写目标，或核对这条指标是否属于本项目"
                yield Finding(name, message, chars)
                break
