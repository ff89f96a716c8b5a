"""Edge floor: `goalgen build`. A book is written whole or not at all, and one that fails does not stop the others."""

from __future__ import annotations

import time
from argparse import Namespace
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from goalgen import bulk
from goalgen.cli import console
from goalgen.cli.progress import watched
from goalgen.desk import files, skipped, specs
from goalgen.desk.forms import Forms
from goalgen.desk.limits import limits_here
from goalgen.desk.specs import Book
from goalgen.form import Form
from goalgen.problem import Problem, Where, blocking
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
    same = {name: folders for name, folders in rivals.items() if len(folders) > 1}
    work = partial(made, forms, out, args.split, same)
    jobs = bulk.jobs_for(sum(len(book.files) for book in books), args.jobs, len(books))
    rows = bulk.spread(work, books, jobs, lambda book: f"没有生成 {book.name}")
    for done in watched(rows, len(books), "生成", quiet=args.quiet):
        for result in [_lost(done.item, done.lost)] if done.lost else done.results:
            code = max([code, console.report(result.problems), *map(console.unable, result.refusals)])
            if result.failure:
                console.tell(f"没有生成 {done.item.name}：{result.failure}")
                code = max(code, 1)
            (put,) = bulk.run(_write, [result])
            for lines in put.results:
                console.say_each(lines)
                written += len(lines)
            code = max(code, console.refused(put.refusal))
        code = max(code, console.refused(done.refusal))
    console.tell(f"共写 {written} 个文件，用时 {time.perf_counter() - start:.1f} 秒")
    return code


class Made(NamedTuple):
    """What a book becomes: its problems, what could not be read, why it was not built, and the files, each with its tables."""

    problems: list[Problem]
    refusals: list[str]
    failure: str = ""
    files: tuple[tuple[Path, bytes, int], ...] = ()


@limits_here()
def made(forms: Forms, out: Path, split: bool, rivals: Mapping[str, Sequence[str]], book: Book) -> Made:
    """Build one book, as one file or one for each spec. Whoever builds, only we write."""
    if same := rivals.get(book.name.casefold()):
        raise files.Unable(f"{'、'.join(same)} 都要存为 {out / book.name}.docx：请用 -o 分开生成")
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
    ready: dict[Path, tuple[bytes, int]] = {}
    groups = _groups(book, ordered, form, split)
    for name, group in groups:
        data, found = build(group, form)
        problems += found
        if data is not None:
            ready[out / f"{name}.docx"] = data, len(group)
    if len(ready) < len(groups):
        return Made(problems, [], _MEND)
    return Made(problems, [], files=tuple((path, data, count) for path, (data, count) in ready.items()))


def _lost(book: Book, how: str) -> Made:
    told = f"生成这一册的进程{how}，单独再做也是这样，没有生成；别的册不受影响"
    return Made([Problem("B106", Where(f"{book.name}.docx"), told)], [], "见上面")


def _write(made: Made) -> list[str]:
    """Put the files of a book in place, and say so."""
    files.write({path: data for path, data, _ in made.files})
    return [f"已写 {path}：{count} 张表，{files.size(len(data))}" for path, data, count in made.files]


def _groups(book: Book, ordered: list[Spec], form: Form, split: bool) -> list[tuple[str, list[Spec]]]:
    """The files to write, without suffix, and what stands in each."""
    if not split:
        return [(book.name, ordered)]
    names = specs.distinct(form.filename(spec.value) for spec in ordered)
    folder = Path() if book.single else Path(book.name)
    return [(str(folder / name), [spec]) for name, spec in zip(names, ordered, strict=True)]
