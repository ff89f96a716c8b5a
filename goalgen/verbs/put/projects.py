"""Verbs floor: the way of projects that come and go: sections first, then what all of them say, then all is read back.

Where it is to be revised, what comes is written as it will be and then told to be an insertion; what goes is told to be a
deletion; and the values of all others are changed by revisions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from goalgen.docx import Address, Block, Package, Row, open_package
from goalgen.docx.archive import replace_members
from goalgen.docx.splice import decode, encode, with_attribute
from goalgen.embedded import extract
from goalgen.embedded import rearranged as carried_anew
from goalgen.fingerprint import rearranged as marked_anew
from goalgen.fingerprint import stamps
from goalgen.form import Form
from goalgen.form.row import is_blank
from goalgen.problem import Problem, blocking
from goalgen.schema import identity
from goalgen.spec import Spec
from goalgen.text import Edit, Span
from goalgen.verbs.put import proof
from goalgen.verbs.put.adding import Added, coming, contents
from goalgen.verbs.put.changes import Change
from goalgen.verbs.put.fresh import Fresh
from goalgen.verbs.put.pair import Told
from goalgen.verbs.put.paper import Element, Paper, Refusal, attribute
from goalgen.verbs.put.putting import Put, headings
from goalgen.verbs.put.removing import beside, going, referring, side_by_side, taken_out
from goalgen.verbs.put.sections import Book
from goalgen.verbs.put.tracked import Tracking
from goalgen.verbs.put.tracked.pen import Pen
from goalgen.verbs.put.tracked.sections import noted
from goalgen.verbs.read import Reading, ReadSpec, read_package

Project = ReadSpec | Added
Values = Callable[[Sequence[Spec], bytes, Told], Put]
"""Puts specs into a document, given in which tables."""


class Step(NamedTuple):
    """A document after its sections came or went: all projects as they stand in it, and what is to be told."""

    data: bytes
    order: tuple[Project, ...]
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()


class Revised(NamedTuple):
    """That all is written as revisions, and how values are put into what is not told yet."""

    tracking: Tracking
    values: Values


@dataclass
class Work:
    """A document at work."""

    data: bytes
    name: str
    forms: Sequence[Form]
    key: bytes | None
    now: Step
    reading: Reading
    """the document as it was"""
    given: Mapping[int, Spec]
    """the specs of tables, by the ids of the tables"""
    moved: dict[tuple[bool, int], int] = field(default_factory=dict)
    """the number that a table, or a paragraph, had before"""

    def all(
        self, package: Package, new: Sequence[Spec], gone: set[int], values: Values, revised: Revised | None
    ) -> Put:
        """Add, remove, write what all of them say; so that all of it is `revised`, when that is asked for. Raises Refusal."""
        self.add(package, new, gone)
        if revised is None:
            self.remove(gone)
        else:
            faults = self.note_added(revised)
            if faults:
                return Put(self.data, problems=tuple(faults))
            self.note_removed(gone, revised.tracking)
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
        self.now = Step(self.now.data, tuple(done.order), tuple(changes), tuple(problem for _, problem in marked))

    def remove(self, gone: set[int]) -> None:
        """Let projects go."""
        numbers = {number for number, each in enumerate(self.now.order) if id(each) in gone}
        if not numbers:
            return
        package, reading, book = self._book()
        nodes = going(book, numbers)
        edits = taken_out(book, nodes)
        places = {place for number in numbers if (place := reading.specs[number].carried) is not None}
        parts = {**beside(book.paper, nodes), **carried_anew(package, 0, places)}
        parts |= marked_anew(package, {}, {place + 1 for place in places}, self.key)
        self._take(book, numbers, nodes, edits, parts)

    def _take(
        self, book: Book, numbers: set[int], nodes: Sequence[Element], edits: list[Edit], parts: dict[str, bytes]
    ) -> None:
        """Write that projects go, and note it."""
        marked = list(referring(book, nodes, self.name))
        zones = [edit.span for edit in edits]
        edits += _dirty(book.paper, [begin for begin, _ in marked], zones)
        self._write(book.paper, edits, zones, parts)
        went = [each for number, each in enumerate(self.now.order) if number in numbers]
        tables = [each for each in went if isinstance(each, ReadSpec)]
        removed = (Change("removed", each.address, (), _name(each.value, each), None) for each in tables)
        self.now = self.now._replace(
            order=tuple(each for number, each in enumerate(self.now.order) if number not in numbers),
            changes=(*self.now.changes, *removed),
            problems=(*self.now.problems, *(problem for _, problem in marked)),
        )

    def note_added(self, revised: Revised) -> list[Problem]:
        """Let the projects that came say what they are to say, and then be insertions; or give why they cannot say it."""
        if not any(isinstance(each, Added) for each in self.now.order):
            return []
        _, reading = self._read()
        came = [
            (each, table) for each, table in zip(self.now.order, reading.specs, strict=True) if isinstance(each, Added)
        ]
        tables = {id(each.spec): min(_numbers(table)) for each, table in came if isinstance(each, Added)}
        done = revised.values([each.spec for each, _ in came], self.now.data, tables)
        if faults := [problem for problem in done.problems if blocking([problem])]:
            return faults
        told = [problem for problem in done.problems if problem.code == "P503"]
        self.now = self.now._replace(data=done.data, problems=(*self.now.problems, *told))
        package, _, book = self._book()
        pen = Pen.of(package, revised.tracking)
        edits: list[Edit] = []
        for number, each in enumerate(self.now.order):
            if isinstance(each, Added):
                section = book.sections[number]
                above = book.beside(section, -1)
                blank = above.gap if each.leads and above is not None else section.gap
                nodes = [*blank, *section.nodes] if each.leads else [*section.nodes, *blank]
                edits += noted(book.paper, nodes, "ins", pen, each.beside.address)
        self._write(book.paper, edits, [edit.span for edit in edits], {})
        return []

    def note_removed(self, gone: set[int], tracking: Tracking) -> None:
        """Let projects be deletions."""
        numbers = {number for number, each in enumerate(self.now.order) if id(each) in gone}
        if not numbers:
            return
        package, _, book = self._book()
        pen = Pen.of(package, tracking)
        nodes = going(book, numbers)
        edits: list[Edit] = []
        for some in side_by_side(book, nodes):
            first = next((each for each in book.sections if set(each.nodes) & set(some)), book.sections[0])
            edits += noted(book.paper, some, "del", pen, first.table.address)
        self._take(book, numbers, nodes, edits, {})

    def _read(self) -> tuple[Package, Reading]:
        package, _ = open_package(self.now.data, self.name)
        if package is None:
            raise Refusal("P401", "改好的文件打不开了，没有写；请把这个文件发给维护者")
        reading = read_package(package, self.forms, trace=True)
        if len(reading.specs) != len(self.now.order):
            message = f"应有{len(self.now.order)}张表，写了再读是{len(reading.specs)}张，没有写；请在 Word 里改"
            raise Refusal("P401", message)
        return package, reading

    def _book(self) -> tuple[Package, Reading, Book]:
        package, reading = self._read()
        return package, reading, Book(Paper(package, decode(package.parts[package.main]), reading))

    def _write(self, paper: Paper, edits: Sequence[Edit], zones: Sequence[Span], parts: dict[str, bytes]) -> None:
        """Write, and look at what was written: no other byte is another."""
        main = paper.package.main
        result = replace_members(self.now.data, {**parts, main: encode(paper.part, edits)})
        package, _ = open_package(result, self.name)
        others = list(proof.other_members(self.now.data, result, {*parts, main}))
        if package is None or others or proof.elsewhere(paper.part, package.parts[main], zones):
            raise Refusal("P402", "核对没有通过：别的项目的内容也会变，没有写；请把这个文件发给维护者")
        self.now = self.now._replace(data=result)

    def say(self, gone: set[int], values: Values) -> Put:
        """Write into all tables what they are to say, and read all of it back."""
        _, reading = self._read()
        self._follow(reading, gone)
        said = {
            place: each.spec if isinstance(each, Added) else self.given.get(id(each))
            for place, each in enumerate(self.now.order)
        }
        tables = {id(spec): min(_numbers(reading.specs[place])) for place, spec in said.items() if spec is not None}
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
            if isinstance(each, Added) and order is not None and table.value.get(order) is not None:
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
    return [one for one in blocks if id(one) not in left_out and not is_blank(one)]


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
