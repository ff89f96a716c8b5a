"""Edge floor: `goalgen diff --format docx`: the official table of the newer side, with what changed as revisions.

The older side is built, and the newer one put into it: whoever opens the file sees each change where it is printed, and gets the
newer table by accepting all, the older one by rejecting all.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from goalgen.cli import console
from goalgen.desk import files
from goalgen.desk.forms import Forms
from goalgen.desk.sides import Side, is_word
from goalgen.docx import Row
from goalgen.form import Form
from goalgen.guard import Unable
from goalgen.problem import Problem, Where, blocking
from goalgen.projects import same_projects
from goalgen.spec import FORM_KEY, Spec, dump, load
from goalgen.text import Source
from goalgen.verbs.build import build
from goalgen.verbs.check import order_key
from goalgen.verbs.diff import Project
from goalgen.verbs.put import Put, Tracking, put
from goalgen.verbs.read import read

_INSTEAD = "没有写：请先改好上面的问题，或用 --format md、html 看改了什么"


def may_write(args: Namespace) -> None:
    """Refuse what does not go with the format, and a file that is there."""
    if args.format != "docx":
        raise Unable("-o 只和 --format docx 一起用；别的格式输出到屏幕，要存就写 > 文件")
    if args.stat:
        raise Unable("--stat 和 --format docx 不能一起用")
    if not args.out or not args.out.lower().endswith(".docx"):
        raise Unable("--format docx 要写明写到哪个文件：如 -o 对照.docx")
    if Path(args.out).exists() and not args.force:
        raise Unable(f"已有 {args.out}，没有动它：请用 -o 另写一个文件名，要覆盖就加 --force")


def compare_in_word(args: Namespace, sides: tuple[str, str], before: Side, after: Side, forms: Forms) -> int:
    """Write the file. 0 done, 1 it cannot be said so: what and why is told, and nothing is written."""
    form = _form(sides, before, after, forms)
    old = sorted((_spec(each, form) for each in before.projects), key=lambda spec: order_key(spec, form.schema))
    new = [_spec(each, form) for each in after.projects]
    built = build(old, form)
    if built.data is None:
        console.report(_said(one) for one in built.problems)
        console.alert(_INSTEAD)
        return 1
    done = _put(old, new, built.data, form)
    console.report(_said(one) for one in done.problems)
    if blocking(done.problems):
        console.alert(_INSTEAD)
        return 1
    files.write({Path(args.out): done.data})
    console.say_each(str(change) for change in done.changes)
    many = f"{len(done.changes)} 处改动都是修订" if done.changes else "两边一样，没有修订"
    console.tell(f"已写 {args.out}：{many}；接受全部是 {sides[1]}，拒绝全部是 {sides[0]}")
    _tell_order(new, done, form)
    return int(bool(args.exit_code and done.changes))


def _said(problem: Problem) -> Problem:
    """A problem without what holds for those only who put specs into their own documents. Lines are of no text that there is:
    a side may be in git, or in Word."""
    place = Where(problem.where.file, cell=problem.where.cell)
    return replace(problem, where=place, sentence=problem.sentence.removesuffix(_PLAINLY))


_PLAINLY = "；可以不加 --track-changes 直接写"
"""What whoever puts specs could do, and whoever compares cannot."""


def _form(sides: tuple[str, str], before: Side, after: Side, forms: Forms) -> Form:
    """The form of all projects; one book with one form makes one file."""
    for name, side in zip(sides, (before, after), strict=True):
        if not side.projects:
            raise Unable(f"{name} 里没有项目，不能对照成 Word")
        books = {PurePath(each.place).parent for each in side.projects}
        if not is_word(name) and len(books) > 1:
            raise Unable(f"{name} 里有 {len(books)} 册，一次对照一册：请写明是哪个文件夹，如 {min(map(str, books))}")
    names = dict.fromkeys(str(each.value.get(FORM_KEY)) for each in [*before.projects, *after.projects])
    if len(names) > 1:
        raise Unable(f"两边有 {len(names)} 种表样（{'、'.join(names)}），一个 Word 文件里对照不了")
    form, problems = forms.form(next(iter(names)))
    if form is None:
        raise Unable(f"表样「{next(iter(names))}」不能用" + "".join(f"：{each.message}" for each in problems[:1]))
    return form


def _spec(project: Project, form: Form) -> Spec:
    spec, _ = load(Source(project.place, dump(dict(project.value), form.schema)))
    if spec is None:
        raise Unable(f"{project.place} 的内容写不成规格，不能对照成 Word")
    return spec


def _put(old: Sequence[Spec], new: Sequence[Spec], data: bytes, form: Form) -> Put:
    """The newer projects put into the tables of the same projects on the older side."""
    pairs = same_projects([spec.value for spec in old], [spec.value for spec in new], form.schema)
    tables = [
        min(found.block.table for found in one.occurrence.found if isinstance(found.block, Row))
        for one in read(data, "", [form]).specs
    ]
    told = {id(spec): tables[pairs[place]] if place in pairs else 0 for place, spec in enumerate(new)}
    return put(new, data, "对照", [form], tables=told, add=True, remove=True, tracking=Tracking())


def _tell_order(new: Sequence[Spec], done: Put, form: Form) -> None:
    """Say so where projects stand in another order than on the newer side."""
    stand = [spec.value.get(form.order or "") for spec in read(done.data, "", [form]).specs]
    ordered = sorted(new, key=lambda spec: order_key(spec, form.schema))
    if stand != [spec.value.get(form.order or "") for spec in ordered]:
        console.tell("项目的次序照旧的一边：改了次序的，修订里看得见改了的号，位置没有动")
