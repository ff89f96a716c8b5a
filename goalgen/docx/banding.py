"""Things floor: the parts of a table that its style may make look otherwise: first rows, bands, corners (ECMA-376 part 1, 17.7.6)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from goalgen.docx import names as n
from goalgen.docx.structure import children, extent
from goalgen.docx.styles import PLAIN, Effect, TableParts, nearest

Element = etree._Element

_BITS = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstColumn": 0x80,
    "lastColumn": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}
_CORNERS = {("firstRow", "firstCol"): "nwCell", ("firstRow", "lastCol"): "neCell", ("lastRow", "firstCol"): "swCell",
            ("lastRow", "lastCol"): "seCell"}  # fmt: skip
_OFF = {"0", "false", "off"}


def effects_by_cell(table: Element, style: TableParts) -> dict[Element, Effect]:
    """What the parts of a style do to the cells of a table, without those that they leave as they are."""
    shown = _shown(table)
    rows = [row for row in children(table) if row.tag == n.TR]
    found: dict[Element, Effect] = {}
    for place, row in enumerate(rows):
        cells = [each for each in children(row) if each.tag == n.TC]
        across = _ends(place, len(rows), "Row", "Row", shown)
        column = 0
        for at, cell in enumerate(cells):
            down = _ends(at, len(cells), "Col", "Column", shown)
            bands = (place - ("firstRow" in shown), column - ("firstColumn" in shown))
            parts = [_CORNERS[row, column] for row in across for column in down] + down + across
            parts += _bands(bands, style, shown)
            look = nearest(style.looks.get(part, PLAIN) for part in [*parts, "wholeTable"])
            if look is not PLAIN:
                found[cell] = look
            column += extent(cell, original=False)[0]
    return found


def _ends(at: int, count: int, part: str, flag: str, shown: set[str]) -> list[str]:
    """Whether a row or a column is the first or the last, and looks so."""
    first, last = at == 0 and f"first{flag}" in shown, at == count - 1 and f"last{flag}" in shown
    return [f"first{part}"] * first + [f"last{part}"] * last


def _bands(place: tuple[int, int], style: TableParts, shown: set[str]) -> Iterator[str]:
    """The bands that a row and a column are in; those before the first band are in none."""
    sizes = (style.rows or 1, style.columns or 1)
    for at, size, kind, off in zip(place, sizes, ("Horz", "Vert"), ("noHBand", "noVBand"), strict=True):
        if off not in shown and at >= 0:
            yield f"band{at // size % 2 + 1}{kind}"


def _shown(table: Element) -> set[str]:
    """What a table takes of its style, and which bands it does not."""
    properties = next(table.iterchildren(n.TBL_PR), None)
    look = next(properties.iterchildren(n.TBL_LOOK), None) if properties is not None else None
    if look is None:
        return set()
    value = look.get(n.VAL, "")
    bits = int(value, 16) if value and len(value) < 9 and set(value) <= set("0123456789abcdefABCDEF") else 0
    said = {name: look.get(f"{n.W}{name}") for name in _BITS}
    return {name for name, bit in _BITS.items() if (bits & bit if said[name] is None else said[name] not in _OFF)}
