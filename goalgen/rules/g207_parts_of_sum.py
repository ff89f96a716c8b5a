"""「其中」的数加起来不对

## 说明

一句话里写「共12万元，其中：5万元…；4万元…；2.9万元…」，分项加起来应等于总数。单位不同的先折算；分项里写了「等」的不判断。人、个、次这样的数，分项不一定说全了，只报加起来比总数还多的。

## 依据

财预〔2015〕88号：绩效目标要合理可行、前后一致；审核时先核数。

## 坏例子

```yaml
资金用途: 共12万元，其中：5万元用于设备购置；4万元用于培训；2.9万元用于印刷。
```

> 1:8+4 总数「12万元」不等于其中各项之和 11.9万元，差 0.1万元

```yaml
绩效目标:
- 安排资金30万元，其中设备20万元、培训8万元。
- 安排经费15万元。其中，专家费6万元，场地费5万元，资料费3万元。
- 培训500人，其中高校300人、企业250人。
```

> 2:7+4 总数「30万元」不等于其中各项之和 28万元，差 2万元
> 3:7+4 总数「15万元」不等于其中各项之和 14万元，差 1万元
> 4:5+4 总数「500人」比其中各项之和 550人 还小，差 50人

## 好例子

```yaml
资金用途: 共11.9万元，其中：5万元用于设备购置；4万元用于培训；2.9万元用于印刷。
```

```yaml
资金用途: 共12万元，其中：5万元用于设备购置等。
```

```yaml
绩效目标:
- 投入12万元，其中设备5万元、培训7万元，带动投资300万元。
- 投入120万元，其中一期80万元（含设备30万元）、二期40万元。
- 培训500人，其中高校300人、企业50人。
- 开展活动12场，其中线上5场、线下7场。
```
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from goalgen.problem import Severity
from goalgen.rules.common import YUAN
from goalgen.rules.words import prose
from goalgen.value import unit_kind
from goalgen.view import Field, Finding, Project

SEVERITY = Severity.WARN
NEEDS = ()

_MONEY = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>亿元|万元|千元|元)(?!\s*/)")
_SENTENCE = re.compile(
    rf"(?:共|合计|总计|总额|总投资|投入|资金|预算|安排|经费)[^，。；;\d]{{0,8}}(?P<total>{_MONEY.pattern.replace('?P<number>', '').replace('?P<unit>', '')})"
    r"[^。\d]{0,6}[。；;]?\s*其中[:：，,]?(?P<parts>[^。\n]*)"
)
_OPEN = re.compile(r"等|余|左右|不少于|不超过|带动|每|人均|/")
_COUNT = re.compile(
    r"(?P<total>(?<![\d.])(?P<number>\d+(?:\.\d+)?)(?P<unit>[^\W\d_]{1,3}?))[，,；;（(]?\s*其中[:：，,]?(?P<parts>[^。\n]*)"
)
_ASIDE = re.compile(r"[（(][^（）()]*[)）]")
"""What is said of a part is no part beside it."""
LONGEST = 5000


def check(project: Project) -> Iterator[Finding]:
    """A sum of money in a sentence with its parts behind 其中, two or more, that do not sum up."""
    for field in prose(project):
        if "其中" not in field.text or len(field.text) > LONGEST:
            continue
        for match in _SENTENCE.finditer(field.text):
            clause = re.split(r"，(?:带动|撬动|拉动|节约|完成)", _ASIDE.sub("", match["parts"]))[0]
            parts = [_yuan(each) for each in _MONEY.finditer(clause)]
            whole = _MONEY.match(match["total"])
            if whole is None or len(parts) < 2 or _OPEN.search(clause) or sum(parts) == _yuan(whole):
                continue
            unit = whole["unit"]
            scale, total = YUAN[unit], _yuan(whole)
            told = f"{_plain(sum(parts, Decimal(0)) / scale)}{unit}，差 {_plain(abs(total - sum(parts)) / scale)}{unit}"
            yield Finding(field, f"总数「{whole[0]}」不等于其中各项之和 {told}", match.span("total"))
        yield from _counted(field)


def _counted(field: Field) -> Iterator[Finding]:
    """A count whose parts, not all of which need be told, come to more."""
    for match in _COUNT.finditer(field.text):
        unit, parts = match["unit"], _ASIDE.sub("", match["parts"])
        counts = [
            Decimal(number) for number in re.findall(rf"(?<![\d.])(\d+(?:\.\d+)?){re.escape(unit)}(?!次|[/／·])", parts)
        ]
        total, more = Decimal(match["number"]), sum(counts, Decimal(0))
        if (
            len(counts) >= 2
            and more > total
            and unit_kind(unit) not in ("", "money", "percent")
            and not _OPEN.search(parts)
        ):
            told = f"{_plain(more)}{unit} 还小，差 {_plain(more - total)}{unit}"
            yield Finding(field, f"总数「{match['total']}」比其中各项之和 {told}", match.span("total"))


def _yuan(match: re.Match[str]) -> Decimal:
    return Decimal(match["number"].replace(",", "")) * YUAN[match["unit"]]


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
