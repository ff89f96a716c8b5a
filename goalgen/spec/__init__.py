"""Things floor: a project's data as YAML text, as values, and as the place of every value in the text."""

from goalgen.spec.canonical import Value, dump, scalar
from goalgen.spec.compose import DRAFT_KEY, FORM_KEY, Spec, decode, load
from goalgen.spec.relayout import fmt
from goalgen.spec.slips import Path

__all__ = ["DRAFT_KEY", "FORM_KEY", "Path", "Spec", "Value", "decode", "dump", "fmt", "load", "scalar"]
