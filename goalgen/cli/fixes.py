"""Edge floor: `goalgen check --fix` and `--diff`: the fixes put into the files, or only shown."""

from __future__ import annotations

import difflib
from argparse import Namespace
from collections.abc import Sequence

from goalgen.cli import console
from goalgen.desk import files, specs
from goalgen.desk.forms import Forms
from goalgen.desk.lint import Lint


def fix_books(args: Namespace, lint: Lint, books: Sequence[specs.Book], forms: Forms) -> None:
    """Put the fixes into the files; with `--diff` only show them."""
    count = changed = 0
    for book in books:
        for path, before, after, fixes in lint.mend(book, forms):
            if args.diff:
                console.data(_diff(str(path), before, after))
            else:
                files.write({path: after})
            changed, count = changed + 1, count + fixes
    console.tell(f"{'可以修改' if args.diff else '修改了'} {changed} 个文件，{count} 处")


def _diff(name: str, before: bytes, after: bytes) -> str:
    old, new = (data.decode("utf-8-sig").replace("\r\n", "\n").splitlines(keepends=True) for data in (before, after))
    return "".join(difflib.unified_diff(old, new, name, name))
