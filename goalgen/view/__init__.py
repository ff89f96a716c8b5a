"""Things floor: a spec seen through the vocabulary of meanings, so that one rule serves every form that has the meaning."""

from goalgen.view.project import Field, Finding, Indicator, Project, number_of
from goalgen.view.taxonomy import Profile, profile_of, profiles

__all__ = [
    "Field",
    "Finding",
    "Indicator",
    "Profile",
    "Project",
    "number_of",
    "profile_of",
    "profiles",
]
