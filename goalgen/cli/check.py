"""Edge floor: `goalgen check` and `goalgen fmt`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from goalgen import files
from goalgen.cli import console, specs
from goalgen.cli.forms import Forms
from goalgen.problem import Problem, blocking
from goalgen.spec import decode, fmt, load

REPAIRED = {"S112", "S113"}
"""What writing the file anew mends: a byte order mark, another encoding."""


def check_specs(args: Namespace) -> int:
    """Print every problem of every spec."""
    forms = Forms()
    problems: list[Problem] = []
    books = specs.books(args.paths)
    count = sum(len(book.files) for book in books)
    code = 0
    for book in console.progress(books, "检查"):
        try:
            problems += specs.load_book(book, forms)[1]
        except files.Unable as reason:
            code = console.unable(reason)
    if args.format == "json":
        console.as_json({"files": count, "problems": [console.problem_json(problem) for problem in problems]})
    else:
        console.report(problems)
    console.tell(f"共 {count} 个文件，{len(problems)} 个问题" if problems else f"共 {count} 个文件，没有问题")
    return max(code, console.exit_code(problems))


def fmt_specs(args: Namespace) -> int:
    """Put every spec into the canonical layout, or only list those that are not."""
    forms = Forms()
    paths = [path for book in specs.books(args.paths) for path in book.files]
    changed = code = 0
    for path in console.progress(paths, "整理"):
        try:
            text, problems = _canonical(path, forms)
            code = max(code, console.report(problems))
            if text is None:
                continue
            changed += 1
            if not args.check:
                files.write({path: text.encode()})
            print(path)
        except files.Unable as reason:
            code = console.unable(reason)
    console.tell(f"共 {len(paths)} 个文件，{'要整理' if args.check else '整理了'} {changed} 个")
    return max(code, int(args.check and changed > 0))


def _canonical(path: Path, forms: Forms) -> tuple[str | None, list[Problem]]:
    """A file's text as it should be, None when it is so or cannot be; and the problems that stay."""
    data = files.read(path)
    source, problems = decode(str(path), data)
    problems = [problem for problem in problems if problem.code not in REPAIRED]
    spec, found = load(source)
    if spec is None or blocking(problems):
        return None, [*problems, *found]
    text, found = fmt(source, forms.schema_of(spec))
    return (None if text.encode() == data else text), [*problems, *found]
