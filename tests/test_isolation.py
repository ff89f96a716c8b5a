"""The isolation law: what happens in one file is told of that file, and what is told of the others stays as it was."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator
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


def lines_of(text: str, names: Iterable[str]) -> str:
    """What is told of some files: the blocks that begin with the name of one, until a line begins with another's."""
    wanted, found = tuple(names), []
    inside = False
    for line in text.splitlines(keepends=True):
        if line.startswith(wanted):
            inside = True
        elif not line.startswith(" "):
            inside = False
        found += [line] if inside else []
    return "".join(found)


def good_names(books: int = BOOKS) -> list[str]:
    return [f"specs/{number:02}/{path.name}" for number in range(books) for path in GOOD]


@pytest.fixture
def beside(two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """200 good specs; and 40 hostile ones in books of their own, some of them alone in one."""
    clean, mixed = two
    monkeypatch.chdir(clean)
    for root in two:
        good_specs(root)
    for number, (name, data) in enumerate(hostile.specs(FIRST.read_text("utf8")).items()):
        folder = mixed / f"specs/{'0a' if number % 3 else f'x{number}'}"
        folder.mkdir(exist_ok=True)
        put(folder, {name: data})
    (mixed / "specs/special").mkdir()
    hostile.special(mixed / "specs/special", ".yaml")
    return two


@pytest.fixture
def among(two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """200 good specs, and the same with 40 hostile ones in the same books."""
    clean, mixed = two
    monkeypatch.chdir(clean)
    for root in two:
        good_specs(root)
    for number, (name, data) in enumerate(hostile.specs(FIRST.read_text("utf8")).items()):
        put(mixed / f"specs/{number % BOOKS:02}", {name: data})
    hostile.special(mixed / "specs/03", ".yaml")
    return two


def problems_of(root: Path, arguments: list[str], names: Iterable[str], capsys: pytest.CaptureFixture[str]) -> str:
    """What `check` tells programs of some files, as text."""
    wanted = set(names)
    out = run(root, ["check", "--format", "json", *arguments], capsys)[1]
    return json.dumps([each for each in json.loads(out)["problems"] if each["file"] in wanted])


def underlined(root: Path, names: Iterable[str], but: str = "-") -> list[object]:
    """What the language server underlines in some files."""
    os.chdir(root)
    desk, found = Desk(), list[object]()
    for name in names:
        sheet = desk.look((root / name).as_uri(), (root / name).read_text("utf8"), "utf-16")
        found += [each for each in diagnostics(sheet) if not str(each.code).startswith(but)]
        desk.sheets.clear()
    return found


@pytest.mark.slow
def test_books_of_hostile_specs_change_nothing_that_is_told_of_the_others(beside, capsys):
    clean, mixed = beside
    names = good_names()
    assert (len(names), len(hostile.specs(FIRST.read_text("utf8"))) + 6 >= 40) == (204, True)
    assert problems_of(mixed, [], names, capsys) == problems_of(clean, [], names, capsys) != "[]"
    shown = [lines_of(run(root, ["check"], capsys)[1], names) for root in beside]
    assert shown[0] == shown[1] != ""
    lists = [lines_of(run(root, ["fmt", "--check"], capsys)[1], names) for root in beside]
    assert lists[0] == lists[1]
    some = names[::12]
    assert underlined(mixed, some) == underlined(clean, some)


@pytest.mark.slow
def test_books_of_hostile_specs_are_refused_by_name_and_the_others_are_built(beside, capsys):
    clean, mixed = beside
    for root in beside:  # else each would make a key of its own
        (root / ".goalgen").mkdir(exist_ok=True)
        (root / ".goalgen/key").write_text(f"{'0' * 64}\n")
    assert run(clean, ["build"], capsys)[0] in (0, 1)
    code, _, told = run(mixed, ["build"], capsys)
    assert code == 2
    assert "没有生成 special：有读不了的文件，见上面\n" in told
    assert "没有生成 0a：请先改好上面的问题\n" in told
    for number in range(BOOKS):
        name = f"{number:02}.docx"
        assert (mixed / "build" / name).read_bytes() == (clean / "build" / name).read_bytes()


@pytest.mark.slow
def test_hostile_specs_in_the_same_books_change_nothing_but_what_is_said_of_a_whole_book(among, capsys):
    clean, mixed = among
    names = good_names()
    assert problems_of(mixed, BESIDE, names, capsys) == problems_of(clean, BESIDE, names, capsys) != "[]"
    told = run(mixed, ["check", *BESIDE], capsys)[2]
    for name in ("pipe", "socket", "nothing", "ring", "outside", "device"):
        assert f"specs/03/{name}.yaml " in told or f"specs/03/{name}.yaml：" in told, name
    assert "层以下，没有看" in told
    lists = [lines_of(run(root, ["fmt", "--check"], capsys)[1], names) for root in among]
    assert lists[0] == lists[1]
    some = names[::12]
    assert underlined(mixed, some, "G9") == underlined(clean, some, "G9")


@pytest.mark.slow
def test_hostile_specs_change_nothing_that_becomes_of_the_others_in_another_year(among, capsys):
    made = []
    for root in among:
        _, out, _ = run(root, ["roll", "specs", "--to", "2023", "-o", "out"], capsys)
        new = {str(path.relative_to(root)): path.read_bytes() for path in (root / "out").rglob("*.yaml")}
        arrows = [line for line in out.splitlines() if " → out/" in line and line.startswith(tuple(good_names()))]
        made.append([(line, new[line.rpartition(" → ")[2]]) for line in arrows])
        assert len(arrows) == 204
    assert made[0] == made[1]


@pytest.fixture
def documents(
    two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[Path, Path]:
    """200 good Word files, and the same with 40 hostile ones among them."""
    clean, mixed = two
    monkeypatch.chdir(clean)
    good_specs(clean, 1)
    assert run(clean, ["build", "--split"], capsys)[0] in (0, 1)
    built = sorted((clean / "build").rglob("*.docx"))
    for root in two:
        (root / "in").mkdir()
        for number in range(204):
            (root / f"in/g{number:03}.docx").write_bytes(built[number % len(built)].read_bytes())
    bad = hostile.documents(built[7].read_bytes())
    put(mixed / "in", bad)
    assert len(bad) + len(hostile.special(mixed / "in", ".docx")) >= 40
    return two


WORD = [f"in/g{number:03}.docx" for number in range(204)]


@pytest.mark.slow
def test_hostile_documents_change_nothing_that_is_told_of_the_others(documents, capsys):
    clean, mixed = documents

    def surveyed(root: Path) -> list[list[str]]:
        code, out, err = run(root, ["survey", "in", "--format", "csv"], capsys)
        assert (code == 2, "in/outside.docx 是指向文件夹外面的链接，没有读" in err) == (root == mixed,) * 2
        return [row for row in csv.reader(io.StringIO(out)) if row[0] in WORD]

    rows = surveyed(clean)
    assert (len(rows), surveyed(mixed)) == (204, rows)

    def read(root: Path) -> tuple[str, dict[str, bytes]]:
        code, out, _ = run(root, ["read", "in", "-o", "out"], capsys)
        assert code == (2 if root == mixed else 0)
        found = (path for path in (root / "out").rglob("*.yaml") if f"in/{path.parent.name}.docx" in WORD)
        return lines_of(out, WORD), {str(path.relative_to(root)): path.read_bytes() for path in found}

    told, files = read(clean)
    assert (len(files), told != "", read(mixed)) == (204, True, (told, files))


@pytest.mark.slow
def test_hostile_documents_change_nothing_that_is_checked_and_shown_of_the_others(documents, capsys):
    clean, mixed = documents
    every = {root: sorted(str(path.relative_to(root)) for path in (root / "in").glob("*.docx")) for root in documents}
    assert len(every[mixed]) >= len(every[clean]) + 40
    found = [problems_of(root, every[root], WORD, capsys) for root in documents]
    assert found[0] == found[1] != "[]"
    for name in WORD[:17]:
        assert run(mixed, ["show", name], capsys) == run(clean, ["show", name], capsys)
        notes = [run(root, ["check", name, "--annotate", "notes.docx"], capsys) for root in documents]
        assert notes[0] == notes[1]
        assert (mixed / "notes.docx").read_bytes() == (clean / "notes.docx").read_bytes()
    for name in sorted(set(every[mixed]) - set(WORD)):
        assert run(mixed, ["show", name], capsys)[0] in (0, 1, 2)
