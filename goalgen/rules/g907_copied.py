"""和别的单位一字不差

## 说明

绩效目标、整套指标或指标描述和另一个单位的表一字不差，多半是照搬：受益人是别人的，数也是别人的。按本单位的情况写。一次检查几个单位的规格或 Word 表
（几册、几个文件、一个文件夹）就互相比；看不出是谁照谁的，两边都报，一个项目报一条，写明有多少一样。

怎样才算：目标里一句带自己的数（几场、几人）的话一样，或不带数的话一样的共 50 字以上；指标的名称和值一样的占八成以上，其中至少三行是自己的数量（或写了 18 字以上）；描述至少三条。
不算的：同一单位别的年度、别的项目；主管部门和它的单位；整体支出的表和项目的表；人员工资、机构运转一类各单位都这样写的话；四个以上单位都有的不带数的话；引用的文件；比率、时限、100% 这样的值；
带算式的、照指标库写的描述。项目名称相同的（一个项目由几个单位承担）、只有描述一样的，只是提示。

## 依据

财预〔2015〕88号：绩效目标要与单位职责、项目内容相符；各地评审意见：照搬其他单位的扣分，并点名。

## 坏例子

```yaml
单位名称: 甲局
项目名称: 业务培训
绩效目标:
- 举办政策培训12场，培训财务人员300人次。
---
单位名称: 乙局
项目名称: 能力提升
绩效目标:
- 举办政策培训12场，培训财务人员300人次。
```

> 例1.yaml:4:3+22 和「乙局」的「能力提升」一字不差：目标 1 句；按本单位的情况写
> 例2.yaml:4:3+22 和「甲局」的「业务培训」一字不差：目标 1 句；按本单位的情况写

```yaml
单位名称: 甲局
项目名称: 业务培训
绩效指标:
- 三级指标: 培训场次
  指标值: ≥12场
- 三级指标: 培训人次
  指标值: ≥300人次
- 三级指标: 编印手册
  指标值: ≥500册
- 三级指标: 合格率
  指标值: ≥95%
---
单位名称: 乙局
项目名称: 业务培训
绩效指标:
- 三级指标: 培训场次
  指标值: ≥12场
- 三级指标: 培训人次
  指标值: ≥300人次
- 三级指标: 编印手册
  指标值: ≥500册
- 三级指标: 满意度
  指标值: ≥90%
- 三级指标: 合格率
  指标值: ≥95%
```

> 例1.yaml:4:9+4 和「乙局」的「业务培训」一字不差：指标 4 行；同一项目由几个单位承担的，数也要是自己的
> 例2.yaml:4:9+4 和「甲局」的「业务培训」一字不差：指标 4 行；同一项目由几个单位承担的，数也要是自己的

```yaml
实施单位: 甲中心
项目名称: 业务培训
绩效目标:
- 举办政策培训12场，培训财务人员300人次。
---
实施单位: 乙中心
项目名称: 能力提升
绩效目标:
- 举办政策培训12场，培训财务人员300人次。
```

> 例1.yaml:4:3+22 和「乙中心」的「能力提升」一字不差：目标 1 句；按本单位的情况写
> 例2.yaml:4:3+22 和「甲中心」的「业务培训」一字不差：目标 1 句；按本单位的情况写

## 好例子

```yaml
单位名称: 甲局
项目名称: 人员经费
绩效目标:
- 严格执行相关政策，保障工资及时、足额发放或社保及时、足额缴纳，预算编制科学合理，减少结余资金。
- 全年12个月按时发放在职人员工资，做到应发尽发。
绩效指标:
- 三级指标: 足额保障率
  指标值: "=100%"
- 三级指标: 科目调整次数
  指标值: ≤5次
---
单位名称: 乙局
项目名称: 人员支出
绩效目标:
- 严格执行相关政策，保障工资及时、足额发放或社保及时、足额缴纳，预算编制科学合理，减少结余资金。
- 全年12个月按时发放在职人员工资，做到应发尽发。
绩效指标:
- 三级指标: 足额保障率
  指标值: "=100%"
- 三级指标: 科目调整次数
  指标值: ≤5次
```

```yaml
单位名称: 甲局
项目名称: 业务培训
年度: "2022"
绩效目标:
- 举办政策培训12场，培训财务人员300人次。
---
单位名称: 甲局
项目名称: 业务培训
年度: "2023"
绩效目标:
- 举办政策培训12场，培训财务人员300人次。
```
"""

from collections.abc import Iterator, Sequence

from goalgen.problem import Severity
from goalgen.rules.copying import UNITS, best, copies, own_texts, sentence
from goalgen.view import Finding, Project

SEVERITY = Severity.WARN
ALSO = (Severity.INFO,)
NEEDS = ()
ACROSS = True


def check_all(projects: Sequence[Project]) -> Iterator[tuple[Project, Finding]]:
    """What a project of a book has word for word of one of another unit: of other books `desk/copied.py` says it."""
    if len({(each.text("unit_code"), *map(each.text, UNITS)) for each in projects}) < 2:
        return
    owned = [own_texts(project) for project in projects]
    for place, found in copies([texts for texts, _ in owned]).items():
        copied, (texts, fields) = best(found), owned[place]
        first, *others = dict.fromkeys(field for digest, field in fields if digest in copied.digests)
        message, severity = sentence(texts, copied)
        yield projects[place], Finding(first, message, severity=severity, also=tuple(others))
