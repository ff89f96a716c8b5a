"""Edge floor: `goalgen build`. A book is written whole or not at all, and one that fails does not stop the others."""

from __future__ import annotations

import time
from argparse import Namespace
from collections import defaultdict
from pathlib import Path

from goalgen.cli import console
from goalgen.desk import files, specs
from goalgen.desk.forms import Forms
from goalgen.desk.specs import Book
from goalgen.form import Form
from goalgen.problem import blocking
from goalgen.spec import FORM_KEY, Spec
from goalgen.verbs.build import build
from goalgen.verbs.check import order_key


def build_books(args: Namespace) -> int:
    """Build every book that the arguments mean."""
    start = time.perf_counter()
    forms, out = Forms(), Path(args.out)
    if out.exists() and not out.is_dir():
        raise files.Unable(f"-o 指的 {out} 是文件，不是文件夹：请换一个名字")
    books = specs.books(args.paths)
    rivals = defaultdict(list)
    for book in books:
        rivals[book.name.casefold()].append(str(book.files[0] if book.single else book.files[0].parent))
    code = written = 0
    for book in console.progress(books, "生成"):
        try:
            if len(same := rivals[book.name.casefold()]) > 1:
                raise files.Unable(f"{'、'.join(same)} 都要写成 {out / book.name}.docx：请用 -o 分开生成")
            found, count = _build(book, out, args.split, forms)
            code, written = max(code, found), written + count
        except files.Unable as reason:
            code = console.unable(reason)
    console.tell(f"共写 {written} 个文件，用时 {time.perf_counter() - start:.1f} 秒")
    return code


def _build(book: Book, out: Path, split: bool, forms: Forms) -> tuple[int, int]:
    """Build one book, as one file or one for each spec: exit code, and how many files were written."""
    loaded, problems = specs.load_book(book, forms)
    code = console.report(problems)
    if blocking(problems) or not loaded:
        console.tell(f"没有生成 {book.name}：请先改好上面的问题")
        return code, 0
    form, problems = forms.form(str(loaded[0].value[FORM_KEY]))
    code = max(code, console.report(problems))
    if form is None:
        console.tell(f"没有生成 {book.name}：表样「{loaded[0].value[FORM_KEY]}」不能用")
        return code, 0
    ordered = sorted(loaded, key=lambda spec: order_key(spec, form.schema))
    ready: dict[Path, bytes] = {}
    groups = _groups(book, ordered, form, split)
    for name, group in groups:
        data, problems = build(group, form)
        code = max(code, console.report(problems))
        if data is not None:
            ready[out / f"{name}.docx"] = data
    if len(ready) < len(groups):
        console.tell(f"没有生成 {book.name}：请先改好上面的问题")
        return max(code, 1), 0
    files.write(ready)
    for (path, data), (_, group) in zip(ready.items(), groups, strict=True):
        print(f"已写 {path}：{len(group)} 张表，{files.size(len(data))}")
    return code, len(ready)


def _groups(book: Book, ordered: list[Spec], form: Form, split: bool) -> list[tuple[str, list[Spec]]]:
    """The files to write, without suffix, and what stands in each."""
    if not split:
        return [(book.name, ordered)]
    names = specs.distinct(form.filename(spec.value) for spec in ordered)
    folder = Path() if book.single else Path(book.name)
    return [(str(folder / name), [spec]) for name, spec in zip(names, ordered, strict=True)]
