"""Edge floor: `goalgen rule`: every code with its page."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from goalgen.cli import console
from goalgen.desk.files import Unable
from goalgen.rules.manual import codes, manual


def print_rule(args: Namespace) -> int:
    """Print one code's page, the manual of the rules, or a line for each code."""
    if args.all:
        console.data(manual())
    elif args.code is None:
        console.page("".join(_lines()))
    elif code := codes().get(args.code.upper()):
        console.page(code.page)
    else:
        raise Unable(f"没有 {args.code} 这个代码：用 goalgen rule 看全部代码")
    return 0


def _lines() -> Iterator[str]:
    group = None
    for code in codes().values():
        if code.group != group:
            yield f"{code.group.title}\n" if group is None else f"\n{code.group.title}\n"
            group = code.group
        yield f"  {code.summary}\n"
