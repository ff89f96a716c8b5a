"""Values that were made to take long: each shape with a size, so that growth can be measured."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Value = dict[str, Any]

_ROW = {
    "一级指标": "产出指标",
    "二级指标": "数量指标",
    "三级指标": "组织培训会数量",
    "绩效指标描述": "全年组织培训会的场次",
    "指标值": "≥10场次",
}


def good() -> Value:
    """A spec with little to say against it."""
    rows = (
        ("产出指标", "数量指标", "组织培训会数量", "全年组织培训会的场次", "≥10场次"),
        ("产出指标", "质量指标", "培训合格率", "考试合格人数占参训人数的比例", "≥95%"),
        ("产出指标", "时效指标", "培训完成时间", "全部培训结束的日期", "2022年12月31日前"),
        ("产出指标", "成本指标", "培训成本", "全年培训支出的总额", "≤43万元"),
        ("效益指标", "社会效益指标", "干部能力提升", "参训干部履职能力的变化", "明显提升"),
        ("满意度指标", "服务对象满意度指标", "参训干部满意度", "问卷中答满意的比例", "≥90%"),
    )
    return {
        "表样": "tianjin-2022",
        "年度": "2022",
        "序号": "8",
        "单位代码": "331201",
        "单位名称": "天津市科学技术信息研究所",
        "金额单位": "万元",
        "项目名称": "科技系统干部教育培训",
        "预算数": "43.00",
        "财政资金": "43.00",
        "其他资金": "0.00",
        "资金用途": "培训费、专家费、场地费",
        "绩效目标": ["组织培训会10场次，培训合格率达到95%以上。"],
        "绩效指标": [dict(zip(_ROW, row, strict=True)) for row in rows],
    }


def goals(texts: list[str]) -> Value:
    return good() | {"绩效目标": texts}


def indicators(rows: list[dict[str, str]]) -> Value:
    return good() | {"绩效指标": [*good()["绩效指标"], *rows]}


def row(**cells: str) -> dict[str, str]:
    return _ROW | cells


def cell(name: str) -> Callable[[str], Value]:
    return lambda text: indicators([row(**{name: text})])


def field(name: str) -> Callable[[str], Value]:
    return lambda text: good() | {name: text}


PLACES: dict[str, Callable[[str], Value]] = {
    "goal": lambda text: goals([text]),
    "target": cell("指标值"),
    "name": cell("三级指标"),
    "description": cell("绩效指标描述"),
    "level": cell("二级指标"),
    "use": field("资金用途"),
    "project": field("项目名称"),
    "unit": field("单位名称"),
    "amount": field("预算数"),
    "number": field("序号"),
}
_TEXTS = [
    "字", "（", "）", "(", "《", "》", "「", "“", '"', "[", "{", "【", "≥", "≤", "=", "＝", "%", "％", "1", "1.", "1,", "１", "0", "9" * 3 + ",", ".", "。", "，", "、", "；", "：", ":",
    "-", "—", "～", "~", "至", "\v", "\n", " ", "\u3000", "\t", "年", "2022年", "2022年1月", "2022-", "12月31日前", "月", "日", "万元", "万", "亿元", "元", "人次", "场", "%以上", "以上", "不少于",
    "不低于", "达到", "100%", "大于等于", "每年", "每月", "第", "一", "二、", "十", "（一）", "1、", "①", "A", "a b ", "ab", "x1", "10场 ", "1-2", "1/2", "1×", "×", "x", "*", "/", "\\",
    "完成率", "率", "满意度", "数量", "等", "的", "培训", "提升", "【请填】", "XX", "**", "…", "......", "？", "！", "13800138000", "331201", "\u200b", "𠮷", "10家，", "1。", "≥1%", "1项；",
    "2022年12月31日前完成", "<", ">", "10%", "组织培训会数量", "≥10场次", "科技系统干部教育培训", "资金", "相关工作", "有关费用", "产出指标", "目标1：", "1.目标", "指标1：", "、、", "，，",
]  # fmt: skip


def _names(n: int) -> list[str]:
    return [f"{'甲乙丙丁戊己庚辛壬癸'[i % 10]}类培训第{i}期" for i in range(n)]


MANY: dict[str, Callable[[int], Value]] = {
    "the same goal": lambda n: goals(["组织培训会10场次。"] * n),
    "goals": lambda n: goals([f"组织{name}{i}场次。" for i, name in enumerate(_names(n))]),
    "goals with several numbers": lambda n: goals([f"完成{i}家企业的{i + 1}次检查，发现{i + 2}个问题。" for i in range(n)]),
    "short goals": lambda n: goals([str(i) for i in range(n)]),
    "empty goals": lambda n: goals([""] * n),
    "the same row": lambda n: indicators([row()] * n),
    "rows": lambda n: indicators([row(三级指标=name, 指标值=f"≥{i}场") for i, name in enumerate(_names(n))]),
    "rows of one name": lambda n: indicators([row(指标值=f"≥{i}场") for i in range(n)]),
    "rows with names alike": lambda n: indicators([row(三级指标=f"培训会数量{i}") for i in range(n)]),
    "rows with names that begin alike": lambda n: indicators([row(三级指标="培" * (i % 500) + str(i)) for i in range(n)]),
    "rows of qualities": lambda n: indicators([row(二级指标="质量指标", 三级指标=f"{name}合格率", 指标值="≥95%") for name in _names(n)]),
    "rows of dates": lambda n: indicators([row(二级指标="时效指标", 三级指标=f"{name}完成时间", 指标值="2022年12月底前") for name in _names(n)]),
    "rows of costs": lambda n: indicators([row(二级指标="成本指标", 三级指标=f"{name}成本", 指标值=f"≤{i}万元") for i, name in enumerate(_names(n))]),
    "rows of words": lambda n: indicators([row(一级指标="效益指标", 二级指标="社会效益指标", 三级指标=f"{name}影响", 指标值="明显提升") for name in _names(n)]),
    "rows of satisfaction": lambda n: indicators([row(一级指标="满意度指标", 二级指标="服务对象满意度指标", 三级指标=f"{name}满意度", 指标值="≥95%") for name in _names(n)]),
    "rows with long texts": lambda n: indicators([row(绩效指标描述=name * 20, 指标值=f"达到{i}场，" * 5) for i, name in enumerate(_names(n))]),
    "rows that change about": lambda n: indicators([row(二级指标=("数量指标", "质量指标")[i % 2], 三级指标=name) for i, name in enumerate(_names(n))]),
    "rows of no level": lambda n: indicators([row(一级指标=f"第{i}类", 二级指标=f"第{i}级") for i in range(n)]),
    "empty rows": lambda n: indicators([dict.fromkeys(_ROW, "")] * n),
    "goals and rows": lambda n: goals([f"组织{name}{i}场次。" for i, name in enumerate(_names(n))])
    | {"绩效指标": indicators([row(三级指标=name, 指标值=f"≥{i + 1}场") for i, name in enumerate(_names(n))])["绩效指标"]},
    "one goal of many sentences": lambda n: goals(["".join(f"组织{name}{i}场次。" for i, name in enumerate(_names(n)))])
    | {"绩效指标": indicators([row(三级指标=name, 指标值=f"≥{i + 1}场") for i, name in enumerate(_names(n))])["绩效指标"]},
    "unknown keys": lambda n: good() | {f"不知道的{i}": "字" for i in range(n)},
    "unknown keys of a row": lambda n: indicators([row(**{f"不知道的{i}": "字" for i in range(n)})]),
    "unknown keys of rows": lambda n: indicators([row(不知道=str(i)) for i in range(n)]),
    "rows without a key": lambda n: indicators([{k: v for k, v in _ROW.items() if k != "指标值"}] * n),
    "rows that are texts": lambda n: good() | {"绩效指标": ["字"] * n},
    "goals that are mappings": lambda n: good() | {"绩效目标": [{"字": "字"}] * n},
}  # fmt: skip

SHAPES: dict[str, Callable[[int], Value]] = MANY | {
    f"{place} of {text!r}": (lambda n, make=make, text=text: make(text * n))
    for place, make in PLACES.items()
    for text in _TEXTS
}
