"""The rules about names, goals, texts, across projects and publication: on the seed, on good texts, and their fixes."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goalgen.rules import Choice, Project, catalog, judge, mend
from goalgen.spec import load
from goalgen.spec.canonical import quoted
from goalgen.text import Source
from goalgen.view import Finding

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads((ROOT / "schemas" / "tianjin-2022.schema.json").read_text(encoding="utf8"))
FAMILIES = ("G6", "G7", "G8", "G90", "G93")
MINE = [code for code in catalog() if code.startswith(FAMILIES)]


def project_of(text: str, name: str = "例.yaml") -> Project:
    spec, problems = load(Source(name, text))
    assert spec is not None, problems
    return Project(spec, SCHEMA)


@lru_cache(maxsize=1)
def seed() -> list[Project]:
    files = sorted((ROOT / "specs" / "331201" / "2022").glob("*.yaml"))
    assert len(files) == 17
    return [project_of(file.read_text(encoding="utf8"), file.name) for file in files]


def place(number: int, finding: Finding) -> str:
    """`P1.5 三级指标 「完成时间」`: project, row or goal, field, the characters (␠ space, ⏎ line end)."""
    field = finding.field
    assert field
    start, end = finding.chars or (0, len(field.text))
    chars = field.text[start:end].replace(" ", "␠").replace("\n", "⏎")
    item = next((part + 1 for part in field.path if isinstance(part, int)), None)
    row = f".{item} " if len(field.path) == 3 else f" 第{item}条" if item else " "
    return f"P{number}{row}{field.label} 「{chars}」"


def findings_on_seed(code: str) -> list[tuple[Project, Finding]]:
    rule = catalog()[code]
    if rule.check_all:
        return list(rule.check_all(seed()))
    assert rule.check
    return [(project, finding) for project in seed() for finding in rule.check(project)]


def found_on_seed(code: str) -> list[str]:
    numbers = {id(project): number for number, project in enumerate(seed(), 1)}
    return [place(numbers[id(project)], finding) for project, finding in findings_on_seed(code)]


DOMAIN = {
    "G602": ["P10.8 三级指标 「按时完成科普基地认定」", "P10.9 三级指标 「按时完成科普基地评估」"],
    "G603": ["P6.1 三级指标 「（」"],
    "G604": ["P6.1 三级指标 「指标1：」"],
    "G605": [
        "P12.2 三级指标 「对网络舆情信息进行24小时不间断技术监测，并出具网络舆情监测分析报告」",
        "P12.10 三级指标 「为全市科技创新主体提供良好的网上服务环境。增强市科技局网络信息安全防护能力，提高机关办公效率。」",
    ],
    "G608": ["P4.1 三级指标 「␠」", "P8.3 三级指标 「⏎⏎」", "P8.5 三级指标 「⏎⏎」", "P14.10 三级指标 「⏎⏎」"],
    "G701": [
        *("P2 第1条绩效目标 「（一）」", "P2 第2条绩效目标 「（二）」", "P2 第3条绩效目标 「（三）」"),
        *("P17 第1条绩效目标 「1.」", "P17 第2条绩效目标 「2.」"),
    ],
    "G705": ["P3 第1条绩效目标 「12场」"],
    "G802": ["P8.3 三级指标 「⏎⏎」", "P8.5 三级指标 「⏎⏎」", "P14.10 三级指标 「⏎⏎」"],
    "G803": ["P17 第1条绩效目标 「,␠」", "P17 第1条绩效目标 「,」"],
    "G804": ["P8 第1条绩效目标 「<2018-2022年全国干部教育培训规划>」"],
    "G805": ["P13 第1条绩效目标 「*」"],
    "G810": ["P8 第1条绩效目标 「-」"],
    "G906": ["P6 资金用途 「运维更新支出」"],
}
"""What the domain's description quotes cell by cell, written by hand; what else is found is in `tests/judged/`."""


@pytest.mark.parametrize("code", DOMAIN)
def test_the_quoted_cells_are_found(code):
    assert found_on_seed(code) == DOMAIN[code]


def test_the_counts_that_the_domain_gives():
    assert len(found_on_seed("G601")) == 103
    assert [len(found_on_seed(code)) for code in ("G608", "G703", "G704", "G708")] == [4, 3, 3, 14]
    labels = Counter(line.split(" ")[1] for line in found_on_seed("G801"))
    assert labels == {"三级指标": 11, "绩效指标描述": 10, "指标值": 8}


def messages(projects: list[Project], code: str) -> list[str]:
    return [problem.message for problem in judge(projects, Choice((code,)))]


def test_what_is_said_across_projects():
    assert messages(seed(), "G901") == [
        "百分数写法不一：「百分比」6 处，「%」12 处，统一为一种",
        "百分数写法不一：「百分之」1 处，「%」12 处，统一为一种",
    ]
    assert messages(seed(), "G904") == [
        "资金用途的说法不一：「相关费用」5 处，「有关费用」9 处，统一为一种",
        "资金用途的说法不一：「相关支出。」2 处，「有关费用」9 处，统一为一种",
        "资金用途的说法不一：「支出」1 处，「有关费用」9 处，统一为一种",
    ]
    assert len(messages(seed(), "G902")) + 1 == 10


def test_the_sum_of_a_unit():
    given = [Project(project.spec, SCHEMA, Decimal("1299.00")) for project in seed()]
    assert messages(given, "G905") == []
    assert messages(given[1:], "G905") == ["16 个项目的预算数合计 1284.00，单位预算是 1299.00，少 15.00：请核对"]


def test_rules_that_guess_run_only_when_named():
    guessing = {code for code, rule in catalog().items() if rule.select_only}
    assert guessing == {"G307", "G904"}
    assert not guessing & {problem.code for problem in judge(seed(), Choice(("G",)))}


# Real texts of other regions that are as they should be: 青山、湘潭、普陀、中江.
GOOD_ROWS = [
    ("产出指标", "数量指标", "重点建设工程安排数量", "≥2个"),
    ("产出指标", "质量指标", "重点建设工程验收合格率", "100%"),
    ("产出指标", "成本指标", "建设项目成本", "参照政府采购成本控制"),
    ("产出指标", "时效指标", "重点建设工程按期完成率", "100%"),
    ("效益指标", "可持续影响指标", "基础教育巩固提高情况", "巩固提高"),
    ("效益指标", "社会效益指标", "基础教育学校办学条件", "持续改善"),
    ("满意度指标", "服务对象满意度指标", "学生、家长、社会满意度", "≥90%"),
    ("产出指标", "数量指标", "雾炮车降尘抑尘服务配备车辆数", "10辆"),
    ("产出指标", "数量指标", "雾炮车风炮射程", "≥80M"),
    ("产出指标", "质量指标", "服务周期内空气质量", "优良"),
    ("产出指标", "时效指标", "服务周期", "2023.07-2024.01"),
    ("满意度指标", "社会公众或服务对象满意度指标", "服务周期内，市民对空气质量改善的满意程度", "≥85%"),
    ("满意度指标", "社会公众或服务对象满意度指标", "市民满意度", "≥90%"),
    ("成本指标", "经济成本指标", "成本控制合理性", "合理"),
    ("产出指标", "质量指标", "违法建筑销项正确率", "=100.00(%)"),
    ("产出指标", "时效指标", "新增违建处置率", "=100.00(%)"),
    ("效益指标", "社会效益指标", "群众政策知晓度", "≥90.00(%)"),
    ("效益指标", "生态效益指标", "提升城市环境美化指数", "提高"),
    ("效益指标", "可持续影响指标", "新增违建发生数", "降低"),
    ("满意度指标", "服务对象满意度\n指标", "群众满意度", "≥90.00(%)"),
    ("成本指标", "生态环境\n成本指标", "文明施工情况", "可控"),
    ("产出指标", "数量指标", "道路建设长度", "985米"),
    ("产出指标", "质量指标", "项目验收达标率", "=100.00(%)"),
    ("产出指标", "时效指标", "项目完成及时性", "及时"),
    ("效益指标", "社会效益\n指标", "道路安全隐患减少情况", "减少"),
    ("效益指标", "社会效益\n指标", "道路景观提升情况", "提升"),
    ("效益指标", "可持续影\n响指标", "长效管理制度健全性", "健全"),
    ("产出指标(70分)", "数量指标", "水标尺宽度", "≥50厘米"),
    ("产出指标(70分)", "质量指标", "项目(工程)验收合格率", "100%"),
    ("产出指标(70分)", "时效指标", "及时(按期)开工率", "≥90%"),
    ("产出指标(70分)", "成本指标", "项目计划总投资", "20万元"),
    ("效益指标(20分)", "社会效益指标", "受益脱贫(含监测对象)户人口数", "≥1000人"),
    ("效益指标(20分)", "社会效益指标", "群众生产生活条件改善状况", "显著提升"),
    ("满意度指标(10分)", "服务对象满意度指标", "受益脱贫(含监测对象)户满意度", "≥95%"),
    ("产出指标", "数量指标", "评估评价杰青专家数量", "135人"),
    ("产出指标", "数量指标", "财务专家培训人次", "≥300人次"),
    ("产出指标", "质量指标", "系统故障次数", "≤3次"),
    ("效益指标", "社会效益指标", "被培训对象政策知晓度", "显著提高"),
]
MIXED = ("G901",)
"""The rows are from several regions, each with its own way of writing percent."""
GOOD_GOALS = [
    "计划全年面向高校、科研院所、企业等创新主体开展专项培训12场。",
    "新增违建“零增长”，坚决做到“无增减存”，全年拆除存量违建60处。",
    "为居民出行提供快速便捷的通道，完善、提高了路网服务功能，2027年建成兰溪路-真南路下立交工程。",
    "2022年6月底前完成项目前期征收工作，年内开展管线搬迁及维护结构施工。",
    "完成市、区相关部门下达的年度拆违任务；开展普查数据平台“拆一件、销一项、存一档”目标管理。",
    "1.5万亩高标准农田完成改造，项目区亩均粮食产能提高10%（以2021年为基数）。",
]
GOOD_NAMES = [
    "教育系统基础设施建设和设备购置",
    "雾炮车降尘抑尘服务",
    "兰溪路-真南路下立交工程",
    "中江县农业水价综合改革精准补贴和节水奖励项目小型水库水标尺制作安装",
    "公共机构（试点）节能改造",
]


def spec_of(name: str, goals: list[str], rows: list[tuple[str, str, str, str]]) -> str:
    lines = [f"项目名称: {quoted(name)}", "绩效目标:", *(f"- {quoted(goal)}" for goal in goals), "绩效指标:"]
    for level1, level2, indicator, value in rows:
        lines += [
            f"- 一级指标: {quoted(level1)}",
            f"  二级指标: {quoted(level2)}",
            f"  三级指标: {quoted(indicator)}",
            f"  绩效指标描述: {quoted(f'反映{indicator}的实际完成')}",
            f"  指标值: {quoted(value)}",
        ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_good_texts_stay_silent(name):
    project = project_of(spec_of(name, GOOD_GOALS, GOOD_ROWS))
    assert len(project.indicators) == len(GOOD_ROWS)
    assert [str(problem) for problem in judge([project], Choice((*FAMILIES, "G707"), MIXED))] == []


def texts(project: Project) -> dict[str, str]:
    return {str(field.path): field.text for field in project.fields}


@pytest.mark.parametrize("unsafe", [False, True])
def test_fixes_change_only_the_cells_with_findings(unsafe):
    codes = [code for code in MINE if catalog()[code].fix in ("safe", "unsafe" if unsafe else "safe")]
    named = {
        (project.spec.source.name, str(finding.field.path))
        for code in codes
        for project, finding in findings_on_seed(code)
        if finding.field and finding.edits
    }
    mended = mend(seed(), Choice(FAMILIES), unsafe=unsafe)
    after = [project_of(each.source.text, each.source.name) for each in mended]
    changed = {
        (old.spec.source.name, path)
        for old, new in zip(seed(), after, strict=True)
        for path, text in texts(old).items()
        if texts(new)[path] != text
    }
    assert changed == named
    lines = [
        (old.spec.source.text.splitlines(), new.spec.source.text.splitlines())
        for old, new in zip(seed(), after, strict=True)
    ]
    assert sum(a != b for old, new in lines for a, b in zip(old, new, strict=True)) == len(named)
    assert [each.fixes for each in mend(after, Choice(FAMILIES), unsafe=unsafe)] == [0] * 17
    left = {problem.code for problem in judge(after, Choice(FAMILIES)) if problem.fix} & set(codes)
    assert left == set()


def test_fixes_in_files_of_windows():
    text = '绩效目标:\r\n- （一）加强管理, 提高水平。\r\n绩效指标:\r\n- 三级指标: "成本 "\r\n'
    (mended,) = mend([project_of(text)], Choice(FAMILIES))
    assert mended.source.text == '绩效目标:\r\n- 加强管理，提高水平。\r\n绩效指标:\r\n- 三级指标: "成本"\r\n'


def test_empty_lines_of_a_block_go_and_nothing_else():
    text = "绩效目标: |-\n  完成拆违。\n\n\n  开展治理。 # 不是注\n项目名称: 甲 # 注\n"
    (mended,) = mend([project_of(text)], Choice(("G802",)))
    assert mended.source.text == "绩效目标: |-\n  完成拆违。\n  开展治理。 # 不是注\n项目名称: 甲 # 注\n"


def test_the_quotes_of_a_copied_cell_in_a_block():
    text = '绩效目标: |-\n  "1.完成""拆违""。\n  2.开展治理。\n  "\n'
    (mended,) = mend([project_of(text)], Choice(("G809",)))
    assert project_of(mended.source.text).goals[0].text == '1.完成"拆违"。\n2.开展治理。'


PIECES = ["（一）", "1.", "(", "（", "）", "“", "”", '"', '""', "《", "<", ">", "》", ",", ";", " ", "　", "\n"]
PIECES += [
    "*",
    "5",
    "2022年",
    "-",
    "的",
    "全市",
    "市级",
    "分发挥",
    "指标1：",
    "培训",
    "、",
    "；",
    "。",
    "次",
    "#",
    ": ",
    "\\",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.sampled_from(["", "|-"]))
def test_any_text_is_judged_and_mended_once(text, style):
    head = "绩效目标: "
    if style and text.strip() == text and "\n" in text and "\u3000" not in text:
        value = "|-\n" + "\n".join(f"  {line}" if line else "" for line in text.split("\n"))
    else:
        value = quoted(text)
    spec, _ = load(Source("例.yaml", f"{head}{value}\n绩效指标:\n- 三级指标: {quoted(text)}\n"))
    assert spec is not None
    once = mend([Project(spec, SCHEMA)], Choice(FAMILIES), unsafe=True)
    again = mend([project_of(once[0].source.text)], Choice(FAMILIES), unsafe=True)
    assert again[0].fixes == 0
    assert again[0].source.text == once[0].source.text
