"""Edge floor: `goalgen rule`: the rules and their pages."""

from __future__ import annotations

from argparse import Namespace

from goalgen.cli import console
from goalgen.desk.files import Unable
from goalgen.rules import catalog
from goalgen.rules.manual import manual, page, summary
from goalgen.rules.waivers import META


def print_rule(args: Namespace) -> int:
    """Print one rule's page, the whole manual, or a line for each rule."""
    if args.all:
        console.data(manual())
    elif args.code is None:
        console.data("".join(f"{summary(rule)}\n" for rule in catalog().values()))
    elif args.code.upper() in META:
        console.data(f"{args.code.upper()} {META[args.code.upper()]}（警告）\n")
    elif rule := catalog().get(args.code.upper()):
        console.data(page(rule))
    else:
        raise Unable(f"没有 {args.code} 这条规则：用 goalgen rule 看全部规则")
    return 0
