"""日期没有写「前完成」

## 说明

只写一个日期，没有说是这一天完成、这一天以前完成，还是这一天开始。写成「2022年12月31日前完成」。改法会添字，放在 --unsafe-fixes。

## 依据

财预〔2015〕88号：绩效目标要指向明确、定时；行文习惯。

## 坏例子

```yaml
绩效指标:
- 二级指标: 时效指标
  三级指标: 专项工作完成时效
  指标值: 2022年12月31日
```

> 4:8+11 「2022年12月31日」后应写明「前完成」：2022年12月31日前完成

改为：

```yaml
绩效指标:
- 二级指标: 时效指标
  三级指标: 专项工作完成时效
  指标值: 2022年12月31日前完成
```

## 好例子

```yaml
绩效指标:
- 二级指标: 时效指标
  三级指标: 专项工作完成时效
  指标值: 2022年12月31日前
- 二级指标: 时效指标
  三级指标: 竣工日期
  指标值: 2022年12月31日竣工
- 二级指标: 时效指标
  三级指标: 服务期
  指标值: 2022年1月1日至2022年12月31日
- 二级指标: 时效指标
  三级指标: 开工时间
  指标值: 2022年3月1日
- 二级指标: 时效指标
  三级指标: 完成时间
  指标值: 2022年12月
- 二级指标: 数量指标
  三级指标: 统计时点
  指标值: 2022年12月31日
```
"""

from collections.abc import Iterator

from goalgen.problem import TEXT, Severity
from goalgen.rules.values import is_time, metric, targets
from goalgen.value import PartKind
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
FIX = "unsafe"
NEEDS = ("indicators", "level2", "target_value")
OVER = ("G902",)


def check(project: Project) -> Iterator[Finding]:
    """A whole date and nothing else in a row about time, unless it is the date of a beginning."""
    for target in targets(project):
        parts = [part for part in target.value.parts if part.kind not in (PartKind.SPACE, PartKind.END)]
        if len(parts) != 1 or parts[0].kind is not PartKind.DATE or not all(target.value.dates[0]):
            continue
        if is_time(project, target.row) and not any(word in metric(target.row) for word in ("开", "启动", "起")):
            part = parts[0]
            message = f"「{part.text}」后应写明「前完成」：{TEXT}"
            fix = (target.field.replace(part.end, part.end, "前完成"),)
            yield Finding(target.field, message, part[1:3], fix, f"{part.text}前完成")
