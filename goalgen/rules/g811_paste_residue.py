"""粘贴留下的痕迹

## 说明

符号、单位、数写了两遍（`95%%`、`5次次`、`500人 500人`）、汉字中间夹着半角空格或点、名称前后留着符号（`≥培训场次`、`培训场次：`）：是复制、分列、识别留下的，读起来像错字。
符号、单位另有一栏的表，指标值里又写一遍的，只提示。

## 依据

行文习惯：公开的文件逐字可校。

## 坏例子

```yaml
绩效指标:
- 三级指标: ≥培训场次
  指标值: ≥5次次
- 三级指标: 参训 人员满意度
  指标值: ≥95%%
- 三级指标: 、发 放 手 册 数量：
  指标值: ≥≥500册 500册
- 三级指标: 走访户数
  指标性质: ≥
  指标值: ≥20户
  度量单位: 户
```

> 2:9+1 名称前面留着「≥」：删去
> 3:10+2 「次次」重复：改为 次
> 4:11+1 「训 人」中间的空格：删去
> 5:11+2 「%%」重复：改为 %
> 6:9+1 名称前面留着「、」：删去
> 6:10+7 「发 放 手 册」中间的空格：改为 发放手册
> 6:20+1 名称末尾留着「：」：删去
> 7:8+2 「≥≥」重复：改为 ≥
> 7:10+9 「500册 500册」重复：改为 500册
> 10:8+1 「≥」在「指标性质」里已经写了：「指标值」只写 20户
> 10:11+1 「户」在「度量单位」里已经写了：「指标值」只写 ≥20

改为：

```yaml
绩效指标:
- 三级指标: 培训场次
  指标值: ≥5次
- 三级指标: 参训人员满意度
  指标值: ≥95%
- 三级指标: 发放手册数量
  指标值: ≥500册
- 三级指标: 走访户数
  指标性质: ≥
  指标值: 20
  度量单位: 户
```

## 好例子

```yaml
绩效指标:
- 三级指标: 系统 A 版上线数量
  指标值: ≥5个
- 三级指标: 家家户户走访次数
  指标值: ≥5次
- 三级指标: 人人参与
  指标值: ≥1000人
- 三级指标: "第一批 第二批 第三批改造数量"
  指标值: ≥5处
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import TEXT, Severity
from goalgen.rules.common import titled
from goalgen.value import PartKind, ValueKind, operator_of, unit_kind
from goalgen.view import Field, Finding, Indicator, Project

SEVERITY = Severity.WARN
ALSO = (Severity.INFO,)
FIX = "unsafe"
OVER = ("G807",)
NEEDS = ("indicators",)

_TWICE = re.compile(r"(?<=[\d ])(?P<unit>[^\W\d_]{1,3}|[%％])\s?(?P=unit)(?=\Z|[\s。；;，,])")
_SIGNS = re.compile(r"(?P<sign>[≥≤＞＜=＝])\s?(?P=sign)")
_AMOUNTS = re.compile(
    r"(?P<amount>(?<![\d.,])\d[\d.,]{0,15}(?P<unit>[^\W\d_]{1,3}|[%％]))\s*(?P=amount)(?=\Z|[。；;，,])"
)
_BEFORE = re.compile(r"\s*(?P<mark>[、，,；;：:·•#_\-—]+)(?=\s*[\u4e00-\u9fff])")
_BEHIND = re.compile(r"(?<=[\u4e00-\u9fff)）])(?P<mark>[、，,；;：:]+)\s*\Z")
_APART = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?: [\u4e00-\u9fff]){2,}(?![\u4e00-\u9fff])")
_DOTS = re.compile(r"(?m:^[ \t]*[.…．·]{6,}[ \t]*$)")
_UNENDED = re.compile(r"(?P<mark>[，,、：:])\s*\Z")
_ODD = re.compile(r"[\W_]")
"""What is in every name that has something left in it."""
_GAP = re.compile(r"(?<=[\u4e00-\u9fff])(?P<gap> |\.)(?=[\u4e00-\u9fff])")


def check(project: Project) -> Iterator[Finding]:
    """A sign, a unit or an amount twice in a value, gaps in a name, a sign before it, a mark before or behind it."""
    for field in (field for meaning in ("goals", "total_goals", "actual_goals") for field in project.all(meaning)):
        yield from _text(field)
    for row in project.indicators:
        name, target = row.field("indicator_name"), row.field("target_value")
        yield from _name(name) if name else ()
        yield from _value(target) if target else ()
        yield from _columns(row)


def _text(field: Field) -> Iterator[Finding]:
    """A row of dots that filled a line once, and a text that ends in the middle of a sentence."""
    for match in _DOTS.finditer(field.text):
        yield Finding(field, f"留着一串点「{match[0][:6]}…」：删去", match.span(), (field.replace(*match.span(), ""),))
    if end := _UNENDED.search(field.text):
        yield Finding(field, f"末尾是「{end['mark']}」，话没有写完：补完，或改成句号", end.span("mark"))


def _value(target: Field) -> Iterator[Finding]:
    for pattern, once in ((_SIGNS, "sign"), (_TWICE, "unit"), (_AMOUNTS, "amount")):
        for match in pattern.finditer(target.text):
            if once == "sign" or unit_kind(match["unit"]):
                fix = (target.replace(*match.span(), match[once]),)
                yield Finding(target, f"「{match[0]}」重复：改为 {TEXT}", match.span(), fix, match[once])


def _columns(row: Indicator) -> Iterator[Finding]:
    """A sign or a unit that stands in its own column and once more in that of the value."""
    field = row.fields.get("target_value")
    for meaning, kind in (("nature", PartKind.OPERATOR), ("measure_unit", PartKind.UNIT)):
        column = row.fields.get(meaning)
        parts = field.value.of(kind) if field and column and not column.is_blank else []
        if field and column and len(parts) == 1 and _is_same(parts[0].text, column.text.strip()):
            part, text = parts[0], field.text
            left = f"{text[: part.start]}{text[part.end :]}".strip()
            fix = (field.replace(part.start, part.end, ""),)
            message = f"「{part.text}」在{titled(column)}里已经写了：{titled(field)}只写 {TEXT}"
            if field.value.kind is ValueKind.NUMBER and left:
                yield Finding(field, message, (part.start, part.end), fix, left, Severity.INFO)


def _is_same(one: str, other: str) -> bool:
    """Whether two cells write one sign or one unit."""
    return one == other or operator_of(one) == operator_of(other) != ""


def _name(name: Field) -> Iterator[Finding]:
    if not _ODD.search(name.text):
        return
    start = len(name.text) - len(name.text.lstrip())
    if operator_of(name.text[start : start + 1]) and name.text[start] != "《":
        fix = (name.replace(start, start + 1, ""),)
        yield Finding(name, f"名称前面留着「{name.text[start]}」：删去", (start, start + 1), fix)
    for match, where in ((_BEFORE.match(name.text), "前面"), (_BEHIND.search(name.text), "末尾")):
        if match:
            fix = (name.replace(*match.span("mark"), ""),)
            yield Finding(name, f"名称{where}留着「{match['mark']}」：删去", match.span("mark"), fix)
    for match in _APART.finditer(name.text):
        text = match[0].replace(" ", "")
        yield Finding(name, f"「{match[0]}」中间的空格：改为 {TEXT}", match.span(), text=text)
    gaps = list(_GAP.finditer(name.text))
    if len(gaps) == 1:  # several divide a list
        match = gaps[0]
        around = name.text[match.start() - 1 : match.end() + 1]
        fix = (name.replace(*match.span(), ""),)
        what = "空格" if match["gap"] == " " else "点"
        yield Finding(name, f"「{around}」中间的{what}：删去", match.span(), fix)
