"""Desk floor: Python's collector, which rests while much is made that stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def in_one_go() -> Iterator[None]:
    """Nothing that reading makes refers back to itself, so the collector looks in vain, and by the thousand objects.

    At the end they are counted as old, so that it does not look at them at once; unless somebody has frozen objects.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        if was:
            gc.enable()
