"""超过系统的字段长度

## 说明

预算管理一体化系统里每一栏有长度：一个汉字算两个字节，超过了要么报错，要么截掉后面的。字节数超过长度的是警告（有的系统按字数算，还放得下），
字数就超过长度的是错误（哪里也放不下）。GBK 里没有的字（如生僻字、`³`）系统换成全角的「？」，算两个字节。几条写在一栏里的（绩效目标），加起来算，每条之间的换行算一个。

长度写在表样的 schema 里，哪一栏写了就查哪一栏：`"x-goalgen": {"length": 1000}`。随包的表样写的是两套实现里的长度：绩效目标 2000，各级指标的名称 1000，
指标值 1000，描述 2000，备注 2000，项目名称 180，单位名称 300。旧系统的指标值只有 60，用旧系统的把自己的表样里的改成 60。

## 依据

《预算管理一体化系统技术标准》的字段（据两套实现）：KPI_TARGET (2000)，LV1、LV2、LV3_PERF_IND_NAME (1000)，KPI_VAL (1000，旧系统 60)，KPI_CONTENT (2000)，
KPI_REMARK (2000)，PRO_NAME (180)，AGENCY_NAME (300)。

## 坏例子

```yaml
# length: 项目名称=20
项目名称: 科技系统干部教育和培训
```

> 2:7+11 「项目名称」有 22 字节（11 字，一个汉字算两个字节），系统里这一栏最多 20 字节：删去 1 个汉字以上

```yaml
# length: 项目名称=20
项目名称: 科技系统干部教育培训及有关会议、调研、资料经费
```

> 2:7+23 「项目名称」有 23 字，系统里这一栏最多 20 字节，放不下：删到 10 个汉字以内

## 好例子

```yaml
# length: 项目名称=20
项目名称: 科技系统干部教育培训
```
"""

import math
from collections.abc import Iterator, Mapping

from goalgen.paths import FieldPath, Index, SpecPath, field_of
from goalgen.problem import Severity
from goalgen.rules.common import titled
from goalgen.schema import ANNOTATION, Schema, field_schema
from goalgen.schema.fields import once
from goalgen.spec.canonical import Value
from goalgen.view import Field, Finding, Project

SEVERITY = Severity.WARN
ALSO = (Severity.ERROR,)
NEEDS = ()
OVER = ("G416", "G605", "G703")


def check(project: Project) -> Iterator[Finding]:
    """A field that holds more than the system has room for, in bytes of GBK or even in characters."""
    shortest = _shortest(project.schema)
    if not shortest or 2 * project.size[0] <= shortest:
        return
    lengths = _lengths(project.schema)
    for path, lines in _long(project.spec.value, (), shortest // 2):
        whole = "\n".join(lines)
        most = _length(project.schema, field_of(path), lengths)
        if most and gbk_bytes(whole) > most:
            written = {field.path: field for field in project.fields}
            field = written.get(path) or written.get(_beyond(path, lines, most))
            if field:
                yield _finding(field, whole, most)


def _long(value: Mapping[str, Value], path: SpecPath, most: int) -> Iterator[tuple[SpecPath, list[str]]]:
    """The texts, and the lists of texts, that have more than so many characters: few have, and all are asked."""
    for key, inner in value.items():
        if isinstance(inner, str):
            if len(inner) > most:
                yield (*path, key), [inner]
        elif isinstance(inner, dict):
            yield from _long(inner, (*path, key), most)
        else:
            lines = [text for text in inner if isinstance(text, str)]
            if lines and sum(map(len, lines)) + len(lines) > most and len(lines) == len(inner):
                yield (*path, key), lines
            for place, row in enumerate(inner):
                if isinstance(row, dict):
                    yield from _long(row, (*path, key, Index(place)), most)


def _finding(field: Field, whole: str, most: int) -> Finding:
    held, count = gbk_bytes(whole), len(whole)
    name = titled(field) if isinstance(field.path[-1], str) else f"「{field.label}」各条一共"
    if count > most:
        message = f"{name}有 {count} 字，系统里这一栏最多 {most} 字节，放不下：删到 {most // 2} 个汉字以内"
        return Finding(field, message, severity=Severity.ERROR)
    less = math.ceil((held - most) / 2)
    message = (
        f"{name}有 {held} 字节（{count} 字，一个汉字算两个字节），系统里这一栏最多 {most} 字节：删去 {less} 个汉字以上"
    )
    return Finding(field, message)


def gbk_bytes(text: str) -> int:
    """How many bytes a text takes in GBK; a character that GBK has not becomes a full-width question mark there, of two."""
    try:
        return len(text.encode("gbk"))
    except UnicodeEncodeError:
        return sum(len(char.encode("gbk", "ignore")) or 2 for char in text)


def _beyond(path: SpecPath, lines: list[str], most: int) -> SpecPath:
    """The item of a list in which there is no more room."""
    held = 0
    for place, line in enumerate(lines):
        held += gbk_bytes(line) + 1
        if held - 1 > most:
            return (*path, Index(place))
    return path


def _length(schema: Schema, field: FieldPath, known: dict[FieldPath, int]) -> int:
    if field not in known:
        known[field] = _declared(field_schema(schema, field) or {})
    return known[field]


def _declared(part: Mapping[str, object]) -> int:
    own = part.get(ANNOTATION)
    length = own.get("length", 0) if isinstance(own, Mapping) else 0
    return length if isinstance(length, int) else 0


@once
def _lengths(_: Schema) -> dict[FieldPath, int]:
    """The lengths of the fields of a form, as far as they were asked for."""
    return {}


@once
def _shortest(schema: Schema) -> int:
    """The least length that a form declares anywhere, 0 where it declares none."""
    found: list[int] = []
    waiting: list[object] = [schema]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Mapping):
            found.append(_declared(part))
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return min((length for length in found if length), default=0)
