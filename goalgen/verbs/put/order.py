"""Verbs floor: in what order the rows and paragraphs of a table will stand: which stay, and where the others come.

The longest run of blocks that stand in the right order already stays; what is new, or moves, comes behind the block before
it. A row goes in behind its wrapper when that holds no other row (a content control around one row), else beside its row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from goalgen.align import increasing
from goalgen.docx import Block, Paragraph, Row
from goalgen.docx import names as n
from goalgen.form.pattern import RowPattern
from goalgen.verbs.put.paper import Refusal
from goalgen.verbs.put.plan import Plan, Printed

Element = etree._Element

_WRAPPERS = {n.SDT, n.SDT_CONTENT, n.INS, n.MOVE_TO, n.CUSTOM_XML, n.SMART_TAG}
_BLOCKS = (n.TR, n.TBL, n.P)


@dataclass(frozen=True, eq=False)
class Anchor:
    """A block that stays, beside which others come."""

    block: Block
    after: bool


@dataclass
class Order:
    """The blocks of a plan as they stand and as they will stand; blocks of the new value go by their places."""

    plan: Plan
    stays: dict[int, int]
    """by the place of a wanted block, that of the block of the document that it is and remains where it is"""
    old: dict[int, int]
    """the same of all that are there, whether they stay or move"""
    anchors: dict[int, Anchor] = field(default_factory=dict)
    """of the blocks that come: where"""

    @property
    def gone(self) -> list[Printed]:
        """The blocks that are not wanted any more."""
        kept = set(self.old.values())
        return [each for place, each in enumerate(self.plan.printed) if place not in kept]

    @cached_property
    def of_node(self) -> dict[int, list[int]]:
        """By the row or paragraph of the form, the places of the wanted blocks that are there."""
        found: dict[int, list[int]] = {}
        for place in sorted(self.old):
            found.setdefault(id(self.plan.wanted[place].node), []).append(place)
        return found

    @property
    def moved(self) -> list[int]:
        """The wanted blocks that come from elsewhere in the document."""
        return [place for place in self.old if place not in self.stays]


def ordered(plan: Plan) -> Order:
    """Decide which blocks of a table stay, and where the others come."""
    numbers = {id(each.found): place for place, each in enumerate(plan.printed)}
    old = {place: numbers[id(each.was.found)] for place, each in enumerate(plan.wanted) if each.was is not None}
    order = Order(plan, increasing(sorted(old.items())), old)
    places = range(len(plan.wanted))
    before, behind = _nearest(order, places), _nearest(order, places[::-1])
    for place in places:
        if place not in order.stays:
            order.anchors[place] = _anchor(order, place, before.get(place), behind.get(place))
    return order


def _nearest(order: Order, places: Sequence[int]) -> dict[int, int]:
    """For each wanted block that comes, the last one before it, in this order of places, that stays: of a row one of its
    table."""
    found: dict[int, int] = {}
    last: dict[int | None, int] = {}
    for place in places:
        node = order.plan.wanted[place].node
        table = node.table if isinstance(node, RowPattern) else None
        if place in order.stays:
            last[None] = place
            if isinstance(_block(order, place), Row):
                last[table] = place
        elif table in last:
            found[place] = last[table]
    return found


def _block(order: Order, place: int) -> Block:
    return order.plan.printed[order.stays[place]].found.block


def _anchor(order: Order, place: int, before: int | None, behind: int | None) -> Anchor:
    """Beside which block that stays a wanted one comes, of the nearest before and behind it."""
    node = order.plan.wanted[place].node
    if before is not None and not (behind is not None and _is_nearer(order, place, before, behind)):
        return Anchor(_block(order, before), after=True)
    if behind is not None:
        return Anchor(_block(order, behind), after=False)
    for each in order.plan.printed:  # all rows of the table go: where the first of them stood
        if each.found.node is node or (isinstance(node, RowPattern) and _same_table(node, each.found.node)):
            return Anchor(each.found.block, after=False)
    raise Refusal("P307", "文件里没有放这些行的表，加不上", order.plan.read.address)


def _same_table(one: RowPattern, other: object) -> bool:
    return isinstance(other, RowPattern) and other.table == one.table


def _is_nearer(order: Order, place: int, before: int, behind: int) -> bool:
    """Whether a block belongs rather to the one that follows it: that is of its list, and the one before is not."""
    wanted, node = order.plan.wanted, order.plan.wanted[place].node
    turns = wanted[place].turns

    def of_list(other: int) -> bool:
        return len(turns) > 0 and wanted[other].node is node and wanted[other].turns[:-1] == turns[:-1]

    return of_list(behind) and not of_list(before) and _table(order, behind) != _table(order, before)


def _table(order: Order, place: int) -> int:
    block = _block(order, place)
    return block.table if isinstance(block, Row) else 0


@dataclass(frozen=True, eq=False)
class Standing:
    """Where a row of the new value stands: in which table of the document, and below what."""

    table: int
    above: object
    """the block of the document, or the place of the wanted row, right above it; None where nothing of the form is"""


def standings(order: Order) -> dict[int, Standing]:
    """Where each wanted row will stand."""
    place_of = {id(order.plan.printed[old].found.block): place for place, old in order.stays.items()}
    moved = {id(order.plan.printed[order.old[place]].found.block) for place in order.moved}
    gone = {id(each.found.block) for each in order.gone} | moved
    before, after = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    for place, anchor in order.anchors.items():
        (after if anchor.after else before)[id(anchor.block)].append(place)
    found: dict[int, Standing] = {}
    above: object = None
    last: Row | None = None
    for row in rows_of(order.plan):
        if last is None or (row.table, row.number) != (last.table, last.number + 1):
            above = None
        last = row
        here = [] if id(row) in gone else [place_of.get(id(row), row)]
        for each in [*before[id(row)], *here, *after[id(row)]]:
            if isinstance(each, int):
                found[each] = Standing(row.table, above)
            above = each
    return found


def rows_of(plan: Plan) -> Iterator[Row]:
    """The rows of a table as they stand in the document, also those that are only layout."""
    return (each.block for each in plan.read.occurrence.found if isinstance(each.block, Row))


def around(node: Element, going: set[Element]) -> Element:
    """A block, or what is wrapped around it when it holds nothing but blocks that are `going` as well."""
    top = node
    above = top.getparent()
    while above is not None and above.tag in _WRAPPERS:
        if above.tag != n.SDT and any(each not in going for each in _blocks(above)):
            break
        top, above = above, above.getparent()
    return top if top.tag != n.SDT_CONTENT else node


def _blocks(wrapper: Element) -> Iterator[Element]:
    """The rows, tables and paragraphs directly in a wrapper, and in wrappers in it."""
    for child in wrapper.iterchildren(etree.Element):
        if child.tag in _BLOCKS:
            yield child
        elif child.tag in _WRAPPERS or child.tag == n.ALTERNATE:
            yield from _blocks(child)


def node_beside(anchor: Anchor, block: Block, going: set[Element]) -> Element:
    """The element beside which a block comes: beside a table, when it is a paragraph and the anchor one of its rows."""
    node = anchor.block.node
    if isinstance(anchor.block, Row) and isinstance(block, Paragraph):
        node = next(node.iterancestors(n.TBL))
    return around(node, going if node in going else {node})
