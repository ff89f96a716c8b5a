"""符号用错了字

## 说明

≥、≤、= 各只有一种写法。用 >=、＝、﹦、≧ 的，汇总和比较时对不上。「》」「《」是输错的 ＞、＜，原意是否含等号要人看，不自动改。

## 依据

GB 3102.11—1993《物理科学和技术中使用的数学符号》的写法：≥、≤、=、>、<。

## 坏例子

```yaml
绩效指标:
- 三级指标: 满意度
  指标值: ">=85%"
- 三级指标: 完成率
  指标值: ﹦100%
- 三级指标: 造林面积
  指标值: 》50亩
- 三级指标: 事故数
  指标值: ＜3起
```

> 3:9+2 「>=」应写作 ≥
> 5:8+1 「﹦」应写作 =
> 7:8+1 「》」不是数学符号：看清原意，是 ≥ 还是 >
> 9:8+1 「＜」应写作 <

改为：

```yaml
绩效指标:
- 三级指标: 满意度
  指标值: "≥85%"
- 三级指标: 完成率
  指标值: =100%
- 三级指标: 造林面积
  指标值: 》50亩
- 三级指标: 事故数
  指标值: <3起
```

## 好例子

```yaml
绩效指标:
- 三级指标: 满意度
  指标值: ≥85%
- 三级指标: 完成率
  指标值: "=100%"
- 三级指标: 依据
  指标值: 按照《2022年工作要点》完成
- 三级指标: 温度
  指标值: ">5℃"
```
"""

from collections.abc import Iterator

from goalgen.problem import TEXT, Severity
from goalgen.rules.values import targets
from goalgen.value import PartKind, ValueKind, operator_of
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
FIX = "safe"
NEEDS = ("indicators", "target_value")
_DOUBT = {"》": "≥ 还是 >", "《": "≤ 还是 <"}


def check(project: Project) -> Iterator[Finding]:
    """A sign that is not the one of its five glyphs."""
    for target in targets(project):
        for part in target.value.of(PartKind.OPERATOR):
            if target.is_offered(part.text):
                continue
            sign = operator_of(part.text)
            if part.text == sign or "\u4e00" <= part.text[0] <= "\u9fff":
                continue
            if part.text not in _DOUBT:
                fix = (target.field.replace(part.start, part.end, sign),)
                yield Finding(target.field, f"「{part.text}」应写作 {TEXT}", part[1:3], fix, sign)
            elif target.value.kind is ValueKind.NUMBER:
                message = f"「{part.text}」不是数学符号：看清原意，是 {_DOUBT[part.text]}"
                yield Finding(target.field, message, part[1:3])
