"""Things floor: the numbers that Word writes before paragraphs (`w:numPr`), as text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from goalgen.docx import names as n
from goalgen.docx.styles import PLAIN, Effect, effect_of
from goalgen.docx.symbols import FONTS, in_font

Element = etree._Element
_DIGITS = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_HOLE = re.compile(r"%([1-9])")
MAX_NUMBER = 32767
"""The largest number that Word writes."""
MAX_LEVEL, MAX_TEXT = 8, 255
"""The deepest level that a list has, and the longest number, in characters, that is taken for one."""


class Level(NamedTuple):
    """How one level of a list is numbered."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    style: str = ""
    font: str = ""
    restart: int | None = None
    legal: bool = False
    look: Effect = PLAIN


def _chinese(number: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    if number >= 10000:
        high, low = divmod(number, 10000)
        return (
            _chinese(high, digits, units)
            + "万"
            + (digits[0] if 0 < low < 1000 else "")
            + (_chinese(low, digits, units) if low else "")
        )
    text, gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            text += (digits[0] if gap and text else "") + digits[digit] + (units[power - 1] if power else "")
        gap = not digit
    return (text[1:] if text.startswith(digits[1] + units[0]) and digits is _DIGITS else text) or digits[0]


def _letters(number: int) -> str:
    return chr(65 + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


def _digit_by_digit(number: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


def _formatted(number: int, kind: str) -> str:
    if kind == "none":
        return ""
    if kind in ("upperLetter", "lowerLetter"):
        return _letters(number) if kind[0] == "u" else _letters(number).lower()
    if kind in ("upperRoman", "lowerRoman"):
        return _roman(number) if kind[0] == "u" else _roman(number).lower()
    if kind == "decimalZero":
        return f"{number:02}"
    if kind in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand"):
        return _chinese(number)
    if kind in ("taiwaneseCounting", "ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return _digit_by_digit(number) if kind != "taiwaneseCounting" else _chinese(number)
    if kind in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        return _chinese(number, _LEGAL, "拾佰仟")
    if kind.startswith("decimalEnclosedCircle"):
        return _circled(number)
    if kind in ("decimalFullWidth", "decimalFullWidth2"):
        return str(number).translate({48 + i: 0xFF10 + i for i in range(10)})
    if kind in ("ideographTraditional", "ideographZodiac"):
        signs = _STEMS if kind == "ideographTraditional" else _BRANCHES
        return signs[(number - 1) % len(signs)]
    return str(number)


@dataclass
class Numbering:
    """The lists of a document, and how far each has counted."""

    lists: Mapping[str, tuple[str, Mapping[int, Level], Mapping[int, int]]]
    """by numId: its abstract list, the levels, and where it starts them again"""
    styles: Mapping[str, tuple[str, int | None]]
    """by paragraph style: numId and level"""
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)
    too_long: bool = False
    """a number was so long that it was not written"""

    def of(self, properties: Element | None) -> tuple[str, int] | None:
        """The list and the level that a paragraph's properties (`w:pPr`) put it on."""
        if properties is None:
            return None
        number, level, style = None, None, ""
        for child in properties:
            if child.tag == n.NUM_PR:
                for setting in child:
                    if setting.tag == n.NUM_ID:
                        number = setting.get(n.VAL, "")
                    elif setting.tag == n.I_LVL:
                        level = _integer(setting.get(n.VAL))
            elif child.tag == n.P_STYLE:
                style = child.get(n.VAL, "")
        inherited, at = self.styles.get(style, (None, None))
        number = inherited if number is None else number
        if number is None or number not in self.lists:
            return None
        if level is None:
            levels = self.lists[number][1]
            level = at if at is not None else next((i for i, one in levels.items() if style and one.style == style), 0)
        return number, level

    def look(self, number: str, level: int) -> Effect:
        """What the list does to the look of the numbers of a level."""
        return self.lists[number][1].get(level, Level()).look

    def next(self, number: str, level: int) -> str:
        """Count one further on a list, and the text of the number; a list that does not know the level has none, nor is there
        one that would be longer than any (`too_long`)."""
        abstract, levels, overrides = self.lists[number]
        if level not in levels:
            return ""
        counts = self.counts.setdefault(abstract, {})
        if number not in self.begun:
            self.begun.add(number)
            for at, start in overrides.items():
                counts[at] = start - 1
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart and level < restart):
                del counts[deeper]
        text = self._text(levels, level, counts)
        self.too_long |= len(text) > MAX_TEXT
        return text if len(text) <= MAX_TEXT else ""

    def _text(self, levels: Mapping[int, Level], level: int, counts: Mapping[int, int]) -> str:
        """The text of a number, no further than it takes to see that it is too long."""
        here = levels[level]
        if len(here.text) > MAX_TEXT:
            return here.text
        if here.format == "bullet":
            return in_font(here.font, here.text) if here.font.lower() in FONTS else here.text
        text = ""
        for place, piece in enumerate(_HOLE.split(here.text)):
            if place % 2:
                one = levels.get(int(piece) - 1, Level())
                count = max(0, min(counts.get(int(piece) - 1, one.start), MAX_NUMBER))
                text += _formatted(count, "decimal" if here.legal else one.format)
            else:
                text += piece
            if len(text) > MAX_TEXT:
                break
        return text


def _integer(text: str | None, default: int = 0) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text) else default


def _level(node: Element) -> Level:
    found: dict[str, str] = {}
    font, look = "", PLAIN
    for child in node:
        name = str(child.tag).removeprefix(n.W)
        found[name] = child.get(n.VAL, "1" if name == "isLgl" else "")
        if name == "rPr":
            look = effect_of(child)
            font = next((fonts.get(n.ASCII, "") for fonts in child.iterchildren(n.R_FONTS)), "")
    restart = _integer(found["lvlRestart"]) if "lvlRestart" in found else None
    return Level(
        found.get("numFmt", "decimal"),
        found.get("lvlText", "")[: MAX_TEXT + 1],
        _integer(found.get("start"), 0),
        found.get("pStyle", ""),
        font,
        restart,
        found.get("isLgl", "0") not in ("0", "false", "off"),
        look,
    )


def _levels(node: Element) -> dict[int, Level]:
    found = {_integer(level.get(n.I_LVL)): _level(level) for level in node.iterchildren(f"{n.W}lvl")}
    return {at: level for at, level in found.items() if 0 <= at <= MAX_LEVEL}


def read_numbering(numbering: Element | None, styles: Mapping[str, tuple[str, int | None]]) -> Numbering:
    """The lists of a numbering part; a list that points to what is not there numbers nothing."""
    abstracts: dict[str, dict[int, Level]] = {}
    links: dict[str, str] = {}
    made: dict[str, str] = {}
    lists: dict[str, tuple[str, Mapping[int, Level], Mapping[int, int]]] = {}
    for node in numbering.iterchildren(f"{n.W}abstractNum") if numbering is not None else ():
        name = node.get(f"{n.W}abstractNumId", "")
        abstracts[name] = _levels(node)
        for child in node:
            if child.tag == f"{n.W}numStyleLink":
                links[name] = child.get(n.VAL, "")
            elif child.tag == f"{n.W}styleLink":
                made[child.get(n.VAL, "")] = name
    for node in numbering.iterchildren(f"{n.W}num") if numbering is not None else ():
        abstract, levels, starts = "", dict[int, Level](), dict[int, int]()
        for child in node:
            if child.tag == f"{n.W}abstractNumId":
                abstract = child.get(n.VAL, "")
                abstract = made.get(links.get(abstract, ""), abstract)
                levels = dict(abstracts.get(abstract, {}))
            elif child.tag == f"{n.W}lvlOverride":
                at = _integer(child.get(n.I_LVL))
                if not 0 <= at <= MAX_LEVEL:
                    continue
                for level in child.iterchildren(f"{n.W}lvl"):
                    levels[at] = _level(level)
                for start in child.iterchildren(f"{n.W}startOverride"):
                    starts[at] = _integer(start.get(n.VAL), 1)
        lists[node.get(n.NUM_ID, "")] = (abstract, levels, starts)
    return Numbering(lists, styles)
