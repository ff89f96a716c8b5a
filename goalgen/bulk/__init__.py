"""Desk floor: a verb over many files. What happens in one file is told of that file, and the others go on.

The verb must not print: what breaks standard output is no fault of a file. It says what is wrong by what it gives, or raises
Unable; whatever else it raises is told of its item as well.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from goalgen.guard import Failure, Unable, guarded

Item = TypeVar("Item")
Result = TypeVar("Result")
MOST_JOBS = 60
"""Windows waits for no more processes at once."""
WORTH = 50
"""So many files for each process are worth starting it."""


class Done(NamedTuple, Generic[Item, Result]):
    """What a verb gave for an item, or why it gave nothing: a text for the user that names the item."""

    item: Item
    results: tuple[Result, ...]
    """one, or none"""
    refusal: str = ""
    lost: str = ""
    """how the process ended that the item was given to, alone at last; a row of the item says so, and not `refusal`"""


class Told(NamedTuple):
    """Why a verb gave nothing, in its own words."""

    refusal: str


def run(
    verb: Callable[[Item], Result], items: Iterable[Item], name: Callable[[Item], str] = str
) -> Iterator[Done[Item, Result]]:
    """Run a verb over many items, one by one as they are asked for, in their order. None of them stops the others."""
    for item in items:
        yield done(item, tried(verb, item), name)


def spread(
    verb: Callable[[Item], Result], items: Iterable[Item], jobs: int, name: Callable[[Item], str] = str
) -> Iterator[Done[Item, Result]]:
    """As `run`, by so many processes; 0 is this one (law L12).

    The rows are the same in the same order. The verb, which each process is given once, items and results must be what can be
    pickled. An item whose process ends is tried again, alone, before it is said to be lost.
    """
    if not jobs:
        yield from run(verb, items, name)
        return
    from goalgen.bulk.pool import Pool  # which a run over few files need not pay for

    pool = Pool(verb, min(jobs, MOST_JOBS))
    try:
        yield from pool.run(items, name)
    finally:
        pool.stop()


def jobs_for(files: int, asked: int | None = None, items: int | None = None) -> int:
    """How many processes so many files are worth: what was asked for, else by the cores; 0 when this one is enough.

    `items` says how many pieces they are in that only one process can work at.
    """
    if asked is not None:
        return asked
    jobs = min(cores(), files // WORTH, files if items is None else items)
    return jobs if jobs > 1 else 0


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def tried(verb: Callable[[Item], Result], item: Item) -> tuple[Result] | Told | Failure:
    """What a verb gives for an item, or why it gave nothing."""

    def act() -> tuple[Result] | Told:
        try:
            return (verb(item),)
        except Unable as reason:
            return Told(str(reason))

    return guarded(act)


def done(item: Item, outcome: tuple[Result] | Told | Failure, name: Callable[[Item], str]) -> Done[Item, Result]:
    """An outcome with its item, which is named where the reason does not."""
    if isinstance(outcome, Told):
        return Done(item, (), outcome.refusal)
    if isinstance(outcome, Failure):
        return Done(item, (), f"{name(item)}：{outcome.reason}")
    return Done(item, outcome)
