"""Verbs floor: a form drafted from filled tables of an unknown layout."""

from goalgen.verbs.draft.comparison import Comparison, compare
from goalgen.verbs.draft.drafting import Draft, draft
from goalgen.verbs.draft.grouping import instances
from goalgen.verbs.draft.wants import Want

__all__ = ["Comparison", "Draft", "Want", "compare", "draft", "instances"]
