"""Verbs floor: whole paragraphs, rows and tables as put in or taken out: the marks of the row, of the ends of its paragraphs
and of its runs together, for Word shows half a change otherwise (ECMA-376 part 1, 17.13.5.14 to 17.13.5.20)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lxml import etree

from goalgen.docx import names as n
from goalgen.docx.splice import filled
from goalgen.text import Edit, Span
from goalgen.verbs.put.tracked.atoms import ADDED, REMOVED
from goalgen.verbs.put.tracked.fragment import Fragment
from goalgen.verbs.put.tracked.pen import Kind, Pen
from goalgen.verbs.put.tracked.text import REVISIONS, Cut, deleted_element

Element = etree._Element

_CELLS = (n.CELL_INS, n.CELL_DEL, n.CELL_MERGE)


def marked(fragment: Fragment, kind: Kind, pen: Pen, unended: Collection[Element] = ()) -> list[Edit]:
    """The edits after which all that a fragment holds is put in, or taken out. Of paragraphs that are `unended` the end is not:
    it stays, or is seen to elsewhere. Raises Cut where it holds a revision of another author."""
    if kind == "del" and not pen.tracking.over:
        for one in fragment.tree.iter(*REVISIONS, *_CELLS):
            if not pen.is_own(one):
                raise Cut(one.get(n.AUTHOR, ""))
    edits: list[Edit] = []
    for row in _outermost(fragment, n.TR):
        edits.append(_row_mark(fragment, row, pen.mark(kind)))
    for paragraph in fragment.tree.iter(n.P):
        if _is_in_box(paragraph):
            continue
        if paragraph not in unended:
            edits += end_mark(fragment, paragraph, kind, pen)
        edits += _runs(fragment, paragraph, kind, pen)
    return edits


def _outermost(fragment: Fragment, tag: str) -> Iterator[Element]:
    return (one for one in fragment.tree.iter(tag) if next(one.iterancestors(tag), None) is None)


def _is_in_box(node: Element) -> bool:
    """Whether it stands in a text box, or another paragraph: that goes as a whole."""
    return next(node.iterancestors(n.TXBX, n.P), None) is not None


def _row_mark(fragment: Fragment, row: Element, mark: str) -> Edit:
    """Put a mark into the properties of a row, behind what it is like and before its former properties (CT_TrPr)."""
    properties = next(row.iterchildren(n.TR_PR), None)
    if properties is None:
        first = next(row.iterchildren(f"{n.W}tblPrEx"), None)
        at = fragment.places[row].opened if first is None else fragment.places[first].end
        name = fragment.end_tag(row)[2:-1].removesuffix("tr") + "trPr"
        return Edit(Span(at, at), f"<{name}>{mark}</{name}>")
    return _at(fragment, properties, mark, (f"{n.W}trPrChange", n.DEL))


def end_mark(fragment: Fragment, paragraph: Element, kind: Kind, pen: Pen) -> list[Edit]:
    """The edit after which the end of a paragraph is put in, or taken out. Raises Cut where another author put it in."""
    mark = pen.mark(kind)
    properties = next(paragraph.iterchildren(n.P_PR), None)
    if properties is None:
        place = fragment.places[paragraph]
        xml = pen.named("pPr", pen.named("rPr", mark))
        return [filled(fragment.part, place, xml) if place.alone else Edit(Span(place.opened, place.opened), xml)]
    own = next(properties.iterchildren(n.R_PR), None)
    if own is None:
        return [_at(fragment, properties, pen.named("rPr", mark), (n.SECT_PR, n.P_PR_CHANGE))]
    there = next(own.iterchildren(n.INS if kind == "ins" else n.DEL), None)
    if there is not None:
        return []
    added = next(own.iterchildren(n.INS), None)
    if added is not None:
        if kind == "del" and not pen.tracking.over and not pen.is_own(added):
            raise Cut(added.get(n.AUTHOR, ""))
        at = fragment.places[added].end
        return [Edit(Span(at, at), mark)]
    place = fragment.places[own]
    return [filled(fragment.part, place, mark) if place.alone else Edit(Span(place.opened, place.opened), mark)]


def _at(fragment: Fragment, properties: Element, xml: str, before: Collection[str]) -> Edit:
    """Put something into properties, before those that must come last."""
    last = next((one for one in properties if one.tag in before), None)
    if last is None:
        return filled(fragment.part, fragment.places[properties], xml)
    at = fragment.places[last].start
    return Edit(Span(at, at), xml)


def _runs(fragment: Fragment, paragraph: Element, kind: Kind, pen: Pen) -> Iterator[Edit]:
    """All runs of a paragraph put in, or taken out; those that are taken out already stay so."""
    for run in paragraph.iter(n.R_):
        above = [up for up in run.iterancestors() if up is not paragraph and paragraph in up.iterancestors()]
        if any(up.tag in (n.R_, *REMOVED) for up in above):
            continue
        place = fragment.places[run]
        if kind == "ins":
            yield Edit(place.outer, pen.around("ins", fragment.source(run)))
        elif any(up.tag in ADDED and pen.is_own(up) for up in above):
            yield Edit(place.outer, "")
        else:
            yield Edit(place.outer, pen.around("del", deleted_element(fragment, run, pen)))
