"""Edge floor: `goalgen build`. A book is written whole or not at all, and one that fails does not stop the others."""

from __future__ import annotations

import time
from argparse import Namespace
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from goalgen import bulk
from goalgen.cli import console
from goalgen.desk import files, skipped, specs
from goalgen.desk.forms import Forms
from goalgen.desk.limits import limits_here
from goalgen.desk.specs import Book
from goalgen.form import Form
from goalgen.problem import Problem, blocking
from goalgen.spec import FORM_KEY, Spec
from goalgen.verbs.build import build
from goalgen.verbs.check import order_key

_MEND = "请先改好上面的问题"


def build_books(args: Namespace) -> int:
    """Build every book that the arguments mean."""
    start = time.perf_counter()
    forms, out = Forms(), Path(args.out)
    if out.exists() and not out.is_dir():
        raise files.Unable(f"-o 指的 {out} 是文件，不是文件夹：请换一个名字")
    books = specs.books(args.paths)
    console.tell_each(skipped.passed_over(args.paths or [specs.ROOT]))
    rivals: dict[str, list[str]] = defaultdict(list)
    for book in books:
        rivals[book.name.casefold()] += [str(book.place)] if book.files else []
    code = written = 0

    def make(book: Book) -> Made:
        if len(same := rivals[book.name.casefold()]) > 1:
            raise files.Unable(f"{'、'.join(same)} 都要存为 {out / book.name}.docx：请用 -o 分开生成")
        return _build(book, out, args.split, forms)

    for done in bulk.run(make, console.progress(books, "生成"), lambda book: f"没有生成 {book.name}"):
        for made in done.results:
            code = max([code, console.report(made.problems), *map(console.unable, made.refusals)])
            if made.failure:
                console.tell(f"没有生成 {done.item.name}：{made.failure}")
                code = max(code, 1)
            for line in made.written:
                console.say(line)
            written += len(made.written)
        code = max(code, console.refused(done.refusal))
    console.tell(f"共写 {written} 个文件，用时 {time.perf_counter() - start:.1f} 秒")
    return code


class Made(NamedTuple):
    """What became of a book: its problems, what could not be read, why it was not built, and a line for each file."""

    problems: list[Problem]
    refusals: list[str]
    failure: str = ""
    written: tuple[str, ...] = ()


@limits_here()
def _build(book: Book, out: Path, split: bool, forms: Forms) -> Made:
    """Build one book, as one file or one for each spec."""
    loaded, problems, refusals = specs.load_book(book, forms)
    if refusals:
        return Made(problems, refusals, "有读不了的文件，见上面" if book.files or not book.single else "")
    if blocking(problems) or not loaded:
        return Made(problems, [], _MEND)
    form, found = forms.form(str(loaded[0].value[FORM_KEY]))
    problems += found
    if form is None:
        return Made(problems, [], f"表样「{loaded[0].value[FORM_KEY]}」不能用")
    ordered = sorted(loaded, key=lambda spec: order_key(spec, form.schema))
    ready: dict[Path, bytes] = {}
    groups = _groups(book, ordered, form, split)
    for name, group in groups:
        data, found = build(group, form)
        problems += found
        if data is not None:
            ready[out / f"{name}.docx"] = data
    if len(ready) < len(groups):
        return Made(problems, [], _MEND)
    files.write(ready)
    lines = [
        f"已写 {path}：{len(group)} 张表，{files.size(len(data))}"
        for (path, data), (_, group) in zip(ready.items(), groups, strict=True)
    ]
    return Made(problems, [], written=tuple(lines))


def _groups(book: Book, ordered: list[Spec], form: Form, split: bool) -> list[tuple[str, list[Spec]]]:
    """The files to write, without suffix, and what stands in each."""
    if not split:
        return [(book.name, ordered)]
    names = specs.distinct(form.filename(spec.value) for spec in ordered)
    folder = Path() if book.single else Path(book.name)
    return [(str(folder / name), [spec]) for name, spec in zip(names, ordered, strict=True)]
