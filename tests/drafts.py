"""The forms of tests/data/drafts: layouts with the values marked in them by hand, and what a person takes each value for.

A layout is a list of paragraphs and tables in the writing of `grids`. `«name»` stands where a value goes; a row
`@list …` is written once for each row of the list, and a column `«name^»` is merged down where rows say the same.
What is not marked is fixed text. So the layout is the judgement, written before any draft was looked at; what is not
plain from it (meanings, units, other good names, what should be doubted) stands under 栏位 and 清单.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from grids import Block, docx

from goalgen.docx import Row, open_package, walk
from goalgen.vocabulary import meaning_of_label

FOLDER = Path(__file__).parent / "data" / "drafts"
FORMS = FOLDER.parent / "forms"
_MARK = re.compile(r"«([^»^]+)(\^?)»")
_SPAN = re.compile(r"\d>")


@dataclass(frozen=True)
class Truth:
    """A value of a form as a person sees it: good names, possible meanings (None: none of the vocabulary), unit."""

    name: str
    names: tuple[str, ...]
    meanings: tuple[str | None, ...]
    unit: str
    doubtful: bool
    listed: str = ""
    """the list of which it is a column"""
    optional: bool = False
    """whether it may as well stay blank for good: a cell without a use, in a row of sums"""
    value: str | None = None
    """what the value is, where it is not plain how far it goes"""


@dataclass(frozen=True)
class Judgement:
    """What a person sees in one document: its title (none where it has none), its values by address, its lists."""

    titles: tuple[str, ...]
    places: Mapping[str, Sequence[Truth]]
    lists: Mapping[str, tuple[Truth, int]]
    """each with the number of its rows, those that are blank aside"""
    labels: frozenset[str] = frozenset()
    """the fixed texts around the values, where they are known"""


@dataclass(frozen=True)
class DraftForm:
    """A form, its documents, and the judgement."""

    name: str
    about: str
    source: str
    title: str
    layout: tuple[Any, ...]
    nested: bool
    values: tuple[Mapping[str, Any], ...]
    blank: Mapping[str, Any] | None
    fields: Mapping[str, Truth]
    lists: Mapping[str, Truth]

    def document(self, values: Mapping[str, Any]) -> bytes:
        """The form with these values in it."""
        return docx(*(_filled(block, values, self) for block in self.layout), ruled=True, nested=self.nested)

    def filled(self) -> list[bytes]:
        """The filled documents."""
        return [self.document(values) for values in self.values]

    def emptied(self) -> bytes | None:
        """The form before anybody filled it; None where the corpus has none."""
        return None if self.blank is None else self.document(self.blank)

    def places(self, values: Mapping[str, Any]) -> dict[str, list[Truth]]:
        """Where each value stands in the document of these values, the first row for a list, by address."""
        marks = {name: f"⟦{name}⟧" for name in self.fields if not self.fields[name].listed}
        for name in self.lists:
            rows = values.get(name) or []
            columns = self.columns(name)
            marks[name] = [[f"⟦{name}/{column}⟧" for column in columns], *([[""] * len(columns)] * (len(rows) - 1))]
        package, _ = open_package(self.document(marks), "标记.docx")
        assert package is not None
        found: dict[str, list[Truth]] = {}
        for block in walk(package.document):
            cells = block.cells if isinstance(block, Row) else [None]
            for cell in cells:
                address = str(block.address(cell) if isinstance(block, Row) else block.address())
                text = block.text if cell is None else cell.text if cell.origin is None else ""
                for name in re.findall("⟦(.*?)⟧", text):
                    found.setdefault(address, []).append(self.fields[name])
        return found

    def judgement(self, values: Mapping[str, Any]) -> Judgement:
        """What a person sees in the document of these values."""
        lists = {
            name: (truth, sum(any(map(str.strip, row)) for row in values[name]))
            for name, truth in self.lists.items()
            if values.get(name)
        }
        lines = [line for block in self.layout if not isinstance(block, str) for line in block]
        cells = {_SPAN.sub("", cell).strip() for line in lines for cell in line.split("|") if "«" not in cell}
        return Judgement((self.title,), self.places(values), lists, frozenset(cells))

    def columns(self, name: str) -> list[str]:
        """The columns of a list, from left to right."""
        return [each.name for each in self.fields.values() if each.listed == name]


def _filled(block: Any, values: Mapping[str, Any], form: DraftForm) -> Block:
    if isinstance(block, str):
        return _put(block, values)
    table: list[list[str]] = []
    for line in block:
        if line.startswith("@"):
            name, _, cells = line[1:].partition(" ")
            table += _listed(cells.split("|"), form.columns(name), values.get(name) or [])
        else:
            table.append([_cell(cell, values) for cell in line.split("|")])
    return table


def _listed(cells: Sequence[str], columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[list[str]]:
    table: list[list[str]] = []
    before: Sequence[str] = ()
    for row in rows:
        same = True
        line = []
        for cell in cells:
            match = _MARK.search(cell)
            if match is None:
                line.append(_cell(cell, {}))
                continue
            place = columns.index(match[1])
            same = same and bool(before) and bool(match[2]) and before[place] == row[place]
            line.append("^" if same else _cell(cell, dict(zip(columns, row, strict=True))))
        before = row
        table.append(line)
    return table


def _cell(text: str, values: Mapping[str, Any]) -> str:
    """A cell: `/` begins a paragraph and `_` is a blank, but not in values."""
    fixed = [part.replace("/", "\n").replace("_", " ") for part in re.split("«[^»]*»", text.strip())]
    marks = _MARK.findall(text)
    whole = not _SPAN.sub("", "".join(fixed)).strip()
    found = [str(values.get(name, "") or ("" if whole else "    ")) for name, _ in marks]
    return "".join(one + two for one, two in zip(fixed, [*found, ""], strict=True))


def _put(text: str, values: Mapping[str, Any]) -> str:
    return _MARK.sub(lambda match: str(values.get(match[1], "") or "    "), text)


@cache
def load(name: str) -> DraftForm:
    """A form of the corpus."""
    found = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    layout = tuple(found["文档"])
    fields: dict[str, Truth] = {}
    lists: dict[str, Truth] = {}
    said, listed = found.get("栏位") or {}, found.get("清单") or {}
    for block in layout:
        for line in [block] if isinstance(block, str) else block:
            owner = line[1:].split(" ")[0] if line.startswith("@") else ""
            if owner and owner not in lists:
                lists[owner] = _truth(owner, listed.get(owner) or {}, "")
            own = ((listed.get(owner) or {}).get("列") or {}) if owner else said
            for mark in _MARK.finditer(line):
                key = f"{owner}/{mark[1]}" if owner else mark[1]
                assert key not in fields, f"{name}：«{mark[1]}» 写了两次"
                fields[key] = _truth(mark[1], own.get(mark[1]) or {}, owner)
    unknown = {*said, *listed} - {*fields, *lists}
    assert not unknown, f"{name}：布局里没有 {unknown}"
    return DraftForm(
        name,
        found["说明"],
        found["来源"],
        found["标题"],
        layout,
        bool(found.get("嵌套")),
        tuple(_texts(values) for values in found["填"]),
        None if found.get("空白") is None else _texts(found["空白"]),
        fields,
        lists,
    )


def _texts(values: Any) -> Any:
    if isinstance(values, dict):
        return {key: _texts(value) for key, value in values.items()}
    return [_texts(value) for value in values] if isinstance(values, list) else str(values)


def _truth(name: str, about: Mapping[str, Any], listed: str) -> Truth:
    meanings = about["意思"] if "意思" in about else meaning_of_label(name)
    return Truth(
        name,
        (name, *about.get("又名", ())),
        tuple(meanings) if isinstance(meanings, list) else (meanings,),
        about.get("单位", ""),
        bool(about.get("应疑")),
        listed,
        bool(about.get("可无")),
        about.get("值"),
    )


def judgement(name: str, data: bytes) -> Judgement:
    """What a person sees in a document of tests/data/forms, from judged.yaml; of `a/b` what is said of it, or of all `a`."""
    every = yaml.safe_load((FORMS / "judged.yaml").read_text("utf-8"))
    found = every.get(name) or every[name.partition("/")[0]]
    package, _ = open_package(data, name)
    assert package is not None
    blocks = list(walk(package.document))
    rows: dict[int, list[Row]] = {}
    for block in blocks:
        if isinstance(block, Row):
            rows.setdefault(block.table, []).append(block)
    tables = list(rows.values())
    paragraphs = [block for block in blocks if not isinstance(block, Row)]
    places: dict[str, list[Truth]] = {}
    for place, said in found["栏位"].items():
        if str(place).startswith("段"):
            address = str(paragraphs[int(place[1:]) - 1].address())
        else:
            table, row, cell = [1, *map(int, str(place).split("."))][-3:]
            line = tables[table - 1][row - 1]
            address = str(line.address(line.cells[cell - 1]))
        for each in said:
            if isinstance(each, str):
                places.setdefault(address, []).append(_truth(each, {}, ""))
            else:
                places[address][-1] = _truth(places[address][-1].name, each, "")
    lists: dict[str, tuple[Truth, int]] = {}
    for own, about in found["清单"].items():
        lists[own] = _truth(own, about, ""), about["行"]
        line = tables[about.get("表", 1) - 1][about["起"] - 1]
        for offset, column in enumerate(about["列"]):
            more = {} if isinstance(column, str) else column
            truth = _truth(column if isinstance(column, str) else column["名"], more, own)
            places.setdefault(str(line.address(line.cells[about["从"] - 1 + offset])), []).append(truth)
    titles = () if found.get("没有标题") else (found["标题"], *found.get("又名", ()))
    return Judgement(titles, places, lists)


def names() -> list[str]:
    """The names of the forms of the corpus."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))
