"""Things floor: a Word file that is read piece by piece, without ever being in memory as a whole (law L13)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import IO

from goalgen.docx import names as n
from goalgen.docx.blocks import Block, Flattened, Revisions
from goalgen.docx.limits import in_force, is_xml
from goalgen.docx.looks import Looks
from goalgen.docx.marks import Marks, scan
from goalgen.docx.numbering import read_numbering
from goalgen.docx.package import Package, Parts, links_of, main_of
from goalgen.docx.parts import BROKEN
from goalgen.docx.pieces import NotPlain, Piece, in_pieces
from goalgen.docx.state import State, Version
from goalgen.docx.styles import Styles, may_matter, read_styles
from goalgen.docx.walker import walk
from goalgen.docx.whole import Content, put_together

CHUNK = 1 << 16
"""Bytes that are unpacked at once."""


def open_in_pieces(file: IO[bytes], name: str, least: int = 0) -> tuple[Package, Iterator[Piece]]:
    """Open a .docx whose document part is to be read in pieces: the package, whose document has no children in its body, and
    the pieces. All other parts are held to the limits in force. Raises NotPlain for a file that is to be read as a whole:
    which has less than so many bytes of text, is none, or is beyond the limits."""
    try:
        archive = zipfile.ZipFile(file)
        members = {member.filename: member for member in archive.infolist() if not member.is_dir()}
    except BROKEN as error:
        raise NotPlain from error
    parts, limits = Parts(archive, members), in_force()
    if limits.unpacking(members) or limits.growing(parts, parts.sizes(["_rels/.rels"])):
        raise NotPlain
    main = main_of(parts)
    others = {*filter(is_xml, members)} - {main}
    if main not in parts or members[main].file_size < least or limits.growing(parts, parts.sizes(others)):
        raise NotPlain
    pieces = in_pieces(_chunks(archive, members[main]))
    package = Package(parts, pieces.document, main, {}, name)
    package.links = links_of(package)
    others |= {each for some in package.links.values() for each in some} - {main}
    if pieces.document.tag != f"{n.W}document" or limits.growing(parts, parts.sizes(others)):
        raise NotPlain
    return package, pieces.coming


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """A member as it is unpacked. Raises NotPlain where it is damaged, also at its end."""
    try:
        with archive.open(member) as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except BROKEN as error:
        raise NotPlain from error


class Flow:
    """What `content` sees, of a document part that is read piece by piece: the blocks of each piece as it comes, and what
    stands beside them at the end. It is the same (law L13), since nothing that is read of a piece asks what comes after it.

    Raises NotPlain where that is not so: for controls that show data of another part.
    """

    def __init__(self, package: Package, revisions: Revisions = Revisions.FINAL) -> None:
        self._package, self._revisions = package, revisions
        self._styling = package.part("styles") or b""
        self._styles: Styles | None = None
        self._state = State.of(Version(revisions))
        self._preserve = package.document.get(n.XML_SPACE) == "preserve"
        self._revised = False

    def blocks(self, piece: Piece) -> list[Block]:
        """The blocks of the next piece."""
        if self._styles is None and may_matter(self._styling, piece.raw):
            self._styles = read_styles(self._package.tree("styles"))
        styles = self._styles or read_styles(None)
        looks = Looks(styles, self._revisions is Revisions.ORIGINAL)
        marks = scan(piece.document, looks, piece.raw)
        if marks.bindings:
            raise NotPlain
        counters = self._state.counters
        if counters.numbering is None and (styles.numbered or next(piece.document.iter(n.NUM_PR), None) is not None):
            counters.numbering = read_numbering(self._package.tree("numbering"), styles.numbered)
        self._revised |= marks.revised
        version = Version(self._revisions, marks, looks, self._preserve)
        return walk(piece.document, self._state._replace(version=version))

    @property
    def beside(self) -> int:
        """How much stands beside the blocks so far."""
        beside = self._state.beside
        return sum([
            len(beside.hidden), len(beside.asides), len(beside.comments), len(beside.foreign), len(beside.flattened)
        ])  # fmt: skip

    @property
    def flattened(self) -> list[Flattened]:
        """The texts so far whose look says more."""
        return self._state.beside.flattened

    def rest(self) -> Content:
        """All but the blocks, when the last piece was read."""
        looks = Looks(self._styles or read_styles(None), self._revisions is Revisions.ORIGINAL)
        version = Version(self._revisions, Marks(revised=False), looks)
        return put_together(self._package, [], self._state._replace(version=version), revised=self._revised)
