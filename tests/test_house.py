"""The house holds: every import points down, only the edge prints, and no module or function hides a second idea."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "goalgen"
FLOORS = (
    {
        "text",
        "paths",
        "problem",
        "labels",
        "tables",
        "vocabulary",
        "shell",
        "taxonomy",
        "schema",
        "codes",
        "guard",
        "disk",
        "memory",
        "lazily",
        "shelf",
    },
    {"spec", "docx", "ledger", "embedded", "value", "view", "align", "changes", "projects", "fingerprint", "layouts"},
    {"form"},
    {
        "build",
        "read",
        "put",
        "check",
        "rules",
        "diff",
        "merge",
        "survey",
        "draft",
        "roll",
        "form_diff",
        "annotate",
        "verbs",
    },
    {"desk", "bulk", "fleet"},
    {"cli", "lsp", "__main__", "__init__"},
)
NAMES = ("words", "things", "form", "verbs", "desk", "edge")
VERBS = FLOORS[3]
EDGE = FLOORS[5]
ALLOWED = {
    *{("build", "read"), ("put", "read"), ("check", "rules")},
    *{("cli", "lsp"), ("__main__", "cli")},
}
"""Arrows between rooms of the verbs' floor: build and put read back to check themselves, check is made of its rules; and of
the edge: the command line starts the language server."""
YAML_WING = {"spec", "value", "view", "check", "rules", "roll", "diff", "merge"}
WORD_WING = {
    "docx",
    "ledger",
    "embedded",
    "fingerprint",
    "layouts",
    "form",
    "read",
    "build",
    "put",
    "annotate",
    "draft",
    "form_diff",
}
ACROSS = {("build", "spec"), ("put", "spec")}
"""What of the Word wing is given specs, and says where in them it found something."""
MODULES = sorted(PACKAGE.rglob("*.py"))
NAMED = {
    ".".join(("goalgen", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
    for path in MODULES
}


def room(path: Path) -> str:
    return room_of(path.relative_to(PACKAGE).with_suffix("").parts)


def room_of(parts: tuple[str, ...]) -> str:
    """The room of a module; the verbs are the rooms of their floor."""
    return parts[1] if parts[0] == "verbs" and parts[1:] and parts[1] != "__init__" else parts[0]


def floor(name: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if name in rooms)


def imports(source: str) -> Iterator[str]:
    """The modules that a source names: in imports, lazy or not, and in strings, such as `import_module` takes."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "goalgen":
            names = [alias.name for alias in node.names if alias.name != "__version__"]
            inside = [f"{node.module}.{name}" for name in names if f"{node.module}.{name}" in NAMED]
            yield from inside
            if len(inside) < len(names):
                yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "goalgen")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in NAMED:
            yield node.value
        elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            begin = str(node.values[0].value)
            if re.fullmatch(r"goalgen\.(\w+\.)*", begin):
                yield begin.rstrip(".")


def imported(path: Path) -> set[str]:
    """The rooms that a module imports from; the package itself is no room, nor is the one that holds the verbs."""
    found = (tuple(name.split(".")[1:]) for name in imports(path.read_text(encoding="utf8")))
    return {room_of(parts) for parts in found if parts and parts != ("verbs",)} - {room(path)}


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import goalgen.lsp", {"goalgen.lsp"}),
        ("from goalgen.desk import files", {"goalgen.desk.files"}),
        ("def f():\n    from goalgen.spec import dump, slips", {"goalgen.spec", "goalgen.spec.slips"}),
        ('import_module("goalgen.lsp").serve()', {"goalgen.lsp"}),
        ('HOMES = {"goalgen.cli.build": 1}', {"goalgen.cli.build"}),
        ('import_module(f"goalgen.cli.{name}")', {"goalgen.cli"}),
        ('print(f"goalgen {version}", "goalgen.toml")', set()),
        ("from goalgen import __version__", set()),
    ],
)
def test_imports_are_seen_however_they_are_written(source, found):
    assert set(imports(source)) == found


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_every_import_points_down(path):
    here = room(path)
    for other in imported(path):
        if {here, other} <= VERBS or {here, other} <= EDGE:
            assert (here, other) in ALLOWED, f"{here} imports {other}: no verb imports a verb, no edge another"
        else:
            assert floor(other) <= floor(here), f"{here} imports {other}, which is above it"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_the_wings_need_nothing_of_each_other(path):
    here = room(path)
    for other in imported(path):
        assert not (here in YAML_WING and other in WORD_WING), f"{here} imports {other}: what both need goes down or up"
        if here in WORD_WING and other in YAML_WING:
            assert (here, other) in ACROSS, f"{here} imports {other}: what both need goes down or up"


def test_there_are_no_import_cycles():
    graph: dict[str, set[str]] = {}
    for path in MODULES:
        graph.setdefault(room(path), set()).update(imported(path))
    assert list(TopologicalSorter(graph).static_order())


def bound(path: Path) -> set[str]:
    """The names that a package gives to something that is no module of its own."""
    package = ".".join(("goalgen", *path.parent.relative_to(PACKAGE).parts))
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf8")).body:
        if isinstance(node, ast.ImportFrom) and node.module != package:
            found |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            stored = (inner for inner in ast.walk(node) if isinstance(inner, ast.Name))
            found |= {inner.id for inner in stored if isinstance(inner.ctx, ast.Store)}
            if "__all__" in found and isinstance(node.value, ast.List):
                found |= set(ast.literal_eval(node.value))
    return found


@pytest.mark.parametrize("path", [path for path in MODULES if path.name == "__init__.py"], ids=name)
def test_a_name_is_a_module_or_something_else_and_not_both(path):
    modules = {each.stem for each in path.parent.glob("*.py")} | {
        each.parent.name for each in path.parent.glob("*/__init__.py")
    }
    both = bound(path) & modules
    assert not both, f"{', '.join(sorted(both))}: whoever imports first decides what it is"


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
        if isinstance(node, ast.ImportFrom) and floor(room(path)) < 5:
            assert node.module != "argparse", "only the command line knows what can be typed"


def heavy(script: str) -> str:
    """Which of the packages that take long to import a script has imported, after what it prints."""
    script = f"import sys; {script};print(*sorted({HEAVY} & set(sys.modules)), sep=',')"
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return run.stdout.splitlines()[-1]


HEAVY = {"docxtpl", "docx", "lxml", "jsonschema", "yaml", "jinja2", "pygls"}


def test_help_imports_nothing_it_does_not_use():
    assert heavy("from goalgen.cli import main; main(['--help'])") == ""


def test_the_library_imports_nothing_it_is_not_asked_for():
    assert heavy("import goalgen; goalgen.Problem; goalgen.Where; goalgen.Span") == ""
    assert heavy("from goalgen import Spec, load; load('甲: 乙')") == "yaml"


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
