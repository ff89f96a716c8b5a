"""Desk floor: forms for the layouts that an archive holds and no form knows: drafted, proved, and put into `templates/` and `schemas/`."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from goalgen.desk import convert, files, taken
from goalgen.desk.forms import allowed_here
from goalgen.desk.limits import limits_here
from goalgen.desk.proving import prove
from goalgen.form import make_form
from goalgen.problem import Problem, Severity, blocking
from goalgen.shell import NEW
from goalgen.verbs.draft import Draft, Want, draft

TEMPLATES, SCHEMAS = Path("templates"), Path("schemas")
_KNOWS = {"project_name", "project_code", "unit_name", "unit_code", "goals", "total_goals"}
_KNOWS_ITEMS = {"level1", "level2", "level3", "indicator_name", "target_value"}
"""A layout of one document in which not one of these meanings is known, as a field or in a list, may be no form at all."""
_LONGEST = 30
_TRIES = 5
"""So many documents of a layout are tried for a template."""


class Drafted(NamedTuple):
    """A form that was drafted of these files, or why none was."""

    files: tuple[str, ...]
    name: str = ""
    draft: taken.Draft | None = None
    refusal: str = ""


@limits_here()
def draft_form(names: Sequence[str], used: Collection[str]) -> Drafted:
    """Draft a form from documents of one layout, prove it and write it; `used` are the names that forms have.

    The template is the first document: where that one holds what no template may, the next is tried. Nothing is written of a draft
    that cannot be used, that reads none of its documents, or that may be of no form.
    """
    documents: list[tuple[str, bytes]] = []
    for name in names:
        data, problems = convert.docx_of(Path(name))
        documents += [] if blocking(problems) else [(name, data)]
    first = _drafted(documents, used)
    for start in range(1, min(_TRIES, len(documents))):
        if first.name:
            break
        other = _drafted(documents[start:], used)
        first = other if other.name else first
    return first if first.name else first._replace(files=tuple(names))


def _drafted(documents: Sequence[tuple[str, bytes]], used: Collection[str]) -> Drafted:
    names = [name for name, _ in documents]
    called, drafted, refused = _named(documents, used)
    if drafted is None:
        return Drafted(tuple(names), refusal=_why(refused))
    if len(documents) == 1 and not _is_ours(drafted.wants):
        return Drafted(tuple(names), refusal="只有这一份，没有认出一个绩效表常有的栏目")
    template, schema = TEMPLATES / f"{called}.docx", SCHEMAS / f"{called}.schema.json"
    form, problems = make_form(called, drafted.template, drafted.schema, str(template), allowed=allowed_here())
    if form is None:
        return Drafted(tuple(names), refusal=_why(problems))
    left_out = [p.where.file for p in drafted.problems if p.code == "F302" and p.severity is Severity.WARN]
    whole = [each for each in documents if each[0] not in left_out]
    proofs = [prove(form, name, data, first=not number) for number, (name, data) in enumerate(whole)]
    faults = [problem for proof in proofs for problem in proof.problems]
    if not any(proof.values for proof in proofs):
        return Drafted(tuple(names), refusal=f"起草的表样连原来的表也读不出：{_why(faults)}")
    text = json.dumps(drafted.schema, ensure_ascii=False, indent=2) + "\n"
    files.write({template: drafted.template, schema: text.encode()})
    record = taken.Draft(
        [name for name, _ in whole],
        str(drafted.schema["title"]),
        len(drafted.wants),
        sum(proof.same for proof in proofs),
        [_doubt(problem) for problem in drafted.problems if problem.code == "F305"],
        [str(problem) for problem in faults],
    )
    return Drafted(tuple(record.files), called, record)


def _doubt(problem: Problem) -> taken.Doubt:
    """A doubt of a draft, whose title stands before its reason."""
    title, _, reason = problem.message.partition("」没有把握：")
    return taken.Doubt(title.removeprefix("「"), problem.where.cell, reason or problem.message)


def _named(
    documents: Sequence[tuple[str, bytes]], used: Collection[str]
) -> tuple[str, Draft | None, Sequence[Problem]]:
    """A draft that is called as its title is, which only the draft knows."""
    drafted, problems = draft(documents, NEW) if documents else (None, [])
    if drafted is None:
        return NEW, None, problems
    title = str(drafted.schema["title"])
    called = _free(title if title != NEW else Path(documents[0][0]).stem, used)
    return (called, *draft(documents, called))


def _free(title: str, names: Collection[str]) -> str:
    """A name for a form, made of a title, that no form and no file has."""
    name = re.sub(r"\W+", "-", unicodedata.normalize("NFKC", title)).strip("-_")[:_LONGEST].strip("-_") or NEW
    used = {each.casefold() for each in names}
    number, other = 1, name
    while (
        other.casefold() in used
        or (TEMPLATES / f"{other}.docx").exists()
        or (SCHEMAS / f"{other}.schema.json").exists()
    ):
        number += 1
        other = f"{name}-{number}"
    return other


def _is_ours(wants: Sequence[Want]) -> bool:
    outer = {want.meaning for want in wants}
    inner = {item.meaning for want in wants for item in want.items}
    return bool(outer & _KNOWS or inner & _KNOWS_ITEMS or outer & _KNOWS_ITEMS)


def _why(problems: Sequence[Problem]) -> str:
    return "；".join(dict.fromkeys(problem.message for problem in problems[:3])) or "没有能打开的文件"
