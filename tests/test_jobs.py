"""L12 at the command line: whoever builds, checks, reads and surveys, what is printed and written is the same."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT

from goalgen.bulk import pool
from goalgen.cli import main, review
from goalgen.desk import documents, specs
from goalgen.verbs import read as reading

pytestmark = pytest.mark.slow

SPECS = sorted((ROOT / "specs/331201/2022").glob("*.yaml"))
SETTINGS = "没有这一项 = 1\n"
DOCUMENTS = (
    "comment.form.docx",
    "deleted_run.form.docx",
    "edge_spaces_not_preserved.form.docx",
    "text_box_vml_only.form.docx",
)
COMMANDS = (
    ["check"],
    ["check", "--format", "json"],
    ["build", "-o", "册"],
    ["build", "-o", "分", "--split"],
    ["survey", "历年", "--format", "csv"],
    ["survey", "历年", "--format", "json"],
    ["survey", "历年"],
    ["read", "历年", "--set", "年度=2022", "-o", "出"],
    ["read", "历年", "--set", "年度=2022", "--format", "json"],
    ["check", "历年/一.docx", "历年/二.docx", "历年/坏.docx"],
)
KILLED = "的进程被系统强行结束，多半是内存不够（SIGKILL），单独再{}也是这样，没有"


def project(folder: Path, books: int = 2, each: int = 3) -> Path:
    """A folder with books that have faults of every kind: settings, schema, two that are one, no YAML at all."""
    for number in range(books):
        book = folder / f"specs/{number:02}"
        book.mkdir(parents=True)
        (book / "goalgen.toml").write_text(SETTINGS if number % 2 else "")
        for path in SPECS[:each]:
            shutil.copy(path, book)
    shutil.copy(SPECS[0], folder / "specs/00/二.yaml")
    (folder / "specs/01/坏.yaml").write_text("表样：tianjin-2022\n")
    archive = folder / "历年"
    archive.mkdir()
    for name, source in zip(("一", "二", "三", "四"), DOCUMENTS, strict=True):
        shutil.copy(ROOT / "tests/conformance" / source, archive / f"{name}.docx")
    (archive / "坏.docx").write_bytes(b"PK\x03\x04")
    return folder


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


@pytest.fixture
def places(tmp_path, monkeypatch) -> Callable[[str], Path]:
    """Equal projects in folders of their own, each the current one when it is asked for."""

    def place(name: str) -> Path:
        folder = tmp_path / name
        if not folder.exists():
            project(folder)
        monkeypatch.chdir(folder)
        return folder

    return place


def told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, err.partition("，用时")[0]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_L12_two_processes_say_and_write_what_one_does(places, capsys, command):
    one, two = places("一"), places("二")
    places("一")
    expected = told(command, capsys)
    places("二")
    assert told([*command, "--jobs", "2"], capsys) == expected
    assert expected[0] in (1, 2)
    assert files(two) == files(one)


@pytest.fixture
def poison(monkeypatch) -> None:
    """Whoever reads a file that bears the word is killed."""

    def deadly(work: Callable[..., object], name: Callable[..., str]) -> Callable[..., object]:
        def act(*given: object) -> object:
            if "毒" in name(*given):
                os.kill(os.getpid(), signal.SIGKILL)
            return work(*given)

        return act

    for module in (documents, review):
        monkeypatch.setattr(module, "read", deadly(reading.read, lambda _, name, *rest: str(name)))
    monkeypatch.setattr(specs, "load_text", deadly(specs.load_text, lambda path, *_: str(path)))


@pytest.mark.skipif(pool.METHOD != "fork", reason="what is patched here goes to other processes by a fork alone")
def test_L12_a_file_that_kills_is_a_row(places, capsys, poison):
    places("一")
    clean = told(["survey", "历年", "--format", "csv"], capsys)
    shutil.copy("历年/一.docx", "历年/毒.docx")
    shutil.copy("specs/00/二.yaml", "specs/00/毒.yaml")
    code, out, _ = told(["survey", "历年", "--format", "csv", "--jobs", "2"], capsys)
    (row,) = set(out.splitlines()) - set(clean[1].splitlines())
    sentence = "读这个文件" + KILLED.format("读") + "读成；别的文件不受影响"
    assert (code, row) == (1, f"历年/毒.docx,打不开,0,,0,0,0,,{sentence}")
    code, out, err = told(["read", "历年", "-o", "出", "--jobs", "2"], capsys)
    twins = "历年/毒.docx 和 历年/一.docx 的内容完全相同，是同一份文件\n"
    assert (code, err) == (1, f"{twins}共 6 个 Word 文件，读出的 4 个，4 张表（新写 4 个）\n")
    assert f"历年/毒.docx：0 张表\n历年/毒.docx R105 {sentence}\n" in out
    assert len(list(Path("出").rglob("*.yaml"))) == 4
    code, out, _ = told(["check", "历年/毒.docx", "--jobs", "1"], capsys)
    assert (code, out) == (1, f"历年/毒.docx R105 {sentence}\n")
    sentence = "检查这个文件" + KILLED.format("查") + "查成；别的文件不受影响"
    code, out, _ = told(["check", "--jobs", "2"], capsys)
    assert f"specs/00/毒.yaml S118 {sentence}\n" in out
    assert "S211" in out
    assert code == 1
    sentence = "生成这一册" + KILLED.format("做") + "生成；别的册不受影响"
    Path("specs/01/坏.yaml").unlink()
    code, out, err = told(["build", "--jobs", "2"], capsys)
    assert f"00.docx B106 {sentence}\n" in out
    assert err.startswith("没有生成 00：见上面\n共写 1 个文件")
    assert (code, sorted(path.name for path in Path("build").iterdir())) == (1, ["01.docx"])


def test_how_many_processes_must_be_a_number(capsys):
    for given in ("0", "61", "-1", "两", "²", "1.5"):
        assert main(["survey", "历年", f"--jobs={given}"]) == 2
        assert capsys.readouterr().err.startswith(f"错误：--jobs：应是 1 到 60 的整数，不能是「{given}」\n")


GOALGEN = (sys.executable, "-m", "goalgen")


def started(arguments: list[str], method: str = pool.METHOD) -> subprocess.Popen[str]:
    """A command as a process and a group of its own."""
    program = (  # whoever runs the tests in the background ignores Ctrl-C, and so would they
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
        f"from goalgen.bulk import pool; pool.METHOD = {method!r}; from goalgen.__main__ import run; sys.exit(run())"
    )
    # spawned processes import the main module, which -c is not: goalgen has to be where they find it
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONIOENCODING": "utf8"},
    )


def children(process: int) -> list[int]:
    """The processes that a process has started and that still run."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(parent) == process and state != "Z":
            found.append(int(path.parent.name))
    return found


def archive(folder: Path, count: int) -> None:
    folder.mkdir()
    for number in range(count):
        shutil.copy(ROOT / "tests/conformance" / DOCUMENTS[number % 4], folder / f"{number:04}.docx")


@pytest.mark.slow
@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_L12_one_two_four_processes_killed_in_the_middle(tmp_path, monkeypatch, method):
    monkeypatch.chdir(tmp_path)
    archive(Path("历年"), 120)
    outcomes = []
    for number, (jobs, kill) in enumerate([(1, 0), (2, 0), (4, 0), (2, 1), (4, 1), (1, 1)]):
        process = started(["read", "历年", "--set", "年度=2022", "-o", f"出{number}", "--jobs", str(jobs)], method)
        killed = seen = 0
        while process.poll() is None and killed < kill:
            time.sleep(0.02)
            done = len(list(Path(f"出{number}").glob("*")))
            if done > seen + 8 and (
                left := children(process.pid)
            ):  # one: who is killed with one item again and again is told of
                os.kill(max(left), signal.SIGKILL)
                killed, seen = killed + 1, done
        out, err = process.communicate(timeout=300)
        assert killed == kill
        outcomes.append((process.returncode, out.replace(f"出{number}/", "出/"), err, files(tmp_path / f"出{number}")))
    assert len(outcomes[0][3]) == 120
    assert outcomes[0][0] == 1
    for outcome in outcomes[1:]:
        assert outcome == outcomes[0]


@pytest.mark.slow
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_ctrl_c_leaves_whole_files_and_the_next_run_goes_on(tmp_path, monkeypatch, jobs):
    monkeypatch.chdir(tmp_path)
    archive(Path("历年"), 150)
    command = ["read", "历年", "--set", "年度=2022", "-o", "出", "--jobs", jobs]
    process = started(command)
    while len(list(Path("出").glob("*"))) < 20:
        time.sleep(0.05)
    workers = children(process.pid)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.endswith("已中断：写好的文件都是完整的；再运行一次同样的命令，就接着做完\n")
    assert not [each for each in workers if Path(f"/proc/{each}").exists()]
    there = files(Path("出"))
    assert 18 <= len(there) < 150  # a folder may be there before its file
    process = started(command)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 1
    assert "错误" not in err
    assert out.count("（未变 1 个）") == len(there)
    assert out.count("（新写 1 个）") == 150 - len(there)
    whole = files(Path("出"))
    assert len(whole) == 150
    assert there.items() <= whole.items()
