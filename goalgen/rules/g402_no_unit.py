"""指标值没有单位

## 说明

数字后没有单位，就不知道数的是什么。单位写在指标值里；表里另有「计量单位」一栏，或名称已写明单位（如「报告数（份）」）的不报。0 和百分数不报。

## 依据

财预〔2015〕88号：绩效目标要细化量化；财预〔2021〕101号附件把绩效度量单位列为单独一栏。

## 坏例子

```yaml
绩效指标:
- 三级指标: 专家无异议
  指标值: 异议次数≤1
- 三级指标: 群众满意度
  指标值: ">=85"
- 三级指标: 重点建设工程安排数量
  指标值: 2
- 二级指标: 成本指标
  三级指标: 项目总成本
  指标值: ≤50
```

> 3:13+1 「1」没有单位：写成 异议次数≤1次
> 5:11+2 「85」没有单位：写成 >=85%
> 7:8+1 「2」没有单位：写明是项、个、次、人还是别的
> 10:9+2 「50」没有单位：写明是万元还是元

改为：

```yaml
绩效指标:
- 三级指标: 专家无异议
  指标值: 异议次数≤1次
- 三级指标: 群众满意度
  指标值: ">=85%"
- 三级指标: 重点建设工程安排数量
  指标值: 2
- 二级指标: 成本指标
  三级指标: 项目总成本
  指标值: ≤50
```

```yaml
绩效指标:
- 三级指标: 学员合格率
  指标性质: ≥
  指标值: "95"
  度量单位: ""
```

> 4:9+2 「95」没有单位：在「度量单位」里写 %

改为：

```yaml
绩效指标:
- 三级指标: 学员合格率
  指标性质: ≥
  指标值: "95"
  度量单位: "%"
```

## 好例子

```yaml
绩效指标:
- 三级指标: 评估评价报告数量
  指标值: 1份
- 三级指标: 培训工作报告（份）
  指标值: ≥1
- 三级指标: 安全责任事故
  指标值: "0"
- 三级指标: 实施期
  指标值: 202001-202012
- 三级指标: 排名
  指标值: 进入全省前3
- 三级指标: 延时服务
  指标值: 推行5+2模式
- 三级指标: 处理积案
  指标值: ≥5
  计量单位: 件
```
"""

import re
from collections.abc import Iterator, Mapping

from goalgen.problem import TEXT, Severity
from goalgen.rules.common import is_cost, titled
from goalgen.rules.values import Target, is_full, metric, targets, value_lists
from goalgen.value import PartKind, ValueKind, ValuePart, unit_kind
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
FIX = "unsafe"
NEEDS = ("indicators", "target_value")
_LIKE_A_DATE = re.compile(r"(?:19|20)\d\d(?:(?:0[1-9]|1[0-2])(?:[0-3]\d)?)?")


def check(project: Project) -> Iterator[Finding]:
    """A number at the end of a value, and no unit anywhere."""
    for target in targets(project):
        numbers = target.value.of(PartKind.NUMBER)
        if not numbers or target.unit or _named(target) or (target.value.number == 0 and not _is_share(target)):
            continue
        last = target.value.of(PartKind.SPACE)[-1:]
        parts = [part for part in target.value.parts if part not in last or part.end < len(target.field.text)]
        number = numbers[-1]
        signed = len(parts) > 1 and parts[-2].kind is PartKind.OPERATOR
        if parts[-1] != number or not (signed or target.value.kind is ValueKind.NUMBER):
            continue
        if signed or not _LIKE_A_DATE.fullmatch(numbers[0].text):
            yield _finding(target, number)


def _finding(target: Target, number: ValuePart) -> Finding:
    """What is to be written, behind the number or in the column for units, if it can be told."""
    unit, column = _unit(target, number.start), target.row.field("measure_unit")
    said, where = f"「{number.text}」没有单位", f"在{titled(column)}里" if column else ""
    if not unit or is_full(target.row, target.value, unit):
        choice = "写明是万元还是元" if is_cost(target.row) else "写明是项、个、次、人还是别的"
        return Finding(target.field, f"{said}：{where}{choice}", number[1:3])
    if unit == "%" and number.text == "1":  # as a table of figures writes all
        return Finding(target.field, f"{said}：写明是 1% 还是 100%", number[1:3])
    if column:
        fix = (column.replace(0, len(column.text), unit),)
        return Finding(target.field, f"{said}：{where}写 {TEXT}", number[1:3], fix, unit)
    fix = (target.field.replace(number.end, number.end, unit),)
    text = f"{target.field.text[: number.end]}{unit}{target.field.text[number.end :]}".strip()
    return Finding(target.field, f"{said}：写成 {TEXT}", number[1:3], fix, text)


def _is_share(target: Target) -> bool:
    """Whether nothing of it is a share of nothing: 0%, and not 0 times."""
    return bool(re.search("(?<![效频功])率$|比例$|比重$|占比$", metric(target.row)))


def _named(target: Target) -> bool:
    """Whether the name ends with its unit in brackets."""
    match = re.search(r"[（(]([^（）()]+)[）)]$", target.row.text("indicator_name"))
    return bool(match and unit_kind(match[1]))


def _unit(target: Target, start: int) -> str:
    """The unit that what stands before the number, or the name, asks for; "" when it cannot be told."""
    before = re.sub(r"[^\u4e00-\u9fff]+$", "", target.field.text[:start])
    hints: Mapping[str, str] = value_lists()["unit_hints"]
    found = (
        hints[ending]
        for text in (before, target.row.text("indicator_name"))
        for ending in hints
        if text.endswith(ending)
    )
    return next(found, "")
