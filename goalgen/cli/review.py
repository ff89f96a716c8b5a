"""Edge floor: `goalgen check FILE.docx`: what is said of the tables in Word files, at their places there; and as Word comments."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from goalgen.cli import console
from goalgen.cli.lint import Lint
from goalgen.codes import WORDS
from goalgen.desk import convert, files, specs
from goalgen.desk.cells import Cells
from goalgen.desk.forms import Forms
from goalgen.docx import Address
from goalgen.problem import Problem, Severity, Where
from goalgen.spec import Spec, dump, load
from goalgen.text import Source
from goalgen.verbs.annotate import annotate
from goalgen.verbs.check import validate
from goalgen.verbs.read import Reading, ReadSpec, read

COMMENTED = "R406"
"""That there are comments is not to be told in a comment."""


class Table:
    """One table that was read, as the spec that it holds; the spec is known by the place of the table."""

    def __init__(self, read_spec: ReadSpec) -> None:
        """The table of a reading. Where several are in one table of Word, the row is named."""
        self.read = read_spec
        shown = self.first._replace(column=0, row=self.first.row if self.first.row > 1 else 0)
        self.spec: Spec | None = load(Source(str(shown), dump(read_spec.value, read_spec.form.schema)))[0]

    @cached_property
    def first(self) -> Address:
        """The first cell of the table: where to say what is about all of it."""
        begin, places = self.read.address, self.read.places.values()
        table = begin.table or min((place.table for place in places if place.table), default=0)
        return Address(table, begin.row or 1, 1) if table else begin

    @cached_property
    def _cells(self) -> Cells:
        assert self.spec
        return Cells(self.spec, self.read.places)

    def cell(self, problem: Problem) -> Address:
        """The place in Word of what stands at a line and column of the spec; the first cell for what has none."""
        return self._cells.at(problem) or self.first


def check_documents(paths: Sequence[Path], args: Namespace, lint: Lint, forms: Forms) -> tuple[list[Problem], int]:
    """What is wrong with each Word file, with `--annotate` put into a copy as well; and 2 when one could not be read."""
    if args.fix or args.unsafe_fixes or args.diff:
        raise files.Unable(f"{paths[0]} 是 Word 文件，不能直接改：先 goalgen read {paths[0]}，再改规格")
    if args.annotate and len(paths) > 1:
        raise files.Unable("--annotate 一次只写一个 Word 文件：请分开检查")
    if args.annotate:
        _refuse(paths[0], Path(args.annotate))
    usable, problems = forms.usable()
    code = 0
    for path in console.progress(paths, "检查"):
        try:
            data, found = convert.load(path)
            if data:
                reading = read(data, str(path), usable)
                found = [*found, *reading.problems, *_judged(path, reading, lint, forms)]
            if args.annotate:
                _annotate(data, path, Path(args.annotate), [each for each in found if each.code != COMMENTED])
            problems = [*problems, *found]
        except files.Unable as reason:
            code = console.unable(reason)
    return problems, code


def _refuse(path: Path, out: Path) -> None:
    """Stop where a copy cannot be written: over the document, or under a name that Word would not open it by."""
    if out.exists() and out.samefile(path):
        raise files.Unable(f"--annotate 要写到另一个文件，不能是 {path} 自己")
    suffix = path.suffix.lower() if path.suffix.lower() in (".docm", ".dotx") else ".docx"
    if out.suffix.lower() != suffix:
        raise files.Unable(f"--annotate 的文件名要以 {suffix} 结尾，不能是 {out}")


def _judged(path: Path, reading: Reading, lint: Lint, forms: Forms) -> list[Problem]:
    """What the schema and the rules say of each table, from the first to the last."""
    tables = {table.spec.source.name: table for found in reading.specs if (table := Table(found)).spec}
    loaded = [table.spec for table in tables.values() if table.spec]
    found = [each for table in tables.values() if table.spec for each in validate(table.spec, table.read.form.schema)]
    found += lint.judge(specs.Book(path.stem, (path,)), loaded, forms)
    order = {name: place for place, name in enumerate(tables)}
    placed = [(order[each.where.file], tables[each.where.file].cell(each), each.code, each) for each in found]
    placed.sort(key=lambda one: one[:3])
    return [replace(each, where=Where(str(path), cell=str(cell)), fix=()) for _, cell, _, each in placed]


def _annotate(data: bytes, path: Path, out: Path, problems: Sequence[Problem]) -> None:
    """Write a copy of the document with a comment at each finding; one that cannot be opened has been told of already."""
    notes = [(problem.where.cell, comment(problem)) for problem in problems]
    annotated = annotate(data, str(path), notes)
    if annotated.data is not None:
        files.write({out: annotated.data})
        console.tell(f"已写 {out}：{len(notes)} 条批注")


def comment(problem: Problem) -> str:
    """A problem as the text of a comment."""
    weight = "" if problem.severity is Severity.ERROR else f"（{WORDS[problem.severity]}）"
    return f"{problem.code} {problem.message}{weight}"
