"""扣了分，说明没有说为什么

## 说明

没有得满分的一行，在偏差原因（未完成原因、扣分原因、备注）里写的话没有说明为什么扣分：只写「无」「已完成」「完成较好」，抄指标的名称、指标值或完成值，
或者只写要改进。写明差在哪里、为什么差，再写怎么改。这一栏空着的由 G954 报，还没有打分的不报。

## 依据

财预〔2020〕10号项目支出绩效自评表：偏差原因分析及改进措施；没有完成目标、扣了分的应逐条说明原因。

## 坏例子

```yaml
绩效指标:
- 三级指标: 培训场次
  指标值: ≥10场
  实际完成值: 8场
  分值: "10"
  得分: "8"
  偏差原因: 已完成，效果较好
- 三级指标: 培训人次
  指标值: ≥300人次
  实际完成值: 270人次
  分值: "10"
  得分: "9"
  偏差原因: 培训人次≥300人次
- 三级指标: 合格率
  指标值: ≥95%
  实际完成值: "90%"
  分值: "10"
  得分: "9.47"
  偏差原因: 无偏差
```

> 7:9+8 「培训场次」扣了 2 分，「已完成，效果较好」没有说为什么：写明差在哪里、什么原因、怎么改
> 13:9+10 「培训人次」扣了 1 分，「培训人次≥300人次」没有说为什么：写明差在哪里、什么原因、怎么改
> 19:9+3 「合格率」扣了 0.53 分，「无偏差」没有说为什么：写明差在哪里、什么原因、怎么改

```yaml
绩效指标:
- 三级指标: 培训场次
  指标值: ≥10场
  实际完成值: 8场
  分值: "10"
  得分: "8"
  备注: 无
```

> 7:7+1 「培训场次」扣了 2 分，「无」没有说为什么：写明差在哪里、什么原因、怎么改

## 好例子

```yaml
绩效指标:
- 三级指标: 培训场次
  指标值: ≥10场
  实际完成值: 8场
  分值: "10"
  得分: "8"
  偏差原因: 两场因疫情推迟，明年一季度补办。
- 三级指标: 培训人次
  指标值: ≥300人次
  实际完成值: 270人次
  分值: "10"
  得分: "9"
  偏差原因: 报名人数少
- 三级指标: 合格率
  指标值: ≥95%
  实际完成值: "96%"
  分值: "10"
  得分: "10"
  偏差原因: 无
- 三级指标: 满意度
  指标值: ≥95%
  实际完成值: "90%"
  分值: "10"
  得分: ""
  偏差原因: 无
```
"""

import re
from collections.abc import Iterator

from goalgen.problem import Severity
from goalgen.rules.common import place_of, short, weight, whole
from goalgen.rules.values import compared
from goalgen.view import Field, Finding, Indicator, Project, number_of

SEVERITY = Severity.WARN
NEEDS = ("indicators", "weight", "score")

_SAYS_NOTHING = re.compile(
    r"(?:无|暂无|没有|不存在|未发生|不涉及|正常|良好|是|否|同上|略|详见附件|"
    r"(?:本|该)?(?:项|指标|工作|任务|目标|项目|年度|全年|各项)*(?:均|都|基本|全部|全面|已经?|圆满|顺利|按时|按期|按计划|如期|较好地?|很好地?|超额)*"
    r"(?:完成|达标|达到预期|达到目标|实现|落实|执行|开展|实施|达成)(?:了|较好|良好|情况较好|情况良好|任务|目标|预期目标|年度目标|情况|到位)*|"
    r"无?(?:明显|较大|重大)?偏差(?:原因)?|(?:取得|效果|成效|效益|质量|完成情况|执行情况|社会反响|总体|反响|运行)*(?:较好|良好|显著|明显|很好|不错|优秀|优良)(?:效果|成效)?|"
    r"(?:今后|下一?步|以后|明年|继续|进一步|将)*(?:继续|进一步)?(?:加强|努力|改进|提高|完善)(?:管理|工作|改进|力度|质量)*|继续保持|再接再厉)+"
)
"""What is said of anything, and explains nothing."""
LONGEST = 40
"""Characters of a remark that says nothing: the pattern takes its time over long ones, and who writes so much says why."""
_CAUSE = re.compile(
    r"因|由于|未|不足|少|低|晚|迟|延|调整|取消|疫|不够|不到|缺|尚|没有?完成|仅|只|困难|影响|差|减|变|推|待|跨年|结转|剩|欠"
)
"""What a reason speaks of: whoever says any of it may have said why."""


def check(project: Project) -> Iterator[Finding]:
    """A row that lost points, with a remark that is none."""
    for row in project.indicators:
        most, score, reason = weight(row), number_of(row.text("score").rstrip("分")), _reason(row)
        if most is None or score is None or reason is None or not 0 <= score < most:
            continue
        if _says_nothing(row, reason):
            lost = f"{most - score:f}".rstrip("0").rstrip(".") if "." in f"{most - score:f}" else f"{most - score:f}"
            message = (
                f"{place_of(row)}扣了 {lost} 分，「{short(reason.text)}」没有说为什么：写明差在哪里、什么原因、怎么改"
            )
            yield Finding(reason, message, whole(reason))


def _reason(row: Indicator) -> Field | None:
    """The only remark of a row; None where it has none, or two."""
    written = [
        field
        for name in ("deviation_reason", "remark")
        if (field := row.field(name)) is not None and not field.is_blank
    ]
    return written[0] if len(written) == 1 else None


def _says_nothing(row: Indicator, reason: Field) -> bool:
    """Whether a remark repeats the row, or only says what is said of anything."""
    text = compared(reason.text)
    if not text or len(text) > LONGEST:
        return not text
    own = {
        compared(row.text(name)) for name in ("indicator_name", "target_value", "actual_value", "indicator_description")
    }
    own |= {one + other for one in own for other in own}
    return text in own or (_SAYS_NOTHING.fullmatch(text) is not None and not _explains(text))


def _explains(text: str) -> bool:
    """Whether something in it may be a reason: 无偏差 is none, 未完成 is."""
    return _CAUSE.search(re.sub(r"无?(?:明显|较大|重大)?偏差(?:原因)?|未发生", "", text)) is not None
