"""Verbs floor: what comes in beside what it is a copy of: as it would be with all revisions in it accepted, and without the
names that must be there only once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from lxml import etree

from goalgen.docx import names as n
from goalgen.docx.splice import with_attribute
from goalgen.text import Edit, Span
from goalgen.verbs.put.tracked.atoms import ADDED, REMOVED
from goalgen.verbs.put.tracked.fragment import Fragment
from goalgen.verbs.put.tracked.text import Unspeakable

Element = etree._Element

_OWN_NAME = re.compile(r"""\s[\w.-]+:(?:paraId|textId)\s*=\s*(?:"[^"]*"|'[^']*')""")
_CELLS = (n.CELL_INS, n.CELL_DEL, n.CELL_MERGE)
_CHANGES = tuple(f"{n.W}{of}PrChange" for of in ("r", "p", "tbl", "tblEx", "tr", "tc", "sect", "tblGrid"))
_LOOSE = {f"{n.W}proofErr", f"{n.W}lastRenderedPageBreak", *_CHANGES}
_NAMED = {
    n.BOOKMARK_START: (n.NAME, "书签"), n.COMMENT_REFERENCE: (n.ID, "批注"), f"{n.W}footnoteReference": (n.ID, "脚注"),
    f"{n.W}endnoteReference": (n.ID, "尾注"), f"{n.W}permStart": (n.ID, "许可"), f"{n.WP}docPr": ("id", "图片"),
}  # fmt: skip
"""What must be there only once, what tells one from another, and what people call it."""
_DRAWN = {n.PICT: "图片", n.OBJECT: "嵌入的对象", n.DATA_BINDING: "绑定了数据的控件"}
_NOBODY = "_GoBack"
"""The bookmark by which Word remembers where somebody typed last."""
_PROPERTIES = (n.P_PR, n.R_PR, n.TR_PR, n.TC_PR)

Taken = Collection[tuple[str, str]]


def taken(document: Element) -> Taken:
    """What stands in a document and must not stand there twice."""
    return {(str(node.tag), node.get(key, "")) for tag, (key, _) in _NAMED.items() for node in document.iter(tag)}


class Copy(NamedTuple):
    """Makes what may come in a second time."""

    root: str
    """the start tag of the part"""
    names: Taken
    control: Callable[[], int]
    """the number of a new content control"""

    def renewed(self, xml: str, *, again: bool) -> str:
        """Elements as they may come in. `again`: what they are a copy of stays in the file, as taken out. Raises Unspeakable
        where they hold what cannot be there twice."""
        fragment = Fragment(self.root, xml)
        joints = [*self._joints(fragment)]
        edits = [edit for node in fragment.tree.iterdescendants() for edit in self._of(fragment, node, again=again)]
        outermost: list[Edit] = []
        for edit in sorted([*joints, *edits], key=lambda one: (one.span.start, -one.span.end)):
            if not outermost or edit.span.start >= outermost[-1].span.end or edit.span == outermost[-1].span:
                outermost.append(edit)
        return fragment.written(dict.fromkeys(outermost))

    def _joints(self, fragment: Fragment) -> Iterator[Edit]:
        """Where the end of a paragraph was taken out: the next one goes on in it."""
        for paragraph in fragment.tree.iter(n.P):
            marks = (mark for own in paragraph.iterchildren(n.P_PR) for mark in own.iterchildren(n.R_PR))
            if any(next(mark.iterchildren(*REMOVED), None) is not None for mark in marks):
                following = paragraph.getnext()
                here = fragment.places[paragraph]
                if following is None or following.tag != n.P or here.alone or fragment.places[following].alone:
                    raise Unspeakable("这里带有删去的段落标记")
                own = next(following.iterchildren(n.P_PR), None)
                begins = fragment.places[following].opened if own is None else fragment.places[own].end
                yield Edit(Span(here.closing, begins), "")

    def _of(self, fragment: Fragment, node: Element, *, again: bool) -> Iterator[Edit]:
        place, tag = fragment.places[node], str(node.tag)
        above = node.getparent()
        start = fragment.part.text[place.start : place.opened]
        if tag in _CELLS:
            raise Unspeakable("这里带有格子的修订")
        if (
            tag in _LOOSE
            or tag in REMOVED
            or (tag in ADDED and above is not None and above.tag in _PROPERTIES)
            or (
                tag == n.TR
                and any(next(one.iterchildren(*REMOVED), None) is not None for one in node.iterchildren(n.TR_PR))
            )
        ):
            yield Edit(place.outer, "")
        elif tag in ADDED:
            yield Edit(Span(place.start, place.opened), "")
            if not place.alone:
                yield Edit(Span(place.closing, place.end), "")
        elif tag == n.BOOKMARK_START and node.get(n.NAME) == _NOBODY:
            ends = (end for end in fragment.tree.iter(n.BOOKMARK_END) if end.get(n.ID) == node.get(n.ID))
            yield from (Edit(fragment.places[one].outer, "") for one in (node, *ends))
        elif tag in _NAMED and (tag, node.get(_NAMED[tag][0], "")) in self.names:
            raise Unspeakable(f"这里带有{_NAMED[tag][1]}")
        elif again and tag in _DRAWN:
            raise Unspeakable(f"这里带有{_DRAWN[tag]}")
        elif again and tag == n.ID and above is not None and above.tag == n.SDT_PR:
            attribute = start.split("=")[0].split()[-1]
            yield with_attribute(fragment.part, place, attribute, str(self.control()))
        else:
            for match in _OWN_NAME.finditer(start):
                yield Edit(Span(place.start + match.start(), place.start + match.end()), "")
