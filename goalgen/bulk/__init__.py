"""Desk floor: a verb over many files. What happens in one file is told of that file, and the others go on.

The verb must not print: what breaks standard output is no fault of a file. It says what is wrong by what it gives, or raises
Unable; whatever else it raises is told of its item as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from goalgen.guard import Failure, Unable, guarded

Item = TypeVar("Item")
Result = TypeVar("Result")


class Done(NamedTuple, Generic[Item, Result]):
    """What a verb gave for an item, or why it gave nothing: a text for the user that names the item."""

    item: Item
    results: tuple[Result, ...]
    """one, or none"""
    refusal: str = ""


def run(
    verb: Callable[[Item], Result], items: Iterable[Item], name: Callable[[Item], str] = str
) -> Iterator[Done[Item, Result]]:
    """Run a verb over many items, one by one as they are asked for, in their order. None of them stops the others."""
    for item in items:
        yield _done(verb, item, name)


def _done(verb: Callable[[Item], Result], item: Item, name: Callable[[Item], str]) -> Done[Item, Result]:
    def act() -> Done[Item, Result]:
        try:
            return Done(item, (verb(item),))
        except Unable as reason:
            return Done(item, (), str(reason))

    done = guarded(act)
    return Done(item, (), f"{name(item)}：{done.reason}") if isinstance(done, Failure) else done
