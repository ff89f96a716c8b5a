"""百分数超过 100%

## 说明

合格率、满意度、覆盖率这样的比率到 100% 为止：写成 ≥100% 就等于 =100%，写成 120% 达不到。增长率、利用率、贡献率等可以超过 100% 的不报。

## 依据

财预〔2015〕88号：绩效目标要合理可行。

## 坏例子

```yaml
绩效指标:
- 三级指标: 资金发放准确率
  指标值: ≥100%
- 三级指标: 验收合格率
  指标值: =120%
- 三级指标: 群众满意度
  指标值: ≤290%
```

> 3:8+5 「≥100%」超不过 100%：写成 =100%
> 5:9+4 「120%」：比率不会超过 100%，请核对
> 7:9+4 「290%」：比率不会超过 100%，请核对

改为：

```yaml
绩效指标:
- 三级指标: 资金发放准确率
  指标值: =100%
- 三级指标: 验收合格率
  指标值: =120%
- 三级指标: 群众满意度
  指标值: ≤290%
```

## 好例子

```yaml
绩效指标:
- 三级指标: 项目验收合格率
  指标值: 100%
- 三级指标: 旅游收入增长率
  指标值: ≥120%
- 三级指标: 病床利用率
  指标值: ≥100%
- 三级指标: 国有资产保值增值率
  指标值: ≥100%
- 三级指标: 社会资本投入
  指标值: 150%
- 三级指标: 群众满意度
  指标值: 290%
- 三级指标: 培训覆盖率
  指标值: 分三批达到120%
- 三级指标: 计划完成情况
  指标值: 120%
- 三级指标: 受训人数
  指标值: ≥100人
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import TEXT, Severity
from goalgen.rules.common import titled
from goalgen.rules.values import Target, is_bounded, metric, targets
from goalgen.value import PartKind, ValueKind, unit_kind
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
FIX = "unsafe"
NEEDS = ("indicators", "target_value")
OVER = ("G411",)


def check(project: Project) -> Iterator[Finding]:
    """At least 100%, or more than that, of something that has an upper end."""
    for target in targets(project):
        number = target.value.number
        if number is None or target.value.kind is not ValueKind.NUMBER or unit_kind(target.unit) != "percent":
            continue
        name = metric(target.row)
        if not is_bounded(target.row):
            continue
        first, last = target.value.of(PartKind.NUMBER)[0], target.value.parts[-1]
        misread = re.fullmatch(r"2(?:[1-9]\d|100)(?:\.\d+)?", first.text) and not target.sign
        if number == 100 and target.sign in ("≥", ">"):
            yield _equal(target)
        elif max(target.value.numbers) > 100 and re.search("[率度]$", name) and not misread:
            end = last.start if last.kind is PartKind.SPACE else last.end
            shown = target.field.text[first.start : end]
            yield Finding(target.field, f"「{shown}」：比率不会超过 100%，请核对", (first.start, end))


def _equal(target: Target) -> Finding:
    """100% is meant, neither more nor less: the sign is where the value has it, else in its own column."""
    field, said = target.field, f"「{target.shown}」超不过 100%"
    signs = target.value.of(PartKind.OPERATOR)
    number = target.value.of(PartKind.NUMBER)[0]
    if len(signs) == 1 and signs[0].end <= number.start:
        text, nature = field.written_in(*signs[0][1:3], "="), target.row.field("nature")
        where = titled(nature) if nature and target.is_offered(signs[0].text) else ""
        return Finding(field, f"{said}：{where}写成 {TEXT}", target.chars, (field.replace(*signs[0][1:3], "="),), text)
    return Finding(field, f"{said}：改用等号", target.chars)
