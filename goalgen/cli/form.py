"""Edge floor: `goalgen form list`, `form check` and `form schema`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from goalgen import bulk
from goalgen.cli import console
from goalgen.desk import files, specs, umbrella
from goalgen.desk.collecting import in_one_go
from goalgen.desk.forms import Forms, allowed_here
from goalgen.form import FormFiles, form_files, form_name
from goalgen.problem import Problem
from goalgen.schema import field_name

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from goalgen.form import Form

NO_FORMS = "没有找到表样：templates/ 里要有模板（.docx），schemas/ 里要有同名的 .schema.json"


def list_forms(_: Namespace) -> int:
    """Print every form: name, title, where its files are."""
    forms = Forms()
    for name in forms.names:
        found = forms.files[name]
        title = "" if found.schema is None else (forms.schema(name) or {}).get("title", "")
        console.say(f"{name}  {title}\n  {found.template}\n  {found.schema or '没有 schema'}")
        for variant in found.variants:
            console.say(f"  {variant}（只读）")
    if not forms.names:
        raise files.Unable(NO_FORMS)
    return console.report(forms.faults)


def check_form(args: Namespace) -> int:
    """Print what is wrong with each template, or that it can be used and which field stands where."""
    refusals: list[str] = []
    templates = list(specs.expand(args.templates, refusals))
    if args.annotate and len(templates) > 1:
        raise files.Unable("--annotate 一次只写一个模板：请分开检查")
    code = max([0, *map(console.unable, refusals)])
    usable = 0
    for done in bulk.run(_load, templates):
        for form, problems in done.results:
            code = max(code, console.report(problems))
            usable += form is not None
            if form is not None:
                _print_slots(form, done.item)
            if args.annotate:
                _annotate(done.item, problems, Path(args.annotate))
        code = max(code, console.refused(done.refusal))
    if len(templates) > 1:
        console.tell(f"共 {len(templates)} 个模板，能用的 {usable} 个")
    return code


@in_one_go()
def _load(template: Path) -> tuple[Form | None, list[Problem]]:
    """The form of a template, and what is wrong with it or should be known of it."""
    from goalgen.form import load_form, remarks  # which pays for Jinja and docxtpl

    if not template.is_file():
        raise files.Unable(f"没有 {template} 这个文件，请核对路径")
    name = form_name(template.stem)
    folders = (template.parent.parent / "schemas", template.parent)
    schema: Traversable | None = next((p for f in folders if (p := f / f"{name}.schema.json").is_file()), None)
    if schema is None and name != template.stem and name in (known := form_files()):
        schema = known[name].schema
    form, problems = load_form(FormFiles(name, template, schema, allowed=allowed_here()))
    return form, problems if form is None else list(remarks(form, str(template)))


def _print_slots(form: Form, template: Path) -> None:
    from goalgen.form.pattern import Slot, nodes

    places: dict[str, list[str]] = {}
    for node in nodes(form.pattern):
        if isinstance(node, Slot):
            places.setdefault(field_name(node.path), []).append(node.place)
    hidden = f"，另有 {len(form.unprinted)} 个不印（{'、'.join(form.unprinted)}）" if form.unprinted else ""
    console.say(f"{template} 可用：{len(places)} 个栏位{hidden}{'；只读' if form.variant else ''}")
    for field, cells in places.items():
        console.say(f"  {field}：{'、'.join(dict.fromkeys(cells))}")


def _annotate(template: Path, problems: Sequence[Problem], out: Path) -> None:
    """Write a copy of the template with a comment at each finding."""
    from goalgen.cli.review import keep_remarks
    from goalgen.verbs.annotate import annotate

    if out.exists() and out.samefile(template):
        raise files.Unable(f"--annotate 要写到另一个文件，不能是模板 {template} 自己")
    notes = [(problem.where.cell, f"{problem.code} {problem.message}") for problem in problems]
    annotated = annotate(files.read(template), str(template), notes)
    if annotated.data is None:
        raise files.Unable(f"没有写批注：{template} {annotated.problems[0].message}")
    keep_remarks(out, template)
    files.write({out: annotated.data})
    console.tell(f"已写 {out}：{len(notes)} 条批注")


def print_schema(args: Namespace) -> int:
    """Print or write the one schema that an editor needs: it chooses by 表样."""
    forms = Forms()
    if not forms.names:
        raise files.Unable(NO_FORMS)
    if not umbrella.with_schema(forms):
        raise files.Unable(f"没有一个表样的 schema 能用：{'；'.join(map(str, forms.faults))}")
    out = Path(args.out) if args.out else None
    text = umbrella.text(forms, out)
    if out is None:
        console.data(text)
    else:
        files.write({out: text.encode()})
        console.done(f"已写 {out}")
    for fault in forms.faults:
        console.alert(f"{fault}；总 schema 里没有这个表样")
    return console.exit_code(forms.faults)
