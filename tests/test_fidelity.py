"""The page on what put changes, keeps and refuses says what was measured, and what was measured is so."""

from __future__ import annotations

import constructs_layout  # noqa: F401
import constructs_looks  # noqa: F401
import constructs_text  # noqa: F401
import pytest
from constructs import CONSTRUCTS
from tools.fidelity_page import DONE, FILE, LABELS

LINES = FILE.read_text("utf-8").splitlines()
PARTS = 14
"""So many tests share the work of measuring."""


def test_every_construct_is_named_and_measured():
    assert sorted(LABELS) == sorted(CONSTRUCTS) == [line.split("\t")[0] for line in LINES]


def test_what_says_the_same_is_put_back_byte_for_byte():
    """Law L3, for every construct that is read at all."""
    assert {line.split("\t")[1] for line in LINES if "不读" not in line} == {DONE}


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_what_was_measured_is_so(part: int):
    from tools.fidelity import measured

    assert [str(measured(line.split("\t")[0])) for line in LINES[part::PARTS]] == LINES[part::PARTS]
