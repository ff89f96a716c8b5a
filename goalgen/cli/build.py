"""Edge floor: `goalgen build`. A book is written whole or not at all, and one that fails does not stop the others."""

from __future__ import annotations

import hashlib
import time
from argparse import Namespace
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from goalgen import bulk
from goalgen.cli import console
from goalgen.cli.progress import watched
from goalgen.desk import ancestors, files, skipped, specs
from goalgen.desk.collecting import in_one_go
from goalgen.desk.drafts import Draft
from goalgen.desk.forms import Forms
from goalgen.desk.kept import Kept, Told
from goalgen.desk.limits import limits_here
from goalgen.desk.protecting import edited
from goalgen.desk.settings import Folders
from goalgen.desk.specs import Book
from goalgen.problem import Problem, Where, blocking
from goalgen.vocabulary import FORM_KEY

if TYPE_CHECKING:
    from goalgen.desk.thick import Held
    from goalgen.form import Form
    from goalgen.spec import Spec

_THICK = 100
"""A book of more tables is not kept in memory."""
_MEND = "请先改好上面的问题"


@dataclass
class _Tally:
    """What came of the books: the worst exit code, and the files, those that lie there as they would be written apart."""

    code: int = 0
    written: list[File] = field(default_factory=list)
    unchanged: list[File] = field(default_factory=list)

    def sentence(self, seconds: float) -> str:
        """All in one line."""
        also = f"，{len(self.unchanged)} 个未变" if self.unchanged else ""
        files = [*self.written, *self.unchanged]
        tables = f"，共 {sum(file.tables for file in files)} 张表" if len(files) > 1 else ""
        return f"共写 {len(self.written)} 个文件{also}{tables}，用时 {seconds:.1f} 秒"


def build_books(args: Namespace) -> int:
    """Build every book that the arguments mean."""
    start = time.perf_counter()
    if args.pdf:
        from goalgen.cli.pdf import needed  # which building does not pay for

        needed()
    forms, given = Forms(), specs.books(args.paths)
    console.tell_each(skipped.passed_over(args.paths or [specs.ROOT]))
    out, books = _target(args.out, given, split=args.split)
    rivals: dict[str, list[str]] = defaultdict(list)
    for book in books:
        rivals[book.name.casefold()] += [str(book.place)] if book.files else []
    same = {name: folders for name, folders in rivals.items() if len(folders) > 1}
    top = ancestors.home()
    had_key = ancestors.has_key(top)
    kept = Kept("build", (repr(args.split),), forms, Folders(), args.force, lean=True)
    known = {
        book: there for book in books if book.name.casefold() not in same and (there := _as_it_was(kept, book, out))
    }
    changed = [book for book in books if book not in known]
    jobs = bulk.jobs_for(sum(len(book.files) for book in changed), args.jobs, len(changed))
    work = partial(made, forms, out, args.split, same, top)
    rows = bulk.spread(work, changed, jobs, lambda book: f"没有生成 {book.name}")
    rows = watched(rows, len(changed), "生成", quiet=args.quiet, about=lambda done: f"{done.item.place}")
    tally = _Tally()
    for done in _in_order(books, known, rows):
        _take(done, partial(_write, out, forms, args.force), kept, out, tally)
    if tally.written and not had_key:
        console.tell_each(_about_the_key(top))
    if args.pdf:
        from goalgen.cli.pdf import write_pdfs

        new = {out / file.name for file in tally.written}
        paths = [out / file.name for file in (*tally.written, *tally.unchanged)]
        tally.code = max(tally.code, write_pdfs(paths, new, quiet=args.quiet))
    console.tell(tally.sentence(time.perf_counter() - start))
    return tally.code


def _target(out: str, books: list[Book], *, split: bool) -> tuple[Path, list[Book]]:
    """The folder to write to, and the books; a single one is called as the file that `-o` names."""
    path = Path(out)
    if path.is_dir() or out.endswith(("/", "\\")) or path.suffix.lower() not in _NAMED:
        if path.exists() and not path.is_dir():
            raise files.Unable(f"-o 指的 {out} 是文件，不是文件夹：请换一个名字")
        return path, books
    if path.suffix.lower() != ".docx":
        raise files.Unable(
            f"-o 的文件名要以 .docx 结尾，不能是 {out}{'；要 PDF 请加 --pdf' if path.suffix == '.pdf' else ''}"
        )
    whole = [book for book in books if book.files]
    if split or len(whole) > 1:
        many = "--split 一个项目一个文件" if split else f"有 {len(whole)} 册，一册一个文件"
        raise files.Unable(f"{many}：-o 要写文件夹，不能是 {out}；只要一册，请写明它的文件夹")
    return path.parent, [book._replace(name=path.stem) if book.files else book for book in books]


_NAMED = (*specs.WORD, ".pdf")
"""The ends of names that say that a file is meant."""


def _take(
    done: bulk.Done[Book, Made], write: Callable[[Made], list[File]], kept: Kept, out: Path, tally: _Tally
) -> None:
    """Tell what became of a book, and write it."""
    for result in [_lost(done.item, done.lost)] if done.lost else done.results:
        tally.code = max([tally.code, console.report(result.problems), *map(console.unable, result.refusals)])
        if result.failure:
            console.alert(f"没有生成 {done.item.name}：{result.failure}")
            tally.code = max(tally.code, 1)
        console.done_each(file.line("未变", out) for file in result.there)
        tally.unchanged += result.there
        (put,) = bulk.run(write, [result])
        for new in put.results:
            console.done_each(file.line("已写", out) for file in new)
            tally.written += new
            kept.keep(done.item, Told(result.problems, [[*file] for file in new]) if new else None)
        tally.code = max(tally.code, console.refused(put.refusal))
    tally.code = max(tally.code, console.refused(done.refusal))


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
    files: tuple[tuple[Path, bytes | Draft, int], ...] = ()
    there: tuple[File, ...] = ()
    """those that lie there as they would be written"""


def _as_it_was(kept: Kept, book: Book, out: Path) -> Made | None:
    """What was made of a book that is as it was, if its files lie there as they were written."""
    told = kept.recall(book)
    if told is None:
        return None
    try:
        there = tuple(File(*each) for each in told.became)
        same = all(_lies_there(each, out) for each in there)
    except (files.Unable, TypeError, ValueError):
        return None
    return Made(told.problems, [], there=there) if there and same else None


def _lies_there(file: File, out: Path) -> bool:
    with files.opened(out / file.name) as there:
        return files.measured(there) == (file.size, file.digest)


def _file(name: str, tables: int, data: bytes | Draft) -> File:
    if isinstance(data, Draft):
        return File(name, tables, data.size, data.digest)
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
    if not split and len(book.files) > _THICK:
        return _made_thick(forms, out, top, book)
    return _made(forms, out, split, top, book, *specs.load_book(book, forms))


def _made(
    forms: Forms,
    out: Path,
    split: bool,
    top: Path,
    book: Book,
    loaded: list[Spec],
    problems: list[Problem],
    refusals: Sequence[str],
) -> Made:
    from goalgen.verbs.build import build  # which a book that is as it was does not pay for
    from goalgen.verbs.check import order_key

    form = _form(forms, book, loaded, problems, refusals)
    if isinstance(form, Made):
        return form
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


def _form(
    forms: Forms, book: Book, loaded: Sequence[Spec | Held], problems: list[Problem], refusals: Sequence[str]
) -> Form | Made:
    """The form of a book, the problems of which are added to; else what becomes of the book."""
    from goalgen.form.doubts import doubts

    if refusals:
        reason = "有读不了的文件，见上面" if book.files or not book.single else ""
        return Made(problems, [*refusals], reason)
    if blocking(problems) or not loaded:
        return Made(problems, [], _MEND)
    name = str(loaded[0].value[FORM_KEY])
    form, found = forms.form(name)
    problems += found
    if form is None:
        return Made(problems, [], f"表样「{name}」不能用")
    problems += doubts(form.schema, f"表样 {form.name}")
    return form


def _made_thick(forms: Forms, out: Path, top: Path, book: Book) -> Made:
    """As `_made`, a book of which no more than a few tables are in memory: it is written beside its place."""
    from goalgen.desk import thick
    from goalgen.docx.pieces import NotPlain
    from goalgen.verbs.build.thick import build_thick
    from goalgen.verbs.check import order_key

    loaded, problems, refusals = thick.load_thick(book, forms)
    form = _form(forms, book, loaded, problems, refusals)
    if isinstance(form, Made):
        return form
    ordered = sorted(loaded, key=lambda held: order_key(held, form.schema))
    key = _key(top)
    draft = Draft(out / f"{book.name}.docx")
    try:
        with files.explained(draft.path, "写"), draft.new.open("x+b") as file:
            found = build_thick(ordered, form, key, draft.meanwhile, file)
        if not found:
            draft.done()
    except NotPlain:
        draft.discard()
        return _made(forms, out, False, top, book, [held.written() for held in loaded], problems, ())
    except BaseException:
        draft.discard()
        raise
    problems += found
    draft.meanwhile.unlink(missing_ok=True)
    if found:
        draft.discard()
        return Made(problems, [], _MEND)
    if key is not None:
        ancestors.keep(top, thick.Values(ordered), key)
    return Made(problems, [], files=((draft.path, draft, len(ordered)),))


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
    drafts = [data for _, data, _ in made.files if isinstance(data, Draft)]
    try:
        for path, data, _ in made.files if not force else ():
            if reason := edited(path, data, forms):
                raise files.Unable(reason)
        files.write({path: data for path, data, _ in made.files if isinstance(data, bytes)})
        for draft in drafts:
            draft.put()
    except BaseException:
        for draft in drafts:
            draft.discard()
        raise
    return [_file(str(path.relative_to(out)), count, data) for path, data, count in made.files]


def _groups(book: Book, ordered: list[Spec], form: Form, split: bool) -> list[tuple[str, list[Spec]]]:
    """The files to write, without suffix, and what stands in each."""
    if not split:
        return [(book.name, ordered)]
    names = specs.distinct(form.filename(spec.value) for spec in ordered)
    folder = Path() if book.single else Path(book.name)
    return [(str(folder / name), [spec]) for name, spec in zip(names, ordered, strict=True)]
