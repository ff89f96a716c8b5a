"""Loading: all values are text, every value has its place, and no bytes whatever give a traceback."""

import sys
from textwrap import dedent

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from goalgen.problem import blocking
from goalgen.spec import Spec, decode, dump, fmt, load
from goalgen.text import Source, Span


def loaded(text):
    spec, problems = load(Source("甲.yaml", text))
    assert not blocking(problems), problems
    return spec


def told(problems):
    return [f"{p.where.line}:{p.where.column} {p.code} {p.severity.value} {p.message}" for p in problems]


def test_every_scalar_is_its_source_text():
    text = dedent("""\
        小数: 15.00
        代码: 0331201
        时间: 12:30
        日期: 2022-01-01
        否: no
        空: null
        波浪: ~
        无:
        指数: 1e3
        引号: "43.00"
        单引号: ' '
        折行: >-
          甲
          乙
        段: |
          甲

          乙
        列: [1, {丙: 2.0}]
        """)
    assert loaded(text).value == {
        "小数": "15.00",
        "代码": "0331201",
        "时间": "12:30",
        "日期": "2022-01-01",
        "否": "no",
        "空": "null",
        "波浪": "~",
        "无": "",
        "指数": "1e3",
        "引号": "43.00",
        "单引号": " ",
        "折行": "甲 乙",
        "段": "甲\n\n乙\n",
        "列": ["1", {"丙": "2.0"}],
    }


PLACES = '# 头\n甲: 𠮷𠮷 # 注\n乙丙:\n- 一: "x\\ny"\n  二: |-\n    段一\n    段二\n- 三\n空:\n流: [1, {a: 2}]\n'


def pieces(spec):
    return {path: spec.source[span] for path, span in spec.values.items()}


@pytest.mark.parametrize("text", [PLACES, PLACES.replace("\n", "\r\n"), "\ufeff" + PLACES])
def test_every_value_and_key_has_its_place(text):
    spec = loaded(text)
    at = {path: piece.replace("\r", "") for path, piece in pieces(spec).items()}
    assert at == {
        (): PLACES.removeprefix("# 头\n").rstrip(),
        ("甲",): "𠮷𠮷",
        ("乙丙",): '- 一: "x\\ny"\n  二: |-\n    段一\n    段二\n- 三',
        ("乙丙", 0): '一: "x\\ny"\n  二: |-\n    段一\n    段二',
        ("乙丙", 0, "一"): '"x\\ny"',
        ("乙丙", 0, "二"): "|-\n    段一\n    段二",
        ("乙丙", 1): "三",
        ("空",): "",
        ("流",): "[1, {a: 2}]",
        ("流", 0): "1",
        ("流", 1): "{a: 2}",
        ("流", 1, "a"): "2",
    }
    assert {path: spec.source[span] for path, span in spec.keys.items()} == {
        path: path[-1] for path in spec.values if path and isinstance(path[-1], str)
    }


def test_a_key_moved_two_lines_down_moves_every_later_place_by_two():
    text = "甲: 1\n乙:\n- 2\n丙: {丁: 3}\n"
    before, after = loaded(text), loaded(text.replace("乙:", "# 一\n\n乙:"))
    assert before == after
    for place in ("values", "keys"):
        was = {path: before.source.position(span.start) for path, span in getattr(before, place).items()}
        now = {path: after.source.position(span.start) for path, span in getattr(after, place).items()}
        assert now == {path: (line + 2 * (path not in [(), ("甲",)]), column) for path, (line, column) in was.items()}


def test_two_specs_are_equal_by_value():
    assert loaded("甲: 1\n") == loaded("# 注\n甲: '1'\n") != loaded("甲: 2\n")
    assert Spec({"甲": "1"}) == loaded("甲: 1")


def test_aliases_are_copies_that_know_where_they_are_written():
    spec = loaded("甲: &x [1, 2]\n乙: *x\n")
    assert spec.value == {"甲": ["1", "2"], "乙": ["1", "2"]}
    assert spec.value["甲"] is not spec.value["乙"]
    assert spec.source[spec.values["乙",]] == "*x"
    assert spec.values["乙", 1] == spec.values["甲", 1]


def laughs(levels):
    return "a0: &a0 [哈, 哈]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, levels))


REFUSED = [
    ("", "0:0 S102 error 文件是空的：用 goalgen new 可以得到一份待填的表"),
    ("# 只有注释\n", "0:0 S102 error 文件是空的：用 goalgen new 可以得到一份待填的表"),
    ("---\n", "0:0 S102 error 文件是空的：用 goalgen new 可以得到一份待填的表"),
    ("- 甲\n- 乙\n", "1:1 S103 error 整个文件应为「字段名: 值」，每个字段一行"),
    ("甲乙\n", "1:1 S103 error 整个文件应为「字段名: 值」，每个字段一行"),
    ("甲: 1\n乙: 2\n甲: 3\n", "3:1 S104 error 「甲」重复：第 1 行已经写过，请删去一处"),
    ("[甲]: 1\n", "1:1 S105 error 冒号前应为字段名（一段文字），这里是列表、对照表或别名"),
    ("? {甲: 1}\n: 1\n", "1:3 S105 error 冒号前应为字段名（一段文字），这里是列表、对照表或别名"),
    ("甲: !!int 5\n", "1:4 S106 error 不支持类型标签「!!int」：请删去，所有的值都是文字"),
    ("甲: !!binary aGk=\n", "1:4 S106 error 不支持类型标签「!!binary」：请删去，所有的值都是文字"),
    ("甲: &x {乙: 1}\n<<: *x\n", "2:1 S107 error 不支持「<<」合并写法：请把要合并的字段直接写出来"),
    ("甲: 1\n---\n乙: 2\n", "2:1 S108 error 一个文件只能有一个项目：请把「---」以下的内容放到另一个文件"),
    ("甲: 1\n...\n乙: 2\n", "3:1 S108 error 「...」是文件结束的标记，后面不能再有内容"),
    ("甲: &x [*x]\n", "1:8 S109 error 别名「*x」引用了包含它自己的内容：请直接写出内容"),
    (laughs(9), "6:15 S109 error 别名「*a4」展开后内容太多：请直接写出内容"),
    (
        f"甲: &a {'[' * 20 + ']' * 20}\n乙: {'[' * 20}*a{']' * 20}\n",
        "2:24 S109 error 别名「*a」展开后内容太多：请直接写出内容",
    ),
    ("[" * 100_000, "1:34 S110 error 层次太深，超过 32 层：绩效目标表用不到这么多层"),
    ("- " * 100_000, "1:67 S110 error 层次太深，超过 32 层：绩效目标表用不到这么多层"),
    ("[\n" * 100_000, "34:1 S110 error 层次太深，超过 32 层：绩效目标表用不到这么多层"),
    ("[" * 40 + "@", "1:34 S110 error 层次太深，超过 32 层：绩效目标表用不到这么多层"),
    ("[a, " * 2000, "1:130 S110 error 层次太深，超过 32 层：绩效目标表用不到这么多层"),
    ("- " * 20 + "[" * 2000, "1:54 S110 error 层次太深，超过 32 层：绩效目标表用不到这么多层"),
    ("甲: &a |\n  [[\n乙: [" + "[" * 2000, "3:36 S110 error 层次太深，超过 32 层：绩效目标表用不到这么多层"),
    ("{" * 100_000, "1:2 S105 error 冒号前应为字段名（一段文字），这里是列表、对照表或别名"),
    ("甲: \x00", "1:4 S111 error 有 Word 容不下的字符 U+0000：请删去"),
    ("甲: 𠮷\ud800\n", "1:5 S111 error 有 Word 容不下的字符 U+D800：请删去"),
    ("甲: 一\u2028二\n", "1:5 S111 error 有看不见的字符 U+2028：请删去；确实需要时，在英文双引号里写它的编号 \\u2028"),
    ("甲: 一\x0b二\n", "1:5 S111 error 有看不见的字符 U+000B：请删去；确实需要时，在英文双引号里写它的编号 \\v"),
    ("甲: 一\r乙: 二", "1:5 S111 error 不能用单独的回车符 U+000D：换行用 LF，换段在英文双引号里写 \\n"),
    ('甲: "\\\\x07\\x07"\n', "1:10 S111 error 有 Word 容不下的字符 U+0007：请删去"),
    ('甲: "一\\r\\n二"\n', "1:6 S111 error 不能用单独的回车符 U+000D：换行用 LF，换段在英文双引号里写 \\n"),
    ('"甲\\0": 1\n', "1:3 S111 error 有 Word 容不下的字符 U+0000：请删去"),
    ('甲: "\\ud800"\n', "1:5 S111 error 有 Word 容不下的字符 U+D800：请删去"),
    ('甲: "\\U00110000"\n', "1:5 S111 error 没有 U+110000 这个字符：请删去"),
    ('甲: "\\xZZ"\n', "1:5 S117 error 「\\」后面的字母不对：文字里的反斜杠要写两个，应写成：\\\\x"),
    ('甲: "一\\n\\ud800', "1:8 S111 error 有 Word 容不下的字符 U+D800：请删去"),
    ('路径: "C:\\数据"\n', "1:8 S117 error 「\\」后面的字母不对：文字里的反斜杠要写两个，应写成：\\\\数"),
]


class StopsAtDepth(yaml.SafeLoader):
    """A parser with a limit of its own, as libyaml has since 0.2.6: its scanner stops before any bracket is told."""

    def fetch_flow_collection_start(self, kind):
        if self.flow_level == 1000:
            raise yaml.scanner.ScannerError(None, None, "exceeded maximum flow nesting", self.get_mark())
        super().fetch_flow_collection_start(kind)


LOADERS = {"C": getattr(yaml, "CSafeLoader", yaml.SafeLoader), "Python": yaml.SafeLoader, "limited": StopsAtDepth}


@pytest.fixture(params=LOADERS)
def loader(request, monkeypatch):
    monkeypatch.setattr(sys.modules["goalgen.spec.compose"], "_LOADER", LOADERS[request.param])


@pytest.mark.parametrize(("text", "expected"), REFUSED)
def test_refused_with_one_problem(text, expected, loader):
    spec, problems = load(Source("甲.yaml", text))
    assert (spec, told(problems)) == (None, [expected])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("甲: " + "[" * 32 + "]" * 32, None),
        ("甲: |-\n  " + "[" * 5000, "[" * 5000),
        ("甲: '" + "[" * 5000 + "'", "[" * 5000),
        ("甲: 乙" + "[" * 5000, "乙" + "[" * 5000),
        ("甲: 乙  # " + "[" * 5000, "乙"),
    ],
)
def test_brackets_that_do_not_nest_too_deep(text, value, loader):
    spec = loaded(text)
    assert value is None or spec.value == {"甲": value}


def test_brackets_in_a_quotation_are_not_what_is_wrong(loader):
    text = "['" + "[" * 900 + "',@"
    assert told(load(Source("甲.yaml", text))[1]) == [
        "1:905 S101 error 这里不符合 YAML 的写法：请检查本行和上一行的冒号、引号和缩进"
    ]


def test_what_is_legal():
    text = '甲: !!str 5\n乙: "\\v\\f\\t\\n\\x85\\x7F\\u2028\\uFEFF\\U0001F600"\n"<<": 1\n'
    assert loaded(text).value == {"甲": "5", "乙": "\v\f\t\n\x85\x7f\u2028\ufeff\U0001f600", "<<": "1"}


GBK = "单位名称: 天津市科学技术信息研究所\n".encode("gb18030")
UTF8 = "单位名称: 天津市科学技术信息研究所\n".encode()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (UTF8, []),
        (b"\xef\xbb\xbf" + UTF8, ["1:1 S112 warn 文件开头有看不见的 BOM 标记：用 goalgen fmt 去掉"]),
        (GBK, ["0:0 S113 error 文件编码是 GBK（GB18030），应为 UTF-8：用 goalgen fmt 转成 UTF-8"]),
        (
            UTF8[:20] + b"\xff" + UTF8[20:],
            ["1:9 S114 error 第 21 个字节（0xFF）既不是 UTF-8 也不是 GBK：文件可能已损坏，请重新录入此处"],
        ),
        (
            "甲: 1\n乙: 天津".encode()[:-1],
            ["2:5 S114 error 第 16 个字节（0xE6）既不是 UTF-8 也不是 GBK：文件可能已损坏，请重新录入此处"],
        ),
        (
            "甲: 1".encode("utf-16"),
            ["0:0 S115 error 文件编码是 UTF-16，应为 UTF-8：请在编辑器里「另存为」，编码选 UTF-8"],
        ),
    ],
)
def test_decode(data, expected):
    assert told(decode("甲.yaml", data)[1]) == expected


def test_decoded_text_is_the_text():
    for data in (UTF8, GBK, b"\xef\xbb\xbf" + UTF8, UTF8.decode().encode("utf-16")):
        assert decode("甲.yaml", data)[0] == Source("甲.yaml", UTF8.decode())


def test_windows_line_ends_are_told_once():
    problems = load(Source("甲.yaml", "甲: 1\r\n乙: 2\r\n"))[1]
    assert told(problems) == ["0:0 S116 info 换行符是 CRLF：用 goalgen fmt 改成 LF"]


TOKENS = "a|b|甲|𠮷|5|：|: |:|- |-|\n|\n  |\n- |\n\t|\u3000|\xa0|\"|'|#| #|# c\n|>|*a|&a |[|]|{|}|, |? |---\n|...|!!str |!x |%|@|`"
TOKENS = [
    *TOKENS.split("|"),
    "|",
    "|-\n  ",
    "\\",
    "\\u",
    "\r\n",
    "\r",
    "\ufeff",
    "\u2028",
    "<<",
    "指标值：5",
    "a: b\n",
    "a: |\n x\n",
]
scrawl = st.lists(st.sampled_from(TOKENS), max_size=25).map("".join)


@given(scrawl | st.text(max_size=60))
def test_no_text_gives_a_traceback(text):
    source = Source("甲.yaml", text)
    spec, problems = load(source)
    assert (spec is None) == blocking(problems)
    for problem in problems:
        assert problem.where.line <= text.count("\n") + 1
        assert all(Span(0, 0) <= edit.span <= Span(len(text), len(text)) for edit in problem.fix)
    for path, span in spec.values.items() if spec else ():
        assert 0 <= span.start <= span.end <= len(text), path


@given(st.binary(max_size=60) | st.text().map(lambda text: text.encode("gb18030", "replace")))
def test_no_bytes_give_a_traceback(data):
    source, _ = decode("甲.yaml", data)
    load(source)


@given(scrawl)
def test_the_two_parsers_agree(text):
    module = sys.modules["goalgen.spec.compose"]
    fast, module._LOADER = module._LOADER, yaml.SafeLoader
    try:
        slow = load(Source("", text))[0]
    finally:
        module._LOADER = fast
    spec = load(Source("", text))[0]
    if spec and slow:
        assert (spec.value, spec.values, spec.keys) == (slow.value, slow.values, slow.keys)


@given(scrawl)
def test_law_l8_fmt_changes_no_value_and_is_done_after_once(text):
    spec = load(Source("", text))[0]
    out, problems = fmt(Source("", text))
    if spec is None:
        assert out == text
        return
    assert "S133" not in [p.code for p in problems]
    assert loaded(out) == spec
    assert fmt(Source("", out))[0] == out
    if "#" not in text:
        assert out == dump(spec.value)


def test_a_forbidden_character_does_not_hide_the_rest():
    problems = load(Source("甲.yaml", "甲: \x00\n乙: 1\n乙: 2\n"))[1]
    assert told(problems) == [
        "1:4 S111 error 有 Word 容不下的字符 U+0000：请删去",
        "3:1 S104 error 「乙」重复：第 2 行已经写过，请删去一处",
    ]
