"""Law L13 for specs: what is read without a YAML parser is read as the parser reads it, and there is nothing to be said of it."""

from __future__ import annotations

import pytest
from conftest import ROOT
from hypothesis import example, given, settings
from hypothesis import strategies as st

from goalgen.rules import g603_unbalanced as unbalanced
from goalgen.spec import dump, load
from goalgen.spec.compose import composed
from goalgen.spec.plain import plain
from goalgen.text import Source
from goalgen.view import Project

SEED = [path.read_text("utf-8") for path in sorted((ROOT / "specs/331201/2022").glob("*.yaml"))]
KEYS = [
    "项目名称",
    "指标值",
    "a",
    "y",
    "null",
    "Key_1",
    "_",
    "1",
    "预算数（万元）",
    "甲 乙",
    "<<",
    "=",
    '"甲"',
    "甲：",
    "“甲”",
]
TEXTS = [
    "乙", "≥10场次", "<2018-2022年>", "12:30", "甲: 乙", "甲:", "甲 :乙", "甲 : 乙", "甲  乙", "-5", "- 乙", "?", "? 乙", "null", "~",
    "“乙”", "“乙”丙", "甲“乙”", "”乙", '"乙"', '" "', '""', "'乙'", "'乙''丙'", '"乙" 丙', '"乙\\n丙"', "'", '"', "[甲]", "{甲}", "甲[乙]",
    "|", ">", "|-", "!a", "&a 乙", "*a", "%", "@", "`", "乙 # 丙", "乙#丙", "#", " 乙", "乙 ", "\u3000乙", "乙\u3000", "\t乙", "乙\t丙",
    "甲：乙", "项目名称：乙", "1e3", "0x1F", "0331201", "2022-01-01", "...", "---", "——", "…", "甲\u200b", "甲\u3164", "\u115f", "𠮷", "甲\xa0", "\x7f", "\x85", "\u2028",
]  # fmt: skip
LEADS = ["", "- ", "  ", "-", " ", "   ", "- - ", "\t", "  - ", "\u3000"]
ENDS = ["\n", "\n\n", "\r\n", " \n", "", "\n---\n", "\n...\n", "\n  接着\n"]
LINE = st.one_of(
    st.builds("{}{}: {}{}".format, st.sampled_from(LEADS), *map(st.sampled_from, (KEYS, TEXTS, ["\n", "\n", "\n", *ENDS]))),
    st.builds("{}{}:{}".format, st.sampled_from(LEADS), *map(st.sampled_from, (KEYS, ["\n", "\n", *ENDS]))),
    st.builds("{}{}{}".format, st.sampled_from(LEADS), *map(st.sampled_from, (TEXTS, ["\n", "\n", *ENDS]))),
)  # fmt: skip


def holds(text):
    """The law, for one text; gives whether it was read quickly."""
    found = plain(text)
    if found is None:
        return False
    spec, problems = composed(Source("例", text))
    assert spec is not None
    assert (found.value, problems) == (spec.value, [])
    assert [*found.values.items()] == [*spec.values.items()]
    assert [*found.keys.items()] == [*spec.keys.items()]
    return True


def test_most_specs_of_the_seed_are_read_quickly():
    assert [holds(text) for text in SEED].count(True) == 17


@given(st.lists(LINE, min_size=1, max_size=8).map("".join))
@example("甲:\n- 乙: 丙\n  丁: 戊\n- 乙: 丙\n己: 庚\n")
@example("甲:\n- 乙: 丙\n- 丁\n")
@example("甲:\n- 乙\n  丁: 戊\n")
@example("甲:\n乙: 丙\n")
@example("甲: 乙\n甲: 丙\n")
@example("甲: 乙\n  丁: 戊\n")
def test_any_lines(text):
    holds(text)


@given(st.sampled_from(SEED), st.data())
def test_the_seed_with_a_place_changed(text, data):
    at = data.draw(st.integers(0, len(text)))
    gone = data.draw(st.integers(0, 3))
    new = data.draw(st.one_of(st.text(max_size=3), st.sampled_from([*TEXTS, *KEYS, *ENDS, *LEADS, ": ", ":", "- "])))
    holds(text[:at] + new + text[at + gone :])


@given(st.text("甲乙a1:- \n\"'“”#\\,[]{}&*!|>%@`？：（", max_size=30).map(lambda text: f"甲: {text}\n"))
@settings(max_examples=200)
def test_any_characters(text):
    holds(text)


MARKED = st.text('（）()“”「」『』‘’"《》[]［］【】1,，a\n甲', max_size=8)


@given(st.lists(MARKED, max_size=3), MARKED, MARKED)
def test_marks_that_are_looked_at_quickly_are_those_looked_at_one_by_one(goals, name, use):
    spec, _ = load(Source("例", dump({"项目名称": name, "资金用途": use, "绩效目标": goals})))
    told = [list(unbalanced.check(Project(spec)))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unbalanced, "_all_paired", lambda text: False)
        patch.setattr(unbalanced, "_is_paired", lambda text: not unbalanced._MARKS.search(text))
        told.append(list(unbalanced.check(Project(spec))))
    quick, slow = ([(each.field.path, each.sentence, each.chars) for each in found] for found in told)
    assert quick == slow
