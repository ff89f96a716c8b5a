"""百分数不用 % 号

## 说明

「百分比」「百分之」写在数后，或写成（%）、％，都是系统或输入法留下的；百分数用半角 %，数在前、号在后。「百分点」是另一个单位，不动。

## 依据

GB/T 15835—2011《出版物上数字用法》：百分数用阿拉伯数字加 %；一份表里同一单位只用一种写法（评审习惯）。

## 坏例子

```yaml
绩效指标:
- 三级指标: 参训干部满意度
  指标值: ≥99百分比
- 三级指标: 各类创新主体满意度
  指标值: ≥99百分之
- 三级指标: 群众满意度
  指标值: ≥90.00(%)
- 三级指标: 合格率
  指标值: 百分之95以上
- 三级指标: 覆盖率
  指标值: ≥百分之九十五
```

> 3:11+3 「百分比」应写作 %：≥99%
> 5:11+3 「百分之」应写作 %：≥99%
> 7:14+3 「(%)」应写作 %：≥90.00%
> 9:8+5 「百分之95」应写作 95%
> 11:9+6 「百分之九十五」应写作 95%

改为：

```yaml
绩效指标:
- 三级指标: 参训干部满意度
  指标值: ≥99%
- 三级指标: 各类创新主体满意度
  指标值: ≥99%
- 三级指标: 群众满意度
  指标值: ≥90.00%
- 三级指标: 合格率
  指标值: 95%以上
- 三级指标: 覆盖率
  指标值: ≥95%
```

## 好例子

```yaml
绩效指标:
- 三级指标: 服务对象满意度
  指标值: ≥95%
- 三级指标: 覆盖率
  指标值: 提高2个百分点
- 三级指标: 构成
  指标值: 按百分比折算
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import TEXT, Severity
from goalgen.rules.values import targets
from goalgen.value import PartKind, number, unit_kind
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
FIX = "safe"
NEEDS = ("indicators", "target_value")
OVER = ("G901",)
_BEFORE = re.compile(r"百分之\s*(\d+(?:\.\d+)?|[〇零一二三四五六七八九十百]+)(?!\s*(?:[\d%％点]|个))")


def check(project: Project) -> Iterator[Finding]:
    """A percent sign in words, in brackets, in full width; and 百分之 before the number."""
    for target in targets(project):
        field = target.field
        for part in target.value.of(PartKind.UNIT):
            plain = unit_kind(part.text) == "percent" and part.text != "%" and not re.search("[/／]|点$", part.text)
            if plain and not _BEFORE.match(field.text, part.start):
                fix = (field.replace(part.start, part.end, "%"),)
                sentence = f"「{part.text}」应写作 {TEXT}" if field.cells else f"「{part.text}」应写作 %：{TEXT}"
                yield Finding(field, sentence, part[1:3], fix, field.written_in(*part[1:3], "%"))
        for match in _BEFORE.finditer(field.text) if "百分之" in field.text else ():
            better = f"{number(match[1])}%"
            yield Finding(field, f"「{match[0]}」应写作 {TEXT}", match.span(), text=better)
