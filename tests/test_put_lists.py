"""What a cell that holds a list or an optional part shall say: what stays keeps its spelling, what is new takes its neighbour's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, form
from hypothesis import given
from hypothesis import strategies as st

from goalgen.docx import Cell, Row, open_package
from goalgen.docx.whole import content
from goalgen.form.inline import Inline
from goalgen.form.pattern import Break, CellPattern, Computed, Cond, Literal, Loop, Node, RowPattern, Slot, nodes
from goalgen.ledger import Entry
from goalgen.schema import FieldPath
from goalgen.verbs.put.line import Line
from goalgen.verbs.put.lists import Sides, kept_lines, listed
from goalgen.verbs.read import read

GOAL: FieldPath = ("目标", 0)  # type: ignore[assignment]
GOALS = (
    Loop(("目标",), 0, (Literal("目标"), Computed("loop.index", (), 0), Literal("："), Slot(GOAL, None), Break())),
)
NOTED = (
    Literal("中期目标"),
    Break(),
    Cond(("年份",), (Literal("（"), Slot(("年份",), None, filled=True), Literal("）"), Break())),
)


def told(
    content: tuple[Node, ...], text: str, old: dict[str, Any], new: dict[str, Any], *, fresh: bool = False
) -> list[Line]:
    match = Inline(content).match(text)
    assert match is not None
    holder = Cell(text, 1, 1, None, traced=())  # type: ignore[arg-type]
    return [*listed(holder, content, Entry(None, text, match.claims), Sides({}, old, new, (), ()), fresh=fresh)]  # type: ignore[arg-type]


def goals(text: str, new: list[str], *, fresh: bool = False) -> list[Line]:
    match = Inline(GOALS).match(text)
    assert match is not None
    old = [claim.value for claim in match.claims if isinstance(claim.node, Slot)]
    return told(GOALS, text, {"目标": old}, {"目标": new}, fresh=fresh)


TWO = "目标1:甲甲甲甲\n目标2:乙乙乙乙"


def test_an_item_that_is_removed_takes_its_line_along_and_the_others_are_numbered_anew():
    assert goals(TWO, ["乙乙乙乙"]) == [Line("目标1:乙乙乙乙", 1)]


def test_a_new_item_is_spelt_like_its_neighbour_and_made_like_its_line():
    new = Line("目标2:丙", None, 0)
    assert goals(TWO, ["甲甲甲甲", "丙", "乙乙乙乙"]) == [Line("目标1:甲甲甲甲", 0), new, Line("目标3:乙乙乙乙", 1)]


def test_an_item_in_front_of_all_is_spelt_like_the_first():
    first, *rest = goals(TWO, ["丙", "甲甲甲甲", "乙乙乙乙"])
    assert first == Line("目标1:丙", None, 0)
    assert rest == [Line("目标2:甲甲甲甲", 0), Line("目标3:乙乙乙乙", 1)]


def test_items_that_change_places_stay_the_lines_that_they_are():
    assert goals(TWO, ["乙乙乙乙", "甲甲甲甲"]) == [Line("目标1:乙乙乙乙", 1), Line("目标2:甲甲甲甲", 0)]


def test_a_list_without_items_leaves_one_empty_line():
    assert goals(TWO, []) == [Line("", 0)]


def test_the_first_items_of_a_list_are_spelt_as_the_template_says():
    assert told(GOALS, "", {"目标": []}, {"目标": ["甲", "乙"]}) == [Line("目标1：甲", 0), Line("目标2：乙")]


def test_an_item_of_several_paragraphs_keeps_those_that_stay():
    lines = goals("目标1：甲甲甲\n续续续续\n目标2：乙", ["甲甲甲\n新\n续续续续", "乙"])
    assert lines == [Line("目标1：甲甲甲", 0), Line("新", None, 0), Line("续续续续", 1), Line("目标2：乙", 2)]


def test_a_model_shows_only_how_things_are_spelt():
    assert goals(TWO, ["子", "丑", "寅"], fresh=True) == [
        Line("目标1:子", 0),
        Line("目标2:丑", None, 0),
        Line("目标3:寅", None, 0),
    ]


def test_a_place_that_contradicts_the_value_is_left():
    assert told(GOALS, "目标1：甲", {"目标": ["另"]}, {"目标": ["新"]}) == [Line("目标1：甲", 0)]


@pytest.mark.parametrize(
    ("text", "old", "new", "lines"),
    [
        ("中期目标\n（2022）", "2022", "", [Line("中期目标", 0)]),
        ("中期目标", "", "2023", [Line("中期目标", 0), Line("（2023）")]),
        ("中期目标\n(2022)", "2022", "2023", [Line("中期目标", 0), Line("(2023)", 1)]),
    ],
    ids=["removed", "added", "changed"],
)
def test_an_optional_part_of_a_text_comes_and_goes(text: str, old: str, new: str, lines: list[Line]):
    assert told(NOTED, text, {"年份": old}, {"年份": new}) == lines


def test_lines_stay_what_they_were():
    assert [*kept_lines(["a", "b"], ["x", "a", "c", "d"])] == [("x", None), ("a", 0), ("c", 1), ("d", None)]


WORDS = st.text("甲乙12.", min_size=1, max_size=4)


@given(st.lists(WORDS, max_size=5), st.lists(WORDS, max_size=5))
def test_what_is_written_reads_as_the_new_list(old: list[str], new: list[str]):
    """For every old text and new list: the new text holds the list; where nothing changes it is the old text itself."""
    text = "\n".join(f"目标{number}:{goal}" for number, goal in enumerate(old, 1))
    lines = goals(text, new)
    match = Inline(GOALS).match("\n".join(line.text for line in lines))
    assert match is not None
    assert [claim.value for claim in match.claims if isinstance(claim.node, Slot)] == new
    kept = [line.was for line in lines if line.was is not None]
    assert len(kept) == len(set(kept))
    if old == new:
        assert "\n".join(line.text for line in lines) == text


def lists_of(data: bytes, name: str) -> list[tuple[Cell, CellPattern, Entry, Any]]:
    """The cells of a document that hold a list, traced."""
    package, _ = open_package(data, "")
    assert package is not None
    traced = {block.address(): block for block in content(package, trace=True).blocks if isinstance(block, Row)}
    found = []
    for spec in read(data, "", [form(name)]).specs:
        for one in spec.occurrence.found:
            if isinstance(one.node, RowPattern) and isinstance(one.block, Row):
                cells = traced[one.block.address()].cells
                for pattern, entry, cell in zip(one.node.cells, one.entries, cells, strict=True):
                    if any(isinstance(node, Loop) for node in nodes(pattern.content)):
                        found.append((cell, pattern, entry, spec))
    return found


DOCUMENTS = [
    ROOT / "tests/data/legacy/tianjin-2022.docx",
    *sorted((ROOT / "tests/conformance").glob("*number*.form.docx")),
]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_an_unchanged_value_is_the_unchanged_text_in_documents_that_people_made(path: Path):
    found = lists_of(path.read_bytes(), "tianjin-2022")
    assert found
    for cell, pattern, entry, spec in found:
        lines = listed(cell, pattern.content, entry, Sides(spec.form.schema, spec.value, spec.value, (), ()))
        assert ["\n".join(line.text for line in lines), [line.was for line in lines]] == [
            entry.text,
            [*range(entry.text.count("\n") + 1)],
        ]


def test_a_number_that_word_draws_is_never_typed():
    """The goals of this document have no number in their text: Word counts them."""
    path = ROOT / "tests/conformance/automatic_numbers.form.docx"
    ((cell, pattern, entry, spec),) = [
        each for each in lists_of(path.read_bytes(), "tianjin-2022") if each[0].automatic
    ]
    old = spec.value["绩效目标"]
    new = {**spec.value, "绩效目标": [*old[1:], "新的目标"]}
    lines = listed(cell, pattern.content, entry, Sides(spec.form.schema, spec.value, new, (), ()))
    assert (len(old), lines) == (1, (Line("1.新的目标", 0),))
    both = {**spec.value, "绩效目标": [*old, "新的目标"]}
    lines = listed(cell, pattern.content, entry, Sides(spec.form.schema, spec.value, both, (), ()))
    assert lines == (Line(entry.text, 0), Line("新的目标", None, 0))
