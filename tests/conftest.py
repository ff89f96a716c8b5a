"""What tests share: the repository's forms and specs."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from goalgen.form import Form, form_files, load_form
from goalgen.spec import Spec, dump, load
from goalgen.text import Source

ROOT = Path(__file__).parent.parent

settings.register_profile("goalgen", deadline=None, print_blob=True)
settings.load_profile("goalgen")


@pytest.fixture(autouse=True, scope="session")
def _forms_are_proven_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What tests leave in a cache does not go into that of whoever runs them; the workers of one run share theirs."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "cache"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", str(folder))
        yield


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
