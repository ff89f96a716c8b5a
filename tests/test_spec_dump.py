"""Dumping: the canonical layout, word for word, and that every YAML reader gets the same text back. Also `fmt`."""

import re
from textwrap import dedent

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from goalgen.spec import dump, fmt, load, scalar
from goalgen.text import Source


def loaded(text):
    spec, problems = load(Source("甲.yaml", text))
    assert problems == []
    return spec


SPELLINGS = {
    "≤43.5万元": "≤43.5万元",
    "≥95%": "≥95%",
    "99百分之": "99百分之",
    "2022年12月前完成": "2022年12月前完成",
    "指标1：官网访问量增加（目标1": "指标1：官网访问量增加（目标1",
    "以“强执行、促规范、防风险”为目标": "以“强执行、促规范、防风险”为目标",
    "《规划<2018-2022年>的意见》": "《规划<2018-2022年>的意见》",
    "𠮷野家": "𠮷野家",
    "http://a.cn/#b": "http://a.cn/#b",
    "３０": "３０",
    "": '""',
    " ": '" "',
    "检查情况反馈材料 ": '"检查情况反馈材料 "',
    " 科技汇智": '" 科技汇智"',
    "\u3000全角": '"\u3000全角"',
    "331201": '"331201"',
    "43.00": '"43.00"',
    "12:30": '"12:30"',
    "2022-01-01": '"2022-01-01"',
    "1_000": '"1_000"',
    "0x1F": '"0x1F"',
    "1e3": '"1e3"',
    ".inf": '".inf"',
    "no": '"no"',
    "Null": '"Null"',
    "~": '"~"',
    "<<": '"<<"',
    "=": '"="',
    "甲: 乙": '"甲: 乙"',
    "甲:": '"甲:"',
    "甲 #乙": '"甲 #乙"',
    "#1机组": '"#1机组"',
    ">95%": '">95%"',
    "*重": '"*重"',
    "[甲]": '"[甲]"',
    "@甲": '"@甲"',
    "%甲": '"%甲"',
    "-甲": '"-甲"',
    "'甲'": "\"'甲'\"",
    '"甲"乙': '"\\"甲\\"乙"',
    "C:\\甲": "C:\\甲",
    "干部培训质量\n\n": '"干部培训质量\\n\\n"',
    "一\v二\f三\t四": '"一\\v二\\f三\\t四"',
    "一\xa0二": '"一\\xA0二"',
    "一\x85二": '"一\\x85二"',
    "一\u200b二": '"一\\u200B二"',
    "一\u2028二": '"一\\u2028二"',
    "\ufeff一": '"\\uFEFF一"',
    "\U000e0001": '"\\U000E0001"',
    " 一\n二": '" 一\\n二"',
}


@pytest.mark.parametrize(("text", "spelling"), SPELLINGS.items())
def test_spelling(text, spelling):
    assert scalar(text) == spelling
    assert dump({"甲": text}) == f"甲: {spelling}\n"
    assert dump({"甲": [text]}) == f"甲:\n- {spelling}\n"


SCHEMA = {
    "$defs": {"项": {"type": "object", "properties": {"一级": {}, "二级": {}}}},
    "properties": {"表样": {}, "目标": {}, "空": {}, "指标": {"items": {"$ref": "#/$defs/项"}}},
}
VALUE = {
    "未知": "x",
    "指标": [{"二级": "数量", "一级": "产出"}, {"另": {"深": [["a", "b"], [], {}]}, "一级": "一\n二"}, "散：文"],
    "空": [],
    "目标": ["甲\n\n#乙\n  丙", "丁\n", "- 戊"],
    "表样": "天津",
}
CANONICAL = dedent("""\
    表样: 天津
    目标:
    - |-
      甲

      #乙
        丙
    - "丁\\n"
    - "- 戊"
    空: []
    指标:
    - 一级: 产出
      二级: 数量
    - 一级: |-
        一
        二
      另:
        深:
        - - a
          - b
        - []
        - {}
    - "散：文"
    未知: x
    """)


def test_canonical_layout():
    assert dump(VALUE, SCHEMA) == CANONICAL
    assert loaded(CANONICAL).value == VALUE
    assert dump(loaded(CANONICAL).value) == CANONICAL


def test_without_a_schema_the_order_is_the_given_one():
    assert dump({"乙": "1年", "甲": {}}) == "乙: 1年\n甲: {}\n"
    assert dump({}) == "{}\n"


NOT_IN_WORD = re.compile("[\x00-\x08\x0e-\x1f\r\ufffe\uffff]")
chars = st.characters(exclude_categories=["Cs"]) | st.sampled_from(
    " \t\n\v\f:#-'\"\\\u3000\xa0\u2028\x85：x|>&*![]{}%@`甲1e.,\u200b𠮷"
)
texts = st.text(chars, max_size=12).map(lambda text: NOT_IN_WORD.sub("", text))
numberish = st.text("0123456789.:-+_eExXoObBaTZ yYnNfF", max_size=8)
anything = texts | numberish | st.sampled_from(list(SPELLINGS))
values = st.recursive(
    anything, lambda child: st.lists(child, max_size=4) | st.dictionaries(anything, child, max_size=4), max_leaves=12
)
specs = st.dictionaries(anything, values, max_size=5)


@given(specs)
@example({"指标": ["甲：乙", {"甲": "乙"}]})
@example({"甲：乙": {"\u3000": "一\n\u3000\u3000二"}})
@example({"甲": " a\nb", "乙": [" a\nb"]})
def test_law_l5_what_is_dumped_loads_the_same_and_dumps_the_same(value):
    text = dump(value)
    assert text.endswith("\n")
    spec = loaded(text)
    assert spec.value == value
    assert dump(spec.value) == text
    assert fmt(Source("", text)) == (text, [])


@pytest.mark.slow
@given(specs)
def test_yaml_1_1_readers_get_the_same_text(value):
    assert yaml.safe_load(dump(value)) == value
    assert yaml.load(dump(value), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) == value


@pytest.mark.slow
@given(specs)
def test_yaml_1_2_readers_get_the_same_text(value):
    ruamel = pytest.importorskip("ruamel.yaml", reason="ruamel.yaml is the YAML 1.2 reader of this test")
    assert ruamel.YAML(typ="safe", pure=True).load(dump(value)) == value


COMMENTED = dedent("""\
    # 天津

    预算数:   43.00   # 万元
    '单位':
    空:
    # goalgen: ignore G301 原因
    目标:
        - '甲'

        - "乙"   # 第二条
        - [ 1, '丙' ]
        - |-
          段一
          段二
    表样: 天津
    """)
COMMENTED_DONE = dedent("""\
    # 天津

    预算数:   "43.00"   # 万元
    单位: ""
    空: ""
    # goalgen: ignore G301 原因
    目标:
        - 甲

        - 乙   # 第二条
        - [ 1, '丙' ]
        - |-
          段一
          段二
    表样: 天津
    """)


def test_law_l8_fmt_with_comments_only_respells_values():
    assert fmt(Source("", COMMENTED), SCHEMA) == (COMMENTED_DONE, [])
    assert fmt(Source("", COMMENTED_DONE), SCHEMA) == (COMMENTED_DONE, [])


def test_fmt_without_comments_dumps_in_the_order_of_the_schema():
    text = "指标: [{二级: '数量', 一级: 产出}]\n\n表样:   '天津'\n目标: [\"#1\"]\n"
    assert fmt(Source("", text), SCHEMA) == ('表样: 天津\n目标:\n- "#1"\n指标:\n- 一级: 产出\n  二级: 数量\n', [])


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("\ufeff甲: 1年\r\n", "甲: 1年\n"),
        ("\ufeff# 注\r\n甲: 'x'\r\n", "# 注\n甲: x\n"),
        ("甲: 'x' # 注", "甲: x # 注\n"),
        ("# 注\n甲: |\n  x", "# 注\n甲: |\n  x"),
        ("甲: &x 1\n乙: *x # 注\n", "甲: &x 1\n乙: *x # 注\n"),
        ("甲: &x 1\n乙: *x\n", '甲: "1"\n乙: "1"\n'),
        ("甲: |- # 注\n  一\n", "甲: |- # 注\n  一\n"),
        ("甲: 一\n  二\n# 注\n", "甲: 一 二\n# 注\n"),
        ("---\n甲: 一\n", "甲: 一\n"),
    ],
)
def test_fmt(text, done):
    assert fmt(Source("", text)) == (done, [])


def test_fmt_leaves_alone_what_cannot_be_loaded():
    text, problems = fmt(Source("", "甲：1\r\n"))
    assert (text, [problem.code for problem in problems]) == ("甲：1\r\n", ["S116", "S121"])


@pytest.mark.parametrize("text", ["“43.00”", "「0「", "『一带一路』", "‘5%’"])
def test_what_stands_in_quotation_marks_of_its_own_is_meant_so(text):
    """Plain it would be told (S134): the marks may have been meant for YAML."""
    dumped = dump({"甲": text})
    assert dumped == f'甲: "{text}"\n'
    spec, problems = load(Source("甲.yaml", dumped))
    assert (spec.value, problems) == ({"甲": text}, [])
