"""The house holds: every import points down, only the edge prints, and no module or function hides a second idea."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "goalgen"
FLOORS = (
    {"text", "problem", "labels", "tables", "vocabulary", "schema", "codes"},
    {"spec", "docx", "ledger", "embedded", "value", "view"},
    {"form"},
    {"build", "read", "check", "rules", "survey", "draft", "roll", "form_diff", "annotate", "verbs"},
    {"desk"},
    {"cli", "lsp", "__main__", "__init__"},
)
NAMES = ("words", "things", "form", "verbs", "desk", "edge")
VERBS = FLOORS[3]
ALLOWED = {("build", "read"), ("check", "rules")}
"""Arrows between rooms of the verbs' floor: build reads back to check itself; check is made of its rules."""
MODULES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    return room_of(path.relative_to(PACKAGE).with_suffix("").parts)


def room_of(parts: tuple[str, ...]) -> str:
    """The room of a module; the verbs are the rooms of their floor."""
    return parts[1] if parts[0] == "verbs" and parts[1:] and parts[1] != "__init__" else parts[0]


def floor(name: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if name in rooms)


def imported(path: Path) -> set[str]:
    """The rooms that a module imports from, lazily or not."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "goalgen":
            parts = node.module.split(".")
            names = {alias.name for alias in node.names} - {"__version__"}
            if len(parts) > 1 and parts[1:] != ["verbs"]:
                found.add(room_of(tuple(parts[1:])))
            else:
                found |= names
        elif isinstance(node, ast.Import):
            inside = [alias.name.split(".")[1:] for alias in node.names if alias.name.startswith("goalgen.")]
            found |= {room_of(tuple(parts)) for parts in inside}
    return found - {room(path)}


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_every_import_points_down(path):
    here = room(path)
    for other in imported(path):
        if here in VERBS and other in VERBS:
            assert (here, other) in ALLOWED, f"{here} imports {other}: no verb imports a verb"
        else:
            assert floor(other) <= floor(here), f"{here} imports {other}, which is above it"


def test_there_are_no_import_cycles():
    graph: dict[str, set[str]] = {}
    for path in MODULES:
        graph.setdefault(room(path), set()).update(imported(path))
    assert list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_is_short_names_its_floor_and_does_not_print(path):
    source = path.read_text(encoding="utf8")
    tree = ast.parse(source)
    assert len(source.splitlines()) <= 400
    if room(path) not in ("rules", "__init__"):  # a rule's docstring is its page
        assert (ast.get_docstring(tree) or "").lower().startswith(f"{NAMES[floor(room(path))]} floor")
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 50, node.name
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and floor(room(path)) < 5:
            assert node.func.id not in ("print", "open", "input"), f"line {node.lineno}"


def test_help_imports_nothing_it_does_not_use():
    script = (
        "import sys; from goalgen.cli import main; main(['--help']);"
        "print(*sorted({'docxtpl', 'docx', 'lxml', 'jsonschema', 'rich', 'yaml', 'jinja2'} & set(sys.modules)), sep=',')"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == ""


def test_what_is_committed_names_no_machine_and_no_registry():
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for path in filter(None, files.split("\0")):
        content = (ROOT / path).read_bytes() if (ROOT / path).is_file() else b""
        for word in (
            b"pypi" + b".org",
            b"pythonhosted" + b".org",
            b"npmjs" + b".org",
            b"deb." + b"debian.org",
            b"/wo" + b"rk/",
        ):
            assert word not in content, path
        assert Path(path).name not in ("uv.lock", "package-lock.json")
