"""Things floor: what a style does to the text itself: hides it, whitens it, numbers it, or shades the table behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from lxml import etree

from goalgen.docx import names as n

Element = etree._Element
WHITE = "FFFFFF"
_OFF = {"0", "false", "off"}


class Styles(NamedTuple):
    """Styles by id. `numbered` gives numId and level."""

    vanishing: frozenset[str] = frozenset()
    white: frozenset[str] = frozenset()
    shaded: frozenset[str] = frozenset()
    numbered: Mapping[str, tuple[str, int | None]] = MappingProxyType({})


def is_on(setting: Element) -> bool:
    """Whether a toggle such as `w:vanish` is set."""
    return setting.get(n.VAL, "1") not in _OFF


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
        frozenset(name for name, line in lines.items() if any(map(_shades, line))),
        numbered,
    )


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
