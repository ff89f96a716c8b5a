"""Tables of other regions that a reviewer went through, and what the rules find in them: tests/reviewed.

`tables/NAME.yaml` is a real table drawn in text (source under 来源, own words): paragraphs, and tables of rows in the writing of
`grids`, `⏎` for a new paragraph in a cell. `recall/NAME.txt` lists the certain faults of it, written before anybody saw what the
rules say; `judged/NAME.txt` every finding of today with a verdict.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import yaml
from conftest import ROOT
from grids import Block, docx

FOLDER = ROOT / "tests" / "reviewed"


@dataclass(frozen=True)
class Table:
    """A table of another region: name, what it is, where it is from, its paragraphs and rows."""

    name: str
    about: str
    source: str
    blocks: tuple[Block, ...]

    def document(self) -> bytes:
        """The Word file."""
        return docx(*self.blocks, ruled=True)


@cache
def tables() -> tuple[Table, ...]:
    """All of them, by name."""
    return tuple(_load(path.stem) for path in sorted((FOLDER / "tables").glob("*.yaml")))


def _load(name: str) -> Table:
    found = yaml.safe_load((FOLDER / "tables" / f"{name}.yaml").read_text("utf-8"))
    blocks = tuple(
        block if isinstance(block, str) else [[cell.replace("⏎", "\n") for cell in row.split("|")] for row in block]
        for block in found["文档"]
    )
    return Table(name, found["说明"], found["来源"], blocks)
