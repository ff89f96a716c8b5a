"""Microsoft's own Open XML SDK finds nothing to repair in what goalgen ships and builds."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tools import ROOT, require

OFFICES = ["Office2007", "Office2019", "Microsoft365"]


def validate(path: Path) -> list[str]:
    """Return what the Office versions would object to: version, part, place and reason."""
    program = require("ooxml-validator")
    found = []
    for office in OFFICES:
        command = [program, str(path), "--officeVersion", office]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode in (0, 1), done.stderr
        found += [
            f"{office} {error['path']} {error['xPath']}: {error['description']}"
            for error in json.loads(done.stdout)["errors"]
        ]
    return found


@pytest.mark.parametrize("template", sorted((ROOT / "templates").glob("*.docx")), ids=lambda path: path.name)
def test_template_is_valid(template: Path):
    assert validate(template) == []


@pytest.mark.parametrize("options", [[], ["--split"]], ids=["book", "split"])
def test_what_is_built_is_valid(options: list[str], tmp_path: Path):
    build = [sys.executable, "-m", "goalgen", "build", "specs/331201/2022", *options, "-o", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True)
    last = sorted(tmp_path.rglob("*.docx"))[-1]
    assert validate(last) == []


def test_the_validator_sees_a_fault(tmp_path: Path):
    """A text file that calls itself a Word file is objected to: the tests above are not green for nothing."""
    (tmp_path / "text.docx").write_text("绩效目标表", encoding="utf-8")
    assert len(validate(tmp_path / "text.docx")) == len(OFFICES)
