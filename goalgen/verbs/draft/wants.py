"""Verbs floor, `draft`: the values that want a slot, and the name each gets from the labels around it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from goalgen.docx import Address
from goalgen.form.doubts import MARK
from goalgen.labels import literal_regex
from goalgen.verbs.draft.evidence import Looks, is_name, is_of_person, looks
from goalgen.verbs.draft.roles import Role, Spot
from goalgen.verbs.draft.words import SPARE, Numbered, differences, key_of, meaning, qualifier
from goalgen.vocabulary import FORM_KEY, meaning_of_label, meanings

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
    pattern: str | None = None
    key: str = ""
    meaning: str | None = None
    items: list[Want] = field(default_factory=list)
    """for a list of rows, its columns"""
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
    if own is not None and spot.header is not None:
        want.label, want.column = own.text, spot.header.text
    else:
        source = own or spot.header or group
        want.label = source.text if source else ""
        want.doubts += _alike(source, spot) if source is not None else []
        if meaning(want.label) and not meaning(spot.text):
            want.margin = 9.0
    if spot.transposed:
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
    want.meaning = _meaning(want, head)
    return want


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
    return sum(is_of_person(text) for text in (label, *beside)) >= 2


def _head(own: Spot, lines: Sequence[Sequence[Spot]]) -> str | None:
    """The label that heads this one's column among the rows of its group."""
    if own.group is None:
        return None
    rows = [line for line in lines if own.group in line]
    return next((s.text for line in rows for s in line if s.cell.column == own.cell.column), None)


_PARTS_OF_TOTAL = {"fiscal_part": "total_fiscal", "other_part": "total_other"}


def _meaning(want: Want, head: str | None) -> str | None:
    """A cell under a column label and after a row label means the one or the other, when either is the plain case."""
    row, column = meaning(want.label), meaning(want.column) if want.column else None
    if want.column:
        if row == "total_score":
            return row if column == "score" else None
        return row if column == "budget_total" else column if row == "budget_total" else None
    if head and meaning(head) == "total_amount":
        return _PARTS_OF_TOTAL.get(row or "", row)
    return row


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
        counts[want.key] += 1
        if counts[want.key] > 1:
            want.doubts.append(f"还有一个栏位也叫「{want.key}」")
            want.key = f"{want.key}_{counts[want.key]}"
    _settle_meanings(wants)


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


_TOTALS = {
    "budget_total": "total_amount",
    "fiscal_part": "total_fiscal",
    "other_part": "total_other",
    "goals": "total_goals",
}
"""What is meant by the first of two fields of one meaning: that of all years, before that of this year."""


def _settle_meanings(wants: Sequence[Want]) -> None:
    """A meaning belongs to one field: to that which is named so, else to the last of its label, the year's own."""
    for want in wants:
        want.meaning = meaning_of_label(want.key) or want.meaning
    for plain, total in _TOTALS.items():
        same = [want for want in wants if want.meaning == plain]
        if len(same) == 2 and all(want.meaning != total for want in wants):
            same[0].meaning = total
    last = {want.meaning: want for want in wants if want.meaning}
    for want in wants:
        if want.meaning and last[want.meaning] is not want and meaning_of_label(want.key) is None:
            want.meaning = None


def separate(wants: Sequence[Want], between: Sequence[str]) -> None:
    """Values on one line with a label after them: no value may hold that label, or it could not be read again."""
    for want, literal in zip(wants, between, strict=False):
        if all(re.fullmatch(r"[^\s:：]*", sample) for sample in want.samples) and ":" in literal.replace("：", ":"):
            want.pattern = r"^[^\s:：]*$"
        else:
            loose = literal_regex(literal).pattern or r"\s"
            want.pattern = rf"^(?!\s)(?:(?!{loose})[\s\S])*(?<!\s)$"


def schema_of(name: str, title: str, wants: Sequence[Want]) -> dict[str, object]:
    """The schema of the drafted form."""
    properties: dict[str, object] = {
        FORM_KEY: {"title": FORM_KEY, "description": f"用哪一种官方表。例：{name}", "const": name}
    }
    year = name_of("year")
    if all(want.key != year for want in wants):
        about = '四位数字，表上不印。例："2024"'
        numbers = ["string", "number"]
        properties[year] = {"title": year, "description": about, "type": numbers, "pattern": "^[0-9]{4}$"}
    properties |= {want.key: _property(want) for want in wants}
    keys = {want.meaning: want.key for want in reversed(wants) if want.meaning}
    annotation = {}
    number, project = keys.get("number"), keys.get("project_name") or keys.get("unit_name")
    if number:
        annotation["order"] = number
    parts = [f"{{{number}:02}}"] if number else []
    parts += [f"{{{project}}}"] if project else []
    annotation["filename"] = "-".join(parts) or name
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{name}.schema.json",
        "title": title,
        "description": "由 goalgen form draft 从已填的表起草，请核对各项的名称和说明。各项文字与表中单元格逐字相同，连空格在内。",
        "x-goalgen": annotation,
        "type": "object",
        "additionalProperties": False,
        "required": [FORM_KEY, *(want.key for want in wants if not want.optional)],
        "properties": properties,
    }


def _property(want: Want) -> dict[str, object]:
    label = "".join(want.label.split()) + (f"（{''.join(want.column.split())}）" if want.column else "")
    found: dict[str, object] = {"title": want.title}
    if want.meaning and meaning_of_label(want.key) != want.meaning:
        found["x-meaning"] = want.meaning
    examples = list(dict.fromkeys(sample for sample in want.samples if sample.strip()))[:3]
    example = f"。例：{_short(examples[0])}" if examples else ""
    if want.items:
        items = {item.key: _property(item) for item in want.items}
        found["description"] = f"表中「{label}」，一行写一条，次序与表中相同。"
        inner = {"type": "object", "additionalProperties": False, "required": list(items), "properties": items}
        return found | {"type": "array", "items": inner}
    found["description"] = f"表中「{label}」{'，编号由模板自动加上' if want.plain_list else ''}{example}"
    numeric = bool(examples) and all(re.fullmatch(r"[\d.,]+", text.strip()) for text in examples)
    scalar: dict[str, object] = {
        "type": ["string", "number"] if numeric or want.pattern in (YEAR, NUMBER, CODE) else "string"
    }
    if want.pattern:
        scalar["pattern"] = want.pattern
    blank = [sample for sample in want.samples if not sample.strip()][:1]  # shown, so that G104 knows it is customary
    if examples or blank:
        scalar["examples"] = [*examples, *blank]
    if want.plain_list:
        return found | {"type": "array", "items": scalar}
    return found | scalar


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 30 else line[:30] + "…"
