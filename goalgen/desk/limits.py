"""Desk floor: how large a Word file may be here: the usual limits, so many times as the settings of the current folder say."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from goalgen.desk.settings import Folders


@contextmanager
def limits_here() -> Iterator[None]:
    """Word files are opened by the settings of the current folder, not by those that came with them."""
    times = _word_limit(os.path.realpath("."))
    if times == 1:
        yield
        return
    from goalgen.docx.limits import in_times  # which pays for lxml

    with in_times(times):
        yield


@lru_cache(maxsize=1)
def _word_limit(folder: str) -> int:
    return Folders().settings(Path(folder)).word_limit
