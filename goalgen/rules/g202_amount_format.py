"""金额写法不规范

## 说明

金额单元格只写数字，单位在表头；以万元为单位的保留两位小数。写了「万元」或少了小数，汇总时程序读不出来。几格写得一样的，只报一次，写明几处。

## 依据

财预〔2015〕163号：金额以万元为单位，保留小数点后两位。

## 坏例子

```yaml
金额单位: 万元
预算数: 250万
财政资金: "249.5"
其他资金: 0.5
```

> 2:6+4 「250万」不是纯数字：单位在表头，应写成：250.00
> 3:8+5 「249.5」没有两位小数：写成 249.50
> 4:7+3 「0.5」没有两位小数：写成 0.50

改为：

```yaml
金额单位: 万元
预算数: "250.00"
财政资金: "249.50"
其他资金: "0.50"
```

```yaml
金额单位: 万元
预算数: 约854万元（含上年）
财政资金: 见附表
```

> 2:6+11 「约854万元（含上年）」不是纯数字：单位在表头，本格只填数字：854.00
> 3:7+3 「见附表」不是纯数字：单位在表头，本格只填数字

```yaml
金额单位: 万元
预算数: ４３．００
财政资金: "43．00"
```

> 2:6+5 「４３．００」是全角数字：应写成：43.00
> 3:8+5 「43．00」是全角数字：应写成：43.00

改为：

```yaml
金额单位: 万元
预算数: "43.00"
财政资金: "43.00"
```

```yaml
金额单位: 万元
预算数: "20"
财政资金: "20"
其他资金: "0.00"
```

> 2:7+2 「20」没有两位小数（2 处）：写成 20.00

改为：

```yaml
金额单位: 万元
预算数: "20.00"
财政资金: "20.00"
其他资金: "0.00"
```

## 好例子

```yaml
金额单位: 万元
预算数: "1,299.00"
财政资金: "1299.00"
其他资金: " "
```

```yaml
金额单位: 元
预算数: "250000"
```

```yaml
预算数: 全年预算数（万元）
```
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal

from goalgen.paths import field_of
from goalgen.problem import TEXT, Severity
from goalgen.rules.common import AMOUNTS, YUAN, amount_unit, short, whole
from goalgen.schema import field_schema
from goalgen.value import MAX_DIGITS
from goalgen.view import Field, Finding, Project, number_of
from goalgen.vocabulary import UNIT_KEY, meaning_of_label

SEVERITY = Severity.WARN
ALSO = (Severity.INFO,)
FIX = "safe"
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_MARKS = "“”\"'‘’＂＇`「」『』《》«»【】\\[\\]"
_DRESSED = re.compile(
    rf"[{_MARKS}￥¥]*\s*(?P<number>[\d,]+(?:\.\d+)?)\s*[{_MARKS}]*\s*(?:万元?)?\s*[{_MARKS}]*[;；,，。、]?"
)


def check(project: Project) -> Iterator[Finding]:
    """An amount that is no number; in 万元, one without two decimals. What is written alike in several cells is one finding."""
    in_wan = amount_unit(project) == "万元"
    same: dict[str, list[Field]] = {}
    known = [field for meaning in AMOUNTS for field in project.all(meaning)]
    for field in (*known, *_others(project, known)):
        same.setdefault(field.text.strip(), []).append(field)
    for text, fields in same.items():
        if told := _told(text, in_wan):
            what, advice, meant = told
            count = f"（{len(fields)} 处）" if len(fields) > 1 else ""
            fix = tuple(field.replace(*whole(field), meant) for field in fields) if meant else ()
            sentence = f"{what}{count}：{advice}"
            severity = (
                Severity.INFO if number_of(text) is not None and text == unicodedata.normalize("NFKC", text) else None
            )
            yield Finding(fields[0], sentence, whole(fields[0]), fix, meant, severity, tuple(fields[1:]))


def _others(project: Project, known: Sequence[Field]) -> Iterator[Field]:
    """The amounts of sources that have no meaning of their own, in so far as they are no numbers."""
    for field in project.fields:
        if len(field.path) == 1 and field not in known and not field.is_blank and number_of(field.text) is None:
            declared = field_schema(project.schema, field_of(field.path)) or {}
            if declared.get(UNIT_KEY) in YUAN and _DRESSED.fullmatch(unicodedata.normalize("NFKC", field.text.strip())):
                yield field


def _told(text: str, in_wan: bool) -> tuple[str, str, str] | None:
    """What is wrong with an amount, what to do, and what to write if that is known; None for a good one."""
    amount = number_of(text)
    half = unicodedata.normalize("NFKC", text)
    if half != text and number_of(half) is not None:
        meant = _meant(half) if in_wan else half
        return f"「{short(text)}」是全角数字", f"应写成：{TEXT}" if meant else "改用半角", meant
    if text and amount is None and not meaning_of_label(text):  # the heading of a column is no amount
        meant = _meant(text) if in_wan else ""
        what, advice = _no_number(text, f"应写成：{TEXT}" if meant else "", in_wan)
        return what, advice, meant
    if amount is not None and in_wan and not re.search(r"\.\d\d\Z", text):
        exact = amount == amount.quantize(Decimal("0.01"))
        meant = f"{amount:.2f}" if exact else ""
        problem = "没有两位小数" if exact else "小数多于两位"
        return f"「{text}」{problem}", f"写成 {TEXT}" if exact else "保留两位", meant
    return None


def _no_number(text: str, advice: str, in_wan: bool) -> tuple[str, str]:
    digits = sum(char.isdigit() for char in text)
    if digits > MAX_DIGITS:
        return f"「{short(text)}」有 {digits} 位数字，超过 {MAX_DIGITS} 位，没有计算", "请核对"
    numbers = [number for each in _NUMBER.findall(text) if (number := number_of(each)) is not None]
    only = f"本格只填数字：{numbers[0]:.2f}" if in_wan and len(numbers) == 1 else "本格只填数字"
    return f"「{short(text, 60)}」不是纯数字", f"单位在表头，{advice or only}"


def _meant(text: str) -> str:
    """An amount in 万元 that stands in quotation marks, or has its sign of money or its unit behind it; "" for anything else."""
    match = _DRESSED.fullmatch(text)
    amount = number_of(match["number"]) if match else None
    return f"{amount:.2f}" if amount is not None and amount == amount.quantize(Decimal("0.01")) else ""
