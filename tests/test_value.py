"""The meaning under a value's exact text: what real cells come to, and what holds for every text."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ROOT, specs_in
from hypothesis import given
from hypothesis import strategies as st

from goalgen.value import Date, PartKind, ValueKind, operator_of, parse, unit_kind
from goalgen.value.parts import number
from goalgen.value.tables import scanner

BOOK = ROOT / "specs" / "331201" / "2022"


def told(text: str) -> str:
    """What a text comes to, in one line."""
    value = parse(text)
    dates = ["-".join(str(part) for part in date if part) for date in value.dates]
    before = "前" if value.dates and value.before else ""
    numbers = ("~" if value.is_range else "+").join(map(str, value.numbers))
    parts = (value.period, value.operator, numbers, value.unit, *dates, before)
    return " ".join([str(value.kind), *(part for part in parts if part)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("≥2万人次", "定量 ≥ 2 万人次"),
        ("2022年12月底前", "日期 2022-12 前"),
        ("不少于300人次", "定量 ≥ 300 人次"),
        ("≤90万", "定量 ≤ 90 万"),
        ("=100.00(%)", "定量 = 100.00 (%)"),
        ("10-20家", "定量 10~20 家"),
        ("异议次数≤1", "定性含数 ≤ 1"),
        ("≥95百分比", "定量 ≥ 95 百分比"),
        ("≥99百分之", "定量 ≥ 99 百分之"),
        ("≤12月 ", "日期 ≤ 12 前"),
        ("不晚于12月", "日期 ≤ 12 前"),
        ("2022年年底前完成", "日期 2022 前"),
        ("2022年12月31日前完成。 ", "日期 2022-12-31 前"),
        ("2022年12月31日", "日期 2022-12-31"),
        ("2022年", "日期 2022"),
        ("1年", "定量 1 年"),
        ("100%", "定量 100 %"),
        ("≥１０场次", "定量 ≥ 10 场次"),
        (">=85", "定量 ≥ 85"),
        ("﹦100%", "定量 = 100 %"),
        ("30家以上", "定量 ≥ 30 家"),
        ("每月1次", "定量 每月 1 次"),
        ("≤1,299.00万元", "定量 ≤ 1299.00 万元"),
        ("2023.07-2024.01", "日期 2023-7 2024-1"),
        ("2022年1月至2022年12月", "日期 2022-1 2022-12"),
        ("围绕2个层级、6个维度开展跟踪分析", "定性含数 2+6 个"),
        ("按进度要求", "定性"),
        ("《意见》", "定性"),
        ("24小时内回复", "定性含数 24 小时"),
        ("5m", "定量 5 m"),
        ("≥5 km以上", "定量 ≥ 5 km"),
        ("5mm", "定量 5 mm"),
        ("5kmm", "定性含数 5"),
        ("5kmh", "定性含数 5"),
        ("5米m", "定性含数 5 米"),
        (" ", "空"),
        ("", "空"),
    ],
)
def test_what_a_cell_comes_to(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("≤90万", 900000),
        ("≤43.5万元", 435000),
        ("≤500元", 500),
        ("≤2亿元", 200000000),
        ("≤500元/人", None),
        ("≤5人", None),
    ],
)
def test_money_is_told_in_yuan(text, yuan):
    assert parse(text).money == yuan


def test_numbers_are_decimal_and_keep_their_digits():
    value = parse("≤0.10万元")
    assert [str(each) for each in value.numbers] == ["0.10"]
    assert value.money == Decimal(1000)
    assert number("１，２００．５０") == Decimal("1200.50")


def test_parts_point_at_their_characters():
    text = "≥ 95.5 %。"
    assert [(part.kind, text[part.start : part.end]) for part in parse(text).parts] == [
        (PartKind.OPERATOR, "≥"),
        (PartKind.SPACE, " "),
        (PartKind.NUMBER, "95.5"),
        (PartKind.SPACE, " "),
        (PartKind.UNIT, "%"),
        (PartKind.END, "。"),
    ]


def test_the_tables():
    assert [operator_of(sign) for sign in ("至少", "﹦", "以内", "约")] == ["≥", "=", "≤", ""]
    assert [unit_kind(unit) for unit in ("％", "万元", "家次", "度", "瓩")] == [
        "percent",
        "money",
        "organisation",
        "power",
        "",
    ]
    assert parse("12月5日前").dates == [Date(0, 12, 5)]


def test_the_values_of_the_seed_are_of_these_kinds():
    kinds: dict[ValueKind, int] = {}
    for spec in specs_in(Path(BOOK)):
        for row in spec.value["绩效指标"]:
            kind = parse(row["指标值"]).kind
            kinds[kind] = kinds.get(kind, 0) + 1
    assert kinds == {ValueKind.NUMBER: 88, ValueKind.DATE: 15, ValueKind.WORDS: 35, ValueKind.MIXED: 3}


PIECES = [
    "≥",
    ">=",
    "不少于",
    "10",
    "１２",
    ".",
    ",",
    "2022年",
    "12月",
    "31日",
    "底前",
    "完成",
    "。",
    "%",
    "百分比",
    "万元",
    "家",
]
PIECES += ["-", "至", " ", "\n", "《", "异议", "每月", "以上", "(", "%)", "٣", "²"]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_every_text_has_parts_that_tile_it(text):
    value = parse(text)
    assert "".join(part.text for part in value.parts) == text
    assert [part.start for part in value.parts] == [0, *(part.end for part in value.parts)][: len(value.parts)]
    assert all(part.text == text[part.start : part.end] and part.text for part in value.parts)
    assert isinstance(value.kind, ValueKind)
    assert all(each.is_finite() for each in value.numbers)
    assert value.money is None or value.money.is_finite()
    assert len(value.dates) == len(value.of(PartKind.DATE))
    assert value.is_range in (True, False)
    assert value.before in (True, False)


LETTERS = st.sampled_from(
    [*"年底月日本当内≥≤=<>不少于超过019.，,％%万元/人次每季度 　٣前完成以上至-。；\nab", "2022年", "当年底", "控制在"]
)


@given(st.lists(LETTERS, max_size=14).map("".join))
def test_words_are_taken_together_as_far_as_nothing_else_can_begin(text):
    together = parse.__wrapped__(text)
    singly = re.compile(re.sub(r"\(\?P<words>.*\)", "(?P<words>.)", scanner().pattern), re.DOTALL)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("goalgen.value.parts.scanner", lambda: singly)
        assert parse.__wrapped__(text) == together


def test_three_hundred_values_come_to_what_a_person_reads_in_them():
    lines = (ROOT / "tests/data/values/told.txt").read_text("utf-8").splitlines()[1:]
    said = [(line[1 : line.rindex("」")], line[line.rindex("」") + 2 :]) for line in lines]
    assert len(said) >= 300
    assert [(text, told(text)) for text, _ in said] == said
