"""What a command imports: a git hook, a driver of `git diff` and a shell wait for its start and for nothing else."""

from __future__ import annotations

import subprocess
import sys

import pytest
from conftest import ROOT

DOCUMENT = "tests/data/legacy/tianjin-2022.docx"
BOOK = "specs/331201/2022"
SPEC = f"{BOOK}/08-科技系统干部教育培训.yaml"
HEAVY = {
    *("docx", "docxtpl", "html", "jinja2", "jsonschema", "lxml", "pygls", "rich", "yaml"),
    *("concurrent.futures", "email", "http.client", "importlib.metadata", "importlib.resources", "multiprocessing"),
    *("random", "secrets", "socket", "ssl", "subprocess", "tempfile", "traceback", "urllib.request", "xml.sax"),
}
"""What takes long to import."""
pytestmark = pytest.mark.slow

SCRIPT = """
import sys
from goalgen.__main__ import run
try:
    run()
except SystemExit:
    pass
print(*sys.modules, file=sys.__stderr__, sep="\\n")
"""


def imported(*command: str, code: int = 0) -> set[str]:
    """The modules there are at the end of a command that was run before, so that what can be kept was kept."""
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, *command], cwd=ROOT, capture_output=True, text=True, check=True, errors="replace"
    )
    assert "goalgen" in run.stderr.split()
    return set(run.stderr.split())


def slow(*command: str, uses: str) -> object:
    return pytest.param(command, uses, id=" ".join(command)[:20], marks=pytest.mark.slow)


@pytest.mark.parametrize(
    ("command", "uses"),
    [
        pytest.param(("show", DOCUMENT), "lxml", id="show"),
        pytest.param(("check", SPEC, "--force"), "", id="check"),
        slow("--help", uses=""),
        slow("rule", uses=""),
        slow("rule", "G521", uses=""),
        slow("fmt", "--check", SPEC, uses=""),
        slow("survey", DOCUMENT, uses="lxml"),
        slow("check", BOOK, "--force", uses=""),
        slow("check", BOOK, "--format", "json", "--force", uses="lxml"),
        slow("check", DOCUMENT, uses="lxml"),
        slow("form", "list", uses=""),
        slow("form", "schema", uses=""),
    ],
)
def test_a_command_imports_what_it_uses(command, uses):
    if command[0] == "show":
        imported(*command)  # which makes and keeps what is kept
    assert imported(*command) & HEAVY == set(uses.split())


@pytest.mark.slow
def test_reading_imports_no_more_than_showing(tmp_path):
    assert imported("read", DOCUMENT, "-o", str(tmp_path / "out")) & HEAVY == {"lxml"}


@pytest.mark.slow
def test_building_prints_with_jinja_what_docxtpl_has_mended(tmp_path):
    for _ in range(2):
        found = imported("build", BOOK, "-o", str(tmp_path / "out"), "--force")
    assert found & HEAVY & {"docx", "docxtpl", "jsonschema", "http.client", "ssl"} == set()
    assert {"lxml", "jinja2"} <= found
    assert imported("build", BOOK, "-o", str(tmp_path / "out")) & HEAVY == set(), "nothing has changed"


@pytest.mark.slow
def test_jsonschema_explains_and_is_not_asked_for_else(tmp_path):
    spec = tmp_path / "错.yaml"
    spec.write_text((ROOT / SPEC).read_text("utf-8").replace("序号:", "序:"), "utf-8")
    assert "jsonschema" in imported("check", str(spec))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("select", "family"), [("G4", "g4"), ("G521", "g521"), ("G0", "none"), ("G9,G1", "g9 g1"), ("G307", "g307")]
)
def test_rules_are_imported_by_family_when_asked_for(select, family):
    rules = [
        name for name in imported("check", SPEC, "--force", "--select", select) if name.startswith("goalgen.rules.g")
    ]
    assert [
        name for name in rules if not name.startswith(tuple(f"goalgen.rules.{each}" for each in family.split()))
    ] == []
    assert bool(rules) == (family != "none")
