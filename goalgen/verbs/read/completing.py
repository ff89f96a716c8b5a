"""Verbs floor: what is not printed on the tables that were read: what the document carries unseen, what the user gives, what the
neighbours of a table say of its number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from goalgen.docx import Block, Paragraph
from goalgen.form import Form
from goalgen.problem import Problem, Severity, Where
from goalgen.verbs.read.reading import ReadSpec
from goalgen.vocabulary import meaning_of_field

UNGIVEN = "R207"
"""The code of what only the user can give: of use to whoever writes the spec, not to whoever checks the document."""


def number_of(first: Block) -> int | None:
    """The number in the bookmark of the block that a table begins with: which of the built tables it is."""
    marks = first.bookmarks if isinstance(first, Paragraph) else []
    return next((int(match[1]) for mark in marks if (match := re.search(r"_(\d{4,9})$", mark, re.ASCII))), None)


def carried_by(
    tables: Sequence[tuple[Form, int | None]], carried: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[int | None, dict[str, Any]]]:
    """The fields that a built document carries unseen for each table, and which of its values that is: the one of the number
    in the table's bookmark, or of its place; where neither can be trusted, none, and what is the same in all."""
    first_of_all, others = (carried[0], carried[1:]) if carried else ({}, ())
    same = {key: text for key, text in first_of_all.items() if all(other.get(key) == text for other in others)}
    for index, (form, number) in enumerate(tables):
        place: int | None = None
        if number is not None and 0 < number <= len(carried):
            place = number - 1
        elif len(carried) == len(tables):
            place = index
        values = same if place is None else carried[place]
        yield place, {key: values[key] for key in form.unprinted if key in values}


def completed(specs: Sequence[ReadSpec], given: Mapping[str, str], name: str) -> tuple[list[ReadSpec], list[Problem]]:
    """The specs with what is not printed on them: the fields the user gives, then the numbers of those without a heading."""
    fields, problems = _given(specs, given, name)
    specs = _with(specs, fields)
    numbers, doubts = _numbers(specs, name)
    return _with(specs, numbers), problems + doubts


def _with(specs: Sequence[ReadSpec], fields: Sequence[Mapping[str, str]]) -> list[ReadSpec]:
    pairs = zip(specs, fields, strict=True)
    return [replace(spec, value={**spec.value, **more}) if more else spec for spec, more in pairs]


def _given(
    specs: Sequence[ReadSpec], given: Mapping[str, str], name: str
) -> tuple[list[dict[str, str]], list[Problem]]:
    """What each spec gets of the fields the user gives; a field that the form prints is not overruled."""
    fields: list[dict[str, str]] = [{} for _ in specs]
    problems: list[Problem] = []
    for key, text in given.items():
        for spec, more in zip(specs, fields, strict=True):
            if key in spec.form.unprinted or (key in spec.form.schema["properties"] and key not in spec.value):
                more[key] = text
            elif spec.value.get(key) != text:
                known = f"表样 {spec.form.name} 里没有「{key}」"
                message = f"「{key}」印在表上，以表上的为准，没有改成「{text}」" if key in spec.value else known
                problems.append(Problem("R204", Where(name, cell=str(spec.address)), message))
                break
    return fields, problems


def _numbers(specs: Sequence[ReadSpec], name: str) -> tuple[list[dict[str, str]], list[Problem]]:
    """What a table whose heading is missing gets for its number: one, when its neighbours leave only one."""
    fields: list[dict[str, str]] = [{} for _ in specs]
    problems: list[Problem] = []
    previous = 0
    waiting: list[int] = []
    for place, spec in enumerate(specs):
        key = spec.form.order
        if key is None or key in spec.form.unprinted:
            continue
        text = spec.value.get(key)
        if text is None:
            waiting.append(place)
        elif isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 10:
            if int(text) - previous - 1 == len(waiting):
                for number, unnumbered in enumerate(waiting, previous + 1):
                    fields[unnumbered][key] = str(number)
                    problems.append(_inferred(specs[unnumbered], key, number, name))
            else:
                problems += [_unnumbered(specs[each], name) for each in waiting]
            previous, waiting = int(text), []
    return fields, problems + [_unnumbered(specs[each], name) for each in waiting]


def ungiven(specs: Sequence[ReadSpec], name: str) -> Iterator[Problem]:
    """The year, and what the schema requires, where the form does not print it and nothing brought it: somebody must say it."""
    without: dict[str, list[ReadSpec]] = {}
    for spec in specs:
        fields = spec.form.schema["properties"]
        required = spec.form.schema.get("required", ())
        for key in spec.form.unprinted:
            if key not in spec.value and (key in required or meaning_of_field(key, fields[key]) == "year"):
                without.setdefault(key, []).append(spec)
    for key, some in without.items():
        all_of_them = len(some) == len(specs)
        many = "" if all_of_them else f"有 {len(some)} 张表"
        message = f"{many}没有{key}：用 --set {key}=…；这一项表上不印，这个文件里也没有带着"
        yield Problem(UNGIVEN, Where(name, cell="" if all_of_them else str(some[0].address)), message, Severity.INFO)


def _inferred(spec: ReadSpec, key: str, number: int, name: str) -> Problem:
    message = f"标题缺失，「{key}」按前后的表推定为 {number}"
    return Problem("R205", Where(name, cell=str(spec.address)), message, Severity.INFO)


def _unnumbered(spec: ReadSpec, name: str) -> Problem:
    message = f"标题缺失，「{spec.form.order}」从前后的表也定不下来，请补写"
    return Problem("R206", Where(name, cell=str(spec.address)), message, Severity.WARN)
