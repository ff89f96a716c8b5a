"""What the language of templates can say, each in a form of a few cells: built, read back, and read from other hands."""

from __future__ import annotations

import re
from io import BytesIO

import docx
import pytest
from conftest import spec_of
from grids import docx as word
from lxml.etree import QName
from test_form_load import parts_of, zipped

from goalgen.form import machine, make_form, remarks
from goalgen.form.pattern import Loop, ParagraphPattern
from goalgen.verbs.build import build
from goalgen.verbs.read import read

TEXT = {"type": "string"}


def rows_of(*keys):
    return {
        "type": "array",
        "items": {"type": "object", "required": list(keys), "properties": dict.fromkeys(keys, TEXT)},
    }


def made(properties, *blocks, optional=()):
    schema = {
        "required": [key for key in properties if key not in optional],
        "properties": {"表样": TEXT, **properties},
    }
    form, problems = make_form("试", word(*blocks), schema, "试.docx")
    assert form is not None, [str(problem) for problem in problems]
    return form


def round_trip(form, value):
    """Build, read back, and give the built document's cells as rows of texts, a merged-away cell as `^`."""
    value = {"表样": "试", **value}
    built = build([spec_of(value)] * 2, form)
    assert [str(problem) for problem in built.problems] == []
    reading = read(built.data, "例.docx", [form])
    assert [spec.value for spec in reading.specs] == [value, value]
    assert (reading.problems, reading.ledger.residue()) == ((), [])
    tables = docx.Document(BytesIO(built.data)).tables
    return [shown for table in tables[: len(tables) // 2] for shown in cells(table)]


def cells(table):
    rows = [list(dict.fromkeys(cell._tc for cell in row.cells)) for row in table.rows]
    return [
        ["^" if i and tc in rows[i - 1] else "".join(tc.xpath(".//w:t/text()")) for tc in row]
        for i, row in enumerate(rows)
    ]


def value_in(form, *blocks):
    """What is read from a document of other hands, which must be all of it."""
    reading = read(word(*blocks), "别处.docx", [form])
    assert (reading.problems, reading.ledger.residue(), reading.unread) == ((), [], ())
    (spec,) = reading.specs
    return {key: part for key, part in spec.value.items() if key != "表样"}


LEVELS = rows_of("一", "二", "三")
LABELLED = [
    ["指标", "甲", "乙", "丙"],
    ["^", "3>{%tr for 项 in 行 %}"],
    ["^", "{{ 项.一|合并 }}", "{{ 项.二|合并 }}", "{{ 项.三 }}"],
    ["^", "3>{%tr endfor %}"],
]


def items(*rows):
    return [dict(zip("一二三", row, strict=True)) for row in rows]


def test_columns_merge_from_left_to_right_under_a_label_that_runs_down_the_list():
    form = made({"行": LEVELS}, "指标表", LABELLED)
    value = {"行": items("ABx", "ABx", "ACx", "DCy", "DCz", "ACz")}
    assert round_trip(form, value) == [
        ["指标", "甲", "乙", "丙"],
        ["^", "A", "B", "x"],
        ["^", "^", "^", "x"],
        ["^", "^", "C", "x"],
        ["^", "D", "C", "y"],
        ["^", "^", "^", "z"],
        ["^", "A", "C", "z"],
    ]
    assert round_trip(form, {"行": []}) == [["指标", "甲", "乙", "丙"]]


@pytest.mark.parametrize("label", ["^", "", "指标", "指 标："])
def test_a_label_that_runs_down_a_list_may_be_repeated_or_left_blank(label):
    form = made({"行": LEVELS}, "指标表", LABELLED)
    head = ["指标", "甲", "乙", "丙"]
    merged = value_in(form, [head, [label, "A", "B", "x"], [label, "^", "B", "y"], [label, "A", "^", "z"]])
    assert merged == {"行": items("ABx", "ABy", "ABz")}


def test_another_text_beside_the_list_is_not_its_label():
    form = made({"行": LEVELS}, "指标表", LABELLED)
    reading = read(word([["指标", "甲", "乙", "丙"], ["总计", "A", "B", "x"]]), "别处.docx", [form])
    assert [text for _, text in reading.ledger.residue()] == ["总计", "A", "B", "x"]


def test_a_title_is_a_paragraph_or_a_row_of_one_cell():
    fields = {"年": {"type": "string", "pattern": "^[0-9]{4}$", "examples": ["2022"]}, "名": TEXT}
    table = [["名称", "{{ 名 }}"]]
    above = made(fields, "申报表", "（{{ 年 }}年度）", table)
    inside = made(fields, [["2>申报表"], ["2>（{{ 年 }}年度）"], *table])
    filled = [["名称", "子"]]
    for form in (above, inside):
        assert round_trip(form, {"年": "2022", "名": "子"})[-1] == ["名称", "子"]
        for blocks in (["申报表", "（2022年度）", filled], [[["2>申报表"], ["2>（2022年度）"], *filled]]):
            assert value_in(form, *blocks) == {"年": "2022", "名": "子"}
    assert value_in(above, filled) == {"名": "子"}


def test_a_total_row_after_a_list_of_rows_of_the_same_shape():
    form = made(
        {"任务": rows_of("名", "数"), "合计": TEXT},
        "任务表",
        [["任务", "金额"], ["2>{%tr for 项 in 任务 %}"], ["{{ 项.名 }}", "{{ 项.数 }}"], ["2>{%tr endfor %}"], ["合计", "{{ 合计 }}"]],
    )  # fmt: skip
    value = {"任务": [{"名": "一", "数": "1"}, {"名": "合计", "数": "2"}], "合计": "3"}
    assert round_trip(form, value) == [["任务", "金额"], ["一", "1"], ["合计", "2"], ["合计", "3"]]
    assert round_trip(form, {"任务": [], "合计": ""}) == [["任务", "金额"], ["合计", ""]]


def test_rows_of_the_same_shape_follow_each_other():
    form = made(
        {"甲": TEXT, "乙": TEXT, "丙": TEXT}, [["金额", "{{ 甲 }}"], ["其他", "{{ 乙 }}"], ["其他", "{{ 丙 }}"]]
    )
    assert round_trip(form, {"甲": "1", "乙": "2", "丙": "3"}) == [["金额", "1"], ["其他", "2"], ["其他", "3"]]


def test_two_lists_of_the_same_shape_are_told_apart_by_the_header_between():
    pair = [["2>{%tr for 项 in 行 %}"], ["{{ 项.甲 }}", "{{ 项.乙 }}"], ["2>{%tr endfor %}"]]
    second = [[text.replace("行", "列") for text in row] for row in pair]
    form = made(
        {"行": rows_of("甲", "乙"), "列": rows_of("甲", "乙")}, "表", [["指标", "值"], *pair, ["措施", "时间"], *second]
    )
    one, two = {"甲": "1", "乙": "2"}, {"甲": "3", "乙": "4"}
    assert round_trip(form, {"行": [one, two], "列": [two]})[-2:] == [["措施", "时间"], ["3", "4"]]
    assert round_trip(form, {"行": [], "列": [one]}) == [["指标", "值"], ["措施", "时间"], ["1", "2"]]


def test_lists_side_by_side_in_cells_of_one_row():
    goals = "{%p for 条 in 左 %}\n目标{{ loop.index }}：{{ 条 }}\n{%p endfor %}"
    fields = {"左": {"type": "array", "items": TEXT}, "右": {"type": "array", "items": TEXT}}
    form = made(fields, [["中期", "年度"], [goals, goals.replace("左", "右")]])
    value = {"左": ["子", "丑\n又一段"], "右": []}
    assert round_trip(form, value) == [["中期", "年度"], ["目标1：子目标2：丑又一段", ""]]
    assert value_in(form, [["中期", "年度"], ["目标 1:子\n目标2：丑\n又一段", ""]]) == value


def test_optional_rows_paragraphs_and_parts_of_a_label():
    form = made(
        {"名": TEXT, "期": TEXT, "注": TEXT, "尾": TEXT},
        [
            ["名称", "{{ 名 }}"],
            ["2>目标\n{%p if 期 %}\n（{{ 期 }}）\n{%p endif %}"],
            ["2>{%tr if 注 %}"], ["2>注：{{ 注 }}"], ["2>{%tr endif %}"],
        ],
        "{%p if 尾 %}", "填表：{{ 尾 }}", "{%p endif %}",
        optional=("期", "注", "尾"),
    )  # fmt: skip
    assert round_trip(form, {"名": "子"}) == [["名称", "子"], ["目标"]]
    full = {"名": "子", "期": "2022—2024", "注": "甲", "尾": "乙"}
    assert round_trip(form, full) == [["名称", "子"], ["目标（2022—2024）"], ["注：甲"]]
    assert value_in(form, [["名称", "子"], ["2>目标（2022—2024）"], ["2>注：甲"]], "填表：乙") == full


def test_loops_in_loops():
    form = made(
        {"类": {"type": "array", "items": {"type": "object", "required": ["名", "行"], "properties": {"名": TEXT, "行": rows_of("甲", "乙")}}}},
        "分类指标表",
        [
            ["指标", "值"],
            ["2>{%tr for 类别 in 类 %}"], ["2>类别：{{ 类别.名 }}"],
            ["2>{%tr for 项 in 类别.行 %}"], ["{{ 项.甲|合并 }}", "{{ 项.乙 }}"], ["2>{%tr endfor %}"],
            ["2>{%tr endfor %}"],
        ],
    )  # fmt: skip
    row = {"甲": "a", "乙": "b"}
    value = {"类": [{"名": "产出", "行": [row, row]}, {"名": "空", "行": []}, {"名": "效益", "行": [row]}]}
    assert round_trip(form, value) == [
        ["指标", "值"], ["类别：产出"], ["a", "b"], ["^", "b"], ["类别：空"], ["类别：效益"], ["a", "b"],
    ]  # fmt: skip


def test_fields_in_fields_and_cells_without_a_text():
    fund = {"type": "object", "required": ["预算", "执行"], "properties": {"预算": TEXT, "执行": TEXT}}
    form = made(
        {"总额": fund, "其中": fund},
        [["资金", "", "预算", "执行"], ["^", "总额", "{{ 总额.预算 }}", "{{ 总额.执行 }}"], ["^", "其中", "{{ 其中.预算 }}", "—"],
         ["2>执行", "2>{{ 其中.执行 }}"]],
    )  # fmt: skip
    value = {"总额": {"预算": "10", "执行": "9"}, "其中": {"预算": "1", "执行": ""}}
    assert round_trip(form, value)[2] == ["^", "其中", "1", "—"]


@pytest.mark.parametrize("nothing", ["—", "", "－", "——", "/", " "])
def test_a_cell_that_is_crossed_out_may_be_blank(nothing):
    form = made({"预算": TEXT}, [["总额", "{{ 预算 }}", "—", ""]])
    assert round_trip(form, {"预算": "10"}) == [["总额", "10", "—", ""]]
    assert value_in(form, [["总额", "10", nothing, nothing]]) == {"预算": "10"}


def test_a_cell_that_is_crossed_out_holds_no_text():
    form = made({"预算": TEXT}, [["总额", "{{ 预算 }}", "—"]])
    assert read(word([["总额", "10", "5分"]]), "别处.docx", [form]).specs == ()


def test_an_optional_list_with_its_header():
    pair = [["2>{%tr for 项 in 行 %}"], ["{{ 项.甲 }}", "{{ 项.乙 }}"], ["2>{%tr endfor %}"]]
    rows = [["名称", "{{ 名 }}"], ["2>{%tr if 行 %}"], ["措施", "时间"], *pair, ["2>{%tr endif %}"]]
    form = made({"名": TEXT, "行": rows_of("甲", "乙")}, "表", rows, optional=("行",))
    assert round_trip(form, {"名": "子"}) == [["名称", "子"]]
    assert round_trip(form, {"名": "子", "行": [{"甲": "1", "乙": "2"}]})[1:] == [["措施", "时间"], ["1", "2"]]
    refused = build([spec_of({"表样": "试", "名": "子", "行": []})], form)
    assert [str(problem) for problem in refused.problems] == [
        "例.yaml:3:4 B201 「行」写进 Word 后读回来会不一样：写的是0条，读回是没有；空的请整行删去"
    ]


def test_tick_boxes_are_computed_from_what_is_written_beside_them():
    fields = {"性质": {"enum": ["新增", "延续"]}}
    boxes = "{{ '☑' if 性质 == '新增' else '□' }}新增 {{ '☑' if 性质 == '延续' else '□' }}延续"
    form = made(fields, [["性质", "{{ 性质 }}", boxes]])
    assert round_trip(form, {"性质": "延续"}) == [["性质", "延续", "□新增 ☑延续"]]
    reading = read(word([["性质", "新增", "□新增 ☑延续"]]), "别处.docx", [form])
    assert [spec.value["性质"] for spec in reading.specs] == ["新增"]
    assert [str(problem) for problem in reading.problems] == [
        "别处.docx 表1 第1行第3列 R201 {{ '☑' if 性质 == '新增' else '□' }} 应为「☑」，文件里是「□」",
        "别处.docx 表1 第1行第3列 R201 {{ '☑' if 性质 == '延续' else '□' }} 应为「□」，文件里是「☑」",
        "别处.docx 表1 第1行第3列 R203 这里的文字没有读进任何栏位：「□」",
        "别处.docx 表1 第1行第3列 R203 这里的文字没有读进任何栏位：「☑」",
    ]


def test_a_near_miss_computes_nothing_of_what_it_has_not_read():
    fields = {"名": TEXT, "性质": {"enum": ["新增", "延续"]}}
    boxes = "{{ '☑' if 性质 == '新增' else '□' }}新增"
    form = made(fields, [["名称", "{{ 名 }}"], ["选择", boxes], ["性质", "{{ 性质 }}"]])
    reading = read(word([["名称", "甲"], ["选择", "☑新增"], ["类别", "新增"]]), "表.docx", [form])
    assert [near.value for near in reading.near] == [{"表样": form.name, "名": "甲"}]


def test_a_tick_box_that_a_person_typed_is_a_value():
    form = made({"性质": TEXT}, [["性质", "{{ 性质 }}"]])
    assert round_trip(form, {"性质": "☑新增 □延续"}) == [["性质", "☑新增 □延续"]]


def test_several_tables_a_form_joined_by_other_hands():
    form = made({"名": TEXT, "行": rows_of("甲", "乙")}, [["名称", "{{ 名 }}"]], "", [["甲", "乙"], ["2>{%tr for 项 in 行 %}"], ["{{ 项.甲 }}", "{{ 项.乙 }}"], ["2>{%tr endfor %}"]])  # fmt: skip
    value = {"名": "子", "行": [{"甲": "1", "乙": "2"}]}
    assert round_trip(form, value) == [["名称", "子"], ["甲", "乙"], ["1", "2"]]
    assert value_in(form, [["名称", "子"], ["甲", "乙"], ["1", "2"]]) == value
    assert value_in(form, [["名称", "子"]], [["甲", "乙"], ["1", "2"]]) == value


def numbered(*cells):
    """A document of one title and one row: each cell's paragraphs, those that begin with `#` counted by Word."""
    document = docx.Document()
    document.add_paragraph("目标表", style="List Number")
    table = document.add_table(1, len(cells))
    for cell, lines in zip(table.rows[0].cells, cells, strict=True):
        for line in lines:
            cell.add_paragraph(line.lstrip("#"), style="List Number" if line[0] == "#" else None)
        cell._tc.remove(cell.paragraphs[0]._p)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def test_numbers_that_word_counts_are_text_in_a_template():
    schema = {
        "required": ["概况", "目标"],
        "properties": {"表样": TEXT, "概况": TEXT, "目标": {"type": "array", "items": TEXT}},
    }
    data = numbered(["#概况"], ["#{{ 概况 }}"], ["{%p for 条 in 目标 %}", "#{{ 条 }}", "{%p endfor %}"])
    form, problems = make_form("试", data, schema, "试.docx")
    assert problems == []
    note = "F117 这里用了 Word 的自动编号，模板不印它：读的时候编号算在文字里；要模板自己编号，请写 {{ loop.index }}"
    assert [str(problem) for problem in remarks(form, "试.docx") if problem.code != "F121"] == [
        f"试.docx 表1 第1行第2列 {note}",
        f"试.docx 表1 第1行第3列 {note}",
    ]
    assert round_trip(form, {"概况": "甲", "目标": ["乙", "丙"]}) == [["2.概况", "甲", "乙丙"]]
    reading = read(numbered(["#概况"], ["#甲"], ["#乙", "#丙"]), "别处.docx", [form])
    assert [spec.value for spec in reading.specs] == [{"表样": "试", "概况": "3.甲", "目标": ["4.乙", "5.丙"]}]
    assert reading.ledger.residue() == []


def test_a_value_of_a_pattern_ends_where_the_pattern_ends():
    field = {"type": "string", "pattern": "^[0-9]+$"}
    form = made({"数": field}, "数目表", [["数", "{{ 数 }}"]])
    assert round_trip(form, {"数": "12"}) == [["数", "12"]]
    built = build([spec_of({"表样": "试", "数": "12\n"})], form)
    assert built.data is None
    assert [problem.code for problem in built.problems] == ["B104"]
    reading = read(word("数目表", [["数", "12\n"]]), "别处.docx", [form])
    assert reading.specs == ()


def test_a_cell_that_spans_columns_and_merges_keeps_the_order_of_its_properties():
    rows = [["2>甲", "乙"], ["3>{%tr for 项 in 行 %}"], ["2>{{ 项.一|合并 }}", "{{ 项.二 }}"], ["3>{%tr endfor %}"]]
    form = made({"行": rows_of("一", "二")}, "表", rows)
    built = build([spec_of({"表样": "试", "行": [{"一": "A", "二": "x"}, {"一": "A", "二": "y"}]})], form)
    cells = docx.Document(BytesIO(built.data)).element.body.xpath(".//w:tc[w:tcPr/w:vMerge]/w:tcPr")
    order = ["tcW", "gridSpan", "vMerge"]
    assert [[QName(child).localname for child in properties] for properties in cells] == [order, order]


def test_ids_are_unique_in_a_book_and_of_nobody_but_the_document():
    """Pictures that were copied in the template share a number; a paragraph's identity stays with the template."""
    drawn = (
        '<w:p w14:paraId="1A2B3C4D" w14:textId="77777777"><w:r><w:drawing><wp:inline><wp:extent cx="1" cy="1"/>'
        '<wp:docPr id="7" name="图"/></wp:inline></w:drawing></w:r></w:p>'
    )
    names = (
        ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
        ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    )
    parts = parts_of(word("表", [["甲", "{{ 甲 }}"]]))
    content = parts["word/document.xml"].decode()
    content = content.replace("<w:body>", f"<w:body>{drawn}{drawn}").replace("<w:document", f"<w:document{names}")
    content = content.replace("<w:tr>", '<w:tr w14:paraId="00000001" w14:textId="00000002">')
    parts["word/document.xml"] = content.encode()
    form, problems = make_form(
        "试", zipped(parts), {"required": ["甲"], "properties": {"表样": TEXT, "甲": TEXT}}, "试.docx"
    )
    assert problems == []
    built = build([spec_of({"表样": "试", "甲": name}) for name in "一二"], form)
    whole = parts_of(built.data)["word/document.xml"].decode()
    assert re.findall(r'<wp:docPr id="(\d+)"', whole) == ["1", "2", "3", "4"]
    assert re.findall("paraId|textId", whole) == []


def test_a_match_gives_up_after_so_many_states(monkeypatch):
    loop = Loop(("行",), 0, (ParagraphPattern(()),))
    program = machine.compile_pattern([loop])
    steps = []

    def step(counter, node, position, turns):
        steps.append(position)
        return ((position + 1, ()),) if position < 300 else ()

    assert machine.run(program, step, 0, lambda position: position == 300)[0] == 300
    monkeypatch.setattr(machine, "MAX_STATES", 100)
    steps.clear()
    assert machine.run(program, step, 0, lambda position: position == 300) is None
    assert len(steps) <= 101
