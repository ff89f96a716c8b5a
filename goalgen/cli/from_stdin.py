"""Edge floor: `goalgen check -` and `goalgen fmt -`: a spec that an editor or another program hands over, whatever is on the disk."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from goalgen.cli import console
from goalgen.cli.check import canonical, lint_of, new_ones, placed_in, tell
from goalgen.cli.report import Run
from goalgen.desk import files, specs
from goalgen.desk.forms import Forms

STDIN = "-"
NAME = "标准输入"
"""What the text is called when nobody says what its file is."""


def is_asked(args: Namespace) -> bool:
    """Whether the text is to come from standard input; stops where that does not go with the rest."""
    if STDIN not in args.paths:
        if args.stdin_filename:
            raise files.Unable(
                f"--stdin-filename 要和 {STDIN} 一起用：goalgen … {STDIN} --stdin-filename {args.stdin_filename}"
            )
        return False
    if len(args.paths) > 1:
        raise files.Unable(f"{STDIN}（标准输入）要单独用，不能和别的文件一起")
    for name in ("fix", "unsafe_fixes", "diff", "annotate"):
        if getattr(args, name, None):
            raise files.Unable(
                f"从标准输入来的没有文件可改，--{name.replace('_', '-')} 不能用；要整理版式用 goalgen fmt {STDIN}"
            )
    if args.stdin_filename and args.stdin_filename.lower().endswith(specs.WORD):
        raise files.Unable(f"标准输入只收规格（YAML），{args.stdin_filename} 是 Word 文件：请直接写它的路径")
    return True


def _given(args: Namespace) -> tuple[Path, bytes]:
    """The file that is meant, and its text as it was handed over."""
    if sys.stdin is None:
        raise files.Unable("没有标准输入可读")
    if sys.stdin.isatty():
        console.tell("请输入规格，写完另起一行按 Ctrl-D（Windows 是 Ctrl-Z 再回车）")
    data = sys.stdin.buffer.read(files.MOST_TEXT + 1)
    if len(data) > files.MOST_TEXT:
        raise files.Unable(f"标准输入超过 {files.size(files.MOST_TEXT)}，没有读")
    return Path(args.stdin_filename or NAME), data


def check_stdin(args: Namespace) -> int:
    """Check the text as if it stood in its file: with the forms, the settings and the waivers that hold there."""
    forms, lint = Forms(), lint_of(args)
    path, data = _given(args)
    looked = lint.look_at(forms, path, data)
    book = specs.Book(path.stem, (path,), single=True)
    loaded, found = lint.judge_files(book, [looked], [], forms)
    problems = specs.in_order(book, [*loaded.problems, *found])
    cells = not args.statistics and (args.cells or args.format != "text")
    problems, subjects = placed_in(problems, loaded.specs, forms) if cells else (problems, [])
    problems = [*lint.folders.problems, *forms.faults, *problems]
    problems = new_ones(problems, [str(path)], args, lint, forms)
    unjudged = lint.unjudged(book, loaded.specs, forms)
    tell(Run(1, unjudged=unjudged, subjects=subjects, found=problems), args, unable=False, gist="")
    return 0 if args.exit_zero else console.exit_code(problems)


def fmt_stdin(args: Namespace) -> int:
    """Print the text in the canonical layout; as it is, with the reasons beside it, where that cannot be."""
    path, data = _given(args)
    text, problems = canonical(path, data, Forms())
    if not args.check:
        console.data(data.decode("utf-8", "surrogateescape") if text is None else text)
    elif text is not None:
        console.say(str(path))
    return max(console.report_aside(problems), int(args.check and text is not None))
