"""What a draft takes its fields to mean, in what their amounts are, which tree their levels are of; and that rules can judge it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from grids import docx, rows

from goalgen.cli import main
from goalgen.labels import unit_of_label
from goalgen.rules import judged, unjudged
from goalgen.taxonomy import fitting
from goalgen.verbs.draft import draft
from goalgen.vocabulary import MEANING_KEY, UNIT_KEY, meaning_of_field

LEVELS = "一级指标|二级指标|三级指标|指标值"
ROWS = """产出指标|数量指标|修路里程|≥3公里
^|质量指标|验收合格率|≥98%
^|成本指标|每公里造价|≤12万元
效益指标|社会效益指标|出行时间|缩短
满意度指标|服务对象满意度指标|群众满意度|≥90%"""


def drafted(*tables: str, before: str = "项目绩效目标表"):
    result, problems = draft([("一.docx", docx(before, *(rows(table) for table in tables)))], "新表")
    assert result is not None, problems
    return result


def meant(result, *path):
    """What the fields of a draft mean, of those that mean something."""
    part = result.schema
    for key in path:
        part = part["properties"][key]["items"]
    found = {key: meaning_of_field(key, each) for key, each in part["properties"].items() if key != "表样"}
    return {key: meaning for key, meaning in found.items() if meaning}


def units(result, *path):
    part = result.schema
    for key in path:
        part = part["properties"][key]["items"]
    return {key: each[UNIT_KEY] for key, each in part["properties"].items() if UNIT_KEY in each}


def tree(result):
    return result.schema["x-goalgen"].get("taxonomy")


def told(result):
    return [problem.message for problem in result.problems]


FUNDS = """项目名称|7>城区路灯维护
项目资金/（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分
^|年度资金总额|90|95.5|93.8|10|98.2%|9.8
^|其中：本年财政拨款|90|92|90.3|—|98.2%|—
^|上年结转资金|0|3.5|3.5|—|100%|—
^|其他资金|0|0|0|—|—|—"""


def test_an_amount_is_what_its_row_and_its_column_say():
    result = drafted(FUNDS)
    assert meant(result) == {
        "年度": "year",
        "项目名称": "project_name",
        "年度资金总额_年初预算数": "budget_total",
        "年度资金总额_全年预算数": "adjusted_budget",
        "年度资金总额_全年执行数": "spent",
        "年度资金总额_分值": "execution_weight",
        "年度资金总额_执行率": "execution_rate",
        "年度资金总额_得分": "execution_score",
        "本年财政拨款_年初预算数": "fiscal_part",
        "本年财政拨款_全年预算数": "fiscal_adjusted",
        "本年财政拨款_全年执行数": "fiscal_spent",
        "本年财政拨款_执行率": "fiscal_rate",
        "上年结转资金_年初预算数": "carried_over",
        "上年结转资金_全年预算数": "carried_adjusted",
        "上年结转资金_全年执行数": "carried_spent",
        "上年结转资金_执行率": "carried_rate",
        "其他资金_年初预算数": "other_part",
        "其他资金_全年预算数": "other_adjusted",
        "其他资金_全年执行数": "other_spent",
    }
    amounts = [key for key in meant(result) if key.endswith(("预算数", "执行数"))]
    assert units(result) == dict.fromkeys(amounts, "万元")


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("项目名称|甲\n年度资金总额（万元）|120", {"年度资金总额": "万元"}),
        ("项目名称|3>甲\n项目资金（元）|年度资金总额：|2>1200\n^|其中：财政拨款|2>1200", {"年度资金总额": "元", "财政拨款": "元"}),
        ("项目名称|甲\n项目资金（单位：亿元）|年度资金总额：3", {"年度资金总额": "亿元"}),
        ("项目名称|甲\n受益户数（户）|120\n备注（可选）|无", {"受益户数": "户"}),
        ("项目名称|甲\n联系人（万元）|张三", {}),
        ("项目名称|甲\n单位|万元\n年度资金总额|120", {}),
    ],
)  # fmt: skip
def test_the_unit_that_a_label_or_a_head_says_is_kept(table, expected):
    assert units(drafted(table)) == expected


def test_the_unit_over_a_list_is_that_of_its_figures():
    result = drafted(
        "项目名称|4>甲\n年度经费/（万元）|年度|财政拨款|自筹资金|备注\n^|2024|20|10|首期\n^|2025|20|10|二期"
    )
    assert units(result, "年度经费") == {"财政拨款": "万元", "自筹资金": "万元"}


def test_a_field_called_unit_is_one_of_money_only_where_it_holds_one():
    assert meant(drafted("单位|某市水务局\n项目名称|甲\n项目属性|新增"))["单位"] == "unit_name"
    assert meant(drafted("单位|万元\n项目名称|甲\n项目属性|新增"))["单位"] == "amount_unit"


@pytest.mark.parametrize("label", ["绩效指标", "本年度考核", "", "总体任务分解"])
def test_the_list_of_indicators_is_known_by_its_columns(label):
    lines = [f"{label}|{LEVELS}", *(f"^|{row}" for row in ROWS.split("\n"))] if label else [LEVELS, *ROWS.split("\n")]
    result = drafted(f"项目名称|{len(lines[0].split('|')) - 1}>甲", "\n".join(lines))
    (name,) = [key for key, meaning in meant(result).items() if meaning == "indicators"]
    assert meant(result, name) == {
        "一级指标": "level1",
        "二级指标": "level2",
        "三级指标": "indicator_name",
        "指标值": "target_value",
    }
    part = result.schema["properties"][name]
    assert part["items"]["x-goalgen"] == {"key": ["一级指标", "二级指标", "三级指标"]}
    assert [row["二级指标"] for row in part["examples"][0]] == [
        "数量指标", "质量指标", "成本指标", "社会效益指标", "服务对象满意度指标",
    ]  # fmt: skip
    assert (tree(result), told(result)) == ("cn-2015-88", [])


def test_a_value_in_three_columns():
    result = drafted("""项目名称|6>甲
绩效指标|一级指标|二级指标|三级指标|3>年度指标值
^|^|^|^|指标性质|指标值|度量单位
^|产出指标|数量指标|修路里程|≥|3|公里
^|^|成本指标|每公里造价|≤|12|万元""")
    assert list(meant(result, "绩效指标").values()) == [
        "level1", "level2", "indicator_name", "nature", "target_value", "measure_unit",
    ]  # fmt: skip


def test_the_unit_of_a_value_is_no_unit_of_money():
    result = drafted(f"项目名称|4>甲\n{LEVELS}|单位\n产出指标|数量指标|里程|≥3|公里\n产出指标|成本指标|造价|≤12|万元")
    assert meant(result, "绩效指标")["单位"] == "measure_unit"


def test_levels_are_known_by_what_they_are_called_when_their_column_is_not():
    result = drafted(
        "项目名称|3>甲\n大类|小类|指标名称|目标值\n产出指标|数量指标|里程|3公里\n效益指标|社会效益指标|时间|缩短"
    )
    assert meant(result, "绩效指标") == {
        "大类": "level1",
        "小类": "level2",
        "指标名称": "indicator_name",
        "目标值": "target_value",
    }


def test_two_lists_the_one_of_the_year_is_that_of_indicators():
    result = drafted(
        "项目名称|4>甲\n长期绩效指标|一级指标|二级指标|三级指标|指标值\n^|产出指标|数量指标|里程|3公里\n^|产出指标|成本指标|造价|1万元\n"
        "年度绩效指标|一级指标|二级指标|三级指标|指标值\n^|产出指标|数量指标|里程|1公里\n^|产出指标|成本指标|造价|1万元"
    )
    assert {key: each for key, each in meant(result).items() if "指标" in key} == {"年度绩效指标": "indicators"}


@pytest.mark.parametrize(
    ("levels", "year", "expected"),
    [
        ("产出指标/成本指标 效益指标/生态效益指标", "", (["cn-2015-88"], "cn-2015-88")),
        ("成本指标/经济成本指标 产出指标/数量指标", "", (["cn-2021-101"], "cn-2021-101")),
        ("成本指标/经济成本指标 效益指标/可持续影响指标", "", (["local-mixed"], "local-mixed")),
        ("项目完成指标/数量指标 项目效益指标/社会效益指标", "", (["sichuan-2021"], "sichuan-2021")),
        ("产出目标/数量目标 效益/社会效益目标", "", (["old-2011"], "old-2011")),
        ("产出指标(50分)/时效指标 效益指标(30分)/社会效益", "2019", (["cn-2015-88", "cn-2021-101"], "cn-2015-88")),
        ("产出指标/时效指标 效益指标/社会效益指标", "2024", (["cn-2015-88", "cn-2021-101"], "cn-2021-101")),
        ("产出指标/时效指标 效益指标/社会效益指标", "", (["cn-2015-88", "cn-2021-101"], "cn-2015-88")),
        ("投资/进度 成效/民生", "", ([], None)),
    ],
)
def test_the_tree_is_the_one_that_has_the_levels(levels, year, expected):
    pairs = [tuple(pair.split("/")) for pair in levels.split()]
    lines = [f"{upper}|{lower}|名称{number}|≥3次" for number, (upper, lower) in enumerate(pairs)]
    result = drafted(
        "\n".join(["项目名称|3>甲", LEVELS, *lines]), before=f"{year}年度绩效目标表" if year else "绩效目标表"
    )
    assert ([profile.id for profile in fitting(pairs)], tree(result)) == expected
    (column,) = [c for want in result.wants for c in want.items if c.meaning == "level1"]
    assert column.doubtful is (len(expected[0]) > 1)


def test_a_guess_is_told():
    assert told(drafted(f"项目名称|3>甲\n{LEVELS}\n产出指标|数量指标|里程|3公里\n效益指标|社会效益指标|时间|缩短")) == [
        "「一级指标？」没有把握：指标体系猜是财预〔2015〕88号（cn-2015-88），也合财预〔2021〕101号：请核对 schema 里的 taxonomy"
    ]
    most = ROWS + "\n^|党建指标|支部|1个"
    assert told(drafted(f"项目名称|3>甲\n{LEVELS}\n{most}"))[0] == (
        "「一级指标？」没有把握：指标体系猜是财预〔2015〕88号（cn-2015-88），但不全合：请核对 schema 里的 taxonomy"
    )


def test_what_a_name_says_and_is_not_meant_is_denied():
    result = drafted("项目名称|3>甲\n主管部门|乙局|资金总额（万元）|3\n财政拨款|1|资金总额|5")
    part = result.schema["properties"]
    assert [key for key, each in part.items() if each.get(MEANING_KEY) == ""] == []
    assert len({each for each in meant(result).values() if each == "budget_total"}) == 1


def test_a_form_with_no_project_is_called_by_its_first_name():
    result = drafted("申请书编号|20240017\n作品名称|果园喷药小车\n姓名|何平")
    assert result.schema["x-goalgen"]["filename"] == "{作品名称}"


def test_codes_and_phones_are_texts():
    fields = drafted("项目名称|甲\n联系电话|07310000000\n邮编|012345\n年度资金总额|120").schema["properties"]
    assert {key: each["type"] for key, each in fields.items() if key != "表样"} == {
        "年度": ["string", "number"],
        "项目名称": "string",
        "联系电话": "string",
        "邮编": "string",
        "年度资金总额": ["string", "number"],
    }


WHOLE = f"""2>项目名称|3>城区修路
2>年度资金总额（万元）|3>10.00
2>其中：财政拨款|3>10.00
2>其他资金|3>0.00
2>年度目标|3>修路3公里。
绩效指标|{LEVELS}
""" + "\n".join(f"^|{row}" for row in ROWS.split("\n"))


def test_rules_of_indicators_amounts_and_levels_judge_a_draft():
    result = drafted(WHOLE, before="2024年度绩效目标表")
    assert unjudged("新表", result.schema) is None
    assert {family: judged(result.schema)[family] for family in ("G3", "G4", "G7")} == {
        "G3": (7, 7),
        "G4": (20, 22),
        "G7": (9, 10),
    }


@pytest.mark.slow
def test_a_drafted_form_is_checked_filled_built_and_read(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("去年.docx").write_bytes(docx("2024年度绩效目标表", rows(WHOLE)))
    assert main(["form", "draft", "去年.docx", "-o", "templates/新表.docx"]) == 0
    assert main(["read", "去年.docx", "-o", "specs/书"]) == 0
    assert [path.name for path in Path("specs").rglob("*.yaml")] == ["城区修路.yaml"]
    capsys.readouterr()
    assert main(["check", "--select", "G521"]) == 1
    assert capsys.readouterr().out.startswith("specs/书/城区修路.yaml:20:8 G521 ")
    assert main(["new", "--form", "新表", "-o", "specs/新/01.yaml"]) == 0
    text = Path("specs/新/01.yaml").read_text("utf-8")
    assert [line.strip() for line in text.splitlines() if "二级指标:" in line] == [
        f"二级指标: {level}指标" for level in ("数量", "质量", "成本", "社会效益", "服务对象满意度")
    ]
    Path("specs/新/01.yaml").write_text(text.replace("【请填】", "0"), "utf-8")
    capsys.readouterr()
    assert main(["build", "specs/新", "-o", "成品"]) == 0
    (built,) = Path("成品").rglob("*.docx")
    assert main(["read", str(built), "-o", "读回"]) == 0
    schema = json.loads(Path("schemas/新表.schema.json").read_text("utf-8"))
    assert schema["x-goalgen"] == {"filename": "{项目名称}", "taxonomy": "cn-2015-88"}


HEADS = "年初预算数|全年预算数|全年执行数|分值|执行率|得分"


def test_amounts_under_one_heading_with_no_label_of_their_own():
    result = drafted(
        f"项目名称|6>甲\n项目资金（万元）|6>年度资金总额\n^|{HEADS}\n^|90|95|93|10|98%|9.8\n年度目标|6>修路"
    )
    expected = ["budget_total", "adjusted_budget", "spent", "execution_weight", "execution_rate", "execution_score"]
    assert [meant(result)[key] for key in HEADS.split("|")] == expected
    assert units(result) == dict.fromkeys(HEADS.split("|")[:3], "万元")


def test_the_unit_at_the_corner_over_the_labels_of_the_rows():
    result = drafted(f"项目名称|6>甲\n项目资金（万元）|{HEADS}\n年度资金总额|90|95|93|10|98%|9.8\n其他资金|0|0|0|—|—|—")
    amounts = [f"{row}_{column}" for row in ("年度资金总额", "其他资金") for column in HEADS.split("|")[:3]]
    assert units(result) == dict.fromkeys(amounts, "万元")


def test_amounts_planned_and_spent_side_by_side():
    result = drafted(
        "项目名称|4>甲\n预算执行情况（万元）|预算数：|90|执行数：|85\n^|其中：财政拨款|90|其中：财政拨款|85\n^|其他资金|0|其他资金|0"
    )
    assert list(meant(result).values())[2:] == [
        "budget_total", "spent", "fiscal_part", "fiscal_spent", "other_part", "other_spent",
    ]  # fmt: skip


def test_a_heading_over_the_list_that_says_all_years_makes_no_column_theirs():
    result = drafted(
        "项目名称|4>甲\n总体目标|2>实施期目标|2>年度目标\n^|2>除险|2>除险3座\n"
        "绩效指标|一级指标|二级指标|指标内容|指标值\n^|成本指标|经济成本指标|投资|≤10万元\n^|产出指标|数量指标|座数|3座"
    )
    assert list(meant(result, "绩效指标").values()) == ["level1", "level2", "indicator_name", "target_value"]
    assert (meant(result)["实施期目标"], meant(result)["年度目标"]) == ("total_goals", "goals")


def test_two_columns_of_one_meaning_one_of_which_holds_the_levels_above():
    result = drafted(
        "项目名称|3>甲\n指标类型|指标类别|指标名称|指标值\n成本|经济成本|造价|≤12万元\n产出|数量|里程|≥3公里\n效益|社会效益|受益|≥100人"
    )
    assert list(meant(result, "绩效指标").values()) == ["level1", "level2", "indicator_name", "target_value"]
    assert tree(result) == "cn-2021-101"


def test_what_is_filled_in_tells_a_column_whose_label_says_another_thing():
    result = drafted(
        "项目名称|5>甲\n一级指标|二级指标|三级指标|指标方向|指标值|绩效标准\n"
        "产出指标|数量指标|里程|≥|3公里|计划标准\n产出指标|成本指标|造价|≤|12万元|历史标准"
    )
    assert list(meant(result, "绩效指标").values()) == [
        "level1", "level2", "indicator_name", "nature", "target_value", "basis",
    ]  # fmt: skip


def test_the_usual_name_of_a_column_goes_before_another_of_its_names():
    for order in ("三级指标|指标内容", "指标内容|三级指标"):
        result = drafted(
            f"项目名称|4>甲\n一级指标|二级指标|{order}|指标值\n产出指标|数量指标|里程|路长|3公里\n产出指标|成本指标|造价|单价|1万元"
        )
        columns = meant(result, "绩效指标")
        assert (columns["三级指标"], columns["指标内容"]) == ("indicator_name", "indicator_description")


def test_a_label_with_its_year_means_what_it_means_without():
    result = drafted("项目名称|甲\n三年总体目标|绿化300亩\n2024年目标|绿化100亩\n2024年度预算数（万元）|30")
    assert list(meant(result).values())[2:] == ["total_goals", "goals", "budget_total"]


def test_rates_under_a_unit_of_money_are_none():
    result = drafted("项目名称|3>甲\n项目资金（万元）|年初预算数|1-8月执行数|1-8月执行率\n年度资金总额|100|60|60%")
    assert units(result) == {"年度资金总额_年初预算数": "万元", "年度资金总额_1_8月执行数": "万元"}


def test_an_old_file_is_drafted_as_it_is_read(tmp_path, monkeypatch, capsys):
    from goalgen.desk import convert
    from goalgen.problem import Problem, Severity, Where

    monkeypatch.chdir(tmp_path)
    Path("旧.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    told = [Problem("R104", Where("旧.doc"), "旧版 .doc，经 LibreOffice 转换后读取", Severity.INFO)]
    monkeypatch.setattr(convert, "docx_of", lambda path: (docx("2024年度绩效目标表", rows(WHOLE)), told))
    assert main(["form", "draft", "旧.doc", "-o", "templates/新表.docx"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "旧.doc R104 旧版 .doc，经 LibreOffice 转换后读取（提示）"
    monkeypatch.setattr(convert, "docx_of", lambda path: (b"", [Problem("R102", Where("旧.doc"), "打不开")]))
    assert main(["form", "draft", "旧.doc", "-o", "templates/二.docx"]) == 1
    assert capsys.readouterr().out == "旧.doc R102 打不开\n"


AMOUNT = "项目名称|3>甲\n预算数|10|其他资金|0\n绩效目标|3>修路"


@pytest.mark.parametrize(
    ("before", "table", "meanings", "unit"),
    [
        (["绩效目标表", "单位：万元"], AMOUNT, {"单位": "amount_unit"}, {}),
        (["绩效目标表", "（单位：万元）"], AMOUNT, {}, {"预算数": "万元", "其他资金": "万元"}),
        (["绩效目标表（金额单位：元）"], AMOUNT, {}, {"预算数": "元", "其他资金": "元"}),
        (["绩效目标表", "（币种：元）"], AMOUNT, {}, {}),
        (["绩效目标表", "金额单位：人民币万元"], AMOUNT, {"金额单位": "amount_unit"}, {}),
        (["绩效目标表"], f"4>（金额单位：万元）\n{AMOUNT}", {"金额单位": "amount_unit"}, {}),
        (["绩效目标表"], f"2>填报单位（盖章）：某局|2>金额单位：万元\n{AMOUNT}", {"金额单位": "amount_unit"}, {}),
    ],
)
def test_the_unit_of_the_whole_table_is_known_wherever_it_is_printed(before, table, meanings, unit):
    result, _ = draft([("一.docx", docx(*before, rows(table)))], "新表")
    assert {key: each for key, each in meant(result).items() if each == "amount_unit"} == meanings
    assert units(result) == unit


@pytest.mark.parametrize(
    ("label", "unit"),
    [("预算数（万元）", "万元"), ("预算数(单位：元)：", "元"), ("资金（金额单位 亿元）", "亿元"), ("金额（人民币万元）", "万元"),
     ("金额（百万元）", "百万元"), ("金额（美元）", ""), ("金额", ""), ("元", "")],
)  # fmt: skip
def test_a_label_says_its_unit_of_money(label, unit):
    assert unit_of_label(label) == unit


@pytest.mark.parametrize(("written", "unit"), [("万元", "万元"), ("人民币万元", "万元"), ("某局", ""), ("", "")])
def test_rules_know_the_unit_of_a_table_by_its_field(written, unit):
    from goalgen.rules.common import amount_unit
    from goalgen.rules.judging import Project
    from goalgen.spec import load
    from goalgen.text import Source

    spec, _ = load(Source("一.yaml", f'金额单位: "{written}"\n预算数: "3.00"\n'))
    assert amount_unit(Project(spec)) == unit


def test_the_one_unit_that_the_labels_say_is_that_of_the_parts_too():
    result = drafted(
        "项目名称|3>甲\n项目总预算（万元）|500|本年度预算（万元）|300\n其中：财政拨款|500|其中：财政拨款|300\n其他资金|0|其他资金|0"
    )
    assert list(units(result).values()) == ["万元"] * 6
    assert list(meant(result).values())[2:] == [
        "total_amount", "budget_total", "total_fiscal", "fiscal_part", "total_other", "other_part",
    ]  # fmt: skip


def test_the_unit_of_goods_is_none_of_money():
    result = drafted("项目名称|4>甲\n支出明细|名称|单位|数量|金额（元）\n^|电脑|台|3|15000\n^|桌子|张|5|2500")
    assert meant(result, "支出明细") == {"单位": "measure_unit", "金额": "amount"}
    assert units(result, "支出明细") == {"金额": "元"}


def test_of_two_lists_that_say_no_years_the_last_is_that_of_indicators():
    result = drafted(
        "项目名称|4>甲\n上年指标|一级指标|二级指标|三级指标|指标值\n^|产出指标|数量指标|里程|3公里\n^|产出指标|成本指标|造价|1万元\n"
        "本年指标|一级指标|二级指标|三级指标|指标值\n^|产出指标|数量指标|里程|1公里\n^|产出指标|成本指标|造价|1万元"
    )
    assert {key: each for key, each in meant(result).items() if "指标" in key} == {"本年指标": "indicators"}


def test_a_rate_without_its_sign_is_no_amount():
    result = drafted("项目名称|3>甲\n项目资金（万元）|年初预算数|1-8月执行数|1-8月执行率\n年度资金总额|100|60|60")
    assert units(result) == {"年度资金总额_年初预算数": "万元", "年度资金总额_1_8月执行数": "万元"}


def test_the_parts_of_a_transfer_are_those_of_its_total():
    result = drafted("专项名称|甲\n年度金额（万元）|10\n其中：中央补助|8\n地方资金|2")
    assert list(meant(result).values())[2:] == ["budget_total", "fiscal_part", "other_part"]


TRANSFER = """2>项目名称|5>重大传染病防治
2>项目资金/（万元）|2>|全年预算数（A）|全年执行数（B）|执行率（B/A）
2>^|2>总额|811.54|811.54|100%
2>^|2>其中：中央财政资金|730.4|730.4|100%
2>^|2>自治区补助|81.14万元|81.14万元|100%
2>完成情况|2>总体目标|3>全年实际完成情况
2>^|2>基本控制包虫病流行。|3>包虫病患病率降到0.3%。"""


def test_a_total_of_funds_is_the_budget_the_goals_beside_what_was_done_are_the_years_and_the_letter_of_a_column_is_no_unit():
    result = drafted(TRANSFER)
    found = meant(result)
    assert (found["总额_全年预算数"], found["总额_全年执行数"]) == ("adjusted_budget", "spent")
    assert (found["总体目标"], found["全年实际完成情况"]) == ("goals", "actual_goals")
    assert set(units(result).values()) == {"万元"}
    assert units(result)["自治区补助_全年预算数"] == "万元"


POINTS = """项目名称|7>发放工资
预算执行/（万元）||年初预算|调整后预算数|预算执行数|预算执行率|权重|得分
^|总额|238.93|251.89|251.89|100%|10|10
^|其中：财政资金|238.93|251.89|251.89|100%|/|/
绩效指标|一级指标|二级指标|三级指标|指标值|完成值|权重|得分
^|产出指标|数量指标|发放覆盖率|=100%|100%|90|90
6>合计|100|100"""


def test_points_in_a_row_of_sums_are_those_in_all():
    found = meant(drafted(POINTS))
    assert (found["总额_权重"], found["合计_权重"]) == ("execution_weight", "total_weight")
    assert (found["总额_得分"], found["合计_得分"]) == ("execution_score", "total_score")


SCORED = """2>项目名称|8>营养改善计划
3>绩效指标|3>年度指标值|实际完成值|分值|得分|偏差原因分析
一级指标|二级指标|三级指标|指标性质|指标值|度量单位|^|^|^|^
产出指标|数量指标|受资助人数|≥|735|人|735|50|46|因转学减少
满意度指标|服务对象满意度指标|学生满意度|≥|95|%|100%|50|50|
7>总分|100|96|优"""


def test_of_two_figures_of_a_total_the_first_is_what_could_be_had():
    found = [each for each in meant(drafted(SCORED)).values() if each.startswith("total_")]
    assert found == ["total_weight", "total_score"]
