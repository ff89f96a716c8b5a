"""`goalgen form draft`: a filled table of an unknown layout becomes a form that builds it again, cell for cell."""

import json
from pathlib import Path

import pytest
from drafts import FORMS
from grids import docx, rows
from lxml.etree import QName
from tools.draft_judge import SEED, judged_document

from goalgen.cli import main
from goalgen.desk.proving import prove
from goalgen.docx import Row, open_package, walk
from goalgen.form import make_form
from goalgen.verbs.draft import compare, draft
from goalgen.verbs.draft.roles import assign
from goalgen.verbs.draft.spots import Role, Table, spots_of

pytestmark = pytest.mark.slow


def drafted(*documents):
    """The draft of some documents, and the form; both must come about without a problem."""
    result, problems = draft([(f"{number}.docx", data) for number, data in enumerate(documents)], "新表")
    assert result is not None, problems
    form, problems = make_form("新表", result.template, result.schema, "新表.docx")
    assert problems == []
    return result, form


def fields(result):
    """Keys and first samples; a list has those of its columns."""
    return {
        want.key: {item.key: item.samples[0] for item in want.items} if want.items else want.samples[0]
        for want in result.wants
    }


def proved(*documents):
    """The fields of a draft that builds each of its documents again, cell for cell."""
    result, form = drafted(*documents)
    for number, data in enumerate(documents):
        proof = prove(form, f"{number}.docx", data, first=not number)
        assert proof.problems == []
        assert proof.same > 0
    return fields(result)


@pytest.mark.parametrize("path", [*sorted(FORMS.glob("*.docx")), SEED], ids=lambda path: path.stem)
def test_every_cell_comes_out_again(path):
    assert judged_document(path).problems == []


def test_side_by_side_horizons_are_columns_of_one_row():
    result, _ = drafted((FORMS / "norm_caiyu2015_88_project.docx").read_bytes())
    columns = next(want for want in result.wants if want.items)
    assert [(item.key, item.meaning) for item in columns.items] == [
        ("一级指标", "level1"),
        ("中期二级指标", "total_level2"),
        ("中期三级指标", "total_indicator_name"),
        ("中期指标值", "total_target_value"),
        ("年度二级指标", "level2"),
        ("年度三级指标", "indicator_name"),
        ("年度指标值", "target_value"),
    ]
    money = [want for want in result.wants if want.label.endswith(("财政拨款", "其他资金"))]
    assert [(want.key, want.meaning) for want in money] == [
        ("中期财政拨款", "total_fiscal"),
        ("年度财政拨款", "fiscal_part"),
        ("中期其他资金", "total_other"),
        ("年度其他资金", "other_part"),
    ]


def test_the_first_of_two_totals_is_that_of_all_years():
    result, _ = drafted((FORMS / "hubei_wuhan_qingshan_edu_2020.docx").read_bytes())
    assert {want.key: want.meaning for want in result.wants if "资金" in want.key or "拨款" in want.key} == {
        "资金总额": "total_amount",
        "当年资金总额": "budget_total",
        "财政拨款": "total_fiscal",
        "当年财政拨款": "fiscal_part",
        "其他资金": "total_other",
        "当年其他资金": "other_part",
    }
    assert result.schema["properties"]["资金总额"]["x-meaning"] == "total_amount"


def test_a_value_that_reads_like_a_label_is_told_by_a_second_document():
    table = "项目名称|甲\n资金类别|其他资金\n项目资金|年度资金总额：10"
    one, two = (
        docx("绩效表", rows(t)) for t in (table, table.replace("其他", "财政").replace("10", "20").replace("甲", "乙"))
    )
    assert proved(one, two) == {"项目名称": "甲", "资金类别": "其他资金", "年度资金总额": "10"}


def test_a_blank_row_under_merged_levels_is_a_row_of_the_list():
    table = "项目名称|3>甲\n一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|次数|3次\n^|^||\n^|质量指标||"
    _, form = drafted(docx("绩效目标表", rows(table)))
    proof = prove(form, "a.docx", docx("绩效目标表", rows(table)))
    assert proof.problems == []
    assert [row["二级指标"] for row in proof.values[0]["绩效指标"]] == ["数量指标", "数量指标", "质量指标"]


def test_a_line_that_not_every_document_has_is_optional():
    table = "项目名称|甲\n绩效目标|做好工作"
    one, two = docx("绩效表", rows(table), "备注：试点"), docx("绩效表", rows(table.replace("甲", "乙")))
    result, form = drafted(one, two)
    assert result.schema["required"] == ["表样", "项目名称", "绩效目标"]
    assert prove(form, "1.docx", one).values == [
        {"表样": "新表", "项目名称": "甲", "绩效目标": "做好工作", "备注": "试点"}
    ]
    assert prove(form, "2.docx", two, first=False) == (
        [{"表样": "新表", "项目名称": "乙", "绩效目标": "做好工作"}],
        5,
        [],
    )


def test_two_years_in_the_title_are_two_fields():
    assert proved(docx("2023年度预算", rows("2>2022年项目绩效表\n项目名称|甲"))) == {
        "年度": "2023",
        "年度_2": "2022",
        "项目名称": "甲",
    }


def test_a_merge_is_part_of_what_is_compared():
    merged, plain = (walk(open_package(docx(rows(f"项目名称|甲\n{below}|乙")), "")[0].document) for below in ("^", ""))
    assert [str(place) for place, _, _ in compare(merged, plain).different] == ["表1 第2行第1列"]
    assert compare(merged, merged).same == 4


def test_two_documents_tell_values_from_labels():
    one, two = ((FORMS / f"shanghai_putuo_{name}_2026.docx").read_bytes() for name in ("cgjf", "jgw"))
    assert proved(one, two)["项目总体目标_栏名"] == "项目总体目标\n(2024 年-2026 年)"
    result, _ = drafted(one, two)
    alone, _ = drafted(two)
    assert set(fields(result)) == {*fields(alone), "项目总体目标", "项目总体目标_栏名"} - {"项目总目标"}
    assert [str(problem) for problem in result.problems] == [
        "0.docx 表1 第8行第2列 F301 空格子，旁边没有说它是什么，当作固定的空白",
        "0.docx 表1 第10行第2列 F305 「项目总体目标(2024年-2026年)？」没有把握："
        "几份文件里这个标签写法不同：「项目总体目标(2024年-2026年)」、「项目总目标」，起草成了栏位",
    ]


def test_the_seed_is_seventeen_documents_of_one_layout():
    result, form = drafted(SEED.read_bytes())
    proof = prove(form, "0.docx", SEED.read_bytes())
    assert [value["序号"] for value in proof.values] == [str(number) for number in range(1, 18)]
    assert proof.values[0]["绩效目标"][0].startswith("以“强执行")
    assert result.schema["x-goalgen"] == {
        "order": "序号",
        "filename": "{序号:02}-{项目名称}",
        "taxonomy": "cn-2015-88",
    }


POVERTY = """
5>（2021年度）
项目名称|4>通村公路硬化工程
项目负责人及电话|张三 0731-1234567|主管部门|2>交通运输局
资金情况/（万元）|年度资金总额：|3>120.00
^|其中：财政拨款|3>120.00
^|其他资金|3>
年度目标|4>目标1：硬化公路3公里；/目标2：惠及脱贫户120户。
绩效指标|一级指标|二级指标|三级指标|指标值
^|产出指标|数量指标|★硬化公路里程|≥3公里
^|^|^|受益村数|2个
^|^|质量指标|验收合格率|100%
^|效益指标|社会效益指标|脱贫户出行改善|明显
^|满意度指标|服务对象满意度指标|群众满意度|≥95%
"""


def test_poverty_form_with_numbered_goals():
    document = docx("附件2", "扶贫项目资金绩效目标申报表", rows(POVERTY))
    assert proved(document) == {
        "年度": "2021",
        "项目名称": "通村公路硬化工程",
        "项目负责人及电话": "张三 0731-1234567",
        "主管部门": "交通运输局",
        "年度资金总额": "120.00",
        "财政拨款": "120.00",
        "其他资金": "",
        "年度目标": "硬化公路3公里；",
        "绩效指标": {"一级指标": "产出指标", "二级指标": "数量指标", "三级指标": "★硬化公路里程", "指标值": "≥3公里"},
    }
    result, _ = drafted(document)
    package, _ = open_package(result.template, "")
    assert "目标{{ loop.index }}：{{ 条 }}" in [
        p.strip() for b in walk(package.document) if isinstance(b, Row) for c in b.cells for p in c.text.split("\n")
    ]


def test_self_evaluation_with_two_header_rows_total_and_note():
    document = docx(
        "2022年度项目支出绩效自评表",
        rows("""
项目名称|8>乡村振兴示范点建设
项目资金（万元）||2>年初预算数|全年预算数|全年执行数|分值|执行率|得分
^|年度资金总额|2>50|50|48.5|10|97%|9.7
^|其中：财政拨款|2>50|50|48.5|—|—|—
年度总体目标|4>预期目标|4>实际完成情况
^|4>建设示范点5个|4>已建设
绩效指标|一级指标|二级指标|三级指标|3>年度指标值|实际完成值|自评得分
^|^|^|^|指标性质|指标值|度量单位|^|^
^|产出指标|数量指标|示范点数量|≥|5|个|5|20
^|^|质量指标|验收合格率|=|100|%|100%|30
^|效益指标|经济效益指标|户均增收|≥|2000|元|2000|30
7>总分|100|99.7
"""),
        "注：得分按完成比例计算，定性指标按三档打分。",
    )
    assert proved(document) == {
        "年度": "2022",
        "项目名称": "乡村振兴示范点建设",
        "年度资金总额_年初预算数": "50",
        "年度资金总额_全年预算数": "50",
        "年度资金总额_全年执行数": "48.5",
        "年度资金总额_分值": "10",
        "年度资金总额_执行率": "97%",
        "年度资金总额_得分": "9.7",
        "财政拨款_年初预算数": "50",
        "财政拨款_全年预算数": "50",
        "财政拨款_全年执行数": "48.5",
        "预期目标": "建设示范点5个",
        "实际完成情况": "已建设",
        "绩效指标": {
            "一级指标": "产出指标",
            "二级指标": "数量指标",
            "三级指标": "示范点数量",
            "指标性质": "≥",
            "指标值": "5",
            "度量单位": "个",
            "实际完成值": "5",
            "自评得分": "20",
        },
        "总分_实际完成值": "100",
        "总分_自评得分": "99.7",
    }


def test_padded_and_vertical_labels_in_cut_bold_runs():
    document = docx(
        rows("""
6>市 级 部 门 专 项 资 金 绩 效 目 标 申 报 表
6>（2024年度）
项 目 名 称：|2>智慧交通感知设备更新|归口处室：|2>交通处
总/体/目/标|5>（一）更新路口设备120套；/（二）平均通行时间下降10%。
绩/效/指/标|一级指标|二级指标|2>三级指标|目标值
^|产出指标|数量指标|2>更新设备套数|120套
^|^|^|2>接入平台路口数|120个
^|效益指标|社会效益指标|2>高峰通行时间|下降10%
单位意见|5>同意申报。
备注|5>
6>填表人：王五   联系电话：0371-66668888   填报日期：2024年3月
"""),
        bold=True,
    )
    assert proved(document) == {
        "年度": "2024",
        "项目名称": "智慧交通感知设备更新",
        "归口处室": "交通处",
        "总体目标": "（一）更新路口设备120套；\n（二）平均通行时间下降10%。",
        "绩效指标": {"一级指标": "产出指标", "二级指标": "数量指标", "三级指标": "更新设备套数", "目标值": "120套"},
        "单位意见": "同意申报。",
        "备注": "",
        "填表人": "王五",
        "联系电话": "0371-66668888",
        "填报日期": "2024年3月",
    }
    result, _ = drafted(document)
    package, _ = open_package(result.template, "")
    bold = [run for run in package.document.iter("{*}r") if run.find("{*}rPr/{*}b") is not None]
    assert len(bold) == len(list(package.document.iter("{*}r")))
    first = next(package.document.iter("{*}pPr"))
    assert [QName(child).localname for child in first] == ["pageBreakBefore", "jc"]


def test_hebei_columns_and_amounts_beside_the_use():
    assert proved(
        docx(
            rows("""
5>部门预算项目绩效目标表
3>填报单位：某市水务局|2>单位：万元
项目编码|13000021P00XX410|项目名称|2>农村饮水安全
预算规模及资金用途|预算数|300.00|其中：财政资金|300.00
^|4>用于农村饮水安全工程维修养护。
绩效目标|4>1.维修养护工程40处。/2.供水保证率达到95%以上。
一级指标|二级指标|三级指标|绩效指标描述|指标值
产出指标|数量指标|维修处数|维修养护工程的数量|≥40处
产出指标|质量指标|合格率|维修工程验收合格比例|≥98%
""")
        )
    ) == {
        "填报单位": "某市水务局",
        "单位": "万元",
        "项目编码": "13000021P00XX410",
        "项目名称": "农村饮水安全",
        "预算数": "300.00",
        "财政资金": "300.00",
        "预算规模及资金用途": "用于农村饮水安全工程维修养护。",
        "绩效目标": "维修养护工程40处。",
        "绩效指标": {
            "一级指标": "产出指标",
            "二级指标": "数量指标",
            "三级指标": "维修处数",
            "绩效指标描述": "维修养护工程的数量",
            "指标值": "≥40处",
        },
    }


def test_amounts_inside_their_labels_and_two_tables():
    assert proved(
        docx(
            "部门项目支出绩效目标表",
            "单位：万元",
            rows("""
项目名称|3>档案数字化
主管部门|某市档案局|项目期限|1年
项目资金|年度资金总额：35.5|财政拨款：30|其他资金：5.5
"""),
            rows("""
一级指标|二级指标|三级指标|指标值|备注
产出指标|数量指标|扫描页数|20万页|
产出指标|质量指标|抽检合格率|≥99.5%|第三方抽检
"""),
        )
    ) == {
        "单位": "万元",
        "项目名称": "档案数字化",
        "主管部门": "某市档案局",
        "项目期限": "1年",
        "年度资金总额": "35.5",
        "财政拨款": "30",
        "其他资金": "5.5",
        "绩效指标": {
            "一级指标": "产出指标",
            "二级指标": "数量指标",
            "三级指标": "扫描页数",
            "指标值": "20万页",
            "备注": "",
        },
    }


def test_whole_unit_with_tasks_and_their_total():
    assert proved(
        docx(
            rows("""
7>部门整体支出绩效目标申报表
填报单位|2>市司法局|填报人|赵六|联系电话|1234567
年度主要任务|任务名称|2>主要内容|3>预算金额（万元）
^|^|2>^|总额|财政拨款|其他资金
^|普法宣传|2>开展法律进乡村活动|30|30|0
^|法律援助|2>办理法律援助案件400件|50|45|5
^|3>金额合计|80|75|5
年度总体目标|6>普法覆盖面达到95%。
年度绩效指标|一级指标|二级指标|2>三级指标|2>指标值
^|产出指标|数量指标|2>普法活动场次|2>≥50场
^|^|^|2>援助案件数|2>≥400件
""")
        )
    ) == {
        "填报单位": "市司法局",
        "填报人": "赵六",
        "联系电话": "1234567",
        "年度主要任务": {
            "任务名称": "普法宣传",
            "主要内容": "开展法律进乡村活动",
            "总额": "30",
            "财政拨款": "30",
            "其他资金": "0",
        },
        "金额合计_总额": "80",
        "金额合计_财政拨款": "75",
        "金额合计_其他资金": "5",
        "年度总体目标": "普法覆盖面达到95%。",
        "年度绩效指标": {"一级指标": "产出指标", "二级指标": "数量指标", "三级指标": "普法活动场次", "指标值": "≥50场"},
    }


def test_labels_nobody_knows():
    assert proved(
        docx(
            "××区预算绩效一体化目标表",
            rows("""
4>二〇二三年
事项|老旧小区加装电梯补贴|牵头科室|住房保障科
金额（万元）|当年预算|400|
事项说明|3>对2023年度新加装的40台电梯按每台10万元给予补贴。
指标|2>指标内容|指标值
产出|2>加装台数|≥40台
成效|2>受益户数|≥1200户
"""),
        )
    ) == {
        "文字": "××",
        "年度": "二〇二三",
        "事项": "老旧小区加装电梯补贴",
        "牵头科室": "住房保障科",
        "当年预算": "400",
        "事项说明": "对2023年度新加装的40台电梯按每台10万元给予补贴。",
        "绩效指标": {"指标": "产出", "指标内容": "加装台数", "指标值": "≥40台"},
    }


def test_headings_over_full_width_texts():
    assert proved(
        docx(
            "项目绩效目标申报表（2025年）",
            rows("""
4>一、基本情况
项目名称|智慧养老平台|项目类型|新增项目
4>二、项目概况
4>建设全区统一的智慧养老服务平台，为老年人提供助餐、助浴、助医服务。
4>四、绩效指标
一级指标|二级指标|三级指标|指标值
产出指标|数量指标|覆盖街道数|12个
4>填表说明：请逐项填写，不得空项。
"""),
        )
    ) == {
        "年度": "2025",
        "项目名称": "智慧养老平台",
        "项目类型": "新增项目",
        "项目概况": "建设全区统一的智慧养老服务平台，为老年人提供助餐、助浴、助医服务。",
        "绩效指标": {"一级指标": "产出指标", "二级指标": "数量指标", "三级指标": "覆盖街道数", "指标值": "12个"},
    }


def test_the_table_is_found_in_a_report():
    report = docx(
        "第三部分 部门预算表",
        rows("科目|金额\n教育支出|100\n卫生支出|20"),
        "2023年度项目绩效目标表",
        rows(
            "项目名称|3>课后服务补助\n主管部门|教育局|金额单位|万元\n预算数|80|其他资金|0\n绩效目标|3>保障课后服务覆盖率。"
        ),
        "第四部分 名词解释",
    )
    result, _ = drafted(report)
    package, _ = open_package(result.template, "")
    assert {block.table for block in walk(package.document) if isinstance(block, Row)} == {1}
    assert proved(report)["年度"] == "2023"


def test_a_header_typed_again_is_layout():
    head = "一级指标|二级指标|三级指标|指标值"
    table = f"项目名称|3>甲\n{head}\n产出指标|数量指标|次数|≥3次\n{head}\n效益指标|社会效益指标|知晓率|提高"
    _, form = drafted(docx("绩效目标表", rows(table)))
    proof = prove(form, "0.docx", docx("绩效目标表", rows(table)))
    assert proof.problems == []
    assert [row["三级指标"] for row in proof.values[0]["绩效指标"]] == ["次数", "知晓率"]


def test_what_the_template_cannot_say_is_told():
    table = "项目名称|3>甲\n一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|次数|3次\n^|质量指标|率|1%\n产出指标|时效指标|时|1天"
    result, form = drafted(docx("绩效目标表", rows(table)))
    assert [str(problem) for problem in result.problems] == [
        "0.docx 表1 第5行第1列 F301 这一格和上一格相同而没有合并，模板会合并",
        "0.docx 表1 第3行第1列 F305 「一级指标？」没有把握："
        "指标体系猜是财预〔2015〕88号（cn-2015-88），也合财预〔2021〕101号：请核对 schema 里的 taxonomy",
    ]
    assert [str(problem) for problem in prove(form, "a.docx", docx("绩效目标表", rows(table))).problems] == [
        "a.docx 表1 第5行第1列 F304 原文是「产出指标」，生成的是「」"
    ]


def test_command_writes_both_files_and_never_over_others(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("去年.docx").write_bytes(docx("绩效目标表", rows("项目名称|甲项目\n绩效目标|做好工作。")))
    assert main(["form", "draft", "去年.docx", "-o", "templates/新表.docx"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "「绩效目标表」：2 个栏位（？是没有把握的，请核对）",
        "    项目名称 ←「项目名称」  例：甲项目",
        "    绩效目标 ←「绩效目标」  例：做好工作。",
        "已写 templates/新表.docx 和 schemas/新表.schema.json",
        "核对 去年.docx：1 个项目读出后再生成，5 处全部相同",
    ]
    schema = json.loads(Path("schemas/新表.schema.json").read_text("utf-8"))
    assert schema["required"] == ["表样", "项目名称", "绩效目标"]
    assert main(["form", "check", "templates/新表.docx"]) == 0
    assert main(["form", "draft", "去年.docx", "-o", "templates/新表.docx"]) == 2
    assert capsys.readouterr().err == ("错误：已有 templates/新表.docx，没有动它：请换一个名字，要覆盖就加 --force\n")
    assert main(["form", "draft", "去年.docx", "-o", "templates/新表.docx", "--force"]) == 0
    Path("无表.docx").write_bytes(docx("没有表"))
    assert main(["form", "draft", "无表.docx", "-o", "无.docx"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "无表.docx F311 这个文件里没有表格，起草不了表样"


DUTY = "按照要求完成各项年度工作任务并形成书面报告材料"
OFFICE = "市级部门预算绩效管理工作领导小组办公室负责同志及联系方式一览"
HEADS = "项目|金额|说明"


@pytest.mark.parametrize(
    ("tables", "bold", "expected"),
    [
        # what a cell is by itself: numbers, dashes, sentences and long texts are no labels
        ([["项目名称|甲乙"]], False, "LV"),
        ([["1|甲乙"]], False, "VL"),
        ([["123|甲乙|项目名称"]], False, "VLL"),
        ([["——|甲乙"]], False, "-L"),
        ([["张三负责全面工作。|甲乙"]], False, "VL"),
        ([[f"{OFFICE}|甲乙"]], False, "VL"),
        ([[f"{OFFICE}|1"]], False, "VV"),
        # a blank corner, in two documents that agree
        ([["|——", "^|"]] * 2, False, "-- / --"),
        # a colon and bold type speak for a label
        ([["负责人：|金额：5", "^|甲："]] * 2, False, "LI / -L"),
        ([["3天：|项目名称|1", "——|——|——"]], True, "LLV / ---"),
        ([["3天：|项目名称|1", "——|——|——"]], False, "VLV / ---"),
        # texts that differ from document to document are values
        ([["项目名称|金额：|甲乙"], [f"金额：|{DUTY}|甲乙"]], False, "LIL"),
        # under a row of labels stand values, under the head of a group too
        ([[HEADS, "预算：5||备注：", "1|甲乙|张三负责全面工作。"]], False, "LLL / VVI / VLV"),
        ([[HEADS, f"{OFFICE}|——|承担单位（盖章）", f"{DUTY}|——|张三负责全面工作。"]], False, "LLL / V-L / V-V"),
        ([[HEADS, f"|{OFFICE}|承担单位（盖章）", "预算：5|1|123"]], False, "LLL / VVL / VVV"),
        # what may follow what
        ([["1|1"]], False, "VV"),
        ([["1|1|1"]], False, "VVV"),
        ([["甲乙|甲乙|甲乙"]], False, "LLV"),
        ([[f"{DUTY}|甲乙|资金来源：财政拨款"]], False, "LVI"),
        ([["预算：5|资金来源：财政拨款"]], False, "II"),
        ([["资金来源：财政拨款|甲乙"]], False, "IL"),
        (
            [["——|内容|金额：5", "^|来源：财政|金额：5"], ["——|内容|金额：", f"^|——|{DUTY}"]],
            False,
            "-LI / -II",
        ),
    ],
)
def test_the_roles_of_the_cells_of_a_row(tables, bold, expected):
    shown = {Role.LABEL: "L", Role.VALUE: "V", Role.INLINE: "I", Role.STATIC: "-"}
    documents = [open_package(docx(rows("\n".join(lines)), bold=bold), "")[0].document for lines in tables]
    first, *others = [[block for block in walk(document) if isinstance(block, Row)] for document in documents]
    table = Table(spots_of(first, others))
    assign(table)
    assert " / ".join("".join(shown[spot.role] for spot in line) for line in table.lines) == expected


def test_a_row_of_labels_each_with_its_value_is_not_under_the_heads_of_the_list_above():
    table = "检查单位|甲局|检查时间|2024年6月1日\n序号|检查项目|检查结果|整改要求\n1|器材|合格|无\n2|线路|不合格|更换\n检查人签字|王强|被查单位签字|赵刚"
    result, _ = drafted(docx("安全检查记录表", rows(table)))
    assert [want.key for want in result.wants if not want.items] == [
        "检查单位",
        "检查时间",
        "检查人签字",
        "被查单位签字",
    ]


def test_the_last_row_beside_a_merged_label_is_its_value():
    table = "资金用途|预算数|12.00\n^|2>培训有关费用\n绩效目标|2>做好工作"
    assert proved(docx("绩效表", rows(table))) == {
        "预算数": "12.00",
        "资金用途": "培训有关费用",
        "绩效目标": "做好工作",
    }


def test_a_list_that_goes_on_in_another_table_is_asked_about():
    path = FORMS.parents[1] / "conformance" / "cut_with_header_typed_again.form.docx"
    result, _ = drafted(path.read_bytes())
    first, second = (want for want in result.wants if want.items)
    assert "下面另起的一张表像是它的续表" in first.reasons
    said = "像是上一个清单的续表（栏名相同，另起一张表）：是的话，请在 Word 里把两张表接起来再起草"
    assert [said in want.reasons for want in (second, *second.items)] == [True] * 6
