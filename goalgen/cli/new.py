"""Edge floor: `goalgen new`, a spec to fill in, with what the schema says of each field above it."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from goalgen.cli import console
from goalgen.desk import files
from goalgen.desk.forms import Forms
from goalgen.paths import SpecPath, field_of
from goalgen.schema import Schema, field_schema, file_name
from goalgen.spec import dump, load
from goalgen.text import Edit, Source, Span, apply_edits
from goalgen.verbs.check import example, validate


def new_spec(args: Namespace) -> int:
    """Write a spec to fill in; never over a file that is there."""
    forms = Forms()
    name = forms.known(args.form)
    schema = forms.needed(name)
    path = Path(args.out or f"{file_name(schema, example(schema, schema))}.yaml")
    if path.exists():
        raise files.Unable(f"已经有 {path}，没有动它：请用 -o 另写一个文件名")
    text = draft(schema)
    spec, problems = load(Source(str(path), text))
    files.write({path: text.encode()})
    print(f"已写 {path}：请逐项改填，再运行 goalgen check {path}")
    if args.form is None and len(forms.names) > 1:
        console.tell(f"用的是表样 {name}；要别的表样请写 --form，goalgen form list 列出全部")
    return console.report([*problems, *(validate(spec, schema) if spec else [])])


def draft(schema: Schema) -> str:
    """The schema's examples as a spec, each field under a comment that explains it; in a list, those of the first item."""
    source = Source("", dump(_filled(schema), schema))
    spec, _ = load(source)
    if spec is None:
        return source.text
    edits = []
    for path, span in spec.keys.items():
        if any(isinstance(step, int) and step > 0 for step in path):
            continue
        line, column = source.position(span.start)
        start = span.start - column + 1
        indent = " " * (len(source.line(line)) - len(source.line(line).lstrip(" ")))
        if about := _about(schema, path):
            edits.append(Edit(Span(start, start), f"{indent}# {about}\n"))
    head = f"# {schema.get('title', '规格')}：请逐项改填；以 # 开头的行是说明，可以删去。\n"
    return head + apply_edits(source.text, edits)


def _filled(schema: Schema) -> Any:  # noqa: ANN401  a JSON value
    """The schema's examples; a field without one is empty when it is required, and else left out."""
    required = schema.get("required", ())
    shown = example(schema, schema).items()
    return _texts({key: value for key, value in shown if value is not None or key in required})


def _texts(value: Any) -> Any:  # noqa: ANN401  a JSON value
    if isinstance(value, dict):
        return {key: _texts(part) for key, part in value.items()}
    return [_texts(part) for part in value] if isinstance(value, list) else "" if value is None else value


def _about(schema: Schema, path: SpecPath) -> str:
    """What the schema says of a field, on one line."""
    field = field_schema(schema, field_of(path)) or {}
    above = field_schema(schema, field_of(path[:-1])) or {}
    title = str(field.get("title", path[-1]))
    optional = "" if path[-1] in above.get("required", ()) else "（可以不填）"
    said = " ".join(str(field.get("description", "")).split())
    return f"{title}{optional}：{said}" if said else f"{title}{optional}"
