"""金额单位少了「元」

## 说明

「90万」是 90 万元，还是 90 万次？成本、经费、投资等金额要写全「万元」「亿元」。改法会添字，放在 --unsafe-fixes。

## 依据

财预〔2015〕163号：金额以万元为单位；成本指标与预算数比较，单位要一致（评审习惯）。

## 坏例子

```yaml
绩效指标:
- 二级指标: 成本指标
  三级指标: 专项工作经费执行情况
  指标值: ≤90万
- 二级指标: 成本指标
  三级指标: 总价
  指标值: ≤1.5亿
- 二级指标: 经济效益指标
  三级指标: 销售收入
  指标值: ≥2亿
```

> 4:11+1 金额单位「万」应写全：≤90万元
> 7:12+1 金额单位「亿」应写全：≤1.5亿元
> 10:10+1 金额单位「亿」应写全：≥2亿元

改为：

```yaml
绩效指标:
- 二级指标: 成本指标
  三级指标: 专项工作经费执行情况
  指标值: ≤90万元
- 二级指标: 成本指标
  三级指标: 总价
  指标值: ≤1.5亿元
- 二级指标: 经济效益指标
  三级指标: 销售收入
  指标值: ≥2亿元
```

## 好例子

```yaml
绩效指标:
- 二级指标: 成本指标
  三级指标: 专项工作经费执行情况
  指标值: ≤90万元
- 二级指标: 数量指标
  三级指标: 网站访问量
  指标值: ≥90万次
- 二级指标: 数量指标
  三级指标: 公众号阅读量
  指标值: ≥2万
- 二级指标: 经济效益指标
  三级指标: 带动投资
  指标值: ≥3万
  计量单位: 元
- 二级指标: 成本指标
  三级指标: 专项工作经费
  指标值: 按90万的标准执行
```
"""

from collections.abc import Iterator

from goalgen.problem import TEXT, Severity
from goalgen.rules.common import is_cost
from goalgen.rules.values import has_any, metric, targets
from goalgen.value import PartKind, ValueKind
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
FIX = "unsafe"
NEEDS = ("indicators", "target_value")


def check(project: Project) -> Iterator[Finding]:
    """万 or 亿 alone after a number that is money."""
    for target in targets(project):
        cut = [part for part in target.value.of(PartKind.UNIT) if part.text in ("万", "亿")]
        if not cut or target.value.kind is not ValueKind.NUMBER:
            continue
        if not is_cost(target.row) and not has_any(metric(target.row), "money_words"):
            continue
        field = target.field
        for part in cut:
            better = field.written_in(part.end, part.end, "元")
            fix = (field.replace(part.start, part.end, f"{part.text}元"),)
            yield Finding(field, f"金额单位「{part.text}」应写全：{TEXT}", part[1:3], fix, better)
