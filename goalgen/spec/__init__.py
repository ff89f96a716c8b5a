"""Things floor: a project's data as YAML text, as values, and as the place of every value in the text."""

from goalgen.spec.canonical import Value, dump, ordered, scalar
from goalgen.spec.compose import Spec, decode, load
from goalgen.spec.relayout import fmt
from goalgen.spec.repairing import Repaired, repair
from goalgen.vocabulary import DRAFT_KEY, FORM_KEY

__all__ = [
    "DRAFT_KEY",
    "FORM_KEY",
    "Repaired",
    "Spec",
    "Value",
    "decode",
    "dump",
    "fmt",
    "load",
    "ordered",
    "repair",
    "scalar",
]
