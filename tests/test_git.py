"""git with goalgen's drivers, in real repositories: clean merges, conflicts, what diff shows; installed and taken away again."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT

from goalgen.cli import main
from goalgen.desk import repository

BOOK = Path("specs/331201/2022")
NAME = "08-科技系统干部教育培训.yaml"


def git(*words: str, ok: bool = True) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=甲", "-c", "user.email=a@b.c", "-c", "init.defaultBranch=main", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode == 0) == ok, done
    return done.stdout + done.stderr


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    BOOK.mkdir(parents=True)
    (BOOK / NAME).write_bytes((ROOT / BOOK / NAME).read_bytes())
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "一")
    return tmp_path


def edit(*pairs: tuple[str, str]) -> None:
    path = BOOK / NAME
    text = path.read_text("utf8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf8")


def branch(name: str, *pairs: tuple[str, str]) -> None:
    """A branch from main with an edit."""
    git("switch", "-qc", name, "main")
    edit(*pairs)
    git("commit", "-qam", name)


@pytest.mark.parametrize(
    "before", [None, "", "*.png binary\n", "*.png binary", "# goalgen\n*.docx -text\n\n", "a b\r\nc d\r\n"]
)
@pytest.mark.slow
def test_install_and_uninstall_leave_files_as_they_were(folder, before, capsys):
    path = folder / ".gitattributes"
    if before is not None:
        path.write_bytes(before.encode())
    config = (folder / ".git/config").read_bytes()
    assert main(["git", "status"]) == 1
    for _ in range(2):
        assert main(["git", "install"]) == 0
    once = path.read_bytes()
    assert main(["git", "status"]) == 0
    assert before is None or once.startswith(before.encode())
    assert main(["git", "uninstall"]) == 0
    assert (path.read_bytes() if path.exists() else b"") == (before or "").encode()
    assert b"goalgen" not in (folder / ".git/config").read_bytes()
    assert (folder / ".git/config").read_bytes().split() == config.split()
    assert main(["git", "install"]) == 0
    assert path.read_bytes() == once
    assert main(["git", "uninstall"]) == 0
    assert main(["git", "uninstall"]) == 0


def test_a_setting_of_the_user_comes_back(folder):
    git("config", "--local", "core.quotepath", "true")
    assert main(["git", "install"]) == 0
    assert git("config", "core.quotepath") == "false\n"
    assert main(["git", "uninstall"]) == 0
    assert git("config", "core.quotepath") == "true\n"


def test_outside_of_a_repository(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    for word in ("install", "uninstall", "status"):
        assert main(["git", word]) == 2
        assert capsys.readouterr().err == "错误：这里不在 git 仓库里：请先进入放规格的仓库\n"


@pytest.mark.slow
def test_different_fields_of_one_row_merge_clean_and_the_same_field_clashes(folder):
    assert main(["git", "install"]) == 0
    branch("一边", ("≤43.5万元", "≤43万元"))
    branch("另一边", ("不超过年初预算", "不超过批复的预算"))
    git("merge", "-q", "一边")
    text = (BOOK / NAME).read_text("utf8")
    assert "绩效指标描述: 不超过批复的预算\n  指标值: ≤43万元\n" in text
    branch("三", ("≤43.5万元", "≤44万元"))
    git("merge", "-q", "一边", ok=False)
    text = (BOOK / NAME).read_text("utf8")
    assert (
        f"<<<<<<< ours:{BOOK / NAME}\n  指标值: ≤44万元\n=======\n  指标值: ≤43万元\n>>>>>>> theirs:{BOOK / NAME}\n"
        in text
    )
    assert main(["check"]) == 1
    lines = [
        line
        for line in text.splitlines(True)
        if line[:7] not in ("<<<<<<<", "=======", ">>>>>>>") and "≤44" not in line
    ]
    (BOOK / NAME).write_text("".join(lines), "utf8")
    assert main(["check", "--select", "G103"]) == 0
    git("commit", "-qam", "定了")


@pytest.mark.slow
def test_a_reorder_a_rename_a_rebase_and_a_cherry_pick(folder):
    assert main(["git", "install"]) == 0
    text = (BOOK / NAME).read_text("utf8")
    head, _, rows = text.partition("绩效指标:\n")
    items = [f"- 一级指标{part}" for part in rows.split("- 一级指标")[1:]]
    git("switch", "-qc", "次序", "main")
    (BOOK / NAME).write_text(head + "绩效指标:\n" + "".join(items[::-1]), "utf8")
    git("commit", "-qam", "次序")
    branch("改数", ("≤43.5万元", "≤43万元"))
    git("merge", "-q", "次序")
    merged = (BOOK / NAME).read_text("utf8")
    assert merged == head + "绩效指标:\n" + "".join(items[::-1]).replace("≤43.5万元", "≤43万元")
    git("switch", "-qc", "改名", "main")
    git("mv", str(BOOK / NAME), str(BOOK / "08-新名.yaml"))
    git("commit", "-qm", "改名")
    git("merge", "-q", "改数")
    assert "≤43万元" in (BOOK / "08-新名.yaml").read_text("utf8")
    git("switch", "-qc", "五次", "main")
    for number in range(5):
        edit(("43.00" if number == 0 else f"{43 + number}.00", f"{44 + number}.00"))
        git("commit", "-qam", f"第{number}次")
    git("rebase", "-q", "改数")
    text = (BOOK / NAME).read_text("utf8")
    assert '预算数: "48.00"' in text
    assert "≤43万元" in text
    branch("摘", ("天津市科学技术信息研究所", "天津市科技信息研究所"))
    git("cherry-pick", "五次~4")
    text = (BOOK / NAME).read_text("utf8")
    assert '预算数: "44.00"' in text
    assert "天津市科技信息研究所" in text


VALUE, USE = ("≤43.5万元", "≤43万元"), ("不超过年初预算", "不超过批复的预算")
OTHER = ("≤43.5万元", "≤44万元")


def marked(ours: str, theirs: str, *, size: int = 7, base: str = "") -> str:
    """A conflict in the value of the first row, as git marks it."""
    told = f"{'|' * size} base:{BOOK / NAME}\n  指标值: {base}\n" if base else ""
    return (
        f"{'<' * size} ours:{BOOK / NAME}\n  指标值: {ours}\n{told}{'=' * size}\n"
        f"  指标值: {theirs}\n{'>' * size} theirs:{BOOK / NAME}\n"
    )


@pytest.mark.slow
def test_stash_pop(folder):
    assert main(["git", "install"]) == 0
    edit(VALUE)
    git("stash", "-q", "--", str(BOOK))
    edit(USE)
    git("commit", "-qam", "二")
    git("stash", "pop", "-q")
    text = (BOOK / NAME).read_text("utf8")
    assert f"绩效指标描述: {USE[1]}\n  指标值: {VALUE[1]}\n" in text
    git("stash", "-q", "--", str(BOOK))
    edit(OTHER)
    git("commit", "-qam", "三")
    git("stash", "pop", "-q", ok=False)
    assert marked(OTHER[1], VALUE[1]) in (BOOK / NAME).read_text("utf8")
    assert git("stash", "list").count("stash@") == 1


@pytest.mark.slow
@pytest.mark.parametrize("style", ["merge", "diff3", "zdiff3"])
@pytest.mark.parametrize("size", [7, 12])
def test_the_style_and_the_size_of_markers_are_gits(folder, style, size, capsys):
    assert main(["git", "install"]) == 0
    git("config", "merge.conflictStyle", style)
    (folder / ".git/info/attributes").write_text(f"*.yaml conflict-marker-size={size}\n")
    branch("一边", VALUE)
    branch("另一边", OTHER)
    git("merge", "-q", "一边", ok=False)
    base = "" if style == "merge" else VALUE[0]
    assert marked(OTHER[1], VALUE[1], size=size, base=base) in (BOOK / NAME).read_text("utf8")
    assert main(["check"]) == 1
    told = "删去 <<<<<<<、=======、>>>>>>> 这三行" + ("和 ||||||| 起的底稿\n" if base else "\n")
    assert told in capsys.readouterr().out


@pytest.mark.slow
def test_a_file_that_one_side_deleted_and_one_that_both_added(folder):
    assert main(["git", "install"]) == 0
    git("add", ".")
    git("commit", "-qm", "装")
    git("switch", "-qc", "删", "main")
    git("rm", "-q", str(BOOK / NAME))
    git("commit", "-qm", "删")
    branch("改", VALUE)
    assert "modify/delete" in git("merge", "删", ok=False)
    assert VALUE[1] in (BOOK / NAME).read_text("utf8")
    git("merge", "--abort")
    new, text = BOOK / "09-新.yaml", (BOOK / NAME).read_text("utf8").replace(VALUE[1], VALUE[0])
    for name, pair in (("甲加", VALUE), ("乙加", OTHER)):
        git("switch", "-qc", name, "main")
        new.write_text(text.replace(*pair), "utf8")
        git("add", ".")
        git("commit", "-qm", name)
    git("merge", "-q", "甲加", ok=False)
    assert marked(OTHER[1], VALUE[1]).replace(NAME, new.name) in new.read_text("utf8")


@pytest.mark.slow
def test_a_project_that_is_renamed_on_one_side_and_edited_on_the_other(folder):
    assert main(["git", "install"]) == 0
    branch("改名", ("项目名称: 科技系统干部教育培训", "项目名称: 全省干部教育培训"))
    git("mv", str(BOOK / NAME), str(BOOK / "08-全省干部教育培训.yaml"))
    git("commit", "-qam", "改文件名")
    branch("改数", VALUE, USE)
    git("merge", "-q", "-m", "合", "改名")
    assert not (BOOK / NAME).exists()
    text = (BOOK / "08-全省干部教育培训.yaml").read_text("utf8")
    assert all(each in text for each in ("项目名称: 全省干部教育培训", VALUE[1], USE[1]))


@pytest.mark.slow
def test_a_rebase_of_five_commits_stops_at_the_one_that_clashes(folder):
    assert main(["git", "install"]) == 0
    branch("批复", VALUE)
    git("switch", "-qc", "五次", "main")
    steps = [USE, ('预算数: "43.00"', '预算数: "44.00"'), OTHER, ("≥10场次", "≥11场次"), ("≥99百分比", "≥98百分比")]
    for number, pair in enumerate(steps):
        edit(pair)
        git("commit", "-qam", f"第{number}次")
    git("rebase", "-q", "批复", ok=False)
    text = (BOOK / NAME).read_text("utf8")
    block = marked(VALUE[1], OTHER[1])
    assert block in text
    assert USE[1] in text
    (BOOK / NAME).write_text(text.replace(block, f"  指标值: {OTHER[1]}\n"), "utf8")
    git("add", ".")
    git("-c", "core.editor=true", "rebase", "--continue")
    wanted = (ROOT / BOOK / NAME).read_text("utf8")
    for pair in steps:
        wanted = wanted.replace(*pair)
    assert (BOOK / NAME).read_text("utf8") == wanted
    assert git("log", "--format=%s", "批复..").split() == [f"第{number}次" for number in range(4, -1, -1)]


@pytest.mark.slow
@pytest.mark.parametrize("eol", ["crlf", "lf"])
def test_line_ends_stay_whatever_git_makes_of_them(folder, eol):
    """git gives a driver the text as it is in the repository, and writes what comes back as the work tree wants it."""
    assert main(["git", "install"]) == 0
    (folder / ".git/info/attributes").write_text(f"*.yaml text eol={eol}\n")
    git("rm", "-q", "--cached", "-r", ".")
    git("reset", "-q", "--hard")
    branch("一边", VALUE)
    branch("另一边", USE, ("≥10场次", "≥11场次"))
    git("merge", "-q", "一边")
    data = (BOOK / NAME).read_bytes()
    assert f"绩效指标描述: {USE[1]}".encode() in data
    assert data.count(b"\r\n") == (data.count(b"\n") if eol == "crlf" else 0)
    assert VALUE[1].encode() in data


@pytest.mark.slow
def test_difftool_gets_the_word_file_itself(folder):
    assert main(["git", "install"]) == 0
    assert main(["build", "-o", "."]) == 0
    git("add", ".")
    git("commit", "-qm", "书")
    edit(VALUE)
    assert main(["build", "-o", "."]) == 0
    git("config", "difftool.look.cmd", 'head -c 2 "$LOCAL" "$REMOTE"')
    assert git("difftool", "-y", "-t", "look", "--", "331201-2022.docx").count("PK") == 2


@pytest.mark.slow
@pytest.mark.parametrize("broken", ["/no/such/program", "false", "kill -9 $$;"])
def test_a_driver_that_fails_leaves_what_git_itself_would(folder, broken):
    assert main(["git", "install"]) == 0
    driver = next(each for each in repository.settings(["X"]) if each.name.endswith("driver"))
    command = driver.value.replace("X merge", f"{broken} merge" if "kill" not in broken else f"sh -c '{broken}'")
    git("config", "merge.goalgen.driver", command)
    branch("一边", ("≤43.5万元", "≤43万元"))
    branch("另一边", ("≤43.5万元", "≤44万元"))
    git("merge", "-q", "一边", ok=False)
    text = (BOOK / NAME).read_text("utf8")
    assert "<<<<<<< ours\n  指标值: ≤44万元\n=======\n  指标值: ≤43万元\n>>>>>>> theirs\n" in text


@pytest.mark.slow
def test_git_diff_of_a_word_file_shows_the_changed_field_only(folder, capfd):
    assert main(["git", "install"]) == 0
    assert main(["build", "-o", "."]) == 0
    git("add", ".")
    git("commit", "-qm", "书")
    edit(("≤43.5万元", "≤43万元"))
    assert main(["build", "-o", "."]) == 0
    shown = git("diff", "--", "331201-2022.docx")
    changed = [line for line in shown.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert changed == ["-  指标值: ≤43.5万元", "+  指标值: ≤43万元"]


@pytest.mark.slow
def test_git_log_shows_each_version_of_a_word_file_once_and_never_again(folder, capfd):
    """What was shown is in git's cache, until goalgen has another version."""
    assert main(["git", "install"]) == 0
    command = next(each.value for each in repository.settings() if each.name.endswith("textconv"))
    git("config", "diff.goalgen.textconv", f"echo one >> runs; {command}")
    versions = 6
    for number in range(versions):
        edit(("43.00" if number == 0 else f"{43 + number}.00", f"{44 + number}.00"))
        assert main(["build", "-o", "."]) == 0
        git("add", ".")
        git("commit", "-qm", f"第{number}次")

    def runs() -> int:
        path = Path("runs")
        count = len(path.read_text().splitlines()) if path.exists() else 0
        path.unlink(missing_ok=True)
        return count

    shown = git("log", "-p", "--", "331201-2022.docx")
    changed = [line for line in shown.splitlines() if line.startswith(("+预算数", "-预算数"))]
    assert changed[:2] == ['-预算数: "48.00"', '+预算数: "49.00"']
    assert len(changed) == 2 * versions - 1
    assert runs() == versions
    assert git("log", "-p", "--", "331201-2022.docx") == shown
    git("show", "HEAD~1")
    git("diff", "HEAD~3", "HEAD")
    assert runs() == 0
    git("config", "diff.goalgen.textconv", f"echo one >> runs; {command.replace('--of ', '--of 9')}")
    git("diff", "HEAD~1", "HEAD")
    assert runs() == 2


@pytest.mark.slow
def test_a_word_file_without_a_form_shows_as_text(tmp_path, capsys):
    from grids import docx

    path = tmp_path / "甲.docx"
    path.write_bytes(docx([["甲", "乙"], ["丙", "丁"]]))
    assert main(["git", "textconv", "--of", "1", str(path)]) == 0
    assert "甲｜乙\n丙｜丁\n" in capsys.readouterr().out
    assert main(["git", "textconv", str(ROOT / "tests/data/legacy/tianjin-2022.docx")]) == 0
    assert capsys.readouterr().out.startswith('表样: tianjin-2022\n序号: "1"\n')
    path.write_bytes(b"PK")
    assert main(["git", "textconv", str(path)]) == 0
    assert re.fullmatch(r"# 打不开：.+\n# sha256: [0-9a-f]{64}\n", capsys.readouterr().out)
    assert main(["git", "textconv", str(tmp_path / "乙.docx")]) == 2


@pytest.mark.slow
def test_git_shows_the_rest_where_one_word_file_cannot_be_shown(folder):
    """Else `git log -p` gives up at one file that is broken, or when goalgen is gone."""
    assert main(["git", "install"]) == 0
    for data in (b"PK one", b"PK two"):
        Path("甲.docx").write_bytes(data)
        edit(("43.00", "44.00")) if data == b"PK two" else None
        git("add", ".")
        git("commit", "-qm", "坏")
    shown = git("log", "-p")
    assert '+预算数: "44.00"' in shown
    assert "+# 打不开：" in shown
    assert shown.count("# sha256: ") == 3
    command = next(each.value for each in repository.settings(["/no/such/program"]) if each.name.endswith("textconv"))
    git("config", "diff.goalgen.textconv", command)
    shown = git("log", "-p")
    assert '+预算数: "44.00"' in shown
    assert "+goalgen 没有运行成功" in shown
    assert main(["git", "install"]) == 0
    assert "没有运行成功" not in git("log", "-p")
    assert main(["git", "uninstall"]) == 0
    assert git("for-each-ref", "refs/notes") == ""
