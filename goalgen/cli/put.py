"""Edge floor: `goalgen put`: specs into a Word file that exists. Nothing is written unasked, and never half."""

from __future__ import annotations

import hashlib
import shlex
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from goalgen.cli import console
from goalgen.desk import ancestors, collecting, files, skipped, specs
from goalgen.desk.forms import Forms
from goalgen.desk.limits import limits_here
from goalgen.docx.kinds import is_doc
from goalgen.problem import Problem, blocking
from goalgen.schema import field_name
from goalgen.spec import Spec
from goalgen.verbs.put import AUTHOR, Change, Put, Tracking, put

_DOC = (
    "是旧版 .doc，不能在原处改：请用 Word 或 WPS 打开，另存为 .docx，再写到那一份里"
    "（装了 LibreOffice 的，也可以运行 soffice --headless --convert-to docx {name}）"
)
_NEW = "新"


@limits_here()
def put_specs(args: Namespace) -> int:
    """Write specs into the tables of a document, or into a copy of it."""
    document, out = Path(args.document), Path(args.out) if args.out else None
    data = _data(document)
    if out is not None and not args.dry_run:
        _may_write(out, force=args.force)
    forms = Forms()
    loaded, problems, refusals = _specs(args.specs, forms)
    code = max([0, *map(console.unable, refusals)])
    if refusals or blocking(problems) or not loaded:
        console.report(problems)
        console.alert("没有写：请先改好上面的问题")
        return max(code, 1)
    usable, faults = forms.usable()
    top = ancestors.home(Path(loaded[0].source.name).absolute().parent)
    key = ancestors.key_of(top)
    tables = _tables(args.table, loaded)
    tracking = _tracking(args)
    with collecting.in_one_go():
        done = put(
            loaded,
            data,
            str(document),
            usable,
            tables=tables,
            unlocked=args.unlock,
            key=key,
            add=args.add,
            remove=args.remove,
            tracking=tracking,
        )
    if key is not None and done.data != data and not args.dry_run:
        ancestors.keep(top, [spec.value for spec in loaded], key)
    return _finish(args, document, out, data, done._replace(problems=(*faults, *problems, *done.problems)))


def _finish(args: Namespace, document: Path, out: Path | None, data: bytes, done: Put) -> int:
    """Show what changes, ask where that is to be asked, write."""
    json = args.format == "json"
    target = out or document
    refused = blocking(done.problems)
    if not json:
        console.say_each(map(str, done.changes))
        console.report(done.problems)
    needed = not refused and (out is not None or done.data != data)
    if needed and out is None and not args.yes and not args.dry_run:
        if not _terminal():
            console.unable(f"没有写 {document}：不在终端里，不能问您；请用 -o 写到另一个文件，或加 --yes 写进它自己")
            return 2
        if json:
            console.alert_each(map(str, done.changes))
            console.report_aside(done.problems)
        needed = console.agreed(f"把上面 {len(done.changes)} 处写进 {document}？")
        if not needed:
            console.alert("没有写")
    written = needed and not args.dry_run
    if written:
        _write(document, target, data, done.data)
    if json:
        console.as_json(_receipt(document, target, data, done, written=written))
    _tell(done, document, target, written=written, refused=refused, dry=args.dry_run)
    return console.exit_code(done.problems)


def _tell(done: Put, document: Path, target: Path, *, written: bool, refused: bool, dry: bool) -> None:
    """The end of the story, for people."""
    if refused:
        console.alert(f"没有写，{document} 没有动：请先改好上面的问题")
    elif written:
        console.tell(f"已写 {target}：改 {len(done.changes)} 处，{files.size(len(done.data))}")
    elif not done.changes:
        console.tell(f"没有要改的：{document} 里的表和规格一样")
    elif dry:
        console.tell(f"要改 {len(done.changes)} 处，没有写（--dry-run）")


def _data(document: Path) -> bytes:
    if document.suffix.lower() in specs.SUFFIXES:
        raise files.Unable(f"{document} 是规格；最后一个参数应是要写的 Word 文件（.docx）")
    data = files.read(document)
    if is_doc(data):
        raise files.Unable(f"{document} {_DOC.format(name=shlex.quote(str(document)))}")
    return data


def _tracking(args: Namespace) -> Tracking | None:
    """How the changes are written as revisions, None when they are not; what belongs to revisions is of no use without."""
    if not args.track_changes:
        given = [
            name for name, value in (("--author", args.author), ("--date", args.date), ("--over", args.over)) if value
        ]
        if given:
            raise files.Unable(f"{given[0]} 要和 --track-changes 一起用：不写成修订就用不着它")
        return None
    author = AUTHOR if args.author is None else args.author.strip()
    if not author or not author.isprintable():
        raise files.Unable("--author 后面写姓名，如 --author 张三")
    return Tracking(author, _date(args.date) if args.date is not None else "", args.over)


def _date(text: str) -> str:
    """A date as it stands in a revision (xsd:dateTime). Word takes what it says for the time on the clock there."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise files.Unable(f"--date {text}：写成 2026-11-26 或 2026-11-26T09:00:00") from None
    return f"{when.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def _may_write(out: Path, *, force: bool) -> None:
    if out.is_dir():
        raise files.Unable(f"-o 指的 {out} 是文件夹：请写明文件名，如 {out / '新.docx'}")
    if out.exists() and not force:
        raise files.Unable(f"已有 {out}，没有动它：请用 -o 另写一个文件名，要覆盖就加 --force")


def _specs(paths: Sequence[str], forms: Forms) -> tuple[list[Spec], list[Problem], list[str]]:
    """The specs that the arguments mean, each once."""
    console.tell_each(skipped.passed_over(paths))
    loaded: list[Spec] = []
    problems: list[Problem] = []
    refusals: list[str] = []
    for book in specs.books(paths):
        found = specs.load_book(book, forms)
        loaded += found.specs
        problems += found.problems
        refusals += found.refusals
    return list({spec.source.name: spec for spec in loaded}.values()), problems, refusals


def _tables(given: Sequence[tuple[str, str]], loaded: Sequence[Spec]) -> Mapping[str, int]:
    """In which table the project of a spec begins, as the user says it: `08.yaml=18`, `08.yaml=表18`; 0: `08.yaml=新`."""
    tables: dict[str, int] = {}
    for name, text in given:
        named = [
            spec.source.name
            for spec in loaded
            if Path(spec.source.name).name == Path(name).name or spec.source.name == name
        ]
        number = text.removeprefix("表")
        if len(named) != 1:
            raise files.Unable(f"--table {name}={text}：给的规格里{'不止一个' if named else '没有'} {name}")
        if text != _NEW and (not number.isascii() or not number.isdigit() or len(number) > 6 or not int(number)):
            raise files.Unable(f"--table {name}={text}：等号后面写它是第几张表，如 {name}=18")
        tables[named[0]] = 0 if text == _NEW else int(number)
    return tables


def _terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def _write(document: Path, target: Path, data: bytes, new: bytes) -> None:
    """Write, unless somebody has saved the document in the meantime."""
    if target == document and files.read(document) != data:
        raise files.Unable(f"{document} 刚才又被改过（也许在 Word 里存了一次），没有写；请再运行一次")
    files.write({target: new})


def _receipt(document: Path, target: Path, data: bytes, done: Put, *, written: bool) -> dict[str, Any]:
    """What was changed, for programs: whoever has the document can hold it against this."""
    return {
        "file": str(document),
        "out": str(target),
        "written": written,
        "sha256": {"before": hashlib.sha256(data).hexdigest(), "after": hashlib.sha256(done.data).hexdigest()},
        "changes": [_change(change) for change in done.changes],
        "problems": [console.problem_json(problem) for problem in done.problems],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "address": str(change.address),
        "field": field_name(change.path),
        "path": list(change.path),
        "old": change.old,
        "new": change.new,
    }
