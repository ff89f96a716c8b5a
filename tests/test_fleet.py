"""L12 past one machine: the same rows for one process, many, a cluster, any order, after any kill; a row for each file always."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from clusters import HERE, Machines, archive, doorkeeper, machines, rows_of
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from tools import skip_or_fail

from goalgen.cli import main
from goalgen.desk import files
from goalgen.desk.specs import SUFFIXES, WORD
from goalgen.fleet import Halt, isolate, manifest, order, rows, run, work
from goalgen.fleet.jobs import File
from goalgen.fleet.manifest import chunked, items
from goalgen.fleet.order import Order
from goalgen.fleet.places import Killed, place
from goalgen.fleet.store import Entry
from goalgen.fleet.work import VANISHED, Piece, Told
from goalgen.guard import Unable

DOCUMENTS = sorted((ROOT / "tests/conformance").glob("*.form.docx"))[:17]
SPECS = ROOT / "specs/331201/2022"
LIMITS = ("--time-limit", "5", "--memory-limit", "256MB")
ALONE = "，单独再读也是这样，没有读成；别的文件不受影响"
KILLED = f"读这个文件的进程被系统强行结束，多半是内存不够（SIGKILL）{ALONE}"
HUNG = f"读这个文件的进程做了 5 秒还没有做完，被结束了{ALONE}"
EATEN = f"读这个文件的进程要的内存超过了 256 MB{ALONE}"


def needs_cluster() -> None:
    """Skip without the extra, or fail where CI must have it."""
    for package in ("pyarrow", "fsspec", "s3fs", "distributed", "moto", "duckdb"):
        try:
            __import__(package)
        except ImportError:
            skip_or_fail(f"{package} is not installed: pip install -e .[test,cluster-test]")


def entries(names: list[str]) -> list[Entry]:
    return [Entry(name, len(name), "") for name in names]


# what there is


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 200_000), st.integers(1, 4)), max_size=60), st.integers(1, 500_000))
def test_chunks_keep_all_in_order_and_hold_no_more_than_they_must(sizes, chunk):
    together = [[Entry(f"{n}/{m}", size, "") for m in range(count)] for n, (size, count) in enumerate(sizes)]
    found = list(chunked(together, chunk))
    assert [each for one in found for each in one] == [each for one in together for each in one]
    weights = [[sum(each.size + manifest.EACH for each in one) for one in together if one[0] in part] for part in found]
    assert all(sum(part) <= chunk or len(part) == 1 for part in weights)
    assert all(sum(one) + two[0] > chunk for one, two in pairwise(weights))
    assert list(chunked(together, chunk)) == found


NAMES = st.lists(st.sampled_from("ab"), min_size=1, max_size=3).map("/".join)


@settings(max_examples=50)
@given(st.sets(st.tuples(NAMES, st.sampled_from(["x.yaml", "y.yml", "z.docx", "q.txt"])), max_size=30))
def test_specs_of_a_folder_stay_together_however_the_store_sorts(found):
    names = ["/".join(each) for each in found]
    for key in (lambda name: name, lambda name: name.split("/")):
        others = [0]
        made = list(manifest._of_kind(entries(sorted(names, key=key)), (*SUFFIXES, *WORD), others))
        assert sorted(each.path for one in made for each in one) == sorted(n for n in names if not n.endswith("txt"))
        assert others == [sum(name.endswith("txt") for name in names)]
        books = [one for one in made if one[0].path.endswith(SUFFIXES)]
        folders = [{manifest.folder_of(each.path) for each in one} for one in books]
        assert all(len(each) == 1 for each in folders)
        assert len({each for one in folders for each in one}) == len(folders)
        assert items(each for one in made for each in one) == made


def test_where_it_is_done_must_be_said_so_that_it_is_understood(capsys, tmp_path, monkeypatch):
    for wrong in (
        "",
        "dask",
        "dask:10.0.0.5:8786",
        "dask://",
        "processes:0",
        "processes:61",
        "processes:x",
        "local:2",
        "ray://h:1",
    ):
        with pytest.raises(
            Unable, match=f"^--on 要写 local、processes:N（N 是 1 到 60）或 dask://主机:端口，不能是「{wrong}」$"
        ):
            place(wrong)
    monkeypatch.chdir(tmp_path)
    for command, told in {
        "read s3://桶/历年": "s3://桶/历年 这样的地址要和 --on 一起用，如 --on processes:4 -o 运行文件夹",
        "survey 历年 -o 普查": "-o 要和 --on 一起用",
        "read 历年 --files": "--files 要和 --on 一起用",
        "check --chunk 8MB": "--chunk 要和 --on 一起用",
        "build --time-limit 9": "--time-limit 要和 --on 一起用",
        "survey 历年 --on local": "--on 要用 -o 写明运行文件夹：分片写在里面，如 -o s3://桶/结果 或 -o 结果",
        "read 历年 --on local -o 出 --jobs 2": "--on 不能和 --jobs 一起用",
        "check --on local -o 出 --annotate 批注": "--on 不能和 --annotate 一起用",
        "check --on local -o 出 --format sarif": "--on 不能和 --format sarif 一起用：结果在分片里，用 DuckDB 查，见 docs/scale.md",
        "read 一 二 --on local -o 出": "--on 一次只做一个文件夹：几个就分几次，各用一个 -o",
    }.items():
        assert (main(command.split()), capsys.readouterr().err) == (2, f"错误：{told}\n")
    assert main(["read", "x", "--on", "local", "--chunk", "多"]) == 2
    assert "--chunk：应写成 64MB、1GB 这样，不能是「多」" in capsys.readouterr().err


def test_what_is_not_installed_is_named(monkeypatch, tmp_path, capsys):
    monkeypatch.setitem(sys.modules, "fsspec", None)
    assert main(["survey", str(tmp_path), "--on", "local", "-o", str(tmp_path / "出")]) == 2
    assert capsys.readouterr().err == (
        '错误：--on 要用的 fsspec 没有装：请在 goalgen 的源码目录里运行 pip install ".[cluster]"，'
        '或用手上的 wheel：pip install "goalgen-版本-py3-none-any.whl[cluster]"\n'
    )


def test_the_kit_is_what_is_here_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in (
        "templates/a.docx",
        "templates/~$a.docx",
        "schemas/a.schema.json",
        "schemas/x.txt",
        "specs/a.yaml",
        ".goalgen/key",
        "goalgen.toml",
    ):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(name)
    kit = order.kit()
    assert kit == order.kit()
    order.unpack(kit, tmp_path / "there")
    made = {
        path.relative_to(tmp_path / "there").as_posix() for path in (tmp_path / "there").rglob("*") if path.is_file()
    }
    assert made == {"templates/a.docx", "schemas/a.schema.json", "goalgen.toml"}


@pytest.mark.parametrize(
    "name", ["../x.docx", "templates/../../x.docx", "/x", "templates/a\\b.docx", "bin/x.docx", "goalgen.py"]
)
def test_a_kit_that_is_none_is_not_laid_out(tmp_path, name):
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, b"x")
    with pytest.raises(Unable, match=r"^运行文件夹里的 kit\.zip 不对："):
        order.unpack(out.getvalue(), tmp_path)
    assert [*tmp_path.rglob("*.docx"), *tmp_path.rglob("*.py")] == []


# halving


class Fatal:
    """A place in which some items kill whoever works at them, and anybody is killed now and then."""

    def __init__(self, fatal: set[int], per_chunk: int, chance) -> None:
        self.fatal, self.per_chunk, self.chance = fatal, per_chunk, chance
        self.given: list[Piece] = []
        self.shards: dict[str, list[str]] = {}

    def room(self) -> int:
        return 3

    def give(self, out: str, piece: Piece) -> None:
        assert len(self.given) < 3
        self.given.append(piece)

    def next(self, seconds: float):
        piece = self.given.pop(self.chance(len(self.given)))
        here = range(self.per_chunk)[piece.start : piece.stop]
        numbers = [piece.chunk * self.per_chunk + each for each in here]
        if not piece.given_up and (self.fatal & {*numbers} or (len(numbers) > 1 and not self.chance(4))):
            return piece, Killed()
        self.shards[piece.shard] = [f"{'lost' if piece.given_up else 'row'} {number}" for number in numbers]
        return piece, Told({})


@settings(max_examples=50)
@given(st.sets(st.integers(0, 19)), st.randoms(use_true_random=False))
def test_L12_who_kills_workers_is_found_and_nobody_else(fatal, random):
    where = Fatal(fatal, 5, random.randrange)
    joined: dict[int, list[str]] = {}

    def join(out: str, pieces: list[Piece]) -> None:
        joined[pieces[0].chunk] = [row for each in sorted(pieces) for row in where.shards.pop(each.shard)]

    there = SimpleNamespace(url="x", names=lambda _: set())
    begun = run.Begun(Order("read", "x"), 20, 0, 4, 0, (), is_new=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "join", join)
        patch.setattr(
            run, "Manifest", lambda _: SimpleNamespace(chunk=lambda _: entries([f"{n}.docx" for n in range(5)]))
        )
        steps = list(run.go(there, begun, where))
    assert sum(each.chunks for each in steps) == 4
    made = joined | {chunk: where.shards[Piece(chunk).shard] for chunk in range(4) if chunk not in joined}
    assert [row for chunk in range(4) for row in made[chunk]] == [
        f"{'lost' if n in fatal else 'row'} {n}" for n in range(20)
    ]
    assert len(where.shards) + len(joined) == 4


# isolation


@pytest.fixture
def children(tmp_path, monkeypatch) -> Iterator[isolate.Children]:
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "tests/poison"))
    found = isolate.Children(Order("survey", "x", seconds=3, memory=256 << 20), tmp_path)
    yield found
    found.end()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux heeds a limit of memory")
def test_each_end_has_its_row_and_the_next_file_is_as_ever(children):
    data = DOCUMENTS[0].read_bytes()

    def asked(name: str) -> isolate.Answer:
        return children.ask([File(name, len(data), data)])

    first = asked("一.docx")
    assert (first.tries, first.rows[0]["state"]) == (1, rows.OK)
    found = {name: asked(f"{name}.docx") for name in ("杀", "一", "挂", "二", "吃", "弱", "三")}
    assert {name: (each.rows[0]["state"], each.tries) for name, each in found.items()} == {
        "杀": ("crashed", 3), "一": ("ok", 1), "挂": ("timed out", 2), "二": ("ok", 1),
        "吃": ("out of memory", 2), "弱": ("ok", 1), "三": ("ok", 1),
    }  # fmt: skip
    assert asked("弱.docx").tries == 2
    assert found["一"].rows == first.rows
    assert [found[name].rows[0]["reason"] for name in "杀挂吃"] == [KILLED, HUNG.replace("5", "3"), EATEN]
    for name, code in zip("杀挂吃", ("R105",) * 3, strict=True):
        (problem,) = found[name].rows[0]["problems"]
        assert (problem["code"], problem["message"]) == (code, found[name].rows[0]["reason"])
    children.end()
    with pytest.raises(Halt, match=r"^已中断$"):
        asked("四.docx")


# one machine


@pytest.fixture
def place_of_work(tmp_path, monkeypatch) -> Path:
    needs_cluster()
    monkeypatch.chdir(tmp_path)
    archive(tmp_path / "历年", DOCUMENTS, 40, {})
    (tmp_path / "历年/坏.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "历年/说明.txt").write_text("x")
    return tmp_path


def shards(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "rows").iterdir())}


@pytest.mark.slow
def test_a_row_for_each_file_and_the_next_run_goes_on(place_of_work, capsys):
    command = ["read", "历年", "--on", "local", "-o", "一", "--chunk", "300KB", "--set", "年度=2022"]
    assert main(command) == 1
    out, err = capsys.readouterr()
    found = rows_of(Path("一"))
    states = {state: sum(row["state"] == state for row in found) for state in rows.STATES}
    assert [row["path"] for row in found] == [*[f"000/{n:05}.docx" for n in range(40)], "坏.docx"]
    assert states[rows.REFUSED] == 1
    assert states[rows.OK] + states[rows.RESIDUE] == 40
    assert out.startswith(
        f"41 个文件，每个一行，在 {Path.cwd()}/一/rows/*.parquet（{len(shards(Path('一')))} 个分片）\n  ok "
    )
    assert out.endswith("别的文件没有看：1 个\n")
    assert err.startswith("列了清单：41 个文件，")
    made = shards(Path("一"))
    assert len(made) > 2
    gone = sorted(made)[1]
    (Path("一/rows") / gone).unlink()
    assert main(command) == 1
    out_again, err = capsys.readouterr()
    assert (out_again, shards(Path("一"))) == (out, made)
    assert err.startswith("接着上次的做：41 个文件，")
    assert "个上次已经做好" in err
    assert main([*command[:-1], "年度=2023"]) == 2
    told = f"错误：{Path.cwd()}/一 里是另一次运行，不同的是：--set。请另用一个 -o；不要它了，就加 --force 从头做\n"
    assert capsys.readouterr().err == told
    Path("别人的/rows").mkdir(parents=True)
    Path("别人的/rows/1.csv").write_text("x")
    assert main([*command[:5], "别人的"]) == 2
    told = f"错误：{Path.cwd()}/别人的 里有 rows 文件夹，却不是运行文件夹，没有动它：请另用一个 -o\n"
    assert (capsys.readouterr().err, len(list(Path("别人的").rglob("*")))) == (told, 2)
    assert main([*command[:-1], "年度=2023", "--force", "--format", "json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert (data["files"], data["states"]) == (41, states)
    assert all('年度: "2023"' in text["text"] for row in rows_of(Path("一")) for text in row["specs"])


@pytest.mark.slow
def test_L12_the_specs_are_those_of_the_usual_way_and_so_is_what_is_found(place_of_work, capsys):
    assert main(["read", "历年", "--on", "processes:2", "-o", "一", "--files", "--chunk", "300KB"]) == 1
    assert main(["read", "历年", "-o", "二"]) == 2 or True
    capsys.readouterr()
    usual = {path.relative_to("二").as_posix(): path.read_text("utf8") for path in Path("二").rglob("*.yaml")}
    written = {
        path.relative_to("一/specs").as_posix().replace(".docx/", "/"): path.read_text("utf8")
        for path in Path("一/specs").rglob("*.yaml")
    }
    held = {
        f"{row['path'].removesuffix('.docx')}/{text['name']}": text["text"]
        for row in rows_of(Path("一"))
        for text in (*row["specs"], *row["drafts"])
    }
    assert usual == written == held
    assert len(usual) >= 40
    main(["read", "历年", "-o", "二", "--format", "json"])
    told = {each["file"].removeprefix("历年/"): each for each in json.loads(capsys.readouterr().out)["documents"]}
    for row in rows_of(Path("一")):
        if row["account"] is not None:
            assert row["account"] | {"tables": 0} == told[row["path"]]["account"] | {"tables": 0}
    main(["survey", "历年", "--format", "json"])
    surveyed = {each["name"].removeprefix("历年/"): each for each in json.loads(capsys.readouterr().out)["documents"]}
    main(["survey", "历年", "--on", "local", "-o", "三"])
    for row in rows_of(Path("三")):
        was = surveyed[row["path"]]
        assert (row["result"], row["tables"], {each["form"]: each["tables"] for each in row["forms"]}) == (
            was["state"],
            was["tables"],
            was["forms"],
        )


@pytest.mark.slow
def test_specs_are_checked_and_built_by_their_folders(tmp_path, monkeypatch, capsys):
    needs_cluster()
    monkeypatch.chdir(tmp_path)
    for number in range(3):
        shutil.copytree(SPECS, tmp_path / f"specs/{number:02}")
    wrong = Path("specs/01/坏.yaml")
    wrong.write_text("表样：tianjin-2022\n")
    main(["check", "--format", "json"])
    told = json.loads(capsys.readouterr().out)
    usual = sorted((each["file"], each["code"], each["line"], each["message"]) for each in told["problems"])
    assert main(["check", "specs", "--on", "processes:2", "-o", "查", "--chunk", "300KB"]) == 1
    found = rows_of(Path("查"))
    assert (
        sorted(
            (f"specs/{row['path']}", each["code"], each["line"], each["message"])
            for row in found
            for each in row["problems"]
        )
        == usual
    )
    assert [row["path"] for row in found if row["state"] == rows.REFUSED] == ["01/坏.yaml"]
    assert len(shards(Path("查"))) > 1
    assert main(["build", "specs", "--on", "local", "-o", "册", "--chunk", "300KB"]) == 1
    built = rows_of(Path("册"))
    assert {row["path"].partition("/")[0]: row["output"] and row["output"]["path"] for row in built} == {
        "00": "books/00.docx",
        "01": None,
        "02": "books/02.docx",
    }
    assert {row["state"] for row in built if row["path"].startswith("01/")} == {rows.REFUSED}
    for name in ("00", "02"):
        data = Path(f"册/books/{name}.docx").read_bytes()
        (output,) = {json.dumps(row["output"]) for row in built if row["path"].startswith(name)}
        assert json.loads(output) == {
            "path": f"books/{name}.docx",
            "size": len(data),
            "sha256": order.digest(data),
            "tables": 17,
        }
    main(["read", "册/books/02.docx", "-o", "回", "--set", "年度=2022"])
    assert {path.read_text("utf8") for path in Path("回").iterdir()} == {
        path.read_text("utf8") for path in Path("specs/02").iterdir()
    }


@pytest.mark.slow
def test_a_full_disk_and_what_vanishes_or_changes(place_of_work, capsys, monkeypatch):
    command = ["survey", "历年", "--on", "local", "-o", "一", "--chunk", "300KB"]
    real = files._write_through
    written: list[Path] = []

    def full(path: Path, data: bytes) -> None:
        if path.parent.name == "rows":
            written.append(path)
            if len(written) == 2:
                path.write_bytes(data[:100])
                raise OSError(errno.ENOSPC, "No space left on device")
        real(path, data)

    monkeypatch.setattr(files, "_write_through", full)
    assert main(command) == 2
    err = capsys.readouterr().err
    assert "磁盘已满，请腾出空间后再试。写好的分片都是完整的；再运行一次同样的命令，就接着做完\n" in err
    assert [path.name for path in Path("一/rows").iterdir()] == ["000000.parquet"]
    monkeypatch.undo()
    os.chdir(place_of_work)
    shutil.rmtree("历年/000")
    (Path("历年") / "坏.docx").write_bytes(b"PK")
    assert main(command) == 1
    later = [row for row in rows_of(Path("一")) if row["reason"] == VANISHED]
    assert len(later) == 40 - len(rows.unpacked(shards(Path("一"))["000000.parquet"]))
    assert rows_of(Path("一"))[-1]["reason"].startswith("列清单以后改过（那时 4 字节，现在 2 字节），没有读")
    assert main(["survey", "没有", "--on", "local", "-o", "二"]) == 2
    assert not Path("二/run.json").exists()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_L12_whoever_ends_the_run_leaves_whole_shards_and_no_process(tmp_path):
    needs_cluster()
    archive(tmp_path / "历年", DOCUMENTS, 300, {})
    program = "import signal, sys; signal.signal(2, signal.default_int_handler); from goalgen.__main__ import run; sys.exit(run())"
    work = [sys.executable, "-c", program, "survey", "历年", "--on", "processes:2", "--chunk", "200KB", "-o"]
    assert subprocess.run([*work, "一"], cwd=tmp_path, capture_output=True).returncode == 1
    for end, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)):
        process = subprocess.Popen([*work, "二"], cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
        before = len(list((tmp_path / "二").glob("rows/*")))
        while len(list((tmp_path / "二").glob("rows/*"))) < before + 2:
            time.sleep(0.02)
        inside = opened_by(process.pid)
        process.send_signal(end)
        process.communicate(timeout=60)
        assert (process.returncode, len(inside)) == (code, 2)
        wait_for(lambda inside=inside: not any(Path(f"/proc/{pid}").exists() for pid in inside))
    assert subprocess.run([*work, "二"], cwd=tmp_path, capture_output=True).returncode == 1
    assert shards(tmp_path / "二") == shards(tmp_path / "一")


def opened_by(process: int) -> list[int]:
    """The processes in which a run opens its files."""
    found = [path.parent for path in Path("/proc").glob("[0-9]*/stat") if is_child(path, process)]
    return [int(path.name) for path in found]


def is_child(stat: Path, process: int) -> bool:
    try:
        return stat.read_text().rpartition(")")[2].split()[1] == str(process)
    except OSError:
        return False


def wait_for(there) -> None:
    for _ in range(200):
        if there():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come")


# a cluster


@pytest.fixture
def many() -> Iterator[Machines]:
    needs_cluster()
    with machines() as found:
        yield found


def put(many: Machines, count: int, poison: dict[int, str]) -> None:
    """A store with so many documents."""
    many.store()
    archive(many.folder / "in", DOCUMENTS, count, poison)
    there = many.files()
    there.call_s3("create_bucket", Bucket="archive")
    there.put(f"{many.folder}/in/", "archive/in/", recursive=True)


def got(many: Machines, name: str) -> Path:
    many.files().get(f"archive/{name}/", f"{many.folder}/{name}/", recursive=True)
    return many.folder / name


def done(many: Machines, name: str) -> int:
    return (
        len(list((many.folder / name / "rows").glob("*")))
        if (many.folder / name).exists()
        else len(many.files().find(f"archive/{name}/rows"))
    )


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux heeds a limit of memory")
def test_L12_a_cluster_over_s3_of_which_a_worker_and_the_scheduler_are_killed(many):
    put(many, 500, {70: "杀", 200: "挂", 300: "吃"})
    work = ("read", "s3://archive/in", "--chunk", "400KB", *LIMITS)
    code, out, err = many.run(*work, "--on", "processes:2", "-o", "one")
    assert code == 1, err
    at = many.cluster(4)
    command = many.command(*work, "--on", at, "-o", "s3://archive/out")
    many.until(lambda: done(many, "out") >= 4 or command.poll() is not None)
    many.kill(many.workers[1])
    many.until(lambda: done(many, "out") >= 12 or command.poll() is not None)
    many.kill(many.scheduler)
    _, err = command.communicate(timeout=60)
    assert (command.returncode, err.splitlines()[-1]) == (
        2,
        f"错误：dask 的调度器 tcp://{HERE}:{many.port} 没有了，或连不上。写好的分片都是完整的；再运行一次同样的命令，就接着做完",
    )
    left = done(many, "out")
    at = many.cluster(4)
    code, again, err = many.run(*work, "--on", at, "-o", "s3://archive/out")
    assert (code, again.splitlines()[1:]) == (1, out.splitlines()[1:])
    assert "接着上次的做" in err
    one, other = shards(many.folder / "one"), shards(got(many, "out"))
    assert 12 <= left < len(one)
    assert other == one
    found = rows_of(many.folder / "out")
    assert len(found) == 500
    assert {row["path"]: (row["state"], row["reason"]) for row in found if row["state"] in list(rows.STATES)[3:]} == {
        "000/00070杀.docx": (rows.CRASHED, KILLED),
        "002/00200挂.docx": (rows.TIMED_OUT, HUNG),
        "003/00300吃.docx": (rows.OUT_OF_MEMORY, EATEN),
    }


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="ends processes by their group")
def test_L12_a_file_that_kills_its_worker_is_alone_in_the_end(many):
    archive(many.folder / "in", DOCUMENTS, 24, {9: "工"})
    at = many.cluster(2, "--nanny")
    code, _, err = many.run("survey", "in", "--on", at, "-o", "out", "--chunk", "200KB", *LIMITS)
    assert code == 1, err
    shutil.move(many.folder / "in/000/00009工.docx", many.folder / "in/000/00009.docx")
    assert many.run("survey", "in", "--on", "local", "-o", "one", "--chunk", "200KB", *LIMITS)[0] == 1
    lost, plain = rows_of(many.folder / "out"), rows_of(many.folder / "one")
    assert [row for row in lost if "工" not in row["path"]] == [row for row in plain if "00009" not in row["path"]]
    (row,) = [row for row in lost if "工" in row["path"]]
    told = f"读这个文件的进程把整个工作机进程带垮了{ALONE}"
    assert (row["state"], row["reason"], row["sha256"]) == (rows.CRASHED, told, None)
    assert sorted(path.name for path in (many.folder / "out/pieces").glob("*")) == []


@pytest.mark.slow
def test_keys_that_expire_stop_the_run_and_what_vanishes_is_a_row(many):
    put(many, 60, {})
    work = ("survey", "s3://archive/in", "--on", "local", "-o", "s3://archive/out", "--chunk", "200KB")
    with doorkeeper(many.s3, 25) as port:
        door = f"http://{HERE}:{port}"
        there = many.env | {"AWS_ENDPOINT_URL": door, "FSSPEC_S3_ENDPOINT_URL": door}
        many.env, at_home = there, many.env
        code, out, err = many.run(*work)
        many.env = at_home
    assert (code, out) == (2, "")
    assert re.search(
        r"\n错误：s3://archive/\S+ 不让用：凭据过期了（.*The provided token has expired.*）；请换好以后再运行一次同样的命令。写好的",
        err,
    )
    left = many.files().find("archive/out/rows")
    assert left
    gone = sorted(many.files().find("archive/in"))[-3:]
    many.files().rm(gone)
    code, out, err = many.run(*work)
    assert (code, "接着上次的做" in err) == (1, True)
    found = rows_of(got(many, "out"))
    assert len(found) == 60
    assert [(row["path"], row["reason"]) for row in found if row["state"] == rows.REFUSED] == [
        (path.removeprefix("archive/in/"), VANISHED) for path in gone
    ]
    code, _, err = many.run("survey", "s3://archive/none", "--on", "local", "-o", "none")
    assert (code, err) == (2, "错误：s3://archive/none 里没有 Word 文件（*.docx、*.doc）\n")
    code, _, err = many.run("survey", "s3://nobody/in", "--on", "local", "-o", "none")
    assert (code, err) == (2, "错误：没有 s3://nobody/in 这个地方，请核对路径\n")


@pytest.mark.slow
def test_duckdb_answers_questions_of_the_shards(place_of_work, capsys):
    import duckdb

    main(["read", "历年", "--on", "local", "-o", "一", "--chunk", "300KB"])
    asked = duckdb.sql("select state, count(*) from '一/rows/*.parquet' group by all order by all").fetchall()
    assert sum(count for _, count in asked) == 41
    codes = "select p.code, count(*) from '一/rows/*.parquet', unnest(problems) as t(p) group by all order by all"
    assert [code for code, _ in duckdb.sql(codes).fetchall()]
