"""Law L9: a document with tracked changes reads as the one in which LibreOffice accepted, or rejected, all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import form
from documents import document, edit

from goalgen.docx import Revisions, Row, content, open_package
from goalgen.verbs.read import Reading, read

FOLDER = Path(__file__).parent / "data/revisions"
NAMES = sorted(path.stem for path in FOLDER.glob("*.docx") if path.name.count(".") == 1)
FORM = "tianjin-2022"


def reading(name: str, revisions: Revisions = Revisions.FINAL) -> Reading:
    return read((FOLDER / name).read_bytes(), name, [form(FORM)], {"年度": "2022"}, revisions)


def trimmed(value: Any) -> Any:
    """Without the spaces at the edges of paragraphs, which LibreOffice does not keep, nor empty ones after the last."""
    if isinstance(value, dict):
        return {key: trimmed(part) for key, part in value.items()}
    if isinstance(value, list):
        return [trimmed(part) for part in value]
    return "\n".join(line.strip() for line in value.split("\n"))


def specs(reading: Reading) -> list[Any]:
    return [trimmed(spec.value) for spec in reading.specs]


def texts(name: str, revisions: Revisions = Revisions.FINAL) -> list[list[str]]:
    """The texts of all rows and paragraphs, but for blank paragraphs and the spaces at the edges of lines."""
    package, _ = open_package((FOLDER / name).read_bytes(), name)
    assert package is not None
    blocks = content(package, revisions).blocks
    rows = [[cell.text for cell in block.cells] if isinstance(block, Row) else [block.text] for block in blocks]
    return [row for row in ([trimmed(text).strip() for text in row] for row in rows) if row != [""]]


@pytest.mark.parametrize("name", NAMES)
def test_L9_the_final_version_is_that_with_all_changes_accepted(name):
    assert specs(reading(f"{name}.docx")) == specs(reading(f"{name}.accepted.docx")) != []
    assert texts(f"{name}.docx") == texts(f"{name}.accepted.docx")


@pytest.mark.parametrize("name", NAMES)
def test_L9_the_original_is_that_with_all_changes_rejected(name):
    assert specs(reading(f"{name}.docx", Revisions.ORIGINAL)) == specs(reading(f"{name}.rejected.docx"))
    assert texts(f"{name}.docx", Revisions.ORIGINAL) == texts(f"{name}.rejected.docx")


CHANGE = 'w:id="9" w:author="张三"'


@pytest.mark.parametrize(
    ("properties", "final", "original"),
    [
        (f'<w:cellMerge {CHANGE} w:vMerge="cont"/>', "^", "乙"),
        (f'<w:cellMerge {CHANGE} w:vMerge="rest" w:vMergeOrig="cont"/>', "乙", "^"),
        (f'<w:vMerge/><w:cellMerge {CHANGE} w:vMergeOrig="cont"/>', "乙", "^"),
        (f"<w:tcPrChange {CHANGE}><w:tcPr><w:vMerge/></w:tcPr></w:tcPrChange>", "乙", "^"),
        (f"<w:vMerge/><w:tcPrChange {CHANGE}><w:tcPr/></w:tcPrChange>", "^", "乙"),
    ],
)
def test_L9_merges_that_were_tracked(properties, final, original):
    """Tracked merges (ECMA-376 part 1, 17.13.5.3), which LibreOffice does not know, and former properties of a cell."""
    data = edit(
        document([["甲"], ["乙"]]),
        "<w:tcPr></w:tcPr>(.*)<w:tcPr></w:tcPr>",
        rf'<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>\1<w:tcPr>{properties}</w:tcPr>',
    )
    package, _ = open_package(data, "")
    assert package is not None

    def below(revisions: Revisions) -> str:
        row = content(package, revisions).blocks[1]
        assert isinstance(row, Row)
        return "^" if row.cells[0].origin else row.cells[0].text

    assert (below(Revisions.FINAL), below(Revisions.ORIGINAL)) == (final, original)
