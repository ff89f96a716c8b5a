"""合计行不等于各行之和

## 说明

表里有合计、总计、小计的行，就要等于它管的各行之和：支出明细、任务表、任何填数的清单都一样，一列一列核对。资金来源的三行由 G201 核对，分值由 G951 核对。

小计的行可以在它管的各行之后，也可以在前；有小计的，合计等于小计之和；写着「其中」的行不另加；按「一、」「（一）」分层的，可以只加一层。
哪一种加法都合不上，才报。比率、单价、序号、年份一类的列不加；有一格不是数字的列不判断。

## 依据

财预〔2015〕88号：绩效目标的内容完整、前后一致；审核时先核数。

## 坏例子

```yaml
支出明细:
- 支出内容: 场地租赁
  单价: "1.00"
  金额: "3.00"
- 支出内容: 资料印刷
  单价: "2.00"
  金额: "2.00"
- 支出内容: 合计
  单价: ""
  金额: "6.00"
```

> 10:8+4 「金额」一列的「合计」6.00 不等于各行之和 5.00，差 1.00：请核对

```yaml
任务:
- 任务名称: 设备维护
  金额: "12.00"
- 任务名称: 培训
  金额: "8.50"
金额合计: "20.00"
```

> 6:8+5 「金额」一列的「合计」20.00 不等于各行之和 20.50，差 0.50：请核对

```yaml
设备费_金额: "12.00"
材料费_金额: "3.00"
劳务费_金额: ""
合计_金额: "16.00"
```

> 4:9+5 「金额」一列的「合计」16.00 不等于各行之和 15.00，差 1.00：请核对

## 好例子

```yaml
设备费_金额: "12.00"
其中购置费_金额: "9.00"
材料费_金额: "3.00"
合计_金额: "15.00"
设备费_单价: "12.00"
材料费_单价: "3.00"
合计_单价: "1.00"
```

```yaml
支出明细:
- 支出内容: 场地租赁
  单价: "1.00"
  金额: "3.00"
- 支出内容: 其中：会议室
  单价: ""
  金额: "1.00"
- 支出内容: 资料印刷
  单价: "2.00"
  金额: "2.00"
- 支出内容: 合 计
  单价: "9.00"
  金额: "5.00"
```

```yaml
明细:
- 内容: 一、设备
  金额: "5.00"
- 内容: （一）电脑
  金额: "3.00"
- 内容: （二）打印机
  金额: "2.00"
- 内容: 二、培训
  金额: "1.00"
- 内容: 总计
  金额: "6.00"
```

```yaml
明细:
- 内容: 甲
  金额: "1"
- 内容: 乙
  金额: "2"
- 内容: 小计
  金额: "3"
- 内容: 丙
  金额: "4"
- 内容: 丁
  金额: "5"
- 内容: 小计
  金额: "9"
- 内容: 合计
  金额: "12"
```
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from goalgen.labels import dense_text
from goalgen.paths import Index, SpecPath, walk
from goalgen.problem import Severity
from goalgen.rules.common import AMOUNTS, whole
from goalgen.view import Field, Finding, Project, number_of

SEVERITY = Severity.WARN
NEEDS = ()

_TOTAL = re.compile(
    r"(?:[(]?[一二三四五六七八九十\d]+[)]?[、.]?)?(?:金额|资金|预算|费用|经费|支出|项目|数量|本页|全部)*"
    r"(?P<word>合计|总计|小计|共计)(?:[(].*[)])?(?:数|金额)?:?"
)
_SAID = re.compile("[合总小共]\\s*计")
_PART = re.compile(r"其中.*|[-—·].+")
_LEVELS = (r"[一二三四五六七八九十]+、", r"[(][一二三四五六七八九十]+[)]", r"\d+[.、](?!\d)", r"[(]\d+[)]")
"""How the layers of a list are numbered, the upper ones first."""
_NO_SUM = re.compile(r"率|比例|占比|比重|单价|序号|编号|编码|代码|年度|年份|电话|标准|价格|权重|%|排名|均")
_NOTHING = ("", "-", "—", "——", "/", "／", "无")
_JUDGED = {*AMOUNTS, "weight", "score", "total_score"}
"""What other rules add up."""


class _Row(NamedTuple):
    """A row of a column: what it is called, without white space and half-width, and its number."""

    name: str
    field: Field
    number: Decimal

    @property
    def total(self) -> str:
        """合计, 小计 …, "" for a row that is none."""
        match = _TOTAL.fullmatch(self.name)
        return match["word"] if match else ""


def check(project: Project) -> Iterator[Finding]:
    """A row of a list, or a field behind it, that says that it is a total and is not."""
    if not _SAID.search(project.whole) and not any(_SAID.search(field.label) for field in project.fields):
        return
    written = {field.path: field for field in project.fields}
    inside: dict[SpecPath, dict[str, Field]] = {}
    for at, field in written.items():
        inside.setdefault(at[:-1], {})[str(at[-1])] = field
    yield from _fixed(written)
    for path, value in walk(project.spec.value):
        if not path or not isinstance(value, list) or not any(isinstance(row, dict) for row in value):
            continue
        rows = {number: inside.get((*path, Index(number)), {}) for number in range(len(value))}
        for column in dict.fromkeys(key for cells in rows.values() for key in cells):
            if not _NO_SUM.search(column) and (found := _column(column, list(rows.values()))):
                yield from _judged(column, found)
                yield from _behind(column, found, path, written)


def _fixed(written: Mapping[SpecPath, Field]) -> Iterator[Finding]:
    """The totals of a table whose rows the form prints: 设备费_金额, 合计_金额."""
    columns: dict[tuple[SpecPath, str], list[_Row]] = {}
    unknown: set[tuple[SpecPath, str]] = set()
    for path, field in written.items():
        row, _, column = str(path[-1]).rpartition("_")
        if row and isinstance(path[-1], str) and not _NO_SUM.search(column):
            number = Decimal(0) if field.text.strip() in _NOTHING else number_of(field.text)
            columns.setdefault((path[:-1], column), []).append(_Row(dense_text(row), field, number or Decimal(0)))
            if number is None or field.meaning in _JUDGED:
                unknown.add((path[:-1], column))
    for key, rows in columns.items():
        if key not in unknown and sum(not row.total for row in rows) > 1:
            yield from _judged(key[1], rows)


def _column(column: str, rows: Sequence[Mapping[str, Field]]) -> list[_Row]:
    """The numbers of a column, those that say nothing as 0; nothing where one is no number, or another rule adds them up."""
    found = []
    for cells in rows:
        field = cells.get(column)
        if field is None or field.meaning in _JUDGED:
            return []
        number = Decimal(0) if field.text.strip() in _NOTHING else number_of(field.text)
        if number is None:
            return []
        found.append(_Row(_name(cells), field, number))
    return found


def _name(cells: Mapping[str, Field]) -> str:
    """What a row is called: the first of its texts that says that it is a total, else the first that is no number."""
    names = [dense_text(field.text) for field in cells.values() if number_of(field.text) is None]
    return next((name for name in names if _TOTAL.fullmatch(name)), next((name for name in names if name), ""))


def _judged(column: str, rows: Sequence[_Row]) -> Iterator[Finding]:
    """The totals of a column that no way of adding comes to."""
    subtotals = [row for row in rows if row.total == "小计"]
    for place, row in enumerate(rows):
        if not row.total or row.field.text.strip() in _NOTHING:
            continue
        if row.total == "小计":
            edges = [-1, *(at for at, each in enumerate(rows) if each.total), len(rows)]
            about = [rows[one + 1 : other] for one, other in pairwise(edges) if place in (one, other)]
        else:
            items = [each for each in rows if not each.total]
            about = [items, _above(rows, place), [each for each in rows if each in subtotals], _loose(rows)]
        sums = [one for some in about if some for one in _sums(some)]
        if len(max(about, key=len, default=[])) > 1 and row.number not in sums:
            yield _finding(column, row.total, row.field, row.number, sums[0])


def _above(rows: Sequence[_Row], place: int) -> Sequence[_Row]:
    """The rows between a total and the one before it."""
    begin = max((at + 1 for at in range(place) if rows[at].total), default=0)
    return rows[begin:place]


def _loose(rows: Sequence[_Row]) -> list[_Row]:
    """The subtotals, with the rows behind the last of them."""
    last = max((at for at, row in enumerate(rows) if row.total == "小计"), default=-1)
    return [row for at, row in enumerate(rows) if row.total == "小计" or (at > last and not row.total)]


def _sums(rows: Sequence[_Row]) -> Iterator[Decimal]:
    """What rows come to: all of them, those that are no part of others, those of one layer."""
    whole_ones = [row for row in rows if not _PART.match(row.name)]
    for some in (whole_ones, rows):
        yield sum((row.number for row in some), Decimal(0))
    for level in _LEVELS:
        if some := [row for row in rows if re.match(level, row.name)]:
            yield sum((row.number for row in some), Decimal(0))


def _behind(column: str, rows: Sequence[_Row], path: SpecPath, written: Mapping[SpecPath, Field]) -> Iterator[Finding]:
    """The field beside a list that is the total of one of its columns: 合计_金额, 金额合计."""
    items = [row for row in rows if not row.total]
    for at, field in written.items():
        if at[:-1] != path[:-1] or not isinstance(at[-1], str) or len(items) < 2:
            continue
        row, _, name = at[-1].rpartition("_")
        is_cell = bool(row) and dense_text(name) == dense_text(column) and _TOTAL.fullmatch(dense_text(row)) is not None
        is_named = any(at[-1] == f"{column}{word}" for word in ("合计", "总计"))
        number = number_of(field.text)
        if (is_cell or is_named) and number is not None and number not in (sums := list(_sums(items))):
            yield _finding(column, "合计" if "合计" in at[-1] else "总计", field, number, sums[0])


def _finding(column: str, word: str, field: Field, number: Decimal, due: Decimal) -> Finding:
    message = f"「{column}」一列的「{word}」{number} 不等于各行之和 {due}，差 {abs(number - due)}：请核对"
    return Finding(field, message, whole(field))
