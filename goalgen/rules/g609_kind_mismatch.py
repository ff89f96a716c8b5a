"""指标放错了类别

## 说明

质量指标说做得好不好，时效指标说来不来得及，效益指标说带来什么变化。在质量里数份数、在质量里写按时、在效益里写出了几份报告，都是放错了类别。
出错的次数、得奖的个数可以放在质量里；带动、新增、受益的数量可以放在效益里。

## 依据

财预〔2015〕88号：产出指标分数量、质量、时效、成本，效益指标反映预期效果；财预〔2021〕101号对各类指标的定义。

## 坏例子

```yaml
绩效指标:
- 一级指标: 产出指标
  二级指标: 质量指标
  三级指标: 经济责任审计报告
  指标值: 3份
- 一级指标: 产出指标
  二级指标: 质量指标
  三级指标: 按时完成科普基地认定
  指标值: 按照办法执行
- 一级指标: 效益指标
  二级指标: 社会效益指标
  三级指标: 专项工作报告
  指标值: ≥1份
```

> 5:8+2 「3份」是数量，不是质量：移到数量指标；质量指标填合格率、采纳率
> 8:9+2 「按时」说的是时效，不是质量：移到时效指标
> 13:8+3 「≥1份」数的是做了多少，是产出，不是效益：移到数量指标；效益指标写带来的变化

## 好例子

```yaml
绩效指标:
- 一级指标: 产出指标
  二级指标: 质量指标
  三级指标: 系统停机次数
  指标值: ≤2次
- 一级指标: 产出指标
  二级指标: 质量指标
  三级指标: 培训合格率
  指标值: ≥95%
- 一级指标: 产出指标
  二级指标: 质量指标
  三级指标: 获奖论文数量
  指标值: ≥3篇
- 一级指标: 产出指标
  二级指标: 质量指标
  三级指标: 出院后7天内再入院率
  指标值: ≤2%
- 一级指标: 产出指标
  二级指标: 时效指标
  三级指标: 按时完成率
  指标值: 100%
- 一级指标: 效益指标
  二级指标: 社会效益指标
  三级指标: 受益脱贫(含监测对象)户人口数
  指标值: ≥1000人
- 一级指标: 效益指标
  二级指标: 社会效益指标
  三级指标: 带动就业企业数量
  指标值: ≥20家次
- 一级指标: 效益指标
  二级指标: 社会效益指标
  三级指标: 媒体报道次数
  指标值: ≥10次
- 一级指标: 效益指标
  二级指标: 社会效益指标
  三级指标: 服务创新主体用户量
  指标值: ≥1.9万个
```
"""

import re
from collections.abc import Iterator, Sequence

from goalgen.problem import Severity
from goalgen.rules.common import whole
from goalgen.rules.values import counted, is_output
from goalgen.rules.words import word_lists
from goalgen.value import ValueKind
from goalgen.view import Finding, Indicator, Project

SEVERITY = Severity.WARN
NEEDS = ("indicators", "level2", "target_value", "taxonomy")

_COUNTS = ("document", "event", "thing", "organisation")
_EFFECTS = ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标")
_IN_TIME = re.compile(
    r"按时|按期|及时|如期|(?:小时|天|日|时限|期限)[之以]?内(?=完成|回复|答复|反馈|办结|响应|处理|处置|修复|到达|解决)"
)


def check(project: Project) -> Iterator[Finding]:
    """A count or a time among the qualities, a product among the effects."""
    for table in project.tables:
        for row in table:
            if project.level2(row) in ("质量指标", "质量目标"):
                yield from _quality(row)
            if project.level2(row) in ("数量指标", "数量目标"):
                yield from _quantity(row)
            if project.level1(row) in ("效益指标", "项目效益指标", "效益"):
                yield from _effect(project, row, table)


def _quantity(row: Indicator) -> Iterator[Finding]:
    name = row.field("indicator_name")
    if name and (match := re.search(r"(?:时效|及时率|及时性)\s*$", name.text)):
        yield Finding(name, f"「{match[0].strip()}」说的是时效，不是数量：移到时效指标", match.span())


def _quality(row: Indicator) -> Iterator[Finding]:
    name, target = row.field("indicator_name"), row.field("target_value")
    if name is None or target is None:
        return
    if match := _IN_TIME.search(name.text):
        yield Finding(name, f"「{match[0]}」说的是时效，不是质量：移到时效指标", match.span())
        return
    value, said = row.value, name.text + row.text("indicator_description")
    faults = value.operator in ("≤", "<") or not value.number
    counted = value.kind is ValueKind.NUMBER and value.unit_kind in _COUNTS and not faults
    if counted and not any(word in said for word in word_lists()["quality_counts"]):
        message = f"「{target.text.strip()}」是数量，不是质量：移到数量指标；质量指标填合格率、采纳率"
        yield Finding(target, message, whole(target))


def _effect(project: Project, row: Indicator, table: Sequence[Indicator]) -> Iterator[Finding]:
    target, value = row.field("target_value"), row.value
    if target is None or value.kind is not ValueKind.NUMBER:
        return
    name = row.field("indicator_name")
    if name and project.level2(row) in _EFFECTS and (match := re.search(r"满意(?:度|率|程度)\s*$", name.text)):
        yield Finding(name, "说的是满意度，不是效益：移到满意度指标", match.span())
        return
    said = row.text("indicator_name") + row.text("indicator_description")
    if project.level2(row) in ("服务对象满意度指标", None) or any(
        word in said for word in word_lists()["benefit_words"]
    ):
        return
    outputs = {_amount(other) for other in table if project.level1(other) in ("产出指标", "项目完成指标")} - {""}
    document = value.unit_kind == "document"
    is_product = bool(document or value.unit in word_lists()["counting_units"] or _amount(row) in outputs)
    if is_product and not any(
        counted(row) == counted(other) != "" for other in table if is_output(project, other)
    ):  # see G614
        message = f"「{target.text.strip()}」数的是做了多少，是产出，不是效益：移到数量指标；效益指标写带来的变化"
        yield Finding(target, message, whole(target))


def _amount(row: Indicator) -> str:
    """A counted amount as text; "" for any other value."""
    value = row.value
    return f"{value.number}{value.unit}" if value.kind is ValueKind.NUMBER and value.unit_kind in _COUNTS else ""
