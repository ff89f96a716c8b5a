"""What others make of the documents that are put into: Microsoft's validator, LibreOffice."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import edits
import pytest
from conftest import form
from test_valid_docx import OFFICES, validate
from tools import require

from goalgen.form import Form
from goalgen.problem import Severity
from goalgen.verbs.read import read

pytestmark = pytest.mark.slow

WHOLE = ("change", "clear", "paragraph", "add", "add other", "remove", "move", "swap", "level", "rename", "add goal", "remove goal")  # fmt: skip
"""Changes that a document takes all at once."""


def documents() -> list[tuple[str, bytes, Form]]:
    """Documents that people made, constructs, and what the other forms build."""
    named = [(path.stem, path.read_bytes(), form(edits.TIANJIN)) for path in [*edits.LEGACY, *edits.CONFORMANCE[::6]]]
    return [*named, *((one.name, edits.book(one.name), one) for one in edits.forms_with_lists())]


DOCUMENTS = documents()


def changed(data: bytes, known: Form, kinds: tuple[str, ...]) -> bytes:
    """A document after all these changes, one after the other; one that is refused is left out."""
    for kind in kinds:
        reading = read(data, "告.docx", [known])
        rng = random.Random(kind)
        values = [edits.edited(table.value, [kind], rng) for table in reading.specs]
        result = edits.put_values(reading, values, data)
        if any(problem.severity is Severity.ERROR for problem in result.problems):
            assert result.data == data
        data = result.data
    return data


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document[0])
def test_the_validator_finds_nothing_new(document: tuple[str, bytes, Form], tmp_path: Path):
    name, data, known = document
    old, new = tmp_path / "旧.docx", tmp_path / "新.docx"
    old.write_bytes(data)
    result = changed(data, known, WHOLE)
    assert result != data, name
    new.write_bytes(result)
    before = {reason(line) for line in validate(old, OFFICES)}
    assert {reason(line) for line in validate(new, OFFICES)} - before == set()


def reason(line: str) -> str:
    """What the validator objects to, wherever it stands."""
    office, _, rest = line.partition(" ")
    return f"{office} {rest.partition(': ')[2]}"


def test_libreoffice_opens_each(tmp_path: Path):
    program = require("soffice")
    paths = []
    for number, (name, data, known) in enumerate(DOCUMENTS):
        path = tmp_path / f"{number}-{name}.docx"
        path.write_bytes(changed(data, known, (*WHOLE, "add 200", "remove goals")))
        paths.append(path)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    assert [path.with_suffix(".pdf").exists() for path in paths] == [True] * len(paths)
