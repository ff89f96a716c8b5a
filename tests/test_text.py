"""Edits of a text: what is not in their spans stays, and those at one place keep their order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goalgen.text import Edit, Span, apply_edits, changed_lines, in_order


def at(start: int, end: int, text: str) -> Edit:
    return Edit(Span(start, end), text)


def test_edits_at_one_offset_keep_their_order():
    edits = [at(3, 3, "丙"), at(1, 1, "乙"), at(1, 1, "甲"), at(1, 2, "丁"), at(1, 1, "")]
    assert apply_edits("一二三", edits) == "一乙甲丁三丙"
    assert in_order(edits) == [at(1, 1, "乙"), at(1, 1, "甲"), at(1, 1, ""), at(1, 2, "丁"), at(3, 3, "丙")]


def test_edits_that_overlap_are_refused():
    with pytest.raises(ValueError, match="edits overlap at 1"):
        apply_edits("一二三", [at(0, 2, "x"), at(1, 3, "y")])
    with pytest.raises(ValueError, match="edits overlap at 1"):
        apply_edits("一二三", [at(0, 2, "x"), at(1, 1, "y")])


@given(
    st.lists(st.tuples(st.text(max_size=2), st.lists(st.text(max_size=2), max_size=3), st.text(max_size=2) | st.none()))
)
def test_edits_leave_everything_else(parts):
    """Each part of a text: what stays, what is put in behind it, and what replaces the mark that follows."""
    text, expected, edits = "", "", []
    for stays, put, instead in parts:
        text, expected = text + stays, expected + stays + "".join(put)
        edits += [at(len(text), len(text), new) for new in put]
        if instead is not None:
            edits.append(at(len(text), len(text) + 1, instead))
        text, expected = text + "|", expected + ("|" if instead is None else instead)
    assert apply_edits(text, edits) == expected


LINES = st.lists(st.sampled_from(["甲\n", "乙\n", "丙\n", "丁\n", "\n", "戊"]), max_size=9).map("".join)


@given(LINES, LINES)
def test_the_changed_lines_of_a_text_make_the_other(old, new):
    edits = list(changed_lines(old, new))
    assert apply_edits(old, edits) == new
    assert all(old[edit.span.start : edit.span.end] != edit.text for edit in edits)


def test_only_changed_lines_are_edited():
    old = "甲\n\n乙\n\n丙\n\n丁\n"
    assert list(changed_lines(old, old)) == []
    assert list(changed_lines(old, old.replace("乙\n", "己\n").replace("丁", "庚\n辛"))) == [
        at(3, 5, "己\n"),
        at(9, 11, "庚\n辛\n"),
    ]
    assert list(changed_lines(old, old.replace("\n\n乙", "\n乙"))) == [at(2, 3, "")]
