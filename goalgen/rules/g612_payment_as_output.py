"""把付钱当作产出

## 说明

「资金支付」「拨付经费」「预算执行」说的是花钱，不是花钱做成了什么，评审时这样的数量指标记 0 分。写买到了什么、办成了什么。
发给群众的补贴、补助本身就是产出，不报。

## 依据

财预〔2015〕88号：产出指标反映预期产出的公共产品和服务；第三方评审把资金支付当数量的记 0 分。

## 坏例子

```yaml
绩效指标:
- 一级指标: 产出指标
  二级指标: 数量指标
  三级指标: 资金支付
  指标值: ≥90万元
- 一级指标: 产出指标
  二级指标: 数量指标
  三级指标: 预算执行率
  指标值: =100%
- 一级指标: 产出指标
  二级指标: 数量指标
  三级指标: 支付工程款
  指标值: ≥2笔
- 一级指标: 产出指标
  二级指标: 数量指标
  三级指标: 项目资金总额
  指标值: =50万元
```

> 4:9+4 「资金支付」是花钱，不是产出：写买到了什么、办成了什么的数量
> 8:9+5 「预算执行率」是花钱，不是产出：写买到了什么、办成了什么的数量
> 12:9+5 「支付工程款」是花钱，不是产出：写买到了什么、办成了什么的数量
> 16:9+6 「项目资金总额」是花钱，不是产出：写买到了什么、办成了什么的数量

## 好例子

```yaml
绩效指标:
- 一级指标: 产出指标
  二级指标: 数量指标
  三级指标: 发放养老补贴人数
  指标值: ≥300人
- 一级指标: 产出指标
  二级指标: 数量指标
  三级指标: 支付系统升级次数
  指标值: ≥1次
- 一级指标: 产出指标
  二级指标: 时效指标
  三级指标: 资金支付及时率
  指标值: =100%
- 一级指标: 产出指标
  二级指标: 数量指标
  三级指标: 拨付补助资金的学校数量
  指标值: ≥20所
- 一级指标: 产出指标
  二级指标: 数量指标
  三级指标: 资金监管平台使用单位数量
  指标值: ≥20家
- 一级指标: 产出指标
  二级指标: 数量指标
  三级指标: 发放困难群众补助资金
  指标值: ≥20万元
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.common import short, whole
from goalgen.rules.values import level2, metric
from goalgen.value import unit_kind
from goalgen.view import Finding, Indicator, Project

SEVERITY = Severity.WARN
OVER = ("G606",)
NEEDS = ("indicators", "level2", "indicator_name")

_PAYS = re.compile(
    r"(?:[^率数量、，]{1,10}(?=资金|经费|款项|预算))?(?:资金|经费|款项|预算)?(?:支付|拨付|支出|执行|使用|到位|下达)(?:资金|经费|款项)?"
    r"(?:率|金额|进度|情况|数量?|总?额|比例)?"
    r"|(?:支付|拨付|缴纳)[^率数量、，]{0,8}(?:资金|经费|款项|款|费用?)(?:金额|数量?|总?额|比例)?"
    r"|发放(?:项目|专项|财政|工作)*(?:资金|经费)(?:金额|数量?|总?额)?|付款(?:次数|金额|进度|比例|情况)?"
)
_FUNDS = re.compile(r"(?:项目|专项|财政|预算|投入|本级)*(?:资金|经费|预算)(?:总?[金数]?额|规模|投入|安排)?")
_FOR_PEOPLE = re.compile("补贴|补助|救助|奖励|奖金|津贴|低保|抚恤|养老金|慰问")
"""What is paid to people is what the project does."""


def check(project: Project) -> Iterator[Finding]:
    """A quantity whose name is of money paid and of nothing else."""
    for row in project.indicators:
        field = row.field("indicator_name")
        if field and "数量" in level2(project, row) and _is_payment(row):
            message = f"「{short(field.text)}」是花钱，不是产出：写买到了什么、办成了什么的数量"
            yield Finding(field, message, whole(field))


def _is_payment(row: Indicator) -> bool:
    """Whether what a row counts is money paid, or what there is of it."""
    name = metric(row)
    if _FOR_PEOPLE.search(name):
        return False
    money = unit_kind(row.value.unit or row.text("measure_unit")) == "money"
    return bool(_PAYS.fullmatch(name) or (money and _FUNDS.fullmatch(name)))
