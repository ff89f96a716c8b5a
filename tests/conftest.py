"""What tests share: the repository's forms and specs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from goalgen.form import Form, form_files, load_form
from goalgen.schema import Schema
from goalgen.spec import Spec, dump, load
from goalgen.text import Source

ROOT = Path(__file__).parent.parent

settings.register_profile("goalgen", deadline=None, print_blob=True)
settings.load_profile("goalgen")


@pytest.fixture(autouse=True, scope="session")
def _forms_are_made_once() -> Iterator[None]:
    """Commands that are run in this process share the forms that they load: the same files make the same form."""
    import goalgen.form.form as module

    make, made = module._made, dict[tuple[object, ...], Any]()

    def make_once(name: str, data: bytes, schema: Schema, file: str, variant: str, allowed: Any) -> Any:
        key = (name, data, json.dumps(schema), file, variant, tuple(allowed))
        if key not in made:
            made[key] = make(name, data, schema, file, variant, allowed)
        return made[key]

    module._made = make_once
    yield
    module._made = make


@lru_cache
def form(name: str) -> Form:
    """A form of the repository."""
    loaded, problems = load_form(form_files([ROOT])[name])
    assert loaded is not None, problems
    return loaded


def spec_of(value: dict[str, Any], name: str = "例.yaml") -> Spec:
    """A value as a loaded spec, by way of its YAML."""
    spec, problems = load(Source(name, dump(value)))
    assert spec is not None, problems
    return spec


def specs_in(folder: Path) -> Sequence[Spec]:
    """The specs of a folder, in the order of their names."""
    loaded = [load(Source(path.name, path.read_text(encoding="utf8")))[0] for path in sorted(folder.glob("*.yaml"))]
    return [spec for spec in loaded if spec is not None]
