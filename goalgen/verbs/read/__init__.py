"""Verbs floor: a Word file becomes specs, with the account of every character of their tables (L6) and what it did not fit.

Reading never overrules what can be seen: what a built document carries unseen, and what the user gives, only adds fields.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from goalgen.docx import Address, Block, Content, Package, Revisions, Row, content, open_package
from goalgen.embedded import extract
from goalgen.fingerprint import stamps
from goalgen.form import Form
from goalgen.form.binding import Bound, bind
from goalgen.form.find import Furthest, Occurrence, block_at
from goalgen.form.nearmiss import begun, explain, nearest
from goalgen.form.row import gist
from goalgen.layouts import layout_of
from goalgen.ledger import Entry, Kind, Ledger, enter, findings, flattened, unread, visible
from goalgen.problem import Problem, Severity, Where
from goalgen.shell import drafting
from goalgen.verbs.read.completing import UNGIVEN, carried_by, completed, number_of, ungiven
from goalgen.verbs.read.reading import NearMiss, Reading, ReadSpec, Unread
from goalgen.vocabulary import FORM_KEY

__all__ = ["UNGIVEN", "NearMiss", "ReadSpec", "Reading", "Unread", "account", "read", "read_package"]
_NEAR = 2
"""A table that fits a form for so many blocks before it departs is a near miss."""


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
    origin, carried, forms = origin_of(package, forms)
    tables, near, problems = _tables(held.blocks, forms, name)
    blocks = {found.block for table in tables for found in table.occurrence.found}
    inside = {block.table for block in blocks if isinstance(block, Row)}
    unclaimed, beside = _unclaimed(held, blocks, inside)
    entries = [entry for table in tables for entry in table.bound.entries]
    ledger = Ledger((*entries, *unclaimed), held.hidden)
    numbered = [(form, number_of(held.blocks[found.start]) if carried else None) for form, found, _, _ in tables]
    specs = [
        ReadSpec({FORM_KEY: form.name, **bound.value, **unseen}, form, address, occurrence, place)
        for (form, occurrence, address, bound), (place, unseen) in zip(
            tables, carried_by(numbered, carried), strict=True
        )
    ]
    specs, missing = completed(specs, given or {}, name)
    lacking = ungiven(specs, name) if origin is None else ()
    problems += [*residue(ledger, name), *missing, *lacking, *told(package, held, revisions, inside, name)]
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


def origin_of(package: Package, forms: Sequence[Form]) -> tuple[str | None, list[dict[str, Any]], Sequence[Form]]:
    """The form that a document was built of and what it carries unseen of each table; and the forms, that one first."""
    origin, carried = extract(package)
    if origin is None:
        return None, [dict(each) for _, each in sorted(stamps(package).unseen.items())], forms
    return origin, carried, sorted(forms, key=lambda form: form.name != origin)


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
    for found, form, furthest, start in occurrences(blocks, forms):
        if found is None:
            near.append(near_miss(form, furthest, blocks, start))
        else:
            tables.append(_Table(form, found, blocks[start].address(), bind(found, name)))
    return tables, near, [*departing(near, name), *(problem for table in tables for problem in table.bound.problems)]


def departing(near: Sequence[NearMiss], name: str) -> Iterator[Problem]:
    for form, cell, departure, _ in near:
        yield Problem("R302", Where(name, cell=cell), f"像「{form.title}」，但从这里起不一样：{departure}")


def told(
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


def occurrences(
    blocks: Sequence[Block], forms: Sequence[Form], passed: Callable[[int], None] | None = None
) -> Iterator[tuple[Occurrence | None, Form, Furthest, int]]:
    """From top to bottom, the longest form at each place; where there is none but one comes near, how far it got. `passed` is
    told of each block that no form begins with, when it is not asked for any more."""
    position, silent_until = 0, 0
    by_width: dict[int, list[Form]] = {}
    for form in forms:
        for width in form.finder.widths:
            by_width.setdefault(width, []).append(form)
    while (block := block_at(blocks, position)) is not None:
        best: tuple[Occurrence, Form, Furthest] | None = None
        nearest: tuple[Form, Furthest] | None = None
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
        if passed:
            passed(position)


def near_miss(form: Form, furthest: Furthest, blocks: Sequence[Block], start: int) -> NearMiss:
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


def residue(ledger: Ledger, name: str) -> Iterator[Problem]:
    for address, text in ledger.residue():
        message = f"这里的文字没有读进任何栏位：「{text}」"
        yield Problem("R203", Where(name, cell=str(address)), message, Severity.WARN)


def account(reading: Reading) -> dict[str, int]:
    """The account in numbers: tables, and visible characters by kind."""
    counts: Counter[Kind] = Counter(reading.ledger.counts())
    hidden = sum(visible(one.text) for one in reading.ledger.hidden)
    return {"tables": len(reading.specs), **{kind.value: counts[kind] for kind in Kind}, "hidden": hidden}
