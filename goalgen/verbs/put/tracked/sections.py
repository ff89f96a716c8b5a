"""Verbs floor: whole projects as revisions: all rows, paragraphs and runs of a section put in, or taken out.

The end of a paragraph that stands above a table which stays cannot go: the table does not go on with it.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from goalgen.docx import Address
from goalgen.docx import names as n
from goalgen.text import Edit
from goalgen.verbs.put.paper import Paper, Refusal
from goalgen.verbs.put.tracked.fragment import Fragment
from goalgen.verbs.put.tracked.pen import Kind, Pen
from goalgen.verbs.put.tracked.text import Cut, Unspeakable
from goalgen.verbs.put.tracked.wholes import marked

Element = etree._Element

_ANYWAY = "可以不加 --track-changes 直接写"


def noted(paper: Paper, nodes: Sequence[Element], kind: Kind, pen: Pen, where: Address) -> list[Edit]:
    """The edits after which children of the body, side by side, are put in, or taken out. Raises Refusal."""
    _may_end(nodes, where)
    root = paper.package.document
    paper.locate([root, *nodes])
    start = paper.part.text[paper.place(root).start : paper.place(root).opened]
    edits = []
    for node in nodes:
        fragment = Fragment(start, paper.source(node))
        try:
            edits.append(Edit(paper.place(node).outer, fragment.written(marked(fragment, kind, pen))))
        except Cut as who:
            said = f"（{who}）" if str(who) else ""
            message = f"这个项目里有别人{said}还没有接受的修订，整个拿掉要盖过它，没有动；确实要拿掉，加 --over"
            raise Refusal("P308", message, where) from who
        except Unspeakable as reason:
            raise Refusal("P309", f"{reason}，用修订表示不了，没有动；{_ANYWAY}", where) from reason
    return edits


def _may_end(nodes: Sequence[Element], where: Address) -> None:
    """Refuse what no revision can say of whole sections."""
    if any(next(node.iter(n.SECT_PR), None) is not None for node in nodes):
        raise Refusal("P309", f"这个项目带着分节符，用修订表示不了，没有动；{_ANYWAY}", where)
    if any(node.tag not in (n.P, n.TBL) for node in nodes if next(node.iter(n.P), None) is not None):
        raise Refusal("P309", f"这个项目在内容控件里，用修订表示不了，没有动；{_ANYWAY}", where)
    if any(next(box.iter(n.TBL), None) is not None for node in nodes for box in node.iter(n.TXBX)):
        raise Refusal("P309", f"这个项目的表在文本框里，用修订表示不了，没有动；{_ANYWAY}", where)
    below = next(nodes[-1].itersiblings(n.P, n.TBL), None)
    if nodes[-1].tag == n.P and below is not None and below.tag == n.TBL:
        raise Refusal("P309", f"这个项目下面紧挨着一张留着的表，用修订表示不了，没有动；{_ANYWAY}", where)
