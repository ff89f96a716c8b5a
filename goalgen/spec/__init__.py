"""Things floor: a project's data as YAML text, as values, and as the place of every value in the text.

Whoever only writes specs does not pay for the parser: what needs it comes when it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from goalgen.lazily import lazily
from goalgen.spec.canonical import Value, dump, ordered, scalar
from goalgen.vocabulary import DRAFT_KEY, FORM_KEY

if TYPE_CHECKING:
    from goalgen.spec.decoding import decode, encoded
    from goalgen.spec.loading import load
    from goalgen.spec.relayout import fmt
    from goalgen.spec.repairing import Repaired, repair
    from goalgen.spec.spec import Spec

__all__ = [
    "DRAFT_KEY",
    "FORM_KEY",
    "Repaired",
    "Spec",
    "Value",
    "decode",
    "dump",
    "encoded",
    "fmt",
    "load",
    "ordered",
    "repair",
    "scalar",
]
__getattr__ = lazily(
    __name__,
    {
        "Repaired": "repairing",
        "Spec": "spec",
        "decode": "decoding",
        "encoded": "decoding",
        "fmt": "relayout",
        "load": "loading",
        "repair": "repairing",
    },
)
