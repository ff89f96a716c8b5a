r"""带着表格软件的引号

## 说明

从 Excel 里复制有换行的单元格，会在两头带上英文双引号，里面的引号变成两个。粘贴到 Word 后要删去。

## 依据

行文习惯；上海普陀 2026 年公开的表里就有。

## 坏例子

```yaml
绩效目标: "\"1.完成拆违任务。\n2.新增违建“零增长”。\n\""
```

> 1:8+2 整格带着从 Excel 复制来的英文双引号：两头的引号删去

改为：

```yaml
绩效目标: "1.完成拆违任务。\n2.新增违建“零增长”。"
```

```yaml
绩效目标:
- "\"完成拆违任务。"
- 坚决做到""无增减存""。"
```

> 2:4+2 整格带着从 Excel 复制来的英文双引号：两头的引号删去

改为：

```yaml
绩效目标:
- "完成拆违任务。"
- 坚决做到"无增减存"。
```

## 好例子

```yaml
绩效目标:
- "\"放心消费\"创建、\"无废城市\""
- 新增违建“零增长”。
绩效指标:
- 三级指标: '"'
```
"""

import re
from collections.abc import Iterator, Sequence

from goalgen.problem import Severity
from goalgen.rules.common import whole
from goalgen.text import Edit
from goalgen.view import Field, Finding, Project

SEVERITY = Severity.WARN
FIX = "safe"


def check(project: Project) -> Iterator[Finding]:
    """A cell with a quotation mark at either end and inside none but doubled ones; the goals are one cell."""
    if '"' not in project.whole:
        return
    goals = project.goals
    yield from _quoted(goals)
    for field in project.fields:
        if field not in goals:
            yield from _quoted([field])


def _quoted(fields: Sequence[Field]) -> Iterator[Finding]:
    text = "\n".join(field.text.strip() for field in fields)
    inner = text[1:-1]
    if len(text) < 3 or text[0] != '"' or text[-1] != '"' or '"' in inner.replace('""', "") or not inner.strip():
        return
    start = whole(fields[0])[0]
    edits = [edit for field in fields for edit in _edits(field, field is fields[0], field is fields[-1])]
    message = "整格带着从 Excel 复制来的英文双引号：两头的引号删去"
    yield Finding(fields[0], message, (start, start + 1), tuple(edits))


def _edits(field: Field, first: bool, last: bool) -> Iterator[Edit]:
    """What makes a field of the cell what it was before it was copied."""
    start, end = whole(field)
    low, high = start + first, end - last
    cuts = [(match.start(), match.end(), '"') for match in re.compile('""').finditer(field.text, low, high)]
    if first:
        cuts.insert(0, (start, low, ""))
    if last:
        cuts.append((len(field.text[:high].rstrip()), end, ""))
    edits = [field.replace(*cut) for cut in cuts]
    if len(edits) > 1 and any(edit.span == field.span for edit in edits):
        text = field.text
        for at, to, new in reversed(cuts):
            text = text[:at] + new + text[to:]
        edits = [field.replace(0, len(field.text), text)]
    yield from edits
