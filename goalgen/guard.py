"""Words floor: the one place that catches what nobody expected, and says it in a line, so that the work can go on.

What is expected is a problem, or `Unable`; this is for the machine (no memory) and for a bug of ours, met in one file or rule.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from sys import stderr
from typing import NamedTuple, TypeVar

from goalgen import disk

Result = TypeVar("Result")
NO_MEMORY = "内存不够，没有处理完"
"""How a reason begins when it is that."""
CUT = 200
"""Most characters of what the machine says that are passed on."""


class Unable(Exception):  # noqa: N818  it is an answer, not an error of ours
    """The machine or the arguments do not allow it; the text is for the user, and the exit code is 2."""


class Failure(NamedTuple):
    """Why something was not done."""

    reason: str


def guarded(act: Callable[[], Result]) -> Result | Failure:
    """What an act gives, or why it gave nothing. Only what ends the whole run gets through, such as Ctrl-C."""
    try:
        return act()
    except Exception as error:
        if os.environ.get("GOALGEN_DEBUG") and stderr:
            import traceback  # which nobody waits for who is not asked

            traceback.print_exc()
        return Failure(reason_of(error))


def reason_of(error: Exception) -> str:
    """What happened, as the user is told."""
    if isinstance(error, MemoryError):
        return f"{NO_MEMORY}：请关闭别的程序再试，或拆成几个文件"
    if isinstance(error, RecursionError):
        return "一层套一层太深，没有处理完：请把嵌套改浅"
    if isinstance(error, OSError):
        return f"没有处理完：{disk.reason_of(error)}"
    said = " ".join(str(error).split())[:CUT]
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"，{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return f"没有处理完，遇到了没有料到的情况（{type(error).__name__}: {said}{place}）；请把这个文件发给维护者"
