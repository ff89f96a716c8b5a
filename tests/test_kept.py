"""`build` and `check` do not do again what has not changed, and say what they said."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from goalgen.cli import main
from goalgen.desk import kept, remembered, specs
from goalgen.desk.forms import Forms
from goalgen.desk.kept import Kept, Told
from goalgen.desk.lint import Lint
from goalgen.desk.settings import Folders
from goalgen.memory import NO_CACHE
from goalgen.problem import Problem, Severity, Where
from goalgen.text import Edit, Source, Span

pytestmark = pytest.mark.slow

BOOK = ROOT / "specs/331201/2022"
TWO = [path for path in sorted(BOOK.glob("*.yaml")) if path.name[:2] in ("05", "08")]


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A book of two specs, in which the command runs, and a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv(NO_CACHE, raising=False)
    remembered._memory.cache_clear()
    folder = tmp_path / "here"
    (folder / "specs/书").mkdir(parents=True)
    for path in TWO:
        shutil.copy(path, folder / "specs/书")
    for name in ("templates/tianjin-2022.docx", "schemas/tianjin-2022.schema.json"):
        (folder / name).parent.mkdir()
        shutil.copy(ROOT / name, folder / name)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def loaded(monkeypatch):
    """The books that are built or judged, which is what is not done again."""
    books = []
    load, judge = specs.load_book, Lint.judge_files

    def loading(book, *rest):
        books.append(book.name)
        return load(book, *rest)

    def judging(lint, book, *rest):
        books.append(book.name)
        return judge(lint, book, *rest)

    monkeypatch.setattr(specs, "load_book", loading)
    monkeypatch.setattr(Lint, "judge_files", judging)
    return books


def said(capsys, *command):
    """The exit code, and what a command prints, without the time it took."""
    code = main([*command])
    out, err = capsys.readouterr()
    return code, out, err.split("，用时")[0]


def change(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def slow(*values):
    return [pytest.param(value, marks=pytest.mark.slow) for value in values]


FORMATS = [("--format", name) for name in ("text", "json", "github", "sarif", "md")]
OTHERS = [("--cells",), ("--statistics",), ("--select", "G4,G307"), ("--exit-zero",)]


@pytest.mark.parametrize("more", [(), *slow(*FORMATS, *OTHERS)])
def test_a_check_that_is_skipped_says_what_was_found(more, here, loaded, capsys):
    change(here / "specs/书" / TWO[0].name, "序号:", "# goalgen: ignore G404\n序号:")
    change(here / "specs/书" / TWO[1].name, "单位代码", "单位代号")
    first = said(capsys, "check", *more)
    again = [said(capsys, "check", *more) for _ in range(2)]
    anew = said(capsys, "check", "--no-cache", *more)
    assert again == [first, first]
    assert anew == first
    assert first[1]
    assert loaded == ["书", "书"]


@pytest.mark.slow
def test_formats_share_what_they_ask_alike(here, loaded, capsys):
    plain = said(capsys, "check")
    said(capsys, "check", "--statistics")
    said(capsys, "check", "--format", "json")
    said(capsys, "check", "--format", "sarif")
    assert loaded == ["书"] * 2, "with and without cells"
    assert said(capsys, "check") == plain


CHANGES = {
    "spec": lambda here: change(here / "specs/书" / TWO[0].name, "\n", " \n"),
    "name of a spec": lambda here: (here / "specs/书" / TWO[0].name).rename(here / "specs/书/00.yaml"),
    "one more spec": lambda here: shutil.copy(next(BOOK.glob("09*")), here / "specs/书"),
    "one less": lambda here: (here / "specs/书" / TWO[0].name).unlink(),
    "name of the book": lambda here: (here / "specs/书").rename(here / "specs/另一册"),
    "schema": lambda here: change(here / "schemas/tianjin-2022.schema.json", '"title"', ' "title"'),
    "template": lambda here: shutil.copy(
        ROOT / "templates/mof-2021-core.docx", here / "templates/tianjin-2022.variant.docx"
    ),
    "another form": lambda here: (
        shutil.copy(ROOT / "schemas/mof-2021-core.schema.json", here / "schemas/新.schema.json")
        and shutil.copy(ROOT / "templates/mof-2021-core.docx", here / "templates/新.docx")
    ),
    "settings": lambda here: (here / "goalgen.toml").write_text('ignore = ["G4"]\n', "utf-8"),
    "budgets": lambda here: (here / "goalgen.toml").write_text('unit-budget = { "331201" = "1" }\n', "utf-8"),
    "nearer settings": lambda here: (here / "specs/书/goalgen.toml").write_text('ignore = ["G4"]\n', "utf-8"),
}


@pytest.mark.parametrize("name", [*list(CHANGES)[:2], *slow(*list(CHANGES)[2:])])
def test_what_decides_is_looked_at(name, here, loaded, capsys):
    before = said(capsys, "check")
    said(capsys, "build")
    CHANGES[name](here)
    count = len(loaded)
    checked, built = said(capsys, "check"), said(capsys, "build")
    assert len(loaded) == count + 2
    assert checked == said(capsys, "check", "--no-cache")
    assert (built[0], "已写" in built[1]) == (0, True)
    if name not in ("template", "another form", "schema", "one less"):
        assert checked != before


def test_a_date_decides_nothing(here, loaded, capsys):
    first = said(capsys, "check"), said(capsys, "build")
    for path in here.rglob("*.*"):
        os.utime(path, (1, 1))
    again = said(capsys, "check"), said(capsys, "build")
    assert again[0] == first[0]
    assert again[1] == (0, first[1][1].replace("已写", "未变"), "共写 0 个文件，1 个未变")
    assert loaded == ["书", "书"]


@pytest.mark.parametrize("split", [("--split",), *slow(())])
def test_a_build_that_is_skipped_leaves_the_files_as_they_are(split, here, loaded, capsys):
    first = said(capsys, "build", *split)
    files = {path: path.read_bytes() for path in here.glob("build/**/*.docx")}
    assert len(files) == (2 if split else 1)
    for path in files:
        os.utime(path, (1, 1))
    again = said(capsys, "build", *split)
    assert again == (
        0,
        first[1].replace("已写", "未变"),
        f"共写 0 个文件，{len(files)} 个未变{'，共 2 张表' if split else ''}",
    )
    assert [path.stat().st_mtime for path in files] == [1] * len(files)
    assert loaded == ["书"]
    assert said(capsys, "build", *split, "--force") == first
    assert loaded == ["书", "书"]
    assert {path: path.read_bytes() for path in files} == files
    assert min(path.stat().st_mtime for path in files) > 1
    assert said(capsys, "build", *split) == again


@pytest.mark.parametrize("harm", ["another of that size", *slow("gone", "changed", "a folder")])
def test_a_file_that_is_not_as_it_was_written_is_written_again(harm, here, loaded, capsys):
    first = said(capsys, "build", "--split")
    path = min(here.glob("build/书/*.docx"))
    data = path.read_bytes()
    if harm == "changed":
        path.write_bytes(data + b" ")
    elif harm == "another of that size":
        path.write_bytes(data[:-1] + b" ")
    else:
        path.unlink()
    if harm == "a folder":
        path.mkdir()
        assert said(capsys, "build", "--split")[0] == 2
        path.rmdir()
    assert said(capsys, "build", "--split") == first
    assert path.read_bytes() == data


@pytest.mark.slow
def test_ways_to_build_do_not_take_each_other_s_files_for_theirs(here, loaded, capsys):
    for command in (("build",), ("build", "--split"), ("build", "-o", "别处"), ("build", "specs/书/" + TWO[0].name)):
        assert said(capsys, *command)[1].startswith("已写")
        assert said(capsys, *command)[1].startswith("未变")
    assert len(loaded) == 4


@pytest.mark.slow
def test_what_goes_wrong_is_not_kept(here, loaded, capsys):
    path = here / "specs/书" / TWO[0].name
    good = path.read_bytes()
    change(path, "表样: tianjin-2022", "表样: 没有")
    failed = said(capsys, "build")
    assert failed[0] == 1
    assert said(capsys, "build") == failed
    path.write_bytes(good)
    change(here / "schemas/tianjin-2022.schema.json", '"type": "object"', '"type": "objekt"')
    refused = said(capsys, "check")
    assert "F111" in refused[1]
    assert said(capsys, "check") == refused
    assert len(loaded) == 4


@pytest.mark.slow
def test_what_could_not_be_read_is_asked_again(here, loaded, capsys):
    (here / "specs/书/x.yaml").mkdir()
    (here / "specs/书/y.yaml").symlink_to("nowhere.yaml")
    first = said(capsys, "check")
    assert first[0] == 2
    assert said(capsys, "check") == first
    assert len(loaded) == 2


@pytest.mark.slow
def test_problems_of_settings_are_told_each_time(here, loaded, capsys):
    (here / "goalgen.toml").write_text("ignored = []\n", "utf-8")
    first = said(capsys, "check")
    assert "G005" in first[1]
    assert said(capsys, "check") == first
    assert loaded == ["书"]


@pytest.mark.slow
def test_fixes_are_made_although_all_was_found_before(here, loaded, capsys):
    change(here / "specs/书" / TWO[1].name, "≤", "≦")
    found = said(capsys, "check")
    assert "≦" in found[1]
    assert "≦" not in said(capsys, "check", "--fix")[1]
    assert "≦" not in (here / "specs/书" / TWO[1].name).read_text("utf-8")
    assert said(capsys, "check") != found


@pytest.mark.slow
def test_what_is_damaged_is_found_again(here, loaded, capsys, tmp_path):
    first = said(capsys, "check"), said(capsys, "build")
    shapes = (b"", b"{}", b'{"problems": [["G1"]], "became": 1}')
    for shape in (*shapes, b'{"problems": [], "became": 3}', b'{"problems": [], "became": [["x"]]}'):
        for path in (tmp_path / "cache").rglob("*.json"):
            if path.name.startswith(("check-", "build-") if shape in shapes else "build-"):
                path.write_bytes(remembered._digest(shape) + b"\n" + shape)
        assert said(capsys, "check") == first[0]
        assert said(capsys, "build") == first[1]


def test_a_file_that_changes_while_it_is_checked_is_not_kept(here, loaded, capsys, monkeypatch):
    """What was found is of the text that was read, and not of the one that was asked for."""
    path = here / "specs/书" / TWO[0].name
    good, look = path.read_bytes(), Lint.look
    change(path, "单位代码", "单位代号")
    bad = path.read_bytes()

    def mended(*given):
        path.write_bytes(good)
        return look(*given)

    with monkeypatch.context() as patch:
        patch.setattr(Lint, "look", mended)
        assert said(capsys, "check", "--select", "G951")[:2] == (0, "")
    path.write_bytes(bad)
    assert "S204" in said(capsys, "check", "--select", "G951")[1]


@pytest.mark.slow
def test_nothing_of_yaml_and_word_is_imported_for_what_is_as_it_was(here):
    script = "import sys; from goalgen.cli import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    for command in ("check", "build"):
        for _ in range(2):
            done = subprocess.run(
                [sys.executable, "-c", script, command],
                capture_output=True,
                text=True,
                check=True,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )
        for name in ("goalgen.spec.compose", "goalgen.rules.judging", "goalgen.verbs.build", "goalgen.form.render"):
            assert name not in done.stderr.split(), command
        assert "goalgen.desk.kept" in done.stderr.split()


STEPS = st.lists(st.one_of(st.text(max_size=3), st.integers(0, 9)), max_size=3).map(tuple)
SPANS = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda pair: Span(*pair))
SOURCES = st.sampled_from([Source("甲.yaml", "甲: 乙\n"), None])
PROBLEMS = st.builds(
    Problem,
    st.text(max_size=4),
    st.builds(
        Where,
        st.just("甲.yaml"),
        st.text(max_size=4),
        st.none() | STEPS,
        st.none() | SPANS.map(tuple),
        st.none() | SPANS,
        SOURCES,
    ),
    st.text(max_size=4),
    st.sampled_from(Severity),
    st.lists(st.builds(Edit, SPANS, st.text(max_size=4)), max_size=2).map(tuple),
    st.text(max_size=4),
)


@settings(max_examples=30)
@given(st.lists(PROBLEMS, max_size=3))
def test_any_problem_comes_back_as_it_was(problems):
    data = json.loads(json.dumps({"problems": [kept._plain(each) for each in problems], "became": [["a", 1]]}))
    assert kept._told(data, kept._State(b"", {"甲.yaml": "甲: 乙\n".encode()})) == Told(problems, [["a", 1]])


def test_a_problem_that_would_not_come_back_is_not_kept(here):
    (book,) = specs.books([])
    for source, comes in ((Source(str(book.files[0]), "another text"), False), (None, True)):
        asked = Kept("试", (), Forms(), Folders())
        assert asked.recall(book) is None
        told = Told([Problem("G1", Where(str(book.files[0]), source=source), "话")], None)
        asked.keep(book, told)
        assert (Kept("试", (), Forms(), Folders()).recall(book) == told) == comes
    assert Kept("试", ("x",), Forms(), Folders()).recall(book) is None
    assert Kept("试", (), Forms(), Folders(), anew=True).recall(book) is None


@pytest.mark.slow
def test_what_could_not_be_found_for_once_is_not_kept(here, loaded, capsys, monkeypatch):
    from goalgen.rules import g521_cost_over_budget

    def fail(project):
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(g521_cost_over_budget, "check", fail)
        assert "G007" in said(capsys, "check")[1]
    assert "G007" not in said(capsys, "check")[1]
