"""Things floor: a spec seen through the vocabulary of meanings, so that one rule serves every form that has the meaning."""

from goalgen.taxonomy import Profile, profile_of, profiles
from goalgen.view.field import Field
from goalgen.view.project import Finding, Indicator, Project, number_of

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
