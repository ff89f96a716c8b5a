"""Things floor: what reading a document part goes by, what it counts, and what it puts beside the blocks."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from goalgen.docx import names as n
from goalgen.docx.blocks import Address, Aside, Flattened, Foreign, Hidden, Look, Medium, Revisions, Veil
from goalgen.docx.fields import Fields
from goalgen.docx.looks import Looks
from goalgen.docx.marks import Marks
from goalgen.docx.numbering import Numbering
from goalgen.docx.structure import all_text

Element = etree._Element


@dataclass(frozen=True)
class Version:
    """What is read: which side of the changes, of which part, and what a look over it found. Reading changes none of it."""

    revisions: Revisions = Revisions.FINAL
    marks: Marks = field(default_factory=Marks)
    looks: Looks = field(default_factory=Looks)
    preserve: bool = False
    """spaces are kept by an attribute of the root"""
    story: str = ""
    """the part, when it is not the body"""
    trace: bool = False
    """special texts keep where they come from"""

    @cached_property
    def original(self) -> bool:
        """Whether it is the version before the changes."""
        return self.revisions is Revisions.ORIGINAL

    @cached_property
    def removed(self) -> tuple[str, str]:
        """The wrappers whose content is not in this version."""
        return (n.INS, n.MOVE_TO) if self.original else (n.DEL, n.MOVE_FROM)

    def address(self, table: int = 0, row: int = 0, column: int = 0, paragraph: int = 0) -> Address:
        """A place in this part."""
        return Address(table, row, column, paragraph, self.story)


@dataclass(slots=True)
class Counters:
    """How far reading has come: what is numbered, and the fields that have begun and not ended."""

    tables: int = 0
    paragraphs: int = 0
    numbering: Numbering | None = None
    fields: Fields = field(default_factory=Fields)


class Standing:
    """A place for as long as a `with` lasts. (Every special cell needs one: a generator would take twice the time.)"""

    __slots__ = ("_place", "_places")

    def __init__(self, places: list[Address], place: Address) -> None:
        self._places, self._place = places, place

    def __enter__(self) -> None:
        self._places.append(self._place)

    def __exit__(self, *_: object) -> None:
        self._places.pop()


class Beside:
    """What stands beside the blocks, each with its place: `with beside.at(address): …` gives the place to what is put in."""

    def __init__(self) -> None:
        self._hidden: list[Hidden] = []
        self._going_on: list[str] = []
        """the text of the last, as far as it has been met"""
        self.asides: list[Aside] = []
        self.comments: list[tuple[str, Address]] = []
        self.foreign: list[Foreign] = []
        self.flattened: list[Flattened] = []
        self._places: list[Address] = []

    def at(self, place: Address) -> Standing:
        """What is put beside within is at a place; after it, where it was before."""
        return Standing(self._places, place)

    @property
    def place(self) -> Address:
        """The place at hand; LookupError when none was given, which is a bug."""
        return self._places[-1]

    def hide(self, veil: Veil, text: str, author: str = "", date: str = "") -> None:
        """Put a text aside; what follows directly on its like is one with it."""
        if not text:
            return
        last = self._hidden[-1] if self._hidden else None
        if not last or (last.veil, last.address, last.author) != (veil, self.place, author) or veil is Veil.RUBY:
            self._close()
            self._hidden.append(Hidden(veil, self.place, "", author, date))
        self._going_on.append(text)

    def _close(self) -> None:
        if self._going_on:
            self._hidden[-1] = self._hidden[-1]._replace(text="".join([self._hidden[-1].text, *self._going_on]))
            self._going_on = []

    @property
    def hidden(self) -> list[Hidden]:
        """The texts that were put aside."""
        self._close()
        return self._hidden

    def put(self, text: str) -> None:
        """Put the text of a text box beside its cell."""
        self.asides.append(Aside(self.place, text))

    def comment(self, number: str) -> None:
        """Remember where a comment is anchored."""
        self.comments.append((number, self.place))

    def leave(self, medium: Medium, program: str = "") -> None:
        """Remember what is not looked into."""
        self.foreign.append(Foreign(medium, self.place, program))

    def flatten(self, look: Look, text: str) -> None:
        """Remember a text that is read as it is, though its look says more."""
        self.flattened.append(Flattened(look, self.place, text))


class State(NamedTuple):
    """All that reading a document part carries along."""

    version: Version
    counters: Counters
    beside: Beside

    @classmethod
    def of(cls, version: Version, numbering: Numbering | None = None) -> State:
        """The state at the beginning of a part."""
        return cls(version, Counters(numbering=numbering), Beside())

    def hide_removed(self, node: Element) -> None:
        """Put aside what a change took away, or (reading the original) what it added."""
        veil = Veil.INSERTED if self.version.original else Veil.DELETED
        veil = Veil.MOVED if node.tag in (n.MOVE_FROM, n.MOVE_TO) else veil
        text = "".join(node.itertext(n.T, n.DEL_TEXT))
        self.beside.hide(veil, text, node.get(n.AUTHOR, ""), node.get(n.DATE, ""))

    def hide_absent(self, node: Element, change: tuple[str, str] = ("", "")) -> None:
        """Put aside a row or a cell that is not in the version that is read."""
        self.beside.hide(Veil.INSERTED if self.version.original else Veil.DELETED, all_text(node), *change)
