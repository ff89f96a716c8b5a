"""Things floor: tables and rows as they are written (ECMA-376 part 1, 17.4): wrappers, merges, and what a change took out."""

from __future__ import annotations

from lxml import etree

from goalgen.docx import names as n
from goalgen.docx.graphics import alternative

Element = etree._Element

_WRAPPERS = {n.SDT, n.SDT_CONTENT, n.INS, n.MOVE_TO, n.DEL, n.MOVE_FROM, n.CUSTOM_XML, n.SMART_TAG, n.ALTERNATE}
_REMOVED = (n.DEL, n.MOVE_FROM)
_CHANGES = (n.INS, n.MOVE_TO, *_REMOVED)


def children(node: Element, removed: tuple[str, str] = _REMOVED) -> list[Element]:
    """The children of a node with all wrappers taken off; what a change `removed` is left as it is."""
    direct = list(node)
    if _WRAPPERS.isdisjoint([child.tag for child in direct]):
        return direct
    plain: list[Element] = []
    for child in direct:
        if child.tag == n.ALTERNATE:
            branch = alternative(child)
            plain += children(branch, removed) if branch is not None else ()
        elif child.tag in _WRAPPERS and child.tag not in removed:
            plain += children(child, removed)
        else:
            plain.append(child)
    return plain


def all_text(node: Element) -> str:
    """The text of all paragraphs in a node, whatever becomes of it."""
    return "\n".join("".join(p.itertext(n.T, n.DEL_TEXT)) for p in node.iter(n.P)).strip("\n")


def is_removed(tr: Element, removed: tuple[str, str]) -> bool:
    """Whether a change took a row out of the version that is read."""
    return any(next(one.iterchildren(*removed), None) is not None for one in tr.iterchildren(n.TR_PR))


def change_of(tr: Element) -> tuple[str, str]:
    """By whom a row was put in or taken out, and when."""
    change = next((c for one in tr.iterchildren(n.TR_PR) for c in one.iterchildren(*_CHANGES)), tr)
    return change.get(n.AUTHOR, ""), change.get(n.DATE, "")


def is_empty(paragraph: Element) -> bool:
    """Whether a node is a paragraph that shows nothing."""
    return paragraph.tag == n.P and next(paragraph.iter(n.R_, n.O_MATH, n.NUM_PR), None) is None


def extent(tc: Element, *, original: bool) -> tuple[int, bool | None, bool, bool]:
    """How many columns of the grid a cell takes up; whether it goes on with a vertical merge (False: it begins one, None: it is
    in none); whether it is merged into the left cell, or is gone; all in the version that is read."""
    span, covered, right, gone = 1, None, False, False
    absent, merged = (n.CELL_INS, n.V_MERGE_ORIGINAL) if original else (n.CELL_DEL, n.V_MERGE)
    settings = [setting for properties in tc.iterchildren(n.TC_PR) for setting in properties]
    former = [old for setting in settings if original and setting.tag == n.TC_PR_CHANGE for old in setting]
    for setting in [one for old in former for one in old] if former else settings:
        if setting.tag == n.GRID_SPAN:
            span = number(setting, 1)
        elif setting.tag == n.V_MERGE:
            covered = setting.get(n.VAL) != "restart"
        elif setting.tag == n.H_MERGE:
            right = setting.get(n.VAL) != "restart"
    for setting in settings:
        if setting.tag == n.CELL_MERGE:
            covered = {"cont": True, "rest": False}.get(setting.get(merged, ""))
        elif setting.tag == absent:
            gone = True
    return span, covered, right, gone


def number(node: Element, default: int) -> int:
    """The number that a setting gives, in grid columns."""
    value = node.get(n.VAL, "")
    return min(int(value), 1024) if value.isascii() and value.isdigit() and len(value) < 10 else default
