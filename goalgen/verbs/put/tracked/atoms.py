"""Verbs floor: a paragraph as the characters and elements of its runs, and how those of an old one became those of a new one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from lxml import etree

from goalgen.docx import names as n
from goalgen.docx.splice import shown
from goalgen.verbs.put.tracked.fragment import Fragment

Element = etree._Element

ADDED = (n.INS, n.MOVE_TO)
REMOVED = (n.DEL, n.MOVE_FROM)
_INTO = {
    n.HYPERLINK, n.FLD_SIMPLE, n.BDO, n.DIR, n.SDT, n.SDT_CONTENT, n.CUSTOM_XML, n.SMART_TAG, n.ALTERNATE, n.CHOICE, n.FALLBACK,
    *ADDED,
}  # fmt: skip
"""What holds runs of the paragraph that it stands in."""
_TOKEN = re.compile(r"[0-9０-９]+(?:[.,．][0-9０-９]+)*|[A-Za-zÀ-ÖØ-öø-ɏＡ-Ｚａ-ｚ]+|.", re.DOTALL)
"""What is changed as a whole: a number, a Latin word, a character."""
_RAISED = "vertAlign"
_ELEMENT = "\ue000"
_MOST = 4_000_000
_SAME = 2
"""Fewer characters that are the same between two changes are changed with them, but for those that others put in."""


class Atom(NamedTuple):
    """A character of a `w:t`, or another element of a run; `container` is the number of what its run stands in."""

    node: Element
    run: Element
    at: int
    char: str
    key: tuple[str, str, int]
    """what it is, its look, its container"""

    @property
    def container(self) -> int:
        """What holds it, the revisions of others not counted: 0 for the paragraph itself."""
        return self.key[2]

    @property
    def added_by(self) -> list[Element]:
        """The insertions that it stands in."""
        return [up for up in within(self.run) if up.tag in ADDED]


def within(node: Element) -> Iterator[Element]:
    """What is around a run or a wrapper, up to the paragraph."""
    for up in node.iterancestors():
        if up.tag == n.P:
            return
        yield up


@dataclass
class Told:
    """The atoms of a paragraph, and its containers by their numbers."""

    atoms: list[Atom] = field(default_factory=list)
    containers: list[Element] = field(default_factory=list)


def told(fragment: Fragment, paragraph: Element) -> Told:
    """Take a paragraph to pieces."""
    found = Told(containers=[paragraph])
    _take(fragment, paragraph, 0, found)
    return found


def _take(fragment: Fragment, node: Element, container: int, found: Told) -> None:
    for child in node.iterchildren(etree.Element):
        if child.tag == n.R_:
            found.atoms += _run(fragment, child, container)
        elif child.tag in ADDED:
            _take(fragment, child, container, found)
        elif child.tag in _INTO:
            found.containers.append(child)
            _take(fragment, child, len(found.containers) - 1, found)


def look_of(fragment: Fragment, run: Element) -> str:
    """The properties of a run as they are written, "" for none."""
    properties = next(run.iterchildren(n.R_PR), None)
    return "" if properties is None else fragment.source(properties)


def _run(fragment: Fragment, run: Element, container: int) -> Iterator[Atom]:
    look = look_of(fragment, run)
    for child in run.iterchildren(etree.Element):
        if child.tag == n.T:
            for at, char in enumerate(shown(child)):
                yield Atom(child, run, at, char, (char, look, container))
        elif child.tag != n.R_PR:
            yield Atom(child, run, 0, _ELEMENT, (fragment.source(child), look, container))


class Change(NamedTuple):
    """The atoms from `start` to `end` go, and others come in their place."""

    start: int
    end: int
    new: Sequence[Atom]


def changes(old: Sequence[Atom], new: Sequence[Atom]) -> list[Change]:
    """How one row of atoms became another."""
    before, after = _tokens(old), _tokens(new)
    head = _shared(before, after)
    tail = min(_shared(before[::-1], after[::-1]), min(len(before), len(after)) - head)
    left, right = before[head : len(before) - tail], after[head : len(after) - tail]
    if len(left) * len(right) > _MOST:
        blocks = [(0, len(left), 0, len(right))]
    else:
        blocks = [
            (one, two, three, four)
            for tag, one, two, three, four in SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
            if tag != "equal"
        ]
    starts, ends = _starts(before), _starts(after)
    found = [
        Change(starts[head + one], starts[head + two], new[ends[head + three] : ends[head + four]])
        for one, two, three, four in blocks
    ]
    return _joined(found, old)


def _tokens(atoms: Sequence[Atom]) -> list[tuple[tuple[str, str, int], ...]]:
    """Numbers and words whole, as far as they stand in one container, and are not partly raised."""
    found: list[tuple[tuple[str, str, int], ...]] = []
    for match in _TOKEN.finditer("".join([atom.char for atom in atoms])):
        keys: list[tuple[str, str, int]] = []
        for atom in atoms[match.start() : match.end()]:
            if keys and (keys[-1][2] != atom.key[2] or (_RAISED in keys[-1][1]) != (_RAISED in atom.key[1])):
                found.append(tuple(keys))
                keys = []
            keys.append(atom.key)
        found.append(tuple(keys))
    return found


def _starts(tokens: Sequence[Sequence[object]]) -> list[int]:
    at = [0]
    for token in tokens:
        at.append(at[-1] + len(token))
    return at


def _shared(one: Sequence[object], two: Sequence[object]) -> int:
    pairs = enumerate(zip(one, two, strict=False))
    return next((place for place, (left, right) in pairs if left != right), min(len(one), len(two)))


def _joined(found: Sequence[Change], old: Sequence[Atom]) -> list[Change]:
    """Changes that hardly anything lies between are one."""
    made = list(found[:1])
    for one, two in pairwise(found):
        between = old[one.end : two.start]
        chars = all(atom.char != _ELEMENT and not atom.added_by for atom in between)
        chars = chars and len({atom.container for atom in old[max(one.end - 1, 0) : two.start + 1]}) == 1
        if len(between) < _SAME and chars and one.start < one.end and two.start < two.end:
            made[-1] = Change(made[-1].start, two.end, [*made[-1].new, *between, *two.new])
        else:
            made.append(two)
    return made
