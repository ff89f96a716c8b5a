"""Edge floor: `goalgen read` and `goalgen show`. A file that differs is not overwritten unasked."""

from __future__ import annotations

import hashlib
from argparse import Namespace
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from goalgen import bulk, codes
from goalgen.cli import console
from goalgen.cli.given import given_of, refuse_unfit, refuse_unknown
from goalgen.cli.progress import watched
from goalgen.desk import documents, files, overwriting, skipped
from goalgen.desk.forms import Forms
from goalgen.desk.texts import Text, drafts_of, texts_of
from goalgen.docx import Revisions, Veil
from goalgen.form import Form
from goalgen.form.doubts import doubts
from goalgen.problem import Problem
from goalgen.schema import Schema
from goalgen.spec import dump
from goalgen.verbs.read import Reading, account

KINDS = {"value": "栏位", "label": "固定文字", "computed": "自动编号", "layout": "版式", "residue": "未识别"}


class Told(NamedTuple):
    """All that is told of a document, and what is to be written of it: plain data, which goes from process to process."""

    name: str
    texts: Collection[Text]
    drafts: tuple[Text, ...]
    lines: tuple[str, ...]
    """the account for people"""
    data: dict[str, Any]
    """the account for programs, if it is asked for"""
    problems: tuple[Problem, ...]


class Output(NamedTuple):
    """A table as the file it becomes; `state`: it is new, the same as the one that is there, or in its place."""

    table: str
    form: str
    path: Path
    state: str
    lost: tuple[overwriting.Comment, ...] = ()
    """the comments of the file that is there, and would go"""


def read_documents(args: Namespace) -> int:
    """Read every table of every document into a spec file, and print the account."""
    known = Forms()
    forms, problems = _forms(known, args.form)
    given = given_of(args.set)
    refuse_unknown(given, [form.schema for form in forms])
    refuse_unfit(given, [form.schema for form in forms])
    code = 0 if args.format == "json" else console.report(problems)
    found = documents.expand(args.documents)
    console.tell_each(skipped.documents_passed_over(args.documents))
    console.tell_each(skipped.twins((document.path for document in found.documents()), found.count))
    exits = [code, *map(console.unable, found.refusals)]
    rows = _read(found, known, args, exits)
    if args.format == "json":
        faults = [console.problem_json(problem) for problem in problems]
        console.as_json_rows("documents", (_json(*row) for row in rows), lambda: {"problems": faults})
        exits.append(console.exit_code(problems))
    else:
        _print_all(rows, found.count)
    return max(exits)


def _print_all(rows: Iterable[_Row], count: int) -> None:
    """The account of each document; of several all together at the end."""
    tables: Counter[str] = Counter()
    read = 0
    for what, outputs, drafts in rows:
        _print(what, outputs, drafts)
        read += bool(outputs)
        tables.update(output.state for output in outputs)
    if count > 1:
        done = "，".join(f"{state} {tables[state]} 个" for state in ("新写", "覆盖", "未变") if tables[state])
        console.tell(f"共 {count} 个 Word 文件，读出的 {read} 个，{tables.total()} 张表{f'（{done}）' if done else ''}")


_Row = tuple[Told, list[Output], list[Output]]


def _read(found: documents.Found, forms: Forms, args: Namespace, exits: list[int]) -> Iterator[_Row]:
    """What is told of each document when its tables have been written; and the worst exit code.

    Whoever reads, only we write, one document after the other: so the files are the same however many read.
    """
    work = partial(told, forms, args.form, dict(args.set), Revisions(args.revisions), args.format == "json")
    jobs = bulk.jobs_for(found.count, args.jobs)
    written: dict[Path, bytes] = {}

    def put(document: documents.Document, what: Told) -> _Row:
        folder = _folder(document, args.out)
        outputs, drafts = ([_output(folder, text) for text in texts] for texts in (what.texts, what.drafts))
        _write([*outputs, *drafts], (what.texts, what.drafts), args.force, None if document.is_alone else written)
        return what, outputs, drafts

    for done in watched(
        bulk.spread(work, found.documents(), jobs), found.count, "读取", quiet=args.quiet, about=_about
    ):
        if done.lost:
            lost = documents.lost(done.item, done.lost)
            results: tuple[Told, ...] = (_told(lost, [], lost.problems, args.format == "json"),)
        else:
            results = done.results
        exits.append(console.refused(done.refusal))
        for what in results:
            (last,) = bulk.run(partial(put, done.item), [what], lambda what: what.name)
            exits.append(console.refused(last.refusal))
            for row in last.results:
                exits.append(console.exit_code(row[0].problems))
                yield row
        exits[:] = [max(exits)]


def _about(done: bulk.Done[documents.Document, Told]) -> str:
    """A document that was read, and its forms."""
    forms = {text.form for each in done.results for text in each.texts}
    named = "、".join(sorted(forms))
    return f"{done.item}（{named}）" if named else str(done.item)


def told(
    forms: Forms,
    form: str | None,
    given: Mapping[str, str],
    revisions: Revisions,
    detailed: bool,
    document: documents.Document,
) -> Told:
    """Read a document. Raises Unable where a value of `given` is none that its form would take."""
    reading = documents.read_document(document, _forms(forms, form)[0], given, revisions, places=False)
    for schema in _schemas(reading).values():
        refuse_unfit(given, [schema], f"{document.path}：")
    texts, clashes = texts_of(reading)
    unsure = [each for name, schema in _schemas(reading).items() for each in doubts(schema, f"表样 {name}")]
    return _told(reading, texts, (*reading.problems, *unsure, *clashes), detailed)


def _schemas(reading: Reading) -> dict[str, Schema]:
    """The schemas of the forms that were found, by their names."""
    return {spec.form.name: spec.form.schema for spec in reading.specs}


def _told(reading: Reading, texts: Collection[Text], problems: Sequence[Problem], detailed: bool) -> Told:
    lines = () if detailed else tuple(_lines(reading, bool(texts)))
    data = _data(reading) if detailed else {}
    return Told(
        reading.name, texts, tuple(drafts_of(reading, console.harmless(reading.name))), lines, data, tuple(problems)
    )


def show_document(args: Namespace) -> int:
    """Print the tables of a document as YAML, then the text that no form claimed, as comments."""
    forms, problems = Forms().usable()

    def load(document: documents.Document) -> Reading:
        return documents.read_document(document, forms, revisions=Revisions(args.revisions), places=False)

    (done,) = bulk.run(load, [documents.Document(Path(args.document))])
    if not done.results:
        return console.unable(done.refusal)
    (reading,) = done.results
    if args.comments:
        return _show_comments(reading)
    console.data("---\n".join(dump(spec.value, spec.form.schema) for spec in reading.specs))
    if reading.unread:
        lines = [f"# {unread.address} {line}\n" for unread in reading.unread for line in unread.text.splitlines()]
        console.data("".join(["# 未识别的文字\n", *lines]))
    return console.report_aside([*problems, *reading.problems])


def _show_comments(reading: Reading) -> int:
    """Print the comments, each with its place and its author; 1 when a file could not be opened."""
    comments = [one for one in reading.ledger.hidden if one.veil is Veil.COMMENT]
    for one in comments:
        by = "，".join(part for part in (one.author, one.date[:10]) if part)
        text = "\n  ".join(one.text.splitlines())
        console.page(f"{one.address} {by}：{text}\n".lstrip())
    refused = [problem for problem in reading.problems if codes.is_of(problem, codes.OPENING)]
    code = console.report_aside(refused)
    console.tell(f"共 {len(comments)} 条批注")
    return code


def _forms(forms: Forms, name: str | None) -> tuple[list[Form], list[Problem]]:
    """The form that was asked for, or all that can be used; and what is wrong with the others."""
    return forms.usable() if name is None else forms.layouts(forms.known(name))


def _folder(document: documents.Document, out: str | None) -> Path:
    """Where the tables of a document go: into a folder of its name, below that of the document; or where it is asked for."""
    if document.below is None:
        return Path(out or document.path.stem)
    return Path(out or ".") / document.below.with_suffix("")


def _output(folder: Path, text: Text) -> Output:
    path = folder / text.name
    old = files.read(path, files.MOST_TEXT) if path.exists() else None
    if old is None or old == text.text.encode():
        return Output(text.table, text.form, path, "新写" if old is None else "未变")
    return Output(text.table, text.form, path, "覆盖", tuple(overwriting.lost(path, text.text)))


def _write(
    outputs: Sequence[Output], texts: Sequence[Collection[Text]], force: bool, written: dict[Path, bytes] | None
) -> None:
    """Write all files of a document, with these texts, or none when one would destroy another text.

    What was written is remembered for the other documents that may be read into its folder, if there are any.
    """
    marks = [] if written is None else [_mark(text.text) for text in chain(*texts)]
    for output, mark in zip(outputs, marks, strict=True) if written else ():
        if written and written.get(output.path, mark) != mark:
            raise files.Unable(f"两个 Word 文件都要写 {output.path}，内容不同：请用 -o 分别读到两个文件夹")
    others = [str(output.path) for output in outputs if output.state == "覆盖"]
    if others and not force:
        more = f"等 {len(others)} 个文件" if len(others) > 1 else ""
        lost = overwriting.told([comment for output in outputs for comment in output.lost])
        warning = f"；覆盖会丢掉 {lost}" if lost else ""
        raise files.Unable(
            f"已有内容不同的 {others[0]}{more}，没有动它们：只把 Word 里改的取进规格，用 goalgen pull；"
            f"否则用 -o 另选文件夹，要覆盖就加 --force{warning}"
        )
    new = (
        (output.path, text.text.encode())
        for output, text in zip(outputs, chain(*texts), strict=True)
        if output.state != "未变"
    )
    files.write_each(new, sum(output.state != "未变" for output in outputs))
    if written is not None:
        written.update((output.path, mark) for output, mark in zip(outputs, marks, strict=True))


def _mark(text: str) -> bytes:
    """What tells a text from any other."""
    return hashlib.sha256(text.encode()).digest()


def _print(told: Told, outputs: Sequence[Output], drafts: Sequence[Output]) -> None:
    """The account for people."""
    states = [output.state for output in outputs]
    done = "，".join(f"{state} {states.count(state)} 个" for state in ("新写", "覆盖", "未变") if state in states)
    to = f" → {outputs[0].path.parent}（{done}）" if outputs else ""
    console.done(f"{told.name}：{len(outputs)} 张表{to}")
    if lost := overwriting.told([comment for output in (*outputs, *drafts) for comment in output.lost]):
        console.say(f"  覆盖丢掉了 {lost}")
    for draft in drafts:
        console.say(f"  没有读完的表，草稿在 {draft.path}")
    for line in told.lines:
        console.done(line)
    console.report(told.problems)


def _lines(reading: Reading, has_tables: bool) -> Iterator[str]:
    """What was read of a document and what was not."""
    if not has_tables:
        return
    counts = account(reading)
    shares = " + ".join(f"{name} {counts[kind]}" for kind, name in KINDS.items())
    yield f"  表内可见文字 {sum(counts[kind] for kind in KINDS)} 字 = {shares}"
    if hidden := counts.get("hidden"):
        yield f"  另有隐藏或已删除的文字 {hidden} 字，没有读"
    others = reading.tables - len(reading.ledger.tables())
    if others:
        yield f"  文件里另有 {others} 张别的表"
    if reading.unread:
        yield f"  表外文字 {len(reading.unread)} 段，没有读；goalgen show 可以看到"
    for liberty, places in _layout(reading).items():
        more = f" 等 {len(places)} 处" if len(places) > 3 else ""
        yield f"  版式：{liberty}（{'、'.join(places[:3])}{more}）"
    if reading.producer:
        yield f"  由 {reading.producer} 保存"


def _layout(reading: Reading) -> dict[str, list[str]]:
    """The liberties of layout that were met, each with its places."""
    places: dict[str, list[str]] = {}
    for liberty, address in reading.notes:
        places.setdefault(str(liberty), []).append(str(address))
    return places


def _json(told: Told, outputs: Sequence[Output], drafts: Sequence[Output]) -> dict[str, Any]:
    """The account for programs, with the files."""
    rest = dict(told.data)
    return {
        "file": told.name,
        "account": rest.pop("account"),
        "tables": [_file(o) | {"value": value} for o, value in zip(outputs, rest.pop("values"), strict=True)],
        "drafts": [_file(draft) for draft in drafts],
        **rest,
        "problems": [console.problem_json(problem) for problem in told.problems],
    }


def _file(output: Output) -> dict[str, Any]:
    return {"cell": output.table, "form": output.form, "file": str(output.path), "state": output.state}


def _data(reading: Reading) -> dict[str, Any]:
    """The account for programs, without the files."""
    return {
        "account": account(reading),
        "values": [spec.value for spec in reading.specs],
        "layout": _layout(reading),
        "producer": reading.producer,
        "hidden": [
            {"kind": str(one.veil), "cell": str(one.address), "text": one.text, "author": one.author, "date": one.date}
            for one in reading.ledger.hidden
        ],
        "residue": [{"cell": str(address), "text": text} for address, text in reading.ledger.residue()],
        "unread": [{"cell": str(unread.address), "text": unread.text} for unread in reading.unread],
    }
