"""One room for what JSON Schema means: the loader refuses what nobody else asks for, and a pattern has one meaning."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import regress
from conftest import ROOT
from grids import docx
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from goalgen.cli import main
from goalgen.form import make_form
from goalgen.schema import Unsayable, errors, literal_pattern, load_schema, regex, resolve, schema_problems, value_regex
from goalgen.spec import load
from goalgen.text import Source
from goalgen.verbs.build import build
from goalgen.verbs.check import validate
from goalgen.verbs.read import read

SCHEMAS = {path.name: json.loads(path.read_bytes()) for path in sorted((ROOT / "schemas").glob("*-*.schema.json"))}
TYPES = "array、boolean、integer、null、number、object、string"


def placed(text: bytes | str | dict) -> list[str]:
    data = text if isinstance(text, bytes) else (text if isinstance(text, str) else json.dumps(text)).encode()
    schema, problems = load_schema(data, "甲.json")
    assert (schema is None) == bool(problems)
    return [str(problem) for problem in problems]


def told(text: bytes | str | dict) -> list[str]:
    """The problems without line and column."""
    return [re.sub(r"^甲.json:\d+:\d+ ", "甲.json ", problem) for problem in placed(text)]


def test_the_packaged_schemas_load():
    assert {name: told((ROOT / "schemas" / name).read_bytes()) for name in SCHEMAS} == {name: [] for name in SCHEMAS}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"\xff", "不是 UTF-8：第 1 个字节有误，请在编辑器里另存为 UTF-8"),
        ('{\n"a"', "不是完好的 JSON：从这里起读不下去"),
        ('{"a": NaN}', "不是完好的 JSON：NaN"),
        ('{"a": ' + "9" * 5000 + "}", "里有太长的数"),
        ("[" * 100_000, "的括号套了 64 层以上，没有读"),
        ('{"a":' * 100_000, "的括号套了 64 层以上，没有读"),
        ("[]", "应是一个 JSON 对象，以 { 开头"),
        ("{}", "里没有 properties，不知道有哪些栏位"),
        (r'{"properties": {"\ud800": {"pattern": "("}}}', r"里有不成对的 \ud800 之类，那不是文字"),
        (r'{"properties": {"甲": {"description": "\udc00"}}}', r"里有不成对的 \ud800 之类，那不是文字"),
        (" " * (2**22 + 1), "有 4 MB，超过 4 MB，没有读"),
    ],
)
def test_what_is_no_schema(text, message):
    assert told(text) == [f"甲.json F111 schema {message}"]


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ({"type": "strng"}, f"/type 写得不对：「strng」，应是{TYPES} 中的一种，或几种的列表"),
        ({"type": []}, f"/type 写得不对：「[]」，应是{TYPES} 中的一种，或几种的列表"),
        ({"pattern": 1}, "/pattern 写得不对：「1」，应是一段文字"),
        ({"minLength": -1}, "/minLength 写得不对：「-1」，应是不小于 0 的整数"),
        ({"maxLength": 1e400}, "/maxLength 写得不对：「Infinity」，应是不小于 0 的整数"),
        ({"required": ["甲", "甲"]}, "/required 写得不对：「[\"甲\", \"甲\"]」，应是不重复的名称的列表"),
        ({"items": 1}, "/items 写得不对：「1」，应是一个 schema：对象（{…}）或 true、false"),
        ({"allOf": []}, "/allOf 写得不对：「[]」，应是不空的列表"),
        ({"x-goalgen": []}, "/x-goalgen 写得不对：「[]」，应是对象（{…}）"),
        ({"x-goalgen": {"order": 1}}, "/x-goalgen/order 写得不对：「1」，应是一段文字"),
        ({"x-goalgen": {"filename": "{序号:0999999999}"}}, "/x-goalgen/filename 里补零的宽度最多 20"),
        ({"$dynamicRef": "#a"}, "/$dynamicRef 用了「$dynamicRef」：这里只能用 $ref 引用本文件里的 #/$defs/…"),
        ({"$id": "http://example.invalid/x"}, "/$id 用了「$id」：这里只能用 $ref 引用本文件里的 #/$defs/…"),
        ({"$ref": "file:///etc/passwd"}, "/$ref 引用了「file:///etc/passwd」，只能引用本文件里有的，如 #/$defs/…"),
        ({"$schema": "urn:x"}, "/$schema 用了「$schema」：这里只能用 $ref 引用本文件里的 #/$defs/…"),
        ({"x-goalgen": {"taxonomy": 1}}, "/x-goalgen/taxonomy 写得不对：「1」，应是体系的名称，或各年起用的体系（{…}）"),
        ({"$ref": "#/properties"}, "/$ref 引用了「#/properties」，本文件里没有"),
        ({"$ref": "#/甲/乙"}, "/$ref 引用了「#/甲/乙」，本文件里没有"),
        ({"$ref": "#/$defs/无"}, "/$ref 引用了「#/$defs/无」，本文件里没有"),
        ({"$ref": "#/properties/甲"}, " 的引用绕成了一圈：表样的栏位不能套着自己"),
        ({"items": {"$ref": "#"}}, "/items 的引用绕成了一圈：表样的栏位不能套着自己"),
        ({"pattern": "("}, "/pattern「(」用不了：第 1 个字符「(」起：「(」没有「)」与它配对"),
        ({"pattern": r"^\p{L}$"}, r"/pattern「^\p{L}$」用不了：第 2 个字符「\p」起：\p{…} 按 Unicode 类别取字，这里不能用，请写出字的范围，如 [一-龥]"),
        ({"pattern": r"(.)\1"}, r"/pattern「(.)\1」用不了：第 4 个字符「\1」起：引用前面一组（\1、\k<名>）这里不能用，请另想写法"),
        ({"patternProperties": {"[": True}}, "/patternProperties/[「[」用不了：第 1 个字符「[」起：「[」没有「]」与它配对"),
    ],
)  # fmt: skip
def test_a_part_that_cannot_be_used(part, message):
    text = json.dumps({"properties": {"甲": part}}).replace("Infinity", "1e400")
    assert told(text) == [f"甲.json F111 schema 的 properties/甲{message}"]


def test_a_reference_leads_to_a_schema_not_to_what_only_looks_like_one():
    """What no schema's place holds has not been looked at: `{"type": {…}}` is a list of names, not a schema."""
    ref = {"甲": {"$ref": "#/$defs"}}
    assert told({"properties": ref, "$defs": {"type": {}}}) == [
        "甲.json F111 schema 的 properties/甲/$ref 引用了「#/$defs」，本文件里没有"
    ]
    known = {"items": {"prefixItems": [{"not": {}}]}, "type": {}}
    for way in ("#/$defs/items", "#/$defs/items/items/prefixItems/0/not", "#/$defs/type", "#/properties/乙"):
        assert (
            told(
                {"properties": {"甲": {"$ref": way}, "乙": True}, "$defs": known | {"items": {"items": known["items"]}}}
            )
            == []
        )


def test_the_trees_of_several_years_may_be_named():
    assert told({"properties": {}, "x-goalgen": {"taxonomy": {"2015": "cn-2015-88"}}}) == []


def test_leftover_keys_are_not_asked_of_python():
    parts = [{"patternProperties": {r"^(?<名>a)": True}}, {"unevaluatedProperties": False}]
    assert told({"properties": {}, "allOf": parts}) == [
        "甲.json F111 schema 的 开头不能既用 patternProperties 又用 unevaluatedProperties：请改用 additionalProperties"
    ]
    assert told({"properties": {}, "allOf": parts[:1]}) == told({"properties": {}, "allOf": parts[1:]}) == []


TWISTED = """\
{ "properties" : {
  "年度": {"pattern": "^a$"}, "甲\\u4e59": {"anyOf": [ true, {"type" : "text"} ]},
  "年度": {"title": "\\"}}]", "pattern":
    "("},
  "丙": {"items": {
    "$ref": "#/$defs/d/allOf/1"}}},
 "$defs": {"d": {"allOf": [{}, {"enum": 1,
    "not": 2}]}}
}"""


def test_a_fault_is_told_with_its_line_and_column():
    assert placed(TWISTED) == [
        "甲.json:4:5 F111 schema 的 properties/年度/pattern「(」用不了：第 1 个字符「(」起：「(」没有「)」与它配对",
        f"甲.json:2:68 F111 schema 的 properties/甲乙/anyOf/1/type 写得不对：「text」，应是{TYPES} 中的一种，或几种的列表",
        "甲.json:7:41 F111 schema 的 $defs/d/allOf/1/enum 写得不对：「1」，应是列表",
        "甲.json:8:12 F111 schema 的 $defs/d/allOf/1/not 写得不对：「2」，应是一个 schema：对象（{…}）或 true、false",
    ]
    assert placed("\ufeff" + '{"properties": {\r\n"甲": {"allOf": [{}, {"$ref": "#/nix"}]}}}') == [
        "甲.json:2:30 F111 schema 的 properties/甲/allOf/1/$ref 引用了「#/nix」，本文件里没有"
    ]
    assert placed('{\n"a" 1}') == ["甲.json:2:5 F111 schema 不是完好的 JSON：从这里起读不下去"]


def test_what_stands_behind_a_reference_is_told_where_it_stands():
    loop = '{"properties": {"甲": {"$ref": "#/$defs/a"}},\n"$defs": {"a":\n{"not": {"$ref": "#/$defs/a"}}}}'
    assert placed(loop) == ["甲.json:3:9 F111 schema 的 $defs/a/not 的引用绕成了一圈：表样的栏位不能套着自己"]
    loop = '{"properties": {"甲": {"$ref": "#/allOf/0"}},\n"allOf": [\n{"not": {"$ref": "#/allOf/0"}}]}'
    assert placed(loop) == ["甲.json:3:9 F111 schema 的 allOf/0/not 的引用绕成了一圈：表样的栏位不能套着自己"]


def test_of_many_faults_the_first_twenty_are_told():
    found = told({"properties": {f"{n:02}": 1 for n in range(30)}})
    assert len(found) == 20
    assert (
        found[-1]
        == "甲.json F111 schema 的 properties/19 写得不对：「1」，应是一个 schema：对象（{…}）或 true、false（另有 10 处）"
    )


def test_a_form_is_not_made_of_a_schema_that_cannot_be_used():
    made = make_form("试", docx([["甲", "{{ 甲 }}"]]), {"properties": {"甲": {"pattern": "("}}}, "试.docx")
    assert made[0] is None
    assert [str(problem) for problem in made[1]] == [
        "试.docx F111 schema 的 properties/甲/pattern「(」用不了：第 1 个字符「(」起：「(」没有「)」与它配对"
    ]
    assert [str(problem) for problem in make_form("试", docx([["甲"]]), {}, "试.docx")[1]] == [
        "试.docx F111 schema 里没有 properties，不知道有哪些栏位"
    ]


@pytest.mark.slow
def test_references_that_multiply_or_go_deep_are_refused_in_bounded_work():
    doubling = {f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(60)} | {"d60": {}}
    ref = {"甲": {"$ref": "#/$defs/d0"}}
    assert told({"properties": ref, "$defs": doubling}) == [
        "甲.json F111 schema 的 开头把引用都写出来有 100000 项以上：请少套几层引用"
    ]
    chain = {f"d{n}": {"$ref": f"#/$defs/d{n + 1}"} for n in range(50_000)} | {"d50000": {}}
    assert told({"properties": ref, "$defs": chain})[0].endswith(" 的引用套了 200 层以上")


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=3), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "items", "甲"]), inner, max_size=3)), st.sampled_from(["type", "items", "properties", "required", "enum", "minLength", "title", "allOf", "not", "$defs", "multipleOf", "uniqueItems", "dependentRequired", "maxItems", "if"]))  # fmt: skip
def test_what_the_metaschema_refuses_the_loader_refuses(value, keyword):
    """Keywords are looked at without jsonschema, which takes long to import; it agrees that they are what they must be."""
    schema = {keyword: value, **({"properties": {}} if keyword != "properties" else {})}
    refused = next(Draft202012Validator(Draft202012Validator.META_SCHEMA).iter_errors(schema), None) is not None
    assert bool(schema_problems(schema, "甲.json")) >= refused


MEANINGS = [
    (r"^\d{6}$", "123456", True),
    (r"^\d{6}$", "１２３４５６", False),
    (r"^\w$", "张", False),
    (r"^\S*$", "张　三", False),
    (r"^\S*$", "张\ufeff三", False),
    (r"^\s$", "\x1c", False),
    (r"^甲$", "甲\n", False),
    (r"^[$]$", "$", True),
    (r"^a.b$", "a\rb", False),
    (r"^a.b$", "a\u2028b", False),
    (r"^a.b$", "a\vb", True),
    (r"\bok\b", "张ok张", True),
    (r"^(?<年>[0-9]{4})年$", "2022年", True),
    (r"^\u{1F600}$", "😀", True),
    (r"^\uD83D\uDE00$", "😀", True),
    (r"^[^]$", "甲", True),
    (r"[]", "甲", False),
    (r"^\cJ$", "\n", True),
    (r"^[\d-x]$", "-", None),
    (r"^\-$", "-", None),
    (r"a{,3}", "a", None),
    (r"^a++$", "a", None),
    (r"(?P<x>a)", "a", None),
    (r"(?i)a", "A", None),
    (r"\Aa", "a", None),
    (r"a|*", "a", None),
    (r"\B", "", True),
    (r"(?<=甲)乙(?!丙)", "甲乙", True),
    (r"[\W_-]", "1", False),
]


@pytest.mark.parametrize(("pattern", "text", "matches"), MEANINGS)
def test_a_pattern_means_what_ecma_262_says(pattern, text, matches):
    if matches is None:
        with pytest.raises(Unsayable):
            regex(pattern)
    else:
        assert (regex(pattern).search(text) is not None) == matches


def patterns(part: object) -> list[str]:
    if isinstance(part, dict):
        own = [part["pattern"]] if isinstance(part.get("pattern"), str) else []
        return own + [each for inner in part.values() for each in patterns(inner)]
    return [each for inner in part for each in patterns(inner)] if isinstance(part, list) else []


PATTERNS = sorted({each for schema in SCHEMAS.values() for each in patterns(schema)} | {p for p, _, m in MEANINGS if m})


def examples(part: object) -> list[str]:
    if isinstance(part, dict):
        own = [each for each in part.get("examples", []) if isinstance(each, str)]
        return own + [each for inner in part.values() for each in examples(inner)]
    return [each for inner in part for each in examples(inner)] if isinstance(part, list) else []


EXAMPLES = sorted(
    {each for schema in SCHEMAS.values() for each in examples(schema)} | {text for _, text, _ in MEANINGS}
)


@given(st.data())
def test_check_and_read_see_the_same_in_a_text(data):
    """A slot (reading, building), the validator (checking) and an engine of ECMA-262 say the same of a pattern."""
    pattern = data.draw(st.sampled_from(PATTERNS))
    near = (
        st.sampled_from(EXAMPLES)
        | st.text("0１a张　 \n\v\r\u2028\ufeff-(（项目总", max_size=8)
        | st.text(SHARP)
        | st.text()
    )
    text = data.draw(near)
    slot = value_regex({"pattern": pattern})
    assert slot is not None
    complaints = list(errors({"properties": {"甲": {"pattern": pattern}}}, {"甲": text}))
    assert (slot.search(text) is None) == bool(complaints)
    assert (slot.search(text) is None) == (regress.Regex(pattern, "u").find(text) is None)


PIECES = [
    *"ab1_-^$.|()[]{}*+?,\\ 甲\u3000\n\u2028", r"\d", r"\w", r"\s", r"\S", r"\W", r"\D", r"\b", r"\B", "(?:", "(?=", "(?!", "(?<=",
    "(?<!", "(?<n>", r"\u{1F600}", r"\ud83d\ude00", r"\u7532", r"\cA", r"\x41", r"\0", r"\-", r"\/", "[^", "[]", "[^]", "{2}",
    "{1,}", "{0,2}", "{2,1}", "a-c", "*?", r"\p{L}", r"\1", r"[\d-", "(?i:", r"\01", r"\u1", r"\q", "{,2}",
]  # fmt: skip
SHARP = "aZ_09-$^\\/.*[]() \t\n\v\f\r\0\x01\x08\x1c\x1f\x85\xa0\u180e\u2028\u2029\u3000\ufeff１٣é甲乙年Ωß😀"


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), st.lists(st.text(SHARP, max_size=6), max_size=8))
@example(r"\B", [""])
@example("[[a]&&b]", ["[&&b]", "a&&b]"])
def test_any_pattern_is_refused_or_means_what_an_engine_of_ecma_262_says(pattern, texts):
    try:
        ours = regex(pattern)
    except Unsayable:
        return
    theirs = regress.Regex(pattern, "u")
    assert [ours.search(text) is not None for text in texts] == [theirs.find(text) is not None for text in texts]


@pytest.mark.parametrize(
    ("part", "right", "wrong"),
    [
        ({"pattern": r"\d{6}", "examples": ["331201"]}, "331201", "３３１２０１"),
        ({"pattern": r"^\S*$"}, "张三", "张\u3000三"),
        ({"pattern": r"^\S*$"}, "张三", "张\xa0三"),
        ({"pattern": r"^[$]$", "examples": ["$"]}, "$", "x"),
        ({"pattern": r"^a$", "examples": ["a"]}, "a", "a\n"),
        ({"pattern": r"^\w+$", "examples": ["a"]}, "a_1", "甲"),
        ({"enum": ["a.b", "乙"]}, "a.b", "axb"),
        ({"$ref": "#/$defs/码", "pattern": r"^[ab]$"}, "b", "甲"),
    ],
)
def test_check_read_and_build_say_the_same(part, right, wrong):
    fields = {"表样": {"const": "试"}, "名称": {"type": "string"}, "编号": part}
    schema = {"required": ["名称", "编号"], "properties": fields, "$defs": {"码": {"examples": ["a"]}}}
    form, problems = make_form("试", docx([["名称", "{{ 名称 }}"], ["编号", "{{ 编号 }}"]]), schema, "试.docx")
    assert (problems, form is None) == ([], False)
    for text, fits in ((right, True), (wrong, False)):
        spec, _ = load(Source("例.yaml", f"表样: 试\n名称: 甲\n编号: {json.dumps(text, ensure_ascii=False)}\n"))
        assert [problem.code for problem in validate(spec, schema)] == (
            [] if fits else ["S207" if "enum" in part else "S206"]
        )
        assert (build([spec], form).data is not None) is fits
        found = read(docx([["名称", "甲"], ["编号", text]]), "x.docx", [form]).specs
        assert [spec.value["编号"] for spec in found] == ([text] if fits else [])


@pytest.mark.parametrize("text", ["", "甲"])
def test_nothing_is_one_of_no_values(text):
    assert value_regex({"enum": []}).search(text) is None
    assert [each.validator for each in errors({"enum": []}, text)] == ["enum"]


@given(st.text())
def test_a_literal_pattern_matches_its_text_only(text):
    assert regex(f"^{literal_pattern(text)}$").search(text)
    assert not regex(f"^{literal_pattern(text)}$").search(f"{text}x")


def test_pattern_properties_and_additional_properties_ask_the_same_pattern():
    schema = {"properties": {}, "patternProperties": {r"^\d$": {"type": "number"}}, "additionalProperties": False}
    assert [e.validator for e in errors(schema, {"1": "x"})] == ["type"]
    assert [e.validator for e in errors(schema, {"１": 1})] == ["additionalProperties"]


def test_what_stands_beside_a_reference_goes_before_it():
    root = {"$defs": {"a/b": {"title": "远", "type": "string"}}}
    assert resolve(root, {"$ref": "#/$defs/a~1b", "title": "近"}) == {"title": "近", "type": "string"}


BROKEN = [
    '{"properties": {"甲": {"type": "string", "pattern": "("}}}',
    '{"properties": {"甲": {"type": "string", "pattern": "^\\\\p{L}$"}}}',
    '{"properties": {"甲": {"$ref": "http://127.0.0.1:9/x"}}}',
    '{"properties": {"甲": {"$dynamicRef": "#x"}}}',
    '{"x-goalgen": [], "properties": {}}',
    "[",
    "[" * 100_000,
    "null",
]


@pytest.mark.slow
@pytest.mark.parametrize("schema", BROKEN)
@pytest.mark.parametrize("command", ["show", "read", "survey", "check WORD", "check", "form list"])
def test_a_broken_schema_is_one_problem_of_its_form_and_the_others_work(tmp_path, monkeypatch, capsys, schema, command):
    monkeypatch.chdir(tmp_path)
    for folder in ("templates", "schemas", "specs/甲"):
        Path(folder).mkdir(parents=True)
    shutil.copy(ROOT / "templates/tianjin-2022.docx", "templates/坏.docx")
    Path("schemas/坏.schema.json").write_text(schema, "utf-8")
    word = str(ROOT / "tests/data/legacy/tianjin-2022.docx")
    good = next((ROOT / "specs/331201/2022").glob("08*"))
    shutil.copy(good, "specs/甲/08.yaml")
    Path("specs/甲/09.yaml").write_text("表样: 坏\n", "utf-8")
    arguments = {
        "show": ["show", word],
        "read": ["read", word],
        "survey": ["survey", word],
        "check WORD": ["check", word],
    }
    code = main(arguments.get(command, command.split()))
    out, err = capsys.readouterr()
    assert code == 1
    assert "自己出了错" not in out + err
    assert sum(re.search(r"坏.schema.json(:\d+:\d+)? F111", line) is not None for line in (out + err).splitlines()) == 1
    shown = {"check": "08.yaml:", "form list": "tianjin-2022"}.get(
        command, "科技系统干部教育培训" if command == "show" else "17"
    )
    assert shown in out
