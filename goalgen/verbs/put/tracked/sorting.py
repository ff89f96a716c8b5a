"""Verbs floor: the edits of a document by what they do: to a paragraph, to the flow of paragraphs, to rows, to a row's cells."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from goalgen.docx import names as n
from goalgen.docx.splice import Place
from goalgen.text import Edit, Span
from goalgen.verbs.put.tracked.fragment import Fragment

Element = etree._Element

_WRAPPERS = {n.SDT, n.SDT_CONTENT, n.INS, n.MOVE_TO, n.CUSTOM_XML, n.SMART_TAG}
_FLOW = {n.P, n.TBL, *_WRAPPERS}
RANGES = {f"{n.W}{name}{end}" for name in ("bookmark", "commentRange", "perm") for end in ("Start", "End")}
_HOLDERS = (n.P, n.TC, n.TR, n.TBL, n.TXBX, n.BODY)
"""What tells where something stands: in a paragraph, or among paragraphs and rows, if only those of a text box."""
_FIELDS = (n.FLD_CHAR, n.FLD_SIMPLE)


@dataclass
class Sorted:
    """The edits of a document part."""

    paragraphs: dict[Element, list[Edit]] = field(default_factory=lambda: defaultdict(list))
    """what changes inside a paragraph"""
    flows: dict[Element, list[Edit]] = field(default_factory=lambda: defaultdict(list))
    """by what they stand in: whole paragraphs, and tables, that come and go"""
    tables: dict[Element, list[Edit]] = field(default_factory=lambda: defaultdict(list))
    """rows that come and go"""
    rows: set[Element] = field(default_factory=set)
    """the rows whose own make-up changes: how their cells are merged"""
    plain: list[Edit] = field(default_factory=list)
    """what is no content: that a field is to be computed again"""


class Layout:
    """Where all elements of a part stand."""

    def __init__(self, root: Element, places: dict[Element, Place]) -> None:
        self.root, self.places = root, places
        self._starts: dict[Element, list[int]] = {}
        self._children: dict[Element, list[Element]] = {}

    def children(self, node: Element) -> list[Element]:
        """The elements in an element."""
        if node not in self._children:
            self._children[node] = list(node.iterchildren(etree.Element))
            self._starts[node] = [self.places[child].start for child in self._children[node]]
        return self._children[node]

    def owner(self, span: Span) -> Element:
        """The innermost element that a range lies in: inside of it, or in its start tag."""
        node = self.root
        while True:
            children = self.children(node)
            at = bisect_right(self._starts[node], span.start) - 1
            child = children[at] if at >= 0 else None
            if child is None or not _holds(self.places[child], span):
                return node
            node = child

    def covered(self, node: Element, span: Span) -> list[Element]:
        """The elements in an element that lie in a range."""
        places = ((child, self.places[child]) for child in self.children(node))
        return [child for child, place in places if span.start <= place.start and place.end <= span.end]

    def inside(self, node: Element, edits: Iterable[Edit]) -> list[Edit]:
        """The edits that lie in an element."""
        return [edit for edit in edits if _holds(self.places[node], edit.span)]


def _holds(place: Place, span: Span) -> bool:
    return place.start < span.start and span.end <= place.end and span.start < place.end


def sorted_out(layout: Layout, edits: Iterable[Edit], root: str) -> Sorted:
    """Sort edits by what they do; `root` is the start tag of the part."""
    found = Sorted()
    for edit in edits:
        owner = layout.owner(edit.span)
        around = next((up for up in (owner, *owner.iterancestors()) if up.tag in _HOLDERS), owner)
        paragraph = around if around.tag == n.P else None
        if owner.tag in _FIELDS and edit.span.end < layout.places[owner].opened:
            found.plain.append(edit)
        elif paragraph is not None:
            found.paragraphs[paragraph].append(edit)
        elif _table_of(owner) is not None:
            found.tables[owner].append(edit)
        elif _is_flow(layout, owner, edit, root):
            found.flows[owner].append(edit)
        else:
            row = owner if owner.tag == n.TR else next(owner.iterancestors(n.TR), None)
            if row is None:
                raise ValueError("an edit of no row and no paragraph")
            found.rows.add(row)
    return found


def _table_of(owner: Element) -> Element | None:
    """The table whose rows stand directly in an element: itself, or what it is wrapped in."""
    node: Element | None = owner
    while node is not None and node.tag in _WRAPPERS:
        node = node.getparent()
    return node if node is not None and node.tag == n.TBL else None


def _is_flow(layout: Layout, owner: Element, edit: Edit, root: str) -> bool:
    """Whether an edit only puts whole paragraphs in, or takes them out."""
    if owner.tag == n.TC_PR or next(owner.iterancestors(n.TC_PR), None) is not None:
        return False
    gone = layout.covered(owner, edit.span)
    come = Fragment(root, edit.text).elements if edit.text else []
    whole = not gone or (layout.places[gone[0]].start, layout.places[gone[-1]].end) == edit.span
    tags = {one.tag for one in [*gone, *come]} - RANGES
    return (
        whole
        and (bool(gone) or edit.span.start == edit.span.end)
        and tags <= _FLOW
        and not (gone and tags_of(come) - RANGES)
    )


def tags_of(nodes: Iterable[Element]) -> set[str]:
    """The names of elements."""
    return {str(node.tag) for node in nodes}
