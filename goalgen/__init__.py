"""Edge floor: goalgen as a library: the verbs of the command line, values in and values out.

    spec, problems = goalgen.load(Path("08.yaml").read_text("utf-8"))
    document = goalgen.build([spec]).data
    goalgen.read(document).specs[0].value == spec.value

Forms are looked for where the command line looks for them: in `templates/` and `schemas/` here, then the packaged ones.
The types are importable from here by name; each is loaded when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from goalgen.docx import Address
    from goalgen.form import Form
    from goalgen.paths import SpecPath
    from goalgen.problem import Problem, Severity, Where
    from goalgen.spec import Spec
    from goalgen.text import Edit, Source, Span
    from goalgen.verbs.build import Built
    from goalgen.verbs.draft import Draft
    from goalgen.verbs.put import Change, Put, Tracking
    from goalgen.verbs.read import Reading, ReadSpec
    from goalgen.verbs.survey import Survey

__version__ = "0.1.0"
__all__ = [
    "Address",
    "Built",
    "Change",
    "Draft",
    "Edit",
    "Form",
    "Problem",
    "Put",
    "ReadSpec",
    "Reading",
    "Severity",
    "Source",
    "Span",
    "Spec",
    "SpecPath",
    "Survey",
    "Tracking",
    "Where",
    "build",
    "check",
    "draft",
    "dump",
    "fix",
    "load",
    "put",
    "read",
    "survey",
]
_HOMES = {
    "goalgen.docx": ("Address",),
    "goalgen.form": ("Form",),
    "goalgen.paths": ("SpecPath",),
    "goalgen.problem": ("Problem", "Severity", "Where"),
    "goalgen.spec": ("Spec",),
    "goalgen.text": ("Edit", "Source", "Span"),
    "goalgen.verbs.build": ("Built",),
    "goalgen.verbs.draft": ("Draft",),
    "goalgen.verbs.put": ("Change", "Put", "Tracking"),
    "goalgen.verbs.read": ("ReadSpec", "Reading"),
    "goalgen.verbs.survey": ("Survey",),
}
"""Where the types live."""


def __getattr__(name: str) -> object:
    from importlib import import_module

    for home, names in _HOMES.items():
        if name in names:
            globals()[name] = getattr(import_module(home), name)
            return globals()[name]
    raise AttributeError(f"module 'goalgen' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]


def load(text: str, name: str = "spec.yaml") -> tuple[Spec | None, list[Problem]]:
    """The spec in a YAML text, None when it cannot be read, and what is wrong with it; problems say `name`."""
    from goalgen.spec import load
    from goalgen.text import Source

    return load(Source(name, text))


def dump(value: Mapping[str, Any]) -> str:
    """The canonical YAML of a spec's value, keys in the order of its form's schema."""
    from goalgen.desk.forms import Forms
    from goalgen.spec import dump
    from goalgen.vocabulary import FORM_KEY

    return dump(value, Forms().schema(str(value.get(FORM_KEY))))


def check(text: str, name: str = "spec.yaml") -> tuple[Spec | None, list[Problem]]:
    """Like `load`, and holds the spec against its form's schema."""
    from goalgen.desk.forms import Forms
    from goalgen.text import Source
    from goalgen.verbs.check import check

    forms = Forms()
    return check(Source(name, text), forms.schema, forms.names)


def fix(text: str, *, unsafe: bool = False) -> str:
    """The text after the fixes of all rules; `unsafe` takes those that change meaning. What is no spec comes back as it is."""
    from goalgen.desk.forms import Forms
    from goalgen.rules import Project, mend

    spec, _ = check(text)
    schema = Forms().schema_of(spec) if spec else None
    if spec is None or schema is None:
        return text
    return mend([Project(spec, schema)], unsafe=unsafe)[0].source.text


def build(specs: Sequence[Spec], form: Form | None = None) -> Built:
    """One Word document from specs of one form, in their order; problems instead of data when that cannot be."""
    from goalgen.desk.forms import Forms
    from goalgen.verbs.build import Built, build
    from goalgen.vocabulary import FORM_KEY

    if form is None and specs:
        form, problems = Forms().form(str(specs[0].value.get(FORM_KEY)))
        if form is None:
            return Built(None, problems)
    return build(specs, form) if form else Built(None, [])


def read(
    data: bytes,
    name: str = "document.docx",
    forms: Sequence[Form] | None = None,
    given: Mapping[str, str] | None = None,
) -> Reading:
    """The specs in a Word document, the account of its characters, the problems; `given` has what is not printed."""
    from goalgen.desk.forms import Forms
    from goalgen.verbs.read import read

    return read(data, name, Forms().usable()[0] if forms is None else forms, given or {})


def put(
    specs: Sequence[Spec],
    data: bytes,
    name: str = "document.docx",
    forms: Sequence[Form] | None = None,
    *,
    tables: Mapping[str, int] | None = None,
    unlocked: bool = False,
    add: bool = False,
    remove: bool = False,
    tracking: Tracking | None = None,
) -> Put:
    """A Word document with specs written into the tables that it has: only what differs is changed. Where that cannot be, a
    problem says why, and the data are those that were given.

    `tables` says of specs, by the name of their source, in which table their project begins, where that is in doubt;
    `unlocked` writes into signed and protected documents too; with `tracking` the changes are revisions of its author. With
    `add` specs without a table get one like that of a neighbour, with `remove` tables without a spec are taken out.
    """
    from goalgen.desk.forms import Forms
    from goalgen.verbs.put import put

    used = Forms().usable()[0] if forms is None else forms
    return put(specs, data, name, used, tables=tables, unlocked=unlocked, add=add, remove=remove, tracking=tracking)


def survey(documents: Mapping[str, bytes], forms: Sequence[Form] | None = None) -> Survey:
    """How much of many Word documents, by name, can be read, and in how many ways the rest departs from known forms."""
    from goalgen.desk.documents import summary
    from goalgen.desk.forms import Forms
    from goalgen.verbs.survey import survey

    known = Forms().usable()[0] if forms is None else forms
    return survey(summary(read(data, name, known)) for name, data in documents.items())


def draft(documents: Mapping[str, bytes], form: str) -> tuple[Draft | None, list[Problem]]:
    """The template and schema of a new form of that name, from filled tables of one layout; and what is in doubt."""
    from goalgen.verbs.draft import draft

    return draft(list(documents.items()), form) if documents else (None, [])
