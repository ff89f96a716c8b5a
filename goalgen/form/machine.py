"""Form floor: a small backtracking machine that runs a pattern over a sequence of units.

The units are the blocks of a document or the characters of a cell; what one leaf of the pattern accepts at a position is
the caller's `step`. A state is never tried twice, so the work is bounded by (instructions x positions x turns of loops),
and there is no recursion. Loops are greedy: another turn is tried before the way out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from goalgen.form.pattern import Cond, Loop, Node, ParagraphPattern
from goalgen.form.schema import FieldPath

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
    """The pattern as instructions; with `optional_paragraphs`, body paragraphs may be missing (as they may when reading)."""
    ops: list[Op] = []

    def emit(nodes: Sequence[Node]) -> None:
        for node in nodes:
            if isinstance(node, Loop):
                ops.append(Op("enter"))
                head = len(ops)
                ops.append(Op("turn"))
                emit(node.body)
                ops.append(Op("again", target=head))
                ops[head] = Op("turn", node, len(ops))
            elif isinstance(node, Cond) or (optional_paragraphs and isinstance(node, ParagraphPattern)):
                split = len(ops)
                ops.append(Op("either"))
                if isinstance(node, Cond):
                    emit(node.body)
                else:
                    ops.append(Op("leaf", node))
                ops[split] = Op("either", target=len(ops))
            else:
                ops.append(Op("leaf", node))

    emit(pattern)
    return tuple(ops)


Claims = tuple["Claims", object] | None
"""Claims of a state, newest first, as a linked list: states share their tails."""
State = tuple[int, int, Turns, Claims, tuple[int, ...]]
"""The instruction, the position, the turns, the claims, and where the current turn of each loop began."""
Step = Callable[[int, int, Turns], Iterable[tuple[int, tuple[object, ...]]]]
"""What the leaf at an instruction accepts at a position: ends in order of preference, each with its claims."""


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
    stack: list[Iterator[State]] = [iter([(0, start, (), None, ())])]
    seen: set[tuple[int, int, Turns]] = set()
    while stack:
        state = next(stack[-1], None)
        if state is None:
            stack.pop()
            continue
        counter, position, turns, claims, since = state
        if until is not None and position >= until:
            return position, _unlink(claims)
        if counter == len(program):
            if accept(position):
                return position, _unlink(claims)
            continue
        if state[:3] in seen:
            continue
        seen.add(state[:3])
        if len(seen) > MAX_STATES:
            return None
        kind, node, target = program[counter]
        if kind == "leaf":
            stack.append(_states(counter + 1, state, step(counter, position, turns)))
        elif kind == "either":
            stack.append(iter([(to, position, turns, claims, since) for to in (counter + 1, target)]))
        elif kind == "enter":
            stack.append(iter([(counter + 1, position, (*turns, 0), claims, (*since, -1))]))
        elif kind == "again":
            if position > since[-1] or counts is not None:  # a turn that takes nothing could go on for ever
                stack.append(iter([(target, position, turns, claims, since)]))
        else:
            stack.append(_turns(counter, target, node, state, counts, eager=eager))
    return None


def _states(counter: int, state: State, ways: Iterable[tuple[int, tuple[object, ...]]]) -> Iterator[State]:
    """The states after a leaf, made one at a time, as they are needed."""
    _, _, turns, claims, since = state
    for end, new in ways:
        yield counter, end, turns, _link(claims, new), since


def _turns(
    counter: int,
    target: int,
    node: Node | None,
    state: State,
    counts: Mapping[tuple[FieldPath, Turns], int] | None,
    *,
    eager: bool,
) -> Iterator[State]:
    """Another turn of a loop, and the way out of it, in the order to try them."""
    assert isinstance(node, Loop)
    _, position, (*outer, turn), claims, since = state
    key = (node.path, tuple(outer))
    leave: State = (target, position, key[1], (claims, Length(*key, turn)), since[:-1])
    again: State = (counter + 1, position, (*outer, turn + 1), claims, (*since[:-1], position))
    if counts is not None:
        return iter([again if turn < counts.get(key, 0) else leave])
    return iter([again, leave] if eager else [leave, again])


def _link(claims: Claims, new: tuple[object, ...]) -> Claims:
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
