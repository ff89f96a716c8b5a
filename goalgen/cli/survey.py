"""Edge floor: `goalgen survey`: what an archive holds, before anything of it is converted."""

from __future__ import annotations

import csv
import io
from argparse import Namespace
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain

from goalgen import bulk
from goalgen.cli import console
from goalgen.cli.progress import watched
from goalgen.desk import documents, skipped
from goalgen.desk.forms import Forms
from goalgen.docx import Revisions
from goalgen.layouts import Group
from goalgen.shell import NEW, drafting
from goalgen.verbs.survey import EXAMPLES, NEAR, NONE, UNREADABLE, Survey, Surveyed

SHOWN = EXAMPLES
"""How many departures and unreadable files are listed on the screen."""
COLUMNS = ("文件", "结果", "表格数", "已知表样", "未识别字数", "隐藏处数", "接近表样", "保存软件", "说明")


def survey_documents(args: Namespace) -> int:
    """Read every document of the folders, write nothing, and say what there is."""
    forms = Forms()
    _, problems = forms.usable()
    found = documents.expand(args.documents)
    console.tell_each(skipped.documents_passed_over(args.documents))
    console.tell_each(skipped.twins((document.path for document in found.documents()), found.count))
    code = max([0, *map(console.unable, found.refusals)])
    result = Survey()
    rows = _surveyed(found, forms, args, result)
    if args.format == "json":
        console.as_json_rows("documents", map(_as_json, rows), lambda: _rest(result, found))
    elif args.format == "csv":
        for row in chain(["\ufeff" + _csv(COLUMNS)], (_csv(_row(document)) for document in rows)):
            console.data(row)
    else:
        for _ in rows:
            pass  # it is counted as it comes
        console.report(problems)
        _print(result)
        if found.others:
            kinds = "、".join(f"{suffix} {count} 个" for suffix, count in found.others.most_common(5))
            console.say(f"别的文件没有看：{kinds}{'……' if len(found.others) > 5 else ''}")
    states = result.states()
    return max(code, int(bool(problems or states[UNREADABLE] or states[NEAR])))


def _surveyed(found: documents.Found, forms: Forms, args: Namespace, result: Survey) -> Iterator[Surveyed]:
    """Each document in numbers, when it was counted; what was read of it is let go."""
    look = partial(surveyed, forms, Revisions(args.revisions))
    jobs = bulk.jobs_for(found.count, args.jobs)
    for done in watched(
        bulk.spread(look, found.documents(), jobs), found.count, "普查", quiet=args.quiet, about=_about
    ):
        if done.lost:
            row = documents.summary(documents.lost(done.item, done.lost))
        else:
            (row,) = done.results or (Surveyed(str(done.item), forms={}, reason=done.refusal, broken=True),)
        result.add(row)
        yield row


def _about(done: bulk.Done[documents.Document, Surveyed]) -> str:
    """A document that was looked at, and its forms."""
    named = "、".join(sorted({name for each in done.results for name in each.forms}))
    return f"{done.item}（{named}）" if named else str(done.item)


def surveyed(forms: Forms, revisions: Revisions, document: documents.Document) -> Surveyed:
    """A document in numbers."""
    return documents.summary(documents.read_document(document, forms.usable()[0], revisions=revisions, places=False))


def _print(result: Survey) -> None:
    forms = result.forms()
    console.say(f"共 {result.count} 个文件，{result.tables} 张表格，其中已知表样 {sum(forms.values())} 张")
    for name, count in forms.items():
        console.say(f"  {name}  {count} 张")
    console.say("按文件：")
    for state, count in result.states().items():
        console.say(f"  {state}  {count} 个")
    if result.hidden:
        console.say(f"有隐藏文字、修订或批注的 {result.hidden} 个，发布前要看：goalgen read 会逐处列出")
    if result.by_wps:
        console.say(f"由 WPS 保存的 {result.by_wps} 个")
    if departures := result.departures:
        console.say(f"接近表样而不同的版式 {len(departures)} 种：")
        for one in departures[:SHOWN]:
            times = f"{one.tables} 张表、{one.files} 个文件" if one.tables > 1 else "1 张表"
            console.say(f"  {times}：{one.form} {one.departure}（如 {one.file} {one.cell}）")
        _more(len(departures), "种")
    if result.ungrouped:
        console.say(f"  版式太多，还有 {result.ungrouped} 张表没有归类")
    _print_files(result, UNREADABLE, "打不开的文件：")
    _print_layouts(result)
    _print_files(result, NONE, "没有已知表样、也没有表格可起草的文件：")


def _print_files(result: Survey, state: str, title: str) -> None:
    listed = result.examples.get(state, ())
    if listed:
        console.say(title)
    for document in listed:
        console.say(f"  {document.name}：{document.reason}")
    _more(result.states()[state] - (result.layouts.count if state == NONE else 0), "个")


def _print_layouts(result: Survey) -> None:
    """The layouts of no known form, each with the command that makes a form of it."""
    groups = result.layouts.groups()
    if not groups:
        return
    console.say(f"不认识的版式 {len(groups)} 种，起草成表样就能读：")
    for number, group in enumerate(groups[:SHOWN], 1):
        same = f"{group.count} 个文件同一版式" if group.count > 1 else "1 个文件"
        console.say(f"  {same}：{_command(group, number)}")
    _more(len(groups), "种")
    if result.layouts.ungrouped:
        console.say(f"  版式太多，还有 {result.layouts.ungrouped} 个文件没有归类")


def _command(group: Group, number: int) -> str:
    return drafting(group.files, f"{NEW}{number}")


def _more(count: int, unit: str) -> None:
    if count > SHOWN:
        console.say(f"  另有 {count - SHOWN} {unit}，用 --format csv 或 json 看全部")


def _row(document: Surveyed) -> tuple[str, ...]:
    forms = "、".join(f"{name}×{count}" for name, count in document.forms.items())
    numbers = (document.residue, document.hidden, len(document.near))
    return (
        document.name, document.state, str(document.tables), forms, *map(str, numbers), document.producer, document.reason,
    )  # fmt: skip


def _csv(fields: Sequence[str]) -> str:
    """A line for spreadsheets, which want a byte order mark before the first to take Chinese for what it is."""
    out = io.StringIO()
    csv.writer(out).writerow([_plain(field) for field in fields])
    return out.getvalue()


def _plain(field: str) -> str:
    """A field that a spreadsheet does not take for a formula."""
    return f"'{field}" if field.startswith(("=", "+", "-", "@", "\t", "\r")) else field


def _as_json(document: Surveyed) -> dict[str, object]:
    fields = {key: value for key, value in document._asdict().items() if key != "layout"}
    return {**fields, "state": document.state, "forms": dict(document.forms), "near": len(document.near)}


def _rest(result: Survey, found: documents.Found) -> dict[str, object]:
    return {
        "states": result.states(),
        "forms": result.forms(),
        "departures": [departure._asdict() for departure in result.departures],
        "ungrouped": result.ungrouped,
        "layouts": [
            {"documents": group.count, "files": group.files, "command": _command(group, number)}
            for number, group in enumerate(result.layouts.groups(), 1)
        ],
        "others": found.others,
        "refusals": found.refusals,
    }
