"""The disk: all or none, what is no file, what killed runs leave, streams that take nothing, and what a terminal would obey."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import hostile
import kills
import pytest
from conftest import ROOT, form, spec_of

from goalgen import bulk
from goalgen.cli import console, main
from goalgen.desk import files, litter
from goalgen.docx import open_package
from goalgen.embedded import extract
from goalgen.guard import Unable
from goalgen.rules.judging import judge
from goalgen.schema import file_name
from goalgen.spec import load
from goalgen.text import Source
from goalgen.verbs.build import build
from goalgen.verbs.read import read
from goalgen.view import Project, number_of

SPEC = next((ROOT / "specs/331201/2022").glob("08*.yaml"))
GOALGEN = [sys.executable, "-m", "goalgen"]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    litter.sweep.cache_clear()
    return tmp_path


@pytest.fixture(scope="module")
def built() -> bytes:
    value = {**load(Source("a", SPEC.read_text("utf8")))[0].value, "年度": "2022"}
    data = build([spec_of(value)], form("tianjin-2022")).data
    assert data is not None
    return data


def refuse(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """A file that is open in Word on Windows: its name cannot be given to another."""
    replace = Path.replace

    def refusing(self: Path, target: str | Path) -> Path:
        if Path(target).name in names:
            raise PermissionError(13, "")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refusing)


@pytest.mark.parametrize("refused", ["a", "b", "c"])
def test_several_files_are_replaced_all_or_none(refused, monkeypatch):
    for name in "abc":
        Path(name).write_text(f"old {name}")
    refuse(monkeypatch, refused)
    with pytest.raises(Unable) as reason:
        files.write({Path(name): b"new" for name in ("new1", "a", "b", "c", "new2")})
    assert str(reason.value) == (
        f"不能写 {refused}：没有写入权限，或文件正在 Word、WPS 里打开：请关闭后再试，或换一个文件夹。"
        "一起要写的 5 个文件一个也没有动"
    )
    assert {path.name: path.read_text() for path in Path().iterdir()} == {name: f"old {name}" for name in "abc"}


def test_what_cannot_be_put_back_is_named(monkeypatch):
    for name in "abc":
        Path(name).write_text(f"old {name}")
    replace, done = Path.replace, []

    def refusing(self: Path, target: str | Path) -> Path:
        done.append(Path(target).name)
        if done[-1] == "c" or (done[-1] == "a" and done.count("a") > 1):
            raise PermissionError(13, "")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refusing)
    with pytest.raises(Unable) as reason:
        files.write({Path(name): b"new" for name in "abc"})
    assert str(reason.value).endswith("。其余的退不回原样，已经换成新的：a")
    assert [Path(name).read_text() for name in "abc"] == ["new", "old b", "old c"]


def test_what_is_no_file_is_not_read():
    os.mkfifo("pipe")
    Path("big").write_bytes(b"12345")
    for path, told in {
        "pipe": "pipe 这是管道，不是普通文件，没有读：请先把内容存成文件",
        "/dev/zero": "/dev/zero 这是设备，不是普通文件，没有读：请先把内容存成文件",
        "big": "big 有 0.0 KB，超过 0 MB，没有读：请拆成几个文件，或压缩其中的图片",
    }.items():
        with pytest.raises(Unable) as reason:
            files.read(Path(path), 4)
        assert str(reason.value) == told
    assert files.read(Path("big"), 5) == b"12345"


def test_what_a_killed_run_left_is_swept_and_what_a_living_one_needs_is_not():
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    mine = litter.name(Path())
    left = Path(mine.name.replace(f"-{os.getpid()}-", f"-{dead.pid}-"))
    other = Path(".goalgen-notes.tmp")
    for path in (mine, left, other):
        path.write_bytes(b"")
    files.write({Path("a"): b"a"})
    assert sorted(path.name for path in Path().iterdir()) == sorted([mine.name, other.name, "a"])


def test_folders_of_interrupted_conversions_are_swept(monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(Path("tmp").absolute()))
    Path("tmp").mkdir()
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    with litter.folder() as mine:
        left = mine.with_name(mine.name.replace(f"-{os.getpid()}-", f"-{dead.pid}-"))
        left.mkdir()
        (left / "document.doc").write_bytes(b"secret")
        with litter.folder():
            assert mine.is_dir()
            assert not left.exists()
    assert list(Path("tmp").iterdir()) == []


def test_one_item_stops_no_other():
    def verb(item: int) -> float:
        if item == 2:
            raise Unable("二不行")
        if item == 3:
            raise MemoryError
        return 1 / item

    done = list(bulk.run(verb, [1, 0, 2, 3, 4], lambda item: f"第 {item} 个"))
    assert [each.results for each in done] == [(1,), (), (), (), (0.25,)]
    assert [each.refusal for each in done[2:]] == [
        "二不行",
        "第 3 个：内存不够，没有处理完：请关闭别的程序再试，或拆成几个文件",
        "",
    ]
    assert done[1].refusal.startswith(
        "第 0 个：没有处理完，遇到了没有料到的情况（ZeroDivisionError: division by zero，test_disk.py:"
    )


def test_a_rule_that_fails_is_told_and_the_others_go_on(monkeypatch):
    from goalgen.rules import g102_number_gap, g521_cost_over_budget

    specs = [load(Source(f"{n}.yaml", SPEC.read_text("utf8")))[0] for n in range(2)]
    projects = [Project(spec, form("tianjin-2022").schema) for spec in specs]
    before = judge(projects)

    def fail(project: Project) -> list[object]:
        if project is projects[0]:
            raise MemoryError
        return []

    monkeypatch.setattr(g521_cost_over_budget, "check", fail)
    monkeypatch.setattr(g102_number_gap, "check_all", lambda all_of_them: [fail(each) for each in all_of_them][:0])
    after = judge(projects)
    told = [str(each) for each in after if each.code == "G007"]
    reason = "这条规则没有查成：内存不够，没有处理完：请关闭别的程序再试，或拆成几个文件"
    assert told == [f"0.yaml:1:1 G007 G102 {reason}", f"0.yaml:1:1 G007 G521 {reason}"]
    gone = ("G007", "G521")
    assert [each for each in after if each.code not in gone] == [each for each in before if each.code not in gone]


@pytest.mark.parametrize(
    ("text", "is_number"),
    [("43.00", True), ("1,299.00", True), ("-5", True), ("9" * 30, True), ("9" * 31, False), ("1e30", False),
     ("sNaN", False), ("NaN", False), ("Infinity", False), ("9" * 100_000, False), ("", False)],
)  # fmt: skip
def test_an_amount_has_bounds(text, is_number):
    assert (number_of(text) is not None) == is_number


@pytest.mark.slow
def test_every_bit_of_the_names_in_a_built_file_is_missed(built):
    """What a flipped bit in the name of a part takes away is never taken away in silence."""
    whole = read(built, "x.docx", [form("tianjin-2022")])
    assert (whole.specs[0].value["年度"], whole.problems) == ("2022", ())
    places = [at for at in range(len(built)) if built.startswith(b"customXml/item1.xml", at)]
    assert len(places) >= 3  # before the part, in the directory, in the list of relationships
    for at in places:
        for bit in range(at * 8, (at + len("customXml/item1.xml")) * 8):
            reading = read(hostile.flipped(built, bit), "x.docx", [form("tianjin-2022")])
            kept = [spec.value.get("年度") for spec in reading.specs] == ["2022"]
            assert kept or reading.problems, bit


@pytest.mark.slow
def test_parts_that_nobody_finds_are_told(built):
    renamed = hostile.documents(built)[b"emb-renamed.docx"]
    told = "x.docx R103 文件里的 customXml/item1.xml 不见了，没有读它；正文不受影响"
    problems = read(renamed, "x.docx", [form("tianjin-2022")]).problems
    assert [str(each) for each in problems if each.code == "R103"] == [told]
    number = hostile.documents(built)[b"emb-int.docx"]
    package, _ = open_package(number, "x.docx")
    assert package is not None
    assert extract(package)[1][0] == {}
    told = "x.docx R103 文件里的 customXml/item1.xml 里不印的项有的不是文字，没有读它；正文不受影响"
    assert [str(each) for each in package.problems] == [told]


def test_names_that_a_terminal_would_obey_are_shown_and_not_obeyed(capsys):
    name = "a\x1b[2Jb\u202ec.yaml"
    Path(name).write_text("表样: 没有\n", "utf8")
    for how in ("text", "github", "md"):
        assert main(["check", name, "--format", how]) == 1
        out, err = capsys.readouterr()
        assert not {"\x1b", "\u202e"} & set(out + err)
    assert "\\x1b" in out
    for how in ("json", "sarif"):
        assert main(["check", name, "--format", how]) == 1
        out = capsys.readouterr().out
        assert not {"\x1b", "\u202e"} & set(out)
        assert json.loads(out)
    assert console.harmless("二〇二二\n\t年") == "二〇二二\n\t年"


@pytest.mark.parametrize(("closing", "code"), [(">&-", 1), (">/dev/full", 2), ("2>&-", 1), ("2>/dev/full", 1)])
def test_streams_that_take_nothing(closing, code):
    Path("a.yaml").write_bytes(SPEC.read_bytes())
    command = f"{' '.join(GOALGEN)} check a.yaml {closing}"
    run = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert (run.returncode, "自己出了错" in run.stderr, "Traceback" in run.stderr) == (code, False, False)
    if code == 2:
        assert run.stderr.endswith("错误：输出 写不进去，或读不出来：磁盘已满，请腾出空间后再试\n")


def test_where_no_locale_is_set_either():
    """There the streams are ours: what they could not write is not tried again at the end of Python, whose exit code is 120."""
    Path("a.yaml").write_bytes(SPEC.read_bytes())
    command = f"{' '.join(GOALGEN)} check a.yaml 2>/dev/full"
    run = subprocess.run(
        ["sh", "-c", command], capture_output=True, env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    )
    assert run.returncode == 1


@pytest.mark.slow
def test_the_language_server_says_goodbye_with_0():
    pytest.importorskip("pygls")
    bodies = [
        '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}',
        '{"jsonrpc":"2.0","id":2,"method":"shutdown"}',
        '{"jsonrpc":"2.0","method":"exit"}',
    ]
    given = "".join(f"Content-Length: {len(body)}\r\n\r\n{body}" for body in bodies)
    run = subprocess.run([*GOALGEN, "lsp"], input=given.encode(), capture_output=True, cwd=ROOT)
    assert (run.returncode, "自己出了错" in run.stderr.decode()) == (0, False)


def test_a_folder_beside_a_spec_takes_nothing_from_it():
    pytest.importorskip("pygls")
    from goalgen.lsp import Desk, diagnostics

    path = Path("specs/a.yaml").absolute()
    path.parent.mkdir()
    path.write_bytes(SPEC.read_bytes())
    before = diagnostics(Desk().look(path.as_uri(), SPEC.read_text("utf8"), "utf-16"))
    Path("specs/d.yaml").mkdir()
    os.mkfifo("specs/e.yaml")
    assert diagnostics(Desk().look(path.as_uri(), SPEC.read_text("utf8"), "utf-16")) == before != []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("CON", "_CON"),
        ("nul.2022", "_nul.2022"),
        ("Com1", "_Com1"),
        ("console", "console"),
        ("a\u202eb", "a_b"),
        (". .", "未命名"),
    ],
)
def test_a_file_is_not_named_like_a_device(text, name):
    assert file_name({"x-goalgen": {"filename": "{a}"}}, {"a": text}) == name


@pytest.mark.slow
@pytest.mark.parametrize("verb", kills.VERBS)
def test_runs_that_are_killed_leave_no_half_file_and_no_litter(verb):
    """Three kills at random moments; then a run does the work, and sweeps. `python tests/kills.py` does 350."""
    found = kills.series(verb, 3, random.Random(verb))
    assert (found.kills, found.faults) == (3, [])


@pytest.mark.slow
@pytest.mark.parametrize("name", kills.RIVALS)
def test_of_two_runs_at_once_one_wins_and_no_file_is_harmed(name):
    """Five times; `python tests/kills.py` does it fifty times."""
    found = kills.at_once(name, 5)
    assert (found.kills, found.faults) == (5, [])


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("pyproject.toml", "tool = 1\n", "pyproject.toml:1:1 G004 tool 应是一节设置：[tool.goalgen]"),
        ("goalgen.toml", f"a = {'[' * 5000}\n", "goalgen.toml G004 不是正确的 TOML：一层套一层太深"),
        ("goalgen.toml", f"a = {'9' * 5000}\n", "goalgen.toml G004 不是正确的 TOML：末尾有误"),
        (
            "goalgen.toml",
            'unit-budget = {"331201" = "sNaN"}\n',
            "goalgen.toml:1:1 G004 「unit-budget」应是各单位的金额（文字），",
        ),
    ],
)
def test_settings_that_are_none(name, text, told, capsys):
    Path("a.yaml").write_bytes(SPEC.read_bytes())
    Path(name).write_text(text)
    assert main(["check", "a.yaml"]) == 1
    assert f"\n{told}" in f"\n{capsys.readouterr().out}"


@pytest.mark.slow
def test_comments_whose_ids_are_no_numbers(built, capsys):
    Path("x.docx").write_bytes(built)
    assert main(["check", "x.docx", "--annotate", "y.docx"]) == 1
    with zipfile.ZipFile("y.docx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/comments.xml"] = (
        parts["word/comments.xml"].replace(b'w:id="0"', b'w:id="x"').replace(b"goalgen", b"other")
    )
    with zipfile.ZipFile("z.docx", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert main(["check", "z.docx", "--annotate", "w.docx"]) == 1
    assert "自己" not in capsys.readouterr().err
