"""Form floor: a small backtracking machine that runs a pattern over a sequence of units.

The units are the blocks of a document or the characters of a cell; what one leaf of the pattern accepts at a position is
the caller's `step`. A state is never tried twice, so the work is bounded by (instructions x positions x turns of loops),
and there is no recursion. Loops are greedy: another turn is tried before the way out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from goalgen.form.pattern import Cond, Loop, Node, ParagraphPattern, RowPattern
from goalgen.schema import FieldPath

MAX_STATES = 500_000
"""A match that needs more states is given up; a real document needs a few thousand."""

Turns = tuple[int, ...]
"""The number of the current turn, from 1, of each loop around a place."""


class Length(NamedTuple):
    """A claim: the list at `path` (with the turns around it) has `size` items."""

    path: FieldPath
    turns: Turns
    size: int


class Op(NamedTuple):
    """One instruction: `leaf` a node; `enter`, `turn` and `again` of a loop; `either` the next or `target`."""

    kind: str
    node: Node | None = None
    target: int = 0


Program = tuple[Op, ...]


def compile_pattern(pattern: Sequence[Node], *, optional_paragraphs: bool = False) -> Program:
    """The pattern as instructions; with `optional_paragraphs`, body paragraphs may be missing (as they may when reading),
    but for those by which the items of a list are counted."""
    ops: list[Op] = []

    def emit(nodes: Sequence[Node], optional: bool) -> None:
        for node in nodes:
            if isinstance(node, Loop):
                ops.append(Op("enter"))
                head = len(ops)
                ops.append(Op("turn"))
                emit(node.body, optional and any(isinstance(part, RowPattern) for part in node.body))
                ops.append(Op("again", target=head))
                ops[head] = Op("turn", node, len(ops))
            elif isinstance(node, Cond) or (optional and isinstance(node, ParagraphPattern)):
                split = len(ops)
                ops.append(Op("either"))
                if isinstance(node, Cond):
                    emit(node.body, optional)
                else:
                    ops.append(Op("leaf", node))
                ops[split] = Op("either", target=len(ops))
            else:
                ops.append(Op("leaf", node))

    emit(pattern, optional_paragraphs)
    return tuple(ops)


def openings(program: Program) -> list[int]:
    """The leaves that a program can begin with."""
    found: list[int] = []
    waiting, seen = [0], set[int]()
    while waiting:
        counter = waiting.pop()
        if counter in seen or counter == len(program):
            continue
        seen.add(counter)
        kind, _, target = program[counter]
        if kind == "leaf":
            found.append(counter)
        elif kind == "again":
            waiting.append(target)
        else:
            waiting += [counter + 1, *([target] if kind in ("either", "turn") else [])]
    return found


Claims = tuple["Claims", object] | None
"""Claims of a state, newest first, as a linked list: states share their tails."""
State = tuple[int, int, Turns, Claims]
Step = Callable[[int, int, Turns], Iterable[tuple[int, Sequence[object]]]]
"""What the leaf at an instruction accepts at a position: ends in order of preference, each with its claims. What is not
given as a tuple is asked for one by one, each when those before it have failed."""


def run(
    program: Program,
    step: Step,
    start: int,
    accept: Callable[[int], bool],
    counts: Mapping[tuple[FieldPath, Turns], int] | None = None,
    *,
    eager: bool = True,
    until: int | None = None,
) -> tuple[int, list[object]] | None:
    """Run a program from `start`; the end and the claims of the first way that is accepted, or None.

    With `counts` every loop takes just that many turns. `eager=False` leaves loops as soon as it can. With `until` the
    first way to get there is accepted, however the program would go on.
    """
    stack: list[State | _Ways] = [(0, start, (), None)]
    seen: set[tuple[int, int, Turns]] = set()
    length = len(program)
    while stack and len(seen) <= MAX_STATES:
        top = stack.pop()
        if isinstance(top, _Ways):
            way = next(top.ways, None)
            if way is None:
                continue
            stack.append(top)
            counter, position, turns, claims = top.counter, way[0], top.turns, _link(top.claims, way[1])
        else:
            counter, position, turns, claims = top
        done = counter == length
        if (done and accept(position)) or (until is not None and position >= until):
            return position, _unlink(claims)
        if done:
            continue
        if program[counter].kind == "again":
            counter = program[counter].target
        kind, node, target = program[counter]
        key = (counter, position, turns)
        if key in seen:
            continue
        seen.add(key)
        if kind == "leaf":
            stack += _after(step(counter, position, turns), counter + 1, turns, claims)
        elif kind == "either":
            stack += [(target, position, turns, claims), (counter + 1, position, turns, claims)]
        elif kind == "enter":
            stack.append((counter + 1, position, (*turns, 0), claims))
        else:
            assert isinstance(node, Loop)
            stack += _turn(node, counter, target, position, turns, claims, counts, eager=eager)
    return None


class _Ways:
    """The ways on from a leaf, each tried when those before it have failed."""

    __slots__ = ("claims", "counter", "turns", "ways")

    def __init__(
        self, ways: Iterator[tuple[int, Sequence[object]]], counter: int, turns: Turns, claims: Claims
    ) -> None:
        self.ways, self.counter, self.turns, self.claims = ways, counter, turns, claims


def _after(
    ways: Iterable[tuple[int, Sequence[object]]], counter: int, turns: Turns, claims: Claims
) -> list[State | _Ways]:
    """The ways on from a leaf, the one to be tried first at the end."""
    if isinstance(ways, tuple):
        return [(counter, end, turns, _link(claims, new)) for end, new in reversed(ways)]
    return [_Ways(iter(ways), counter, turns, claims)]


def _turn(
    loop: Loop,
    counter: int,
    target: int,
    position: int,
    turns: Turns,
    claims: Claims,
    counts: Mapping[tuple[FieldPath, Turns], int] | None,
    *,
    eager: bool,
) -> list[State]:
    """Another turn of a loop and the way out of it, the one to be tried first at the end."""
    outer, turn = turns[:-1], turns[-1]
    leave: State = (target, position, outer, (claims, Length(loop.path, outer, turn)))
    again: State = (counter + 1, position, (*outer, turn + 1), claims)
    if counts is not None:
        return [again if turn < counts.get((loop.path, outer), 0) else leave]
    return [leave, again] if eager else [again, leave]


def _link(claims: Claims, new: Sequence[object]) -> Claims:
    for claim in new:
        claims = (claims, claim)
    return claims


def _unlink(claims: Claims) -> list[object]:
    found: list[object] = []
    while claims is not None:
        claims, claim = claims
        found.append(claim)
    found.reverse()
    return found
