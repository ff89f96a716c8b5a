"""Verbs floor: paragraphs that come and go among others, as revisions of them and of the ends of paragraphs.

What is put in or taken out between two paragraphs is an end of a paragraph. A cell ends with a paragraph whose end no
revision may touch: of the last ones it is the end of the one before that comes, or goes (ECMA-376 part 1, 17.13.5.15, .20).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lxml import etree

from goalgen.docx import names as n
from goalgen.text import Edit, Span
from goalgen.verbs.put.tracked.atoms import ADDED
from goalgen.verbs.put.tracked.fragment import Fragment
from goalgen.verbs.put.tracked.pen import Kind, Pen
from goalgen.verbs.put.tracked.sorting import Layout
from goalgen.verbs.put.tracked.text import Unspeakable
from goalgen.verbs.put.tracked.wholes import end_mark, marked

Element = etree._Element

_BLOCKS = (n.P, n.TBL, n.SDT, n.CUSTOM_XML)


class _Step(NamedTuple):
    """A paragraph or a table of a flow: one that stays, goes or comes."""

    kind: str
    node: Element | None
    xml: str
    at: int
    tag: str


class Flow(NamedTuple):
    """What becomes of the paragraphs of a flow."""

    edits: list[Edit]
    """those that come and go, in the document"""
    ends: dict[Element, Kind]
    """the paragraphs that stay whose ends come or go"""
    backs: set[Element]
    """the paragraphs that stay whose ends the same author put in, and takes back"""


def flowed(layout: Layout, holder: Element, edits: Sequence[Edit], sources: Sources, pen: Pen) -> Flow:
    """The revisions of what comes and goes in an element. Raises Cut, Unspeakable."""
    steps = _steps(layout, holder, edits, sources)
    last_kept = max((place for place, step in enumerate(steps) if step.kind == "keep"), default=-1)
    trailing = steps[last_kept + 1 :]
    shifts = bool(trailing) and last_kept >= 0 and _must_end(holder)
    if shifts and any(step.tag != n.P for step in [steps[last_kept], *trailing]):
        raise Unspeakable("末尾的段落挨着表格或控件")
    made: list[Edit] = []
    ends: dict[Element, Kind] = {}
    backs: set[Element] = set()
    for place, step in enumerate(steps):
        if step.kind == "keep":
            continue
        kind: Kind = "ins" if step.kind == "ins" else "del"
        fragment = Fragment(sources.root, step.xml)
        span = Span(step.at, step.at) if step.node is None else layout.places[step.node].outer
        whole = fragment.written(marked(fragment, kind, pen))
        if not shifts or place < last_kept:
            own = kind == "del" and step.tag == n.P and _end(fragment.only, pen) is not None
            made.append(Edit(span, "" if own and is_own(fragment.only, pen) else whole))
            continue
        before, after = steps[place - 1], steps[place + 1 : place + 2]
        if before.node is not None and before.kind == "keep":
            if kind == "del" and _end(before.node, pen) is not None and is_own(fragment.only, pen) and not after:
                backs.add(before.node)
                made.append(Edit(span, ""))
                continue
            ends[before.node] = kind
        paragraph = fragment.only
        inside = marked(fragment, kind, pen, {paragraph})
        if after:
            inside += end_mark(fragment, paragraph, "ins" if after[0].kind == "ins" else "del", pen)
        made.append(Edit(span, fragment.written(inside)))
    return Flow(made, ends, backs)


class Sources(NamedTuple):
    """How to have a piece of the document."""

    root: str
    text: str


def _must_end(holder: Element) -> bool:
    """Whether an element must end with a paragraph whose end stays."""
    return holder.tag in (n.TC, n.TXBX, n.SDT_CONTENT)


def _end(paragraph: Element, pen: Pen) -> Element | None:
    """The mark of a paragraph whose end the same author put in."""
    looks = (look for own in paragraph.iterchildren(n.P_PR) for look in own.iterchildren(n.R_PR))
    return next((one for look in looks for one in look.iterchildren(n.INS) if pen.is_own(one)), None)


def is_own(paragraph: Element, pen: Pen) -> bool:
    """Whether the same author put in all that a paragraph holds, so that it can be taken back."""
    return all(any(up.tag in ADDED and pen.is_own(up) for up in run.iterancestors()) for run in paragraph.iter(n.R_))


def taken_back(fragment: Fragment, pen: Pen) -> list[Edit]:
    """The edit after which the end of a paragraph that the same author put in is like any other."""
    mark = _end(fragment.only, pen)
    return [] if mark is None else [Edit(fragment.places[mark].outer, "")]


def _steps(layout: Layout, holder: Element, edits: Sequence[Edit], sources: Sources) -> list[_Step]:
    """The paragraphs and tables of an element as they stand, with what comes."""
    gone = {node for edit in edits for node in layout.covered(holder, edit.span) if edit.span.start < edit.span.end}
    steps = []
    for child in layout.children(holder):
        if child.tag in _BLOCKS:
            start, _, _, end = layout.places[child]
            steps.append(
                _Step("del" if child in gone else "keep", child, sources.text[start:end], start, str(child.tag))
            )
    for edit in edits:
        if edit.text and edit.span.start == edit.span.end:
            fragment = Fragment(sources.root, edit.text)
            for one in fragment.elements:
                steps.append(_Step("ins", None, fragment.source(one), edit.span.start, str(one.tag)))
    order = {"ins": 0, "del": 1, "keep": 1}
    return sorted(steps, key=lambda step: (step.at, order[step.kind]))
