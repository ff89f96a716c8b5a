"""Edge floor: `goalgen survey`: what an archive holds, before anything of it is converted."""

from __future__ import annotations

import csv
import io
from argparse import Namespace
from collections.abc import Iterator, Sequence

from goalgen import bulk
from goalgen.cli import console
from goalgen.desk import documents, skipped
from goalgen.desk.forms import Forms
from goalgen.docx import Revisions
from goalgen.form import Form
from goalgen.verbs.survey import NEAR, NONE, UNREADABLE, Survey, Surveyed, survey

SHOWN = 20
"""How many departures and unreadable files are listed on the screen."""
COLUMNS = ("文件", "结果", "表格数", "已知表样", "未识别字数", "隐藏处数", "接近表样", "保存软件", "说明")


def survey_documents(args: Namespace) -> int:
    """Read every document of the folders, write nothing, and say what there is."""
    forms, problems = Forms().usable()
    found = documents.expand(args.documents)
    console.tell_each(skipped.documents_passed_over(args.documents))
    console.tell_each(skipped.twins([document.path for document in found.documents]))
    code = max([0, *map(console.unable, found.refusals)])
    result = survey(_surveyed(found.documents, forms, args))
    if args.format == "json":
        console.as_json({**_json(result), "others": found.others, "refusals": found.refusals})
    elif args.format == "csv":
        console.data(_csv(result))
    else:
        console.report(problems)
        _print(result)
        if found.others:
            kinds = "、".join(f"{suffix} {count} 个" for suffix, count in found.others.most_common(5))
            console.say(f"别的文件没有看：{kinds}{'……' if len(found.others) > 5 else ''}")
    states = result.states()
    return max(code, int(bool(problems or states[UNREADABLE] or states[NEAR])))


def _surveyed(found: Sequence[documents.Document], forms: Sequence[Form], args: Namespace) -> Iterator[Surveyed]:
    """Each document in numbers; what was read of it is let go."""

    def look(document: documents.Document) -> Surveyed:
        return documents.summary(documents.read_document(document, forms, revisions=Revisions(args.revisions)))

    for done in bulk.run(look, console.progress(found, "普查")):
        yield from done.results or (Surveyed(str(done.item), reason=done.refusal, broken=True),)


def _print(result: Survey) -> None:
    tables = sum(document.tables for document in result.documents)
    forms = result.forms()
    console.say(f"共 {len(result.documents)} 个文件，{tables} 张表格，其中已知表样 {sum(forms.values())} 张")
    for name, count in forms.items():
        console.say(f"  {name}  {count} 张")
    console.say("按文件：")
    for state, count in result.states().items():
        console.say(f"  {state}  {count} 个")
    if hidden := [document for document in result.documents if document.hidden]:
        console.say(f"有隐藏文字、修订或批注的 {len(hidden)} 个，发布前要看：goalgen read 会逐处列出")
    if wps := sum(document.producer == "WPS" for document in result.documents):
        console.say(f"由 WPS 保存的 {wps} 个")
    if result.departures:
        console.say(f"接近表样而不同的版式 {len(result.departures)} 种：")
        for one in result.departures[:SHOWN]:
            times = f"{one.tables} 张表、{one.files} 个文件" if one.tables > 1 else "1 张表"
            console.say(f"  {times}：{one.form} {one.departure}（如 {one.file} {one.cell}）")
        _more(len(result.departures), "种")
    for state, title in ((UNREADABLE, "打不开的文件："), (NONE, "没有已知表样的文件：")):
        listed = [document for document in result.documents if document.state == state]
        if listed:
            console.say(title)
            for document in listed[:SHOWN]:
                console.say(f"  {document.name}：{document.reason}")
            _more(len(listed), "个")


def _more(count: int, unit: str) -> None:
    if count > SHOWN:
        console.say(f"  另有 {count - SHOWN} {unit}，用 --format csv 或 json 看全部")


def _row(document: Surveyed) -> tuple[str, ...]:
    forms = "、".join(f"{name}×{count}" for name, count in document.forms.items())
    numbers = (document.residue, document.hidden, len(document.near))
    return (
        document.name, document.state, str(document.tables), forms, *map(str, numbers), document.producer, document.reason,
    )  # fmt: skip


def _csv(result: Survey) -> str:
    """For spreadsheets, which want a byte order mark to take Chinese for what it is."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([_plain(field) for field in _row(document)] for document in result.documents)
    return "\ufeff" + out.getvalue()


def _plain(field: str) -> str:
    """A field that a spreadsheet does not take for a formula."""
    return f"'{field}" if field.startswith(("=", "+", "-", "@", "\t", "\r")) else field


def _json(result: Survey) -> dict[str, object]:
    return {
        "states": result.states(),
        "forms": result.forms(),
        "departures": [departure._asdict() for departure in result.departures],
        "documents": [
            {**document._asdict(), "state": document.state, "forms": dict(document.forms), "near": len(document.near)}
            for document in result.documents
        ],
    }
