"""Verbs floor, `draft`: a draft in the making: the values found so far, and what is to be done to the document."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from goalgen.docx import Address, Hidden
from goalgen.problem import Problem, Severity, Where
from goalgen.verbs.draft.lists import Region
from goalgen.verbs.draft.wants import Want


@dataclass
class TagEdit:
    """What is to be done to one cell or paragraph, once the keys are known."""

    node: etree._Element
    wants: list[tuple[int, int, Want]]
    whole: bool = False
    beside: etree._Element | None = None


@dataclass
class Work:
    """A draft in the making."""

    file: str
    project: Want | None = None
    wants: list[Want] = field(default_factory=list)
    edits: list[TagEdit] = field(default_factory=list)
    lists: list[tuple[Region, Want, list[bool]]] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    """texts of the first document that nobody sees"""

    def doubt(self, address: Address, message: str) -> None:
        """Note what a person should look at."""
        self.problems.append(Problem("F301", Where(self.file, cell=str(address)), message, Severity.INFO))
