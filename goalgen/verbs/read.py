"""Verbs floor: a Word file becomes specs, with the account of every character of their tables (L6) and what it did not fit.

Reading never overrules what can be seen: what a built document carries unseen, and what the user gives, only adds fields.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from goalgen.docx import Address, Block, Content, Package, Paragraph, Revisions, Row, content, open_package
from goalgen.embedded import extract
from goalgen.fingerprint import stamps
from goalgen.form import Form
from goalgen.form.binding import Bound, bind
from goalgen.form.find import Furthest, Occurrence
from goalgen.form.liberties import Taken, liberties_taken
from goalgen.form.nearmiss import begun, explain, nearest
from goalgen.form.places import Place, read_places
from goalgen.form.row import gist
from goalgen.layouts import Layout, layout_of
from goalgen.ledger import Entry, Kind, Ledger, enter, findings, flattened, unread, visible
from goalgen.paths import SpecPath
from goalgen.problem import Problem, Severity, Where
from goalgen.shell import drafting
from goalgen.vocabulary import FORM_KEY, meaning_of_field

_NEAR = 2
"""A table that fits a form for so many blocks before it departs is a near miss."""


UNGIVEN = "R207"
"""The code of what only the user can give: of use to whoever writes the spec, not to whoever checks the document."""


@dataclass(frozen=True, eq=False)
class ReadSpec:
    """One table that was read: its value, its form, and where each value stands in the document."""

    value: dict[str, Any]
    form: Form
    address: Address
    """where the table begins"""
    occurrence: Occurrence = field(repr=False)
    """what each block of it was found to be"""
    carried: int | None = None
    """which of the values that the document carries unseen is its own, from 0; None when it carries none for it"""

    @cached_property
    def places(self) -> Mapping[SpecPath, tuple[Place, ...]]:
        """Every place of each value, first the one that it was taken from."""
        return read_places(self.occurrence)

    @cached_property
    def addresses(self) -> Mapping[SpecPath, Address]:
        """The cell or paragraph that each value was taken from."""
        return {path: places[0].address for path, places in self.places.items()}

    @cached_property
    def notes(self) -> Sequence[Taken]:
        """The liberties of layout that it takes."""
        return tuple(liberties_taken(self.form.pattern, self.occurrence))


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


@dataclass(frozen=True, eq=False)
class Reading:
    """What reading gives."""

    name: str
    specs: Sequence[ReadSpec] = ()
    ledger: Ledger = field(default_factory=Ledger)
    problems: Sequence[Problem] = ()
    unread: Sequence[Unread] = ()
    near: Sequence[NearMiss] = ()
    tables: int = 0
    """how many tables the document holds"""
    producer: str = ""
    """what saved the document, where that matters"""
    blocks: Sequence[Block] = field(default=(), repr=False)
    """all that it shows, when it was to be traced"""
    layout: Layout | None = field(default=None, repr=False)
    """how it is laid out, when none of its tables is, or nearly is, of a known form"""

    @property
    def notes(self) -> Sequence[Taken]:
        """The liberties of layout that were met, and read all the same."""
        return [note for spec in self.specs for note in spec.notes]


class _Table(NamedTuple):
    """One table of a form while it is being read."""

    form: Form
    occurrence: Occurrence
    address: Address
    bound: Bound


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
    package, refused = open_package(data, name)
    if package is None:
        return Reading(name, problems=tuple(refused))
    return read_package(package, forms, given, revisions)


def read_package(
    package: Package,
    forms: Sequence[Form],
    given: Mapping[str, str] | None = None,
    revisions: Revisions = Revisions.FINAL,
    *,
    trace: bool = False,
) -> Reading:
    """Read every table of a known form from a document that is open; with `trace` its texts know where they come from."""
    name = package.name
    held = content(package, revisions, trace=trace)
    origin, carried = extract(package)
    if origin is None:
        carried = [dict(each) for _, each in sorted(stamps(package).unseen.items())]
    if origin is not None:
        forms = sorted(forms, key=lambda form: form.name != origin)
    tables, near, problems = _tables(held.blocks, forms, name)
    blocks = {found.block for table in tables for found in table.occurrence.found}
    inside = {block.table for block in blocks if isinstance(block, Row)}
    unclaimed, beside = _unclaimed(held, blocks, inside)
    entries = [entry for table in tables for entry in table.bound.entries]
    ledger = Ledger((*entries, *unclaimed), held.hidden)
    specs = [
        ReadSpec({FORM_KEY: form.name, **bound.value, **unseen}, form, address, occurrence, place)
        for (form, occurrence, address, bound), (place, unseen) in zip(
            tables, _carried(tables, held.blocks, carried), strict=True
        )
    ]
    specs, missing = _completed(specs, given or {}, name)
    ungiven = _ungiven(specs, name) if origin is None else ()
    problems += [*_residue(ledger, name), *missing, *ungiven, *_told(package, held, revisions, inside, name)]
    problems += flattened(held.flattened, ledger, name)
    if not specs:
        problems.append(_unknown(forms, held.blocks, name, near=bool(near)))
    count = len({block.table for block in held.blocks if isinstance(block, Row)})
    producer = "WPS" if package.by_wps else ""
    return Reading(
        name,
        tuple(specs),
        ledger,
        tuple(problems),
        tuple(beside),
        tuple(near),
        count,
        producer,
        held.blocks if trace else (),
        None if specs or near else layout_of(held.blocks),
    )


def _unknown(forms: Sequence[Form], blocks: Sequence[Block], name: str, *, near: bool) -> Problem:
    """That there is no table of these forms, which of them is nearest, and how a table becomes a form."""
    known = list(dict.fromkeys(form.name for form in forms))
    which = f"表样 {known[0]} 的表" if len(known) == 1 else "已知表样的表"
    like = "" if near else nearest([(form.title, form.finder) for form in forms], blocks)
    advice = f"；是别的版式，就起草表样：{drafting([name])}" if any(isinstance(each, Row) for each in blocks) else ""
    return Problem("R301", Where(name), f"没有找到{which}{like}{advice}")


def _tables(
    blocks: Sequence[Block], forms: Sequence[Form], name: str
) -> tuple[list[_Table], list[NearMiss], list[Problem]]:
    """The tables of known forms from top to bottom, those that nearly are, and what is to be said of both."""
    tables: list[_Table] = []
    near: list[NearMiss] = []
    for found, form, furthest, start in _occurrences(blocks, forms):
        if found is None:
            near.append(_near_miss(form, furthest, blocks, start))
        else:
            tables.append(_Table(form, found, blocks[start].address(), bind(found, name)))
    problems = [
        Problem("R302", Where(name, cell=cell), f"像「{form.title}」，但从这里起不一样：{departure}")
        for form, cell, departure, _ in near
    ]
    return tables, near, problems + [problem for table in tables for problem in table.bound.problems]


def _told(
    package: Package, held: Content, revisions: Revisions, inside: Collection[int], name: str
) -> Iterator[Problem]:
    """What somebody must look at before the document is published, and what was not looked into."""
    yield from package.problems
    if held.revised:
        kept, other = (
            ("最终稿（接受全部修订）", "original")
            if revisions is Revisions.FINAL
            else ("原稿（拒绝全部修订）", "final")
        )
        message = f"文件里有修订，按{kept}读；要读另一稿，加 --revisions {other}"
        yield Problem("R411", Where(name), message, Severity.INFO)
    yield from unread(held.foreign, inside, name)
    yield from findings(held.hidden, name)


def _occurrences(
    blocks: Sequence[Block], forms: Sequence[Form]
) -> Iterator[tuple[Occurrence | None, Form, Furthest, int]]:
    """From top to bottom, the longest form at each place; where there is none but one comes near, how far it got."""
    position, silent_until = 0, 0
    by_width: dict[int, list[Form]] = {}
    for form in forms:
        for width in form.finder.widths:
            by_width.setdefault(width, []).append(form)
    while position < len(blocks):
        best: tuple[Occurrence, Form, Furthest] | None = None
        nearest: tuple[Form, Furthest] | None = None
        block = blocks[position]
        possible = by_width.get(len(block.cells), ()) if isinstance(block, Row) else forms
        text = gist(block) if possible else None
        for form in possible if text is not None else ():
            if not form.finder.may_begin(block, text or ""):
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


def _near_miss(form: Form, furthest: Furthest, blocks: Sequence[Block], start: int) -> NearMiss:
    cell, departure = explain(form.finder, furthest, blocks)
    part = form.finder.find(blocks, start, Furthest(), until=furthest.read)
    value = bind(part, "").value if part else {}
    value = {str(path[0]): text for path, text in begun(form.finder, furthest, blocks).items()} | value
    return NearMiss(form, cell, departure, {FORM_KEY: form.name, **value})


def _unclaimed(held: Content, claimed: Collection[Block], inside: Collection[int]) -> tuple[list[Entry], list[Unread]]:
    """Rows and text boxes that nothing claimed `inside` the tables that hold a form are to be accounted for; other texts are
    unread."""
    entries: list[Entry] = []
    beside: list[Unread] = []
    left = (text for block in held.blocks if block not in claimed for text in block.texts())
    for address, text in chain(left, held.asides):
        if address.table in inside:
            entries.append(enter(address, text, ()))
        elif text.strip():
            beside.append(Unread(address, text))
    return entries, beside + [Unread(*each) for each in held.stories]


def _residue(ledger: Ledger, name: str) -> Iterator[Problem]:
    for address, text in ledger.residue():
        message = f"这里的文字没有读进任何栏位：「{text}」"
        yield Problem("R203", Where(name, cell=str(address)), message, Severity.WARN)


def _carried(
    tables: Sequence[_Table], blocks: Sequence[Block], carried: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[int | None, dict[str, Any]]]:
    """The fields that a built document carries unseen for each table, and which of its values that is: the one of the number
    in the table's bookmark, or of its place; where neither can be trusted, none, and what is the same in all."""
    first_of_all, others = (carried[0], carried[1:]) if carried else ({}, ())
    same = {key: text for key, text in first_of_all.items() if all(other.get(key) == text for other in others)}
    for index, table in enumerate(tables):
        first = blocks[table.occurrence.start]
        marks = first.bookmarks if carried and isinstance(first, Paragraph) else []
        numbers = [int(match[1]) for mark in marks if (match := re.search(r"_(\d{4,9})$", mark, re.ASCII))]
        place: int | None = None
        if numbers and 0 < numbers[0] <= len(carried):
            place = numbers[0] - 1
        elif len(carried) == len(tables):
            place = index
        values = same if place is None else carried[place]
        yield place, {key: values[key] for key in table.form.unprinted if key in values}


def _completed(specs: Sequence[ReadSpec], given: Mapping[str, str], name: str) -> tuple[list[ReadSpec], list[Problem]]:
    """The specs with what is not printed on them: the fields the user gives, then the numbers of those without a heading."""
    fields, problems = _given(specs, given, name)
    specs = _with(specs, fields)
    numbers, doubts = _numbers(specs, name)
    return _with(specs, numbers), problems + doubts


def _with(specs: Sequence[ReadSpec], fields: Sequence[Mapping[str, str]]) -> list[ReadSpec]:
    pairs = zip(specs, fields, strict=True)
    return [replace(spec, value={**spec.value, **more}) if more else spec for spec, more in pairs]


def _given(
    specs: Sequence[ReadSpec], given: Mapping[str, str], name: str
) -> tuple[list[dict[str, str]], list[Problem]]:
    """What each spec gets of the fields the user gives; a field that the form prints is not overruled."""
    fields: list[dict[str, str]] = [{} for _ in specs]
    problems: list[Problem] = []
    for key, text in given.items():
        for spec, more in zip(specs, fields, strict=True):
            if key in spec.form.unprinted or (key in spec.form.schema["properties"] and key not in spec.value):
                more[key] = text
            elif spec.value.get(key) != text:
                known = f"表样 {spec.form.name} 里没有「{key}」"
                message = f"「{key}」印在表上，以表上的为准，没有改成「{text}」" if key in spec.value else known
                problems.append(Problem("R204", Where(name, cell=str(spec.address)), message))
                break
    return fields, problems


def _numbers(specs: Sequence[ReadSpec], name: str) -> tuple[list[dict[str, str]], list[Problem]]:
    """What a table whose heading is missing gets for its number: one, when its neighbours leave only one."""
    fields: list[dict[str, str]] = [{} for _ in specs]
    problems: list[Problem] = []
    previous = 0
    waiting: list[int] = []
    for place, spec in enumerate(specs):
        key = spec.form.order
        if key is None or key in spec.form.unprinted:
            continue
        text = spec.value.get(key)
        if text is None:
            waiting.append(place)
        elif isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 10:
            if int(text) - previous - 1 == len(waiting):
                for number, unnumbered in enumerate(waiting, previous + 1):
                    fields[unnumbered][key] = str(number)
                    problems.append(_inferred(specs[unnumbered], key, number, name))
            else:
                problems += [_unnumbered(specs[each], name) for each in waiting]
            previous, waiting = int(text), []
    return fields, problems + [_unnumbered(specs[each], name) for each in waiting]


def _ungiven(specs: Sequence[ReadSpec], name: str) -> Iterator[Problem]:
    """The year, and what the schema requires, where the form does not print it and nothing brought it: somebody must say it."""
    without: dict[str, list[ReadSpec]] = {}
    for spec in specs:
        fields = spec.form.schema["properties"]
        required = spec.form.schema.get("required", ())
        for key in spec.form.unprinted:
            if key not in spec.value and (key in required or meaning_of_field(key, fields[key]) == "year"):
                without.setdefault(key, []).append(spec)
    for key, some in without.items():
        all_of_them = len(some) == len(specs)
        many = "" if all_of_them else f"有 {len(some)} 张表"
        message = f"{many}没有{key}：用 --set {key}=…；这一项表上不印，这个文件里也没有带着"
        yield Problem(UNGIVEN, Where(name, cell="" if all_of_them else str(some[0].address)), message, Severity.INFO)


def _inferred(spec: ReadSpec, key: str, number: int, name: str) -> Problem:
    message = f"标题缺失，「{key}」按前后的表推定为 {number}"
    return Problem("R205", Where(name, cell=str(spec.address)), message, Severity.INFO)


def _unnumbered(spec: ReadSpec, name: str) -> Problem:
    message = f"标题缺失，「{spec.form.order}」从前后的表也定不下来，请补写"
    return Problem("R206", Where(name, cell=str(spec.address)), message, Severity.WARN)


def account(reading: Reading) -> dict[str, int]:
    """The account in numbers: tables, and visible characters by kind."""
    counts: Counter[Kind] = Counter(reading.ledger.counts())
    hidden = sum(visible(one.text) for one in reading.ledger.hidden)
    return {"tables": len(reading.specs), **{kind.value: counts[kind] for kind in Kind}, "hidden": hidden}
