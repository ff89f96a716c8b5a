"""`goalgen put` as its users meet it: what it shows, asks and writes, and that a refusal leaves everything as it was."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import random
import signal
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT

import goalgen
from goalgen.cli import main
from goalgen.cli import put as put_command
from goalgen.desk import convert

SPEC = next((ROOT / "specs/331201/2022").glob("08-*.yaml"))
LEGACY = (ROOT / "tests/data/legacy/tianjin-2022.docx").read_bytes()
CHANGE = "表16 第2行第5列 指标值「≤43.5万元」→「≤43万元」\n"
OTHERS = (
    "告.docx P203 有 16 张表没有给规格，没有动（要整个拿掉，用 --remove）：第1段「1、2022年度天津市科技计划项目抽查监督工作」、第5段「2、2022年审计监督工作」、"
    "第9段「3、财政科研经费政策培训专项工作」 等（提示）\n"
    "08.yaml:2:5 P501 「年度」在 告.docx 的表上没有印，文件里也没有带着，没有写（提示）\n"
)


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with a document, a spec that says one thing else, and the one form."""
    for kind, name in (("templates", "tianjin-2022.docx"), ("schemas", "tianjin-2022.schema.json")):
        (tmp_path / kind).mkdir()
        (tmp_path / kind / name).write_bytes((ROOT / kind / name).read_bytes())
    monkeypatch.setattr("goalgen.desk.forms.form_files", lambda: goalgen_forms(tmp_path))
    (tmp_path / "08.yaml").write_text(SPEC.read_text("utf-8").replace("≤43.5万元", "≤43万元"), "utf-8")
    (tmp_path / "告.docx").write_bytes(LEGACY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def goalgen_forms(folder: Path):
    from goalgen.form import form_files

    return form_files([folder])


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    code = main(["put", *arguments])
    return (code, *capsys.readouterr())


def test_a_copy_is_written(here, capsys):
    assert run(capsys, "08.yaml", "告.docx", "-o", "新/改.docx") == (
        0,
        CHANGE + OTHERS,
        "已写 新/改.docx：改 1 处，9.4 KB\n",
    )
    assert Path("告.docx").read_bytes() == LEGACY
    reading = goalgen.read(Path("新/改.docx").read_bytes())
    assert reading.specs[7].value["绩效指标"][0]["指标值"] == "≤43万元"


def test_nothing_is_overwritten_unasked(here, capsys):
    Path("改.docx").write_bytes(b"mine")
    told = "错误：已有 改.docx，没有动它：请用 -o 另写一个文件名，要覆盖就加 --force\n"
    assert run(capsys, "08.yaml", "告.docx", "-o", "改.docx") == (2, "", told)
    assert Path("改.docx").read_bytes() == b"mine"
    assert run(capsys, "08.yaml", "告.docx", "-o", "改.docx", "--force")[0] == 0
    assert Path("改.docx").read_bytes() != b"mine"


def test_without_a_terminal_nothing_is_written_into_the_document_itself(here, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    told = "错误：没有写 告.docx：不在终端里，不能问您；请用 -o 写到另一个文件，或加 --yes 写进它自己\n"
    assert run(capsys, "08.yaml", "告.docx") == (2, CHANGE + OTHERS, told)
    assert Path("告.docx").read_bytes() == LEGACY
    assert run(capsys, "08.yaml", "告.docx", "--yes") == (0, CHANGE + OTHERS, "已写 告.docx：改 1 处，9.4 KB\n")
    assert Path("告.docx").read_bytes() != LEGACY
    assert run(capsys, "08.yaml", "告.docx", "--yes") == (0, OTHERS, "没有要改的：告.docx 里的表和规格一样\n")


def test_dry_run_shows_and_writes_nothing(here, capsys):
    there = sorted(here.rglob("*"))
    assert run(capsys, "08.yaml", "告.docx", "--dry-run") == (0, CHANGE + OTHERS, "要改 1 处，没有写（--dry-run）\n")
    assert run(capsys, "08.yaml", "告.docx", "--dry-run", "-o", "改.docx")[0] == 0
    assert (sorted(here.rglob("*")), Path("告.docx").read_bytes()) == (there, LEGACY)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("answer", "written"), [("y\n", True), ("是\n", True), ("\n", False), ("n\n", False), ("", False)]
)
def test_on_a_terminal_it_asks(here, monkeypatch, answer, written):
    err, out = Terminal(), Terminal()
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.setattr(sys, "stdout", out)
    assert main(["put", "08.yaml", "告.docx"]) == 0
    assert out.getvalue() == CHANGE + OTHERS
    assert err.getvalue() == "把上面 1 处写进 告.docx？[y/N] " + (
        "已写 告.docx：改 1 处，9.4 KB\n" if written else "没有写\n"
    )
    assert (Path("告.docx").read_bytes() != LEGACY) == written


def test_what_was_saved_in_the_meantime_is_not_overwritten(here, monkeypatch, capsys):
    class Slow(Terminal):
        def readline(self, *_: object) -> str:
            Path("告.docx").write_bytes(LEGACY + b" ")
            return "y\n"

    monkeypatch.setattr(sys, "stdin", Slow())
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert main(["put", "08.yaml", "告.docx"]) == 2
    assert Path("告.docx").read_bytes() == LEGACY + b" "


def test_the_receipt(here, capsys):
    code, out, _ = run(capsys, "08.yaml", "告.docx", "-o", "改.docx", "--format", "json")
    receipt = json.loads(out)
    assert (code, [each["code"] for each in receipt.pop("problems")]) == (0, ["P203", "P501"])
    after = hashlib.sha256(Path("改.docx").read_bytes()).hexdigest()
    assert receipt == {
        "file": "告.docx",
        "out": "改.docx",
        "written": True,
        "sha256": {"before": hashlib.sha256(LEGACY).hexdigest(), "after": after},
        "changes": [
            {
                "kind": "value",
                "address": "表16 第2行第5列",
                "field": "绩效指标.指标值",
                "path": ["绩效指标", 0, "指标值"],
                "old": "≤43.5万元",
                "new": "≤43万元",
            }
        ],
    }


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["告.docx", "08.yaml"], "错误：08.yaml 是规格；最后一个参数应是要写的 Word 文件（.docx）\n"),
        (["08.yaml", "没有.docx", "--yes"], "错误：不能读 没有.docx：没有这个文件或文件夹，请核对路径\n"),
        (["08.yaml", "告.docx", "-o", "templates"], "错误：-o 指的 templates 是文件夹：请写明文件名，如 templates/新.docx\n"),
        (["08.yaml", "告.docx", "--table", "9.yaml=1", "--yes"], "错误：--table 9.yaml=1：给的规格里没有 9.yaml\n"),
        (["08.yaml", "告.docx", "--table", "08.yaml=第一张", "--yes"], "错误：--table 08.yaml=第一张：等号后面写它是第几张表，如 08.yaml=18\n"),
    ],
)  # fmt: skip
def test_what_is_meant_otherwise_is_explained(here, capsys, arguments, told):
    assert run(capsys, *arguments) == (2, "", told)
    assert Path("告.docx").read_bytes() == LEGACY


def test_a_doc_is_refused_with_the_way_to_convert_it(here, capsys, monkeypatch):
    monkeypatch.setattr(convert, "_office", lambda: None)
    data = (ROOT / "tests/data/legacy/tianjin-2022.doc").read_bytes()
    Path("旧.doc").write_bytes(data)
    assert run(capsys, "08.yaml", "旧.doc", "--yes") == (
        2,
        "",
        "错误：旧.doc 是旧版 .doc，不能在原处改：请用 Word 或 WPS 打开，另存为 .docx，再写到那一份里"
        "（装了 LibreOffice 的，也可以运行 soffice --headless --convert-to docx '旧.doc'）\n",
    )
    assert Path("旧.doc").read_bytes() == data


def test_a_spec_with_an_error_writes_nothing(here, capsys):
    Path("08.yaml").write_text(Path("08.yaml").read_text("utf-8").replace("序号:", "序列:"), "utf-8")
    code, out, err = run(capsys, "08.yaml", "告.docx", "--yes")
    assert (code, err) == (1, "没有写：请先改好上面的问题\n")
    assert "08.yaml:3:1 S" in out
    assert Path("告.docx").read_bytes() == LEGACY


def test_a_refusal_writes_nothing(here, capsys):
    text = (
        Path("08.yaml")
        .read_text("utf-8")
        .replace("项目名称: 科技系统干部教育培训", "项目名称: 别的")
        .replace('序号: "8"', '序号: "2"')
    )
    Path("08.yaml").write_text(text, "utf-8")
    code, out, err = run(capsys, "08.yaml", "告.docx", "-o", "改.docx")
    assert (code, err) == (1, "没有写，告.docx 没有动：请先改好上面的问题\n")
    assert out.startswith("08.yaml P201 说不准是 告.docx 里的哪一张表：")
    assert not Path("改.docx").exists()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_told(here, capsys):
    here.chmod(0o500)
    try:
        assert run(capsys, "08.yaml", "告.docx", "--yes")[0] == 2
    finally:
        here.chmod(0o700)
    assert Path("告.docx").read_bytes() == LEGACY


def test_a_full_disk_leaves_the_old_file(here, capsys, monkeypatch):
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr(os, "fsync", full)
    there = sorted(here.rglob("*"))
    code, _, err = run(capsys, "08.yaml", "告.docx", "--yes")
    assert (code, err) == (2, "错误：不能写 告.docx：磁盘已满，请腾出空间后再试\n")
    assert (sorted(here.rglob("*")), Path("告.docx").read_bytes()) == (there, LEGACY)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the runs are forked")
def test_two_hundred_kills_leave_the_old_file_or_the_new_one(here, capsys):
    """Half of them anywhere in the command, half while files are written one after the other."""
    run(capsys, "08.yaml", "告.docx", "-o", "新.docx")
    new = Path("新.docx").read_bytes()
    seen = {LEGACY: 0, new: 0}
    chance = random.Random(12)
    for number in range(200):
        Path("告.docx").write_bytes(LEGACY)
        child = os.fork()
        if not child:
            with Path(os.devnull).open("w") as nowhere:
                sys.stdout = sys.stderr = nowhere
                while True:
                    if number % 2:
                        main(["put", "08.yaml", "告.docx", "--yes"])
                    else:
                        put_command._write(Path("告.docx"), Path("告.docx"), LEGACY, new)
                        put_command._write(Path("告.docx"), Path("告.docx"), new, LEGACY)
        time.sleep(chance.uniform(0, 0.6 if number % 2 else 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        seen[Path("告.docx").read_bytes()] += 1
    assert min(seen.values()) > 10, seen


def test_a_project_comes_and_goes(here, capsys):
    (here / "18.yaml").write_text(
        SPEC.read_text("utf-8").replace('序号: "8"', '序号: "18"').replace("科技系统干部教育培训", "新项目"), "utf-8"
    )
    (here / "08.yaml").unlink()
    code, out, err = run(capsys, "18.yaml", "告.docx", "-o", "增.docx", "--add")
    assert (code, out.splitlines()[0], err) == (
        0,
        "第63段 旁边 加上整个项目「18、新项目」",
        f"已写 增.docx：改 1 处，{size('增.docx')}\n",
    )
    code, out, _ = run(capsys, "18.yaml", "增.docx", "-o", "减.docx", "--remove", "--format", "json")
    receipt = json.loads(out)
    assert (code, len(receipt["changes"]), receipt["changes"][0]) == (
        0,
        17,
        {
            "kind": "removed",
            "address": "第1段",
            "field": "",
            "path": [],
            "old": "1、2022年度天津市科技计划项目抽查监督工作",
            "new": None,
        },
    )
    assert run(capsys, "18.yaml", "告.docx", "--table", "18.yaml=0")[2] == (
        "错误：--table 18.yaml=0：等号后面写它是第几张表，如 18.yaml=18\n"
    )


def size(name: str) -> str:
    from goalgen.desk.files import size as said

    return said(Path(name).stat().st_size)


TRACKED = ["--track-changes", "--author", "张三", "--date", "2026-11-26T09:00:00"]


def test_changes_are_written_as_revisions(here, capsys):
    assert run(capsys, *TRACKED, "08.yaml", "告.docx", "-o", "改.docx") == (
        0,
        CHANGE + OTHERS.replace("文件里也没有带着", "不印的项修订表示不了"),
        f"已写 改.docx：改 1 处，{size('改.docx')}\n",
    )
    assert (
        main(["read", "改.docx", "-o", "新", "--set", "年度=2022"]) == 1
    )  # what is taken out is still in the file: R401
    assert main(["read", "改.docx", "-o", "旧", "--set", "年度=2022", "--revisions", "original"]) == 0
    new, old = (next(Path(folder).glob("08-*.yaml")).read_text("utf-8") for folder in ("新", "旧"))
    assert ("≤43万元" in new, "≤43.5万元" in old) == (True, True)
    assert old.replace("≤43.5万元", "≤43万元") == new


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--author", "张三"], "错误：--author 要和 --track-changes 一起用：不写成修订就用不着它\n"),
        (["--over"], "错误：--over 要和 --track-changes 一起用：不写成修订就用不着它\n"),
        (["--track-changes", "--author", " "], "错误：--author 后面写姓名，如 --author 张三\n"),
        (["--track-changes", "--date", "明天"], "错误：--date 明天：写成 2026-11-26 或 2026-11-26T09:00:00\n"),
    ],
)
def test_what_belongs_to_revisions_is_looked_at_first(here, capsys, arguments, told):
    assert run(capsys, *arguments, "08.yaml", "告.docx", "-o", "改.docx") == (2, "", told)
    assert not Path("改.docx").exists()
