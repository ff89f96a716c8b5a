"""Tables of other regions that a reviewer went through, and what the rules find in them: tests/reviewed.

`tables/NAME.yaml` is a real table drawn in text (source under 来源, own words): paragraphs, and tables of rows in the writing of
`grids`, `⏎` for a new paragraph in a cell. `recall/NAME.txt` lists the certain faults of it, written before anybody saw what the
rules say; `judged/NAME.txt` every finding of today with a verdict.
"""

from __future__ import annotations

import json
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import yaml
from conftest import ROOT
from grids import Block, docx

from goalgen.cli import main

FOLDER = ROOT / "tests" / "reviewed"
SEVERITIES = {"error": "错误", "warn": "警告", "info": "提示"}


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


class Said(NamedTuple):
    """A finding as people see it: code, severity, cell, message."""

    code: str
    severity: str
    cell: str
    message: str

    def __str__(self) -> str:
        return f"{self.code} {self.severity} {self.cell.replace(' ', '') or '-'} | {self.message}"


def findings(table: Table) -> list[Said]:
    """What `check` says of the Word file; where no packaged form fits, after `form draft` with its doubts confirmed."""
    with TemporaryDirectory() as folder, chdir(folder):
        name = f"{table.name}.docx"
        Path(name).write_bytes(table.document())
        found = _checked(name)
        if any(each.code == "R301" for each in found):
            _quiet(["form", "draft", name, "-o", f"templates/{name}"])
            schema = Path("schemas", f"{table.name}.schema.json")
            schema.write_text(schema.read_text("utf-8").replace('？"', '"'), "utf-8")
            found = _checked(name)
        return found


def _checked(name: str) -> list[Said]:
    told = json.loads(_quiet(["check", name, "--format", "json", "--level", "提示", "--no-cache"]))
    return [
        Said(
            each["code"],
            SEVERITIES[each["severity"]],
            each["cell"] or "",
            each["message"].replace(name, "表.docx").replace("\n", "⏎"),
        )
        for each in told["problems"]
    ]


def _quiet(arguments: list[str]) -> str:
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()):
        main(arguments)
    return out.getvalue()
