"""What a pattern can cost is read off it: what explodes is refused, what grows is held against short texts only."""

from __future__ import annotations

import json

import pytest
from conftest import ROOT

from goalgen.labels import literal_regex
from goalgen.schema import Unsayable, load_schema, regex

EXPLODES = "有的文字要试太多次才知道合不合：重复里不要再套重复，相邻的两段不要能取同样的字"


@pytest.mark.parametrize(
    "pattern",
    [
        r"^\d+(\.\d{1,2})?(万|亿)?元$",
        r"^\d{4}年\d{1,2}月\d{1,2}日(至|—)\d{4}年\d{1,2}月\d{1,2}日$",
        r"^(\d+年)?\d+月$",
        r"^[A-Z]+(-[A-Z0-9]+)*$",
        r"^(产出|效益|满意度)指标$",
        r"^(≥|≤|=|＞|＜)?\s*\d+(\.\d+)?\s*[^\d\s]*$",
        r"^[^,]+(,[^,]+)*$",
        r"^[\w.+-]+@[\w-]+\.[\w.-]+$",
        r"^$|^\d+$",
        r"^(.+)$",
        r"\d{6}",
        "预算",
    ],
)
def test_what_has_one_way_to_go_is_held_against_any_text(pattern):
    assert regex(pattern).most is None


@pytest.mark.parametrize(
    ("pattern", "most"),
    [(".*预算.*", 3000), ("^.*预算.*$", 3000), (r"^\d*\.?\d*$", 3000), (r"^(?=.*\d)(?=.*[a-z]).{6,20}$", 3000), (r"^.*a.*b.*$", 208)],
)  # fmt: skip
def test_what_has_as_many_ways_as_a_text_has_characters_is_held_against_short_ones(pattern, most):
    matcher = regex(pattern)
    assert matcher.most == most
    assert regex("^.*a.*$").search("a" * 3000)
    assert not regex("^.*a.*$").search("a" * 3001)


@pytest.mark.parametrize(
    "pattern",
    [
        "^(a+)+$",
        "(a|a)*b",
        "(a|ab|b)*c",
        "(a*)*",
        "(a|b|[ab])*c",
        r"^(.*,){11}P",
        "(a?){40}a{40}",
        "a?" * 30 + "a" * 30,
        r"^(\w+\s?)*$",
        r"([a-z]+)*\d",
        "(x+x+)+y",
        "(.*)*$",
        r"^(\d+|\d+a)*$",
        "(?:(?:){99999}){99999}",
        "((a{0,99}){0,99}){0,99}b",
        r"\d*\d*\d*\d*x",
        "(?=(a+)+b)a",
        "(?!(a|a)*b)c",
        "^((a|b)*(a|c)*)*$",
        "(?:a{0,63}){63}b",
        "(a{2,3}){2,}b",
        r"^(([a-z])+.)+[A-Z]([a-z])+$",
    ],
)
def test_what_explodes_is_refused(pattern):
    with pytest.raises(Unsayable, match=EXPLODES):
        regex(pattern)
    schema = {"properties": {"甲": {"type": "string", "pattern": pattern}}}
    shown = pattern if len(pattern) <= 60 else pattern[:60] + "…"
    found = [str(each) for each in load_schema(json.dumps(schema).encode(), "试.json")[1]]
    assert found == [f"试.json:1:57 F111 schema 的 properties/甲/pattern「{shown}」用不了：{EXPLODES}"]


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [("a" * 10_001, "太长，超过 10000 字"), ("(" * 4000 + "a" + ")" * 4000, "太复杂")],
)
def test_what_is_too_long_or_too_deep_is_refused(pattern, reason):
    with pytest.raises(Unsayable, match=reason):
        regex(pattern)


def test_packaged_and_drafted_patterns_are_accepted():
    found = [part["pattern"] for path in (ROOT / "schemas").glob("*.json") for part in _parts(json.loads(path.read_text("utf8")))]  # fmt: skip
    assert len(found) > 20
    assert {regex(pattern).most for pattern in found} == {None}
    loose = literal_regex("主管部门及代码").pattern
    assert regex(rf"^(?!\s)(?:(?!{loose})[\s\S])*(?<!\s)$").most == 3000


def _parts(part):
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    own = [part] if isinstance(part, dict) and isinstance(part.get("pattern"), str) else []
    return own + [each for one in inner for each in _parts(one)]
