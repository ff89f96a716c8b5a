"""Edge floor: `goalgen pull`: what somebody edited in Word goes back into the specs. Nothing is written unasked, and never half."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from goalgen.changes import Change, Kind, changes
from goalgen.cli import console
from goalgen.cli.differences import Run, render
from goalgen.desk import documents, files, pulling, specs
from goalgen.desk.forms import Forms
from goalgen.desk.limits import limits_here
from goalgen.desk.pulling import Pulled
from goalgen.guard import Unable
from goalgen.paths import SpecPath, spoken
from goalgen.spec import Spec, load
from goalgen.spec.splicing import respelled
from goalgen.text import Source
from goalgen.verbs.diff import Difference, Project, diff, label_of
from goalgen.verbs.merge import Merge
from goalgen.verbs.merge.values import with_held

_NOWHERE = "找不到共同的底稿（这个 Word 文件不是由这里的规格生成的，或底稿已经不在了），不知道是谁改的"


@limits_here()
def pull_documents(args: Namespace) -> int:
    """Bring Word files and specs together, show what changes, ask, write."""
    words, others = specs.split(args.paths)
    folders = [path for path in others if Path(path).is_dir() and not pulling_specs(path)]
    found = documents.expand([*map(str, words), *folders]) if words or folders else None
    if found is None:
        raise Unable("请写明从哪个 Word 文件取：goalgen pull 上报.docx")
    if args.comments:
        return _comments(list(found.documents()), args.comments)
    own, refusals = pulling.own_specs([path for path in others if path not in folders])
    code = max([0, *map(console.unable, [*found.refusals, *refusals])])
    forms = Forms()
    tables: list[Pulled] = []
    for document in found.documents():
        done = pulling.pull(document, own, forms, favor=args.favor or "")
        tables += done.tables
        for stranger in done.strangers:
            console.tell(f"{document} {stranger} 没有对应的规格：要新建就用 goalgen read")
    return max(code, _finish(tables, args))


def pulling_specs(folder: str) -> bool:
    """Whether a folder holds specs."""
    try:
        return any(book.files for book in specs.books([folder]))
    except Unable:
        return False


def _finish(tables: Sequence[Pulled], args: Namespace) -> int:
    code = 0
    ready: list[Pulled] = []
    for table in tables:
        if table.why_not:
            console.tell(f"{table.path}（{table.address}）没有动：{table.why_not}")
            code = 1
            continue
        if table.result is None and not args.dry_run and not args.yes and _terminal():
            table = _asked(table)
        if table.result is None:
            if table.theirs.value != table.ours.value:
                _show(table, table.theirs)
                console.say(
                    f"{table.path}：{_NOWHERE}，没有动；逐项问就在终端里运行，都照 Word 的就加 --favor theirs\n"
                )
                code = 1
            continue
        if table.result.text != table.ours.source.text:
            ready.append(table)
            _told(table)
    if not ready:
        console.tell("没有要写的改动")
        return code
    clashes = sum(len(table.result.clashes) for table in ready if table.result)
    if args.dry_run:
        console.tell(f"要写 {len(ready)} 个文件，没有写（--dry-run）")
        return max(code, int(bool(clashes)))
    if not args.yes and not _agreed(len(ready)):
        return max(code, 2)
    _write(ready)
    console.tell(
        f"已写 {len(ready)} 个文件；要撤回：git checkout -- {ready[0].path}" + ("" if len(ready) == 1 else " …")
    )
    if clashes:
        console.tell(f"有 {clashes} 处两边改得不同，已用冲突标记标出：留下要的那几行，删去标记，再运行 goalgen check")
    return max(code, int(bool(clashes)))


def _told(table: Pulled) -> None:
    result, _ = load(Source(str(table.path), table.result.text if table.result else ""))
    _show(table, result if result is not None else table.theirs)
    for clash in table.result.clashes if table.result else ():
        console.say(f"  两边改得不同：「{spoken(clash.path)}」规格写「{clash.ours}」，Word 写「{clash.theirs}」")
    if table.kept:
        console.say(f"  Word 里没有「{'、'.join(table.kept)}」，照规格的")
    for note in table.result.notes if table.result else ():
        console.say(f"  {note}")
    if table.renamed is not None:
        console.say(f"  文件改名：{table.path.name} → {table.renamed.name}")
    console.say("")


def _show(table: Pulled, new: Spec) -> None:
    """What of a spec would change."""
    sides = [Project(str(table.path), each.value, table.schema) for each in (table.ours, new)]
    found: list[Difference] = diff(sides[:1], sides[1:])
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    shown = render("text", found, Run(str(table.path), table.address, colour)).rpartition("\n\n")[0]
    console.data(f"{shown}\n", painted=colour)


def _asked(table: Pulled) -> Pulled:
    """A table whose common text is nowhere: each change is asked for by itself."""
    console.say(f"{table.path}：{_NOWHERE}。逐项问您：")
    value = table.ours.value
    for change in changes(table.ours.value, table.theirs.value, table.schema):
        if change.kind is not Kind.CHANGED or change.was != change.now:
            continue
        label = label_of(change.path, table.theirs.value, table.schema)
        if _yes(f"  {label}：「{change.old}」→「{change.new}」"):
            value = _with(value, change)
    rows = [each for each in changes(table.ours.value, table.theirs.value, table.schema) if _is_row(each)]
    lists: list[SpecPath] = list(dict.fromkeys(each.path[:-1] for each in rows))
    for path in lists:
        if _yes(f"  「{spoken(path)}」有行增、删或移动：整个列表照 Word 的"):
            held: object = table.theirs.value
            for step in path:
                held = held[step]  # type: ignore[index]
            value = with_held(value, path, held)  # type: ignore[arg-type]
    done = respelled(table.ours, value, table.schema)
    return table._replace(result=Merge(done.text, (), [f"注释随着它的内容去掉了：{each}" for each in done.gone]))


def _is_row(change: Change) -> bool:
    return change.kind is not Kind.CHANGED and bool(change.path) and not isinstance(change.path[-1], str)


def _with(value: dict, change: Change) -> dict:  # type: ignore[type-arg]
    return with_held(value, change.path, change.new)  # type: ignore[arg-type]


def _write(ready: Sequence[Pulled]) -> None:
    """All files or none; then those that are named after a project with a new name get it."""
    files.write({table.path: table.result.text.encode() for table in ready if table.result})
    for table in ready:
        if table.renamed is not None and not table.renamed.exists():
            table.path.rename(table.renamed)


def _comments(found: Sequence[documents.Document], form: str) -> int:
    """The comments of Word files, with the project and the field that each stands at."""
    forms, _ = Forms().usable()
    remarks = [each for document in found for each in pulling.remarks(documents.read_document(document, forms))]
    if form == "json":
        console.as_json([each._asdict() for each in remarks])
        return 0
    rows = [
        f"| {_cell(each.project)} | {_cell(each.field or each.cell)} | {_cell(each.text)} | {_cell(each.author)} |\n"
        for each in remarks
    ]
    head = "| 项目 | 栏目 | 批注 | 作者 |\n|---|---|---|---|\n"
    console.data(f"{head}{''.join(rows)}" if rows else "没有批注。\n")
    return 0


def _cell(text: str) -> str:
    text = console.harmless(text)
    for char in "\\`*_<>[]|~#":
        text = text.replace(char, f"\\{char}")
    return " ".join(text.split())


def _terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def _agreed(count: int) -> bool:
    if not _terminal():
        console.unable(f"没有写：不在终端里，不能问您；看过上面的改动，加 --yes 写进 {count} 个文件")
        return False
    if not _yes(f"把上面的改动写进 {count} 个文件吗"):
        console.tell("没有写")
        return False
    return True


def _yes(question: str) -> bool:
    print(f"{console.harmless(question)} [y/N] ", end="", file=sys.stderr, flush=True)
    try:
        return input().strip().lower() in ("y", "yes", "是")
    except EOFError:
        return False
