"""描述和名称相同

## 说明

「绩效指标描述」一栏照抄三级指标名称，等于没有填。描述应写明这个指标数什么、怎么算、从哪里取数，评价时才有同一把尺子。

## 依据

财预〔2021〕101号：指标解释是三级指标的定义或解释，明确定量指标的计算方法或统计口径、定性指标的衡量内容和衡量方法。

## 坏例子

```yaml
绩效指标:
- 三级指标: 随机抽查项目数
  绩效指标描述: 随机抽查项目数
```

> 3:11+7 描述和名称相同，没有说明什么：写明数什么、怎么算、从哪里取数

## 好例子

```yaml
绩效指标:
- 三级指标: 评估评价报告数量
  绩效指标描述: 提交评估评价报告数量
- 三级指标: 安全扫描次数
  绩效指标描述: 每季度及重大更新前扫描次数
- 三级指标: 备份次数
  绩效指标描述: " "
- 三级指标: 服务周期
```
"""

from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
NEEDS = ("indicators", "indicator_name", "indicator_description")


def check(project: Project) -> Iterator[Finding]:
    """A description that is the name again, character for character."""
    for row in project.indicators:
        name, description = row.field("indicator_name"), row.field("indicator_description")
        if name and description and name.text == description.text and not name.is_blank:
            yield Finding(description, "描述和名称相同，没有说明什么：写明数什么、怎么算、从哪里取数")
