"""Edge floor: `--on`: a verb over more files than one machine holds. What it finds lies in shards; here only sums are printed."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator

from goalgen.cli import console, progress
from goalgen.cli.given import given_of, refuse_unfit, refuse_unknown
from goalgen.desk import files
from goalgen.desk.forms import Forms
from goalgen.fleet import Halt, rows, store
from goalgen.fleet.order import Order
from goalgen.fleet.places import place
from goalgen.fleet.run import Begun, Progress, begin, go
from goalgen.guard import Unable

NOT_HERE = (
    "jobs",
    "annotate",
    "fix",
    "unsafe_fixes",
    "diff",
    "since",
    "baseline",
    "cells",
    "statistics",
    "level",
    "stdin_filename",
)
"""The options that are about a few files of this machine."""
SELDOM = 60.0
"""Seconds between two lines about how far it is where nobody looks."""
GO_ON = "写好的分片都是完整的；再运行一次同样的命令，就接着做完"


def run(args: Namespace) -> int:
    """Begin a run or go on with one, and sum it up."""
    typed = _out(args)
    asked, out = _asked(args), store.opened(typed).name
    where = place(args.on)()  # a listing may take long: who works must be there before it
    start = time.monotonic()
    try:
        listing = progress.counting("列清单", quiet=args.quiet)
        begun = begin(asked, store.opened(out), getattr(args, "force", False), listing)
        _tell(begun, out)
        watch = _Watch(begun, args.quiet)
        for step in go(store.opened(out), begun, where):
            watch.see(step)
    except Halt as reason:
        return console.unable(f"{reason}。{GO_ON}")
    except KeyboardInterrupt:
        console.tell(f"已中断：{GO_ON}")
        return 130
    finally:
        progress.wipe()
        where.end()
    return _sum_up(args, begun, watch, out, time.monotonic() - start)


def _asked(args: Namespace) -> Order:
    """What is asked for, as far as it can be asked of many machines."""
    for name in NOT_HERE:
        if getattr(args, name, None):
            raise Unable(f"--on 不能和 --{name.replace('_', '-')} 一起用")
    if _format(args) not in ("text", "json"):
        raise Unable(f"--on 不能和 --format {args.format} 一起用：结果在分片里，用 DuckDB 查，见 docs/scale.md")
    given = list(getattr(args, "documents", None) or args.paths or ["specs"])
    if len(given) > 1:
        raise Unable("--on 一次只做一个文件夹：几个就分几次，各用一个 -o")
    form, pairs = getattr(args, "form", None), getattr(args, "set", [])
    if form or pairs:
        known = Forms()
        layouts = known.layouts(known.known(form))[0] if form else known.usable()[0]
        refuse_unknown(given_of(pairs), [each.schema for each in layouts])
        refuse_unfit(given_of(pairs), [each.schema for each in layouts])
    verb = str(args.run).partition(".")[0]
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    if verb == "check":
        from goalgen.cli.check import lint_of  # which pays for the rules

        lint = lint_of(args)
        select, ignore = lint.select, lint.ignore
    limits = {"chunk": args.chunk, "seconds": args.time_limit, "memory": args.memory_limit}
    return Order(
        verb,
        store.opened(given[0]).name,
        form or "",
        tuple(sorted(given_of(pairs).items())),
        getattr(args, "revisions", "final"),
        select,
        ignore,
        getattr(args, "split", False),
        getattr(args, "files", False),
        **{name: value for name, value in limits.items() if value},
    )


def _format(args: Namespace) -> str:
    return getattr(args, "format", "text")


def _out(args: Namespace) -> str:
    out = getattr(args, "far_out", None) or getattr(args, "out", None)
    if not out:
        raise Unable("--on 要用 -o 写明运行文件夹：分片写在里面，如 -o s3://桶/结果 或 -o 结果")
    return str(out)


def _tell(begun: Begun, out: str) -> None:
    """What was listed, and what could not be."""
    said = "列了清单" if begun.is_new else "接着上次的做"
    console.tell(f"{said}：{begun.files} 个文件，{files.size(begun.size)}，分 {begun.chunks} 块 → {out}")
    console.tell_each(f"错误：{reason}" for reason in begun.refusals)


class _Watch:
    """What is known of a run so far."""

    def __init__(self, begun: Begun, quiet: bool) -> None:
        self._begun, self._quiet = begun, quiet
        self._start = self._due = time.monotonic()
        self._waited = False
        self.counts: Counter[str] = Counter()
        self.before = self.chunks = self.size = 0
        self.seconds = 0.0

    def see(self, step: Progress) -> None:
        """Take note of a step, and now and then say how far it is."""
        count = step.told.counts
        self.counts += count
        self.chunks += step.chunks
        self.size += step.told.size
        self.seconds += step.told.seconds
        if step.is_there:
            self.before += sum(count[state] for state in rows.STATES)
            return
        if not step.room and not self._waited:
            self._waited = True
            console.tell("集群里还没有工作进程，等着：dask worker 主机:端口")
        now = time.monotonic()
        if self._quiet or now < self._due:
            return
        done = self.done - self.before
        text = progress.line("做了", self.done, self._begun.files, now - self._start, done)
        text += f"，{self.chunks}/{self._begun.chunks} 块"
        if sys.stderr.isatty():
            progress.show(text)
            self._due = now + progress.PAUSE
        else:
            if self._due > self._start:
                console.tell(text)
            self._due = now + SELDOM

    @property
    def done(self) -> int:
        """How many files have rows."""
        return sum(self.counts[state] for state in rows.STATES)


def _sum_up(args: Namespace, begun: Begun, watch: _Watch, out: str, seconds: float) -> int:
    states = {state: watch.counts[state] for state in rows.STATES}
    findings = watch.counts["findings"]
    if _format(args) == "json":
        data = {"out": out, "files": begun.files, "chunks": begun.chunks, "states": states, "findings": findings}
        console.as_json(data | {"refusals": list(begun.refusals)})
    else:
        console.say_each(_lines(states, findings, begun, out))
    new = watch.done - watch.before
    pace = f"，每秒 {new / seconds:.0f} 个" if new and seconds else ""
    before = f"（{watch.before} 个上次已经做好）" if watch.before else ""
    console.tell(f"共 {watch.done} 个文件{before}，用时 {seconds:.1f} 秒{pace}")
    if begun.refusals:
        return 2
    wrong = findings or sum(count for state, count in states.items() if state != rows.OK)
    return 0 if getattr(args, "exit_zero", False) else int(bool(wrong))


def _lines(states: dict[str, int], findings: int, begun: Begun, out: str) -> Iterator[str]:
    yield f"{begun.files} 个文件，每个一行，在 {out.rstrip('/')}/{rows.ROWS}/*.parquet（{begun.chunks} 个分片）"
    for state, count in states.items():
        if count:
            yield f"  {state}  {count} 个（{rows.STATES[state]}）"
    if findings:
        yield f"有错误或警告的 {findings} 个；怎样用 DuckDB 查，见 docs/scale.md"
    if begun.others:
        yield f"别的文件没有看：{begun.others} 个"
