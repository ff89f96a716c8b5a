"""Edge floor: `goalgen new --from`: last year's spec, or table, is the beginning of this year's."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from goalgen import bulk
from goalgen.cli import console, questions
from goalgen.cli.addresses import given_to, put_in
from goalgen.cli.new import Begun, ask, copied, free, place, where, write
from goalgen.desk import documents, files, placing, specs
from goalgen.desk.forms import Forms
from goalgen.paths import SpecPath, field_of, lookup, walk
from goalgen.problem import Where, blocking
from goalgen.schema import Schema, field_schema, is_required
from goalgen.spec import FORM_KEY, Spec, dump, load, scalar
from goalgen.text import Edit, Source, Span, apply_edits
from goalgen.verbs.roll import Rolled, old_year, roll_form, roll_year
from goalgen.vocabulary import TO_FILL


def new_from(args: Namespace, forms: Forms, *, asks: bool) -> int:
    """Roll one old spec on to a new year, and write it where the new year's specs are."""
    if args.example:
        raise files.Unable("--example 和 --from 只能用一个：例子不是从去年的来的")
    old = _old(args, forms, asks=asks)
    own = forms.schema_of(old)
    if own is None:
        raise files.Unable(
            f"{old.source.name} 的表样 {old.value.get(FORM_KEY)} 不能用：请用 goalgen form list 看有哪些"
        )
    form = forms.known(args.form) if args.form else str(old.value[FORM_KEY])
    schema = forms.needed(form)
    given = given_to(args.set, schema)
    year, before = _year(old, own, schema, given, asks=asks)
    rolled = _rolled(old, own, schema, form, given, year, args)
    spec, problems = load(Source("", rolled.text))
    if spec is None:
        raise files.Unable(f"{old.source.name} 转不过去：{problems[0].message}")
    new = Begun(form, schema, _marked(spec.value, schema), given, folder=_beside(args.old, year, before, form, forms))
    new.hints = {path: f"去年是 {text}。" for path, text in walk(old.value) if isinstance(text, str) and text.strip()}
    place(new, args.out)
    told = [each for each in rolled.problems if each.code != _EMPTY]
    if old.source.name.lower().endswith(specs.WORD):
        told = [replace(each, where=Where(old.source.name)) for each in told]
    console.report(sorted(told, key=lambda each: each.where.position))
    if asks:
        ask(new, args.out)
    value = new.settled()
    path = free(where(args.out, new, value), new, value)
    return max(console.exit_code(told), write(path, _text(spec, value, schema), schema, filled=False))


_EMPTY = "S302"
"""What says that a new field is blank: here it is marked as to fill in."""


def _marked(value: dict[str, Any], schema: Schema) -> dict[str, Any]:
    """The value with the mark in each required field that is blank and, by its examples, should not be."""
    found: dict[str, Any] = copied(value)
    for path, text in list(walk(found)):
        field = field_of(path)
        if text == "" and is_required(schema, field):
            part = field_schema(schema, field) or {}
            if not any(isinstance(each, str) and not each.strip() for each in part.get("examples", ())):
                put_in(found, path, TO_FILL, schema)
    return found


def _old(args: Namespace, forms: Forms, *, asks: bool) -> Spec:
    """The spec that is rolled on, wherever it stands."""
    path = Path(args.old)
    if path.is_dir():
        raise files.Unable(
            f"--from {path} 是文件夹：这里要一份规格或一个 Word 文件；整个文件夹用 goalgen roll {path} --to 年度"
        )
    if path.suffix.lower() in specs.WORD:
        return _table(path, args, forms, asks=asks)
    if args.table:
        raise files.Unable(f"--table 只用于 Word 文件，{path} 是规格")
    spec, problems = specs.load_file(path, forms)
    bad = [problem for problem in problems if spec is None or blocking([problem])]
    if spec is None or FORM_KEY not in spec.value:
        console.report(bad)
        raise files.Unable(f"--from {path} 不能用，没有写：请先改好上面的问题")
    return spec


def _table(path: Path, args: Namespace, forms: Forms, *, asks: bool) -> Spec:
    """The table of a Word file that is meant, as a spec."""
    usable, _ = forms.usable()
    (done,) = bulk.run(lambda one: documents.read_document(one, usable), [documents.Document(path)])
    if done.refusal:
        raise files.Unable(done.refusal)
    reading = done.results[0]
    if not reading.specs:
        console.report(reading.problems)
        raise files.Unable(f"{path} 里没有读出已知表样的表，没有写：用 goalgen survey {path} 看差在哪里")
    found = reading.specs
    names = [_called(each.form.schema, each.value) for each in found]
    one = found[_which(path, names, args.table, asks=asks)]
    spec, _ = load(Source(str(path), dump(one.value, one.form.schema)))
    if spec is None:
        raise files.Unable(f"{path} 里的表不能用")
    return spec


def _called(schema: Schema, value: Mapping[str, Any]) -> str:
    """What the project of a table is called."""
    return placing.text_of(value, placing.field_with(schema, placing.NAME)) or placing.name_of(schema, value)


def _which(path: Path, names: Sequence[str], said: str | None, *, asks: bool) -> int:
    """Which of the tables is meant: by its name, a part of it, or its place."""
    if said is None and len(names) == 1:
        return 0
    if said is None and asks:
        console.tell(f"{path} 里有 {len(names)} 个项目，用哪一个？")
        return questions.choose("项目", names)
    number = (said or "").removeprefix("表").removeprefix("第").removesuffix("张")
    exact = [place for place, name in enumerate(names) if name == said]
    alike = exact or [place for place, name in enumerate(names) if said and said in name]
    if len(alike) == 1:
        return alike[0]
    if not alike and number.isascii() and number.isdigit() and 1 <= int(number[:6]) <= len(names):
        return int(number) - 1
    listed = "、".join(f"{place}.{name}" for place, name in enumerate(names[:20], 1))
    more = f"等 {len(names)} 个" if len(names) > 20 else ""
    why = (
        f"有 {len(names)} 个项目"
        if said is None
        else f"没有「{said}」这个项目"
        if not alike
        else f"名称里有「{said}」的不止一个"
    )
    raise files.Unable(f"{path} 里{why}：用 --table 写明是哪个项目，名称或编号都行；有：{listed}{more}")


def _year(
    old: Spec, own: Schema, schema: Schema, given: dict[SpecPath, str | list[str]], *, asks: bool
) -> tuple[str, str | None]:
    """The year to roll to, and the old one: what is given, else what is answered, else the next."""
    before = old_year(old.value, own)
    key = placing.field_with(schema, placing.YEAR)
    after = str(int(before) + 1) if before else ""
    if key and (key,) in given:
        return str(given[(key,)]), before
    if key and asks:
        asking = questions.Asking(schema, {(key,): after} if after else {})
        asking.text((key,))
        after = str(asking.answers.get((key,), ""))
    elif after:
        console.tell(f"去年是 {before} 年，新的是 {after} 年；不是这一年，请用 --set {key or '年度'}=… 写明")
    if not after:
        raise files.Unable(f"{old.source.name} 里看不出是哪一年的：请用 --set {key or '年度'}=… 写明新的年度")
    if key:
        given[(key,)] = after
    return after, before


def _rolled(
    old: Spec,
    own: Schema,
    schema: Schema,
    form: str,
    given: Mapping[SpecPath, str | list[str]],
    year: str,
    args: Namespace,
) -> Rolled:
    """The old spec in its new year, and in its new form if it is to have one."""
    plain = {str(path[0]): text for path, text in given.items() if len(path) == 1 and isinstance(text, str)}
    if form == old.value[FORM_KEY]:
        return roll_year(old, own, year, plain, change=args.years)
    key = placing.field_with(schema, placing.YEAR)
    return roll_form(old, own, schema, form, plain | ({key: year} if key else {}), change=args.years)


def _beside(old: str, year: str, before: str | None, form: str, forms: Forms) -> Path | None:
    """The folder of the new year beside that of the old one, if that lies below where we stand: a spec that is taken from
    elsewhere does not go back there; a form of its own where that is kept for another."""
    here = Path(os.path.realpath(Path(old).parent))
    if not here.is_relative_to(os.path.realpath(_root())):
        return None
    if Path(old).suffix.lower() not in specs.SUFFIXES or not before or here.name != before:
        return None
    folder = Path(os.path.relpath(here.parent / year))
    return folder if placing.form_in(folder, forms) in (None, form) else folder.with_name(f"{year}-{form}")


def _root() -> Path:
    """The working folder: that which holds the `specs` that we stand in, else where we stand."""
    here = Path.cwd()
    return next((each.parent for each in (here, *here.parents) if each.name == specs.ROOT), here)


def _text(spec: Spec, value: Mapping[str, Any], schema: Schema) -> str:
    """The rolled text with what was written since, and its comments where they are; anew where that cannot be."""
    keys = list(schema.get("properties", {}))
    edits = []
    for key in (each for each in value if each not in spec.value):
        before = [(each,) for each in keys[: keys.index(key)] if (each,) in spec.values] if key in keys else []
        end = spec.values[before[-1]].end if before else 0
        line = spec.source.text.find("\n", max(0, end - 1)) + 1 if end else 0
        edits.append(Edit(Span(line, line), dump({key: value[key]}, schema)))
    for path, span in spec.values.items():
        wanted, was = lookup(value, path), lookup(spec.value, path)
        if isinstance(was, str) and isinstance(wanted, str) and was != wanted:
            edits.append(Edit(span, scalar(wanted)))
    text = apply_edits(spec.source.text, edits)
    found, _ = load(Source("", text))
    return text if found is not None and found.value == dict(value) else dump(dict(value), schema)
