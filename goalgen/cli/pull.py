"""Edge floor: `goalgen pull`: what somebody edited in Word goes back into the specs. Nothing is written unasked, and never half."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from goalgen import bulk
from goalgen.changes import Change, Kind, taken
from goalgen.cli import console, manner
from goalgen.cli.differences import Run, render
from goalgen.cli.differences.md import cell
from goalgen.cli.merge import said
from goalgen.desk import ancestors, documents, files, history, pulling, specs
from goalgen.desk.forms import Forms
from goalgen.desk.limits import limits_here
from goalgen.desk.pulling import Own, Pulled
from goalgen.guard import Unable
from goalgen.paths import spoken
from goalgen.shell import typed
from goalgen.spec import Spec, encoded, load
from goalgen.spec.splicing import respelled
from goalgen.text import Source
from goalgen.verbs.diff import Difference, Project, diff, told
from goalgen.verbs.merge import Merge

_NOWHERE = "找不到共同的底稿（这个 Word 文件不是由这里的规格生成的，或底稿已经不在了），不知道是谁改的"

_NAMED = 3
"""So many tables without a spec are named."""


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
    if not own and refusals:
        return code
    mine = {each.path: each for each in own}
    ready: list[Pulled] = []
    for document in found.documents():
        for done in bulk.run(partial(_taken, mine, Forms(), args), [document]):
            code = max(code, console.refused(done.refusal))
            for tables, worst in done.results:
                ready += tables
                code = max(code, worst)
    return max(code, _finish(ready, mine, args))


def pulling_specs(folder: str) -> bool:
    """Whether a folder holds specs."""
    try:
        return any(book.files for book in specs.books([folder]))
    except Unable:
        return False


def _taken(
    mine: dict[Path, Own], forms: Forms, args: Namespace, document: documents.Document
) -> tuple[list[Pulled], int]:
    """What a Word file brings to the specs as those before it left them: shown, and asked for where nobody knows whose it is."""
    done = pulling.pull(document, list(mine.values()), forms, args.favor or "", residue_goes=args.drop_residue)
    console.report_aside(done.notes)
    if done.lacks_key:
        console.alert(f"{document} 里有指纹，这里没有 .goalgen/key，认不出底稿：请从生成它的仓库取来这个文件")
    if done.strangers:
        more = f" 等 {len(done.strangers)} 张表" if len(done.strangers) > _NAMED else ""
        console.tell(f"{document} {'、'.join(done.strangers[:_NAMED])}{more}没有对应的规格：要新建就用 goalgen read")
    for path in done.gone:
        console.tell(f"{document} 里没有 {path} 的表了（生成的时候有），规格没有删：不要这个项目了，就自己删去这个文件")
    ready: list[Pulled] = []
    code = 0
    for table in done.tables:
        one = table
        if (
            one.result is None
            and not one.residue
            and not one.why_not
            and not args.dry_run
            and not args.yes
            and _terminal()
        ):
            one = _asked(one)
        if one.result is None:
            _left(one)
            code = 1
        elif one.result.text != one.ours.source.text:
            _told(one)
            ready.append(one)
            mine[one.path] = mine[one.path].becoming(one.result.text)
            code = max(code, int(bool(one.result.clashes)))
    return ready, code


def _left(table: Pulled) -> None:
    """A table that is left alone: what it would change, and why it does not."""
    if table.theirs.value != table.ours.value:
        _show(table, table.theirs)
    why = table.why_not or f"{_NOWHERE}；逐项问就在终端里运行，都照 Word 的就加 --favor theirs"
    if table.residue:
        why = f"表里有没认出来的文字：{'；'.join(table.residue)}。请在 Word 里放到该放的格子里；用不着的，加 --drop-residue 照样取别的"
    console.say(f"{table.path}（{table.address}）没有动：{why}\n")


def _finish(ready: Sequence[Pulled], mine: Mapping[Path, Own], args: Namespace) -> int:
    if not ready:
        console.tell("没有要写的改动")
        return 0
    texts = {table.path: table.result.text for table in ready if table.result}
    clashes = sum(len(table.result.clashes) for table in ready if table.result)
    if args.dry_run:
        console.tell(f"要写 {len(texts)} 个文件，没有写（--dry-run）")
        return 0
    if not args.yes and not _agreed(len(texts)):
        return 2
    names = {table.path: table.renamed for table in ready if table.renamed is not None}
    _write({path: encoded(text, mine[path].data) for path, text in texts.items()}, mine, names)
    if clashes:
        console.alert(f"有 {clashes} 处两边改得不同，已用冲突标记标出：留下要的那几行，删去标记，再运行 goalgen check")
    return 0


def _told(table: Pulled) -> None:
    result, _ = load(Source(str(table.path), table.result.text if table.result else ""))
    _show(table, result if result is not None else table.theirs)
    for clash in table.result.clashes if table.result else ():
        console.say(f"  两边改得不同：「{spoken(clash.path)}」规格写{said(clash.ours)}，Word 写{said(clash.theirs)}")
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
    colour = manner.coloured()
    shown = render("text", found, Run(str(table.path), table.address, colour)).rpartition("\n\n")[0]
    console.page(f"{shown}\n", painted=colour)


def _asked(table: Pulled) -> Pulled:
    """A table whose common text is nowhere: each change is asked for by itself."""
    if table.theirs.value == table.ours.value:
        return table
    console.say(f"{table.path}（{table.address}）：{_NOWHERE}。逐项问您：")
    value = taken(table.ours.value, table.theirs.value, table.schema, partial(_wanted, table))
    assert isinstance(value, dict)
    done = respelled(table.ours, value, table.schema)
    return table._replace(result=Merge(done.text, (), [f"注释随着它的内容去掉了：{each}" for each in done.gone]))


def _wanted(table: Pulled, change: Change) -> bool:
    """Whether somebody wants a change."""
    sides = [Project(str(table.path), each.value, table.schema) for each in (table.ours, table.theirs)]
    (one,) = told(Difference(sides[0], sides[1], [change]))
    old, new = ("".join(getattr(part, side) for part in one.stretches) for side in ("old", "new"))
    match change.kind:
        case Kind.CHANGED:
            what = f"「{old}」→「{new}」"
        case Kind.ADDED:
            what = f"新增「{new}」"
        case Kind.REMOVED:
            what = f"删去「{old}」"
        case Kind.MOVED:
            what = f"挪动：{new}"
    return console.agreed(f"  {one.label}：{what} ")


def _write(texts: Mapping[Path, bytes], mine: Mapping[Path, Own], names: Mapping[Path, Path]) -> None:
    """All files or none, and nothing over what somebody has saved in the meantime. Says how to have it back."""
    for path in texts:
        if files.read(path, files.MOST_TEXT) != mine[path].data:
            raise Unable(f"{path} 刚才又被改过（也许在编辑器里存了一次），一个文件也没有写；请再运行一次")
    in_git = all(history.has(path) for path in texts)
    kept = ancestors.put_by(ancestors.home(), {path: mine[path].data for path in texts})
    new_names = _renamed(names)
    try:
        files.write({new_names.get(path, path): data for path, data in texts.items()})
    except Unable:
        for path, name in new_names.items():
            name.rename(path)
        raise
    console.tell(f"已写 {len(texts)} 个文件{_way_back(list(texts), list(new_names.values()), kept, in_git=in_git)}")


def _renamed(names: Mapping[Path, Path]) -> dict[Path, Path]:
    """Give files that are named after a project its new name; which got it. That comes before the new text: a run that is ended
    in between is made good by the next, which still sees the text to write."""
    done = {}
    for path, name in names.items():
        if name.exists():
            console.tell(f"{path} 没有改名：已有 {name}")
        else:
            path.rename(name)
            done[path] = name
    return done


def _way_back(paths: Sequence[Path], names: Sequence[Path], kept: Path | None, *, in_git: bool) -> str:
    """How to undo it: with git where that has the files just as they were, else from where they were kept."""
    if in_git:
        way = f"git checkout -- {typed(*paths)}"
    elif kept is not None:
        way = f"cp -r {typed(os.path.relpath(kept))}/. {typed(os.path.relpath(ancestors.home()))}"
    else:
        return ""
    return f"；要撤回：{way}" + (f"，再删去 {typed(*names)}" if names else "")


def _comments(found: Sequence[documents.Document], form: str) -> int:
    """The comments of Word files, with the project and the field that each stands at."""
    forms, _ = Forms().usable()
    remarks = [each for document in found for each in pulling.remarks(documents.read_document(document, forms))]
    if form == "json":
        console.as_json([each._asdict() for each in remarks])
        return 0
    rows = [
        "".join(
            f"| {cell(' '.join(text.split()))} "
            for text in (each.project, each.field or each.cell, each.text, each.author)
        )
        + "|\n"
        for each in remarks
    ]
    head = "| 项目 | 栏目 | 批注 | 作者 |\n|---|---|---|---|\n"
    console.data(f"{head}{''.join(rows)}" if rows else "没有批注。\n")
    return 0


def _terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def _agreed(count: int) -> bool:
    if not _terminal():
        console.unable(f"没有写：不在终端里，不能问您；看过上面的改动，加 --yes 写进 {count} 个文件")
        return False
    if not console.agreed(f"把上面的改动写进 {count} 个文件吗 "):
        console.alert("没有写")
        return False
    return True
