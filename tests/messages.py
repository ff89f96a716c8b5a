"""Every message of the rules, written down to be read: `tests/data/messages/G4.txt`, a file a family.

A case begins with `== G401 一格` (a value in one cell) or `== G401 三栏` (its sign, number and unit in three), then come a
spec, or several with `---` between them, and a line `> place | cell | message` for each finding. What stands for form and settings: `# taxonomy: …`, `# unit-budget: …`,
`# meaning: field=meaning`, `# blank: field` for one that the form shows blank, `# length: field=20`. `== G106 规格` cannot be in Word. In Word a case is a table of its single fields and lists
of texts, a row each, and below it a table for each other list, with a heading.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from conftest import ROOT
from documents import document

from goalgen.desk.forms import Forms
from goalgen.desk.lint import Lint
from goalgen.desk.review import review
from goalgen.form import Form, make_form
from goalgen.problem import Problem
from goalgen.rules import Choice, Project, judge
from goalgen.spec import Spec, load
from goalgen.text import Source
from goalgen.verbs.build import build
from goalgen.verbs.read import read
from goalgen.vocabulary import FORM_KEY

FOLDER = ROOT / "tests" / "data" / "messages"
RULES = ROOT / "goalgen" / "rules"
SHARED = ("common.py", "copying.py", "words.py")
"""Modules of which several rules take a part of what they say."""
NAME = "案"


class Case(NamedTuple):
    """One or more specs, and what is told of them: `例.yaml:3:8+2 | 表2 第2行第2列 | …`."""

    code: str
    layout: str
    text: str
    told: tuple[str, ...]

    def __str__(self) -> str:
        return "".join((f"== {self.code} {self.layout}\n", self.text, *(f"> {line}\n" for line in self.told)))


def cases(folder: Path = FOLDER) -> list[Case]:
    """All that is written down."""
    found = []
    for path in sorted(folder.glob("G*.txt")):
        for block in re.split(r"^== ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            head, _, body = block.partition("\n")
            code, layout = head.split()
            lines = body.rstrip("\n").split("\n")
            told = tuple(line[2:] for line in lines if line.startswith("> "))
            text = "".join(f"{line}\n" for line in lines[: len(lines) - len(told)])
            found.append(Case(code, layout, text, told))
    return found


def given(case: Case, name: str) -> list[str]:
    """What stands for form and settings."""
    return re.findall(rf"^# {name}: (\S+)$", case.text, re.MULTILINE)


def specs_of(case: Case) -> list[Spec]:
    """The specs of a case, called 例.yaml, or 例1.yaml, 例2.yaml …"""
    parts, found = re.split(r"^---\n", case.text, flags=re.MULTILINE), []
    for number, part in enumerate(parts, 1):
        spec, problems = load(Source(f"例{number if len(parts) > 1 else ''}.yaml", part))
        assert spec is not None, [str(problem) for problem in problems]
        found.append(spec)
    return found


def said(case: Case) -> list[tuple[str, Problem]]:
    """What the rule says of the specs as they are written, with its place in the text."""
    schema = schema_of(case)
    budget = [Decimal(each) for each in given(case, "unit-budget")]
    projects = [Project(spec, schema, *budget) for spec in specs_of(case)]
    found = judge(projects, Choice((case.code,)))
    at = [problem.where for problem in found]
    return [(f"{w.file}:{w.line}:{w.column}+{w.length}", p) for w, p in zip(at, found, strict=True)]


def in_word(case: Case, folder: Path) -> list[Problem]:
    """What the rule says of the Word file that is built of the specs, each in tables of its own."""
    used = form_of(case)
    whole = [Spec(_filled(spec.value, used.schema) | {FORM_KEY: NAME}, Source("", "")) for spec in specs_of(case)]
    data, problems = build(whole, used)
    assert data is not None, [str(problem) for problem in problems]
    forms = Forms()
    forms._schemas[NAME] = used.schema
    for budget in given(case, "unit-budget"):
        (folder / "goalgen.toml").write_text(f'[unit-budget]\n"331201" = "{budget}"\n', "utf-8")
    reading = read(data, "案.docx", [used])
    return review(folder / "案.docx", reading, Lint((case.code,)), forms).problems


def _filled(value: Mapping[str, Any], part: Mapping[str, Any]) -> dict[str, Any]:
    """A mapping with a blank for each field that it lacks: on paper every cell is there."""
    found: dict[str, Any] = {}
    for key, field in part["properties"].items():
        rows = field.get("items", {})
        found[key] = value.get(key, [] if field.get("type") == "array" else "")
        if "properties" in rows:
            found[key] = [_filled(row, rows) for row in found[key]]
    return found


def schema_of(case: Case) -> dict[str, Any]:
    """A schema of just the fields of a case."""
    fields: dict[str, Any] = {FORM_KEY: {"const": NAME}}
    specs = specs_of(case)
    for key, value in {key: value for spec in specs for key, value in spec.value.items()}.items():
        rows = [row for spec in specs for row in spec.value.get(key) or [] if isinstance(row, dict)]
        columns = list(dict.fromkeys(name for row in rows for name in row))
        row = {"type": "object", "required": columns, "properties": {name: {"type": "string"} for name in columns}}
        is_list = isinstance(value, list)
        fields[key] = {"type": "array", "items": row if rows else {"type": "string"}} if is_list else {"type": "string"}
    for key, meaning in (each.split("=") for each in given(case, "meaning")):
        fields[key]["x-meaning"] = meaning
    for key in given(case, "blank"):
        fields[key]["examples"] = [""]
    for key, length in (each.split("=") for each in given(case, "length")):
        of = [
            field["items"]["properties"]
            for field in fields.values()
            if key in field.get("items", {}).get("properties", {})
        ]
        (of or [fields])[0][key]["x-goalgen"] = {"length": int(length)}
    taxonomy = (given(case, "taxonomy") or ["cn-2015-88"])[0]
    return {"x-goalgen": {"taxonomy": taxonomy}, "type": "object", "required": list(fields), "properties": fields}


def form_of(case: Case) -> Form:
    """A form that prints just the fields of a case."""
    schema, top, lists = schema_of(case), [], []
    for key, field in schema["properties"].items():
        columns = list(field.get("items", {}).get("properties", {}))
        if columns:
            loop = [[f"{{%tr for 行 in {key} %}}"], [f"{{{{ 行.{name} }}}}" for name in columns], ["{%tr endfor %}"]]
            lists.append([columns, *([*row, *[""] * (len(columns) - len(row))] for row in loop)])
        elif "items" in field:
            top.append((key, f"{{%p for 条 in {key} %}}\n{{{{ 条 }}}}\n{{%p endfor %}}"))
        elif key != FORM_KEY:
            top.append((key, f"{{{{ {key} }}}}"))
    blocks: list[Any] = ["绩效表", *([top] if top else [])]
    for one in lists:
        blocks += ["清单", one]
    used, problems = make_form(NAME, document(*blocks), schema, "案.docx")
    assert used is not None, [str(problem) for problem in problems]
    return used


def templates(path: Path) -> Iterator[tuple[int, str]]:
    """What a module says, a pattern for each sentence or piece of one, with its line: the texts of its functions that are
    neither compared with anything nor handed to what is no part of the package's own way to a finding."""
    tree = ast.parse(path.read_text("utf-8"))
    for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
        yield from _said_in(function.body, path)


def _said_in(nodes: Sequence[ast.AST], path: Path) -> Iterator[tuple[int, str]]:
    for node in nodes:
        if isinstance(node, ast.Compare | ast.FunctionDef) or _is_docstring(node):
            continue
        if isinstance(node, ast.Call) and not _tells(node):
            continue
        if isinstance(node, ast.JoinedStr):
            yield from _pattern(
                node.lineno, [part.value if isinstance(part, ast.Constant) else "" for part in node.values]
            )
            yield from _said_in([part for part in node.values if not isinstance(part, ast.Constant)], path)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from _pattern(node.lineno, [node.value])
        elif isinstance(node, ast.Subscript | ast.comprehension):
            continue
        else:
            yield from _said_in(list(ast.iter_child_nodes(node)), path)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _tells(call: ast.Call) -> bool:
    """Whether what is handed over becomes part of a message: to a finding, to a function of the module, put together."""
    called = call.func
    if isinstance(called, ast.Name):
        return called.id in ("Finding", "next", "map", "tuple") or called.id.startswith("_")
    return isinstance(called, ast.Attribute) and called.attr in ("join", "format")


def _pattern(line: int, pieces: Sequence[object]) -> Iterator[tuple[int, str]]:
    """A template with a Han character in it, with anything for what is filled in."""
    said = "".join(re.escape(str(piece)) if piece else ".*" for piece in pieces)
    if re.search("[\u4e00-\u9fff]", said) and "(?" not in "".join(map(str, pieces)):
        yield line, said.replace("\ufdd0", ".*").replace(r"\{\}", ".*")
