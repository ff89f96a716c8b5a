"""时限没有写全年月日

## 说明

「2022年12月前完成」是 11 月底还是 12 月底，各有各的理解；「12月」没有年。时限写全年月日。起止时间（2023.07-2024.01）和每月、每年的日子不报。

## 依据

财预〔2015〕88号：绩效目标要指向明确、定时；完整日期是评审习惯。

## 坏例子

```yaml
项目名称: 2022年审计监督工作
绩效指标:
- 二级指标: 时效指标
  三级指标: 完成时间
  指标值: 2022年12月前完成
- 二级指标: 时效指标
  三级指标: 完成时限
  指标值: 2022年12月底前
- 二级指标: 时效指标
  三级指标: 完成时效
  指标值: 2022年年底前完成
- 二级指标: 时效指标
  三级指标: 完成时效
  指标值: 2022年12月
- 二级指标: 时效指标
  三级指标: 完成时间
  指标值: 不晚于12月
- 二级指标: 时效指标
  三级指标: 完成时间
  指标值: 12月31日前完成
```

> 5:8+9 「2022年12月前」没有写日：写明是 2022年11月30日前 还是 2022年12月31日前
> 8:8+10 「2022年12月底前」没有写日：写成 2022年12月31日前
> 11:8+8 「2022年年底前」没有写月、日：写成 2022年12月31日前
> 14:8+8 「2022年12月」没有写日：写成 2022年12月31日前
> 17:11+3 「12月」没有写年、日：写成 2022年12月31日
> 20:8+7 「12月31日前」没有写年：写成 2022年12月31日前

改为：

```yaml
项目名称: 2022年审计监督工作
绩效指标:
- 二级指标: 时效指标
  三级指标: 完成时间
  指标值: 2022年12月前完成
- 二级指标: 时效指标
  三级指标: 完成时限
  指标值: 2022年12月31日前
- 二级指标: 时效指标
  三级指标: 完成时效
  指标值: 2022年12月31日前完成
- 二级指标: 时效指标
  三级指标: 完成时效
  指标值: 2022年12月31日前
- 二级指标: 时效指标
  三级指标: 完成时间
  指标值: 不晚于2022年12月31日
- 二级指标: 时效指标
  三级指标: 完成时间
  指标值: 2022年12月31日前完成
```

```yaml
绩效指标:
- 二级指标: 时效指标
  三级指标: 完成时间
  指标值: 2023年1月前完成
- 二级指标: 时效指标
  三级指标: 完成时间
  指标值: 2月前完成
- 二级指标: 时效指标
  三级指标: 完成时间
  指标值: 1月前完成
- 二级指标: 时效指标
  三级指标: 完成时间
  指标值: 年底
```

> 4:8+8 「2023年1月前」没有写日：写明是 2022年12月31日前 还是 2023年1月31日前
> 7:8+3 「2月前」没有写年、日：写上年份，写明是 1月31日前 还是 2月28日前
> 10:8+3 「1月前」没有写年、日：写上年份，写明是 12月31日前 还是 1月31日前
> 13:8+2 「年底」没有写年、月、日：写上年份，写明是 12月31日前

## 好例子

```yaml
年度: 2022
绩效指标:
- 二级指标: 时效指标
  三级指标: 完成时间
  指标值: 2022年12月31日前完成
- 二级指标: 时效指标
  三级指标: 服务周期
  指标值: 2023.07-2024.01
- 二级指标: 时效指标
  三级指标: 报送时间
  指标值: 每年12月31日前
- 二级指标: 时效指标
  三级指标: 工期
  指标值: ≤12个月
- 二级指标: 时效指标
  三级指标: 服务期
  指标值: 2022年全年
- 二级指标: 数量指标
  三级指标: 2022年12月活动
  指标值: 2022年12月
```
"""

from collections.abc import Iterator

from goalgen.problem import TEXT, Severity
from goalgen.rules.values import is_time, last_day, targets
from goalgen.value import Date, PartKind, ValueKind
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
FIX = "unsafe"
NEEDS = ("indicators", "level2", "target_value")
OVER = ("G902",)


def check(project: Project) -> Iterator[Finding]:
    """The one date of a row about time, when a part of it is missing."""
    for target in targets(project):
        value = target.value
        if (
            value.kind is not ValueKind.DATE
            or len(value.dates) != 1
            or value.period
            or not is_time(project, target.row)
        ):
            continue
        date, part = value.dates[0], value.of(PartKind.DATE)[0]
        missing = "、".join(name for name, number in zip("年月日", date, strict=True) if not number)
        if missing:
            after = [each for each in value.of(PartKind.BEFORE) if each.start == part.end]
            end = after[0].end if after else part.end
            shown = target.field.text[part.start : end]
            dates = _meant(date, shown, project.year)
            words = [sign.text for sign in value.of(PartKind.OPERATOR)]
            in_words = all("\u4e00" <= word[0] <= "\u9fff" for word in words)  # ≤12月 may be a period, see G504
            if words and in_words:  # 不晚于 says already that it is before
                dates = [text.removesuffix("前") for text in dates]
            said = f"「{shown}」没有写{missing}"
            if len(dates) == 1 and in_words and (date.year or project.year):
                yield Finding(target.field, f"{said}：写成 {TEXT}", (part.start, end), text=dates[0])
            else:
                year = "" if date.year or project.year else "写上年份，"
                yield Finding(target.field, f"{said}：{year}写明是 {' 还是 '.join(dates)}", (part.start, end))


def _meant(date: Date, shown: str, year: int | None) -> list[str]:
    """The days that may be meant: before a month is before its first day or before its last."""
    last = f"{last_day(date, year)}前"
    if date.day or not date.month or not shown.endswith("月前"):
        return [last]
    before, month = date.year or year or 0, date.month - 1
    if month == 0:
        before, month = max(before - 1, 0), 12
    return [f"{last_day(Date(before, month), None)}前", last]
