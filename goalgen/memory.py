"""Words floor: where plain data that was found out once is asked for again. What it was made from is its only address.

Whoever remembers promises nothing: what comes back may be nothing at all, and is then found out anew, with the same answer.
"""

from __future__ import annotations

from typing import Protocol

NO_CACHE = "GOALGEN_NO_CACHE"
"""The variable of the environment that, set to anything, does without what was kept."""


class Memory(Protocol):
    """Keeps JSON values: of a kind, under the bytes that they were made from. The code that made them is its own matter."""

    def recall(self, kind: str, /, *made_from: bytes) -> object:
        """The value that was kept, or None."""

    def keep(self, kind: str, value: object, /, *made_from: bytes) -> None:
        """Keep a value, if that can be."""

    def __hash__(self) -> int: ...


class Unlike(ValueError):  # noqa: N818  it is an answer
    """What came back is nothing, or no value of its kind."""


class _Nothing:
    def recall(self, _kind: str, /, *_made_from: bytes) -> object:
        return None

    def keep(self, _kind: str, _value: object, /, *_made_from: bytes) -> None:
        pass


FORGETFUL: Memory = _Nothing()
"""Keeps nothing."""
