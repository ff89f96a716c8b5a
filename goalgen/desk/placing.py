"""Desk floor: where a new spec belongs, which number is next there, and what all specs there have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from goalgen.desk import files, specs
from goalgen.desk.forms import Forms
from goalgen.schema import HOLE, Schema, annotation, field_schema, file_name, resolve
from goalgen.vocabulary import FORM_KEY, TO_FILL, meaning_of_field

UNIT, YEAR, NAME = "unit_code", "year", "project_name"
COMMON = (
    YEAR,
    UNIT,
    "unit_name",
    "amount_unit",
    "department",
    "central_department",
    "province_finance",
    "province_department",
)
"""The meanings of the fields that the projects of one unit share."""
UNNAMED = "新项目"
"""What a new spec's file is called when nobody knows yet what its project is."""


def field_with(schema: Schema, meaning: str) -> str | None:
    """The field of the whole form that means something."""
    parts = schema.get("properties", {})
    return next((name for name in parts if meaning_of_field(name, resolve(schema, parts[name])) == meaning), None)


def text_of(value: Mapping[str, object], name: str | None) -> str:
    """What is written in a field; "" where nothing is, or only the mark."""
    text = value.get(name) if name else None
    return text if isinstance(text, str) and TO_FILL not in text else ""


def folder_of(value: Mapping[str, object], schema: Schema) -> Path | None:
    """`specs/单位代码/年度` for a value, below the `specs` that we stand in, or beside; None while they are not known."""
    unit, year = field_with(schema, UNIT), field_with(schema, YEAR)
    names = [text_of(value, name) for name in (unit, year) if name]
    if not year or not all(names) or any(re.search(r"[^\w.-]", name) or name.startswith(".") for name in names):
        return None
    here = Path.cwd()
    root = next((folder for folder in (here, *here.parents) if folder.name == specs.ROOT), None)
    if root is None:
        return Path(specs.ROOT, *names)
    wanted = root.joinpath(*names)
    return wanted.relative_to(here) if wanted.is_relative_to(here) else wanted


def said_by(folder: Path, schema: Schema) -> dict[str, str]:
    """What the names of the folders say of the specs in it: `specs/331201/2022`."""
    parts = folder.absolute().parts
    below = parts[len(parts) - parts[::-1].index(specs.ROOT) :] if specs.ROOT in parts else ()
    names = [name for name in (field_with(schema, UNIT), field_with(schema, YEAR)) if name]
    if len(below) != len(names):
        return {}
    fits = all(
        re.search(str((field_schema(schema, (n,)) or {}).get("pattern", "^")), b)
        for n, b in zip(names, below, strict=True)
    )
    return dict(zip(names, below, strict=True)) if fits else {}


def values_in(folder: Path) -> Iterator[tuple[Path, Mapping[str, object]]]:
    """The specs of a folder as they stand, however wrong; those that are none are empty."""
    from goalgen.spec import decode, load

    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            if path.suffix.lower() in specs.SUFFIXES and path.is_file():
                try:
                    source, _ = decode(str(path), files.read(path, files.MOST_TEXT))
                except files.Unable:
                    continue
                spec, _ = load(source)
                yield path, spec.value if spec is not None else {}


def form_in(folder: Path, forms: Forms) -> str | None:
    """The form of the specs of a folder, which can have only one."""
    found = {value.get(FORM_KEY) for _, value in values_in(folder)} - {None}
    (name,) = found if len(found) == 1 else (None,)
    return name if isinstance(name, str) and name in forms.files else None


def common(folder: Path | None, schema: Schema, form: str) -> dict[str, str]:
    """What the specs of a form agree on, in a folder; or where it has none, below `specs`: the unit's name and the like."""
    names = [name for name in (field_with(schema, meaning) for meaning in COMMON) if name]
    inside = [value for _, value in values_in(folder)] if folder else []
    values = [value for value in inside if value.get(FORM_KEY) == form]
    if not values:
        folders = {path.parent for path in Path(specs.ROOT).rglob("*") if path.suffix.lower() in specs.SUFFIXES}
        values = [value for each in sorted(folders)[:50] for _, value in values_in(each) if value.get(FORM_KEY) == form]
    said = {name: {text_of(value, name) for value in values} for name in names}
    return {name: texts.pop() for name, texts in said.items() if len(texts) == 1 and "" not in texts}


def next_number(folder: Path, schema: Schema) -> str:
    """One more than the highest number in a folder; "" where the form's specs have none."""
    order = annotation(schema, "order")
    if order is None:
        return ""
    numbers = [0]
    for path, value in values_in(folder):
        text = text_of(value, order) or (re.match(r"\d*", path.stem) or [""])[0]
        numbers += [int(text)] if text.isascii() and text.isdigit() and len(text) < 10 else []
    return str(max(numbers) + 1)


def name_of(schema: Schema, value: Mapping[str, object]) -> str:
    """The name of a new spec's file: as the schema has it, with a stand-in for a project that has no name yet."""
    holes = [match[1] for match in HOLE.finditer(annotation(schema, "filename") or "")]
    known = {name: text_of(value, name) for name in holes}
    last = next((name for name in reversed(holes)), None)
    if last is not None and not known[last]:
        known[last] = UNNAMED
    return file_name(schema, known) if holes else UNNAMED
