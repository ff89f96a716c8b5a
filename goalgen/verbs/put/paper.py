"""Verbs floor: the Word file that `put` edits: its reading, with where each character comes from, and where its elements stand.

The tree is never changed: what changes is written down as edits of the text of the part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from goalgen.docx import Address, Cell, Package, Paragraph, Piece
from goalgen.docx import names as n
from goalgen.docx.blocks import pieces_of
from goalgen.docx.splice import PartText, Place, inside, places
from goalgen.paths import SpecPath
from goalgen.text import Edit, Span, apply_edits
from goalgen.verbs.read import Reading

Element = etree._Element

_BLOCKS = (n.P, n.TC, n.TR)
"""What is lexed whole when something in it is asked for."""


class Refusal(Exception):  # noqa: N818 - it is none of the machine's errors: the document is left as it was
    """A change that cannot be made where it is asked for, and why; nothing is written then."""

    def __init__(self, code: str, message: str, address: Address | None = None, path: SpecPath | None = None) -> None:
        """`address` is the cell or paragraph, `path` the value of the new spec, as far as they are known."""
        super().__init__(message)
        self.code, self.message, self.address, self.path = code, message, address, path


@dataclass(eq=False)
class Paper:
    """A Word file that is open for edits of its document part."""

    package: Package
    part: PartText
    reading: Reading
    _places: dict[Element, Place] = field(default_factory=dict)
    _lexed: set[Element] = field(default_factory=set)
    _controls: int | None = None

    def locate(self, nodes: Iterable[Element]) -> None:
        """Find where elements stand, all of them in one search: blocks that change, and what is around them."""
        missing = [node for node in nodes if node not in self._places]
        self._places |= places(self.part, self.package.document, missing)

    def lex(self, nodes: Iterable[Element]) -> None:
        """Find where elements and all that are in them stand."""
        wanted = list(nodes)
        self.locate(wanted)
        for node in wanted:
            self._places |= inside(self.part, node, self._places[node])

    def place(self, node: Element) -> Place:
        """Where an element stands; with one of a block that was located the whole block is known."""
        if node not in self._places:
            blocks = (one for one in node.iterancestors(*_BLOCKS) if one in self._places and one not in self._lexed)
            block = next(blocks, None)
            if block is None:
                self.locate([node])
            else:
                self._places |= inside(self.part, block, self._places[block])
                self._lexed.add(block)
        return self._places[node]

    def source(self, node: Element) -> str:
        """An element as it is written."""
        place = self.place(node)
        return self.part.text[place.start : place.end]

    def control(self) -> int:
        """The number of a new content control: one more than the highest, those made before included."""
        if self._controls is None:
            settings = self.package.document.iter(n.SDT_PR)
            found = (one.get(n.VAL, "") for each in settings for one in each.iterchildren(n.ID))
            self._controls = max((int(one) for one in found if one.isdecimal()), default=0)
        self._controls += 1
        return self._controls

    def slice(self, node: Element, edits: Iterable[Edit]) -> str:
        """An element as it is written, with edits of the part that lie in it."""
        start, _, _, end = self.place(node)
        moved = [Edit(Span(span.start - start, span.end - start), text) for span, text in edits]
        return apply_edits(self.part.text[start:end], moved)


def pieces(holder: Cell | Paragraph, address: Address) -> Sequence[Piece]:
    """Where the text of a cell or paragraph comes from; of a cell that is merged away the text that lies under the merge."""
    if isinstance(holder, Cell) and holder.origin is not None:
        holder = replace(holder, origin=None, text=holder.under)
    try:
        return pieces_of(holder)
    except ValueError:
        raise Refusal("P307", "合并格下面压着的文字带有特别的内容，不能在原处改", address) from None


def named(node: Element, local: str) -> str:
    """The name of an element as it is written beside another: with the same prefix."""
    return f"{node.prefix}:{local}" if node.prefix else local


def attribute(node: Element, local: str) -> str:
    """The name of an attribute as it is written beside an element: one without a prefix would be in no namespace, so where
    the document has none for it, it is declared."""
    uri = node.nsmap.get(node.prefix)
    prefix = node.prefix or next((one for one, other in node.nsmap.items() if one and other == uri), None)
    return f"{prefix}:{local}" if prefix else f'xmlns:w="{uri}" w:{local}'
