"""Verbs floor: one paragraph with the revisions that make another of it: characters in and out, inside their runs.

A run is cut where a change begins and ends; each piece keeps the run's properties. A text that comes in is no part of the
insertion of another author that it stands in: that one is split around it (ECMA-376 part 1, 17.13.5.18 does not let one
insertion lie in another). What the same author put in before is taken back instead of being deleted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from lxml import etree

from goalgen.docx import names as n
from goalgen.docx.splice import escape, filled
from goalgen.text import Edit, Span
from goalgen.verbs.put.tracked.atoms import ADDED, REMOVED, Atom, Change, Told, changes, look_of, told, within
from goalgen.verbs.put.tracked.fragment import Fragment
from goalgen.verbs.put.tracked.pen import Pen

Element = etree._Element

REVISIONS = (*ADDED, *REMOVED)
_OTHER_NAMES = {n.T: "delText", n.INSTR_TEXT: "delInstrText"}
"""How what is deleted is called (17.3.3.7, 17.16.13)."""
_RUN_CHANGE = re.compile(
    r"<(?:[\w.-]+:)?rPrChange\b.*?</(?:[\w.-]+:)?rPrChange>|<(?:[\w.-]+:)?rPrChange\b[^>]*/>", re.DOTALL
)


class Cut(Exception):  # noqa: N818 - it is no error of the machine: the edit is refused, by name of the cell
    """An edit would cut through a revision of somebody else, whose name it gives."""


class Unspeakable(Exception):  # noqa: N818 - as above
    """A change that no revision can say; what it is."""


def revised(old: Fragment, new: Fragment, pen: Pen) -> list[Edit]:
    """The edits of an old paragraph after which it is the new one, once all of them are accepted, and still the old one, once
    they are rejected. Raises Cut, Unspeakable."""
    paragraph = old.only
    was, now = told(old, paragraph), told(new, new.only)
    _same_around(old, was, new, now)
    work = _Work(old, new, pen, was)
    for change in changes(was.atoms, now.atoms):
        work.check(change)
        work.gone.update(range(change.start, change.end))
        for container, atoms in groupby(change.new, key=lambda atom: atom.container):
            work.place(change.end, container, list(atoms))
    edits = work.runs()
    return [*edits, *_properties(old, new, pen)]


def _same_around(old: Fragment, was: Told, new: Fragment, now: Told) -> None:
    """What is around the runs must be the same in both: no revision says that a control changes."""
    if [one.tag for one in was.containers] != [one.tag for one in now.containers]:
        raise Unspeakable("这一处的控件、链接会变")
    for one, two in zip(was.containers, now.containers, strict=True):
        if one.tag == n.SDT:
            settings = (
                [old.source(each) for each in one.iterchildren(n.SDT_PR)],
                [new.source(each) for each in two.iterchildren(n.SDT_PR)],
            )
            if settings[0] != settings[1]:
                raise Unspeakable("这里的内容控件还是提示语，填上就不再是")


def _properties(old: Fragment, new: Fragment, pen: Pen) -> list[Edit]:
    """A change of the paragraph's properties as a revision of them (17.13.5.29)."""
    was, now = (next(each.only.iterchildren(n.P_PR), None) for each in (old, new))
    before, after = ("" if one is None else each.source(one) for each, one in ((old, was), (new, now)))
    if before == after:
        return []
    if now is None or next(now.iterchildren(n.P_PR_CHANGE), None) is not None:
        raise Unspeakable("这一段的格式已经有修订")
    dropped = list(was.iterchildren(n.R_PR, n.SECT_PR)) if was is not None else []
    former = (
        old.source(was, [Edit(old.places[one].outer, "") for one in dropped])
        if was is not None
        else pen.named("pPr", "")
    )
    changed = pen.around("pPrChange", former)
    whole = new.source(now, [filled(new.part, new.places[now], changed)])
    if was is not None:
        return [Edit(old.places[was].outer, whole)]
    place = old.places[old.only]
    return [filled(old.part, place, whole)] if place.alone else [Edit(Span(place.opened, place.opened), whole)]


@dataclass
class _Work:
    """The revisions of one paragraph, as they are collected."""

    old: Fragment
    new: Fragment
    pen: Pen
    was: Told
    gone: set[int] = field(default_factory=set)
    after: dict[int, list[Atom]] = field(default_factory=lambda: defaultdict(list))
    """what comes behind an atom, by its place"""
    before: dict[int, list[Atom]] = field(default_factory=lambda: defaultdict(list))
    edits: list[Edit] = field(default_factory=list)

    def check(self, change: Change) -> None:
        """Refuse a change that would cut through a revision of another author."""
        if self.pen.tracking.over or change.start == change.end:
            return
        atoms = self.was.atoms[change.start : change.end]
        for atom in atoms:
            for revision in atom.added_by:
                if not self.pen.is_own(revision):
                    raise Cut(revision.get(n.AUTHOR, ""))
        nodes = list(self.old.only.iter(n.R_, *REMOVED))
        first, last = nodes.index(atoms[0].run), nodes.index(atoms[-1].run)
        for node in nodes[first:last]:
            if node.tag in REMOVED and not self.pen.is_own(node):
                raise Cut(node.get(n.AUTHOR, ""))

    def place(self, at: int, container: int, atoms: Sequence[Atom]) -> None:
        """Find where what comes in before an atom stands: beside an atom of its container, else in the container."""
        known = self.was.atoms
        if at and known[at - 1].container == container:
            self.after[at - 1] += atoms
        elif at < len(known) and known[at].container == container:
            self.before[at] += atoms
        else:
            self._in_container(self.was.containers[container], at, atoms)

    def _in_container(self, holder: Element, at: int, atoms: Sequence[Atom]) -> None:
        """Where no atom of the container is near: behind what is before it in it, before what follows, else at its end."""
        xml = self._inserted(atoms)
        for place, behind in ((at - 1, True), (at, False)):
            if not 0 <= place < len(self.was.atoms):
                continue
            up = [self.was.atoms[place].run, *within(self.was.atoms[place].run), self.old.only]
            if holder in up[1:]:
                spot = self.old.places[up[up.index(holder) - 1]]
                where = spot.end if behind else spot.start
                self.edits.append(Edit(Span(where, where), xml))
                return
        if holder.tag in (n.SDT, n.ALTERNATE):
            raise Unspeakable("这里没有放字的地方")
        self.edits.append(filled(self.old.part, self.old.places[holder], xml))

    def runs(self) -> list[Edit]:
        """The edits of all runs that are touched."""
        touched = {*self.gone, *self.after, *self.before}
        by_run: dict[Element, list[int]] = defaultdict(list)
        for place, atom in enumerate(self.was.atoms):
            by_run[atom.run].append(place)
        for run, places in by_run.items():
            if touched.intersection(places):
                self._run(run, places)
        return self.edits

    def _run(self, run: Element, places: Sequence[int]) -> None:
        """Cut one run in pieces."""
        pieces: list[tuple[str, list[int] | list[Atom]]] = []
        for place in places:
            if self.before[place]:
                pieces.append(("ins", self.before[place]))
            kind = "del" if place in self.gone else "keep"
            if pieces and pieces[-1][0] == kind:
                pieces[-1][1].append(place)  # type: ignore[arg-type]
            else:
                pieces.append((kind, [place]))
            if self.after[place]:
                pieces.append(("ins", self.after[place]))
        spot = self.old.places[run]
        revisions = [up for up in within(run) if up.tag in ADDED]
        begins = revisions and revisions[-1].index(_under(revisions[-1], run)) == 0 and pieces[0][0] == "ins"
        ends = revisions and _under(revisions[-1], run) is revisions[-1][-1] and pieces[-1][0] == "ins"
        if begins:
            at = self.old.places[revisions[-1]].start
            self.edits.append(Edit(Span(at, at), self._inserted(pieces.pop(0)[1])))  # type: ignore[arg-type]
        tail = self._inserted(pieces.pop()[1]) if ends and pieces else ""  # type: ignore[arg-type]
        if tail:
            at = self.old.places[revisions[-1]].end
            self.edits.append(Edit(Span(at, at), tail))
        if any(kind != "keep" for kind, _ in pieces):
            self.edits.append(Edit(spot.outer, self._cut(run, pieces, revisions)))

    def _cut(
        self, run: Element, pieces: Sequence[tuple[str, list[int] | list[Atom]]], revisions: Sequence[Element]
    ) -> str:
        """The pieces of a run as they are written, the insertions of others split around what comes in."""
        close = "".join(self.old.end_tag(one) for one in revisions)
        out: list[str] = []
        for number, (kind, held) in enumerate(pieces):
            if kind == "ins":
                again = "".join(self._again(one) for one in reversed(revisions))
                out.append(f"{close}{self._inserted(held)}{again}")  # type: ignore[arg-type]
            elif kind == "keep":
                out.append(self._piece(run, held, first=number == 0, deleted=False))  # type: ignore[arg-type]
            elif not any(map(self.pen.is_own, revisions)):
                out.append(self.pen.around("del", self._piece(run, held, first=number == 0, deleted=True)))  # type: ignore[arg-type]
        return "".join(out)

    def _again(self, revision: Element) -> str:
        """The start tag of an insertion that goes on, with a number of its own."""
        return self._numbered(self.old.start_tag(revision))

    def _numbered(self, xml: str) -> str:
        return re.sub(
            rf"""(\s{re.escape(self.pen.attributes)}id\s*=\s*)(?:"[^"]*"|'[^']*')""",
            lambda match: f'{match[1]}"{self.pen.number()}"',
            xml,
        )

    def _piece(self, run: Element, places: Sequence[int], *, first: bool, deleted: bool) -> str:
        """A piece of a run: its start tag, its properties, some of its atoms."""
        look = look_of(self.old, run)
        if not first:
            look = _RUN_CHANGE.sub(lambda match: self._numbered(match[0]), look)
        content = []
        for node, group in groupby((self.was.atoms[place] for place in places), key=lambda atom: atom.node):
            atoms = list(group)
            whole = node.tag != n.T or len(atoms) == sum(1 for atom in self.was.atoms if atom.node is node)
            if not deleted and whole:
                content.append(self.old.source(node))
            elif node.tag == n.T:
                text = "".join(atom.char for atom in atoms)
                content.append(text_of(self.pen, "delText" if deleted else "t", text))
            else:
                content.append(deleted_element(self.old, node, self.pen))
        return f"{self.old.start_tag(run)}{look}{''.join(content)}{self.old.end_tag(run)}"

    def _inserted(self, atoms: Sequence[Atom]) -> str:
        """What comes in, as a revision: a run for each look."""
        runs = []
        for look, alike in groupby(atoms, key=lambda atom: atom.key[1]):
            content = ""
            for is_text, some in groupby(alike, key=lambda atom: atom.node.tag == n.T):
                if is_text:
                    content += text_of(self.pen, "t", "".join(atom.char for atom in some))
                else:
                    content += "".join(atom.key[0] for atom in some)
            runs.append(self.pen.named("r", _RUN_CHANGE.sub("", look) + content))
        return self.pen.around("ins", "".join(runs))


def _under(revision: Element, run: Element) -> Element:
    """The child of a revision that a run is, or stands in."""
    up = run
    while (above := up.getparent()) is not None and above is not revision:
        up = above
    return up


def text_of(pen: Pen, name: str, text: str) -> str:
    """A `w:t`, or a `w:delText`."""
    return f'<{pen.prefix}{name} xml:space="preserve">{escape(text)}</{pen.prefix}{name}>'


def deleted_element(fragment: Fragment, node: Element, pen: Pen) -> str:
    """An element of a run, or a whole run, in a deletion: its texts are called otherwise."""
    edits = []
    for one in node.iter(*_OTHER_NAMES):
        if _is_boxed(one, node):
            continue
        place, name = fragment.places[one], f"{pen.prefix}{_OTHER_NAMES[str(one.tag)]}"
        old = fragment.start_tag(one)
        tag = f"<{name}{old[len(fragment.end_tag(one)) - 2 :]}"
        edits.append(Edit(Span(place.start, place.opened), tag if not place.alone else f"{tag[:-1]}/>"))
        if not place.alone:
            edits.append(Edit(Span(place.closing, place.end), f"</{name}>"))
    return fragment.source(node, edits)


def _is_boxed(node: Element, run: Element) -> bool:
    """Whether a text stands in a paragraph of its own in an element: in a text box, which goes as a whole."""
    return any(up.tag == n.P for up in node.iterancestors() if run in up.iterancestors())
