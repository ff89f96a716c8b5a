"""Edge floor: `goalgen init`: a working folder, and with `--from` all that can be taken up of a folder of old Word files."""

from __future__ import annotations

import contextlib
import os
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

from goalgen.cli import console
from goalgen.desk import files, git, repository, specs, starter
from goalgen.desk.forms import Forms
from goalgen.desk.starter import Laid, State
from goalgen.desk.taken import Record, record
from goalgen.shell import typed


def init_folder(args: Namespace) -> int:
    """Make a working folder, and say what was made and what to do next."""
    folder = Path(args.folder)
    if args.source:
        return _with_documents(folder, args)
    with _inside(folder):
        code = _lay(folder, args, record())
        _next_steps(folder)
    return code


def _with_documents(folder: Path, args: Namespace) -> int:
    """The same, and take up the documents of other folders; what was made of the folder before is not told again."""
    from goalgen.cli import init_from  # which pays for Word files

    sources = [init_from.from_here(source, folder) for source in args.source]
    with _inside(folder):
        found = init_from.expand(sources)
        known = record()
        code = max(_lay(folder, args, known), init_from.take_up(found, args, known))
        _next_steps(folder)
    return code


@contextlib.contextmanager
def _inside(folder: Path) -> Iterator[None]:
    """Run in a folder, which is made when it is missing, and taken away again when nothing came of it."""
    if folder.exists() and not folder.is_dir():
        raise files.Unable(f"{folder} 是文件，不是文件夹：请换一个名字")
    is_new = not folder.exists()
    files.make_folder(folder)
    try:
        with contextlib.chdir(folder):
            yield
    finally:
        if is_new:
            for inside, _, _ in os.walk(folder, topdown=False):
                with contextlib.suppress(OSError):  # it holds something
                    Path(inside).rmdir()


def _lay(folder: Path, args: Namespace, known: Record) -> int:
    """Write what a working folder is made of, and let git know."""
    forms = Forms()
    laid = starter.lay(starter.pieces(forms, github=args.github, gitlab=args.gitlab), known)
    console.done(f"工作文件夹 {folder.absolute() if folder == Path() else folder}：")
    for each in laid:
        if args.source and each.state is State.SAME:
            continue
        console.done(f"  {each.state.value}  {each.piece.path}  {each.piece.about}")
        console.done_each(_advice(each))
    _tell_git()
    return console.report(forms.faults)


def _advice(laid: Laid) -> Iterator[str]:
    if laid.missing:
        yield "      要用它，请自己加上这几行："
        yield from (f"        {line}" for line in laid.missing)
    elif laid.piece.path == starter.UMBRELLA and laid.state is State.OTHER:
        yield f"      和现有的表样不一致；重新生成：goalgen form schema -o {starter.UMBRELLA}"
    elif laid.state is State.OTHER:
        yield "      和 goalgen 的不同，照您的"
    elif laid.piece.path in (starter.GITHUB, starter.GITLAB):
        yield "      里面 < > 括起来的要换成 goalgen 的仓库地址和版本，见 docs/integrations.md"


def _tell_git() -> None:
    """Install what git needs where this folder is the top of a repository; else say what can be done."""
    try:
        top = git.ask(Path(), "rev-parse", "--show-toplevel")
    except files.Unable as reason:
        console.done(f"  没有装  git 的合并、比较：{reason}（不用 git 也行）")
        return
    if top is None:
        console.done(
            "  没有装  git 的合并、比较：这里不是 git 仓库（不用 git 也行）；要用就运行：git init && goalgen git install"
        )
    elif os.path.realpath(os.fsdecode(top.rstrip(b"\n"))) != os.path.realpath(Path.cwd()):
        console.done("  没有装  git 的合并、比较：这里不是仓库的最上层，git 只认最上层的 specs/")
    else:
        was = repository.state().installed
        repository.install()
        told = "已有" if was else "新建"
        console.done(f"  {told}  git 的合并、比较：按栏目合并规格，把 Word 显示成 YAML（同 goalgen git install）")


def _next_steps(folder: Path) -> None:
    """What to do now."""
    steps = [] if folder == Path() else [f"cd {typed(folder)}"]
    if _has_specs():
        steps += ["goalgen check", "goalgen build"]
    else:
        steps += [
            "goalgen new        # 写一份新的规格，逐项问您；手头有旧的 Word 表：goalgen init --from 放它们的文件夹"
        ]
        steps += ["goalgen check      # 检查", "goalgen build      # 生成 Word 表"]
    _print_steps(steps)


def _print_steps(steps: Sequence[str]) -> None:
    console.done("接着：")
    console.done_each(f"  {step}" for step in steps)


def _has_specs() -> bool:
    return any(book.files for book in specs.books([specs.ROOT]))
