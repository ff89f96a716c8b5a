"""Verbs floor: a form drafted from filled tables of an unknown layout."""

from goalgen.draft.compare import Comparison, compare
from goalgen.draft.draft import Draft, draft
from goalgen.draft.instances import instances
from goalgen.draft.wants import Want

__all__ = ["Comparison", "Draft", "Want", "compare", "draft", "instances"]
