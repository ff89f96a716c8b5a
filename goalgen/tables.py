"""Words floor: the data files of the package: word lists, labels, units, trees."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def table(*path: str) -> Any:  # noqa: ANN401  whatever the file holds
    """What a YAML file of the package holds; read with the C parser, for every command waits for it."""
    return yaml.load(files("goalgen").joinpath(*path).read_text(encoding="utf8"), Loader=_LOADER)
