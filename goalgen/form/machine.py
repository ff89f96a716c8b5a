"""Form floor: a small backtracking machine that runs a pattern over a sequence of units.

The units are the blocks of a document or the characters of a cell; what one leaf of the pattern accepts at a position is
the caller's `step`. A state is never tried twice, so the work is bounded by (instructions x positions x turns of loops),
and there is no recursion. Loops are greedy: another turn is tried before the way out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, TypeVar

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
    """One instruction: `leaf` a node; `either` the next or `target`; `enter` a loop; `turn`, before the body of a loop and
    after it, to the `body` again or on to `target`."""

    kind: Literal["leaf", "either", "enter", "turn"]
    node: Node | None = None
    target: int = 0
    body: int = 0


Program = tuple[Op, ...]


def compile_pattern(pattern: Sequence[Node], *, optional_paragraphs: bool = False) -> Program:
    """The pattern as instructions; with `optional_paragraphs`, body paragraphs may be missing (as they may when reading),
    but for those by which the items of a list are counted."""
    ops: list[Op] = []

    def emit(nodes: Sequence[Node], optional: bool) -> None:
        for node in nodes:
            if isinstance(node, Loop):
                ops.extend([Op("enter"), Op("turn")])
                body = len(ops)
                emit(node.body, optional and any(isinstance(part, RowPattern) for part in node.body))
                ops[body - 1] = Op("turn", node, len(ops) + 1, body)
                ops.append(ops[body - 1])
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
    """The leaves that a program can begin with.

    The end of a loop leads to nothing new: whoever comes to it has been at the beginning of its body.
    """
    found: list[int] = []
    waiting, seen = [0], set[int]()
    while waiting:
        counter = waiting.pop()
        if counter in seen or counter == len(program):
            continue
        seen.add(counter)
        kind, _, target, _ = program[counter]
        if kind == "leaf":
            found.append(counter)
        else:
            waiting += [counter + 1, *([target] if kind in ("either", "turn") else [])]
    return found


C = TypeVar("C")
"""What the caller's leaves claim."""
Claims = tuple["Claims[C]", C | Length] | None
"""Claims of a state, newest first, as a linked list: states share their tails."""
State = tuple[int, int, Turns, Claims[C]]
Way = tuple[int, Sequence[C]]
"""What a leaf accepts: where it ends, and its claims."""
Step = Callable[[int, Node, int, Turns], Iterable[Way[C]]]
"""What a leaf, with the number of its instruction, accepts at a position and turns of the loops around it: the ways in
order of preference. What is not given as a tuple is asked for one by one, each when those before it have failed."""


def run(
    program: Program,
    step: Step[C],
    start: int,
    accept: Callable[[int], bool],
    counts: Mapping[tuple[FieldPath, Turns], int] | None = None,
    *,
    eager: bool = True,
    until: int | None = None,
) -> tuple[int, list[C | Length]] | None:
    """Run a program from `start`; the end and the claims of the first way that is accepted, or None.

    With `counts` every loop takes just that many turns. `eager=False` leaves loops as soon as it can. With `until` the
    first way to get there is accepted, however the program would go on.
    """
    stack: list[State[C] | Iterator[State[C]]] = [(0, start, (), None)]
    seen: set[tuple[int, int, Turns]] = set()
    length = len(program)
    while stack and len(seen) <= MAX_STATES:
        top = stack.pop()
        state = top if isinstance(top, tuple) else next(top, None)
        if state is None:
            continue
        if state is not top:
            stack.append(top)
        counter, position, turns, claims = state
        done = counter == length
        if (done and accept(position)) or (until is not None and position >= until):
            return position, _unlink(claims)
        if done:
            continue
        key = (counter, position, turns)
        if key in seen:
            continue
        seen.add(key)
        kind, node, target, body = program[counter]
        if kind == "leaf" and node is not None:
            ways = step(counter, node, position, turns)
            if isinstance(ways, tuple):
                stack += [(counter + 1, end, turns, _link(claims, new)) for end, new in reversed(ways)]
            else:
                stack.append(_one_by_one(ways, counter + 1, turns, claims))
        elif kind == "either":
            stack += [(target, position, turns, claims), (counter + 1, position, turns, claims)]
        elif kind == "enter":
            stack.append((counter + 1, position, (*turns, 0), claims))
        elif isinstance(node, Loop):
            stack += _turn(node, body, target, position, turns, claims, counts, eager=eager)
    return None


def _one_by_one(ways: Iterable[Way[C]], counter: int, turns: Turns, claims: Claims[C]) -> Iterator[State[C]]:
    """The ways on from a leaf, each looked for when those before it have failed."""
    for end, new in ways:
        yield counter, end, turns, _link(claims, new)


def _turn(
    loop: Loop,
    body: int,
    target: int,
    position: int,
    turns: Turns,
    claims: Claims[C],
    counts: Mapping[tuple[FieldPath, Turns], int] | None,
    *,
    eager: bool,
) -> list[State[C]]:
    """Another turn of a loop and the way out of it, the one to be tried first at the end."""
    outer, turn = turns[:-1], turns[-1]
    leave: State[C] = (target, position, outer, (claims, Length(loop.path, outer, turn)))
    again: State[C] = (body, position, (*outer, turn + 1), claims)
    if counts is not None:
        return [again if turn < counts.get((loop.path, outer), 0) else leave]
    return [leave, again] if eager else [again, leave]


def _link(claims: Claims[C], new: Sequence[C]) -> Claims[C]:
    for claim in new:
        claims = (claims, claim)
    return claims


def _unlink(claims: Claims[C]) -> list[C | Length]:
    found: list[C | Length] = []
    while claims is not None:
        claims, claim = claims
        found.append(claim)
    found.reverse()
    return found
