"""Verbs floor: a put that adds and removes whole projects as well: first the sections, then what all of them say.

Law L4 for it: what is written reads as the specs that were given and as the tables that were left alone; the bytes of all
other projects are those that they were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from goalgen.docx import Address, Block, Package, Row, open_package
from goalgen.docx.archive import SpliceError, replace_members
from goalgen.docx.splice import decode, encode, with_attribute
from goalgen.embedded import extract
from goalgen.embedded import rearranged as carried_anew
from goalgen.fingerprint import rearranged as marked_anew
from goalgen.fingerprint import stamps
from goalgen.form import Form
from goalgen.form.row import is_blank
from goalgen.problem import Problem, Where, blocking
from goalgen.schema import identity
from goalgen.spec import Spec
from goalgen.text import Edit, Span
from goalgen.verbs.put import guard, proof, putting
from goalgen.verbs.put.adding import Added, coming, contents
from goalgen.verbs.put.changes import Change
from goalgen.verbs.put.fresh import Fresh
from goalgen.verbs.put.pair import paired
from goalgen.verbs.put.paper import Element, Paper, Refusal, attribute
from goalgen.verbs.put.putting import Put, headings
from goalgen.verbs.put.removing import beside, going, referring, taken_out
from goalgen.verbs.put.sections import Book
from goalgen.verbs.put.tracked import Tracking
from goalgen.verbs.read import Reading, ReadSpec, read_package

Project = ReadSpec | Added
_Values = Callable[[Sequence[Spec], bytes, Mapping[str, int]], Put]
"""Puts specs into a document, given in which tables."""


class _Step(NamedTuple):
    """A document after its sections came or went: all projects as they stand in it, and what is to be told."""

    data: bytes
    order: tuple[Project, ...]
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()


def put(
    specs: Sequence[Spec],
    data: bytes,
    name: str,
    forms: Sequence[Form],
    *,
    tables: Mapping[str, int] | None = None,
    unlocked: bool = False,
    key: bytes | None = None,
    add: bool = False,
    remove: bool = False,
    tracking: Tracking | None = None,
) -> Put:
    """Write specs into the tables of a .docx. `tables` says of specs by name in which table their project begins, where that
    is in doubt, and 0 of one that is new; `unlocked`: also into a document that is signed or protected. With the
    repository's `key` the fingerprints that a built document has are made those of the specs. With `tracking` the changes
    are revisions.

    With `add`, specs that have no table get one, like that of a neighbour; with `remove`, tables that have no spec are taken
    out with all that is theirs.
    """

    def values(specs: Sequence[Spec], data: bytes, tables: Mapping[str, int]) -> Put:
        return putting.put(specs, data, name, forms, tables=tables, unlocked=unlocked, key=key, tracking=tracking)

    package, refused = open_package(data, name)
    if package is None or not (add or remove):
        return values(specs, data, tables or {}) if package is not None else Put(data, problems=tuple(refused))
    reading = read_package(package, forms, trace=True)
    pairs, doubts = paired(specs, reading, tables or {})
    known = {id(pair.spec) for pair in pairs}
    new = [spec for spec in specs if id(spec) not in known] if add else []
    gone = {id(table) for table in reading.specs} - {id(pair.table) for pair in pairs} if remove else set()
    if blocking(doubts) or not reading.specs or not (new or gone):
        return values(specs, data, tables or {})
    problems = [] if unlocked else [*guard.locks(package)]
    if tracking is not None:
        message = "整个项目的加上、拿掉还不能写成修订；请先不加 --track-changes 加上、拿掉，再把别的改动写成修订"
        problems.append(Problem("P309", Where(name), message))
    problems += _all_gone(reading, new, gone)
    problems += [one for one in doubts if one.code == "P202" and not add]
    if blocking(problems):
        return Put(data, problems=tuple(problems))
    given = {id(pair.table): pair.spec for pair in pairs}
    work = _Work(data, name, forms, key, _Step(data, tuple(reading.specs)), reading, given)
    done = _tried(data, lambda: work.all(package, new, gone, values), name)
    return done._replace(problems=(*problems, *done.problems))


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


@dataclass
class _Work:
    """A document at work."""

    data: bytes
    name: str
    forms: Sequence[Form]
    key: bytes | None
    now: _Step
    reading: Reading
    """the document as it was"""
    given: Mapping[int, Spec]
    """the specs of tables, by the ids of the tables"""
    moved: dict[tuple[bool, int], int] = field(default_factory=dict)
    """the number that a table, or a paragraph, had before"""

    def all(self, package: Package, new: Sequence[Spec], gone: set[int], values: _Values) -> Put:
        """Add, remove, write what all of them say. Raises Refusal."""
        self.add(package, new, gone)
        self.remove(gone)
        done = self.say(gone, values)
        if blocking(done.problems):
            return Put(self.data, problems=(*self.now.problems, *done.problems))
        changes = (*self.now.changes, *self.told(done.changes))
        return Put(done.data, changes, (*self.now.problems, *done.problems))

    def add(self, package: Package, specs: Sequence[Spec], gone: set[int]) -> None:
        """Let projects come."""
        if not specs:
            return
        paper = Paper(package, decode(package.parts[package.main]), self.reading)
        book = Book(paper)
        fresh = Fresh(paper, len(_carried(package)))
        done = coming(book, specs, fresh, gone, self.given)
        marked = list(contents(book, self.name))
        changes = [
            Change("added", each.beside.address, (), None, _name(each.spec.value, each.model.table))
            for each in done.added
        ]
        zones = [edit.span for edit in done.edits]
        edits = [*done.edits, *_dirty(paper, [begin for begin, _ in marked], zones)]
        count = max((each.carried + 1 for each in done.added if each.carried is not None), default=0)
        parts = {**fresh.parts(), **carried_anew(package, count, ())}
        unseen = {
            each.carried + 1: (
                each.spec.value,
                {key: each.spec.value[key] for key in each.model.table.form.unprinted if key in each.spec.value},
            )
            for each in done.added
            if each.carried is not None
        }
        parts |= marked_anew(package, unseen, (), self.key)
        self._write(paper, edits, zones, parts)
        self.now = _Step(self.now.data, tuple(done.order), tuple(changes), tuple(problem for _, problem in marked))

    def remove(self, gone: set[int]) -> None:
        """Let projects go."""
        numbers = {number for number, each in enumerate(self.now.order) if id(each) in gone}
        if not numbers:
            return
        package, reading = self._read()
        paper = Paper(package, decode(package.parts[package.main]), reading)
        book = Book(paper)
        nodes = going(book, numbers)
        marked = list(referring(book, nodes, self.name))
        edits = taken_out(book, nodes)
        zones = [edit.span for edit in edits]
        edits += _dirty(paper, [begin for begin, _ in marked], zones)
        places = {place for number in numbers if (place := reading.specs[number].carried) is not None}
        parts = {**beside(paper, nodes), **carried_anew(package, 0, places)}
        parts |= marked_anew(package, {}, {place + 1 for place in places}, self.key)
        removed = [
            each for number, each in enumerate(self.now.order) if number in numbers and isinstance(each, ReadSpec)
        ]
        self._write(paper, edits, zones, parts)
        self.now = self.now._replace(
            order=tuple(each for number, each in enumerate(self.now.order) if number not in numbers),
            changes=(
                *self.now.changes,
                *(Change("removed", each.address, (), _name(each.value, each), None) for each in removed),
            ),
            problems=(*self.now.problems, *(problem for _, problem in marked)),
        )

    def _read(self) -> tuple[Package, Reading]:
        package, _ = open_package(self.now.data, self.name)
        if package is None:
            raise Refusal("P401", "改好的文件打不开了，没有写；请把这个文件发给维护者")
        reading = read_package(package, self.forms, trace=True)
        if len(reading.specs) != len(self.now.order):
            message = f"应有{len(self.now.order)}张表，写了再读是{len(reading.specs)}张，没有写；请在 Word 里改"
            raise Refusal("P401", message)
        return package, reading

    def _write(self, paper: Paper, edits: Sequence[Edit], zones: Sequence[Span], parts: dict[str, bytes]) -> None:
        """Write, and look at what was written: no other byte is another."""
        main = paper.package.main
        result = replace_members(self.now.data, {**parts, main: encode(paper.part, edits)})
        package, _ = open_package(result, self.name)
        others = list(proof.other_members(self.now.data, result, {*parts, main}))
        if package is None or others or proof.elsewhere(paper.part, package.parts[main], zones):
            raise Refusal("P402", "核对没有通过：别的项目的内容也会变，没有写；请把这个文件发给维护者")
        self.now = self.now._replace(data=result)

    def say(self, gone: set[int], values: _Values) -> Put:
        """Write into all tables what they are to say, and read all of it back."""
        _, reading = self._read()
        self._follow(reading, gone)
        said = {
            place: each.spec if isinstance(each, Added) else self.given.get(id(each))
            for place, each in enumerate(self.now.order)
        }
        tables = {
            spec.source.name: min(_numbers(reading.specs[place])) for place, spec in said.items() if spec is not None
        }
        done = values([spec for spec in said.values() if spec is not None], self.now.data, tables)
        if blocking(done.problems):
            return done
        self.now = self.now._replace(data=done.data)
        _, back = self._read()
        for table, each in zip(back.specs, self.now.order, strict=True):
            if isinstance(each, ReadSpec) and id(each) not in self.given:
                guessed = {*headings(table), *headings(each)}
                one, two = (
                    {key: text for key, text in some.items() if key not in guessed}
                    for some in (each.value, table.value)
                )
                if one != two:
                    message = (
                        "别的项目加上、拿掉以后，这张表读出来会不一样（如 Word 自己编的号），没有写；请把它的规格一起给"
                    )
                    raise Refusal("P401", message, each.address)
        self._unique(back)
        return done

    def _unique(self, back: Reading) -> None:
        """Make sure that no new project has the number of another."""
        for each, table in zip(self.now.order, back.specs, strict=True):
            order = table.form.order
            if isinstance(each, Added) and order is not None:
                same = [
                    one
                    for one in back.specs
                    if one.form is table.form and one.value.get(order) == table.value.get(order)
                ]
                if len(same) > 1:
                    message = f"「{order}」{table.value.get(order)} 已经有了（{_name(same[0].value, same[0])}），不能再加一个；请改规格"
                    raise Refusal("P322", message, each.model.table.address)

    def told(self, changes: Sequence[Change]) -> list[Change]:
        """The changes of what was there before, at the addresses that they had then."""
        return [one._replace(address=was) for one in changes if (was := self._was(one.address)) is not None]

    def _was(self, address: Address) -> Address | None:
        if address.table:
            table = self.moved.get((True, address.table))
            return None if table is None else address._replace(table=table)
        paragraph = self.moved.get((False, address.paragraph))
        return None if paragraph is None else address._replace(paragraph=paragraph)

    def _follow(self, reading: Reading, gone: set[int]) -> None:
        """Note which tables and paragraphs stood where before: all but the projects and the blank between them stayed."""
        came = [table for table, each in zip(reading.specs, self.now.order, strict=True) if isinstance(each, Added)]
        went = [table for table in self.reading.specs if id(table) in gone]
        here, there = (_lasting(*some) for some in ((reading.blocks, came), (self.reading.blocks, went)))
        self.moved = {_number(new): _number(old)[1] for new, old in zip(here, there, strict=True)}


def _lasting(blocks: Sequence[Block], but: Sequence[ReadSpec]) -> list[Block]:
    """The blocks that show something, but for those of some projects."""
    left_out = {id(found.block) for table in but for found in table.occurrence.found}
    return [one for one in blocks if id(one) not in left_out and (isinstance(one, Row) or not is_blank(one))]


def _number(block: Block) -> tuple[bool, int]:
    """Which table or which paragraph it is."""
    return (True, block.table) if isinstance(block, Row) else (False, block.number)


def _dirty(paper: Paper, marks: Iterable[Element | None], zones: list[Span]) -> list[Edit]:
    """Mark fields, by what they begin with, to be computed again."""
    begins = {mark for mark in marks if mark is not None}
    paper.locate(begins)
    zones += [paper.place(begin).outer for begin in begins]
    return [with_attribute(paper.part, paper.place(begin), attribute(begin, "dirty"), "true") for begin in begins]


def _carried(package: Package) -> Sequence[object]:
    """The values that a document carries unseen."""
    origin, values = extract(package)
    return values if origin is not None else list(stamps(package).unseen)


def _numbers(table: ReadSpec) -> set[int]:
    return {entry.address.table for found in table.occurrence.found for entry in found.entries if entry.address.table}


def _name(value: Mapping[str, Any], table: ReadSpec) -> str:
    return "、".join(text for key in identity(table.form.schema) if isinstance(text := value.get(key), str))
