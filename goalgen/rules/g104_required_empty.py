"""必填项空着

## 说明

表样规定要有的栏目空着，这张表就没有说清是谁的、要做什么、做到什么程度。只有空格也算空着。

按规矩可以空的不算：表样的 schema 举的例子里有空的（如天津的「其他资金」）；要由别人写、要等年终才知道的（审核意见、
得分、完成情况、执行数、备注）；纸上签的（单位负责人、填报日期、联系人、电话）。分中期和年度两栏的表，一行只写了一栏也可以。

一行里只有一级、二级指标空着，上面的行有：多半是 Word 的表在页末断开，下一页的格子另起了，没有和上面合并。问是不是接着上面的，
是就用 `--unsafe-fixes` 补上，不是就自己写。

一行里只有级别（或「指标1：」「……」）、别的都空着，是表样事先印好的行：只提示，用不着的删去。印着分值、当作标题的一格（如「绩效目标（90分）」下面就是指标清单），不是漏填。

## 依据

财预〔2015〕88号：绩效目标审核首先看完整性；津财绩效〔2020〕16号。

## 坏例子

```yaml
单位名称: ""
项目名称: 审计监督工作
预算数: " "
资金用途: " "
绩效目标: []
绩效指标:
- 三级指标: 审计报告
  指标值: ""
- 三级指标: ""
  指标值: " "
```

> 1:7+2 「单位名称」空着：请填写
> 3:6+3 「预算数」空着：请填写
> 4:7+3 「资金用途」空着：请填写
> 5:1+4 「绩效目标」一条也没有：至少写一条
> 8:8+2 「审计报告」的「指标值」空着：请填写
> 9:9+2 没有名称的一行，「三级指标」「指标值」空着：请填写，或删去这一行

```yaml
绩效指标:
- 一级指标: 产出指标
  二级指标: 数量指标
  三级指标: 审计报告
  指标值: ≥3份
- 一级指标: ""
  二级指标: ""
  三级指标: 审计项目
  指标值: ≥3个
```

> 6:9+2 「审计项目」的「一级指标」空着：接上页的「产出指标」？
> 7:9+2 「审计项目」的「二级指标」空着：接上页的「数量指标」？

改为：

```yaml
绩效指标:
- 一级指标: 产出指标
  二级指标: 数量指标
  三级指标: 审计报告
  指标值: ≥3份
- 一级指标: 产出指标
  二级指标: 数量指标
  三级指标: 审计项目
  指标值: ≥3个
```

## 好例子

```yaml
项目名称: 审计监督工作
预算数: "0.00"
其他资金: " "
绩效目标:
- 完成审计项目3个。
绩效指标:
- 三级指标: 审计报告
  指标值: ≥3份
```
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from goalgen.paths import SpecPath, field_of, walk
from goalgen.problem import TEXT, Severity
from goalgen.rules.common import must_be_written, place_of, short, titled, weight
from goalgen.schema import field_schema
from goalgen.view import Field, Finding, Indicator, Project
from goalgen.vocabulary import TO_FILL

SEVERITY = Severity.ERROR
ALSO = (Severity.INFO,)
FIX = "unsafe"
_LEFT = re.compile(r"\s*[…．.]{2,}\s*")
_LEVELS = ("level1", "level2")
_PRINTED = {*_LEVELS, "nature", "measure_unit", "weight"}
"""What a form prints in its rows before anybody writes in them."""
_PLACEHOLDER = re.compile(
    r"\s*(?:(?:三级)?指标\s*[\d一二三四五六七八九十]*|[.…。·]+|\d+)\s*[:：.、．]?\s*(?:[.…]+)?\s*"
)
"""What a form prints in place of a name: `指标1：`, `……`."""
_HORIZONS = (
    ("level2", "total_level2"),
    ("indicator_name", "total_indicator_name"),
    ("target_value", "total_target_value"),
)
"""Where a row has a cell for each of two horizons, one of them is enough."""
_OTHER = {one: other for pair in _HORIZONS for one, other in (pair, pair[::-1])}


def check(project: Project) -> Iterator[Finding]:
    """A field that must be filled in and holds nothing to be seen."""
    yield from _lists(project)
    blank = [
        field
        for field in project.fields
        if _may_be_blank(field.text) and field.is_blank and must_be_written(project, field.path, field.meaning)
    ]
    if not blank:
        return
    written = {(_row(field), field.meaning) for field in project.fields if not field.is_blank}
    blank = [field for field in blank if (_row(field), _OTHER.get(field.meaning, "")) not in written]
    blank = [field for field in blank if field.meaning != "goals" or not _is_heading(project, field)]
    above = {path: text for table in project.tables for path, text in _levels_above(table)} if blank else {}
    places = {_row(field): _place(row) for row in project.indicators if blank for field in row.fields.values()}
    yield from (_going_on(field, above[field.path], places[_row(field)]) for field in blank if field.path in above)
    whole: dict[tuple[str | int, ...], list[Field]] = {}
    for field in project.fields if blank else ():
        whole.setdefault(_row(field), []).append(field)
    for row, cells in groupby([field for field in blank if field.path not in above], _row):
        if row and _is_left(whole[row]):
            continue
        if row:
            yield _cells(places.get(row) or _named(row, whole[row]), list(cells), whole[row])
        else:
            yield from map(_single, cells)


def _may_be_blank(text: str) -> bool:
    """Asked of every field, and mostly the first character answers."""
    return not text or not text[0].isalnum()


def _is_heading(project: Project, field: Field) -> bool:
    """Whether what is taken for goals is the heading of the list below it: a label with points, those of the list, or beside
    goals that are written elsewhere."""
    title = (field_schema(project.schema, field_of(field.path)) or {}).get("title", field.label)
    points = _POINTS.search(str(title))
    if points is None:
        return False
    weights = [weight(row) or 0 for row in project.indicators]
    return sum(weights) == Decimal(points[1]) or any(not goal.is_blank for goal in project.goals)


_POINTS = re.compile(r"(\d+(?:\.\d+)?)\s*分\s*[)）\]】]?\s*[:：]?\s*$")


def _row(field: Field) -> tuple[str | int, ...]:
    """The way to the row that a field is a cell of; () for one that is in none."""
    last = max((at for at, step in enumerate(field.path[:-1]) if not isinstance(step, str)), default=-1)
    return field.path[: last + 1]


def _levels_above(table: Sequence[Indicator]) -> Iterator[tuple[SpecPath, str]]:
    """The blank levels that may go on from above in rows that say something, with what stands above: of the first level, or
    of the second while the first stays the same."""
    last: dict[str, str] = {}
    for row in table:
        says = any(not field.is_blank for field in row.fields.values())
        for level in _LEVELS:
            field, text = row.field(level), row.text(level)
            if level == "level1" and text and text != last.get(level, text):
                last.pop("level2", None)
            if text:
                last[level] = text
            elif field and says and TO_FILL not in last.get(level, TO_FILL):
                yield field.path, last[level]


def _place(row: Indicator) -> str:
    """What leads to the cells of a row: its name, else where it is found without one."""
    name = short("".join(row.text("indicator_name").split()))
    return f"「{name}」的" if name else f"{place_of(row)}，"


def _named(row: Sequence[str | int], whole: Sequence[Field]) -> str:
    """As `_place`, of a row of another list: by the first that is written in it."""
    name = next((short(field.text) for field in whole if not field.is_blank), "")
    return f"「{row[-2]}」里「{name}」一行的" if name else f"「{row[-2]}」里什么也没有写的一行，"


def _going_on(field: Field, text: str, place: str) -> Finding:
    """A level that was cut off from those above it. One in several lines cannot be told to write in a line."""
    one_line = len(text.splitlines()) == 1
    sentence = f"{place}{titled(field)}空着：接上页的「{TEXT if one_line else ''.join(text.split())}」？"
    if one_line:
        return Finding(field, sentence, text=text)
    return Finding(field, sentence, fix=(field.replace(0, len(field.text), text),))


def _single(field: Field) -> Finding:
    number = f"第 {field.path[-1] + 1} 条" if isinstance(field.path[-1], int) else ""
    return Finding(field, f"{titled(field)}{number}空着：请填写")


def _cells(place: str, cells: Sequence[Field], whole: Sequence[Field]) -> Finding:
    """One finding for all blank cells of a row."""
    names = "".join(map(titled, cells))
    written = {field.meaning for field in whole if not field.is_blank and not _PLACEHOLDER.fullmatch(field.text)}
    if written and written <= _PRINTED and any(field.meaning == "indicator_name" for field in whole):
        message = f"{place}{names}空着：表样印好的行，用得着就填写，用不着就删去"
        return Finding(cells[0], message, severity=Severity.INFO)
    advice = "请填写，或删去这一行" if all(field.is_blank for field in whole) else "请填写"
    return Finding(cells[0], f"{place}{names}空着：{advice}")


def _is_left(cells: Sequence[Field]) -> bool:
    """Whether a row is one of dots that the form printed: G106 speaks of it."""
    said = [field.text for field in cells if not field.is_blank and field.meaning != "level1"]
    return bool(said) and all(map(_LEFT.fullmatch, said))


def _lists(project: Project) -> Iterator[Finding]:
    """A list that must have something in it and has nothing."""
    for path, value in walk(project.spec.value):
        if value == [] and path in project.spec.keys:
            meaning = project.meaning(field_of(path))
            if must_be_written(project, path, meaning):
                unit = "行" if meaning == "indicators" else "条"
                key = Field(str(path[-1]), meaning, path, project.spec.source, project.spec.keys.get(path))
                yield Finding(key, f"{titled(key)}一{unit}也没有：至少写一{unit}")
