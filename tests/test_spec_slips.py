"""Clerks' slips: what is told, word for word, and that what is told mends the line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goalgen.problem import Severity
from goalgen.spec import load, scalar
from goalgen.text import Source, apply_edits

C, D = "后面是全角冒号，应写成：", "」开头，要加英文双引号，应写成："
SLIPS = [
    # full-width colon
    ("指标值：≥95%\n", f"1:4 S121 「指标值」{C}指标值: ≥95%"),
    ("表样: 天津\n指标值：≥95%\n序号: 1\n", f"2:4 S121 「指标值」{C}指标值: ≥95%"),
    ("序号：8\n", f'1:3 S121 「序号」{C}序号: "8"'),
    ("甲: 一\n  指标值：≥95%\n", f"2:6 S121 「指标值」{C}指标值: ≥95%"),
    ("甲:\n  指标值：≥95%\n", f"2:6 S121 「指标值」{C}指标值: ≥95%"),
    ("甲:\n- 一级指标：产出指标\n  二级指标: 数量\n", f"2:7 S121 「一级指标」{C}- 一级指标: 产出指标"),
    (
        "甲:\n- 一级指标：产出指标\n  二级指标：数量\n",
        f"2:7 S121 「一级指标」{C}- 一级指标: 产出指标\n3:7 S121 「二级指标」{C}二级指标: 数量",
    ),
    ("甲:\n- 一级: 产出\n  二级：数量\n  三级: 项\n", f"3:5 S121 「二级」{C}二级: 数量"),
    ("甲:\n- 一级: 产出\n- 一级：效益\n", f"3:5 S121 「一级」{C}- 一级: 效益"),
    ("甲：乙: 丙\n", f'1:2 S121 「甲」{C}甲: "乙: 丙"'),
    # indentation
    ("甲: 1年\n\u3000乙: 2年\n", "2:1 S122 行首是全角空格，缩进只能用英文空格，每层 2 个"),
    ("甲:\n\u3000\u3000乙: 2年\n", "2:1 S122 行首是全角空格，缩进只能用英文空格，每层 2 个"),
    ("甲:\n\u3000- 乙\n- 丙\n", "2:1 S122 行首是全角空格，缩进只能用英文空格，每层 2 个"),
    ("甲:\n\xa0\xa0乙: 2年\n", "2:1 S122 行首是不换行空格（U+00A0），缩进只能用英文空格，每层 2 个"),
    ("甲:\n- \u3000乙: 1年\n", "2:3 S122 「乙」前面有全角空格一类的特殊空格：请删去"),
    ("甲:\n\t乙: 1年\n", "2:1 S123 行首是制表符（Tab），缩进只能用英文空格，每层 2 个"),
    ("甲: 1年\n\t乙: 2年\n", "2:1 S123 行首是制表符（Tab），缩进只能用英文空格，每层 2 个"),
    ("甲: 1年\n  乙: 2年\n", "2:3 S132 缩进不一致：应与第 1 行对齐，行首 0 个空格"),
    ("甲:\n  乙: 1年\n丙: 2年\n 丁: 3年\n", "4:2 S132 缩进不一致：应与第 3 行对齐，行首 0 个空格"),
    ("甲:\n  乙: 1年\n   丙: 2年\n", "3:4 S132 缩进不一致：应与第 2 行对齐，行首 2 个空格"),
    ("甲:\n- 乙\n  - 丙\n", "3:3 S132 缩进不一致：应与第 2 行对齐，行首 0 个空格"),
    # a value that begins like YAML
    *(
        (f"指标值: {text}\n", f'1:6 S124 值不能以「{text[0]}{D}指标值: "{text}"')
        for text in [">95%", ">5", "*重", "*5", "|甲"]
    ),
    *(
        (f"指标值: {text}\n乙: 1年\n", f'1:6 S124 值不能以「{text[0]}{D}指标值: "{text}"')
        for text in ["[甲", "{甲", "[甲] 乙"]
    ),
    *(
        (f"甲:\n- {text}\n", f'2:3 S124 值不能以「{text[0]}{D}- "{text}"')
        for text in ["@甲", "%5", "&甲", "&A", "!甲", "`甲", "]"]
    ),
    ("甲: - 乙\n", f'1:4 S124 值不能以「-{D}甲: "- 乙"'),
    # quotation marks
    ('甲: "一"二\n', '1:7 S125 引号后面还有文字，要把整个值放进英文双引号，应写成：甲: "\\"一\\"二"'),
    ("甲: '一' 二\n", "1:7 S125 引号后面还有文字，要把整个值放进英文双引号，应写成：甲: \"'一' 二\""),
    ('甲: "一\n乙: 1年\n', "1:4 S130 缺少英文后引号，应写成：甲: 一"),
    ('甲: "一\n乙: "2年"\n', "1:4 S130 缺少英文后引号，应写成：甲: 一"),
    ("甲: '8\n", '1:4 S130 缺少英文后引号，应写成：甲: "8"'),
    ('甲: "一”\n', "1:4 S130 缺少英文后引号，应写成：甲: 一"),
    # the dash that a row begins with
    ("甲:\n- 一: 1年\n  二: 2年\n  一: 3年\n", "4:3 S128 这一项前面缺「- 」，应写成：- 一: 3年"),
    ("甲:\n-   一: 1年\n    二: 2年\n    一: 3年\n", "4:5 S128 这一项前面缺「- 」，应写成：-   一: 3年"),
    (
        "甲:\n  一: 1年\n  二: 2年\n  一: 3年\n",
        "2:3 S128 这一项前面缺「- 」，应写成：- 一: 1年\n4:3 S128 这一项前面缺「- 」，应写成：- 一: 3年",
    ),
    ("甲:\n  一: 1年\n  二: 2年\n- 一: 3年\n", "2:3 S128 这一项前面缺「- 」，应写成：- 一: 1年"),
    # what looks like a colon
    ("甲∶ 1年\n乙: 2年\n", "1:2 S121 「甲」后面的「∶」不是英文冒号，应写成：甲: 1年"),
    ("乙: 2年\n甲＝1年\n", "2:2 S121 「甲」后面是「＝」，要用英文冒号加空格，应写成：甲: 1年"),
    # colon, dash
    ("甲: 一: 二\n", '1:5 S126 值里有冒号加空格，要加英文双引号，应写成：甲: "一: 二"'),
    ("甲: 一:\n", '1:5 S126 值以冒号结尾，要加英文双引号，应写成：甲: "一:"'),
    ("甲:\n- 一\n-二\n", "3:1 S128 「-」后面缺空格，应写成：- 二"),
    ("甲:\n  - 一\n  -二\n", "3:3 S128 「-」后面缺空格，应写成：- 二"),
    ("甲:\n-一\n-二\n", "2:1 S128 「-」后面缺空格，应写成：- 一\n3:1 S128 「-」后面缺空格，应写成：- 二"),
    ("指标值:95\n", '1:4 S129 「指标值」的冒号后面缺空格，应写成：指标值: "95"'),
    ('甲: 一\n乙:"43.00"\n', '2:2 S129 「乙」的冒号后面缺空格，应写成：乙: "43.00"'),
    ("甲: 一\n乙：'4''3'  # 注\n", "2:2 S121 「乙」后面是全角冒号，应写成：乙: '4''3'  # 注"),
    ('甲: 一\n乙："两会"宣传\n', '2:2 S121 「乙」后面是全角冒号，应写成：乙: "\\"两会\\"宣传"'),
    ("指标值:≥95%\n乙: 1年\n", "1:4 S129 「指标值」的冒号后面缺空格，应写成：指标值: ≥95%"),
    ("甲:\u3000一\n乙: 2年\n", "1:2 S129 「甲」的冒号后面缺空格，应写成：甲: 一"),
    ("甲: 一\n  乙:二\n", "2:4 S129 「乙」的冒号后面缺空格，应写成：乙: 二"),
    # everything else
    (
        "甲: 1年\n乙\n",
        "2:1 S135 这一行顶格，没有字段名：是字段就补上冒号和值，是上一行的内容就接到上一行末尾，要分段就用「|-」",
    ),
    ("甲: [一,\n  二]]\n", "2:5 S101 这里不符合 YAML 的写法：请检查本行和上一行的冒号、引号和缩进"),
]
WARNINGS = [
    ("甲: 1 #机组\n", '1:6 S127 「#机组」会被当作注释丢掉：是内容就加英文双引号（"1 #机组"），是注释就在「#」后加空格'),
    ("甲: #1机组\n", '1:4 S127 「#1机组」会被当作注释丢掉：是内容就加英文双引号（"#1机组"），是注释就在「#」后加空格'),
    ("甲:\n- #1\n", '2:3 S127 「#1」会被当作注释丢掉：是内容就加英文双引号（"#1"），是注释就在「#」后加空格'),
    ("甲: 一\n  二\n", "1:4 S131 值分成了几行，会用空格连成一段：请写在一行里；要分段就用「|-」"),
    ("甲:\n- 一\n  二\n  三\n", "2:3 S131 值分成了几行，会用空格连成一段：请写在一行里；要分段就用「|-」"),
]
FINE = [
    "#注释\n# 注释\n甲: 一 # 说明\n乙: 二 # goalgen: ignore G301 原因\n",
    "甲: 一 #goalgen: ignore G301 原因\n",
    "甲:\n- 目标：提高质量\n- 时间:12:30\n- -5\n- http://甲.cn\n",
    "甲: 一：二\n乙: a:b\n丙: a#b\n",
    "甲: |-\n  指标值：5\n\n  -二\n乙: >-\n  one\n  two\n",
    "甲: '一\n\n  乙：二'\n",
    '甲: "一\\\n  二"\n',
]


def told(text):
    return [f"{p.where.line}:{p.where.column} {p.code} {p.message}" for p in load(Source("甲.yaml", text))[1]]


@pytest.mark.parametrize(("text", "expected"), SLIPS)
def test_slip(text, expected):
    spec, problems = load(Source("甲.yaml", text))
    assert told(text) == expected.split("\n")
    assert spec is None
    assert {problem.severity for problem in problems} == {Severity.ERROR}


@pytest.mark.parametrize(("text", "expected"), WARNINGS)
def test_warning(text, expected):
    spec, problems = load(Source("甲.yaml", text))
    assert told(text) == [expected]
    assert spec is not None
    assert problems[0].severity is Severity.WARN


@pytest.mark.parametrize("text", FINE)
def test_nothing_to_tell(text):
    assert told(text) == []


@pytest.mark.parametrize("text", [text for text, expected in SLIPS if "应写成：" in expected])
def test_the_line_as_it_should_be_mends_the_text(text):
    for _ in range(2):  # a line that was swallowed is then told to stand too deep
        edits = [edit for problem in load(Source("甲.yaml", text))[1] for edit in problem.fix]
        text = apply_edits(text, edits)
    assert told(text) == []


def test_a_slip_does_not_hide_the_next():
    text = "序号：8\n甲: @一\n乙:\n-丙\n丁:\n\t戊: 1年\n"
    assert [line.split()[1] for line in told(text)] == ["S121", "S124", "S128", "S123"]


@given(st.text("一二三甲乙丙12%≥（）、。：", min_size=1, max_size=8), st.sampled_from(">*[@%&!|{`"))
def test_any_value_behind_an_indicator_is_told(text, indicator):
    slip = f"指标值: {indicator}{text}\n乙: 1年\n"
    said = told(slip)[0]  # `{、一：` is a mapping, and its marks are told
    assert (
        said.startswith("1:6 S124 ") or (indicator == "{" and " S138 " in said) or load(Source("", slip))[0] is not None
    )
    assert told(f"指标值: {scalar(indicator + text)}\n") == []


def test_english_of_the_parser_never_comes_through():
    for text, _ in SLIPS:
        for line in told(text):
            assert not {"expected", "found", "while", "mapping", "token"} & set(line.split())
