"""Desk floor: a Word file as `goalgen init --from` looks at it: its tables as texts of specs, where they belong, and what is left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import NamedTuple

from goalgen.desk import convert, documents, files
from goalgen.desk.forms import Forms
from goalgen.desk.taken import digest
from goalgen.docx import content, open_package
from goalgen.layouts import Layout, layout_of
from goalgen.problem import Problem, Severity
from goalgen.schema import Schema, safe_name
from goalgen.spec import Value, dump
from goalgen.verbs.check import unfit
from goalgen.verbs.read import Reading, ReadSpec
from goalgen.verbs.survey import Near, Surveyed
from goalgen.vocabulary import FORM_KEY, meaning_of_field, meanings

NO_UNIT, NO_YEAR = "单位不明", "年度不明"
"""What the folders are called where nothing says it."""
UNITS = ("unit_code", "unit_name", "executing_unit", "department")
"""What a unit's folder is called by, the best first."""
_APART = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")
"""A space between Chinese characters, which parts nothing."""
_CODE = re.compile(r"\W*(\d{3,})(?!\d)")
"""A code that stands before a name: 218003-某某所, [218003]某某所."""


class Table(NamedTuple):
    """A table as the spec that it becomes: its place in the document, its form, its unit and year, a file name without suffix."""

    cell: str
    form: str
    unit: str
    year: str
    name: str
    text: str
    number: str
    """the field that orders its book, where nothing says what is in it"""


class Look(NamedTuple):
    """A document as it was looked at: plain data, which goes from process to process."""

    name: str
    digest: str
    tables: tuple[Table, ...]
    state: str
    """as a survey says it"""
    reason: str
    """why there is nothing of a known form, or why it could not be opened"""
    problems: tuple[Problem, ...]
    """what a person should look at"""
    near: tuple[Near, ...]
    layout: Layout | None
    """how it is laid out, when nothing could be read of its tables"""
    guessed: str
    """the year that was taken from the path, where no table said it"""


def look(forms: Forms, given: Mapping[str, str], document: documents.Document) -> Look:
    """A document, read with all forms. Raises Unable when there is nothing to be read."""
    hashed = digest(files.read(document.path))
    return told(documents.read_document(document, forms.usable()[0]), hashed, given, document)


def told(reading: Reading, hashed: str, given: Mapping[str, str], document: documents.Document) -> Look:
    """A reading as plain data."""
    year = year_in(document.below or PurePath(document.path.name))
    tables, guessed = [], ""
    for spec in reading.specs:
        value, was_guessed = _completed(spec, given, year)
        guessed = year if was_guessed else guessed
        schema = spec.form.schema
        text = dump(value, schema)
        unit, when = (
            unit_of(schema, value),
            year_of(schema, value) or given.get(meanings()["year"].name, "") or year or NO_YEAR,
        )
        tables.append(
            Table(
                str(spec.address), spec.form.name, unit, when, spec.form.filename(value), text, _unnumbered(spec, value)
            )
        )
    row = documents.summary(reading)
    problems = [each for each in reading.problems if each.severity is not Severity.INFO and each.code != "R301"]
    return Look(
        str(document.path),
        hashed,
        tuple(tables),
        row.state,
        row.reason,
        () if row.broken else tuple(problems),
        row.near,
        row.layout or (_layout(document) if row.near and not tables else None),
        guessed,
    )


def lost(document: documents.Document, how: str) -> Look:
    """What is told of a document whose reading ended the process."""
    return told(documents.lost(document, how), "", {}, document)


def refused(document: documents.Document, reason: str) -> Look:
    """What is told of a document that could not be read at all."""
    row = Surveyed(str(document.path), forms={}, reason=reason, broken=True)
    return Look(row.name, "", (), row.state, reason, (), (), None, "")


def _layout(document: documents.Document) -> Layout | None:
    """The layout of a document whose tables nearly are of a form."""
    data, _ = convert.docx_of(document.path)
    package, _ = open_package(data, str(document.path))
    return None if package is None else layout_of(content(package).blocks)


def _completed(spec: ReadSpec, given: Mapping[str, str], year: str) -> tuple[dict[str, Value], bool]:
    """A value with the fields that are given or guessed where the table and the document say nothing; and whether one was guessed."""
    schema = spec.form.schema
    fields = schema.get("properties", {})
    value: dict[str, Value] = dict(spec.value)
    guessed = False
    for key in [key for key, text in given.items() if key in fields and key not in value]:
        value[key] = given[key]
    asked = {*spec.form.unprinted, *schema.get("required", ())}
    for key in [key for key, part in fields.items() if key in asked and meaning_of_field(key, part) == "year"]:
        if key not in value and year and not unfit({key: year}, schema):
            value[key] = year
            guessed = True
    return value, guessed


def _unnumbered(spec: ReadSpec, value: Mapping[str, Value]) -> str:
    order = spec.form.order
    return order if order in spec.form.unprinted and not value.get(order) else ""


def year_in(path: PurePath) -> str:
    """The year that a path says, the name of the file before the folders, the nearest first; "" where none says one."""
    for part in (path.stem, *reversed(path.parts[:-1])):
        for pattern in (
            r"(?<!\d)((?:19|20)\d\d)\s*年度",
            r"(?<!\d)((?:19|20)\d\d)\s*年(?!\s*\d)",
            r"(?<!\d)(20\d\d)(?!\d)",
        ):
            found = set(re.findall(pattern, part))
            if len(found) == 1:
                return str(found.pop())
            if found:
                break
    return ""


def year_of(schema: Schema, value: Mapping[str, object]) -> str:
    """The year that a spec says itself, as four digits; "" where it says none."""
    found = (re.search(r"(?<!\d)\d{4}(?!\d)", text) for text in _texts(schema, value, "year"))
    return next((match[0] for match in found if match), "")


def unit_of(schema: Schema, value: Mapping[str, object]) -> str:
    """What the folder of a spec's unit is called: its code, else its name."""
    for meaning in UNITS:
        for text in _texts(schema, value, meaning):
            line = _APART.sub("", " ".join(text.split()))
            code = _CODE.match(line)
            if name := safe_name(code[1] if code else line).strip("_— "):
                return name
    return NO_UNIT


def _texts(schema: Schema, value: Mapping[str, object], meaning: str) -> Iterable[str]:
    """What a spec says in the fields of a meaning; blanks and dashes say nothing."""
    for key, part in schema.get("properties", {}).items():
        text = value.get(key)
        says = key != FORM_KEY and isinstance(text, str) and re.search(r"\w", text)
        if says and meaning_of_field(key, part) == meaning:
            yield str(text)


def is_whole(look: Look) -> bool:
    """Whether nothing of a document is left: all its tables were read, and nobody has to look at anything."""
    unclear = any(NO_YEAR in (table.unit, table.year) or NO_UNIT in (table.unit, table.year) for table in look.tables)
    return bool(look.tables) and not look.near and not look.problems and not unclear
