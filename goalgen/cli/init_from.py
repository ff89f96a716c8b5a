"""Edge floor: `goalgen init --from`: a folder of old Word files is taken up, and what is left to a person is told."""

from __future__ import annotations

import os
import time
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from goalgen import bulk
from goalgen.cli import console, streams
from goalgen.cli.given import given_of, refuse_unfit, refuse_unknown
from goalgen.cli.init_report import NAME, Outcome, counts, drafts, is_clean, page
from goalgen.cli.progress import watched
from goalgen.desk import documents, files, skipped, specs, starter
from goalgen.desk.forms import Forms
from goalgen.desk.taken import Record
from goalgen.desk.taking import Taking
from goalgen.desk.trying import Tried, try_book
from goalgen.shell import typed

T = TypeVar("T")
_SHOWN = 20
"""So many of a kind are listed on the screen; the report lists all."""


def expand(sources: Sequence[str]) -> documents.Found:
    """The documents that were asked for. Raises Unable where there is nothing."""
    for source in sources:
        if not os.path.lexists(source):
            raise files.Unable(f"没有 {source} 这个文件夹，请核对路径")
    return documents.expand(sources)


def from_here(path: str, folder: Path) -> str:
    """A path as it is seen from another folder; on another drive it is written whole."""
    if folder == Path():
        return path
    try:
        return os.path.relpath(path, folder)
    except ValueError:
        return str(Path(path).absolute())


def take_up(found: documents.Found, args: Namespace, known: Record) -> int:
    """Take up the documents, check and try to build what there is, write the report and sum it up."""
    start = time.perf_counter()
    given = given_of(args.set)
    forms = Forms()
    schemas = [schema for name in forms.names if (schema := forms.schema(name))]
    refuse_unknown(given, schemas)
    refuse_unfit(given, schemas)
    code = max([0, *map(console.unable, found.refusals)])
    console.tell_each(skipped.documents_passed_over(found.arguments))

    def watch(rows: Iterable[T], total: int, label: str) -> Iterator[T]:
        return watched(rows, total, label, quiet=args.quiet)

    taking = Taking(known, given, args.jobs)
    taking.run(found, watch)
    umbrella = [piece for piece in starter.pieces(taking.forms) if piece.path == starter.UMBRELLA]
    starter.lay(umbrella, known)
    outcome = Outcome(taking, [*_tried(args, taking.forms)], "、".join(map(str, found.arguments)))
    report = _write(page(outcome), known)
    _sum_up(outcome)
    console.done(f"全部写在 {report}：要您定的都在里面，做完再运行一次同样的命令，它接着做")
    console.tell(f"用时 {time.perf_counter() - start:.1f} 秒")
    return max(code, int(not is_clean(outcome)))


def _tried(args: Namespace, forms: Forms) -> Iterator[Tried]:
    """Each book that there is now, checked and built for a trial."""
    books = [book for book in specs.books([specs.ROOT]) if book.files]
    jobs = bulk.jobs_for(sum(len(book.files) for book in books), args.jobs, len(books))
    rows = bulk.spread(partial(try_book, forms), books, jobs, lambda book: str(book.place))
    for done in watched(rows, len(books), "检查、试生成", quiet=args.quiet):
        yield from done.results
        console.refused(done.refusal)


def _write(text: str, known: Record) -> Path:
    """Write the report, beside the last one where somebody has changed that."""
    number, path = 1, Path(f"{NAME}.md")
    while path.exists() and not known.is_ours(path, files.read(path, files.MOST_TEXT).decode("utf-8", "replace")):
        number += 1
        path = Path(f"{NAME}-{number}.md")
    data = text.encode("utf-8", streams.INSTEAD)
    known.made(path, data.decode())
    files.write({path: data} | known.file())
    return path


def _sum_up(outcome: Outcome) -> None:
    numbers = {name: count for name, count in counts(outcome).items() if count}
    console.done("，".join(f"{name} {count}" for name, count in numbers.items()))
    drafted = drafts(outcome)
    for name, draft in [*drafted.items()][:_SHOWN]:
        doubts = f"，没有把握的 {len(draft.doubts)} 处" if draft.doubts else ""
        console.done(f"  起草的表样 {name}：照 {len(draft.files)} 个文件，{draft.fields} 个栏位{doubts}")
    if len(drafted) > _SHOWN:
        console.done(f"  另有 {len(drafted) - _SHOWN} 个起草的表样")
    for left in outcome.taking.left[:_SHOWN]:
        more = f" 等 {len(left.files)} 个文件" if len(left.files) > 1 else ""
        console.say(f"  没有起草 {left.files[0]}{more}：{left.refusal}")
    books, built = outcome.books, sum(book.builds for book in outcome.books)
    errors, warnings = sum(len(book.errors) for book in books), sum(book.warnings for book in books)
    console.done(f"specs/ 里 {len(books)} 册，{built} 册能生成；错误 {errors} 个，警告 {warnings} 个")
    for book in [book for book in books if not book.builds][:_SHOWN]:
        console.say(f"  还不能生成 {book.place}：goalgen check {typed(book.place)}")
