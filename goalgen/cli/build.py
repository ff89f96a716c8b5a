"""Edge floor: `goalgen build`. A book is written whole or not at all, and one that fails does not stop the others."""

from __future__ import annotations

import hashlib
import time
from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from goalgen import bulk
from goalgen.cli import console
from goalgen.cli.progress import watched
from goalgen.desk import ancestors, files, skipped, specs
from goalgen.desk.collecting import in_one_go
from goalgen.desk.forms import Forms
from goalgen.desk.kept import Kept, Told
from goalgen.desk.limits import limits_here
from goalgen.desk.protecting import edited
from goalgen.desk.settings import Folders
from goalgen.desk.specs import Book
from goalgen.problem import Problem, Where, blocking
from goalgen.vocabulary import FORM_KEY

if TYPE_CHECKING:
    from goalgen.form import Form
    from goalgen.spec import Spec

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
    code = written = unchanged = 0
    same = {name: folders for name, folders in rivals.items() if len(folders) > 1}
    top = ancestors.home()
    had_key = ancestors.has_key(top)
    work = partial(made, forms, out, args.split, same, top)
    kept = Kept("build", (repr(args.split),), forms, Folders(), args.force)
    known = {
        book: there for book in books if book.name.casefold() not in same and (there := _as_it_was(kept, book, out))
    }
    changed = [book for book in books if book not in known]
    jobs = bulk.jobs_for(sum(len(book.files) for book in changed), args.jobs, len(changed))
    rows = watched(
        bulk.spread(work, changed, jobs, lambda book: f"没有生成 {book.name}"), len(changed), "生成", quiet=args.quiet
    )
    for done in _in_order(books, known, rows):
        for result in [_lost(done.item, done.lost)] if done.lost else done.results:
            code = max([code, console.report(result.problems), *map(console.unable, result.refusals)])
            if result.failure:
                console.tell(f"没有生成 {done.item.name}：{result.failure}")
                code = max(code, 1)
            console.say_each(file.line("未变", out) for file in result.there)
            unchanged += len(result.there)
            (put,) = bulk.run(partial(_write, out, forms, args.force), [result])
            for new in put.results:
                console.say_each(file.line("已写", out) for file in new)
                written += len(new)
                kept.keep(done.item, Told(result.problems, [[*file] for file in new]) if new else None)
            code = max(code, console.refused(put.refusal))
        code = max(code, console.refused(done.refusal))
    if written and not had_key:
        console.tell_each(_about_the_key(top))
    also = f"，{unchanged} 个未变" if unchanged else ""
    console.tell(f"共写 {written} 个文件{also}，用时 {time.perf_counter() - start:.1f} 秒")
    return code


class File(NamedTuple):
    """A file that was written: its name below the folder that was asked for, its tables, and the number and the hash of its
    bytes."""

    name: str
    tables: int
    size: int
    digest: str

    def line(self, became: str, out: Path) -> str:
        """The file as a person is told of it."""
        return f"{became} {out / self.name}：{self.tables} 张表，{files.size(self.size)}"


class Made(NamedTuple):
    """What a book becomes: its problems, what could not be read, why it was not built, and the files, each with its tables."""

    problems: list[Problem]
    refusals: list[str]
    failure: str = ""
    files: tuple[tuple[Path, bytes, int], ...] = ()
    there: tuple[File, ...] = ()
    """those that lie there as they would be written"""


def _as_it_was(kept: Kept, book: Book, out: Path) -> Made | None:
    """What was made of a book that is as it was, if its files lie there as they were written."""
    told = kept.recall(book)
    if told is None:
        return None
    try:
        there = tuple(File(*each) for each in told.became)
        same = all(_file(each.name, each.tables, files.read(out / each.name)) == each for each in there)
    except (files.Unable, TypeError, ValueError):
        return None
    return Made(told.problems, [], there=there) if there and same else None


def _file(name: str, tables: int, data: bytes) -> File:
    return File(name, tables, len(data), hashlib.sha256(data).hexdigest())


def _in_order(
    books: Sequence[Book], known: Mapping[Book, Made], rows: Iterator[bulk.Done[Book, Made]]
) -> Iterator[bulk.Done[Book, Made]]:
    """A row for each book, in their order."""
    for book in books:
        yield bulk.Done(book, (known[book],)) if book in known else next(rows)
    yield from rows  # none; whoever watched them sees the end


@limits_here()
@in_one_go()
def made(forms: Forms, out: Path, split: bool, rivals: Mapping[str, Sequence[str]], top: Path, book: Book) -> Made:
    """Build one book, as one file or one for each spec. Whoever builds, only we write."""
    if same := rivals.get(book.name.casefold()):
        raise files.Unable(f"{'、'.join(same)} 都要存为 {out / book.name}.docx：请用 -o 分开生成")
    from goalgen.form.doubts import doubts
    from goalgen.verbs.build import build  # which a book that is as it was does not pay for
    from goalgen.verbs.check import order_key

    loaded, problems, refusals = specs.load_book(book, forms)
    if refusals:
        return Made(problems, refusals, "有读不了的文件，见上面" if book.files or not book.single else "")
    if blocking(problems) or not loaded:
        return Made(problems, [], _MEND)
    form, found = forms.form(str(loaded[0].value[FORM_KEY]))
    problems += found
    if form is None:
        return Made(problems, [], f"表样「{loaded[0].value[FORM_KEY]}」不能用")
    problems += doubts(form.schema, f"表样 {form.name}")
    ordered = sorted(loaded, key=lambda spec: order_key(spec, form.schema))
    key = _key(top)
    ready: dict[Path, tuple[bytes, int]] = {}
    groups = _groups(book, ordered, form, split)
    for name, group in groups:
        data, found = build(group, form, key)
        problems += found
        if data is not None:
            ready[out / f"{name}.docx"] = data, len(group)
    if len(ready) < len(groups):
        return Made(problems, [], _MEND)
    if key is not None:
        ancestors.keep(top, [spec.value for spec in ordered], key)
    return Made(problems, [], files=tuple((path, data, count) for path, (data, count) in ready.items()))


def _lost(book: Book, how: str) -> Made:
    told = f"生成这一册的进程{how}，单独再做也是这样，没有生成；别的册不受影响"
    return Made([Problem("B106", Where(f"{book.name}.docx"), told)], [], "见上面")


def _key(top: Path) -> bytes | None:
    """The secret of this repository, made by the first build; None where it can be neither read nor made."""
    try:
        return ancestors.made_key(top)[0]
    except files.Unable:
        return None


def _about_the_key(top: Path) -> Iterator[str]:
    """What somebody must know of a secret that was made now, or could not be."""
    if not ancestors.has_key(top):
        yield f"{top / ancestors.FOLDER} 里写不了密钥：Word 文件里没有写指纹，goalgen pull 会找不到底稿"
    elif (top / ".git").exists():
        from goalgen.desk import history

        name = f"{ancestors.FOLDER}/{ancestors.KEY}"
        if history.ignores(top / name):
            yield f"新建了 {name}：goalgen pull 靠它认出底稿。git 不收它（.gitignore），只有这台机器认得出这里生成的 Word"
        else:
            yield f"新建了 {name}：goalgen pull 靠它认出底稿，请随规格一起提交，不要放到仓库外面"


def _write(out: Path, forms: Forms, force: bool, made: Made) -> list[File]:
    """Put the files of a book in place; one that somebody edited since it was built is not written over unasked."""
    if not force:
        for path, data, _ in made.files:
            if reason := edited(path, data, forms):
                raise files.Unable(reason)
    files.write({path: data for path, data, _ in made.files})
    return [_file(str(path.relative_to(out)), count, data) for path, data, count in made.files]


def _groups(book: Book, ordered: list[Spec], form: Form, split: bool) -> list[tuple[str, list[Spec]]]:
    """The files to write, without suffix, and what stands in each."""
    if not split:
        return [(book.name, ordered)]
    names = specs.distinct(form.filename(spec.value) for spec in ordered)
    folder = Path() if book.single else Path(book.name)
    return [(str(folder / name), [spec]) for name, spec in zip(names, ordered, strict=True)]
