"""得分与分值、完成值不合

## 说明

得分不能超过分值；没有完成目标的不能得满分；没得满分的要写偏差原因。完成值与指标值的单位不同时不比。

定量指标没有完成的，得分不能高于按比例算的数：正向指标（≥）是分值×完成值÷指标值，反向指标（≤）是分值×指标值÷完成值，容许差 0.1；得分写成整数的，容许四舍五入。没有符号或写等号的，只看数量指标和合格率、完成率一类的指标。正好完成、超过不到一成的应得满分，得分低又没有写原因的也报。

说得通的不报：得分低于比例（直接赋分的，没有完成就是 0 分）；超过一成以上而扣分（指标值可能定得偏低）；写了原因的扣分；满意度指标（按满意度赋分）、时效指标、写 ≥ 的成本指标；文字、日期、范围、带周期的值；完成值没有单位、又与指标值相差一倍以上的。

## 依据

财预〔2020〕10号项目支出绩效自评表：定量指标完成的记满分，未完成的按完成值与指标值的比例记分，并写明偏差原因和改进措施；完成值因指标值偏低而高出较多的，适度扣分。反向指标的算式是各地自评表填表说明的写法。

## 坏例子

```yaml
绩效指标:
- 指标值: ≥10场
  实际完成值: 12场
  分值: "10"
  得分: "11"
- 指标值: ≥10场
  实际完成值: 8场
  分值: "10"
  得分: "10"
- 指标值: ≥10场
  实际完成值: 8场
  分值: "10.00"
  得分: "9.00"
  偏差原因分析及改进措施: ""
```

> 5:8+2 得分 11 超过分值 10
> 9:8+2 完成值「8场」没有达到「≥10场」，得分却是满分 10
> 13:8+4 得分 9.00 低于分值 10.00，没有写偏差原因

```yaml
绩效指标:
- 二级指标: 数量指标
  指标值: ≥10场
  实际完成值: 8场
  分值: "10"
  得分: "9"
  偏差原因分析及改进措施: 两场因疫情推迟，明年一季度补办。
- 二级指标: 成本指标
  指标值: ≤10万元
  实际完成值: 12.5万元
  分值: "10"
  得分: "9.5"
  偏差原因分析及改进措施: 材料涨价。
- 二级指标: 质量指标
  三级指标: 验收合格率
  指标值: "100%"
  实际完成值: "90%"
  分值: "10"
  得分: "10"
  偏差原因分析及改进措施: ""
- 二级指标: 数量指标
  指标值: ≥10场
  实际完成值: "10"
  分值: "10"
  得分: "8"
  偏差原因分析及改进措施: 无
```

> 6:8+1 完成值「8场」没有达到「≥10场」，按比例得 8 分，得分却是 9
> 12:8+3 完成值「12.5万元」没有达到「≤10万元」，按比例得 8 分，得分却是 9.5
> 19:8+2 完成值「90%」没有达到「100%」，按比例得 9 分，得分却是 10
> 25:8+1 完成值「10」达到「≥10场」，应得满分 10，得分却是 8，没有写原因

## 好例子

```yaml
绩效指标:
- 指标值: ≥10场
  实际完成值: 12场
  分值: "10"
  得分: "10"
  偏差原因分析及改进措施: ""
- 指标值: ≥10场
  实际完成值: 8场
  分值: "10"
  得分: "8"
  偏差原因分析及改进措施: 两场因疫情推迟，明年一季度补办。
- 指标值: ≤10万元
  实际完成值: 8万元
  分值: "10"
  得分: ""
```

```yaml
绩效指标:
- 二级指标: 数量指标
  指标值: ≥3份
  实际完成值: 2份
  分值: "10"
  得分: "6.7"
- 二级指标: 数量指标
  指标值: ≥3份
  实际完成值: 2份
  分值: "10"
  得分: "7"
- 二级指标: 数量指标
  指标值: ≥10场
  实际完成值: 8场
  分值: "10"
  得分: "0"
- 二级指标: 数量指标
  指标值: ≥10场
  实际完成值: 30场
  分值: "10"
  得分: "8"
- 二级指标: 成本指标
  指标值: ≤10万元
  实际完成值: 12.5万元
  分值: "10"
  得分: "8"
- 二级指标: 成本指标
  指标值: 20万元
  实际完成值: 18万元
  分值: "10"
  得分: "10"
- 二级指标: 质量指标
  三级指标: 设备故障率
  指标值: "5%"
  实际完成值: "4%"
  分值: "10"
  得分: "10"
- 二级指标: 质量指标
  三级指标: 验收合格率
  指标值: "100%"
  实际完成值: "0.95"
  分值: "10"
  得分: "9.5"
- 二级指标: 服务对象满意度指标
  指标值: ≥95%
  实际完成值: "90%"
  分值: "10"
  得分: "9.8"
- 二级指标: 社会效益指标
  指标值: 显著提升
  实际完成值: 有所提升
  分值: "10"
  得分: "8.5"
```
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from goalgen.problem import Severity
from goalgen.rules.common import is_cost, is_explained, weight, whole
from goalgen.rules.values import Target, is_missed, is_satisfaction, is_time, level2, metric, targets
from goalgen.value import TargetValue, ValueKind
from goalgen.view import Finding, Indicator, Project, number_of

SEVERITY = Severity.ERROR
NEEDS = ("indicators", "score", "weight")

_TOLERANCE = Decimal("0.1")
_EXCEEDED = Decimal("1.1")
"""From here on a score may be lower because the target was set too low."""
_MORE_IS_BETTER = re.compile("(合格|达标|完成|覆盖|到位|优良|优秀|通过|及格|就业|入学|出勤|参训|结业|完好)率$")
_LESS_IS_BETTER = re.compile(
    "投诉|事故|故障|差错|失误|误差|违|死亡|伤亡|减少|下降|降低|压减|缩|不超|控制|未|不合格|不达标"
)


def check(project: Project) -> Iterator[Finding]:
    """A score above its weight, above its share of a target missed, or a lower one without a reason."""
    goals = {target.row: target for target in targets(project)}
    for row in project.indicators:
        field, most = row.field("score"), weight(row)
        score = number_of(field.text.strip().rstrip("分")) if field else None
        if not field or most is None or score is None:
            continue
        target = goals.get(row)
        if message := _message(row, score, most) or (target and _by_share(project, target, score, most)):
            yield Finding(field, message, whole(field))


def _message(row: Indicator, score: Decimal, most: Decimal) -> str:
    actual, reason = row.field("actual_value"), row.field("deviation_reason")
    if score > most:
        return f"得分 {score} 超过分值 {most}"
    if score == most and actual and is_missed(row, actual):
        return f"完成值「{actual.text.strip()}」没有达到「{row.text('target_value')}」，得分却是满分 {score}"
    if score < most and reason and reason.is_blank:
        return f"得分 {score} 低于分值 {most}，没有写偏差原因"
    return ""


def _by_share(project: Project, target: Target, score: Decimal, most: Decimal) -> str:
    """What is wrong with a score beside the share of the target that was reached; "" where another reading is fair."""
    actual, share = target.row.field("actual_value"), _share(project, target)
    if not actual or share is None:
        return ""
    done, due = f"完成值「{actual.text.strip()}」", most * min(share, Decimal(1))
    if share < 1:
        rounded = Decimal("0.5") if score.as_tuple().exponent == 0 else _TOLERANCE
        if score - due > rounded:
            return f"{done}没有达到「{target.shown}」，按比例得 {_plain(due)} 分，得分却是 {score}"
    if 1 <= share < _EXCEEDED and due - score > _TOLERANCE and not is_explained(target.row):
        return f"{done}达到「{target.shown}」，应得满分 {most}，得分却是 {score}，没有写原因"
    return ""


def _share(project: Project, target: Target) -> Decimal | None:
    """How much of a target was reached, 1 for all; None when it is no matter of plain numbers and known direction."""
    actual, value = target.row.field("actual_value"), target.value
    if not actual or not _is_plain(value) or not _is_plain(actual.value) or is_satisfaction(project, target.row):
        return None
    done, wanted, unit = actual.value.numbers[0], value.numbers[0], actual.value.unit
    if actual.value.operator not in ("", "=") or (unit and unit != target.unit) or min(done, wanted) <= 0:
        return None
    if not unit and not wanted / 2 <= done <= wanted * 2:
        return None
    if is_time(project, target.row) or "满意" in metric(target.row):
        return None
    if target.sign == "≤":
        return wanted / done
    return done / wanted if _more_is_better(project, target) else None


def _is_plain(value: TargetValue) -> bool:
    """Whether a value is one number, with a sign and a unit at most."""
    return (
        value.kind is ValueKind.NUMBER
        and len(value.numbers) == 1
        and not (value.is_range or value.period or value.dates)
    )


def _more_is_better(project: Project, target: Target) -> bool:
    """Whether a target is to be reached from below: by its sign, without one by its level 2 and its name."""
    row, name = target.row, metric(target.row)
    if is_cost(row) or target.sign not in ("≥", "=", "") or re.search("[反逆负]向|定性", row.text("nature")):
        return False
    if target.sign == "≥":
        return True
    known = "数量" in level2(project, row) or _MORE_IS_BETTER.search(name)
    return bool(known) and not _LESS_IS_BETTER.search(name)


def _plain(number: Decimal) -> str:
    """A number with two decimals at most."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
