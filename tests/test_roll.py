"""`goalgen roll`: specs go to another form or another year; nothing is dropped, or changed, in silence."""

from pathlib import Path

import pytest
from conftest import ROOT
from grids import docx, rows

from goalgen.cli import main
from goalgen.spec import load
from goalgen.text import Source
from goalgen.verbs.draft import draft
from goalgen.verbs.roll import roll_form, roll_year, suggest

OLD = {
    "required": ["表样", "项目名称", "预算数", "绩效目标", "绩效指标"],
    "properties": {
        "表样": {"const": "旧表"},
        "年度": {"type": "string"},
        "项目名称": {"type": "string"},
        "预算数": {"type": "string"},
        "资金用途": {"type": "string"},
        "绩效目标": {"type": "array", "items": {"type": "string"}},
        "绩效指标": {
            "type": "array",
            "items": {
                "required": ["一级指标", "三级指标", "绩效指标描述", "指标值"],
                "properties": {key: {"type": "string"} for key in ("一级指标", "三级指标", "绩效指标描述", "指标值")},
            },
        },
    },
}
TEXT = """\
表样: 旧表
年度: "2022"
项目名称: 2022年审计  # 去年的
预算数: "10.00"
资金用途: 按财预〔2022〕32号用于2018-2022年规划
绩效目标:
- 完成审计
- 提出建议
绩效指标:
- 一级指标: 产出指标
  三级指标: 报告
  绩效指标描述: 报告数
  指标值: 2022年12月31日前
- 一级指标: 产出指标
  三级指标: 会议
  绩效指标描述: ""
  指标值: ≥3次
"""
EVALUATION = rows("""
项目名称|8>审计
主管部门|3>某局|实施单位|4>某所
项目资金（万元）||2>年初预算数|全年预算数|全年执行数|分值|执行率|得分
^|年度资金总额|2>50|50|48.5|10|97%|9.7
年度总体目标|4>预期目标|4>实际完成情况
^|4>完成审计工作任务|4>已完成
绩效指标|一级指标|二级指标|三级指标|2>年度指标值|实际完成值|分值|得分
^|产出指标|数量指标|报告|2>5份|5份|10|10
""")


def old_spec():
    spec, problems = load(Source("旧.yaml", TEXT))
    assert problems == []
    return spec


def evaluation():
    drafted, _ = draft([("自评.docx", docx("项目支出绩效自评表", EVALUATION))], "自评表")
    return drafted.schema


def test_targets_go_into_an_evaluation_and_the_actual_columns_are_empty():
    rolled = roll_form(old_spec(), OLD, evaluation(), "自评表", {"主管部门": "某局"})
    row = {"二级指标": "", "实际完成值": "", "分值": "", "得分": ""}
    assert rolled.value == {
        "表样": "自评表",
        "年度": "2022",
        "项目名称": "2022年审计",
        "主管部门": "某局",
        "实施单位": "",
        "年度资金总额_年初预算数": "10.00",
        "年度资金总额_全年预算数": "",
        "年度资金总额_全年执行数": "",
        "年度资金总额_分值": "",
        "年度资金总额_执行率": "",
        "年度资金总额_得分": "",
        "预期目标": "1.完成审计\n2.提出建议",
        "实际完成情况": "",
        "绩效指标": [
            {**row, "一级指标": "产出指标", "三级指标": "报告", "年度指标值": "2022年12月31日前"},
            {**row, "一级指标": "产出指标", "三级指标": "会议", "年度指标值": "≥3次"},
        ],
    }
    assert [str(problem) for problem in rolled.problems] == [
        "旧.yaml:5:7 S301 表样 自评表 没有地方放「资金用途」：「按财预〔2022〕32号用于2018-2022年规划」，没有带过去",
        "旧.yaml:12:11 S301 表样 自评表 没有地方放「绩效指标 绩效指标描述」：「报告数」，没有带过去",
        "旧.yaml S302 新的项留空，请填写：实施单位、年度资金总额_全年预算数、年度资金总额_全年执行数、年度资金总额_分值、"
        "年度资金总额_执行率、年度资金总额_得分、实际完成情况、绩效指标 二级指标、绩效指标 实际完成值、绩效指标 分值、绩效指标 得分",
    ]
    assert ("预算数", "年度资金总额_年初预算数") in [tuple(move) for move in rolled.moves]


def test_a_year_that_is_set_is_rolled_to_as_well():
    rolled = roll_form(old_spec(), OLD, evaluation(), "自评表", {"年度": "2023"})
    assert rolled.text.startswith('表样: 自评表\n年度: "2023"\n项目名称: 2022年审计\n')
    assert [str(problem) for problem in rolled.problems[-2:]] == [
        "旧.yaml S303 「项目名称」里有 2022 年：「2022年审计」，请核对，建议改为「2023年审计」",
        "旧.yaml S303 「绩效指标 第1条 年度指标值」里有 2022 年：「2022年12月31日前」，"
        "请核对，建议改为「2023年12月31日前」",
    ]
    changed = roll_form(old_spec(), OLD, evaluation(), "自评表", {"年度": "2023"}, change=True)
    assert "项目名称: 2023年审计\n" in changed.text
    assert "年度指标值: 2023年12月31日前\n" in changed.text


def test_numbered_lines_go_into_a_list_and_back():
    spec, _ = load(Source("自评.yaml", '表样: 自评表\n预期目标: "1.完成审计\\n2.提出建议"\n'))
    rolled = roll_form(spec, evaluation(), OLD, "旧表", {})
    assert rolled.value["绩效目标"] == ["完成审计", "提出建议"]
    assert rolled.value["绩效指标"] == []


def test_every_text_of_a_spec_is_in_the_new_one_or_told():
    rolled = roll_form(old_spec(), OLD, {"properties": {"表样": {}, "项目名称": {}}}, "小表", {"无": "1"})
    assert rolled.value == {"表样": "小表", "项目名称": "2022年审计"}
    assert [(problem.code, problem.where.line) for problem in rolled.problems] == [
        ("S304", 0),
        ("S301", 2),
        ("S301", 4),
        ("S301", 5),
        ("S301", 7),
        ("S301", 10),
    ]


def test_another_year_sets_the_year_and_offers_the_rest():
    rolled = roll_year(old_spec(), OLD, "2023", {}, change=False)
    assert rolled.text == TEXT.replace('年度: "2022"', '年度: "2023"').replace('预算数: "10.00"', "预算数: 【请填】")
    assert [str(problem) for problem in rolled.problems] == [
        "旧.yaml:4:6 S305 这些是 2022 年的，已改成【请填】，请写新的：预算数 「10.00」",
        "旧.yaml:3:7 S303 「项目名称」里有 2022 年：「2022年审计」，请核对，建议改为「2023年审计」",
        "旧.yaml:13:8 S303 「绩效指标 第1条 指标值」里有 2022 年：「2022年12月31日前」，请核对，建议改为「2023年12月31日前」",
    ]


def test_years_are_changed_only_when_asked_for():
    rolled = roll_year(old_spec(), OLD, "2023", {"资金用途": "审计费"}, change=True)
    changed = TEXT.replace('年度: "2022"', '年度: "2023"').replace("2022年审计", "2023年审计")
    changed = changed.replace("2022年12月", "2023年12月").replace("按财预〔2022〕32号用于2018-2022年规划", "审计费")
    assert rolled.text == changed.replace('预算数: "10.00"', "预算数: 【请填】")
    assert "已换成「2023年审计」" in str(rolled.problems[1])


SELF = """\
表样: 自评
年度: "2022"
年初预算数: "20"
财政资金: "0.00"
其他资金: " "
上年结转资金: ""
预期目标: 预算20万元内完成
绩效指标:
- 三级指标: 报告
  指标值: ≤2.5 万元
  实际完成值: 5份
  得分: "10"
- 三级指标: 会议
  指标值: ≥3次
  实际完成值: ""
  得分: " "
专项金额: "7"
审核意见: 同意
"""


def self_evaluation():
    text = {"type": "string"}
    row = {"properties": dict.fromkeys(("三级指标", "指标值", "实际完成值", "得分"), text)}
    names = ("表样", "年度", "年初预算数", "财政资金", "其他资金", "上年结转资金", "预期目标", "审核意见")
    rows = {"绩效指标": {"type": "array", "items": row}, "专项金额": {"x-unit": "万元"}}
    spec, problems = load(Source("自评.yaml", SELF))
    assert problems == []
    return spec, {"properties": dict.fromkeys(names, text) | rows}


def test_amounts_and_results_of_the_old_year_are_to_fill_in_and_told_and_blank_ones_stay():
    spec, schema = self_evaluation()
    rolled = roll_year(spec, schema, "2023", {"财政资金": "3"})
    value, _ = load(Source("", rolled.text))
    assert value.value == spec.value | {
        "年度": "2023",
        "年初预算数": "【请填】",
        "财政资金": "3",
        "绩效指标": [
            {"三级指标": "报告", "指标值": "≤2.5 万元", "实际完成值": "【请填】", "得分": "【请填】"},
            spec.value["绩效指标"][1],
        ],
        "专项金额": "【请填】",
    }
    assert [str(problem) for problem in rolled.problems] == [
        "自评.yaml:3:8 S305 这些是 2022 年的，已改成【请填】，请写新的：年初预算数 「20」、绩效指标 第1条 实际完成值 「5份」、"
        "绩效指标 第1条 得分 「10」、专项金额 「7」",
        "自评.yaml:7:7 S306 「预期目标」里有上一年的金额「20万元」：「预算20万元内完成」，请核对",
        "自评.yaml:10:8 S306 「绩效指标 第1条 指标值」里有上一年的金额「2.5 万元」：「≤2.5 万元」，请核对",
    ]


def test_amounts_stay_where_they_are_asked_to_and_in_the_same_year():
    spec, schema = self_evaluation()
    kept = roll_year(spec, schema, "2023", {}, keep=True)
    assert kept.text == SELF.replace("2022", "2023")
    assert str(kept.problems[0]).startswith(
        "自评.yaml:3:8 S305 这些是 2022 年的，照抄过来了，请逐项核对：年初预算数 「20」、"
    )
    assert roll_year(spec, schema, "2022", {}).text == SELF
    assert roll_year(spec, schema, "2022", {}).problems == []


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("2022年12月底前", "2023年12月底前"),
        ("（2022年度）", "（2023年度）"),
        ("财预〔2022〕10号", "财预〔2022〕10号"),
        ("(2022)10号", "(2022)10号"),
        ("2018-2022年规划", "2018-2022年规划"),
        ("2022—2025年规划", "2022—2025年规划"),
        ("2018年至2022年", "2018年至2022年"),
        ("12022元", "12022元"),
        ("2021年", "2021年"),
    ],
)
def test_what_is_offered_for_a_year(text, offered):
    assert suggest(text, "2022", "2023") == offered


def test_command_writes_new_files_only(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    spec = ROOT / "specs" / "331201" / "2022" / "08-科技系统干部教育培训.yaml"
    before = spec.read_bytes()
    assert main(["roll", str(spec), "--to", "2023"]) == 0
    new = Path("2023") / spec.name
    assert capsys.readouterr().out.splitlines() == [
        f"{spec} → {new}",
        f"{spec}:8:6 S305 这些是 2022 年的，已改成【请填】，请写新的：预算数 「43.00」、财政资金 「43.00」（提示）",
        f"{spec}:19:8 S306 「绩效指标 第1条 指标值」里有上一年的金额「43.5万元」：「≤43.5万元」，请核对（提示）",
        f"{spec}:34:8 S303 「绩效指标 第4条 指标值」里有 2022 年：「2022年12月31日前完成」，"
        "请核对，建议改为「2023年12月31日前完成」（提示）",
    ]
    rolled = before.replace(b'"2022"', b'"2023"')
    assert new.read_bytes() == rolled.replace(b'"43.00"', "【请填】".encode())
    assert main(["roll", str(spec), "--to", "2023"]) == 2
    assert capsys.readouterr().err == (f"错误：已有 {new}，一个也没有写：请用 -o 另选文件夹，要覆盖就加 --force\n")
    assert main(["roll", str(spec), "--to", "2023", "--years", "--force"]) == 0
    assert "指标值: 2023年12月31日前完成" in new.read_text("utf-8")
    assert main(["roll", str(spec), "--to", "2023", "--keep-amounts", "--force"]) == 0
    assert new.read_bytes() == rolled
    assert spec.read_bytes() == before


@pytest.mark.slow
def test_command_rolls_a_folder_to_another_form(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("自评.docx").write_bytes(docx("项目支出绩效自评表", EVALUATION))
    assert main(["form", "draft", "自评.docx", "-o", "templates/自评表.docx"]) == 1
    schema = Path("schemas/自评表.schema.json")
    schema.write_text(schema.read_text("utf-8").replace("？", ""), "utf-8")  # somebody has looked
    capsys.readouterr()
    assert main(["roll", str(ROOT / "specs" / "331201" / "2022"), "--to", "自评表", "-o", "自评"]) == 1
    out = capsys.readouterr().out
    assert out.count(" S302 ") == 17
    assert "其中改了名：预算数 → 年度资金总额_年初预算数、绩效目标 → 预期目标、指标值 → 年度指标值" in out
    assert len(list(Path("自评").glob("*.yaml"))) == 17
    assert main(["build", "自评"]) == 0
