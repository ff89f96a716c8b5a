"""Form floor: matching the text of one cell or paragraph against its pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from goalgen.form.machine import Length, Program, Turns, Way, compile_pattern, run
from goalgen.form.pattern import Break, Computed, Literal, Node, Slot, nodes
from goalgen.labels import dense_text, literal_regex
from goalgen.ledger import Kind
from goalgen.schema import FieldPath

_VALUE, _LABEL, _COMPUTED = Kind.VALUE, Kind.LABEL, Kind.COMPUTED
_PADDING = re.compile("[ \t\u00a0\u3000]+")


_REMEMBERED = 64
"""How many texts a pattern remembers: the unit and its code stand in every table of a book."""


class Claim(NamedTuple):
    """A piece of a text, and what it is: for a slot its field and value, for a computed expression what it printed."""

    kind: Kind
    start: int
    end: int
    node: Slot | Computed | None = None
    turns: Turns = ()
    value: str = ""


class Match(NamedTuple):
    """The claims and list lengths of a text; `other` is a value that another way of cutting the text would give."""

    claims: tuple[Claim, ...]
    lengths: tuple[Length, ...]
    other: tuple[Claim, Claim] | None = None


class Inline:
    """A compiled pattern of one text."""

    def __init__(self, content: Sequence[Node]) -> None:
        self.program = compile_pattern(content)
        self.slot = content[0] if len(content) == 2 and isinstance(content[0], Slot) else None
        free = [node for node in nodes(content) if isinstance(node, Slot | Computed)]
        self.followers = {
            counter: _follower(self.program, counter)
            for counter, op in enumerate(self.program)
            if isinstance(op.node, Slot | Computed)
        }
        self.joints = frozenset(_joints(self.program))
        self.ambiguous = self.slot is None and len(free) > 1
        self._known: dict[tuple[str, Turns], Match | None] = {}

    def match(self, text: str, turns: Turns = ()) -> Match | None:
        """Match the whole text; `turns` are those of the loops around it."""
        if self.slot is not None:
            if not self.slot.admits(text):
                return None
            return Match((Claim(Kind.VALUE, 0, len(text), self.slot, turns, text),), ())
        key = (text, turns)
        if key not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = self._matched(text, turns)
        return self._known[key]

    def _matched(self, text: str, turns: Turns) -> Match | None:
        found = self._run(text, turns, None)
        if found is None or not self.ambiguous or _settled(found.claims, text):
            return found
        counts = {(length.path, length.turns): length.size for length in found.lengths}
        other = self._run(text, turns, counts)
        if other is not None:
            for one, two in zip(found.claims, other.claims, strict=False):
                if one != two and one.kind is Kind.VALUE:
                    return found._replace(other=(one, two))
        return found

    def _run(self, text: str, turns: Turns, counts: Mapping[tuple[FieldPath, Turns], int] | None) -> Match | None:
        """With `counts`, lists have these lengths and slots take as much as they can, else as little."""
        lined = text + "\n"

        def step(counter: int, node: Node, position: int, inner: Turns) -> Iterable[Way[Claim]]:
            here = (*turns, *inner)
            if isinstance(node, Break):
                if lined.startswith("\n", position):
                    return ((position + 1, ()),)
                return ((position, ()),) if counter in self.joints else ()
            if isinstance(node, Literal):
                return tuple(
                    [(end, (Claim(_LABEL, position, end),)) for end in _literal_ends(node.text, lined, position)]
                )
            if isinstance(node, Computed) and node.depth is not None:
                stop = _literal_end(str(here[node.depth]), lined, position)
                if stop is None:
                    return ()
                return ((stop, (Claim(_COMPUTED, position, stop, node, here, lined[position:stop]),)),)
            assert isinstance(node, Slot | Computed)
            ends = _ends(self.followers[counter], lined, position)
            return _cuts(node, lined, position, ends if counts is None else reversed(list(ends)), here)

        def accept(position: int) -> bool:
            return position == len(lined) or (position == 0 and not text)

        found = run(self.program, step, 0, accept, counts)
        if found is None:
            return None
        lengths = [each for each in found[1] if isinstance(each, Length)]
        return Match(
            tuple([each for each in found[1] if not isinstance(each, Length)]),
            tuple([length._replace(turns=(*turns, *length.turns)) for length in lengths]),
        )


def _settled(claims: Sequence[Claim], text: str) -> bool:
    """Whether what stands between each two values stands nowhere else in or around them: then there is one way to cut."""
    free = [
        claim
        for claim in claims
        if claim.kind is Kind.VALUE or (isinstance(claim.node, Computed) and claim.node.depth is None)
    ]
    for one, two in pairwise(free):
        between = dense_text(text[one.end : two.start])
        if not between or dense_text(text[one.start : two.end]).count(between) > 1:
            return False
    return True


def _joints(program: Program) -> Iterator[int]:
    """The paragraph ends between two pieces of static text: labels are compared without line breaks."""
    leaves = [(counter, op.node) for counter, op in enumerate(program) if op.kind != "either"]
    for (_, before), (counter, node), (_, after) in zip(leaves, leaves[1:], leaves[2:], strict=False):
        if isinstance(before, Literal) and isinstance(node, Break) and isinstance(after, Literal):
            yield counter


def _follower(program: Program, counter: int) -> re.Pattern[str] | None:
    """What must follow a slot or a computed expression: static text or the end of the paragraph; None when anything may."""
    node = program[counter + 1].node if counter + 1 < len(program) else None
    if not isinstance(node, Break | Literal):
        return None
    text = "\n" if isinstance(node, Break) else node.text
    exact, loose = re.escape(text), literal_regex(text).pattern
    return re.compile(f"(?={exact}|{loose})" if loose else f"(?={exact})")


def _ends(follower: re.Pattern[str] | None, text: str, position: int) -> Iterable[int]:
    """Where a slot that starts at `position` may end: before what must follow it, or anywhere."""
    if follower is None:
        return range(position, len(text))
    return (match.start() for match in follower.finditer(text, position))


def _cuts(node: Slot | Computed, text: str, position: int, ends: Iterable[int], turns: Turns) -> Iterator[Way[Claim]]:
    """The ways to end what starts at `position`: a slot admits its text, of a computed expression nobody knows it yet."""
    kind = _COMPUTED if isinstance(node, Computed) else _VALUE
    for end in ends:
        value = text[position:end]
        if isinstance(node, Computed) or node.admits(value):
            yield end, (Claim(kind, position, end, node, turns, value),)


def _literal_ends(literal: str, text: str, position: int) -> Iterator[int]:
    """Where a piece of static text ends; should what follows not fit, spaces typed after it are its padding."""
    end = _literal_end(literal, text, position)
    if end is not None:
        yield end
        padding = _PADDING.match(text, end)
        if padding:
            yield padding.end()


def _literal_end(literal: str, text: str, position: int) -> int | None:
    """Where a piece of static text that starts at `position` ends; as it was typed if it can be, else as it reads."""
    if text.startswith(literal, position):
        return position + len(literal)
    loose = literal_regex(literal)
    match = loose.match(text, position) if loose.pattern else None
    return match.end() if match else None
