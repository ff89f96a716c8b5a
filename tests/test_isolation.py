"""The isolation law: what happens in one file is told of that file, and what is told of the others stays as it was."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path

import hostile
import pytest
from conftest import ROOT

from goalgen.cli import main
from goalgen.lsp import Desk, diagnostics

GOOD = sorted((ROOT / "specs/331201/2022").glob("*.yaml"))
FIRST = next(path for path in GOOD if path.name.startswith("08"))
BOOKS = 12
"""Books of 17 specs: 204 good files."""


BESIDE = ["--ignore", "G9"]
"""The rules of how a whole book is worded count all its specs, those too: what they say is about the book."""


def good_specs(root: Path, books: int = BOOKS) -> None:
    for number in range(books):
        folder = root / "specs" / f"{number:02}"
        folder.mkdir(parents=True)
        for path in GOOD:
            (folder / path.name).write_bytes(path.read_bytes())


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, Path]]:
    """A folder of good files, and the same for hostile ones to be put among them."""
    clean, mixed = tmp_path / "clean", tmp_path / "mixed"
    clean.mkdir()
    mixed.mkdir()
    yield clean, mixed
    for deep in ("specs/00", "specs/03", "specs/special", "in"):
        if (mixed / deep).is_dir():
            hostile.remove_deep(mixed / deep)


def put(folder: Path, files: dict[bytes, bytes]) -> None:
    for name, data in files.items():
        (folder / os.fsdecode(name)).write_bytes(data)


def run(folder: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    os.chdir(folder)
    code = main(arguments)
    out, err = capsys.readouterr()
    assert "自己出了错" not in out + err
    assert "没有料到" not in out + err
    assert "Traceback" not in out + err
    return code, out, err


@pytest.mark.slow
def test_hostile_specs_change_nothing_that_is_told_of_the_others(two, capsys, monkeypatch):
    clean, mixed = two
    monkeypatch.chdir(clean)
    for root in two:
        good_specs(root, 2)
    bad = hostile.specs(FIRST.read_text("utf8"))
    put(mixed / "specs/00", bad)
    names = hostile.special(mixed / "specs/00", ".yaml")
    good = {f"specs/{number:02}/{path.name}" for number in range(2) for path in GOOD}

    def findings(root: Path) -> tuple[int, list[object], str]:
        code, out, err = run(root, ["check", "--format", "json", *BESIDE], capsys)
        return code, [each for each in json.loads(out)["problems"] if each["file"] in good], err

    (_, before, _), (code, after, told) = findings(clean), findings(mixed)
    assert (code, after) == (2, before)
    for name in names:
        assert f"specs/00/{name.decode()} " in told or f"specs/00/{name.decode()}：" in told, (name, told)
    assert "层以下，没有看" in told

    def formatted(root: Path) -> list[str]:
        return [line for line in run(root, ["fmt", "--check"], capsys)[1].splitlines() if line in good]

    assert formatted(mixed) == formatted(clean)

    def underlined(root: Path) -> list[object]:
        os.chdir(root)
        path = root / "specs/00" / FIRST.name
        found = diagnostics(Desk().look(path.as_uri(), path.read_text("utf8"), "utf-16"))
        return [each for each in found if not str(each.code).startswith("G9")]

    assert underlined(mixed) == underlined(clean)


@pytest.mark.slow
def test_hostile_books_are_refused_by_name_and_the_others_are_built(two, capsys, monkeypatch):
    clean, mixed = two
    monkeypatch.chdir(clean)
    for root in two:
        good_specs(root, 2)
    for number, (name, data) in enumerate(hostile.specs(FIRST.read_text("utf8")).items()):
        folder = mixed / "specs" / f"x{number}"
        folder.mkdir()
        put(folder, {name: data})
    folder = mixed / "specs/special"
    folder.mkdir()
    hostile.special(folder, ".yaml")
    assert run(clean, ["build"], capsys)[0] in (0, 1)
    code, _, told = run(mixed, ["build"], capsys)
    assert code == 2
    assert "没有生成 special：有读不了的文件，见上面\n" in told
    assert "没有生成 x9：请先改好上面的问题\n" not in told  # a number of 5000 digits is one
    for name in ("00.docx", "01.docx"):
        assert (mixed / "build" / name).read_bytes() == (clean / "build" / name).read_bytes()


@pytest.mark.slow
def test_hostile_documents_change_nothing_that_is_told_of_the_others(two, capsys, monkeypatch):
    clean, mixed = two
    monkeypatch.chdir(clean)
    good_specs(clean, 1)
    assert run(clean, ["build", f"specs/00/{FIRST.name}"], capsys)[0] in (0, 1)
    data = (clean / f"build/{FIRST.stem}.docx").read_bytes()
    for root in two:
        (root / "in").mkdir()
        for number in range(5):
            (root / f"in/good{number}.docx").write_bytes(data)
    put(mixed / "in", hostile.documents(data))
    names = hostile.special(mixed / "in", ".docx")

    def surveyed(root: Path) -> tuple[int, list[list[str]], str]:
        code, out, err = run(root, ["survey", "in", "--format", "csv"], capsys)
        return code, [row for row in csv.reader(io.StringIO(out)) if row[0].startswith("in/good")], err

    (_, before, _), (code, after, told) = surveyed(clean), surveyed(mixed)
    assert (len(after), after, code) == (5, before, 2)
    assert "in/outside.docx 是指向文件夹外面的链接，没有读" in told
    assert "层以下，没有看" in told

    def read(root: Path) -> tuple[int, str, dict[str, bytes]]:
        code, out, err = run(root, ["read", "in", "-o", "out"], capsys)
        blocks = [block for block in out.split("\nin/") if block.removeprefix("in/").startswith("good")]
        files = {str(path.relative_to(root)): path.read_bytes() for path in (root / "out").glob("good*/*")}
        for name in names if root == mixed else ():
            assert f"in/{name.decode()}" in err
        return code, "\n".join(block.strip().removeprefix("in/") for block in blocks), files

    (_, before_text, before_files), (code, after_text, after_files) = read(clean), read(mixed)
    assert (len(after_files), after_files, after_text, code) == (5, before_files, before_text, 2)

    def checked(root: Path) -> list[object]:
        files = sorted(str(path.relative_to(root)) for path in (root / "in").glob("*.docx") if not path.is_dir())
        out = run(root, ["check", *files, "--format", "json"], capsys)[1]
        return [each for each in json.loads(out)["problems"] if each["file"].startswith("in/good")]

    assert checked(mixed) == checked(clean)
    for path in sorted((mixed / "in").glob("*.docx")):
        assert run(mixed, ["show", str(path.relative_to(mixed))], capsys)[0] in (0, 1, 2)


@pytest.mark.slow
def test_among_200_good_specs_40_hostile_ones_change_nothing(two, capsys, monkeypatch):
    clean, mixed = two
    monkeypatch.chdir(clean)
    for root in two:
        good_specs(root)
    bad = list(hostile.specs(FIRST.read_text("utf8")).items())
    for number, (name, data) in enumerate(bad):
        put(mixed / f"specs/{number % BOOKS:02}", {name: data})
    hostile.special(mixed / "specs/03", ".yaml")
    good = {f"specs/{number:02}/{path.name}" for number in range(BOOKS) for path in GOOD}

    def findings(root: Path) -> list[object]:
        out = run(root, ["check", "--format", "json", *BESIDE], capsys)[1]
        return [each for each in json.loads(out)["problems"] if each["file"] in good]

    assert findings(mixed) == findings(clean)
