"""`check --since` and `--baseline`: only what a change brought; and the scripts of the platforms, run by bash against fakes of them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import ROOT
from test_git import BOOK, NAME, edit, folder, git  # noqa: F401 - a fixture

from goalgen.cli import main


def codes_of(text: str) -> list[str]:
    return re.findall(r"^\S+\.yaml:\d+:\d+ ([A-Z]\d+)", text, re.MULTILINE)


def test_only_what_a_change_brought(folder, capsys):  # noqa: F811
    assert main(["check", "--since", "HEAD"]) == 0
    shown = capsys.readouterr()
    assert codes_of(shown.out) == []
    assert re.search(r"^另有 \d+ 个从前就有的问题，没有列出$", shown.err, re.MULTILINE)
    edit(("表样:", "# 一行\n# 又一行\n表样:"))
    assert main(["check", "--since", "HEAD"]) == 0
    capsys.readouterr()
    edit(('预算数: "43.00"', '预算数: "99.00"'))
    assert main(["check", "--since", "HEAD"]) == 1
    assert codes_of(capsys.readouterr().out) == ["G201"]
    git("commit", "-qam", "二")
    assert main(["check", "--since", "HEAD"]) == 0
    capsys.readouterr()
    assert main(["check", "--since", "HEAD~1", str(BOOK / NAME)]) == 1
    assert codes_of(capsys.readouterr().out) == ["G201"]


def test_the_same_finding_twice_is_one_more(folder, capsys):  # noqa: F811
    text = (BOOK / NAME).read_text("utf8")
    row = text[text.rindex("- 一级指标") :]
    (BOOK / NAME).write_text(text + row.replace("参训干部满意度", "另一个满意度"), "utf8")
    assert main(["check", "--since", "HEAD", "--select", "G403"]) == 1
    assert codes_of(capsys.readouterr().out) == ["G403"]


def test_a_renamed_file_has_nothing_new_and_a_new_one_has_all(folder, capsys):  # noqa: F811
    (BOOK / NAME).rename(BOOK / "08-别名.yaml")
    assert main(["check", "--since", "HEAD", "--select", "G"]) == 0
    text = (BOOK / "08-别名.yaml").read_text("utf8")
    new = text.replace('序号: "8"', '序号: "9"').replace("科技系统干部教育培训", "别的")
    (BOOK / "09-别的.yaml").write_text(new, "utf8")
    capsys.readouterr()
    assert main(["check", "--since", "HEAD", "--select", "G4"]) == 1
    found = capsys.readouterr().out
    assert {line.partition(":")[0] for line in found.splitlines() if ".yaml:" in line} == {str(BOOK / "09-别的.yaml")}


def test_settings_of_today_judge_the_old_too(folder, capsys):  # noqa: F811
    Path("goalgen.toml").write_text('ignore = ["G2"]\n')
    edit(('预算数: "43.00"', '预算数: "99.00"'))
    assert main(["check", "--since", "HEAD"]) == 0


def test_no_such_revision(folder, capsys):  # noqa: F811
    assert main(["check", "--since", "无"]) == 2
    assert capsys.readouterr().err.endswith("错误：--since 要写 git 的一个版本，没有 无 这个版本\n")


def test_a_baseline_for_those_without_git(folder, capsys):  # noqa: F811
    assert main(["check", "--baseline", "已知.json"]) == 0
    assert re.search(r"已把现有的 \d+ 个问题记在 已知.json：以后只报新的", capsys.readouterr().err)
    assert main(["check", "--baseline", "已知.json"]) == 0
    edit(('预算数: "43.00"', '预算数: "99.00"'))
    capsys.readouterr()
    assert main(["check", "--baseline", "已知.json"]) == 1
    assert codes_of(capsys.readouterr().out) == ["G201"]
    Path("已知.json").write_text("[]")
    assert main(["check", "--baseline", "已知.json"]) == 2
    assert capsys.readouterr().err.endswith("错误：已知.json 不是 --baseline 写的文件：请删去它，重新写一份\n")


@pytest.mark.slow
def test_the_report_for_gitlab(folder, capsys):  # noqa: F811
    main(["check", "--format", "gitlab"])
    first = json.loads(capsys.readouterr().out)
    assert {"description", "check_name", "fingerprint", "severity", "location"} == set(first[0])
    assert len({each["fingerprint"] for each in first}) == len(first)
    edit(("表样:", "# 一行\n表样:"))
    main(["check", "--format", "gitlab"])
    second = json.loads(capsys.readouterr().out)
    assert [each["fingerprint"] for each in second] == [each["fingerprint"] for each in first]
    assert second[0]["location"] == {
        "path": (BOOK / NAME).as_posix(),
        "lines": {"begin": first[0]["location"]["lines"]["begin"] + 1},
    }


# the scripts

GH = """\
#!/usr/bin/env bash
printf '%s\\n' "$*" >>"$LOG"
case "$*" in *--paginate*) cat "$THERE" ;; *) [ -z "${READ_ONLY:-}" ] || exit 1; cat "${@: -1}" >>"$LOG.body" ;; esac
"""
CURL = """\
#!/usr/bin/env bash
printf '%s\\n' "$*" >>"$LOG"
case "$*" in *--request*) ;; *page=1) echo '[{"id": 1, "body": "别的"}]' ;; *page=2) cat "$THERE" ;; *) echo '[]' ;; esac
"""


@pytest.fixture
def platform(folder, tmp_path, monkeypatch):  # noqa: F811
    """A request that changes one field, and fakes of what the platforms offer."""
    git("tag", "base")
    edit(('预算数: "43.00"', '预算数: "99.00"'))
    git("commit", "-qam", "改")
    tools = tmp_path / "tools"
    tools.mkdir()
    for name, text in {
        "gh": GH,
        "curl": CURL,
        "goalgen": f'#!/bin/sh\nexec {sys.executable} -m goalgen "$@"\n',
    }.items():
        (tools / name).write_text(text)
        (tools / name).chmod(0o755)
    event = tmp_path / "event.json"
    event.write_text('{"pull_request": {"number": 7}}')
    (tmp_path / "there").write_text("")
    for name, value in {
        "PATH": f"{tools}:{os.environ['PATH']}",
        "LOG": str(tmp_path / "log"),
        "THERE": str(tmp_path / "there"),
        "GITHUB_REPOSITORY": "甲/乙",
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "PYTHONPATH": str(ROOT),
    }.items():
        monkeypatch.setenv(name, value)
    return tmp_path


def script(name: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", str(ROOT / "integrations" / name), *words], capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_the_review_of_a_pull_request(platform, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    done = script("review.sh", "base", "out")
    assert done.returncode == 1
    assert [line.partition("title=")[2][:4] for line in done.stdout.splitlines() if line.startswith("::")] == [
        "G201",
        "G203",
    ]
    assert (platform / "out/books/331201-2022.docx").exists()
    text = (platform / "out/diff.md").read_text("utf8")
    assert text.startswith("<!-- goalgen -->\n**1 个项目不一样：改 1 个**\n")
    told, found = (platform / "summary").read_text("utf8").split("\n\n| 项目 | 错误 |")
    assert told == text.rstrip("\n")
    assert re.findall(r"\| (G\d+) ", found) == ["G201", "G203"]
    assert (platform / "output").read_text() == "check=1\nbuild=0\ndiff=out/diff.md\nbooks=out/books\n"
    assert script("comment-github.sh", "out/diff.md").returncode == 0
    log = (platform / "log").read_text()
    assert "--method POST repos/甲/乙/issues/7/comments" in log
    assert json.loads((platform / "log.body").read_text("utf8"))["body"] == text
    (platform / "there").write_text("123\n")
    assert script("comment-github.sh", "out/diff.md").returncode == 0
    assert "--method PATCH repos/甲/乙/issues/comments/123" in (platform / "log").read_text()
    monkeypatch.setenv("READ_ONLY", "yes")
    done = script("comment-github.sh", "out/diff.md")
    assert (done.returncode, done.stdout[:11]) == (0, "::warning::")
    (platform / "event.json").write_text("{}")
    assert script("comment-github.sh", "out/diff.md").stdout == "不是合并请求，不写评论\n"


@pytest.mark.slow
def test_the_review_of_a_merge_request(platform, monkeypatch):
    monkeypatch.delenv("GITHUB_OUTPUT")
    monkeypatch.delenv("GITHUB_STEP_SUMMARY")
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    done = script("review.sh", "base", "out")
    assert done.returncode == 1
    assert [each["check_name"] for each in json.loads((platform / "out/quality.json").read_text("utf8"))] == [
        "G201",
        "G203",
    ]
    for name, value in {
        "CI_MERGE_REQUEST_IID": "5",
        "CI_PROJECT_ID": "9",
        "CI_API_V4_URL": "https://gitlab.example/api/v4",
        "GOALGEN_TOKEN": "x",
    }.items():
        monkeypatch.setenv(name, value)
    (platform / "there").write_text("[]")
    assert script("comment-gitlab.sh", "out/diff.md").returncode == 0
    assert "--request POST" in (platform / "log").read_text()
    (platform / "there").write_text('[{"id": 3, "body": "<!-- goalgen -->"}]')
    assert script("comment-gitlab.sh", "out/diff.md").returncode == 0
    assert "merge_requests/5/notes/3" in (platform / "log").read_text()
    monkeypatch.delenv("GOALGEN_TOKEN")
    assert script("comment-gitlab.sh", "out/diff.md").stdout == "不是合并请求，或没有 GOALGEN_TOKEN，不写评论\n"


def test_the_action_runs_the_scripts_and_says_what_it_needs():
    text = (ROOT / "action.yml").read_text("utf8")
    action = yaml.safe_load(text)
    steps = action["runs"]["steps"]
    scripts = [word for step in steps for word in re.findall(r"integrations/([\w-]+\.sh)", step.get("run", ""))]
    assert scripts == ["review.sh", "comment-github.sh"]
    assert all((ROOT / "integrations" / name).exists() for name in scripts)
    assert "permissions the job needs: contents: read, and pull-requests: write" in text
    assert action["outputs"]["books"]["value"] == "${{ steps.review.outputs.books }}"
    for step in steps:  # what a stranger may name is never put into a script, only into its environment
        assert "${{" not in step.get("run", "")
