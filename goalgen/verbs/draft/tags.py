"""Verbs floor, `draft`: tags put into a document in place of its values; runs, paragraphs and cells keep their formatting."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Sequence

from lxml import etree

from goalgen.docx import Cell, children, paragraph_text
from goalgen.docx import names as n
from goalgen.verbs.draft.lists import Region
from goalgen.verbs.draft.words import Numbered

_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
_SINGLE = tuple(f"{n.W}{tag}" for tag in ("tab", "ptab", "cr", "br", "noBreakHyphen", "softHyphen"))
_UNSEEN = {f"{n.W}{tag}" for tag in ("moveFrom", "del", "txbxContent", "pPr", "rPr")}
_BEFORE_BREAK = {f"{n.W}{tag}" for tag in ("pStyle", "keepNext", "keepLines")}

Splice = tuple[int, int, str]
"""Characters from, to, and what to put there."""


_DRAWN = str.maketrans({"\ufdd2": "{{ ", "\ufdd3": " }}", "\ufdd4": "{%", "\ufdd5": " %}"})
"""Tags are put in with noncharacters for their braces, so that what the document itself holds of braces can be told apart."""
_BRACES = re.compile(r"[{}｛｝%％#]*[{}｛｝][{}｛｝%％#]*")


def value_tag(name: str) -> str:
    """What prints a value, until `finish`."""
    return f"\ufdd2{name}\ufdd3"


def block_tag(statement: str) -> str:
    """What opens or closes a loop or a condition, until `finish`."""
    return f"\ufdd4{statement}\ufdd5"


def finish(body: etree._Element) -> None:
    """Let the braces that the document holds print themselves, and make the tags that were put in what a person types."""
    for paragraph in list(body.iter(n.P)):
        text = "".join(node.text or "" if node.tag == n.T else "\n" for node in _text_nodes(paragraph))
        splice(paragraph, [(*match.span(), _printed(match[0])) for match in _BRACES.finditer(text)])
        for node in _text_nodes(paragraph):
            node.text = node.text.translate(_DRAWN) if node.text else node.text


def _printed(braces: str) -> str:
    """A tag that prints braces; `}}` in it would end it."""
    parts = re.findall(r"\}|[^}]+", braces)
    return value_tag(" ~ ".join(f'"{part}"' for part in parts))


def fill(cell: etree._Element, text: str, like: etree._Element | None = None) -> etree._Element:
    """Make one text the whole content of a cell; gives its paragraph. `like` lends a blank cell its type face."""
    paragraphs = [child for child in children(cell) if child.tag == n.P]
    kept = next((p for p in paragraphs if paragraph_text(p).strip()), paragraphs[0])
    for child in children(cell):
        if child is not kept and child.tag in (n.P, n.TBL):
            _remove(child)
    _write(kept, text, like)
    return kept


def _remove(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _write(paragraph: etree._Element, text: str, like: etree._Element | None = None) -> None:
    """Make one text the whole content of a paragraph, in its first run."""
    runs = [child for child in children(paragraph) if child.tag == n.R_]
    run = next((run for run in runs if run.find(n.T) is not None), runs[0] if runs else None)
    for child in list(paragraph):
        if child.tag not in (n.P_PR, n.BOOKMARK_START, n.BOOKMARK_END):
            paragraph.remove(child)
    if run is None:
        run = etree.Element(n.R_)
        source = paragraph.find(f"{n.P_PR}/{n.R_PR}")
        if source is None and like is not None:
            source = next(like.iter(n.R_PR), None)
        if source is not None:
            run.append(copy.deepcopy(source))
    paragraph.append(run)
    for child in list(run):
        if child.tag != n.R_PR:
            run.remove(child)
    if text:
        node = etree.SubElement(run, n.T)
        node.text = text
        node.set(_PRESERVE, "preserve")


def fill_list(cell: etree._Element, style: Numbered, item: str, name: str) -> None:
    """Make a loop over numbered paragraphs the content of a cell."""
    middle = fill(cell, f"{style.before}{value_tag('loop.index')}{style.after}{value_tag(item)}")
    enclose(middle, f"for {item} in {name}", "endfor")


def enclose(paragraph: etree._Element, opening: str, closing: str) -> None:
    """Put a paragraph between two that open and close a loop or a condition."""
    before, after = copy.deepcopy(paragraph), copy.deepcopy(paragraph)
    for node, tag in ((before, opening), (after, closing)):
        _write(node, block_tag(f"p {tag}"))
        for mark in list(node.iter(n.BOOKMARK_START, n.BOOKMARK_END)):
            _remove(mark)
    paragraph.addprevious(before)
    paragraph.addnext(after)


def splice(container: etree._Element, splices: Iterable[Splice]) -> None:
    """Replace ranges of the text of a paragraph or cell, run by run."""
    paragraphs = [container] if container.tag == n.P else [c for c in children(container) if c.tag == n.P]
    places: list[tuple[etree._Element | None, int]] = []
    for number, paragraph in enumerate(paragraphs):
        places += [(None, 0)] if number else []
        for node in _text_nodes(paragraph):
            places += [(node, index) for index in range(len(node.text or ""))] if node.tag == n.T else [(None, 0)]
    for start, end, text in sorted(splices, reverse=True):
        _splice(places, start, end, text)


def _splice(places: Sequence[tuple[etree._Element | None, int]], start: int, end: int, text: str) -> None:
    """Later ranges were replaced before, so the places of this one still hold."""
    for node, index in reversed(places[start + 1 : end]):
        if node is not None:
            node.text = (node.text or "")[:index] + (node.text or "")[index + 1 :]
    if start < end and (first := places[start])[0] is not None:
        _insert(first[0], first[1], 1, text)
    elif start and (before := places[start - 1])[0] is not None:
        _insert(before[0], before[1] + 1, 0, text)
    elif start < len(places) and (after := places[start])[0] is not None:
        _insert(after[0], after[1], 0, text)


def _insert(node: etree._Element | None, index: int, length: int, text: str) -> None:
    assert node is not None
    old = node.text or ""
    node.text = old[:index] + text + old[index + length :]
    node.set(_PRESERVE, "preserve")


def _text_nodes(node: etree._Element) -> Iterable[etree._Element]:
    for child in node:
        if child.tag == n.T or child.tag in _SINGLE:
            yield child
        elif child.tag not in _UNSEEN:
            yield from _text_nodes(child)


def loop_rows(region: Region, tags: Sequence[str], item: str, name: str) -> None:
    """Make the rows of a list one row of tags between two rows that open and close the loop."""
    first = region.body[0]
    before, after = copy.deepcopy(first.node), copy.deepcopy(first.node)
    positions = [index for index, cell in enumerate(first.cells) if cell in region.leaves(first)]
    for node, tag in ((before, block_tag(f"tr for {item} in {name}")), (after, block_tag("tr endfor"))):
        cells = [child for child in children(node) if child.tag == n.TC]
        for place, position in enumerate(positions):
            _unmerge(cells[position])
            fill(cells[position], "" if place else tag)
    for index, (cell, tag) in enumerate(zip(region.leaves(first), tags, strict=True)):
        _unmerge(cell.node)
        fill(cell.node, tag, _filled(region, index))
    first.node.addprevious(before)
    first.node.addnext(after)
    for row in (*region.body[1:], *region.repeated):
        table = row.node.getparent()
        _remove(row.node)
        if table is not None and table.tag == n.TBL and next(table.iterchildren(n.TR, n.SDT), None) is None:
            _remove(table)  # a list that went on in a table of its own


def _unmerge(cell: etree._Element) -> None:
    merge = cell.find(f"{n.TC_PR}/{n.V_MERGE}")
    if merge is not None:
        _remove(merge)


def _filled(region: Region, index: int) -> etree._Element | None:
    """A cell of a column that has text: its type face is that of the column."""
    column: Iterable[Cell] = (region.leaves(row)[index] for row in region.body)
    return next((cell.node for cell in column if cell.text.strip()), None)


def start_page(body: etree._Element) -> None:
    """Let each copy of the body start on a new page, and not grow into the table before it."""
    blocks = [child for child in children(body) if child.tag in (n.P, n.TBL)]
    if not blocks:
        return
    if blocks[-1].tag == n.TBL:
        blocks[-1].addnext(etree.Element(n.P))
    paragraph = blocks[0] if blocks[0].tag == n.P else next(blocks[0].iter(n.P), None)
    if paragraph is None:
        return
    properties = paragraph.find(n.P_PR)
    if properties is None:
        properties = etree.Element(n.P_PR)
        paragraph.insert(0, properties)
    if properties.find(f"{n.W}pageBreakBefore") is None:
        position = sum(child.tag in _BEFORE_BREAK for child in properties)
        properties.insert(position, etree.Element(f"{n.W}pageBreakBefore"))


def remove_blocks(nodes: Iterable[etree._Element]) -> None:
    """Take whole blocks out of the document."""
    for node in nodes:
        _remove(node)


def top_block(node: etree._Element) -> etree._Element:
    """The paragraph or table of the body that a node stands in, in whatever frame."""
    while (parent := node.getparent()) is not None and parent.tag != n.BODY:
        node = parent
    return node
