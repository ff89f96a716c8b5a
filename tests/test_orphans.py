"""Vertical merges without a beginning: what goes on with nothing is a cell of its own (law L13 too: quick and slow alike)."""

from __future__ import annotations

import pytest
from documents import document, edit

from goalgen.docx import Revisions, Row, content, open_package

BEGINS, GOES_ON, ALONE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", ""
WIDE = '<w:gridSpan w:val="2"/>'


def columns(rows: list[list[tuple[str, str]]], revisions: Revisions = Revisions.FINAL) -> list[str]:
    """The rows of a table of cells with their properties: `^` is a cell merged away, `?` one that goes on with nothing."""
    cells = (
        "".join(f"<w:tc><w:tcPr>{how}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text, how in row)
        for row in rows
    )
    table = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
    package = open_package(edit(document([["甲"]]), "<w:tr>.*</w:tr>", table), "")[0]
    assert package is not None
    seen = []
    for quick in (True, False):
        held = content(package, revisions, quick=quick)
        assert held.hidden == []
        rows_seen = [block.cells for block in held.blocks if isinstance(block, Row)]
        seen.append(
            ["|".join("^" if cell.origin else cell.text + "?" * cell.orphan for cell in row) for row in rows_seen]
        )
    assert seen[0] == seen[1]
    return seen[0]


@pytest.mark.parametrize(
    ("rows", "seen"),
    [
        ([[("头", ALONE)], [("", GOES_ON)], [("", GOES_ON)]], ["头", "?", "?"]),
        ([[("头", ALONE)], [("子", GOES_ON)], [("丑", GOES_ON)]], ["头", "子?", "丑?"]),
        ([[("子", GOES_ON)], [("", GOES_ON)]], ["子?", "?"]),
        ([[("子", BEGINS)], [("", GOES_ON)], [("", '<w:vMerge w:val="continue"/>')]], ["子", "^", "^"]),
        ([[("子", BEGINS)], [("丑", ALONE)], [("寅", GOES_ON)]], ["子", "丑", "寅?"]),
        ([[("子", BEGINS)], [("丑", BEGINS)], [("", GOES_ON)]], ["子", "丑", "^"]),
        ([[("子", ALONE), ("丑", BEGINS)], [("寅", WIDE)], [("卯", ALONE), ("辰", GOES_ON)]], ["子|丑", "寅", "卯|辰?"]),
        ([[("头", ALONE), ("头", ALONE)], [("子", GOES_ON), ("丑", BEGINS)], [("寅", GOES_ON), ("", GOES_ON)]],
         ["头|头", "子?|丑", "寅?|^"]),
    ],
)  # fmt: skip
def test_what_goes_on_with_nothing_is_a_cell_of_its_own(rows, seen):
    assert columns(rows) == seen
    assert columns(rows, Revisions.ORIGINAL) == seen
