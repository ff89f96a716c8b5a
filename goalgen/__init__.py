"""Edge floor: goalgen as a library: the verbs of the command line, values in and values out.

    spec, problems = goalgen.load(Path("08.yaml").read_text("utf-8"))
    document = goalgen.build([spec]).data
    goalgen.read(document).specs[0].value == spec.value

Forms are looked for where the command line looks for them: in `templates/` and `schemas/` here, then the packaged ones.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from goalgen.build import Built
    from goalgen.form import Form
    from goalgen.problem import Problem
    from goalgen.read import Reading
    from goalgen.spec import Spec

__version__ = "0.1.0"
__all__ = ["build", "check", "dump", "load", "read"]


def load(text: str, name: str = "spec.yaml") -> tuple[Spec | None, list[Problem]]:
    """The spec in a YAML text, None when it cannot be read, and what is wrong with it; problems say `name`."""
    from goalgen.spec import load
    from goalgen.text import Source

    return load(Source(name, text))


def dump(value: Mapping[str, Any]) -> str:
    """The canonical YAML of a spec's value, keys in the order of its form's schema."""
    from goalgen.cli.forms import Forms
    from goalgen.spec import FORM_KEY, dump

    return dump(value, Forms().schema(str(value.get(FORM_KEY))))


def check(text: str, name: str = "spec.yaml") -> tuple[Spec | None, list[Problem]]:
    """Like `load`, and holds the spec against its form's schema."""
    from goalgen.check import check
    from goalgen.cli.forms import Forms
    from goalgen.text import Source

    forms = Forms()
    return check(Source(name, text), forms.schema, forms.names)


def build(specs: Sequence[Spec], form: Form | None = None) -> Built:
    """One Word document from specs of one form, in their order; problems instead of data when that cannot be."""
    from goalgen.build import Built, build
    from goalgen.cli.forms import Forms
    from goalgen.spec import FORM_KEY

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
    from goalgen.cli.forms import Forms
    from goalgen.read import read

    return read(data, name, Forms().usable()[0] if forms is None else forms, given or {})


class _Package(ModuleType):
    """Keeps `goalgen.build` the verb: importing the module of that name would put the module in its place."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (isinstance(value, ModuleType) and name in __all__):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
