"""LibreOffice opens what goalgen builds, and what it saves again still reads to the same specs."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from tools import ROOT, require

pytestmark = pytest.mark.slow

SPECS = ROOT / "specs/331201/2022"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("book")
    goalgen("build", SPECS, "-o", folder)
    return folder / "331201-2022.docx"


def goalgen(*arguments: object) -> None:
    subprocess.run([sys.executable, "-m", "goalgen", *map(str, arguments)], cwd=ROOT, check=True)


def convert(path: Path, target: str, folder: Path) -> Path:
    """Let LibreOffice convert the file, with a profile of its own so that no running office is disturbed."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [require("soffice"), profile, "--headless", "--convert-to", target, "--outdir", str(folder), str(path)]
    subprocess.run(command, capture_output=True, check=True, timeout=300)
    return folder / f"{path.stem}.{target.partition(':')[0]}"


def without_edge_spaces(value: Any) -> Any:
    """Drop the spaces at the edges of each paragraph, which LibreOffice does not keep."""
    match value:
        case str():
            return "\n".join(line.strip(" ") for line in value.split("\n"))
        case list():
            return [without_edge_spaces(item) for item in value]
        case _:
            return {key: without_edge_spaces(item) for key, item in value.items()}


def load(folder: Path) -> dict[str, Any]:
    """Return the specs of a folder by file name, every scalar as text, edge spaces dropped."""
    files = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}
    return {name: without_edge_spaces(yaml.load(text, yaml.BaseLoader)) for name, text in files.items()}


def test_the_book_becomes_a_pdf(book: Path, tmp_path: Path):
    pdf = convert(book, "pdf", tmp_path).read_bytes()
    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) >= len(list(SPECS.glob("*.yaml")))


def test_the_book_saved_again_reads_to_the_same_specs(book: Path, tmp_path: Path):
    saved = convert(book, "docx:MS Word 2007 XML", tmp_path)
    goalgen("read", saved, "-o", tmp_path / "specs", "--set", "年度=2022")
    assert load(tmp_path / "specs") == load(SPECS)
