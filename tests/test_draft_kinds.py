"""`goalgen form draft`, kind by kind: people, names, frames, numbers, transposed tables, titles, braces, doubt, several files."""

import json
import re
from pathlib import Path

import pytest
from grids import docx, rows
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goalgen.cli import main
from goalgen.desk.proving import prove
from goalgen.docx import open_package, walk
from goalgen.form import make_form
from goalgen.form.doubts import unconfirmed
from goalgen.verbs.draft import draft
from goalgen.verbs.draft.words import legal

pytestmark = pytest.mark.slow


def drafted(*documents):
    """The draft of some documents, and its form; both must come about, and read and build each document again."""
    result, problems = draft([(f"{number}.docx", data) for number, data in enumerate(documents)], "新表")
    assert result is not None, problems
    form, problems = make_form("新表", result.template, result.schema, "新表.docx")
    assert problems == []
    for number, data in enumerate(documents):
        assert prove(form, f"{number}.docx", data, first=not number).problems == []
    return result, form


def fields(result):
    """The keys of a draft; a list has those of its columns."""
    return {want.key: [item.key for item in want.items] or want.samples[0] for want in result.wants}


def asked(result):
    """What is asked about: the titles in the schema with a mark."""
    return unconfirmed(result.schema)


HEAD = "项目组成员|姓名|联系电话|电子邮箱"


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            f"项目名称|3>防汛\n项目负责人|姓名|联系电话|电子邮箱\n^|张三|0571-0001|a@x.cn\n{HEAD}\n^|李四|0571-0002|b@x.cn\n^|王五|0571-0003|c@x.cn",
            {
                "项目名称": "防汛",
                "项目负责人_姓名": "张三",
                "项目负责人_联系电话": "0571-0001",
                "项目负责人_电子邮箱": "a@x.cn",
                "项目组成员": ["姓名", "联系电话", "电子邮箱"],
            },
        ),
        (
            f"项目名称|3>防汛\n{HEAD}\n^|李四|0571-0002|b@x.cn",
            {"项目名称": "防汛", "项目组成员": ["姓名", "联系电话", "电子邮箱"]},
        ),
        (
            f"项目名称|3>防汛\n{HEAD}\n^|李四|0571-0002|b@x.cn\n^|||\n^|王五|0571-0003|c@x.cn",
            {"项目名称": "防汛", "项目组成员": ["姓名", "联系电话", "电子邮箱"]},
        ),
        (
            "项目名称|2>防汛\n3>主要参加人员\n姓名|职称|工作单位\n李四|工程师|市水务局\n王五|教授|河海大学",
            {"项目名称": "防汛", "主要参加人员": ["姓名", "职称", "工作单位"]},
        ),
        (
            "项目名称|3>防汛\n课题组|姓名|性别|任务分工\n^|李四|男|总体\n^|王五|女|计算\n顾问专家组成员|姓名|职称|工作单位\n^|赵六|教授|河海大学\n^|钱七|研究员|水科院",
            {
                "项目名称": "防汛",
                "课题组": ["姓名", "性别", "任务分工"],
                "顾问专家组成员": ["姓名", "职称", "工作单位"],
            },
        ),
        (f"项目名称|3>\n{HEAD}\n^|||\n^|||", {"项目名称": "", "项目组成员": ["姓名", "联系电话", "电子邮箱"]}),
    ],
)
def test_people_under_their_headings(table, expected):
    result, _ = drafted(docx("项目申报表", rows(table)))
    assert fields(result) == expected
    assert asked(result) == []
    assert not [want for want in result.wants if set(want.samples) & {"姓名", "联系电话", "电子邮箱", "职称"}]


def test_the_second_document_has_other_people():
    first = docx("项目申报表", rows(f"项目名称|3>防汛\n{HEAD}\n^|李四|0571-0002|b@x.cn\n其他说明|3>无"))
    second = docx(
        "项目申报表",
        rows(
            f"项目名称|3>治沙\n{HEAD}\n^|周八|0571-9|d@x.cn\n^|||\n^|吴九|0571-8|e@x.cn\n^|郑十|0571-7|\n其他说明|3>有"
        ),
    )
    _, form = drafted(first)
    proof = prove(form, "2.docx", second, first=False)
    assert proof.problems == []
    assert [row["姓名"] for row in proof.values[0]["项目组成员"]] == ["周八", "吴九", "郑十"]


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("2023年预算数", "二〇二三年预算数"),
        ("５年目标", "五年目标"),
        ("1联系电话", "一联系电话"),
        ("not", "not栏"),
        ("class", "class栏"),
        ("None", "None栏"),
        ("loop", "loop栏"),
        ("表样", "表样栏"),
        ("项", "项栏"),
        ("单价（元每吨）", "单价"),
        ("[备用]", "备用"),
        ("1-6月执行数", "一至六月执行数"),
        ("成果名称、形式", "成果名称形式"),
    ],
)
def test_a_name_is_legal_and_the_label_is_the_title(label, key):
    result, _ = drafted(docx("申请表", rows(f"申请单位|市水务局\n{label}：|人民路8号")))
    assert list(fields(result)) == ["申请单位", key]
    assert result.schema["properties"][key]["title"].rstrip("？") == label


def test_a_very_long_label_is_cut_in_the_name_only():
    label = "承担单位项目负责人以及财务负责人对申报材料真实性所作的承诺和说明"
    result, _ = drafted(
        *(docx("申请表", rows(f"申请单位|{who}\n{label}|{said}")) for who, said in (("甲", "属实"), ("乙", "无误")))
    )
    key = label[:30]
    assert list(fields(result)) == ["申请单位", key]
    assert result.schema["properties"][key]["title"] == label


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2023", "栏_2023"),
        ("①成果", "一成果"),
        ("a@x.cn", "axcn"),
        ("——", ""),
        ("True", "True栏"),
        ("12个月内", "一二个月内"),
    ],
)
def test_any_text_as_a_name(text, name):
    assert legal(text) == name


def test_numbers_after_labels_tell_blocks_apart():
    table = "项目名称|2>防汛\n指导教师1|姓名|张一\n^|联系电话|1380001\n指导教师2|姓名|张二\n^|联系电话|1380002"
    result, _ = drafted(docx("项目申请表", rows(table)))
    assert fields(result) == {
        "项目名称": "防汛",
        "指导教师1_姓名": "张一",
        "指导教师1_联系电话": "1380001",
        "指导教师2_姓名": "张二",
        "指导教师2_联系电话": "1380002",
    }


def framed(*tables):
    """A document with tables, each in a frame of one cell, one below the other in one table."""
    package, _ = open_package(docx(*tables), "")
    body = next(package.document.iter("{*}body"))
    w = body.tag[: body.tag.index("}") + 1]
    frame = body.makeelement(f"{w}tbl", {})
    for node in list(body)[:-1]:
        row = frame.makeelement(f"{w}tr", {})
        cell = row.makeelement(f"{w}tc", {})
        cell.extend([node, cell.makeelement(f"{w}p", {})])
        row.append(cell)
        frame.append(row)
    body.insert(0, frame)
    from lxml import etree

    from goalgen.docx import DOCUMENT, write_package

    return write_package({**package.parts, DOCUMENT: etree.tostring(package.document)})


@pytest.mark.parametrize(
    "tables",
    [
        ("工程名称|防汛工程\n申请单位|某局",),
        ("工程名称|防汛工程\n申请单位|某局", "监理单位|某公司\n验收意见|合格"),
        ("姓名|职称\n李四|教授\n王五|讲师", "申请单位|某局\n联系电话|0571-1"),
    ],
)
def test_tables_in_a_frame_are_drafted_where_they_stand(tables):
    data = framed("工程变更申请表", *map(rows, tables))
    result, form = drafted(data)
    assert result.schema["title"] == "工程变更申请表"
    assert set(fields(result)) == {
        key for table in tables for key in (["姓名清单"] if "职称" in table else re.findall(r"^(\w+)\|", table, re.M))
    }
    assert form.finder is not None


def test_tables_beside_other_cells_are_refused_before_anything_is_written(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    inner = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>里面</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/>"
    data = docx("申请表", rows("工程名称|防汛\n附表|@@"))
    package, _ = open_package(data, "")
    from lxml import etree

    from goalgen.docx import DOCUMENT, write_package

    text = etree.tostring(package.document, encoding="unicode")
    text = re.sub(r"<w:p>(?:(?!</w:p>).)*@@.*?</w:p>", inner, text)
    Path("甲.docx").write_bytes(write_package({**package.parts, DOCUMENT: text.encode()}))
    assert main(["form", "draft", "甲.docx", "-o", "templates/甲.docx"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "甲.docx 表1 第2行第2列 F312 这一格里有嵌套表，标签写在里面读不到；请把里面的表移到外面，再起草"
    ]
    assert not Path("templates").exists()


@pytest.mark.parametrize(
    "note",
    [
        "请填 {{ 项目名称 }} 一栏",
        "{% if 有 %}的不填",
        "{# 注 #}略",
        "宏 {{{甲}}} 和 {乙}",
        "全角｛｛ 丙 ｝｝",
        "50%}",
        "}}",
        "{{",
    ],
)
def test_braces_in_fixed_text_print_themselves(note):
    document = docx(f"申请表{note}", rows(f"申请单位|市水务局\n2>填表说明：{note}\n联系电话|0571-1"), note)
    result, form = drafted(document)
    assert list(fields(result)) == ["申请单位", "联系电话"]
    blocks = walk(open_package(result.template, "")[0].document)
    assert len(blocks) == 5
    assert prove(form, "0.docx", document).values == [{"表样": "新表", "申请单位": "市水务局", "联系电话": "0571-1"}]


@pytest.mark.parametrize(
    "table",
    [
        "内容|甲村|乙村|丙村\n负责人|张三|李四|王五\n户数|10|20|30\n资金|1|2|3",
        "|东局|西局\n单位地址|人民路|建设路\n人数|5|6\n负责人|钱一|孙二",
        "栏目|一中|二中|三中\n学生人数|1200|900|800\n校长姓名|赵一|钱二|孙三",
    ],
)
def test_a_transposed_table_is_not_guessed(table):
    result, form = drafted(docx("安排表", rows(table)))
    head, *body = [line.split("|") for line in table.split("\n")]
    assert len(asked(result)) == len(head[1:]) * (1 + len(body))
    assert all("转置" in problem.message for problem in result.problems if problem.code == "F305")
    other = table.replace("村", "乡").replace("局", "厂").replace("中|", "小|").replace("中\n", "小\n")
    assert prove(form, "b.docx", docx("安排表", rows(other)), first=False).problems == []


@pytest.mark.parametrize(
    ("above", "title", "keys"),
    [
        (["附件2", "科技计划项目申报书", "（2023 年度）"], "科技计划项目申报书", ["年度"]),
        (["农业示范基地申报表", "基地名称：西坡基地"], "农业示范基地申报表", ["基地名称"]),
        (
            ["2023年度城区防汛补助资金绩效目标表", "填报单位：市水务局    填报日期：2023年5月4日"],
            "城区防汛补助资金绩效目标表",
            ["年度", "填报单位", "填报日期"],
        ),
        (["关于申报2024年项目的通知要求各单位认真填写，于月底前报送。", "项目申报表"], "项目申报表", []),
        (["No.：CG-2024-018", "设备验收单"], "设备验收单", ["No"]),
    ],
)
def test_the_title_is_what_a_person_calls_the_form(above, title, keys):
    result, _ = drafted(docx(*above, rows("申请单位|某公司\n联系电话|0571-1")))
    assert result.schema["title"] == title
    assert list(fields(result)) == [*keys, "申请单位", "联系电话"]


@pytest.mark.parametrize(
    ("table", "marked", "reason"),
    [
        ("资金类别|其他资金\n申请单位|某公司", "资金类别？", "「资金类别」和「其他资金」分不清哪个是栏名"),
        ("申请单位|某公司\n甲乙|丙丁", "甲乙？", "「甲乙」和「丙丁」分不清哪个是栏名"),
        ("申请单位|2>某公司\n3>丁\n姓名|职称|任务分工\n李四|教授|总体\n王五|讲师|计算", "丁？", "清单的名称只有一个字"),
    ],
)
def test_doubt_is_said_until_somebody_confirms(table, marked, reason, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("甲.docx").write_bytes(docx("申请表", rows(table)))
    assert main(["form", "draft", "甲.docx", "-o", "templates/甲.docx"]) == 1
    assert f"F305 「{marked}」没有把握：{reason}" in capsys.readouterr().out
    schema = Path("schemas/甲.schema.json")
    told = f"F122 起草时没有把握的 1 处还没有人确认：「{marked}」；核对以后，在它的 schema 里去掉 title 末尾的「？」"
    assert main(["form", "check", "templates/甲.docx"]) == 1
    assert told in capsys.readouterr().out
    assert main(["read", "甲.docx", "-o", "specs", "--form", "甲", "--set", "年度=2024"]) == 1
    assert told in "".join(capsys.readouterr())
    assert main(["build", "specs"]) == 1
    assert told in "".join(capsys.readouterr())
    assert list(Path("build").glob("*.docx"))
    schema.write_text(schema.read_text("utf8").replace("？", ""), "utf8")
    assert main(["form", "check", "templates/甲.docx"]) == 0
    assert main(["read", "甲.docx", "-o", "specs", "--form", "甲", "--set", "年度=2024", "--force"]) == 0
    assert main(["build", "specs", "--force"]) == 0


GOODS = "项目名称|2>{}\n{}\n备注|2>{}"


def test_several_files_tell_lists_by_their_lengths_and_labels_by_what_repeats():
    one = docx("补助表", rows(GOODS.format("堤防", "物资|产地|件\n沙袋|本市|多\n铁锹|外地|少", "无")))
    two = docx("补助表", rows(GOODS.format("河道", "物资|产地|件\n水泵|本市|够", "急")))
    for documents in ((one, two), (two, one)):
        result, _ = drafted(*documents)
        assert list(fields(result)) == ["项目名称", "物资清单", "备注"]
    costs = "支出科目|金额|说明\n设备费|{}|{}\n差旅费|{}|{}"
    result, _ = drafted(
        *(
            docx("经费表", rows(GOODS.format(*each)))
            for each in (("甲", costs.format(1, "购", 2, ""), ""), ("乙", costs.format(10, "租", 20, "三次"), ""))
        )
    )
    assert list(fields(result)) == ["项目名称", "设备费_金额", "设备费_说明", "差旅费_金额", "差旅费_说明", "备注"]
    assert asked(result) == []


def test_the_file_of_another_layout_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    table = "申请单位|{}\n联系电话|{}"
    for name, data in {
        "别的": docx("别的表", rows("单位|甲局|人数|3\n事由|3>开会")),
        "甲": docx("申请表", rows(table.format("某公司", "0571-1"))),
        "乙": docx("申请表", rows(table.format("市水务局", "0571-2"))),
    }.items():
        Path(f"{name}.docx").write_bytes(data)
    assert main(["form", "draft", "别的.docx", "甲.docx", "乙.docx", "-o", "templates/甲.docx"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "「申请表」：2 个栏位（？是没有把握的，请核对）",
        "    申请单位 ←「申请单位」  例：某公司",
        "    联系电话 ←「联系电话」  例：0571-1",
        "已写 templates/甲.docx 和 schemas/甲.schema.json",
        "别的.docx 表1 第1行 F302 这个文件的行列从这里起和 甲.docx 不同，是别的版式：起草没有用它，请单独起草",
        "核对 甲.docx：1 个项目读出后再生成，5 处全部相同",
        "核对 乙.docx：1 个项目读出后再生成，5 处全部相同",
    ]


@pytest.mark.parametrize(
    "table",
    [
        f"项目名称|3>\n起止时间||承担单位|\n{HEAD}\n^|||\n^|||\n主要内容|3>",
        "姓名||性别|\n工作单位|3>\n主要经历|起止时间|2>单位和职务\n^||2>\n^||2>",
        "项目名称|3>\n一级指标|二级指标|三级指标|指标值\n产出指标|数量指标||\n^|质量指标||\n效益指标|社会效益指标||",
    ],
)
def test_a_blank_form_is_drafted_filled_built_and_read(table, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("空白.docx").write_bytes(docx("项目申报表", rows(table)))
    assert main(["form", "draft", "空白.docx", "-o", "templates/甲.docx"]) == ("指标体系" in capsys.readouterr().out)
    assert main(["new", "--form", "甲", "-o", "specs/1.yaml"]) == 0, capsys.readouterr()
    spec = Path("specs/1.yaml")
    spec.write_text(re.sub(r"【请填】.*", "填好了", spec.read_text("utf8")).replace('""', "有"), "utf8")
    assert main(["build", "specs", "-o", "build"]) in (0, 1), capsys.readouterr()
    (built,) = Path("build").glob("*.docx")
    schema = json.loads(Path("schemas/甲.schema.json").read_text("utf8"))
    form, _ = make_form("甲", Path("templates/甲.docx").read_bytes(), schema, "甲.docx")
    proof = prove(form, str(built), built.read_bytes())
    assert proof.problems == []
    assert "填好了" in json.dumps(proof.values, ensure_ascii=False)


LABELS = [
    "项目名称",
    "承担单位",
    "起止时间",
    "联系地址",
    "主要内容",
    "预期成果",
    "资金来源",
    "完成时间",
    "单位意见",
    "项目编号",
]
VALUES = st.text("市水务局河道治沙张三李四0123456789-人", min_size=1, max_size=8)
COLUMNS = ["姓名", "职称", "联系电话", "工作单位", "任务分工"]


@st.composite
def layouts(draw):
    """Labels in rows of one or two pairs, and up to two blocks of people between them; a list holds how many columns."""
    names = draw(st.lists(st.sampled_from(LABELS), min_size=3, max_size=7, unique=True))
    blocks = [[name] for name in names]
    for group in draw(st.lists(st.sampled_from(["项目组成员", "评审人员名单"]), max_size=2, unique=True)):
        columns = draw(st.lists(st.sampled_from(COLUMNS), min_size=3, max_size=3, unique=True))
        blocks.insert(draw(st.integers(1, len(blocks))), [group, *columns])
    return blocks


def filled(layout, data):
    """A document of a layout, and what was filled in."""
    lines, value = [], {}
    for head, *columns in layout:
        if not columns:
            value[head] = data.draw(VALUES)
            lines.append(f"{head}|3>{value[head]}")
            continue
        items = data.draw(st.lists(st.tuples(*[VALUES] * len(columns)), min_size=1, max_size=4))
        value[head] = [dict(zip(columns, item, strict=True)) for item in items]
        lines += [f"{head}|{'|'.join(columns)}", *(f"^|{'|'.join(item)}" for item in items)]
    return docx("项目申报表", rows("\n".join(lines))), value


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_draft_reads_every_document_of_its_layout(data):
    """What it was drafted from and another one, without residue, and builds both again cell by cell."""
    layout = data.draw(layouts())
    (first, own), (second, other) = filled(layout, data), filled(layout, data)
    _, form = drafted(first)
    for document, value in ((first, own), (second, other)):
        proof = prove(form, "a.docx", document, first=document is first)
        assert proof.problems == []
        assert proof.values == [{"表样": "新表", **value}]
