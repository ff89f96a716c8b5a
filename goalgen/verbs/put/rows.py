"""Verbs floor: rows and paragraphs come, go and move: optional parts, the items of lists.

A new row is a copy of the nearest one of the same list and level; a moved one takes its own bytes along. What nothing
understood is never cut through, and where a range of a bookmark or a comment reaches out of a row its end stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from lxml import etree

from goalgen.docx import Address, Cell, Paragraph, Row
from goalgen.docx import names as n
from goalgen.form.binding import concrete
from goalgen.form.pattern import RowPattern, Slot, nodes
from goalgen.paths import SpecPath, lookup
from goalgen.text import Edit, Span
from goalgen.verbs.put import guard
from goalgen.verbs.put.cells import typed
from goalgen.verbs.put.changes import Change, row_said
from goalgen.verbs.put.clones import cell_made, paragraph_made, paragraphs_like, row_made
from goalgen.verbs.put.habits import columns, group_of, habit, slot_of
from goalgen.verbs.put.line import Line, Wording
from goalgen.verbs.put.lines import ends_outside
from goalgen.verbs.put.merges import Kind, Merge, Settled, Standing, merged, settle
from goalgen.verbs.put.models import Model, adopted, model_of
from goalgen.verbs.put.order import Order, around, node_beside, ordered, rows_of, standings
from goalgen.verbs.put.paper import Paper, Refusal
from goalgen.verbs.put.plan import Plan, Printed, Wanted
from goalgen.verbs.put.words import by_text, wordings

Element = etree._Element


class Arranged(NamedTuple):
    """What is done to the rows and paragraphs of a table as wholes."""

    edits: list[Edit]
    covered: frozenset[Cell]
    """cells of rows that stay whose text is seen to: they are merged away now, or come out of a merge"""
    elsewhere: frozenset[Row | Paragraph]
    """blocks that move, with their text"""
    zones: list[Span]
    """the elements of the document whose bytes change, or beside which others come"""
    changes: list[Change]

    @classmethod
    def nothing(cls) -> Arranged:
        """Every block stays as it is, but for its text."""
        return cls([], frozenset(), frozenset(), [], [])


def is_concerned(plan: Plan) -> bool:
    """Whether rows come, go or move, or a text of a list changes, which may split or join a merge."""
    return not plan.stays or any(
        lookup(plan.read.value, concrete(slot.path, each.was.turns))
        != lookup(plan.new, concrete(slot.path, each.turns))
        for each in plan.wanted
        if each.was is not None and isinstance(each.node, RowPattern) and each.node.looped
        for slot in map(slot_of, each.node.cells)
        if slot is not None
    )


def arranged(paper: Paper, plan: Plan, *, unlocked: bool = False) -> Arranged:
    """Bring the blocks of a table into the order, and the merges, of its new value. Raises Refusal."""
    work = _Work(paper, plan, ordered(plan))
    if not unlocked:
        _leave_locked(work.order)
    work.prepare()
    for place in range(len(plan.wanted)):
        work.bring(place)
    work.take_out()
    return Arranged(
        work.edits, frozenset(work.covered), frozenset(work.elsewhere), work.zones, [*_told(plan, work.order)]
    )


@dataclass
class _Work:
    """A table at work."""

    paper: Paper
    plan: Plan
    order: Order
    models: dict[int, Model] = field(default_factory=dict)
    settled: dict[int, list[Settled]] = field(default_factory=dict)
    going: set[Element] = field(default_factory=set)
    edits: list[Edit] = field(default_factory=list)
    covered: set[Cell] = field(default_factory=set)
    elsewhere: set[Row | Paragraph] = field(default_factory=set)
    zones: list[Span] = field(default_factory=list)

    def prepare(self) -> None:
        """Find models, decide merges, find where all that is touched stands, and refuse what is not to be touched."""
        plan, order = self.plan, self.order
        leaving = [*order.gone, *(plan.printed[order.old[place]] for place in order.moved)]
        self.going = {each.found.block.node for each in leaving}
        for place, wanted in enumerate(plan.wanted):
            if wanted.was is None:
                self.models[place] = model_of(self.paper, plan, order, place)
        _spare(self.paper, plan, order)
        self._settle()
        blocks = [each.found.block.node for each in plan.printed]
        wrappers = [around(node, self.going) for node in self.going]
        self.paper.locate([*blocks, *wrappers])

    def _settle(self) -> None:
        """Decide how each cell of each row stands in vertical merges."""
        plan, where = self.plan, standings(self.order)
        rows = list(rows_of(plan))
        above = {id(low): up for up, low in pairwise(rows) if (up.table, up.number + 1) == (low.table, low.number)}
        wanted: list[int] = []
        standing: list[Standing] = []
        for place, each in enumerate(plan.wanted):
            block = self._block(place)
            if place not in where or not isinstance(block.found.block, Row) or not isinstance(each.node, RowPattern):
                continue
            spot = where[place]
            upper = spot.above
            if isinstance(upper, int):
                upper = plan.printed[self.order.old[upper]].found.block if upper in self.order.old else upper
            old = self.order.old.get(place)
            closed = old is not None and above.get(id(block.found.block)) is upper
            close = bool(wanted) and spot.above == wanted[-1] and type(spot.above) is int
            made = columns(plan, block, each.turns, made=each.was is None)
            standing.append(Standing(made, group_of(each.node, each.turns), old, spot.table, close, closed))
            wanted.append(place)
        groups = {row.group for row in standing}
        habits = {group: habit(plan, self.paper.reading.specs, group) for group in groups}  # type: ignore[arg-type]
        self.settled = dict(zip(wanted, settle(standing, habits), strict=True))

    def _block(self, place: int) -> Printed:
        """The block that a wanted one is, or is made like."""
        was = self.plan.wanted[place].was
        return was if was is not None else self.models[place].block

    def bring(self, place: int) -> None:
        """See to one wanted block."""
        if place in self.order.stays:
            self._stay(place)
            return
        wanted = self.plan.wanted[place]
        block = self._block(place).found.block
        anchor = self.order.anchors[place]
        beside = node_beside(anchor, block, self.going)
        self.paper.locate([beside])
        spot = self.paper.place(beside)
        at = spot.end if anchor.after else spot.start
        text = self._moved(place) if wanted.was is not None else self._made(place)
        self.edits.append(Edit(Span(at, at), text))
        self.zones.append(spot.outer)

    def _stay(self, place: int) -> None:
        """A row that stays: only its merges, and what comes under one or out of one."""
        was = self.plan.wanted[place].was
        if place not in self.settled or was is None:
            return
        edits = [edit for cell, made in self._cells(place) for edit in made if cell is not None]
        if edits:
            self.edits += edits
            self.zones.append(self.paper.place(was.found.block.node).outer)

    def _cells(self, place: int) -> Iterator[tuple[Cell, list[Edit]]]:
        """The edits of the cells of a row that is there, for its merges."""
        was = self.plan.wanted[place].was
        assert was is not None
        assert isinstance(was.found.block, Row)
        words: list[Wording | None] | None = None
        own = columns(self.plan, was, self.plan.wanted[place].turns, made=False)
        for number, (cell, column, settled) in enumerate(
            zip(was.found.block.cells, own, self.settled[place], strict=True)
        ):
            taken, entry = column.was.taken, was.found.entries[number]
            edits = merged(self.paper, cell, settled.merge, entry.address)
            if not settled.shows:
                self.covered.add(cell)
                if not taken:
                    edits += typed(self.paper, Wording(entry.address, cell, (Line("", 0),)))
            elif taken:
                self.covered.add(cell)
                words = words or wordings(self.plan, was, self.plan.wanted[place].turns, fresh=True)
                said = words[number] if column.kind is Kind.VALUE else None
                edits += self._uncovered(place, cell, said or _label(cell, entry.address))
            yield cell, edits

    def _uncovered(self, place: int, cell: Cell, wording: Wording) -> list[Edit]:
        """The text of a cell that comes out of a merge, in the look of the text that stood for it."""
        bare = not any(node.text or node.tag not in _TEXTS for node in cell.node.iter(*_KEPT))
        if cell.under or not bare:
            return typed(self.paper, wording)
        properties = next(cell.node.iterchildren(n.TC_PR), None)
        spot = self.paper.place(cell.node)
        start = spot.opened if properties is None else self.paper.place(properties).end
        return [Edit(Span(start, spot.closing), paragraphs_like(self.paper, self._look(place, cell), wording.text))]

    def _look(self, place: int, cell: Cell) -> Cell:
        """The cell whose look a text takes that had none here: the one it was merged into; above a cut the last one with a
        text."""
        if cell.origin is not None:
            return cell.origin
        for other in range(self.order.old.get(place, 0) - 1, -1, -1):
            block = self.plan.printed[other].found.block
            for each in block.cells if isinstance(block, Row) else ():
                if each.column == cell.column and each.origin is None and each.text.strip():
                    return each
        return cell

    def _moved(self, place: int) -> str:
        """A block that moves, as it will be written."""
        wanted = self.plan.wanted[place]
        assert wanted.was is not None
        block = wanted.was.found.block
        edits: list[Edit] = []
        if place in self.settled:
            edits += [edit for _, made in self._cells(place) for edit in made]
        for wording in wordings(self.plan, wanted.was, wanted.turns):
            if wording is not None and wording.holder not in self.covered:
                edits += typed(self.paper, wording)
        self.elsewhere.add(block)
        top = around(block.node, {block.node})
        self.paper.locate([top])
        edits += [Edit(self.paper.place(one).outer, "") for one in ends_outside(top)]
        return self.paper.slice(top, edits)

    def _made(self, place: int) -> str:
        """A new block, made like its model."""
        wanted, model = self.plan.wanted[place], self.models[place]
        found = model.block.found
        model.paper.locate([found.block.node])
        words = wordings(self.plan, model.block, wanted.turns, fresh=True)
        if isinstance(found.block, Paragraph):
            assert words[0] is not None
            return adopted(self.paper, model, paragraph_made(model.paper, words[0]))
        assert isinstance(found.node, RowPattern)
        cells = []
        for number, cell in enumerate(found.block.cells):
            address = found.entries[number].address
            settled = self.settled[place][number] if place in self.settled else Settled(Merge.NONE, shows=True)
            look = cell.origin or cell
            wording = words[number]
            if wording is None or (cell.origin is not None and slot_of(found.node.cells[number]) is None):
                wording = _label(cell, address)
            if not settled.shows:
                wording, look = Wording(address, cell, (Line("", 0),)), cell
            elif cell.origin is not None:
                model.paper.locate([next(look.node.iterancestors(n.TR))])
            cells.append(cell_made(model.paper, wording, look, settled.merge))
        return adopted(self.paper, model, row_made(model.paper, found.block, cells))

    def take_out(self) -> None:
        """Take out what goes, and what moved from its old place; what was around it goes along when it is empty."""
        tables = self._emptied()
        tops: dict[Element, str] = {}
        for node in self.going:
            block = around(node, self.going)
            table = next(node.iterancestors(n.TBL), None)
            if table in tables:
                block = around(table, {table}) if table is not None else block
            elif node.tag == n.P and _must_stay(block, self.going):
                self._blank(node)
                continue
            tops[block] = ""
        self.paper.locate(tops)
        for top in tops:
            kept = "".join(self.paper.source(one) for one in ends_outside(top))
            self.edits.append(Edit(self.paper.place(top).outer, kept))
            self.zones.append(self.paper.place(top).outer)

    def _emptied(self) -> set[Element]:
        """The tables of which only layout would be left."""
        layout = {row.node for row in rows_of(self.plan)} - {each.found.block.node for each in self.plan.printed}
        kept = {next(anchor.block.node.iterancestors(n.TBL), None) for anchor in self.order.anchors.values()}
        tables = {next(node.iterancestors(n.TBL)) for node in self.going if node.tag == n.TR}
        return {
            table
            for table in tables - kept
            if all(
                row in self.going or row in layout
                for row in table.iter(n.TR)
                if next(row.iterancestors(n.TBL)) is table
            )
        }

    def _blank(self, node: Element) -> None:
        """Leave an empty paragraph where none at all cannot be."""
        for each in self.plan.printed:
            if each.found.block.node is node and isinstance(each.found.block, Paragraph):
                entry = each.found.entries[0]
                self.edits += typed(self.paper, Wording(entry.address, each.found.block, (Line("", 0),)))
                self.zones.append(self.paper.place(node).outer)


_TEXTS = {n.T, n.DEL_TEXT}
_KEPT = (
    *_TEXTS, n.BOOKMARK_START, n.BOOKMARK_END, f"{n.W}commentRangeStart", f"{n.W}commentRangeEnd", n.COMMENT_REFERENCE,
    n.DRAWING, n.PICT, n.OBJECT, n.ALTERNATE, n.SDT, n.FLD_CHAR, n.FLD_SIMPLE, n.TBL, n.ALT_CHUNK, n.INS, n.DEL, n.MOVE_FROM, n.MOVE_TO,
)  # fmt: skip
"""What is not written over in a cell that comes out of a merge: it is typed into."""


def _label(cell: Cell, address: Address) -> Wording:
    """What a cell with a label says, which may stand in the cell that it is merged into."""
    return Wording(address, cell, by_text(cell.text, (cell.origin or cell).text))


def _must_stay(top: Element, going: set[Element]) -> bool:
    """Whether a paragraph cannot go: it ends a section, keeps two tables apart, or its container must end with one."""
    if next(top.iter(n.SECT_PR), None) is not None:
        return True
    before = next(
        (one for one in top.itersiblings(preceding=True) if one.tag in (n.P, n.TBL, n.SDT) and one not in going), None
    )
    behind = next((one for one in top.itersiblings() if one.tag in (n.P, n.TBL, n.SDT) and one not in going), None)
    if before is None:
        return behind is None
    return before.tag == n.TBL and (behind is None or behind.tag != n.P)


def _spare(paper: Paper, plan: Plan, order: Order) -> None:
    """Refuse to cut through what nothing understood, and to change a table that stands twice in the file."""
    reading = paper.reading
    claimed = {
        found.block.address()[:2]
        for spec in reading.specs
        for found in spec.occurrence.found
        if isinstance(found.block, Row)
    }
    residue: dict[tuple[int, int], list[Address]] = defaultdict(list)
    for address, _ in reading.ledger.residue():
        if address.table:
            residue[address.table, address.row].append(address)
    unknown = {spot for spot in residue if spot not in claimed}
    kept, staying = set(order.old.values()), set(order.stays.values())
    beside = defaultdict[int, set[bool]](set)
    for anchor in order.anchors.values():
        beside[id(anchor.block)].add(anchor.after)
    for place, each in enumerate(plan.printed):
        block = each.found.block
        leaves = place not in staying
        anchors = beside.get(id(block), set())
        if not leaves and not anchors:
            continue
        if next(block.node.iterancestors(n.ALTERNATE), None) is not None:
            raise Refusal("P307", "这里的内容在文件里存了两份（新旧两种格式），行不能增减", block.address())
        if isinstance(block, Row):
            here = (block.table, block.number)
            sides = [here, (block.table, block.number - 1), (block.table, block.number + 1)]
            cut = sides if leaves else [here, *(sides[2 if after else 1] for after in anchors)]
            bad = next((spot for spot in cut if spot in unknown), None)
            if leaves and place not in kept and here in residue:
                bad = here
            if bad is not None:
                raise Refusal("P303", "这一行没有认出来，紧挨着它的行不增减、不移动", residue[bad][0])


def _leave_locked(order: Order) -> None:
    """Refuse to take out what a control protects."""
    for each in order.gone:
        locks = (
            one for settings in each.found.block.node.iter(n.SDT_PR) for one in settings.iterchildren(f"{n.W}lock")
        )
        if guard.is_locked(each.found.block.node) or any(lock.get(n.VAL) == "sdtLocked" for lock in locks):
            raise Refusal("P302", f"这里有锁定的控件，没有删；{guard.ANYWAY}", each.found.block.address())


def _told(plan: Plan, order: Order) -> Iterator[Change]:
    """What comes, goes and moves."""
    for each in order.gone:
        assert each.found.node is not None
        said = row_said(plan, each.found.node, each.turns, is_new=False)
        yield Change("removed", each.found.block.address(), _path(each.found.node, each.turns), said, None)
    for place, wanted in enumerate(plan.wanted):
        if place in order.anchors:
            yield _came(plan, order, place, wanted)


def _came(plan: Plan, order: Order, place: int, wanted: Wanted) -> Change:
    said = row_said(plan, wanted.node, wanted.turns, is_new=True)
    path = _path(wanted.node, wanted.turns)
    if wanted.was is not None:
        return Change("moved", wanted.was.found.block.address(), path, None, said)
    return Change("added", order.anchors[place].block.address(), path, None, said)


def _path(node: object, turns: tuple[int, ...]) -> SpecPath:
    """The way to the item that a block is of; of one that is none, to the first value in it."""
    slots = [each for each in nodes((node,)) if isinstance(each, Slot)]  # type: ignore[arg-type]
    for slot in slots:
        for place, key in enumerate(slot.path):
            if turns and key == len(turns) - 1 and not isinstance(key, str):
                return concrete(slot.path[: place + 1], turns)
    return concrete(slots[0].path, turns) if slots else ()
