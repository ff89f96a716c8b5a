"""Verbs floor: which part of a document is a project's own: heading, tables, what is blank between them, the blank below.

A section is a run of whole children of the body. What of it nobody can tell (two projects in one table, text between two
projects that belongs to neither) is refused, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from goalgen.docx import Block, Paragraph, Row
from goalgen.docx import names as n
from goalgen.form.row import is_blank
from goalgen.verbs.put.paper import Paper, Refusal
from goalgen.verbs.read import ReadSpec

Element = etree._Element

GRAPHICS = (n.DRAWING, n.PICT, n.OBJECT)
REVISIONS = (
    *(n.INS, n.DEL, n.MOVE_FROM, n.MOVE_TO, n.CELL_INS, n.CELL_DEL, n.CELL_MERGE),
    *(f"{n.W}{of}PrChange" for of in ("r", "p", "tbl", "tblEx", "tr", "tc", "sect", "tblGrid")),
)
_PAGE_BREAK_BEFORE = f"{n.W}pageBreakBefore"
_OFF = ("0", "false", "off")
_OUTLINE = f"{n.W}outlineLvl"
_CUT = 12
"""So many characters of a text tell which one is meant."""


@dataclass(frozen=True, eq=False)
class Section:
    """A project in a document: what was read, its children of the body, and the blank ones that follow."""

    table: ReadSpec
    nodes: tuple[Element, ...]
    gap: tuple[Element, ...]
    before: Block | None
    """what stands right above, when no project owns it"""
    after: Block | None
    """what stands below the blank, when no project owns it"""
    number: int
    """its place among the projects of the document, from 0"""

    @property
    def whole(self) -> tuple[Element, ...]:
        """Its own children of the body and the blank ones below."""
        return (*self.nodes, *self.gap)

    def has(self, *tags: str) -> bool:
        """Whether an element of one of these names stands in it, or in the blank below."""
        return any(next(node.iter(*tags), None) is not None for node in self.whole)


@dataclass
class Book:
    """The projects of a document as sections, in order. Raises Refusal where a section cannot be told."""

    paper: Paper

    @cached_property
    def body(self) -> Element:
        """The body."""
        return next(self.paper.package.document.iterchildren(n.BODY))

    @cached_property
    def children(self) -> list[Element]:
        """The children of the body."""
        return list(self.body.iterchildren(etree.Element))

    @cached_property
    def places(self) -> dict[Element, int]:
        """Where each child of the body stands."""
        return {node: place for place, node in enumerate(self.children)}

    def top(self, node: Element) -> Element:
        """The child of the body that an element is, or stands in."""
        while (above := node.getparent()) is not None and above is not self.body:
            node = above
        return node

    @cached_property
    def sections(self) -> list[Section]:
        """The projects, from top to bottom."""
        blocks, tables = self.paper.reading.blocks, self.paper.reading.specs
        owner = {id(found.block): table for table in tables for found in table.occurrence.found}
        of_child: dict[Element, list[Block]] = {}
        for block in blocks:
            of_child.setdefault(self.top(block.node), []).append(block)
        for child, inside in of_child.items():
            owners = {id(owner[id(block)]): owner[id(block)] for block in inside if id(block) in owner}
            if len(owners) > 1:
                self._shared(child, list(owners.values()))
        return [self._section(number, owner, of_child) for number in range(len(tables))]

    def _shared(self, child: Element, owners: Sequence[ReadSpec]) -> None:
        what = "同一张表" if child.tag == n.TBL else "同一个内容控件或文本框"
        message = f"有 {len(owners)} 个项目在{what}里，分不开，不能整个加上、拿掉；请在 Word 里改"
        raise Refusal("P320", message, owners[0].address)

    def _section(self, number: int, owner: dict[int, ReadSpec], of_child: dict[Element, list[Block]]) -> Section:
        """The section of a project: all that stands from the first of its blocks to the last."""
        table = self.paper.reading.specs[number]
        tops = [self.places[self.top(found.block.node)] for found in table.occurrence.found]
        first, last = min(tops), max(tops)
        for child in self.children[first : last + 1]:
            for block in of_child.get(child, ()):
                if owner.get(id(block)) is not table and not is_blank(block):
                    raise Refusal(
                        "P320", f"这个项目中间夹着不是它的文字「{said(block)}」，不能整个加上、拿掉", table.address
                    )
        gap: list[Element] = []
        after: Block | None = None
        for child in self.children[last + 1 :]:
            inside = of_child.get(child, ())
            if after is not None or child.tag == n.SECT_PR or any(id(block) in owner for block in inside):
                break
            drawn = next(iter(inside), None) if next(child.iter(*GRAPHICS), None) is not None else None
            after = next((block for block in inside if not is_blank(block)), drawn)
            gap += [child] if after is None else []
        above = of_child.get(self.children[first - 1], ()) if first else ()
        before = next((block for block in reversed(above) if id(block) not in owner and not is_blank(block)), None)
        if first and not above and _is_half(self.children[first - 1]):
            raise Refusal("P320", "修订删去了标题上面的段落标记，说不准标题从哪里起；请先接受或拒绝修订", table.address)
        return Section(table, tuple(self.children[first : last + 1]), tuple(gap), before, after, number)

    def beside(self, section: Section, step: int) -> Section | None:
        """The project right above (-1) or below (1), with nothing but blank between."""
        place = section.number + step
        if not 0 <= place < len(self.sections):
            return None
        other = self.sections[place]
        upper, lower = (section, other) if step > 0 else (other, section)
        between = self.places[upper.whole[-1]] + 1 == self.places[lower.nodes[0]]
        return other if between else None

    def begins_page(self, section: Section) -> bool:
        """Whether a project begins a new page by itself."""
        return self.breaks_before(section.nodes[0])

    def breaks_before(self, node: Element) -> bool:
        """Whether an element begins a new page: by its properties, those of its style, or a break before its text."""
        paragraph = node if node.tag == n.P else next(node.iter(n.P), None)
        if paragraph is None:
            return False
        for properties in self._properties(paragraph):
            for mark in properties.iterchildren(_PAGE_BREAK_BEFORE):
                return mark.get(n.VAL, "1") not in _OFF
        for part in paragraph.iter(n.T, n.BR):
            if part.tag == n.BR and part.get(n.TYPE) == "page":
                return True
            if part.text:
                return False
        return False

    def _properties(self, paragraph: Element) -> Iterator[Element]:
        """The properties of a paragraph, then those of its style and of the styles under it."""
        own = next(paragraph.iterchildren(n.P_PR), None)
        style = None
        if own is not None:
            yield own
            style = next((one.get(n.VAL) for one in own.iterchildren(n.P_STYLE)), None)
        seen: set[str] = set()
        while style is not None and style not in seen and (found := self._styles.get(style)) is not None:
            seen.add(style)
            yield from found.iterchildren(n.P_PR)
            style = next((one.get(n.VAL) for one in found.iterchildren(f"{n.W}basedOn")), None)

    @cached_property
    def _styles(self) -> dict[str, Element]:
        tree = self.paper.package.tree("styles")
        return {} if tree is None else {one.get(f"{n.W}styleId", ""): one for one in tree.iterchildren(f"{n.W}style")}

    def is_heading(self, block: Block) -> bool:
        """Whether a paragraph is the heading of a chapter, or begins a new page: it belongs to what follows."""
        if not isinstance(block, Paragraph):
            return False
        outlined = any(
            next(properties.iterchildren(_OUTLINE), None) is not None for properties in self._properties(block.node)
        )
        return outlined or self.breaks_before(block.node)


def breaks_page(nodes: Iterable[Element]) -> bool:
    """Whether a new page begins in a gap: by a break, or with a section of the document."""
    return any(
        part.tag == n.SECT_PR or part.get(n.TYPE) == "page" for node in nodes for part in node.iter(n.BR, n.SECT_PR)
    )


def alone(book: Book, section: Section) -> None:
    """Make sure that a section can be told from what stands around it, so that it may go or others come beside it."""
    where = section.table.address
    if (before := section.before) is not None and not _has_heading(section):
        raise Refusal(
            "P320", f"这个项目没有标题，上面紧挨着「{said(before)}」，说不准是不是它的标题；请在 Word 里改", where
        )
    after = section.after
    if after is None or book.is_heading(after):
        return
    if section.number + 1 < len(book.sections):
        raise Refusal("P320", f"这个项目和下一个之间夹着「{said(after)}」，说不准是谁的；请在 Word 里改", where)
    if not section.gap:
        raise Refusal("P320", f"这个项目的表下面紧挨着「{said(after)}」，说不准是不是它的；请在 Word 里改", where)


def _is_half(node: Element) -> bool:
    """Whether the end of a paragraph was taken out by a change, so that the next one goes on with it."""
    marks = (mark for properties in node.iterchildren(n.P_PR) for mark in properties.iterchildren(n.R_PR))
    return node.tag == n.P and any(next(mark.iterchildren(n.DEL, n.MOVE_FROM), None) is not None for mark in marks)


def _has_heading(section: Section) -> bool:
    return isinstance(section.table.occurrence.found[0].block, Paragraph)


def said(block: Block) -> str:
    """The beginning of what a block says."""
    texts = [cell.text for cell in block.cells] if isinstance(block, Row) else [block.text]
    text = "".join(texts).strip() or "图"
    return text if len(text) <= _CUT else f"{text[:_CUT]}…"
