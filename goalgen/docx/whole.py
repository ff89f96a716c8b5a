"""Things floor: all there is to see and to hide in a Word file: its blocks, its headers and notes, comments, stale bindings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from lxml import etree

from goalgen.docx import names as n
from goalgen.docx.bindings import Stored, says_otherwise, settings_of, stored, stores
from goalgen.docx.blocks import Address, Aside, Block, Flattened, Foreign, Hidden, Revisions, Row, Veil
from goalgen.docx.looks import Looks
from goalgen.docx.marks import Marks, scan
from goalgen.docx.numbering import MAX_TEXT, read_numbering
from goalgen.docx.package import Package
from goalgen.docx.state import Beside, State, Version
from goalgen.docx.styles import may_matter, read_styles
from goalgen.docx.walker import blocks_in, walk

Element = etree._Element
_STORIES = (("header", "页眉"), ("footer", "页脚"), ("footnotes", "脚注"), ("endnotes", "尾注"))
_PAGE_NUMBER = re.compile(r"[\W\d_第页共]*")
_SEPARATORS = {"separator", "continuationSeparator", "continuationNotice"}


class Content(NamedTuple):
    """What a document holds: the blocks of its body, texts beside them, what is hidden, and what could not be looked into."""

    blocks: list[Block]
    asides: list[Aside]
    stories: list[Aside]
    hidden: list[Hidden]
    foreign: list[Foreign]
    revised: bool
    flattened: list[Flattened]
    """texts of the body whose look says more"""


def content(
    package: Package, revisions: Revisions = Revisions.FINAL, *, trace: bool = False, quick: bool = True
) -> Content:
    """Everything in a package, in the version before or after its tracked changes.

    With `trace` the texts that hold something special know where they come from (`Cell.pieces`). Without `quick` all is
    read the slow way, which sees the same (law L13).
    """
    document = package.document
    raw = package.parts[package.main]
    matter = may_matter(package.part("styles") or b"", raw)
    styles = read_styles(package.tree("styles") if matter else None)
    looks = Looks(styles, revisions is Revisions.ORIGINAL)
    marks = scan(document, looks, raw)
    if not quick:
        marks.mark_all(document)
    counted = styles.numbered or next(document.iter(n.NUM_PR), None) is not None
    numbering = read_numbering(package.tree("numbering"), styles.numbered) if counted else None
    version = Version(revisions, marks, looks, document.get(n.XML_SPACE) == "preserve", trace=trace)
    state = State.of(version, numbering)
    blocks = walk(document, state)
    return put_together(package, blocks, state, quick=quick)


def put_together(
    package: Package, blocks: list[Block], state: State, *, revised: bool = False, quick: bool = True
) -> Content:
    """The blocks of the body, and all that is beside them; `revised` says whether anything that went before has changes."""
    version, counters, beside = state
    numbering = counters.numbering
    if numbering is not None and numbering.too_long:
        package.complain(package.links["numbering"][0], f"里有超过 {MAX_TEXT} 字的编号")
    told, changed = _stories(package, version.looks, version.revisions, quick=quick)
    stories = [aside for one in told for aside in one.asides]
    hidden = [*beside.hidden, *(each for one in told for each in one.hidden)]
    hidden += [*_comments(package, beside.comments), *_bindings(package, version.marks, blocks)]
    foreign = [*beside.foreign, *(each for one in told for each in one.foreign)]
    return Content(
        blocks, beside.asides, stories, hidden, foreign, revised or version.marks.revised or changed, beside.flattened
    )


def _stories(package: Package, looks: Looks, revisions: Revisions, *, quick: bool) -> tuple[list[Beside], bool]:
    """Headers, footers, footnotes and endnotes: all their texts, each with its place, beside the body; whether one has
    changes."""
    told, revised = [], False
    for kind, label in _STORIES:
        notes = kind.endswith("notes")
        for number, tree in enumerate(package.trees(kind), 1):
            containers = list(tree) if notes else [tree]
            for index, container in enumerate(each for each in containers if each.get(n.TYPE) not in _SEPARATORS):
                marks = scan(container, looks)
                if not quick:
                    marks.mark_all(container)
                story = f"{label}{index + 1 if notes else number}"
                state = State.of(Version(revisions, marks, looks, story=story))
                texts = [each for block in blocks_in(container, state) for each in block.texts()]
                said = [Aside(at._replace(story=story), text) for at, text in texts if not _PAGE_NUMBER.fullmatch(text)]
                state.beside.asides[:0] = said
                told.append(state.beside)
                revised |= marks.revised
    return told, revised


def _comments(package: Package, anchors: Sequence[tuple[str, Address]]) -> Iterator[Hidden]:
    """The comments, where they are anchored; one that nothing refers to is a comment on the whole file."""
    places = dict(reversed(anchors))
    for tree in package.trees("comments"):
        for comment in tree.iterchildren(f"{n.W}comment"):
            text = "\n".join("".join(paragraph.itertext(n.T)) for paragraph in comment.iter(n.P))
            place = places.get(comment.get(n.ID, ""), Address())
            yield Hidden(Veil.COMMENT, place, text, comment.get(n.AUTHOR, ""), comment.get(n.DATE, ""))


def _bindings(package: Package, marks: Marks, blocks: Sequence[Block]) -> Iterator[Hidden]:
    """What the data behind content controls says, where the page says something else: Word shows the data when it opens."""
    if not marks.bindings:
        return
    data = stores(package)
    places: dict[Element, Address] = {}
    known: dict[tuple[tuple[str, str], ...], Stored | None] = {}
    for block in blocks:
        places[block.node] = block.address()
        if isinstance(block, Row):
            places |= {cell.node: block.address(cell) for cell in block.cells}
    for control in marks.bindings:
        if settings_of(control, n.PROMPT) is not None or says_otherwise(control):
            continue
        binding = settings_of(control, n.DATA_BINDING)
        key = tuple(binding.attrib.items()) if binding is not None else ()
        if key not in known:
            known[key] = stored(control, data)
        found = known[key]
        if found is not None and found.text.strip() != "".join(control.itertext(n.T)).strip():
            around = chain(control.iter(n.TC, n.P), control.iterancestors(n.TC, n.P))
            place = next((places[node] for node in around if node in places), Address())
            yield Hidden(Veil.BINDING, place, found.text)
