"""G907 across a run: tables of several books and Word files are held against each other, whatever is remembered of each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rules import project

from goalgen.cli import main
from goalgen.rules.copying import MOST, ROWS, copies, own_texts

GOAL = "举办政策培训12场，培训财务人员300人次"
SPEC = """\
表样: tianjin-2022
年度: "2022"
序号: "1"
单位代码: "{code}"
单位名称: {unit}
金额单位: 万元
项目名称: {name}
预算数: "10.00"
财政资金: "10.00"
其他资金: "0.00"
资金用途: 讲课费
绩效目标:
- {goal}。
绩效指标:
- 一级指标: 产出指标
  二级指标: 数量指标
  三级指标: 培训场次
  绩效指标描述: 培训场次
  指标值: ≥12场
"""


@pytest.fixture
def two(tmp_path, monkeypatch):
    """Two books, of two units, with the same goal; and how to write them anew."""
    monkeypatch.chdir(tmp_path)

    def write(
        one: str = GOAL, other: str = GOAL, code: str = "331202", unit: str = "乙局", name: str = "能力提升"
    ) -> None:
        for folder, text in (
            ("甲", SPEC.format(code="331201", unit="甲局", name="业务培训", goal=one)),
            ("乙", SPEC.format(code=code, unit=unit, name=name, goal=other)),
        ):
            (tmp_path / "specs" / folder).mkdir(parents=True, exist_ok=True)
            (tmp_path / "specs" / folder / "一.yaml").write_text(text, "utf-8")

    write()
    return write


def said(capsys, *more: str) -> list[str]:
    main(["check", "--select", "G907", *more])
    return [line for line in capsys.readouterr().out.splitlines() if "G907" in line]


ONE = "G907 和「乙局」的「能力提升」一字不差：目标 1 句；按本单位的情况写（警告）"
OTHER = "G907 和「甲局」的「业务培训」一字不差：目标 1 句；按本单位的情况写（警告）"
BOTH = [f"specs/乙/一.yaml:13:3 {OTHER}", f"specs/甲/一.yaml:13:3 {ONE}"]


def test_other_books_are_asked_each_time_though_each_book_is_remembered(two, capsys):
    assert [said(capsys, f"specs/{each}") for each in "甲乙甲"] == [[], [], []]  # remembered, each alone
    assert said(capsys) == BOTH
    assert said(capsys) == BOTH
    assert said(capsys, "specs/甲") == []
    two(other=GOAL.replace("12", "13"))
    assert said(capsys) == []
    two()
    assert said(capsys) == BOTH
    assert said(capsys, "--no-cache") == BOTH


@pytest.mark.parametrize(
    "changed",
    [
        {"code": "331201", "unit": "甲局"},  # the same unit's other project, or another year
        {"code": "331201"},  # the same code under another name of the unit
        {"other": GOAL.replace("300", "310")},
        {"one": "严格执行相关政策，保障工资及时足额发放，预算编制科学合理，减少结余资金"} | {"other": "严格执行相关政策，保障工资及时足额发放，预算编制科学合理，减少结余资金"},
        dict.fromkeys(("one", "other"), "落实《国务院关于深化预算管理制度改革的决定》（国发〔2014〕45号），提高资金效益"),
        dict.fromkeys(("one", "other"), "全年12个月按时完成各项工作任务，完成率达到100%，2022年12月31日前完成"),
    ],
)  # fmt: skip
def test_what_is_said_by_all_and_what_a_unit_says_again_is_not_copied(two, changed, capsys):
    two(**changed)
    assert said(capsys) == []


def test_numbers_of_items_marks_and_own_names_make_no_difference(two, capsys):
    two(one=f"甲局{GOAL}", other=f"1.乙局 {GOAL.replace('，', ',')}")
    assert [line.partition(" ")[2] for line in said(capsys)] == [OTHER, ONE]


def test_one_project_of_several_units_is_a_hint(two, capsys):
    two(name="业务培训")
    assert said(capsys, "--level", "警告") == []
    told = "「业务培训」一字不差：目标 1 句；同一项目由几个单位承担的，数也要是自己的（提示）"
    assert [line.partition("的")[2] for line in said(capsys, "--level", "提示")] == [told, told]


def test_a_waiver_waives_it_and_is_no_waiver_of_nothing(two, capsys):
    path = Path("specs/甲/一.yaml")
    path.write_text(path.read_text("utf-8").replace(f"{GOAL}。", f"{GOAL}。  # goalgen: ignore G907 联合举办"), "utf-8")
    for _ in range(2):
        assert said(capsys) == BOTH[:1]
    assert main(["check", "--select", "G907,G002"]) == 1
    assert "G002" not in capsys.readouterr().out


def test_settings_and_selection_hold(two, capsys):
    Path("specs/甲/goalgen.toml").write_text('ignore = ["G907"]\n', "utf-8")
    assert said(capsys) == []
    Path("specs/甲/goalgen.toml").unlink()
    main(["check", "--select", "G1"])
    assert "G907" not in capsys.readouterr().out


def test_what_a_book_says_of_itself_is_not_said_again_of_another(two, capsys):
    """The project of 甲局 has its twin in its own book, that of 丙局 has it in the first of two."""
    spec = SPEC.format(code="331203", unit="丙局", name="政策宣讲", goal=GOAL).replace('序号: "1"', '序号: "2"')
    Path("specs/甲/二.yaml").write_text(spec, "utf-8")
    for _ in range(2):
        assert sorted(said(capsys)) == [
            "specs/乙/一.yaml:13:3 G907 和「甲局」的「业务培训」一字不差：目标 1 句；按本单位的情况写（警告）",
            "specs/甲/一.yaml:13:3 G907 和「丙局」的「政策宣讲」一字不差：目标 1 句；按本单位的情况写（警告）",
            "specs/甲/二.yaml:13:3 G907 和「甲局」的「业务培训」一字不差：目标 1 句；按本单位的情况写（警告）",
        ]


@pytest.mark.slow
def test_word_files_are_held_against_each_other_and_against_specs(two, capsys):
    assert main(["build"]) == 0
    capsys.readouterr()
    assert main(["check", "build", "--select", "G907", "--annotate", "批注过的", "--jobs", "2"]) == 1
    assert capsys.readouterr() == (
        f"build/乙.docx 表1 第5行第2列 {OTHER}\n  能力提升\nbuild/甲.docx 表1 第5行第2列 {ONE}\n  业务培训\n",
        "已写 批注过的/乙.docx：0 个问题写成批注\n已写 批注过的/甲.docx：0 个问题写成批注\n"
        "和别的文件比过，又写 批注过的/乙.docx：1 个问题写成批注\n和别的文件比过，又写 批注过的/甲.docx：1 个问题写成批注\n"
        "共 2 个文件、2 张表、2 个项目、2 个单位，预算合计 20.00 万元：2 个警告\n"
        "  build/乙.docx：1 个警告\n  build/甲.docx：1 个警告\n",
    )
    assert main(["show", "批注过的/甲.docx", "--comments"]) == 0
    assert capsys.readouterr().out == f"表1 第5行第2列 goalgen：{ONE}\n"
    assert main(["check", "specs/甲", "build/乙.docx", "--select", "G907", "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)["problems"]
    assert [(each["file"], each["cell"], each["project"]) for each in found] == [
        ("specs/甲/一.yaml", "表1 第5行第2列", "业务培训"),
        ("build/乙.docx", "表1 第5行第2列", "能力提升"),
    ]


def texts(unit: str, goal: str = GOAL, rows: str = ""):
    return own_texts(project(f"单位名称: {unit}\n项目名称: {unit}项目\n绩效目标:\n- {goal}。\n绩效指标:\n{rows}"))[0]


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("单位名称: 甲局\n项目名称: 甲\n", "单位名称: 乙局\n项目名称: 乙\n", 2),
        ("单位名称: 甲局\n", "单位名称: 乙局\n", 2),
        ("单位名称: 甲局\n", "单位名称: 乙局\n项目名称: 乙\n", 0),
        ("单位名称: 甲局\n项目名称: 甲\n", "主管部门: 甲局\n单位名称: 乙中心\n项目名称: 乙\n", 0),
        ("主管部门: 甲局\n项目名称: 甲\n", "主管部门: 甲局\n实施单位: 乙中心\n项目名称: 乙\n", 0),
        ("主管部门: 甲局\n实施单位: 甲中心\n项目名称: 甲\n", "主管部门: 甲局\n实施单位: 乙中心\n项目名称: 乙\n", 2),
        ("项目名称: 甲\n", "单位名称: 乙局\n项目名称: 乙\n", 0),
    ],
)
def test_a_department_says_what_its_units_say(one, other, told):
    goal = f"绩效目标:\n- {GOAL}。\n"
    assert len(copies([own_texts(project(text + goal))[0] for text in (one, other)])) == told


def test_what_four_units_say_without_a_figure_was_handed_down():
    goal = "建立健全长效管护机制，推动城乡环境面貌持续改善，不断增强人民群众的获得感、幸福感和安全感，形成共建共治共享的良好局面"
    for count, told in ((2, 2), (3, 3), (4, 0), (9, 0)):
        assert len(copies([texts(f"{number}局", goal) for number in range(count)])) == told


def test_of_very_many_alike_each_is_told_of():
    assert len(copies([texts(f"{number}局") for number in range(3 * MOST)])) == 3 * MOST


@pytest.mark.parametrize("own", range(ROWS + 2))
def test_a_set_of_indicators_needs_quantities_of_its_own(own):
    """Rates and limits that all write are no set; three quantities are, and eight rows of ten."""
    rows = "".join(f"- 三级指标: 指标{i}\n  指标值: {f'≥{i + 3}场' if i < own else '=100%'}\n" for i in range(ROWS + 2))
    found = copies([texts("甲局", "甲", rows), texts("乙局", "乙", rows)])
    assert [[each.rows for each in twins.values()] for twins in found.values()] == (
        [[ROWS + 2]] * 2 if own >= ROWS else []
    )
