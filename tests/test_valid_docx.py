"""Microsoft's own Open XML SDK finds nothing to repair in what goalgen ships and builds."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import form, spec_of
from tools import ROOT, require

from goalgen.form import form_files
from goalgen.form.samples import sample
from goalgen.verbs.annotate import annotate
from goalgen.verbs.build import build

pytestmark = pytest.mark.slow

OFFICES = ["Office2007", "Office2019", "Microsoft365"]
NEWEST = OFFICES[-1:]


def validate(path: Path, offices: Sequence[str] = OFFICES) -> list[str]:
    """Return what the Office versions would object to: version, part, place and reason."""
    program = require("ooxml-validator")
    found = []
    for office in offices:
        command = [program, str(path), "--officeVersion", office]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode in (0, 1), done.stderr
        found += [
            f"{office} {error['path']} {error['xPath']}: {error['description']}"
            for error in json.loads(done.stdout)["errors"]
        ]
    return found


@pytest.mark.parametrize("template", sorted((ROOT / "templates").glob("*.*.docx")), ids=lambda path: path.name)
def test_template_that_is_only_read_is_valid(template: Path):
    assert validate(template, NEWEST) == []


@pytest.mark.parametrize("name", form_files([ROOT]))
def test_what_a_form_builds_is_valid(name: str, tmp_path: Path):
    value = {"表样": name} | sample(form(name).pattern, form(name).schema)
    path = tmp_path / "书.docx"
    path.write_bytes(build([spec_of(value)] * 2, form(name)).data)
    assert validate(path, NEWEST) == []


def test_a_template_with_findings_as_comments_is_valid(tmp_path: Path):
    path = tmp_path / "批注.docx"
    notes = [("第1段", "标题"), ("表1 第4行", "一行"), ("表1 第5行第2列", "一格\n两行"), ("", "没有位置")]
    path.write_bytes(annotate((ROOT / "templates/mof-2015-unit.docx").read_bytes(), "模板.docx", notes).data)
    assert validate(path) == []


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
