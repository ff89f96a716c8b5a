"""Things floor: what a style does to the text itself: hides, whitens, strikes, raises, numbers it, shades the table behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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


def read_styles(tree: Element | None) -> Styles:
    """The styles of a styles part that touch the text, inheritance followed."""
    if tree is None:
        return Styles()
    nodes = {node.get(f"{n.W}styleId", ""): node for node in tree.iterchildren(f"{n.W}style")}
    lines = {name: list(_line(name, nodes)) for name in nodes}
    numbered = {}
    for name, line in lines.items():
        lists = (list(node.iter(n.NUM_PR)) for node in line)
        first = next((found[0] for found in lists if found), None)
        if first is not None:
            number = next((child.get(n.VAL, "") for child in first.iterchildren(n.NUM_ID)), "")
            level = next((child.get(n.VAL, "") for child in first.iterchildren(n.I_LVL)), "")
            numbered[name] = (number, int(level) if level.isascii() and level.isdigit() and len(level) < 4 else None)
    return Styles(
        _which(lines, lambda node: (is_on(one) for one in node.iter(n.VANISH))),
        _which(lines, lambda node: (one.get(n.VAL, "").upper() == WHITE for one in node.iter(n.COLOR))),
        _which(lines, lambda node: map(is_tiny, node.iter(n.SIZE))),
        frozenset(name for name, line in lines.items() if any(map(_shades, line))),
        numbered,
        {name: effect for name, line in lines.items() if (effect := _nearest(line)) != PLAIN},
        _nearest(tree.iter(f"{n.W}rPrDefault")),
        next((name for name, node in nodes.items() if _is_normal(node)), ""),
    )


def _nearest(line: Iterable[Element]) -> Effect:
    """The effect of a style, or the defaults: of each kind the nearest on the way up to what it is based on."""
    said = [effect_of(next(node.iterchildren(n.R_PR), None)) for node in line]
    first = [next((one[kind] for one in said if one[kind] is not None), None) for kind in range(len(PLAIN))]
    return Effect(*first)  # type: ignore[arg-type]


def _is_normal(node: Element) -> bool:
    return node.get(n.TYPE) == "paragraph" and node.get(f"{n.W}default", "0") not in _OFF


def _shades(node: Element) -> bool:
    return node.get(n.TYPE) == "table" and any(is_shade(one) for one in node.iter(n.SHADING))


def _which(lines: dict[str, list[Element]], say: object) -> frozenset[str]:
    """The styles whose nearest setting, on the way up to what they are based on, says yes."""
    found = set()
    for name, line in lines.items():
        if line[0].get(n.TYPE) == "table":
            continue
        settings: Iterable[bool] = (answer for node in line for answer in say(node))  # type: ignore[operator]
        if next(iter(settings), False):
            found.add(name)
    return frozenset(found)


def _line(name: str, nodes: dict[str, Element]) -> Iterator[Element]:
    """A style and those it is based on."""
    seen: set[str] = set()
    while name in nodes and name not in seen:
        seen.add(name)
        yield nodes[name]
        name = next((base.get(n.VAL, "") for base in nodes[name].iterchildren(f"{n.W}basedOn")), "")
