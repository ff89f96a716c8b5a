"""Edge floor: `goalgen diff`: what changed between two sides, in the form's own words."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from goalgen.cli import console, manner
from goalgen.cli.differences import Run, render, text
from goalgen.desk import history, specs
from goalgen.desk.forms import Forms
from goalgen.desk.sides import is_word, narrowed, side
from goalgen.guard import Unable
from goalgen.verbs.diff import diff

_LATEST = "HEAD"


def diff_sides(args: Namespace) -> int:
    """Print what is not the same on two sides; 2 when one of them could not be looked into."""
    left, right = _sides(args.sides)
    in_word = args.format == "docx"
    if in_word or args.out:
        from goalgen.cli.compared import compare_in_word, may_write  # which looking at differences does not pay for

        may_write(args)
    forms = Forms()
    before, after = side(left, right, forms), side(right, left, forms)
    if is_word(left) != is_word(right):
        before, some = narrowed(before, after) if is_word(right) else (before, 0)
        after, others = narrowed(after, before) if is_word(left) else (after, 0)
        if some or others:
            console.tell(f"另有 {some or others} 册与这个 Word 文件无关，没有比")
    code = 0
    for each in (before, after):
        code = max(code, console.report(each.problems), *(console.unable(reason) for reason in each.refusals), 0)
    if in_word:
        if code:
            console.alert("没有写：有读不成的，见上面")
            return code
        return compare_in_word(args, (left, right), before, after, forms)
    found = diff(before.projects, after.projects)
    colour = manner.coloured()
    run = Run(left, right, colour)
    if args.stat or args.format == "text":
        console.page(text.stat(found) if args.stat else render("text", found, run), painted=colour)
    else:
        console.data(render(args.format, found, run))
    return max(code, int(args.exit_code and bool(found)))


def _sides(given: list[str]) -> tuple[str, str]:
    """Both sides: what is not given is what git has last, and the working folder."""
    if len(given) > 2:
        raise Unable("一次比两边：goalgen diff 旧的 新的")
    if len(given) == 2:
        return given[0], given[1]
    if given and history.revision_of(given[0]) is None:
        if not Path(given[0]).exists():
            raise Unable(f"没有 {given[0]} 这个文件或文件夹，也没有这个版本")
        return _LATEST, given[0]
    if not given and not Path(specs.ROOT).is_dir():
        raise Unable(f"这里没有 {specs.ROOT} 文件夹：请写明比哪两边，如 goalgen diff 旧.docx 新.docx")
    revision, path = history.revision_of(given[0]) or ("", "") if given else (_LATEST, "")
    return (given[0] if given else revision), path or specs.ROOT
