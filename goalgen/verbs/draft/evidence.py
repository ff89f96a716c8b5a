"""Verbs floor, `draft`: what the text of a cell looks like by itself: the name of a field, what is filled in, or neither.

Nothing here decides: where a cell stands and what other documents say weighs more. The words are in `evidence.yaml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache

from goalgen.labels import normalise_label
from goalgen.tables import table
from goalgen.verbs.draft.words import bare_label, is_label_like, meaning, pieces

_FILLED = re.compile(
    r"[\d.,%:/~～\-—－–年月日时分元万亿人次个项]*\d[\d.,%:/~～\-—－–年月日时分元万亿人次个项\s]*"  # figures, dates, amounts
    r"|[\w.+-]+@[\w.-]+|https?://.*|\(?\d{3,4}\)?-?\d{7,8}.*|[A-Za-z]*\d[\w-]{4,}"  # addresses, telephones, codes
)
_TELEPHONE = re.compile(r"1\d{10}|0\d{9,11}")
_YEAR = re.compile(r"(19|20)\d{2}年?度?")
_BOXES = re.compile(r"[□☐☑☒√✓■○●]")
_NUMBERED_LABEL = re.compile(r"(?P<label>\D{2,}?)[\d一二三四五六七八九十]{1,2}")
"""A label with a number after it: `指导教师1`."""


class Looks(IntEnum):
    """How much a text looks like the name of a field."""

    FILLED = -1
    """like what a person fills in"""
    OPEN = 0
    """like either"""
    SHORT = 1
    """short, without figures and sentence marks"""
    NAME = 2
    """it ends as names of fields do, or is known"""


@lru_cache(maxsize=4096)
def looks(text: str) -> Looks:
    """What a text looks like."""
    if meaning(text) is not None:
        return Looks.NAME
    plain = bare_label(text)
    if not plain:
        return Looks.OPEN
    if len(plain) > 24 or plain in _words("选项") or _BOXES.search(plain):
        return Looks.FILLED
    if len(plain) > 18 or re.search(r"[。;!?≥≤,，:]", plain):
        return Looks.OPEN
    numbered = _NUMBERED_LABEL.fullmatch(plain)
    name = numbered["label"] if numbered else plain
    if name in _words("栏名全文") or ends(name, "栏名结尾"):
        return Looks.NAME
    if _FILLED.fullmatch(plain) or _is_person(plain) or _is_body(plain):
        return Looks.FILLED
    return Looks.SHORT if is_label_like(plain) else Looks.OPEN


def is_name(text: str) -> bool:
    """Whether a text reads like the name of a field."""
    return looks(text) is Looks.NAME


def years(texts: Sequence[str]) -> list[str]:
    """Those of the heads of columns that are years, `2021年`, `2022年`, if there are several."""
    found = [text for text in texts if _YEAR.fullmatch(bare_label(text) or "".join(text.split()))]
    return found if len(set(found)) == len(found) > 1 else []


def is_filled(text: str) -> bool:
    """Whether a text reads like what a person fills in."""
    return looks(text) is Looks.FILLED


def kind(text: str) -> str:
    """The shape of a value, to tell whether a row or a column holds values of one kind."""
    plain = unicodedata.normalize("NFKC", "".join(text.split()))
    if not plain:
        return ""
    if re.fullmatch(r"[\d.,%]+", plain) and not _TELEPHONE.fullmatch(plain):
        return "figure"
    if _FILLED.fullmatch(plain):
        return "code"
    return "name" if _is_person(plain) else "text" if len(plain) <= 20 else "prose"


def ends(text: str, words: str) -> bool:
    """Whether a text ends with one of the words of a list of `evidence.yaml`."""
    return text.endswith(_endings(words))


@lru_cache(maxsize=8)
def _endings(words: str) -> tuple[str, ...]:
    return tuple(_words(words))


@lru_cache(maxsize=8)
def _words(name: str) -> frozenset[str]:
    return frozenset(table("verbs", "draft", "evidence")[name])


def _is_person(plain: str) -> bool:
    return 2 <= len(plain) <= 3 and plain[0] in _words("姓氏") and plain.isalpha()


def _is_body(plain: str) -> bool:
    return len(plain) >= 3 and ends(plain, "机构结尾") and not plain.startswith(("所", "是否"))


def is_of_person(label: str) -> bool:
    """Whether a label tells something of a person."""
    return bare_label(label) in _words("人的栏名")


def names_person(label: str) -> bool:
    """Whether a label asks for the name of a person."""
    return bare_label(label) in _words("人名的栏名")


def is_title(text: str) -> bool:
    """Whether a text reads like the title of a form."""
    return ends(normalise_label(re.sub(r"[（(\[【〔][^（()）]*[)）\]】〕]\s*$", "", text.strip())), "表名结尾")


def is_note(text: str) -> bool:
    """Whether a text begins like a note, or the number of an annex: `注`, `填表说明`, `附件1`."""
    plain = bare_label(text)
    return any(plain.startswith(word) for word in _words("附注开头"))


def is_transposed(texts: Sequence[Sequence[str]]) -> bool:
    """Whether the first row of a block names bodies and places, 甲村, 乙村, and its first column fields."""
    (_, *heads), rows = texts[0], texts[1:]
    if any(not head.strip() or is_name(head) or kind(head) in ("figure", "prose") for head in heads):
        return False
    if len(set(heads)) < len(heads) or sum(is_name(row[0]) for row in rows) * 2 < len(rows):
        return False
    kinds = [{kind(text) for text in row[1:]} - {""} for row in rows]
    even = all(len(each) <= 1 for each in kinds)
    return even and (len(set().union(*kinds)) > 1 or all(map(is_filled, heads)) or not any(kinds))


def inline_score(text: str, *, last: bool) -> float:
    """A text of labels with values inside; at the end of a row, where no cell is for the value, the values may be blank."""
    found = pieces(text)
    if not found or "\n" in text or not text.startswith(found[0].label[:1]):
        return -9.0
    filled = any(text[piece.start : piece.end].strip() for piece in found)
    if len(found) > 1 and all(is_name(piece.label) for piece in found):
        return 11.0 if filled else 7.5
    if meaning(found[0].label):
        return 8.0 if filled else 2.5 + 5.0 * last
    if is_name(found[0].label):
        return 6.0 if filled else 1.0 + 5.0 * last
    return -1.0 if filled and len(text) < 30 else -4.0
