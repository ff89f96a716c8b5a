"""Verbs floor: a document that is too thick to be kept in memory, read table by table, with the same answers (laws L6, L13).

Finding a form asks for one block after the other, so it is given them as they come, and what was read is let go. Of a table
stays what whoever asked keeps of its value, and what its neighbours decide: see `completing`. What nothing claims is kept, as
long as it is not much; a document of which more would be kept than that is read as a whole, within the limits for that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import IO, Any, NamedTuple, overload

from goalgen.docx import Address, Block, Content, Package, Revisions, Row
from goalgen.docx.flow import Flow, open_in_pieces
from goalgen.docx.limits import in_force
from goalgen.docx.pieces import NotPlain, Piece
from goalgen.form import Form
from goalgen.form.binding import Bound, bind
from goalgen.form.find import Occurrence
from goalgen.form.liberties import Taken, liberties_taken
from goalgen.form.row import is_blank
from goalgen.ledger import Kind, Ledger, Sums, enter, flattened
from goalgen.problem import Problem
from goalgen.shelf import Shelf
from goalgen.verbs.read import departing, near_miss, occurrences, origin_of, residue, told
from goalgen.verbs.read.completing import carried_by, completed, number_of, ungiven
from goalgen.verbs.read.reading import NearMiss, Reading, ReadSpec, Unread
from goalgen.vocabulary import FORM_KEY

A_TABLE = 20_000
"""For each table of a form that was found, a document may have so many elements more than one that is read as a whole."""
MOST_BESIDE = 100_000
"""So much is kept of what nothing claims: texts, and a hundred characters each."""
_AT_ONCE = 256
"""So many blocks are let go at once."""
_MOST_HELD = 50_000
"""So many blocks are held at most: a table has some dozens of rows."""
_NOTHING = Occurrence(0, 0, (), ())


class Blocks(Sequence[Block]):
    """Blocks that come one by one, and are let go when nobody asks for them any more. How many there are is known at the end."""

    def __init__(self, coming: Iterable[Block]) -> None:
        self._coming = iter(coming)
        self._held: list[Block] = []
        self._gone = 0
        self._worth = _AT_ONCE

    @overload
    def __getitem__(self, index: int) -> Block: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Block]: ...
    def __getitem__(self, index: int | slice) -> Block | Sequence[Block]:
        assert isinstance(index, int)
        at = index - self._gone
        assert at >= 0, "the block was let go"
        while at >= len(self._held):
            more = next(self._coming, None)
            if more is None:
                raise IndexError(index)
            if len(self._held) >= _MOST_HELD:
                raise NotPlain
            self._held.append(more)
        return self._held[at]

    def __len__(self) -> int:
        return self._gone + len(self._held)

    def let_go(self, position: int) -> None:
        """Nobody asks any more for the blocks before a position, but for the last of them of which anything is seen."""
        keep = position - self._gone
        if keep < self._worth:
            return
        while keep and (keep == len(self._held) or _says_nothing(self._held[keep])):
            keep -= 1
        del self._held[:keep]
        self._gone += keep
        self._worth = _AT_ONCE + 2 * (position - self._gone)


def _says_nothing(block: Block) -> bool:
    """Whether a block is a blank paragraph, over which a table may go on."""
    return not isinstance(block, Row) and is_blank(block)


class Table(NamedTuple):
    """A table that was read: what was kept of its value, and what of it is known only when all are read."""

    form: Form
    address: Address
    kept: Any
    more: Mapping[str, Any]
    """what stands on no table, which comes on top of its value"""
    carried: int | None


class Streamed(NamedTuple):
    """The tables, and the reading but for its specs."""

    tables: list[Table]
    reading: Reading


@dataclass
class _Account:
    """What is summed up of a document while it is read."""

    counts: Counter[Kind] = field(default_factory=Counter)
    residue: list[tuple[Address, str]] = field(default_factory=list)
    inside: set[int] = field(default_factory=set)
    tables: set[int] = field(default_factory=set)
    flattened: set[Address] = field(default_factory=set)
    unclaimed: list[tuple[Address, str]] = field(default_factory=list)
    near: list[NearMiss] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Taken] = field(default_factory=list)
    beside: int = 0
    """how much of it is kept"""

    def claim(self, bound: Bound, looks: set[Address]) -> None:
        """Enter the account of a table; `looks` are the places whose look says more."""
        ledger = Ledger(bound.entries)
        self.counts.update(ledger.counts())
        left = ledger.residue()
        self.residue += left
        self.problems += bound.problems
        self.beside += len(left) + sum(len(text) for _, text in left) // 100 + len(bound.problems)
        if looks:
            self.flattened |= looks & {entry.address for entry in bound.entries}

    def leave(self, block: Block) -> None:
        """Note a block that nothing claims."""
        if isinstance(block, Row):
            self.tables.add(block.table)
        for address, text in block.texts():
            if address.table or text.strip():
                self.unclaimed.append((address, text))
                self.beside += 1 + len(text) // 100


class _Stream:
    """A document while it is read."""

    def __init__(self, package: Package, pieces: Iterable[Piece], forms: Sequence[Form], revisions: Revisions) -> None:
        self.flow = Flow(package, revisions)
        self.account = _Account()
        self.blocks = Blocks(self._blocks(pieces))
        self._forms, self._name = forms, package.name
        self._looks: set[Address] = set()
        self._done = self._seen = self._elements = self._found = 0

    def _blocks(self, pieces: Iterable[Piece]) -> Iterator[Block]:
        """The blocks of the document. Raises NotPlain when there is more in it than tables of a form account for."""
        limits = in_force()
        most, beside = limits.elements, MOST_BESIDE * limits.times
        for piece in pieces:
            self._elements += piece.raw.count(b"<") - piece.raw.count(b"</")
            if self._elements > most + A_TABLE * self._found or self.account.beside + self.flow.beside > beside:
                raise NotPlain
            yield from self.flow.blocks(piece)

    def tables(self) -> Iterator[tuple[Form, Bound, Block]]:
        """The tables of known forms, each with the block that it begins with."""
        for found, form, furthest, start in occurrences(self.blocks, self._forms, self._pass):
            if found is None:
                near = near_miss(form, furthest, self.blocks, start)
                self.account.near.append(near)
                self.account.beside += 10
                continue
            first = self.blocks[start]
            bound = bind(found, self._name)
            self._looks.update(each.address for each in self.flow.flattened[self._seen :])
            self._seen = len(self.flow.flattened)
            self.account.claim(bound, self._looks)
            notes = list(liberties_taken(form.pattern, found))
            self.account.notes += notes
            self.account.beside += len(notes)
            yield form, bound, first
            self._pass(found.end, {each.block for each in found.found})
            self._found += 1
        self._pass(len(self.blocks))

    def _pass(self, position: int, claimed: set[Block] | frozenset[Block] = frozenset()) -> None:
        """All blocks before a position are done with; those that are not claimed are noted."""
        account = self.account
        for at in range(self._done, position):
            block = self.blocks[at]
            if block not in claimed:
                account.leave(block)
            elif isinstance(block, Row):
                account.tables.add(block.table)
                account.inside.add(block.table)
        self._done = position
        self.blocks.let_go(position)


class _Read(NamedTuple):
    """A table when it was read, before the others are; of its value, what was kept and the fields that they decide about."""

    form: Form
    address: Address
    kept: Any
    few: dict[str, Any]
    number: int | None


def read_streamed(
    package: Package,
    pieces: Iterable[Piece],
    forms: Sequence[Form],
    keep: Callable[[dict[str, Any]], Any],
    given: Mapping[str, str] | None = None,
    revisions: Revisions = Revisions.FINAL,
) -> Streamed:
    """Read every table of a known form; `keep` is given the value of each as far as it is printed, and says what is kept of it.

    Raises NotPlain where the document is to be read as a whole: also when it holds no such table at all.
    """
    name, given = package.name, given or {}
    before = len(package.problems)
    origin, carried, forms = origin_of(package, forms)
    damaged, package.problems[before:] = package.problems[before:], []
    stream = _Stream(package, pieces, forms, revisions)
    found: list[_Read] = []
    for form, bound, first in stream.tables():
        printed = {FORM_KEY: form.name, **bound.value}
        asked = {*given, form.order, *form.unprinted}
        few = {key: printed[key] for key in asked if key is not None and key in printed}
        found.append(_Read(form, first.address(), keep(printed), few, number_of(first) if carried else None))
    if not found:
        raise NotPlain
    unseen = carried_by([(each.form, each.number) for each in found], carried)
    specs = [
        ReadSpec({**each.few, **more}, each.form, each.address, _NOTHING, place)
        for each, (place, more) in zip(found, unseen, strict=True)
    ]
    specs, problems = completed(specs, given, name)
    problems += ungiven(specs, name) if origin is None else ()
    tables = [
        Table(spec.form, spec.address, each.kept, _other(spec.value, each.few), spec.carried)
        for each, spec in zip(found, specs, strict=True)
    ]
    held = stream.flow.rest()
    package.problems += damaged
    return Streamed(tables, _reading(package, stream.account, held, revisions, problems))


def _other(value: Mapping[str, Any], few: Mapping[str, Any]) -> dict[str, Any]:
    return {key: text for key, text in value.items() if few.get(key) != text}


def _reading(
    package: Package, account: _Account, held: Content, revisions: Revisions, completing: Sequence[Problem]
) -> Reading:
    """What is told of a document when all of it is read, but for its specs."""
    name = package.name
    ledger, beside = _ledger(account, held)
    problems = [*departing(account.near, name), *account.problems, *residue(ledger, name), *completing]
    problems += [*told(package, held, revisions, account.inside, name), *flattened(held.flattened, ledger, name)]
    producer = "WPS" if package.by_wps else ""
    near, notes, count = tuple(account.near), tuple(account.notes), len(account.tables)
    return Reading(name, (), ledger, tuple(problems), tuple(beside), near, count, producer, noted=notes)


class Specs(Sequence[ReadSpec]):
    """The specs of a thick document, each made anew from what was put by when it is asked for. Where their values stand nobody
    knows any more."""

    def __init__(self, tables: Sequence[Table], shelf: Shelf) -> None:
        self._tables, self._shelf = tables, shelf

    @overload
    def __getitem__(self, index: int) -> ReadSpec: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[ReadSpec]: ...
    def __getitem__(self, index: int | slice) -> ReadSpec | Sequence[ReadSpec]:
        if isinstance(index, slice):
            return Specs(self._tables[index], self._shelf)
        form, address, kept, more, carried = self._tables[index]
        return ReadSpec({**self._shelf.get(kept), **more}, form, address, _NOTHING, carried)

    def __len__(self) -> int:
        return len(self._tables)


def read_thick(
    file: IO[bytes],
    name: str,
    forms: Sequence[Form],
    given: Mapping[str, str] | None = None,
    revisions: Revisions = Revisions.FINAL,
    least: int = 0,
) -> Reading:
    """As `read`, from a file that has at least so many bytes of text, and without the places of the values. Raises NotPlain
    where it is to be read as a whole."""
    package, pieces = open_in_pieces(file, name, least)
    shelf = Shelf()
    streamed = read_streamed(package, pieces, forms, shelf.put, given, revisions)
    return replace(streamed.reading, specs=Specs(streamed.tables, shelf))


def _ledger(account: _Account, held: Content) -> tuple[Ledger, list[Unread]]:
    """The ledger; and what is outside of the tables that hold a form."""
    entries, beside = [], []
    for address, text in chain(account.unclaimed, held.asides):
        if address.table in account.inside:
            entries.append(enter(address, text, ()))
        elif text.strip():
            beside.append(Unread(address, text))
    sums = Sums(account.counts, account.residue, account.inside, account.flattened)
    return Ledger(tuple(entries), held.hidden, sums), beside + [Unread(*each) for each in held.stories]
