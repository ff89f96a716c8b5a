"""Things floor: what a style does to the text itself: hides, whitens, strikes, raises, numbers it, shades the table behind it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from lxml import etree

from goalgen.docx import names as n

Element = etree._Element
WHITE = "FFFFFF"
_OFF = {"0", "false", "off"}


class Effect(NamedTuple):
    """What run properties say of the look of a text; None is nothing."""

    strike: bool | None = None
    double: bool | None = None
    vertical: str | None = None
    """superscript, subscript or baseline"""
    moved: bool | None = None
    """up or down by some points"""


PLAIN = Effect()


class Styles(NamedTuple):
    """Styles by id. `numbered` gives numId and level; `effects` only those that have one."""

    vanishing: frozenset[str] = frozenset()
    white: frozenset[str] = frozenset()
    tiny: frozenset[str] = frozenset()
    shaded: frozenset[str] = frozenset()
    numbered: Mapping[str, tuple[str, int | None]] = MappingProxyType({})
    effects: Mapping[str, Effect] = MappingProxyType({})
    defaults: Effect = PLAIN
    """of the whole document"""
    normal: str = ""
    """the style of a paragraph that names none"""

    @property
    def everywhere(self) -> bool:
        """Whether a run has an effect that neither it nor its paragraph names."""
        return self.defaults != PLAIN or self.normal in self.effects


def is_on(setting: Element) -> bool:
    """Whether a toggle such as `w:vanish` is set."""
    return setting.get(n.VAL, "1") not in _OFF


def is_tiny(setting: Element) -> bool:
    """Whether a `w:sz`, in half points, makes a text too small for anybody to see: 2 points at most."""
    value = setting.get(n.VAL, "")
    return value.isascii() and value.isdigit() and len(value) < 2 and int(value) <= 4


def effect_of(properties: Element | None) -> Effect:
    """What run properties (`w:rPr`) themselves say."""
    said = {setting.tag: setting for setting in properties} if properties is not None else {}
    strike, double = said.get(n.STRIKE), said.get(n.DOUBLE_STRIKE)
    vertical, position = said.get(n.VERT_ALIGN), said.get(n.POSITION)
    return Effect(
        is_on(strike) if strike is not None else None,
        is_on(double) if double is not None else None,
        vertical.get(n.VAL, "baseline") if vertical is not None else None,
        position.get(n.VAL, "0").strip("+-0pt.") != "" if position is not None else None,
    )


def is_shade(setting: Element) -> bool:
    """Whether a `w:shd` or `w:highlight` paints a background on which white can be read."""
    if setting.tag == n.HIGHLIGHT:
        return setting.get(n.VAL, "none") not in ("none", "white")
    fill, pattern = setting.get(n.FILL, "auto").upper(), setting.get(n.VAL, "clear")
    return fill not in ("AUTO", "", WHITE) or pattern not in ("clear", "nil")


class _Said(NamedTuple):
    """What a style says, of itself or with all that it is based on; None is nothing."""

    vanishing: bool | None = None
    white: bool | None = None
    tiny: bool | None = None
    numbered: tuple[str, int | None] | None = None
    shaded: bool | None = None
    effect: Effect = PLAIN


def read_styles(tree: Element | None) -> Styles:
    """The styles of a styles part that touch the text, inheritance followed."""
    if tree is None:
        return Styles()
    nodes = {node.get(f"{n.W}styleId", ""): node for node in tree.iterchildren(f"{n.W}style")}
    said = _inherited(nodes)
    texts = {name: one for name, one in said.items() if nodes[name].get(n.TYPE) != "table"}
    return Styles(
        frozenset(name for name, one in texts.items() if one.vanishing),
        frozenset(name for name, one in texts.items() if one.white),
        frozenset(name for name, one in texts.items() if one.tiny),
        frozenset(name for name, one in said.items() if one.shaded),
        {name: one.numbered for name, one in said.items() if one.numbered is not None},
        {name: one.effect for name, one in said.items() if one.effect != PLAIN},
        _first(*(_effect(node) for node in tree.iter(f"{n.W}rPrDefault"))),
        next((name for name, node in nodes.items() if _is_normal(node)), ""),
    )


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
        base.vanishing if own.vanishing is None else own.vanishing,
        base.white if own.white is None else own.white,
        base.tiny if own.tiny is None else own.tiny,
        base.numbered if own.numbered is None else own.numbered,
        own.shaded or base.shaded,
        _first(own.effect, base.effect),
    )


def _first(*effects: Effect) -> Effect:
    """Of each kind the first that is said."""
    kinds = (next((one for one in said if one is not None), None) for said in zip(*effects, strict=True))
    return Effect(*kinds) if effects else PLAIN


def _own(node: Element) -> _Said:
    """What a style itself says."""
    is_table = node.get(n.TYPE) == "table"
    return _Said(
        next((is_on(one) for one in node.iter(n.VANISH)), None),
        next((one.get(n.VAL, "").upper() == WHITE for one in node.iter(n.COLOR)), None),
        next(map(is_tiny, node.iter(n.SIZE)), None),
        next((_numbered(one) for one in node.iter(n.NUM_PR)), None),
        (is_table and any(is_shade(one) for one in node.iter(n.SHADING))) or None,
        _effect(node),
    )


def _numbered(setting: Element) -> tuple[str, int | None]:
    number = next((child.get(n.VAL, "") for child in setting.iterchildren(n.NUM_ID)), "")
    level = next((child.get(n.VAL, "") for child in setting.iterchildren(n.I_LVL)), "")
    return number, int(level) if level.isascii() and level.isdigit() and len(level) < 4 else None


def _effect(node: Element) -> Effect:
    return effect_of(next(node.iterchildren(n.R_PR), None))


def _base(node: Element) -> str:
    return next((base.get(n.VAL, "") for base in node.iterchildren(f"{n.W}basedOn")), "")


def _is_normal(node: Element) -> bool:
    return node.get(n.TYPE) == "paragraph" and node.get(f"{n.W}default", "0") not in _OFF
