"""Verbs floor, `draft`: a document made what a person sees of it, before its values are looked for; a template shows what it prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from goalgen.docx import Block, Hidden, Package, Row, Veil, content
from goalgen.docx import names as n
from goalgen.docx.looks import Looks, in_capitals
from goalgen.docx.marks import scan
from goalgen.docx.styles import Effect, Styles, read_styles
from goalgen.docx.symbols import FONTS
from goalgen.form.numbers import type_numbers

_VEILS = frozenset((Veil.VANISHED, Veil.WHITE, Veil.TINY, Veil.STRUCK))
_TEXTS = tuple(f"{n.W}{tag}" for tag in ("t", "sym", "tab", "ptab", "cr", "br", "noBreakHyphen", "softHyphen"))
_ORDER = tuple(
    f"{n.W}{tag}"
    for tag in (
        *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow"),
        *("emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern"),
        *("position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign"),
    )
)
"""The order of the properties of a run, as far as those that hide it (ECMA-376 part 1, 17.3.2.28)."""
_TOGGLES = {n.STRIKE: "0", n.DOUBLE_STRIKE: "0", n.VANISH: "0"}
_FLAT = {n.POSITION: "0", n.VERT_ALIGN: "baseline"}
_UNCOVER = {Veil.WHITE: {n.COLOR: "auto"}, Veil.TINY: {n.SIZE: "21"}}


def show(package: Package) -> list[Hidden]:
    """Take out of a document the texts that nobody sees, and type the numbers that Word counts; gives what was taken out.

    A tag has its place in typed text: what a style crosses out or counts stood beside the value otherwise, and not in it.
    """
    seen = content(package, trace=True)
    hidden = [each for each in seen.hidden if each.veil in _VEILS or each.veil is Veil.MERGED]
    marks = scan(package.document, _looks(package))
    _retype(seen.blocks)
    for run in [run for run, veil in marks.muted.items() if veil in _VEILS or veil is Veil.PROMPT]:
        _take_out(run)
    if hidden:
        under = [cell for block in seen.blocks if isinstance(block, Row) for cell in _merged_away(block)]
        for run in [run for cell in under for run in cell.iter(n.R_)]:
            _take_out(run)
    type_numbers(package)
    return hidden


def uncover(package: Package) -> None:
    """Let all that a template prints be seen, whatever its styles hide: the last row, say, of a list that grows."""
    looks = _looks(package)
    if not looks.styles.active and not looks.styles.everywhere:
        return
    for run in package.document.iter(n.R_):
        veil = looks.of_run(run).veil
        if veil in _VEILS or _may_hide(run, looks.styles):
            _set(run, {**_TOGGLES, **_UNCOVER.get(veil, {})} if veil else _TOGGLES)


def _retype(blocks: Sequence[Block]) -> None:
    """Type the texts that look otherwise than they are typed as they are read: raised, in capitals, without spaces at their ends.

    What is drawn in a symbol font stays: the font would draw another sign.
    """
    texts: dict[etree._Element, str] = {}
    for holder in [each for block in blocks for each in (block.cells if isinstance(block, Row) else (block,))]:
        for piece in holder.traced or ():
            if piece.node is not None and piece.node.tag == n.T:
                texts[piece.node] = texts.get(piece.node, "") + piece.text
    for node, text in texts.items():
        run = next(node.iterancestors(n.R_), None)
        old = node.text or ""
        if text == old or run is None or _draws_symbols(run):
            continue
        node.text = text
        if in_capitals(text).strip() != in_capitals(old).strip():
            _set(run, _FLAT)


def _draws_symbols(run: etree._Element) -> bool:
    fonts = run.find(f"{n.R_PR}/{n.R_FONTS}")
    return fonts is not None and (fonts.get(n.ASCII) or fonts.get(n.H_ANSI) or "").lower() in FONTS


def _merged_away(row: Row) -> Iterator[etree._Element]:
    """The cells of a row with a text that a merge hides: with the cell above, or with the one at the left (`w:hMerge`)."""
    own = {cell.node for cell in row.cells}
    yield from (cell.node for cell in row.cells if cell.under)
    yield from (cell for cell in row.node.iterchildren(n.TC) if cell not in own)


def _looks(package: Package) -> Looks:
    return Looks(read_styles(package.tree("styles")))


def _take_out(run: etree._Element) -> None:
    """Take the text out of a run, and the run itself where it holds nothing else (a field begins and ends in runs)."""
    if run.tag != n.R_:
        return
    for child in list(run.iterchildren(*_TEXTS)):
        run.remove(child)
    parent = run.getparent()
    if parent is not None and all(child.tag == n.R_PR for child in run):
        parent.remove(run)


def _may_hide(run: etree._Element, styles: Styles) -> bool:
    """Whether the style of the table around a run hides some of its rows or columns."""
    table = next(run.iterancestors(n.TBL), None)
    named = table.find(f"{n.TBL_PR}/{n.TBL_STYLE}") if table is not None else None
    parts = styles.parts.get(named.get(n.VAL, "")) if named is not None else None
    return parts is not None and any(map(_hides, parts.looks.values()))


def _hides(effect: Effect) -> bool:
    return bool(effect.strike or effect.double or effect.vanish)


def _set(run: etree._Element, settings: dict[str, str]) -> None:
    """Set properties of a run, each in its place."""
    properties = run.find(n.R_PR)
    if properties is None:
        properties = etree.Element(n.R_PR)
        run.insert(0, properties)
    for name, value in settings.items():
        for old in properties.findall(name):
            properties.remove(old)
        before: Sequence[str] = _ORDER[: _ORDER.index(name)]
        properties.insert(sum(1 for _ in _among(properties, before)), etree.Element(name, {n.VAL: value}))


def _among(properties: etree._Element, names: Sequence[str]) -> Iterator[etree._Element]:
    return (child for child in properties if child.tag in names)
