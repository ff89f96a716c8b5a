"""Things floor: an equation (`m:oMath`) as one line of text: ≥95%, m², (a+b)/c."""

from __future__ import annotations

from lxml import etree

from goalgen.docx import names as n

Element = etree._Element
_SUPERSCRIPT = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_SUBSCRIPT = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_T, _F, _RAD, _D, _NARY = (f"{n.M}{tag}" for tag in ("t", "f", "rad", "d", "nary"))
_SUP, _SUB, _E = f"{n.M}sup", f"{n.M}sub", f"{n.M}e"
_VAL = f"{n.M}val"
_TEXTS = {_T, n.T}
_DROPPED = {n.DEL, n.MOVE_FROM}


def linear(node: Element) -> str:
    """The text of an equation, or of a part of one."""
    if node.tag in _TEXTS:
        return node.text or ""
    if node.tag in _DROPPED:
        return ""
    return _SHAPES.get(str(node.tag), _plain)(node)


def _plain(node: Element) -> str:
    return "".join(linear(child) for child in node)


def _part(node: Element, name: str) -> str:
    return "".join(_plain(child) for child in node.iterchildren(f"{n.M}{name}"))


def _fraction(node: Element) -> str:
    return "/".join(
        text if len(text) < 2 or text.isalnum() else f"({text})" for text in (_part(node, "num"), _part(node, "den"))
    )


def _superscript(node: Element) -> str:
    return _small(_plain(node), _SUPERSCRIPT, "^")


def _subscript(node: Element) -> str:
    return _small(_plain(node), _SUBSCRIPT, "_")


def _small(text: str, table: dict[int, int], mark: str) -> str:
    if all(ord(char) in table for char in text):
        return text.translate(table)
    return mark + (text if len(text) == 1 else f"({text})")


def _root(node: Element) -> str:
    body = _part(node, "e")
    return _small(_part(node, "deg"), _SUPERSCRIPT, "^") + "√" + (body if len(body) < 2 else f"({body})")


def _setting(node: Element, name: str, default: str) -> str:
    for properties in node:
        if str(properties.tag).endswith("Pr"):
            for setting in properties.iterchildren(f"{n.M}{name}"):
                return setting.get(_VAL, "")
    return default


def _delimited(node: Element) -> str:
    inside = _setting(node, "sepChr", "|").join(_plain(child) for child in node.iterchildren(_E))
    return _setting(node, "begChr", "(") + inside + _setting(node, "endChr", ")")


def _n_ary(node: Element) -> str:
    return _setting(node, "chr", "∫") + "".join(linear(child) for child in node)


_SHAPES = {_F: _fraction, _SUP: _superscript, _SUB: _subscript, _RAD: _root, _D: _delimited, _NARY: _n_ary}
