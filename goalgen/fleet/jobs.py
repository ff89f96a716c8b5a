"""Desk floor: the verbs over files that are bytes with a name, each giving a row for each of its files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from goalgen import guard
from goalgen.desk import documents, files, specs
from goalgen.desk.collecting import in_one_go
from goalgen.desk.forms import Forms
from goalgen.desk.limits import limits_here
from goalgen.desk.lint import Lint, lost
from goalgen.desk.texts import Text, drafts_of, texts_of
from goalgen.disk import MOST, MOST_TEXT
from goalgen.docx import Revisions
from goalgen.fleet import rows
from goalgen.fleet.manifest import folder_of
from goalgen.fleet.order import Order
from goalgen.fleet.rows import Row
from goalgen.guard import Failure, Unable, guarded
from goalgen.problem import Problem, Severity, Where, blocking
from goalgen.verbs.read import UNGIVEN, Reading, account
from goalgen.verbs.survey import LOSSLESS
from goalgen.vocabulary import FORM_KEY

if TYPE_CHECKING:
    from goalgen.form import Form
    from goalgen.spec import Spec

WANTED = {
    "read": specs.WORD,
    "survey": specs.WORD,
    "check": (*specs.SUFFIXES, *specs.WORD),
    "build": specs.SUFFIXES,
}
"""The suffixes of the files that a verb takes."""


class File(NamedTuple):
    """A file: its path below the folder that was asked for, its size as it was listed, and its bytes."""

    path: str
    size: int
    data: bytes


class Made(NamedTuple):
    """The rows of some files that are worked at as one, and the files that come of them, by their path in the run's folder."""

    rows: list[Row]
    files: Sequence[tuple[str, bytes]] = ()
    no_memory: bool = False


Job = Callable[[Sequence[File]], Made]


def job(order: Order) -> Job:
    """What is done with some files; the forms are loaded already. It never raises, but for want of memory."""
    forms = Forms()
    if order.verb != "check":
        forms.usable()
    lint = Lint(order.select, order.ignore)
    one = partial({"read": _read, "survey": _read, "check": _checked, "build": _built}[order.verb], order, forms, lint)
    return partial(_tried, limits_here()(in_one_go()(one)))


def _tried(one: Job, given: Sequence[File]) -> Made:
    """What comes of some files; for each of them a row why nothing did."""
    large = [each for each in given if len(each.data) > (MOST_TEXT if each.path.endswith(specs.SUFFIXES) else MOST)]
    told = f"有 {files.size(len(large[0].data))}，太大，没有读" if large else ""
    outcome = Failure(told) if large else guarded(lambda: _or_told(one, given))
    if isinstance(outcome, Failure):
        refused = [rows.refused(each.path, each.data, each.size, outcome.reason) for each in given]
        return Made(refused, no_memory=outcome.reason.startswith(guard.NO_MEMORY))
    said = any(guard.NO_MEMORY in each["message"] for row in outcome.rows for each in row["problems"])
    return outcome._replace(no_memory=said)


def _or_told(one: Job, given: Sequence[File]) -> Made | Failure:
    try:
        return one(given)
    except Unable as reason:
        return Failure(str(reason))


def ended(order: Order, given: Iterable[tuple[str, int, bytes | None]], state: str, how: str) -> list[Row]:
    """The rows of files whose process did not live to tell of them."""
    made = []
    for path, size, data in given:
        row = rows.blank(path, data, size)
        if order.verb == "build":
            told = f"生成这一册的进程{how}，单独再做也是这样，没有生成；别的册不受影响"
            problems: Iterable[Problem] = [Problem("B106", Where(path), told)]
        elif path.lower().endswith(specs.SUFFIXES):
            problems = lost(Path(path), how).problems
        else:
            problems = documents.lost(Path(path), how).problems
        (problem,) = problems
        made.append(row | Row(state=state, reason=problem.message, problems=[plain(problem)]))
    return made


def plain(problem: Problem) -> dict[str, Any]:
    """A problem as a row has it; the file is that of the row."""
    at = problem.where
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "message": problem.message,
        "cell": at.cell,
        "line": at.line,
        "column": at.column,
        "length": at.length,
    }


def _read(order: Order, forms: Forms, _lint: Lint, given: Sequence[File]) -> Made:
    """A Word file as its specs, with the account; a survey does without the specs."""
    (file,) = given
    known = forms.layouts(order.form)[0] if order.form else forms.usable()[0]
    given_by_all, revisions = dict(order.given), Revisions(order.revisions)
    reading = documents.read_data(file.data, file.path, known, given_by_all, revisions, places=False)
    if order.verb == "survey":
        return Made([_row(file, reading, reading.problems)])
    texts, clashes = texts_of(reading)
    drafts = list(drafts_of(reading, file.path if file.path.isprintable() else ascii(file.path)))
    row = _row(file, reading, [*reading.problems, *clashes])
    row |= Row(specs=[_table(each) for each in texts], drafts=[_table(each) for each in drafts])
    out = [(f"specs/{file.path}/{each.name}", each.text.encode()) for each in (*texts, *drafts)] if order.files else []
    return Made([row], out)


def _table(text: Text) -> dict[str, str]:
    return {"cell": text.table, "form": text.form, "name": text.name, "text": text.text}


def _row(file: File, reading: Reading, problems: Iterable[Problem]) -> Row:
    """What a survey and the account tell of a document."""
    told = documents.summary(reading)
    counts = account(reading)
    state = rows.REFUSED if told.broken else rows.OK if told.state == LOSSLESS else rows.RESIDUE
    return rows.blank(file.path, file.data, file.size) | Row(
        state=state,
        reason=told.reason or ("" if state == rows.OK else told.state),
        result=told.state,
        tables=told.tables,
        forms=[{"form": name, "tables": count} for name, count in told.forms.items()],
        account=None if told.broken else {kind: counts[kind] for kind in rows.ACCOUNT},
        near=[{"form": near.form, "departure": near.departure, "cell": near.cell} for near in told.near],
        problems=[plain(problem) for problem in problems],
        producer=told.producer,
    )


def _checked(order: Order, forms: Forms, lint: Lint, given: Sequence[File]) -> Made:
    """What schema and rules say of a Word file, or of the specs of a folder."""
    if not given[0].path.lower().endswith(specs.SUFFIXES):
        (file,) = given
        from goalgen.desk.review import review  # which specs do not pay for

        reading = documents.read_data(file.data, file.path, forms.usable()[0])
        told = [each for each in reading.problems if each.code != UNGIVEN]
        found = told if blocking(told) and not reading.specs else review(Path(file.path), reading, lint, forms).problems
        return Made([_row(file, reading, found)])
    book = _book(order, given)
    looked = [lint.look_at(forms, Path(each.path), each.data) for each in given]
    loaded, found = lint.judge_files(book, looked, [], forms)
    problems = specs.in_order(book, [*loaded.problems, *found])
    return Made(_specs(given, problems, {one.spec.source.name for one in looked if one.spec}))


def _specs(given: Sequence[File], problems: Sequence[Problem], loaded: set[str]) -> list[Row]:
    """The rows of the specs of a folder, each with its problems."""
    made = []
    for file in given:
        mine = [problem for problem in problems if problem.where.file == file.path]
        row = rows.blank(file.path, file.data, file.size) | Row(problems=[plain(problem) for problem in mine])
        if file.path not in loaded:
            first = next((problem.message for problem in mine if problem.severity is Severity.ERROR), "不是规格")
            row |= Row(state=rows.REFUSED, reason=first)
        made.append(row)
    return made


def _book(order: Order, given: Sequence[File]) -> specs.Book:
    folder = folder_of(given[0].path)
    parts = (*order.source.split("://")[-1].strip("/").split("/"), *filter(None, folder.split("/")))
    return specs.Book(specs.name_of(parts), tuple(Path(each.path) for each in given), folder=Path(folder))


def _built(order: Order, forms: Forms, _lint: Lint, given: Sequence[File]) -> Made:
    """The specs of a folder as Word files; none when one of them has an error."""
    book = _book(order, given)
    loaded = [specs.load_text(Path(each.path), each.data, forms) for each in given]
    whole = specs.put_together(book, forms, loaded, [])
    problems, made, failure = _word(order, forms, book, whole.specs, whole.problems)
    into = {source: (path, data, count) for path, data, count, sources in made for source in sources}
    found = _specs(given, problems, {spec.source.name for spec, _ in loaded if spec})
    beside = [plain(each) for each in problems if each.where.file not in {file.path for file in given}]
    for row in found:
        if row["path"] in into:
            path, data, count = into[row["path"]]
            digest = rows.blank("", data, 0)["sha256"]
            row |= Row(output={"path": path, "size": len(data), "sha256": digest, "tables": count}, tables=1)
        else:
            row |= Row(state=rows.REFUSED, reason=row["reason"] or failure)
        row |= Row(problems=[*row["problems"], *beside])
    return Made(found, [(path, data) for path, data, _, _ in made])


_Files = list[tuple[str, bytes, int, list[str]]]
"""For each Word file its path, bytes, number of tables, and the specs that are in it."""


def _word(
    order: Order, forms: Forms, book: specs.Book, loaded: list[Spec], problems: list[Problem]
) -> tuple[list[Problem], _Files, str]:
    """The Word files of a book, what is wrong with it, and why there are none."""
    from goalgen.verbs.build import build  # which reading does not pay for
    from goalgen.verbs.check import order_key

    if blocking(problems) or not loaded:
        return problems, [], "同一册里有错误，没有生成"
    form, found = forms.form(str(loaded[0].value[FORM_KEY]))
    problems = [*problems, *found]
    if form is None:
        return problems, [], f"表样「{loaded[0].value[FORM_KEY]}」不能用"
    made: _Files = []
    groups = _groups(order, book, sorted(loaded, key=lambda spec: order_key(spec, form.schema)), form)
    for name, group in groups:
        data, found = build(group, form, None)
        problems += found
        if data is not None:
            made.append((f"books/{name}.docx", data, len(group), [spec.source.name for spec in group]))
    whole = len(made) == len(groups)
    return problems, made if whole else [], "" if whole else "有一张表生成不了，这一册没有生成"


def _groups(order: Order, book: specs.Book, ordered: list[Spec], form: Form) -> list[tuple[str, list[Spec]]]:
    """The files to write, below where the specs lie, without suffix; and what stands in each."""
    place = book.folder.as_posix() if book.folder and book.folder.parts else book.name
    if not order.split:
        return [(place, ordered)]
    names = specs.distinct(form.filename(spec.value) for spec in ordered)
    return [(f"{place}/{name}", [spec]) for name, spec in zip(names, ordered, strict=True)]
