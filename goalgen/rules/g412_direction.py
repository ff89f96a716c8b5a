"""符号的方向反了

## 说明

成本是越低越好，写 ≥ 就成了至少要花这么多；满意度是越高越好，写 ≤ 就成了越不满意越好。满意度栏里数投诉、异议的，少才是好，不报（见 G413）。节约、到位、自筹一类的指标不报。
成本栏里的指标，名称里看不出说的是花钱（如「带动社会投资」）的，只提请核对，不说该写哪个符号。

## 依据

财预〔2021〕101号：成本指标取值不得超出预算支出标准；满意度指标反映服务对象的认可程度。

## 坏例子

```yaml
绩效指标:
- 二级指标: 成本指标
  三级指标: 项目总成本
  指标值: ≥20万元
- 二级指标: 服务对象满意度指标
  三级指标: 专家满意度
  指标值: ≤90%
- 二级指标: 成本指标
  三级指标: 运维成本
  指标性质: ≥
  指标值: 50
  度量单位: 万元
- 二级指标: 成本指标
  三级指标: 带动社会投资
  指标值: ≥100万元
```

> 4:8+1 成本指标写「≥20万元」：应是 ≤
> 7:8+1 满意度指标写「≤90%」：应是 ≥
> 10:9+1 成本指标写「≥50万元」：应是 ≤
> 15:8+1 成本指标写「≥100万元」：成本越低越好；「带动社会投资」要是越多越好，就不是成本指标

改为：

```yaml
绩效指标:
- 二级指标: 成本指标
  三级指标: 项目总成本
  指标值: ≤20万元
- 二级指标: 服务对象满意度指标
  三级指标: 专家满意度
  指标值: ≥90%
- 二级指标: 成本指标
  三级指标: 运维成本
  指标性质: ≤
  指标值: 50
  度量单位: 万元
- 二级指标: 成本指标
  三级指标: 带动社会投资
  指标值: ≥100万元
```

## 好例子

```yaml
绩效指标:
- 二级指标: 成本指标
  三级指标: 项目总成本
  指标值: ≤20万元
- 二级指标: 成本指标
  三级指标: 资金节约额
  指标值: ≥2万元
- 二级指标: 成本指标
  三级指标: 单位造价
  指标值: ≥2万元且≤3万元
- 二级指标: 成本指标
  三级指标: 预算执行率
  指标值: ≥95%
- 二级指标: 服务对象满意度指标
  三级指标: 群众投诉次数
  指标值: ≤3次
- 二级指标: 服务对象满意度指标
  三级指标: 专家、管理人员无异议
  绩效指标描述: 专家及管理人员对评估评价工作满意度
  指标值: 异议次数≤1
- 二级指标: 服务对象满意度指标
  三级指标: 学员不满意率
  指标值: ≤5%
- 二级指标: 服务对象满意度指标
  三级指标: 服务对象满意度
  指标值: ≥95%
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import TEXT, Severity
from goalgen.rules.common import is_cost
from goalgen.rules.values import Target, has_any, is_opposite, is_satisfaction, is_time, level2, metric, targets
from goalgen.value import PartKind, operator_of, unit_kind
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
FIX = "unsafe"
_WAIT = re.compile(
    "(?:响应|到场|处置|处理|办理|办结|答复|回复|反馈|修复|等候|等待|审批)(?:的?(?:平均)?(?:时间|时限|时长|时效))$"
)
_DONE = re.compile(
    "(?:建设|新建|改造|修建|开展|举办|组织|培训|服务|发放|扶持|资助|补助|救助|受益|宣传|巡查|检查|抽检|编制).*(?:数量?|次|人数|户数|面积|里程|长度)$"
)
_SPARED = re.compile("[能电水油纸]耗|排放|减少|压减|控制|上限|不超|限额|闲置|超|未|剩余|损")
NEEDS = ("indicators", "level2", "target_value")


def check(project: Project) -> Iterator[Finding]:
    """Cost with at least, satisfaction with at most."""
    for target in targets(project):
        every = {operator_of(part.text) for part in target.value.of(PartKind.OPERATOR)} | {target.sign}
        name, at_least, at_most = metric(target.row), bool(every & {"≥", ">"}), bool(every & {"≤", "<"})
        if at_least and at_most:  # from so much to so much
            continue
        if is_cost(target.row):
            money = unit_kind(target.unit) == "money"
            said = f"成本指标写「{target.shown}」"
            if at_least and money and has_any(name, "costs") and not has_any(name + target.shown, "cost_at_least"):
                yield _finding(target, said, "≤")
            elif at_least and money and not has_any(name + target.shown, "cost_at_least"):
                said += f"：成本越低越好；「{name}」要是越多越好，就不是成本指标"
                yield _finding(target, said, "")
            continue
        if _is_wait(project, target) and at_least:
            yield _finding(target, f"「{name}」写「{target.shown}」，越慢越好", "≤")
        if at_most and "数量" in level2(project, target.row) and _is_work(target):
            yield _finding(target, f"数量指标「{name}」写「{target.shown}」，做得越少越好", "≥")
        meant = "满意" in name + target.shown
        if is_satisfaction(project, target.row) and at_most and meant and _measures(target):
            yield _finding(target, f"满意度指标写「{target.shown}」", "≥")


def _is_wait(project: Project, target: Target) -> bool:
    """Whether a row says how long somebody waits: the less the better."""
    return unit_kind(target.unit) == "time" and is_time(project, target.row) and bool(_WAIT.search(metric(target.row)))


def _is_work(target: Target) -> bool:
    """Whether a row counts what is done, of which there should be much."""
    name, unit = metric(target.row), unit_kind(target.unit)
    done = bool(_DONE.search(name)) and not _SPARED.search(name + target.row.text("indicator_description"))
    return (
        done and not is_opposite(target.row) and unit not in ("money", "time", "percent") and bool(target.value.numbers)
    )


def _measures(target: Target) -> bool:
    """Whether the value is a share or a score of those who are content; of complaints few are wanted."""
    kind = unit_kind(target.unit)
    return (
        bool(target.value.numbers)
        and kind in ("percent", "permille", "score", None, "")
        and not is_opposite(target.row)
    )


def _finding(target: Target, said: str, sign: str) -> Finding:
    """The sign that it should be, put in place of the one that stands before the number or in its own column; "" is for a
    person to choose."""
    signs = [part for part in target.value.of(PartKind.OPERATOR) if operator_of(part.text) == target.sign]
    number = target.value.of(PartKind.NUMBER)[0]
    if not sign:
        nature = target.row.field("nature")
        return Finding(target.field, said, signs[0][1:3]) if signs else Finding(nature or target.field, said)
    if signs and signs[0].end <= number.start and len(target.value.of(PartKind.OPERATOR)) == 1:
        return Finding(target.field, f"{said}：应是 {TEXT}", signs[0][1:3], text=sign)
    if signs:
        return Finding(target.field, f"{said}：应是 {sign}", signs[0][1:3])
    nature = target.row.field("nature")
    return Finding(nature or target.field, f"{said}：应是 {TEXT}", text=sign if nature else "")
