"""Verbs floor: the way of a put: pair, plan, refuse or edit, look at the result anew, read it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from goalgen.docx import Revisions, open_package
from goalgen.docx.archive import SpliceError, replace_members
from goalgen.docx.splice import decode, encode
from goalgen.embedded import refresh
from goalgen.fingerprint import resealed, restamped
from goalgen.form import Form
from goalgen.form.pattern import ParagraphPattern, Slot, nodes
from goalgen.paths import SpecPath, lookup, spoken, walk
from goalgen.problem import Problem, Severity, Where, blocking
from goalgen.schema import field_name
from goalgen.spec import Spec
from goalgen.text import Edit, Span
from goalgen.verbs.put import guard, proof
from goalgen.verbs.put.bound import refreshed
from goalgen.verbs.put.cells import typed
from goalgen.verbs.put.changes import Change, changes, contradictions
from goalgen.verbs.put.line import Wording
from goalgen.verbs.put.pair import Pair, Told, paired
from goalgen.verbs.put.paper import Paper, Refusal
from goalgen.verbs.put.plan import Plan, planned
from goalgen.verbs.put.repeats import repeats
from goalgen.verbs.put.rows import Arranged, arranged, is_concerned
from goalgen.verbs.put.tracked import Tracking, revisions
from goalgen.verbs.put.tracked.both import unlike
from goalgen.verbs.put.words import wordings
from goalgen.verbs.read import Reading, ReadSpec, read_package

UNPROVED = "核对没有通过：两处改动叠在一起，没有写；请把这个文件发给维护者"


class Put(NamedTuple):
    """The document with the specs in it, what was changed, and problems. Where one of them is an error nothing was changed:
    the data are the bytes that were given."""

    data: bytes
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass
class _Edits:
    """What is to be written, and in which elements of the document part."""

    body: list[Edit] = field(default_factory=list)
    zones: list[Span] = field(default_factory=list)
    parts: dict[str, bytes] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    said: list[Wording] = field(default_factory=list)
    """the texts that become others where they are"""


class _Job(NamedTuple):
    """A spec that says something else than its table, and the value that the table is to have."""

    pair: Pair
    plan: Plan


def put(
    specs: Sequence[Spec],
    data: bytes,
    name: str,
    forms: Sequence[Form],
    *,
    tables: Told | None = None,
    unlocked: bool = False,
    key: bytes | None = None,
    tracking: Tracking | None = None,
) -> Put:
    """Write specs into the tables of a .docx. `tables` says of specs by name in which table their project begins, where that
    is in doubt; `unlocked`: also into a document that is signed or protected. With the repository's `key` the fingerprints
    that a built document has are made those of the specs. With `tracking` the changes are revisions: what a document carries
    unseen, which no revision can be of, stays as it is."""
    package, refused = open_package(data, name)
    if package is None:
        return Put(data, problems=tuple(refused))
    reading = read_package(package, forms, trace=True)
    jobs, problems = _jobs(specs, reading, tables or {}, is_tracked=tracking is not None)
    problems += guard.locks(package) if jobs and not unlocked else ()
    if not jobs or blocking(problems):
        return Put(data, problems=tuple(problems))
    try:
        paper = Paper(package, decode(package.parts[package.main]), reading)
        edits, refusals = _edits(paper, jobs, name, unlocked=unlocked)
        problems += refusals
        if tracking is None:
            edits.parts |= _carried(paper, jobs, key)
        result = data if blocking(problems) else _written(data, paper, edits)
        if tracking is not None and not blocking(problems):
            plain, result = result, _tracked(data, paper, edits, tracking)
            problems += both_states(data, plain, result, name)
    except SpliceError as reason:
        return Put(data, problems=(*problems, Problem("P101", Where(name), str(reason))))
    except ValueError as fault:  # two edits of one place: ours, and caught before anything is harmed
        return Put(data, problems=(*problems, Problem("P402", Where(name), f"{UNPROVED}（{fault}）")))
    except Refusal as refusal:
        cell = str(refusal.address) if refusal.address else ""
        return Put(data, problems=(*problems, Problem(refusal.code, Where(name, cell=cell), refusal.message)))
    problems += _proved(data, result, paper, edits, jobs, forms) if not blocking(problems) else ()
    if blocking(problems):
        return Put(data, problems=tuple(problems))
    problems += [
        Problem("P502", Where(name, cell=str(one.address)), _contradiction(one), Severity.WARN)
        for job in jobs
        for one in contradictions(job.plan)
    ]
    return Put(result, tuple(edits.changes), tuple(problems))


def _jobs(
    specs: Sequence[Spec], reading: Reading, tables: Told, *, is_tracked: bool
) -> tuple[list[_Job], list[Problem]]:
    """The specs that say something else than their tables; and what is in doubt, or cannot be printed."""
    found, problems = paired(specs, reading, tables)
    if blocking(problems) or not reading.specs:
        unread = [problem for problem in reading.problems if specs and problem.severity is Severity.ERROR]
        return [], problems + unread
    jobs: list[_Job] = []
    unheld: list[tuple[Spec, str]] = []
    for pair in found:
        value, left = _comparable(pair, is_tracked=is_tracked)
        unheld += [(pair.spec, key) for key in left]
        if value != pair.table.value:
            lacking = {(key,) for key in headings(pair.table)}
            problems += guard.unfit(pair.spec, value, pair.table.form, lacking)
            jobs.append(_Job(pair, planned(pair.table, value)))
    return jobs, [*problems, *_unheld(unheld, reading.name, is_tracked=is_tracked)]


def _contradiction(one: Change) -> str:
    return f"这里的「{field_name(one.path)}」是「{one.old}」，和表里原来的不同，没有动；请核对要不要改成「{one.new}」"


def _comparable(pair: Pair, *, is_tracked: bool) -> tuple[dict[str, Any], list[str]]:
    """The value of a spec as the document can hold it: what it neither prints nor carries is as it was read; and which. What
    is only carried no revision can change."""
    spec, table = pair
    value = dict(spec.value)
    unheld = [*(table.form.unprinted if table.carried is None or is_tracked else ()), *headings(table)]
    left = [key for key in unheld if value.get(key) != table.value.get(key)]
    for key in left:
        value.pop(key, None)
        if key in table.value:
            value[key] = table.value[key]
    return value, left


def _unheld(left: Sequence[tuple[Spec, str]], document: str, *, is_tracked: bool) -> Iterator[Problem]:
    """What was left out, each field once."""
    held = "不印的项修订表示不了" if is_tracked else "文件里也没有带着"
    for key in dict.fromkeys(key for _, key in left):
        specs = [spec for spec, other in left if other == key]
        many = f"（{len(specs)} 份规格都是）" if len(specs) > 1 else ""
        message = f"「{key}」在 {document} 的表上没有印，{held}，没有写{many}"
        yield Problem("P501", specs[0].where((key,) if (key,) in specs[0].values else ()), message, Severity.INFO)


def headings(table: ReadSpec) -> list[str]:
    """The fields that only a heading prints which the document lacks."""
    inside = [node for node in table.form.pattern if not isinstance(node, ParagraphPattern)]
    within = {node.path for node in nodes(inside) if isinstance(node, Slot)}
    outside = [node for node in table.form.pattern if isinstance(node, ParagraphPattern)]
    found = [node.path for node in nodes(outside) if isinstance(node, Slot) and node.path not in within]
    return [str(path[0]) for path in dict.fromkeys(found) if len(path) == 1 and (str(path[0]),) not in table.places]


def _edits(paper: Paper, jobs: Sequence[_Job], name: str, *, unlocked: bool) -> tuple[_Edits, list[Problem]]:
    """All edits of a document, or the reasons against them."""
    made = _Edits()
    problems: list[Problem] = []
    paper.locate(each.found.block.node for job in jobs for each in job.plan.printed)
    for job in jobs:
        try:
            for refusal in _table(paper, job.plan, made, unlocked=unlocked):
                problems.append(_problem(refusal, job, name))
        except Refusal as refusal:
            problems.append(_problem(refusal, job, name))
    if not problems:
        problems += _repeats(paper, made, name)
    return made, problems


def _carried(paper: Paper, jobs: Sequence[_Job], key: bytes | None) -> dict[str, bytes]:
    """The parts in which a document carries values unseen, and its fingerprints, made those of the new values."""
    carried = {
        job.plan.read.carried: (job.pair.spec.value, _unseen(job.plan))
        for job in jobs
        if job.plan.read.carried is not None
    }
    unseen = {place: more for place, (_, more) in carried.items()}
    values = {place + 1: value for place, (value, _) in carried.items()}
    stamped = restamped(paper.package, values, {place + 1: more for place, more in unseen.items()}, key)
    return refresh(paper.package, unseen) | stamped


def _unseen(plan: Plan) -> dict[str, Any]:
    """What of a value the document carries unseen."""
    return {key: plan.new[key] for key in plan.read.form.unprinted if key in plan.new}


def _repeats(paper: Paper, made: _Edits, name: str) -> Iterator[Problem]:
    """Change what repeats a heading along with it; what Word must compute again is named."""
    done = repeats(paper, made.said)
    made.body += done.edits
    made.zones += done.zones
    made.changes += [Change("repeat", address, (), old, new) for address, old, new in done.changed]
    for address, text in done.marked:
        message = f"这里的目录或引用应改成「{text}」，没有照样找到原来的字；已标明，Word 打开时会重新算"
        yield Problem("P503", Where(name, cell=str(address)), message, Severity.INFO)


def _problem(refusal: Refusal, job: _Job, name: str) -> Problem:
    """Why a change cannot be made, at the value that it is about when one is, else at the cell."""
    cell = str(refusal.address) if refusal.address else ""
    names = "、".join(
        dict.fromkeys(field_name(one.path) for one in changes(job.plan) if one.address == refusal.address)
    )
    return Problem(refusal.code, Where(name, cell=cell), f"{f'「{names}」没有写：' if names else ''}{refusal.message}")


def _table(paper: Paper, plan: Plan, made: _Edits, *, unlocked: bool) -> Iterator[Refusal]:
    """Collect the edits of one table; what cannot be done is given, so that all of it is told at once."""
    done = arranged(paper, plan, unlocked=unlocked) if is_concerned(plan) else Arranged.nothing()
    made.body += done.edits
    made.zones += done.zones
    made.changes += sorted([*done.changes, *changes(plan)], key=lambda one: one.address)
    said = [
        (each, wordings(plan, each.was, each.turns))
        for each in plan.wanted
        if each.was and each.was.found.block not in done.elsewhere
    ]
    for each, words in said:
        for wording, entry in zip(words, each.was.found.entries if each.was else (), strict=True):
            if wording is None or wording.holder in done.covered:
                continue
            try:
                guard.allow(entry, wording.holder.node, unlocked=unlocked)
                made.body += typed(paper, wording)
                made.said.append(wording)
                made.zones.append(paper.place(wording.holder.node).outer)
            except Refusal as refusal:
                yield refusal


def _written(data: bytes, paper: Paper, edits: _Edits) -> bytes:
    """The document with the edits in it."""
    main = paper.package.main
    if edits.body:
        edits.parts[main] = encode(paper.part, edits.body)
        edits.parts |= refreshed(paper.package, edits.parts[main])
    edits.parts |= resealed(data, edits.parts)
    return replace_members(data, edits.parts)


def _tracked(data: bytes, paper: Paper, edits: _Edits, tracking: Tracking) -> bytes:
    """The document with the edits in it as revisions. Raises Refusal."""
    main = paper.package.main
    if bound := [part for part in edits.parts if part != main]:
        raise Refusal(
            "P309", f"要改的控件绑定着 {bound[0]} 里的数据，用修订表示不了，没有动；可以不加 --track-changes 直接写"
        )
    done = revisions(paper, edits.body, tracking)
    edits.zones += done.zones
    edits.parts[main] = encode(paper.part, done.edits)
    return replace_members(data, edits.parts)


def both_states(data: bytes, plain: bytes, result: bytes, name: str) -> Iterator[Problem]:
    """Where a document with revisions is not the new one, once they are accepted, or the old one, once they are rejected."""
    old, new, made = (open_package(one, name)[0] for one in (data, plain, result))
    for state, like, words in ((Revisions.FINAL, new, "接受"), (Revisions.ORIGINAL, old, "拒绝")):
        if made is None or like is None:
            yield Problem("P402", Where(name), UNPROVED)
        elif (place := unlike(made, state, like)) is not None:
            message = f"核对没有通过：全部{words}修订以后这里会不对，没有写；可以不加 --track-changes 直接写"
            yield Problem("P402", Where(name, cell=str(place)), message)


def _proved(
    data: bytes, result: bytes, paper: Paper, edits: _Edits, jobs: Sequence[_Job], forms: Sequence[Form]
) -> list[Problem]:
    """What of the result is not as it should be."""
    name, main = paper.package.name, paper.package.main
    others = list(proof.other_members(data, result, edits.parts))
    package, refused = open_package(result, name)
    if package is None:
        return refused
    if others or proof.elsewhere(paper.part, package.parts[main], edits.zones):
        where = "、".join(others) or "要改的格子以外"
        return [Problem("P402", Where(name), f"核对没有通过：{where}的内容也会变，没有写；请把这个文件发给维护者")]
    back = read_package(package, forms)
    unclaimed = Counter(text for _, text in back.ledger.residue())
    unclaimed.subtract(text for _, text in paper.reading.ledger.residue())
    if more := [text for text, count in unclaimed.items() if count > 0]:
        return [Problem("P401", Where(name), f"「{more[0]}」写进去再读，就认不出是哪一栏的了，没有写")]
    wanted = {id(job.plan.read): job for job in jobs}
    expected = [(table, wanted.get(id(table))) for table in paper.reading.specs]
    return list(_read_back(back, expected, name))


def _read_back(back: Reading, expected: Sequence[tuple[ReadSpec, _Job | None]], name: str) -> Iterator[Problem]:
    """Where the result reads as something else (law L4)."""
    if len(back.specs) != len(expected):
        message = f"原来有{len(expected)}张表，写了再读是{len(back.specs)}张，没有写；有的值看起来像表头，请改写"
        yield Problem("P401", Where(name), message)
        return
    for table, (old, job) in zip(back.specs, expected, strict=True):
        guessed = headings(table)  # told by the numbers of the tables around
        value, now = (
            {key: text for key, text in each.items() if key not in guessed}
            for each in (old.value if job is None else job.plan.new, table.value)
        )
        if now != value:
            path = next(_unlike(value, now))
            message = f"「{spoken(path)}」写进去再读出来会不一样，没有写"
            where = Where(name, cell=str(old.address)) if job is None else _near(job.pair.spec, path)
            yield Problem("P401", where, message)


def _near(spec: Spec, path: SpecPath) -> Where:
    while path and path not in spec.values:
        path = path[:-1]
    return spec.where(path)


def _unlike(one: Mapping[str, Any], two: Mapping[str, Any]) -> Iterator[SpecPath]:
    """The texts that two values do not share."""
    for value, other in ((one, two), (two, one)):
        for path, text in walk(value):
            if not isinstance(text, dict | list) and lookup(other, path) != text:
                yield path
    yield ()
