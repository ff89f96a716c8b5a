"""Edge floor: arguments to verbs to exit code, the only place that prints. 0 clean, 1 findings, 2 could not run.

One module for each group of commands, imported when one of them is asked for: `--help` pays for none of them.
"""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from importlib import import_module
from pathlib import Path
from typing import TextIO

from goalgen.cli import console, manner, streams
from goalgen.cli.arguments import parser
from goalgen.cli.arguments.common import refuse_far
from goalgen.desk.files import Unable, reason_of
from goalgen.memory import NO_CACHE

INTERRUPTED, PIPE_CLOSED = 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; whatever happens, the user gets an exit code and no traceback."""
    streams.settle()
    try:
        return _ended(argv)
    finally:
        _let_go(sys.stderr)


def _ended(argv: Sequence[str] | None) -> int:
    """Run one command; its exit code, or that of what stopped it."""
    try:
        code = _run(argv)
        if not sys.stdout.closed:  # as the language server leaves it
            sys.stdout.flush()
        return code
    except SystemExit as done:  # argparse, after --help or a wrong argument
        return done.code if isinstance(done.code, int) else 0
    except Unable as reason:
        return console.unable(reason)
    except KeyboardInterrupt:
        console.alert("已中断")
        return INTERRUPTED
    except BrokenPipeError:
        _forget_output()
        return PIPE_CLOSED
    except OSError as error:  # what the verbs meet is told of its file; this is the output, or the machine
        _forget_output()
        return console.unable(f"{error.filename or '输出'} 写不进去，或读不出来：{reason_of(error, '写')}")
    except Exception as bug:
        if os.environ.get("GOALGEN_DEBUG"):
            import traceback

            traceback.print_exc()
        console.alert(_apology(bug))
        return 2


def _forget_output() -> None:
    """Let what is still to be written go nowhere, or Python complains when it closes the stream."""
    _redirect(sys.stdout)


def _let_go(stream: TextIO) -> None:
    """Write what waits in a stream, or let it go nowhere: else Python tries again at its end, and its exit code is 120."""
    try:
        stream.flush()
    except (OSError, ValueError):
        _redirect(stream)


def _redirect(stream: TextIO) -> None:
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _run(argv: Sequence[str] | None) -> int:
    arguments = parser().parse_args(argv)
    if not arguments.run:
        arguments.parser.print_help()
        return 0
    module, function = _place(arguments)
    try:
        memory = _without_memory() if getattr(arguments, "no_cache", False) else nullcontext()
        with manner.speaking(arguments), memory:
            code: int = getattr(import_module(f"goalgen.cli.{module}"), function)(arguments)
    except KeyboardInterrupt:
        console.alert(f"已中断{arguments.interrupted}")
        return INTERRUPTED
    return code


def _place(arguments: Namespace) -> tuple[str, str]:
    """The module and the function that run a command; `--on` is one for all."""
    if hasattr(arguments, "on"):
        if arguments.on:
            return "far", "run"
        refuse_far(arguments)
    module, _, function = arguments.run.partition(".")
    return module, function


@contextmanager
def _without_memory() -> Iterator[None]:
    """Nothing is kept and nothing that was kept is used, by us and by the processes that we start."""
    before = os.environ.get(NO_CACHE)
    os.environ[NO_CACHE] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[NO_CACHE]
        else:
            os.environ[NO_CACHE] = before


def _apology(bug: Exception) -> str:
    """A bug of ours in a few lines that a user can copy to us."""
    trace = bug.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return (
        f"goalgen 自己出了错，不是您的文件不对：{type(bug).__name__}: {bug}（{place}）\n"
        "请把这一行、所用的命令和有关的文件发给维护者；设置环境变量 GOALGEN_DEBUG=1 再运行一次，可看到全部经过。"
    )
