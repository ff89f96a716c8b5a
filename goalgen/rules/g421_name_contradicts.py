"""名称里的数和指标值矛盾

## 说明

名称已经写了要做到多少（「合格率95%」「无异议」），指标值又是另一个数：验收时不知道以哪个为准。数只写在指标值里，名称只写指标。

## 依据

财预〔2015〕88号：绩效指标要指向明确，名称、描述、指标值前后一致。

## 坏例子

```yaml
绩效指标:
- 三级指标: 培训合格率95%
  指标值: ≥90%
- 三级指标: 评审专家无异议
  指标值: 异议次数≤1
- 三级指标: 全年零事故
  指标值: ≤2起
- 三级指标: 重大事故零发生
  指标值: ≤1起
- 三级指标: 无重大违规
  指标值: ≤2起
- 三级指标: 抽检合格率98%以上
  指标值: ≥90%
- 三级指标: 不发生安全事故
  指标值: ≤1起
- 三级指标: 重大舆情为零
  指标值: ≤1次
```

> 2:14+3 名称写「95%」，指标值写「≥90%」：以一处为准，数只写在指标值里
> 4:13+3 名称说「无异议」，指标值「异议次数≤1」却许可 1：以一处为准
> 6:11+3 名称说「零事故」，指标值「≤2起」却许可 2：以一处为准
> 8:11+5 名称说「事故零发生」，指标值「≤1起」却许可 1：以一处为准
> 10:9+5 名称说「无重大违规」，指标值「≤2起」却许可 2：以一处为准
> 12:14+3 名称写「98%」，指标值写「≥90%」：以一处为准，数只写在指标值里
> 14:9+7 名称说「不发生安全事故」，指标值「≤1起」却许可 1：以一处为准
> 16:11+4 名称说「舆情为零」，指标值「≤1次」却许可 1：以一处为准

## 好例子

```yaml
绩效指标:
- 三级指标: 培训合格率95%
  指标值: ≥95%
- 三级指标: 评审专家无异议
  指标值: =0次
- 三级指标: 无障碍设施改造数量
  指标值: ≥20处
- 三级指标: 60岁以上老人体检率
  指标值: ≥90%
- 三级指标: 100%覆盖乡镇的宣传场次
  指标值: ≥40场
- 三级指标: 无异议率
  指标值: ≥98%
- 三级指标: 7天内办结率
  指标值: ≥95%
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.values import Target, has_any, targets
from goalgen.value import PartKind, ValueKind, parse
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
NEEDS = ("indicators", "indicator_name", "target_value")

_NONE = re.compile(
    r"(?:无|零|没有|[未不](?:发生|出现)|杜绝)(?:一[例起次件])?(?:重大|较大|一般|有效|任何|严重|新增|责任|安全|质量){0,4}"
    r"(?P<what>[\u4e00-\u9fff]{2})(?:事件|行为|情况|现象|问题|使用)?(?:发生|出现)?\s*\Z"
    r"|(?P<of>[\u4e00-\u9fff]{2})(?:事件|行为|情况|现象|问题)?(?:零(?:发生|发案|出现)|(?:发生)?[次件起率数]*为[零0])\s*\Z"
)
_CLOSING = re.compile(r"(?:[)）\s]|及?以[上下内]){1,4}\Z")


def check(project: Project) -> Iterator[Finding]:
    """A name that ends with a number of the target's unit, or says that there is none of something, and a target that differs."""
    for target in targets(project):
        name = target.row.field("indicator_name")
        if name is None or target.value.kind not in (ValueKind.NUMBER, ValueKind.MIXED) or target.value.is_range:
            continue
        if len(target.value.numbers) == 1:
            yield from _number(target)
            yield from _none(target)


def _number(target: Target) -> Iterator[Finding]:
    name = target.row.field("indicator_name")
    parts = parse(_CLOSING.sub("", name.text)).parts if name else ()
    ends = [part for part in parts if part.kind is not PartKind.SPACE][-2:]
    kinds = [part.kind for part in ends]
    in_units = kinds == [PartKind.NUMBER, PartKind.UNIT] and ends[1].text == target.unit
    bare = (
        kinds == [PartKind.WORDS, PartKind.NUMBER]
        and ends[0].text[-1] in "率度"
        and target.value.unit_kind == "percent"
    )
    if name and (in_units or bare):
        ends = ends if in_units else ends[1:]
        text = name.text[ends[0].start : ends[-1].end]
        if parse(text).number != target.value.number:
            message = f"名称写「{text}」，指标值写「{target.shown}」：以一处为准，数只写在指标值里"
            yield Finding(name, message, (ends[0].start, ends[-1].end))


def _none(target: Target) -> Iterator[Finding]:
    name, number = target.row.field("indicator_name"), target.value.number
    match = _NONE.search(name.text) if name else None
    if (
        name
        and match
        and number
        and target.sign in ("≤", "<", "=", "")
        and (has_any(match["what"] or match["of"], "opposites") or has_any(match["what"] or match["of"], "to_avoid"))
    ):
        message = f"名称说「{match[0].strip()}」，指标值「{target.shown}」却许可 {number}：以一处为准"
        yield Finding(name, message, (match.start(), match.start() + len(match[0].rstrip())))
