"""超额太多没有说明

## 说明

完成值是指标值的两倍以上，说明年初的目标定低了。写明原因，并在下一年的目标里改过来；不写，评审按目标不合理扣分。

## 依据

财预〔2020〕10号：偏离目标较多的应说明原因；各地评审一般以 130% 为限，这里只报 200% 以上的。

## 坏例子

```yaml
绩效指标:
- 二级指标: 数量指标
  三级指标: 培训人次
  指标值: ≥100人次
  实际完成值: 289人次
  偏差原因: ""
- 二级指标: 经济效益指标
  三级指标: 带动投资
  指标值: ≥100万元
  实际完成值: 0.5亿元
  偏差原因: ""
```

> 5:10+5 完成 289%：指标值「≥100人次」定低了，在「偏差原因」里写明原因，下年调高
> 10:10+5 完成 5000%：指标值「≥100万元」定低了，在「偏差原因」里写明原因，下年调高

## 好例子

```yaml
绩效指标:
- 二级指标: 数量指标
  三级指标: 培训人次
  指标值: ≥100人次
  实际完成值: 289人次
  偏差原因: 新增线上培训，参加的人多。
- 二级指标: 数量指标
  三级指标: 印发手册
  指标值: ≥100册
  实际完成值: 150册
  偏差原因: ""
- 二级指标: 成本指标
  三级指标: 人均成本
  指标值: ≤500元
  实际完成值: 1200元
  偏差原因: ""
```
"""

from collections.abc import Iterator
from decimal import Decimal

from goalgen.problem import Severity
from goalgen.rules.common import is_cost, is_explained, titled, whole
from goalgen.rules.values import is_opposite, targets
from goalgen.value import ValueKind, unit_kind
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
NEEDS = ("indicators", "target_value", "actual_value")

_SCALES = {"百": 100, "千": 1000, "万": 10000, "亿": 100000000}
_MOST = Decimal(2)
_REASONS = ("deviation_reason", "remark")


def _scaled(unit: str) -> tuple[Decimal, str]:
    """A unit as how many of which: 万人次 is 10000 of 人次."""
    scale = _SCALES.get(unit[:1], 0) if len(unit) > 1 else 0
    return (Decimal(scale), unit[1:]) if scale else (Decimal(1), unit)


def check(project: Project) -> Iterator[Finding]:
    """A target of at least so much that was reached twice or more, and no word about it."""
    for target in targets(project):
        field, row = target.row.field("actual_value"), target.row
        if field is None or target.sign not in ("≥", ">", "") or is_cost(row) or target.value.is_range:
            continue
        if not target.sign and (is_opposite(row) or unit_kind(target.unit) in ("time", "percent", "")):
            continue
        done, wanted = field.value, target.value.number
        plain = done.kind is target.value.kind is ValueKind.NUMBER and len(done.numbers) == 1
        (scale, unit), (its, own) = _scaled(target.unit), _scaled(done.unit)
        if not plain or not wanted or wanted <= 0 or (done.unit and own != unit):
            continue
        share = done.numbers[0] * (its if done.unit else scale) / (wanted * scale)
        if share >= _MOST and not is_explained(row):
            label = next((titled(reason) for meaning in _REASONS if (reason := row.field(meaning))), "")
            where = f"在{label}里写明原因" if label else "写明原因"
            message = f"完成 {share * 100:.0f}%：指标值「{target.shown}」定低了，{where}，下年调高"
            yield Finding(field, message, whole(field))
