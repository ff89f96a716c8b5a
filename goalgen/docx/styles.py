"""Things floor: what a style does to the text itself: hides, whitens, strikes, raises, numbers it, shades what is behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from lxml import etree

from goalgen.docx import names as n

Element = etree._Element
WHITE = "FFFFFF"
_OFF = {"0", "false", "off"}


class Effect(NamedTuple):
    """What run properties say of the look of a text; None is nothing, any other false value takes a look away."""

    strike: bool | None = None
    vanish: bool | None = None
    caps: bool | None = None
    small_caps: bool | None = None
    double: bool | None = None
    white: bool | None = None
    tiny: bool | None = None
    """too small for anybody to see: 2 points at most"""
    vertical: str | None = None
    """superscript, subscript or ""."""
    moved: int | None = None
    """up (1) or down (-1) by some points"""
    brackets: str | None = None
    """what stands around two lines in one: round, square, angle, curly or ""."""


TOGGLES = 4
"""So many of the first effects are taken from each other by styles that both have them (17.7.3)."""
PLAIN = Effect()


class TableParts(NamedTuple):
    """What a style of tables does to some of their rows and columns (`w:tblStylePr`), by its name for them."""

    looks: Mapping[str, Effect] = MappingProxyType({})
    rows: int = 0
    """how many rows make a band; 0 is not said: one"""
    columns: int = 0


PARTS = {"wholeTable", "firstRow", "lastRow", "firstCol", "lastCol", "nwCell", "neCell", "swCell", "seCell", "band1Horz",
         "band2Horz", "band1Vert", "band2Vert"}  # fmt: skip
"""The names of these parts."""


class Styles(NamedTuple):
    """Styles by id. `numbered` gives numId and level; `effects` only those that have one or take one away."""

    shaded: frozenset[str] = frozenset()
    numbered: Mapping[str, tuple[str, int | None]] = MappingProxyType({})
    effects: Mapping[str, Effect] = MappingProxyType({})
    parts: Mapping[str, TableParts] = MappingProxyType({})
    """of the styles of tables that make some rows and columns look otherwise"""
    active: frozenset[str] = frozenset()
    """the styles that have an effect anywhere"""
    defaults: Effect = PLAIN
    """of the whole document"""
    normal: str = ""
    """the style of a paragraph that names none"""

    @property
    def everywhere(self) -> bool:
        """Whether a run has an effect that neither it nor its paragraph names."""
        return any(self.defaults) or self.normal in self.active


def is_on(setting: Element) -> bool:
    """Whether a toggle such as `w:vanish` is set."""
    return setting.get(n.VAL, "1") not in _OFF


def effect_of(properties: Iterable[Element] | None) -> Effect:
    """What run properties (`w:rPr`) themselves say."""
    said: dict[str, Any] = {}
    for setting in properties if properties is not None else ():
        if (how := _SETTINGS.get(setting.tag)) is not None:
            name, meaning = how
            said[name] = meaning(setting)
    return Effect(**said) if said else PLAIN


def _tiny(setting: Element) -> bool:
    """Whether a size, in half points, is too small."""
    value = setting.get(n.VAL, "")
    return value.isascii() and value.isdigit() and len(value) < 2 and int(value) <= 4


def _moved(setting: Element) -> int:
    value = setting.get(n.VAL, "0")
    return 0 if not value.strip("+-0.pt") else -1 if value.startswith("-") else 1


def _brackets(setting: Element) -> str:
    combined = setting.get(n.COMBINE, "0") not in _OFF
    return setting.get(n.COMBINE_BRACKETS, "").removeprefix("none") if combined else ""


_SETTINGS: Mapping[object, tuple[str, Callable[[Element], object]]] = {
    n.STRIKE: ("strike", is_on),
    n.VANISH: ("vanish", is_on),
    n.CAPS: ("caps", is_on),
    n.SMALL_CAPS: ("small_caps", is_on),
    n.DOUBLE_STRIKE: ("double", is_on),
    n.COLOR: ("white", lambda setting: setting.get(n.VAL, "").upper() == WHITE),
    n.SIZE: ("tiny", _tiny),
    n.VERT_ALIGN: ("vertical", lambda setting: setting.get(n.VAL, "").removeprefix("baseline")),
    n.POSITION: ("moved", _moved),
    n.EAST_ASIAN_LAYOUT: ("brackets", _brackets),
}


def is_shade(setting: Element) -> bool:
    """Whether a `w:shd` or `w:highlight` paints a background on which white can be read."""
    if setting.tag == n.HIGHLIGHT:
        return setting.get(n.VAL, "none") not in ("none", "white")
    fill, pattern = setting.get(n.FILL, "auto").upper(), setting.get(n.VAL, "clear")
    return fill not in ("AUTO", "", WHITE) or pattern not in ("clear", "nil")


_MATTER = (b":VANISH", b":NUMPR", b":SHD", b"FFFFFF", b"STRIKE", b":VERTALIGN", b":POSITION", b":CAPS", b":SMALLCAPS",
           b":EASTASIANLAYOUT")  # fmt: skip
TINY = re.compile(rb"""<w:sz\s[^>]*val\s*=\s*["'][0-4]["']""")
"""A text that is too small, in a part that is written as most are."""
_ID = re.compile(rb'w:styleId="([^"]+)"')
_TAG = re.compile(rb"<[^>]*>")


def may_matter(styling: bytes, raw: bytes) -> bool:
    """Whether a styles part may do anything to the text of a document part, as far as their bytes tell: next to no document
    has such a style, but for one that makes blank paragraphs small."""
    upper = styling.upper()
    if b"<W:STYLE" not in upper or any(mark in upper for mark in _MATTER):
        return True
    if not TINY.search(styling):
        return False
    small = [part for part in styling.split(b"<w:style ") if TINY.search(part)]
    names = [_ID.search(part.partition(b">")[0]) for part in small]
    return not all(name and _is_blank(name[1], styling, raw) for name in names)


def _is_blank(style: bytes, styling: bytes, raw: bytes) -> bool:
    """Whether a style stands under no other, and nothing can be seen of its paragraphs."""
    if styling.count(style) - styling.count(b'<w:name w:val="%b"' % style) != 1:
        return False
    for match in re.finditer(re.escape(style), raw):
        start, end = match.span()
        if raw[start - 17 : start] != b'<w:pStyle w:val="' or raw[end : end + 3] != b'"/>':
            return False
        if _TAG.sub(b"", raw[end + 3 : raw.find(b"</w:p>", end)]).strip():
            return False
    return True


class _Said(NamedTuple):
    """What a style says, of itself or with all that it is based on; None is nothing."""

    numbered: tuple[str, int | None] | None = None
    shaded: bool | None = None
    effect: Effect = PLAIN
    parts: TableParts = TableParts()


def read_styles(tree: Element | None) -> Styles:
    """The styles of a styles part that touch the text, inheritance followed."""
    if tree is None:
        return Styles()
    nodes = {node.get(f"{n.W}styleId", ""): node for node in tree.iterchildren(f"{n.W}style")}
    said = _inherited(nodes)
    return Styles(
        frozenset(name for name, one in said.items() if one.shaded),
        {name: one.numbered for name, one in said.items() if one.numbered is not None},
        {name: one.effect for name, one in said.items() if one.effect != PLAIN},
        {name: one.parts for name, one in said.items() if one.parts.looks},
        frozenset(name for name, one in said.items() if any(one.effect) or any(map(any, one.parts.looks.values()))),
        nearest(_effect(node) for node in tree.iter(f"{n.W}rPrDefault")),
        next((name for name, node in nodes.items() if _is_normal(node)), ""),
    )


def nearest(said: Iterable[Effect]) -> Effect:
    """Of each effect what is said of it first."""
    found = [one for one in said if one is not PLAIN]
    if len(found) < 2:
        return found[0] if found else PLAIN
    first = (next((one[kind] for one in found if one[kind] is not None), None) for kind in range(len(PLAIN)))
    return Effect(*first)  # type: ignore[arg-type]


def _inherited(nodes: Mapping[str, Element]) -> dict[str, _Said]:
    """What each style says with all that it is based on, each looked at once or twice; a chain that turns goes round once."""
    own = {name: _own(node) for name, node in nodes.items()}
    base = {name: _base(node) for name, node in nodes.items()}
    whole: dict[str, _Said] = {}
    for name in nodes:
        line: dict[str, int] = {}
        while name in nodes and name not in whole and name not in line:
            line[name] = len(line)
            name = base[name]
        names = list(line)
        if name in line:
            ring = names[line[name] :]
            for each in reversed(ring):
                whole[name] = _over(own[each], whole.get(name, _Said()))
        for each in reversed(names):
            if each not in whole:
                whole[each] = _over(own[each], whole.get(base[each], _Said()))
    return whole


def _over(own: _Said, base: _Said) -> _Said:
    """What a style says before what it is based on: the nearest counts, but any shade shades."""
    return _Said(
        base.numbered if own.numbered is None else own.numbered,
        own.shaded or base.shaded,
        nearest([own.effect, base.effect]),
        _parts_over(own.parts, base.parts) if base.parts.looks else own.parts,
    )


def _parts_over(own: TableParts, base: TableParts) -> TableParts:
    looks = {name: nearest([own.looks.get(name, PLAIN), look]) for name, look in base.looks.items()}
    return TableParts({**own.looks, **looks}, own.rows or base.rows, own.columns or base.columns)


def _own(node: Element) -> _Said:
    """What a style itself says."""
    return _Said(
        next((_numbered(one) for one in node.iter(n.NUM_PR)), None),
        any(map(is_shade, node.iter(n.SHADING))) or None,
        _effect(node),
        _parts(node) if node.get(n.TYPE) == "table" else TableParts(),
    )


def _numbered(setting: Element) -> tuple[str, int | None]:
    number = next((child.get(n.VAL, "") for child in setting.iterchildren(n.NUM_ID)), "")
    level = next((child.get(n.VAL, "") for child in setting.iterchildren(n.I_LVL)), "")
    return number, int(level) if level.isascii() and level.isdigit() and len(level) < 4 else None


def _parts(node: Element) -> TableParts:
    """The parts of tables that a style looks at by themselves. Of part names there are few: others are nobody's."""
    looks = {part.get(n.TYPE, ""): _effect(part) for part in node.iterchildren(n.TBL_STYLE_PR)}
    sizes = {size.tag: size.get(n.VAL, "") for one in node.iterchildren(n.TBL_PR) for size in one}
    rows, columns = (
        int(size) if size.isascii() and size.isdigit() and len(size) < 5 else 0
        for size in (sizes.get(n.ROW_BAND, ""), sizes.get(n.COLUMN_BAND, ""))
    )
    return TableParts({name: look for name, look in looks.items() if name in PARTS and look != PLAIN}, rows, columns)


def _effect(node: Element) -> Effect:
    return effect_of(next(node.iterchildren(n.R_PR), None))


def _base(node: Element) -> str:
    return next((base.get(n.VAL, "") for base in node.iterchildren(f"{n.W}basedOn")), "")


def _is_normal(node: Element) -> bool:
    return node.get(n.TYPE) == "paragraph" and node.get(f"{n.W}default", "0") not in _OFF
