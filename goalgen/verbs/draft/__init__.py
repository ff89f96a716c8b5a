"""Verbs floor: a form drafted from filled tables of an unknown layout."""

from goalgen.verbs.draft.compare import Comparison, compare
from goalgen.verbs.draft.draft import Draft, draft
from goalgen.verbs.draft.instances import instances
from goalgen.verbs.draft.wants import Want

__all__ = ["Comparison", "Draft", "Want", "compare", "draft", "instances"]
