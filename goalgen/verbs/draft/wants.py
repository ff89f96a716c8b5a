"""Verbs floor, `draft`: the values that want a slot, and the name each gets from the labels around it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from goalgen.docx import Address, Cell
from goalgen.form.doubts import MARK
from goalgen.labels import literal_regex
from goalgen.verbs.draft.evidence import Looks, is_name, is_of_person, looks, names_person
from goalgen.verbs.draft.spots import Role, Spot
from goalgen.verbs.draft.words import SPARE, Numbered, differences, in_words, key_of, legal, meaning, qualifier
from goalgen.vocabulary import FORM_KEY, meanings

ONE_LINE = r"^[^\n\v]+$"
YEAR = r"^([0-9]{4}|[〇○零一二三四五六七八九]{4}|[\s_×xX0-9]*)$"
CODE = r"^[0-9]{4,}$"
NUMBER = r"^[1-9][0-9]*$"
_SURE = 2.0
RESERVED = {FORM_KEY, "项", "条"}
"""What the template and the spec call by these names already."""
UNNAMED = "文字"
"""The key of a value that has no label."""


@dataclass(eq=False)
class Want:
    """A value and what is known of it: its labels, its samples, where it stands in the first document."""

    label: str
    samples: list[str]
    address: Address
    margin: float = 9.0
    column: str = ""
    """the label at the head of its column, for a value in a row that has a label too"""
    contexts: tuple[str, ...] = ()
    """what tells it from others of the same label, the best first"""
    heads: tuple[str, ...] = ()
    """the labels that its own label stands under or beside, the nearest first: what is said there holds for it too"""
    pattern: str | None = None
    key: str = ""
    meaning: str | None = None
    items: list[Want] = field(default_factory=list)
    """for a list of rows, its columns"""
    rows: list[list[str]] = field(default_factory=list)
    """for a list of rows, the texts of each row of all documents, by column"""
    unit: str = ""
    """in what its amounts are, as the labels say"""
    optional: bool = False
    """not in every document"""
    style: Numbered | None = None
    """how the paragraphs of a list of paragraphs are numbered"""
    doubts: list[str] = field(default_factory=list)
    """what a person should decide, in their words"""

    @property
    def plain_list(self) -> bool:
        """Whether it is a list of paragraphs."""
        return self.style is not None

    @property
    def title(self) -> str:
        """What a person calls it: its label as it is printed, with a mark where it was guessed."""
        printed = " ".join("".join(text.split()) for text in (self.label, self.column) if text.strip())
        return (printed.rstrip(":：") or self.key) + MARK * self.doubtful

    @property
    def doubtful(self) -> bool:
        """Whether a person should look at it."""
        return bool(self.reasons)

    @property
    def reasons(self) -> list[str]:
        """Why a person should look at it."""
        found = list(self.doubts)
        if not self.label:
            found.append("旁边没有栏名")
        elif self.margin < _SURE and not found:
            found.append("看不准是栏名还是要填的")
        return found


def name_of(identifier: str) -> str:
    """The Chinese name of a meaning."""
    return key_of(meanings()[identifier].name)


def want_of(spot: Spot, line: Sequence[Spot], lines: Sequence[Sequence[Spot]]) -> Want:
    """The want of a value cell: its label is before it, or at the head of its column, or both."""
    before = [s for s in line[: line.index(spot)] if s.role is Role.LABEL and s.cell.origin is None]
    own = before[-1] if before else None
    if own is not None and own.tall and own is spot.group and spot.header is not None:
        own = None  # a label beside a block that has heads of its own
    group = spot.group if spot.group is not own else None
    want = Want("", list(spot.texts), spot.row.address(spot.cell), spot.margin)
    if own is not None and spot.header is not None and not _alternates(line):
        want.label, want.column = own.text, spot.header.text
    else:
        source = own or spot.header or group
        want.label = source.text if source else ""
        want.doubts += _alike(source, spot) if source is not None else []
        if meaning(want.label) and not meaning(spot.text):
            want.margin = 9.0
    if spot.transposed:
        want.key = f"{key_of(want.label) or UNNAMED}_{in_words(line.index(spot))}"
        want.doubts.append("表是转置的：列是单位或地方，行是栏名，换一份就对不上；请改成一行一个的清单")
    head = _head(own, lines) if own else None
    want.contexts = (
        qualifier(want.label),
        head or "",
        group.text if group else "",
        before[0].text if len(before) > 1 else "",
    )
    if group is not None and not want.column and _is_of_person(want.label, group, lines):
        want.key = "_".join(filter(None, (key_of(group.text), key_of(want.label))))
    want.heads = heads_of(spot, line, lines, own)
    want.meaning = None if want.column else meaning(want.label)
    return want


def _alternates(line: Sequence[Spot]) -> bool:
    """Whether each value of a row has a label of its own, and the heads above belong to other rows: they say different things."""
    own = [spot for spot in line if spot.cell.origin is None]
    pairs = [each.role for each in own] == [Role.LABEL, Role.VALUE] * (len(own) // 2)
    heads = {spot.header.text for spot in own[1::2] if spot.header is not None}
    return pairs and len(own) > 2 and len(heads) > 1


def _alike(label: Spot, value: Spot) -> list[str]:
    """What to say where a label and its value look alike, unless several documents tell them apart."""
    text = value.text.strip()
    if value.differs or not text:
        return []
    if meaning(label.text):
        alike = meaning(text) is not None
    elif is_name(label.text):
        alike = is_name(text)
    else:
        alike = looks(label.text) < Looks.SHORT or looks(text) >= Looks.SHORT
    if not alike:
        return []
    return [f"「{''.join(label.text.split())}」和「{''.join(text.split())}」分不清哪个是栏名"]


def _is_of_person(label: str, group: Spot, lines: Sequence[Sequence[Spot]]) -> bool:
    """Whether the labels of a group, this one among them, tell of a person: then it is the group that tells of whom."""
    beside = [s.text for line in lines if group in line or any(s.group is group for s in line) for s in line]
    return any(map(names_person, beside)) and sum(is_of_person(text) for text in (label, *beside)) >= 2


def heads_of(spot: Spot, line: Sequence[Spot], lines: Sequence[Sequence[Spot]], own: Spot | None) -> tuple[str, ...]:
    """The labels at the left of a value's own, merged down from above or not, and those above the head of its column."""
    spots = {id(each.cell): each for each in (each for row in lines for each in row)}
    left = [spots.get(id(each.cell.origin or each.cell)) for each in line[: line.index(spot)]]
    found = [each for each in reversed(left) if each is not None and each is not own and each.role is Role.LABEL]
    head = spot.header
    if head is not None:
        at = next((number for number, row in enumerate(lines) if head in row), 0)
        found += [each for each in lines[at] if own and covers(each.cell, own.cell.column) and each.role is Role.LABEL]
        for row in reversed(lines[:at]):
            over = [each for each in row if covers(each.cell, head.cell.column)]
            if not over or over[0].role is not Role.LABEL:
                break
            found += over
    return tuple(each.text for each in found)


def covers(cell: Cell, column: int) -> bool:
    """Whether a cell stands over a column of the grid."""
    return cell.column <= column < cell.column + cell.span


def _head(own: Spot, lines: Sequence[Sequence[Spot]]) -> str | None:
    """The label that heads this one's column among the rows of its group."""
    if own.group is None:
        return None
    rows = [line for line in lines if own.group in line]
    return next((s.text for line in rows for s in line if s.cell.column == own.cell.column), None)


def name_all(wants: Sequence[Want], taken: Sequence[str]) -> None:
    """Give every want a key of its own."""
    for want in wants:
        if not want.key:
            want.key = "_".join(filter(None, (key_of(want.label), key_of(want.column)))) or UNNAMED
        if want.key in RESERVED:
            want.key += SPARE
    places = max((len(want.contexts) for want in wants), default=0)
    for place in range(places):
        groups: dict[str, list[Want]] = defaultdict(list)
        for want in wants:
            groups[want.key].append(want)
        for group in groups.values():
            if len(group) > 1:
                _tell_apart(group, place)
    counts = Counter(taken)
    for want in wants:
        want.key = legal(want.key)
        counts[want.key] += 1
        if counts[want.key] > 1:
            want.doubts.append(f"还有一个栏位也叫「{want.key}」")
            want.key = f"{want.key}_{counts[want.key]}"


def _tell_apart(group: Sequence[Want], place: int) -> None:
    """Put before the key what the contexts do not share."""
    contexts = [want.contexts[place] if place < len(want.contexts) else "" for want in group]
    if len(set(contexts)) < 2:
        return
    whole = [key_of(context) for context in contexts]
    prefixes = differences(whole)
    if any(prefix.isdecimal() or len(prefix) == 1 for prefix in prefixes):
        prefixes = whole
    for want, prefix in zip(group, prefixes, strict=True):
        if prefix:
            want.key = f"{prefix}{'_' if len(prefix) > 3 else ''}{want.key}"


def separate(wants: Sequence[Want], between: Sequence[str]) -> None:
    """Values on one line with a label after them: no value may hold that label, or it could not be read again."""
    for want, literal in zip(wants, between, strict=False):
        if all(re.fullmatch(r"[^\s:：]*", sample) for sample in want.samples) and ":" in literal.replace("：", ":"):
            want.pattern = r"^[^\s:：]*$"
        else:
            loose = literal_regex(literal).pattern or r"\s"
            want.pattern = rf"^(?!\s)(?:(?!{loose})[\s\S])*(?<!\s)$"
