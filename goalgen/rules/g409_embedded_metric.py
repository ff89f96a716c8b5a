"""指标值里藏着另一个指标

## 说明

指标值只写一个符号、一个数、一个单位。数前又写指标名（「异议次数≤1」）、一格里写两个数（「2个层级、6个维度」），监控和自评时无法逐项填完成值。名称归名称，一个数一行。增减、累计、期限等说法不报。

## 依据

财预〔2015〕88号：绩效指标要细化量化、一一对应；自评表一行只有一个实际完成值。

## 坏例子

```yaml
绩效指标:
- 三级指标: 专家无异议
  指标值: 异议次数≤1
- 三级指标: 优化跟踪分析维度
  指标值: 围绕2个层级、6个维度开展跟踪分析
- 三级指标: 优化指标体系
  指标值: 至少涵盖6个一级维度、12个二级维度
- 三级指标: 培训与论坛
  指标值: ≥2场；≥1次
- 三级指标: 群众反映
  指标值: 投诉≤1次
```

> 3:8+4 「异议次数」是指标名称：移到名称里，指标值只写符号、数和单位
> 5:8+17 一格写了「2个」和「6个」两个指标：分成两行，一行写一个
> 7:8+18 一格写了「6个」和「12个」两个指标：分成两行，一行写一个
> 9:8+7 一格写了「≥2场」和「≥1次」两个指标：分成两行，一行写一个
> 11:8+2 「投诉」是指标名称：移到名称里，指标值只写符号、数和单位

## 好例子

```yaml
绩效指标:
- 三级指标: 旅游收入
  指标值: 较上年增长≥5%
- 三级指标: 巡查次数
  指标值: 每月不少于2次
- 三级指标: 合同签订后付款
  指标值: 合同签订后30日内
- 三级指标: 覆盖区数
  指标值: 10-16个
- 三级指标: 补贴标准
  指标值: 由500元/人提高到600元/人
- 三级指标: 完成时间
  指标值: 2022年12月底前完成验收
- 三级指标: 技术支持
  指标值: 5×8小时
- 三级指标: 响应与修复
  指标值: 响应2小时、修复24小时
- 三级指标: 资金拨付
  指标值: 收到申请后≤30个工作日
- 三级指标: 服务期
  指标值: 2022年1月培训1次、6月培训2次
- 三级指标: 获奖
  指标值: 省部级奖励1项
- 三级指标: 培训规模
  指标值: 30人次以上的集中培训
- 三级指标: 督查
  指标值: 督查每季度≥2次
- 三级指标: 组成
  指标值: 由3和5组成
```
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from goalgen.problem import Severity
from goalgen.rules.values import Target, targets, value_lists
from goalgen.value import PartKind, ValueKind, ValuePart, unit_kind
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
NEEDS = ("indicators", "target_value")
OVER = ("G402",)
SHORTEST = 2
_SEPARATOR = re.compile("[、，,；;和及]")


def check(project: Project) -> Iterator[Finding]:
    """Two numbers that are listed, or a name before the one number."""
    for target in targets(project):
        if target.value.kind is not ValueKind.MIXED or target.value.dates:
            continue
        parts = [part for part in target.value.parts if part.kind is not PartKind.SPACE]
        numbers = [index for index, part in enumerate(parts) if part.kind is PartKind.NUMBER]
        if pair := _listed(parts, numbers):
            message = f"一格写了「{pair[0]}」和「{pair[1]}」两个指标：分成两行，一行写一个"
            yield Finding(target.field, message, target.chars)
        elif len(numbers) == 1 and (name := _name_before(target, parts, numbers[0])):
            yield Finding(
                target.field, f"「{name.text}」是指标名称：移到名称里，指标值只写符号、数和单位", (name.start, name.end)
            )


def _listed(parts: Sequence[ValuePart], numbers: Sequence[int]) -> tuple[str, str] | None:
    """The first two numbers with units that words with a separator stand between."""
    amounts = [(index, _amount(parts, index)) for index in numbers]
    full = [(index, text) for index, text in amounts if text]
    for (one, first), (other, second) in pairwise(full):
        between = "".join(part.text for part in parts[one + 1 : other] if part.kind is PartKind.WORDS)
        if _SEPARATOR.search(between):
            return first, second
    return None


def _amount(parts: Sequence[ValuePart], index: int) -> str:
    """A number with its unit, and the sign before it; "" when there is no unit or one of time."""
    after = parts[index + 1] if index + 1 < len(parts) else None
    if after is None or after.kind is not PartKind.UNIT or unit_kind(after.text) == "time":
        return ""
    before = parts[index - 1] if index else None
    sign = before.text if before and before.kind is PartKind.OPERATOR else ""
    return f"{sign}{parts[index].text}{after.text}"


def _name_before(target: Target, parts: Sequence[ValuePart], number: int) -> ValuePart | None:
    """The words directly before the sign and the number, when more than 增长 or 完成 is said."""
    if number < 2 or parts[number - 1].kind is not PartKind.OPERATOR or parts[number - 2].kind is not PartKind.WORDS:
        return None
    if unit_kind(target.value.unit) == "time":
        return None
    said = parts[number - 2]
    rest = said.text
    for word in sorted(value_lists()["lead_words"], key=len, reverse=True):
        rest = rest.replace(word, "")
    return said if len(re.findall(r"[\u4e00-\u9fff]", rest)) >= SHORTEST else None
