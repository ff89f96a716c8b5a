"""Words floor: the data files of the package: word lists, labels, units, trees.

People write them in YAML; what is read is the JSON beside each, made of it by `python -m tests.tools.generate`: every command
waits for it.
"""

from __future__ import annotations

import json
import pkgutil
from typing import Any


def table(*path: str) -> Any:  # noqa: ANN401  whatever the file holds
    """What a data file of the package holds, by its place there without suffix."""
    data = pkgutil.get_data("goalgen", f"{'/'.join(path)}.json")
    if data is None:  # which the loaders of Python never give
        raise FileNotFoundError(path)
    return json.loads(data)
