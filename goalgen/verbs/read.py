"""Verbs floor: a Word file becomes specs, with the account of every character of their tables (L6) and what it did not fit.

Reading never overrules what can be seen: what a built document carries unseen, and what the user gives, only adds fields.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from goalgen.docx import Address, Block, Content, Package, Paragraph, Revisions, Row, content, open_package
from goalgen.embedded import extract
from goalgen.form import Form
from goalgen.form.bind import ValuePath, bind
from goalgen.form.explain import begun, explain, nearest
from goalgen.form.find import Furthest, Occurrence, gist
from goalgen.form.layout import Note, layout
from goalgen.ledger import Kind, Ledger, enter, findings, unread, visible
from goalgen.problem import Problem, Severity, Where
from goalgen.vocabulary import FORM_KEY, meaning_of_field

_NEAR = 2
"""A table that fits a form for so many blocks before it departs is a near miss."""


UNGIVEN = "R207"
"""The code of what only the user can give: of use to whoever writes the spec, not to whoever checks the document."""


@dataclass
class ReadSpec:
    """One table that was read: its value, its form, and where each value stands in the document."""

    value: dict[str, Any]
    form: Form
    places: Mapping[ValuePath, Address]
    address: Address
    """where the table begins"""


class Unread(NamedTuple):
    """A text of the document that no form claimed."""

    address: Address
    text: str


class NearMiss(NamedTuple):
    """A table that begins like a form and then departs: where, how, and what was read up to there."""

    form: Form
    cell: str
    departure: str
    value: dict[str, Any]


@dataclass
class Reading:
    """What reading gives."""

    name: str
    specs: list[ReadSpec] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)
    problems: list[Problem] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    near: list[NearMiss] = field(default_factory=list)
    tables: int = 0
    """how many tables the document holds"""
    producer: str = ""
    """what saved the document, where that matters"""
    _taken: list[Occurrence] = field(default_factory=list, repr=False)

    @cached_property
    def notes(self) -> list[Note]:
        """The liberties of layout that were met, and read all the same."""
        pairs = zip(self.specs, self._taken, strict=True)
        return [note for spec, occurrence in pairs for note in layout(spec.form.pattern, occurrence)]


def read(
    data: bytes,
    name: str,
    forms: Sequence[Form],
    given: Mapping[str, str] | None = None,
    revisions: Revisions = Revisions.FINAL,
) -> Reading:
    """Read every table of a known form from the bytes of a .docx.

    `name` is what the document is called in problems; `given` are fields that the form does not print, such as 年度.
    """
    reading = Reading(name)
    package, problems = open_package(data, name)
    if package is None:
        reading.problems += problems
        return reading
    held = content(package, revisions)
    blocks = held.blocks
    origin, carried = extract(package)
    if origin is not None:
        forms = sorted(forms, key=lambda form: form.name != origin)
    taken: list[tuple[Occurrence, Form]] = []
    for found, form, furthest, start in _occurrences(blocks, forms):
        if found is not None:
            taken.append((found, form))
        else:
            _near_miss(reading, form, furthest, blocks, start)
    for found, form in taken:
        bound = bind(found, name)
        reading.ledger.entries += bound.entries
        reading.problems += bound.problems
        address = blocks[found.start].address()
        reading.specs.append(ReadSpec({FORM_KEY: form.name, **bound.value}, form, bound.places, address))
    reading._taken = [found for found, _ in taken]
    _leave(reading, held)
    _carry(reading, blocks, carried)
    _give(reading, given or {})
    _number(reading)
    if origin is None:
        _ungiven(reading)
    _tell(reading, package, held, revisions)
    if not reading.specs:
        known = "、".join(dict.fromkeys(form.name for form in forms))
        like = "" if reading.near else nearest([(form.title, form.finder) for form in forms], blocks)
        reading.problems.append(Problem("R301", Where(name), f"没有找到已知表样的表（已知：{known}）{like}"))
    return reading


def _tell(reading: Reading, package: Package, held: Content, revisions: Revisions) -> None:
    """What somebody must look at before the document is published, and what was not looked into."""
    reading.tables = max((block.table for block in held.blocks if isinstance(block, Row)), default=0)
    reading.producer = "WPS" if package.by_wps else ""
    reading.ledger.hidden = held.hidden
    reading.problems += package.problems
    if held.revised:
        kept, other = (
            ("最终稿（接受全部修订）", "original")
            if revisions is Revisions.FINAL
            else ("原稿（拒绝全部修订）", "final")
        )
        message = f"文件里有修订，按{kept}读；要读另一稿，加 --revisions {other}"
        reading.problems.append(Problem("R411", Where(reading.name), message, Severity.INFO))
    tables = {entry.address.table for entry in reading.ledger.entries} - {0}
    reading.problems += unread(held.foreign, tables, reading.name)
    reading.problems += findings(held.hidden, reading.name)


def _occurrences(
    blocks: Sequence[Block], forms: Sequence[Form]
) -> Iterator[tuple[Occurrence | None, Form, Furthest, int]]:
    """From top to bottom, the longest form at each place; where there is none but one comes near, how far it got."""
    position, silent_until = 0, 0
    while position < len(blocks):
        best: tuple[Occurrence, Form, Furthest] | None = None
        nearest: tuple[Form, Furthest] | None = None
        text = gist(blocks[position])
        for form in forms if text is not None else ():
            if not form.finder.may_begin(blocks[position], text or ""):
                continue
            furthest = Furthest()
            found = form.finder.find(blocks, position, furthest)
            if found is not None and (best is None or found.end > best[0].end):
                best = (found, form, furthest)
            if nearest is None or furthest.position > nearest[1].position:
                nearest = (form, furthest)
        if best is not None:
            yield *best, position
            position = best[0].end
            continue
        if nearest and position >= silent_until and nearest[1].position - position >= _NEAR:
            silent_until = nearest[1].position
            yield None, *nearest, position
        position += 1


def _near_miss(reading: Reading, form: Form, furthest: Furthest, blocks: Sequence[Block], start: int) -> None:
    cell, departure = explain(form.finder, furthest, blocks)
    part = form.finder.find(blocks, start, Furthest(), until=furthest.read)
    value = bind(part, reading.name).value if part else {}
    value = {str(path[0]): text for path, text in begun(form.finder, furthest, blocks).items()} | value
    reading.near.append(NearMiss(form, cell, departure, {FORM_KEY: form.name, **value}))
    message = f"像「{form.title}」，但从这里起不一样：{departure}"
    reading.problems.append(Problem("R302", Where(reading.name, cell=cell), message))


def _leave(reading: Reading, held: Content) -> None:
    """Rows and text boxes that nothing claimed in tables that hold a form are residue; other texts are unread."""
    claimed = {id(found.block) for occurrence in reading._taken for found in occurrence.found}
    tables = {found.block.table for o in reading._taken for found in o.found if isinstance(found.block, Row)}
    left = (text for block in held.blocks if id(block) not in claimed for text in block.texts())
    for address, text in chain(left, held.asides):
        if address.table in tables:
            reading.ledger.entries.append(enter(address, text, ()))
        elif text.strip():
            reading.unread.append(Unread(address, text))
    reading.unread += [Unread(address, text) for address, text in held.stories]
    for address, text in reading.ledger.residue():
        where = Where(reading.name, cell=str(address))
        reading.problems.append(Problem("R203", where, f"这里的文字没有读进任何栏位：「{text}」", Severity.WARN))


def _carry(reading: Reading, blocks: Sequence[Block], carried: Sequence[Mapping[str, Any]]) -> None:
    """Add the fields that a built document carries unseen, found by the number in the table's bookmark, or by its place."""
    if not carried:
        return
    for index, (spec, occurrence) in enumerate(zip(reading.specs, reading._taken, strict=True)):
        first = blocks[occurrence.start]
        marks = first.bookmarks if isinstance(first, Paragraph) else []
        numbers = [int(match[1]) for mark in marks if (match := re.search(r"_(\d{4,9})$", mark, re.ASCII))]
        if numbers and 0 < numbers[0] <= len(carried):
            values = carried[numbers[0] - 1]
        elif len(carried) == len(reading.specs):
            values = carried[index]
        else:
            values = {key: text for key, text in carried[0].items() if all(c.get(key) == text for c in carried)}
        spec.value.update({key: text for key, text in values.items() if key in spec.form.unprinted})


def _give(reading: Reading, given: Mapping[str, str]) -> None:
    """Add the fields the user gives; a field that the form prints is not overruled."""
    for key, text in given.items():
        for spec in reading.specs:
            if key in spec.form.unprinted or (key in spec.form.schema["properties"] and key not in spec.value):
                spec.value[key] = text
            elif spec.value.get(key) != text:
                known = f"表样 {spec.form.name} 里没有「{key}」"
                message = f"「{key}」印在表上，以表上的为准，没有改成「{text}」" if key in spec.value else known
                reading.problems.append(Problem("R204", Where(reading.name, cell=str(spec.address)), message))
                break


def _number(reading: Reading) -> None:
    """A table whose heading is missing gets its number from its neighbours when only one is possible."""
    previous = 0
    waiting: list[ReadSpec] = []
    for spec in reading.specs:
        key = spec.form.order
        if key is None or key in spec.form.unprinted:
            continue
        text = spec.value.get(key)
        if text is None:
            waiting.append(spec)
        elif isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 10:
            if int(text) - previous - 1 == len(waiting):
                for number, unnumbered in enumerate(waiting, previous + 1):
                    _note_number(reading, unnumbered, key, str(number))
                waiting = []
            else:
                _missing_numbers(reading, waiting)
            previous, waiting = int(text), []
    _missing_numbers(reading, waiting)


def _ungiven(reading: Reading) -> None:
    """The year, and what the schema requires, where the form does not print it and nothing brought it: somebody must say it."""
    without: dict[str, list[ReadSpec]] = {}
    for spec in reading.specs:
        fields = spec.form.schema["properties"]
        required = spec.form.schema.get("required", ())
        for key in spec.form.unprinted:
            if key not in spec.value and (key in required or meaning_of_field(key, fields[key]) == "year"):
                without.setdefault(key, []).append(spec)
    for key, specs in without.items():
        some = "" if len(specs) == len(reading.specs) else f"有 {len(specs)} 张表"
        at = str(specs[0].address) if some else ""
        message = f"{some}没有{key}：用 --set {key}=…；这一项表上不印，这个文件里也没有带着"
        reading.problems.append(Problem(UNGIVEN, Where(reading.name, cell=at), message, Severity.INFO))


def _note_number(reading: Reading, spec: ReadSpec, key: str, number: str) -> None:
    spec.value[key] = number
    message = f"标题缺失，「{key}」按前后的表推定为 {number}"
    reading.problems.append(Problem("R205", Where(reading.name, cell=str(spec.address)), message, Severity.INFO))


def _missing_numbers(reading: Reading, specs: Sequence[ReadSpec]) -> None:
    for spec in specs:
        message = f"标题缺失，「{spec.form.order}」从前后的表也定不下来，请补写"
        reading.problems.append(Problem("R206", Where(reading.name, cell=str(spec.address)), message, Severity.WARN))


def account(reading: Reading) -> dict[str, int]:
    """The account in numbers: tables, and visible characters by kind."""
    counts: Counter[Kind] = Counter(reading.ledger.counts())
    hidden = sum(visible(one.text) for one in reading.ledger.hidden)
    return {"tables": len(reading.specs), **{kind.value: counts[kind] for kind in Kind}, "hidden": hidden}
