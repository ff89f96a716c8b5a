"""一级、二级指标不在体系里

## 说明

一级、二级指标用规定的名称，汇总和自评才对得上。全角半角、空格、「（50分）」和已知的别名都算对。表样没有写明用哪一套体系时不判断。

## 依据

财预〔2015〕88号、财预〔2021〕101号的指标体系；用哪一套由表样和年度决定。

## 坏例子

```yaml
绩效指标:
- 一级指标: 产出指示
  二级指标: 数量指标
- 一级指标: 产出指标
  二级指标: 工作指标
```

> 2:9+4 「产出指示」不是财预〔2015〕88号的一级指标：是不是「产出指标」？
> 5:9+4 「工作指标」不是财预〔2015〕88号的二级指标：可写数量指标、质量指标、时效指标、成本指标

改为：

```yaml
绩效指标:
- 一级指标: 产出指标
  二级指标: 数量指标
- 一级指标: 产出指标
  二级指标: 工作指标
```

## 好例子

```yaml
绩效指标:
- 一级指标: 产 出 指 标
  二级指标: 数量
- 一级指标: 效益指标（30分）
  二级指标: 环境效益指标
- 一级指标: 服务对象满意度指标
  二级指标: 社会公众或服务对象满意度指标
- 一级指标: ""
  二级指标: ……
```

```yaml
# taxonomy: none
绩效指标:
- 一级指标: 过程指标
```
"""

from collections.abc import Iterator, Sequence

from goalgen.problem import TEXT, Severity
from goalgen.view import Field, Finding, Profile, Project

SEVERITY = Severity.ERROR
FIX = "unsafe"
NEEDS = ("indicators", "taxonomy")


def check(project: Project) -> Iterator[Finding]:
    """A level that stands nowhere in the tree of the form's profile."""
    profile = project.profile
    for row in project.indicators if profile else ():
        assert profile
        upper, lower = row.field("level1"), row.field("level2")
        known = project.level1(row)
        if upper and any(map(str.isalpha, upper.text)) and not known:
            own = project.level2(row)
            yield _finding(
                upper, "一级", profile, [name for name, below in profile.tree.items() if own in (None, *below)]
            )
        if lower and any(map(str.isalpha, lower.text)) and not project.level2(row):
            every = tuple(name for names in profile.tree.values() for name in names)
            yield _finding(lower, "二级", profile, profile.tree[known] if known else every)


def _finding(field: Field, level: str, profile: Profile, names: Sequence[str]) -> Finding:
    """What is not in the tree, and what of the names it may be: for level 1 those alone that have the row's level 2."""
    text = field.text.strip()
    from difflib import get_close_matches  # which only a slip pays for

    close = get_close_matches(text, names, 1, 0.7)
    advice = f"是不是「{TEXT}」？" if close else f"可写{'、'.join(names)}"
    return Finding(field, f"「{text}」不是{profile.name}的{level}指标：{advice}", text=close[0] if close else "")
