"""Edge floor: `goalgen new`, a spec to fill in: blank, or last year's rolled on; on a terminal it asks for what it needs."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from goalgen.cli import console, questions
from goalgen.cli.addresses import given_to, put_in
from goalgen.cli.blank import draft, shown, skeleton
from goalgen.desk import files, placing
from goalgen.desk.forms import Forms
from goalgen.desk.specs import ROOT, SUFFIXES
from goalgen.paths import SpecPath, walk
from goalgen.problem import Problem
from goalgen.schema import Schema, annotation
from goalgen.shell import typed
from goalgen.spec import load
from goalgen.text import Source
from goalgen.verbs.check import validate
from goalgen.vocabulary import TO_FILL


@dataclass
class Begun:
    """A new spec while it is made: its form, its value, what is written at which place, and where it is to go."""

    form: str
    schema: Schema
    value: dict[str, Any]
    given: dict[SpecPath, str | list[str]] = field(default_factory=dict)
    defaults: dict[SpecPath, str] = field(default_factory=dict)
    hints: dict[SpecPath, str] = field(default_factory=dict)
    """what a question shows beside the examples"""
    folder: Path | None = None
    number: str = ""
    """the next one in the folder"""

    def key(self, meaning: str) -> SpecPath:
        """The place of the field that means something; () when the form has none."""
        name = placing.field_with(self.schema, meaning)
        return (name,) if name else ()

    @property
    def order(self) -> SpecPath:
        """The place of the number; () when the form has none."""
        name = annotation(self.schema, "order")
        return (name,) if name else ()

    def settled(self, *, numbered: bool = True) -> dict[str, Any]:
        """The value with all that was given."""
        value: dict[str, Any] = copied(self.value)
        number = {self.order: self.number} if numbered and self.number and self.order else {}
        for path, text in {**number, **self.given}.items():
            put_in(value, path, text, self.schema)
        return value


def new_spec(args: Namespace) -> int:
    """Write a spec to fill in, or with `--example` one that is filled in; never over a file that is there."""
    forms = Forms()
    asks = questions.at_terminal() and not args.no_input and not args.example
    if args.old:
        from goalgen.cli.new_from import new_from  # which pays for reading

        return new_from(args, forms, asks=asks)
    form = _form(args, forms, asks=asks)
    schema = forms.needed(form)
    new = Begun(form, schema, shown(schema) if args.example else skeleton(schema), given_to(args.set, schema))
    kept = args.out is None and (Path(ROOT).is_dir() or ROOT in Path.cwd().parts)
    place(new, args.out, beside=args.example and not kept)
    if asks:
        ask(new, args.out)
    value = new.settled()
    if args.example and args.out is None and _is_there(new, value):  # as in the repository that it is from
        new.folder, new.number = None, ""
        value = new.settled()
    path = free(where(args.out, new, value), new, value)
    code = write(path, draft(schema, value), schema, filled=args.example)
    if args.form is None and len(forms.names) > 1 and not asks:
        console.tell(f"用的是表样 {form}；要别的表样请写 --form，goalgen form list 列出全部")
    if new.folder is None and args.out is None and not args.example and Path(ROOT).is_dir():
        names = [path[0] for path in (new.key(placing.UNIT), new.key(placing.YEAR)) if path]
        known = f"用 --set 写明{'和'.join(map(str, names))}，或" if names else ""
        console.tell(f"放进 {'/'.join([ROOT, *map(str, names)])}/ 才和别的项目印在一册：{known}用 -o 写明文件夹")
    return code


def _form(args: Namespace, forms: Forms, *, asks: bool) -> str:
    """The form that is asked for; else that of the specs beside which the new one goes; else the one to begin with."""
    if args.form is None and (folder := _folder(args.out)) and (there := placing.form_in(folder, forms)):
        return there
    if args.form is not None or not asks or len(forms.names) == 1:
        return forms.known(args.form)
    try:
        first: str | None = forms.known(None)
    except files.Unable:
        first = None
    names = sorted(forms.names, key=lambda name: name != first)
    listed = [f"{name}  {forms.title(name)}" for name in names]
    console.tell("用哪个表样？")
    return names[questions.choose("表样", listed, 0 if first else None)]


def _folder(out: str | None) -> Path | None:
    """The folder that `-o` means, or that we stand in where specs are kept; None when nothing says where."""
    if out is not None:
        return Path(out).parent if is_file(out) else Path(out)
    return Path() if ROOT in Path.cwd().parts else None


def is_file(out: str) -> bool:
    """Whether `-o` names a file and no folder."""
    return Path(out).suffix.lower() in SUFFIXES and not Path(out).is_dir() and not out.endswith(("/", "\\"))


def place(new: Begun, out: str | None, *, beside: bool = False) -> None:
    """Find the folder, and write what it settles: its unit and its year, and the next number."""
    if out is not None or new.folder is None:
        own = None if beside else placing.folder_of(new.settled(), new.schema)
        new.folder = _folder(out) if out is not None else own or _folder(out)
    if new.folder is None or beside:
        return
    for name, text in placing.said_by(new.folder, new.schema).items():
        if not placing.text_of(new.settled(), name):
            new.given[(name,)] = text
    new.number = placing.next_number(new.folder, new.schema)


def ask(new: Begun, out: str | None) -> None:
    """Ask for what is still to be filled in: first what settles the folder; Ctrl-D ends it, Ctrl-C writes nothing."""
    console.tell(f"一项一项问您：直接回车取方括号里的（{TO_FILL}就是以后填）；Ctrl-D 不再问，Ctrl-C 什么也不写")
    first = [path for path in (new.key(placing.YEAR), new.key(placing.UNIT)) if path]
    asking = questions.Asking(new.schema, hints=new.hints, answers=new.given)
    try:
        for path in first:
            if path not in new.given and not placing.text_of(new.value, str(path[0])):
                asking.defaults = _offered(new)
                asking.text(path)
        place(new, out)
        asking.defaults = _offered(new)
        asking.all_of(new.settled(numbered=False), skip=lambda path: path in first)
    except questions.EnoughError:
        place(new, out)


def _offered(new: Begun) -> dict[SpecPath, str]:
    """What the specs beside it agree on."""
    found: dict[SpecPath, str] = {
        (name,): text for name, text in placing.common(new.folder, new.schema, new.form).items()
    }
    return found | ({new.order: new.number} if new.number and new.order else {}) | new.defaults


def where(out: str | None, new: Begun, value: dict[str, Any]) -> Path:
    """The file: as it is named, else in its folder under the name that its schema gives it."""
    if out is not None and is_file(out):
        return Path(out)
    return (new.folder or Path()) / f"{placing.name_of(new.schema, value)}.yaml"


def free(path: Path, new: Begun, value: dict[str, Any]) -> Path:
    """The path itself; stops where something is there, or the project has a spec already beside it."""
    if path.exists():
        raise files.Unable(f"已经有 {path}，没有动它：请用 -o 另写一个文件名")
    if there := _is_there(new, value, path.parent):
        own = placing.text_of(value, placing.field_with(new.schema, placing.NAME))
        raise files.Unable(f"已经有 {there}，是同一个项目「{own}」，没有写：请改那一份，或换一个名称、文件夹")
    return path


def _is_there(new: Begun, value: dict[str, Any], folder: Path | None = None) -> Path | None:
    """The spec that the project has already in the folder that was found for it."""
    name = placing.field_with(new.schema, placing.NAME)
    own = placing.text_of(value, name)
    others = placing.values_in(folder or new.folder) if new.folder and own else ()
    return next((path for path, other in others if placing.text_of(other, name) == own), None)


def write(path: Path, text: str, schema: Schema, *, filled: bool, found: list[Problem] | None = None) -> int:
    """Write the spec, and say what is to be done next; gives the exit code."""
    spec, problems = load(Source(str(path), text))
    files.write({path: text.encode()})
    left = sum(TO_FILL in one for _, one in walk(spec.value if spec else {}) if isinstance(one, str))
    todo = "请逐项改填" if filled else f"请把每个{TO_FILL}换成内容" if left else "各项都有了"
    console.done(f"已写 {path}：{todo}，再运行 goalgen check {typed(path)}")
    return console.report([*(found or ()), *problems, *(validate(spec, schema) if spec else [])])


def copied(value: Any) -> Any:  # noqa: ANN401  a JSON value
    """A value of its own, to write in."""
    if isinstance(value, dict):
        return {key: copied(inner) for key, inner in value.items()}
    return [copied(inner) for inner in value] if isinstance(value, list) else value
