"""Edge floor: goalgen as a library: the verbs of the command line, values in and values out.

    spec, problems = goalgen.load(Path("08.yaml").read_text("utf-8"))
    document = goalgen.build([spec]).data
    goalgen.read(document).specs[0].value == spec.value

Forms are looked for where the command line looks for them: in `templates/` and `schemas/` here, then the packaged ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from goalgen.form import Form
    from goalgen.problem import Problem
    from goalgen.spec import Spec
    from goalgen.verbs.build import Built
    from goalgen.verbs.read import Reading

__version__ = "0.1.0"
__all__ = ["build", "check", "dump", "load", "read"]


def load(text: str, name: str = "spec.yaml") -> tuple[Spec | None, list[Problem]]:
    """The spec in a YAML text, None when it cannot be read, and what is wrong with it; problems say `name`."""
    from goalgen.spec import load
    from goalgen.text import Source

    return load(Source(name, text))


def dump(value: Mapping[str, Any]) -> str:
    """The canonical YAML of a spec's value, keys in the order of its form's schema."""
    from goalgen.desk.forms import Forms
    from goalgen.spec import FORM_KEY, dump

    return dump(value, Forms().schema(str(value.get(FORM_KEY))))


def check(text: str, name: str = "spec.yaml") -> tuple[Spec | None, list[Problem]]:
    """Like `load`, and holds the spec against its form's schema."""
    from goalgen.desk.forms import Forms
    from goalgen.text import Source
    from goalgen.verbs.check import check

    forms = Forms()
    return check(Source(name, text), forms.schema, forms.names)


def build(specs: Sequence[Spec], form: Form | None = None) -> Built:
    """One Word document from specs of one form, in their order; problems instead of data when that cannot be."""
    from goalgen.desk.forms import Forms
    from goalgen.spec import FORM_KEY
    from goalgen.verbs.build import Built, build

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
