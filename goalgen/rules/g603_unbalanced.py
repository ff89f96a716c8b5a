"""括号或引号不配对

## 说明

有左括号没有右括号，多半是文字超过了系统的长度、粘贴时被截断，公开出去就是一个明显的错误。

## 依据

财预〔2015〕88号：内容完整是审核的第一项；GB/T 15834《标点符号用法》。

## 坏例子

```yaml
绩效指标:
- 三级指标: 指标1：官网访问量增加（目标1
  指标值: ≥2万人次
- 三级指标: 满足“十四五规划要求
```

> 2:20+1 「（」后面没有和它配对的「）」：文字可能被截断，请补全
> 4:11+1 「“」后面没有和它配对的「”」：文字可能被截断，请补全

## 好例子

```yaml
项目名称: 中江县农业水价（小型水库)水标尺安装
绩效目标:
- 1）完成普查；2）完成“拆一件、销一项、存一档”目标管理。
- 以“强执行、
- 促规范”为目标，贯彻《关于<规划>的意见》（试行）。
绩效指标:
- 三级指标: 得分在[80,100)的单位数
  指标值: =100.00(%)
- 三级指标: 落实《2018-2022年规划》（详见附件 1）
  指标值: 》 10亩
- 三级指标: 配置55”液晶电视数量
  绩效指标描述: 名称里漏写「》」或“（”的不计入
  指标值: 《10台
```
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import itemgetter

from goalgen.problem import Severity
from goalgen.view import Field, Finding, Project

SEVERITY = Severity.ERROR

_PAIRS = {
    "（": "）",
    "【": "】",
    "《": "》",
    "〈": "〉",
    "“": "”",
    "「": "」",
    "『": "』",
    "〔": "〕",
    "[": "]",
    "［": "］",
}
_SAME = {"(": "（", ")": "）", "［": "[", "］": "]"}
_OPENING = {closing: opening for opening, closing in _PAIRS.items() if opening != "［"}
_MARKS = re.compile(f"[{re.escape(''.join([*_PAIRS, *_PAIRS.values(), *_SAME]))}]")
_INTERVAL = re.compile(r"[\[［(（]\s*[\d.]+%?\s*[,，]\s*[\d.+∞]+%?\s*[\])）］]")
# What closes nothing and need not: `1）`, `a)`; 55” for inches; 》 for ≥, which is another rule's.
_ITEM = re.compile(r"(?:^|[\s。；;，,、：:])(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[A-Za-z])[)）]$")
_INCHES = re.compile(r"\d”$")
_GREATER = re.compile(r"\s*\d")
_QUOTED = re.compile('「.」|“.”|『.』|‘.’|"."')
"""A mark that is spoken of: not itself, nor what stands around it, is without a partner."""


_PAIRED = {(one, two) for one in [*_PAIRS, *_SAME] for two in [*_PAIRS.values(), *_SAME]}
_PAIRED = {pair for pair in _PAIRED if _PAIRS.get(_SAME.get(pair[0], pair[0])) == _SAME.get(pair[1], pair[1])}
"""The marks that may follow one another when nothing is wrong: most do."""


_APART = re.escape("".join([*_PAIRS, *_PAIRS.values(), *_SAME]))
_WHOLE_PAIR = re.compile("|".join(f"{re.escape(one)}[^{_APART}\n]*{re.escape(two)}" for one, two in sorted(_PAIRED)))
"""A pair in one line with no mark in it."""


def _all_paired(text: str) -> bool:
    """As `_is_paired`, of many texts, a line or more each: false may be wrong."""
    return '"' not in text and "‘" not in text and not _MARKS.search(_WHOLE_PAIR.sub("", text))


def _is_paired(text: str) -> bool:
    """Whether each mark is followed by its partner; false where one may be spoken of."""
    if not _MARKS.search(text):
        return True
    marks = _MARKS.findall(text)
    spoken = len(marks) % 2 or '"' in text or "‘" in text
    return not spoken and all(pair in _PAIRED for pair in zip(marks[::2], marks[1::2], strict=True))


def check(project: Project) -> Iterator[Finding]:
    """A bracket or quotation mark without its partner; the goals are read as one text."""
    if _all_paired(project.whole):
        return
    goals = project.goals
    yield from _unpaired(goals)
    for field in project.fields:
        if not _is_paired(field.text) and field not in goals:
            yield from _unpaired([field])


def _unpaired(fields: Sequence[Field]) -> Iterator[Finding]:
    opened: defaultdict[str, list[tuple[int, Field, int]]] = defaultdict(list)
    count = 0
    for field in fields:
        text = field.text
        if _is_paired(text):
            continue
        for pattern in (_INTERVAL, _QUOTED):
            text = pattern.sub(lambda match: " " * len(match[0]), text)
        for match in _MARKS.finditer(text):
            place, char = match.start(), match[0]
            mark = _SAME.get(char, char)
            if mark in _PAIRS:
                count += 1
                opened[mark].append((count, field, place))
            elif mark in _OPENING:
                if opened[_OPENING[mark]]:
                    opened[_OPENING[mark]].pop()
                elif not _may_stand_alone(text, place):
                    message = f"「{char}」前面没有和它配对的「{_OPENING[mark]}」：补上，或删去"
                    yield Finding(field, message, (place, place + 1))
    left = [(number, field, place, mark) for mark, each in opened.items() for number, field, place in each]
    for _, field, place, mark in sorted(left, key=itemgetter(0)):
        is_operator = mark == "《" and field.meaning == "target_value" and _GREATER.match(field.text, place + 1)
        if not is_operator:
            message = f"「{field.text[place]}」后面没有和它配对的「{_PAIRS[mark]}」：文字可能被截断，请补全"
            yield Finding(field, message, (place, place + 1))


def _may_stand_alone(text: str, place: int) -> bool:
    """Whether a closing mark is the end of an item's number, the sign of inches, or a sign for ≥."""
    so_far = text[max(place - 4, 0) : place + 1]
    return bool(
        _ITEM.search(so_far) or _INCHES.search(so_far) or (text[place] == "》" and _GREATER.match(text, place + 1))
    )
