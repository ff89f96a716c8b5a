"""Things floor: runs whose look changes what is said: crossed out, raised, lowered (ECMA-376 part 1, 17.3.2, 17.7.2, 17.7.3)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from lxml import etree

from goalgen.docx import names as n
from goalgen.docx.blocks import Look
from goalgen.docx.styles import PLAIN, Effect, Styles, effect_of

Element = etree._Element

_SETTINGS = (n.STRIKE, n.DOUBLE_STRIKE, n.VERT_ALIGN, n.POSITION)
_VERTICAL = {"superscript": Look.SUPERSCRIPT, "subscript": Look.SUBSCRIPT}
_BLOCKS = (0xB2, 0xB3, 0xB9, *range(0x2070, 0x20A0), *range(0x1D62, 0x1D66), 0x2C7C)


def _small(kind: str) -> dict[str, str]:
    """The characters that Unicode has as raised or lowered ones, by the plain one."""
    decomposed = ((chr(code), unicodedata.decomposition(chr(code)).split()) for code in _BLOCKS)
    found = {chr(int(parts[1], 16)): char for char, parts in decomposed if len(parts) == 2 and parts[0] == kind}
    return found | {"-": found["\u2212"]} | {char: char for char in found.values()}


_SMALL = {Look.SUPERSCRIPT: _small("<super>"), Look.SUBSCRIPT: _small("<sub>")}


def in_look(look: Look, text: str) -> str | None:
    """A raised or lowered text in Unicode's raised or lowered characters, one for one; None when it has not all of them."""
    small = _SMALL.get(look, {})
    if any(char not in small and not char.isspace() for char in text):
        return None
    return "".join([small.get(char, char) for char in text])


def looks(root: Element, styles: Styles, *, original: bool) -> Iterator[tuple[Element, bool, Look | None]]:
    """The runs that look special, by themselves or by a style: whether one is crossed out, and how else it looks."""
    about: dict[Element, str] = {}
    for run in _candidates(root, styles):
        effect = _effect(run, styles, about, original=original)
        look = _VERTICAL.get(effect.vertical or "") or (Look.POSITION if effect.moved else None)
        struck = bool(effect.strike or effect.double)
        if struck or look:
            yield run, struck, look


def _candidates(root: Element, styles: Styles) -> dict[Element, None]:
    """The runs that have such a setting, or a style with one."""
    if styles.everywhere:
        return dict.fromkeys(root.iter(n.R_))
    found: dict[Element, None] = {}
    seen: set[Element] = set()
    for setting in root.iter(*_SETTINGS):
        run = next(setting.iterancestors(n.R_, n.P), None)
        if run is not None and run.tag == n.R_:
            found[run] = None
    for setting in root.iter(n.R_STYLE, n.P_STYLE, n.TBL_STYLE) if styles.effects else ():
        if setting.get(n.VAL) in styles.effects:
            holder = next(setting.iterancestors(n.R_, n.P, n.TBL), None)
            if holder is not None and holder not in seen:
                seen.add(holder)
                found |= dict.fromkeys(holder.iter(n.R_))
    return found


def _effect(run: Element, styles: Styles, about: dict[Element, str], *, original: bool) -> Effect:
    """What comes of a run's own settings, its style, its paragraph's, its table's and the document's: the nearest counts,
    but styles that both cross out take it from each other (17.7.3).
    `about` are the styles of the paragraphs and tables that have been looked at."""
    properties = _properties(run, n.R_PR, n.R_PR_CHANGE, original=original)
    paragraph = next(run.iterancestors(n.P), None)
    if paragraph is not None and paragraph not in about:
        about[paragraph] = _named(_properties(paragraph, n.P_PR, n.P_PR_CHANGE, original=original), n.P_STYLE)
    table = next(run.iterancestors(n.TBL, n.TXBX), None)
    if table is not None and table not in about:
        about[table] = _named(_properties(table, n.TBL_PR, "", original=False), n.TBL_STYLE)
    named = (
        _named(properties, n.R_STYLE),
        (about[paragraph] if paragraph is not None else "") or styles.normal,
        about[table] if table is not None else "",
    )
    own, styled = effect_of(properties), [styles.effects.get(name, PLAIN) for name in named]
    toggled = sum(bool(one.strike) for one in styled) % 2 == 1 or bool(styles.defaults.strike)
    nearest = [own, *styled, styles.defaults]
    return Effect(
        toggled if own.strike is None else own.strike,
        next((one.double for one in nearest if one.double is not None), None),
        next((one.vertical for one in nearest if one.vertical is not None), None),
        next((one.moved for one in nearest if one.moved is not None), None),
    )


def _properties(node: Element | None, name: str, change: str, *, original: bool) -> Element | None:
    """The properties of a run, a paragraph or a table; before the tracked change of them, when there is one."""
    properties = next(node.iterchildren(name), None) if node is not None else None
    if properties is not None and original:
        for changed in properties.iterchildren(change):
            return next(changed.iterchildren(name), None)
    return properties


def _named(properties: Element | None, kind: str) -> str:
    setting = next(properties.iterchildren(kind), None) if properties is not None else None
    return setting.get(n.VAL, "") if setting is not None else ""
