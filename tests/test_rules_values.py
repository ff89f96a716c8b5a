"""The rules about target values and deadlines (G401–G420, G501–G505): what they find in real tables, and where they are silent."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import pytest
import yaml
from conftest import ROOT
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from rules import project, seed

from goalgen.rules import Choice, Project, catalog, judge, mend
from goalgen.spec import dump, load
from goalgen.text import Source

FAMILIES = ("G40", "G41", "G42", "G50")
CODES = [code for code in catalog() if code.startswith(FAMILIES)]
DATA = ROOT / "tests" / "data"

# The cells that domain experts quoted before the rules were written: nothing else may be found but what FURTHER adds.
QUOTED: dict[str, list[str]] = {
    "G401": [
        *["P2.2 3项", "P2.3 1项", "P2.5 3份", "P2.6 1份", "P5.1 135人", "P5.2 1份"],
        *["P7.1 1次", "P7.2 1次", "P7.3 1份", "P7.4 1份", "P10.3 3个", "P11.1 2项", "P11.2 1项"],
        *["P17.3 1年"],
    ],
    "G402": ["P5.9 异议次数≤1"],
    "G403": [
        *["P4.9 ≥95百分比", "P6.2 ≥95百分比", "P6.6 ≥95百分比", "P8.6 ≥99百分比"],
        *["P9.8 ≥99百分之", "P16.2 100百分比", "P16.5 100百分比"],
    ],
    "G404": ["P13.4 ≤90万"],
    "G405": ["P1.3 ≥30项", "P2.2 3项", "P3.1 ≥12次", "P6.5 ≥2000家次", "P11.2 1项"],
    "G406": [],
    "G407": [
        *["P3.6 显著提高", "P3.7 显著提高", "P4.3 系统安全有保障 ", "P4.4 系统易用、流畅"],
        *["P10.6 系统安全有保障 ", "P10.7 系统易用、流畅", "P12.5 稳定", "P13.2 系统安全有保障 "],
        *["P14.7 稳定", "P14.11 满意", "P14.12 满意", "P17.4 系统安全有保障", "P17.5 系统易用、流畅"],
        *["P17.8 便捷、高效、安全", "P17.9 满意"],
    ],
    "G408": [
        "P8.3 实现理论教育更加深入、党性教育更加扎实、能力培训更加精准、知识培训更加有效、培训体系更加优化，"
        "广大干部政治素质、党性修养和履职能力不断提升的工作目标",
        "P14.6 优化科技计划项目申报流程",
    ],
    "G409": [
        "P5.4 围绕2个层级、6个维度开展跟踪分析",
        "P5.5 至少涵盖6个一级维度、12个二级维度",
        "P5.9 异议次数≤1",
    ],
    "G410": ["P5.5 至少涵盖6个一级维度、12个二级维度", "P15.3 不晚于12月"],
    "G411": [],
    "G412": [],
    "G413": ["P5.9 异议次数≤1", "P14.11 满意", "P14.12 满意", "P17.9 满意"],
    "G414": [],
    "G415": ["P7.3 高端汇智论坛工作报告（份）", "P7.4  科技汇智培训工作报告（份）"],
    "G416": [
        "P8.3 实现理论教育更加深入、党性教育更加扎实、能力培训更加精准、知识培训更加有效、培训体系更加优化，"
        "广大干部政治素质、党性修养和履职能力不断提升的工作目标",
        "P8.5 提高干部政治素质、党性修养和履职能力，培养造就忠诚干净担当的高素质干部队伍",
        "P9.7 服务创新主体开展科学研究、产品研发、技术创新、成果转化等科技创新活动",
        "P11.5 为天津市重点实验室及企业重点实验室建设提供实时化、系统化的服务支撑",
        "P12.10 保障科技管理网络应用与服务环境软硬件更新，并安全、稳定运行。"
        "防范重大网络安全事故发生，保障机关信息化办公系统正常运行。",
    ],
    "G417": [
        "P10.10 2022年12月31日前完成。 ",
        "P12.10 保障科技管理网络应用与服务环境软硬件更新，并安全、稳定运行。"
        "防范重大网络安全事故发生，保障机关信息化办公系统正常运行。",
        "P16.3 2022年12月31日前完成。",
    ],
    "G418": ["P6.1 ≥2万人次"],
    "G419": ["P17.1 ≥1次", "P17.2 ≥1次"],
    "G420": ["P13.5 ≥4000家", "P15.5 100%", "P16.5 100百分比"],
    "G501": [
        *["P9.4 按进度要求", "P10.8 按照工作要求", "P10.9 按照工作要求"],
        *["P12.6 及时发现、处置 ", "P12.7 立行立改 ", "P12.8 及时发现、处置 "],
    ],
    "G502": [
        *["P1.5 2022年12月前完成", "P2.8 2022年12月前完成", "P3.5 ≤12月 ", "P7.5 2022年12月底前"],
        *["P13.3 2022年年底前完成", "P14.8 2022年12月", "P15.3 不晚于12月"],
    ],
    "G503": [],
    "G504": ["P3.5 ≤12月 "],
    "G505": ["P5.6 2022年12月31日", "P17.6 2022年12月31日"],
}
FURTHER = {"G408": ["P5.8 为杰青基金项目实施提供决策依据"]}
"""Judged by hand in tests/judged/."""


def findings(code: str, its: Project) -> list[Any]:
    return list(catalog()[code].module.check(its))


@lru_cache(maxsize=1)
def found_in_seed() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {code: [] for code in QUOTED}
    for its in seed():
        for code in QUOTED:
            for finding in findings(code, its):
                row = int(finding.field.path[1]) + 1
                found[code].append(f"P{its.text('number')}.{row} {finding.field.text}")
    return found


@pytest.mark.parametrize("code", QUOTED)
def test_the_seed_gives_the_quoted_cells_and_those_that_were_judged(code):
    expected = QUOTED[code] + FURTHER.get(code, [])
    assert sorted(found_in_seed()[code]) == sorted(expected)


def corpus() -> list[Project]:
    text = (DATA / "values" / "good.yaml").read_text(encoding="utf8")
    return [project(part, f"{number}.yaml") for number, part in enumerate(text.split("\n---\n"), 1)]


@pytest.mark.parametrize("code", CODES)
def test_well_set_values_of_other_regions_are_silent(code):
    projects = corpus()
    assert sum(len(each.indicators) for each in projects) > 60
    assert [problem.message for problem in judge(projects, Choice((code,)))] == []


KEYS = {"level1": "一级指标", "level2": "二级指标", "level3": "三级指标", "value": "指标值", "standard": "绩效标准"}
REAL = {
    "hubei_wuhan_qingshan_edu_2020": [
        "1 G401 2",
        "1 G402 2",
        "3 G407 参照政府采购成本控制",
        "5 G407 巩固提高",
        "6 G407 持续改善",
    ],
    "hunan_xiangtan_hwc_2023": ["1 G401 10辆", "4 G503 2024.01", "5 G401 250万", "5 G404 万"],
    "shanghai_putuo_cgjf_2026": [
        "1 G407 合理",
        "2 G403 (%)",
        "3 G403 (%)",
        "4 G403 (%)",
        "5 G403 (%)",
        "6 G407 提高",
        "7 G407 降低",
        "8 G403 (%)",
    ],
    "shanghai_putuo_jgw_2026": [
        "1 G407 可控",
        "2 G401 985米",
        "3 G403 (%)",
        "4 G501 及时",
        "5 G407 减少",
        "6 G407 提升",
        "7 G407 提升",
        "8 G407 健全",
        "9 G403 (%)",
    ],
    "sichuan_zhongjiang_selfeval_2022": ["6 G401 20万元", "9 G407 显著提升"],
}


@pytest.mark.parametrize("name", REAL)
def test_real_tables_of_other_forms(name):
    data = json.loads((DATA / "forms" / f"{name}.json").read_text(encoding="utf8"))
    rows = [{KEYS[key]: text for key, text in row.items() if key in KEYS} for row in data["indicators"]]
    real = project(dump({"年度": str(data["year"]), "绩效指标": rows}))
    found = []
    for code in QUOTED:
        for finding in findings(code, real):
            text = finding.field.text[slice(*finding.chars)]
            found.append(f"{finding.field.path[1] + 1} {code} {text}")
    assert sorted(found) == sorted(REAL[name])


SAFE = {
    "04": {9: ("≥95百分比", "≥95%")},
    "06": {2: ("≥95百分比", "≥95%"), 6: ("≥95百分比", "≥95%")},
    "08": {6: ("≥99百分比", "≥99%")},
    "09": {8: ("≥99百分之", "≥99%")},
    "10": {10: ("2022年12月31日前完成。 ", "2022年12月31日前完成 ")},
    "16": {2: ("100百分比", "100%"), 3: ("2022年12月31日前完成。", "2022年12月31日前完成"), 5: ("100百分比", "100%")},
}
UNSAFE = {
    "05": {6: ("2022年12月31日", "2022年12月31日前完成")},
    "07": {5: ("2022年12月底前", "2022年12月31日前")},
    "13": {3: ("2022年年底前完成", "2022年12月31日前完成"), 4: ("≤90万", "≤90万元")},
    "14": {8: ("2022年12月", "2022年12月31日前")},
    "15": {3: ("不晚于12月", "2022年12月31日前完成")},
    "17": {6: ("2022年12月31日", "2022年12月31日前完成")},
}


@pytest.mark.parametrize("unsafe", [False, True])
def test_fixes_change_exactly_these_cells_of_the_seed(unsafe):
    projects = seed()
    changed: dict[str, dict[int, tuple[str, str]]] = {}
    for before, mended in zip(projects, mend(projects, Choice(FAMILIES), unsafe), strict=True):
        after = project(mended.source.text, mended.source.name)
        assert {**after.spec.value, "绩效指标": []} == {**before.spec.value, "绩效指标": []}
        for old, new in zip(before.indicators, after.indicators, strict=True):
            for meaning, field in old.fields.items():
                if field.text != new.fields[meaning].text:
                    assert meaning == "target_value"
                    cells = changed.setdefault(before.spec.source.name[:2], {})
                    cells[old.number] = (field.text, new.fields[meaning].text)
    assert changed == {**SAFE, **UNSAFE} if unsafe else SAFE


SIGNS = ["≥", "<=", "》", "不少于", "至少", "每月", "百分之", "异议次数"]
NUMBERS = ["95", "2", "290", "100", "2022年12月31日", "12月"]
AFTER = [
    "%",
    "(%)",
    "百分比",
    "万",
    "万元",
    "家次",
    "前",
    "完成",
    "。",
    "；",
    "以上",
    "稳定",
    "满意",
    "、",
    " ",
    "\n",
    '"',
]
PIECES = st.lists(st.sampled_from([*SIGNS, *NUMBERS, *AFTER]), max_size=7).map("".join)


@pytest.mark.slow
@hypothesis_settings(max_examples=60)
@given(PIECES, st.sampled_from(["数量指标", "时效指标", "成本指标", "服务对象满意度指标"]), PIECES)
def test_any_value_is_judged_at_places_inside_it_and_mended_once(value, level2, name):
    row = {"一级指标": "产出指标", "二级指标": level2, "三级指标": name, "绩效指标描述": "每月满意度", "指标值": value}
    given_one = project(dump({"年度": "2022", "绩效目标": ["完成90项"], "绩效指标": [row]}))
    for code in CODES:
        for finding in findings(code, given_one):
            start, end = finding.chars
            assert 0 <= start < end <= len(finding.field.text), code
    once = mend([given_one], Choice(FAMILIES), unsafe=True)[0].source
    spec, problems = load(Source("例.yaml", once.text))
    assert spec is not None, problems
    assert mend([project(once.text)], Choice(FAMILIES), unsafe=True)[0].source.text == once.text


def test_a_form_without_indicators_gives_nothing():
    assert judge([project("项目名称: 2022年审计\n预算数: 15.00\n")], Choice(FAMILIES)) == []


def test_the_word_list_is_used_whole():
    code = "".join(path.read_text("utf8") for path in sorted((ROOT / "goalgen" / "rules").glob("*.py")))
    data = yaml.safe_load((ROOT / "goalgen" / "rules" / "values.yaml").read_text(encoding="utf8"))
    assert [key for key in data if f'"{key}"' not in code] == []


@pytest.mark.parametrize(
    ("fiscal", "other", "said"),
    [
        ("90.00", "8.00", []),
        ("", "", []),
        ("90.00", "", ["「执行数」一列的年度资金总额 98.00 不等于财政拨款 90.00 + 其他资金 0 = 90.00，差 8.00"]),
    ],
)
def test_every_column_of_the_funds_sums_up_where_it_is_filled_in(fiscal, other, said):
    meanings = {"年度资金总额_执行数": "spent", "财政拨款_执行数": "fiscal_spent", "其他资金_执行数": "other_spent"}
    text = f'年度资金总额_执行数: "98.00"\n财政拨款_执行数: "{fiscal}"\n其他资金_执行数: "{other}"\n'
    spec, _ = load(Source("例.yaml", text))
    assert spec is not None
    seen = Project(spec, {"properties": {name: {"x-meaning": meaning} for name, meaning in meanings.items()}})
    assert [each.message for each in judge([seen], Choice(("G201",)))] == said
