"""指标名称是一件事

## 说明

「完成……工作」「提高……水平」说的是要做什么，不是用什么来衡量。写成名词：数量、次数、比率、时间、程度。

## 依据

财预〔2021〕101号：三级指标是衡量产出和效果的具体指标；财预〔2015〕88号：细化量化。

## 坏例子

```yaml
绩效指标:
- 三级指标: 完善科技文献信息资源保障体系
- 三级指标: 提高天津市科技计划项目管理信息化水平
- 三级指标: 在规定时限内完成各类教育培训工作任务
```

> 2:9+14 「完善科技文献信息资源保障体系」是工作内容，不是指标：改为数量、比率、时间这样能衡量的名称
> 3:9+18 「提高天津市科技计划项目管理信息化水平」是工作内容，不是指标：改为数量、比率、时间这样能衡量的名称
> 4:9+18 「在规定时限内完成各类教育培训工作任务」是工作内容，不是指标：改为「各类教育培训工作任务按时完成率」

改为：

```yaml
绩效指标:
- 三级指标: 完善科技文献信息资源保障体系
- 三级指标: 提高天津市科技计划项目管理信息化水平
- 三级指标: 各类教育培训工作任务按时完成率
```

## 好例子

```yaml
绩效指标:
- 三级指标: 组织培训会数量
- 三级指标: 完成年度计划时间
- 三级指标: 提升城市环境美化指数
- 三级指标: 保障水平
- 三级指标: 评估评价杰青专家数量
- 三级指标: 组织宣传推广培训活动数量
- 三级指标: 采购科技文献资源数量
- 三级指标: 道路建设长度
- 三级指标: 出具报告（份）
- 三级指标: 建成区绿化率
- 三级指标: 组织体系建设
- 三级指标: 编制外人员保障
- 三级指标: 升级改造工程验收
- 三级指标: 提升能力
```
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from goalgen.problem import TEXT, Severity
from goalgen.rules.common import short, whole
from goalgen.rules.words import named, word_lists
from goalgen.view import Finding, Project

SEVERITY = Severity.INFO
FIX = "unsafe"
NEEDS = ("indicators", "indicator_name")
OVER = ("G605", "G606", "G903")
_PREFIX = re.compile(r"^(?:指标|目标)\d+[：:]")
_BUILDING = ("新建", "改建", "扩建")
"""What is built may be said in two characters."""
LEAST = 3
"""What must follow the verb: 组织能力 and 完成率 are names."""
LONGEST = 15
"""A deed in more characters is no name, whatever is put behind it."""


def check(project: Project) -> Iterator[Finding]:
    """A name that begins with a verb and does not end with something to be measured."""
    verbs, metrics, nouns = _lists()
    for _, field, name in named(project):
        text = _PREFIX.sub("", name)
        acts = text.startswith(verbs) and not text.startswith(nouns)
        verb = next(verb for verb in verbs if text.startswith(verb)) if acts else ""
        counted = text.endswith(metrics)
        if verb and not counted and len(text) - len(verb) >= LEAST - (verb in _BUILDING):
            said, better = f"「{short(text)}」是工作内容，不是指标", _better(verb, text)
            advice = f"改为「{TEXT}」" if better else "改为数量、比率、时间这样能衡量的名称"
            yield Finding(field, f"{said}：{advice}", whole(field), text=better)


def _better(verb: str, name: str) -> str:
    """What to make of the name: what is done, and behind it what of it is measured; "" where a person must choose."""
    tail, done = word_lists()["measures"].get(verb), re.sub("(?:的?工作)?[。.]?$", "", name.removeprefix(verb))
    return f"{done}{tail}" if tail and LEAST <= len(done) <= LONGEST and not re.search(r"\d", done) else ""


@lru_cache(maxsize=1)
def _lists() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The verbs, the longest first; what a name ends with; and what begins like a verb and is none."""
    verbs = sorted(word_lists()["actions"], key=len, reverse=True)
    return tuple(verbs), ("）", ")", *word_lists()["metrics"]), tuple(word_lists()["not_actions"])
