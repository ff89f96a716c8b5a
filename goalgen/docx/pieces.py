"""Things floor: a document part in pieces, each a small document of its own, so that a thick one is never a tree as a whole.

A piece ends where a table of the body ends. Only where a tag can be nothing else is it looked for in the bytes: in UTF-8, with
the prefix `w`, without comments, CDATA and instructions. That each piece is well-formed by itself proves that it was cut
between the children of the body; whatever else is met is not read in pieces, but as a whole, see `NotPlain`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from lxml import etree

from goalgen.docx.parts import parse, transitional

PIECE, MOST = 1 << 17, 1 << 23
"""Bytes of a piece at least, and at most: a table that is larger is none that somebody fills in."""
_MOST_HEAD = 1 << 16
_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml(?P<declared>[^<>?]*)\?>\s*)?<w:document(?:\s[^<>]*)?>\s*(?:<w:background\s[^<>]*/>\s*)?<w:body>"
)
_ENCODING = re.compile(rb"encoding\s*=\s*[\"'](?!UTF-8[\"'])", re.IGNORECASE)
_TABLE = re.compile(rb"<w:tbl[ >]|</w:tbl>")
_ODD = re.compile(rb"<[!?]|</?w:body\b")
"""What hides tags or is none of a child of the body."""
_TAIL = b"</w:body></w:document>"


class NotPlain(Exception):  # noqa: N818  it is an answer
    """A document part that is to be read as a whole."""


class Piece(NamedTuple):
    """Some children of the body as a document: its tree, and the bytes that it was parsed from."""

    document: etree._Element
    raw: bytes


class Pieces(NamedTuple):
    """A document part that is read once, from its beginning to its end: the document without any child of its body, and the
    pieces. Asking for one raises NotPlain, and what the chunks raise."""

    document: etree._Element
    coming: Iterator[Piece]


def in_pieces(chunks: Iterable[bytes], size: int = PIECE) -> Pieces:
    """The pieces of a document part whose bytes come in chunks, each piece as large as `size`. Raises NotPlain."""
    coming = iter(chunks)
    start, head = b"", None
    while head is None:
        chunk = next(coming, b"")
        start += chunk
        head = _HEAD.match(start)
        if head is None and (not chunk or len(start) > _MOST_HEAD):
            raise NotPlain
    if _ENCODING.search(head["declared"] or b""):
        raise NotPlain
    document = _parsed(head[0] + _TAIL)
    if document is None:
        raise NotPlain
    return Pieces(document, _trees(head[0], _cut(chain([start[head.end() :]], coming), size)))


def _cut(chunks: Iterable[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """The body cut behind tables, as far as their tags tell; and whether it is the last of it."""
    held, seen, ended = b"", 0, False
    for chunk in chunks:
        held += chunk
        odd = {tag[0] for tag in _ODD.finditer(held, max(seen - len(b"</w:body"), 0))}
        if odd - {b"</w:body"}:
            raise NotPlain
        seen, ended = len(held), ended or bool(odd)
        end = _end_of_table(held) if seen >= size and not ended else 0
        if end:
            yield held[:end], False
            held, seen = held[end:], seen - end
        elif seen > MOST:
            raise NotPlain
    yield held, True


def _end_of_table(held: bytes) -> int:
    """Where the last table ends that is in no other; 0 when there is none."""
    depth = end = 0
    for tag in _TABLE.finditer(held):
        depth += -1 if tag[0] == b"</w:tbl>" else 1
        if depth < 0:
            raise NotPlain
        if not depth:
            end = tag.end()
    return end


def _trees(head: bytes, cuts: Iterable[tuple[bytes, bool]]) -> Iterator[Piece]:
    """The pieces: what is cut within a child of the body, such as behind a table in a text box, goes on with the next."""
    held, tried = b"", 0
    for cut, last in cuts:
        held += cut
        if len(held) > MOST:
            raise NotPlain
        if len(held) < 2 * tried and not last:
            continue
        raw = head + held + (b"" if last else _TAIL)
        document = _parsed(raw)
        if document is not None:
            yield Piece(document, raw)
            held, tried = b"", 0
        elif last:
            raise NotPlain
        else:
            tried = len(held)


def _parsed(xml: bytes) -> etree._Element | None:
    """The tree, None for what is none."""
    try:
        return parse(transitional(xml))
    except etree.XMLSyntaxError:
        return None
