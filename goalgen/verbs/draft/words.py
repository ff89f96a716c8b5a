"""Verbs floor, `draft`: what the text of a cell says by itself: a label that is known, labels with values inside, a year."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from goalgen.labels import normalise_label
from goalgen.vocabulary import meaning_of_label

_FIRST_FIGURES = re.compile(r"^\d[\d_]*")
_IN_WORDS = str.maketrans("0123456789", "〇一二三四五六七八九")
SPARE = "栏"
"""What is put to a name that cannot be one by itself."""
_BRACKETS = re.compile(r"[(\[【〔<][^()\[\]【】〔〕<>]*[)\]】〕>]")
_PREFIX = re.compile(r"^\D{1,2}:(?=.)")
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+|\d+)[、.．](?!\d)|^\((?:[一二三四五六七八九十]+|\d+)\)")
_INLINE = re.compile(r"(?P<label>[^\s:：\d,，。;；\"“”]{2,14})[ \u3000]*[:：](?:[（(][^（）()\d]{1,4}[)）])?")
_YEAR = re.compile(
    r"(?<!\d)(?P<year>\d{4}|[〇○零一二三四五六七八九]{4}|20[×xX]{2}|[×xX]{4}|_{2,}|[ \u3000]{2,})(?=\s*年)"
)
_BARE_YEAR = re.compile(r"^\s*[（(](?P<year>\d{4})[)）]\s*$")
_OF_YEAR = re.compile(r"^(?:\d{4}|20[×xX]{2})年度?(?=\D)")
_SENTENCE = re.compile(r"[。；;！]")
_GOAL = re.compile(r"(?P<before>[^\d\s]{0,4}?)(?P<number>\d+)(?P<after>\s*[.．、：:)）]\s*)(?P<text>.*)", re.DOTALL)


class Piece(NamedTuple):
    """A value inside a text: where it is, and what the text calls it."""

    start: int
    end: int
    label: str


class Numbered(NamedTuple):
    """How the paragraphs of a numbered list begin, around the number."""

    before: str
    after: str


@lru_cache(maxsize=4096)
def meaning(text: str) -> str | None:
    """What a label means: as it is, without its brackets, a short prefix such as `其中：`, numbering, the year it is about."""
    plain = normalise_label(text)
    bare = _BRACKETS.sub("", plain).rstrip(":")
    for label in (plain, bare, _PREFIX.sub("", bare), _NUMBERING.sub("", bare), _OF_YEAR.sub("年度", bare)):
        if label and (found := meaning_of_label(label)):
            return found
    return None


@lru_cache(maxsize=4096)
def bare_label(label: str) -> str:
    """A label without padding, colons, brackets, numbering."""
    bare = _BRACKETS.sub("", normalise_label(label)).strip(":*※★")
    return _NUMBERING.sub("", _PREFIX.sub("", bare)) or bare


@lru_cache(maxsize=4096)
def key_of(label: str) -> str:
    """A label as part of a name: no padding, colons, brackets, numbering, punctuation."""
    return next((key for text in (bare_label(label), normalise_label(label)) if (key := _parts(text))), "")


def _parts(text: str) -> str:
    """The characters that a name may have, with `_` between figures that a mark stood between: `1-6月`."""
    plain = re.sub(r"(?<=\d)[^\w\s]+(?=\d)", "_", unicodedata.normalize("NFKC", text))
    return "".join(char for char in plain if f"a{char}".isidentifier()).strip("_")


def in_words(number: int) -> str:
    """A number as a name may begin: `〇`, `一二`."""
    return str(number).translate(_IN_WORDS)


_LONGEST = 30
"""So many characters a name has at most; the label itself is the title in the schema."""
_RESERVED = frozenset(keyword.kwlist) | {
    *(
        "loop",
        "true",
        "false",
        "none",
        "block",
        "extends",
        "macro",
        "set",
        "filter",
        "call",
        "include",
        "self",
        "super",
    ),
    *("caller", "varargs", "kwargs", "range", "dict", "lipsum", "cycler", "joiner", "namespace", "ignore", "recursive"),
}
"""What Jinja or Python understands by itself."""


def legal(text: str) -> str:
    """A text as a name of Jinja: words and figures, first figures as words (`2023年` is `二〇二三年`), none that has a meaning of its own."""
    plain = _parts(text)
    if plain.isdigit():
        plain = f"{SPARE}_{plain}"
    plain = _FIRST_FIGURES.sub(lambda match: match[0].replace("_", "至").translate(_IN_WORDS), plain)
    plain = plain[:_LONGEST].strip("_")
    return f"{plain}{SPARE}" if plain in _RESERVED or plain.lower() in _RESERVED else plain


def qualifier(label: str) -> str:
    """What a label says in brackets: `二级指标（长期）` is `长期`."""
    found = _BRACKETS.search(normalise_label(label))
    return re.sub(r"\W|^\d+", "", found[0]) if found else ""


def differences(labels: Sequence[str]) -> list[str]:
    """What is left of each label when what all share is taken away: 中期目标, 年度目标 are 中期, 年度."""
    rest = list(labels)
    while len(set(rest)) > 1:
        shared = rest[0]
        for other in rest[1:]:
            match = SequenceMatcher(None, shared, other, autojunk=False).find_longest_match()
            shared = shared[match.a : match.a + match.size]
        if len(shared) < 2:
            break
        rest = [label.replace(shared, "", 1) for label in rest]
    return rest


def pieces(text: str) -> list[Piece]:
    """The labelled values inside a text, each on one line: `单位：万元`, `填表人：某某  联系电话：……`."""
    found: list[Piece] = []
    for line in re.finditer(r"[^\n\v]+", text):
        marks = [
            (match.start("label") + skip, match.end(), match["label"][skip:])
            for match in _INLINE.finditer(text, line.start(), line.end())
            for skip in [_known_from(match["label"], begins=not text[line.start() : match.start()].strip())]
        ]
        if marks and meaning(marks[0][2]) and _SENTENCE.search(line[0]):
            marks = [mark for mark in marks if meaning(mark[2])]
        ends = [*(begin for begin, _, _ in marks[1:]), line.end()]
        for (_, end, label), following in zip(marks, ends, strict=False):
            value = _inside(text[end:following])
            start = end + len(value) - len(value.lstrip())
            stop = max(start, end + len(value.rstrip()))
            found.append(Piece(end, end, label) if not value.strip() else Piece(start, stop, label))
    return found


def _inside(value: str) -> str:
    """A value without the bracket that was opened before its label: `（单位：万元）`."""
    bare = value.rstrip()
    opened, closed = (sum(bare.count(mark) for mark in marks) for marks in ("(（", ")）"))
    return bare[:-1] if closed > opened and bare[-1] in ")）" else value


def _known_from(label: str, *, begins: bool) -> int:
    """Where the known label begins in a text that runs on from the value before it; no value is before a line's first."""
    if meaning(label) or (begins and not re.search(r"[（(]", label)):
        return 0
    return next((skip for skip in range(1, len(label) - 1) if meaning_of_label(label[skip:])), 0)


def year(text: str) -> Piece | None:
    """Where a title holds the year, or leaves a place for it."""
    match = _YEAR.search(text) or _BARE_YEAR.search(text)
    return Piece(match.start("year"), match.end("year"), "") if match else None


def numbering(texts: Sequence[str]) -> Numbered | None:
    """How the paragraphs of all texts are numbered, 1, 2, 3 …; None when any is not."""
    style: set[Numbered] = set()
    for text in texts:
        for index, line in enumerate(text.split("\n"), 1):
            match = _GOAL.fullmatch(line)
            if match is None or match["number"] != str(index) or not match["text"].strip():
                return None
            if "\n" not in "".join(texts) and (match["before"] or match["text"][0].isdigit()):
                return None
            style.add(Numbered(match["before"], match["after"]))
    return style.pop() if len(style) == 1 else None


def items(texts: Sequence[str], style: Numbered) -> Iterator[str]:
    """The texts of numbered paragraphs without their numbers."""
    for text in texts:
        for index, line in enumerate(text.split("\n"), 1):
            yield line[len(f"{style.before}{index}{style.after}") :]


def is_label_like(text: str) -> bool:
    """Whether an unknown text could be a label: short, without figures and without sentence marks."""
    plain = unicodedata.normalize("NFKC", "".join(text.split()))
    return 0 < len(plain) <= 14 and not re.search(r"\d|[。;!?%≥≤]", plain)
