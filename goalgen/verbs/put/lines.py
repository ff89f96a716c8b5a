"""Verbs floor: the lines of a cell, each with its paragraphs and pieces; paragraphs that come and go.

A cell ends with a paragraph (ECMA-376 part 1, 17.4.65). Bookmarks and ranges of comments that reach out of a paragraph stay
when it goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lxml import etree

from goalgen.docx import Address, Cell, Paragraph, Piece, children
from goalgen.docx import names as n
from goalgen.text import Edit, Span
from goalgen.verbs.put.paper import Paper, Refusal, pieces

Element = etree._Element

_BEGINNINGS = (n.P, n.TC, n.TXBX)
RANGES = {
    n.BOOKMARK_START: n.BOOKMARK_END,
    f"{n.W}commentRangeStart": f"{n.W}commentRangeEnd",
    f"{n.W}permStart": f"{n.W}permEnd",
}
CHANGES = (n.SECT_PR, n.P_PR_CHANGE, n.R_PR_CHANGE, n.INS, n.DEL, n.MOVE_FROM, n.MOVE_TO)
"""What of the properties of a paragraph is not for another one: the section it ends, and what was changed of it."""


class Old(NamedTuple):
    """A line as it is: the paragraph that it begins with, all its paragraphs (more than one where the end of one was taken
    out by a change), its pieces and their text."""

    node: Element
    paragraphs: tuple[Element, ...]
    pieces: tuple[Piece, ...]
    text: str


def lines_of(holder: Cell | Paragraph, address: Address) -> list[Old]:
    """The lines of a cell or a paragraph."""
    groups: list[tuple[Element | None, list[Piece]]] = [(None, [])]
    for piece in pieces(holder, address):
        if piece.text == "\n" and piece.node is not None and piece.node.tag in _BEGINNINGS:
            groups.append((piece.node, []))
        else:
            groups[-1][1].append(piece)
    flow = [holder.node] if isinstance(holder, Paragraph) else [c for c in children(holder.node) if c.tag == n.P]
    begins = [_paragraph(node, found, flow, holder) for node, found in groups]
    lines = []
    for place, (_, found) in enumerate(groups):
        node = begins[place]
        following = begins[place + 1] if place + 1 < len(begins) else None
        lines.append(Old(node, _own(node, following, flow), tuple(found), "".join(piece.text for piece in found)))
    return lines


def _paragraph(
    node: Element | None, found: Sequence[Piece], flow: Sequence[Element], holder: Cell | Paragraph
) -> Element:
    """The paragraph that a line begins with."""
    if node is not None:
        inner = node if node.tag == n.P else next(node.iter(n.P), None)
        return holder.node if inner is None else inner
    for piece in found:
        if piece.node is not None:
            return next(piece.node.iterancestors(n.P), holder.node)
    return flow[0] if flow else next(holder.node.iter(n.P), holder.node)


def _own(node: Element, following: Element | None, flow: Sequence[Element]) -> tuple[Element, ...]:
    if node not in flow:
        return (node,)
    start = flow.index(node)
    end = flow.index(following) if following in flow else start + 1 if following is not None else len(flow)
    return tuple(flow[start:end])


def removed(paper: Paper, line: Old, address: Address) -> list[Edit]:
    """The edits that take a line out."""
    if len(line.paragraphs) > 1 or line.node.tag != n.P:
        raise Refusal("P307", "这一段连着修订里删去的段落标记，删不干净；请先接受或拒绝修订", address)
    above = line.node.getparent()
    if above is not None and above.tag in (n.TC, n.SDT_CONTENT) and _is_last(line.node):
        around = _alone(line.node)
        return [Edit(paper.place(around).outer, _reaching_out(paper, line.node))]
    raise Refusal("P307", "这一段不在格子里直接排着，不能删去", address)


def _is_last(paragraph: Element) -> bool:
    """Whether the cell still ends with a paragraph when this one is gone."""
    following = [one for one in paragraph.itersiblings() if one.tag == n.P]
    before = [one for one in paragraph.itersiblings(preceding=True) if one.tag in (n.P, n.TBL, n.SDT)]
    return bool(following) or not before or before[0].tag != n.TBL


def _alone(paragraph: Element) -> Element:
    """The paragraph, or the content control that holds nothing else."""
    node = paragraph
    above = node.getparent()
    while above is not None and above.tag in (n.SDT_CONTENT, n.SDT):
        if above.tag == n.SDT_CONTENT and len(above) > 1:
            break
        node, above = above, above.getparent()
    return paragraph if node.tag == n.SDT_CONTENT else node


def ends_outside(node: Element) -> list[Element]:
    """The ends of ranges in an element whose other ends stand elsewhere: bookmarks, comments, permissions."""
    found: list[Element] = []
    for begin, end in RANGES.items():
        begins = {one.get(n.ID): one for one in node.iter(begin)}
        ends = {one.get(n.ID): one for one in node.iter(end)}
        both = begins.keys() & ends.keys()
        found += [one for each in (begins, ends) for key, one in each.items() if key not in both]
    return found


def _reaching_out(paper: Paper, paragraph: Element) -> str:
    """What of ranges that reach out of a paragraph stays when it goes."""
    return "".join(paper.source(one) for one in ends_outside(paragraph))


def added(paper: Paper, line: Old, paragraphs: Sequence[str], *, after: bool, address: Address) -> list[Edit]:
    """The edit that puts paragraphs before or after a line that stays."""
    if not paragraphs:
        return []
    anchor = line.paragraphs[-1 if after else 0]
    if anchor.tag != n.P or (above := anchor.getparent()) is None or above.tag not in (n.TC, n.SDT_CONTENT, n.TXBX):
        raise Refusal("P307", "这里加不了段落", address)
    place = paper.place(anchor)
    at = place.end if after else place.start
    return [Edit(Span(at, at), "".join(paragraphs))]


def bare_properties(paper: Paper, paragraph: Element) -> str:
    """The properties of a paragraph, as another one may have them."""
    properties = next(paragraph.iterchildren(n.P_PR), None)
    if properties is None:
        return ""
    dropped = [one for one in properties.iter(*CHANGES) if not any(up.tag in CHANGES for up in one.iterancestors())]
    return paper.slice(properties, [Edit(paper.place(one).outer, "") for one in dropped])
