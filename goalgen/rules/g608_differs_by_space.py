r"""名称和描述只差空白

## 说明

名称和描述字字相同，只是一处多了空格或空行：看上去填了两栏，其实是同一句话复制时带进了空白。

## 依据

行文习惯；财预〔2021〕101号：指标解释应说明计算方法或统计口径，不重复名称。

## 坏例子

```yaml
绩效指标:
- 三级指标: "干部培训质量\n\n"
  绩效指标描述: 干部培训质量
- 三级指标: 线上申报数量
  绩效指标描述: "线上 申报数量"
```

> 2:16+4 和「绩效指标描述」只差这里的空白：删去空白，描述另写内容
> 5:14+1 和「三级指标」只差这里的空白：删去空白，描述另写内容

## 好例子

```yaml
绩效指标:
- 三级指标: 年访问量
  绩效指标描述: 官网全年访问量
- 三级指标: 成本
  绩效指标描述: 成本
- 三级指标: ""
  绩效指标描述: " "
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.common import titled
from goalgen.rules.words import shared_start, squeezed
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
NEEDS = ("indicators", "indicator_name", "indicator_description")


def check(project: Project) -> Iterator[Finding]:
    """A name and a description that differ in white space only, told where the longer one has more."""
    for row in project.indicators:
        name, description = row.field("indicator_name"), row.field("indicator_description")
        if name is None or description is None or name.text == description.text or name.is_blank:
            continue
        if squeezed(name.text) == squeezed(description.text):
            longer, other = (name, description) if len(name.text) > len(description.text) else (description, name)
            start = shared_start(longer.text, other.text)
            tail = shared_start(longer.text[start:][::-1], other.text[start:][::-1])
            message = f"和{titled(other)}只差这里的空白：删去空白，描述另写内容"
            yield Finding(longer, message, (start, len(longer.text) - tail))
