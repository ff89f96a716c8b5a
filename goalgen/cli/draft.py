"""Edge floor: `goalgen form draft` and `goalgen form diff`. The draft is written, then proved: read, built again and compared cell by cell."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from goalgen import bulk
from goalgen.cli import console
from goalgen.desk import convert, files, specs
from goalgen.desk.forms import Forms, allowed_here
from goalgen.desk.limits import limits_here
from goalgen.desk.proving import prove
from goalgen.form import Form, FormFiles, load_form, make_form
from goalgen.form.doubts import MARK
from goalgen.problem import Problem, Severity, blocking
from goalgen.verbs.draft import Draft, Want, draft
from goalgen.verbs.form_diff import diff_forms as difference


@limits_here()
def draft_form(args: Namespace) -> int:
    """Draft a form from filled documents, print what was taken for values, write it, and prove it."""
    template = Path(args.out)
    if template.suffix.lower() != ".docx" or "." in template.stem:
        raise files.Unable(f"-o 应是 templates/表样名.docx，不能是 {template}")
    schema = schema_path(template)
    for path in (template, schema):
        if path.exists() and not args.force:
            raise files.Unable(f"已有 {path}，没有动它：请换一个名字，要覆盖就加 --force")
    documents, code = _documents(args.documents)
    drafted, refused = draft(documents, template.stem) if documents else (None, [])
    code = max(code, console.report(refused))
    if drafted is None:
        return code
    form, problems = make_form(template.stem, drafted.template, drafted.schema, str(template), allowed=allowed_here())
    if form is None:
        console.say("起草的模板不能用，什么也没有写：请照下面说的改原来的 Word，再起草")
        return console.report(problems)
    _print(drafted)
    text = json.dumps(drafted.schema, ensure_ascii=False, indent=2) + "\n"
    files.write({template: drafted.template, schema: text.encode()})
    console.done(f"已写 {template} 和 {schema}")
    left_out = [problem for problem in drafted.problems if problem.code == "F302" and problem.severity is Severity.WARN]
    code = max(code, console.report(left_out))
    broken = {problem.where.file for problem in (*refused, *left_out)}
    whole = [document for document in documents if document[0] not in broken]
    code = max([code, *(_prove(form, name, data, first=not number) for number, (name, data) in enumerate(whole))])
    return max(code, _ask(drafted, schema))


def _ask(drafted: Draft, schema: Path) -> int:
    """Say what a person should confirm, where it stands and how; 1 when there is anything."""
    asked = [problem for problem in drafted.problems if problem.code == "F305"]
    if not asked:
        return 0
    console.say(f"有 {len(asked)} 处没有把握，请对着原表看一看：名称不对就在模板和 schema 里一起改；对了，")
    console.say(f"把 {schema} 里它的 title 末尾的「{MARK}」去掉，就算确认（拿几份填好的一起起草，就少猜一些）")
    return console.report(asked)


def _documents(arguments: Sequence[str]) -> tuple[list[tuple[str, bytes]], int]:
    """The files that the arguments mean, and 2 when one of them cannot be read: a draft is made of the others."""
    refusals: list[str] = []
    paths = list(specs.expand(arguments, refusals))
    code = max([0, *map(console.unable, refusals)])
    documents: list[tuple[str, bytes]] = []
    for done in bulk.run(lambda path: (path, *convert.docx_of(path)), paths):
        for path, data, problems in done.results:
            code = max(code, console.report(problems))
            documents += [] if blocking(problems) else [(str(path), data)]
        code = max(code, console.refused(done.refusal))
    return documents, code


def schema_path(template: Path) -> Path:
    """Where a template's schema belongs: `schemas/` beside `templates/`, else beside the template."""
    folder = template.parent.parent / "schemas" if template.parent.name == "templates" else template.parent
    return folder / f"{template.stem}.schema.json"


def _print(drafted: Draft) -> None:
    console.say(f"「{drafted.schema['title']}」：{len(drafted.wants)} 个栏位（？是没有把握的，请核对）")
    for want in drafted.wants:
        console.say(_line(want, "  "))
        for column in want.items:
            console.say(_line(column, "      "))
    for problem in drafted.problems:
        if problem.severity is Severity.INFO:
            console.say(str(problem))


def _line(want: Want, indent: str) -> str:
    samples = [" ".join(sample.split()) for sample in want.samples if sample.strip()]
    example = f"  例：{samples[0][:24]}{'…' if len(samples[0]) > 24 else ''}" if samples else ""
    label = "".join(want.label.split()) + (f"／{''.join(want.column.split())}" if want.column else "")
    kind = "（清单）" if want.items else "（编号的各段）" if want.plain_list else ""
    return f"{'？' if want.doubtful else '  '}{indent}{want.key}{kind} ←「{label}」{example}"


def _prove(form: Form, name: str, data: bytes, *, first: bool) -> int:
    proof = prove(form, name, data, first=first)
    if not proof.problems:
        console.say(f"核对 {name}：{len(proof.values)} 个项目读出后再生成，{proof.same} 处全部相同")
        return 0
    console.say(f"核对 {name}：{len(proof.values)} 个项目读出后再生成，{proof.same} 处相同，另有：")
    return console.report(proof.problems)


def diff_forms(args: Namespace) -> int:
    """Print what changed between two forms; 1 when anything did."""
    forms = [_load(args.old), _load(args.new)]
    if None in [form for form, _ in forms]:
        return max(console.report(problems) for _, problems in forms)
    changes = difference(*(form for form, _ in forms if form))
    for change in changes:
        console.say(change)
    if not changes:
        console.say("两个表样相同")
    return int(bool(changes))


def _load(name: str) -> tuple[Form | None, list[Problem]]:
    """A form by its name, or by the path of its template."""
    path = Path(name)
    if path.suffix.lower() != ".docx":
        forms = Forms()
        return forms.form(forms.known(name))
    if not path.is_file():
        raise files.Unable(f"没有 {name} 这个文件，请核对路径")
    folders = (path.parent.parent / "schemas", path.parent)
    schema = next((file for folder in folders if (file := folder / f"{path.stem}.schema.json").is_file()), None)
    return load_form(FormFiles(path.stem, path, schema))
