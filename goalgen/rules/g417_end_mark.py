"""指标值末尾有句号

## 说明

指标值是短语或数，末尾不用句号、分号。一格里有几句话的，去掉末尾一个也不成样，只提出来，不自动改。

## 依据

GB/T 15834—2011《标点符号用法》：句号用于句子末尾；表格栏目里的短语末尾不用（行文习惯）。

## 坏例子

```yaml
绩效指标:
- 三级指标: 系统开发工作完成时效
  指标值: "2022年12月31日前完成。 "
- 三级指标: 备份次数
  指标值: ≥3次；
- 三级指标: 社会效益
  指标值: 保障环境安全、稳定运行。防范重大网络安全事故发生。
```

> 3:23+1 指标值末尾不用「。」
> 5:11+1 指标值末尾不用「；」
> 7:32+1 指标值末尾不用「。」：几句话合成一个短语

改为：

```yaml
绩效指标:
- 三级指标: 系统开发工作完成时效
  指标值: "2022年12月31日前完成 "
- 三级指标: 备份次数
  指标值: ≥3次
- 三级指标: 社会效益
  指标值: 保障环境安全、稳定运行。防范重大网络安全事故发生。
```

## 好例子

```yaml
绩效指标:
- 三级指标: 完成时效
  指标值: 2022年12月31日前完成
- 三级指标: 空着
  指标值: 。
- 三级指标: 负责处室
  指标值: 科技处等
- 三级指标: 系统易用性
  指标值: 系统易用、流畅
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.values import targets
from goalgen.value import PartKind
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
FIX = "safe"
NEEDS = ("indicators", "target_value")
OVER = ("G902",)


def check(project: Project) -> Iterator[Finding]:
    """A mark that ends the value, after something."""
    for target in targets(project):
        for mark in target.value.of(PartKind.END):
            before = target.field.text[: mark.start]
            if not before.strip():
                continue
            one = "。" not in before
            fix = (target.field.replace(mark.start, mark.end, ""),) if one else ()
            message = f"指标值末尾不用「{mark.text}」{'' if one else '：几句话合成一个短语'}"
            yield Finding(target.field, message, mark[1:3], fix)
