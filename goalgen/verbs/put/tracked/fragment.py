"""Verbs floor: a piece of a part by itself, parsed and lexed: an element as it was, or as it is to be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from lxml import etree

from goalgen.docx.parts import parse, transitional
from goalgen.docx.splice import Place, decode, inside
from goalgen.text import Edit, Span, apply_edits

Element = etree._Element

_NAME = re.compile(r"<([^\s/>]+)")


class Fragment:
    """Elements side by side, as they are written; `root` is the start tag of their part, which declares their prefixes."""

    def __init__(self, root: str, xml: str) -> None:
        name = _NAME.match(root)
        self.root, self.xml = root, xml
        whole = f"{root}{xml}</{name[1] if name else ''}>".encode()
        self.part = decode(whole)
        self.tree = parse(transitional(whole))

    @cached_property
    def places(self) -> dict[Element, Place]:
        """Where its elements stand in `part`."""
        text = self.part.text
        return inside(self.part, self.tree, Place(0, len(self.root), text.rindex("</"), len(text)))

    @property
    def only(self) -> Element:
        """Its first element. Raises ValueError when it has none, which is a bug."""
        if not len(self.tree):
            raise ValueError("a fragment is empty")
        return self.tree[0]

    @property
    def elements(self) -> list[Element]:
        """Its elements."""
        return list(self.tree)

    def source(self, node: Element, edits: Iterable[Edit] = ()) -> str:
        """An element as it is written, with edits that lie in it."""
        start, _, _, end = self.places[node]
        moved = [Edit(Span(span.start - start, span.end - start), text) for span, text in edits]
        return apply_edits(self.part.text[start:end], moved)

    def start_tag(self, node: Element) -> str:
        """The start tag of an element; of one that is a single tag, opened."""
        place = self.places[node]
        tag = self.part.text[place.start : place.opened]
        return f"{tag[:-2]}>" if place.alone else tag

    def end_tag(self, node: Element) -> str:
        """The end tag that belongs to it."""
        name = _NAME.match(self.start_tag(node))
        return f"</{name[1] if name else ''}>"

    def written(self, edits: Iterable[Edit]) -> str:
        """All of it with edits."""
        whole = apply_edits(self.part.text, edits)
        return whole[len(self.root) : whole.rindex("</")]
