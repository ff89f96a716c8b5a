"""Words floor: how a label is compared: as a person reads it, not as it was typed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TAIL = re.compile(r"(\([^()]*元\)|:)+$")

_UNIT = re.compile(r"[(\[](?:[^()\[\]]*(?:[:,、]|单位|人民币))?((?:百万|千万|[亿万千百])?元)[)\]]")

_UNSEEN = re.compile(
    "[\\s\xad\u034f\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0]*"
)


def shows_nothing(text: str) -> bool:
    """Whether nothing can be seen of a text: white space, and characters of no width."""
    return not text or (not text[0].isalnum() and _UNSEEN.fullmatch(text) is not None)


def only_points(text: str) -> bool:
    """Whether a text says how many points something counts, and nothing else: 90分."""
    return len(text) < _LONGEST and _POINTS.fullmatch(text) is not None


_POINTS = re.compile(
    r"\s*[(（]?\s*(?:\d{1,3}(?:\.\d+)?\s*分?|(?:[^\W\d_]{2}\s*[:：]?\s*)?\d{1,3}(?:\.\d+)?\s*分)\s*[)）]?\s*"
)
_LONGEST = 20


def dense_text(text: str) -> str:
    """The text after NFKC, without white space and line breaks."""
    return "".join(unicodedata.normalize("NFKC", text).replace("\u200b", "").replace("\ufeff", "").split())


@lru_cache(maxsize=4096)
def normalise_label(text: str) -> str:
    """The label after NFKC, without white space and line breaks, trailing colon and bracketed unit of money."""
    return _TAIL.sub("", dense_text(text))


@lru_cache(maxsize=4096)
def unit_of_label(text: str) -> str:
    """The unit of money that a label says in brackets, 万元 of 预算数（单位：万元）; "" when it says none."""
    found = _UNIT.search(dense_text(text))
    return found[1] if found else ""


@lru_cache(maxsize=512)
def literal_regex(text: str) -> re.Pattern[str]:
    """What matches a piece of static text in running text: full or half width, and what `dense_text` drops between."""
    return re.compile(r"[\s\u200b\ufeff]*".join(_widths(char) for char in dense_text(text)))


def _widths(char: str) -> str:
    if "!" <= char <= "~":
        return f"[{re.escape(char)}{chr(ord(char) + 0xFEE0)}]"
    return re.escape(char)
