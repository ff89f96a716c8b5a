"""Verbs floor: a put that adds and removes whole projects as well: which come, which go, and what is never done.

Law L4 for it: what is written reads as the specs that were given and as the tables that were left alone; the bytes of all
other projects are those that they were. Law L9 where it is revised.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from goalgen.docx import open_package
from goalgen.docx.archive import SpliceError
from goalgen.form import Form
from goalgen.problem import Problem, Where, blocking
from goalgen.spec import Spec
from goalgen.verbs.put import guard, putting
from goalgen.verbs.put.pair import Told, paired
from goalgen.verbs.put.paper import Refusal
from goalgen.verbs.put.projects import Revised, Step, Work
from goalgen.verbs.put.putting import Put
from goalgen.verbs.put.tracked import Tracking
from goalgen.verbs.read import Reading, read_package


def put(
    specs: Sequence[Spec],
    data: bytes,
    name: str,
    forms: Sequence[Form],
    *,
    tables: Told | None = None,
    unlocked: bool = False,
    key: bytes | None = None,
    add: bool = False,
    remove: bool = False,
    tracking: Tracking | None = None,
) -> Put:
    """Write specs into the tables of a .docx. `tables` says of specs in which table their project begins, where that is in
    doubt, and 0 of one that is new; `unlocked`: also into a document that is signed or protected. With the
    repository's `key` the fingerprints that a built document has are made those of the specs. With `tracking` the changes
    are revisions.

    With `add`, specs that have no table get one, like that of a neighbour; with `remove`, tables that have no spec are taken
    out with all that is theirs.
    """
    plain = partial(_values, name, forms, unlocked=unlocked, key=key)
    values = partial(plain, tracking=tracking)
    package, refused = open_package(data, name)
    if package is None or not (add or remove):
        return values(specs, data, tables or {}) if package is not None else Put(data, problems=tuple(refused))
    reading = read_package(package, forms, trace=True)
    pairs, doubts = paired(specs, reading, tables or {}, add=add)
    known = {id(pair.spec) for pair in pairs}
    new = [spec for spec in specs if id(spec) not in known] if add else []
    gone = {id(table) for table in reading.specs} - {id(pair.table) for pair in pairs} if remove else set()
    if blocking(doubts) or not reading.specs or not (new or gone):
        return values(specs, data, tables or {})
    problems = [] if unlocked else [*guard.locks(package)]
    problems += _all_gone(reading, new, gone)
    problems += [one for one in doubts if one.code == "P202" and not add]
    if blocking(problems):
        return Put(data, problems=tuple(problems))
    given = {id(pair.table): pair.spec for pair in pairs}

    def done(tracking: Tracking | None) -> Put:
        work = Work(data, name, forms, key, Step(data, tuple(reading.specs)), reading, given)
        revised = None if tracking is None else Revised(tracking, plain)
        return work.all(package, new, gone, plain if tracking is None else values, revised)

    result = _tried(data, partial(done, tracking), name)
    if tracking is not None and not blocking(result.problems):
        result = _held(data, result, _tried(data, partial(done, None), name), name)
    result = result._replace(problems=(*problems, *result.problems))
    return Put(data, problems=result.problems) if blocking(result.problems) else result


def _held(data: bytes, revised: Put, plain: Put, name: str) -> Put:
    """What is revised, held to what was there and to what is written without revisions (law L9)."""
    faults = [one for one in plain.problems if blocking([one])]
    return revised._replace(
        problems=(*revised.problems, *(faults or putting.both_states(data, plain.data, revised.data, name)))
    )


def _values(
    name: str,
    forms: Sequence[Form],
    specs: Sequence[Spec],
    data: bytes,
    tables: Told,
    *,
    unlocked: bool,
    key: bytes | None,
    tracking: Tracking | None = None,
) -> Put:
    return putting.put(specs, data, name, forms, tables=tables, unlocked=unlocked, key=key, tracking=tracking)


def _tried(data: bytes, work: Callable[[], Put], name: str) -> Put:
    """What came of work, or the bytes that were given and why it could not be done."""
    try:
        return work()
    except SpliceError as reason:
        problem = Problem("P101", Where(name), str(reason))
    except ValueError as fault:
        problem = Problem("P402", Where(name), f"{putting.UNPROVED}（{fault}）")
    except Refusal as refusal:
        problem = Problem(refusal.code, Where(name, cell=str(refusal.address or "")), refusal.message)
    return Put(data, problems=(problem,))


def _all_gone(reading: Reading, new: Sequence[Spec], gone: set[int]) -> list[Problem]:
    if new or len(gone) < len(reading.specs):
        return []
    return [Problem("P323", Where(reading.name), "给的规格一个也不在这个文件里，照做就一个项目也不剩了，没有动")]
