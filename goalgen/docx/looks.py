"""Things floor: runs whose look changes what is said: hidden, crossed out, raised, in capitals (ECMA-376 part 1, 17.3.2, 17.7)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from lxml import etree

from goalgen.docx import names as n
from goalgen.docx.banding import effects_by_cell
from goalgen.docx.blocks import Look, Veil
from goalgen.docx.styles import PLAIN, TINY, TOGGLES, Effect, Styles, effect_of, is_on, is_shade, nearest

Element = etree._Element

_SETTINGS = (n.STRIKE, n.DOUBLE_STRIKE, n.VANISH, n.SPEC_VANISH, n.COLOR, n.VERT_ALIGN, n.POSITION, n.CAPS, n.SMALL_CAPS,
             n.EAST_ASIAN_LAYOUT)  # fmt: skip
_OFTEN = {n.COLOR, n.SIZE}
"""Settings that most texts have, and that seldom hide one."""
_STYLED = {n.P: (n.P_PR, n.P_PR_CHANGE, n.P_STYLE), n.TBL: (n.TBL_PR, n.TBL_PR_CHANGE, n.TBL_STYLE)}
"""Where the style of a paragraph and of a table stands, and what keeps the former one."""
_VERTICAL = {"superscript": Look.SUPERSCRIPT, "subscript": Look.SUBSCRIPT}
_MOVED = {1: Look.RAISED, -1: Look.LOWERED}
_BRACKETS = {"round": Look.ROUND, "square": Look.SQUARE, "angle": Look.ANGLE, "curly": Look.CURLY}
_BLOCKS = (0xB2, 0xB3, 0xB9, *range(0x2B0, 0x2B9), *range(0x2E0, 0x2E5), *range(0x1D2C, 0x1D6B), *range(0x1D9B, 0x1DC0),
           *range(0x2070, 0x20A0), 0x2C7C, 0x2C7D)  # fmt: skip
"""Where Unicode has raised and lowered characters; not those that are said otherwise: º in 20º, the marks of kanbun."""


def _small(kind: str) -> dict[str, str]:
    """The characters that Unicode has as raised or lowered ones, by the plain one, also of full width; a dash is a minus."""
    decomposed = ((chr(code), unicodedata.decomposition(chr(code)).split()) for code in _BLOCKS)
    found = {chr(int(parts[1], 16)): char for char, parts in decomposed if len(parts) == 2 and parts[0] == kind}
    found |= {"-": found["\u2212"], "\u2013": found["\u2212"]}
    wide = {chr(ord(plain) + 0xFEE0): char for plain, char in found.items() if "!" <= plain <= "~"}
    return found | wide | {char: char for char in found.values()}


_SMALL = {Look.SUPERSCRIPT: _small("<super>"), Look.SUBSCRIPT: _small("<sub>")}
AROUND = {Look.ROUND: ("(", ")"), Look.SQUARE: ("[", "]"), Look.ANGLE: ("<", ">"), Look.CURLY: ("{", "}")}
"""The brackets that Word draws around two lines in one."""
_LIKE = {Look.RAISED: Look.SUPERSCRIPT, Look.LOWERED: Look.SUBSCRIPT}

MOVED = frozenset(_LIKE)


def in_look(look: Look, text: str) -> str | None:
    """A raised or lowered text in Unicode's raised or lowered characters, one for one; None when it has not all of them."""
    small = _SMALL.get(look, {})
    if any(char not in small and not char.isspace() for char in text):
        return None
    return "".join([small.get(char, char) for char in text])


def looks_small(look: Look, text: str) -> bool:
    """Whether what was moved up or down by hand is what is written as a super- or subscript: `4` in 10⁴."""
    return look in _LIKE and bool(text.strip()) and in_look(_LIKE[look], text) is not None


def in_capitals(text: str) -> str:
    """A text as Word shows it in capitals, one character for one."""
    return "".join([upper if len(upper := char.upper()) == 1 else char for char in text])


class Seen(NamedTuple):
    """How a run, or the number before a paragraph, is seen."""

    veil: Veil | None = None
    look: Look | None = None
    capitals: bool = False


@dataclass(frozen=True)
class Looks:
    """What the styles of a document make of the runs of a part, in one of its versions."""

    styles: Styles = field(default_factory=Styles)
    original: bool = False
    _cells: dict[Element, dict[Element, Effect]] = field(default_factory=dict)
    """of each table that was asked about what the parts of its style do to its cells"""
    _named: dict[Element, str] = field(default_factory=dict)
    """of each paragraph and table that was asked about its style"""
    _painted: dict[Element, bool] = field(default_factory=dict)
    """of each element that was asked about whether it has a background"""

    def special(self, root: Element, raw: bytes | None = None) -> Iterator[tuple[Element, Seen]]:
        """The runs of a part that look special, by themselves or by a style, and the paragraphs whose end is hidden; `raw`
        are the bytes of a part that is written as most are: they tell faster whether any is too small."""
        small = raw is None or TINY.search(raw)
        for node in self._candidates(root, (*_SETTINGS, n.SIZE) if small else _SETTINGS):
            seen = self.of_run(node) if node.tag == n.R_ else self._of_end(node)
            if seen != _PLAINLY:
                yield node, seen

    def of_run(self, run: Element) -> Seen:
        """How a run is seen."""
        properties = _properties(run, n.R_PR, n.R_PR_CHANGE, original=self.original)
        seen = self._seen(self._effect(run, [effect_of(properties)], _named(properties, n.R_STYLE)), run)
        if seen.veil is Veil.TINY and not any((part.text or "").strip() for part in run.iter(n.T)):
            return seen._replace(veil=None)  # a blank is made small to save room
        return seen

    def of_number(self, paragraph: Element, level: Effect) -> Seen:
        """How the number before a paragraph is seen: as its list says, else as the end of the paragraph; that only the end
        is hidden always (a style separator) does not hide it."""
        mark = self._mark(paragraph)
        own = effect_of(mark)
        own = own._replace(vanish=False) if _is_separator(mark) else own
        return self._seen(self._effect(paragraph, [level, own], _named(mark, n.R_STYLE)), paragraph)

    def _of_end(self, paragraph: Element) -> Seen:
        """Whether the end of a paragraph is hidden, so that the next one goes on in its line."""
        mark = self._mark(paragraph)
        if _is_separator(mark) or self._effect(paragraph, [effect_of(mark)], _named(mark, n.R_STYLE)).vanish:
            return Seen(Veil.VANISHED)
        return _PLAINLY

    def _mark(self, paragraph: Element) -> Element | None:
        """The properties of the end of a paragraph."""
        about = next(paragraph.iterchildren(n.P_PR), None)
        return _properties(about, n.R_PR, n.R_PR_CHANGE, original=self.original)

    def _candidates(self, root: Element, settings: Sequence[str]) -> dict[Element, None]:
        """The runs that have a look, or a style with one; paragraphs that have one at their end."""
        styles = self.styles
        if styles.everywhere:
            return dict.fromkeys(root.iter(n.R_, n.P))
        found: dict[Element, None] = {}
        for setting in root.iter(*settings):
            if setting.tag in _OFTEN and not any(effect_of([setting])):
                continue
            holder = next(setting.iterancestors(n.R_, n.P), None)
            if holder is not None:
                found[holder] = None
        seen: set[Element] = set()
        for setting in root.iter(n.R_STYLE, n.P_STYLE, n.TBL_STYLE) if styles.active else ():
            if setting.get(n.VAL) in styles.active:
                holder = next(setting.iterancestors(n.R_, n.P, n.TBL), None)
                if holder is not None and holder not in seen:
                    seen.add(holder)
                    found |= dict.fromkeys(holder.iter(n.R_, n.P))
        return found

    def _effect(self, node: Element, own: list[Effect], named: str) -> Effect:
        """What comes of the own settings of a node, its style, its paragraph's, its table's and the document's: the nearest
        counts, but styles that all have a look take it from each other (17.7.3)."""
        styles = self.styles
        if not styles.active and not styles.everywhere:
            return nearest(own)
        paragraph = node if node.tag == n.P else next(node.iterancestors(n.P), None)
        styled = [
            styles.effects.get(named, PLAIN),
            styles.effects.get(self._style(paragraph) or styles.normal, PLAIN),
            self._of_table(node),
        ]
        direct = nearest(own)
        toggled = [
            (sum(bool(one[kind]) for one in styled) % 2 == 1 or bool(styles.defaults[kind]))
            if direct[kind] is None
            else direct[kind]
            for kind in range(TOGGLES)
        ]
        return Effect(*toggled, *nearest([direct, *styled, styles.defaults])[TOGGLES:])  # type: ignore[arg-type]

    def _style(self, holder: Element | None) -> str:
        """The style of a paragraph or a table."""
        if holder is None:
            return ""
        if holder not in self._named:
            kind, change, style = _STYLED[n.P if holder.tag == n.P else n.TBL]
            self._named[holder] = _named(_properties(holder, kind, change, original=self.original), style)
        return self._named[holder]

    def _of_table(self, node: Element) -> Effect:
        """What the style of a table does to a node in it; a text box in a table is not of it."""
        table = next(node.iterancestors(n.TBL, n.TXBX), None)
        name = self._style(table)
        whole = self.styles.effects.get(name, PLAIN)
        if table is None or name not in self.styles.parts:
            return whole
        if table not in self._cells:
            self._cells[table] = effects_by_cell(table, self.styles.parts[name])
        cell = next(node.iterancestors(n.TC), table)
        return nearest([self._cells[table].get(cell, PLAIN), whole])

    def _seen(self, effect: Effect, node: Element) -> Seen:
        if not any(effect):
            return _PLAINLY
        veil = None
        if effect.vanish:
            veil = Veil.VANISHED
        elif effect.white and not self._shaded(node):
            veil = Veil.WHITE
        elif effect.tiny:
            veil = Veil.TINY
        elif effect.strike or effect.double:
            veil = Veil.STRUCK
        look = (
            _VERTICAL.get(effect.vertical or "")
            or _MOVED.get(effect.moved or 0)
            or _BRACKETS.get(effect.brackets or "")
        )
        return Seen(veil, look, bool(effect.caps or effect.small_caps))

    def _shaded(self, node: Element) -> bool:
        """Whether anything behind a run is painted; what a text box is filled with is taken on trust."""
        holder = next(node.iterancestors(n.TXBX, n.TC), None)
        if holder is not None and holder.tag == n.TXBX:
            return True
        for each in chain([node], node.iterancestors(n.P, n.TC, n.TBL)):
            if each not in self._painted:
                self._painted[each] = self._paints(each)
            if self._painted[each]:
                return True
        return False

    def _paints(self, node: Element) -> bool:
        """Whether a run, a paragraph, a cell or a table has a background of its own."""
        for properties in node.iterchildren(n.R_PR, n.P_PR, n.TC_PR, n.TBL_PR):
            for setting in properties.iterchildren(n.SHADING, n.HIGHLIGHT, n.TBL_STYLE, n.P_STYLE, n.R_STYLE):
                named = setting.tag not in (n.SHADING, n.HIGHLIGHT)
                if setting.get(n.VAL) in self.styles.shaded if named else is_shade(setting):
                    return True
        return False


_PLAINLY = Seen()


def _is_separator(mark: Element | None) -> bool:
    return mark is not None and any(map(is_on, mark.iterchildren(n.SPEC_VANISH)))


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
