"""Reading a Word file takes work in proportion to its size, however it was made: the calls are counted, no time is taken.

What C does by itself is not seen so; `bench/bad_files.py` times the same shapes at doubling sizes.
"""

from __future__ import annotations

import sys
from typing import Any

import pytest
from conftest import form
from hostile_word import SHAPES, made

from goalgen.verbs.read import Reading, read

pytestmark = pytest.mark.slow

STEP = 50
QUICK = {
    "long numbers of many levels", "levels without end", "lists linked in a ring", "styles based on each other", "styles in a ring",
    "deletions", "insertions and deletions", "fields that do not end", "fields open over paragraphs", "texts in a run", "white runs",
    "struck runs", "prompts of one control", "bound controls", "comments", "parts that are not there", "text boxes in each other",
}  # fmt: skip


def counted(data: bytes) -> tuple[Reading, int]:
    """What is read, and how many calls it took."""
    calls = 0
    usual = form("tianjin-2022")

    def count(_frame: Any, event: str, _arg: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        return read(data, "大.docx", [usual]), calls
    finally:
        sys.setprofile(None)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in QUICK else pytest.mark.slow) for name in SHAPES]
)
def test_work_grows_with_the_size(name):
    """A shape that cannot be read would show nothing: each is opened, and grows."""
    files = [made(SHAPES[name](STEP * times)) for times in (1, 2, 3)]
    assert len(files[0]) < len(files[1]) < len(files[2])
    read(files[0], "大.docx", [form("tianjin-2022")])  # what is done once is not counted
    assert not QUICK - set(SHAPES)
    readings, counts = zip(*map(counted, files), strict=True)
    assert [problem for reading in readings for problem in reading.problems if problem.code == "R101"] == []
    first, second = counts[1] - counts[0], counts[2] - counts[1]
    assert second <= 1.25 * first + 300, counts
