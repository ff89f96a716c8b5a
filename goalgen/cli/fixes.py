"""Edge floor: `goalgen check --fix` and `--diff`: the fixes put into the files, or only shown."""

from __future__ import annotations

import difflib
from argparse import Namespace
from collections.abc import Sequence

from goalgen import bulk
from goalgen.cli import console
from goalgen.desk import files, specs
from goalgen.desk.forms import Forms
from goalgen.desk.lint import Lint, Mended


def fix_books(args: Namespace, lint: Lint, books: Sequence[specs.Book], forms: Forms) -> int:
    """Put the fixes into the files; with `--diff` only show them. Gives 2 when something could not be fixed."""
    count = changed = code = 0
    show = console.page if args.format == "text" else console.data  # as the findings that follow

    def mend(book: specs.Book) -> list[Mended]:
        mended = list(lint.mend(book, forms))
        if not args.diff:
            files.write({each.path: each.after for each in mended})
        return mended

    for done in bulk.run(mend, books, lambda book: str(book.place)):
        for mended in done.results:
            for path, before, after, fixes in mended:
                if args.diff:
                    show(_diff(str(path), before, after))
                changed, count = changed + 1, count + fixes
        code = max(code, console.refused(done.refusal))
    console.tell(f"{'可以修改' if args.diff else '修改了'} {changed} 个文件，{count} 处")
    return code


def _diff(name: str, before: bytes, after: bytes) -> str:
    old, new = (data.decode("utf-8-sig").replace("\r\n", "\n").splitlines(keepends=True) for data in (before, after))
    return "".join(difflib.unified_diff(old, new, name, name))
